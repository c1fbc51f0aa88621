package org.relucert.checker;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.relucert.exact.RationalVector;

/**
 * A pointed polyhedral cone by its rows and its extreme rays, split by hyperplanes with the double-description step
 * (mathematics, 2.1, SX-1 (iii) and Lemma DD), exactly. Immutable; children share the rays they inherit.
 *
 * <p>Public because the prover walks the same cones that the checker will walk.
 */
public final class Cone {

    private static final BigInteger ZERO = BigInteger.ZERO;

    private final ConeRows rows;
    private final int splits;
    private final Ray[] rays;
    /** Data rows that take both signs on the cone. */
    private final long[] undecided;
    /** Sum of the terms over the rows decided nonnegative with nu_i &gt; 0, and with nu_i &lt; 0. */
    private final long[] convex;
    private final long[] concave;

    /**
     * An extreme ray.
     *
     * @param vector g, coprime integers
     * @param head its leading bits
     * @param tight bit k &lt; D: the sign row of u_k; bit D + j: split j of the path; set where the ray lies on it
     * @param positive bit i: data row i is positive on g; meaningless for rows decided where the ray was made
     * @param negative the same for negative
     * @param convex sum over all rows with nu_i &gt; 0 of (c_i p_i . g)_+: it does not depend on the cone
     */
    private record Ray(BigInteger[] vector, ConeRows.Head head, long[] tight, long[] positive, long[] negative, BigInteger convex) {

        /** The same ray, which lies on one more split. */
        Ray on(int bit) {
            return new Ray(vector, head, withBit(tight, bit), positive, negative, convex);
        }
    }

    /** The two halves of a split cone. */
    public record Halves(Cone nonNegative, Cone nonPositive) { }

    /** A cone that lies in another one, of which the undecided rows and the sums are given. */
    private Cone(ConeRows rows, int splits, Ray[] rays, long[] undecided, long[] convex, long[] concave) {
        this.rows = rows;
        this.splits = splits;
        this.rays = rays;
        this.undecided = new long[undecided.length];
        this.convex = convex.clone();
        this.concave = concave.clone();
        for (int w = 0; w < undecided.length; w++) {
            long positive = 0;
            long negative = 0;
            for (Ray ray : rays) {
                positive |= ray.positive[w];
                negative |= ray.negative[w];
            }
            this.undecided[w] = undecided[w] & positive & negative;
            for (long left = undecided[w] & positive & ~negative; left != 0; left &= left - 1) {
                int i = w * Long.SIZE + Long.numberOfTrailingZeros(left);
                if (rows.nuSign(i) != 0) {
                    rows.add(rows.nuSign(i) > 0 ? this.convex : this.concave, i);
                }
            }
        }
    }

    /** The orthant with u_k &lt;= 0 where bit k of the number is set and u_k &gt;= 0 elsewhere. */
    public static Cone orthant(ConeRows rows, int number) {
        int dimension = rows.dimension();
        long[] all = new long[(rows.size() + Long.SIZE - 1) / Long.SIZE];
        for (int i = 0; i < rows.size(); i++) {
            all[i / Long.SIZE] |= 1L << i;
        }
        Ray[] rays = new Ray[dimension];
        for (int k = 0; k < dimension; k++) {
            BigInteger[] vector = new BigInteger[dimension];
            Arrays.fill(vector, ZERO);
            vector[k] = (number >> k & 1) == 0 ? BigInteger.ONE : BigInteger.ONE.negate();
            long[] tight = {(1L << dimension) - 1 & ~(1L << k)};
            rays[k] = ray(rows, vector, tight, all, rows.zero(), new long[all.length], new long[all.length], all);
        }
        return new Cone(rows, 0, rays, all, rows.zero(), rows.zero());
    }

