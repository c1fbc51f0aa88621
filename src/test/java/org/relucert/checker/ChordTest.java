package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.exact.Rationals;

class ChordTest {

    @Test
    void majorisesWithTheSlopeOfTheFormat() {
        Random random = new Random(3);
        for (int round = 0; round < 2000; round++) {
            Rational h = Rationals.of(1 + random.nextInt(50), 1 + random.nextInt(50));
            Rational l = Rationals.of(-1 - random.nextInt(50), 1 + random.nextInt(50));
            BigInteger unitNumerator = BigInteger.valueOf(1 + random.nextInt(3));
            BigInteger unitDenominator = BigInteger.valueOf(1 + random.nextInt(1000));
            Rational unit = Rationals.of(unitNumerator, unitDenominator);
            Chord chord = Chord.of(l, h, unitNumerator, unitDenominator);
            Rational s = Rationals.of(chord.slope(), unitDenominator);
            Rational c = Rationals.of(chord.constant(), chord.denominator());
            Rational exact = h.divide(h.minus(l));
            Rational rest = exact.minus(s);
            assertTrue(!rest.isNegative() && rest.compareTo(unit) < 0, "rounded down to a multiple of the unit");
            assertEquals(BigInteger.ONE, Rationals.denominator(s.divide(unit)));
            Rational atLower = s.times(l).plus(c);
            Rational atUpper = s.times(h).plus(c).minus(h);
            assertTrue(!atLower.isNegative() && !atUpper.isNegative(), "above t_+ at both ends, hence between");
            assertTrue(atLower.isZero() || atUpper.isZero(), "and no higher than it has to be");
        }
    }
}
