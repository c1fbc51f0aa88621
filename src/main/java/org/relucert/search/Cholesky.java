package org.relucert.search;

/** The Cholesky factor L of a positive definite matrix L L^T, and triangular systems with it; floating point. */
public final class Cholesky {

    private Cholesky() { }

    /**
     * The lower factor of the leading block of this size.
     *
     * @throws IllegalArgumentException if the block is not positive definite in floating point
     */
    public static double[][] of(double[][] matrix, int size) {
        double[][] lower = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                if (i == j) {
                    if (!(sum > 0)) {
                        throw new IllegalArgumentException("the metric is not positive definite (pivot " + i + ")");
                    }
                    lower[i][i] = Math.sqrt(sum);
                } else {
                    lower[i][j] = sum / lower[j][j];
                }
            }
        }
        return lower;
    }

    /** Writes L^{-1} b to target from offset on; b may be longer than L. */
    public static void solve(double[][] lower, double[] b, double[] target, int offset) {
        for (int k = 0; k < lower.length; k++) {
            double sum = b[k];
            for (int j = 0; j < k; j++) {
                sum -= lower[k][j] * target[offset + j];
            }
            target[offset + k] = sum / lower[k][k];
        }
    }
}
