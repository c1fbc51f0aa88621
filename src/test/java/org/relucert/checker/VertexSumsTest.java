package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.relucert.exact.RationalMatrix;

/** Sums at vertices in words against whole numbers: never too small, nearly right, and right where nothing is rounded. */
class VertexSumsTest {

    /** Numbers of these bits are rounded nowhere, and everywhere. */
    private static final int[] BITS = {3, 30, 45, 120};
    /** Denominators of cuts: powers of two, others, and as long as words allow. */
    private static final int[][] STEPS = {{2, 8}, {3, 10}, {1 << 19}, {1_000_003, 2}};

    @Test
    void majorantsOfWholeNumbers() {
        int exact = 0;
        int rounded = 0;
        int sections = 0;
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            int dimension = 1 + random.nextInt(seed % 20 == 0 ? 10 : 5);
            int bits = BITS[random.nextInt(BITS.length)];
            int[] steps = STEPS[random.nextInt(STEPS.length)];
            int n = 1 + random.nextInt(40);
            CubeRows cube = cube(random, n, dimension, bits);
            int k = random.nextInt(dimension);
            Ends ends = Ends.face(dimension, k, random.nextBoolean() ? 1 : -1);
            for (int cut = random.nextInt(6); cut > 0; cut--) {
                Ends cutEnds = cut(random, ends, k, steps, random.nextInt(4) == 0);
                ends = cutEnds != null && cutEnds.areWords() ? cutEnds : ends;
            }
            sections += (int) IntStream.range(0, dimension).filter(sectionOf(ends)).count() > 1 ? 1 : 0;
            BigInteger[] low = ends.low();
            BigInteger[] high = ends.high();
            long[] sum = new long[dimension + 1];
            int[] places = new int[n];
            int count = 0;
            for (int i = 0; i < n; i++) {
                int sign = cube.sign(i, low, high);
                if (cube.rows().nuSign(i) > 0 && sign >= 0) {
                    if (sign > 0) {
                        cube.addTerm(sum, i);
                    } else {
                        places[count++] = i;
                    }
                }
            }
            long[] values = VertexSums.of(cube, ends, Arrays.copyOf(places, count), sum);
            int[] axes = IntStream.range(0, dimension).filter(j -> !sectionOf(low, high, j)).toArray();
            assertEquals(1 << axes.length, values.length);
            // Each of so many numbers is rounded by less than one, times an end, and then the value.
            BigInteger error = BigInteger.valueOf(4L * (n + 1) * dimension).multiply(ends.denominator())
                    .shiftLeft(Math.max(0, bits(cube.termSumBits(), ends) - 61)).shiftLeft(cube.termShift());
            BigInteger unit = ends.denominator().shiftLeft(40);
            for (int r = 0; r < values.length; r++) {
                BigInteger[] vertex = low.clone();
                for (int b = 0; b < axes.length; b++) {
                    vertex[axes[b]] = (r >> b & 1) == 0 ? low[axes[b]] : high[axes[b]];
                }
                BigInteger whole = sum(cube, vertex).shiftLeft(40);
                BigInteger value = BigInteger.valueOf(values[r]).multiply(ends.denominator()).shiftLeft(40 + cube.valueShift());
                assertTrue(value.compareTo(whole) >= 0, "seed " + seed + ", vertex " + r);
                BigInteger excess = value.subtract(whole);
                assertTrue(excess.compareTo(error.shiftLeft(40).add(unit.shiftLeft(cube.valueShift()))) <= 0,
                        "seed " + seed + ", vertex " + r + ": " + excess);
                if (bits == 3 && Integer.bitCount(ends.denominator().intValueExact()) == 1
                        && ends.denominator().bitLength() < 20) {
                    assertEquals(whole, value, "seed " + seed + ", vertex " + r);
                    exact++;
                } else {
                    rounded += excess.signum();
                }
            }
        }
        assertTrue(exact > 1000 && rounded > 1000 && sections > 100, exact + " exact, " + rounded + " rounded, " + sections);
    }

    /** All terms as large as they can be, all at their largest at one vertex, the ends as long as words. */
    @Test
    void sumsAtTheLimitOfWords() {
        int n = 3000;
        int dimension = TreeCheck.MAX_CUBE_DIMENSION;
        BigInteger[][] primitive = new BigInteger[n][dimension];
        BigInteger[] coefficients = new BigInteger[n];
        for (int i = 0; i < n; i++) {
            Arrays.fill(primitive[i], BigInteger.ONE.shiftLeft(90).subtract(BigInteger.valueOf(i % 7)));
            coefficients[i] = BigInteger.ONE.shiftLeft(40);
        }
        RationalMatrix identity = RationalMatrix.identity(dimension);
        CubeRows cube = new CubeRows(new ConeRows(primitive, coefficients, BigInteger.ONE), identity, identity);
        for (int s : new int[] {1, -1}) {
            Ends ends = Ends.face(dimension, 3, s).cut(1, BigInteger.valueOf(-524_286), BigInteger.valueOf(524_287)).above();
            int[] places = IntStream.range(0, n).toArray();
            long[] values = VertexSums.of(cube, ends, places, new long[dimension + 1]);
            for (int r : new int[] {0, 1, values.length / 2, values.length - 2, values.length - 1}) {
                BigInteger[] vertex = ends.low();
                for (int b = 0; b < dimension - 1; b++) {
                    int j = b < 3 ? b : b + 1;
                    vertex[j] = (r >> b & 1) == 0 ? vertex[j] : ends.high()[j];
                }
                BigInteger whole = sum(cube, vertex);
                BigInteger value = BigInteger.valueOf(values[r]).multiply(ends.denominator()).shiftLeft(cube.valueShift());
                assertTrue(value.compareTo(whole) >= 0, "vertex " + r);
                // 36 bits, and some roundings of each of so many numbers.
                assertTrue(value.subtract(whole).shiftLeft(28).compareTo(sum(cube, ends.high())) <= 0, "vertex " + r);
            }
        }
    }

    @Test
    void cutsOfEnds() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int dimension = 2 + random.nextInt(4);
            int k = random.nextInt(dimension);
            Ends ends = Ends.face(dimension, k, 1);
            for (int depth = 0; depth < 12; depth++) {
                int j = (k + 1 + random.nextInt(dimension - 1)) % dimension;
                int[] steps = STEPS[random.nextInt(STEPS.length)];
                BigInteger q = BigInteger.valueOf(steps[random.nextInt(steps.length)]);
                BigInteger p = BigInteger.valueOf(random.nextInt(2 * q.intValueExact() + 5) - q.intValueExact() - 2);
                BigInteger content = p.gcd(q);
                p = p.divide(content);
                q = q.divide(content);
                BigInteger place = p.multiply(ends.denominator());
                boolean inside = place.compareTo(ends.low()[j].multiply(q)) > 0
                        && place.compareTo(ends.high()[j].multiply(q)) < 0;
                Ends.Cut cut = ends.cut(j, p, q);
                if (!inside) {
                    assertNull(cut, "seed " + seed);
                    continue;
                }
                BigInteger low = ends.denominator();
                for (int i = 0; i < dimension; i++) {
                    requireEqual(ends.low()[i], low, cut.below().low()[i], cut.below().denominator());
                    requireEqual(ends.high()[i], low, cut.above().high()[i], cut.above().denominator());
                    requireEqual(i == j ? p : ends.low()[i], i == j ? q : low, cut.above().low()[i], cut.above().denominator());
                    requireEqual(i == j ? p : ends.high()[i], i == j ? q : low, cut.below().high()[i],
                            cut.below().denominator());
                }
                if (cut.factor() > 0) {
                    assertEquals(ends.denominator().multiply(BigInteger.valueOf(cut.factor())), cut.above().denominator());
                    assertEquals(cut.above().lows[j] - ends.lows[j] * cut.factor(), cut.up());
                    assertEquals(ends.highs[j] * cut.factor() - cut.below().highs[j], cut.down());
                    assertTrue(cut.above().denominator().bitLength() <= Ends.WORD_BITS);
                }
                ends = random.nextBoolean() ? cut.above() : cut.below();
                assertEquals(ends.denominator().bitLength() <= Ends.WORD_BITS, ends.areWords());
            }
        }
    }

    private static void requireEqual(BigInteger p, BigInteger q, BigInteger r, BigInteger s) {
        assertEquals(p.multiply(s), r.multiply(q));
    }

    private static IntPredicate sectionOf(Ends ends) {
        BigInteger[] low = ends.low();
        BigInteger[] high = ends.high();
        return j -> sectionOf(low, high, j);
    }

    private static boolean sectionOf(BigInteger[] low, BigInteger[] high, int j) {
        return low[j].equals(high[j]);
    }

    private static int bits(int sumBits, Ends ends) {
        return sumBits + ends.denominator().bitLength();
    }

    /** A half, or the section between both; null where the cut is outside. */
    private static Ends cut(Random random, Ends ends, int k, int[] steps, boolean section) {
        int j = random.nextInt(ends.dimension());
        if (j == k || ends.lows[j] == ends.highs[j]) {
            return null;
        }
        int step = steps[random.nextInt(steps.length)];
        BigInteger p = BigInteger.valueOf(random.nextInt(2 * step) - step);
        BigInteger q = BigInteger.valueOf(step);
        BigInteger content = p.gcd(q);
        Ends.Cut cut = ends.cut(j, p.divide(content), q.divide(content));
        return cut == null ? null : section && cut.factor() > 0 ? cut.section() : random.nextBoolean() ? cut.above() : cut.below();
    }

    /** The sum of the positive parts of the terms with nu_i > 0 at a vector. */
    private static BigInteger sum(CubeRows cube, BigInteger[] v) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < cube.rows().size(); i++) {
            if (cube.rows().nuSign(i) > 0) {
                BigInteger product = IntegerVector.dot(cube.rows().primitive()[i], v);
                sum = sum.add(product.max(BigInteger.ZERO).multiply(cube.rows().coefficients()[i]));
            }
        }
        return sum;
    }

    private static CubeRows cube(Random random, int n, int dimension, int bits) {
        BigInteger[][] primitive = new BigInteger[n][dimension];
        BigInteger[] coefficients = new BigInteger[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < dimension; j++) {
                primitive[i][j] = random.nextInt(5) == 0 ? BigInteger.ZERO : signed(random, bits);
            }
            coefficients[i] = signed(random, bits);
        }
        RationalMatrix identity = RationalMatrix.identity(dimension);
        return new CubeRows(new ConeRows(primitive, coefficients, BigInteger.ONE), identity, identity);
    }

    private static BigInteger signed(Random random, int bits) {
        BigInteger number = new BigInteger(bits, random);
        return random.nextInt(3) == 0 ? number.negate() : number;
    }
}
