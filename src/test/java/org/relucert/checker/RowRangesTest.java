package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.relucert.exact.RationalMatrix;

/** Rows on the section of a box against whole numbers, where their last bits decide. */
class RowRangesTest {

    /** A coordinate, at p/q. */
    private record At(int j, BigInteger p, BigInteger q) { }

    /**
     * One row, whose largest or smallest value on the section is nothing or next to nothing: it is left out only where it is
     * nowhere positive, and added to the sum only where it is nowhere negative.
     */
    @Test
    void rowsThatNearlyVanishOnASection() {
        int[] kinds = new int[3];
        int close = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            int dimension = 2 + random.nextInt(4);
            int k = random.nextInt(dimension);
            Ends ends = Ends.face(dimension, k, random.nextBoolean() ? 1 : -1);
            Ends before = null;
            At past = null;
            boolean isAbove = random.nextBoolean();
            if (random.nextBoolean()) {
                At at = at(random, dimension, k);
                Ends.Cut cut = ends.cut(at.j, at.p, at.q);
                if (cut != null) {
                    before = ends;
                    past = at;
                    ends = isAbove ? cut.above() : cut.below();
                }
            }
            At at = at(random, dimension, k);
            Ends.Cut cut = ends.cut(at.j, at.p, at.q);
            if (cut == null || at.p.signum() == 0) {
                continue;
            }
            CubeRows cube = cube(row(random, ends, at));
            Ends start = before == null ? ends : before;
            RowRanges ranges = RowRanges.all(cube).over(start, signs(cube, start));
            if (before != null && ranges.rows().length > 0) {
                Ends.Cut first = before.cut(past.j, past.p, past.q);
                ranges = ranges.cut(ends, first.factor(), past.j, isAbove ? first.up() : 0, isAbove ? 0 : first.down(),
                        signs(cube, ends));
            }
            boolean isOpen = cube.sign(0, ends.low(), ends.high()) == 0;
            assertArrayEquals(isOpen ? new int[] {0} : new int[0], ranges.rows(), "seed " + seed);
            if (!isOpen) {
                continue;
            }
            long[] sum = new long[dimension + 1];
            int[] places = ranges.section(cut, at.j, sum);
            int sign = cube.sign(0, cut.section().low(), cut.section().high());
            if (sum[dimension] == 1) {
                assertEquals(0, places.length);
                assertEquals(1, sign, "seed " + seed);
            } else if (places.length == 0) {
                // Whoever is zero on all of the section is nowhere positive.
                assertTrue(sign < 0, "seed " + seed);
            } else if (cube.isExact(0)) {
                assertEquals(0, sign, "seed " + seed);
            } else {
                close += sign == 0 ? 0 : 1;
            }
            kinds[1 + sign]++;
        }
        assertTrue(kinds[0] > 300 && kinds[1] > 300 && kinds[2] > 300 && close > 300,
                kinds[0] + " below, " + kinds[1] + " both, " + kinds[2] + " above, " + close + " open by their bits");
    }

    private static At at(Random random, int dimension, int k) {
        int j = (k + 1 + random.nextInt(dimension - 1)) % dimension;
        BigInteger q = BigInteger.valueOf(1 + random.nextInt(12));
        BigInteger p = BigInteger.valueOf(random.nextInt(2 * q.intValue() + 1)).subtract(q);
        BigInteger content = p.gcd(q);
        return new At(j, p.divide(content), q.divide(content));
    }

    /** With its largest value, or its smallest one, where coordinate j is p/q next to nothing. */
    private static BigInteger[] row(Random random, Ends ends, At at) {
        BigInteger[] row = new BigInteger[ends.dimension()];
        boolean isLargest = random.nextBoolean();
        int bits = 1 + random.nextInt(60);
        BigInteger unit = at.p.multiply(ends.denominator());
        BigInteger extreme = BigInteger.ZERO;
        for (int i = 0; i < row.length; i++) {
            if (i != at.j) {
                row[i] = unit.multiply(new BigInteger(bits, random).subtract(new BigInteger(bits, random)));
                BigInteger atLow = row[i].multiply(ends.low()[i]);
                BigInteger atHigh = row[i].multiply(ends.high()[i]);
                extreme = extreme.add(isLargest ? atLow.max(atHigh) : atLow.min(atHigh));
            }
        }
        row[at.j] = at.q.multiply(extreme.divide(unit)).negate().add(BigInteger.valueOf(random.nextInt(3) - 1));
        return row;
    }

    private static CubeRows cube(BigInteger[] row) {
        RationalMatrix identity = RationalMatrix.identity(row.length);
        return new CubeRows(new ConeRows(new BigInteger[][] {row}, new BigInteger[] {BigInteger.ONE}, BigInteger.ONE), identity,
                identity);
    }

    private static RowRanges.Signs signs(CubeRows cube, Ends ends) {
        return new RowRanges.Signs() {
            @Override
            public int exactly(int i) {
                return cube.sign(i, ends.low(), ends.high());
            }

            @Override
            public void nonNegative(int i) {
                assertEquals(1, exactly(i));
            }
        };
    }
}
