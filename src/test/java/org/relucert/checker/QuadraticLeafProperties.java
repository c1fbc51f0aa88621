package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** Quadratic leaves against the truth, and the two checks of them against each other. Each sample is one seed. */
class QuadraticLeafProperties {

    private record Sample(Problem problem, RationalVector nu, String text) {
        static Sample of(long seed, int trials) {
            Instances instances = new Instances(seed);
            Problem problem = instances.problem();
            while (problem.hasFreeBias()) {
                problem = instances.problem();
            }
            RationalVector nu = instances.dual(problem);
            return new Sample(problem, nu, QuadraticTrees.certificate(problem, nu, new Random(seed), 3, trials));
        }
    }

    @Property(tries = 50, shrinking = ShrinkingMode.OFF)
    void leavesHold(@ForAll long seed) {
        hold(seed);
    }

    @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
    @Tag("slow")
    void leavesHoldLong(@ForAll long seed) {
        hold(seed);
    }

    /** Multipliers in their ranges are accepted with the least level for them, and that level is one of h on the cone. */
    private static void hold(long seed) {
        Sample sample = Sample.of(seed, 12);
        assertEquals("VERIFIED", CheckerProperties.agreed(sample.text, sample.problem),
                () -> "seed " + seed + "\n" + sample.text);
        assertTrue(ExactMaximum.squared(sample.problem, sample.nu).compareTo(Rationals.square(upper(sample.text))) <= 0);
        bounded(seed, sample, sample.text);
    }

    private static Rational upper(String text) {
        try (CertificateReader reader = CertificateReader.of(text)) {
            return ((Claim.NeuronMaximum) reader.certificate().claims().get(0)).upper();
        }
    }

    /** At random points of each leaf's cone, h is at most the level of the leaf. */
    private static void bounded(long seed, Sample sample, String text) {
        Random random = new Random(seed);
        Problem problem = sample.problem;
        List<QuadraticTrees.Leaf> leaves = QuadraticTrees.leaves(text);
        for (int k = 0; k < 200; k++) {
            Rational[] entries = new Rational[problem.dimension()];
            int range = 1 + random.nextInt(20);
            Arrays.setAll(entries, j -> Rationals.of(random.nextInt(2 * range + 1) - range));
            RationalVector u = RationalVector.of(entries);
            Rational value = sample.nu.dot(problem.activation(u));
            for (QuadraticTrees.Leaf leaf : leaves) {
                Rational h = leaf.plus() ? value : value.opposite();
                if (h.isPositive() && leaf.rows().stream().noneMatch(r -> problem.innerProduct().of(r, u).isNegative())) {
                    Rational most = Rationals.square(leaf.leaf().level()).times(problem.penaltySquared(u));
                    assertTrue(Rationals.square(h).compareTo(most) <= 0 && !leaf.leaf().level().isNegative(),
                            () -> "seed " + seed + ": " + u + " in the cone of " + leaf + "\n" + text);
                }
            }
        }
    }

    /** The level of a leaf is the least multiple of the unit that its numbers prove: a unit less is rejected. */
    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void levelByOneUnit(@ForAll long seed) {
        Sample sample = Sample.of(seed, 3);
        String[] parts = sample.text.split("(?=\"h\":)");
        int part = 1 + new Random(seed).nextInt(parts.length - 1);
        // A level that is shorter as a fraction stands in quotes.
        int comma = parts[part].indexOf(',');
        String number = parts[part].substring("\"h\":".length(), comma);
        Rational unit = Rationals.of(1, 65_536);
        Rational level = number.startsWith("\"") ? Rationals.parseCanonical(number.replace("\"", ""))
                : unit.times(Rationals.parseCanonical(number));
        parts[part] = "\"h\":\"" + Rationals.text(level.minus(unit)) + '"' + parts[part].substring(comma);
        assertEquals("QL-2", CheckerProperties.agreed(String.join("", parts), sample.problem),
                () -> "seed " + seed + "\n" + sample.text);
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void changedLeaves(@ForAll long seed) {
        changed(seed);
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    @Tag("slow")
    void changedLeavesLong(@ForAll long seed) {
        changed(seed);
    }

    /** After random changes the checks agree, and what they accept is true. */
    private static void changed(long seed) {
        Sample sample = Sample.of(seed, 8);
        Random random = new Random(seed);
        for (int k = 0; k < 25; k++) {
            String text = CheckerProperties.change(sample.text, random);
            for (int more = random.nextInt(3); more > 0; more--) {
                text = CheckerProperties.change(text, random);
            }
            CheckerProperties.judge(seed, text, sample.problem, Rationals.ZERO, Rationals.ZERO, List.of());
            if ("VERIFIED".equals(CheckerProperties.agreed(text, sample.problem))) {
                try (CertificateReader reader = CertificateReader.of(text)) {
                    bounded(seed, new Sample(sample.problem, reader.certificate().nu(), text), text);
                }
            }
        }
    }
}
