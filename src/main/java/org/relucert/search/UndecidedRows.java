package org.relucert.search;

import java.util.Arrays;

/**
 * The merged rows that take both signs on a box of the cube search, by columns, and the sums over those that are nonnegative on
 * it. What a box decides is decided on its halves: these ask only for the rows of the whole, and move their ranges in the one
 * coordinate in which they differ from it. The object is scratch space, reused for many boxes.
 */
final class UndecidedRows {

    /** |&lt;x_i,g&gt;| (unit row) below this is zero: rounding at vertices that lie exactly on hyperplanes. */
    private static final double ZERO = 1e-11;

    /** How many rows there are. */
    int count;
    /** So many of them have nu &gt; 0; they come first. */
    int positives;
    /** Their coordinates, contiguous. Not to be changed, as the weights. */
    double[][] column;
    double[] weight;
    /** Weighted sum of the rows with nu &gt; 0 that are nonnegative on the box, and of those with nu &lt; 0. */
    final double[] decidedPositive;
    final double[] decidedNegative;

    private final NeuronGeometry geometry;
    private final int dimension;
    /** Merged rows, ascending. */
    private final int[] row;
    /** Where they were in the box they come from. */
    private final int[] place;
    /** Of those that were decided last, where they were; as {@link #place} with room for one more. */
    private final int[] decided;
    private final double[][] ownColumn;
    private final double[] ownWeight;
    /** Of each row over the box. */
    private final double[] centre;
    private final double[] radius;

    UndecidedRows(NeuronGeometry geometry) {
        this.geometry = geometry;
        dimension = geometry.dimension;
        decidedPositive = new double[dimension];
        decidedNegative = new double[dimension];
        row = new int[geometry.count];
        place = new int[geometry.count + 1];
        decided = new int[geometry.count + 1];
        ownColumn = new double[dimension][geometry.count];
        ownWeight = new double[geometry.count];
        centre = new double[geometry.count];
        radius = new double[geometry.count];
    }

    /** What a node keeps of its box. */
    static final class Known {

        /** The undecided merged rows, as bits. */
        private final long[] rows;
        private final int count;
        private final int positives;
        /** Over the other rows; null where these are few, so that asking all rows costs less than to gather most. */
        private final double[] sums;

        private Known(long[] rows, int count, int positives, double[] sums) {
            this.rows = rows;
            this.count = count;
            this.positives = positives;
            this.sums = sums;
        }

        /** The undecided merged rows with nu &lt; 0, ascending. */
        int[] negatives() {
            int[] all = new int[count];
            list(all);
            return Arrays.copyOfRange(all, positives, count);
        }

        private void list(int[] list) {
            int at = 0;
            for (int w = 0; w < rows.length; w++) {
                for (long left = rows[w]; left != 0; left &= left - 1) {
                    list[at++] = w * Long.SIZE + Long.numberOfTrailingZeros(left);
                }
            }
        }
    }

    Known known() {
        long[] rows = new long[count == 0 ? 0 : row[count - 1] / Long.SIZE + 1];
        for (int s = 0; s < count; s++) {
            rows[row[s] / Long.SIZE] |= 1L << row[s];
        }
        double[] sums = null;
        if (count <= geometry.count * 3L / 4) {
            sums = Arrays.copyOf(decidedPositive, 2 * dimension);
            System.arraycopy(decidedNegative, 0, sums, dimension, dimension);
        }
        return new Known(rows, count, positives, sums);
    }

    /** Takes all rows for undecided, whatever they are. */
    void takeAll() {
        count = geometry.count;
        positives = geometry.positives;
        Arrays.setAll(row, i -> i);
        column = geometry.column;
        weight = geometry.weight;
        Arrays.fill(decidedPositive, 0);
        Arrays.fill(decidedNegative, 0);
    }

    /** Takes the rows of a box that was looked at before; all, where these are most. */
    void take(Known known) {
        if (known.sums == null) {
            takeAll();
            return;
        }
        known.list(row);
        count = known.count;
        positives = known.positives;
        System.arraycopy(known.sums, 0, decidedPositive, 0, dimension);
        System.arraycopy(known.sums, dimension, decidedNegative, 0, dimension);
        gather(geometry.column, geometry.weight, row);
    }

    /** Finds the ranges of the rows over their box. */
    void spread(double[] low, double[] high) {
        Arrays.fill(centre, 0, count, 0);
        Arrays.fill(radius, 0, count, 0);
        for (int k = 0; k < dimension; k++) {
            addMultiple(centre, column[k], (low[k] + high[k]) / 2, count);
            addMultipleOfModuli(radius, column[k], (high[k] - low[k]) / 2, count);
        }
    }

    /**
     * Takes the undecided rows of a part of a box, as yet without columns.
     *
     * @param whole rows of that box with their ranges, the undecided ones among them
     * @param j a coordinate
     * @param shift by how much the centre of its range moves, and its ends towards each other
     */
    void choose(UndecidedRows whole, int j, double shift) {
        System.arraycopy(whole.decidedPositive, 0, decidedPositive, 0, dimension);
        System.arraycopy(whole.decidedNegative, 0, decidedNegative, 0, dimension);
        double[] x = whole.column[j];
        int undecided = 0;
        int nonNegative = 0;
        for (int s = 0, end = whole.count; s < end; s++) {
            double move = shift * x[s];
            double middle = whole.centre[s] + move;
            double half = whole.radius[s] - Math.abs(move);
            // What is written behind the last one is written again.
            place[undecided] = s;
            decided[nonNegative] = s;
            int above = Signs.isPositive(middle + half - ZERO);
            int below = Signs.isPositive(half - middle - ZERO);
            undecided += above & below;
            nonNegative += above & ~below;
        }
        count = undecided;
        positives = 0;
        for (int s = 0; s < count; s++) {
            row[s] = whole.row[place[s]];
            positives += row[s] < geometry.positives ? 1 : 0;
        }
        for (int s = 0; s < nonNegative; s++) {
            whole.addTo(decided[s] < whole.positives ? decidedPositive : decidedNegative, decided[s]);
        }
    }

    private void addTo(double[] sum, int s) {
        for (int k = 0; k < dimension; k++) {
            sum[k] += weight[s] * column[k][s];
        }
    }

    /** Gathers the columns of rows chosen among those of a box. */
    void gather(UndecidedRows whole) {
        gather(whole.column, whole.weight, place);
    }

    /** Takes coordinates and weights from these places. */
    private void gather(double[][] columns, double[] weights, int[] places) {
        column = ownColumn;
        weight = ownWeight;
        for (int k = 0; k < dimension; k++) {
            gather(columns[k], places, column[k], count);
        }
        gather(weights, places, weight, count);
    }

    private static void gather(double[] from, int[] places, double[] to, int count) {
        for (int s = 0; s < count; s++) {
            to[s] = from[places[s]];
        }
    }

    private static void addMultiple(double[] sums, double[] x, double factor, int count) {
        for (int s = 0; s < count; s++) {
            sums[s] += factor * x[s];
        }
    }

    private static void addMultipleOfModuli(double[] sums, double[] x, double factor, int count) {
        for (int s = 0; s < count; s++) {
            sums[s] += factor * Math.abs(x[s]);
        }
    }

    /** Merged row number s of them. */
    int row(int s) {
        return row[s];
    }
}
