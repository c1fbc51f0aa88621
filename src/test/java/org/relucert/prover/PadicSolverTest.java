package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Lifted solutions against elimination: the same ones, of the same systems. */
class PadicSolverTest {

    /** The prime that is lifted. */
    private static final BigInteger PRIME = BigInteger.valueOf(Integer.MAX_VALUE);

    @Test
    void solvesWhatEliminationSolves() {
        int solved = 0;
        int unsolved = 0;
        int deficient = 0;
        int lifted = 0;
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int rows = 12 + random.nextInt(14);
            int columns = 12 + random.nextInt(20);
            int rank = random.nextInt(3) > 0 ? Math.min(rows, columns) : 1 + random.nextInt(Math.min(rows, columns));
            int bits = new int[] {2, 20, 60, 90}[random.nextInt(4)];
            RationalMatrix left = matrix(random, rows, rank, bits);
            RationalMatrix a = rank == columns ? left : left.times(matrix(random, rank, columns, 3));
            // in the span of the columns, or, mostly, not where rows depend on each other
            RationalVector b = random.nextInt(3) > 0 ? a.times(vector(random, columns, 20)) : vector(random, rows, bits);
            Optional<RationalVector> expected = Elimination.solve(a, b);
            assertEquals(expected, PadicSolver.solve(a, b), "seed " + seed);
            Optional<RationalVector> found = PadicSolver.lifted(a, b);
            assertTrue(found.isEmpty() || found.equals(expected), "seed " + seed);
            lifted += found.isPresent() ? 1 : 0;
            solved += expected.isPresent() ? 1 : 0;
            unsolved += expected.isPresent() ? 0 : 1;
            deficient += rank < Math.min(rows, columns) ? 1 : 0;
        }
        assertTrue(solved > 60 && unsolved > 15 && deficient > 20 && lifted > 30,
                solved + " solved, " + unsolved + " not, " + deficient + " deficient, " + lifted + " lifted");
    }

    /** The prime divides a pivot, a row, a right-hand side, or what the unknowns are fractions of. */
    @Test
    void unluckyPrimes() {
        for (int kind = 0; kind < 4; kind++) {
            Random random = new Random(kind);
            int size = 20;
            RationalMatrix regular = matrix(random, size, size, 20);
            RationalVector[] rows = new RationalVector[size];
            for (int i = 0; i < size; i++) {
                rows[i] = regular.row(i);
            }
            RationalVector b = vector(random, size, 20);
            if (kind == 0) {
                // without its first row this one is singular modulo the prime, and not otherwise
                rows[0] = rows[1].plus(RationalVector.unit(size, 3).times(Rationals.of(PRIME, BigInteger.ONE)));
            } else if (kind == 1) {
                rows = IntStream.range(0, size).mapToObj(i -> i == 4 ? regular.row(i).times(Rationals.of(PRIME, BigInteger.ONE))
                        : regular.row(i)).toArray(RationalVector[]::new);
            } else if (kind == 2) {
                b = b.times(Rationals.of(PRIME.pow(2), BigInteger.ONE));
            } else {
                b = b.times(Rationals.of(BigInteger.ONE, PRIME));
            }
            RationalMatrix a = RationalMatrix.ofRows(List.of(rows), size);
            Optional<RationalVector> expected = Elimination.solve(a, b);
            assertTrue(expected.isPresent());
            assertEquals(expected, PadicSolver.solve(a, b), "kind " + kind);
            assertEquals(kind > 1, PadicSolver.lifted(a, b).isPresent(), "kind " + kind);
        }
    }

    /** Denominators and numerators of thousands of bits, too much for the first looks at fractions. */
    @Test
    void longSolutions() {
        Random random = new Random(7);
        RationalMatrix a = matrix(random, 40, 40, 90);
        RationalVector x = PadicSolver.lifted(a, vector(random, 40, 90)).orElseThrow();
        assertTrue(x.bits() > 3000, x.bits() + " bits");
        RationalVector b = vector(new Random(8), 40, 90);
        assertEquals(b, a.times(PadicSolver.lifted(a, b).orElseThrow()));
    }

    private static RationalMatrix matrix(Random random, int rows, int columns, int bits) {
        RationalVector[] vectors = new RationalVector[rows];
        Arrays.setAll(vectors, i -> vector(random, columns, bits));
        return RationalMatrix.ofRows(List.of(vectors), columns);
    }

    private static RationalVector vector(Random random, int size, int bits) {
        BigInteger[] entries = new BigInteger[size];
        Arrays.setAll(entries, k -> new BigInteger(bits, random).subtract(new BigInteger(bits, random)));
        return RationalVector.of(entries, BigInteger.valueOf(1 + random.nextInt(40)));
    }
}
