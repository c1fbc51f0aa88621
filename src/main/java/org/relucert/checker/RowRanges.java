package org.relucert.checker;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The undecided data rows of a {@link Box}, with the least and the largest value of the leading bits of each over the box. A cut
 * moves one end of one coordinate, and with it one of the two values, by as much as the row has in this coordinate. Immutable.
 */
final class RowRanges {

    private final CubeRows cube;
    private final int[] rows;
    /** Null where the ends are too long for words. */
    private final long[] least;
    private final long[] most;

    private RowRanges(CubeRows cube, int[] rows, long[] least, long[] most) {
        this.cube = cube;
        this.rows = rows;
        this.least = least;
        this.most = most;
    }

    /** What to do with rows that turn out to be of one sign. */
    interface Signs {

        /** The sign of row i on the box from all its bits: 1, -1, or 0 for both. */
        int exactly(int i);

        /** Row i is nowhere negative on the box. */
        void nonNegative(int i);
    }

    /** All rows, without their ranges. */
    static RowRanges all(CubeRows cube) {
        return new RowRanges(cube, IntStream.range(0, cube.rows().size()).toArray(), null, null);
    }

    /** Not to be changed. */
    int[] rows() {
        return rows;
    }

    /** Those of these rows that are undecided on a box in words, with their ranges. */
    RowRanges over(long[] lows, long[] highs, Signs signs) {
        long size = size(lows, highs);
        Builder builder = new Builder(signs);
        for (int i : rows) {
            long from = 0;
            long to = 0;
            for (int k = 0; k < lows.length; k++) {
                long entry = cube.leading(k)[i];
                from += entry * (entry > 0 ? lows[k] : highs[k]);
                to += entry * (entry > 0 ? highs[k] : lows[k]);
            }
            builder.add(i, from, to, size);
        }
        return builder.build();
    }

    /** The same on a box that has no words. */
    RowRanges without(Signs signs) {
        int[] kept = new int[rows.length];
        int count = 0;
        for (int i : rows) {
            int sign = signs.exactly(i);
            if (sign == 0) {
                kept[count++] = i;
            } else if (sign > 0) {
                signs.nonNegative(i);
            }
        }
        return new RowRanges(cube, Arrays.copyOf(kept, count), null, null);
    }

    /**
     * The same on what a cut leaves of the box, in words both.
     *
     * @param lows the ends of what is left
     * @param factor the ends are over a denominator that is so many times larger than before
     * @param up by how much the low end of coordinate j has gone up
     * @param down by how much its high end has gone down
     */
    RowRanges cut(long[] lows, long[] highs, long factor, int j, long up, long down, Signs signs) {
        long size = size(lows, highs);
        long[] column = cube.leading(j);
        Builder builder = new Builder(signs);
        for (int m = 0; m < rows.length; m++) {
            long entry = column[rows[m]];
            long from = entry > 0 ? entry * up : -entry * down;
            long to = entry > 0 ? -entry * down : entry * up;
            builder.add(rows[m], least[m] * factor + from, most[m] * factor + to, size);
        }
        return builder.build();
    }

    /** Sum of the larger ones of the |v_k| at both ends. */
    private static long size(long[] lows, long[] highs) {
        long size = 0;
        for (int k = 0; k < lows.length; k++) {
            size += Math.max(Math.abs(lows[k]), Math.abs(highs[k]));
        }
        return size;
    }

    /** Sorts out the rows of one sign. */
    private final class Builder {

        private final Signs signs;
        private final int[] kept = new int[rows.length];
        private final long[] from = new long[rows.length];
        private final long[] to = new long[rows.length];
        private int count;

        Builder(Signs signs) {
            this.signs = signs;
        }

        /**
         * A row with the range of its leading bits.
         *
         * <p>A coordinate of a row is 2^s (leading + r), 0 &lt;= r &lt; 1, so that the value at v is 2^s times one that differs
         * from the leading one by at most sum |v_k|.
         */
        void add(int i, long lowest, long highest, long size) {
            long error = cube.isExact(i) ? 0 : size;
            boolean bothSigns = lowest < -error && highest > error;
            if (!bothSigns) {
                int sign = lowest >= error ? 1 : highest <= -error ? -1 : signs.exactly(i);
                if (sign > 0) {
                    signs.nonNegative(i);
                }
                bothSigns = sign == 0;
            }
            kept[count] = i;
            from[count] = lowest;
            to[count] = highest;
            count += bothSigns ? 1 : 0;
        }

        RowRanges build() {
            return new RowRanges(cube, Arrays.copyOf(kept, count), Arrays.copyOf(from, count), Arrays.copyOf(to, count));
        }
    }
}
