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

    /** Most bits of the numbers of the left side, of which D + 1 are summed in a long. */
    private static final int LEFT_BITS = 58;

    /** Most majorants times cuts of a box that keeps them; see {@link RowRanges#MOST_KEPT}. */
    private static final int MOST_KEPT = 1 << 18;

    private final CubeRows cube;
    private final int k;
    private final int cuts;
    /** v_k = s included. */
    private final Ends ends;
    /** Data rows that take both signs on the cone. */
    private final RowRanges undecided;
    /** Sum of the terms over the rows with nu_i &lt; 0 that are nonnegative on the cone. */
    private final long[] concave;
    /** The same for nu_i &gt; 0, and how many they are; see {@link VertexSums}. */
    private final long[] convexSum;
    /** Majorants of the sum of the positive parts of the terms with nu_i &gt; 0 at the vertices; null where none are kept. */
    private final long[] majorants;

    /** The two halves of a cut box. */
    public record Halves(Box nonNegative, Box nonPositive) { }

    /**
     * A box without majorants at its vertices.
     *
     * @param above a box that has it in it, or null
     */
    private Box(CubeRows cube, int k, Ends ends, Box above, Function<Box, RowRanges> undecided) {
        this.cube = cube;
        this.k = k;
        this.ends = ends;
        this.cuts = above == null ? 0 : above.cuts + 1;
        concave = above == null ? cube.rows().zero() : above.concave.clone();
        convexSum = above == null ? new long[ends.dimension() + 1] : above.convexSum.clone();
        this.undecided = undecided.apply(this).keptBelow(cuts);
        majorants = null;
    }

    /** A box with its majorants at the vertices. */
    private Box(Box box, long[] majorants) {
        this.cube = box.cube;
        this.k = box.k;
        this.ends = box.ends;
        this.cuts = box.cuts;
        this.concave = box.concave;
        this.convexSum = box.convexSum;
        this.undecided = box.undecided;
        this.majorants = majorants;
    }

    /** The face of a cube with this number: 2k for s = 1, 2k + 1 for s = -1. */
    public static Box face(CubeRows cube, int number) {
        Ends ends = Ends.face(cube.rows().dimension(), number / 2, number % 2 == 0 ? 1 : -1);
        return new Box(cube, number / 2, ends, null, box -> box.undecidedOf(RowRanges.all(cube)));
    }

    /** The same box in words with majorants at its vertices: whoever asks {@link #violated} of most boxes in it saves work. */
    Box withMajorants() {
        return new Box(this, majorants());
    }

    /** Those of some rows that are undecided here; the others go into the sums. */
    private RowRanges undecidedOf(RowRanges rows) {
        return ends.areWords() ? rows.over(ends, signs()) : rows.without(signs());
    }

    private RowRanges.Signs signs() {
        return new RowRanges.Signs() {
            @Override
            public int exactly(int i) {
                return cube.sign(i, ends.low(), ends.high());
            }

            @Override
            public void nonNegative(int i) {
                if (cube.rows().nuSign(i) > 0) {
                    cube.addTerm(convexSum, i);
                } else {
                    cube.rows().add(concave, i);
                }
            }
        };
    }

    /** Whether coordinate j of the cube is one of the box. */
    public boolean hasAxis(int j) {
        return j >= 0 && j < ends.dimension() && j != k;
    }

    /** Cuts into the u with v_j &gt;= t s v_k and those with v_j &lt;= t s v_k; null unless t lies between the ends. */
    public Halves cut(int j, Rational t) {
        Ends.Cut cut = ends.cut(j, Rationals.numerator(t), Rationals.denominator(t));
        if (cut == null) {
            return null;
        }
        boolean areKnown = cut.factor() > 0 && undecided.areKnown();
        Box above = new Box(cube, k, cut.above(), this, half -> areKnown
                ? undecided.cut(cut.above(), cut.factor(), j, cut.up(), 0, half.signs()) : half.undecidedOf(undecided));
        Box below = new Box(cube, k, cut.below(), this, half -> areKnown
                ? undecided.cut(cut.below(), cut.factor(), j, 0, cut.down(), half.signs()) : half.undecidedOf(undecided));
        if (majorants == null || !areKnown || (long) majorants.length * above.cuts > MOST_KEPT) {
            return new Halves(above, below);
        }
        long[] sum = convexSum.clone();
        int[] rows = undecided.section(cut, j, sum);
        long[] section = VertexSums.of(cube, cut.section(), rows, sum);
        int bit = j < k ? j : j - 1;
        return new Halves(new Box(above, joined(section, majorants, bit, 0)),
                new Box(below, joined(section, majorants, bit, 1)));
    }

    /** The majorants at the vertices of a half: those of the section where this bit is a given one, else those of the whole. */
    private static long[] joined(long[] section, long[] whole, int bit, int value) {
        long[] joined = whole.clone();
        int run = 1 << bit;
        for (int r = 0; r < section.length; r += run) {
            System.arraycopy(section, r, joined, 2 * r + value * run, run);
        }
        return joined;
    }

    /** Majorants of the sum of the positive parts of the terms with nu_i &gt; 0 at the vertices, of a box in words. */
    long[] majorants() {
        return majorants != null ? majorants
                : VertexSums.of(cube, ends, convexUndecided(), convexSum);
    }

    /** Number of generators. */
    int vertices() {
        return 1 << ends.dimension() - 1;
    }

    /** Vertex number r times the common denominator: the j-th coordinate but k at its high end where bit j of r is set. */
    private BigInteger[] vertex(int r) {
        BigInteger[] vertex = ends.low();
        BigInteger[] high = ends.high();
        for (int j = 0, bits = r; j < vertex.length; j++) {
            if (j != k) {
                vertex[j] = (bits & 1) == 0 ? vertex[j] : high[j];
                bits >>= 1;
            }
        }
        return vertex;
    }

    @Override
    public Optional<RationalVector> violated(RationalVector functional, List<Integer> slopeRows, RationalVector slopes,
            Optional<RationalVector> signs) {
        // <w, g> >= tau_g, times the denominators: excess . g >= scale (sum of the positive terms with nu_i > 0 at g)
        BigInteger[] excess = cube.rows().linear(concave, undecided.bits(), slopeRows, slopes, signs);
        BigInteger factor = cube.rows().denominator().multiply(slopes.denominator());
        for (int i = 0; i < excess.length; i++) {
            excess[i] = functional.numerator(i).multiply(factor).subtract(excess[i].multiply(functional.denominator()));
        }
        BigInteger scale = slopes.denominator().multiply(functional.denominator());
        long[] left = left(cube.inCube(excess), scale);
        long[] right = left == null ? null : majorants();
        int count = vertices();
        for (int r = 0; r < count; r++) {
            if (left == null || left[r] < right[r]) {
                BigInteger[] generator = cube.point(vertex(r));
                if (!holds(excess, scale, generator)) {
                    return Optional.of(RationalVector.of(generator, BigInteger.ONE));
                }
            }
        }
        return Optional.empty();
    }

    /** The undecided rows with nu_i &gt; 0. */
    private int[] convexUndecided() {
        return Arrays.stream(undecided.rows()).filter(i -> cube.rows().nuSign(i) > 0).toArray();
    }

    /** Whether excess . g >= scale (sum of the positive terms with nu_i > 0), exactly. */
    private boolean holds(BigInteger[] excess, BigInteger scale, BigInteger[] generator) {
        BigInteger sum = IntegerVector.dot(cube.rows().positiveConvex(IntegerVector.of(generator)), generator);
        return IntegerVector.dot(excess, generator).compareTo(sum.multiply(scale)) >= 0;
    }

    /**
     * Minorants of a functional over a scale at the vertices, in the units of {@link VertexSums}; null where the numbers are too
     * long.
     *
     * @param functional of v
     */
    private long[] left(BigInteger[] functional, BigInteger scale) {
        if (!ends.areWords()) {
            return null;
        }
        int shift = cube.valueShift();
        BigInteger unit = scale.multiply(ends.denominator()).shiftLeft(Math.max(0, shift));
        long[] affine = new long[functional.length];
        for (int j = -1, at = 0; j < functional.length; j++) {
            if (j != k) {
                BigInteger number = j < 0 ? IntegerVector.dot(functional, ends.low())
                        : functional[j].multiply(BigInteger.valueOf(ends.highs[j] - ends.lows[j]));
                BigInteger floor = floor(number.shiftLeft(Math.max(0, -shift)), unit);
                if (floor.bitLength() > LEFT_BITS) {
                    return null;
                }
                affine[at++] = floor.longValueExact();
            }
        }
        long[] values = new long[vertices()];
        VertexSums.fill(values, affine);
        return values;
    }

    private static BigInteger floor(BigInteger p, BigInteger q) {
        BigInteger[] division = p.divideAndRemainder(q);
        return division[1].signum() < 0 ? division[0].subtract(BigInteger.ONE) : division[0];
    }

    @Override
    public Cone cone() {
        int dimension = ends.dimension();
        BigInteger[] low = ends.low();
        BigInteger[] high = ends.high();
        IntegerVector[] base = new IntegerVector[2 * (dimension - 1)];
        for (int j = 0, at = 0; j < dimension; j++) {
            if (j != k) {
                base[at++] = side(j, low[j]);
                base[at++] = side(j, high[j]);
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
        BigInteger multiple = ends.low()[k].signum() > 0 ? end : end.negate();
        BigInteger[] row = new BigInteger[ends.dimension()];
        Arrays.setAll(row, i -> cube.functionals().numerator(j, i).multiply(ends.denominator())
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
        return undecided.rows();
    }

    @Override
    public BitSet positiveConcave(RationalVector direction) {
        return cube.rows().positiveConcave(undecided.bits(), direction);
    }

    /** The vertex with each v_j at its low end; v_k = s. */
    public RationalVector low() {
        return RationalVector.of(ends.low(), ends.denominator());
    }

    /** The vertex with each v_j at its high end; v_k = s. */
    public RationalVector high() {
        return RationalVector.of(ends.high(), ends.denominator());
    }

    /** The functional sum nu_i &lt;x_i, .&gt; over the rows with nu_i &lt; 0 that are nonnegative on the cone. */
    public RationalVector decidedConcave() {
        return RationalVector.of(cube.rows().value(concave), cube.rows().denominator());
    }
}
