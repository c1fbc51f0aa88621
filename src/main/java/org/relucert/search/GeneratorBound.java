package org.relucert.search;

/**
 * The bound of a cone given by generators (Theorem SX) in floating point, for slopes that are given: the least |w|_M with
 * &lt;w, g_k&gt;_M &gt;= tau_k. The prover uses it to repair a leaf on the exact generators.
 */
public final class GeneratorBound {

    /** A pure-bias generator may miss its constraint by this, relative to the data: rounding of an exact zero. */
    private static final double ROUNDING = 1e-12;

    private final int dimension;
    private final int size;
    /** Lower triangular L of the penalised block, M = L L^T. */
    private final double[][] factor;

    /** The solver of a problem's space. */
    public GeneratorBound(double[][] metric, boolean freeBias) {
        dimension = metric.length;
        size = freeBias ? dimension - 1 : dimension;
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
     * Solves.
     *
     * @param generators count x D, input coordinates
     * @param tau right-hand sides, one for each generator
     */
    public Fit fit(double[][] generators, double[] tau) {
        int count = generators.length;
        double[] q = new double[count * size];
        double[] right = new double[count];
        int[] index = new int[count];
        int used = 0;
        for (int k = 0; k < count; k++) {
            double sum = 0;
            for (int j = 0; j < size; j++) {
                double e = 0;
                for (int i = j; i < size; i++) {
                    e += factor[i][j] * generators[k][i];
                }
                q[used * size + j] = e;
                sum += e * e;
            }
            double length = Math.sqrt(sum);
            if (length == 0) {
                if (tau[k] > ROUNDING * (1 + largest(tau))) {
                    return new Fit(Double.POSITIVE_INFINITY, new double[dimension], new int[0]);
                }
                continue;
            }
            for (int j = 0; j < size; j++) {
                q[used * size + j] /= length;
            }
            right[used] = tau[k] / length;
            index[used++] = k;
        }
        LeastNormMajorant solver = new LeastNormMajorant(size);
        double bound = solver.solve(used, q, right);
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
