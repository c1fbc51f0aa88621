package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.certificate.Basis;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** In the coordinates of a basis of the data columns the neurons are the same, and no other basis is taken (DF-5). */
class ReducedProblemTest {

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void theProblemInTheCoordinatesOfTheBasis(@ForAll long seed) {
        DependentColumns data = DependentColumns.of(seed);
        Problem whole = data.problem();
        Problem reduced = ReducedProblem.of(whole, data.basis()).problem();
        List<Integer> columns = data.basis().columns();
        assertEquals(columns.size(), reduced.dimension(), () -> "seed " + seed);
        assertEquals(whole.hasFreeBias() ? Problem.Bias.FREE : Problem.Bias.NONE, reduced.bias(), () -> "seed " + seed);
        assertEquals(whole.labels(), reduced.labels(), () -> "seed " + seed);
        assertEquals(whole.loss(), reduced.loss(), () -> "seed " + seed);
        assertEquals(whole.betaSquared(), reduced.betaSquared(), () -> "seed " + seed);
        assertEquals(whole.skip(), reduced.skip(), () -> "seed " + seed);
        for (int s = 0; s < columns.size(); s++) {
            assertEquals(DependentColumns.column(whole, columns.get(s)), DependentColumns.column(reduced, s), "seed " + seed);
        }
        // No function of the skip connection is lost.
        RationalMatrix skip = whole.skipMatrix();
        for (int k = 0; k < skip.columns(); k++) {
            assertTrue(Elimination.solve(reduced.skipMatrix(), skip.column(k)).isPresent(), () -> "seed " + seed);
        }
        assertEquals(Elimination.of(skip).rank(), Elimination.of(reduced.skipMatrix()).rank(), () -> "seed " + seed);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void liftedNeuronsDoTheSameAtTheSamePenalty(@ForAll long seed) {
        DependentColumns data = DependentColumns.of(seed);
        ReducedProblem reduced = ReducedProblem.of(data.problem(), data.basis());
        Random random = new Random(seed);
        for (int k = 0; k < 4; k++) {
            RationalVector neuron = vector(random, data.basis().columns().size());
            RationalVector lifted = reduced.lifted(neuron);
            assertEquals(pairings(reduced.problem(), neuron), pairings(data.problem(), lifted), () -> "seed " + seed);
            assertEquals(reduced.problem().activation(neuron), data.problem().activation(lifted), () -> "seed " + seed);
            assertEquals(reduced.problem().penaltySquared(neuron), data.problem().penaltySquared(lifted), () -> "seed " + seed);
        }
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void projectedNeuronsDoTheSameAtNoLargerPenalty(@ForAll long seed) {
        DependentColumns data = DependentColumns.of(seed);
        Problem whole = data.problem();
        ReducedProblem reduced = ReducedProblem.of(whole, data.basis());
        Random random = new Random(seed);
        for (int k = 0; k < 4; k++) {
            RationalVector neuron = vector(random, whole.dimension());
            RationalVector projected = projected(data, neuron);
            assertEquals(pairings(whole, neuron), pairings(reduced.problem(), projected), () -> "seed " + seed);
            Rational penalty = reduced.problem().penaltySquared(projected);
            assertTrue(penalty.compareTo(whole.penaltySquared(neuron)) <= 0, () -> "seed " + seed);
            // What is left is orthogonal to it.
            Rational left = whole.penaltySquared(neuron.minus(reduced.lifted(projected)));
            assertEquals(whole.penaltySquared(neuron), penalty.plus(left), () -> "seed " + seed);
        }
    }

    /** u' = M'^-1 A M u; with a free bias that of the penalised part, and the bias takes what the others have from it. */
    private static RationalVector projected(DependentColumns data, RationalVector neuron) {
        Problem whole = data.problem();
        RationalMatrix matrix = matrix(data.basis(), whole.dimension());
        int penalised = whole.metric().rows();
        int size = matrix.rows() - (whole.hasFreeBias() ? 1 : 0);
        List<RationalVector> rows = new ArrayList<>();
        for (int s = 0; s < size; s++) {
            rows.add(first(matrix.row(s), penalised));
        }
        RationalMatrix a = RationalMatrix.ofRows(rows, penalised);
        RationalVector image = whole.metric().times(first(neuron, penalised));
        RationalVector projected = Elimination.solve(a.times(whole.metric()).times(a.transpose()), a.times(image)).orElseThrow();
        return whole.hasFreeBias()
                ? projected.append(neuron.get(penalised).plus(first(matrix.row(size), penalised).dot(image))) : projected;
    }

    /** X = X_J A. */
    private static RationalMatrix matrix(Basis basis, int dimension) {
        int size = basis.columns().size();
        List<RationalVector> columns = new ArrayList<>(basis.others());
        for (int s = 0; s < size; s++) {
            columns.add(basis.columns().get(s), RationalVector.unit(size, s));
        }
        assertEquals(dimension, columns.size());
        return RationalMatrix.ofColumns(columns, size);
    }

    private static RationalVector first(RationalVector v, int size) {
        return RationalVector.of(Arrays.copyOf(v.toArray(), size));
    }

    /** &lt;x_i, u&gt;_M for all i. */
    private static RationalVector pairings(Problem problem, RationalVector neuron) {
        return RationalVector.of(IntStream.range(0, problem.rows())
                .mapToObj(i -> problem.innerProduct().of(problem.row(i), neuron)).toList());
    }

    private static RationalVector vector(Random random, int size) {
        Rational[] entries = new Rational[size];
        Arrays.setAll(entries, k -> Rationals.of(random.nextInt(13) - 6, 1 + random.nextInt(5)));
        return RationalVector.of(entries);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void theMaximumIsTheSame(@ForAll long seed) {
        DependentColumns data = DependentColumns.of(seed);
        RationalVector nu = new Instances(seed).dual(data.problem());
        Rational expected = ExactMaximum.squaredOfAnyBias(data.problem(), nu);
        Problem reduced = ReducedProblem.of(data.problem(), data.basis()).problem();
        assertEquals(expected, ExactMaximum.squaredOfAnyBias(reduced, nu), () -> "seed " + seed);
        // With a free bias the enumeration in all coordinates finds some neurons, so nothing larger.
        assertTrue(ExactMaximum.squared(reduced, nu).compareTo(expected) <= 0, () -> "seed " + seed);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void aSingleRowThatDisagreesIsSeen(@ForAll long seed) {
        DependentColumns data = DependentColumns.of(seed);
        Problem whole = data.problem();
        Basis basis = data.basis();
        Random random = new Random(seed);
        int other = random.nextInt(basis.others().size());
        int s = random.nextInt(basis.columns().size());
        List<RationalVector> others = new ArrayList<>(basis.others());
        Rational change = Rationals.of(random.nextBoolean() ? 1 : -1, 1 + random.nextInt(9));
        others.set(other, others.get(other).plus(RationalVector.unit(basis.columns().size(), s).times(change)));
        Basis changed = new Basis(basis.columns(), others);
        if (DependentColumns.column(whole, basis.columns().get(s)).isZero()) {
            // It is another way to say the same of the data.
            assertEquals(basis.columns().size(), ReducedProblem.of(whole, changed).problem().dimension(), () -> "seed " + seed);
        } else {
            rejected(whole, changed, "the basis says", "seed " + seed);
        }
        List<Integer> inputs = IntStream.range(0, whole.inputs().columns()).filter(k -> !basis.columns().contains(k)).boxed()
                .toList();
        int row = random.nextInt(whole.rows());
        int column = inputs.get(random.nextInt(inputs.size()));
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < whole.rows(); i++) {
            RationalVector own = whole.inputs().row(i);
            rows.add(i == row ? own.plus(RationalVector.unit(own.size(), column).times(change)) : own);
        }
        Problem different = Problem.of("", RationalMatrix.ofRows(rows, whole.inputs().columns()), whole.labels(), whole.loss(),
                whole.betaSquared(), whole.bias(), whole.skip(), whole.metric());
        rejected(different, basis, "row " + row + " has", "seed " + seed);
    }

    private static void rejected(Problem problem, Basis basis, String reason, String label) {
        Rejection rejection = assertThrows(Rejection.class, () -> ReducedProblem.of(problem, basis), label);
        assertEquals(Obligation.DF_5, rejection.obligation(), label);
        assertTrue(rejection.getMessage().contains(reason), () -> label + ": " + rejection.getMessage());
    }

    private static Problem problem(Problem.Bias bias, RationalVector... rows) {
        int penalised = rows[0].size() + (bias == Problem.Bias.REGULARIZED ? 1 : 0);
        return Problem.of("", RationalMatrix.ofRows(List.of(rows), rows[0].size()),
                RationalMatrix.ofColumns(List.of(RationalVector.zero(rows.length)), rows.length), Problem.Loss.SQUARED,
                Rationals.ONE, bias, Problem.Skip.NONE, RationalMatrix.identity(penalised));
    }

    /** A total and its parts. */
    private static final Problem TOTAL = problem(Problem.Bias.NONE, RationalVector.of(1, 2, 3), RationalVector.of(0, -1, -1),
            RationalVector.of(4, 0, 4));

    @Test
    void columnsAscendWithinTheDimension() {
        List<RationalVector> sum = List.of(RationalVector.of(1, 1));
        assertEquals(2, ReducedProblem.of(TOTAL, new Basis(List.of(0, 1), sum)).problem().dimension());
        for (List<Integer> columns : List.of(List.of(1, 0), List.of(0, 0), List.of(1, 1), List.of(0, 3), List.of(3, 4))) {
            rejected(TOTAL, new Basis(columns, sum), "expected ascending ones below 3", columns.toString());
        }
        rejected(problem(Problem.Bias.REGULARIZED, RationalVector.of(1, 2), RationalVector.of(3, 4)),
                new Basis(List.of(0, 3), sum), "expected ascending ones below 3", "bias");
    }

    @Test
    void oneCombinationForEachOtherColumn() {
        RationalVector sum = RationalVector.of(1, 1);
        rejected(TOTAL, new Basis(List.of(0, 1), List.of()), "0 combinations, expected 1", "none");
        rejected(TOTAL, new Basis(List.of(0, 1), List.of(sum, sum)), "2 combinations, expected 1", "two");
        RationalVector longer = RationalVector.of(1, 1, 0);
        rejected(TOTAL, new Basis(List.of(0, 1, 2), List.of(longer)), "1 combinations, expected 0", "all columns");
        rejected(TOTAL, new Basis(List.of(0, 1), List.of(longer)), "a combination of 3 coordinates, expected 2", "longer");
        rejected(TOTAL, new Basis(List.of(0, 1), List.of(RationalVector.of(1))), "a combination of 1 coordinates", "shorter");
    }

    @Test
    void numbersUpTo128Bits() {
        for (int bits : new int[] {128, 129}) {
            Rational large = Rationals.of(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE), BigInteger.ONE);
            for (Rational factor : List.of(large, large.opposite(), large.inverse())) {
                // The combination is right.
                RationalVector row = RationalVector.of(Rationals.ONE, factor);
                Problem problem = problem(Problem.Bias.NONE, row, row.times(Rationals.of(-3)));
                Basis basis = new Basis(List.of(0), List.of(RationalVector.of(factor)));
                if (bits == 128) {
                    assertEquals(1, ReducedProblem.of(problem, basis).problem().dimension());
                } else {
                    rejected(problem, basis, "numbers of 129 bits", Rationals.text(factor));
                }
            }
        }
    }

    @Test
    void upTo64Coordinates() {
        for (int size : new int[] {64, 65}) {
            // One row of ones: every column is the first one.
            Rational[] ones = new Rational[66];
            Arrays.fill(ones, Rationals.ONE);
            Problem problem = problem(Problem.Bias.NONE, RationalVector.of(ones));
            Basis basis = new Basis(IntStream.range(0, size).boxed().toList(),
                    IntStream.range(size, 66).mapToObj(k -> RationalVector.unit(size, 0)).toList());
            if (size == 64) {
                assertEquals(64, ReducedProblem.of(problem, basis).problem().dimension());
            } else {
                rejected(problem, basis, "a basis of 65 coordinates", "65");
            }
        }
    }

    /** The combinations are right here too, and for a penalised bias they are taken. */
    @Test
    void aFreeBiasIsInTheBasisAndNotAlone() {
        RationalVector[] constant = {RationalVector.of(2, 1), RationalVector.of(2, 1)};
        RationalVector half = RationalVector.of(Rationals.of(1, 2));
        Basis without = new Basis(List.of(0), List.of(half, half));
        Basis alone = new Basis(List.of(2), List.of(RationalVector.of(2), RationalVector.of(1)));
        for (Basis basis : List.of(without, alone)) {
            assertEquals(1, ReducedProblem.of(problem(Problem.Bias.REGULARIZED, constant), basis).problem().dimension());
            rejected(problem(Problem.Bias.FREE, constant), basis, "a free bias is in no basis, or alone", basis.toString());
        }
        Basis both = new Basis(List.of(0, 2), List.of(RationalVector.of(Rationals.of(1, 2), Rationals.ZERO)));
        assertEquals(2, ReducedProblem.of(problem(Problem.Bias.FREE, constant), both).problem().dimension());
        Basis inputs = new Basis(List.of(0, 1), List.of(RationalVector.of(0, 1)));
        rejected(problem(Problem.Bias.FREE, constant), inputs, "a free bias is in no basis, or alone", "without bias");
    }
}
