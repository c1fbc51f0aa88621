package org.relucert.checker;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.relucert.exact.RationalVector;

/**
 * A pointed polyhedral cone by its rows and its extreme rays, split by hyperplanes with the double-description step
 * (mathematics, 2.1, SX-1 (iii) and Lemma DD), exactly. Immutable; children share the rays they inherit.
 *
 * <p>Public because the prover walks the same cones that the checker will walk.
 */
public final class Cone implements Cell {

    /** Most extreme rays of a cone that a split makes (SX-1): what its time, about their square, may come to. */
    public static final int MAX_RAYS = 1 << 13;
    /** Most extreme rays of all such cones on a path together (SX-1): what a path may hold in memory. */
    public static final int MAX_PATH_RAYS = 1 << 19;

    private static final BigInteger ZERO = BigInteger.ZERO;

    private final ConeRows rows;
    /** The rows of the root, up to sign. */
    private final IntegerVector[] base;
    /** Number of splits that led to the root. */
    private final int before;
    private final Cut cuts;
    private final Ray[] rays;
    /** Rays of the cones that splits made, on the path to this one and with it. */
    private final int pathRays;
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
     * @param tight bit k &lt; B, the number of rows of the root: row k; bit B + j: split j of the path; set where the
     *     ray lies on it
     * @param positive bit i: data row i is positive on g
     * @param negative the same for negative
     * @param convex the sum C of the terms c_i p_i over the rows with nu_i &gt; 0 that are positive on g: C . g is the sum over
     *     all rows with nu_i &gt; 0 of (c_i p_i . g)_+, which does not depend on the cone
     */
    private record Ray(IntegerVector vector, long[] tight, long[] positive, long[] negative, long[] convex) {

        /** The same ray, which lies on one more split. */
        Ray on(int bit) {
            return new Ray(vector, withBit(tight, bit), positive, negative, convex);
        }
    }

    /** The two halves of a split cone. */
    public record Halves(Cone nonNegative, Cone nonPositive) { }

