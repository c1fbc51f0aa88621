package org.relucert.checker;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The undecided data rows of a {@link Box}, with the least and the largest value of the leading bits of each over the box. A cut
 * moves one end of one coordinate, and with it one of the two values, by as much as the row has in this coordinate. Immutable.
 */
final class RowRanges {

    /** The sign of a row that more bits must decide. */
    static final int OPEN = 2;

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

    /** All rows, without their ranges. */
    static RowRanges all(CubeRows cube) {
        return unknown(cube, IntStream.range(0, cube.rows().size()).toArray());
    }

    private static RowRanges unknown(CubeRows cube, int[] rows) {
        return new RowRanges(cube, rows, null, null);
    }

    /** The ranges of these rows over a box. */
    RowRanges over(long[] lows, long[] highs) {
        long[] least = new long[rows.length];
        long[] most = new long[rows.length];
        for (int m = 0; m < rows.length; m++) {
            for (int k = 0; k < lows.length; k++) {
                long entry = cube.leading(k)[rows[m]];
                least[m] += entry * (entry > 0 ? lows[k] : highs[k]);
                most[m] += entry * (entry > 0 ? highs[k] : lows[k]);
            }
        }
        return new RowRanges(cube, rows, least, most);
    }

    /** Whether there are ranges. */
    boolean areKnown() {
        return least != null;
    }

    /** The same rows without their ranges. */
    RowRanges forgotten() {
        return unknown(cube, rows);
    }

    /**
     * The ranges over what a cut leaves of the box.
     *
     * @param factor all ends are over a denominator that is so many times larger from now on
     * @param up by how much the low end of coordinate j goes up
     * @param down by how much its high end goes down
     */
    RowRanges cut(long factor, int j, long up, long down) {
        long[] column = cube.leading(j);
        long[] nowLeast = new long[rows.length];
        long[] nowMost = new long[rows.length];
        for (int m = 0; m < rows.length; m++) {
            long entry = column[rows[m]];
            nowLeast[m] = least[m] * factor + (entry > 0 ? entry * up : -entry * down);
            nowMost[m] = most[m] * factor + (entry > 0 ? -entry * down : entry * up);
        }
        return new RowRanges(cube, rows, nowLeast, nowMost);
    }

    /** Not to be changed. */
    int[] rows() {
        return rows;
    }

    /**
     * The signs of the rows on the box: 1 for what is nowhere negative there, -1 for what is not that but nowhere positive, 0 for
     * what takes both signs, and {@link #OPEN} where the leading bits do not tell.
     *
     * <p>A coordinate of a row is 2^s (leading + r), 0 &lt;= r &lt; 1, so that the value at v is 2^s times one that differs from
     * the leading one by at most sum |v_k|.
     *
     * @param size sum of the larger ones of the |v_k| at both ends
     */
    int[] signs(long size) {
        int[] signs = new int[rows.length];
        if (!areKnown()) {
            Arrays.fill(signs, OPEN);
            return signs;
        }
        for (int m = 0; m < signs.length; m++) {
            long error = cube.isExact(rows[m]) ? 0 : size;
            signs[m] = least[m] >= error ? 1 : most[m] <= -error ? -1 : least[m] < -error && most[m] > error ? 0 : OPEN;
        }
        return signs;
    }

    /** The rows whose sign is zero. */
    RowRanges undecided(int[] signs) {
        int[] kept = new int[rows.length];
        int count = 0;
        for (int m = 0; m < rows.length; m++) {
            kept[count] = m;
            count += signs[m] == 0 ? 1 : 0;
        }
        int[] keptRows = new int[count];
        long[] keptLeast = areKnown() ? new long[count] : null;
        long[] keptMost = areKnown() ? new long[count] : null;
        for (int c = 0; c < count; c++) {
            keptRows[c] = rows[kept[c]];
            if (areKnown()) {
                keptLeast[c] = least[kept[c]];
                keptMost[c] = most[kept[c]];
            }
        }
        return new RowRanges(cube, keptRows, keptLeast, keptMost);
    }
}
