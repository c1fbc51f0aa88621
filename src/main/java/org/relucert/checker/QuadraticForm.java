package org.relucert.checker;

import java.math.BigInteger;
import java.util.Arrays;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Ldlt;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * QL-2: the form q(u) = sum w_i &lt;x_i,u&gt;^2 of a quadratic leaf under construction, and the matrix that says what
 * bounds it. On integers over one denominator; in machine words where the numbers allow, n D^2 of them.
 *
 * <p>Public because the prover asks the same question.
 */
public final class QuadraticForm {

    /** Largest bits of the matrix's numerators, times its size: what its determinant may take (QL-1). */
    public static final int MAX_BITS = 1 << 16;
    /** Largest dimension (QL-1). */
    static final int MAX_DIMENSION = 64;

    /** Entries of functionals below 2^HALF have products below 2^62. */
    private static final int HALF = 31;
    private static final int WORD = Long.SIZE;
    /** Parts of a weight that are summed one by one in words. */
    private static final int MAX_PARTS = 4;

    /** The rows of a problem as functionals over one denominator: made once. */
    public static final class Rows {
        private final Problem problem;
        private final IntegerVector[] functionals;
        private final BigInteger denominator;

        private Rows(Problem problem) {
            this.problem = problem;
            BigInteger common = BigInteger.ONE;
            for (int i = 0; i < problem.rows(); i++) {
                BigInteger own = problem.functional(i).denominator();
                common = Rationals.lcm(common, own);
            }
            this.denominator = common;
            this.functionals = new IntegerVector[problem.rows()];
            for (int i = 0; i < functionals.length; i++) {
                functionals[i] = Combination.Scaled.of(problem.functional(i), common).numerators();
            }
        }

        /** Those of a problem. */
        public static Rows of(Problem problem) {
            return new Rows(problem);
        }

        /** Length of the longest numerator, or of the denominator. */
        public int bits() {
            int longest = denominator.bitLength();
            for (IntegerVector functional : functionals) {
                for (BigInteger entry : functional.whole()) {
                    longest = Math.max(longest, entry.bitLength());
                }
            }
            return longest;
        }

        /** The sign of &lt;x_i,u&gt;, given the numerators of u. */
        int sign(int i, IntegerVector u) {
            return functionals[i].dot(u).signum();
        }
    }

    private final Rows rows;
    private final int dimension;
    /** The upper triangle of the form over the denominator, row after row. */
    private final BigInteger[] triangle;
    private BigInteger denominator = BigInteger.ONE;

    /** The zero form. */
    public QuadraticForm(Rows rows) {
        this.rows = rows;
        this.dimension = rows.problem.dimension();
        this.triangle = new BigInteger[dimension * (dimension + 1) / 2];
        Arrays.fill(triangle, BigInteger.ZERO);
    }

