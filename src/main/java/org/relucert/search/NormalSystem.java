package org.relucert.search;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A dense positive definite system of some size, and its Cholesky factor U^T U; floating point. */
final class NormalSystem {

    /** Rows of a block, whose numbers threads share; a multiple of four. */
    private static final int ROWS = 32;
    private static final int PARTS = 4;
    /** Multiplications of a block from which on threads pay. */
    private static final double WORTH_THREADS = 5e5;

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
        for (int from = 0; from < size; from += ROWS) {
            int first = from;
            int last = Math.min(size, from + ROWS);
            IntStream parts = IntStream.range(0, PARTS);
            ((double) first * ROWS * (size - first) > WORTH_THREADS ? parts.parallel() : parts)
                    .forEach(part -> subtractAbove(first, first + part, last));
            for (int i = first; i < last; i++) {
                finish(i, first);
            }
        }
    }

    /** What the rows above a block take from every so manieth row of it; four of them at a time, since these stay in the cache. */
    private void subtractAbove(int first, int from, int last) {
        for (int i = from; i < last; i += PARTS) {
            System.arraycopy(matrix[i], i, upper[i], i, size - i);
        }
        for (int k = 0; k < first; k += 4) {
            for (int i = from; i < last; i += PARTS) {
                addProducts(-1, upper, k, k + 4, i, size, upper[i]);
            }
        }
    }

    private void finish(int i, int first) {
        double[] row = upper[i];
        addProducts(-1, upper, first, i, i, size, row);
        double root = Math.sqrt(Math.max(row[i], 1e-15 * matrix[i][i] + 1e-300));
        row[i] = root;
        for (int j = i + 1; j < size; j++) {
            row[j] /= root;
        }
    }

    /** Solves in place, once there is a factor. */
    void solve(double[] x) {
        for (int i = 0; i < size; i++) {
            x[i] /= upper[i][i];
            subtract(x[i], upper[i], i + 1, size, x);
        }
        for (int i = size - 1; i >= 0; i--) {
            x[i] = (x[i] - dot(upper[i], x, i + 1)) / upper[i][i];
        }
    }

    /** Adds sign * sum_k v_k[i] v_k[j] to target[j], for vectors from one to before another and all j from i to the end. */
    static void addProducts(double sign, double[][] vectors, int from, int count, int i, int end, double[] target) {
        int k = from;
        for (; k + 4 <= count; k += 4) {
            addFour(sign * vectors[k][i], vectors[k], sign * vectors[k + 1][i], vectors[k + 1], sign * vectors[k + 2][i],
                    vectors[k + 2], sign * vectors[k + 3][i], vectors[k + 3], i, end, target);
        }
        for (; k < count; k++) {
            subtract(-sign * vectors[k][i], vectors[k], i, end, target);
        }
    }

    private static void addFour(double a, double[] x, double b, double[] y, double c, double[] z, double d, double[] w, int from,
            int end, double[] target) {
        for (int j = from; j < end; j++) {
            target[j] += a * x[j] + b * y[j] + (c * z[j] + d * w[j]);
        }
    }

    /** Subtracts a multiple from an entry to before another. */
    static void subtract(double factor, double[] x, int from, int end, double[] target) {
        for (int j = from; j < end; j++) {
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
