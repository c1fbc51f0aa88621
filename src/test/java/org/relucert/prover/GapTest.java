package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relucert.bench.Instances;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;
import org.relucert.search.NeuronSearch;
import org.relucert.search.WarmStart;

/** Bounds of irrational optima as close as asked, the gap computed exactly from a verified certificate. */
class GapTest {

    private static final Rational BILLIONTH = Rationals.of(1, 1_000_000_000);

    private static Prover.Outcome bound(Problem problem, double gap) {
        Prover.Outcome outcome = Prover.certify(problem, Set.of(Claim.Bound.KEYWORD), List.of(), Prover.Options.gap(gap));
        Verdict verdict = Checker.fast().verify(outcome.proof().reader(), Optional.of(problem));
        assertTrue(verdict.isVerified(), verdict::line);
        return outcome;
    }

    private static void assertClose(Prover.Outcome outcome) {
        Claim.Bound bound = outcome.proof().claim(Claim.Bound.class).orElseThrow();
        Rational gap = bound.upper().minus(bound.lower());
        assertTrue(gap.compareTo(bound.upper().times(BILLIONTH)) <= 0,
                () -> gap.doubleValue() / bound.upper().doubleValue() + " for " + outcome.proof().problem().name());
        assertEquals(List.of(), outcome.weaker());
    }

