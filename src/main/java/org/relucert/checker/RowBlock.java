package org.relucert.checker;

import java.util.Arrays;

/** Some data rows close to each other, with the leading bits of their coordinates by columns: for loops over all of them. */
final class RowBlock {

    private final CubeRows cube;
    /** Data rows, ascending. */
    private final int[] rows;
    /** Coordinate after coordinate, the leading bits. */
    private final long[][] columns;
    /** Whether the leading bits of every row are all of it. */
    private final boolean isExact;
    /** Those with nu_i &gt; 0, as bits over places in the block. */
    private final long[] convex;

    private RowBlock(CubeRows cube, int[] rows, long[][] columns) {
        this.cube = cube;
        this.rows = rows;
        this.columns = columns;
        this.isExact = Arrays.stream(rows).allMatch(cube::isExact);
        this.convex = new long[(rows.length + Long.SIZE - 1) / Long.SIZE];
        for (int m = 0; m < rows.length; m++) {
            if (cube.rows().nuSign(rows[m]) > 0) {
                convex[m / Long.SIZE] |= 1L << m;
            }
        }
    }

    /** All rows; columns are kept. */
    static RowBlock all(CubeRows cube, long[][] columns) {
        int[] rows = new int[columns[0].length];
        Arrays.setAll(rows, i -> i);
        return new RowBlock(cube, rows, columns);
    }

    /** All places, as bits. */
    long[] all() {
        return ConeRows.all(size());
    }

    /** The rows at some places. */
    RowBlock at(int[] places) {
        int[] kept = new int[places.length];
        Arrays.setAll(kept, m -> rows[places[m]]);
        long[][] close = new long[columns.length][];
        for (int k = 0; k < columns.length; k++) {
            close[k] = pick(columns[k], places);
        }
        return new RowBlock(cube, kept, close);
    }

    /** The numbers of a column at some places. */
    static long[] pick(long[] column, int[] places) {
        long[] picked = new long[places.length];
        for (int m = 0; m < picked.length; m++) {
            picked[m] = column[places[m]];
        }
        return picked;
    }

    /** Number of rows. */
    int size() {
        return rows.length;
    }

    /** The data row at a place. */
    int row(int m) {
        return rows[m];
    }

    /** Not to be changed. */
    long[] column(int k) {
        return columns[k];
    }

    /**
     * How far the value of a row may be from that of its leading bits, over the unit of these, at a vector v.
     *
     * <p>A coordinate of a row is 2^s (leading + r), 0 &lt;= r &lt; 1, so that the value at v is 2^s times one that differs
     * from the leading one by at most sum |v_k|.
     *
     * @param size that sum, or more
     */
    long error(long size) {
        return isExact ? 0 : size;
    }

    /** Not to be changed. */
    long[] convex() {
        return convex;
    }
}
