package org.relucert.checker;

import java.math.BigInteger;
import org.relucert.exact.RationalMatrix;

/**
 * What the exact elimination of a matrix that a file brings may take. No theorem needs a limit: whoever checks files of
 * strangers does (soundness.md).
 */
final class Effort {

    /** Steps times the square of the bits of the minors stay below 2^this. */
    private static final int MAX_BITS = 48;

    private Effort() { }

    /** Requires that the elimination of a matrix ends in time. */
    static void bounded(Obligation obligation, RationalMatrix matrix) {
        bounded(obligation, matrix.rows(), matrix.columns(), matrix.bits());
    }

    /** The same of a matrix of this shape, whose numerators have so many bits. */
    static void bounded(Obligation obligation, int rows, int columns, long bits) {
        int rank = Math.min(rows, columns);
        BigInteger minors = BigInteger.valueOf(rank).multiply(BigInteger.valueOf(bits));
        BigInteger steps = BigInteger.valueOf((long) rows * columns).multiply(BigInteger.valueOf(rank));
        obligation.require(steps.multiply(minors.pow(2)).bitLength() <= MAX_BITS,
                "the elimination of %d x %d numbers of %d bits takes too long", rows, columns, bits);
    }
}
