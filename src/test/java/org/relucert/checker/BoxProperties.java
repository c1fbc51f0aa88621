package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * Boxes against the general cones that the double-description step makes of the same cuts: the same undecided rows, the same
 * verdict on a majorant, also where it misses one vertex by next to nothing, for numbers of every length.
 */
class BoxProperties {

    @Test
    void boxesAreTheConesOfTheirCuts() {
        int words = 0;
        int whole = 0;
        int missed = 0;
        int past = 0;
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            // Some with several blocks of vertices
            int dimension = seed % 25 == 0 ? 8 + random.nextInt(2) : 1 + random.nextInt(5);
            // Numbers short, longer than the leading bits, and longer than words.
            int bits = new int[] {4, 25, 50, 90}[random.nextInt(4)];
            ConeRows rows = rows(random, 1 + random.nextInt(70), dimension, bits);
            RationalMatrix cube = cube(random, dimension);
            CubeRows cubeRows = new CubeRows(rows, cube, Elimination.inverse(cube).orElseThrow());
            int number = random.nextInt(2 * dimension);
            Box face = Box.face(cubeRows, number);
            Box box = seed % 3 == 0 ? face : face.withMajorants();
            Cone cone = box.cone();
            // Places over powers of two, with a denominator just inside the words, or with several that leave them.
            int[] steps = new int[][] {{8}, {1_000_003}, {8, 1_000_003, 999_983, 96}}[random.nextInt(3)];
            int cuts = 0;
            for (int depth = 0; depth < 6 && dimension > 1; depth++) {
                int j = (number / 2 + 1 + random.nextInt(dimension - 1)) % dimension;
                int step = steps[random.nextInt(steps.length)];
                Rational t = Rationals.of(random.nextInt(2 * step + 3) - step - 1, step);
                RationalVector side = cube.row(j).minus(cube.row(number / 2).times(number % 2 == 0 ? t : t.opposite()));
                Box.Halves boxes = box.cut(j, t);
                Cone.Halves cones = cone.split(side);
                if (cones == null) {
                    assertNull(boxes, "seed " + seed + ": cut " + j + " at " + t);
                    past++;
                    continue;
                }
                boolean up = random.nextBoolean();
                box = up ? boxes.nonNegative() : boxes.nonPositive();
                cone = up ? cones.nonNegative() : cones.nonPositive();
                cuts++;
                assertEquals(cuts, box.splits());
            }
            assertArrayEquals(cone.undecided(), box.undecided(), "seed " + seed);
            for (int i = 0; i < rows.size(); i++) {
                assertEquals(cone.isUndecided(i), box.isUndecided(i));
            }
            assertEquals(generators(cone), generators(box.cone()), "seed " + seed);
            split(random, rows, cone, box.cone(), seed);
            if (steps.length == 1) {
                words++;
            } else {
                whole++;
            }
            missed += majorants(seed, random, rows, box, cone);
        }
        assertTrue(words > 150 && whole > 80 && missed > 400 && past > 100,
                words + " short, " + whole + " long, " + missed + " missed, " + past + " past the box");
    }

    /** The cone of a box has the base and the tight rows that a split needs. */
    private static void split(Random random, ConeRows rows, Cone cone, Cone ofBox, long seed) {
        int i = random.nextInt(rows.size());
        Cone.Halves expected = cone.split(i);
        Cone.Halves halves = ofBox.split(i);
        if (expected == null) {
            assertNull(halves, "seed " + seed);
            return;
        }
        assertEquals(generators(expected.nonNegative()), generators(halves.nonNegative()), "seed " + seed);
        assertEquals(generators(expected.nonPositive()), generators(halves.nonPositive()), "seed " + seed);
        assertEquals(expected.nonPositive().splits(), halves.nonPositive().splits());
    }

    /** The leading bits do not tell the sign of these rows: only the last of all bits does. */
    @Test
    void rowsThatNearlyVanishAtACorner() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int dimension = 2 + random.nextInt(4);
            int k = random.nextInt(dimension);
            BigInteger s = BigInteger.valueOf(random.nextBoolean() ? 1 : -1);
            // The box of the v_j between these ends over 16, v_k = s
            int[] low = random.ints(dimension, -16, 0).toArray();
            int[] high = random.ints(dimension, 1, 17).toArray();
            int n = 9;
            BigInteger[][] primitive = new BigInteger[n][dimension];
            BigInteger[] coefficients = new BigInteger[n];
            int[] signs = new int[n];
            for (int i = 0; i < n; i++) {
                BigInteger least = BigInteger.ZERO;
                BigInteger most = BigInteger.ZERO;
                for (int j = 0; j < dimension; j++) {
                    if (j != k) {
                        BigInteger sixteenth = signed(random, new int[] {2, 40, 200}[i % 3]);
                        BigInteger atLow = sixteenth.multiply(BigInteger.valueOf(low[j]));
                        BigInteger atHigh = sixteenth.multiply(BigInteger.valueOf(high[j]));
                        least = least.add(atLow.min(atHigh));
                        most = most.add(atLow.max(atHigh));
                        primitive[i][j] = sixteenth.shiftLeft(4);
                    }
                }
                int off = i / 3 - 1;
                boolean below = random.nextBoolean();
                // The value at one corner is off, or minus that
                BigInteger value = below ? BigInteger.valueOf(off).subtract(least) : BigInteger.valueOf(-off).subtract(most);
                primitive[i][k] = value.multiply(s);
                boolean vanishes = least.equals(most);
                signs[i] = vanishes && off == 0 ? 1 : vanishes ? (below ? off : -off) : off < 0 ? 0 : below ? 1 : -1;
                coefficients[i] = signed(random, 3).add(BigInteger.TEN.multiply(s));
            }
            ConeRows rows = new ConeRows(primitive, coefficients, BigInteger.ONE);
            Box box = Box.face(new CubeRows(rows, RationalMatrix.identity(dimension), RationalMatrix.identity(dimension)),
                    2 * k + (s.signum() > 0 ? 0 : 1)).withMajorants();
            for (int j = 0; j < dimension; j++) {
                if (j != k) {
                    box = low[j] == -16 ? box : box.cut(j, Rationals.of(low[j], 16)).nonNegative();
                    box = high[j] == 16 ? box : box.cut(j, Rationals.of(high[j], 16)).nonPositive();
                }
            }
            for (int i = 0; i < n; i++) {
                assertEquals(signs[i] == 0, box.isUndecided(i), "seed " + seed + ", row " + i);
            }
            majorants(seed, random, rows, box, box.cone());
        }
    }

    /** Below many cuts boxes of many rows keep a bit for each: nothing else changes. */
    @Test
    void manyRowsBelowManyCuts() {
        Random random = new Random(1);
        ConeRows rows = rows(random, 30_000, 3, 20);
        CubeRows cube = new CubeRows(rows, RationalMatrix.identity(3), RationalMatrix.identity(3));
        Box box = Box.face(cube, 4).withMajorants();
        int most = 0;
        for (int cut = 1; cut <= 200; cut++) {
            // A little at a time and from all sides, so that many rows stay undecided.
            Rational t = Rationals.of(900 - 3 * cut, 1024);
            Box.Halves halves = box.cut(cut / 2 % 2, cut % 2 == 0 ? t : t.opposite());
            box = cut % 2 == 0 ? halves.nonPositive() : halves.nonNegative();
            most = Math.max(most, box.splits() * box.undecided().length);
        }
        assertTrue(most > RowRanges.MOST_KEPT, most + "");
        Cone cone = box.cone();
        assertArrayEquals(cone.undecided(), box.undecided());
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(cone.isUndecided(i), box.isUndecided(i));
        }
        RationalVector w = vector(random, 3, 40);
        assertEquals(cone.violatedGenerator(w, List.of(), RationalVector.zero(0), Optional.empty()) < 0,
                box.violated(w, List.of(), RationalVector.zero(0), Optional.empty()).isEmpty());
    }

    /** What boxes keep along their cuts is as near to the sums at their vertices as what is formed anew. */
    @Test
    void majorantsAlongCuts() {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int dimension = 2 + random.nextInt(6);
            ConeRows rows = rows(random, 70 + random.nextInt(200), dimension, new int[] {4, 25, 50, 90}[random.nextInt(4)]);
            RationalMatrix matrix = cube(random, dimension);
            CubeRows cube = new CubeRows(rows, matrix, Elimination.inverse(matrix).orElseThrow());
            int number = random.nextInt(2 * dimension);
            Box kept = Box.face(cube, number).withMajorants();
            Box bare = Box.face(cube, number);
            int step = random.nextBoolean() ? 64 : 60;
            for (int depth = 0; depth < 12; depth++) {
                int j = (number / 2 + 1 + random.nextInt(dimension - 1)) % dimension;
                Rational t = Rationals.of(random.nextInt(2 * step + 1) - step, step);
                Box.Halves halves = kept.cut(j, t);
                if (halves != null) {
                    boolean up = random.nextBoolean();
                    Box.Halves same = bare.cut(j, t);
                    kept = up ? halves.nonNegative() : halves.nonPositive();
                    bare = up ? same.nonNegative() : same.nonPositive();
                }
            }
            long[] along = kept.majorants();
            long[] anew = bare.majorants();
            assertEquals(anew.length, along.length);
            // Both are rounded, in each number of each row, by less than one in units of terms and then by one.
            long error = (rows.size() + 2L) * 4 * dimension << cube.termShift() - cube.valueShift();
            for (int r = 0; r < anew.length; r++) {
                assertTrue(Math.abs(along[r] - anew[r]) <= error, "seed " + seed + ", vertex " + r + ": " + along[r] + " " + anew[r]);
            }
        }
    }

    /** Functionals around the least multiple of one that majorises; returns how many miss a vertex. */
    private static int majorants(long seed, Random random, ConeRows rows, Box box, Cone cone) {
        List<Integer> slopeRows = new ArrayList<>();
        List<Rational> slopes = new ArrayList<>();
        for (int i : cone.undecided()) {
            if (rows.nuSign(i) < 0 && random.nextBoolean()) {
                slopeRows.add(i);
                slopes.add(Rationals.of(random.nextInt(9), 8));
            }
        }
        RationalVector gammas = RationalVector.of(slopes);
        Optional<RationalVector> signs = random.nextBoolean() ? Optional.empty()
                : Optional.of(vector(random, rows.dimension(), 8));
        RationalVector positive = interior(cone);
        RationalVector w = vector(random, rows.dimension(), 20);
        // The least majorant without signs; with signs the two only have to agree.
        RationalVector tau = cone.tau(slopeRows, gammas);
        Rational least = null;
        for (int g = 0; g < cone.generators(); g++) {
            Rational lift = tau.get(g).minus(w.dot(cone.generator(g))).divide(positive.dot(cone.generator(g)));
            least = least == null || lift.compareTo(least) > 0 ? lift : least;
        }
        int missed = 0;
        Rational tiny = Rationals.of(BigInteger.ONE, BigInteger.TEN.pow(30));
        for (Rational change : List.of(Rationals.ZERO, tiny, tiny.opposite(), Rationals.of(1, 50), Rationals.of(-1, 50),
                Rationals.of(1_000_000), Rationals.of(-1_000_000))) {
            RationalVector functional = w.plus(positive.times(least.plus(change)));
            boolean holds = cone.violatedGenerator(functional, slopeRows, gammas, signs) < 0;
            Optional<RationalVector> violated = box.violated(functional, slopeRows, gammas, signs);
            assertEquals(holds, violated.isEmpty(), "seed " + seed + ", change " + change);
            if (signs.isEmpty()) {
                assertEquals(!change.isNegative(), holds, "seed " + seed + ", change " + change);
            }
            missed += holds ? 0 : 1;
        }
        return missed;
    }

    /** A functional that is positive on all rays of a pointed cone. */
    private static RationalVector interior(Cone cone) {
        RationalVector[] rays = new RationalVector[cone.generators()];
        Arrays.setAll(rays, cone::generator);
        RationalVector sum = rays[0];
        // A perceptron, which ends because there is such a functional.
        for (boolean again = true; again;) {
            again = false;
            for (RationalVector ray : rays) {
                if (sum.dotSign(ray) <= 0) {
                    Rational length = ray.dot(ray);
                    sum = sum.plus(ray.times(sum.dot(ray).opposite().divide(length).plus(Rationals.of(1, 64))));
                    again = true;
                }
            }
        }
        return sum;
    }

    private static List<String> generators(Cone cone) {
        List<String> generators = new ArrayList<>();
        for (int g = 0; g < cone.generators(); g++) {
            RationalVector ray = cone.generator(g);
            BigInteger[] entries = new BigInteger[ray.size()];
            Arrays.setAll(entries, ray::numerator);
            BigInteger content = IntegerVector.content(entries);
            generators.add(ray.times(Rationals.of(BigInteger.ONE, content)).toString());
        }
        generators.sort(null);
        return generators;
    }

    private static ConeRows rows(Random random, int n, int dimension, int bits) {
        BigInteger[][] primitive = new BigInteger[n][dimension];
        BigInteger[] coefficients = new BigInteger[n];
        for (int i = 0; i < n; i++) {
            boolean zero = random.nextInt(12) == 0;
            for (int k = 0; k < dimension; k++) {
                primitive[i][k] = zero || random.nextInt(6) == 0 ? BigInteger.ZERO : signed(random, bits);
            }
            BigInteger content = IntegerVector.content(primitive[i]);
            for (int k = 0; k < dimension; k++) {
                primitive[i][k] = primitive[i][k].divide(content);
            }
            coefficients[i] = random.nextInt(8) == 0 ? BigInteger.ZERO : signed(random, bits);
        }
        return new ConeRows(primitive, coefficients, BigInteger.valueOf(7));
    }

    private static BigInteger signed(Random random, int bits) {
        BigInteger number = new BigInteger(bits, random);
        return random.nextBoolean() ? number : number.negate();
    }

    private static RationalVector vector(Random random, int dimension, int bits) {
        BigInteger[] entries = new BigInteger[dimension];
        Arrays.setAll(entries, k -> signed(random, bits));
        return RationalVector.of(entries, BigInteger.valueOf(16));
    }

    private static RationalMatrix cube(Random random, int dimension) {
        while (true) {
            Rational[][] entries = new Rational[dimension][dimension];
            boolean axes = random.nextBoolean();
            for (int k = 0; k < dimension; k++) {
                for (int j = 0; j < dimension; j++) {
                    entries[k][j] = k == j ? Rationals.of(1 + random.nextInt(9), 4)
                            : axes ? Rationals.ZERO : Rationals.of(random.nextInt(9) - 4, 4);
                }
            }
            RationalMatrix cube = RationalMatrix.of(entries);
            if (Elimination.inverse(cube).isPresent()) {
                return cube;
            }
        }
    }
}
