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
 */
final class FloatCube {

    /** Coordinates of which the vertices are a block, that all of its values stay in the nearest cache. */
    private static final int BLOCK = 6;

    private final int dimension;
    /** B. */
    private final double[][] edges;
    /** Row i: the functional nu_i &lt;x_i, .&gt; of u; and of v where nu_i &gt; 0, else null. */
    private final double[][] terms;
    private final double[][] convexTerms;
    /** Sum of the absolute entries of B: a majorant of |u| in the sum norm where no |v_j| is above 1. */
    private final double size;

    /**
     * A cube for a problem without free bias.
     *
     * @param edges B
     * @param terms row i: the functional nu_i &lt;x_i, .&gt;
     */
    FloatCube(Problem problem, RationalVector nu, RationalMatrix edges, double[][] terms) {
        this.dimension = edges.rows();
        this.edges = Floats.of(edges);
        this.size = Arrays.stream(this.edges).flatMapToDouble(Arrays::stream).map(Math::abs).sum();
        this.terms = terms;
        this.convexTerms = new double[terms.length][];
        RationalMatrix transposed = edges.transpose();
        for (int i = 0; i < terms.length; i++) {
            if (nu.sign(i) > 0) {
                convexTerms[i] = Floats.of(transposed.times(problem.functional(i).times(nu.get(i))));
            }
        }
    }

    /** The cone over a box. */
    FloatCone cone(Box box) {
        double[] low = Floats.of(box.low());
        double[] high = Floats.of(box.high());
        // The coordinate of the face has one value; the others are bits of a vertex, in this order.
        int[] axes = IntStream.range(0, dimension).filter(j -> low[j] != high[j]).toArray();
        double[] width = new double[axes.length];
        Arrays.setAll(width, b -> high[axes[b]] - low[axes[b]]);
        int count = 1 << axes.length;
        double[][] columns = FloatCone.columns(dimension, count);
        double[] steps = new double[axes.length];
        for (int i = 0; i < dimension; i++) {
            steps(edges[i], axes, width, 1, steps);
            double[] column = columns[i];
            column[0] = TreeProver.dot(edges[i], low);
            fill(column, steps, 0, axes.length);
        }
        double[] linear = Floats.of(box.decidedConcave());
        double[] middle = new double[dimension];
        Arrays.setAll(middle, j -> (low[j] + high[j]) / 2);
        int first = Math.min(BLOCK, axes.length);
        double[] block = new double[1 << first];
        double[] offsets = new double[count >> first];
        double[][] moduli = new double[offsets.length][block.length];
        for (int i = 0; i < convexTerms.length; i++) {
            if (convexTerms[i] == null) {
                continue;
            }
            boolean undecided = box.isUndecided(i);
            if (undecided) {
                steps(convexTerms[i], axes, width, 0.5, steps);
                block[0] = TreeProver.dot(convexTerms[i], low) / 2;
                fill(block, steps, 0, first);
                fill(offsets, steps, first, axes.length - first);
                for (int o = 0; o < offsets.length; o++) {
                    addModuli(moduli[o], block, offsets[o]);
                }
            }
            // (t)_+ = t / 2 + |t| / 2, and t or 0 where the sign is decided: the middle tells which.
            double share = undecided ? 0.5 : TreeProver.dot(convexTerms[i], middle) > 0 ? 1 : 0;
            for (int j = 0; j < dimension && share > 0; j++) {
                linear[j] += share * terms[i][j];
            }
        }
        double[] convex = new double[count];
        for (int o = 0; o < offsets.length; o++) {
            System.arraycopy(moduli[o], 0, convex, o << first, block.length);
        }
        return new FloatCone(columns, convex, linear, terms, size);
    }

    /** What a functional, times a factor, grows by along each coordinate. */
    private static void steps(double[] functional, int[] axes, double[] width, double factor, double[] steps) {
        for (int b = 0; b < axes.length; b++) {
            steps[b] = factor * width[b] * functional[axes[b]];
        }
    }

    /** Sums of the number at place 0 and those of so many growths that the bits of the place say. */
    private static void fill(double[] sums, double[] growths, int from, int count) {
        for (int b = 0, known = 1; b < count; b++, known *= 2) {
            double growth = growths[from + b];
            for (int r = 0; r < known; r++) {
                sums[known + r] = sums[r] + growth;
            }
        }
    }

    /** The innermost loop of a proof over cubes: without a shift of indices, so that a processor does many steps at a time. */
    private static void addModuli(double[] sums, double[] values, double offset) {
        for (int r = 0; r < values.length; r++) {
            sums[r] += Math.abs(values[r] + offset);
        }
    }
}
