package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;

class RationalMatrixTest {

    private static final RationalMatrix HALVES = RationalMatrix.of(new Rational[][] {
        {Rationals.of(1, 2), Rationals.of(1, 3), Rationals.ZERO},
        {Rationals.of(-1), Rationals.of(5, 6), Rationals.of(2)}});

    @Test
    void keepsItsShapeAndEntries() {
        assertEquals(2, HALVES.rows());
        assertEquals(3, HALVES.columns());
        assertEquals("[(1/2, 1/3, 0), (-1, 5/6, 2)]", HALVES.toString());
        assertEquals(BigInteger.valueOf(6), HALVES.denominator());
        assertEquals(BigInteger.valueOf(-6), HALVES.numerator(1, 0));
        assertEquals("5/6", Rationals.text(HALVES.get(1, 1)));
        assertEquals("(1/2, 1/3, 0)", HALVES.row(0).toString());
        assertEquals("(1/3, 5/6)", HALVES.column(1).toString());
        assertEquals("[(1/2, -1), (1/3, 5/6), (0, 2)]", HALVES.transpose().toString());
        assertEquals("[(1, 0), (0, 1)]", RationalMatrix.identity(2).toString());
        assertEquals("[(1/2, 0), (0, -3)]",
                RationalMatrix.diagonal(RationalVector.of(Rationals.of(1, 2), Rationals.of(-3))).toString());
        assertEquals("[(1, 3), (2, 4)]",
                RationalMatrix.ofColumns(List.of(RationalVector.of(1, 2), RationalVector.of(3, 4)), 2).toString());
    }

    @Test
    void mutatedInputsDoNotChangeTheValue() {
        Rational[][] entries = {{Rationals.ONE, Rationals.ZERO}, {Rationals.ZERO, Rationals.ONE}};
        RationalMatrix m = RationalMatrix.of(entries);
        entries[0][0] = Rationals.of(7);
        entries[1] = new Rational[0];
        assertEquals(RationalMatrix.identity(2), m);

        List<RationalVector> rows = new ArrayList<>(List.of(RationalVector.of(1, 0), RationalVector.of(0, 1)));
        RationalMatrix fromRows = RationalMatrix.ofRows(rows, 2);
        RationalMatrix fromColumns = RationalMatrix.ofColumns(rows, 2);
        rows.set(0, RationalVector.of(5, 5));
        assertEquals(RationalMatrix.identity(2), fromRows);
        assertEquals(RationalMatrix.identity(2), fromColumns);

        BigInteger[][] numerators = {{BigInteger.ONE, BigInteger.TWO}};
        RationalMatrix raw = RationalMatrix.of(1, 2, numerators, BigInteger.TWO);
        numerators[0][0] = BigInteger.TEN;
        assertEquals("[(1/2, 1)]", raw.toString());

        BigInteger[][] copy = m.copyNumerators();
        copy[0][0] = BigInteger.TEN;
        copy[1] = null;
        assertEquals(RationalMatrix.identity(2), m);
    }

    @Test
    void reducesRawNumerators() {
        BigInteger[][] numerators = {{BigInteger.TWO, BigInteger.ZERO}, {BigInteger.valueOf(4), BigInteger.valueOf(-6)}};
        assertEquals("[(-1/2, 0), (-1, 3/2)]", RationalMatrix.of(2, 2, numerators, BigInteger.valueOf(-4)).toString());
        assertEquals(BigInteger.TWO, RationalMatrix.of(2, 2, numerators, BigInteger.valueOf(-4)).denominator());
        assertThrows(ArithmeticException.class, () -> RationalMatrix.of(2, 2, numerators, BigInteger.ZERO));
    }

    @Test
    void shapesWithoutEntries() {
        RationalMatrix none = RationalMatrix.of(new Rational[0][0]);
        assertEquals(RationalMatrix.identity(0), none);
        assertEquals(RationalMatrix.diagonal(RationalVector.zero(0)), none);
        assertEquals("[]", none.toString());
        RationalMatrix flat = RationalMatrix.ofRows(List.of(), 3);
        assertEquals(0, flat.rows());
        assertEquals(3, flat.columns());
        RationalMatrix tall = RationalMatrix.ofColumns(List.of(), 3);
        assertEquals(3, tall.rows());
        assertEquals(0, tall.columns());
        assertEquals(tall, flat.transpose());
        assertEquals(flat, tall.transpose());
        assertEquals("[(), (), ()]", tall.toString());
        assertNotEquals(flat, none);
        assertNotEquals(tall, none);
        assertNotEquals(flat, RationalMatrix.ofRows(List.of(), 2));
        assertNotEquals(tall, RationalMatrix.ofColumns(List.of(), 2));
        assertNotEquals(flat.hashCode(), none.hashCode());
        assertEquals(none, flat.times(tall));
        assertEquals(Oracle.integers(new long[3], new long[3], new long[3]), tall.times(flat));
        assertEquals(RationalVector.zero(0), flat.times(RationalVector.of(1, 2, 3)));
        assertEquals(RationalVector.zero(3), tall.times(RationalVector.zero(0)));
        assertEquals(RationalVector.zero(0), flat.column(2));
        assertEquals(RationalVector.zero(0), tall.row(2));
        assertTrue(none.isSymmetric());
        assertTrue(none.isDiagonal());
        assertFalse(flat.isSymmetric());
        assertFalse(tall.isSymmetric());
    }

