package org.relucert.checker;

import java.util.Arrays;
import java.util.Optional;

/**
 * A minorant of an affine function less the positive parts of others at the 2^m vertices of a box: where it is not negative, the
 * difference is not. In words: a first one for all vertices at once in few bits, and where that fails a second one in many.
 *
 * <p>The value of an affine function at a vertex is that at the corner of the low ends plus a growth for each coordinate at its
 * high end. These m + 1 numbers are given, rounded to the safe side; rounding them further there, to fewer bits, keeps a minorant.
 */
final class VertexMinorant {

    /** Bits of a sum in one long, and in one int, rounding left aside. */
    private static final int LONG_BITS = 61;
    private static final int INT_BITS = 29;
    /** Most numbers that are rounded in such a sum, by less than one each. */
    private static final int MOST_ROUNDED = 1 << 28;
    /** Coordinates of which all sums are formed at once: their vertices are a block. */
    private static final int BLOCK = 7;

    private final long[] left;
    private final long[][] right;
    /** The first minorant at the vertices, block after block. */
    private final int[][] few;

    private VertexMinorant(long[] left, long[][] right, int shift) {
        this.left = left;
        this.right = right;
        int coordinates = left.length - 1;
        int first = Math.min(coordinates, BLOCK);
        int[] values = new int[1 << first];
        int[] offsets = new int[1 << coordinates - first];
        few = new int[offsets.length][values.length];
        sums(few(left, shift, false), values, offsets);
        for (int o = 0; o < offsets.length; o++) {
            add(few[o], values, offsets[o]);
        }
        for (long[] row : right) {
            sums(few(row, shift, true), values, offsets);
            for (int o = 0; o < offsets.length; o++) {
                subtractPositive(few[o], values, offsets[o]);
            }
        }
    }

    /**
     * For left - sum of the positive parts of right, each a value at the corner followed by the growths.
     *
     * @param left rounded down
     * @param right rounded up; sums of the absolute values of each are words
     * @return none where the sum has too many terms for words
     */
    static Optional<VertexMinorant> of(long[] left, long[][] right) {
        if ((right.length + 1L) * left.length > MOST_ROUNDED) {
            return Optional.empty();
        }
        long largest = size(left);
        for (long[] row : right) {
            largest = Math.max(largest, size(row));
        }
        // No sum of right.length + 1 values leaves so many bits.
        int bits = bits(largest) + bits(right.length);
        int many = Math.max(0, bits - LONG_BITS);
        long[][] rounded = right;
        if (many > 0) {
            rounded = new long[right.length][];
            Arrays.setAll(rounded, m -> rounded(right[m], many, true));
        }
        return Optional.of(new VertexMinorant(rounded(left, many, false), rounded, Math.max(0, bits - many - INT_BITS)));
    }

    /** Whether it is shown that the difference is not negative at vertex r: coordinate b at its high end where bit b is set. */
    boolean isNonNegative(int r) {
        return few[r >> BLOCK][r & (1 << BLOCK) - 1] >= 0 || many(r) >= 0;
    }

    private long many(int r) {
        long difference = at(left, r);
        for (long[] row : right) {
            difference -= Math.max(0, at(row, r));
        }
        return difference;
    }

    private static long at(long[] numbers, int r) {
        long sum = numbers[0];
        for (int b = 1; b < numbers.length; b++) {
            sum += numbers[b] & -(r >> b - 1 & 1L);
        }
        return sum;
    }

    /** Divided by 2^shift. */
    private static long[] rounded(long[] numbers, int shift, boolean up) {
        long[] rounded = new long[numbers.length];
        for (int j = 0; j < numbers.length; j++) {
            rounded[j] = rounded(numbers[j], shift, up);
        }
        return rounded;
    }

    /** The same in ints, which they must fit. */
    private static int[] few(long[] numbers, int shift, boolean up) {
        int[] few = new int[numbers.length];
        for (int j = 0; j < numbers.length; j++) {
            few[j] = (int) rounded(numbers[j], shift, up);
        }
        return few;
    }

    private static long rounded(long number, int shift, boolean up) {
        return up ? -(-number >> shift) : number >> shift;
    }

    /** The values at the vertices of the first coordinates, and what the others add to them. */
    private static void sums(int[] numbers, int[] values, int[] offsets) {
        int first = Integer.numberOfTrailingZeros(values.length);
        fill(values, numbers[0], numbers, 1, first);
        fill(offsets, 0, numbers, first + 1, numbers.length - 1 - first);
    }

    /** A number plus those of so many growths that the bits of the index say. */
    private static void fill(int[] sums, int number, int[] growths, int from, int count) {
        sums[0] = number;
        for (int b = 0, known = 1; b < count; b++, known *= 2) {
            int growth = growths[from + b];
            for (int r = 0; r < known; r++) {
                sums[known + r] = sums[r] + growth;
            }
        }
    }

    private static void add(int[] sums, int[] values, int offset) {
        for (int r = 0; r < values.length; r++) {
            sums[r] += values[r] + offset;
        }
    }

    /** With neither a branch nor a shift of indices, so that a processor does many steps at a time. */
    private static void subtractPositive(int[] differences, int[] values, int offset) {
        for (int r = 0; r < values.length; r++) {
            int value = values[r] + offset;
            differences[r] -= value & ~(value >> Integer.SIZE - 1);
        }
    }

    private static long size(long[] numbers) {
        long sum = 0;
        for (long number : numbers) {
            sum += Math.abs(number);
        }
        return sum;
    }

    /** Some b with number &lt; 2^b, the least. */
    private static int bits(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
    }
}
