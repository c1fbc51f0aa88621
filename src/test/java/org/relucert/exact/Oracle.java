package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.fraction.BigFraction;
import org.apache.commons.math3.fraction.BigFractionField;
import org.apache.commons.math3.linear.Array2DRowFieldMatrix;
import org.apache.commons.math3.linear.FieldMatrix;
import org.jscience.mathematics.number.Rational;
import org.jscience.mathematics.vector.DenseMatrix;

/**
 * Second opinions that share no code with the classes under test: definitions by minors over another library's fractions,
 * and the way into other libraries' matrices.
 */
final class Oracle {

    private Oracle() { }

    /** r through its decimal text, not through {@link Rationals}. */
    static BigFraction fraction(Rational r) {
        return new BigFraction(new BigInteger(r.getDividend().toString()), new BigInteger(r.getDivisor().toString()));
    }

    static Rational rational(BigFraction f) {
        return Rationals.of(f.getNumerator(), f.getDenominator());
    }

    /** Entries straight from numerators and denominator; {@code get} must agree. */
    static BigFraction[][] fractions(RationalMatrix m) {
        BigFraction[][] entries = new BigFraction[m.rows()][m.columns()];
        for (int i = 0; i < m.rows(); i++) {
            for (int j = 0; j < m.columns(); j++) {
                entries[i][j] = new BigFraction(m.numerator(i, j), m.denominator());
                assertEquals(entries[i][j], fraction(m.get(i, j)));
            }
        }
        return entries;
    }

    static BigFraction[] fractions(RationalVector v) {
        BigFraction[] entries = new BigFraction[v.size()];
        for (int i = 0; i < v.size(); i++) {
            entries[i] = new BigFraction(v.numerator(i), v.denominator());
            assertEquals(entries[i], fraction(v.get(i)));
        }
        return entries;
    }

    static RationalVector vector(BigFraction[] entries) {
        Rational[] rationals = new Rational[entries.length];
        for (int i = 0; i < entries.length; i++) {
            rationals[i] = rational(entries[i]);
        }
        return RationalVector.of(rationals);
    }

    static RationalMatrix matrix(BigFraction[][] entries, int columns) {
        List<RationalVector> rows = new ArrayList<>();
        for (BigFraction[] row : entries) {
            rows.add(vector(row));
        }
        return RationalMatrix.ofRows(rows, columns);
    }

    /** The rows of integers as a matrix. */
    static RationalMatrix integers(long[]... rows) {
        List<RationalVector> rowList = new ArrayList<>();
        for (long[] row : rows) {
            rowList.add(RationalVector.of(row));
        }
        return RationalMatrix.ofRows(rowList, rows.length == 0 ? 0 : rows[0].length);
    }