    /** The unit vectors of an orthant, and the crossings of two rays, of a cone with these undecided rows. */
    private static Ray ray(ConeRows rows, BigInteger[] vector, long[] tight, long[] undecided, long[] decided, long[] positive,
            long[] negative, long[] unknown) {
        ConeRows.Head head = rows.head(vector);
        long[] convex = decided.clone();
        for (int w = 0; w < undecided.length; w++) {
            for (long left = unknown[w] & undecided[w]; left != 0; left &= left - 1) {
                int sign = rows.sign(w * Long.SIZE + Long.numberOfTrailingZeros(left), vector, head);
                long bit = Long.lowestOneBit(left);
                positive[w] |= sign > 0 ? bit : 0;
                negative[w] |= sign < 0 ? bit : 0;
            }
            // Rows decided nonnegative contribute (c_i p_i . g)_+ = c_i p_i . g, which is in the sum already, the others 0.
            for (long left = positive[w] & undecided[w]; left != 0; left &= left - 1) {
                int i = w * Long.SIZE + Long.numberOfTrailingZeros(left);
                if (rows.nuSign(i) > 0) {
                    rows.add(convex, i);
                }
            }
        }
        return new Ray(vector, head, tight, positive, negative, ConeRows.dot(rows.value(convex), vector));
    }

    /** Splits by a data row; null if the row does not take both signs on the cone. */
    public Halves split(int row) {
        BigInteger[] products = new BigInteger[rays.length];
        for (int k = 0; k < rays.length; k++) {
            products[k] = rows.product(row, rays[k].vector);
        }
        return split(products);
    }

    /** Splits by a functional; null if it does not take both signs on the cone. */
    public Halves split(RationalVector functional) {
        BigInteger[] normal = new BigInteger[functional.size()];
        Arrays.setAll(normal, functional::numerator);
        BigInteger[] products = new BigInteger[rays.length];
        for (int k = 0; k < rays.length; k++) {
            products[k] = ConeRows.dot(normal, rays[k].vector);
        }
        return split(products);
    }

    private Halves split(BigInteger[] values) {
        List<Ray> nonNegative = new ArrayList<>();
        List<Ray> nonPositive = new ArrayList<>();
        List<Integer> plus = new ArrayList<>();
        List<Integer> minus = new ArrayList<>();
        int bit = rows.dimension() + splits;
        for (int k = 0; k < rays.length; k++) {
            int sign = values[k].signum();
            if (sign == 0) {
                Ray on = rays[k].on(bit);
                nonNegative.add(on);
                nonPositive.add(on);
            } else if (sign > 0) {
                plus.add(k);
                nonNegative.add(rays[k]);
            } else {
                minus.add(k);
                nonPositive.add(rays[k]);
            }
        }
        if (plus.isEmpty() || minus.isEmpty()) {
            return null;
        }
        for (int p : plus) {
            for (int q : minus) {
                long[] common = intersection(rays[p].tight, rays[q].tight);
                if (adjacent(p, q, common)) {
                    Ray crossing = crossing(p, q, values, withBit(common, bit));
                    nonNegative.add(crossing);
                    nonPositive.add(crossing);
                }
            }
        }
        return new Halves(child(nonNegative), child(nonPositive));
    }

    private Cone child(List<Ray> list) {
        return new Cone(rows, splits + 1, list.toArray(new Ray[0]), undecided, convex, concave);
    }

    /** The ray a(p) q - a(q) p, made primitive: a(p) is positive and a(q) negative. */
    private Ray crossing(int p, int q, BigInteger[] values, long[] tight) {
        BigInteger[] vector = new BigInteger[rows.dimension()];
        BigInteger gcd = ZERO;
        for (int j = 0; j < vector.length; j++) {
            vector[j] = values[p].multiply(rays[q].vector[j]).subtract(values[q].multiply(rays[p].vector[j]));
            gcd = gcd.gcd(vector[j]);
        }
        if (!gcd.equals(BigInteger.ONE)) {
            for (int j = 0; j < vector.length; j++) {
                vector[j] = vector[j].divide(gcd);
            }
        }
        // A positive combination has the sign of both wherever they do not contradict each other.
        long[] positive = new long[undecided.length];
        long[] negative = new long[undecided.length];
        long[] unknown = new long[undecided.length];
        for (int w = 0; w < undecided.length; w++) {
            positive[w] = rays[p].positive[w] | rays[q].positive[w];
            negative[w] = rays[p].negative[w] | rays[q].negative[w];
            unknown[w] = positive[w] & negative[w];
            positive[w] &= ~unknown[w];
            negative[w] &= ~unknown[w];
        }
        return ray(rows, vector, tight, undecided, convex, positive, negative, unknown);
    }

