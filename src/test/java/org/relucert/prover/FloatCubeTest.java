package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.bench.Instances;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.Box;
import org.relucert.checker.Cone;
import org.relucert.checker.ConeRows;
import org.relucert.checker.CubeRows;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Boxes in doubles against the general cone over them, and the sure test of a majorant against the exact one. */
class FloatCubeTest {

    private static final int ROWS = 40;

    /** A box some cuts below a face of a skew cube, with what belongs to it. */
    private static final class Case {
        final Instances.Instance instance;
        final double[][] terms = new double[ROWS][];
        final Box box;
        final FloatCone ofBox;
        final FloatCone ofCone;
        final double termSize;

        Case(Random random) {
            int dimension = 2 + random.nextInt(7);
            instance = Instances.gaussian(ROWS, dimension, random.nextInt(1000));
            RationalMatrix edges = null;
            RationalMatrix cube = null;
            while (edges == null) {
                Rational[][] entries = new Rational[dimension][dimension];
                for (Rational[] row : entries) {
                    Arrays.setAll(row, k -> Rationals.of(random.nextInt(9) - 4, 4));
                }
                cube = RationalMatrix.of(entries);
                edges = Elimination.inverse(cube).orElse(null);
            }
            Arrays.setAll(terms, i -> Floats.of(instance.problem().functional(i).times(instance.nu().get(i))));
            termSize = Arrays.stream(terms).flatMapToDouble(Arrays::stream).map(Math::abs).sum();
            CubeRows rows = new CubeRows(ConeRows.of(instance.problem(), instance.nu()), cube, edges);
            Box cut = Box.face(rows, random.nextInt(2 * dimension));
            for (int depth = 0; depth < 12; depth++) {
                int axis = random.nextInt(dimension);
                Rational at = cut.low().get(axis).plus(cut.high().get(axis)).divide(Rationals.of(2));
                Box.Halves halves = cut.hasAxis(axis) ? cut.cut(axis, at) : null;
                cut = halves == null ? cut : random.nextBoolean() ? halves.nonNegative() : halves.nonPositive();
            }
            box = cut;
            ofBox = new FloatCube(instance.problem(), instance.nu(), edges, terms).cone(box);
            ofCone = new FloatCone(box.cone(), terms, dimension, false);
        }

        /** Some slopes of the undecided rows with nu_i < 0. */
        Slopes slopes(Random random) {
            int[] rows = Arrays.stream(box.undecided()).filter(i -> instance.nu().sign(i) < 0 && random.nextBoolean()).toArray();
            long[] multiples = new long[rows.length];
            Arrays.setAll(multiples, t -> 1 + random.nextInt(64));
            return new Slopes(rows, multiples, 6);
        }
    }

    @Test
    void sameGeneratorsAndTau() {
        Random random = new Random(5);
        for (int round = 0; round < 60; round++) {
            Case one = new Case(random);
            Cone cone = one.box.cone();
            assertEquals(cone.generators(), one.ofBox.count());
            for (int j = 0; j < one.ofBox.columns().length; j++) {
                double[] expected = Arrays.copyOf(one.ofCone.columns()[j], one.ofCone.count());
                assertArrayEquals(expected, Arrays.copyOf(one.ofBox.columns()[j], one.ofBox.count()), 1e-12);
            }
            Slopes slopes = one.slopes(random);
            assertArrayEquals(one.ofCone.tau(slopes), one.ofBox.tau(slopes), 1e-12 * one.termSize);
        }
    }

    /** Vectors whose least slack is a given number: far from zero doubles know, close to it whole numbers must. */
    @Test
    void sureOnlyWhereItIsTrue() {
        Random random = new Random(6);
        int sure = 0;
        int open = 0;
        for (int round = 0; round < 200; round++) {
            Case one = new Case(random);
            Slopes slopes = one.slopes(random);
            double[] tau = one.ofBox.tau(slopes);
            double[] w = new double[one.instance.problem().dimension()];
            Arrays.setAll(w, k -> random.nextGaussian());
            // z is positive on the cone: the coordinate of the face
            double[] z = positive(one);
            if (z == null) {
                continue;
            }
            double step = Double.NEGATIVE_INFINITY;
            double[] values = one.ofBox.values(w);
            double[] growths = one.ofBox.values(z);
            for (int k = 0; k < tau.length; k++) {
                step = Math.max(step, (tau[k] - values[k]) / growths[k]);
            }
            for (double more : new double[] {-1e-3, -1e-9, -1e-15, 0, 1e-15, 1e-13, 1e-9, 1e-3}) {
                double[] moved = new double[w.length];
                double total = step + more * Math.abs(step);
                Arrays.setAll(moved, k -> w[k] + total * z[k]);
                double size = Arrays.stream(moved).map(Math::abs).sum();
                boolean said = one.ofBox.isSurelyMajorant(moved, size, tau, one.termSize);
                Terms terms = slopes.terms();
                boolean truth = one.box.violated(Floats.exact(moved), terms.indices(), terms.values(), Optional.empty())
                        .isEmpty();
                assertTrue(truth || !said, "round " + round + " " + more);
                sure += said ? 1 : 0;
                open += truth && !said ? 1 : 0;
                if (more <= 0) {
                    assertFalse(said && more < -1e-12, "round " + round);
                }
                if (more >= 1e-3) {
                    assertTrue(said, "round " + round + ": no doubt is left that far above");
                }
            }
        }
        assertTrue(sure > 100 && open > 50, sure + " sure, " + open + " left to whole numbers");
    }

    /** A functional that is positive on all generators: the sum of the generators' coordinates, weighted by their mean. */
    private static double[] positive(Case one) {
        double[] mean = new double[one.ofBox.columns().length];
        for (int j = 0; j < mean.length; j++) {
            mean[j] = Arrays.stream(one.ofBox.columns()[j], 0, one.ofBox.count()).average().orElseThrow();
        }
        return Arrays.stream(one.ofBox.values(mean)).allMatch(v -> v > 1e-3) ? mean : null;
    }

    @Test
    void doublesExactly() {
        double[][] vectors = {{0, 0}, {1, -3}, {0x1p-30, 5}, {0x1p-1074, 1}, {0.1, 1e300}, {-0x1.fffffffffffffp-3, 0x1p60}};
        for (double[] vector : vectors) {
            RationalVector exact = Floats.exact(vector);
            for (int k = 0; k < vector.length; k++) {
                assertEquals(Floats.exact(vector[k]), exact.get(k));
            }
        }
    }
}
