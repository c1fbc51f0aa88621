package org.relucert.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.exact.InnerProduct;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem.Bias;
import org.relucert.problem.Problem.Loss;
import org.relucert.problem.Problem.Skip;

/** What a problem refuses, and what it derives. */
class ProblemTest {

    static RationalMatrix matrix(long[]... rows) {
        List<RationalVector> list = new ArrayList<>();
        for (long[] row : rows) {
            list.add(RationalVector.of(row));
        }
        return RationalMatrix.ofRows(list, rows.length == 0 ? 0 : rows[0].length);
    }

    private static final RationalMatrix X = matrix(new long[] {1, 2}, new long[] {-3, 4}, new long[] {0, 0});
    private static final RationalMatrix Y = matrix(new long[] {5}, new long[] {-6}, new long[] {0});
    private static final RationalMatrix I2 = RationalMatrix.identity(2);
    private static final RationalMatrix I3 = RationalMatrix.identity(3);
    /** A metric that couples the coordinates. */
    private static final RationalMatrix M2 = matrix(new long[] {2, 1}, new long[] {1, 3});

    private static Problem of(Bias bias, Skip skip, RationalMatrix metric) {
        return Problem.of("p", X, Y, Loss.SQUARED, Rationals.ONE, bias, skip, metric);
    }

    private static String refusal(RationalMatrix inputs, RationalMatrix labels, Rational betaSquared, Bias bias,
            RationalMatrix metric) {
        return assertThrows(IllegalArgumentException.class,
                () -> Problem.of("p", inputs, labels, Loss.SQUARED, betaSquared, bias, Skip.NONE, metric)).getMessage();
    }

    private static String refusal(Bias bias, RationalMatrix metric) {
        return refusal(X, Y, Rationals.ONE, bias, metric);
    }

    @Test
    void refusesShapesThatDoNotFit() {
        Rational one = Rationals.ONE;
        assertEquals("inputs: expected at least one row", refusal(matrix(), matrix(), one, Bias.NONE, I2));
        assertEquals("labels: expected 3, one for each row of inputs, found 2",
                refusal(X, matrix(new long[] {1}, new long[] {2}), one, Bias.NONE, I2));
        assertEquals("labels: expected at least one column",
                refusal(X, matrix(new long[0], new long[0], new long[0]), one, Bias.NONE, I2));
        RationalMatrix noColumn = matrix(new long[0], new long[0], new long[0]);
        assertEquals("inputs: expected at least one column", refusal(noColumn, Y, one, Bias.NONE, matrix()));
        assertEquals("inputs: expected at least one column", refusal(noColumn, Y, one, Bias.FREE, matrix()));
        assertEquals("metric: expected size 2 x 2, found 3 x 3", refusal(Bias.NONE, I3));
        assertEquals("metric: expected size 2 x 2, found 3 x 3", refusal(Bias.FREE, I3));
        assertEquals("metric: expected size 3 x 3, found 2 x 2", refusal(Bias.REGULARIZED, I2));
        assertEquals("metric: expected size 2 x 2, found 2 x 1",
                refusal(Bias.NONE, matrix(new long[] {1}, new long[] {0})));
        assertEquals("metric: expected size 2 x 2, found 1 x 2", refusal(Bias.NONE, matrix(new long[] {1, 0})));
    }

    @Test
    void refusesWhatIsNoInnerProduct() {
        assertEquals("metric: expected a symmetric matrix", refusal(Bias.NONE, matrix(new long[] {2, 1}, new long[] {0, 2})));
        assertEquals("metric: expected a positive definite matrix",
                refusal(Bias.NONE, matrix(new long[] {1, 1}, new long[] {1, 1})));
        assertEquals("metric: expected a positive definite matrix",
                refusal(Bias.FREE, matrix(new long[] {1, 2}, new long[] {2, 1})));
        assertEquals("metric: expected a positive definite matrix",
                refusal(Bias.NONE, matrix(new long[] {1, 0}, new long[] {0, 0})));
    }

    @Test
    void refusesBetaThatIsNotPositive() {
        assertEquals("beta: expected a positive number", refusal(X, Y, Rationals.ZERO, Bias.NONE, I2));
        assertEquals("beta: expected a positive number", refusal(X, Y, Rationals.of(-1), Bias.NONE, I2));
    }

    @Test
    void nothingMayBeMissing() {
        assertThrows(NullPointerException.class,
                () -> Problem.of(null, X, Y, Loss.SQUARED, Rationals.ONE, Bias.NONE, Skip.NONE, I2));
        assertThrows(NullPointerException.class,
                () -> Problem.of("p", X, Y, null, Rationals.ONE, Bias.NONE, Skip.NONE, I2));
        assertThrows(NullPointerException.class,
                () -> Problem.of("p", X, Y, Loss.SQUARED, Rationals.ONE, null, Skip.NONE, I2));
        assertThrows(NullPointerException.class,
                () -> Problem.of("p", X, Y, Loss.SQUARED, Rationals.ONE, Bias.NONE, null, I2));
    }

