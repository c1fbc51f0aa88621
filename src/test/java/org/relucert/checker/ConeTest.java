package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Cones against their definition: extreme rays found by trying every set of D - 1 rows, tau term by term. */
class ConeTest {

    /**
     * Splits at random, degenerate hyperplanes welcome, and compares after each split. From dimension five on, two rays may
     * be tight on D - 2 rows together and yet not adjacent, because those rows are dependent.
     */
    @Test
    void extremeRaysAgainstEnumeration() {
        int cones = 0;
        int crowded = 0;
        for (long seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            // The last two fifths start from the face of a cube.
            boolean isFace = seed >= 360;
            int dimension = isFace ? 2 + random.nextInt(4) : seed < 120 || seed >= 240 ? 1 + random.nextInt(4) : 5;
            // Sometimes more rows than bits of a word.
            int n = seed % 40 == 7 ? 65 + random.nextInt(70) : 1 + random.nextInt(6);
            int before = isFace ? 0 : random.nextInt(3);
            // The later ones: numbers of every size, so that words and integers of any size meet.
            int bits = seed < 240 || seed >= 500 ? 0 : random.nextInt(60);
            ConeRows rows = rows(random, n, dimension, bits);
            int number = random.nextInt(isFace ? 2 * dimension : 1 << dimension);
            RationalMatrix cube = cube(random, dimension);
            Cone cone = isFace ? Box.face(new CubeRows(rows, cube, Elimination.inverse(cube).orElseThrow()), number).cone()
                    : orthant(rows, number, before);
            List<RationalVector> functionals = isFace ? face(cube, number) : orthant(dimension, number);
            int base = functionals.size() - before;
            compare(seed, cone, functionals, base, rows);
            for (int depth = 0; depth < 5; depth++) {
                boolean byRow = random.nextBoolean();
                int i = random.nextInt(n);
                RationalVector a = byRow ? RationalVector.of(rows.primitive()[i], BigInteger.ONE)
                        : vector(random, dimension, bits);
                boolean cuts = false;
                boolean plus = false;
                boolean minus = false;
                for (int k = 0; k < cone.generators(); k++) {
                    plus |= a.dotSign(cone.generator(k)) > 0;
                    minus |= a.dotSign(cone.generator(k)) < 0;
                }
                cuts = plus && minus;
                Cone.Halves halves = byRow ? cone.split(i) : cone.split(a);
                if (!cuts) {
                    assertNull(halves, "seed " + seed);
                    continue;
                }
                assertNotNull(halves, "seed " + seed);
                List<RationalVector> other = new ArrayList<>(functionals);
                other.add(a.opposite());
                functionals.add(a);
                compare(seed, halves.nonNegative(), functionals, base, rows);
                compare(seed, halves.nonPositive(), other, base, rows);
                if (random.nextBoolean()) {
                    cone = halves.nonNegative();
                } else {
                    cone = halves.nonPositive();
                    functionals = other;
                }
                cones++;
                crowded += cone.generators() > dimension ? 1 : 0;
            }
        }
        assertTrue(cones > 250 && crowded > 50, cones + " cones, " + crowded + " of them not simplicial");
    }

    /** An orthant that so many splits led to. */
    private static Cone orthant(ConeRows rows, int number, int before) {
        Cone orthant = new Cone.Orthants(rows).cone(number);
        IntegerVector[] rays = new IntegerVector[orthant.generators()];
        Arrays.setAll(rays, k -> IntegerVector.numerators(orthant.generator(k)));
        long[] tight = Arrays.stream(orthant.tight()).mapToLong(words -> words[0]).toArray();
        return before == 0 ? orthant : Cone.of(rows, rays, rays, tight, before);
    }

    private static List<RationalVector> orthant(int dimension, int number) {
        List<RationalVector> functionals = new ArrayList<>();
        for (int k = 0; k < dimension; k++) {
            RationalVector unit = RationalVector.unit(dimension, k);
            functionals.add((number >> k & 1) == 0 ? unit : unit.opposite());
        }
        return functionals;
    }

