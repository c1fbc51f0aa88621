package org.relucert.checker;

import java.math.BigInteger;
import org.relucert.exact.RationalMatrix;

/**
 * The data rows in the coordinates v = A u of a cube, as {@link Box} needs them: u = B v with B = A^-1 = E / e, E integers, so
 * p_i . (E v) = (E^T p_i) . v for the integer rows p_i of {@link ConeRows}, and the same for the terms c_i p_i. Everything below
 * is about g = E v, a positive multiple of u.
 *
 * <p>Of these numbers, which may be long, the leading bits are kept in machine words, so that most questions are answered by
 * rounding to the safe side; {@link Box} goes back to whole numbers for the others.
 */
public final class CubeRows {

    /** Bits of the leading parts of a row, by itself, and of the terms, all on one scale. */
    static final int ROW_BITS = 30;
    static final int TERM_BITS = 36;
    /** Most bits of the sum of the absolute values of all numbers of the terms. */
    private static final int SUM_BITS = 62;
    /** Most bits of a value at a vertex, and most below the unit of terms. */
    private static final int VALUE_BITS = 60;
    private static final int FRACTION_BITS = 20;

    private final ConeRows rows;
    private final RationalMatrix functionals;
    private final BigInteger[][] edges;
    /** E^T p_i. */
    private final BigInteger[][] whole;
    /** floor(E^T p_i / 2^s), s of the row. */
    private final RowBlock block;
    /** By columns, where nu_i &gt; 0 the ceiling of c_i E^T p_i / 2^{@link #termShift}, else 0. */
    private final long[][] ceilings;
    /** Whether s = 0. */
    private final boolean[] exact;
    private final int termShift;
    private final int termSumBits;

    /**
     * The rows for a cube.
     *
     * @param functionals A, the matrix of the a_k
     * @param inverse B
     */
    public CubeRows(ConeRows rows, RationalMatrix functionals, RationalMatrix inverse) {
        if (!rows.units().areNone()) {
            throw new IllegalArgumentException("the rows of a cube have units of their own");
        }
        int n = rows.size();
        int dimension = rows.dimension();
        this.rows = rows;
        this.functionals = functionals;
        edges = new BigInteger[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            for (int k = 0; k < dimension; k++) {
                edges[i][k] = inverse.numerator(i, k);
            }
        }
        whole = new BigInteger[n][];
        long[][] leading = new long[dimension][n];
        exact = new boolean[n];
        BigInteger[][] terms = new BigInteger[n][dimension];
        int longest = 0;
        for (int i = 0; i < n; i++) {
            whole[i] = inCube(rows.primitive()[i]);
            int shift = Math.max(0, IntegerVector.of(whole[i]).bits() - ROW_BITS);
            exact[i] = shift == 0;
            for (int k = 0; k < dimension; k++) {
                leading[k][i] = whole[i][k].shiftRight(shift).longValueExact();
                terms[i][k] = whole[i][k].multiply(rows.coefficients()[i]);
                longest = Math.max(longest, terms[i][k].bitLength());
            }
        }
        // A number of a term is at most 2^bits in absolute value, rounded up too.
        int countBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.multiplyExact(n, dimension));
        int bits = Math.min(longest, Math.min(TERM_BITS, SUM_BITS - countBits));
        termShift = longest - bits;
        termSumBits = bits + countBits;
        ceilings = new long[dimension][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < dimension && rows.nuSign(i) > 0; k++) {
                ceilings[k][i] = -terms[i][k].negate().shiftRight(termShift).longValueExact();
            }
        }
        block = RowBlock.all(this, leading);
    }

    /** The rows in the coordinates u. */
    ConeRows rows() {
        return rows;
    }

    /** A. */
    RationalMatrix functionals() {
        return functionals;
    }

    /** E^T a: the functional a . E v of v. */
    BigInteger[] inCube(BigInteger[] a) {
        BigInteger[] image = new BigInteger[a.length];
        for (int k = 0; k < a.length; k++) {
            BigInteger sum = BigInteger.ZERO;
            for (int i = 0; i < a.length; i++) {
                if (edges[i][k].signum() != 0 && a[i].signum() != 0) {
                    sum = sum.add(edges[i][k].multiply(a[i]));
                }
            }
            image[k] = sum;
        }
        return image;
    }

    /** E v. */
    BigInteger[] point(BigInteger[] v) {
        BigInteger[] point = new BigInteger[v.length];
        for (int i = 0; i < v.length; i++) {
            point[i] = IntegerVector.dot(edges[i], v);
        }
        return point;
    }

    /**
     * The sign of data row i on the box of the v with low &lt;= v &lt;= high: 1 if it is nowhere negative there, -1 if it is not
     * that but nowhere positive, and 0 if it takes both signs.
     *
     * <p>An affine function has its extremes over a box where each coordinate is at the end that its own part says.
     */
    int sign(int i, BigInteger[] low, BigInteger[] high) {
        BigInteger least = BigInteger.ZERO;
        BigInteger most = BigInteger.ZERO;
        for (int k = 0; k < low.length; k++) {
            BigInteger atLow = whole[i][k].multiply(low[k]);
            BigInteger atHigh = whole[i][k].multiply(high[k]);
            least = least.add(atLow.min(atHigh));
            most = most.add(atLow.max(atHigh));
        }
        return least.signum() >= 0 ? 1 : most.signum() <= 0 ? -1 : 0;
    }

    /** All rows. */
    RowBlock block() {
        return block;
    }

    /** Coordinate k of the terms with nu_i &gt; 0, rounded up, for each row. Not to be changed. */
    long[] terms(int k) {
        return ceilings[k];
    }

    /** Adds the term of row i to a sum of terms rounded up, the last number of which is how many they are. */
    void addTerm(long[] sum, int i) {
        for (int k = 0; k < ceilings.length; k++) {
            sum[k] += ceilings[k][i];
        }
        sum[ceilings.length]++;
    }

    /** Whether the leading part of a row is all of it. */
    boolean isExact(int i) {
        return exact[i];
    }

    /** The numbers of terms are in units of two to this; where it is zero they are exact. */
    int termShift() {
        return termShift;
    }

    /** Some b such that the sum of the absolute values of all numbers of the terms is at most 2^b; at most {@value #SUM_BITS}. */
    int termSumBits() {
        return termSumBits;
    }

    /** The sum of terms at a vertex, v_k = s, in units of two to this is below 2^{@value #VALUE_BITS} in absolute value. */
    int valueShift() {
        return termShift + Math.max(termSumBits - VALUE_BITS, -FRACTION_BITS);
    }
}
