package org.relucert.prover;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.relucert.checker.Box;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Problem;

/**
 * The coordinates v of a cube in doubles, u = B v, and the data rows in them: makes the {@link FloatCone} of a box. All values
 * that it needs at the 2^(D-1) vertices are linear in v, so they are found by doubling: those with one more coordinate at its
 * high end are those without it plus a constant.
 *
 * <p>The sum of the positive parts of all terms with nu_i &gt; 0 is one function of v, whatever box v is a vertex of. So a box
 * hands its sums on to its halves, and a cut forms those at the vertices of its section only, for both halves at once.
 */
final class FloatCube {

    /** Coordinates of which the vertices are a block, that all of its values stay in the nearest cache. */
    private static final int BLOCK = 6;

    private final int dimension;
    private final int penalised;
    /** B. */
    private final double[][] edges;
    /** Row i: the functional nu_i &lt;x_i, .&gt; of u. */
    private final double[][] terms;
    /** Those with nu_i &gt; 0 as functionals of v: entry j of number m at [m][j]. */
    private final double[][] convexTerms;
    /** Half their sum. */
    private final double[] convexHalf;
    /** The same, and their absolute values, at [j][m]. */
    private final double[][] convexColumns;
    private final double[][] convexSizes;
    /** Sum of the absolute entries of B: a majorant of |u| in the sum norm where no |v_j| is above 1. */
    private final double size;

    /**
     * A box in doubles. Not to be changed.
     *
     * @param low where it ends in each coordinate
     * @param high the same, larger but for the coordinate of the face
     * @param sums of the positive parts of the terms with nu_i &gt; 0 at the vertices: at vertex r the coordinate number b of
     *     those that have a width is at its high end where bit b of r is set
     */
    record Corners(double[] low, double[] high, double[] sums) { }

    /** The two halves of a cut box. */
    record Halves(Corners above, Corners below) { }

    /**
     * A cube.
     *
     * @param edges B
     * @param terms row i: the functional nu_i &lt;x_i, .&gt;
     */
    FloatCube(Problem problem, RationalVector nu, RationalMatrix edges, double[][] terms) {
        this.dimension = edges.rows();
        this.penalised = problem.metric().rows();
        this.edges = Floats.of(edges);
        this.size = Arrays.stream(this.edges).flatMapToDouble(Arrays::stream).map(Math::abs).sum();
        this.terms = terms;
        RationalMatrix transposed = edges.transpose();
        this.convexTerms = IntStream.range(0, terms.length).filter(i -> nu.sign(i) > 0)
                .mapToObj(i -> Floats.of(transposed.times(problem.functional(i).times(nu.get(i))))).toArray(double[][]::new);
        this.convexHalf = new double[dimension];
        this.convexColumns = new double[dimension][convexTerms.length];
        this.convexSizes = new double[dimension][convexTerms.length];
        for (int m = 0; m < convexTerms.length; m++) {
            FloatCone.addMultiple(convexHalf, convexTerms[m], 0.5);
            for (int j = 0; j < dimension; j++) {
                convexColumns[j][m] = convexTerms[m][j];
                convexSizes[j][m] = Math.abs(convexTerms[m][j]);
            }
        }
    }

    /** A box by itself. */
    Corners corners(Box box) {
        double[] low = Floats.of(box.low());
        double[] high = Floats.of(box.high());
        return new Corners(low, high, sums(low, high));
    }

    /** Cuts coordinate j at a place between its ends. */
    Halves cut(Corners whole, int j, double at) {
        double[] from = whole.low.clone();
        from[j] = at;
        double[] to = whole.high.clone();
        to[j] = at;
        double[] section = sums(from, to);
        int bit = (int) IntStream.range(0, j).filter(k -> whole.low[k] < whole.high[k]).count();
        return new Halves(new Corners(from, whole.high, joined(section, whole.sums, 1 << bit, 0)),
                new Corners(whole.low, to, joined(section, whole.sums, 1 << bit, 1)));
    }

    /** The sums at the vertices of a half: those of the section where this bit is a given one, else those of the whole. */
    private static double[] joined(double[] section, double[] whole, int bit, int value) {
        double[] joined = whole.clone();
        for (int r = 0; r < section.length; r += bit) {
            System.arraycopy(section, r, joined, 2 * r + value * bit, bit);
        }
        return joined;
    }

    /** The cone over a box. */
    FloatCone cone(Box box, Corners corners) {
        double[] low = corners.low;
        int[] axes = axes(low, corners.high);
        double[] width = width(axes, low, corners.high);
        double[][] columns = FloatCone.columns(dimension, corners.sums.length);
        double[] steps = new double[axes.length];
        for (int i = 0; i < dimension; i++) {
            steps(edges[i], axes, width, 1, steps);
            double[] column = columns[i];
            column[0] = TreeProver.dot(edges[i], low);
            fill(column, steps, 0, axes.length);
        }
        return new FloatCone(columns, corners.sums.clone(), Floats.of(box.decidedConcave()), terms, penalised, size);
    }

