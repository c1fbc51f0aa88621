package org.relucert.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QuadraticLevelTest {

    private static double value(double[] v, double[] q, double[] u) {
        double sum = 0;
        for (int j = 0; j < u.length; j++) {
            sum += v[j] * u[j];
            for (int k = 0; k < u.length; k++) {
                sum += q[j * u.length + k] * u[j] * u[k];
            }
        }
        return sum;
    }

    private static double[] form(Random random, int size, int rank) {
        double[] q = new double[size * size];
        for (int r = 0; r < rank; r++) {
            double[] x = new double[size];
            for (int k = 0; k < size; k++) {
                x[k] = random.nextGaussian();
            }
            for (int j = 0; j < size; j++) {
                for (int k = 0; k < size; k++) {
                    q[j * size + k] += x[j] * x[k];
                }
            }
        }
        return q;
    }

    @Test
    void theLevelIsTheMaximumOnTheBall() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int size = 1 + random.nextInt(7);
            double[] q = form(random, size, random.nextInt(size + 2));
            double[] v = new double[size];
            for (int k = 0; k < size; k++) {
                v[k] = seed % 5 == 4 ? 0 : random.nextGaussian() * Math.pow(10, random.nextInt(5) - 2);
            }
            QuadraticLevel solver = new QuadraticLevel(size);
            double level = solver.solve(v, q);
            double norm = 0;
            for (double p : solver.point) {
                norm += p * p;
            }
            assertTrue(norm <= 1 + 1e-6, "seed " + seed);
            if (seed % 5 != 4) {
                // attained at the point it gives
                assertEquals(level, value(v, q, solver.point), 1e-6 * level, "seed " + seed);
            }
            for (int tries = 0; tries < 100; tries++) {
                double[] u = new double[size];
                double square = 0;
                for (int k = 0; k < size; k++) {
                    u[k] = random.nextGaussian();
                    square += u[k] * u[k];
                }
                for (int k = 0; k < size; k++) {
                    u[k] /= Math.sqrt(square);
                }
                assertTrue(value(v, q, u) <= level * (1 + 1e-9) + 1e-12, "seed " + seed);
            }
        }
    }

    @Test
    void withoutALinearPartItIsTheLargestEigenvalue() {
        double[] q = {2, 1, 0, 1, 2, 0, 0, 0, 1};
        assertEquals(3, new QuadraticLevel(3).solve(new double[3], q), 1e-7);
        assertEquals(0, new QuadraticLevel(2).solve(new double[2], new double[4]), 1e-300);
        // orthogonal to the eigenvector: the maximiser is not determined, the level is
        assertEquals(4 + 1.0 / 16, new QuadraticLevel(2).solve(new double[] {0, 1}, new double[] {4, 0, 0, 0}), 1e-7);
    }

    @Test
    void theMeanModulusOfAGaussian() {
        Random random = new Random(5);
        for (double mean : new double[] {0, 0.3, -1, 4, 20}) {
            double sum = 0;
            int count = 200_000;
            for (int i = 0; i < count; i++) {
                sum += Math.abs(mean + 2 * random.nextGaussian());
            }
            assertEquals(sum / count, QuadraticSearch.meanModulus(mean, 2), 0.03, "mean " + mean);
        }
        assertEquals(3, QuadraticSearch.meanModulus(-3, 0));
    }
}