    /** s a_k . u >= |a_j . u| for the other j. */
    private static List<RationalVector> face(RationalMatrix cube, int number) {
        int dimension = cube.rows();
        int k = number / 2;
        RationalVector top = cube.row(k);
        List<RationalVector> functionals = new ArrayList<>();
        for (int j = 0; j < dimension; j++) {
            if (j != k) {
                RationalVector side = cube.row(j);
                functionals.add((number % 2 == 0 ? top : top.opposite()).plus(side));
                functionals.add((number % 2 == 0 ? top : top.opposite()).minus(side));
            }
        }
        return functionals;
    }

    /** Along the axes every other time, else any invertible matrix. */
    private static RationalMatrix cube(Random random, int dimension) {
        boolean isTurned = random.nextBoolean();
        while (true) {
            Rational[][] entries = new Rational[dimension][dimension];
            for (int k = 0; k < dimension; k++) {
                for (int j = 0; j < dimension; j++) {
                    entries[k][j] = j == k ? Rationals.of(1 + random.nextInt(6), 1 + random.nextInt(6))
                            : isTurned ? Rationals.of(random.nextInt(7) - 3, 1 + random.nextInt(3)) : Rationals.ZERO;
                }
            }
            RationalMatrix cube = RationalMatrix.of(entries);
            if (Elimination.of(cube).rank() == dimension) {
                return cube;
            }
        }
    }

    private static void compare(long seed, Cone cone, List<RationalVector> functionals, int base, ConeRows rows) {
        Set<RationalVector> found = new HashSet<>();
        for (int k = 0; k < cone.generators(); k++) {
            assertTrue(found.add(primitive(cone.generator(k))), "seed " + seed + ": a ray stands twice");
        }
        assertEquals(extremeRays(functionals, rows.dimension()), found, "seed " + seed);
        for (int i = 0; i < rows.size(); i++) {
            boolean plus = false;
            boolean minus = false;
            RationalVector row = RationalVector.of(rows.primitive()[i], BigInteger.ONE);
            for (int k = 0; k < cone.generators(); k++) {
                assertEquals(row.dotSign(cone.generator(k)), cone.sign(k, i));
                plus |= cone.sign(k, i) > 0;
                minus |= cone.sign(k, i) < 0;
            }
            assertEquals(plus && minus, cone.isUndecided(i), "seed " + seed);
            int wanted = i;
            assertEquals(plus && minus, Arrays.stream(cone.undecided()).anyMatch(u -> u == wanted), "seed " + seed);
        }
        assertEquals(functionals.size() - base, cone.splits());
        assertEquals(rows.dimension(), cone.dimension());
        assertSame(cone, cone.cone());
    }

    private static Set<RationalVector> extremeRays(List<RationalVector> functionals, int dimension) {
        Set<RationalVector> rays = new HashSet<>();
        for (int subset = 0; subset < 1 << functionals.size(); subset++) {
            if (Integer.bitCount(subset) != dimension - 1) {
                continue;
            }
            List<RationalVector> chosen = new ArrayList<>();
            for (int j = 0; j < functionals.size(); j++) {
                if ((subset >> j & 1) == 1) {
                    chosen.add(functionals.get(j));
                }
            }
            List<RationalVector> kernel = Elimination.of(RationalMatrix.ofRows(chosen, dimension)).nullSpace();
            if (kernel.size() != 1) {
                continue;
            }
            for (RationalVector ray : List.of(kernel.get(0), kernel.get(0).opposite())) {
                if (functionals.stream().allMatch(f -> f.dotSign(ray) >= 0)) {
                    rays.add(primitive(ray));
                }
            }
        }
        return rays;
    }

    private static RationalVector primitive(RationalVector ray) {
        BigInteger[] entries = new BigInteger[ray.size()];
        Arrays.setAll(entries, ray::numerator);
        BigInteger gcd = IntegerVector.content(entries);
        Arrays.setAll(entries, k -> ray.numerator(k).divide(gcd));
        return RationalVector.of(entries, BigInteger.ONE);
    }