    @Test
    void refusesShapesThatDoNotFit() {
        assertEquals("row of size 1 in a matrix of 2 columns", assertThrows(IllegalArgumentException.class,
                () -> RationalMatrix.ofRows(List.of(RationalVector.of(1, 2), RationalVector.of(3L)), 2)).getMessage());
        assertThrows(IllegalArgumentException.class,
                () -> RationalMatrix.ofColumns(List.of(RationalVector.of(1, 2)), 3));
        assertThrows(IllegalArgumentException.class, () -> RationalMatrix.of(
                new Rational[][] {{Rationals.ONE}, {Rationals.ONE, Rationals.ONE}}));
        assertEquals("3 columns times a vector of size 2", assertThrows(IllegalArgumentException.class,
                () -> HALVES.times(RationalVector.of(1, 2))).getMessage());
        assertThrows(IllegalArgumentException.class, () -> HALVES.times(RationalVector.zero(4)));
        assertThrows(IllegalArgumentException.class, () -> HALVES.times(HALVES));
        assertThrows(IllegalArgumentException.class, () -> HALVES.times(RationalMatrix.identity(2)));
    }

    /** No column of the right factor tells its height. */
    @Test
    void refusesShapesThatDoNotFitWhenTheRightFactorHasNoColumn() {
        assertEquals("3 columns times a matrix of 2 rows", assertThrows(IllegalArgumentException.class,
                () -> HALVES.times(RationalMatrix.ofColumns(List.of(), 2))).getMessage());
        RationalMatrix empty = HALVES.times(RationalMatrix.ofColumns(List.of(), 3));
        assertEquals(2, empty.rows());
        assertEquals(0, empty.columns());
    }

    @Test
    void symmetryAndDiagonality() {
        assertTrue(Oracle.integers(new long[] {1, 2}, new long[] {2, 5}).isSymmetric());
        assertFalse(Oracle.integers(new long[] {1, 2}, new long[] {3, 5}).isSymmetric());
        assertFalse(HALVES.isSymmetric());
        assertFalse(Oracle.integers(new long[] {1, 0}, new long[] {2, 5}).isDiagonal());
        assertFalse(Oracle.integers(new long[] {1, 2}, new long[] {0, 5}).isDiagonal());
        assertFalse(Oracle.integers(new long[] {1, 0, 0}, new long[] {0, 5, -1}).isDiagonal());
        assertTrue(Oracle.integers(new long[] {1, 0, 0}, new long[] {0, 5, 0}).isDiagonal());
        assertTrue(Oracle.integers(new long[] {1, 0}, new long[] {0, 5}).isDiagonal());
    }

    @Test
    void equalityIsThatOfValuesOfTheSameShape() {
        RationalMatrix m = Oracle.integers(new long[] {1, 2}, new long[] {3, 4});
        assertNotEquals(m, Oracle.integers(new long[] {1, 2}, new long[] {3, 5}));
        assertNotEquals(m, m.transpose());
        assertNotEquals(m, Oracle.integers(new long[] {1, 2}));
        assertNotEquals(m, RationalMatrix.of(2, 2, m.copyNumerators(), BigInteger.valueOf(3)));
        assertNotEquals(m, "[(1, 2), (3, 4)]");
        assertNotEquals(m, null);
        assertNotEquals(m.hashCode(), Oracle.integers(new long[] {1, 2}, new long[] {3, 5}).hashCode());
        assertNotEquals(m.hashCode(), RationalMatrix.of(2, 2, m.copyNumerators(), BigInteger.valueOf(3)).hashCode());
        assertNotEquals(Oracle.integers(new long[] {0, 0}), Oracle.integers(new long[] {0}, new long[] {0}));
    }
}
