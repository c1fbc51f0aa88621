package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class InnerProductTest {

    private static final RationalMatrix M = Oracle.integers(new long[] {2, 1}, new long[] {1, 3});

    @Test
    void byHand() {
        InnerProduct product = InnerProduct.of(M);
        RationalVector a = RationalVector.of(1, 2);
        RationalVector b = RationalVector.of(Rationals.of(1, 2), Rationals.of(-1));
        // M a = (4, 7); <a, b> = 2 - 7.
        assertEquals("(4, 7)", product.functional(a).toString());
        assertEquals("-5", Rationals.text(product.of(a, b)));
        assertEquals("18", Rationals.text(product.squaredNorm(a)));
        assertEquals(2, product.dimension());
        assertEquals(M, product.matrix());
        assertEquals("[(2, 1), (1, 3)]", product.toString());
        assertThrows(IllegalArgumentException.class, () -> product.of(a, RationalVector.of(1, 2, 3)));
        assertThrows(IllegalArgumentException.class, () -> product.of(RationalVector.of(1, 2, 3), a));
        assertThrows(IllegalArgumentException.class, () -> product.functional(RationalVector.zero(1)));
    }

    @Test
    void refusesWhatIsNotPositiveDefinite() {
        assertEquals("the matrix is not positive definite", assertThrows(IllegalArgumentException.class,
                () -> InnerProduct.of(Oracle.integers(new long[] {1, 1}, new long[] {1, 1}))).getMessage());
        assertThrows(IllegalArgumentException.class, () -> InnerProduct.of(Oracle.integers(new long[] {0L})));
        assertThrows(IllegalArgumentException.class, () -> InnerProduct.of(Oracle.integers(new long[] {-1L})));
        assertThrows(IllegalArgumentException.class,
                () -> InnerProduct.of(Oracle.integers(new long[] {0, 1}, new long[] {1, 0})));
        assertThrows(IllegalArgumentException.class,
                () -> InnerProduct.of(Oracle.integers(new long[] {2, 1}, new long[] {0, 2})));
        assertThrows(IllegalArgumentException.class, () -> InnerProduct.of(Oracle.integers(new long[] {1, 0})));
    }

    @Test
    void euclidean() {
        InnerProduct plane = InnerProduct.euclidean(2);
        assertEquals(2, plane.dimension());
        assertEquals("11", Rationals.text(plane.of(RationalVector.of(1, 2), RationalVector.of(3, 4))));
        assertEquals(RationalVector.of(1, 2), plane.functional(RationalVector.of(1, 2)));
        assertThrows(IllegalArgumentException.class, () -> plane.functional(RationalVector.of(1, 2, 3)));
        assertEquals(0, InnerProduct.euclidean(0).dimension());
        assertEquals(Rationals.ZERO, InnerProduct.euclidean(0).squaredNorm(RationalVector.zero(0)));
    }

    @Test
    void equalityIsThatOfTheMatrices() {
        assertEquals(InnerProduct.euclidean(2), InnerProduct.of(RationalMatrix.identity(2)));
        assertEquals(InnerProduct.euclidean(2).hashCode(), InnerProduct.of(RationalMatrix.identity(2)).hashCode());
        assertEquals(M.hashCode(), InnerProduct.of(M).hashCode());
        assertNotEquals(InnerProduct.of(M), InnerProduct.euclidean(2));
        assertNotEquals(InnerProduct.euclidean(1), InnerProduct.euclidean(2));
        assertNotEquals(InnerProduct.of(M), M);
        assertNotEquals(InnerProduct.of(M), null);
    }
}
