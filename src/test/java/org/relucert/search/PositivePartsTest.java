package org.relucert.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sums of positive parts at the vertices of boxes: majorants everywhere, true where they were asked for, and bounds as if all were. */
class PositivePartsTest {

    private static final int SEEDS = 200;

    /** A box in a face of the cube, rows with nu &gt; 0, and their sum P in both forms. */
    private static final class Box {

        final Random random;
        final int dimension;
        final int face;
        final double[] low;
        final double[] high;
        final double[][] rows;
        final double[] weight;
        final PositiveParts parts;

        Box(int seed) {
            random = new Random(seed);
            dimension = 2 + random.nextInt(9);
            face = random.nextInt(2 * dimension);
            low = new double[dimension];
            high = new double[dimension];
            rows = new double[1 + random.nextInt(40)][dimension];
            weight = new double[rows.length];
            for (int k = 0; k < dimension; k++) {
                low[k] = -random.nextDouble();
                high[k] = low[k] + 2 * random.nextDouble();
            }
            low[face / 2] = face % 2 == 0 ? 1 : -1;
            high[face / 2] = low[face / 2];
            for (int i = 0; i < rows.length; i++) {
                weight[i] = random.nextDouble();
                for (int k = 0; k < dimension; k++) {
                    rows[i][k] = random.nextGaussian();
                }
            }
            parts = BoxVertices.parts(dimension, rows.length);
        }

        int vertices() {
            return 1 << dimension - 1;
        }

        /** A coordinate to halve the box in. */
        int split() {
            return BoxVertices.axis(face, random.nextInt(dimension - 1));
        }

        /** Turns the sum to the box as it is now, rows of one sign there summed up. */
        void turn() {
            double[][] x = new double[dimension][rows.length];
            double[] weights = new double[rows.length];
            double[] linear = new double[dimension];
            int count = 0;
            for (int i = 0; i < rows.length; i++) {
                double least = Double.POSITIVE_INFINITY;
                double most = Double.NEGATIVE_INFINITY;
                for (int t = 0; t < vertices(); t++) {
                    least = Math.min(least, TrainingSpace.dot(rows[i], vertex(t)));
                    most = Math.max(most, TrainingSpace.dot(rows[i], vertex(t)));
                }
                for (int k = 0; k < dimension; k++) {
                    if (least >= 0) {
                        linear[k] += weight[i] * rows[i][k];
                    } else if (most > 0) {
                        x[k][count] = rows[i][k];
                    }
                }
                if (least < 0 && most > 0) {
                    weights[count++] = weight[i];
                }
            }
            parts.turnTo(face, low, high, count, x, weights, linear);
        }

        double[] vertex(int t) {
            double[] vertex = low.clone();
            for (int b = 0; b < dimension - 1; b++) {
                if ((t >> b & 1) == 1) {
                    vertex[BoxVertices.axis(face, b)] = high[BoxVertices.axis(face, b)];
                }
            }
            return vertex;
        }

        double truth(int t) {
            double sum = 0;
            for (int i = 0; i < rows.length; i++) {
                sum += weight[i] * Math.max(0, TrainingSpace.dot(rows[i], vertex(t)));
            }
            return sum;
        }

        double value(int t) {
            return parts.values[t >> parts.blockBits][t & (1 << parts.blockBits) - 1];
        }

        /** Nothing is less than the truth, and what is known is the truth; how many values are more than it. */
        int check(String label) {
            int above = 0;
            for (int t = 0; t < vertices(); t++) {
                double truth = truth(t);
                assertTrue(value(t) > truth - 1e-12, label + " vertex " + t + ": " + value(t) + " for " + truth);
                if (parts.known(t)) {
                    assertEquals(truth, value(t), 1e-12, label + " vertex " + t);
                }
                above += value(t) > truth + 1e-4 ? 1 : 0;
            }
            return above;
        }
    }

    @Test
    void majorantsThroughManyHalves() {
        int above = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Box box = new Box(seed);
            box.turn();
            box.parts.findAll();
            assertEquals(0, box.check("seed " + seed), "seed " + seed);
            for (int step = 0; step < 6; step++) {
                String label = "seed " + seed + " step " + step;
                int j = box.split();
                int b = BoxVertices.bit(box.face, j);
                float[] whole = box.parts.majorants();
                double least = box.low[j];
                double middle = (least + box.high[j]) / 2;
                box.parts.upperHalf(whole, b);
                box.low[j] = middle;
                box.turn();
                above += box.check(label + " above");
                int asked = box.random.nextInt(box.vertices());
                box.parts.find(asked);
                assertTrue(box.parts.known(asked), label);
                box.check(label + " above");
                if (box.random.nextBoolean()) {
                    box.parts.lowerHalf(whole, b);
                    box.low[j] = least;
                    box.high[j] = middle;
                    box.turn();
                    above += box.check(label + " below");
                    // at the lower end before, on the face between the halves: there the lower one has its upper end
                    for (int t = 0; t < box.vertices(); t++) {
                        assertEquals((asked >> b & 1) == 0 && t == (asked | 1 << b), box.parts.known(t), label + " vertex " + t);
                    }
                }
            }
        }
        assertTrue(above > 1000, above + " majorants are not the truth");
    }

    @Test
    void boundsAreThoseOfTrueValues() {
        int asked = 0;
        int vertices = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Box box = new Box(seed);
            String label = "seed " + seed;
            double[] functional = box.random.doubles(box.dimension, -3, 3).toArray();
            double[][] axes = NeuronSearchTest.randomMetric(box.random, box.dimension);
            box.turn();
            box.parts.findAll();
            float[] whole = box.parts.majorants();
            int j = box.split();
            box.low[j] = (box.low[j] + box.high[j]) / 2;
            box.turn();
            box.parts.findAll();
            LeastNormMajorant all = new LeastNormMajorant(box.dimension);
            double expected = all.solve(vertices(box, axes, functional));
            box.parts.upperHalf(whole, BoxVertices.bit(box.face, j));
            assertFalse(box.parts.known(0), label);
            LeastNormMajorant few = new LeastNormMajorant(box.dimension);
            few.propose(box.random.nextInt(box.vertices()));
            double bound = few.solve(vertices(box, axes, functional));
            assertEquals(expected, bound, 1e-9 * (1 + expected), label);
            if (expected < Double.POSITIVE_INFINITY) {
                for (int k = 0; k < box.dimension; k++) {
                    assertEquals(all.w[k], few.w[k], 1e-7 * (1 + expected), label + " coordinate " + k);
                }
            }
            for (int a = 0; a < few.active; a++) {
                assertTrue(box.parts.known(few.set[a]), label + " active vertex " + few.set[a]);
            }
            box.check(label);
            vertices += box.vertices();
            for (int t = 0; t < box.vertices(); t++) {
                asked += box.parts.known(t) ? 1 : 0;
            }
        }
        assertTrue(2 * asked < vertices, asked + " of " + vertices + " asked for");
    }

    private static BoxVertices vertices(Box box, double[][] axes, double[] functional) {
        BoxVertices vertices = new BoxVertices(axes, box.parts);
        vertices.turnTo(box.face, box.low, box.high);
        vertices.setFunctional(functional);
        return vertices;
    }
}
