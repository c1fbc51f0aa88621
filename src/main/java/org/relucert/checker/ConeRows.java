package org.relucert.checker;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Problem;

/**
 * The data rows of one side as {@link Cone} needs them: each functional M x_i as a primitive integer vector p_i, and integers
 * c_i with the sign of nu_i such that nu_i &lt;x_i, u&gt; = (c_i p_i . u) / denominator.
 *
 * <p>Two things are asked of them very often, so both run on machine integers that cannot overflow: the sign of p_i . g
 * ({@link #sign}), and sums of the terms c_i p_i over sets of rows ({@link #add}).
 */
public final class ConeRows {

    /** Bits of one limb of a term. */
    private static final int LIMB = 32;
    /** One in so many rows is many: then it is quicker to take all products than to pick these. */
    private static final int MANY = 8;
    /** Columns are evened out by so many bits at a time: one bit more is one less in the heads of vectors. */
    private static final int STEP = 4;
    /** In at most so many parts factors of terms are multiplied on limbs. */
    private static final int MOST_PARTS = 4;
    private static final BigInteger LIMB_MASK = BigInteger.ONE.shiftLeft(LIMB).subtract(BigInteger.ONE);

    private final Units units;
    private final BigInteger[][] primitive;
    private final IntegerVector[] vectors;
    private final int dimension;
    private final int headBits;
    /** Bits by which the entries of a column are shorter than those of the longest one, in steps of {@link #STEP}. */
    private final int[] shorter;
    /** The most of them less these. */
    private final int[] longer;
    /** Row after row, the entries of the rows' heads. */
    private final int[] heads;
    private final boolean[] headExact;
    private final long[] headSize;
    private final int coarseBits;
    /** Column after column, the entries of heads with fewer bits. */
    private final int[][] coarse;
    /** No bit where the coarse head of a row is exact, else all. */
    private final int[] coarseDoubt;
    private final int[] coarseSize;
    private final BigInteger[] coefficients;
    private final int[] signs;
    private final long[] convex;
    private final long[] concave;
    private final BigInteger denominator;
    /** Row after row, coordinate after coordinate, the limbs of c_i p_i, lowest first. */
    private final long[] terms;
    private final int limbs;
    /** No limb of a term is larger than 2^this in absolute value. */
    private final int limbBits;

    /** The leading bits of an integer vector v: 2^s head_k &lt;= 2^(u_k) v_k &lt; 2^s (head_k + 1) with one s for all k. */
    static final class Head {
        private final int[] entries;
        private final boolean exact;
        /** sum (|head_k| + 1). */
        private final long size;

        /**
         * So many leading bits.
         *
         * @param up u, not negative
         */
        private Head(IntegerVector vector, int bits, int[] up) {
            int longest = 0;
            for (int k = 0; k < up.length; k++) {
                longest = Math.max(longest, vector.isZero(k) ? 0 : vector.bits(k) + up[k]);
            }
            int shift = Math.max(0, longest - bits);
            exact = shift == 0;
            entries = new int[vector.size()];
            long sum = 0;
            for (int k = 0; k < entries.length; k++) {
                entries[k] = vector.shifted(k, shift - up[k]);
                sum += Math.abs(entries[k]) + 1L;
            }
            size = sum;
        }
    }

    /**
     * The rows p_i with coefficients c_i / denominator.
     *
     * @param primitive n x D, coprime integers; zero for a zero row
     * @param denominator positive
     */
    ConeRows(BigInteger[][] primitive, BigInteger[] coefficients, BigInteger denominator) {
        this(Units.none(primitive[0].length), primitive, coefficients, denominator);
    }

