package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.relucert.certificate.Basis;
import org.relucert.certificate.Claim;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.checker.DependentColumns;
import org.relucert.checker.ExactMaximum;
import org.relucert.checker.Instances;
import org.relucert.checker.ReducedProblem;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.NeuronSearch;
import org.relucert.search.WarmStart;

/** Dependent data columns are found, and what is proved without them holds with them (DF-5). */
class ReductionTest {

    private static final double GAP = 1e-6;
    private static final Rational EXACT_GAP = Rationals.of(1, 1_000_000);
    /** Longest numbers of combinations that are made use of. */
    private static final int MOST_BITS = 24;

    private static Problem problem(Problem.Bias bias, List<RationalVector> rows) {
        int d = rows.get(0).size();
        return Problem.of("", RationalMatrix.ofRows(rows, d),
                RationalMatrix.ofColumns(List.of(RationalVector.zero(rows.size())), rows.size()), Problem.Loss.SQUARED,
                Rationals.ONE, bias, Problem.Skip.NONE, RationalMatrix.identity(bias == Problem.Bias.REGULARIZED ? d + 1 : d));
    }

    private static Problem problem(Problem.Bias bias, long[][] rows) {
        return problem(bias, Arrays.stream(rows).map(RationalVector::of).toList());
    }

    /** Requires a basis of so many coordinates, one of the data columns; in it the columns are independent. */
    private static void assertFound(int rank, Problem problem) {
        Reduction reduction = Reduction.of(problem);
        assertEquals(rank, reduction.basis().columns().size(), () -> reduction.basis().toString());
        assertEquals(rank, Elimination.of(reduction.problem().inputs()).rank()
                + (problem.hasFreeBias() ? 1 : 0), () -> reduction.basis().toString());
        assertEquals(ReducedProblem.of(problem, reduction.basis()).problem(), reduction.problem());
    }

    private static void assertNone(Problem problem) {
        Reduction reduction = Reduction.of(problem);
        assertEquals(Basis.NONE, reduction.basis());
        assertEquals(problem, reduction.problem());
    }

    /** Fewer rows than columns: long combinations are taken where a free bias needs fewer dimensions, and only there. */
    @Test
    void aFreeBiasInManyDimensions() {
        Problem wide = wide(5, 30, Problem.Bias.FREE);
        int rank = Elimination.of(wide.inputs()).rank();
        assertTrue(Reduction.of(wide).problem().dimension() <= rank + 1);
        assertNone(wide(5, 30, Problem.Bias.NONE));
        assertNone(wide(5, 11, Problem.Bias.FREE));
        Claim.Bound bound = (Claim.Bound) Prover.certify(wide, Set.of(Claim.Bound.KEYWORD), List.of(), Prover.Options.gap(GAP)).proof()
                .certificate().claims().get(0);
        assertTrue(bound.upper().minus(bound.lower()).compareTo(bound.upper().times(EXACT_GAP)) <= 0);
        assertTrue(bound.lower().isPositive());
        // too many rows to have few dimensions
        Problem many = wide(25, 30, Problem.Bias.FREE);
        Unproved tooMany = assertThrows(Unproved.class, () -> Prover.certify(many, Set.of(), List.of(), Prover.Options.gap(GAP)));
        assertTrue(tooMany.getMessage().contains("a free bias is available up to dimension 16"), tooMany.getMessage());
        Problem noBias = wide(25, 30, Problem.Bias.NONE);
        Unproved cones = assertThrows(Unproved.class, () -> Prover.certify(noBias, Set.of(), List.of(),
                new Prover.Options(GAP, 10, NeuronSearch.Method.CONES, () -> false, point -> { }, progress -> { })));
        assertTrue(cones.getMessage().contains("cones nodes are available up to dimension 16"), cones.getMessage());
    }