    @Test
    void handsOutWhatItWasGiven() {
        Problem problem = Problem.of("name", X, Y, Loss.INTERPOLATION, Rationals.of(4, 9), Bias.FREE, Skip.FREE, M2);
        assertEquals("name", problem.name());
        assertEquals(X, problem.inputs());
        assertEquals(Y, problem.labels());
        assertEquals(RationalVector.of(5, -6, 0), problem.scalarLabels());
        assertEquals(Loss.INTERPOLATION, problem.loss());
        assertEquals(Rationals.of(4, 9), problem.betaSquared());
        assertEquals(Optional.of(Rationals.of(2, 3)), problem.beta());
        assertEquals(Bias.FREE, problem.bias());
        assertEquals(Skip.FREE, problem.skip());
        assertEquals(M2, problem.metric());
        assertEquals(3, problem.rows());
        assertEquals("Problem \"name\" (3 x 2)", problem.toString());
    }

    @Test
    void betaIsThereOnlyWhereItIsRational() {
        assertEquals(Optional.empty(), Problem.of("p", X, Y, Loss.SQUARED, Rationals.of(2), Bias.NONE, Skip.NONE, I2).beta());
        assertEquals(Optional.empty(),
                Problem.of("p", X, Y, Loss.SQUARED, Rationals.of(1, 2), Bias.NONE, Skip.NONE, I2).beta());
        assertEquals(Optional.of(Rationals.ONE), of(Bias.NONE, Skip.NONE, I2).beta());
    }

    @Test
    void scalarLabelsOnlyWithOneColumn() {
        Problem several = Problem.of("p", X, X, Loss.SQUARED, Rationals.ONE, Bias.NONE, Skip.NONE, I2);
        assertEquals("the labels have 2 columns",
                assertThrows(IllegalStateException.class, several::scalarLabels).getMessage());
    }

    @Test
    void withoutBias() {
        Problem problem = of(Bias.NONE, Skip.NONE, M2);
        assertEquals(2, problem.dimension());
        assertFalse(problem.hasFreeBias());
        assertEquals(RationalVector.of(-3, 4), problem.row(1));
        assertEquals(RationalVector.of(-2, 9), problem.functional(1));
        assertEquals(InnerProduct.of(M2), problem.innerProduct());
        assertEquals(Rationals.of(2 + 2 + 3), problem.penaltySquared(RationalVector.of(1, 1)));
        assertEquals(0, problem.skipMatrix().columns());
        assertEquals(3, problem.skipMatrix().rows());
        // <x, u>_M = (4, 7).(1, 1), (-2, 9).(1, 1), 0
        assertEquals(RationalVector.of(11, 7, 0), problem.activation(RationalVector.of(1, 1)));
        assertEquals(RationalVector.of(0, 2, 0), problem.activation(RationalVector.of(-1, 0)));
    }

    @Test
    void withRegularizedBias() {
        RationalMatrix metric = matrix(new long[] {2, 1, 0}, new long[] {1, 3, 1}, new long[] {0, 1, 5});
        Problem problem = of(Bias.REGULARIZED, Skip.NONE, metric);
        assertEquals(3, problem.dimension());
        assertFalse(problem.hasFreeBias());
        assertEquals(RationalVector.of(1, 2, 1), problem.row(0));
        assertEquals(RationalVector.of(4, 8, 7), problem.functional(0));
        assertEquals(metric, problem.innerProduct().matrix());
        assertEquals(Rationals.of(5), problem.penaltySquared(RationalVector.of(0, 0, 1)));
        assertEquals(0, problem.skipMatrix().columns());
        assertEquals(RationalVector.of(7, 9, 5), problem.activation(RationalVector.of(0, 0, 1)));
    }

    @Test
    void withFreeBias() {
        Problem problem = of(Bias.FREE, Skip.NONE, M2);
        assertEquals(3, problem.dimension());
        assertTrue(problem.hasFreeBias());
        assertEquals(RationalVector.of(1, 2, 1), problem.row(0));
        assertEquals(RationalVector.of(4, 7, 1), problem.functional(0));
        assertEquals(matrix(new long[] {2, 1, 0}, new long[] {1, 3, 0}, new long[] {0, 0, 1}),
                problem.innerProduct().matrix());
        assertEquals(Rationals.of(7), problem.penaltySquared(RationalVector.of(1, 1, 1000)));
        assertEquals(Rationals.ZERO, problem.penaltySquared(RationalVector.of(0, 0, -2)));
        // The infimum over a free bias is that of a free constant: it is adjoined.
        assertEquals(matrix(new long[] {1}, new long[] {1}, new long[] {1}), problem.skipMatrix());
        assertEquals(RationalVector.of(6, 2, 0), problem.activation(RationalVector.of(1, 1, -5)));
    }

