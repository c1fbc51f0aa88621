package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;
import org.relucert.search.NeuronSearch;

/**
 * The two checkers against each other and against the truth: on what the prover writes, and on what random changes make of it.
 * Each sample is one seed, which a failure prints.
 */
class CheckerProperties {

    /** Fractions, numbers and integers of a certificate, quotes included. */
    private static final Pattern NUMBER = Pattern.compile("\"-?[0-9]+(?:/[0-9]+)?\"|(?<![0-9/\"-])-?[0-9]+(?![0-9/\"])");

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void neuronCertificatesHold(@ForAll long seed) {
        neuron(seed);
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    @Tag("slow")
    void neuronCertificatesHoldLong(@ForAll long seed) {
        neuron(seed);
    }

    private static void neuron(long seed) {
        Instances instances = new Instances(seed);
        Problem problem = instances.problem();
        RationalVector nu = instances.dual(problem);
        List<NeuronSearch.Method> methods = problem.hasFreeBias()
                ? List.of(NeuronSearch.Method.AUTO, NeuronSearch.Method.CONES, NeuronSearch.Method.CUBES)
                : List.of(NeuronSearch.Method.BOX, NeuronSearch.Method.CONES, NeuronSearch.Method.CUBES);
        Optional<Rational> least = Optional.empty();
        Rational largest = Rationals.ZERO;
        for (NeuronSearch.Method method : methods) {
            Proof proof = Prover.neuron(problem, nu, options(method));
            Claim.NeuronMaximum claim = (Claim.NeuronMaximum) proof.certificate().claims().get(0);
            assertEquals("VERIFIED", agreed(proof.text(), problem), () -> "seed " + seed + ", " + method + "\n" + proof.text());
            // Each upper bound lies above all neurons that the others know.
            largest = largest.compareTo(claim.lower()) > 0 ? largest : claim.lower();
            least = Optional.of(least.filter(upper -> upper.compareTo(claim.upper()) <= 0).orElse(claim.upper()));
            assertTrue(least.get().compareTo(largest) >= 0, "seed " + seed + ", " + method + ": " + claim);
            if (!problem.hasFreeBias()) {
                assertTrue(holds(claim, problem, nu), "seed " + seed + ", " + method + ": " + claim);
            }
        }
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void boundCertificatesHold(@ForAll long seed) {
        bound(seed);
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    @Tag("slow")
    void boundCertificatesHoldLong(@ForAll long seed) {
        bound(seed);
    }

    private static void bound(long seed) {
        Instances.Known known = new Instances(seed).known();
        Optional<Proof> proof = certify(known);
        if (proof.isPresent()) {
            String text = proof.get().text();
            assertEquals("VERIFIED", agreed(text, known.problem()), () -> "seed " + seed + "\n" + text);
            for (Claim claim : proof.get().certificate().claims()) {
                assertTrue(holds(claim, known.optimum(), known.optimum()), "seed " + seed + ": " + claim + ", p* = "
                        + Rationals.text(known.optimum()));
            }
        }
    }

    private static Optional<Proof> certify(Instances.Known known) {
        try {
            return Optional.of(Prover.certify(known.problem(), Set.of(Claim.Bound.KEYWORD), List.of(),
                    options(NeuronSearch.Method.AUTO)).proof());
        } catch (Unproved e) {
            // Refusing is always allowed.
            return Optional.empty();
        }
    }

    private static Prover.Options options(NeuronSearch.Method method) {
        Prover.Options gap = Prover.Options.gap(1e-2);
        // Boxes do not close where terms cancel exactly on a hyperplane: whatever they know by then is proved.
        double seconds = method == NeuronSearch.Method.CUBES ? 0.05 : 5;
        return new Prover.Options(1e-2, seconds, method, gap.stop(), gap.training(), gap.search());
    }

    @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
    void changedCorpusCertificates(@ForAll long seed) {
        changedCorpus(seed);
    }

    @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
    @Tag("slow")
    void changedCorpusCertificatesLong(@ForAll long seed) {
        changedCorpus(seed);
    }

    private static void changedCorpus(long seed) {
        Random random = new Random(seed);
        List<Corpus.Valid> valid = Corpus.valid();
        Corpus.Valid original = valid.get(random.nextInt(valid.size()));
        String text = original.text();
        Rational low = null;
        Rational high = null;
        try (CertificateReader reader = CertificateReader.of(text)) {
            for (Claim claim : reader.certificate().claims()) {
                if (claim instanceof Claim.Bound bound) {
                    low = bound.lower();
                    high = bound.upper();
                }
            }
        }
        // The optimum is known exactly where one of the certificates of the problem proves it.
        String name = original.toString();
        String known = name.startsWith("two-points") ? "39/400" : name.startsWith("tv1.") ? "13"
                : name.startsWith("tv5") ? "4" : name.startsWith("tv6") ? "2" : name.startsWith("tv7") ? "15/8" : name.startsWith("free-bias") ? "2" : null;
        if (known != null) {
            low = Rationals.parseCanonical(known);
            high = low;
        }
        judge(seed, change(text, random), original.problem(), low, high, claims(text));
    }

    private static List<Claim> claims(String text) {
        try (CertificateReader reader = CertificateReader.of(text)) {
            return reader.certificate().claims();
        }
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void changedProvedCertificates(@ForAll long seed) {
        changedProved(seed);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    @Tag("slow")
    void changedProvedCertificatesLong(@ForAll long seed) {
        changedProved(seed);
    }

    private static void changedProved(long seed) {
        Random random = new Random(seed);
        Instances.Known known = new Instances(seed).known();
        Optional<Proof> proof = random.nextBoolean() ? certify(known)
                : Optional.of(Prover.neuron(known.problem(), known.nu(),
                        options(random.nextBoolean() ? NeuronSearch.Method.BOX : NeuronSearch.Method.CONES)));
        if (proof.isPresent()) {
            String text = proof.get().text();
            for (int k = 0; k < 20; k++) {
                judge(seed, change(text, random), known.problem(), known.optimum(), known.optimum(), List.of());
            }
        }
    }

    /** The checkers agree; if they accept, the claims are true. The optimum lies in [low, high]. */
    static void judge(long seed, String text, Problem problem, Rational low, Rational high, List<Claim> proved) {
        if (!"VERIFIED".equals(agreed(text, problem))) {
            return;
        }
        try (CertificateReader reader = CertificateReader.of(text)) {
            Certificate certificate = reader.certificate();
            for (Claim claim : certificate.claims()) {
                boolean holds = claim instanceof Claim.NeuronMaximum maximum
                        ? holds(maximum, problem, certificate.nu())
                        : claim instanceof Claim.Bound || claim instanceof Claim.Optimum ? holds(claim, low, high)
                        : holds(claim, problem, certificate, proved);
                assertTrue(holds, () -> "seed " + seed + ": accepted, but false: " + claim + "\n" + text);
            }
        }
    }

    /** What both checkers say, with and without the problem at hand. */
    static String agreed(String text, Problem problem) {
        Verdict fast = Checker.fast().verify(CertificateReader.of(text), Optional.of(problem));
        Verdict reference = Checker.reference().verify(CertificateReader.of(text), Optional.of(problem));
        assertEquals(ForgedTest.outcome(reference), ForgedTest.outcome(fast), () -> reference.line() + "\n" + fast.line() + "\n" + text);
        return ForgedTest.outcome(fast);
    }

    /** What is true of the optimal set was proved before; another outline of it may be weaker, another pair of networks different. */
    private static boolean holds(Claim claim, Problem problem, Certificate certificate, List<Claim> proved) {
        if (claim instanceof Claim.OptimalSetOutline outline) {
            return proved.stream().anyMatch(other -> other instanceof Claim.OptimalSetOutline known
                    && known.atoms() == outline.atoms() && known.rank() == outline.rank()
                    && known.dimension() == outline.dimension() && known.unique() == outline.unique()
                    && outline.leastLower() <= known.leastUpper() && known.leastLower() <= outline.leastUpper()
                    && outline.mostLower() <= known.mostUpper() && known.mostLower() <= outline.mostUpper());
        }
        if (claim instanceof Claim.Nonunique nonunique) {
            return !nonunique.first().equals(nonunique.second())
                    && certificate.network().output(problem, nonunique.input()).equals(nonunique.first());
        }
        return proved.contains(claim);
    }

    private static boolean holds(Claim claim, Rational low, Rational high) {
        if (claim instanceof Claim.Bound bound) {
            return bound.lower().compareTo(high) <= 0 && bound.upper().compareTo(low) >= 0;
        }
        Rational value = ((Claim.Optimum) claim).value();
        return low.compareTo(value) <= 0 && value.compareTo(high) <= 0;
    }

    private static boolean holds(Claim.NeuronMaximum claim, Problem problem, RationalVector nu) {
        // With a free bias and a sum that is not zero there is no maximum.
        if (problem.hasFreeBias() && !Arrays.stream(nu.toArray()).reduce(Rationals.ZERO, Rational::plus).isZero()) {
            return false;
        }
        Rational squared = ExactMaximum.squaredOfAnyBias(problem, nu);
        return Rationals.square(claim.lower()).compareTo(squared) <= 0 && squared.compareTo(Rationals.square(claim.upper())) <= 0
                && !claim.upper().isNegative();
    }

    /** One random change behind the problem. */
    static String change(String text, Random random) {
        int from = text.indexOf("\n,\"claims\"");
        if (random.nextInt(4) == 0) {
            return changeLines(text, random);
        }
        List<int[]> spans = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(text);
        for (int start = from; matcher.find(start); start = matcher.end()) {
            spans.add(new int[] {matcher.start(), matcher.end()});
        }
        int[] span = spans.get(random.nextInt(spans.size()));
        String token = text.substring(span[0], span[1]);
        int[] other = spans.get(random.nextInt(spans.size()));
        String replacement = random.nextInt(4) == 0 ? text.substring(other[0], other[1]) : changed(token, random);
        return text.substring(0, span[0]) + replacement + text.substring(span[1]);
    }

    private static String changed(String token, Random random) {
        boolean quoted = token.startsWith("\"");
        if (token.matches("\"0[01]+\"")) {
            // The pattern of a neuron looks like a number.
            return token.replaceFirst("0", "1");
        }
        Rational value = Rationals.parseCanonical(token.replace("\"", ""));
        if (!quoted) {
            Rational changed = value.plus(Rationals.of(random.nextInt(7) - 3));
            return Rationals.text(random.nextInt(4) == 0 ? changed.opposite() : changed);
        }
        Rational changed = switch (random.nextInt(7)) {
            case 0 -> value.opposite();
            case 1 -> value.plus(Rationals.ONE);
            case 2 -> value.minus(Rationals.ONE);
            case 3 -> value.times(Rationals.of(1 + random.nextInt(4), 1 + random.nextInt(4)));
            case 4 -> value.plus(Rationals.of(random.nextInt(3) - 1, 1_000_000_000L));
            case 5 -> Rationals.ZERO;
            default -> value.times(Rationals.of(1_000_000 + random.nextInt(3) - 1, 1_000_000));
        };
        return '"' + Rationals.text(changed) + '"';
    }

    /** Deletes, doubles or exchanges lines of the trees; a line there is a leaf with the splits behind it. */
    private static String changeLines(String text, Random random) {
        String[] lines = text.split("(?=\n)");
        int k = lines.length - 1 - random.nextInt(Math.min(lines.length - 6, 12));
        int other = Math.max(6, k - 1 - random.nextInt(3));
        StringBuilder changed = new StringBuilder();
        int kind = random.nextInt(3);
        for (int i = 0; i < lines.length; i++) {
            String line = kind == 2 && i == k ? lines[other] : kind == 2 && i == other ? lines[k] : lines[i];
            changed.append(kind == 0 && i == k ? "" : line).append(kind == 1 && i == k ? line : "");
        }
        return changed.toString();
    }
}
