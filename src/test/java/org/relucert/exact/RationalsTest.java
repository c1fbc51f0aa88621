package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import org.apache.commons.math3.fraction.BigFraction;
import org.jscience.mathematics.number.LargeInteger;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RationalsTest {

    @ParameterizedTest
    @ValueSource(strings = {"2/4", "+1", "01", "3/1", "-0", "1/-2", "", "-", "1/", "/1", " 1", "1 ", "1.0", "\u0661", "1e3",
        "0/1", "0/5", "-0/3", "1/0", "0/0", "1/1", "-1/1", "00", "-01", "1/02", "01/2", "--1", "-+1", "1/+2", "1//2", "1/2/3",
        "/", "-/2", "1/2 ", "1 /2", "1/ 2", "\u22121", "1\u0662", "1_000", "1,5", "0x1", "NaN", "null", "1\n", "6/3", "-6/4", "1L",
        "2/1", "1:2", "/2", "-/", "9/6", "1/9:", "\uff11"})
    void refusesTextThatIsNotCanonical(String text) {
        NumberFormatException refusal = assertThrows(NumberFormatException.class, () -> Rationals.parseCanonical(text));
        assertEquals("not a canonical rational: " + text, refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-1", "9", "10", "-10", "1/2", "-1/2", "1/10", "2/3", "-100/7", "90/19",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
        "18446744073709551615/2", "1/18446744073709551617", "-2147483648/9223372036854775807"})
    void readsCanonicalTextAndWritesItBack(String text) {
        Rational r = Rationals.parseCanonical(text);
        int slash = text.indexOf('/');
        assertEquals(slash < 0 ? text : text.substring(0, slash), r.getDividend().toString());
        assertEquals(slash < 0 ? "1" : text.substring(slash + 1), r.getDivisor().toString());
        assertEquals(text, Rationals.text(r));
    }

    @Test
    void messagesStayShort() {
        String forty = "x".repeat(40);
        assertEquals(forty, Rationals.abbreviate(forty));
        assertEquals("x".repeat(37) + "...", Rationals.abbreviate(forty + "x"));
        assertEquals("", Rationals.abbreviate(""));
        assertEquals("not a canonical rational: " + "1".repeat(37) + "...",
                assertThrows(NumberFormatException.class, () -> Rationals.parseCanonical("1".repeat(5000) + "/1")).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"2,4,1/2", "-2,4,-1/2", "2,-4,-1/2", "-2,-4,1/2", "0,-7,0", "0,7,0", "7,1,7", "7,-1,-7",
        "-9223372036854775808,-1,9223372036854775808", "-9223372036854775808,-9223372036854775808,1",
        "1,-9223372036854775808,-1/9223372036854775808", "-9223372036854775808,9223372036854775807,"
        + "-9223372036854775808/9223372036854775807", "-9223372036854775808,2,-4611686018427387904"})
    void reducesAndMovesTheSign(long p, long q, String text) {
        assertEquals(text, Rationals.text(Rationals.of(p, q)));
        assertEquals(text, Rationals.text(Rationals.of(BigInteger.valueOf(p), BigInteger.valueOf(q))));
    }

    @Test
    void refusesTheDenominatorZero() {
        for (long p : new long[] {-1, 0, 1, Long.MIN_VALUE}) {
            ArithmeticException refusal = assertThrows(ArithmeticException.class, () -> Rationals.of(p, 0));
            assertEquals("denominator is zero", refusal.getMessage());
            assertThrows(ArithmeticException.class, () -> Rationals.of(BigInteger.valueOf(p), BigInteger.ZERO));
        }
    }

    /** Fractions not in lowest terms, in words, at the ends of words and beyond. */
    @Test
    void reducesInWordsAtTheirEndsAndBeyond() {
        List<BigInteger> integers = Generators.aroundPowersOfTwo(0, 1, 2, 3, 31, 32, 62, 63, 64, 80);
        for (BigInteger p : integers) {
            for (BigInteger q : integers) {
                assertEquals(p.gcd(q), Rationals.gcd(p, q));
                if (q.signum() != 0) {
                    BigFraction expected = new BigFraction(p, q);
                    BigInteger[] pair = {expected.getNumerator(), expected.getDenominator()};
                    assertArrayEquals(pair, Rationals.reduced(p, q));
                    if (q.signum() > 0) {
                        assertEquals(pair[1].equals(BigInteger.ONE) ? pair[0].toString() : pair[0] + "/" + pair[1],
                                Rationals.text(p, q));
                    }
                    if (p.signum() > 0 && q.signum() > 0) {
                        assertEquals(p.multiply(q).divide(p.gcd(q)), Rationals.lcm(p, q));
                    }
                }
            }
        }
    }

    @Test
    void readsIntegersInCanonicalText() {
        for (BigInteger n : Generators.aroundPowersOfTwo(0, 3, 31, 59, 60, 63, 64, 80)) {
            assertEquals(n, Rationals.parseCanonicalInteger(n.toString()));
        }
        for (String text : List.of("", "-", "-0", "01", "+1", "1/2", "2/1", "1.0", "1 ", "x")) {
            assertEquals("not a canonical rational: " + text, assertThrows(NumberFormatException.class,
                    () -> Rationals.parseCanonicalInteger(text)).getMessage());
        }
    }

    @Test
    void signsSquaresAndConstants() {
        assertEquals(0, Rationals.sign(Rationals.of(0)));
        assertEquals(1, Rationals.sign(Rationals.of(1, 3)));
        assertEquals(-1, Rationals.sign(Rationals.of(1, -3)));
        assertEquals("4/9", Rationals.text(Rationals.square(Rationals.of(-2, 3))));
        assertEquals("0", Rationals.text(Rationals.ZERO));
        assertEquals("1", Rationals.text(Rationals.ONE));
        assertEquals("-9223372036854775808", Rationals.text(Rationals.of(Long.MIN_VALUE)));
        assertNotEquals(Rationals.of(1, 2), Rationals.of(-1, 2));
    }

    /** Every integer within 3 of a power of two up to 2^200, both signs, crosses the bridge and comes back. */
    @Test
    void bridgeHoldsAtEveryWordBoundary() {
        for (int bits = 0; bits <= 200; bits++) {
            for (int offset = -3; offset <= 3; offset++) {
                BigInteger n = BigInteger.ONE.shiftLeft(bits).add(BigInteger.valueOf(offset));
                for (BigInteger m : new BigInteger[] {n, n.negate()}) {
                    LargeInteger large = Rationals.large(m);
                    assertEquals(m.toString(), large.toString());
                    assertEquals(m, Rationals.big(large));
                    assertEquals(m, Rationals.big(LargeInteger.valueOf(m.toString())));
                    assertEquals(LargeInteger.valueOf(m.toString()), large);
                    assertEquals(LargeInteger.valueOf(m.toString()).hashCode(), large.hashCode());
                    assertTrue(large.compareTo(LargeInteger.valueOf(m.toString())) == 0);
                }
            }
        }
    }

    /** The words at the ends of their range too, -2^63 among them, against the library's; 2^63 itself is the word -2^63. */
    @Test
    void greatestCommonDivisorsOfAllKindsOfWords() {
        long[] words = {0, 1, -1, 2, 6, -15, 1L << 31, 3L << 40, -(5L << 61 - 3), 1L << 62, -1L << 62, Long.MAX_VALUE, -Long.MAX_VALUE, Long.MIN_VALUE};
        for (long a : words) {
            for (long b : words) {
                BigInteger expected = BigInteger.valueOf(a).gcd(BigInteger.valueOf(b));
                assertEquals(expected.longValue(), Rationals.gcd(a, b), a + ", " + b);
                assertEquals(expected, Rationals.gcd(BigInteger.valueOf(a), BigInteger.valueOf(b)), a + ", " + b);
            }
        }
    }
}
