package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.fraction.BigFraction;
import org.junit.jupiter.api.Test;

class LdltTest {

    /** By its upper triangle alone. */
    static boolean isPositiveSemidefinite(RationalMatrix m) {
        BigInteger[][] work = m.copyNumerators();
        for (int i = 0; i < work.length; i++) {
            Arrays.fill(work[i], 0, i, null);
        }
        return Ldlt.isPositiveSemidefinite(work);
    }

    @Test
    void zeroPivots() {
        checkDefinition(Oracle.integers(new long[] {0, 1}, new long[] {1, 0}));
        checkDefinition(Oracle.integers(new long[] {0, 1}, new long[] {1, 5}));
        checkDefinition(Oracle.integers(new long[] {0, -1}, new long[] {-1, 5}));
        checkDefinition(Oracle.integers(new long[] {0, 0}, new long[] {0, -1}));
        checkDefinition(Oracle.integers(new long[] {-1L}));
        checkDefinition(Oracle.integers(new long[] {1, 1}, new long[] {1, 0}));
        // The second pivot is 0 and only the last entry of its row is not.
        checkDefinition(Oracle.integers(new long[] {1, 1, 1}, new long[] {1, 1, 2}, new long[] {1, 2, 9}));
        checkDefinition(Oracle.integers(new long[] {0, 0, 1}, new long[] {0, 1, 0}, new long[] {1, 0, 1}));
        checkDefinition(Oracle.integers(new long[] {1, 1}, new long[] {1, 1}));
        checkDefinition(Oracle.integers(new long[] {0, 0}, new long[] {0, 2}));
        checkDefinition(Oracle.integers(new long[] {0, 0}, new long[] {0, 0}));
        // A zero pivot between others: the division after it goes by the last pivot that is not 0.
        for (long last : new long[] {-1, 0, 1}) {
            checkDefinition(Oracle.integers(new long[] {6, 6, 3, 3}, new long[] {6, 6, 3, 3}, new long[] {3, 3, 5, 5},
                    new long[] {3, 3, 5, 5 + last}));
        }
    }

    @Test
    void sizeZeroIsPositiveDefinite() {
        checkDefinition(RationalMatrix.identity(0));
        assertTrue(Ldlt.isPositiveDefinite(RationalMatrix.identity(0)));
    }

    @Test
    void refusesMatricesThatAreNotSymmetric() {
        assertEquals("the matrix is not symmetric", assertThrows(IllegalArgumentException.class,
                () -> Ldlt.isPositiveDefinite(Oracle.integers(new long[] {2, 1}, new long[] {0, 2}))).getMessage());
        assertThrows(IllegalArgumentException.class, () -> Ldlt.isPositiveDefinite(Oracle.integers(new long[] {1, 0})));
        assertThrows(IllegalArgumentException.class,
                () -> Ldlt.isPositiveDefinite(Oracle.integers(new long[] {1}, new long[] {0})));
        assertThrows(IllegalArgumentException.class, () -> Ldlt.isPositiveDefinite(RationalMatrix.ofRows(List.of(), 1)));
    }

    @Test
    void theMatrixIsNotChanged() {
        RationalMatrix m = Oracle.integers(new long[] {2, 1}, new long[] {1, 2});
        assertTrue(Ldlt.isPositiveDefinite(m));
        assertEquals("[(2, 1), (1, 2)]", m.toString());
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
        assertEquals(Oracle.isPositiveSemidefinite(f), isPositiveSemidefinite(m), m::toString);
        assertEquals(Oracle.isPositiveDefinite(f), Ldlt.isPositiveDefinite(m), m::toString);
    }
}
