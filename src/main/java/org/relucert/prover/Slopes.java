package org.relucert.prover;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.RationalVector;

/**
 * Slopes of a leaf in whole numbers over a power of two.
 *
 * @param rows undecided data rows with nu_i &lt; 0, ascending; the others have slope 0
 * @param multiples slopes times 2^bits, positive
 */
record Slopes(int[] rows, long[] multiples, int bits) {

    /** The slope of the row at place t, exactly. */
    double value(int t) {
        return Math.scalb((double) multiples[t], -bits);
    }

    /** The same as a certificate has them. */
    Terms terms() {
        if (rows.length == 0) {
            return Terms.NONE;
        }
        List<Integer> indices = new ArrayList<>(rows.length);
        BigInteger[] values = new BigInteger[rows.length];
        for (int t = 0; t < values.length; t++) {
            indices.add(rows[t]);
            values[t] = BigInteger.valueOf(multiples[t]);
        }
        return new Terms(indices, RationalVector.of(values, BigInteger.ONE.shiftLeft(bits)));
    }
}
