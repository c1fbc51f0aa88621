package org.relucert.search;

import java.util.Arrays;

/** A dense positive definite system of some size, and its Cholesky factor U^T U; floating point. */
final class NormalSystem {

    final int size;
    /** Its upper triangle: row i from entry i on. */
    final double[][] matrix;
    private final double[][] upper;

    NormalSystem(int size) {
        this.size = size;
        matrix = new double[size][size];
        upper = new double[size][size];
    }

    void clear() {
        for (double[] row : matrix) {
            Arrays.fill(row, 0);
        }
    }

    /**
     * The factor, row by row. Sums run along rows and have no order to keep, so that they compile to
     * vector instructions; sums over k would not.
     */
    void factor() {
        for (int i = 0; i < size; i++) {
            double[] row = upper[i];
            System.arraycopy(matrix[i], i, row, i, size - i);
            double pivot = row[i];
            addProducts(-1, upper, i, i, size, row);
            double root = Math.sqrt(Math.max(row[i], 1e-15 * pivot + 1e-300));
            row[i] = root;
            for (int j = i + 1; j < size; j++) {
                row[j] /= root;
            }
        }
    }

    /** Solves in place, once there is a factor. */
    void solve(double[] x) {
        for (int i = 0; i < size; i++) {
            x[i] /= upper[i][i];
            subtract(x[i], upper[i], i + 1, x);
        }
        for (int i = size - 1; i >= 0; i--) {
            x[i] = (x[i] - dot(upper[i], x, i + 1)) / upper[i][i];
        }
    }

    /** Adds sign * sum_k v_k[i] v_k[j] to target[j], for the first {@code count} vectors and all j from i to the end. */
    static void addProducts(double sign, double[][] vectors, int count, int i, int end, double[] target) {
        int k = 0;
        for (; k + 4 <= count; k += 4) {
            addFour(sign * vectors[k][i], vectors[k], sign * vectors[k + 1][i], vectors[k + 1], sign * vectors[k + 2][i],
                    vectors[k + 2], sign * vectors[k + 3][i], vectors[k + 3], i, end, target);
        }
        for (; k < count; k++) {
            subtract(-sign * vectors[k][i], vectors[k], i, target);
        }
    }

    private static void addFour(double a, double[] x, double b, double[] y, double c, double[] z, double d, double[] w, int from,
            int end, double[] target) {
        for (int j = from; j < end; j++) {
            target[j] += a * x[j] + b * y[j] + (c * z[j] + d * w[j]);
        }
    }

    /** Subtracts a multiple from an entry on. */
    static void subtract(double factor, double[] x, int from, double[] target) {
        for (int j = from; j < target.length; j++) {
            target[j] -= factor * x[j];
        }
    }

    /** Sum of the products from an entry on. */
    static double dot(double[] x, double[] y, int from) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int j = from;
        for (int last = x.length - 3; j < last; j += 4) {
            first += x[j] * y[j];
            second += x[j + 1] * y[j + 1];
            third += x[j + 2] * y[j + 2];
            fourth += x[j + 3] * y[j + 3];
        }
        for (; j < x.length; j++) {
            first += x[j] * y[j];
        }
        return first + second + (third + fourth);
    }
}
