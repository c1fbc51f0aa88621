package org.relucert.checker;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * A box in a face of a cube, for the cone over it: in the coordinates v = A u of the cube the cone of the u with
 * low_j s v_k &lt;= v_j &lt;= high_j s v_k for all j != k, where (k, s) is the face (SX-1). Its generators are the 2^(D-1)
 * vertices of the box, v_k = s and each v_j at an end, which are known by counting. Immutable.
 *
 * <p>Public because the prover walks the same boxes that the checker will walk.
 */
public final class Box implements Cell {

    /** Most bits of the ends of a box over their common denominator, for work in words. */
    static final int PLACE_BITS = 20;
    /** Most bits of the numbers of the left side, of which D + 1 are summed in a long. */
    private static final int LEFT_BITS = 58;

    private final CubeRows cube;
    private final int k;
    private final int cuts;
    /** The ends times a common denominator, v_k = s included. */
    private final BigInteger[] lowEnds;
    private final BigInteger[] highEnds;
    private final BigInteger denominator;
    /** The same in words; null where they are too long. */
    private final long[] lows;
    private final long[] highs;
    /** Data rows that take both signs on the cone. */
    private final RowRanges undecided;
    /** Sum of the terms over the rows that are nonnegative on the cone. */
    private final long[] nonNegative;

    /** The two halves of a cut box. */
    public record Halves(Box nonNegative, Box nonPositive) { }

    /**
     * A box.
     *
     * @param nonNegative the sum over the rows that are known to be nonnegative
     */
    private Box(CubeRows cube, int k, BigInteger[] lowEnds, BigInteger[] highEnds, BigInteger denominator, int cuts,
            long[] nonNegative, Function<Box, RowRanges> undecided) {
        this.cube = cube;
        this.k = k;
        this.lowEnds = lowEnds;
        this.highEnds = highEnds;
        this.denominator = denominator;
        this.cuts = cuts;
        boolean isShort = denominator.bitLength() <= PLACE_BITS;
        lows = isShort ? Arrays.stream(lowEnds).mapToLong(BigInteger::longValueExact).toArray() : null;
        highs = isShort ? Arrays.stream(highEnds).mapToLong(BigInteger::longValueExact).toArray() : null;
        this.nonNegative = nonNegative.clone();
        this.undecided = undecided.apply(this).keptBelow(cuts);
    }

    /** The face of a cube with this number: 2k for s = 1, 2k + 1 for s = -1. */
    public static Box face(CubeRows cube, int number) {
        BigInteger[] low = new BigInteger[cube.rows().dimension()];
        BigInteger[] high = low.clone();
        Arrays.fill(low, BigInteger.ONE.negate());
        Arrays.fill(high, BigInteger.ONE);
        int k = number / 2;
        low[k] = number % 2 == 0 ? BigInteger.ONE : BigInteger.ONE.negate();
        high[k] = low[k];
        return new Box(cube, k, low, high, BigInteger.ONE, 0, cube.rows().zero(), box -> box.undecidedOf(RowRanges.all(cube)));
    }

    /** Those of some rows that are undecided here; the others go into the sum. */
    private RowRanges undecidedOf(RowRanges rows) {
        return lows == null ? rows.without(signs()) : rows.over(lows, highs, signs());
    }

    private RowRanges.Signs signs() {
        return new RowRanges.Signs() {
            @Override
            public int exactly(int i) {
                return cube.sign(i, lowEnds, highEnds);
            }

            @Override
            public void nonNegative(int i) {
                cube.rows().add(nonNegative, i);
            }
        };
    }

    /** Whether coordinate j of the cube is one of the box. */
    public boolean hasAxis(int j) {
        return j >= 0 && j < lowEnds.length && j != k;
    }

