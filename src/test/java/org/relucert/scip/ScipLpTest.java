package org.relucert.scip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RequiresScip.class)
class ScipLpTest {

    private static final double INF = Double.POSITIVE_INFINITY;

    /** max 3x + 2y, x + y <= 4, x + 3y <= 6, 0 <= x <= 3, 0 <= y: x = 3, y = 1, duals (2, 0), reduced costs (1, 0). */
    private static ScipLp textbook(boolean maximize) {
        double sign = maximize ? 1 : -1;
        ScipLp lp = new ScipLp();
        if (maximize) {
            lp.maximize();
        }
        lp.addColumn(sign * 3, 0, 3);
        lp.addColumn(sign * 2, 0, INF);
        lp.addRows(new double[] {-INF, -INF}, new double[][] {{1, 1}, {1, 3}}, new double[] {4, 6});
        return lp;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void knownDuals(boolean maximize) {
        double sign = maximize ? 1 : -1;
        try (ScipLp lp = textbook(maximize)) {
            assertEquals(ScipLp.Status.OPTIMAL, lp.solve());
            assertEquals(sign * 11, lp.objective(), 1e-9);
            assertArrayEquals(new double[] {3, 1}, lp.primal(), 1e-9);
            assertArrayEquals(new double[] {sign * 2, 0}, lp.dual(), 1e-9);
            assertArrayEquals(new double[] {sign, 0}, lp.reducedCosts(), 1e-9);
            assertArrayEquals(new double[] {4, 6}, lp.activities(), 1e-9);
        }
    }

    @Test
    void dualsOfAnEqualityAndOfARange() {
        // min x + 4y, x + y = 3, -1 <= x - y <= 1: x = 2, y = 1; y1 + y2 = 1, y1 - y2 = 4
        try (ScipLp lp = new ScipLp()) {
            lp.addColumn(1, -INF, INF);
            lp.addColumn(4, -INF, INF);
            lp.addRow(3, new double[] {1, 1}, 3);
            lp.addRow(-1, new double[] {1, -1}, 1);
            assertEquals(ScipLp.Status.OPTIMAL, lp.solvePrimal());
            assertArrayEquals(new double[] {2, 1}, lp.primal(), 1e-9);
            assertArrayEquals(new double[] {2.5, -1.5}, lp.dual(), 1e-9);
            assertEquals(6, lp.objective(), 1e-9);
        }
    }

    @Test
    void strongDualityAndComplementarySlacknessOnRandomPrograms() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(8);
            int m = random.nextInt(9);
            boolean maximize = random.nextBoolean();
            double[][] a = new double[m][n];
            double[] lhs = new double[m];
            double[] rhs = new double[m];
            double[] lower = new double[n];
            double[] upper = new double[n];
            double[] c = new double[n];
            double[] inside = new double[n];
            for (int j = 0; j < n; j++) {
                lower[j] = random.nextInt(4) - 3;
                upper[j] = lower[j] + random.nextInt(6);
                c[j] = random.nextGaussian();
                inside[j] = lower[j] + random.nextDouble() * (upper[j] - lower[j]);
            }
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    a[i][j] = random.nextInt(3) == 0 ? 0 : random.nextGaussian();
                }
                double middle = Dense.dot(a[i], inside);
                int kind = random.nextInt(4);
                lhs[i] = kind == 0 ? -INF : middle - (kind == 1 ? 0 : random.nextDouble());
                rhs[i] = kind == 1 ? lhs[i] : kind == 2 ? INF : middle + random.nextDouble();
            }
            String at = "seed " + seed;
            try (ScipLp lp = new ScipLp()) {
                if (maximize) {
                    lp.maximize();
                }
                for (int j = 0; j < n; j++) {
                    lp.addColumn(c[j], lower[j], upper[j]);
                }
                lp.addRows(lhs, a, rhs);
                assertEquals(ScipLp.Status.OPTIMAL, random.nextBoolean() ? lp.solve() : lp.solvePrimal(), at);
                double[] x = lp.primal();
                double[] y = lp.dual();
                double[] r = lp.reducedCosts();
                double sense = maximize ? -1 : 1;
                double dualValue = 0;
                for (int i = 0; i < m; i++) {
                    double ax = Dense.dot(a[i], x);
                    assertTrue(ax >= lhs[i] - 1e-6 && ax <= rhs[i] + 1e-6, at);
                    if (Math.abs(y[i]) > 1e-7) {
                        double side = sense * y[i] > 0 ? lhs[i] : rhs[i];
                        assertEquals(side, ax, 1e-5, at + " row " + i + " dual " + y[i]);
                        dualValue += y[i] * side;
                    }
                }
                for (int j = 0; j < n; j++) {
                    double expected = c[j];
                    for (int i = 0; i < m; i++) {
                        expected -= y[i] * a[i][j];
                    }
                    assertEquals(expected, r[j], 1e-7, at + " reduced cost " + j);
                    assertTrue(x[j] >= lower[j] - 1e-6 && x[j] <= upper[j] + 1e-6, at);
                    if (Math.abs(r[j]) > 1e-7) {
                        double bound = sense * r[j] > 0 ? lower[j] : upper[j];
                        assertEquals(bound, x[j], 1e-5, at + " column " + j);
                        dualValue += r[j] * bound;
                    }
                }
                assertEquals(Dense.dot(c, x), lp.objective(), 1e-7, at);
                assertEquals(lp.objective(), dualValue, 1e-5, at);
                double optimum = lp.objective();
                lp.setBasis(lp.columnBasis(), lp.rowBasis());
                assertEquals(ScipLp.Status.OPTIMAL, lp.solve(), at);
                assertEquals(optimum, lp.objective(), 1e-6, at);
                assertEquals(0, lp.iterations(), at + ": its own basis is not optimal");
            }
        }
    }

    /** Every infeasible program of small integers must yield a ray that proves it in integers. */
    @Test
    void farkasRaysProveInfeasibilityExactly() {
        int infeasible = 0;
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(3);
            int m = 2 + random.nextInt(4);
            long[][] a = new long[m][n];
            double[][] dense = new double[m][n];
            double[] lhs = new double[m];
            double[] rhs = new double[m];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    a[i][j] = random.nextInt(7) - 3;
                    dense[i][j] = a[i][j];
                }
                lhs[i] = random.nextBoolean() ? -INF : random.nextInt(7) - 3;
                rhs[i] = lhs[i] > -INF && random.nextBoolean() ? INF : Math.max(lhs[i], random.nextInt(7) - 3);
            }
            double[] lower = new double[n];
            double[] upper = new double[n];
            try (ScipLp lp = new ScipLp()) {
                if (random.nextBoolean()) {
                    lp.maximize();
                }
                for (int j = 0; j < n; j++) {
                    lower[j] = random.nextInt(3) == 0 ? -INF : random.nextInt(3) - 2;
                    upper[j] = random.nextInt(3) == 0 ? INF : random.nextInt(3);
                    lp.addColumn(random.nextInt(3) - 1, lower[j], upper[j]);
                }
                lp.addRows(lhs, dense, rhs);
                if (lp.solve() == ScipLp.Status.INFEASIBLE) {
                    infeasible++;
                    assertTrue(proves(integers(lp.farkas(), "seed " + seed), a, lhs, rhs, lower, upper), "seed " + seed
                            + Arrays.toString(lp.farkas()));
                } else {
                    assertThrows(IllegalStateException.class, lp::farkas);
                }
            }
        }
        assertTrue(infeasible > 50, "only " + infeasible + " infeasible programs");
    }

    private static long[] integers(double[] ray, String at) {
        double largest = Arrays.stream(ray).map(Math::abs).max().orElse(0);
        for (int scale = 1; scale <= 2000; scale++) {
            long[] integers = new long[ray.length];
            boolean close = true;
            for (int i = 0; close && i < ray.length; i++) {
                double scaled = ray[i] / largest * scale;
                integers[i] = Math.round(scaled);
                close = Math.abs(scaled - integers[i]) < 1e-6;
            }
            if (close) {
                return integers;
            }
        }
        return fail(at + ": not rational: " + Arrays.toString(ray));
    }

    /** Whether the sides' sum exceeds the maximum of y'Ax over the box, in integers. */
    private static boolean proves(long[] y, long[][] a, double[] lhs, double[] rhs, double[] lower, double[] upper) {
        BigInteger slack = BigInteger.ZERO;
        for (int i = 0; i < y.length; i++) {
            if (y[i] != 0) {
                double side = y[i] > 0 ? lhs[i] : rhs[i];
                if (Double.isInfinite(side)) {
                    return false;
                }
                slack = slack.add(BigInteger.valueOf(y[i]).multiply(BigInteger.valueOf((long) side)));
            }
        }
        for (int j = 0; j < lower.length; j++) {
            BigInteger ya = BigInteger.ZERO;
            for (int i = 0; i < y.length; i++) {
                ya = ya.add(BigInteger.valueOf(y[i]).multiply(BigInteger.valueOf(a[i][j])));
            }
            if (ya.signum() != 0) {
                double bound = ya.signum() > 0 ? upper[j] : lower[j];
                if (Double.isInfinite(bound)) {
                    return false;
                }
                slack = slack.subtract(ya.multiply(BigInteger.valueOf((long) bound)));
            }
        }
        return slack.signum() > 0;
    }

    @Test
    void theProofCheckerOfThisTestCanFail() {
        // x <= 0 and x >= 1
        long[][] a = {{1}, {1}};
        double[] lhs = {-INF, 1};
        double[] rhs = {0, INF};
        double[] low = {-INF};
        double[] high = {INF};
        assertTrue(proves(new long[] {-1, 1}, a, lhs, rhs, low, high));
        assertTrue(!proves(new long[] {-1, 2}, a, lhs, rhs, low, high));
        assertTrue(!proves(new long[] {1, -1}, a, lhs, rhs, low, high));
        assertTrue(!proves(new long[] {0, 0}, a, lhs, rhs, low, high));
    }

    @Test
    void unboundedWithARay() {
        try (ScipLp lp = new ScipLp()) {
            lp.maximize();
            lp.addColumn(1, 0, INF);
            lp.addColumn(1, 0, INF);
            lp.addRow(-INF, new double[] {1, -2}, 4);
            assertEquals(ScipLp.Status.UNBOUNDED, lp.solve());
            double[] ray = lp.ray();
            assertTrue(ray[0] >= 0 && ray[1] >= 0 && ray[0] - 2 * ray[1] <= 1e-9 && ray[0] + ray[1] > 1e-6,
                    Arrays.toString(ray));
            assertThrows(IllegalStateException.class, lp::primal);
            assertThrows(IllegalStateException.class, lp::farkas);
        }
    }

    /** Kelley's cuts for max x + y in the unit disc: rows come in one by one, each solve starts from the last basis. */
    @Test
    void cuttingPlanesStartWarm() {
        try (ScipLp lp = new ScipLp()) {
            lp.maximize();
            lp.addColumn(1, -1, 1);
            lp.addColumn(1.5, -1, 1);
            int afterFirst = 0;
            for (int cut = 0; cut < 30; cut++) {
                assertEquals(ScipLp.Status.OPTIMAL, lp.solve());
                if (cut > 0) {
                    afterFirst += lp.iterations();
                }
                double[] x = lp.primal();
                double norm = Math.hypot(x[0], x[1]);
                if (norm < 1 + 1e-9) {
                    break;
                }
                int row = lp.addRow(-INF, new int[] {0, 1}, new double[] {x[0] / norm, x[1] / norm}, 1);
                assertEquals(cut, row);
                assertThrows(IllegalStateException.class, lp::primal, "an answer must not outlive a change");
            }
            lp.solve();
            assertEquals(Math.sqrt(3.25), lp.objective(), 1e-6);
            assertTrue(afterFirst <= 3 * lp.rows(), afterFirst + " iterations");
        }
    }

    @Test
    void columnsComeInAndTheirPriceIsRight() {
        // a covering program that a cheaper column improves
        try (ScipLp lp = new ScipLp()) {
            lp.addColumn(3, 0, INF);
            lp.addRow(2, new double[] {1}, INF);
            lp.solve();
            assertEquals(6, lp.objective(), 1e-9);
            assertEquals(3, lp.dual()[0], 1e-9);
            assertEquals(1, lp.addColumn(2, 0, INF, new int[] {0}, new double[] {4}));
            assertEquals(ScipLp.Status.OPTIMAL, lp.solvePrimal());
            assertEquals(1, lp.objective(), 1e-9);
            lp.setObjective(1, 100);
            lp.solve();
            assertEquals(6, lp.objective(), 1e-9);
            lp.setCoefficient(0, 0, 2);
            lp.solve();
            assertEquals(3, lp.objective(), 1e-9);
            lp.setBounds(0, 0, 0.5);
            lp.setSides(0, 5, 5);
            lp.solve();
            assertEquals(0.5 * 3 + 100, lp.objective(), 1e-9);
            lp.deleteColumns(0, 0);
            lp.solve();
            assertEquals(125, lp.objective(), 1e-9);
            lp.deleteRows(0, 0);
            lp.solve();
            assertEquals(0, lp.objective(), 1e-9);
            assertEquals(1, lp.columns());
            assertEquals(0, lp.rows());
        }
    }

    @Test
    void basisComesOutAndGoesIn() {
        ScipLp.Basis[] columns;
        ScipLp.Basis[] rows;
        try (ScipLp lp = textbook(true)) {
            lp.solve();
            columns = lp.columnBasis();
            rows = lp.rowBasis();
            assertArrayEquals(new ScipLp.Basis[] {ScipLp.Basis.UPPER, ScipLp.Basis.BASIC}, columns);
            assertEquals(2, Arrays.stream(columns).filter(b -> b == ScipLp.Basis.BASIC).count()
                    + Arrays.stream(rows).filter(b -> b == ScipLp.Basis.BASIC).count());
        }
        try (ScipLp lp = textbook(true)) {
            assertThrows(IllegalStateException.class, lp::columnBasis);
            lp.setBasis(columns, rows);
            assertEquals(ScipLp.Status.OPTIMAL, lp.solve());
            assertEquals(0, lp.iterations());
            assertEquals(11, lp.objective(), 1e-9);
            assertThrows(IllegalArgumentException.class, () -> lp.setBasis(columns, new ScipLp.Basis[] {ScipLp.Basis.BASIC, ScipLp.Basis.BASIC}));
        }
    }

    /** An unbounded program whose free column is called "at its lower bound" comes back OPTIMAL from SoPlex itself. */
    @Test
    void impossibleBasesAreRefused() {
        try (ScipLp lp = new ScipLp()) {
            lp.addColumn(1, -INF, INF);
            lp.addRow(-INF, new double[] {1}, 3);
            ScipLp.Basis[] basic = {ScipLp.Basis.BASIC};
            ScipLp.Basis[] lower = {ScipLp.Basis.LOWER};
            ScipLp.Basis[] zero = {ScipLp.Basis.ZERO};
            assertThrows(IllegalArgumentException.class, () -> lp.setBasis(lower, basic));
            assertThrows(IllegalArgumentException.class, () -> lp.setBasis(basic, lower));
            assertThrows(IllegalArgumentException.class, () -> lp.setBasis(basic, zero));
            assertThrows(IllegalArgumentException.class, () -> lp.setBasis(new ScipLp.Basis[] {ScipLp.Basis.UPPER}, basic));
            lp.setBasis(zero, basic);
            assertEquals(ScipLp.Status.UNBOUNDED, lp.solve());
        }
    }

    @Test
    void limitsAndInterrupts() {
        Random random = new Random(3);
        try (ScipLp lp = new ScipLp()) {
            lp.maximize();
            int n = 60;
            double[][] a = new double[n][n];
            double[] lhs = new double[n];
            double[] rhs = new double[n];
            for (int i = 0; i < n; i++) {
                lp.addColumn(1 + random.nextDouble(), 0, INF);
                lhs[i] = -INF;
                rhs[i] = 1;
                for (int j = 0; j < n; j++) {
                    a[i][j] = random.nextDouble();
                }
            }
            lp.addRows(lhs, a, rhs);
            lp.setIterationLimit(2);
            assertEquals(ScipLp.Status.ITERATION_LIMIT, lp.solvePrimal());
            assertThrows(IllegalStateException.class, lp::objective);
            lp.setIterationLimit(Integer.MAX_VALUE);
            lp.interrupt();
            assertEquals(ScipLp.Status.TIME_LIMIT, lp.solve());
            assertEquals(ScipLp.Status.OPTIMAL, lp.solve());
            lp.setTolerances(1e-9, 1e-9);
            assertEquals(ScipLp.Status.OPTIMAL, lp.solve());
        }
    }

    @Test
    void emptyPrograms() {
        try (ScipLp lp = new ScipLp()) {
            assertEquals(ScipLp.Status.OPTIMAL, lp.solve());
            assertEquals(0, lp.objective());
            lp.addRow(1, new double[0], 2);
            assertEquals(ScipLp.Status.INFEASIBLE, lp.solve());
            lp.addColumn(1, 0, 1, new int[] {0}, new double[] {1});
            assertEquals(ScipLp.Status.OPTIMAL, lp.solve());
            assertEquals(1, lp.objective(), 1e-9);
        }
    }

    @Test
    void badArgumentsAreRefusedBeforeTheyReachNativeCode() {
        try (ScipLp lp = textbook(true)) {
            assertThrows(IllegalArgumentException.class, () -> lp.addColumn(Double.NaN, 0, 1));
            assertThrows(IllegalArgumentException.class, () -> lp.addColumn(1, 2, 1));
            assertThrows(IllegalArgumentException.class, () -> lp.addColumn(1, 0, 1, new int[] {2}, new double[] {1}));
            assertThrows(IllegalArgumentException.class, () -> lp.addRow(0, new int[] {-1}, new double[] {1}, 1));
            assertThrows(IllegalArgumentException.class, () -> lp.addRow(0, new int[] {0, 0}, new double[] {1, 1}, 1));
            assertThrows(IllegalArgumentException.class, () -> lp.addRow(0, new double[] {1}, 1));
            assertThrows(IllegalArgumentException.class, () -> lp.addRow(0, new double[] {1, INF}, 1));
            assertThrows(IllegalArgumentException.class, () -> lp.addRow(2, new double[] {1, 1}, 1));
            assertThrows(IllegalArgumentException.class, () -> lp.setBounds(2, 0, 1));
            assertThrows(IllegalArgumentException.class, () -> lp.deleteRows(1, 2));
            assertThrows(IllegalArgumentException.class, () -> lp.setTimeLimit(Double.NaN));
            assertEquals(ScipLp.Status.OPTIMAL, lp.solve());
            assertEquals(11, lp.objective(), 1e-9);
        }
    }

    @Test
    void nothingWorksAfterClose() {
        ScipLp lp = textbook(true);
        lp.solve();
        lp.close();
        lp.close();
        lp.interrupt();
        assertThrows(IllegalStateException.class, lp::solve);
        assertThrows(IllegalStateException.class, lp::objective);
        assertThrows(IllegalStateException.class, lp::primal);
        assertThrows(IllegalStateException.class, lp::columnBasis);
        assertThrows(IllegalStateException.class, () -> lp.addColumn(1, 0, 1));
        assertThrows(IllegalStateException.class, () -> lp.setTimeLimit(1));
        assertThrows(IllegalStateException.class, lp::status);
    }
}
