package org.relucert.checker;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
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
    /** Data rows that take both signs on the cone, ascending. */
    private final int[] undecided;
    /** sum of c_i * primitive_i over the data rows decided nonnegative, for both signs of c_i. */
    private final BigInteger[] decidedSum;

    /** An extreme ray: a primitive integer vector, the splits that vanish on it, its products with the data rows. */
    private static final class Ray {
        final BigInteger[] vector;
        /** Bit k &lt; D: the sign row of u_k; bit D + j: split j of the path. */
        final long[] tight;
        /** Product with each data row, computed when first asked for. */
        final BigInteger[] products;

        Ray(BigInteger[] vector, long[] tight, BigInteger[] products) {
            this.vector = vector;
            this.tight = tight;
            this.products = products;
        }
    }

    /** The two halves of a split cone. */
    public record Halves(Cone nonNegative, Cone nonPositive) { }

    private Cone(ConeRows rows, int splits, Ray[] rays, int[] candidates, BigInteger[] inheritedSum) {
        this.rows = rows;
        this.splits = splits;
        this.rays = rays;
        int[] kept = new int[candidates.length];
        int count = 0;
        BigInteger[] sum = inheritedSum.clone();
        for (int i : candidates) {
            boolean positive = false;
            boolean negative = false;
            for (int k = 0; k < rays.length && !(positive && negative); k++) {
                int sign = product(rays[k], i).signum();
                positive |= sign > 0;
                negative |= sign < 0;
            }
            if (positive && negative) {
                kept[count++] = i;
            } else if (positive) {
                for (int k = 0; k < sum.length; k++) {
                    sum[k] = sum[k].add(rows.coefficients()[i].multiply(rows.primitive()[i][k]));
                }
            }
        }
        this.undecided = Arrays.copyOf(kept, count);
        this.decidedSum = sum;
    }

    /** The orthant with u_k &lt;= 0 where bit k of the number is set and u_k &gt;= 0 elsewhere. */
    public static Cone orthant(ConeRows rows, int number) {
        int dimension = rows.dimension();
        Ray[] rays = new Ray[dimension];
        for (int k = 0; k < dimension; k++) {
            BigInteger[] vector = new BigInteger[dimension];
            Arrays.fill(vector, ZERO);
            vector[k] = (number >> k & 1) == 0 ? BigInteger.ONE : BigInteger.ONE.negate();
            long[] tight = {(1L << dimension) - 1 & ~(1L << k)};
            rays[k] = new Ray(vector, tight, new BigInteger[rows.size()]);
        }
        int[] all = new int[rows.size()];
        Arrays.setAll(all, i -> i);
        BigInteger[] sum = new BigInteger[dimension];
        Arrays.fill(sum, ZERO);
        return new Cone(rows, 0, rays, all, sum);
    }

    /** Splits by a data row; null if the row does not take both signs on the cone. */
    public Halves split(int row) {
        BigInteger[] products = new BigInteger[rays.length];
        for (int k = 0; k < rays.length; k++) {
            products[k] = product(rays[k], row);
        }
        return split(products);
    }

    /** Splits by a functional; null if it does not take both signs on the cone. */
    public Halves split(RationalVector functional) {
        BigInteger[] products = new BigInteger[rays.length];
        for (int k = 0; k < rays.length; k++) {
            BigInteger sum = ZERO;
            for (int j = 0; j < functional.size(); j++) {
                sum = sum.add(functional.numerator(j).multiply(rays[k].vector[j]));
            }
            products[k] = sum;
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
                Ray on = new Ray(rays[k].vector, withBit(rays[k].tight, bit), rays[k].products);
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
                    Ray crossing = new Ray(crossing(p, q, values), withBit(common, bit),
                            new BigInteger[rows.size()]);
                    nonNegative.add(crossing);
                    nonPositive.add(crossing);
                }
            }
        }
        return new Halves(child(nonNegative), child(nonPositive));
    }

    private Cone child(List<Ray> list) {
        return new Cone(rows, splits + 1, list.toArray(new Ray[0]), undecided, decidedSum);
    }

    /** a(p) q - a(q) p, made primitive. */
    private BigInteger[] crossing(int p, int q, BigInteger[] values) {
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
        return vector;
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

    private BigInteger product(Ray ray, int i) {
        BigInteger product = ray.products[i];
        if (product == null) {
            product = dot(rows.primitive()[i], ray.vector);
            ray.products[i] = product;
        }
        return product;
    }

    private static BigInteger dot(BigInteger[] a, BigInteger[] b) {
        BigInteger sum = ZERO;
        for (int j = 0; j < a.length; j++) {
            if (a[j].signum() != 0 && b[j].signum() != 0) {
                sum = sum.add(a[j].multiply(b[j]));
            }
        }
        return sum;
    }

    /**
     * The first generator g with &lt;w, g&gt; smaller than tau_g (obligation SX-3), or -1.
     *
     * @param functional M w
     * @param slopeRows undecided rows with nu_i &lt; 0 that have a slope, ascending; the others have 0
     * @param slopes their slopes
     */
    public int violatedGenerator(RationalVector functional, List<Integer> slopeRows, RationalVector slopes) {
        BigInteger[] slope = spread(slopeRows, slopes);
        BigInteger denominator = tauDenominator(slopes);
        for (int k = 0; k < rays.length; k++) {
            BigInteger value = ZERO;
            for (int j = 0; j < functional.size(); j++) {
                value = value.add(functional.numerator(j).multiply(rays[k].vector[j]));
            }
            if (value.multiply(denominator)
                    .compareTo(tauNumerator(k, slope, slopes.denominator()).multiply(functional.denominator())) < 0) {
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
        BigInteger[] slope = spread(slopeRows, slopes);
        BigInteger[] numerators = new BigInteger[rays.length];
        for (int k = 0; k < rays.length; k++) {
            numerators[k] = tauNumerator(k, slope, slopes.denominator());
        }
        return RationalVector.of(numerators, tauDenominator(slopes));
    }

    private BigInteger tauDenominator(RationalVector slopes) {
        return rows.denominator().multiply(slopes.denominator());
    }

    /** The numerators of the slopes, one for each undecided row. */
    private BigInteger[] spread(List<Integer> slopeRows, RationalVector slopes) {
        BigInteger[] slope = new BigInteger[undecided.length];
        Arrays.fill(slope, ZERO);
        for (int u = 0, t = 0; u < undecided.length && t < slopeRows.size(); u++) {
            if (undecided[u] == slopeRows.get(t)) {
                slope[u] = slopes.numerator(t++);
            }
        }
        return slope;
    }

    private BigInteger tauNumerator(int k, BigInteger[] slope, BigInteger slopeDenominator) {
        BigInteger convex = dot(decidedSum, rays[k].vector);
        BigInteger concave = ZERO;
        for (int u = 0; u < undecided.length; u++) {
            BigInteger product = product(rays[k], undecided[u]);
            BigInteger coefficient = rows.coefficients()[undecided[u]];
            if (coefficient.signum() > 0) {
                if (product.signum() > 0) {
                    convex = convex.add(coefficient.multiply(product));
                }
            } else if (slope[u].signum() > 0) {
                concave = concave.add(coefficient.multiply(product).multiply(slope[u]));
            }
        }
        return convex.multiply(slopeDenominator).add(concave);
    }

    /** Whether data row i takes both signs on the cone. */
    public boolean isUndecided(int i) {
        return Arrays.binarySearch(undecided, i) >= 0;
    }

    /** The data rows that take both signs on the cone, ascending. */
    public int[] undecided() {
        return undecided.clone();
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
        return product(rays[k], i).signum();
    }
}