    /** Cuts into the u with v_j &gt;= t s v_k and those with v_j &lt;= t s v_k; null unless t lies between the ends. */
    public Halves cut(int j, Rational t) {
        BigInteger p = Rationals.numerator(t);
        BigInteger q = Rationals.denominator(t);
        BigInteger place = p.multiply(denominator);
        if (place.compareTo(lowEnds[j].multiply(q)) <= 0 || place.compareTo(highEnds[j].multiply(q)) >= 0) {
            return null;
        }
        BigInteger factor = q.divide(q.gcd(denominator));
        BigInteger common = denominator.multiply(factor);
        BigInteger[] low = times(lowEnds, factor);
        BigInteger[] high = times(highEnds, factor);
        BigInteger[] from = low.clone();
        from[j] = common.divide(q).multiply(p);
        BigInteger[] to = high.clone();
        to[j] = from[j];
        if (common.bitLength() > PLACE_BITS) {
            return new Halves(shortened(from, high, common), shortened(low, to, common));
        }
        long times = factor.longValueExact();
        long up = from[j].subtract(low[j]).longValueExact();
        long down = high[j].subtract(to[j]).longValueExact();
        return new Halves(half(from, high, common, times, j, up, 0), half(low, to, common, times, j, 0, down));
    }

    /** A half in words, of a box in words; see {@link RowRanges#cut}. */
    private Box half(BigInteger[] low, BigInteger[] high, BigInteger common, long times, int j, long up, long down) {
        return new Box(cube, k, low, high, common, cuts + 1, nonNegative, half -> undecided.areKnown()
                ? undecided.cut(half.lows, half.highs, times, j, up, down, half.signs()) : half.undecidedOf(undecided));
    }

    private static BigInteger[] times(BigInteger[] ends, BigInteger factor) {
        BigInteger[] multiples = ends.clone();
        if (!factor.equals(BigInteger.ONE)) {
            Arrays.setAll(multiples, j -> ends[j].multiply(factor));
        }
        return multiples;
    }

    /** A box in this one over the least denominator, so that numbers stay short on long paths. */
    private Box shortened(BigInteger[] low, BigInteger[] high, BigInteger common) {
        BigInteger content = common;
        for (int j = 0; j < low.length; j++) {
            content = content.gcd(low[j]).gcd(high[j]);
        }
        BigInteger[] shortLow = low.clone();
        BigInteger[] shortHigh = high.clone();
        for (int j = 0; j < low.length; j++) {
            shortLow[j] = low[j].divide(content);
            shortHigh[j] = high[j].divide(content);
        }
        return new Box(cube, k, shortLow, shortHigh, common.divide(content), cuts + 1, nonNegative,
                box -> box.undecidedOf(undecided));
    }

    /** Number of generators. */
    int vertices() {
        return 1 << lowEnds.length - 1;
    }

    /** Vertex number r times the common denominator: the j-th coordinate but k at its high end where bit j of r is set. */
    private BigInteger[] vertex(int r) {
        BigInteger[] vertex = lowEnds.clone();
        for (int j = 0, bits = r; j < vertex.length; j++) {
            if (j != k) {
                vertex[j] = (bits & 1) == 0 ? lowEnds[j] : highEnds[j];
                bits >>= 1;
            }
        }
        return vertex;
    }

    @Override
    public Optional<RationalVector> violated(RationalVector functional, List<Integer> slopeRows, RationalVector slopes,
            Optional<RationalVector> signs) {
        // <w, g> >= tau_g, times the denominators: excess . g >= scale (sum of the positive terms of undecided convex rows at g)
        BigInteger[] excess = cube.rows().linear(nonNegative, undecided.bits(), slopeRows, slopes, signs);
        BigInteger factor = cube.rows().denominator().multiply(slopes.denominator());
        for (int i = 0; i < excess.length; i++) {
            excess[i] = functional.numerator(i).multiply(factor).subtract(excess[i].multiply(functional.denominator()));
        }
        BigInteger scale = slopes.denominator().multiply(functional.denominator());
        int[] convex = convex();
        Optional<VertexMinorant> minorant = minorant(cube.inCube(excess), scale, convex);
        for (int r = 0; r < vertices(); r++) {
            if (minorant.isEmpty() || !minorant.get().isNonNegative(r)) {
                BigInteger[] generator = cube.point(vertex(r));
                if (!holds(excess, scale, convex, generator)) {
                    return Optional.of(RationalVector.of(generator, BigInteger.ONE));
                }
            }
        }
        return Optional.empty();
    }

    /** The undecided rows with nu_i &gt; 0. */
    private int[] convex() {
        int[] convex = undecided();
        int count = 0;
        for (int i : convex) {
            if (cube.rows().nuSign(i) > 0) {
                convex[count++] = i;
            }
        }
        return Arrays.copyOf(convex, count);
    }

