package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.fraction.BigFraction;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;

class RationalVectorTest {

    private static BigInteger[] bigs(long... entries) {
        BigInteger[] all = new BigInteger[entries.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = BigInteger.valueOf(entries[i]);
        }
        return all;
    }

    @Test
    void mutatedInputsDoNotChangeTheValue() {
        Rational[] rationals = {Rationals.of(1, 2), Rationals.of(3)};
        RationalVector fromRationals = RationalVector.of(rationals);
        rationals[0] = Rationals.ZERO;
        assertEquals("(1/2, 3)", fromRationals.toString());

        List<Rational> list = new ArrayList<>(List.of(Rationals.of(1, 2), Rationals.of(3)));
        RationalVector fromList = RationalVector.of(list);
        list.set(0, Rationals.ZERO);
        assertEquals("(1/2, 3)", fromList.toString());

        for (long denominator : new long[] {1, 2, -2}) {
            BigInteger[] numerators = bigs(5, 8);
            RationalVector v = RationalVector.of(numerators, BigInteger.valueOf(denominator));
            String before = v.toString();
            numerators[0] = BigInteger.TEN;
            assertEquals(before, v.toString());
        }

        long[] longs = {1, 2};
        RationalVector fromLongs = RationalVector.of(longs);
        longs[0] = 7;
        assertEquals("(1, 2)", fromLongs.toString());

        Rational[] out = fromLongs.toArray();
        out[0] = Rationals.ZERO;
        assertEquals("(1, 2)", fromLongs.toString());
        assertEquals("(1, 2)", RationalVector.of(fromLongs.toArray()).toString());
    }

    @Test
    void sharesNothingWithItsFactoriesWhenNothingIsReduced() {
        BigInteger[] numerators = bigs(1, 0);
        RationalVector v = RationalVector.of(numerators, BigInteger.valueOf(3));
        numerators[1] = BigInteger.ONE;
        assertEquals("(1/3, 0)", v.toString());
    }

    @Test
    void reducesWhateverTheDenominator() {
        assertEquals("(2/3, -1)", RationalVector.of(bigs(4, -6), BigInteger.valueOf(6)).toString());
        assertEquals("(-2/3, 1)", RationalVector.of(bigs(4, -6), BigInteger.valueOf(-6)).toString());
        assertEquals("(-1, 2)", RationalVector.of(bigs(1, -2), BigInteger.valueOf(-1)).toString());
        assertEquals("(1, 2)", RationalVector.of(bigs(1, 2), BigInteger.ONE).toString());
        assertEquals("(0, 0)", RationalVector.of(bigs(0, 0), BigInteger.valueOf(-9)).toString());
        assertEquals(BigInteger.ONE, RationalVector.of(bigs(0, 0), BigInteger.valueOf(-9)).denominator());
        assertEquals(BigInteger.ONE, RationalVector.of(bigs(), BigInteger.valueOf(-9)).denominator());
        assertEquals(BigInteger.valueOf(6), RationalVector.of(Rationals.of(1, 2), Rationals.of(1, 3)).denominator());
        assertEquals(BigInteger.valueOf(3), RationalVector.of(Rationals.of(1, 2), Rationals.of(1, 3)).numerator(0));
    }

    @Test
    void refusesTheDenominatorZero() {
        assertEquals("denominator is zero", assertThrows(ArithmeticException.class,
                () -> RationalVector.of(bigs(0, 0), BigInteger.ZERO)).getMessage());
        assertThrows(ArithmeticException.class, () -> RationalVector.of(bigs(), BigInteger.ZERO));
    }

    @Test
    void refusesDenominatorsThatAreNotPositive() {
        for (long[] denominators : new long[][] {{0, 1}, {1, 0}, {-2, 3}, {3, -2}, {-1, -1}, {1L << 40, 0}, {1L << 40, -3}}) {
            assertEquals("denominator is not positive", assertThrows(ArithmeticException.class,
                    () -> RationalVector.of(bigs(1, 2), bigs(denominators))).getMessage());
        }
    }

