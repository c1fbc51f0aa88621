package org.relucert.exact;

import java.math.BigInteger;

/**
 * What the pivots of the factorisation A = L D L^T of a symmetric rational matrix without pivoting decide: whether A is
 * positive definite or positive semidefinite.
 *
 * <p>A is positive definite iff every pivot is positive; positive semidefinite iff every pivot is nonnegative and a zero pivot
 * has a zero row in its Schur complement. The elimination stops at the first pivot that breaks this.
 */
public final class Ldlt {

    private Ldlt() { }

    /**
     * Whether a symmetric matrix is positive definite.
     *
     * @throws IllegalArgumentException if the matrix is not symmetric
     */
    public static boolean isPositiveDefinite(RationalMatrix matrix) {
        if (!matrix.isSymmetric()) {
            throw new IllegalArgumentException("the matrix is not symmetric");
        }
        return eliminates(matrix.copyNumerators(), true);
    }

    /**
     * Whether the symmetric matrix with these entries is positive semidefinite.
     *
     * @param work integers, of which what is right of the diagonal is read; they are changed
     */
    public static boolean isPositiveSemidefinite(BigInteger[][] work) {
        return eliminates(work, false);
    }

    private static boolean eliminates(BigInteger[][] work, boolean definite) {
        // Bareiss: after k pivots, work / previous is the Schur complement; previous > 0 throughout.
        BigInteger previous = BigInteger.ONE;
        for (int k = 0; k < work.length; k++) {
            BigInteger head = work[k][k];
            if (head.signum() < 0 || head.signum() == 0 && (definite || !zeroFrom(work[k], k))) {
                return false;
            }
            if (head.signum() > 0) {
                step(work, k, previous);
                previous = head;
            }
        }
        return true;
    }

    /** The Schur complement of pivot k, in place, in the upper triangle. */
    private static void step(BigInteger[][] work, int k, BigInteger previous) {
        BigInteger head = work[k][k];
        for (int i = k + 1; i < work.length; i++) {
            for (int j = i; j < work.length; j++) {
                work[i][j] = head.multiply(work[i][j]).subtract(work[k][i].multiply(work[k][j])).divide(previous);
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
}
