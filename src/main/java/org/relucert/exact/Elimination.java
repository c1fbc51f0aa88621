package org.relucert.exact;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;

/**
 * Fraction-free Gauss-Jordan elimination (Bareiss): rank, solutions, null space, determinant, inverse of a rational matrix.
 *
 * <p>Every intermediate entry is a minor of the integer matrix, so each division is exact and numbers stay of the size of
 * determinants.
 */
public final class Elimination {

    private final RationalMatrix matrix;
    /** Numerators after elimination: in each pivot column {@code pivot} at its row and 0 elsewhere. */
    private final BigInteger[][] reduced;
    /** Column of the pivot in row 0, 1, ... */
    private final List<Integer> pivotColumns;
    /** The last pivot, common to all pivot positions; 1 if there is none. */
    private final BigInteger pivot;
    private final boolean oddPermutation;

    private Elimination(RationalMatrix matrix, BigInteger[][] work, int pivotableColumns) {
        this.matrix = matrix;
        this.reduced = work;
        this.pivotColumns = new ArrayList<>();
        BigInteger previous = BigInteger.ONE;
        boolean odd = false;
        int row = 0;
        for (int column = 0; column < pivotableColumns && row < work.length; column++) {
            int found = row;
            while (found < work.length && work[found][column].signum() == 0) {
                found++;
            }
            if (found == work.length) {
                continue;
            }
            if (found != row) {
                BigInteger[] swap = work[found];
                work[found] = work[row];
                work[row] = swap;
                odd = !odd;
            }
            step(work, row, column, previous);
            previous = work[row][column];
            pivotColumns.add(column);
            row++;
        }
        this.pivot = previous;
        this.oddPermutation = odd;
    }

    /**
     * One fraction-free Gauss-Jordan step (Bareiss): clears a column outside a row, in place.
     *
     * @param rows integers, all rows equally long; the pivot is at (row, column)
     * @param previous the pivot before, 1 at first: it divides every new entry
     */
    public static void step(BigInteger[][] rows, int row, int column, BigInteger previous) {
        BigInteger[] from = rows[row];
        BigInteger head = from[column];
        for (int i = 0; i < rows.length; i++) {
            if (i != row) {
                BigInteger[] to = rows[i];
                BigInteger factor = to[column];
                for (int j = 0; j < to.length; j++) {
                    to[j] = head.multiply(to[j]).subtract(factor.multiply(from[j])).divide(previous);
                }
            }
        }
    }

    /** Eliminates a matrix. */
    public static Elimination of(RationalMatrix matrix) {
        return new Elimination(matrix, matrix.copyNumerators(), matrix.columns());
    }

    /** The rank. */
    public int rank() {
        return pivotColumns.size();
    }

    /** Indices of a maximal set of independent columns, the leftmost ones, ascending. */
    public List<Integer> pivotColumns() {
        return List.copyOf(pivotColumns);
    }

    /** A basis of {x : A x = 0}, one vector for each column that is no pivot. */
    public List<RationalVector> nullSpace() {
        List<RationalVector> basis = new ArrayList<>();
        for (int free = 0; free < matrix.columns(); free++) {
            if (pivotColumns.contains(free)) {
                continue;
            }
            BigInteger[] x = new BigInteger[matrix.columns()];
            Arrays.fill(x, BigInteger.ZERO);
            x[free] = pivot;
            for (int row = 0; row < rank(); row++) {
                x[pivotColumns.get(row)] = reduced[row][free].negate();
            }
            basis.add(RationalVector.of(x, pivot));
        }
        return basis;
    }

    /**
     * The determinant of a square matrix.
     *
     * @throws IllegalArgumentException if it is not square
     */
    public Rational determinant() {
        requireSquare(matrix);
        if (rank() < matrix.rows()) {
            return Rationals.ZERO;
        }
        return Rationals.of(oddPermutation ? pivot.negate() : pivot, matrix.denominator().pow(matrix.rows()));
    }

    /**
     * One solution of A x = b, zero outside the pivot columns; empty if there is none.
     *
     * @param b vector of size rows of A
     */
    public static Optional<RationalVector> solve(RationalMatrix a, RationalVector b) {
        if (b.size() != a.rows()) {
            throw new IllegalArgumentException(a.rows() + " rows with a right-hand side of size " + b.size());
        }
        BigInteger[][] work = a.copyNumerators();
        for (int i = 0; i < a.rows(); i++) {
            work[i] = Arrays.copyOf(work[i], a.columns() + 1);
            work[i][a.columns()] = b.numerator(i);
        }
        Elimination elimination = new Elimination(a, work, a.columns());
        for (int row = elimination.rank(); row < a.rows(); row++) {
            if (work[row][a.columns()].signum() != 0) {
                return Optional.empty();
            }
        }
        // (N/s) x = c/t, so x = (s/t) N^{-1} c
        BigInteger[] x = new BigInteger[a.columns()];
        Arrays.fill(x, BigInteger.ZERO);
        for (int row = 0; row < elimination.rank(); row++) {
            x[elimination.pivotColumns.get(row)] = work[row][a.columns()].multiply(a.denominator());
        }
        return Optional.of(RationalVector.of(x, elimination.pivot.multiply(b.denominator())));
    }

    /** The inverse of a square matrix; empty if it is singular. */
    public static Optional<RationalMatrix> inverse(RationalMatrix a) {
        requireSquare(a);
        int size = a.rows();
        BigInteger[][] work = a.copyNumerators();
        for (int i = 0; i < size; i++) {
            work[i] = Arrays.copyOf(work[i], 2 * size);
            Arrays.fill(work[i], size, 2 * size, BigInteger.ZERO);
            work[i][size + i] = a.denominator();
        }
        Elimination elimination = new Elimination(a, work, size);
        if (elimination.rank() < size) {
            return Optional.empty();
        }
        BigInteger[][] right = new BigInteger[size][];
        for (int i = 0; i < size; i++) {
            right[i] = Arrays.copyOfRange(work[i], size, 2 * size);
        }
        return Optional.of(RationalMatrix.of(size, size, right, elimination.pivot));
    }

    private static void requireSquare(RationalMatrix a) {
        if (a.rows() != a.columns()) {
            throw new IllegalArgumentException("not square: " + a.rows() + " x " + a.columns());
        }
    }
}