    @ParameterizedTest
    @ValueSource(strings = {"iris", "stackloss-30", "stackloss-100"})
    void realTablesToABillionth(String name) {
        assertClose(bound(ProblemFile.read(Path.of("certificates", name + ".problem.json")), 1e-9));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 168, 337})
    void randomTablesToABillionth(long seed) {
        assertClose(bound(random(seed), 1e-9));
    }

    /** Tables whose programs are badly conditioned, mostly by large biases at no cost: the interior point closes them all the same. */
    @ParameterizedTest
    @ValueSource(longs = {17, 21, 44, 69, 87, 122, 176, 224, 274, 359})
    void unrefinedToABillionth(long seed) {
        Prover.Outcome outcome = bound(random(seed), 1e-9);
        assertClose(outcome);
        assertTrue(outcome.trained().converged(), "the optimum had to be refined");
    }

    /** Where the interior point ends before the gap, the optimum is refined. */
    @ParameterizedTest
    @ValueSource(longs = {1, 225, 304})
    void refinedToAHundredBillionth(long seed) {
        Prover.Outcome outcome = bound(random(seed), 1e-11);
        assertEquals(List.of(), outcome.weaker());
        assertFalse(outcome.trained().converged(), "nothing was left to refine");
    }

    /** Data points near each other, whose features are nearly dependent: exact weights cost no more than rounding. */
    @ParameterizedTest
    @CsvSource({"14,18,FREE", "18,3,REGULARIZED", "11,9,NONE", "7,2,FREE", "21,24,REGULARIZED"})
    void interpolationToABillionth(long seed, int n, Problem.Bias bias) {
        Random random = new Random(seed);
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(RationalVector.of(500 + random.nextInt(40), 500 + random.nextInt(40), 500 + random.nextInt(40)));
        }
        List<RationalVector> labels = rows.stream().map(row -> RationalVector.of(random.nextInt(41) - 20)).toList();
        assertClose(bound(problem("near each other", new Table(RationalMatrix.ofRows(rows, 3), RationalMatrix.ofRows(labels, 1)),
                Problem.Loss.INTERPOLATION, Rationals.ONE, bias, Problem.Skip.NONE), 1e-9));
    }

    /** Where the skip connection fits the labels no gap is small relative to the optimum 0, which is proved instead. */
    @ParameterizedTest
    @CsvSource({"3,4,FREE,SQUARED,1", "5,5,REGULARIZED,SQUARED,1", "10,20,NONE,SQUARED,1", "10,20,FREE,SQUARED,1",
            "10,20,NONE,INTERPOLATION,1", "3,4,FREE,SQUARED,100000000"})
    void anOptimumOfZero(int n, int d, Problem.Bias bias, Problem.Loss loss, long times) {
        Table table = table(new Random(n), n, d);
        RationalVector labels = table.labels().column(0).times(Rationals.of(times));
        Table larger = new Table(table.inputs(), RationalMatrix.ofColumns(List.of(labels), n));
        Problem problem = problem("optimum 0", larger, loss, Rationals.ONE, bias, Problem.Skip.FREE);
        Prover.Outcome outcome = bound(problem, 1e-6);
        assertEquals(Rationals.ZERO, outcome.proof().claim(Claim.Optimum.class).orElseThrow().value());
        assertEquals(List.of(), outcome.weaker());
        // and so it is for a dual optimum and a network that are known
        Network fit = new Network(List.of(), outcome.proof().certificate().skip());
        Prover.Outcome known = Prover.known(problem, RationalVector.zero(n), fit, Set.of(), Prover.Options.gap(1e-6));
        Verdict verdict = Checker.fast().verify(known.proof().reader(), Optional.of(problem));
        assertTrue(verdict.isVerified(), verdict::line);
        assertEquals(Rationals.ZERO, known.proof().claim(Claim.Optimum.class).orElseThrow().value());
    }

    /**
     * A table that begins with rows which are parallel but for a billionth: S^T nu = 0 is restored on rows that lie apart, or the
     * correction would be a billion times the rounding.
     */
    @ParameterizedTest
    @EnumSource(Problem.Bias.class)
    void rowsThatAreNearlyParallel(Problem.Bias bias) {
        Random random = new Random(11);
        List<RationalVector> rows = new ArrayList<>();
        List<RationalVector> labels = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            RationalVector base = RationalVector.of(entry(random), entry(random), entry(random));
            for (int times : new int[] {1, 2, 3, -1, 5, -5}) {
                RationalVector row = base.times(Rationals.of(times));
                rows.add(times == 3 ? row.plus(RationalVector.of(BILLIONTH, Rationals.ZERO, Rationals.ZERO)) : row);
                labels.add(RationalVector.of(entry(random)));
            }
        }
        Prover.Outcome outcome = bound(Problem.of("nearly parallel", RationalMatrix.ofRows(rows, 3), RationalMatrix.ofRows(labels, 1),
                Problem.Loss.SQUARED, Rationals.ONE, bias, Problem.Skip.FREE,
                RationalMatrix.identity(bias == Problem.Bias.REGULARIZED ? 4 : 3)), 1e-6);
        assertEquals(List.of(), outcome.weaker());
        Claim.Bound bound = outcome.proof().claim(Claim.Bound.class).orElseThrow();
        assertTrue(bound.upper().minus(bound.lower()).doubleValue() <= 1e-6 * bound.upper().doubleValue(), bound::toString);
    }

    /** Terms that cancel exactly: boxes close in upon the hyperplane without end, so the time ends the search, and what it has is proved. */
    @Test
    void secondsEndTheSearchOfANeuron() {
        RationalMatrix twice = RationalMatrix.ofRows(List.of(RationalVector.of(1, 2), RationalVector.of(1, 2)), 2);
        RationalMatrix labels = RationalMatrix.ofColumns(List.of(RationalVector.of(1, 1)), 2);
        Problem problem = Problem.of("cancelling", twice, labels, Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE,
                Problem.Skip.NONE, RationalMatrix.identity(2));
        Prover.Options gap = Prover.Options.gap(1e-6);
        Proof proof = Prover.neuron(problem, RationalVector.of(1, -1),
                new Prover.Options(1e-6, 0.01, NeuronSearch.Method.CUBES, gap.stop(), gap.training(), gap.search()));
        Verdict verdict = Checker.fast().verify(proof.reader(), Optional.of(problem));
        assertTrue(verdict.isVerified(), verdict::line);
        Claim.NeuronMaximum claim = (Claim.NeuronMaximum) proof.certificate().claims().get(0);
        assertEquals(Rationals.ZERO, claim.lower());
        assertTrue(claim.upper().isPositive());
    }

    /** Cubes turned to tables with nearly dependent columns have long interior functionals, which once cost ten times the gap. */
    @ParameterizedTest
    @CsvSource({"iris,CUBES", "iris,CONES", "stackloss-100,CUBES", "diabetes-442x5,CUBES", "diabetes-442x5,CONES"})
    void neuronMaximaAsCloseAsAsked(String name, NeuronSearch.Method method) {
        Instances.Instance instance = Instances.named(name);
        Claim.NeuronMaximum claim = (Claim.NeuronMaximum) NeuronPhases
                .search(instance.problem(), instance.nu(), method, 1e-6, () -> false).prove().certificate().claims().get(0);
        double gap = claim.upper().minus(claim.lower()).divide(claim.upper()).doubleValue();
        assertTrue(gap <= 1e-6, name + " by " + method + ": " + gap);
    }

    @Test
    void aGapBeyondDoublesIsNamedAsNotProved() {
        Problem problem = ProblemFile.read(Path.of("certificates/stackloss-100.problem.json"));
        Prover.Outcome outcome = bound(problem, 1e-16);
        assertEquals(1, outcome.weaker().size());
        assertTrue(outcome.weaker().get(0).startsWith("a relative gap of 1.0e-16: "), outcome.weaker().get(0));
        // what was proved is as good as it gets all the same
        Claim.Bound bound = outcome.proof().claim(Claim.Bound.class).orElseThrow();
        assertTrue(bound.upper().minus(bound.lower()).compareTo(bound.upper().times(Rationals.of(1, 100_000_000_000L))) <= 0);
    }

    /** Labels of the size of populations: what the refinement misses is a large number, and is said as one. */
    @Test
    void aLargeResidualIsNamed() {
        Problem base = random(3);
        Rational large = Rationals.of(10_000_000_000L);
        Problem problem = Problem.of(base.name(), base.inputs(), RationalMatrix.ofColumns(List.of(base.scalarLabels().times(large)),
                base.rows()), base.loss(), base.betaSquared(), base.bias(), base.skip(), base.metric());
        List<String> weaker = Prover.certify(problem, Set.of(), List.of(), Prover.Options.gap(1e-6)).weaker();
        assertTrue(weaker.get(0).matches(".*\\(the residual stays at 1e[0-9]+\\)"), weaker::toString);
    }

    @Test
    void warmBoundsOverlapColdOnes() {
        WarmStart warm = WarmStart.NONE;
        Problem base = random(3);
        for (int beta : new int[] {40, 10, 3, 1}) {
            Problem problem = Problem.of(base.name(), base.inputs(), base.labels(), base.loss(), Rationals.of(beta * beta),
                    base.bias(), base.skip(), base.metric());
            Claim.Bound cold = bound(problem, 1e-6).proof().claim(Claim.Bound.class).orElseThrow();
            Prover.Outcome started = Prover.certify(problem, Set.of(Claim.Bound.KEYWORD), List.of(), Prover.Options.gap(1e-6),
                    warm);
            Verdict verdict = Checker.reference().verify(started.proof().reader(), Optional.of(problem));
            assertTrue(verdict.isVerified(), verdict::line);
            Claim.Bound other = started.proof().claim(Claim.Bound.class).orElseThrow();
            assertTrue(cold.lower().compareTo(other.upper()) <= 0 && other.lower().compareTo(cold.upper()) <= 0, "beta " + beta);
            warm = started.trained().next();
        }
    }

    /** Tables of all shapes, with any bias and skip and strengths over five orders of magnitude. */
    private static Problem random(long seed) {
        Random random = new Random(seed);
        int n = 3 + random.nextInt(30);
        int d = 1 + random.nextInt(4);
        Table table = table(random, n, d);
        Rational beta = Rationals.of(1 + random.nextInt(99), new int[] {1, 10, 100, 1000}[random.nextInt(4)]);
        Problem.Bias bias = Problem.Bias.values()[random.nextInt(3)];
        Problem.Skip skip = Problem.Skip.values()[random.nextInt(2)];
        return problem("random " + seed, table, Problem.Loss.SQUARED, Rationals.square(beta), bias, skip);
    }

    private record Table(RationalMatrix inputs, RationalMatrix labels) { }

    private static Table table(Random random, int n, int d) {
        List<RationalVector> rows = new ArrayList<>();
        List<RationalVector> labels = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Rational[] row = new Rational[d];
            for (int k = 0; k < d; k++) {
                row[k] = entry(random);
            }
            rows.add(RationalVector.of(row));
            labels.add(RationalVector.of(entry(random)));
        }
        return new Table(RationalMatrix.ofRows(rows, d), RationalMatrix.ofRows(labels, 1));
    }

    private static Problem problem(String name, Table table, Problem.Loss loss, Rational betaSquared, Problem.Bias bias,
            Problem.Skip skip) {
        int d = table.inputs().columns();
        return Problem.of(name, table.inputs(), table.labels(), loss, betaSquared, bias, skip,
                RationalMatrix.identity(bias == Problem.Bias.REGULARIZED ? d + 1 : d));
    }

    private static Rational entry(Random random) {
        return Rationals.of(random.nextInt(2001) - 1000, 100);
    }
}