    /** Whether excess . g >= scale (sum of the positive terms), in whole numbers. */
    private boolean holds(BigInteger[] excess, BigInteger scale, int[] convex, BigInteger[] generator) {
        ConeRows rows = cube.rows();
        BigInteger sum = BigInteger.ZERO;
        for (int i : convex) {
            BigInteger product = IntegerVector.dot(rows.primitive()[i], generator);
            if (product.signum() > 0) {
                sum = sum.add(product.multiply(rows.coefficients()[i]));
            }
        }
        return IntegerVector.dot(excess, generator).compareTo(sum.multiply(scale)) >= 0;
    }

    /**
     * A minorant of the difference of both sides at the vertices, in some unit; none where the numbers are too long.
     *
     * @param excess a functional of v
     */
    private Optional<VertexMinorant> minorant(BigInteger[] excess, BigInteger scale, int[] convex) {
        if (lows == null) {
            return Optional.empty();
        }
        long[] width = new long[lows.length];
        Arrays.setAll(width, j -> highs[j] - lows[j]);
        BigInteger unit = scale.shiftLeft(cube.termShift());
        long[] left = new long[lows.length];
        for (int j = -1, at = 0; j < lows.length; j++) {
            if (j != k) {
                BigInteger number = j < 0 ? IntegerVector.dot(excess, lowEnds) : excess[j].multiply(BigInteger.valueOf(width[j]));
                BigInteger floor = floor(number, unit);
                if (floor.bitLength() > LEFT_BITS) {
                    return Optional.empty();
                }
                left[at++] = floor.longValueExact();
            }
        }
        long[][] right = new long[convex.length][];
        Arrays.setAll(right, m -> cube.corner(convex[m], lows, width, k));
        return VertexMinorant.of(left, right);
    }

    private static BigInteger floor(BigInteger p, BigInteger q) {
        BigInteger[] division = p.divideAndRemainder(q);
        return division[1].signum() < 0 ? division[0].subtract(BigInteger.ONE) : division[0];
    }

    @Override
    public Cone cone() {
        int dimension = lowEnds.length;
        IntegerVector[] base = new IntegerVector[2 * (dimension - 1)];
        for (int j = 0, at = 0; j < dimension; j++) {
            if (j != k) {
                base[at++] = side(j, lowEnds[j]);
                base[at++] = side(j, highEnds[j]);
            }
        }
        IntegerVector[] rays = new IntegerVector[vertices()];
        long[] tight = new long[rays.length];
        for (int r = 0; r < rays.length; r++) {
            BigInteger[] ray = cube.point(vertex(r));
            BigInteger content = IntegerVector.content(ray);
            Arrays.setAll(ray, i -> ray[i].divide(content));
            rays[r] = IntegerVector.of(ray);
            for (int b = 0; b < dimension - 1; b++) {
                tight[r] |= 1L << 2 * b + (r >> b & 1);
            }
        }
        return Cone.of(cube.rows(), base, rays, tight, cuts);
    }

    /** The row a_j - end s a_k, which vanishes on a side of the box, times the denominators. */
    private IntegerVector side(int j, BigInteger end) {
        BigInteger multiple = lowEnds[k].signum() > 0 ? end : end.negate();
        BigInteger[] row = new BigInteger[lowEnds.length];
        Arrays.setAll(row, i -> cube.functionals().numerator(j, i).multiply(denominator)
                .subtract(cube.functionals().numerator(k, i).multiply(multiple)));
        return IntegerVector.of(row);
    }

    @Override
    public int splits() {
        return cuts;
    }

    @Override
    public boolean isUndecided(int i) {
        return undecided.contains(i);
    }

    @Override
    public int[] undecided() {
        return undecided.rows().clone();
    }

    @Override
    public BitSet positiveConcave(RationalVector direction) {
        return cube.rows().positiveConcave(undecided.bits(), direction);
    }

    /** The vertex with each v_j at its low end; v_k = s. */
    public RationalVector low() {
        return RationalVector.of(lowEnds, denominator);
    }

    /** The vertex with each v_j at its high end; v_k = s. */
    public RationalVector high() {
        return RationalVector.of(highEnds, denominator);
    }

    /** The functional sum nu_i &lt;x_i, .&gt; over the rows that are nonnegative on the cone. */
    public RationalVector decided() {
        return RationalVector.of(cube.rows().value(nonNegative), cube.rows().denominator());
    }
}
