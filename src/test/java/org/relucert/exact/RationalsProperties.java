package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.math3.fraction.BigFraction;
import org.jscience.mathematics.number.Rational;

class RationalsProperties {

    @Provide
    Arbitrary<BigInteger> integers() {
        return Generators.integers(3000);
    }

    @Provide
    Arbitrary<BigInteger> nonzero() {
        return Generators.nonzero(3000);
    }

    @Property(tries = 300)
    void numeratorDenominatorAndTextSurviveTheRoundTrip(
            @ForAll("integers") BigInteger p, @ForAll("nonzero") BigInteger q, @ForAll("nonzero") BigInteger common) {
        BigFraction expected = new BigFraction(p, q);
        Rational r = Rationals.of(p.multiply(common), q.multiply(common));
        assertEquals(expected.getNumerator(), Rationals.numerator(r));
        assertEquals(expected.getDenominator(), Rationals.denominator(r));
        assertEquals(expected.getNumerator().toString(), r.getDividend().toString());
        assertEquals(expected.getDenominator().toString(), r.getDivisor().toString());
        assertEquals(p.signum() * q.signum(), Rationals.sign(r));
        String text = Rationals.text(r);
        assertEquals(expected.getDenominator().equals(BigInteger.ONE)
                ? expected.getNumerator().toString() : expected.getNumerator() + "/" + expected.getDenominator(), text);
        Rational again = Rationals.parseCanonical(text);
        assertEquals(r, again);
        assertEquals(r.hashCode(), again.hashCode());
        assertEquals(text, Rationals.text(again));
        assertEquals(new BigFraction(p.multiply(p), q.multiply(q)), Oracle.fraction(Rationals.square(r)));
    }

    /** In words as in whole numbers, of every size and with common factors of every kind. */
    @Property(tries = 2000)
    void greatestCommonDivisors(@ForAll long a, @ForAll long b, @ForAll int factor) {
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            long p = (a >> shift) / 2 * factor;
            long q = (b >> Long.SIZE - 1 - shift) * factor;
            assertEquals(BigInteger.valueOf(p).gcd(BigInteger.valueOf(q)), Rationals.gcd(BigInteger.valueOf(p), BigInteger.valueOf(q)));
            if (p != Long.MIN_VALUE && q != Long.MIN_VALUE) {
                assertEquals(BigInteger.valueOf(p).gcd(BigInteger.valueOf(q)).longValueExact(), Rationals.gcd(p, q));
            }
        }
        assertEquals(Long.MAX_VALUE, Rationals.gcd(0, -Long.MAX_VALUE));
        assertEquals(0, Rationals.gcd(0L, 0L));
    }

    /** Whatever is not in lowest terms is refused, however long. */
    @Property(tries = 200)
    void refusesACommonFactor(@ForAll("integers") BigInteger p, @ForAll("nonzero") BigInteger q, @ForAll("nonzero") BigInteger f) {
        BigInteger factor = f.abs().add(BigInteger.ONE);
        String text = p.multiply(factor) + "/" + q.abs().multiply(factor);
        assertThrows(NumberFormatException.class, () -> Rationals.parseCanonical(text));
    }

    @Property(tries = 200)
    void acceptsCanonicalTextOnly(@ForAll("integers") BigInteger p, @ForAll("nonzero") BigInteger q) {
        String text = p + "/" + q;
        boolean canonical = q.compareTo(BigInteger.ONE) > 0 && p.gcd(q).equals(BigInteger.ONE);
        if (canonical) {
            assertEquals(text, Rationals.text(Rationals.parseCanonical(text)));
        } else {
            assertThrows(NumberFormatException.class, () -> Rationals.parseCanonical(text));
        }
    }
}
