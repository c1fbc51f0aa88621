package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.exact.Rationals;

/** The rounded numbers of parabolas by their definitions: they hold, and one unit further they do not. */
class ParabolaTest {

    private final Random random = new Random(6);

    private Rational positive() {
        return Rationals.of(1 + random.nextInt(60), 1 + random.nextInt(60));
    }

    private static Rational times(Rational unit, BigInteger units) {
        return unit.times(Rationals.of(units, BigInteger.ONE));
    }

    @Test
    void leastConstant() {
        int exact = 0;
        for (int round = 0; round < 3_000; round++) {
            BigInteger p = BigInteger.valueOf(1 + random.nextInt(40));
            BigInteger q = BigInteger.valueOf(1 + random.nextInt(40));
            Rational unit = Rationals.of(1 + random.nextInt(3), 1 + random.nextInt(200));
            BigInteger e = Parabola.constant(p, q, Rationals.numerator(unit), Rationals.denominator(unit));
            Rational sixteenA = Rationals.of(p.shiftLeft(4), q);
            int above = sixteenA.times(times(unit, e)).compareTo(Rationals.ONE);
            assertTrue(above >= 0);
            assertTrue(sixteenA.times(times(unit, e.subtract(BigInteger.ONE))).compareTo(Rationals.ONE) < 0);
            exact += above == 0 ? 1 : 0;
        }
        assertTrue(exact > 20 && exact < 2_980, exact + " exact");
    }

    @Test
    void greatestCurvature() {
        for (int round = 0; round < 3_000; round++) {
            int q = 1 + random.nextInt(20);
            Rational g = Rationals.of(random.nextInt(q + 1), q);
            Rational l = positive().opposite();
            Rational h = positive();
            Rational unit = positive().divide(Rationals.of(1 + random.nextInt(3000)));
            BigInteger c = Parabola.curvature(g, l, h, Rationals.numerator(unit), Rationals.denominator(unit));
            assertTrue(c.signum() >= 0 && isBelow(times(unit, c), g, l, h));
            assertFalse(isBelow(times(unit, c.add(BigInteger.ONE)), g, l, h));
        }
    }

    /** t_+ >= g t + c t^2 at both ends, where it is tightest. */
    private static boolean isBelow(Rational c, Rational g, Rational l, Rational h) {
        return g.times(l).plus(c.times(l).times(l)).compareTo(Rationals.ZERO) <= 0
                && g.times(h).plus(c.times(h).times(h)).compareTo(h) <= 0;
    }
}
