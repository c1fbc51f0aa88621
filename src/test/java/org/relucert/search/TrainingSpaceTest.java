package org.relucert.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Coordinates of fewer rows than columns: their span, in which products, norms and optima are what they were. */
class TrainingSpaceTest {

    @Test
    void coordinatesOfTheSpan() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(6);
            boolean freeBias = random.nextBoolean();
            int penalised = n + random.nextInt(20) - 2;
            if (penalised < 1) {
                continue;
            }
            double[][] x = matrix(random, n, penalised);
            if (n > 1 && random.nextInt(4) == 0) {
                x[1] = Arrays.stream(x[0]).map(entry -> 2 * entry).toArray();
            }
            double[][] metric = metric(random, penalised, freeBias);
            double[][] ones = new double[n][1];
            Arrays.stream(ones).forEach(row -> row[0] = 1);
            double[][] pairing = freeBias ? TrainingInstances.withOnes(x) : x;
            TrainingProblem problem = new TrainingProblem(pairing, metric, freeBias, freeBias ? ones : TrainingInstances.none(n),
                    random.doubles(n).toArray(), 1, false);
            TrainingSpace space = new TrainingSpace(problem);
            int biases = freeBias ? 1 : 0;
            assertTrue(space.penalised <= Math.min(n, penalised), "seed " + seed);
            assertEquals(space.penalised + biases, space.dimension, "seed " + seed);
            double[] q = random.doubles(penalised + biases, -1, 1).toArray();
            double[] z = space.fromInput(q);
            double[] back = space.toInput(z);
            assertArrayEquals(z, space.fromInput(back), 1e-9, "seed " + seed);
            assertEquals(space.penalty(z), Math.sqrt(square(metric, back, penalised)), 1e-9, "seed " + seed);
            assertTrue(space.penalty(z) <= Math.sqrt(square(metric, q, penalised)) + 1e-9, "seed " + seed);
            for (int i = 0; i < n; i++) {
                double product = TrainingSpace.dot(pairing[i], q);
                assertEquals(product, space.rowScale * TrainingSpace.dot(space.rows[i], z), 1e-8, "seed " + seed);
                assertEquals(product, TrainingSpace.dot(pairing[i], back), 1e-8, "seed " + seed);
            }
        }
    }

    /** The optimum depends on the products of the rows alone: rows of n coordinates with the same ones have the same. */
    @Test
    void optimaOfTheSpan() {
        for (long seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(4);
            double[][] wide = matrix(random, n, n + 1 + random.nextInt(12));
            double[][] gram = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    gram[i][j] = TrainingSpace.dot(wide[i], wide[j]);
                }
            }
            double[] labels = random.doubles(n, -3, 3).toArray();
            TrainingResult ofWide = Trainer.train(TrainingInstances.squared(wide, labels, 0.5), Trainer.Options.gap(1e-9));
            TrainingResult ofSquare = Trainer.train(TrainingInstances.squared(Cholesky.of(gram, n), labels, 0.5),
                    Trainer.Options.gap(1e-9));
            assertTrue(ofWide.converged() && ofSquare.converged(), "seed " + seed);
            assertEquals(ofSquare.primal(), ofWide.primal(), 1e-6 * ofSquare.primal(), "seed " + seed);
            for (TrainingResult.Atom atom : ofWide.atoms()) {
                assertEquals(wide[0].length, atom.direction().length, "seed " + seed);
            }
        }
    }

    private static double[][] matrix(Random random, int rows, int columns) {
        double[][] matrix = new double[rows][];
        Arrays.setAll(matrix, i -> random.doubles(columns, -2, 2).toArray());
        return matrix;
    }

    /** Positive definite, the identity for a free bias. */
    private static double[][] metric(Random random, int penalised, boolean freeBias) {
        double[][] factor = matrix(random, penalised, penalised);
        int size = penalised + (freeBias ? 1 : 0);
        double[][] metric = TrainingInstances.identity(size);
        for (int k = 0; k < penalised; k++) {
            for (int l = 0; l < penalised; l++) {
                metric[k][l] += TrainingSpace.dot(factor[k], factor[l]) / penalised;
            }
        }
        return metric;
    }

    private static double square(double[][] metric, double[] q, int penalised) {
        double sum = 0;
        for (int k = 0; k < penalised; k++) {
            for (int l = 0; l < penalised; l++) {
                sum += metric[k][l] * q[k] * q[l];
            }
        }
        return sum;
    }
}
