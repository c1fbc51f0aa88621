package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.relucert.checker.Combination.Scaled;
import org.relucert.exact.RationalVector;

/** Sums in machine words against {@link RationalVector.Sum}. */
class CombinationTest {

    private static BigInteger integer(Random random, int bits) {
        BigInteger magnitude = new BigInteger(1 + random.nextInt(bits), random);
        return random.nextBoolean() ? magnitude : magnitude.negate();
    }

    /** Numbers of every size, denominators that fit and that do not: the same sum, entry by entry. */
    @Test
    void sums() {
        Random random = new Random(1);
        int small = 0;
        for (int round = 0; round < 3_000; round++) {
            int size = 1 + random.nextInt(round % 50 == 0 ? 20 : 5);
            int bits = 1 + random.nextInt(round % 3 == 0 ? 90 : 25);
            BigInteger[] denominators = new BigInteger[1 + random.nextInt(3)];
            Arrays.setAll(denominators, k -> integer(random, 12).abs().add(BigInteger.ONE));
            // Every other time one that all that comes divides, so that the sum may stay in words.
            BigInteger common = Arrays.stream(denominators).reduce(BigInteger.ONE, BigInteger::multiply);
            Combination sum = new Combination(size, round % 2 == 0 ? denominators[0] : common.multiply(common));
            RationalVector.Sum expected = new RationalVector.Sum(size);
            for (int k = random.nextInt(20); k > 0; k--) {
                BigInteger[] entries = new BigInteger[size];
                Arrays.setAll(entries, j -> integer(random, bits));
                RationalVector v = RationalVector.of(entries, denominators[random.nextInt(denominators.length)]);
                BigInteger q = denominators[random.nextInt(denominators.length)];
                BigInteger p = random.nextInt(9) == 0 ? BigInteger.ZERO : integer(random, bits);
                Scaled scaled = random.nextBoolean() ? Scaled.of(v) : Scaled.of(v, v.denominator().multiply(q));
                sum.add(random.nextBoolean() ? scaled : scaled.opposite().opposite(), p, q);
                expected.add(v, p, q);
            }
            RationalVector value = expected.value();
            assertEquals(value, sum.value());
            assertEquals(value, RationalVector.of(sum.numerators().whole(), sum.denominator()));
            for (int j = 0; j < size; j++) {
                assertEquals(value.sign(j), sum.sign(j));
            }
            small += sum.numerators().isSmall() ? 1 : 0;
        }
        assertTrue(small > 500 && small < 2_900, small + " small");
    }

    /** Words are left before they overflow, however many multiples come. */
    @Test
    void growth() {
        BigInteger large = BigInteger.ONE.shiftLeft(40);
        Scaled v = Scaled.of(RationalVector.of(new BigInteger[] {large, large.negate()}, BigInteger.ONE));
        Combination sum = new Combination(2, BigInteger.ONE);
        BigInteger expected = BigInteger.ZERO;
        for (int k = 0; k < 200_000; k++) {
            BigInteger p = BigInteger.valueOf(262_143);
            sum.add(v, p, BigInteger.ONE);
            expected = expected.add(large.multiply(p));
            // What is kept in words must be small, or products of it would overflow.
            assertEquals(sum.numerators().bits() <= IntegerVector.SMALL, sum.numerators().isSmall());
        }
        assertEquals(RationalVector.of(new BigInteger[] {expected, expected.negate()}, BigInteger.ONE), sum.value());
        assertEquals(-1, sum.sign(1));
    }

    @Test
    void opposite() {
        Scaled v = Scaled.of(RationalVector.of(3, -4, 0), BigInteger.valueOf(7)).opposite();
        assertEquals(RationalVector.of(-21, 28, 0), RationalVector.of(v.numerators().whole(), BigInteger.ONE));
        assertEquals(BigInteger.valueOf(7), v.denominator());
    }
}
