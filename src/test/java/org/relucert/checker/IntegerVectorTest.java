package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.relucert.exact.RationalVector;

/** Machine words against BigInteger, at every size and at the limits of the words. */
class IntegerVectorTest {

    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(IntegerVector.SMALL);

    private static BigInteger integer(Random random, int bits) {
        if (random.nextInt(8) == 0) {
            // At a power of two, or one beside it.
            BigInteger power = BigInteger.ONE.shiftLeft(bits).add(BigInteger.valueOf(random.nextInt(3) - 1));
            return random.nextBoolean() ? power : power.negate();
        }
        BigInteger magnitude = new BigInteger(1 + random.nextInt(bits + 1), random);
        return random.nextBoolean() ? magnitude : magnitude.negate();
    }

    private static BigInteger[] vector(Random random, int size, int bits) {
        BigInteger[] v = new BigInteger[size];
        Arrays.setAll(v, k -> integer(random, bits));
        return v;
    }

    @Test
    void wideIntegers() {
        Random random = new Random(1);
        int small = 0;
        for (int round = 0; round < 50_000; round++) {
            BigInteger value = integer(random, random.nextInt(140));
            Wide wide = Wide.of(value);
            assertEquals(value, wide.toBigInteger());
            assertEquals(value.signum(), wide.signum());
            assertTrue(value.abs().compareTo(BigInteger.ONE.shiftLeft(wide.bits())) <= 0, value + " has " + wide.bits());
            assertTrue(wide.bits() <= value.bitLength() + 1);
            assertEquals(value.bitLength() <= Wide.BITS, wide.isSmall());
            if (wide.isSmall()) {
                small++;
                assertEquals(value, Wide.of(wide.high(), wide.low()).toBigInteger());
                long factor = random.nextLong();
                BigInteger product = value.multiply(BigInteger.valueOf(factor));
                assertEquals(product.longValue(), wide.low() * factor);
                assertEquals(product.shiftRight(64).longValue(), Wide.productHigh(wide.high(), wide.low(), factor));
            }
        }
        assertTrue(small > 30_000);
        for (int round = 0; round < 10_000; round++) {
            long a = random.nextLong();
            long b = random.nextInt(3) == 0 ? -1 - a + random.nextInt(3) : random.nextLong();
            boolean carries = unsigned(a).add(unsigned(b)).bitLength() > 64;
            assertEquals(carries ? 1 : 0, Wide.carry(a + b, b));
        }
    }

    private static BigInteger unsigned(long word) {
        return new BigInteger(Long.toUnsignedString(word));
    }

    @Test
    void dotProducts() {
        Random random = new Random(2);
        int inWords = 0;
        for (int round = 0; round < 50_000; round++) {
            int size = 1 + random.nextInt(round % 10 == 0 ? 20 : 16);
            BigInteger[] a = vector(random, size, random.nextInt(70));
            BigInteger[] b = vector(random, size, random.nextInt(70));
            BigInteger expected = BigInteger.ZERO;
            for (int k = 0; k < size; k++) {
                expected = expected.add(a[k].multiply(b[k]));
            }
            IntegerVector left = IntegerVector.of(a);
            IntegerVector right = IntegerVector.of(b);
            assertEquals(expected, left.dot(right).toBigInteger());
            assertEquals(expected, IntegerVector.dot(left.whole(), right.whole()));
            assertArrayEquals(a, left.whole());
            assertEquals(a[size - 1], left.get(size - 1));
            assertEquals(size, left.size());
            inWords += left.isSmall() && right.isSmall() ? 1 : 0;
            for (BigInteger entry : a) {
                assertTrue(entry.bitLength() <= left.bits());
                assertEquals(left.bits() <= IntegerVector.SMALL && size <= IntegerVector.MAX_SIZE, left.isSmall());
            }
            int shift = Math.max(0, left.bits() - 30);
            assertEquals(a[0].shiftRight(shift).intValueExact(), left.shifted(0, shift));
            if (left.isSmall()) {
                assertEquals(a[size - 1].longValueExact(), left.word(size - 1));
            }
            IntegerVector numerators = IntegerVector.numerators(RationalVector.of(a, BigInteger.ONE));
            assertArrayEquals(a, numerators.whole());
            assertEquals(left.bits(), numerators.bits());
        }
        assertTrue(inWords > 20_000);
    }

