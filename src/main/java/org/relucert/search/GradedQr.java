package org.relucert.search;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * QR factorisation A P = Q R of a matrix whose rows differ by orders of magnitude: rows are sorted by length, and columns pivoted,
 * so that every row of A keeps its own digits (Cox and Higham, Stability of Householder QR factorization for weighted least
 * squares problems, 1998). With L = P R^T it solves A^T A x = b as L (L^T x) = b without A^T A being formed, in which small rows
 * would drown.
 *
 * <p>Given y = L^T x, {@link #product} is A x = Q y, which has digits that A times the rounded x has lost: where a row of A is
 * long, its product with x is small against what is added up.
 */
final class GradedQr {

    private final int size;
    private final int rows;
    /** Row r of what is factored is this row of A. */
    private final int[] place;
    /** Column k of R is this column of A. */
    private final int[] order;
    /** L = P R^T without P: row k is column k of R, and what is left of it below the diagonal does not count. */
    private final double[][] lower;
    private final double[][] reflections;
    /** |v|^2 of each reflection I - 2 v v^T / |v|^2; 0 where there is none. */
    private final double[] squares;

    /**
     * Factors.
     *
     * @param a rows of equal length, unchanged
     */
    GradedQr(double[][] a, int size) {
        this.size = size;
        rows = a.length;
        place = longestFirst(a);
        order = new int[size];
        lower = new double[size][Math.max(rows, size)];
        reflections = new double[size][rows];
        squares = new double[size];
        for (int k = 0; k < size; k++) {
            order[k] = k;
            for (int r = 0; r < rows; r++) {
                lower[k][r] = a[place[r]][k];
            }
        }
        for (int c = 0; c < size; c++) {
            eliminate(c);
            lower[c][c] = Math.abs(lower[c][c]) > 1e-150 ? lower[c][c] : 1e-150;
        }
    }

    private static int[] longestFirst(double[][] a) {
        double[] lengths = Arrays.stream(a).mapToDouble(row -> TrainingSpace.dot(row, row)).toArray();
        return IntStream.range(0, a.length).boxed().sorted((r, s) -> Double.compare(lengths[s], lengths[r]))
                .mapToInt(r -> r).toArray();
    }

    /** Makes a column zero below the diagonal: the longest of those left, with its largest entry on top. */
    private void eliminate(int c) {
        int pivot = c;
        double longest = -1;
        for (int k = c; k < size; k++) {
            double sum = 0;
            for (int r = c; r < rows; r++) {
                sum += lower[k][r] * lower[k][r];
            }
            if (sum > longest) {
                longest = sum;
                pivot = k;
            }
        }
        int at = order[c];
        order[c] = order[pivot];
        order[pivot] = at;
        double[] column = lower[pivot];
        lower[pivot] = lower[c];
        lower[c] = column;
        if (!(longest > 0)) {
            return;
        }
        int top = c;
        for (int r = c + 1; r < rows; r++) {
            if (Math.abs(column[r]) > Math.abs(column[top])) {
                top = r;
            }
        }
        exchange(c, top);
        double norm = Math.sqrt(longest);
        double alpha = column[c] > 0 ? -norm : norm;
        double[] v = reflections[c];
        for (int r = c; r < rows; r++) {
            v[r] = column[r] - (r == c ? alpha : 0);
            squares[c] += v[r] * v[r];
        }
        for (int k = c + 1; k < size; k++) {
            reflect(c, lower[k]);
        }
        column[c] = alpha;
    }

    /** Exchanges two rows, as if they had been exchanged from the beginning. */
    private void exchange(int r, int s) {
        int at = place[r];
        place[r] = place[s];
        place[s] = at;
        for (double[][] columns : new double[][][] {lower, reflections}) {
            for (double[] column : columns) {
                double entry = column[r];
                column[r] = column[s];
                column[s] = entry;
            }
        }
    }

    /** Applies a reflection to a column. */
    private void reflect(int c, double[] x) {
        double[] v = reflections[c];
        double sum = 0;
        for (int r = c; r < rows; r++) {
            sum += v[r] * x[r];
        }
        sum *= 2 / squares[c];
        for (int r = c; r < rows; r++) {
            x[r] -= sum * v[r];
        }
    }

    /** Writes L^{-1} x. */
    void forward(double[] x, double[] out) {
        for (int a = 0; a < size; a++) {
            double sum = x[order[a]];
            for (int k = 0; k < a; k++) {
                sum -= lower[a][k] * out[k];
            }
            out[a] = sum / lower[a][a];
        }
    }

    /** Adds L^{-T} y to a vector. */
    void addBackward(double[] y, double[] target) {
        double[] x = y.clone();
        for (int a = size - 1; a >= 0; a--) {
            double sum = x[a];
            for (int k = a + 1; k < size; k++) {
                sum -= lower[k][a] * x[k];
            }
            x[a] = sum / lower[a][a];
            target[order[a]] += x[a];
        }
    }

    /** Q y, in the order of the rows of A. */
    double[] product(double[] y) {
        double[] x = Arrays.copyOf(y, rows);
        for (int c = Math.min(size, rows) - 1; c >= 0; c--) {
            if (squares[c] > 0) {
                reflect(c, x);
            }
        }
        double[] result = new double[rows];
        for (int r = 0; r < rows; r++) {
            result[place[r]] = x[r];
        }
        return result;
    }
}