    /** Adjacent iff no third ray is tight wherever both are. */
    private boolean adjacent(int p, int q, long[] common) {
        int tight = 0;
        for (long word : common) {
            tight += Long.bitCount(word);
        }
        if (tight < rows.dimension() - 2) {
            return false;
        }
        for (int k = 0; k < rays.length; k++) {
            if (k != p && k != q && contains(rays[k].tight, common)) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(long[] set, long[] subset) {
        for (int w = 0; w < subset.length; w++) {
            long has = w < set.length ? set[w] : 0;
            if ((subset[w] & ~has) != 0) {
                return false;
            }
        }
        return true;
    }

    private static long[] intersection(long[] a, long[] b) {
        long[] common = new long[Math.min(a.length, b.length)];
        for (int w = 0; w < common.length; w++) {
            common[w] = a[w] & b[w];
        }
        return common;
    }

    private static long[] withBit(long[] set, int bit) {
        long[] grown = Arrays.copyOf(set, Math.max(set.length, bit / Long.SIZE + 1));
        grown[bit / Long.SIZE] |= 1L << bit % Long.SIZE;
        return grown;
    }

    /**
     * The first generator g with &lt;w, g&gt; smaller than tau_g (obligation SX-3), or -1.
     *
     * @param functional M w
     * @param slopeRows undecided rows with nu_i &lt; 0 that have a slope, ascending; the others have 0
     * @param slopes their slopes
     */
    public int violatedGenerator(RationalVector functional, List<Integer> slopeRows, RationalVector slopes) {
        // <w, g> >= tau_g, times the denominators: excess . g >= convex_g * scale
        BigInteger[] excess = concave(slopeRows, slopes);
        BigInteger denominator = tauDenominator(slopes);
        for (int k = 0; k < excess.length; k++) {
            excess[k] = functional.numerator(k).multiply(denominator)
                    .subtract(excess[k].multiply(functional.denominator()));
        }
        BigInteger scale = slopes.denominator().multiply(functional.denominator());
        for (int k = 0; k < rays.length; k++) {
            if (ConeRows.dot(excess, rays[k].vector).compareTo(rays[k].convex.multiply(scale)) < 0) {
                return k;
            }
        }
        return -1;
    }

    /**
     * tau_g = sum_P nu_i (&lt;x_i,g&gt;)_+ + sum_N gamma_i nu_i &lt;x_i,g&gt; of each generator g (SX-2), with the exact
     * slope on rows of decided sign.
     */
    public RationalVector tau(List<Integer> slopeRows, RationalVector slopes) {
        BigInteger[] linear = concave(slopeRows, slopes);
        BigInteger[] numerators = new BigInteger[rays.length];
        for (int k = 0; k < rays.length; k++) {
            numerators[k] = rays[k].convex.multiply(slopes.denominator()).add(ConeRows.dot(linear, rays[k].vector));
        }
        return RationalVector.of(numerators, tauDenominator(slopes));
    }

    private BigInteger tauDenominator(RationalVector slopes) {
        return rows.denominator().multiply(slopes.denominator());
    }

    /** The functional sum_N gamma_i c_i p_i, times the denominator of the slopes. */
    private BigInteger[] concave(List<Integer> slopeRows, RationalVector slopes) {
        BigInteger[] sum = rows.combination(slopeRows, slopes);
        BigInteger[] decided = rows.value(concave);
        for (int k = 0; k < sum.length; k++) {
            sum[k] = sum[k].add(decided[k].multiply(slopes.denominator()));
        }
        return sum;
    }

    /** Whether data row i takes both signs on the cone. */
    public boolean isUndecided(int i) {
        return (undecided[i / Long.SIZE] >> i & 1) != 0;
    }

    /** The data rows that take both signs on the cone, ascending. */
    public int[] undecided() {
        return BitSet.valueOf(undecided).stream().toArray();
    }

    /** Number of splits on the path from the orthant. */
    int splits() {
        return splits;
    }

    /** Number of extreme rays. */
    public int generators() {
        return rays.length;
    }

    /** Extreme ray k, coprime integers. */
    public RationalVector generator(int k) {
        return RationalVector.of(rays[k].vector, BigInteger.ONE);
    }

    /** The sign of data row i on generator k. */
    public int sign(int k, int i) {
        return rows.sign(i, rays[k].vector, rays[k].head);
    }
}
