package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a minorant in words shows against whole numbers: never too much, and all of it where nothing is rounded. */
class VertexMinorantTest {

    /** Numbers of these bits are rounded nowhere, for ints only, and for both. */
    private static final int[] BITS = {8, 20, 40, 52, 57};

    @Test
    void whatIsShownIsTrue() {
        int[] shown = new int[BITS.length];
        int[] missed = new int[BITS.length];
        int refuted = 0;
        for (long seed = 0; seed < 1500; seed++) {
            Random random = new Random(seed);
            int b = random.nextInt(BITS.length);
            int coordinates = seed % 50 == 0 ? 8 + random.nextInt(3) : random.nextInt(6);
            long[][] right = new long[random.nextInt(40)][];
            for (int m = 0; m < right.length; m++) {
                right[m] = numbers(random, coordinates, BITS[b]);
            }
            long[] left = numbers(random, coordinates, BITS[b]);
            // Such that both sides are nearly equal at one vertex
            int tight = random.nextInt(1 << coordinates);
            BigInteger excess = difference(left, right, tight).subtract(BigInteger.valueOf(random.nextInt(3) - 1));
            if (excess.bitLength() < 58) {
                left[0] -= excess.longValueExact();
            }
            Optional<VertexMinorant> minorant = VertexMinorant.of(left, right);
            assertTrue(minorant.isPresent());
            for (int r = 0; r < 1 << coordinates; r++) {
                BigInteger exact = difference(left, right, r);
                boolean isShown = minorant.get().isNonNegative(r);
                if (isShown) {
                    assertTrue(exact.signum() >= 0, "seed " + seed + ", vertex " + r + ": " + exact);
                    shown[b]++;
                } else if (exact.signum() >= 0) {
                    // Longs are rounded where sums have more than 61 bits, by less than one in each number.
                    assertTrue(BITS[b] > 40 && exact.bitLength() < 61 - 30, "seed " + seed + ", vertex " + r + ": " + exact);
                    missed[b]++;
                } else {
                    refuted++;
                }
            }
        }
        for (int b = 0; b < BITS.length; b++) {
            assertTrue(shown[b] > 100, BITS[b] + " bits: " + shown[b]);
        }
        assertEquals(0, missed[0] + missed[1] + missed[2]);
        assertTrue(missed[4] > 0 && refuted > 1000, missed[4] + " missed, " + refuted + " refuted");
    }

    @Test
    void sumsAtTheLimitOfWords() {
        // 17 2^57 is the most that a corner and its growths have; all of one sign, and right as large as left.
        for (int rows : new int[] {0, 1, 3, 4, 200}) {
            long[][] right = new long[rows][];
            for (int m = 0; m < rows; m++) {
                right[m] = new long[] {3L << 57, 1L << 57, 1L << 57, 1L << 57};
            }
            long[] left = {1L << 58, 1L << 58, 1L << 58, 1L << 58};
            VertexMinorant minorant = VertexMinorant.of(left, right).orElseThrow();
            for (int r = 0; r < 8; r++) {
                assertEquals(difference(left, right, r).signum() >= 0, minorant.isNonNegative(r), rows + " rows, vertex " + r);
            }
        }
    }

    @Test
    void noneForTooManyNumbers() {
        // A row many times over: what counts is how many numbers there are.
        long[] row = new long[1 << 10];
        long[][] right = new long[1 << 18][];
        Arrays.fill(right, row);
        assertFalse(VertexMinorant.of(row, right).isPresent());
    }

    private static long[] numbers(Random random, int coordinates, int bits) {
        long[] numbers = new long[coordinates + 1];
        for (int j = 0; j < numbers.length; j++) {
            long number = new BigInteger(random.nextInt(4) == 0 ? bits / 2 : bits, random).longValueExact();
            numbers[j] = random.nextInt(6) == 0 ? 0 : random.nextBoolean() ? number : -number;
        }
        return numbers;
    }

    private static BigInteger difference(long[] left, long[][] right, int r) {
        BigInteger difference = at(left, r);
        for (long[] row : right) {
            difference = difference.subtract(at(row, r).max(BigInteger.ZERO));
        }
        return difference;
    }

    private static BigInteger at(long[] numbers, int r) {
        BigInteger sum = BigInteger.valueOf(numbers[0]);
        for (int b = 1; b < numbers.length; b++) {
            sum = (r >> b - 1 & 1) == 0 ? sum : sum.add(BigInteger.valueOf(numbers[b]));
        }
        return sum;
    }
}
