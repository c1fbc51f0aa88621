package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.relucert.exact.RationalVector;

/** The machine integers of the cones against plain ones, at every size and close to zero. */
class ConeRowsTest {

    private static BigInteger integer(Random random, int bits) {
        BigInteger magnitude = new BigInteger(bits == 0 ? 0 : 1 + random.nextInt(bits), random);
        return random.nextBoolean() ? magnitude : magnitude.negate();
    }

    private static BigInteger[] vector(Random random, int size, int bits) {
        BigInteger[] v = new BigInteger[size];
        Arrays.setAll(v, k -> integer(random, bits));
        return v;
    }

    private static ConeRows rows(Random random, int n, int dimension, int bits) {
        BigInteger[][] primitive = new BigInteger[n][];
        for (int i = 0; i < n; i++) {
            primitive[i] = vector(random, dimension, bits);
            BigInteger gcd = Arrays.stream(primitive[i]).reduce(BigInteger.ZERO, BigInteger::gcd);
            if (gcd.signum() != 0) {
                primitive[i] = Arrays.stream(primitive[i]).map(entry -> entry.divide(gcd)).toArray(BigInteger[]::new);
            }
        }
        return new ConeRows(primitive, vector(random, n, bits), BigInteger.valueOf(7));
    }

    @Test
    void signsAreThoseOfTheProducts() {
        Random random = new Random(1);
        int zeros = 0;
        for (int round = 0; round < 20_000; round++) {
            int dimension = 1 + random.nextInt(16);
            int bits = 1 + random.nextInt(120);
            ConeRows rows = rows(random, 1, dimension, bits);
            BigInteger[] p = rows.primitive()[0];
            BigInteger[] v = vector(random, dimension, 1 + random.nextInt(120));
            int close = random.nextInt(dimension);
            if (random.nextBoolean() && p[close].signum() != 0) {
                // Nearly orthogonal: v p_close^2 less its projection, or one off.
                v[close] = BigInteger.ZERO;
                BigInteger product = IntegerVector.dot(p, v);
                for (int k = 0; k < dimension; k++) {
                    v[k] = v[k].multiply(p[close]);
                }
                v[close] = product.negate().add(BigInteger.valueOf(random.nextInt(3) - 1));
            }
            int expected = IntegerVector.dot(p, v).signum();
            zeros += expected == 0 ? 1 : 0;
            assertEquals(expected, rows.sign(0, IntegerVector.of(v), rows.head(IntegerVector.of(v))), Arrays.toString(p) + " . " + Arrays.toString(v));
        }
        assertTrue(zeros > 1000);
    }

    /** Asked for many or for few, the bits are the signs, and no other bit is touched. */
    @Test
    void signsOfManyRows() {
        Random random = new Random(3);
        int zeros = 0;
        int many = 0;
        for (int round = 0; round < 3_000; round++) {
            int n = 1 + random.nextInt(150);
            int dimension = 1 + random.nextInt(16);
            ConeRows rows = rows(random, n, dimension, 1 + random.nextInt(round % 3 == 0 ? 100 : 16));
            BigInteger[] v = vector(random, dimension, 1 + random.nextInt(round % 2 == 0 ? 100 : 12));
            long[] asked = new long[(n + 63) / 64];
            int share = 1 + random.nextInt(20);
            int count = 0;
            for (int i = 0; i < n; i++) {
                if (random.nextInt(share) == 0) {
                    asked[i / 64] |= 1L << i;
                    count++;
                }
            }
            many += count * 8 >= n ? 1 : 0;
            long[] positive = new long[asked.length];
            long[] negative = new long[asked.length];
            for (int w = 0; w < asked.length; w++) {
                positive[w] = random.nextLong() & ~asked[w];
                negative[w] = random.nextLong() & ~asked[w];
            }
            long[] positiveBefore = positive.clone();
            long[] negativeBefore = negative.clone();
            IntegerVector vector = IntegerVector.of(v);
            rows.signs(vector, asked, positive, negative);
            for (int i = 0; i < n; i++) {
                boolean known = (asked[i / 64] >> i & 1) == 0;
                int sign = IntegerVector.dot(rows.primitive()[i], v).signum();
                zeros += sign == 0 ? 1 : 0;
                assertEquals(known ? positiveBefore[i / 64] >> i & 1 : sign > 0 ? 1 : 0, positive[i / 64] >> i & 1, "row " + i);
                assertEquals(known ? negativeBefore[i / 64] >> i & 1 : sign < 0 ? 1 : 0, negative[i / 64] >> i & 1, "row " + i);
            }
        }
        assertTrue(zeros > 1000 && many > 500 && many < 2500, zeros + " zeros, " + many + " with many");
    }