    /**
     * Adds sum w_i &lt;x_i,u&gt;^2.
     *
     * @param weights the numerator of w_i for each row, null where it is 0
     * @param over their denominator, positive
     */
    public void add(BigInteger[] weights, BigInteger over) {
        int weightBits = 0;
        int entryBits = 0;
        int count = 0;
        boolean small = true;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != null) {
                count++;
                weightBits = Math.max(weightBits, weights[i].bitLength());
                entryBits = Math.max(entryBits, rows.functionals[i].bits());
                small &= rows.functionals[i].isSmall();
            }
        }
        if (count == 0) {
            return;
        }
        BigInteger square = over.multiply(rows.denominator).multiply(rows.denominator);
        // Fewer than 2^countBits products of absolute value at most 2^(room + 2 entryBits) are summed in two words.
        int countBits = Integer.SIZE - Integer.numberOfLeadingZeros(count);
        int room = Math.min(WORD - 2, 2 * WORD - 2 - 2 * entryBits - countBits);
        boolean words = small && entryBits < HALF && weightBits <= MAX_PARTS * room;
        accumulate(words ? sumInWords(weights, weightBits, room) : sum(weights), square);
    }

    private void accumulate(BigInteger[] sum, BigInteger over) {
        BigInteger common = Rationals.lcm(denominator, over);
        BigInteger left = common.divide(denominator);
        BigInteger right = common.divide(over);
        for (int t = 0; t < triangle.length; t++) {
            triangle[t] = triangle[t].multiply(left).add(sum[t].multiply(right));
        }
        denominator = common;
    }

    private BigInteger[] sum(BigInteger[] weights) {
        BigInteger[] sum = new BigInteger[triangle.length];
        Arrays.fill(sum, BigInteger.ZERO);
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] == null) {
                continue;
            }
            BigInteger[] x = rows.functionals[i].whole();
            int t = 0;
            for (int j = 0; j < dimension; j++) {
                BigInteger multiple = weights[i].multiply(x[j]);
                for (int k = j; k < dimension; k++) {
                    sum[t] = sum[t].add(multiple.multiply(x[k]));
                    t++;
                }
            }
        }
        return sum;
    }

    /** The same, two words an entry; of weights with more bits than there is room for, the upper part and the lower one. */
    private BigInteger[] sumInWords(BigInteger[] weights, int weightBits, int room) {
        if (weightBits <= room) {
            return sumInWords(weights);
        }
        BigInteger[] upper = new BigInteger[weights.length];
        BigInteger[] lower = new BigInteger[weights.length];
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != null) {
                upper[i] = weights[i].shiftRight(room);
                lower[i] = weights[i].subtract(upper[i].shiftLeft(room));
            }
        }
        BigInteger[] high = sumInWords(upper, weightBits - room, room);
        BigInteger[] low = sumInWords(lower);
        Arrays.setAll(low, t -> low[t].add(high[t].shiftLeft(room)));
        return low;
    }

    private BigInteger[] sumInWords(BigInteger[] weights) {
        long[] high = new long[triangle.length];
        long[] low = new long[triangle.length];
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] == null) {
                continue;
            }
            long weight = weights[i].longValueExact();
            IntegerVector x = rows.functionals[i];
            int t = 0;
            for (int j = 0; j < dimension; j++) {
                for (int k = j; k < dimension; k++) {
                    long square = x.word(j) * x.word(k);
                    long product = weight * square;
                    low[t] += product;
                    high[t] += Math.multiplyHigh(weight, square) + Wide.carry(low[t], product);
                    t++;
                }
            }
        }
        BigInteger[] sum = new BigInteger[triangle.length];
        Arrays.setAll(sum, t -> Wide.whole(high[t], low[t]));
        return sum;
    }

    /**
     * The matrix of (s, u) -&gt; head s^2 - s &lt;v,u&gt; + mu &lt;u,u&gt; - q(u), of size D + 1.
     *
     * @param head a rational
     * @param v of D entries
     * @param mu a rational
     * @return the entries over a common denominator, the least where {@link #MAX_BITS} asks for it; symmetric
     */
    private BigInteger[][] matrix(Rational head, RationalVector v, Rational mu) {
        RationalVector linear = rows.problem.innerProduct().functional(v);
        RationalMatrix metric = rows.problem.innerProduct().matrix();
        BigInteger twice = linear.denominator().shiftLeft(1);
        BigInteger ball = Rationals.denominator(mu).multiply(metric.denominator());
        BigInteger common = Rationals.lcm(Rationals.lcm(Rationals.denominator(head), twice), Rationals.lcm(ball, denominator));
        BigInteger[][] matrix = new BigInteger[dimension + 1][dimension + 1];
        matrix[0][0] = Rationals.numerator(head).multiply(common.divide(Rationals.denominator(head)));
        BigInteger side = common.divide(twice).negate();
        BigInteger radius = Rationals.numerator(mu).multiply(common.divide(ball));
        BigInteger share = common.divide(denominator);
        int t = 0;
        for (int j = 0; j < dimension; j++) {
            matrix[0][j + 1] = linear.numerator(j).multiply(side);
            matrix[j + 1][0] = matrix[0][j + 1];
            for (int k = j; k < dimension; k++) {
                matrix[j + 1][k + 1] = metric.numerator(j, k).multiply(radius).subtract(triangle[t].multiply(share));
                matrix[k + 1][j + 1] = matrix[j + 1][k + 1];
                t++;
            }
        }
        return bits(matrix) > MAX_BITS ? reduced(matrix, common) : matrix;
    }

    /** The numerators over the least common denominator. */
    private static BigInteger[][] reduced(BigInteger[][] matrix, BigInteger common) {
        BigInteger gcd = common;
        for (BigInteger[] row : matrix) {
            for (BigInteger entry : row) {
                gcd = gcd.gcd(entry);
            }
        }
        for (BigInteger[] row : matrix) {
            BigInteger divisor = gcd;
            Arrays.setAll(row, k -> row[k].divide(divisor));
        }
        return matrix;
    }

    /** Bits of the largest entry, times the size. */
    private static long bits(BigInteger[][] matrix) {
        long bits = 0;
        for (BigInteger[] row : matrix) {
            for (BigInteger entry : row) {
                bits = Math.max(bits, entry.bitLength());
            }
        }
        return bits * matrix.length;
    }

    /** What QL-2 comes to. */
    public enum Answer {
        /** The matrix is positive semidefinite: &lt;v,u&gt; + q(u) &lt;= head + mu &lt;u,u&gt; for all u. */
        HOLDS,
        /** It is not. */
        FAILS,
        /** Its numbers are longer than QL-1 allows. */
        TOO_LONG
    }

    /**
     * Whether the matrix of (s, u) -&gt; head s^2 - s &lt;v,u&gt; + mu &lt;u,u&gt; - q(u) is positive semidefinite.
     *
     * @param head H - e - mu
     * @param v of D entries
     * @param mu a rational
     */
    public Answer bounded(Rational head, RationalVector v, Rational mu) {
        BigInteger[][] matrix = matrix(head, v, mu);
        if (bits(matrix) > MAX_BITS) {
            return Answer.TOO_LONG;
        }
        return Ldlt.isPositiveSemidefinite(matrix) ? Answer.HOLDS : Answer.FAILS;
    }
}