    private static Problem wide(int n, int d, Problem.Bias bias) {
        Random random = new Random(n);
        List<RationalVector> rows = new ArrayList<>();
        Rational[] labels = new Rational[n];
        for (int i = 0; i < n; i++) {
            Rational[] entries = new Rational[d];
            Arrays.setAll(entries, k -> Rationals.of(random.nextInt(401) - 200, 100));
            rows.add(RationalVector.of(entries));
            labels[i] = Rationals.of(random.nextInt(401) - 200, 100);
        }
        return Problem.of("wide", RationalMatrix.ofRows(rows, d), RationalMatrix.ofColumns(List.of(RationalVector.of(labels)), n),
                Problem.Loss.SQUARED, Rationals.of(1, 4), bias, Problem.Skip.NONE, RationalMatrix.identity(d));
    }

    /** Three categories and a number. */
    @Test
    void categoriesAndABias() {
        long[][] rows = {{1, 0, 0, 3}, {1, 0, 0, -2}, {0, 1, 0, 5}, {0, 1, 0, 1}, {0, 0, 1, 4}, {0, 0, 1, 0}};
        assertFound(4, problem(Problem.Bias.REGULARIZED, rows));
        assertFound(4, problem(Problem.Bias.FREE, rows));
        assertNone(problem(Problem.Bias.NONE, rows));
    }

    /** Twenty categories one after the other, some of a single row. */
    @Test
    void aTableSortedByCategory() {
        List<RationalVector> rows = new ArrayList<>();
        for (int category = 0; category < 20; category++) {
            for (int i = 0; i < (category % 3 == 1 ? 1 : 40); i++) {
                long[] row = new long[22];
                row[category] = 1;
                row[20] = rows.size() * rows.size() % 101;
                row[21] = row[20] - 3 * category;
                rows.add(RationalVector.of(row));
            }
        }
        // The last column follows from the others, and the bias.
        assertFound(21, problem(Problem.Bias.REGULARIZED, rows));
        assertFound(21, problem(Problem.Bias.FREE, rows));
        assertFound(21, problem(Problem.Bias.NONE, rows));
    }

