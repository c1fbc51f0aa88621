package org.relucert.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames: exactly inverse, short, and round where the given coordinates are not. */
class FrameTest {

    /** Longest span of bits of a matrix, from the highest bit of its largest entry to the lowest one of all. */
    private static final int SHORT = 32;

    @Test
    void inverseShortAndRound() {
        int turned = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int d = 1 + random.nextInt(12);
            int n = d + random.nextInt(60);
            // A common factor, columns of different sizes, now and then one that vanishes or stands twice
            double[][] x = new double[n][d];
            double common = random.nextInt(5);
            for (double[] row : x) {
                double factor = common * random.nextGaussian();
                for (int k = 0; k < d; k++) {
                    row[k] = (random.nextGaussian() + factor) * Math.scalb(1.0, 3 * k - 8);
                }
                if (d > 2 && seed % 3 == 0) {
                    row[1] = seed % 2 == 0 ? 0 : row[0];
                }
            }
            double[] nu = random.doubles(n, -1, 1).toArray();
            NeuronProblem problem = new NeuronProblem(x, identity(d), false, nu);
            for (Frame frame : new Frame[] {Frame.axes(problem), Frame.round(problem)}) {
                for (int k = 0; k < d; k++) {
                    double[] unit = new double[d];
                    unit[k] = 1;
                    // Short dyadic numbers: no rounding
                    assertArrayEquals(unit, frame.vector(frame.coordinates(unit)), 0, "seed " + seed);
                    assertArrayEquals(unit, frame.coordinates(frame.vector(unit)), 0, "seed " + seed);
                    assertArrayEquals(unit, frame.turned(frame.functional[k]), 0, "seed " + seed);
                }
                assertTrue(bits(frame.functional) <= SHORT + 3 * d && bits(frame.edge) <= SHORT + 3 * d, "seed " + seed + ": "
                        + bits(frame.functional) + " and " + bits(frame.edge) + " bits");
            }
            if (seed % 3 != 0) {
                double before = spread(problem, Frame.axes(problem));
                double after = spread(problem, Frame.round(problem));
                assertTrue(after < 2, "seed " + seed + ": " + before + " to " + after);
                turned += before > 4 && after < 2 ? 1 : 0;
            }
        }
        assertTrue(turned > 40, turned + " turned");
    }

    @Test
    void axesAreLeftAloneWhereTheyAreRound() {
        double[][] x = identity(5);
        x[3][3] = -64;
        Frame frame = Frame.round(new NeuronProblem(x, identity(5), false, new double[] {1, -1, 1, 1, -1}));
        double[][] expected = identity(5);
        expected[3][3] = 64;
        assertArrayEquals(expected, frame.functional);
    }

    private static double[][] identity(int d) {
        double[][] identity = new double[d][d];
        for (int k = 0; k < d; k++) {
            identity[k][k] = 1;
        }
        return identity;
    }

    /** How far sum |nu_i| a_i a_i^T is from a multiple of the identity: trace of it times trace of its inverse over D^2. */
    private static double spread(NeuronProblem problem, Frame frame) {
        int d = problem.dimension();
        double[][] gram = new double[d][2 * d];
        double trace = 0;
        for (int i = 0; i < problem.rows(); i++) {
            double[] a = frame.turned(problem.pairing()[i]);
            for (int j = 0; j < d; j++) {
                for (int k = 0; k < d; k++) {
                    gram[j][k] += Math.abs(problem.nu()[i]) * a[j] * a[k];
                }
            }
        }
        for (int k = 0; k < d; k++) {
            trace += gram[k][k];
            gram[k][d + k] = 1;
        }
        for (int k = 0; k < d; k++) {
            double pivot = gram[k][k];
            gram[k] = Arrays.stream(gram[k]).map(entry -> entry / pivot).toArray();
            for (int i = 0; i < d; i++) {
                double factor = gram[i][k];
                for (int j = 0; i != k && j < 2 * d; j++) {
                    gram[i][j] -= factor * gram[k][j];
                }
            }
        }
        double dual = 0;
        for (int k = 0; k < d; k++) {
            dual += gram[k][d + k];
        }
        return trace * dual / d / d;
    }

    private static int bits(double[][] matrix) {
        int high = Integer.MIN_VALUE;
        int low = Integer.MAX_VALUE;
        for (double[] row : matrix) {
            for (double entry : row) {
                if (entry != 0) {
                    long mantissa = Double.doubleToLongBits(entry) & (1L << 52) - 1 | 1L << 52;
                    high = Math.max(high, Math.getExponent(entry));
                    low = Math.min(low, Math.getExponent(entry) - 52 + Long.numberOfTrailingZeros(mantissa));
                }
            }
        }
        return high - low + 1;
    }
}
