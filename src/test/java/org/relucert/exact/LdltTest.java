package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.commons.math3.fraction.BigFraction;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;

class LdltTest {

    private static void assertIndefinite(RationalMatrix m) {
        Ldlt factors = Ldlt.of(m);
        assertFalse(factors.isPositiveSemidefinite(), m::toString);
        assertFalse(factors.isPositiveDefinite(), m::toString);
        assertEquals("the matrix is not positive semidefinite",
                assertThrows(IllegalStateException.class, factors::pivots).getMessage());
        assertThrows(IllegalStateException.class, factors::lower);
    }

    private static void assertFactors(String pivots, String lower, RationalMatrix m) {
        Ldlt factors = Ldlt.of(m);
        assertTrue(factors.isPositiveSemidefinite());
        assertEquals(pivots, RationalVector.of(factors.pivots()).toString());
        assertEquals(lower, factors.lower().toString());
        assertEquals(factors.pivots().stream().allMatch(d -> Rationals.sign(d) > 0), factors.isPositiveDefinite());
    }

    @Test
    void zeroPivots() {
        assertIndefinite(Oracle.integers(new long[] {0, 1}, new long[] {1, 0}));
        assertIndefinite(Oracle.integers(new long[] {0, 1}, new long[] {1, 5}));
        assertIndefinite(Oracle.integers(new long[] {0, -1}, new long[] {-1, 5}));
        assertIndefinite(Oracle.integers(new long[] {0, 0}, new long[] {0, -1}));
        assertIndefinite(Oracle.integers(new long[] {-1L}));
        assertIndefinite(Oracle.integers(new long[] {1, 1}, new long[] {1, 0}));
        // The second pivot is 0 and only the last entry of its row is not.
        assertIndefinite(Oracle.integers(new long[] {1, 1, 1}, new long[] {1, 1, 2}, new long[] {1, 2, 9}));
        assertIndefinite(Oracle.integers(new long[] {0, 0, 1}, new long[] {0, 1, 0}, new long[] {1, 0, 1}));
        assertFactors("(1, 0)", "[(1, 0), (1, 1)]", Oracle.integers(new long[] {1, 1}, new long[] {1, 1}));
        assertFactors("(0, 2)", "[(1, 0), (0, 1)]", Oracle.integers(new long[] {0, 0}, new long[] {0, 2}));
        assertFactors("(0, 0)", "[(1, 0), (0, 1)]", Oracle.integers(new long[] {0, 0}, new long[] {0, 0}));
        // A zero pivot between others: the division after it goes by the last pivot that is not 0.
        assertFactors("(2, 0, 3)", "[(1, 0, 0), (1, 1, 0), (1/2, 0, 1)]", RationalMatrix.of(new Rational[][] {
            {Rationals.of(2), Rationals.of(2), Rationals.of(1)},
            {Rationals.of(2), Rationals.of(2), Rationals.of(1)},
            {Rationals.of(1), Rationals.of(1), Rationals.of(7, 2)}}));
    }

    @Test
    void pivotsCarryTheDenominator() {
        assertFactors("(1/2, 5/18)", "[(1, 0), (2/3, 1)]", RationalMatrix.of(new Rational[][] {
            {Rationals.of(1, 2), Rationals.of(1, 3)}, {Rationals.of(1, 3), Rationals.of(1, 2)}}));
    }

    @Test
    void sizeZeroIsPositiveDefinite() {
        assertTrue(Ldlt.of(RationalMatrix.identity(0)).isPositiveDefinite());
        assertEquals(List.of(), Ldlt.of(RationalMatrix.identity(0)).pivots());
        assertEquals(RationalMatrix.identity(0), Ldlt.of(RationalMatrix.identity(0)).lower());
    }

    @Test
    void refusesMatricesThatAreNotSymmetric() {
        assertEquals("the matrix is not symmetric", assertThrows(IllegalArgumentException.class,
                () -> Ldlt.of(Oracle.integers(new long[] {2, 1}, new long[] {0, 2}))).getMessage());
        assertThrows(IllegalArgumentException.class, () -> Ldlt.of(Oracle.integers(new long[] {1, 0})));
        assertThrows(IllegalArgumentException.class, () -> Ldlt.of(Oracle.integers(new long[] {1}, new long[] {0})));
        assertThrows(IllegalArgumentException.class, () -> Ldlt.of(RationalMatrix.ofRows(List.of(), 1)));
    }

    @Test
    void theMatrixAndThePivotsAreNotChanged() {
        RationalMatrix m = Oracle.integers(new long[] {2, 1}, new long[] {1, 2});
        Ldlt factors = Ldlt.of(m);
        assertEquals("[(2, 1), (1, 2)]", m.toString());
        assertThrows(UnsupportedOperationException.class, () -> factors.pivots().clear());
    }

    /** Every symmetric 3 x 3 matrix with diagonal in -1..2 and the rest in -1..1, against its principal minors. */
    @Test
    void everySmallSymmetricMatrix() {
        for (int code = 0; code < 64 * 27; code++) {
            long a = code % 4 - 1;
            long b = code / 4 % 4 - 1;
            long c = code / 16 % 4 - 1;
            long p = code / 64 % 3 - 1;
            long q = code / 192 % 3 - 1;
            long r = code / 576 % 3 - 1;
            checkDefinition(Oracle.integers(new long[] {a, p, q}, new long[] {p, b, r}, new long[] {q, r, c}));
        }
    }

    static void checkDefinition(RationalMatrix m) {
        BigFraction[][] f = Oracle.fractions(m);
        boolean semidefinite = Oracle.isPositiveSemidefinite(f);
        Ldlt factors = Ldlt.of(m);
        assertEquals(semidefinite, factors.isPositiveSemidefinite(), m::toString);
        assertEquals(Oracle.isPositiveDefinite(f), factors.isPositiveDefinite(), m::toString);
        if (!semidefinite) {
            assertIndefinite(m);
            return;
        }
        checkFactors(m, factors);
    }

    /** L is unit lower triangular, D is nonnegative, and L D L^T is the matrix. */
    static void checkFactors(RationalMatrix m, Ldlt factors) {
        int size = m.rows();
        RationalMatrix lower = factors.lower();
        List<Rational> pivots = factors.pivots();
        assertEquals(size, pivots.size());
        assertEquals(size, lower.rows());
        assertEquals(size, lower.columns());
        Oracle.assertCanonical(lower);
        for (int i = 0; i < size; i++) {
            assertTrue(Rationals.sign(pivots.get(i)) >= 0);
            assertEquals(Rationals.ONE, lower.get(i, i));
            for (int j = i + 1; j < size; j++) {
                assertEquals(Rationals.ZERO, lower.get(i, j));
            }
            if (Rationals.sign(pivots.get(i)) == 0) {
                assertEquals(RationalVector.unit(size, i), lower.column(i));
            }
        }
        BigFraction[][] l = Oracle.fractions(lower);
        BigFraction[][] dlt = new BigFraction[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                dlt[i][j] = Oracle.fraction(pivots.get(i)).multiply(l[j][i]);
            }
        }
        Oracle.assertSame(m, Oracle.matrix(Oracle.product(l, dlt, size), size));
    }
}