    /** Wherever a row is that disagrees. */
    @Test
    void allRowsCount() {
        int n = 60;
        for (int odd = 0; odd < n; odd++) {
            List<RationalVector> rows = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                rows.add(RationalVector.of(i, i * i, i * i - 2 * i + (i == odd ? 1 : 0)));
            }
            assertNone(problem(Problem.Bias.NONE, rows));
            assertNone(problem(Problem.Bias.FREE, rows));
            rows.set(odd, rows.get(odd).minus(RationalVector.of(0, 0, 1)));
            assertFound(2, problem(Problem.Bias.NONE, rows));
            assertFound(3, problem(Problem.Bias.FREE, rows));
        }
    }

    @ParameterizedTest
    @EnumSource(Problem.Bias.class)
    void constantDoubledZeroAndTotal(Problem.Bias bias) {
        int biased = bias == Problem.Bias.NONE ? 0 : 1;
        // A constant column is one more without a bias, and none with one.
        assertFound(2 + biased, problem(bias, new long[][] {{1, 2, 3}, {4, -1, 3}, {0, 5, 5}, {2, 2, 4}}));
        assertFound(2 + biased, problem(bias, new long[][] {{2, 1, 1}, {3, 4, 4}, {5, 0, 0}, {1, -1, -1}}));
        assertFound(2 + biased, problem(bias, new long[][] {{2, 0, 1}, {3, 0, 4}, {5, 0, 0}, {1, 0, -1}}));
        long[][] constant = {{7, 2, 1}, {7, 3, 4}, {7, 5, 0}, {7, 1, -1}};
        if (biased == 1) {
            assertFound(3, problem(bias, constant));
        } else {
            assertNone(problem(bias, constant));
        }
        long[][] none = {{1, 2, 0}, {4, 1, 1}, {0, 5, 2}, {2, 2, -4}};
        assertNone(problem(bias, none));
    }

    @Test
    void moreColumnsThanRows() {
        long[][] rows = {{1, 0, 2, -1, 3, 1, 0, 4}, {0, 1, 1, 2, -2, 1, 3, 0}, {2, 1, 0, 1, 1, -1, 1, 5}};
        for (Problem.Bias bias : Problem.Bias.values()) {
            assertFound(3, problem(bias, rows));
        }
    }

    @Test
    void zeroAndConstantInputs() {
        long[][] zero = {{0, 0}, {0, 0}, {0, 0}};
        long[][] constant = {{3, 0}, {3, 0}, {3, 0}};
        assertNone(problem(Problem.Bias.NONE, zero));
        assertNone(problem(Problem.Bias.FREE, zero));
        assertNone(problem(Problem.Bias.FREE, constant));
        assertFound(1, problem(Problem.Bias.REGULARIZED, zero));
        assertFound(1, problem(Problem.Bias.REGULARIZED, constant));
        assertFound(1, problem(Problem.Bias.NONE, constant));
    }

    @Test
    void longCombinationsAreLeftAlone() {
        for (long factor : new long[] {(1 << MOST_BITS) - 1, (1 << MOST_BITS) + 1, 1L << 40}) {
            long[][] rows = {{1, 0, factor}, {0, 1, 1}, {1, 1, factor + 1}, {2, -1, 2 * factor - 1}};
            for (Problem.Bias bias : Problem.Bias.values()) {
                if (factor < 1 << MOST_BITS) {
                    assertFound(bias == Problem.Bias.NONE ? 2 : 3, problem(bias, rows));
                } else {
                    assertNone(problem(bias, rows));
                }
            }
        }
    }

    @Test
    void upTo64Coordinates() {
        for (int d : new int[] {64, 65}) {
            List<RationalVector> rows = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                long[] row = new long[d];
                Arrays.fill(row, i);
                rows.add(RationalVector.of(row));
            }
            if (d == 64) {
                assertFound(1, problem(Problem.Bias.NONE, rows));
                // With its bias it has one too many.
                assertNone(problem(Problem.Bias.FREE, rows));
            } else {
                assertNone(problem(Problem.Bias.NONE, rows));
            }
        }
    }

    /** The basis that is expected where it is short; which columns are in it is not said. */
    private static Optional<Basis> expected(Problem problem) {
        return DependentColumns.leftmost(problem)
                .filter(basis -> basis.others().stream().allMatch(other -> other.bits() <= MOST_BITS));
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void foundWhereThereIsAShortOne(@ForAll long seed) {
        Problem problem = DependentColumns.of(seed).problem();
        Reduction reduction = Reduction.of(problem);
        Optional<Basis> expected = expected(problem);
        assertEquals(expected.isEmpty(), reduction.basis().isNone(), () -> "seed " + seed);
        if (expected.isPresent()) {
            assertEquals(expected.get().columns().size(), reduction.basis().columns().size(), () -> "seed " + seed);
            assertEquals(ReducedProblem.of(problem, reduction.basis()).problem(), reduction.problem(), () -> "seed " + seed);
        }
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void theMaximumOfANeuron(@ForAll long seed) {
        Problem problem = DependentColumns.of(seed).problem();
        RationalVector nu = new Instances(seed).dual(problem);
        Rational exact = ExactMaximum.squaredOfAnyBias(problem, nu);
        boolean reduced = expected(problem).isPresent();
        for (NeuronSearch.Method method : NeuronSearch.Method.values()) {
            if (problem.hasFreeBias() && (method == NeuronSearch.Method.BOX || method == NeuronSearch.Method.QUADRATIC)) {
                continue;
            }
            String label = "seed " + seed + ", " + method;
            // Boxes do not close where terms cancel exactly on a hyperplane: whatever they know by then is proved.
            double seconds = method == NeuronSearch.Method.CUBES ? 0.05 : Double.POSITIVE_INFINITY;
            Proof proof = Prover.neuron(problem, nu, new Prover.Options(GAP, seconds, method, () -> false, p -> { }, p -> { }));
            assertEquals(reduced, proof.text().contains("\"basis\":"), label);
            QuadraticTreeProperties.verified(problem, proof, label);
            Claim.NeuronMaximum claim = proof.claim(Claim.NeuronMaximum.class).orElseThrow();
            assertTrue(Rationals.square(claim.lower()).compareTo(exact) <= 0, label + ": " + claim);
            assertTrue(Rationals.square(claim.upper()).compareTo(exact) >= 0, label + ": " + claim);
            // One unit where the maximum is zero.
            Rational room = exact.isZero() ? proof.plus().unit() : claim.upper().times(EXACT_GAP);
            assertTrue(Double.isFinite(seconds) || claim.upper().minus(claim.lower()).compareTo(room) <= 0, label + ": " + claim);
            for (PathNeuron neuron : proof.certificate().neurons()) {
                assertEquals(problem.dimension(), neuron.direction().size(), label);
            }
        }
    }

    /** A quadratic leaf whose maximiser is parallel to its rows: the first unit left a gap of 1.4e-6. */
    @Example
    void theMaximumWhereRowsAreParallel() {
        theMaximumOfANeuron(-3);
    }

    /** A network of the problem that was reduced, lifted: the same outputs at the same penalty, and the same again when lowered. */
    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void networksAreLiftedExactly(@ForAll long seed) {
        Problem problem = DependentColumns.of(seed).problem();
        Reduction reduction = Reduction.of(problem);
        Problem reduced = reduction.problem();
        Random random = new Random(seed);
        List<PathNeuron> neurons = new ArrayList<>();
        for (int sign : new int[] {1, -1, 1}) {
            neurons.add(new PathNeuron(sign, Rationals.of(1 + random.nextInt(5), 3), any(random, reduced.dimension()), Rationals.ONE));
        }
        PathNetwork network = new PathNetwork(neurons, any(random, reduced.skipMatrix().columns()));
        PathNetwork lifted = reduction.lifted(network);
        assertEquals(network.outputs(reduced), lifted.outputs(problem), () -> "seed " + seed);
        for (int j = 0; j < neurons.size(); j++) {
            PathNeuron neuron = lifted.neurons().get(j);
            assertEquals(reduced.penaltySquared(neurons.get(j).direction()), problem.penaltySquared(neuron.direction()),
                    () -> "seed " + seed);
            assertEquals(neurons.get(j), reduction.lowered(neuron), () -> "seed " + seed);
            // The skip connection makes no difference to the neurons.
            assertEquals(neurons.get(j).output(reduced), neuron.output(problem), () -> "seed " + seed);
        }
    }

    private static RationalVector any(Random random, int size) {
        Rational[] entries = new Rational[size];
        Arrays.setAll(entries, k -> Rationals.of(random.nextInt(9) - 4, 1 + random.nextInt(3)));
        return RationalVector.of(entries);
    }

    private static Prover.Outcome certified(Problem problem, WarmStart warm, String label) {
        Prover.Outcome outcome = Prover.certify(problem, Set.of(Claim.Bound.KEYWORD), List.of(), Prover.Options.gap(GAP), warm);
        QuadraticTreeProperties.verified(problem, outcome.proof(), label);
        Claim.Bound bound = bound(outcome);
        // An optimum of zero is reached but for rounding.
        Rational room = bound.upper().times(EXACT_GAP).plus(Rationals.of(1, 1L << 60));
        assertTrue(bound.upper().minus(bound.lower()).compareTo(room) <= 0, () -> label + ": " + bound + ", " + outcome.weaker());
        return outcome;
    }

    private static Claim.Bound bound(Prover.Outcome outcome) {
        return outcome.proof().claim(Claim.Bound.class).orElseThrow();
    }

    private static void assertOverlap(Prover.Outcome one, Prover.Outcome other, String label) {
        Claim.Bound a = bound(one);
        Claim.Bound b = bound(other);
        assertTrue(a.lower().compareTo(b.upper()) <= 0 && b.lower().compareTo(a.upper()) <= 0, () -> label + ": " + a + ", " + b);
    }

    /** Every loss, bias and skip connection, against the problem that has only the columns of another basis from the start. */
    @Test
    void theOptimum() {
        Map<String, Integer> tried = new HashMap<>();
        int neurons = 0;
        int affine = 0;
        for (long seed = 0; seed < 400; seed++) {
            DependentColumns data = DependentColumns.of(seed);
            Problem problem = data.problem();
            String kind = problem.loss() + ", " + problem.bias() + ", " + problem.skip();
            if (tried.getOrDefault(kind, 0) == 4 || expected(problem).isEmpty() || !Prover.isInterpolable(problem)) {
                continue;
            }
            tried.merge(kind, 1, Integer::sum);
            String label = "seed " + seed + ", " + kind;
            Prover.Outcome outcome = certified(problem, WarmStart.NONE, label);
            assertTrue(outcome.proof().text().contains("\"basis\":"), label);
            assertEquals(problem.skipMatrix().columns(), outcome.proof().certificate().skip().size(), label);
            affine += outcome.proof().certificate().skip().isZero() ? 0 : 1;
            for (PathNeuron neuron : outcome.proof().certificate().neurons()) {
                assertEquals(problem.dimension(), neuron.direction().size(), label);
                neurons++;
            }
            Problem other = ReducedProblem.of(problem, data.basis()).problem();
            assertOverlap(outcome, certified(other, WarmStart.NONE, label), label);
        }
        assertEquals(12, tried.size(), tried::toString);
        assertTrue(tried.values().stream().allMatch(count -> count == 4), tried::toString);
        assertTrue(neurons > 30 && affine > 10, neurons + " neurons, " + affine + " skip connections");
    }

    /** What a training leaves is in the coordinates of the next one. */
    @Test
    void aPathOfBetas() {
        for (Problem.Bias bias : Problem.Bias.values()) {
            for (Problem.Skip skip : Problem.Skip.values()) {
                Problem base = categories(bias, skip);
                WarmStart warm = WarmStart.NONE;
                for (int beta : new int[] {12, 4, 1}) {
                    String label = bias + ", " + skip + ", beta " + beta;
                    Problem problem = Problem.of("", base.inputs(), base.labels(), base.loss(), Rationals.of(beta * beta, 16),
                            bias, skip, base.metric());
                    assertFalse(Reduction.of(problem).basis().isNone(), label);
                    Prover.Outcome started = certified(problem, warm, label);
                    assertOverlap(started, certified(problem, WarmStart.NONE, label), label);
                    assertTrue(started.proof().text().contains("\"basis\":"), label);
                    warm = started.trained().next();
                }
            }
        }
    }

    /** Two categories, a number and how far it is from the mean of its category: of rank 3, with a bias too. */
    private static Problem categories(Problem.Bias bias, Problem.Skip skip) {
        Random random = new Random(5);
        List<RationalVector> rows = new ArrayList<>();
        List<RationalVector> labels = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int category = i / 7;
            Rational number = Rationals.of(random.nextInt(41) - 20, 10);
            rows.add(RationalVector.of(Rationals.of(1 - category), Rationals.of(category), number,
                    number.minus(Rationals.of(1 + 2 * category, 2))));
            labels.add(RationalVector.of(Rationals.of(random.nextInt(41) - 20, 10)));
        }
        return Problem.of("", RationalMatrix.ofRows(rows, 4), RationalMatrix.ofRows(labels, 1), Problem.Loss.SQUARED,
                Rationals.ONE, bias, skip, RationalMatrix.identity(bias == Problem.Bias.REGULARIZED ? 5 : 4));
    }
}
