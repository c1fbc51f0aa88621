package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;

class SquareRootTest {

    private static void assertEnclosed(String below, String above, Rational s, int bits) {
        assertEquals(below, Rationals.text(SquareRoot.minorant(s, bits)));
        assertEquals(above, Rationals.text(SquareRoot.majorant(s, bits)));
    }

    @Test
    void byHand() {
        assertEnclosed("1", "2", Rationals.of(2), 0);
        assertEnclosed("1", "3/2", Rationals.of(2), 1);
        assertEnclosed("5/4", "3/2", Rationals.of(2), 2);
        assertEnclosed("181/128", "91/64", Rationals.of(2), 7);
        assertEnclosed("0", "1", Rationals.of(1, 2), 0);
        assertEnclosed("1/2", "1", Rationals.of(1, 2), 1);
        assertEnclosed("0", "1/8", Rationals.of(1, 1000), 3);
        // 4 and 2, 2 and 9: one of the two a square is not enough.
        assertEnclosed("1", "2", Rationals.of(4, 3), 0);
        assertEnclosed("1", "2", Rationals.of(18, 9), 0);
        assertEnclosed("0", "1", Rationals.of(2, 9), 0);
    }

    @Test
    void perfectSquaresAreExact() {
        for (int bits : new int[] {0, 1, 200}) {
            assertEnclosed("0", "0", Rationals.ZERO, bits);
            assertEnclosed("1", "1", Rationals.ONE, bits);
            assertEnclosed("2/3", "2/3", Rationals.of(4, 9), bits);
            assertEnclosed("1/3", "1/3", Rationals.of(12, 108), bits);
        }
    }

    @Test
    void refusesNegatives() {
        assertEquals("square root of a negative number",
                assertThrows(ArithmeticException.class, () -> SquareRoot.minorant(Rationals.of(-1, 4), 5)).getMessage());
        assertThrows(ArithmeticException.class, () -> SquareRoot.majorant(Rationals.of(-2), 5));
        assertEquals("bits is negative: -1",
                assertThrows(IllegalArgumentException.class, () -> SquareRoot.minorant(Rationals.ONE, -1)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> SquareRoot.majorant(Rationals.of(2), Integer.MIN_VALUE));
    }

    /** s = p/q for all p, q up to 60 and a few precisions, by the definition of an enclosure. */
    @Test
    void everySmallFraction() {
        for (int p = 0; p <= 60; p++) {
            for (int q = 1; q <= 60; q++) {
                for (int bits : new int[] {0, 1, 5}) {
                    SquareRootProperties.check(Rationals.of(p, q), bits);
                }
            }
        }
    }
}
