package org.relucert.checker;

import java.math.BigInteger;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Rationals;

/**
 * QL-2: the parabolas of a quadratic leaf, rounded to the unit so that every denominator stays small.
 *
 * <p>Public because the prover takes the same parabolas.
 */
public final class Parabola {

    private static final BigInteger SIXTEEN = BigInteger.valueOf(16);

    private Parabola() { }

    /**
     * The constant of a majorant, in units: the least e with 16 a e &gt;= 1, so that t_+ &lt;= a t^2 + t/2 + e for all t.
     *
     * @param p positive, the numerator of a
     * @param q positive, its denominator
     */
    public static BigInteger constant(BigInteger p, BigInteger q, BigInteger unitNumerator, BigInteger unitDenominator) {
        // ceil(1 / (16 a unit))
        BigInteger over = SIXTEEN.multiply(p).multiply(unitNumerator);
        BigInteger[] quotient = q.multiply(unitDenominator).divideAndRemainder(over);
        return quotient[1].signum() == 0 ? quotient[0] : quotient[0].add(BigInteger.ONE);
    }

    /**
     * The curvature of a minorant, in units: the greatest c with -c l &lt;= g &lt;= 1 - c h, so that t_+ &gt;= g t + c t^2 on
     * [l, h].
     *
     * @param g in [0,1]
     * @param l negative
     * @param h positive
     */
    public static BigInteger curvature(Rational g, Rational l, Rational h, BigInteger unitNumerator,
            BigInteger unitDenominator) {
        BigInteger q = Rationals.denominator(g);
        BigInteger p = Rationals.numerator(g);
        return units(p, q, l.opposite(), unitNumerator, unitDenominator)
                .min(units(q.subtract(p), q, h, unitNumerator, unitDenominator));
    }

    /** floor(p / (q r unit)). */
    private static BigInteger units(BigInteger p, BigInteger q, Rational r, BigInteger unitNumerator,
            BigInteger unitDenominator) {
        return p.multiply(Rationals.denominator(r)).multiply(unitDenominator)
                .divide(q.multiply(Rationals.numerator(r)).multiply(unitNumerator));
    }
}
