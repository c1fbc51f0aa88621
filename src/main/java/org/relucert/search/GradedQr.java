package org.relucert.search;

import java.util.Arrays;

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
    /** R^T, its upper part unused. */
    private final double[][] lower;
    private final double[][] reflections;
    /** |v|^2 of each reflection I - 2 v v^T / |v|^2; 0 where there is none. */
    private final double[] squares;

    /**
     * Factors.
     *
     * @param a rows of equal length; they are overwritten
     */
    GradedQr(double[][] a, int size) {
        this.size = size;
        rows = a.length;
        place = new int[rows];
        order = new int[size];
        lower = new double[size][size];
        reflections = new double[size][rows];
        squares = new double[size];
        Arrays.setAll(order, k -> k);
        double[][] sorted = sorted(a);
        for (int c = 0; c < size; c++) {
            reflect(sorted, c);
        }
        for (int c = 0; c < size; c++) {
            double diagonal = c < rows ? sorted[c][c] : 0;
            lower[c][c] = Math.abs(diagonal) > 1e-150 ? diagonal : 1e-150;
            for (int k = c + 1; k < size; k++) {
                lower[k][c] = c < rows ? sorted[c][k] : 0;
            }
        }
    }

    /** The rows, longest first. */
    private double[][] sorted(double[][] a) {
        double[] lengths = new double[rows];
        Integer[] byLength = new Integer[rows];
        for (int r = 0; r < rows; r++) {
            lengths[r] = TrainingSpace.dot(a[r], a[r]);
            byLength[r] = r;
        }
        Arrays.sort(byLength, (r, s) -> Double.compare(lengths[s], lengths[r]));
        double[][] result = new double[rows][];
        for (int r = 0; r < rows; r++) {
            place[r] = byLength[r];
            result[r] = a[place[r]];
        }
        return result;
    }

    /** Makes a column zero below the diagonal: the longest of those left, with its largest entry on top. */
    private void reflect(double[][] a, int c) {
        int pivot = c;
        double longest = -1;
        for (int k = c; k < size; k++) {
            double sum = 0;
            for (int r = c; r < rows; r++) {
                sum += a[r][k] * a[r][k];
            }
            if (sum > longest) {
                longest = sum;
                pivot = k;
            }
        }
        int swap = order[c];
        order[c] = order[pivot];
        order[pivot] = swap;
        for (double[] row : a) {
            double value = row[c];
            row[c] = row[pivot];
            row[pivot] = value;
        }
        if (c >= rows || !(longest > 0)) {
            return;
        }
        int top = c;
        for (int r = c + 1; r < rows; r++) {
            if (Math.abs(a[r][c]) > Math.abs(a[top][c])) {
                top = r;
            }
        }
        exchange(a, c, top);
        double norm = Math.sqrt(longest);
        double alpha = a[c][c] > 0 ? -norm : norm;
        double[] v = reflections[c];
        double square = 0;
        for (int r = c; r < rows; r++) {
            v[r] = a[r][c] - (r == c ? alpha : 0);
            square += v[r] * v[r];
        }
        squares[c] = square;
        for (int k = c + 1; k < size; k++) {
            double sum = 0;
            for (int r = c; r < rows; r++) {
                sum += v[r] * a[r][k];
            }
            sum *= 2 / square;
            for (int r = c; r < rows; r++) {
                a[r][k] -= sum * v[r];
            }
        }
        a[c][c] = alpha;
    }

    /** Exchanges two rows, as if they had been exchanged from the beginning. */
    private void exchange(double[][] a, int r, int s) {
        double[] row = a[r];
        a[r] = a[s];
        a[s] = row;
        int at = place[r];
        place[r] = place[s];
        place[s] = at;
        for (double[] v : reflections) {
            double entry = v[r];
            v[r] = v[s];
            v[s] = entry;
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
        }
        double[] result = new double[rows];
        for (int r = 0; r < rows; r++) {
            result[place[r]] = x[r];
        }
        return result;
    }
}
