package org.relucert.checker;

import java.util.Arrays;

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
    /** Rows of a block of which fewer than half may be left undecided. */
    private static final int SMALL = 64;

    private final CubeRows cube;
    /** Over all data rows. */
    private final long[] bits;
    /** A block in which the rows are, null where they are too many. */
    private final RowBlock block;
    /** Which of the block are undecided. */
    private final long[] open;
    /** Over the block, of any value where a row is decided. Null where there are too many, or the ends are too long for words. */
    private final long[] least;
    private final long[] most;

    private RowRanges(CubeRows cube, long[] bits, RowBlock block, long[] open, long[] least, long[] most) {
        this.cube = cube;
        this.bits = bits;
        this.block = block;
        this.open = open;
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
        return new RowRanges(cube, cube.rows().all(), null, null, null, null);
    }

    /** The rows, ascending. */
    int[] rows() {
        return places(bits);
    }

    private static int[] places(long[] bits) {
        int count = 0;
        for (long word : bits) {
            count += Long.bitCount(word);
        }
        int[] places = new int[count];
        for (int w = bits.length - 1; w >= 0; w--) {
            for (long left = bits[w]; left != 0; left &= ~Long.highestOneBit(left)) {
                places[--count] = (w + 1) * Long.SIZE - 1 - Long.numberOfLeadingZeros(left);
            }
        }
        return places;
    }

    /** The rows as bits; not to be changed. */
    long[] bits() {
        return bits;
    }

    /** Whether a row is among them. */
    boolean contains(int i) {
        return (bits[i / Long.SIZE] >> i & 1) != 0;
    }

    /** Whether {@link #cut} and {@link #section} know the ranges to start from. */
    boolean areKnown() {
        return least != null;
    }

    /** What a box below so many cuts keeps of them. */
    RowRanges keptBelow(int cuts) {
        return block != null && (long) block.size() * cuts > MOST_KEPT ? new RowRanges(cube, bits, null, null, null, null) : this;
    }

    /** Those of these rows that are undecided on a box in words, with their ranges. */
    RowRanges over(Ends ends, Signs signs) {
        RowBlock rows = cube.block().at(rows());
        long[] from = new long[rows.size()];
        long[] to = new long[rows.size()];
        for (int k = 0; k < ends.dimension(); k++) {
            moved(from, from, 1, rows.column(k), ends.lows[k], ends.highs[k]);
            moved(to, to, 1, rows.column(k), ends.highs[k], ends.lows[k]);
        }
        return undecided(rows, rows.all(), from, to, rows.error(ends.size()), signs);
    }

    /** The same on a box that has no words. */
    RowRanges without(Signs signs) {
        long[] kept = bits.clone();
        for (int i : rows()) {
            decide(i, signs.exactly(i), kept, signs);
        }
        return new RowRanges(cube, kept, null, null, null, null);
    }

    /**
     * The same on what a cut leaves of the box, in words both.
     *
     * @param ends of what is left
     * @param factor the ends are over a denominator that is so many times larger than before
     * @param up by how much the low end of coordinate j has gone up
     * @param down by how much its high end has gone down
     */
    RowRanges cut(Ends ends, long factor, int j, long up, long down, Signs signs) {
        long[] from = new long[least.length];
        long[] to = new long[least.length];
        moved(from, least, factor, block.column(j), up, -down);
        moved(to, most, factor, block.column(j), -down, up);
        return undecided(block, open, from, to, block.error(ends.size()), signs);
    }

    /**
     * The rows with nu_i &gt; 0 that may take both signs on the section of the box where a cut moves
     * both ends of coordinate j to one value.
     *
     * @param cut in words
     * @param sum to which the terms of those are added that are nowhere negative there
     */
    int[] section(Ends.Cut cut, int j, long[] sum) {
        long error = block.error(cut.section().size());
        long[] column = block.column(j);
        int[] rows = new int[block.size()];
        int count = 0;
        for (int w = 0; w < open.length; w++) {
            for (long left = open[w] & block.convex()[w]; left != 0; left &= left - 1) {
                int m = w * Long.SIZE + Long.numberOfTrailingZeros(left);
                if (moved(least[m], cut.factor(), column[m], cut.up(), -cut.down()) >= error) {
                    cube.addTerm(sum, block.row(m));
                } else if (moved(most[m], cut.factor(), column[m], -cut.down(), cut.up()) > -error) {
                    rows[count++] = block.row(m);
                }
            }
        }
        return Arrays.copyOf(rows, count);
    }

    private static void moved(long[] to, long[] from, long factor, long[] entries, long positive, long negative) {
        for (int m = 0; m < to.length; m++) {
            to[m] = moved(from[m], factor, entries[m], positive, negative);
        }
    }

    /** A value times a factor, and an entry times how far an end has moved: one for positive entries, one for the others. */
    private static long moved(long from, long factor, long entry, long positive, long negative) {
        long sign = entry >> Long.SIZE - 1;
        return from * factor + entry * (positive + (negative - positive & sign));
    }

    /**
     * Sorts out the rows of one sign.
     *
     * @param candidates places in the block, as bits
     * @param least ranges of the leading bits over the block
     * @param error see {@link RowBlock#error}
     */
    private RowRanges undecided(RowBlock block, long[] candidates, long[] least, long[] most, long error, Signs signs) {
        long[] left = bits.clone();
        long[] open = candidates.clone();
        int count = 0;
        for (int w = 0; w < open.length; w++) {
            long unsure = open[w] & ~bothSigns(w, least, most, error);
            for (long rest = unsure; rest != 0; rest &= rest - 1) {
                int m = w * Long.SIZE + Long.numberOfTrailingZeros(rest);
                int i = block.row(m);
                int sign = least[m] >= error ? 1 : most[m] <= -error ? -1 : signs.exactly(i);
                if (decide(i, sign, left, signs)) {
                    open[w] ^= Long.lowestOneBit(rest);
                }
            }
            count += Long.bitCount(open[w]);
        }
        if (count * 2 >= block.size() || block.size() <= SMALL) {
            return new RowRanges(cube, left, block, open, least, most);
        }
        int[] places = places(open);
        RowBlock close = block.at(places);
        return new RowRanges(cube, left, close, close.all(), RowBlock.pick(least, places), RowBlock.pick(most, places));
    }

    /** The bits of word w of those whose leading bits show both signs. */
    private static long bothSigns(int w, long[] least, long[] most, long error) {
        long both = 0;
        int first = w * Long.SIZE;
        int last = Math.min(first + Long.SIZE, least.length);
        for (int m = first; m < last; m++) {
            // The sign bits, without a branch.
            both |= ((least[m] + error & error - most[m]) >>> Long.SIZE - 1) << m;
        }
        return both;
    }

    /** Takes a row of one sign out; whether it was one. */
    private static boolean decide(int i, int sign, long[] bits, Signs signs) {
        if (sign == 0) {
            return false;
        }
        if (sign > 0) {
            signs.nonNegative(i);
        }
        bits[i / Long.SIZE] &= ~(1L << i);
        return true;
    }
}
