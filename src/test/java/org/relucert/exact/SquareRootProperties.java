package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.math3.fraction.BigFraction;
import org.jscience.mathematics.number.Rational;

class SquareRootProperties {

    /** The definition: 0 <= N, N^2 <= s <= N'^2, and either is within 2^-bits of the root on its side. */
    static void check(Rational s, int bits) {
        BigFraction target = Oracle.fraction(s);
        BigFraction below = Oracle.fraction(SquareRoot.minorant(s, bits));
        BigFraction above = Oracle.fraction(SquareRoot.majorant(s, bits));
        BigFraction width = new BigFraction(BigInteger.ONE, BigInteger.ONE.shiftLeft(bits));
        assertTrue(below.compareTo(BigFraction.ZERO) >= 0);
        assertTrue(above.compareTo(BigFraction.ZERO) >= 0);
        assertTrue(below.multiply(below).compareTo(target) <= 0, () -> "minorant of " + s + " at " + bits);
        assertTrue(above.multiply(above).compareTo(target) >= 0, () -> "majorant of " + s + " at " + bits);
        BigFraction higher = below.add(width);
        assertTrue(higher.multiply(higher).compareTo(target) >= 0, () -> "minorant of " + s + " too low at " + bits);
        BigFraction lower = above.subtract(width);
        assertTrue(lower.compareTo(BigFraction.ZERO) <= 0 || lower.multiply(lower).compareTo(target) <= 0,
                () -> "majorant of " + s + " too high at " + bits);
        boolean exact = below.multiply(below).equals(target);
        assertEquals(exact, above.equals(below));
        assertTrue(above.subtract(below).compareTo(width) <= 0);
    }

    @Provide
    Arbitrary<Rational> nonnegative() {
        return Arbitraries.oneOf(java.util.List.of(Generators.rationals(40), Generators.rationals(1500)))
                .withoutEdgeCases().map(Rational::abs);
    }

    @Property(tries = 300)
    void enclosesTheRoot(@ForAll("nonnegative") Rational s, @ForAll("bits") int bits) {
        check(s, bits);
    }

    @Provide
    Arbitrary<Integer> bits() {
        return Arbitraries.of(0, 1, 2, 3, 20, 63, 64, 65, 200);
    }

    @Property(tries = 200)
    void perfectSquaresAreExactAndTheirNeighboursEnclosed(@ForAll("nonnegative") Rational root, @ForAll("bits") int bits) {
        Rational square = root.times(root);
        assertEquals(root, SquareRoot.minorant(square, bits));
        assertEquals(root, SquareRoot.majorant(square, bits));
        check(square, bits);
        Rational tiny = Rationals.of(BigInteger.ONE, BigInteger.ONE.shiftLeft(3000));
        check(square.plus(tiny), bits);
        if (!square.isZero()) {
            check(square.minus(tiny).abs(), bits);
        }
    }
}
