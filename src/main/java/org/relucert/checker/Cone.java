package org.relucert.checker;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.relucert.exact.RationalMatrix;
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
    /** The rows of the root, up to sign. */
    private final IntegerVector[] base;
    private final Cut cuts;
    private final Ray[] rays;
    /** Data rows that take both signs on the cone. */
    private final long[] undecided;
    /** Sum of the terms over the rows decided nonnegative with nu_i &lt; 0. */
    private final long[] concave;

    /**
     * The splits of the path, last first.
     *
     * @param functional the normal a of the split
     * @param bit its bit in {@link Ray#tight}
     */
    private record Cut(IntegerVector functional, int bit, Cut above) { }

    /**
     * An extreme ray.
     *
     * @param vector g, integers
     * @param head its leading bits
     * @param tight bit k &lt; B, the number of rows of the root: row k; bit B + j: split j of the path; set where the
     *     ray lies on it
     * @param positive bit i: data row i is positive on g
     * @param negative the same for negative
     * @param convex the sum C of the terms c_i p_i over the rows with nu_i &gt; 0 that are positive on g: C . g is the sum over
     *     all rows with nu_i &gt; 0 of (c_i p_i . g)_+, which does not depend on the cone
     */
    private record Ray(IntegerVector vector, ConeRows.Head head, long[] tight, long[] positive, long[] negative, long[] convex) {

        /** The same ray, which lies on one more split. */
        Ray on(int bit) {
            return new Ray(vector, head, withBit(tight, bit), positive, negative, convex);
        }
    }

    /** The two halves of a split cone. */
    public record Halves(Cone nonNegative, Cone nonPositive) { }

    /** A cone that lies in another one, of which the undecided rows and the sum are given. */
    private Cone(ConeRows rows, IntegerVector[] base, Cut cuts, Ray[] rays, long[] undecided, long[] concave) {
        this.rows = rows;
        this.base = base;
        this.cuts = cuts;
        this.rays = rays;
        this.undecided = new long[undecided.length];
        this.concave = concave.clone();
        for (int w = 0; w < undecided.length; w++) {
            long positive = 0;
            long negative = 0;
            for (Ray ray : rays) {
                positive |= ray.positive[w];
                negative |= ray.negative[w];
            }
            this.undecided[w] = undecided[w] & positive & negative;
            for (long left = undecided[w] & rows.concave()[w] & positive & ~negative; left != 0; left &= left - 1) {
                rows.add(this.concave, w * Long.SIZE + Long.numberOfTrailingZeros(left));
            }
        }
    }

    /** The orthant with u_k &lt;= 0 where bit k of the number is set and u_k &gt;= 0 elsewhere. */
    public static Cone orthant(ConeRows rows, int number) {
        int dimension = rows.dimension();
        long[] all = all(rows);
        IntegerVector[] base = new IntegerVector[dimension];
        Ray[] rays = new Ray[dimension];
        for (int k = 0; k < dimension; k++) {
            BigInteger[] unit = new BigInteger[dimension];
            Arrays.fill(unit, ZERO);
            unit[k] = (number >> k & 1) == 0 ? BigInteger.ONE : BigInteger.ONE.negate();
            long[] tight = {(1L << dimension) - 1 & ~(1L << k)};
            base[k] = IntegerVector.of(unit);
            rays[k] = ray(rows, base[k], tight);
        }
        return new Cone(rows, base, null, rays, all, rows.zero());
    }

    /**
     * The cone over a face of a cube: the u with s a_k . u &gt;= |a_j . u| for all j (SX-1).
     *
     * @param functionals the matrix of the a_k
     * @param edges its inverse
     * @param number 2k for s = 1, 2k + 1 for s = -1
     */
    public static Cone face(ConeRows rows, RationalMatrix functionals, RationalMatrix edges, int number) {
        int dimension = rows.dimension();
        int k = number / 2;
        BigInteger s = number % 2 == 0 ? BigInteger.ONE : BigInteger.ONE.negate();
        // The other functionals j: rows 2p and 2p + 1 are s a_k -+ a_j, bit p of a ray's number tells its sign there.
        int[] others = IntStream.range(0, dimension).filter(j -> j != k).toArray();
        IntegerVector[] base = new IntegerVector[2 * others.length];
        for (int b = 0; b < base.length; b++) {
            BigInteger[] row = new BigInteger[dimension];
            for (int i = 0; i < dimension; i++) {
                BigInteger side = functionals.numerator(others[b / 2], i);
                row[i] = functionals.numerator(k, i).multiply(s).add(b % 2 == 0 ? side.negate() : side);
            }
            base[b] = IntegerVector.of(row);
        }
        Ray[] rays = new Ray[1 << others.length];
        for (int r = 0; r < rays.length; r++) {
            BigInteger[] vertex = new BigInteger[dimension];
            Arrays.setAll(vertex, i -> edges.numerator(i, k).multiply(s));
            long tight = 0;
            for (int p = 0; p < others.length; p++) {
                boolean below = (r >> p & 1) != 0;
                for (int i = 0; i < dimension; i++) {
                    BigInteger entry = edges.numerator(i, others[p]);
                    vertex[i] = vertex[i].add(below ? entry.negate() : entry);
                }
                tight |= 1L << (below ? 2 * p + 1 : 2 * p);
            }
            BigInteger content = IntegerVector.content(vertex);
            for (int i = 0; i < dimension; i++) {
                vertex[i] = vertex[i].divide(content);
            }
            rays[r] = ray(rows, IntegerVector.of(vertex), new long[] {tight});
        }
        return new Cone(rows, base, null, rays, all(rows), rows.zero());
    }

    private static long[] all(ConeRows rows) {
        long[] all = new long[rows.convex().length];
        for (int i = 0; i < rows.size(); i++) {
            all[i / Long.SIZE] |= 1L << i;
        }
        return all;
    }

    /** A ray of which nothing is known. */
    private static Ray ray(ConeRows rows, IntegerVector vector, long[] tight) {
        int words = rows.convex().length;
        return ray(rows, vector, tight, new long[words], new long[words], all(rows), new long[words], rows.zero());
    }

    /**
     * A ray with its signs and its sum.
     *
     * @param positive rows known to be positive on it; filled up
     * @param negative the same for negative
     * @param unknown rows whose sign is not known
     * @param near rows with nu_i &gt; 0 of which the sum is known, best nearly those that are positive on this ray
     * @param sum the sum of their terms
     */
    private static Ray ray(ConeRows rows, IntegerVector vector, long[] tight, long[] positive, long[] negative, long[] unknown,
            long[] near, long[] sum) {
        ConeRows.Head head = rows.head(vector);
        long[] convex = sum.clone();
        rows.signs(vector, head, unknown, positive, negative);
        for (int w = 0; w < unknown.length; w++) {
            long wanted = positive[w] & rows.convex()[w];
            for (long left = near[w] & ~wanted; left != 0; left &= left - 1) {
                rows.subtract(convex, w * Long.SIZE + Long.numberOfTrailingZeros(left));
            }
            for (long left = wanted & ~near[w]; left != 0; left &= left - 1) {
                rows.add(convex, w * Long.SIZE + Long.numberOfTrailingZeros(left));
            }
        }
        return new Ray(vector, head, tight, positive, negative, convex);
    }

    /** Splits by a data row; null if the row does not take both signs on the cone. */
    public Halves split(int row) {
        return split(rows.vector(row));
    }

    /** Splits by a functional; null if it does not take both signs on the cone. */
    public Halves split(RationalVector functional) {
        BigInteger[] normal = new BigInteger[functional.size()];
        Arrays.setAll(normal, functional::numerator);
        return split(IntegerVector.of(normal));
    }

    private Halves split(IntegerVector normal) {
        Wide[] values = new Wide[rays.length];
        List<Ray> nonNegative = new ArrayList<>();
        List<Ray> nonPositive = new ArrayList<>();
        List<Integer> plus = new ArrayList<>();
        List<Integer> minus = new ArrayList<>();
        Cut cut = new Cut(normal, base.length + splits(), cuts);
        for (int k = 0; k < rays.length; k++) {
            values[k] = normal.dot(rays[k].vector);
            int sign = values[k].signum();
            if (sign == 0) {
                Ray on = rays[k].on(cut.bit);
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
                if (adjacent(p, q)) {
                    Ray crossing = crossing(p, q, values, cut.bit);
                    nonNegative.add(crossing);
                    nonPositive.add(crossing);
                }
            }
        }
        return new Halves(child(cut, nonNegative), child(cut, nonPositive));
    }

    private Cone child(Cut cut, List<Ray> list) {
        return new Cone(rows, base, cut, list.toArray(new Ray[0]), undecided, concave);
    }

    /** The ray a(p) q - a(q) p: a(p) is positive and a(q) negative. */
    private Ray crossing(int p, int q, Wide[] values, int bit) {
        Ray first = rays[p];
        Ray second = rays[q];
        long[] common = intersection(first.tight, second.tight);
        IntegerVector vector = IntegerVector.combination(values[p], second.vector, values[q], first.vector,
                factor(first, second, common));
        // A positive combination has the sign of both wherever they do not contradict each other.
        long[] positive = new long[undecided.length];
        long[] negative = new long[undecided.length];
        long[] unknown = new long[undecided.length];
        for (int w = 0; w < undecided.length; w++) {
            positive[w] = first.positive[w] | second.positive[w];
            negative[w] = first.negative[w] | second.negative[w];
            unknown[w] = positive[w] & negative[w];
            positive[w] &= ~unknown[w];
            negative[w] &= ~unknown[w];
        }
        return ray(rows, vector, withBit(common, bit), positive, negative, unknown, intersection(first.positive, rows.convex()),
                first.convex);
    }

    /**
     * What the entries of a(p) q - a(q) p have in common, as a rule. Where p and q are the minors of D - 1 rows each, of which
     * they share all but one, the new ray is that of the shared ones and a, times the value of the row of q alone at p (an
     * identity between minors; {@link IntegerVector#combination} does not rely on it).
     */
    private Wide factor(Ray p, Ray q, long[] common) {
        for (int w = 0; w < q.tight.length; w++) {
            long alone = q.tight[w] & ~(w < common.length ? common[w] : 0);
            if (alone != 0) {
                int bit = w * Long.SIZE + Long.numberOfTrailingZeros(alone);
                if (bit < base.length) {
                    return base[bit].dot(p.vector);
                }
                Cut cut = cuts;
                while (cut.bit != bit) {
                    cut = cut.above;
                }
                return cut.functional.dot(p.vector);
            }
        }
        return Wide.of(ZERO);
    }

    /** Adjacent iff no third ray is tight wherever both are. */
    private boolean adjacent(int p, int q) {
        long[] first = rays[p].tight;
        long[] second = rays[q].tight;
        int words = Math.min(first.length, second.length);
        int tight = 0;
        for (int w = 0; w < words; w++) {
            tight += Long.bitCount(first[w] & second[w]);
        }
        if (tight < rows.dimension() - 2) {
            return false;
        }
        if (tight == rows.dimension() - 2 && (isSimple(first) || isSimple(second))) {
            return true;
        }
        for (int k = 0; k < rays.length; k++) {
            if (k != p && k != q && containsBoth(rays[k].tight, first, second, words)) {
                return false;
            }
        }
        return true;
    }

    /** Whether an extreme ray lies on D - 1 rows and no more: they are independent, and so are those that it shares (SX-1). */
    private boolean isSimple(long[] tight) {
        int count = 0;
        for (long word : tight) {
            count += Long.bitCount(word);
        }
        return count == rows.dimension() - 1;
    }

    /** Whether a set contains the intersection of two others, which has so many words. */
    private static boolean containsBoth(long[] set, long[] first, long[] second, int words) {
        for (int w = 0; w < words; w++) {
            long has = w < set.length ? set[w] : 0;
            if ((first[w] & second[w] & ~has) != 0) {
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

    /** The same with slope 0 for rows that have none. */
    public int violatedGenerator(RationalVector functional, List<Integer> slopeRows, RationalVector slopes) {
        return violatedGenerator(functional, slopeRows, slopes, Optional.empty());
    }

    /**
     * The first generator g with &lt;w, g&gt; smaller than tau_g (obligation SX-3), or -1.
     *
     * @param functional M w
     * @param slopeRows undecided rows with nu_i &lt; 0 that have a slope, ascending
     * @param slopes their slopes
     * @param signs the others have slope 1 where they are positive on this vector, and else 0; 0 without it
     */
    public int violatedGenerator(RationalVector functional, List<Integer> slopeRows, RationalVector slopes,
            Optional<RationalVector> signs) {
        // <w, g> >= tau_g, times the denominators: excess . g >= scale C . g, C the convex sum of the ray
        BigInteger[] excess = concave(slopeRows, slopes, signs.isPresent() ? active(slopeRows, signs.get()) : concave);
        BigInteger denominator = tauDenominator(slopes);
        for (int k = 0; k < excess.length; k++) {
            excess[k] = functional.numerator(k).multiply(denominator)
                    .subtract(excess[k].multiply(functional.denominator()));
        }
        Test test = new Test(excess, slopes.denominator().multiply(functional.denominator()));
        for (int k = 0; k < rays.length; k++) {
            if (!test.holds(rays[k])) {
                return k;
            }
        }
        return -1;
    }

    /** Whether (excess - scale C) . g is nonnegative on a ray g with convex sum C; in two words where they suffice. */
    private final class Test {

        private final BigInteger[] excess;
        private final BigInteger scale;
        private final Wide[] wide;
        private final int bits;

        Test(BigInteger[] excess, BigInteger scale) {
            this.excess = excess;
            this.scale = scale;
            this.wide = new Wide[excess.length];
            int longest = 0;
            for (int k = 0; k < wide.length; k++) {
                wide[k] = Wide.of(excess[k]);
                longest = Math.max(longest, excess[k].bitLength());
            }
            this.bits = longest;
        }

        boolean holds(Ray ray) {
            IntegerVector g = ray.vector;
            if (rows.limbs() == 1 && g.isSmall() && scale.bitLength() < Long.SIZE - 1) {
                long size = 0;
                for (long c : ray.convex) {
                    size |= c ^ c >> Long.SIZE - 1;
                }
                int terms = Math.max(bits, scale.bitLength() + Long.SIZE - Long.numberOfLeadingZeros(size)) + 1;
                // At most 16 products, each of fewer than terms + g.bits() bits.
                if (terms + g.bits() + 4 <= Wide.BITS) {
                    return small(ray, scale.longValueExact());
                }
            }
            BigInteger convex = IntegerVector.dot(rows.value(ray.convex), g.whole());
            return IntegerVector.dot(excess, g.whole()).compareTo(convex.multiply(scale)) >= 0;
        }

        private boolean small(Ray ray, long factor) {
            long high = 0;
            long low = 0;
            for (int k = 0; k < wide.length; k++) {
                long product = factor * -ray.convex[k];
                long termLow = wide[k].low() + product;
                long termHigh = wide[k].high() + Math.multiplyHigh(factor, -ray.convex[k]) + Wide.carry(termLow, product);
                long added = termLow * ray.vector.word(k);
                low += added;
                high += Wide.productHigh(termHigh, termLow, ray.vector.word(k)) + Wide.carry(low, added);
            }
            return Wide.signum(high, low) >= 0;
        }
    }

    /**
     * tau_g = sum_P nu_i (&lt;x_i,g&gt;)_+ + sum_N gamma_i nu_i &lt;x_i,g&gt; of each generator g (SX-2), with the exact
     * slope on rows of decided sign.
     */
    public RationalVector tau(List<Integer> slopeRows, RationalVector slopes) {
        BigInteger[] linear = concave(slopeRows, slopes, concave);
        BigInteger[] numerators = new BigInteger[rays.length];
        for (int k = 0; k < rays.length; k++) {
            BigInteger[] sum = rows.value(rays[k].convex);
            for (int j = 0; j < sum.length; j++) {
                sum[j] = sum[j].multiply(slopes.denominator()).add(linear[j]);
            }
            numerators[k] = IntegerVector.dot(sum, rays[k].vector.whole());
        }
        return RationalVector.of(numerators, tauDenominator(slopes));
    }

    private BigInteger tauDenominator(RationalVector slopes) {
        return rows.denominator().multiply(slopes.denominator());
    }

    /** The undecided rows with nu_i &lt; 0 that are positive on a vector. */
    public BitSet positiveConcave(RationalVector direction) {
        BigInteger[] entries = new BigInteger[direction.size()];
        Arrays.setAll(entries, direction::numerator);
        IntegerVector vector = IntegerVector.of(entries);
        ConeRows.Head head = rows.head(vector);
        long[] positive = new long[undecided.length];
        rows.signs(vector, head, intersection(undecided, rows.concave()), positive, new long[undecided.length]);
        return BitSet.valueOf(positive);
    }

    /** The sum of the concave terms decided nonnegative, and of those undecided and not named that are positive on a vector. */
    private long[] active(List<Integer> named, RationalVector direction) {
        BitSet active = positiveConcave(direction);
        named.forEach(active::clear);
        long[] sum = concave.clone();
        active.stream().forEach(i -> rows.add(sum, i));
        return sum;
    }

    /** The functional sum_N gamma_i c_i p_i, times the denominator of the slopes: the named rows, and those of slope 1. */
    private BigInteger[] concave(List<Integer> slopeRows, RationalVector slopes, long[] ones) {
        BigInteger[] sum = rows.combination(slopeRows, slopes);
        BigInteger[] whole = rows.value(ones);
        for (int k = 0; k < sum.length; k++) {
            sum[k] = sum[k].add(whole[k].multiply(slopes.denominator()));
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

    /** Number of splits on the path from the root. */
    int splits() {
        return cuts == null ? 0 : cuts.bit + 1 - base.length;
    }

    /** Number of extreme rays. */
    public int generators() {
        return rays.length;
    }

    /** Extreme ray k, integers. */
    public RationalVector generator(int k) {
        return RationalVector.of(rays[k].vector.whole(), BigInteger.ONE);
    }

    /** The sign of data row i on generator k. */
    public int sign(int k, int i) {
        return rows.sign(i, rays[k].vector, rays[k].head);
    }
}