    /** Fractions one by one, not in lowest terms, in words, at the ends of words and beyond. */
    @Test
    void reducesWhateverTheFractions() {
        List<BigInteger> integers = Generators.aroundPowersOfTwo(0, 2, 30, 31, 32, 33, 64);
        Random random = new Random(7);
        for (int round = 0; round < 4000; round++) {
            BigInteger[] numerators = new BigInteger[1 + random.nextInt(3)];
            BigInteger[] denominators = new BigInteger[numerators.length];
            BigFraction[] expected = new BigFraction[numerators.length];
            // Half of them short, whose common denominator may be short too.
            int bound = random.nextBoolean() ? 20 : integers.size();
            BigInteger factor = BigInteger.valueOf(1 + random.nextInt(4));
            for (int i = 0; i < numerators.length; i++) {
                numerators[i] = integers.get(random.nextInt(bound)).multiply(factor);
                denominators[i] = integers.get(random.nextInt(bound)).abs().max(BigInteger.ONE).multiply(factor);
                expected[i] = new BigFraction(numerators[i], denominators[i]);
            }
            Oracle.assertSame(Oracle.vector(expected), RationalVector.of(numerators, denominators));
            assertArrayEquals(expected, Oracle.fractions(RationalVector.of(numerators, denominators)));
        }
        // The product of the denominators and of what they share leaves a word.
        RationalVector shared = RationalVector.of(bigs(1, 1), bigs(3L << 29, 1L << 30));
        assertEquals(RationalVector.of(bigs(2, 3), BigInteger.valueOf(3L << 30)), shared);
    }

    @Test
    void refusesVectorsOfOtherSizes() {
        RationalVector two = RationalVector.of(1, 2);
        for (RationalVector other : List.of(RationalVector.zero(0), RationalVector.of(1L), RationalVector.of(1, 2, 0))) {
            assertThrows(IllegalArgumentException.class, () -> two.plus(other));
            assertThrows(IllegalArgumentException.class, () -> two.minus(other));
            assertThrows(IllegalArgumentException.class, () -> two.dot(other));
            assertThrows(IllegalArgumentException.class, () -> two.dotSign(other));
            assertThrows(IllegalArgumentException.class, () -> other.plus(two));
            assertThrows(IllegalArgumentException.class, () -> other.dot(two));
        }
        assertEquals("vectors of sizes 2 and 3",
                assertThrows(IllegalArgumentException.class, () -> two.plus(RationalVector.zero(3))).getMessage());
    }

    @Test
    void hasASizeZero() {
        RationalVector none = RationalVector.zero(0);
        assertEquals(0, none.size());
        assertEquals("()", none.toString());
        assertTrue(none.isZero());
        assertEquals(none, RationalVector.of(new Rational[0]));
        assertEquals(none, RationalVector.of(new long[0]));
        assertEquals(none, RationalVector.of(List.of()));
        assertEquals(none, none.plus(none));
        assertEquals(none, none.minus(none));
        assertEquals(none, none.opposite());
        assertEquals(none, none.times(Rationals.of(2, 3)));
        assertEquals(none, none.positivePart());
        assertEquals(Rationals.ZERO, none.dot(none));
        assertEquals(0, none.dotSign(none));
        assertArrayEquals(new Rational[0], none.toArray());
        assertEquals("(1/2)", none.append(Rationals.of(1, 2)).toString());
    }

    @Test
    void unitsAndZeros() {
        assertEquals("(0, 1, 0)", RationalVector.unit(3, 1).toString());
        assertEquals("(0, 0)", RationalVector.zero(2).toString());
        assertTrue(RationalVector.zero(3).isZero());
        assertFalse(RationalVector.unit(3, 0).isZero());
        assertFalse(RationalVector.unit(3, 2).isZero());
        assertThrows(IndexOutOfBoundsException.class, () -> RationalVector.unit(3, 3));
    }

    @Test
    void signsAndPositiveParts() {
        RationalVector v = RationalVector.of(Rationals.of(-1, 2), Rationals.ZERO, Rationals.of(2, 3));
        assertEquals(-1, v.sign(0));
        assertEquals(0, v.sign(1));
        assertEquals(1, v.sign(2));
        assertEquals("(0, 0, 2/3)", v.positivePart().toString());
        assertEquals("(1/2, 0, 0)", v.opposite().positivePart().toString());
        assertEquals(BigInteger.valueOf(3), v.positivePart().denominator());
    }

