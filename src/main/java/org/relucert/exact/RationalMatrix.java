package org.relucert.exact;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jscience.mathematics.number.Rational;

/**
 * An immutable matrix of rationals, kept as integers over one positive denominator without common factor.
 *
 * <p>Sizes from 0 x 0. Shapes that do not fit throw {@link IllegalArgumentException}.
 */
public final class RationalMatrix {

    private final int rows;
    private final int columns;
    private final BigInteger[][] numerators;
    private final BigInteger denominator;
    /** The rows where it was made of them, else null. */
    private final List<RationalVector> given;

    private RationalMatrix(int rows, int columns, BigInteger[][] numerators, BigInteger denominator) {
        this(rows, columns, numerators, denominator, null);
    }

    private RationalMatrix(int rows, int columns, BigInteger[][] numerators, BigInteger denominator,
            List<RationalVector> given) {
        this.rows = rows;
        this.columns = columns;
        this.numerators = numerators;
        this.denominator = denominator;
        this.given = given;
    }

    /**
     * The matrix with these rows.
     *
     * @param columns number of columns, needed when there is no row
     */
    public static RationalMatrix ofRows(List<RationalVector> rowList, int columns) {
        BigInteger common = BigInteger.ONE;
        for (RationalVector row : rowList) {
            if (row.size() != columns) {
                throw new IllegalArgumentException("row of size " + row.size() + " in a matrix of " + columns + " columns");
            }
            common = Rationals.lcm(common, row.denominator());
        }
        BigInteger[][] numerators = new BigInteger[rowList.size()][columns];
        for (int i = 0; i < numerators.length; i++) {
            RationalVector row = rowList.get(i);
            boolean scaled = !row.denominator().equals(common);
            BigInteger factor = scaled ? common.divide(row.denominator()) : BigInteger.ONE;
            for (int j = 0; j < columns; j++) {
                numerators[i][j] = scaled ? row.numerator(j).multiply(factor) : row.numerator(j);
            }
        }
        return new RationalMatrix(numerators.length, columns, numerators, common, List.copyOf(rowList));
    }

    /** The matrix with these columns, each of the given number of rows. */
    public static RationalMatrix ofColumns(List<RationalVector> columnList, int rows) {
        return ofRows(columnList, rows).transpose();
    }

    /** The matrix with these rows of equal length, at least one row. */
    public static RationalMatrix of(Rational[][] entries) {
        List<RationalVector> rowList = new ArrayList<>();
        for (Rational[] row : entries) {
            rowList.add(RationalVector.of(row));
        }
        return ofRows(rowList, entries.length == 0 ? 0 : entries[0].length);
    }

    /** numerators / denominator, taken as it is (rows x columns), then reduced. */
    static RationalMatrix of(int rows, int columns, BigInteger[][] numerators, BigInteger denominator) {
        List<RationalVector> rowList = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            rowList.add(RationalVector.of(numerators[i], denominator));
        }
        return ofRows(rowList, columns);
    }

    /** The identity of a size. */
    public static RationalMatrix identity(int size) {
        return diagonal(RationalVector.of(filled(size)));
    }

    private static long[] filled(int size) {
        long[] ones = new long[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The diagonal matrix with these entries. */
    public static RationalMatrix diagonal(RationalVector entries) {
        BigInteger[][] numerators = new BigInteger[entries.size()][entries.size()];
        for (int i = 0; i < entries.size(); i++) {
            Arrays.fill(numerators[i], BigInteger.ZERO);
            numerators[i][i] = entries.numerator(i);
        }
        return new RationalMatrix(entries.size(), entries.size(), numerators, entries.denominator());
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Number of columns. */
    public int columns() {
        return columns;
    }

    /** Entry (i, j). */
    public Rational get(int i, int j) {
        return Rationals.of(numerators[i][j], denominator);
    }

    /** Numerator of entry (i, j) over {@link #denominator()}. */
    public BigInteger numerator(int i, int j) {
        return numerators[i][j];
    }

    /** The common denominator, positive. */
    public BigInteger denominator() {
        return denominator;
    }

    /** Length of the longest numerator, or of the denominator. */
    public int bits() {
        int longest = denominator.bitLength();
        for (BigInteger[] row : numerators) {
            for (BigInteger numerator : row) {
                longest = Math.max(longest, numerator.bitLength());
            }
        }
        return longest;
    }

    /** Row i. */
    public RationalVector row(int i) {
        return given != null ? given.get(i) : RationalVector.of(numerators[i], denominator);
    }

    /** Column j. */
    public RationalVector column(int j) {
        BigInteger[] column = new BigInteger[rows];
        for (int i = 0; i < rows; i++) {
            column[i] = numerators[i][j];
        }
        return RationalVector.of(column, denominator);
    }

    /** This matrix times a column vector of size {@link #columns()}. */
    public RationalVector times(RationalVector v) {
        if (v.size() != columns) {
            throw new IllegalArgumentException(columns + " columns times a vector of size " + v.size());
        }
        BigInteger[] product = new BigInteger[rows];
        for (int i = 0; i < rows; i++) {
            BigInteger sum = BigInteger.ZERO;
            for (int j = 0; j < columns; j++) {
                sum = sum.add(numerators[i][j].multiply(v.numerator(j)));
            }
            product[i] = sum;
        }
        return RationalVector.of(product, denominator.multiply(v.denominator()));
    }

    /** This matrix times another. */
    public RationalMatrix times(RationalMatrix other) {
        if (other.rows != columns) {
            throw new IllegalArgumentException(columns + " columns times a matrix of " + other.rows + " rows");
        }
        List<RationalVector> productColumns = new ArrayList<>();
        for (int j = 0; j < other.columns; j++) {
            productColumns.add(times(other.column(j)));
        }
        return ofColumns(productColumns, rows);
    }

    /** The transpose. */
    public RationalMatrix transpose() {
        BigInteger[][] transposed = new BigInteger[columns][rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j][i] = numerators[i][j];
            }
        }
        return new RationalMatrix(columns, rows, transposed, denominator);
    }

    /** Whether it is square and equal to its transpose. */
    public boolean isSymmetric() {
        return rows == columns && equals(transpose());
    }

    /** Whether every off-diagonal entry is zero. */
    public boolean isDiagonal() {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                if (i != j && numerators[i][j].signum() != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The numerators, copied. */
    BigInteger[][] copyNumerators() {
        BigInteger[][] copy = new BigInteger[rows][];
        for (int i = 0; i < rows; i++) {
            copy[i] = numerators[i].clone();
        }
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RationalMatrix that && rows == that.rows && columns == that.columns
                && denominator.equals(that.denominator) && Arrays.deepEquals(numerators, that.numerators);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.deepHashCode(numerators) + denominator.hashCode()) + columns;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < rows; i++) {
            text.append(i == 0 ? "" : ", ").append(row(i));
        }
        return text.append(']').toString();
    }
}
