package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Where the limits of eliminations, and of bases, are; certificates that go beyond it are in the corpora of forged ones. */
class EffortTest {

    @Test
    void limit() {
        // 2^12 rows, rank 2, minors of 2^17 bits: 2^(12 + 1 + 1 + 34), the first power of two that is too much
        assertThrows(Rejection.class, () -> Effort.bounded(Obligation.POL_2, 1 << 12, 2, 1 << 16));
        assertDoesNotThrow(() -> Effort.bounded(Obligation.POL_2, (1 << 12) - 1, 2, 1 << 16));
        assertThrows(Rejection.class, () -> Effort.bounded(Obligation.POL_2, 2, 1 << 12, 1 << 16));
        assertDoesNotThrow(() -> Effort.bounded(Obligation.POL_2, Integer.MAX_VALUE, 0, 1 << 16));
    }

    @Test
    void bases() {
        assertEquals(1 << 29, mostBases(RationalMatrix.ofRows(List.of(), 3)));
        // One entry and the right-hand side 0: minors of 128 bits may be as many as short ones, those of 129 may not
        assertEquals(1 << 28, mostBases(power(125)));
        assertEquals((1L << 42) / (129 * 129), mostBases(power(126)));
        assertEquals(1, mostBases(power((1 << 20) + (1 << 19) - 3)));
        assertEquals(0, mostBases(power(1 << 21)));
    }

    private static RationalMatrix power(int exponent) {
        return RationalMatrix.of(new Rational[][] {{Rationals.of(BigInteger.TWO.pow(exponent), BigInteger.ONE)}});
    }

    private static int mostBases(RationalMatrix a) {
        return OptimalSetCheck.mostBases(new VertexEnumeration.Reduced(a, RationalVector.zero(a.rows()), true, a));
    }
}