    private ConeRows(Units units, BigInteger[][] primitive, BigInteger[] coefficients, BigInteger denominator) {
        int n = primitive.length;
        this.units = units;
        this.dimension = primitive[0].length;
        this.primitive = primitive;
        this.coefficients = coefficients;
        this.denominator = denominator;
        // |head_k| <= 2^headBits, so a dot product of two heads is at most D 2^(2 headBits) <= 2^62 in absolute value.
        int dimensionBits = Integer.SIZE - Integer.numberOfLeadingZeros(dimension);
        headBits = (Long.SIZE - 2 - dimensionBits) / 2;
        // The same with D 2^(2 coarseBits) <= 2^30.
        coarseBits = (Integer.SIZE - 2 - dimensionBits) / 2;
        coarse = new int[dimension][n];
        coarseDoubt = new int[n];
        coarseSize = new int[n];
        vectors = new IntegerVector[n];
        heads = new int[Math.multiplyExact(n, dimension)];
        headExact = new boolean[n];
        headSize = new long[n];
        signs = new int[n];
        convex = new long[(n + Long.SIZE - 1) / Long.SIZE];
        concave = new long[convex.length];
        int longest = 0;
        int[] columns = new int[dimension];
        for (int i = 0; i < n; i++) {
            vectors[i] = IntegerVector.of(primitive[i]);
            for (int k = 0; k < dimension; k++) {
                columns[k] = Math.max(columns[k], vectors[i].bits(k));
            }
        }
        int longestColumn = Arrays.stream(columns).max().getAsInt();
        shorter = Arrays.stream(columns).map(bits -> (longestColumn - bits) / STEP * STEP).toArray();
        int most = Arrays.stream(shorter).max().getAsInt();
        longer = Arrays.stream(shorter).map(bits -> most - bits).toArray();
        for (int i = 0; i < n; i++) {
            Head head = new Head(vectors[i], headBits, shorter);
            System.arraycopy(head.entries, 0, heads, i * dimension, dimension);
            headExact[i] = head.exact;
            headSize[i] = head.size;
            Head few = new Head(vectors[i], coarseBits, shorter);
            for (int k = 0; k < dimension; k++) {
                coarse[k][i] = few.entries[k];
            }
            coarseDoubt[i] = few.exact ? 0 : -1;
            coarseSize[i] = (int) few.size;
            signs[i] = coefficients[i].signum();
            if (signs[i] != 0) {
                (signs[i] > 0 ? convex : concave)[i / Long.SIZE] |= 1L << i;
            }
            longest = Math.max(longest, coefficients[i].bitLength() + vectors[i].bits());
        }
        // In one word each where the sum of all terms is one, at most 2^62 in absolute value.
        boolean words = longest + Integer.SIZE - Integer.numberOfLeadingZeros(n) < Long.SIZE - 1;
        limbBits = words ? longest : LIMB;
        limbs = words ? 1 : longest / LIMB + 1;
        terms = new long[Math.multiplyExact(n, Math.multiplyExact(dimension, limbs))];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (BigInteger entry : primitive[i]) {
                if (words) {
                    terms[at++] = coefficients[i].longValue() * entry.longValue();
                    continue;
                }
                BigInteger product = coefficients[i].multiply(entry);
                for (int l = 0; l < limbs; l++) {
                    BigInteger limb = product.shiftRight(l * LIMB);
                    terms[at++] = (l < limbs - 1 ? limb.and(LIMB_MASK) : limb).longValueExact();
                }
            }
        }
    }

    /** The rows of the other side, with -nu: everything but the signs of the terms is shared. */
    private ConeRows(ConeRows other) {
        units = other.units;
        primitive = other.primitive;
        vectors = other.vectors;
        dimension = other.dimension;
        headBits = other.headBits;
        shorter = other.shorter;
        longer = other.longer;
        heads = other.heads;
        headExact = other.headExact;
        headSize = other.headSize;
        coarseBits = other.coarseBits;
        coarse = other.coarse;
        coarseDoubt = other.coarseDoubt;
        coarseSize = other.coarseSize;
        convex = other.concave;
        concave = other.convex;
        denominator = other.denominator;
        limbs = other.limbs;
        limbBits = other.limbBits;
        coefficients = new BigInteger[primitive.length];
        Arrays.setAll(coefficients, i -> other.coefficients[i].negate());
        signs = new int[primitive.length];
        Arrays.setAll(signs, i -> -other.signs[i]);
        terms = new long[other.terms.length];
        Arrays.setAll(terms, j -> -other.terms[j]);
    }

    /** The same rows with -nu. */
    ConeRows opposite() {
        return new ConeRows(this);
    }

    /** The rows of a problem with a dual vector, or with -nu for the other side. */
    public static ConeRows of(Problem problem, RationalVector nu) {
        return of(problem, nu, EqualRows.none(problem));
    }

    /**
     * The same where some rows may stand for others, which are zero here.
     *
     * @param nu of the merged rows
     */
    public static ConeRows of(Problem problem, RationalVector nu, EqualRows equal) {
        return of(functionals(problem, equal), nu, Units.none(problem.dimension()));
    }

    /** The same in coordinates in which the rows are short; for cones, not for boxes. */
    public static ConeRows ofShort(Problem problem, RationalVector nu, EqualRows equal) {
        List<RationalVector> functionals = functionals(problem, equal);
        return of(functionals, nu, Units.of(functionals));
    }

    private static List<RationalVector> functionals(Problem problem, EqualRows equal) {
        RationalVector zero = RationalVector.zero(problem.dimension());
        return IntStream.range(0, problem.rows()).mapToObj(i -> equal.isMerged(i) ? zero : problem.functional(i)).toList();
    }

    private static ConeRows of(List<RationalVector> functionals, RationalVector nu, Units units) {
        int n = functionals.size();
        BigInteger[][] primitive = new BigInteger[n][];
        // nu_i M x_i = (nu_i content_i / denominator_i) p_i
        BigInteger[] numerators = new BigInteger[n];
        BigInteger[] denominators = new BigInteger[n];
        for (int i = 0; i < n; i++) {
            RationalVector functional = units.functional(functionals.get(i));
            BigInteger[] entries = new BigInteger[functional.size()];
            Arrays.setAll(entries, functional::numerator);
            BigInteger content = IntegerVector.content(entries);
            if (!content.equals(BigInteger.ONE)) {
                Arrays.setAll(entries, k -> functional.numerator(k).divide(content));
            }
            primitive[i] = entries;
            numerators[i] = nu.numerator(i).multiply(content);
            denominators[i] = functional.denominator().multiply(nu.denominator());
        }
        RationalVector coefficients = RationalVector.of(numerators, denominators);
        BigInteger[] whole = new BigInteger[n];
        Arrays.setAll(whole, coefficients::numerator);
        return new ConeRows(units, primitive, whole, coefficients.denominator());
    }

    /** What the coordinates are: rows p_i, generators and sums of terms are in these units, functionals and directions given are not. */
    Units units() {
        return units;
    }

    /** Number of rows n. */
    int size() {
        return primitive.length;
    }

    /** Dimension D. */
    int dimension() {
        return dimension;
    }

    /** Limbs of a coordinate of a term; where it is one, sums of terms are words as they stand. */
    int limbs() {
        return limbs;
    }

    /** Bit i: nu_i is positive. Not to be changed. */
    long[] convex() {
        return convex;
    }

    /** Bit i: nu_i is negative. Not to be changed. */
    long[] concave() {
        return concave;
    }

    /** p_i. */
    IntegerVector vector(int i) {
        return vectors[i];
    }

    /** p_i, not to be changed. */
    BigInteger[][] primitive() {
        return primitive;
    }

    /** c_i, not to be changed. */
    BigInteger[] coefficients() {
        return coefficients;
    }

    /** The common denominator of all terms, positive. */
    BigInteger denominator() {
        return denominator;
    }

    /** The sign of nu_i. */
    int nuSign(int i) {
        return signs[i];
    }

    /** The leading bits of a vector, for {@link #sign}. */
    Head head(IntegerVector v) {
        return new Head(v, headBits, longer);
    }

    /**
     * The sign of p_i . v, exactly.
     *
     * <p>With p = 2^t P + r, v = 2^s V + q, heads P and V, 0 &lt;= r_k &lt; 2^t, 0 &lt;= q_k &lt; 2^s:
     * p . v - 2^(s+t) P . V = sum P_k 2^t q_k + sum r_k v_k. The first sum is less than 2^(s+t) sum (|P_k| + 1), and 0 if V
     * is exact; the second less than 2^(s+t) sum (|V_k| + 1), and 0 if P is exact. Where |P . V| is not less than both
     * together, it has the sign of p . v.
     */
    int sign(int i, IntegerVector v, Head head) {
        int[] left = heads;
        int[] right = head.entries;
        long product = 0;
        for (int k = 0, at = i * right.length; k < right.length; k++, at++) {
            product += (long) left[at] * right[k];
        }
        long error = (head.exact ? 0 : headSize[i]) + (headExact[i] ? 0 : head.size);
        return product >= error && product > 0 ? 1 : -product >= error && product < 0 ? -1
                : error == 0 ? 0 : vectors[i].dot(v).signum();
    }

    /**
     * Sets the bits of the rows that are positive on v, respectively negative, among those asked for.
     *
     * <p>Where many are asked for, coarser heads go first, for which machine integers of half the size do: their products are
     * taken for all rows at once, in loops over whole columns that a processor does several at a time. The argument is that
     * of {@link #sign}, which decides what they leave open.
     */
    void signs(IntegerVector v, long[] asked, long[] positive, long[] negative) {
        signs(v, asked, positive, negative, null);
    }

    /**
     * The same.
     *
     * @param room for n numbers, of any content; null for none
     */
    void signs(IntegerVector v, long[] asked, long[] positive, long[] negative, int[] room) {
        int count = 0;
        for (long word : asked) {
            count += Long.bitCount(word);
        }
        long[] open = asked;
        if (count * MANY >= size()) {
            open = coarseSigns(v, asked, positive, negative, room == null ? new int[size()] : room);
        }
        Head head = null;
        for (int w = 0; w < open.length; w++) {
            if (open[w] != 0 && head == null) {
                head = head(v);
            }
            for (long left = open[w]; left != 0; left &= left - 1) {
                int sign = sign(w * Long.SIZE + Long.numberOfTrailingZeros(left), v, head);
                long bit = Long.lowestOneBit(left);
                positive[w] |= sign > 0 ? bit : 0;
                negative[w] |= sign < 0 ? bit : 0;
            }
        }
    }

    /** The same as far as coarse heads tell; returns the rows of which they do not. */
    long[] coarseSigns(IntegerVector v, long[] asked, long[] positive, long[] negative, int[] products) {
        Head head = new Head(v, coarseBits, longer);
        multiply(head, products);
        long[] open = new long[asked.length];
        int doubt = head.exact ? 0 : -1;
        int size = (int) head.size;
        for (int w = 0; w < asked.length; w++) {
            long above = 0;
            long below = 0;
            for (long left = asked[w]; left != 0; left &= left - 1) {
                int bit = Long.numberOfTrailingZeros(left);
                int i = w * Long.SIZE + bit;
                // At most 2 D (2^coarseBits + 1), and a product at most 2^30: their sum is an int.
                int error = (doubt & coarseSize[i]) + (coarseDoubt[i] & size);
                // The sign bits of error - product and of product + error, without a branch: nobody could foretell it.
                above |= (long) (error - products[i] >>> Integer.SIZE - 1) << bit;
                below |= (long) (products[i] + error >>> Integer.SIZE - 1) << bit;
            }
            positive[w] |= above;
            negative[w] |= below;
            open[w] = asked[w] & ~above & ~below;
        }
        return open;
    }

    /** The products of the coarse heads of all rows with a head. */
    private void multiply(Head head, int[] products) {
        int[] factors = head.entries;
        int k = dimension % 2;
        if (k > 0) {
            multiple(products, coarse[0], factors[0]);
        } else {
            Arrays.fill(products, 0);
        }
        for (; k < dimension; k += 2) {
            addMultiples(products, coarse[k], factors[k], coarse[k + 1], factors[k + 1]);
        }
    }

    private static void multiple(int[] products, int[] column, int factor) {
        for (int i = 0; i < products.length; i++) {
            products[i] = column[i] * factor;
        }
    }

    private static void addMultiples(int[] sums, int[] column, int factor, int[] other, int otherFactor) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += column[i] * factor + other[i] * otherFactor;
        }
    }

    /** A sum of terms that is zero, as limbs. */
    long[] zero() {
        return new long[dimension * limbs];
    }

    /** Adds c_i p_i, which is not in the sum: there is room for all terms, and in limbs below 2^32 for 2^31 of them. */
    void add(long[] sum, int i) {
        for (int j = 0, at = i * sum.length; j < sum.length; j++, at++) {
            sum[j] += terms[at];
        }
    }

    /** The same for each of some rows. */
    private void addAll(long[] sum, long[] some) {
        for (int w = 0; w < some.length; w++) {
            for (long left = some[w]; left != 0; left &= left - 1) {
                add(sum, w * Long.SIZE + Long.numberOfTrailingZeros(left));
            }
        }
    }

    /** Takes c_i p_i, which is in the sum, out of it. */
    void subtract(long[] sum, int i) {
        for (int j = 0, at = i * sum.length; j < sum.length; j++, at++) {
            sum[j] -= terms[at];
        }
    }

    /**
     * sum_t factors_t * term of row t.
     *
     * <p>On limbs, with so many bits of the factors at a time that sums of their products stay below 2^63; in whole numbers
     * where that would take too many times.
     */
    BigInteger[] combination(List<Integer> indices, RationalVector factors) {
        int longest = 0;
        for (int t = 0; t < factors.size(); t++) {
            longest = Math.max(longest, factors.numerator(t).bitLength());
        }
        // At least one: a word has room for all terms, and the limbs of 2^30.
        int bits = Long.SIZE - 1 - limbBits - (Integer.SIZE - Integer.numberOfLeadingZeros(factors.size()));
        BigInteger[] sum = value(zero());
        if (longest <= MOST_PARTS * bits) {
            for (int shift = 0; shift < longest; shift += bits) {
                BigInteger[] part = value(combination(indices, factors, shift, shift + bits < longest ? (1L << bits) - 1 : -1));
                for (int k = 0; k < sum.length; k++) {
                    sum[k] = sum[k].add(part[k].shiftLeft(shift));
                }
            }
            return sum;
        }
        for (int t = 0; t < factors.size(); t++) {
            int i = indices.get(t);
            BigInteger factor = coefficients[i].multiply(factors.numerator(t));
            for (int k = 0; k < sum.length; k++) {
                sum[k] = sum[k].add(primitive[i][k].multiply(factor));
            }
        }
        return sum;
    }

    /** The same with the bits of the factors from one on that are in a mask. */
    private long[] combination(List<Integer> indices, RationalVector factors, int from, long mask) {
        long[] sum = zero();
        for (int t = 0; t < factors.size(); t++) {
            long factor = factors.numerator(t).shiftRight(from).longValue() & mask;
            for (int j = 0, at = indices.get(t) * sum.length; j < sum.length; j++, at++) {
                sum[j] += factor * terms[at];
            }
        }
        return sum;
    }

    /**
     * The sum of all terms that a leaf takes to be linear, times the denominator of the slopes: of rows of decided sign, and of
     * undecided rows with nu_i &lt; 0 by their slopes.
     *
     * @param decided the sum of the first
     * @param slopeRows undecided rows with a slope of their own
     * @param signs the others have slope 1 where they are positive on this vector, and else 0; 0 without it
     */
    BigInteger[] linear(long[] decided, long[] undecided, List<Integer> slopeRows, RationalVector slopes,
            Optional<RationalVector> signs) {
        long[] ones = decided;
        if (signs.isPresent()) {
            ones = decided.clone();
            long[] active = positiveConcaveBits(undecided, signs.get());
            for (int i : slopeRows) {
                active[i / Long.SIZE] &= ~(1L << i);
            }
            addAll(ones, active);
        }
        BigInteger[] whole = value(ones);
        if (slopeRows.isEmpty()) {
            return whole;
        }
        BigInteger[] sum = combination(slopeRows, slopes);
        for (int k = 0; k < sum.length; k++) {
            sum[k] = sum[k].add(whole[k].multiply(slopes.denominator()));
        }
        return sum;
    }

    /** The sum of the terms with nu_i &gt; 0 whose rows are positive on a vector. */
    BigInteger[] positiveConvex(IntegerVector v) {
        long[] sum = zero();
        addAll(sum, positive(convex, v));
        return value(sum);
    }

    /** The undecided rows with nu_i &lt; 0 that are positive on a vector. */
    BitSet positiveConcave(long[] undecided, RationalVector direction) {
        return BitSet.valueOf(positiveConcaveBits(undecided, direction));
    }

    private long[] positiveConcaveBits(long[] undecided, RationalVector direction) {
        return positive(intersection(undecided, concave), IntegerVector.numerators(units.direction(direction)));
    }

    /** Those of some rows that are positive on a vector. */
    private long[] positive(long[] asked, IntegerVector v) {
        long[] positive = new long[asked.length];
        signs(v, asked, positive, new long[asked.length]);
        return positive;
    }

    static long[] intersection(long[] a, long[] b) {
        long[] common = new long[Math.min(a.length, b.length)];
        for (int w = 0; w < common.length; w++) {
            common[w] = a[w] & b[w];
        }
        return common;
    }

    /** The bits of all rows. */
    long[] all() {
        return all(size());
    }

    /** So many bits. */
    static long[] all(int count) {
        long[] all = new long[(count + Long.SIZE - 1) / Long.SIZE];
        Arrays.fill(all, -1);
        if (count % Long.SIZE > 0) {
            all[all.length - 1] = (1L << count) - 1;
        }
        return all;
    }

    /** A sum of terms as integers. */
    BigInteger[] value(long[] sum) {
        BigInteger[] value = new BigInteger[dimension];
        for (int k = 0; k < value.length; k++) {
            value[k] = BigInteger.valueOf(sum[(k + 1) * limbs - 1]);
            for (int l = limbs - 2; l >= 0; l--) {
                value[k] = value[k].shiftLeft(LIMB).add(BigInteger.valueOf(sum[k * limbs + l]));
            }
        }
        return value;
    }
}
