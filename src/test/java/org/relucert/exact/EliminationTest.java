package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;

class EliminationTest {

    private static final RationalMatrix ZERO_BY_THREE = RationalMatrix.ofRows(List.of(), 3);
    private static final RationalMatrix THREE_BY_ZERO = RationalMatrix.ofColumns(List.of(), 3);

    @Test
    void shapesWithoutEntries() {
        assertEquals(0, Elimination.of(ZERO_BY_THREE).rank());
        assertEquals(List.of(), Elimination.of(ZERO_BY_THREE).pivotColumns());
        assertEquals(List.of(RationalVector.unit(3, 0), RationalVector.unit(3, 1), RationalVector.unit(3, 2)),
                Elimination.of(ZERO_BY_THREE).nullSpace());
        assertEquals(0, Elimination.of(THREE_BY_ZERO).rank());
        assertEquals(List.of(), Elimination.of(THREE_BY_ZERO).nullSpace());
        RationalMatrix none = RationalMatrix.identity(0);
        assertEquals(Rationals.ONE, Elimination.of(none).determinant());
        assertEquals(Optional.of(none), Elimination.inverse(none));
        assertEquals(Optional.of(RationalVector.zero(0)), Elimination.solve(none, RationalVector.zero(0)));
        assertEquals(Optional.of(RationalVector.zero(3)), Elimination.solve(ZERO_BY_THREE, RationalVector.zero(0)));
        assertEquals(Optional.of(RationalVector.zero(0)), Elimination.solve(THREE_BY_ZERO, RationalVector.zero(3)));
        assertEquals(Optional.empty(), Elimination.solve(THREE_BY_ZERO, RationalVector.of(0, 0, 1)));
    }

    @Test
    void refusesShapesThatDoNotFit() {
        RationalMatrix wide = Oracle.integers(new long[] {1, 2, 3}, new long[] {4, 5, 6});
        assertEquals("not square: 2 x 3",
                assertThrows(IllegalArgumentException.class, () -> Elimination.of(wide).determinant()).getMessage());
        assertThrows(IllegalArgumentException.class, () -> Elimination.inverse(wide));
        assertThrows(IllegalArgumentException.class, () -> Elimination.inverse(wide.transpose()));
        assertThrows(IllegalArgumentException.class, () -> Elimination.of(wide.transpose()).determinant());
        assertEquals("2 rows with a right-hand side of size 3", assertThrows(IllegalArgumentException.class,
                () -> Elimination.solve(wide, RationalVector.zero(3))).getMessage());
        assertThrows(IllegalArgumentException.class, () -> Elimination.solve(wide, RationalVector.zero(0)));
    }

    @Test
    void theMatrixIsNotChanged() {
        RationalMatrix m = Oracle.integers(new long[] {0, 2}, new long[] {3, 4});
        String before = m.toString();
        RationalVector b = RationalVector.of(1, 1);
        Elimination.of(m);
        Elimination.inverse(m);
        Elimination.solve(m, b);
        assertEquals(before, m.toString());
        assertEquals("(1, 1)", b.toString());
        assertThrows(UnsupportedOperationException.class, () -> Elimination.of(m).pivotColumns().clear());
    }

    @Test
    void signOfTheDeterminantFollowsTheRowSwaps() {
        assertEquals("-6", text(Oracle.integers(new long[] {0, 2}, new long[] {3, 0})));
        assertEquals("1", text(Oracle.integers(new long[] {0, 1, 0}, new long[] {0, 0, 1}, new long[] {1, 0, 0})));
        assertEquals("-1", text(Oracle.integers(new long[] {0, 0, 1}, new long[] {0, 1, 0}, new long[] {1, 0, 0})));
        assertEquals("-1/6", text(RationalMatrix.of(new Rational[][] {
            {Rationals.ZERO, Rationals.of(1, 2)}, {Rationals.of(1, 3), Rationals.ZERO}})));
        assertEquals("0", text(Oracle.integers(new long[] {1, 2}, new long[] {2, 4})));
    }

    private static String text(RationalMatrix m) {
        return Rationals.text(Elimination.of(m).determinant());
    }

    /** x_2 comes from the second equation, the free x_1 and x_3 are 0. */
    @Test
    void solutionsVanishOutsideThePivotColumns() {
        RationalMatrix a = Oracle.integers(new long[] {0, 2, 1, 0}, new long[] {0, 4, 2, 3});
        Elimination elimination = Elimination.of(a);
        assertEquals(List.of(1, 3), elimination.pivotColumns());
        assertEquals("(0, 1/2, 0, 1)", Elimination.solve(a, RationalVector.of(1, 5)).orElseThrow().toString());
        assertEquals(List.of("(1, 0, 0, 0)", "(0, -1/2, 1, 0)"),
                elimination.nullSpace().stream().map(RationalVector::toString).toList());
    }

    /** Thousand-bit pivots whose product is 1. */
    @Test
    void wideEntriesCancel() {
        BigInteger n = BigInteger.ONE.shiftLeft(2000).add(BigInteger.valueOf(7));
        RationalMatrix m = RationalMatrix.of(2, 2, new BigInteger[][] {
            {n, n.add(BigInteger.ONE)}, {n.subtract(BigInteger.ONE), n}}, BigInteger.ONE);
        assertEquals(Rationals.ONE, Elimination.of(m).determinant());
        Oracle.assertSame(RationalMatrix.of(2, 2, new BigInteger[][] {
            {n, n.add(BigInteger.ONE).negate()}, {BigInteger.ONE.subtract(n), n}}, BigInteger.ONE),
                Elimination.inverse(m).orElseThrow());
    }

    /** Every 3 x 3 matrix with entries -1, 0, 1: determinant, rank by minors, leftmost independent columns, null space. */
    @Test
    void everySmallMatrix() {
        long[] cell = new long[9];
        for (int code = 0; code < 19683; code++) {
            for (int k = 0, rest = code; k < 9; k++, rest /= 3) {
                cell[k] = rest % 3 - 1;
            }
            long det = cell[0] * (cell[4] * cell[8] - cell[5] * cell[7]) - cell[1] * (cell[3] * cell[8] - cell[5] * cell[6])
                    + cell[2] * (cell[3] * cell[7] - cell[4] * cell[6]);
            RationalMatrix m = Oracle.integers(new long[] {cell[0], cell[1], cell[2]},
                    new long[] {cell[3], cell[4], cell[5]}, new long[] {cell[6], cell[7], cell[8]});
            Elimination elimination = Elimination.of(m);
            assertEquals(BigInteger.valueOf(det), Rationals.numerator(elimination.determinant()), m::toString);
            int rank = det != 0 ? 3 : hasMinorOfTwo(cell) ? 2 : code == 9841 ? 0 : 1;
            assertEquals(rank, elimination.rank(), m::toString);
            List<RationalVector> kernel = elimination.nullSpace();
            assertEquals(3 - rank, kernel.size());
            for (RationalVector x : kernel) {
                assertTrue(!x.isZero() && m.times(x).isZero(), m::toString);
            }
        }
    }

    private static boolean hasMinorOfTwo(long[] cell) {
        for (int[] rows : new int[][] {{0, 1}, {0, 2}, {1, 2}}) {
            for (int[] columns : new int[][] {{0, 1}, {0, 2}, {1, 2}}) {
                if (cell[3 * rows[0] + columns[0]] * cell[3 * rows[1] + columns[1]]
                        != cell[3 * rows[0] + columns[1]] * cell[3 * rows[1] + columns[0]]) {
                    return true;
                }
            }
        }
        return false;
    }
}
