package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.math3.fraction.BigFraction;
import org.jscience.mathematics.number.LargeInteger;
import org.jscience.mathematics.number.Rational;

/**
 * The reference checker rests on JScience's {@code Rational}. The claim: + - * / and the comparisons that a checker uses are
 * those of the rational numbers. How it could be wrong: carries at words of 63 bits, the two Karatsuba ranges (from 10 and
 * from 20 words), Newton division, a gcd that changes its operands, threads. The other library here is Commons Math.
 */
class JScienceRationalProperties {

    /** Two numerators and two denominators with the coincidences that arithmetic is afraid of. */
    record Pair(BigInteger p, BigInteger q, BigInteger u, BigInteger v) {
        Rational left() {
            return Rational.valueOf(LargeInteger.valueOf(p), LargeInteger.valueOf(q));
        }

        Rational right() {
            return Rational.valueOf(LargeInteger.valueOf(u), LargeInteger.valueOf(v));
        }
    }

    private static Arbitrary<Pair> pairs(int bits) {
        Arbitrary<BigInteger> any = Generators.integers(bits);
        Arbitrary<BigInteger> some = Generators.nonzero(bits);
        return Combinators.combine(any, some, any, some, some, Arbitraries.integers().between(0, 7))
                .as((p, q, u, v, f, relation) -> switch (relation) {
                    case 0 -> new Pair(p, q, p, q);
                    case 1 -> new Pair(p, q, p.negate(), q);
                    case 2 -> new Pair(p, q, p.multiply(f), q.multiply(f));
                    case 3 -> new Pair(p, q, p.add(BigInteger.ONE), q);
                    case 4 -> new Pair(p.multiply(f), q.multiply(f), u, q);
                    // The gcd meets a long quotient with a short remainder that divides the rest.
                    case 5 -> new Pair(q.multiply(f).multiply(v).add(f), q.multiply(f), u, v);
                    default -> new Pair(p, q, u, v);
                });
    }

    @Provide
    Arbitrary<Pair> pairs() {
        return pairs(700);
    }

    @Provide
    Arbitrary<Pair> widePairs() {
        return pairs(3000);
    }

    @Property(tries = 300)
    void isTheFieldOfRationals(@ForAll("pairs") Pair pair) {
        checkField(pair);
    }

    @Property(tries = 80)
    void isTheFieldOfRationalsAtThousandsOfBits(@ForAll("widePairs") Pair pair) {
        checkField(pair);
    }

    private static void checkField(Pair pair) {
        Rational a = pair.left();
        Rational b = pair.right();
        BigFraction x = new BigFraction(pair.p, pair.q);
        BigFraction y = new BigFraction(pair.u, pair.v);
        assertValue(x, a);
        assertValue(y, b);
        assertValue(x.add(y), a.plus(b));
        assertValue(x.subtract(y), a.minus(b));
        assertValue(x.multiply(y), a.times(b));
        assertValue(x.negate(), a.opposite());
        assertValue(x.abs(), a.abs());
        assertValue(x.add(x), a.plus(a));
        assertValue(x.multiply(x), a.times(a));
        assertValue(BigFraction.ZERO, a.minus(a));
        assertValue(x.multiply(pair.p.longValue()), a.times(pair.p.longValue()));
        if (y.getNumerator().signum() == 0) {
            assertThrows(ArithmeticException.class, () -> a.divide(b));
            assertThrows(ArithmeticException.class, b::inverse);
        } else {
            assertValue(x.divide(y), a.divide(b));
            assertValue(y.reciprocal(), b.inverse());
        }
        // The operands are what they were.
        assertValue(x, a);
        assertValue(y, b);
        int order = x.compareTo(y);
        assertEquals(order, Integer.signum(a.compareTo(b)));
        assertEquals(-order, Integer.signum(b.compareTo(a)));
        assertEquals(order == 0, a.equals(b));
        assertEquals(order == 0, b.equals(a));
        assertTrue(order != 0 || a.hashCode() == b.hashCode());
        assertEquals(order > 0, a.isGreaterThan(b));
        assertEquals(order < 0, a.isLessThan(b));
        assertEquals(x.getNumerator().signum() > 0, a.isPositive());
        assertEquals(x.getNumerator().signum() < 0, a.isNegative());
        assertEquals(x.getNumerator().signum() == 0, a.isZero());
        // A trap, not a bug: JScience's "larger" speaks of absolute values.
        assertEquals(x.abs().compareTo(y.abs()) > 0, a.isLargerThan(b));
        assertEquals(0, a.compareTo(a));
        assertEquals(a, a);
    }

    /** Value, lowest terms, and hash are those of the number read from decimal text. */
    private static void assertValue(BigFraction expected, Rational actual) {
        assertEquals(expected.getNumerator().toString(), actual.getDividend().toString());
        assertEquals(expected.getDenominator().toString(), actual.getDivisor().toString());
        Rational read = Rational.valueOf(LargeInteger.valueOf(expected.getNumerator().toString()),
                LargeInteger.valueOf(expected.getDenominator().toString()));
        assertEquals(read, actual);
        assertEquals(read.hashCode(), actual.hashCode());
        assertEquals(expected.getNumerator(), Rationals.numerator(actual));
        assertEquals(expected.getDenominator(), Rationals.denominator(actual));
    }

    @Provide
    Arbitrary<BigInteger> integers() {
        return Generators.integers(3000);
    }