    /** tau_g = sum_P nu_i (<x_i,g>)_+ + sum_N gamma_i nu_i <x_i,g>, the exact slope where the sign is decided. */
    @Test
    void tauAndViolatedGeneratorAgainstTheDefinition() {
        int violations = 0;
        int none = 0;
        int different = 0;
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            int dimension = 1 + random.nextInt(4);
            int n = seed % 40 == 7 ? 65 + random.nextInt(70) : 1 + random.nextInt(5);
            int bits = seed < 200 ? 0 : random.nextInt(45);
            ConeRows rows = rows(random, n, dimension, bits);
            Cone cone = new Cone.Orthants(rows).cone(random.nextInt(1 << dimension));
            for (int depth = 0; depth < 2; depth++) {
                Cone.Halves halves = cone.split(random.nextInt(n));
                cone = halves == null ? cone : random.nextBoolean() ? halves.nonNegative() : halves.nonPositive();
            }
            // The slopes that a leaf names, and those that it takes from the signs on a vector.
            List<Integer> slopeRows = new ArrayList<>();
            List<Rational> slopes = new ArrayList<>();
            Rational[] slope = new Rational[n];
            Rational[] withSigns = new Rational[n];
            RationalVector direction = vector(random, dimension, bits);
            BitSet active = new BitSet();
            for (int i = 0; i < n; i++) {
                slope[i] = Rationals.ZERO;
                withSigns[i] = Rationals.ZERO;
                if (rows.coefficients()[i].signum() < 0 && cone.isUndecided(i)) {
                    if (direction.dotSign(RationalVector.of(rows.primitive()[i], BigInteger.ONE)) > 0) {
                        active.set(i);
                        withSigns[i] = Rationals.ONE;
                    }
                    if (random.nextInt(3) > seed % 4) {
                        slope[i] = Rationals.of(random.nextInt(5), 4);
                        withSigns[i] = slope[i];
                        slopeRows.add(i);
                        slopes.add(slope[i]);
                    }
                }
            }
            assertEquals(active, cone.positiveConcave(direction));
            RationalVector tau = cone.tau(slopeRows, RationalVector.of(slopes));
            assertEquals(cone.generators(), tau.size());
            RationalVector w = vector(random, dimension, bits).times(Rationals.of(random.nextInt(40), 3));
            int last = cone.generators() - 1;
            if (seed % 2 == 1 && w.dotSign(cone.generator(last)) != 0) {
                // Only just enough on the last ray.
                w = w.times(tau(rows, cone, last, withSigns).divide(w.dot(cone.generator(last))));
            }
            int expected = -1;
            int expectedWithSigns = -1;
            for (int k = 0; k < cone.generators(); k++) {
                Rational sum = tau(rows, cone, k, slope);
                assertEquals(sum, tau.get(k), "seed " + seed + ", generator " + k);
                Rational value = w.dot(cone.generator(k));
                expected = expected < 0 && value.compareTo(sum) < 0 ? k : expected;
                boolean below = value.compareTo(tau(rows, cone, k, withSigns)) < 0;
                expectedWithSigns = expectedWithSigns < 0 && below ? k : expectedWithSigns;
            }
            RationalVector named = RationalVector.of(slopes);
            assertEquals(expected, cone.violatedGenerator(w, slopeRows, named), "seed " + seed);
            assertEquals(expectedWithSigns < 0 ? Optional.empty() : Optional.of(cone.generator(expectedWithSigns)),
                    cone.violated(w, slopeRows, named, Optional.of(direction)), "seed " + seed);
            different += expected == expectedWithSigns ? 0 : 1;
            violations += expected < 0 ? 0 : 1;
            none += expected < 0 ? 1 : 0;
        }
        assertTrue(violations > 40 && none > 40 && different > 5, violations + " violated, " + none + " not, " + different);
    }

    private static Rational tau(ConeRows rows, Cone cone, int k, Rational[] slope) {
        Rational sum = Rationals.ZERO;
        for (int i = 0; i < rows.size(); i++) {
            Rational term = Rationals.of(rows.coefficients()[i], rows.denominator()).times(
                    RationalVector.of(rows.primitive()[i], BigInteger.ONE).dot(cone.generator(k)));
            if (!cone.isUndecided(i) || rows.coefficients()[i].signum() > 0) {
                sum = cone.sign(k, i) > 0 ? sum.plus(term) : sum;
            } else {
                sum = sum.plus(slope[i].times(term));
            }
        }
        return sum;
    }

    /** The parts of tau in words are those of tau, and are there when they fit. */
    @Test
    void partsOfTauInWords() {
        int copied = 0;
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int dimension = 1 + random.nextInt(4);
            ConeRows rows = rows(random, 1 + random.nextInt(8), dimension, random.nextInt(62));
            Cone cone = new Cone.Orthants(rows).cone(random.nextInt(1 << dimension));
            Cone.Halves halves = cone.split(0);
            cone = halves == null ? cone : halves.nonNegative();
            RationalVector tau = cone.tau(List.of(), RationalVector.zero(0));
            RationalVector concave = cone.decidedConcave();
            for (int k = 0; k < cone.generators(); k++) {
                long[] generator = new long[dimension];
                long[] convex = new long[dimension];
                boolean fits = rows.limbs() == 1 && IntegerVector.numerators(cone.generator(k)).isSmall();
                assertEquals(fits, cone.copyWords(k, generator, convex));
                if (fits) {
                    copied++;
                    assertEquals(cone.generator(k), RationalVector.of(generator));
                    assertEquals(tau.get(k), RationalVector.of(convex).times(Rationals.of(BigInteger.ONE, cone.termDenominator())).plus(concave).dot(cone.generator(k)));
                } else {
                    assertTrue(RationalVector.of(generator).isZero());
                }
            }
        }
        assertTrue(copied > 100, copied + " copied");
    }

    /** A cone of one ray, for what is asked of rays alone. */
    private static Cone ray(BigInteger[][] primitive, BigInteger[] coefficients, BigInteger denominator, BigInteger[] g) {
        return Cone.of(new ConeRows(primitive, coefficients, denominator), new IntegerVector[0],
                new IntegerVector[] {IntegerVector.of(g)}, new long[1], 0);
    }

    /** Products of every size that cancel, to nothing or to the smallest amount. */
    @Test
    void violatedByLittle() {
        Random random = new Random(7);
        int violated = 0;
        for (int round = 0; round < 20_000; round++) {
            int dimension = 2 + random.nextInt(15);
            BigInteger[] g = new BigInteger[dimension];
            int bits = 1 + random.nextInt(63);
            Arrays.setAll(g, k -> new BigInteger(1 + random.nextInt(bits), random).multiply(sign(random)));
            BigInteger[][] primitive = new BigInteger[2][dimension];
            BigInteger[] coefficients = new BigInteger[2];
            BigInteger denominator = new BigInteger(1 + random.nextInt(30), random).add(BigInteger.ONE);
            RationalVector w = RationalVector.zero(dimension);
            for (int i = 0; i < 2; i++) {
                Arrays.setAll(primitive[i], k -> BigInteger.valueOf(k == 0 ? 1 : random.nextInt(15) - 7));
                coefficients[i] = new BigInteger(random.nextInt(30), random).multiply(sign(random));
                if (IntegerVector.dot(primitive[i], g).signum() > 0) {
                    w = w.plus(RationalVector.of(primitive[i], BigInteger.ONE).times(Rationals.of(coefficients[i], denominator)));
                }
            }
            // w = tau on the ray; now something orthogonal to it, and at last a little.
            Rational unit = Rationals.of(BigInteger.ONE, new BigInteger(1 + random.nextInt(40), random).add(BigInteger.ONE));
            int j = random.nextInt(dimension);
            int k = (j + 1 + random.nextInt(dimension - 1)) % dimension;
            RationalVector across = RationalVector.unit(dimension, j).times(Rationals.of(g[k], BigInteger.ONE))
                    .minus(RationalVector.unit(dimension, k).times(Rationals.of(g[j], BigInteger.ONE)));
            int l = random.nextInt(dimension);
            int little = random.nextInt(3) - 1;
            w = w.plus(across.times(unit.times(Rationals.of(new BigInteger(random.nextInt(70), random), BigInteger.ONE))))
                    .plus(RationalVector.unit(dimension, l).times(unit.times(Rationals.of(little))));
            int expected = little * g[l].signum() < 0 ? 0 : -1;
            assertEquals(expected, ray(primitive, coefficients, denominator, g).violatedGenerator(w, List.of(),
                    RationalVector.zero(0)), "round " + round);
            violated += expected + 1;
        }
        assertTrue(violated > 4_000, violated + " violated");
    }

    private static BigInteger sign(Random random) {
        return BigInteger.valueOf(random.nextBoolean() ? 1 : -1);
    }

    /** Equality is no violation; by the smallest amount below it is. */
    @Test
    void violatedByTheSmallestAmount() {
        ConeRows rows = new ConeRows(new BigInteger[][] {{BigInteger.ONE, BigInteger.TWO}}, new BigInteger[] {BigInteger.valueOf(3)},
                BigInteger.valueOf(7));
        Cone cone = new Cone.Orthants(rows).cone(0);
        RationalVector w = RationalVector.of(Rationals.of(3, 7), Rationals.of(6, 7));
        RationalVector none = RationalVector.zero(0);
        assertEquals(w, cone.tau(List.of(), none));
        assertEquals(-1, cone.violatedGenerator(w, List.of(), none));
        Rational tiny = Rationals.of(BigInteger.ONE, BigInteger.TEN.pow(30));
        assertEquals(1, cone.violatedGenerator(RationalVector.of(w.get(0), w.get(1).minus(tiny)), List.of(), none));
        assertEquals(0, cone.violatedGenerator(RationalVector.of(w.get(0).minus(tiny), w.get(1)), List.of(), none));
        assertEquals(0, cone.violatedGenerator(w.opposite(), List.of(), none), "absolute values are no comparison");
    }

    /** As many products as there may be, all of one sign, of every length: where sums leave one word, and two. */
    @Test
    void violatedAtTheLimitOfWords() {
        BigInteger[][] row = {new BigInteger[IntegerVector.MAX_SIZE]};
        BigInteger[] g = new BigInteger[IntegerVector.MAX_SIZE];
        BigInteger[] entries = new BigInteger[IntegerVector.MAX_SIZE];
        for (int bits = 1; bits <= 135; bits++) {
            for (int rayBits = 1; rayBits <= IntegerVector.SMALL; rayBits++) {
                if (Math.abs(bits + rayBits - 59) > 6 && Math.abs(bits + rayBits - 122) > 6) {
                    continue;
                }
                for (int choice = 0; choice < 12; choice++) {
                    // Of the ray, of w; and how long the convex sum is.
                    BigInteger side = BigInteger.valueOf(choice % 2 == 0 ? 1 : -1);
                    BigInteger with = BigInteger.valueOf(choice / 2 % 2 == 0 ? 1 : -1);
                    int convexBits = new int[] {0, 3, 31}[choice / 4];
                    BigInteger coefficient = BigInteger.ONE.shiftLeft(convexBits).subtract(BigInteger.ONE);
                    BigInteger excess = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE).multiply(side).multiply(with);
                    Arrays.fill(row[0], side);
                    Arrays.fill(g, BigInteger.ONE.shiftLeft(rayBits).subtract(BigInteger.ONE).multiply(side));
                    Arrays.fill(entries, excess);
                    // As long as w, once over one denominator.
                    BigInteger scale = BigInteger.ONE.shiftLeft(Math.max(1, bits - convexBits)).subtract(BigInteger.ONE);
                    BigInteger sum = excess.subtract(scale.multiply(coefficient).multiply(side)).multiply(side);
                    assertEquals(sum.signum() < 0 ? 0 : -1, ray(row, new BigInteger[] {coefficient}, BigInteger.ONE, g)
                            .violatedGenerator(RationalVector.of(entries, scale), List.of(), RationalVector.zero(0)),
                            bits + " and " + rayBits + " bits, choice " + choice);
                }
            }
        }
    }

    /** More than 64 rows on a path: the sets of tight rows grow beyond one word. */
    @Test
    void longPath() {
        ConeRows rows = rows(new Random(5), 1, 3, 0);
        Cone cone = new Cone.Orthants(rows).cone(0);
        List<RationalVector> functionals = new ArrayList<>(
                List.of(RationalVector.unit(3, 0), RationalVector.unit(3, 1), RationalVector.unit(3, 2)));
        // Tangent planes of a parabola, so that every one of them stays a facet.
        for (int k = 1; k <= 80; k++) {
            RationalVector a = RationalVector.of(1, -2L * k, (long) k * k + 1);
            Cone.Halves halves = cone.split(a);
            assertNotNull(halves, "split " + k);
            cone = halves.nonNegative();
            functionals.add(a);
        }
        assertEquals(80, cone.splits());
        Set<RationalVector> found = new HashSet<>();
        for (int k = 0; k < cone.generators(); k++) {
            found.add(primitive(cone.generator(k)));
        }
        Set<RationalVector> expected = new HashSet<>();
        for (int i = 0; i < functionals.size(); i++) {
            for (int j = i + 1; j < functionals.size(); j++) {
                expected.addAll(extremeRays(functionals, functionals.get(i), functionals.get(j)));
            }
        }
        assertEquals(expected, found);
        assertTrue(found.size() > 66, found.size() + " rays");
    }

    /** u1, u2 and u1 - u2 vanish together on a three-dimensional face with four rays, whose diagonals are no edges. */
    @Test
    void dependentRowsAreNoAdjacency() {
        ConeRows rows = new ConeRows(new BigInteger[][] {{BigInteger.ONE, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO,
            BigInteger.ZERO}}, new BigInteger[] {BigInteger.ONE}, BigInteger.ONE);
        Cone cone = new Cone.Orthants(rows).cone(0);
        List<RationalVector> functionals = new ArrayList<>();
        for (int k = 0; k < 5; k++) {
            functionals.add(RationalVector.unit(5, k));
        }
        for (RationalVector a : List.of(RationalVector.of(1, -1, 0, 0, 0), RationalVector.of(0, 0, 1, 1, -1),
                RationalVector.of(0, 0, 1, -1, 0), RationalVector.of(1, 0, 2, -3, 1))) {
            cone = cone.split(a).nonNegative();
            functionals.add(a);
            compare(0, cone, functionals, 5, rows);
        }
    }

    private static Set<RationalVector> extremeRays(List<RationalVector> all, RationalVector a, RationalVector b) {
        Set<RationalVector> rays = new HashSet<>();
        for (RationalVector line : Elimination.of(RationalMatrix.ofRows(List.of(a, b), 3)).nullSpace()) {
            for (RationalVector ray : List.of(line, line.opposite())) {
                if (all.stream().allMatch(f -> f.dotSign(ray) >= 0)) {
                    rays.add(primitive(ray));
                }
            }
        }
        return rays;
    }

    /** Coprime rows with the metric in them, and the factors that were taken out in the coefficients. */
    @Test
    void rowsOfAProblem() {
        ConeRows rows = ConeRows.of(Corpus.validNamed("two-points").problem(), RationalVector.of(Rationals.of(3, 7), Rationals.of(-1, 2)));
        assertEquals(List.of(BigInteger.valueOf(-3), BigInteger.ONE), List.of(rows.primitive()[0]));
        assertEquals(List.of(BigInteger.valueOf(6), BigInteger.valueOf(-7)), List.of(rows.coefficients()));
        assertEquals(BigInteger.valueOf(14), rows.denominator());
        rows = ConeRows.of(Corpus.validNamed("implied-signs").problem(), RationalVector.of(1, 1, 1, 1, 1, 1));
        assertEquals(List.of(BigInteger.ONE, BigInteger.ZERO), List.of(rows.primitive()[1]));
        assertEquals(BigInteger.TWO, rows.coefficients()[1]);
        assertEquals(List.of(BigInteger.ZERO, BigInteger.ZERO), List.of(rows.primitive()[3]));
        assertEquals(6, rows.size());
        assertEquals(2, rows.dimension());
    }

    private static ConeRows rows(Random random, int n, int dimension, int bits) {
        BigInteger[][] primitive = new BigInteger[n][];
        BigInteger[] coefficients = new BigInteger[n];
        for (int i = 0; i < n; i++) {
            RationalVector v = random.nextInt(9) == 0 ? RationalVector.zero(dimension) : primitive(vector(random, dimension, bits));
            primitive[i] = new BigInteger[dimension];
            for (int k = 0; k < dimension; k++) {
                primitive[i][k] = v.numerator(k);
            }
            coefficients[i] = BigInteger.valueOf(random.nextInt(13) - 6);
        }
        return new ConeRows(primitive, coefficients, BigInteger.valueOf(1 + random.nextInt(6)));
    }

    /** Small integers, many of them zero, each times another one of so many bits. */
    private static RationalVector vector(Random random, int dimension, int bits) {
        long[] entries = new long[dimension];
        boolean zero = true;
        for (int k = 0; k < dimension; k++) {
            entries[k] = dimension < 5 ? random.nextInt(5) - 2 : random.nextInt(2) * (random.nextInt(3) - 1);
            entries[k] *= 1 + (bits == 0 ? 0 : random.nextLong() >>> Long.SIZE - bits);
            zero &= entries[k] == 0;
        }
        if (zero) {
            entries[0] = 1;
        }
        return RationalVector.of(entries);
    }

    /** A cone over a cube of 2^13 vertices may be; with a corner cut off it has 12 more. */
    @Test
    void mostRays() {
        int dimension = 14;
        Cone cone = orthant(rows(new Random(1), 1, dimension, 0), 0, 0);
        for (int j = 0; j < dimension - 1; j++) {
            // u_j <= u_{D-1}, a pair of sides with u_j >= 0
            RationalVector side = RationalVector.unit(dimension, dimension - 1).minus(RationalVector.unit(dimension, j));
            cone = cone.split(side).nonNegative();
        }
        assertEquals(Cone.MAX_RAYS, cone.generators());
        // sum u_j <= (D - 3/2) u_{D-1}
        long[] corner = new long[dimension];
        Arrays.fill(corner, 2);
        corner[dimension - 1] = 3 - 2L * dimension;
        Cone largest = cone;
        Cone.TooManyRays tooMany = assertThrows(Cone.TooManyRays.class, () -> largest.split(RationalVector.of(corner)));
        assertEquals("a half of the split has more than 8192 extreme rays", tooMany.getMessage());
    }

    /** Corners cut off a polygon: the j-th leaves a cone of j + 3 rays. */
    @Test
    void mostRaysOnAPath() {
        Cone cone = orthant(rows(new Random(1), 1, 3, 0), 0, 0);
        int path = 0;
        for (long t = 1; path + t + 3 <= Cone.MAX_PATH_RAYS; t++) {
            cone = cone.split(RationalVector.of(1, -2 * t, t * t)).nonNegative();
            assertEquals(t + 3, cone.generators());
            path += cone.generators();
        }
        long t = cone.generators() - 2;
        Cone last = cone;
        Cone.TooManyRays tooMany = assertThrows(Cone.TooManyRays.class, () -> last.split(RationalVector.of(1, -2 * t, t * t)));
        assertEquals("the cones on the path have more than 524288 extreme rays together", tooMany.getMessage());
    }
}