    /**
     * The sums of the positive parts of the terms with nu_i &gt; 0 at the vertices of a box.
     *
     * <p>Each is formed once, from the ends themselves, so however many cuts led to the box, its error is a few roundings of
     * numbers up to S for each row and each coordinate, S the sum of the absolute values of all these terms' entries: the value
     * of a term is made of its entries in some steps for each coordinate, and the values are added up in one for each row. A
     * term taken by mistake for one of one sign has the other one by no more than the error of its own value. S is at most the
     * size of the terms as functionals of u times that of B, to which {@link FloatCone#isSurelyMajorant} relates errors.
     */
    private double[] sums(double[] low, double[] high) {
        int[] axes = axes(low, high);
        double[] width = width(axes, low, high);
        double[] middle = new double[convexTerms.length];
        double[] reach = new double[convexTerms.length];
        for (int j = 0; j < dimension; j++) {
            FloatCone.addMultiple(middle, convexColumns[j], (low[j] + high[j]) / 2);
            FloatCone.addMultiple(reach, convexSizes[j], (high[j] - low[j]) / 2);
        }
        // (t)_+ = t / 2 + |t| / 2, and the modulus is t or -t where there is one sign.
        double[] linear = convexHalf.clone();
        double[][] undecided = new double[convexTerms.length + 1][];
        int count = 0;
        for (int m = 0; m < middle.length; m++) {
            if (Math.abs(middle[m]) < reach[m]) {
                undecided[count++] = convexTerms[m];
            } else {
                FloatCone.addMultiple(linear, convexTerms[m], middle[m] > 0 ? 0.5 : -0.5);
            }
        }
        // A term that is zero makes them an even number.
        undecided[count] = new double[dimension];
        Values a = new Values(low, axes, width);
        Values b = new Values(low, axes, width);
        double[][] moduli = new double[a.offsets.length][a.block.length];
        for (int m = 0; m < count; m += 2) {
            a.halve(undecided[m]);
            b.halve(undecided[m + 1]);
            for (int o = 0; o < moduli.length; o++) {
                addModuli(moduli[o], a.block, a.offsets[o], b.block, b.offsets[o]);
            }
        }
        double[] sums = new double[1 << axes.length];
        double[] steps = new double[axes.length];
        steps(linear, axes, width, 1, steps);
        sums[0] = TreeProver.dot(linear, low);
        fill(sums, steps, 0, axes.length);
        for (int o = 0; o < moduli.length; o++) {
            for (int r = 0; r < a.block.length; r++) {
                sums[o * a.block.length + r] += moduli[o][r];
            }
        }
        return sums;
    }

    /** Half the values of a functional at the vertices: in one block of them, and by how much they are more in each block. */
    private static final class Values {
        private final double[] low;
        private final int[] axes;
        private final double[] width;
        private final int inBlock;
        private final double[] steps;
        private final double[] block;
        private final double[] offsets;

        Values(double[] low, int[] axes, double[] width) {
            this.low = low;
            this.axes = axes;
            this.width = width;
            this.inBlock = Math.min(BLOCK, axes.length);
            this.steps = new double[axes.length];
            this.block = new double[1 << inBlock];
            this.offsets = new double[1 << axes.length - inBlock];
        }

        void halve(double[] functional) {
            steps(functional, axes, width, 0.5, steps);
            block[0] = TreeProver.dot(functional, low) / 2;
            for (int b = 0; b < inBlock; b++) {
                // A constant distance makes vector instructions of the long ones.
                switch (b) {
                    case 3 -> grow(block, 8, steps[b]);
                    case 4 -> grow(block, 16, steps[b]);
                    case 5 -> grow(block, 32, steps[b]);
                    default -> grow(block, 1 << b, steps[b]);
                }
            }
            fill(offsets, steps, inBlock, axes.length - inBlock);
        }
    }

    /** The coordinates that have a width; they are bits of a vertex, in this order. */
    private int[] axes(double[] low, double[] high) {
        return IntStream.range(0, dimension).filter(j -> low[j] < high[j]).toArray();
    }

    private static double[] width(int[] axes, double[] low, double[] high) {
        return Arrays.stream(axes).mapToDouble(j -> high[j] - low[j]).toArray();
    }

    /** What a functional, times a factor, grows by along each coordinate. */
    private static void steps(double[] functional, int[] axes, double[] width, double factor, double[] steps) {
        for (int b = 0; b < axes.length; b++) {
            steps[b] = factor * width[b] * functional[axes[b]];
        }
    }

    /** Sums of the number at place 0 and those of so many growths that the bits of the place say. */
    private static void fill(double[] sums, double[] growths, int from, int count) {
        for (int b = 0; b < count; b++) {
            grow(sums, 1 << b, growths[from + b]);
        }
    }

    /** As many sums again: those that are known and a growth. */
    private static void grow(double[] sums, int known, double growth) {
        for (int r = 0; r < known; r++) {
            sums[known + r] = sums[r] + growth;
        }
    }

    /**
     * The innermost loop of a proof over cubes: without a shift of indices, so that a processor does many steps at a time, and
     * for two terms at once, so that sums are fetched and stored half as often.
     */
    private static void addModuli(double[] sums, double[] a, double toA, double[] b, double toB) {
        for (int r = 0; r < sums.length; r++) {
            sums[r] += Math.abs(a[r] + toA) + Math.abs(b[r] + toB);
        }
    }
}