    /** What Rational is made of, on wide operands whose quotient, product and gcd take every branch. */
    @Property(tries = 200)
    void integersDivideMultiplyAndShareFactors(
            @ForAll("integers") BigInteger x, @ForAll("integers") BigInteger y, @ForAll("integers") BigInteger r) {
        LargeInteger a = LargeInteger.valueOf(x);
        LargeInteger b = LargeInteger.valueOf(y);
        assertEquals(x.multiply(y).toString(), a.times(b).toString());
        assertEquals(x.multiply(x).toString(), a.times(a).toString());
        assertEquals(x.gcd(y).toString(), a.gcd(b).abs().toString());
        assertEquals(x.bitLength(), a.bitLength());
        assertEquals(x.compareTo(y), Integer.signum(a.compareTo(b)));
        if (y.signum() != 0) {
            for (BigInteger n : List.of(x, x.multiply(y), x.multiply(y).add(r), x.multiply(y).subtract(BigInteger.ONE))) {
                assertEquals(n.divide(y).toString(), LargeInteger.valueOf(n).divide(b).toString());
            }
        } else {
            assertThrows(ArithmeticException.class, () -> a.divide(b));
        }
        assertEquals(x.toString(), a.toString());
        assertEquals(y.toString(), b.toString());
    }

    /** Every pair of the numbers next to the powers of two at which a word, a sign or an int ends. */
    @Example
    void boundariesAgainstEachOther() {
        List<BigInteger> numbers = IntStream.of(0, 1, 15, 31, 32, 62, 63, 64, 126, 128).boxed()
                .flatMap(bits -> IntStream.rangeClosed(-1, 1)
                        .mapToObj(offset -> BigInteger.ONE.shiftLeft(bits).add(BigInteger.valueOf(offset))))
                .flatMap(n -> List.of(n, n.negate()).stream()).distinct().toList();
        for (BigInteger x : numbers) {
            for (BigInteger y : numbers) {
                if (y.signum() == 0) {
                    continue;
                }
                Rational r = Rational.valueOf(LargeInteger.valueOf(x), LargeInteger.valueOf(y));
                BigFraction f = new BigFraction(x, y);
                assertValue(f, r);
                assertValue(f.add(BigFraction.ONE), r.plus(Rational.ONE));
                assertValue(f.multiply(y), r.times(Rational.valueOf(LargeInteger.valueOf(y), LargeInteger.ONE)));
                if (x.bitLength() < 64 && y.bitLength() < 64) {
                    assertValue(f, Rational.valueOf(x.longValue(), y.longValue()));
                    assertEquals(Long.compare(x.longValue(), y.longValue()),
                            Integer.signum(Rational.valueOf(x.longValue(), 1).compareTo(Rational.valueOf(y.longValue(), 1))));
                }
            }
        }
    }

    /** JScience multiplies wide numbers on several threads; the caller may be on one of several itself. */
    @Example
    void threadsDoNotDisturbEachOther() {
        List<String> wrong = IntStream.range(0, 16).parallel().boxed().flatMap(worker -> {
            Random random = new Random(worker);
            return IntStream.range(0, 12).mapToObj(k -> {
                BigInteger p = new BigInteger(2500, random);
                BigInteger q = new BigInteger(2500, random).setBit(0);
                BigInteger u = new BigInteger(2500, random).negate();
                Rational product = Rational.valueOf(LargeInteger.valueOf(p), LargeInteger.valueOf(q))
                        .times(Rational.valueOf(LargeInteger.valueOf(u), LargeInteger.valueOf(p.setBit(0))));
                boolean right = Oracle.fraction(product)
                        .equals(new BigFraction(p, q).multiply(new BigFraction(u, p.setBit(0))));
                return right ? "" : "worker " + worker + ", step " + k;
            });
        }).filter(text -> !text.isEmpty()).toList();
        assertEquals(List.of(), wrong);
    }

    @Example
    void zeroDenominatorsAreRefused() {
        assertThrows(ArithmeticException.class, () -> Rational.valueOf(1, 0));
        assertThrows(ArithmeticException.class, () -> Rational.valueOf(LargeInteger.ZERO, LargeInteger.ZERO));
        assertThrows(ArithmeticException.class, () -> Rational.ONE.divide(Rational.ZERO));
        assertThrows(ArithmeticException.class, Rational.ZERO::inverse);
    }

    /**
     * Known faults and traps of JScience 4.3.1, none of which reaches the field operations of {@code Rational}.
     * {@link JScienceTrapsTest} keeps them out of the house; if an assertion here fails, the library has changed.
     */
    @Example
    void knownTraps() {
        assertTrue(Rational.valueOf(-2, 1).isLargerThan(Rational.ONE), "isLargerThan compares absolute values");
        LargeInteger minusTwoTo65 = LargeInteger.valueOf(BigInteger.ONE.shiftLeft(65).negate());
        LargeInteger threeTimes2To65 = LargeInteger.valueOf(BigInteger.valueOf(3).shiftLeft(65));
        assertEquals(BigInteger.ONE.shiftLeft(65).toString(), minusTwoTo65.remainder(threeTimes2To65).toString(),
                "the remainder of a negative dividend shorter than the divisor has the wrong sign");
        assertEquals("2", LargeInteger.valueOf(-4).mod(LargeInteger.valueOf(2)).toString(), "-4 mod 2 is 2");
        assertEquals("0", LargeInteger.valueOf(-1).shiftRight(133).toString(), "-1 >> 133 is 0");
        assertTrue(LargeInteger.ZERO.gcd(LargeInteger.valueOf(-5)).isNegative(), "gcd(0, -5) is -5");
        assertFalse(Rational.valueOf(0, -5).isNegative(), "and yet 0/-5 is the canonical 0");
    }
}
