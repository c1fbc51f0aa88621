package org.relucert.checker;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The undecided data rows of a {@link Box}, with the least and the largest value of the leading bits of each over the box. A cut
 * moves one end of one coordinate, and with it one of the two values, by as much as the row has in this coordinate. Immutable.
 */
final class RowRanges {

    /**
     * Most rows times cuts of a box that keeps more than a bit for each row. On a path of c cuts the boxes then keep at most
     * this times 1 + 1/2 + ... + 1/c ranges, below nine times this for the deepest tree that is read.
     */
    static final int MOST_KEPT = 1 << 20;

    private final CubeRows cube;
    private final long[] bits;
    /** Null where there are too many. */
    private final int[] rows;
    /** Null where there are too many, or the ends are too long for words. */
    private final long[] least;
    private final long[] most;

    private RowRanges(CubeRows cube, long[] bits, int[] rows, long[] least, long[] most) {
        this.cube = cube;
        this.bits = bits;
        this.rows = rows;
        this.least = least;
        this.most = most;
    }

    private RowRanges(CubeRows cube, int[] rows, long[] least, long[] most) {
        this(cube, new long[cube.rows().convex().length], rows, least, most);
        for (int i : rows) {
            bits[i / Long.SIZE] |= 1L << i;
        }
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

    /** The rows, ascending; not to be changed. */
    int[] rows() {
        return rows != null ? rows : BitSet.valueOf(bits).stream().toArray();
    }

    /** The rows as bits; not to be changed. */
    long[] bits() {
        return bits;
    }

    /** Whether a row is among them. */
    boolean contains(int i) {
        return (bits[i / Long.SIZE] >> i & 1) != 0;
    }

    /** Whether {@link #cut} knows the ranges to start from. */
    boolean areKnown() {
        return least != null;
    }

    /** What a box below so many cuts keeps of them. */
    RowRanges keptBelow(int cuts) {
        return (long) rows.length * cuts > MOST_KEPT ? new RowRanges(cube, bits, null, null, null) : this;
    }

    /** Those of these rows that are undecided on a box in words, with their ranges. */
    RowRanges over(long[] lows, long[] highs, Signs signs) {
        long size = size(lows, highs);
        int[] candidates = rows();
        Builder builder = new Builder(signs, candidates.length);
        for (int i : candidates) {
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
        int[] candidates = rows();
        int[] kept = new int[candidates.length];
        int count = 0;
        for (int i : candidates) {
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
        Builder builder = new Builder(signs, rows.length);
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
        private final int[] kept;
        private final long[] from;
        private final long[] to;
        private int count;

        Builder(Signs signs, int candidates) {
            this.signs = signs;
            kept = new int[candidates];
            from = new long[candidates];
            to = new long[candidates];
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
