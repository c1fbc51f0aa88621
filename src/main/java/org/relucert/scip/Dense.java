package org.relucert.scip;

/** The little dense linear algebra that the two proposal models need. */
final class Dense {

    private Dense() {}

    /** Throws unless this is rows x columns with finite entries. */
    static void requireShape(double[][] matrix, int rows, int columns, String what) {
        if (matrix.length != rows) {
            throw new IllegalArgumentException(what + " has " + matrix.length + " rows, not " + rows);
        }
        for (double[] row : matrix) {
            requireLength(row, columns, "a row of " + what);
        }
    }

    /** Throws unless this has that many entries, all finite. */
    static void requireLength(double[] vector, int length, String what) {
        if (vector.length != length) {
            throw new IllegalArgumentException(what + " has " + vector.length + " entries, not " + length);
        }
        for (double value : vector) {
            Scip.requireFinite(value, what);
        }
    }

    /** The inverse of a symmetric positive definite matrix, by Gauss-Jordan without pivoting. */
    static double[][] inverse(double[][] metric) {
        int d = metric.length;
        double[][] a = new double[d][2 * d];
        for (int i = 0; i < d; i++) {
            System.arraycopy(metric[i], 0, a[i], 0, d);
            a[i][d + i] = 1;
        }
        for (int k = 0; k < d; k++) {
            double pivot = a[k][k];
            if (!(pivot > 0)) {
                throw new IllegalArgumentException("the metric is not positive definite");
            }
            for (int j = 0; j < 2 * d; j++) {
                a[k][j] /= pivot;
            }
            for (int i = 0; i < d; i++) {
                double factor = a[i][k];
                if (i != k && factor != 0) {
                    for (int j = 0; j < 2 * d; j++) {
                        a[i][j] -= factor * a[k][j];
                    }
                }
            }
        }
        double[][] inverse = new double[d][];
        for (int i = 0; i < d; i++) {
            inverse[i] = java.util.Arrays.copyOfRange(a[i], d, 2 * d);
        }
        return inverse;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** sqrt(v' M v). */
    static double norm(double[][] metric, double[] v) {
        double sum = 0;
        for (int i = 0; i < v.length; i++) {
            sum += v[i] * dot(metric[i], v);
        }
        return Math.sqrt(Math.max(0, sum));
    }
}
