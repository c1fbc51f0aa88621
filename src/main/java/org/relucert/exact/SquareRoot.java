package org.relucert.exact;

import java.math.BigInteger;
import org.jscience.mathematics.number.Rational;

/**
 * Rational enclosures of square roots (mathematics, 0.2 and 3.12): a minorant N with N^2 &lt;= s and a majorant N with
 * N^2 &gt;= s, at distance at most 2^-bits. A perfect square is returned exactly by both.
 */
public final class SquareRoot {

    private SquareRoot() { }

    /**
     * A rational N &gt;= 0 with N^2 &lt;= s and N &gt;= sqrt(s) - 2^-bits.
     *
     * @throws ArithmeticException if s is negative
     */
    public static Rational minorant(Rational s, int bits) {
        return enclose(s, bits, false);
    }

    /**
     * A rational N &gt;= 0 with N^2 &gt;= s and N &lt;= sqrt(s) + 2^-bits.
     *
     * @throws ArithmeticException if s is negative
     */
    public static Rational majorant(Rational s, int bits) {
        return enclose(s, bits, true);
    }

    private static Rational enclose(Rational s, int bits, boolean above) {
        if (bits < 0) {
            throw new IllegalArgumentException("bits is negative: " + bits);
        }
        if (s.isNegative()) {
            throw new ArithmeticException("square root of a negative number");
        }
        BigInteger a = Rationals.numerator(s);
        BigInteger b = Rationals.denominator(s);
        BigInteger rootA = a.sqrt();
        BigInteger rootB = b.sqrt();
        // Lowest terms: s is the square of a rational iff numerator and denominator are squares.
        if (rootA.multiply(rootA).equals(a) && rootB.multiply(rootB).equals(b)) {
            return Rationals.of(rootA, rootB);
        }
        // floor(sqrt(s) 2^bits) = floor(sqrt(floor(s 4^bits)))
        BigInteger floor = a.shiftLeft(2 * bits).divide(b).sqrt();
        return Rationals.of(above ? floor.add(BigInteger.ONE) : floor, BigInteger.ONE.shiftLeft(bits));
    }
}
