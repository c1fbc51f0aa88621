package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;

/** Adjacent pairs: by a table, pair by pair, and by the rank of the rows that two rays share. */
class AdjacentRaysTest {

    /** Splits of cubes' faces and of orthants by short hyperplanes, so that many rays lie on more than D - 1 rows. */
    @Test
    void tableAndPairs() {
        int tables = 0;
        int crowded = 0;
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int dimension = 3 + random.nextInt(6);
            BigInteger[][] one = {new BigInteger[dimension]};
            Arrays.fill(one[0], BigInteger.ONE);
            ConeRows rows = new ConeRows(one, new BigInteger[] {BigInteger.ONE}, BigInteger.ONE);
            RationalMatrix axes = RationalMatrix.identity(dimension);
            Cone cone = seed % 3 == 0 ? Cone.orthant(rows, 0)
                    : Box.face(new CubeRows(rows, axes, axes), random.nextInt(2 * dimension)).cone();
            for (int depth = 0; depth < 6; depth++) {
                RationalVector a = functional(random, dimension, seed % 2 == 0);
                int[] plus = side(cone, a, 1);
                int[] minus = side(cone, a, -1);
                if (plus.length == 0 || minus.length == 0) {
                    continue;
                }
                long[][] tight = cone.tight();
                AdjacentRays rays = new AdjacentRays(tight, dimension);
                int[][] byPair = rays.byPair(plus, minus);
                assertArrayEquals(byPair, rays.byTable(plus, minus), "seed " + seed);
                assertArrayEquals(byPair, rays.between(plus, minus), "seed " + seed);
                tables++;
                for (long[] set : tight) {
                    crowded += BitSet.valueOf(set).cardinality() > dimension - 1 ? 1 : 0;
                }
                Cone.Halves halves = cone.split(a);
                cone = random.nextBoolean() ? halves.nonNegative() : halves.nonPositive();
            }
        }
        assertTrue(tables > 150 && crowded > 1000, tables + " tables, " + crowded + " rays on more than D - 1 rows");
    }

    /** The four edges of a square that are cut: two opposite sides, each ray on two of four rows. */
    @Test
    void squareByRank() {
        ConeRows rows = new ConeRows(new BigInteger[][] {{BigInteger.ONE, BigInteger.ONE, BigInteger.ONE}},
                new BigInteger[] {BigInteger.ONE}, BigInteger.ONE);
        Cone cone = Box.face(new CubeRows(rows, RationalMatrix.identity(3), RationalMatrix.identity(3)), 0).cone();
        long[][] normals = {{1, -1, 0}, {1, 1, 0}, {1, 0, -1}, {1, 0, 1}};
        AdjacentRays rays = new AdjacentRays(cone.tight(), 3);
        for (int p = 0; p < 4; p++) {
            for (int q = 0; q < 4; q++) {
                if (p == q) {
                    continue;
                }
                RationalVector first = cone.generator(p);
                RationalVector second = cone.generator(q);
                List<RationalVector> shared = Arrays.stream(normals).map(RationalVector::of)
                        .filter(row -> row.dotSign(first) == 0 && row.dotSign(second) == 0).toList();
                boolean adjacent = !shared.isEmpty() && Elimination.of(RationalMatrix.ofRows(shared, 3)).rank() == 1;
                int[][] expected = {adjacent ? new int[] {q} : new int[0]};
                assertArrayEquals(expected, rays.byTable(new int[] {p}, new int[] {q}));
                assertArrayEquals(expected, rays.byPair(new int[] {p}, new int[] {q}));
            }
        }
    }

    /** Rows that lie far behind in the sets, and equal mixtures of rows: the table proposes wrong pairs and refuses them. */
    @Test
    void manyRows() {
        // Rows k and k + 1024 mix alike. The first ray shares two rows with the second; of the third it only seems so.
        long[][] tight = {set(1, 2, 5), set(1, 2, 5 + 1024), set(1, 2 + 1024, 6), set(7, 8, 9)};
        AdjacentRays rays = new AdjacentRays(tight, 4);
        int[][] expected = {{1}};
        assertArrayEquals(expected, rays.byTable(new int[] {0}, new int[] {1, 2, 3}));
        assertArrayEquals(expected, rays.byPair(new int[] {0}, new int[] {1, 2, 3}));
        int[][] none = {{}};
        assertArrayEquals(none, rays.byTable(new int[] {0}, new int[] {2}));
    }

    private static long[] set(int... rows) {
        BitSet set = new BitSet();
        Arrays.stream(rows).forEach(set::set);
        return set.toLongArray();
    }

    private static int[] side(Cone cone, RationalVector a, int sign) {
        return IntStream.range(0, cone.generators()).filter(k -> a.dotSign(cone.generator(k)) == sign).toArray();
    }

    private static RationalVector functional(Random random, int dimension, boolean isAxis) {
        long[] entries = new long[dimension];
        for (int k = 0; k < dimension; k++) {
            entries[k] = random.nextInt(isAxis ? 2 : 3) - 1;
        }
        entries[random.nextInt(dimension)] = 1 + random.nextInt(2);
        return RationalVector.of(entries);
    }
}
