package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
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
        final RationalMatrix edges;
        final FloatCube cube;
        final Box box;
        /** Handed on from the face. */
        final FloatCube.Corners corners;
        final FloatCone ofBox;
        final FloatCone ofCone;
        final double termSize;

        Case(Random random) {
            int dimension = 2 + random.nextInt(7);
            instance = Instances.gaussian(ROWS, dimension, random.nextInt(1000));
            RationalMatrix inverse = null;
            RationalMatrix functionals = null;
            while (inverse == null) {
                Rational[][] entries = new Rational[dimension][dimension];
                for (Rational[] row : entries) {
                    Arrays.setAll(row, k -> Rationals.of(random.nextInt(9) - 4, 4));
                }
                functionals = RationalMatrix.of(entries);
                inverse = Elimination.inverse(functionals).orElse(null);
            }
            edges = inverse;
            Arrays.setAll(terms, i -> Floats.of(instance.problem().functional(i).times(instance.nu().get(i))));
            termSize = Arrays.stream(terms).flatMapToDouble(Arrays::stream).map(Math::abs).sum();
            CubeRows rows = new CubeRows(ConeRows.of(instance.problem(), instance.nu()), functionals, edges);
            cube = new FloatCube(instance.problem(), instance.nu(), edges, terms);
            Box cut = Box.face(rows, random.nextInt(2 * dimension));
            FloatCube.Corners ofCut = cube.corners(cut);
            for (int depth = 0; depth < 12; depth++) {
                int axis = random.nextInt(dimension);
                Rational at = place(random, cut.low().get(axis), cut.high().get(axis));
                Box.Halves halves = cut.hasAxis(axis) ? cut.cut(axis, at) : null;
                if (halves != null) {
                    boolean isAbove = random.nextBoolean();
                    FloatCube.Halves ofHalves = cube.cut(ofCut, axis, Floats.of(at));
                    cut = isAbove ? halves.nonNegative() : halves.nonPositive();
                    ofCut = isAbove ? ofHalves.above() : ofHalves.below();
                }
            }
            box = cut;
            corners = ofCut;
            ofBox = cube.cone(box, corners);
            ofCone = new FloatCone(box.cone(), terms, dimension, false);
        }

        /** The middle or another dyadic place of eighths, or one that is not dyadic. */
        private static Rational place(Random random, Rational low, Rational high) {
            int parts = List.of(2, 8, 7).get(random.nextInt(3));
            return low.plus(high.minus(low).times(Rationals.of(1 + random.nextInt(parts - 1), parts)));
        }

        /** The sum of the positive parts of the terms with nu_i > 0 at a vertex, exactly, rounded. */
        double positive(int vertex) {
            Rational[] v = box.low().toArray();
            for (int j = 0, bits = vertex; j < v.length; j++) {
                if (box.hasAxis(j)) {
                    v[j] = (bits & 1) == 0 ? v[j] : box.high().get(j);
                    bits >>= 1;
                }
            }
            RationalVector u = edges.times(RationalVector.of(v));
            Rational sum = Rationals.ZERO;
            for (int i = 0; i < ROWS; i++) {
                Rational product = instance.problem().functional(i).dot(u);
                if (instance.nu().sign(i) > 0 && product.isPositive()) {
                    sum = sum.plus(instance.nu().get(i).times(product));
                }
            }
            return Floats.of(sum);
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

    /** However many cuts led to the box, and wherever they were. */
    @Test
    void sumsHandedOn() {
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            Case one = new Case(random);
            double size = Arrays.stream(Floats.of(one.edges)).flatMapToDouble(Arrays::stream).map(Math::abs).sum();
            double doubt = 4 * Math.ulp(1.0) * ROWS * size * one.termSize;
            double[] sums = one.corners.sums();
            assertArrayEquals(one.cube.corners(one.box).sums(), sums, doubt);
            for (int r = 0; r < sums.length; r++) {
                assertEquals(one.positive(r), sums[r], doubt, "round " + round + " vertex " + r);
            }
        }
    }

    /** Both halves have one number for a vertex of the section, and the whole's for the others. */
    @Test
    void oneSumForAVertex() {
        Random random = new Random(8);
        for (int round = 0; round < 60; round++) {
            Case one = new Case(random);
            int axis = 0;
            while (!one.box.hasAxis(axis)) {
                axis++;
            }
            FloatCube.Corners whole = one.corners;
            FloatCube.Halves halves = one.cube.cut(whole, axis, (whole.low()[axis] + whole.high()[axis]) / 2);
            // The first coordinate that has a width is the lowest bit.
            for (int r = 0; r < whole.sums().length; r += 2) {
                assertEquals(halves.above().sums()[r], halves.below().sums()[r + 1]);
                assertEquals(whole.sums()[r], halves.below().sums()[r]);
                assertEquals(whole.sums()[r + 1], halves.above().sums()[r + 1]);
            }
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
