package org.relucert.checker;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * A box in a face of a cube, for the cone over it: in the coordinates v = A u of the cube the cone of the u with
 * low_j s v_k &lt;= v_j &lt;= high_j s v_k for all j != k, where (k, s) is the face (SX-1). Its generators are the 2^(D-1)
 * vertices of the box, v_k = s and each v_j at an end, which are known by counting. Immutable.
 *
 * <p>Public because the prover starts from the same faces.
 */
public final class Box implements Cell {

    /** Most bits of the ends of a box over their common denominator, for work in words. */
    static final int PLACE_BITS = 20;
    /** Bits of a sum in one int, rounding left aside. */
    private static final int SUM_BITS = 29;
    /** Most bits of the numbers of the left side, of which D + 1 are summed in a long. */
    private static final int LEFT_BITS = 58;
    /** Most numbers that are rounded in such a sum, by less than one each. */
    private static final int MOST_ROUNDED = 1 << 28;
    /** Coordinates of which all sums are formed at once: their vertices are a block. */
    private static final int BLOCK = 6;

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
    private final long[] undecided;
    /** Sum of the terms over the rows that are nonnegative on the cone. */
    private final long[] nonNegative;

    /** The two halves of a cut box. */
    public record Halves(Box nonNegative, Box nonPositive) { }

    /** A box in another one, of which the undecided rows and the sum are given. */
    private Box(CubeRows cube, int k, BigInteger[] lowEnds, BigInteger[] highEnds, BigInteger denominator, int cuts,
            long[] undecided, long[] nonNegative) {
        this.cube = cube;
        this.k = k;
        this.lowEnds = lowEnds;
        this.highEnds = highEnds;
        this.denominator = denominator;
        this.cuts = cuts;
        boolean isShort = denominator.bitLength() <= PLACE_BITS;
        lows = isShort ? Arrays.stream(lowEnds).mapToLong(BigInteger::longValueExact).toArray() : null;
        highs = isShort ? Arrays.stream(highEnds).mapToLong(BigInteger::longValueExact).toArray() : null;
        this.undecided = undecided.clone();
        this.nonNegative = nonNegative.clone();
        decide();
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
        return new Box(cube, k, low, high, BigInteger.ONE, 0, cube.rows().all(), cube.rows().zero());
    }

    /** Finds the rows of one sign among the undecided ones. */
    private void decide() {
        long size = 0;
        for (int j = 0; lows != null && j < lows.length; j++) {
            size += Math.max(Math.abs(lows[j]), Math.abs(highs[j]));
        }
        for (int w = 0; w < undecided.length; w++) {
            for (long left = undecided[w]; left != 0; left &= left - 1) {
                int i = w * Long.SIZE + Long.numberOfTrailingZeros(left);
                int sign = lows == null ? 2 : cube.sign(i, lows, highs, size);
                if (sign == 2) {
                    sign = cube.sign(i, lowEnds, highEnds);
                }
                if (sign != 0) {
                    undecided[w] &= ~Long.lowestOneBit(left);
                }
                if (sign > 0) {
                    cube.rows().add(nonNegative, i);
                }
            }
        }
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
        return new Halves(box(from, high, common), box(low, to, common));
    }

    private static BigInteger[] times(BigInteger[] ends, BigInteger factor) {
        BigInteger[] multiples = ends.clone();
        if (!factor.equals(BigInteger.ONE)) {
            Arrays.setAll(multiples, j -> ends[j].multiply(factor));
        }
        return multiples;
    }

