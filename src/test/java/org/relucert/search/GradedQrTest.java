package org.relucert.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Against exact solutions of A^T A x = b, rows of A of lengths from a thousandth to a hundred million. */
class GradedQrTest {

    private static final int SIZE = 4;
    private static final int ROWS = 9;
    /** Every third row is long: fewer than unknowns, so that x has a part of usual size beside them. */
    private static final int THIRD = 3;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void longRowsKeepTheirDigits(long seed) {
        Random random = new Random(seed);
        double[][] a = new double[ROWS][SIZE];
        for (int r = 0; r < ROWS; r++) {
            double length = r % THIRD == 1 ? 1e8 * (1 + random.nextInt(9)) : 1e-3 * (1 + random.nextInt(999));
            for (int k = 0; k < SIZE; k++) {
                a[r][k] = length * random.nextGaussian();
            }
        }
        double[] b = random.doubles(SIZE, -1, 1).toArray();
        RationalMatrix exact = RationalMatrix.ofRows(Arrays.stream(a).map(GradedQrTest::exact).toList(), SIZE);
        RationalVector x = Elimination.solve(exact.transpose().times(exact), exact(b)).orElseThrow();
        RationalVector ax = exact.times(x);

        GradedQr qr = new GradedQr(Arrays.stream(a).map(double[]::clone).toArray(double[][]::new), SIZE);
        double[] half = new double[SIZE];
        qr.forward(b, half);
        double[] solution = new double[SIZE];
        qr.addBackward(half, solution);
        double[] product = qr.product(half);
        double scale = TrainingSpace.norm(half);
        double lost = 0;
        for (int r = 0; r < ROWS; r++) {
            assertEquals(ax.get(r).doubleValue(), product[r], 1e-12 * scale, "seed " + seed + ", row " + r);
            if (r % THIRD == 1) {
                lost = Math.max(lost, Math.abs(TrainingSpace.dot(a[r], solution) - ax.get(r).doubleValue()));
            }
        }
        for (int k = 0; k < SIZE; k++) {
            assertEquals(x.get(k).doubleValue(), solution[k], 1e-8 * TrainingSpace.norm(solution), "seed " + seed);
        }
        assertTrue(lost > 1e-12 * scale, "seed " + seed + ": the rounded solution tells as much");
    }

    private static RationalVector exact(double[] row) {
        return RationalVector.of(Arrays.stream(row).mapToObj(BigDecimal::new)
                .map(x -> Rationals.of(x.unscaledValue(), BigInteger.TEN.pow(x.scale()))).toArray(Rational[]::new));
    }
}
