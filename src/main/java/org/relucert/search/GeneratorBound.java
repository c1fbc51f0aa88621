package org.relucert.search;

import java.util.Arrays;

/**
 * The bound of a cone given by generators (Theorem SX) in floating point, for slopes that are given: the least |w|_M with
 * &lt;w, g_k&gt;_M &gt;= tau_k. The prover uses it to repair a leaf on the exact generators. Works on one cone at a time, for many right-hand sides.
 */
public final class GeneratorBound {

    /** A pure-bias generator may miss its constraint by this, relative to the data: rounding of an exact zero. */
    private static final double ROUNDING = 1e-12;

    /** Columns of a power of two entries would all fall on the same lines of the cache. */
    private static final int PADDING = 8;

    private final int dimension;
    private final int size;
    /** Lower triangular L of the penalised block, M = L L^T. */
    private final double[][] factor;
    private final LeastNormMajorant solver;
    /** Of the cone at hand: its generators' images of length 1 by columns, their lengths before, and which they are. */
    private double[][] image = new double[0][];
    private double[] length = new double[0];
    private int[] index = new int[0];
    private int used;
    private int count;

    /** The solver of a problem's space. */
    public GeneratorBound(double[][] metric, boolean freeBias) {
        dimension = metric.length;
        size = freeBias ? dimension - 1 : dimension;
        solver = new LeastNormMajorant(size);
        factor = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = metric[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? Math.sqrt(sum) : sum / factor[j][j];
            }
        }
    }

    /**
     * A majorant.
     *
     * @param bound |w|, infinite if there is none
     * @param w in input coordinates, length D
     * @param active generators where the constraint is an equality
     */
    public record Fit(double bound, double[] w, int[] active) { }

    /**
     * Turns to a cone.
     *
     * @param number how many generators
     * @param columns coordinate j of generator k at [j][k], input coordinates
     */
    public void cone(int number, double[][] columns) {
        count = number;
        if (length.length < count) {
            image = new double[size][count + PADDING];
            length = new double[count];
            index = new int[count];
        }
        for (int j = 0; j < size; j++) {
            Arrays.fill(image[j], 0, count, 0);
            for (int i = j; i < size; i++) {
                if (factor[i][j] != 0) {
                    addMultiple(image[j], columns[i], factor[i][j], count);
                }
            }
        }
        Arrays.fill(length, 0, count, 0);
        for (int j = 0; j < size; j++) {
            addSquares(length, image[j], count);
        }
        used = 0;
        for (int k = 0; k < count; k++) {
            if (length[k] > 0) {
                for (int j = 0; j < size && used < k; j++) {
                    image[j][used] = image[j][k];
                }
                index[used] = k;
                length[used++] = Math.sqrt(length[k]);
            }
        }
        for (int j = 0; j < size; j++) {
            divide(image[j], length, used);
        }
        solver.reset();
    }

    private static void addMultiple(double[] sums, double[] column, double factor, int count) {
        for (int k = 0; k < count; k++) {
            sums[k] += factor * column[k];
        }
    }

    private static void divide(double[] column, double[] divisors, int count) {
        for (int k = 0; k < count; k++) {
            column[k] /= divisors[k];
        }
    }

    private static void addSquares(double[] sums, double[] column, int count) {
        for (int k = 0; k < count; k++) {
            sums[k] += column[k] * column[k];
        }
    }

    /**
     * Solves on the cone at hand.
     *
     * @param tau right-hand sides, one for each generator
     * @param isWarm whether to start from what was active in the last solution on this cone
     */
    public Fit fit(double[] tau, boolean isWarm) {
        double[] right = new double[used];
        for (int k = 0; k < used; k++) {
            right[k] = tau[index[k]] / length[k];
        }
        for (int k = 0, next = 0; used < count && k < count; k++) {
            if (next < used && index[next] == k) {
                next++;
            } else if (tau[k] > ROUNDING * (1 + largest(tau))) {
                return new Fit(Double.POSITIVE_INFINITY, new double[dimension], new int[0]);
            }
        }
        if (!isWarm) {
            solver.reset();
        }
        double bound = solver.solve(used, image, right);
        if (bound == Double.POSITIVE_INFINITY) {
            solver.reset();
        }
        double[] w = new double[dimension];
        // e = L^T w
        for (int i = size - 1; i >= 0; i--) {
            double sum = solver.w[i];
            for (int j = i + 1; j < size; j++) {
                sum -= factor[j][i] * w[j];
            }
            w[i] = sum / factor[i][i];
        }
        int[] active = new int[solver.active];
        for (int a = 0; a < active.length; a++) {
            active[a] = index[solver.set[a]];
        }
        return new Fit(bound, w, active);
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