    /** A box in this one; over the least denominator unless a short one does, so that numbers stay short on long paths. */
    private Box box(BigInteger[] low, BigInteger[] high, BigInteger common) {
        if (common.bitLength() <= PLACE_BITS) {
            return new Box(cube, k, low, high, common, cuts + 1, undecided, nonNegative);
        }
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
        return new Box(cube, k, shortLow, shortHigh, common.divide(content), cuts + 1, undecided, nonNegative);
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
        BigInteger[] excess = cube.rows().linear(nonNegative, undecided, slopeRows, slopes, signs);
        BigInteger factor = cube.rows().denominator().multiply(slopes.denominator());
        for (int i = 0; i < excess.length; i++) {
            excess[i] = functional.numerator(i).multiply(factor).subtract(excess[i].multiply(functional.denominator()));
        }
        BigInteger scale = slopes.denominator().multiply(functional.denominator());
        int[] convex = BitSet.valueOf(ConeRows.intersection(undecided, cube.rows().convex())).stream().toArray();
        int[][] differences = differences(cube.inCube(excess), scale, convex);
        for (int r = 0; r < vertices(); r++) {
            if (differences == null || differences[r >> BLOCK][r & (1 << BLOCK) - 1] < 0) {
                BigInteger[] generator = cube.point(vertex(r));
                if (!holds(excess, scale, convex, generator)) {
                    return Optional.of(RationalVector.of(generator, BigInteger.ONE));
                }
            }
        }
        return Optional.empty();
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
     * A minorant of the difference of both sides at each vertex, block by block, in some unit: what is not negative is so
     * exactly. Null where the numbers are too long.
     *
     * <p>The value of a linear function at a vertex is that at the corner of the low ends plus a growth for each coordinate at
     * its high end. These D numbers are rounded, down on the left side and up on the right, and their sums for all vertices
     * found by doubling: the vertices with one more coordinate at the high end are those without it plus a constant. The unit
     * is such that no sum leaves 31 bits.
     *
     * @param excess a functional of v
     */
    private int[][] differences(BigInteger[] excess, BigInteger scale, int[] convex) {
        int dimension = lowEnds.length;
        if (lows == null || (long) (convex.length + 1) * dimension > MOST_ROUNDED) {
            return null;
        }
        long[] width = new long[dimension];
        Arrays.setAll(width, j -> highs[j] - lows[j]);
        long[] left = new long[dimension + 1];
        BigInteger unit = scale.shiftLeft(cube.termShift());
        BigInteger corner = IntegerVector.dot(excess, lowEnds);
        for (int j = -1; j < dimension; j++) {
            BigInteger number = floor(j < 0 ? corner : excess[j].multiply(BigInteger.valueOf(width[j])), unit);
            if (number.bitLength() > LEFT_BITS) {
                return null;
            }
            left[j + 1] = number.longValueExact();
        }
        long largest = size(left);
        long[][] right = new long[convex.length][dimension + 1];
        for (int m = 0; m < convex.length; m++) {
            cube.corner(convex[m], lows, width, right[m]);
            largest = Math.max(largest, size(right[m]));
        }
        int shift = Math.max(0, bits(largest) + bits(convex.length) - SUM_BITS);
        int first = Math.min(dimension - 1, BLOCK);
        int[] values = new int[1 << first];
        int[] offsets = new int[vertices() >> first];
        int[][] differences = new int[offsets.length][values.length];
        sums(rounded(left, shift, false), values, offsets);
        for (int o = 0; o < offsets.length; o++) {
            int offset = offsets[o];
            Arrays.setAll(differences[o], r -> values[r] + offset);
        }
        for (long[] row : right) {
            sums(rounded(row, shift, true), values, offsets);
            for (int o = 0; o < offsets.length; o++) {
                subtractPositive(differences[o], values, offsets[o]);
            }
        }
        return differences;
    }

    /** A value and growths divided by 2^shift, without the coordinate that has none. */
    private int[] rounded(long[] numbers, int shift, boolean up) {
        int[] rounded = new int[lowEnds.length];
        for (int j = 0, at = 0; j < numbers.length; j++) {
            if (j != k + 1) {
                rounded[at++] = (int) (up ? -(-numbers[j] >> shift) : numbers[j] >> shift);
            }
        }
        return rounded;
    }

    /** The values at the vertices of the first coordinates, and what the others add to them. */
    private static void sums(int[] numbers, int[] values, int[] offsets) {
        int first = Integer.numberOfTrailingZeros(values.length);
        fill(values, numbers[0], numbers, 1, first);
        fill(offsets, 0, numbers, first + 1, numbers.length - 1 - first);
    }

    /** A number plus those of so many growths that the bits of the index say. */
    private static void fill(int[] sums, int number, int[] growths, int from, int count) {
        sums[0] = number;
        for (int b = 0, known = 1; b < count; b++, known *= 2) {
            int growth = growths[from + b];
            for (int r = 0; r < known; r++) {
                sums[known + r] = sums[r] + growth;
            }
        }
    }

    /** With neither a branch nor a shift of indices, so that a processor does many steps at a time. */
    private static void subtractPositive(int[] differences, int[] values, int offset) {
        for (int r = 0; r < values.length; r++) {
            int value = values[r] + offset;
            differences[r] -= value & ~(value >> Integer.SIZE - 1);
        }
    }

    private static BigInteger floor(BigInteger p, BigInteger q) {
        BigInteger[] division = p.divideAndRemainder(q);
        return division[1].signum() < 0 ? division[0].subtract(BigInteger.ONE) : division[0];
    }

    private static long size(long[] numbers) {
        long sum = 0;
        for (long number : numbers) {
            sum += Math.abs(number);
        }
        return sum;
    }

    /** Some b with number &lt; 2^b, the least. */
    private static int bits(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
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
        return (undecided[i / Long.SIZE] >> i & 1) != 0;
    }

    @Override
    public int[] undecided() {
        return BitSet.valueOf(undecided).stream().toArray();
    }

    @Override
    public BitSet positiveConcave(RationalVector direction) {
        return cube.rows().positiveConcave(undecided, direction);
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