    /** Where coarse heads are the whole numbers, they leave open the rows that are orthogonal to the vector and no others. */
    @Test
    void coarseHeadsDecide() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            int n = 1 + random.nextInt(150);
            int dimension = 1 + random.nextInt(16);
            ConeRows rows = rows(random, n, dimension, 1 + random.nextInt(12));
            BigInteger[] v = vector(random, dimension, 1 + random.nextInt(12));
            long[] asked = rows.all();
            asked[0] &= random.nextLong();
            BitSet positive = new BitSet();
            BitSet negative = new BitSet();
            BitSet zero = new BitSet();
            BitSet.valueOf(asked).stream().forEach(i -> {
                int sign = IntegerVector.dot(rows.primitive()[i], v).signum();
                (sign > 0 ? positive : sign < 0 ? negative : zero).set(i);
                assertEquals(rows.coefficients()[i].signum(), rows.nuSign(i));
            });
            long[] above = new long[asked.length];
            long[] below = new long[asked.length];
            assertEquals(zero, BitSet.valueOf(rows.coarseSigns(IntegerVector.of(v), asked, above, below, new int[n])));
            assertEquals(positive, BitSet.valueOf(above));
            assertEquals(negative, BitSet.valueOf(below));
        }
    }

    /** As many bits as rows, in as many words as they need: sets of rows are compared word by word. */
    @Test
    void bitsOfAllRows() {
        Random random = new Random(8);
        for (int n = 1; n <= 130; n++) {
            ConeRows rows = rows(random, n, 2, 5);
            BitSet expected = new BitSet();
            expected.set(0, n);
            assertArrayEquals(expected.toLongArray(), rows.all());
            assertEquals(rows.all().length, rows.convex().length);
            assertEquals(rows.all().length, rows.concave().length);
        }
        assertEquals(0, ConeRows.all(0).length);
    }

    /** A sum is what it was once a term that was added is taken out. */
    @Test
    void termsAreTakenOut() {
        Random random = new Random(4);
        ConeRows rows = rows(random, 9, 4, 80);
        long[] sum = rows.zero();
        rows.add(sum, 3);
        BigInteger[] before = rows.value(sum);
        rows.add(sum, 5);
        rows.subtract(sum, 3);
        rows.add(sum, 3);
        rows.subtract(sum, 5);
        assertArrayEquals(before, rows.value(sum));
    }

    @Test
    void sumsOfTermsAreExact() {
        Random random = new Random(2);
        for (int round = 0; round < 300; round++) {
            int n = 1 + random.nextInt(40);
            int dimension = 1 + random.nextInt(5);
            ConeRows rows = rows(random, n, dimension, 1 + random.nextInt(90));
            long[] sum = rows.zero();
            BigInteger[] expected = new BigInteger[dimension];
            Arrays.fill(expected, BigInteger.ZERO);
            List<Integer> chosen = IntStream.range(0, n).filter(i -> random.nextBoolean()).boxed().toList();
            BigInteger[] factors = vector(random, chosen.size(), 1 + random.nextInt(140));
            BigInteger[] weighted = expected.clone();
            for (int t = 0; t < chosen.size(); t++) {
                int i = chosen.get(t);
                rows.add(sum, i);
                for (int k = 0; k < dimension; k++) {
                    BigInteger term = rows.primitive()[i][k].multiply(rows.coefficients()[i]);
                    expected[k] = expected[k].add(term);
                    weighted[k] = weighted[k].add(term.multiply(factors[t]));
                }
            }
            assertArrayEquals(expected, rows.value(sum));
            assertArrayEquals(weighted, rows.combination(chosen, RationalVector.of(factors, BigInteger.ONE)));
        }
    }

    /** The terms with a positive coefficient whose rows are positive on a vector, and no others. */
    @Test
    void positiveConvexTerms() {
        Random random = new Random(9);
        for (int round = 0; round < 500; round++) {
            int n = 1 + random.nextInt(80);
            int dimension = 1 + random.nextInt(6);
            ConeRows rows = rows(random, n, dimension, 1 + random.nextInt(round % 2 == 0 ? 4 : 90));
            BigInteger[] v = vector(random, dimension, 1 + random.nextInt(round % 3 == 0 ? 4 : 90));
            BigInteger[] expected = new BigInteger[dimension];
            Arrays.fill(expected, BigInteger.ZERO);
            for (int i = 0; i < n; i++) {
                if (rows.nuSign(i) > 0 && IntegerVector.dot(rows.primitive()[i], v).signum() > 0) {
                    for (int k = 0; k < dimension; k++) {
                        expected[k] = expected[k].add(rows.primitive()[i][k].multiply(rows.coefficients()[i]));
                    }
                }
            }
            assertArrayEquals(expected, rows.positiveConvex(IntegerVector.of(v)));
        }
    }

    /** Sums of all terms, of lengths on both sides of what goes into one word, and of the other side. */
    @Test
    void sumsOfWholeWords() {
        Random random = new Random(6);
        int words = 0;
        for (int round = 0; round < 2_000; round++) {
            int n = 1 + random.nextInt(9);
            int bits = 26 + random.nextInt(8);
            BigInteger[][] primitive = new BigInteger[n][];
            BigInteger[] coefficients = new BigInteger[n];
            BigInteger largest = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
            for (int i = 0; i < n; i++) {
                primitive[i] = new BigInteger[] {random.nextBoolean() ? largest : BigInteger.ONE.shiftLeft(bits).negate(), BigInteger.ONE};
                coefficients[i] = random.nextBoolean() ? largest : largest.negate();
            }
            ConeRows rows = new ConeRows(primitive, coefficients, BigInteger.ONE);
            ConeRows other = rows.opposite();
            words += rows.limbs() == 1 ? 1 : 0;
            BigInteger[] expected = {BigInteger.ZERO, BigInteger.ZERO};
            long[] sum = rows.zero();
            long[] otherSum = other.zero();
            for (int i = 0; i < n; i++) {
                rows.add(sum, i);
                other.add(otherSum, i);
                for (int k = 0; k < 2; k++) {
                    expected[k] = expected[k].add(primitive[i][k].multiply(coefficients[i]));
                }
                assertEquals(-rows.nuSign(i), other.nuSign(i));
                assertEquals(coefficients[i].negate(), other.coefficients()[i]);
            }
            assertArrayEquals(expected, rows.value(sum));
            assertArrayEquals(Arrays.stream(expected).map(BigInteger::negate).toArray(), other.value(otherSum));
            assertArrayEquals(rows.convex(), other.concave());
            assertArrayEquals(rows.concave(), other.convex());
        }
        assertTrue(words > 200 && words < 1800, words + " in words");
    }

    /** As many of the largest limbs times the largest factors as there is room for in a word, and more. */
    @Test
    void combinationsAtTheLimit() {
        BigInteger limbs = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
        for (int count = 1; count <= 9; count++) {
            BigInteger[][] primitive = new BigInteger[count][];
            Arrays.fill(primitive, new BigInteger[] {BigInteger.ONE});
            BigInteger[] coefficients = new BigInteger[count];
            Arrays.fill(coefficients, limbs);
            ConeRows rows = new ConeRows(primitive, coefficients, BigInteger.ONE);
            for (int bits = 1; bits <= 130; bits++) {
                BigInteger[] factors = new BigInteger[count];
                Arrays.fill(factors, BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
                assertEquals(limbs.multiply(factors[0]).multiply(BigInteger.valueOf(count)), rows.combination(
                        IntStream.range(0, count).boxed().toList(), RationalVector.of(factors, BigInteger.ONE))[0]);
            }
        }
    }
}
