package org.relucert.scip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RequiresScip.class)
class NeuronMiqcpTest {

    private static double value(double[][] pairing, double[] nu, double[] u) {
        double sum = 0;
        for (int i = 0; i < nu.length; i++) {
            sum += nu[i] * Math.max(0, Dense.dot(pairing[i], u));
        }
        return sum;
    }

    /**
     * The plane's maximum without a solver: between two neighbouring kinks h is g . u, so on each arc of the unit circle the
     * maximum lies at g or at an end.
     */
    private static double byArcs(double[][] pairing, double[][] metric, double[] nu) {
        double best = 0;
        double[] kinks = new double[2 * nu.length];
        for (int i = 0; i < nu.length; i++) {
            kinks[2 * i] = Math.atan2(pairing[i][0], -pairing[i][1]);
            kinks[2 * i + 1] = Math.atan2(-pairing[i][0], pairing[i][1]);
        }
        java.util.Arrays.sort(kinks);
        double[][] inverse = Dense.inverse(metric);
        for (int k = 0; k < kinks.length; k++) {
            double from = kinks[k];
            double to = k + 1 < kinks.length ? kinks[k + 1] : kinks[0] + 2 * Math.PI;
            double middle = (from + to) / 2;
            double[] inside = {Math.cos(middle), Math.sin(middle)};
            double[] g = new double[2];
            for (int i = 0; i < nu.length; i++) {
                if (Dense.dot(pairing[i], inside) > 0) {
                    g[0] += nu[i] * pairing[i][0];
                    g[1] += nu[i] * pairing[i][1];
                }
            }
            double[] top = {Dense.dot(inverse[0], g), Dense.dot(inverse[1], g)};
            for (double[] u : new double[][] {top, {Math.cos(from), Math.sin(from)}, {Math.cos(to), Math.sin(to)}}) {
                double norm = Dense.norm(metric, u);
                if (norm > 1e-12) {
                    best = Math.max(best, value(pairing, nu, u) / norm);
                }
            }
        }
        return best;
    }

    @Test
    void theMaximumInThePlane() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(7);
            double[][] pairing = new double[n][2];
            double[] nu = new double[n];
            for (int i = 0; i < n; i++) {
                pairing[i][0] = random.nextGaussian();
                pairing[i][1] = random.nextGaussian();
                nu[i] = random.nextGaussian();
            }
            double off = random.nextDouble() - 0.5;
            double[][] metric = seed % 2 == 0 ? new double[][] {{1, 0}, {0, 1}} : new double[][] {{3, off}, {off, 1}};
            double expected = byArcs(pairing, metric, nu);
            NeuronMiqcp.Result result = NeuronMiqcp.solve(pairing, metric, nu, 60, 1e-6);
            String at = "seed " + seed + " " + result;
            assertTrue(result.status() == Scip.Status.OPTIMAL || result.status() == Scip.Status.GAP_LIMIT, at);
            assertEquals(expected, result.lower(), 1e-4 * Math.max(1, expected), at);
            assertTrue(result.lower() <= expected + 1e-9, at);
            assertEquals(expected, result.upper(), 1e-4 * Math.max(1, expected), at);
            if (result.lower() > 0) {
                assertEquals(1, Dense.norm(metric, result.u()), 1e-9, at);
                assertEquals(result.lower(), value(pairing, nu, result.u()), 1e-12, at);
            }
        }
    }

    /** In three dimensions: no direction of a dense sample beats the upper bound, and the lower bound beats the sample. */
    @Test
    void sampledDirectionsStayBelow() {
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            int n = 8;
            double[][] pairing = new double[n][3];
            double[] nu = new double[n];
            for (int i = 0; i < n; i++) {
                nu[i] = random.nextGaussian();
                for (int j = 0; j < 3; j++) {
                    pairing[i][j] = random.nextGaussian();
                }
            }
            double[][] metric = {{2, 0, 0.5}, {0, 1, 0}, {0.5, 0, 1}};
            NeuronMiqcp.Result result = NeuronMiqcp.solve(pairing, metric, nu, 60, 1e-6);
            double sampled = 0;
            for (int k = 0; k < 100_000; k++) {
                double[] u = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
                sampled = Math.max(sampled, value(pairing, nu, u) / Dense.norm(metric, u));
            }
            assertTrue(sampled <= result.upper() + 1e-5, "seed " + seed + ": " + sampled + " > " + result);
            assertTrue(result.lower() >= sampled - 1e-5, "seed " + seed + ": " + sampled + " > " + result);
            assertTrue(result.upper() - result.lower() <= 1e-4 * Math.max(1, result.upper()), result.toString());
        }
    }

    @Test
    void zeroIsBestWhenEverythingIsNegative() {
        NeuronMiqcp.Result result = NeuronMiqcp.solve(
                new double[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {0, 0}}, new double[][] {{1, 0}, {0, 1}},
                new double[] {-1, -2, -1, -1, 5}, 60, 0);
        assertEquals(0, result.lower());
        assertEquals(0, result.upper(), 1e-6);
        assertArrayEquals(new double[2], result.u());
    }

    @Test
    @Timeout(60)
    void theTimeLimitIsKept() {
        Random random = new Random(1);
        int n = 200;
        int d = 8;
        double[][] pairing = new double[n][d];
        double[][] metric = new double[d][d];
        double[] nu = random.doubles(n, -1, 1).toArray();
        for (double[] row : pairing) {
            for (int j = 0; j < d; j++) {
                row[j] = random.nextGaussian();
            }
        }
        for (int j = 0; j < d; j++) {
            metric[j][j] = 1;
        }
        NeuronMiqcp.Result result = NeuronMiqcp.solve(pairing, metric, nu, 1, 1e-6);
        assertEquals(Scip.Status.TIME_LIMIT, result.status());
        assertTrue(result.seconds() < 5, result.toString());
        assertTrue(result.lower() <= result.upper(), result.toString());
    }

    @Test
    void badShapes() {
        double[][] one = {{1}};
        assertThrows(IllegalArgumentException.class, () -> NeuronMiqcp.solve(one, one, new double[2], 1, 0));
        assertThrows(IllegalArgumentException.class,
                () -> NeuronMiqcp.solve(new double[][] {{1, 2}}, one, new double[1], 1, 0));
        assertThrows(IllegalArgumentException.class,
                () -> NeuronMiqcp.solve(one, new double[][] {{-1}}, new double[] {1}, 1, 0));
        assertThrows(IllegalArgumentException.class,
                () -> NeuronMiqcp.solve(one, one, new double[] {Double.NaN}, 1, 0));
    }
}