    /** The schoolbook product, with as many columns as told (the factors may have no row to tell). */
    static BigFraction[][] product(BigFraction[][] a, BigFraction[][] b, int columns) {
        BigFraction[][] c = new BigFraction[a.length][columns];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < columns; j++) {
                c[i][j] = BigFraction.ZERO;
                for (int k = 0; k < b.length; k++) {
                    c[i][j] = c[i][j].add(a[i][k].multiply(b[k][j]));
                }
            }
        }
        return c;
    }

    /** The determinant of the chosen rows and columns, by expansion along the first. */
    static BigFraction minor(BigFraction[][] a, List<Integer> rows, List<Integer> columns) {
        if (rows.isEmpty()) {
            return BigFraction.ONE;
        }
        BigFraction sum = BigFraction.ZERO;
        for (int k = 0; k < columns.size(); k++) {
            List<Integer> others = new ArrayList<>(columns);
            others.remove(k);
            BigFraction term = a[rows.get(0)][columns.get(k)].multiply(minor(a, rows.subList(1, rows.size()), others));
            sum = k % 2 == 0 ? sum.add(term) : sum.subtract(term);
        }
        return sum;
    }

    static BigFraction determinant(BigFraction[][] a) {
        return minor(a, range(a.length), range(a.length));
    }

    /** The size of the largest minor that is not 0. */
    static int rank(BigFraction[][] a, int columns) {
        for (int size = Math.min(a.length, columns); size > 0; size--) {
            for (List<Integer> rows : subsets(a.length, size)) {
                for (List<Integer> chosen : subsets(columns, size)) {
                    if (!minor(a, rows, chosen).equals(BigFraction.ZERO)) {
                        return size;
                    }
                }
            }
        }
        return 0;
    }

    /** Positive semidefinite: every principal minor is nonnegative. */
    static boolean isPositiveSemidefinite(BigFraction[][] a) {
        for (int size = 1; size <= a.length; size++) {
            for (List<Integer> chosen : subsets(a.length, size)) {
                if (minor(a, chosen, chosen).compareTo(BigFraction.ZERO) < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Positive definite: every leading principal minor is positive. */
    static boolean isPositiveDefinite(BigFraction[][] a) {
        for (int size = 1; size <= a.length; size++) {
            if (minor(a, range(size), range(size)).compareTo(BigFraction.ZERO) <= 0) {
                return false;
            }
        }
        return true;
    }

    static List<Integer> range(int size) {
        List<Integer> all = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            all.add(k);
        }
        return all;
    }

    static List<List<Integer>> subsets(int of, int size) {
        List<List<Integer>> found = new ArrayList<>();
        for (int mask = 0; mask < 1 << of; mask++) {
            if (Integer.bitCount(mask) == size) {
                List<Integer> subset = new ArrayList<>();
                for (int k = 0; k < of; k++) {
                    if ((mask >> k & 1) == 1) {
                        subset.add(k);
                    }
                }
                found.add(subset);
            }
        }
        return found;
    }

    /** Commons Math's matrix; it knows none without entries. */
    static FieldMatrix<BigFraction> commons(RationalMatrix m) {
        return new Array2DRowFieldMatrix<>(BigFractionField.getInstance(), fractions(m));
    }

    static RationalMatrix matrix(FieldMatrix<BigFraction> m) {
        return matrix(m.getData(), m.getColumnDimension());
    }

    /** JScience's own generic matrix. */
    static DenseMatrix<Rational> jscience(RationalMatrix m) {
        Rational[][] entries = new Rational[m.rows()][m.columns()];
        for (int i = 0; i < m.rows(); i++) {
            for (int j = 0; j < m.columns(); j++) {
                entries[i][j] = m.get(i, j);
            }
        }
        return DenseMatrix.valueOf(entries);
    }

    static RationalMatrix matrix(org.jscience.mathematics.vector.Matrix<Rational> m) {
        BigFraction[][] entries = new BigFraction[m.getNumberOfRows()][m.getNumberOfColumns()];
        for (int i = 0; i < entries.length; i++) {
            for (int j = 0; j < entries[i].length; j++) {
                entries[i][j] = fraction(m.get(i, j));
            }
        }
        return matrix(entries, m.getNumberOfColumns());
    }

    /** Equal, with equal hash and text, and both in lowest terms. */
    static void assertSame(RationalVector expected, RationalVector actual) {
        assertCanonical(actual);
        assertEquals(expected, actual);
        assertEquals(expected.hashCode(), actual.hashCode());
        assertEquals(expected.toString(), actual.toString());
    }

    static void assertSame(RationalMatrix expected, RationalMatrix actual) {
        assertCanonical(actual);
        assertEquals(expected, actual);
        assertEquals(expected.hashCode(), actual.hashCode());
        assertEquals(expected.toString(), actual.toString());
    }

    /** One positive denominator without a factor common to it and all numerators. */
    static void assertCanonical(RationalVector v) {
        BigInteger gcd = v.denominator();
        for (int i = 0; i < v.size(); i++) {
            gcd = gcd.gcd(v.numerator(i));
        }
        assertEquals(1, v.denominator().signum(), () -> "denominator of " + v);
        assertEquals(BigInteger.ONE, gcd, () -> "common factor of " + v);
        RationalVector again = RationalVector.of(v.toArray());
        assertNotSame(v, again);
        assertTrue(v.equals(again) && v.hashCode() == again.hashCode(), () -> v + " rebuilt from its entries");
    }

    static void assertCanonical(RationalMatrix m) {
        BigInteger gcd = m.denominator();
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < m.rows(); i++) {
            for (int j = 0; j < m.columns(); j++) {
                gcd = gcd.gcd(m.numerator(i, j));
            }
            assertCanonical(m.row(i));
            rows.add(m.row(i));
        }
        assertEquals(1, m.denominator().signum(), () -> "denominator of " + m);
        assertEquals(BigInteger.ONE, gcd, () -> "common factor of " + m);
        RationalMatrix again = RationalMatrix.ofRows(rows, m.columns());
        assertTrue(m.equals(again) && m.hashCode() == again.hashCode(), () -> m + " rebuilt from its rows");
    }
}
