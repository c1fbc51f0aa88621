package org.relucert.checker;

import java.util.Arrays;

/**
 * Majorants of the sum of the positive parts of terms at the vertices of a box, in words. A term is an affine function: its value
 * at a vertex is that at the corner of the low ends plus a growth for each coordinate at its high end. Corner and growths are
 * rounded up, so that sums of them are majorants.
 */
final class VertexSums {

    /** No sum has more bits, rounding left aside. */
    private static final int SUM_BITS = 61;

    private final CubeRows cube;
    /** Of the box, times the denominator. */
    private final long[] lows;
    private final long[] highs;
    private final long denominator;
    /** The coordinates that have a width. */
    private final int[] axes;
    /** Everything is divided by two to this. */
    private final int shift;

    private VertexSums(CubeRows cube, Ends ends, int[] axes) {
        this.cube = cube;
        this.lows = ends.lows;
        this.highs = ends.highs;
        this.denominator = ends.denominator().longValueExact();
        this.axes = axes;
        this.shift = Math.max(0, cube.termSumBits() + bits(denominator) - SUM_BITS);
    }

    /**
     * Majorants at the vertices, in units of 2^{@link CubeRows#valueShift}: at vertex r the coordinate number b of those that
     * have a width is at its high end where bit b of r is set.
     *
     * @param ends of the box, in words
     * @param rows data rows with nu_i &gt; 0 whose terms may take both signs
     * @param sum of the other terms as far as they are nowhere negative on the box, followed by how many they are
     */
    static long[] of(CubeRows cube, Ends ends, int[] rows, long[] sum) {
        int[] axes = new int[ends.dimension()];
        int count = 0;
        for (int j = 0; j < axes.length; j++) {
            axes[count] = j;
            count += ends.lows[j] < ends.highs[j] ? 1 : 0;
        }
        VertexSums sums = new VertexSums(cube, ends, Arrays.copyOf(axes, count));
        long[] values = sums.positive(rows);
        addAffine(values, sums.affine(sum));
        sums.inUnits(values);
        return values;
    }

    /** The sums of the positive parts: along a path that moves one coordinate at a time, for all terms at once. */
    private long[] positive(int[] rows) {
        long[] sums = new long[1 << axes.length];
        if (rows.length == 0) {
            return sums;
        }
        long[] values = new long[rows.length];
        Arrays.fill(values, doubt(1, 0));
        long[][] growths = new long[axes.length][];
        for (int j = 0, b = 0; j < lows.length; j++) {
            long[] column = RowBlock.pick(cube.terms(j), rows);
            addMultiple(values, column, lows[j]);
            if (b < axes.length && axes[b] == j) {
                multiply(column, highs[j] - lows[j]);
                shift(column);
                growths[b++] = column;
            }
        }
        shift(values);
        sums[0] = up(values, new long[rows.length]);
        for (int step = 1, vertex = 0; step < sums.length; step++) {
            int b = Integer.numberOfTrailingZeros(step);
            vertex ^= 1 << b;
            sums[vertex] = (vertex >> b & 1) != 0 ? up(values, growths[b]) : down(values, growths[b]);
        }
        return sums;
    }

    private static void addMultiple(long[] sums, long[] column, long factor) {
        for (int m = 0; m < sums.length; m++) {
            sums[m] += column[m] * factor;
        }
    }

    private static void multiply(long[] numbers, long factor) {
        for (int m = 0; m < numbers.length; m++) {
            numbers[m] *= factor;
        }
    }

    /**
     * By how much the corner of terms rounded up may fall below that of the terms: only where an end is negative, by less than
     * one for each term.
     */
    private long doubt(long terms, int divided) {
        long doubt = 0;
        for (long low : lows) {
            doubt -= Math.min(low, 0);
        }
        return cube.termShift() == 0 && divided == 0 ? 0 : doubt * terms;
    }

    /** Divides by 2^{@link #shift}, rounding up. */
    private void shift(long[] numbers) {
        if (shift > 0) {
            for (int m = 0; m < numbers.length; m++) {
                numbers[m] = shifted(numbers[m]);
            }
        }
    }

    /** Adds the growths; the sum of the positive parts then. */
    private static long up(long[] values, long[] growths) {
        long sum = 0;
        for (int m = 0; m < values.length; m++) {
            long value = values[m] + growths[m];
            values[m] = value;
            sum += value & ~(value >> Long.SIZE - 1);
        }
        return sum;
    }

    /** The same with the growths taken away. */
    private static long down(long[] values, long[] growths) {
        long sum = 0;
        for (int m = 0; m < values.length; m++) {
            long value = values[m] - growths[m];
            values[m] = value;
            sum += value & ~(value >> Long.SIZE - 1);
        }
        return sum;
    }

    /** The corner and the growths of a sum of terms, followed by how many they are; it is divided before it is multiplied. */
    private long[] affine(long[] sum) {
        long[] affine = new long[axes.length + 1];
        // One more for what this division rounds up.
        affine[0] = doubt(shifted(sum[lows.length]) + 1, shift);
        for (int j = 0; j < lows.length; j++) {
            affine[0] += shifted(sum[j]) * lows[j];
        }
        for (int b = 0; b < axes.length; b++) {
            affine[b + 1] = shifted(sum[axes[b]]) * (highs[axes[b]] - lows[axes[b]]);
        }
        return affine;
    }

    /** Adds the values of an affine function at the vertices. */
    private static void addAffine(long[] values, long[] affine) {
        long[] at = new long[values.length];
        fill(at, affine);
        for (int r = 0; r < values.length; r++) {
            values[r] += at[r];
        }
    }

    /** The values of an affine function at the vertices: those with one more coordinate at its high end by those without it. */
    static void fill(long[] values, long[] affine) {
        values[0] = affine[0];
        for (int b = 1, known = 1; b < affine.length; b++, known *= 2) {
            long growth = affine[b];
            for (int r = 0; r < known; r++) {
                values[known + r] = values[r] + growth;
            }
        }
    }

    /** From units of 2^{@link #shift} over the denominator to those of the result, which are at least as many over one. */
    private void inUnits(long[] values) {
        int left = shift + cube.termShift() - cube.valueShift();
        int places = bits(denominator) - 1;
        boolean isPower = denominator == 1L << places;
        for (int r = 0; r < values.length; r++) {
            if (isPower) {
                values[r] <<= left - places;
            } else {
                long whole = Math.floorDiv(values[r], denominator);
                long rest = values[r] - whole * denominator << left;
                values[r] = (whole << left) + (rest + denominator - 1) / denominator;
            }
        }
    }

    private long shifted(long number) {
        return -(-number >> shift);
    }

    /** Some b with number &lt; 2^b, the least. */
    private static int bits(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
    }
}