    /** All entries at the limit: the largest sum that words must hold. */
    @Test
    void largestDotProduct() {
        for (BigInteger extreme : new BigInteger[] {LIMIT.subtract(BigInteger.ONE), LIMIT.negate()}) {
            BigInteger[] entries = new BigInteger[IntegerVector.MAX_SIZE];
            Arrays.fill(entries, extreme);
            IntegerVector v = IntegerVector.of(entries);
            assertTrue(v.isSmall());
            assertEquals(extreme.multiply(extreme).multiply(BigInteger.valueOf(IntegerVector.MAX_SIZE)), v.dot(v).toBigInteger());
            entries[3] = extreme.negate().add(extreme);
            assertTrue(IntegerVector.of(entries).isSmall());
        }
        assertEquals(BigInteger.ONE, IntegerVector.content(new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO}));
        assertFalse(IntegerVector.of(LIMIT).isSmall());
        assertTrue(IntegerVector.of(LIMIT.negate()).isSmall());
        assertFalse(IntegerVector.of(vector(new Random(3), IntegerVector.MAX_SIZE + 1, 5)).isSmall());
    }

    /** A positive multiple of alpha q - beta p whatever factor is guessed: without that factor, which then divides, or coprime. */
    @Test
    void combinations() {
        Random random = new Random(4);
        int divided = 0;
        int small = 0;
        int words = 0;
        for (int round = 0; round < 50_000; round++) {
            int size = 1 + random.nextInt(8);
            int bits = random.nextInt(75);
            BigInteger[] p = vector(random, size, bits);
            BigInteger[] q = vector(random, size, bits);
            BigInteger alpha = integer(random, random.nextInt(100));
            BigInteger beta = integer(random, random.nextInt(100));
            BigInteger factor = BigInteger.ONE;
            if (random.nextBoolean()) {
                // A common factor of everything, so that a right guess exists.
                factor = integer(random, random.nextInt(66));
                alpha = alpha.multiply(factor);
                beta = beta.multiply(factor);
            }
            BigInteger[] expected = new BigInteger[size];
            for (int k = 0; k < size; k++) {
                expected[k] = alpha.multiply(q[k]).subtract(beta.multiply(p[k]));
            }
            BigInteger content = IntegerVector.content(expected);
            if (Arrays.stream(expected).allMatch(entry -> entry.signum() == 0)) {
                continue;
            }
            BigInteger guess = random.nextInt(4) == 0 ? integer(random, random.nextInt(70)) : factor;
            IntegerVector sum = IntegerVector.combination(Wide.of(alpha), IntegerVector.of(q), Wide.of(beta), IntegerVector.of(p),
                    Wide.of(guess));
            boolean divides = guess.signum() != 0 && content.mod(guess.abs()).signum() == 0;
            int first = 0;
            while (expected[first].signum() == 0) {
                first++;
            }
            BigInteger wanted = divides && sum.get(first).multiply(guess.abs()).equals(expected[first]) ? guess.abs() : content;
            for (int k = 0; k < size; k++) {
                assertEquals(expected[k], sum.get(k).multiply(wanted), "round " + round);
            }
            assertEquals(Arrays.stream(sum.whole()).mapToInt(BigInteger::bitLength).max().orElseThrow(), sum.bits());
            if (Math.max(alpha.bitLength(), beta.bitLength()) + bits < Wide.BITS - 2 && bits < IntegerVector.SMALL) {
                // Two words must do where the factor is right, or the entries are words, and the quotients are small.
                boolean isRight = fits(expected, guess.abs());
                boolean single = Arrays.stream(expected).allMatch(entry -> entry.bitLength() < Long.SIZE);
                IntegerVector inWords = IntegerVector.smallCombination(Wide.of(alpha), IntegerVector.of(q), Wide.of(beta),
                        IntegerVector.of(p), Wide.of(guess));
                assertEquals(isRight || single && fits(expected, content), inWords != null, "round " + round);
                if (inWords != null) {
                    assertArrayEquals(sum.whole(), inWords.whole());
                    assertEquals(isRight ? guess.abs() : content, wanted);
                    words++;
                }
            }
            divided += divides && wanted.equals(guess.abs()) && !guess.abs().equals(BigInteger.ONE) ? 1 : 0;
            small += sum.isSmall() ? 1 : 0;
        }
        assertTrue(divided > 5_000 && small > 5_000 && words > 5_000, divided + " divided, " + small + " small, " + words);
    }

    /** Whether a divisor in a word leaves small quotients and no remainder. */
    private static boolean fits(BigInteger[] entries, BigInteger divisor) {
        return divisor.signum() > 0 && divisor.bitLength() < Long.SIZE && Arrays.stream(entries).allMatch(
                entry -> entry.mod(divisor).signum() == 0 && entry.divide(divisor).bitLength() <= IntegerVector.SMALL);
    }

    /** Quotients in words exactly where there are small ones. */
    @Test
    void quotients() {
        Random random = new Random(6);
        int none = 0;
        for (int round = 0; round < 100_000; round++) {
            BigInteger divisor = integer(random, random.nextInt(Long.SIZE - 1));
            BigInteger[] entries = new BigInteger[1 + random.nextInt(2)];
            Arrays.setAll(entries, k -> integer(random, random.nextInt(Long.SIZE)).multiply(divisor));
            int off = random.nextInt(20);
            entries[0] = entries[0].add(BigInteger.valueOf(off == 0 ? 1 : off == 1 ? -1 : 0));
            boolean fits = fits(entries, divisor);
            none += fits ? 0 : 1;
            long[] low = Arrays.stream(entries).mapToLong(BigInteger::longValue).toArray();
            long[] high = Arrays.stream(entries).mapToLong(entry -> entry.shiftRight(Long.SIZE).longValueExact()).toArray();
            long[] expected = fits ? Arrays.stream(entries).mapToLong(entry -> entry.divide(divisor).longValueExact()).toArray()
                    : null;
            assertArrayEquals(expected, IntegerVector.quotients(high, low, divisor.longValueExact()));
            if (Arrays.stream(entries).allMatch(entry -> entry.bitLength() < Long.SIZE)) {
                assertArrayEquals(expected, IntegerVector.quotients(low, divisor.longValueExact()));
            }
        }
        assertTrue(none > 20_000 && none < 80_000, none + " without");
    }

    /** As many entries as there may be, all as large as their bits allow: where sums leave one word, and two. */
    @Test
    void dotProductsAtTheLimit() {
        for (int first = 1; first <= IntegerVector.SMALL; first++) {
            for (int second = 1; second <= IntegerVector.SMALL; second++) {
                for (int signs = 0; signs < 4; signs++) {
                    BigInteger a = extreme(first, (signs & 1) != 0);
                    BigInteger b = extreme(second, (signs & 2) != 0);
                    BigInteger[] left = new BigInteger[IntegerVector.MAX_SIZE];
                    BigInteger[] right = new BigInteger[IntegerVector.MAX_SIZE];
                    Arrays.fill(left, a);
                    Arrays.fill(right, b);
                    assertEquals(a.multiply(b).multiply(BigInteger.valueOf(left.length)),
                            IntegerVector.of(left).dot(IntegerVector.of(right)).toBigInteger(), first + " and " + second + " bits");
                }
            }
        }
    }

    private static BigInteger extreme(int bits, boolean isNegative) {
        BigInteger power = BigInteger.ONE.shiftLeft(bits);
        return isNegative ? power.negate() : power.subtract(BigInteger.ONE);
    }
}
