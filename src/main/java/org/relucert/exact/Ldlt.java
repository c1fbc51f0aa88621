package org.relucert.exact;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jscience.mathematics.number.Rational;

/**
 * The factorisation A = L D L^T of a symmetric rational matrix without pivoting, and what it decides: whether A is positive
 * definite or positive semidefinite.
 *
 * <p>A is positive semidefinite iff every pivot is nonnegative and a zero pivot has a zero row in its Schur complement;
 * the factorisation stops at the first pivot that breaks this.
 */
public final class Ldlt {

    private final List<Rational> pivots;
    private final RationalMatrix lower;
    private final boolean semidefinite;

    private Ldlt(List<Rational> pivots, RationalMatrix lower, boolean semidefinite) {
        this.pivots = pivots;
        this.lower = lower;
        this.semidefinite = semidefinite;
    }

    /**
     * Factors a symmetric matrix.
     *
     * @throws IllegalArgumentException if the matrix is not symmetric
     */
    public static Ldlt of(RationalMatrix matrix) {
        if (!matrix.isSymmetric()) {
            throw new IllegalArgumentException("the matrix is not symmetric");
        }
        int size = matrix.rows();
        // Bareiss: after k pivots, work / (previous * denominator) is the Schur complement; previous > 0 throughout.
        BigInteger[][] work = matrix.copyNumerators();
        BigInteger previous = BigInteger.ONE;
        List<Rational> pivots = new ArrayList<>();
        List<RationalVector> columns = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            BigInteger head = work[k][k];
            if (head.signum() < 0 || head.signum() == 0 && !zeroFrom(work[k], k)) {
                return new Ldlt(pivots, null, false);
            }
            pivots.add(Rationals.of(head, previous.multiply(matrix.denominator())));
            BigInteger[] column = new BigInteger[size];
            Arrays.fill(column, BigInteger.ZERO);
            column[k] = BigInteger.ONE;
            if (head.signum() == 0) {
                columns.add(RationalVector.of(column, BigInteger.ONE));
                continue;
            }
            for (int i = k; i < size; i++) {
                column[i] = work[i][k];
            }
            columns.add(RationalVector.of(column, head));
            step(work, k, previous);
            previous = head;
        }
        return new Ldlt(pivots, RationalMatrix.ofColumns(columns, size), true);
    }

    /**
     * Whether the symmetric matrix with these entries is positive semidefinite.
     *
     * @param work integers, of which what is right of the diagonal is read; they are changed
     */
    public static boolean isPositiveSemidefinite(BigInteger[][] work) {
        BigInteger previous = BigInteger.ONE;
        for (int k = 0; k < work.length; k++) {
            BigInteger head = work[k][k];
            if (head.signum() < 0 || head.signum() == 0 && !zeroFrom(work[k], k)) {
                return false;
            }
            if (head.signum() > 0) {
                step(work, k, previous);
                previous = head;
            }
        }
        return true;
    }

    /** The Schur complement of pivot k, in place, from the upper triangle; a mirror image below it. */
    private static void step(BigInteger[][] work, int k, BigInteger previous) {
        BigInteger head = work[k][k];
        for (int i = k + 1; i < work.length; i++) {
            for (int j = i; j < work.length; j++) {
                work[i][j] = head.multiply(work[i][j]).subtract(work[k][i].multiply(work[k][j])).divide(previous);
                work[j][i] = work[i][j];
            }
        }
    }

    private static boolean zeroFrom(BigInteger[] row, int start) {
        for (int j = start; j < row.length; j++) {
            if (row[j].signum() != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the matrix is positive semidefinite. */
    public boolean isPositiveSemidefinite() {
        return semidefinite;
    }

    /** Whether the matrix is positive definite. */
    public boolean isPositiveDefinite() {
        return semidefinite && pivots.stream().allMatch(Rational::isPositive);
    }

    /** The diagonal of D. */
    public List<Rational> pivots() {
        requireSemidefinite();
        return List.copyOf(pivots);
    }

    /** The unit lower triangular L. */
    public RationalMatrix lower() {
        requireSemidefinite();
        return lower;
    }

    private void requireSemidefinite() {
        if (!semidefinite) {
            throw new IllegalStateException("the matrix is not positive semidefinite");
        }
    }
}
