package org.relucert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.constraints.IntRange;
import org.jscience.mathematics.number.Rational;
import org.relucert.arbitrary.RelucertArbitraries;
import org.relucert.arbitrary.RelucertSampleFormat;
import org.relucert.arbitrary.Sample;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.CertificateWriter;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.family.CircleChain;
import org.relucert.family.Instance;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** The published arbitraries at work, and what they promise. */
class ArbitrariesProperties {

    @Property(tries = 300)
    void problemsSurviveTheirFile(@ForAll Problem problem) throws IOException {
        String json = ProblemFile.canonicalJson(problem);
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            Problem read = ProblemFile.read(parser, "problem");
            assertEquals(problem, read);
            assertEquals(json, ProblemFile.canonicalJson(read));
        }
    }

    /** Every kind of problem is drawn, or the properties would say less than they seem to. */
    @Example
    void allKindsOfProblemsAreDrawn() {
        Set<Problem.Bias> biases = EnumSet.noneOf(Problem.Bias.class);
        Set<Problem.Skip> skips = EnumSet.noneOf(Problem.Skip.class);
        Set<Problem.Loss> losses = EnumSet.noneOf(Problem.Loss.class);
        int[] metrics = new int[2];
        shrinkables(RelucertArbitraries.problems(), 100).forEach(drawn -> {
            Problem problem = drawn.value();
            biases.add(problem.bias());
            skips.add(problem.skip());
            losses.add(problem.loss());
            metrics[problem.metric().isDiagonal() ? 0 : 1]++;
        });
        assertEquals(List.of(3, 2, 2), List.of(biases.size(), skips.size(), losses.size()));
        assertTrue(metrics[0] > 0 && metrics[1] > 0);
    }

    /** Dual vectors are feasible: no neuron that the prover certifies has more than beta. */
    @Property(tries = 60)
    void dualsAreFeasible(@ForAll Sample sample) {
        Problem problem = sample.problem();
        assertTrue(problem.skipMatrix().transpose().times(sample.nu()).isZero());
        Proof proof = Prover.neuron(problem, sample.nu(), Prover.Options.gap(1e-2));
        Claim.NeuronMaximum maximum = (Claim.NeuronMaximum) proof.certificate().claims().get(0);
        assertTrue(Rationals.square(maximum.lower()).compareTo(problem.betaSquared()) <= 0, () -> maximum.toString());
        assertTrue(Checker.reference().verify(proof.reader(), Optional.of(problem)).isVerified());
    }

    /** Weak duality, exactly: no feasible dual vector is worth more than any network. */
    @Property(tries = 300)
    void weakDuality(@ForAll Sample sample) {
        Problem problem = sample.problem();
        RationalVector y = problem.scalarLabels();
        RationalVector f = sample.network().outputs(problem);
        Rational penalty = Rationals.ZERO;
        for (Network.Neuron neuron : sample.network().neurons()) {
            penalty = penalty.plus(SquareRoot.majorant(problem.betaSquared().times(problem.penaltySquared(neuron.path())), 30));
        }
        // An interpolating network has y = f; of any other this says the same about its own outputs.
        boolean squared = problem.loss() == Problem.Loss.SQUARED;
        Rational half = Rationals.of(1, 2);
        Rational primal = squared ? penalty.plus(half.times(f.minus(y).dot(f.minus(y)))) : penalty;
        Rational dual = squared ? y.dot(sample.nu()).minus(half.times(sample.nu().dot(sample.nu()))) : f.dot(sample.nu());
        assertTrue(dual.compareTo(primal) <= 0, () -> dual + " > " + primal);
    }

    @Property(tries = 25)
    void certificatesSurviveTheirFileAndVerify(@ForAll Proof proof) {
        String text = proof.text();
        try (CertificateReader reader = CertificateReader.of(text)) {
            Certificate read = reader.certificate();
            assertEquals(proof.certificate(), read);
            assertEquals(text, CertificateWriter.text(read, proof.plus(), proof.minus(), proof.sections()));
        }
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            assertTrue(checker.verify(proof.reader(), Optional.of(proof.problem())).isVerified());
        }
    }

    /** A certificate that says another optimum, or proves it with another dual vector or network, proves nothing. */
    @Property(tries = 40)
    void changedCertificatesAreRejected(@ForAll Proof proof, @ForAll @IntRange(min = 0, max = 2) int kind,
            @ForAll Random random) {
        Certificate c = proof.certificate();
        Rational tiny = Rationals.of(random.nextBoolean() ? 1 : -1, 1 + random.nextInt(1_000_000));
        RationalVector nu = c.nu();
        List<Claim> claims = c.claims();
        Rational scale = c.scale();
        switch (kind) {
            case 0 -> claims = claims.stream().map(claim -> claim instanceof Claim.Optimum optimum
                    ? new Claim.Optimum(optimum.value().plus(tiny), optimum.neurons()) : claim).toList();
            case 1 -> nu = nu.plus(RationalVector.unit(nu.size(), random.nextInt(nu.size())).times(tiny));
            default -> scale = scale.plus(tiny.abs());
        }
        Certificate changed = new Certificate(c.convention(), c.problem(), c.problemSha256(), claims, nu, c.levelSquared(), scale,
                c.neurons(),
                c.skip());
        String text = CertificateWriter.text(changed, proof.plus(), proof.minus(), proof.sections());
        Verdict verdict = Checker.fast().verify(CertificateReader.of(text), Optional.of(proof.problem()));
        // For interpolation another dual vector may be an optimum too; then the claims are still true.
        if (kind == 1 && proof.problem().loss() == Problem.Loss.INTERPOLATION && verdict.isVerified()) {
            assertEquals(c.claims(), verdict.claims());
        } else {
            assertFalse(verdict.isVerified(), verdict::line);
        }
    }

    /**
     * A false claim: interpolators of least norm in one dimension are unique. Whatever circle chain breaks it, it shrinks to
     * the least one: two points, weights 1, with the optimum 3, and a certificate of that.
     */
    @Example
    void aFailingPropertyShrinksToASmallExactInstance() {
        Predicate<Instance> broken = instance -> certify(instance, Claim.OptimalSet.KEYWORD).certificate().claims().stream()
                .anyMatch(claim -> claim instanceof Claim.OptimalSet set && !set.unique());
        for (Shrinkable<Instance> drawn : shrinkables(RelucertArbitraries.instances(new CircleChain()), 5)) {
            assertTrue(broken.test(drawn.value()));
            Instance least = least(drawn, broken).value();
            assertEquals(2, least.problem().rows());
            assertEquals(Rationals.of(3), optimum(least));
            assertEquals(Rationals.of(3), proved(least));
        }
    }

    /** A claim that breaks less easily, that the optimum is below 5, stops where nothing smaller breaks it, still exact. */
    @Example
    void shrinkingStopsAtTheEdge() {
        Predicate<Instance> broken = instance -> optimum(instance).compareTo(Rationals.of(5)) >= 0;
        int found = 0;
        for (Shrinkable<Instance> drawn : shrinkables(RelucertArbitraries.instances(new CircleChain()), 20)) {
            if (broken.test(drawn.value())) {
                found++;
                Shrinkable<Instance> least = least(drawn, broken);
                assertTrue(least.distance().compareTo(drawn.distance()) <= 0);
                assertTrue(least.value().broken().isEmpty());
                assertTrue(optimum(least.value()).compareTo(Rationals.of(6)) < 0, () -> least.toString());
                assertEquals(optimum(least.value()), proved(least.value()));
            }
        }
        assertTrue(found > 5);
    }

    private static Proof certify(Instance instance, String claim) {
        return Prover.certify(instance.problem(), Set.of(claim), List.of(instance.networks().get(Instance.OPTIMAL)),
                Prover.Options.gap(1e-6)).proof();
    }

    /** The optimum as a certificate states it. */
    private static Rational proved(Instance instance) {
        Verdict verdict = Checker.fast().verify(certify(instance, Claim.Optimum.KEYWORD).reader(),
                Optional.of(instance.problem()));
        assertTrue(verdict.isVerified());
        return verdict.claims().stream().filter(Claim.Optimum.class::isInstance).map(claim -> ((Claim.Optimum) claim).value())
                .findFirst()
                .orElseThrow();
    }

    /** The sum of the weights: B is 1 and every direction has norm 1. For the squared loss half the square of nu comes on top. */
    private static Rational optimum(Instance instance) {
        Rational sum = Rationals.ZERO;
        for (Network.Neuron neuron : instance.networks().get(Instance.OPTIMAL).neurons()) {
            assertEquals(Rationals.ONE, instance.problem().penaltySquared(neuron.weight()));
            sum = sum.plus(neuron.output().abs());
        }
        RationalVector nu = instance.nu().orElseThrow();
        return instance.problem().loss() == Problem.Loss.SQUARED ? sum.plus(nu.dot(nu).divide(Rationals.of(2))) : sum;
    }

    /** As jqwik shrinks: on to any smaller value that is still broken. */
    private static <T> Shrinkable<T> least(Shrinkable<T> drawn, Predicate<T> broken) {
        Shrinkable<T> least = drawn;
        while (true) {
            Shrinkable<T> current = least;
            Optional<Shrinkable<T>> next = current.shrink().filter(smaller -> broken.test(smaller.value())).findFirst();
            if (next.isEmpty()) {
                return current;
            }
            assertTrue(next.get().distance().compareTo(current.distance()) < 0);
            least = next.get();
        }
    }

    private static <T> List<Shrinkable<T>> shrinkables(Arbitrary<T> arbitrary, int count) {
        return arbitrary.generator(1000).stream(new Random(7)).limit(count).toList();
    }

    /** The same record, the same value: what shrinking and a repeated seed rely on. */
    @Example
    void drawingAgainGivesTheSame() {
        List<Shrinkable<Problem>> once = shrinkables(RelucertArbitraries.problems(), 30);
        List<Shrinkable<Problem>> again = shrinkables(RelucertArbitraries.problems(), 30);
        for (int k = 0; k < once.size(); k++) {
            assertEquals(once.get(k).value(), again.get(k).value());
            assertEquals(once.get(k).shrink().map(s -> s.value().hashCode()).toList(), again.get(k).shrink().map(s -> s.value()
                    .hashCode()).toList());
        }
        assertNotEquals(once.get(0).value(), once.get(1).value());
    }

    @Example
    void failedSamplesArePrintedAsTheirFiles() {
        RelucertSampleFormat format = new RelucertSampleFormat();
        Problem problem = shrinkables(RelucertArbitraries.problems(), 1).get(0).value();
        assertTrue(format.appliesTo(problem));
        assertEquals(ProblemFile.canonicalJson(problem), format.report(problem));
        Instance instance = shrinkables(RelucertArbitraries.instances(), 1).get(0).value();
        assertTrue(format.report(instance).toString().contains(ProblemFile.canonicalJson(instance.problem())));
        Sample sample = shrinkables(RelucertArbitraries.samples(), 1).get(0).value();
        assertTrue(format.report(sample).toString().contains("nu=" + sample.nu()));
        assertTrue(format.report(sample).toString().contains("{\"format\":\"relucert-network/1\""));
        assertFalse(format.appliesTo("a text"));
    }
}