    /** Thrown when a half of a split would have more extreme rays than it may. */
    public static final class TooManyRays extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyRays(String message) {
            super(message, null, false, false);
        }
    }

    /** A cone that lies in another one, of which the undecided rows and the sum are given. */
    private Cone(ConeRows rows, IntegerVector[] base, int before, Cut cuts, Ray[] rays, int pathRays, long[] undecided,
            long[] concave) {
        this.rows = rows;
        this.base = base;
        this.before = before;
        this.cuts = cuts;
        this.rays = rays;
        this.pathRays = pathRays;
        long[] positive = new long[undecided.length];
        long[] negative = new long[undecided.length];
        for (Ray ray : rays) {
            for (int w = 0; w < positive.length; w++) {
                positive[w] |= ray.positive[w];
                negative[w] |= ray.negative[w];
            }
        }
        this.undecided = new long[undecided.length];
        this.concave = concave.clone();
        for (int w = 0; w < undecided.length; w++) {
            this.undecided[w] = undecided[w] & positive[w] & negative[w];
            for (long left = undecided[w] & rows.concave()[w] & positive[w] & ~negative[w]; left != 0; left &= left - 1) {
                rows.add(this.concave, w * Long.SIZE + Long.numberOfTrailingZeros(left));
            }
        }
    }

    /** The orthants: 2^D cones that share 2D rays. */
    public static final class Orthants {

        private final ConeRows rows;
        /** e_k. */
        private final IntegerVector[] base;
        /** e_k at 2k, -e_k behind it. */
        private final Ray[] rays;

        /** The orthants with the rays' signs and sums. */
        public Orthants(ConeRows rows) {
            int dimension = rows.dimension();
            this.rows = rows;
            base = new IntegerVector[dimension];
            rays = new Ray[2 * dimension];
            for (int k = 0; k < dimension; k++) {
                RationalVector unit = RationalVector.unit(dimension, k);
                base[k] = IntegerVector.numerators(unit);
                long[] tight = {(1L << dimension) - 1 & ~(1L << k)};
                rays[2 * k] = ray(rows, base[k], tight);
                rays[2 * k + 1] = ray(rows, IntegerVector.numerators(unit.opposite()), tight);
            }
        }

        /** The orthant with u_k &lt;= 0 where bit k of the number is set and u_k &gt;= 0 elsewhere. */
        public Cone cone(int number) {
            Ray[] chosen = new Ray[base.length];
            Arrays.setAll(chosen, k -> rays[2 * k + (number >> k & 1)]);
            return new Cone(rows, base, 0, null, chosen, 0, rows.all(), rows.zero());
        }
    }

    /**
     * The cone of these rows and extreme rays.
     *
     * @param base the rows, up to sign
     * @param tight bit b of entry r: ray r lies on row b; at most 64 rows
     * @param before number of splits that led to it
     */
    static Cone of(ConeRows rows, IntegerVector[] base, IntegerVector[] vectors, long[] tight, int before) {
        Ray[] rays = new Ray[vectors.length];
        Arrays.setAll(rays, r -> ray(rows, vectors[r], new long[] {tight[r]}));
        return new Cone(rows, base, before, null, rays, 0, rows.all(), rows.zero());
    }

    /** A ray of which nothing is known. */
    private static Ray ray(ConeRows rows, IntegerVector vector, long[] tight) {
        int words = rows.convex().length;
        return ray(rows, vector, tight, new long[words], new long[words], rows.all(), new long[words], rows.zero(),
                new int[rows.size()]);
    }

    /**
     * A ray with its signs and its sum.
     *
     * @param positive rows known to be positive on it; filled up
     * @param negative the same for negative
     * @param unknown rows whose sign is not known
     * @param near rows, best nearly those that are positive on this ray
     * @param sum the sum of the terms of those with nu_i &gt; 0
     * @param room for {@link ConeRows#signs}
     */
    private static Ray ray(ConeRows rows, IntegerVector vector, long[] tight, long[] positive, long[] negative, long[] unknown,
            long[] near, long[] sum, int[] room) {
        long[] convex = sum.clone();
        rows.signs(vector, unknown, positive, negative, room);
        for (int w = 0; w < unknown.length; w++) {
            long known = near[w] & rows.convex()[w];
            long wanted = positive[w] & rows.convex()[w];
            for (long left = known & ~wanted; left != 0; left &= left - 1) {
                rows.subtract(convex, w * Long.SIZE + Long.numberOfTrailingZeros(left));
            }
            for (long left = wanted & ~known; left != 0; left &= left - 1) {
                rows.add(convex, w * Long.SIZE + Long.numberOfTrailingZeros(left));
            }
        }
        return new Ray(vector, tight, positive, negative, convex);
    }

    /**
     * Splits by a data row; null if the row does not take both signs on the cone.
     *
     * @throws TooManyRays if a half has too many
     */
    public Halves split(int row) {
        return split(rows.vector(row));
    }

    /**
     * Splits by a functional; null if it does not take both signs on the cone.
     *
     * @throws TooManyRays if a half has too many
     */
    public Halves split(RationalVector functional) {
        return split(IntegerVector.numerators(rows.units().functional(functional)));
    }

    private Halves split(IntegerVector normal) {
        Wide[] values = new Wide[rays.length];
        int[] plus = new int[rays.length];
        int[] minus = new int[rays.length];
        int above = 0;
        int below = 0;
        Cut cut = new Cut(normal, base.length + splits() - before, cuts);
        for (int k = 0; k < rays.length; k++) {
            values[k] = normal.dot(rays[k].vector);
            int sign = values[k].signum();
            if (sign > 0) {
                plus[above++] = k;
            } else if (sign < 0) {
                minus[below++] = k;
            }
        }
        if (above == 0 || below == 0) {
            return null;
        }
        int larger = rays.length - Math.min(above, below);
        int[][] adjacent = new AdjacentRays(tight(), rows.dimension())
                .between(Arrays.copyOf(plus, above), Arrays.copyOf(minus, below), room() - larger);
        if (adjacent == null) {
            throw new TooManyRays(MAX_RAYS <= MAX_PATH_RAYS - pathRays
                    ? "a half of the split has more than " + MAX_RAYS + " extreme rays"
                    : "the cones on the path have more than " + MAX_PATH_RAYS + " extreme rays together");
        }
        int crossings = 0;
        for (int[] partners : adjacent) {
            crossings += partners.length;
        }
        Ray[] nonNegative = new Ray[rays.length - below + crossings];
        Ray[] nonPositive = new Ray[rays.length - above + crossings];
        int first = 0;
        int second = 0;
        for (int k = 0; k < rays.length; k++) {
            int sign = values[k].signum();
            Ray ray = sign == 0 ? rays[k].on(cut.bit) : rays[k];
            if (sign >= 0) {
                nonNegative[first++] = ray;
            }
            if (sign <= 0) {
                nonPositive[second++] = ray;
            }
        }
        IntegerVector[] functionals = functionals();
        int[] room = new int[rows.size()];
        for (int a = 0; a < above; a++) {
            for (int q : adjacent[a]) {
                Ray crossing = crossing(plus[a], q, values, cut.bit, functionals, room);
                nonNegative[first++] = crossing;
                nonPositive[second++] = crossing;
            }
        }
        return new Halves(new Cone(rows, base, before, cut, nonNegative, pathRays + first, undecided, concave),
                new Cone(rows, base, before, cut, nonPositive, pathRays + second, undecided, concave));
    }

    /** Most rays of a half. */
    private int room() {
        return Math.min(MAX_RAYS, MAX_PATH_RAYS - pathRays);
    }

    /** {@link Ray#tight} of each ray, not to be changed. */
    long[][] tight() {
        long[][] tight = new long[rays.length][];
        for (int k = 0; k < tight.length; k++) {
            tight[k] = rays[k].tight;
        }
        return tight;
    }

    /** The rows of the cone up to sign, by their bits in {@link Ray#tight}. */
    private IntegerVector[] functionals() {
        IntegerVector[] functionals = Arrays.copyOf(base, base.length + splits() - before);
        for (Cut cut = cuts; cut != null; cut = cut.above) {
            functionals[cut.bit] = cut.functional;
        }
        return functionals;
    }

    /** The ray a(p) q - a(q) p: a(p) is positive and a(q) negative. */
    private Ray crossing(int p, int q, Wide[] values, int bit, IntegerVector[] functionals, int[] room) {
        Ray first = rays[p];
        Ray second = rays[q];
        long[] common = ConeRows.intersection(first.tight, second.tight);
        IntegerVector vector = IntegerVector.combination(values[p], second.vector, values[q], first.vector,
                factor(first, second, common, functionals));
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
        return ray(rows, vector, withBit(common, bit), positive, negative, unknown, first.positive, first.convex, room);
    }

    /**
     * What the entries of a(p) q - a(q) p have in common, as a rule. Where p and q are the minors of D - 1 rows each, of which
     * they share all but one, the new ray is that of the shared ones and a, times the value of the row of q alone at p (an
     * identity between minors; {@link IntegerVector#combination} does not rely on it).
     */
    private static Wide factor(Ray p, Ray q, long[] common, IntegerVector[] functionals) {
        for (int w = 0; w < q.tight.length; w++) {
            long alone = q.tight[w] & ~(w < common.length ? common[w] : 0);
            if (alone != 0) {
                return functionals[w * Long.SIZE + Long.numberOfTrailingZeros(alone)].dot(p.vector);
            }
        }
        return Wide.of(ZERO);
    }

    private static long[] withBit(long[] set, int bit) {
        long[] grown = Arrays.copyOf(set, Math.max(set.length, bit / Long.SIZE + 1));
        grown[bit / Long.SIZE] |= 1L << bit % Long.SIZE;
        return grown;
    }

    @Override
    public Optional<RationalVector> violated(RationalVector functional, List<Integer> slopeRows, RationalVector slopes,
            Optional<RationalVector> signs) {
        int violated = violatedGenerator(functional, slopeRows, slopes, signs);
        return violated < 0 ? Optional.empty() : Optional.of(generator(violated));
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
        BigInteger[] excess = rows.linear(concave, undecided, slopeRows, slopes, signs);
        BigInteger denominator = tauDenominator(slopes);
        RationalVector majorant = rows.units().functional(functional);
        for (int k = 0; k < excess.length; k++) {
            excess[k] = majorant.numerator(k).multiply(denominator)
                    .subtract(excess[k].multiply(majorant.denominator()));
        }
        Test test = new Test(excess, slopes.denominator().multiply(majorant.denominator()));
        for (int k = 0; k < rays.length; k++) {
            if (!test.holds(rays[k])) {
                return k;
            }
        }
        return -1;
    }

    /** Whether (excess - scale C) . g is nonnegative on a ray g with convex sum C; in one word or two where they suffice. */
    private final class Test {

        private final BigInteger[] excess;
        private final BigInteger scale;
        /** Whether scale, and the convex sums, are words. */
        private final boolean words;
        private final long factor;
        private final long[] high;
        private final long[] low;
        private final int excessBits;
        private final int scaleBits;

        Test(BigInteger[] excess, BigInteger scale) {
            this.excess = excess;
            this.scale = scale;
            scaleBits = scale.bitLength();
            words = rows.limbs() == 1 && scaleBits < Long.SIZE - 1;
            factor = words ? scale.longValueExact() : 0;
            high = new long[excess.length];
            low = new long[excess.length];
            int longest = 0;
            for (int k = 0; k < high.length; k++) {
                Wide wide = Wide.of(excess[k]);
                high[k] = wide.isSmall() ? wide.high() : 0;
                low[k] = wide.isSmall() ? wide.low() : 0;
                longest = Math.max(longest, excess[k].bitLength());
            }
            excessBits = longest;
        }

        boolean holds(Ray ray) {
            IntegerVector g = ray.vector;
            if (words && g.isSmall()) {
                long size = 0;
                for (long c : ray.convex) {
                    size |= c ^ c >> Long.SIZE - 1;
                }
                // At most 16 products, each of at most 2^bits in absolute value
                int bits = Math.max(excessBits, scaleBits + Long.SIZE - Long.numberOfLeadingZeros(size)) + 1 + g.bits();
                if (bits + IntegerVector.SIZE_BITS < Long.SIZE - 1) {
                    return oneWord(ray.convex, g);
                }
                if (bits + IntegerVector.SIZE_BITS <= Wide.BITS) {
                    return twoWords(ray.convex, g);
                }
            }
            BigInteger convex = IntegerVector.dot(rows.value(ray.convex), g.whole());
            return IntegerVector.dot(excess, g.whole()).compareTo(convex.multiply(scale)) >= 0;
        }

        private boolean oneWord(long[] convex, IntegerVector g) {
            long sum = 0;
            for (int k = 0; k < low.length; k++) {
                sum += (low[k] - factor * convex[k]) * g.word(k);
            }
            return sum >= 0;
        }

        private boolean twoWords(long[] convex, IntegerVector g) {
            long sumHigh = 0;
            long sumLow = 0;
            for (int k = 0; k < low.length; k++) {
                long product = factor * -convex[k];
                long termLow = low[k] + product;
                long termHigh = high[k] + Math.multiplyHigh(factor, -convex[k]) + Wide.carry(termLow, product);
                long added = termLow * g.word(k);
                sumLow += added;
                sumHigh += Wide.productHigh(termHigh, termLow, g.word(k)) + Wide.carry(sumLow, added);
            }
            return Wide.signum(sumHigh, sumLow) >= 0;
        }
    }

    /**
     * tau_g = sum_P nu_i (&lt;x_i,g&gt;)_+ + sum_N gamma_i nu_i &lt;x_i,g&gt; of each generator g (SX-2), with the exact
     * slope on rows of decided sign.
     */
    public RationalVector tau(List<Integer> slopeRows, RationalVector slopes) {
        BigInteger[] linear = rows.linear(concave, undecided, slopeRows, slopes, Optional.empty());
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

    @Override
    public BitSet positiveConcave(RationalVector direction) {
        return rows.positiveConcave(undecided, direction);
    }

    @Override
    public boolean isUndecided(int i) {
        return (undecided[i / Long.SIZE] >> i & 1) != 0;
    }

    @Override
    public int[] undecided() {
        return BitSet.valueOf(undecided).stream().toArray();
    }

    @Override
    public int splits() {
        return before + (cuts == null ? 0 : cuts.bit + 1 - base.length);
    }

    @Override
    public Cone cone() {
        return this;
    }

    /** Dimension D. */
    public int dimension() {
        return rows.dimension();
    }

    /** Number of extreme rays. */
    public int generators() {
        return rays.length;
    }

    /** Extreme ray k, integers. */
    public RationalVector generator(int k) {
        return rows.units().vector(RationalVector.of(rays[k].vector.whole(), BigInteger.ONE));
    }

    /**
     * Copies generator k and, for a glance at tau without BigInteger, its convex sum C: C . g is the part of tau_g of the rows
     * with nu_i &gt; 0, times {@link #termDenominator()}. Both in the coordinates of the cone: those of {@link #generator} are
     * {@link #factor} times as large.
     *
     * @return whether both are machine words; nothing is copied if not
     */
    public boolean copyWords(int k, long[] generator, long[] convex) {
        IntegerVector vector = rays[k].vector;
        if (!vector.isSmall() || rows.limbs() != 1) {
            return false;
        }
        for (int j = 0; j < generator.length; j++) {
            generator[j] = vector.word(j);
        }
        System.arraycopy(rays[k].convex, 0, convex, 0, convex.length);
        return true;
    }

    /** A coordinate of a generator over that of {@link #copyWords}, a positive integer. */
    public BigInteger factor(int j) {
        return rows.units().factor(j);
    }

    /** The functional of the rows with nu_i &lt; 0 that are nonnegative on the cone. */
    public RationalVector decidedConcave() {
        return rows.units().inverse(RationalVector.of(rows.value(concave), rows.denominator()));
    }

    /** The common denominator of the terms nu_i x_i, positive. */
    public BigInteger termDenominator() {
        return rows.denominator();
    }

    /** The sign of data row i on generator k. */
    public int sign(int k, int i) {
        long positive = rays[k].positive[i / Long.SIZE] >> i & 1;
        return (int) (positive - (rays[k].negative[i / Long.SIZE] >> i & 1));
    }
}
