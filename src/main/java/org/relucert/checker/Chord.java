package org.relucert.checker;

import java.math.BigInteger;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Rationals;

/**
 * LF-3: t_+ &lt;= s t + c on [l, h], l &lt; 0 &lt; h, with the slope s = h/(h - l) rounded down to a multiple of the unit, and
 * c = max(-s l, (1 - s) h). On integers, because there is one for every row of every leaf.
 *
 * <p>Public because the prover takes the same chords.
 *
 * @param slope numerator of s over the denominator of the unit
 * @param constant numerator of c
 * @param denominator positive denominator of c
 */
public record Chord(BigInteger slope, BigInteger constant, BigInteger denominator) {

    /** The chord over [l, h]. */
    public static Chord of(Rational l, Rational h, BigInteger unitNumerator, BigInteger unitDenominator) {
        BigInteger hp = Rationals.numerator(h);
        BigInteger hq = Rationals.denominator(h);
        BigInteger lp = Rationals.numerator(l);
        BigInteger lq = Rationals.denominator(l);
        BigInteger up = hp.multiply(lq);
        BigInteger down = lp.multiply(hq);
        BigInteger slope = up.multiply(unitDenominator).divide(up.subtract(down).multiply(unitNumerator)).multiply(unitNumerator);
        // -s l and (1 - s) h, both over unitDenominator lq hq
        BigInteger atLower = slope.multiply(down).negate();
        BigInteger atUpper = unitDenominator.subtract(slope).multiply(up);
        return new Chord(slope, atLower.max(atUpper), unitDenominator.multiply(lq).multiply(hq));
    }
}