    @Test
    void dotSignsIgnoreTheDenominators() {
        RationalVector v = RationalVector.of(Rationals.of(1, 2), Rationals.of(-1, 3));
        assertEquals(0, v.dotSign(RationalVector.of(2, 3)));
        assertEquals(1, v.dotSign(RationalVector.of(3, 3)));
        assertEquals(-1, v.dotSign(RationalVector.of(2, 4)));
        assertEquals("13/36", Rationals.text(v.dot(v)));
    }

    @Test
    void equalityIsThatOfValuesOfTheSameSize() {
        RationalVector v = RationalVector.of(Rationals.of(1, 2), Rationals.of(1, 3));
        assertNotEquals(v, RationalVector.of(3, 2));
        assertNotEquals(v, RationalVector.of(Rationals.of(1, 2), Rationals.of(2, 3)));
        assertNotEquals(RationalVector.zero(1), RationalVector.zero(2));
        assertNotEquals(v, "(1/2, 1/3)");
        assertNotEquals(v, null);
        assertEquals(v, RationalVector.of(bigs(-30, -20), BigInteger.valueOf(-60)));
        assertEquals(v.hashCode(), RationalVector.of(bigs(-30, -20), BigInteger.valueOf(-60)).hashCode());
        assertNotEquals(RationalVector.of(1, 2).hashCode(), RationalVector.of(2, 1).hashCode());
        assertNotEquals(RationalVector.of(1, 2).hashCode(), RationalVector.of(bigs(1, 2), BigInteger.valueOf(3)).hashCode());
    }

    @Test
    void leastCommonMultiples() {
        assertEquals(BigInteger.valueOf(12), Rationals.lcm(BigInteger.valueOf(4), BigInteger.valueOf(6)));
        assertEquals(BigInteger.valueOf(4), Rationals.lcm(BigInteger.valueOf(4), BigInteger.valueOf(4)));
        assertEquals(BigInteger.valueOf(35), Rationals.lcm(BigInteger.valueOf(5), BigInteger.valueOf(7)));
    }

    @Test
    void sumsOverOneDenominatorAreSumsOneByOne() {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            RationalVector expected = RationalVector.zero(3);
            RationalVector.Sum sum = new RationalVector.Sum(3);
            for (int t = random.nextInt(6); t > 0; t--) {
                RationalVector v = RationalVector.of(Rationals.of(random.nextInt(9) - 4, 1 + random.nextInt(8)),
                        Rationals.of(random.nextInt(9) - 4, 1 + random.nextInt(8)), Rationals.of(random.nextInt(3) - 1));
                int p = random.nextInt(7) - 3;
                int q = 1 + random.nextInt(4);
                sum.add(v, BigInteger.valueOf(p), BigInteger.valueOf(q));
                expected = expected.plus(v.times(Rationals.of(p, q)));
            }
            assertEquals(expected, sum.value());
            RationalVector last = RationalVector.of(Rationals.of(1, 3), Rationals.of(-1, 2), Rationals.ONE);
            sum.add(last);
            assertEquals(expected.plus(last), sum.value());
        }
    }

    @Test
    void sumsRefuseOtherSizesAndFactorsOverNothingPositive() {
        RationalVector.Sum sum = new RationalVector.Sum(2);
        RationalVector v = RationalVector.of(1, 2);
        for (long q : new long[] {0, -1}) {
            assertThrows(IllegalArgumentException.class, () -> sum.add(v, BigInteger.ONE, BigInteger.valueOf(q)));
            assertThrows(IllegalArgumentException.class, () -> sum.add(v, BigInteger.ZERO, BigInteger.valueOf(q)));
        }
        assertEquals("a vector of size 3 over 1 to a sum of size 2",
                assertThrows(IllegalArgumentException.class, () -> sum.add(RationalVector.zero(3))).getMessage());
        assertEquals(RationalVector.zero(2), sum.value());
    }
}