    @Test
    void euclideanShortcut() {
        for (Bias bias : Bias.values()) {
            RationalMatrix metric = bias == Bias.REGULARIZED ? I3 : I2;
            Problem problem = of(bias, Skip.NONE, metric);
            assertEquals(RationalMatrix.identity(problem.dimension()), problem.innerProduct().matrix());
            for (int i = 0; i < problem.rows(); i++) {
                assertEquals(problem.innerProduct().functional(problem.row(i)), problem.functional(i));
            }
        }
        assertEquals(Rationals.of(25), of(Bias.NONE, Skip.NONE, I2).penaltySquared(RationalVector.of(3, 4)));
    }

    @Test
    void skipMatrices() {
        RationalMatrix affine = matrix(new long[] {1, 2, 1}, new long[] {-3, 4, 1}, new long[] {0, 0, 1});
        assertEquals(X, of(Bias.NONE, Skip.FREE, I2).skipMatrix());
        assertEquals(affine, of(Bias.REGULARIZED, Skip.FREE, I3).skipMatrix());
        assertEquals(affine, of(Bias.FREE, Skip.FREE, I2).skipMatrix());
    }

    @Test
    void noColumnsWithARegularizedBias() {
        RationalMatrix none = matrix(new long[0], new long[0], new long[0]);
        Problem problem = Problem.of("", none, Y, Loss.SQUARED, Rationals.ONE, Bias.REGULARIZED, Skip.FREE,
                RationalMatrix.identity(1));
        assertEquals(RationalVector.of(1), problem.row(2));
        assertEquals(matrix(new long[] {1}, new long[] {1}, new long[] {1}), problem.skipMatrix());
    }

    @Test
    void equalityIsTheMathematics() {
        Problem problem = Problem.of("a", X, Y, Loss.SQUARED, Rationals.ONE, Bias.NONE, Skip.NONE, I2);
        Problem renamed = Problem.of("b", X, Y, Loss.SQUARED, Rationals.ONE, Bias.NONE, Skip.NONE, I2);
        assertEquals(problem, renamed);
        assertEquals(problem.hashCode(), renamed.hashCode());
        List<Problem> others = List.of(
                Problem.of("a", X.times(M2), Y, Loss.SQUARED, Rationals.ONE, Bias.NONE, Skip.NONE, I2),
                Problem.of("a", X, X, Loss.SQUARED, Rationals.ONE, Bias.NONE, Skip.NONE, I2),
                Problem.of("a", X, Y, Loss.INTERPOLATION, Rationals.ONE, Bias.NONE, Skip.NONE, I2),
                Problem.of("a", X, Y, Loss.SQUARED, Rationals.of(2), Bias.NONE, Skip.NONE, I2),
                Problem.of("a", X, Y, Loss.SQUARED, Rationals.ONE, Bias.FREE, Skip.NONE, I2),
                Problem.of("a", X, Y, Loss.SQUARED, Rationals.ONE, Bias.NONE, Skip.FREE, I2),
                Problem.of("a", X, Y, Loss.SQUARED, Rationals.ONE, Bias.NONE, Skip.NONE, M2));
        for (Problem other : others) {
            assertNotEquals(problem, other);
        }
        for (Problem other : others.subList(0, 3)) {
            assertNotEquals(problem.hashCode(), other.hashCode());
        }
        assertNotEquals(problem, "a");
    }

    /** An optimal network leaves nu over, or nothing where it must interpolate. */
    @Test
    void optimalFit() {
        RationalVector nu = RationalVector.of(1, 2, -3);
        assertEquals(RationalVector.of(4, -8, 3), of(Bias.NONE, Skip.NONE, I2).optimalFit(nu));
        assertEquals(RationalVector.of(5, -6, 0), Problem.of("p", X, Y, Loss.INTERPOLATION, Rationals.ONE, Bias.NONE, Skip.NONE, I2)
                .optimalFit(nu));
    }

    @Test
    void complaintsAreOneLine() {
        assertEquals("a b: c d: e f", new InputException("a\nb", "c\r\n\td", "e\u2028\u2029\u0085\u202e\u0000f").getMessage());
        assertEquals("a: e", new InputException("a", "", "e").getMessage());
    }
}
