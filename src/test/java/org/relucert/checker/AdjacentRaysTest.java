package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;

/** Adjacent pairs: by the sets of rows, and by the rank of the rows that two rays share. */
class AdjacentRaysTest {

    /** Splits of cubes' faces and of orthants by short hyperplanes, so that many rays lie on more than D - 1 rows. */
    @Test
    void byRank() {
        int pairs = 0;
        int crowded = 0;
        for (long seed = 0; seed < 80; seed++) {
            Random random = new Random(seed);
            int dimension = 3 + random.nextInt(3);
            BigInteger[][] one = {new BigInteger[dimension]};
            Arrays.fill(one[0], BigInteger.ONE);
            ConeRows rows = new ConeRows(one, new BigInteger[] {BigInteger.ONE}, BigInteger.ONE);
            RationalMatrix axes = RationalMatrix.identity(dimension);
            List<RationalVector> normals = new ArrayList<>();
            Cone cone;
            if (seed % 3 == 0) {
                cone = new Cone.Orthants(rows).cone(0);
                IntStream.range(0, dimension).forEach(k -> normals.add(axes.row(k)));
            } else {
                int face = random.nextInt(2 * dimension);
                cone = Box.face(new CubeRows(rows, axes, axes), face).cone();
                IntStream.range(0, dimension).filter(j -> j != face / 2).forEach(j -> {
                    normals.add(axes.row(face / 2).plus(axes.row(j)));
                    normals.add(axes.row(face / 2).minus(axes.row(j)));
                });
            }
            for (int depth = 0; depth < 5; depth++) {
                RationalVector a = functional(random, dimension, seed % 2 == 0);
                int[] plus = side(cone, a, 1);
                int[] minus = side(cone, a, -1);
                if (plus.length == 0 || minus.length == 0) {
                    continue;
                }
                int[][] adjacent = new AdjacentRays(cone.tight(), dimension).between(plus, minus, Integer.MAX_VALUE);
                for (int p = 0; p < plus.length; p++) {
                    RationalVector first = cone.generator(plus[p]);
                    Cone all = cone;
                    int[] expected = Arrays.stream(minus)
                            .filter(q -> rankOfShared(normals, first, all.generator(q)) == dimension - 2).toArray();
                    assertArrayEquals(expected, adjacent[p], "seed " + seed);
                    pairs += expected.length;
                }
                for (long[] set : cone.tight()) {
                    crowded += BitSet.valueOf(set).cardinality() > dimension - 1 ? 1 : 0;
                }
                normals.add(a);
                Cone.Halves halves = cone.split(a);
                cone = random.nextBoolean() ? halves.nonNegative() : halves.nonPositive();
            }
        }
        assertTrue(pairs > 500 && crowded > 150, pairs + " pairs, " + crowded + " rays on more than D - 1 rows");
    }

    private static int rankOfShared(List<RationalVector> normals, RationalVector first, RationalVector second) {
        List<RationalVector> shared = normals.stream()
                .filter(row -> row.dotSign(first) == 0 && row.dotSign(second) == 0).toList();
        return shared.isEmpty() ? 0 : Elimination.of(RationalMatrix.ofRows(shared, first.size())).rank();
    }

    /** Rows that lie far behind in the sets. */
    @Test
    void manyRows() {
        long[][] tight = {set(1, 2, 5), set(1, 2, 5 + 1024), set(1, 2 + 1024, 6), set(7, 8, 9)};
        int[][] expected = {{1}};
        assertArrayEquals(expected, new AdjacentRays(tight, 4).between(new int[] {0}, new int[] {1, 2, 3}, 1));
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
