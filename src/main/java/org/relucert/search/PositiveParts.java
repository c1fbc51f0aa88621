package org.relucert.search;

import java.util.Arrays;

/**
 * The function P(v) = sum of weight_s (x_s . v)_+ at the vertices of a box in the chart of one face of the cube: its true value
 * where somebody asks for it, a majorant elsewhere.
 *
 * <p>P is convex, so in the middle of an edge it is at most the mean of its values at both ends. When a box is halved, a half
 * shares one half of its vertices with the box and has the others in the middle of its edges: all majorants come from those of
 * the box. Few of them have to be replaced by true values, since a constraint that a majorant of P meets is met.
 *
 * <p>A value is a sum over rows of two numbers each, one for the first coordinates of the vertex and one for the others, both
 * out of tables. The object is scratch space, reused for many boxes; vertices are numbered as in {@link BoxVertices}.
 */
final class PositiveParts {

    /** So many vertices are in one of the arrays of {@link #values}. */
    final int blockBits;
    /** By blocks: P at the vertex, or more. */
    final double[][] values;
    private final boolean[] known;

    // P as moduli and a linear function: w (t)_+ = w/2 |t| + w/2 t. By the numbers of the first or last coordinates of a vertex,
    // what these add to w/2 t of each row, and behind the last row to the linear function.
    private final double[][] first;
    private final double[][] last;
    private final int firstBits;
    private int rows;
    private final double[] growth;

    /**
     * Room for boxes.
     *
     * @param rows most rows of a box
     */
    PositiveParts(int dimension, int rows, int blockBits) {
        int bits = dimension - 1;
        this.blockBits = blockBits;
        values = new double[1 << bits - blockBits][1 << blockBits];
        known = new boolean[1 << bits];
        firstBits = bits - bits / 2;
        first = new double[1 << firstBits][rows + 1];
        last = new double[1 << bits / 2][rows + 1];
        growth = new double[rows + 1];
    }

    /**
     * Turns to a box, on which no value is true yet.
     *
     * @param number how many rows change their sign on the box
     * @param x their coordinates, by columns
     * @param weight their weights, positive
     * @param linear the weighted sum of the rows that are nonnegative on the box
     */
    void turnTo(int face, double[] low, double[] high, int number, double[][] x, double[] weight, double[] linear) {
        rows = number;
        double[] corner = first[0];
        Arrays.fill(corner, 0, rows + 1, 0);
        for (int j = 0; j < x.length; j++) {
            addMultiple(corner, x[j], low[j], rows);
            corner[rows] += low[j] * linear[j];
        }
        finish(corner, weight);
        for (int b = 0; 1 << b < known.length; b++) {
            int j = BoxVertices.axis(face, b);
            double width = high[j] - low[j];
            Arrays.fill(growth, 0, rows, 0);
            addMultiple(growth, x[j], width, rows);
            growth[rows] = width * linear[j];
            finish(growth, weight);
            double[][] table = b < firstBits ? first : last;
            for (int t = 0, half = 1 << (b < firstBits ? b : b - firstBits); t < half; t++) {
                add(table[half + t], table[t], growth, rows + 1);
            }
        }
    }

    /** Weights the numbers of the rows, and adds their linear halves to the number behind them. */
    private void finish(double[] numbers, double[] weight) {
        double sum = 0;
        for (int s = 0; s < rows; s++) {
            numbers[s] *= weight[s] / 2;
            sum += numbers[s];
        }
        numbers[rows] += sum;
    }

    boolean known(int t) {
        return known[t];
    }

    /** Puts the true value in the place of a majorant. */
    void find(int t) {
        double[] a = first[t & (1 << firstBits) - 1];
        double[] b = last[t >> firstBits];
        set(t, sumOfModuli(a, b, rows) + (a[rows] + b[rows]));
        known[t] = true;
    }

    /** Adds a multiple of the terms of P at a vertex, of all rows that change their sign on the box. */
    void addTerms(double[] sums, int t, double factor) {
        double[] a = first[t & (1 << firstBits) - 1];
        double[] b = last[t >> firstBits];
        for (int s = 0; s < rows; s++) {
            double half = a[s] + b[s];
            sums[s] += factor * (half + Math.abs(half));
        }
    }

    void findAll() {
        for (int t = 0; t < known.length; t++) {
            find(t);
        }
    }

    /**
     * Turns to the values of the upper half of a box in the b-th coordinate: majorants.
     *
     * @param whole majorants at the vertices of the box
     */
    void upperHalf(float[] whole, int b) {
        int bit = 1 << b;
        for (int t = 0; t < known.length; t++) {
            set(t, (whole[t] + (double) whole[t | bit]) / 2);
            known[t] = false;
        }
    }

    /** Goes over from the upper half of a box to the lower one. What has been found on the face between them stays. */
    void lowerHalf(float[] whole, int b) {
        int bit = 1 << b;
        for (int t = 0; t < known.length; t++) {
            if ((t & bit) == 0) {
                set(t | bit, get(t));
                known[t | bit] = known[t];
                set(t, whole[t]);
                known[t] = false;
            }
        }
    }

    /** All values in single precision, none of them less than it was. */
    float[] majorants() {
        float[] majorants = new float[known.length];
        for (int t = 0; t < majorants.length; t++) {
            majorants[t] = Math.nextUp((float) get(t));
        }
        return majorants;
    }

    private double get(int t) {
        return values[t >> blockBits][t & (1 << blockBits) - 1];
    }

    private void set(int t, double value) {
        values[t >> blockBits][t & (1 << blockBits) - 1] = value;
    }

    /** Four sums at once, since Java keeps the order of additions. */
    private static double sumOfModuli(double[] a, double[] b, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int s = 0;
        for (int end = count - 3; s < end; s += 4) {
            s0 += Math.abs(a[s] + b[s]);
            s1 += Math.abs(a[s + 1] + b[s + 1]);
            s2 += Math.abs(a[s + 2] + b[s + 2]);
            s3 += Math.abs(a[s + 3] + b[s + 3]);
        }
        for (; s < count; s++) {
            s0 += Math.abs(a[s] + b[s]);
        }
        return s0 + s1 + (s2 + s3);
    }

    private static void addMultiple(double[] sums, double[] x, double factor, int count) {
        for (int s = 0; s < count; s++) {
            sums[s] += factor * x[s];
        }
    }

    private static void add(double[] sums, double[] a, double[] b, int count) {
        for (int s = 0; s < count; s++) {
            sums[s] = a[s] + b[s];
        }
    }
}
