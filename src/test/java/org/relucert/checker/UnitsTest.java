package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** Short coordinates: what they are, and the same cones in them as in those of the file. */
class UnitsTest {

    private static RationalVector vector(String... entries) {
        return RationalVector.of(List.of(entries).stream().map(Rationals::parseCanonical).toArray(Rational[]::new));
    }

    @Test
    void tableWithDecimals() {
        List<RationalVector> rows = List.of(vector("59", "321/10", "101", "0", "24299/5000", "1"), vector("48", "217/10", "349/4", "0", "38901/10000", "1"));
        Units units = Units.of(rows);
        assertEquals(vector("59", "321", "404", "0", "48598", "1"), units.functional(rows.get(0)));
        assertEquals(vector("48", "217", "349", "0", "38901", "1"), units.functional(rows.get(1)));
        assertEquals(vector("2", "30", "20", "5", "70000", "11"), units.vector(vector("2", "3", "5", "5", "7", "11")));
        assertEquals(vector("10000", "1000", "2500", "10000", "1", "10000"), units.direction(vector("1", "1", "1", "1", "1", "1")));
    }

    @Test
    void commonFactorsAndNone() {
        assertEquals(vector("10", "3"), Units.of(List.of(vector("4", "10"), vector("-6", "20"))).functional(vector("2", "3")), "2 and 10 are 5 and 1 to 10");
        assertEquals(vector("5", "2"), Units.of(List.of(vector("1/3", "2/7"), vector("2/5", "3/7"))).functional(vector("1/3", "2/7")), "35, 42 and 30, 45");
        assertTrue(Units.of(List.of(vector("1/3", "2/3"), vector("2/3", "5/3"))).areNone());
        assertTrue(Units.of(List.of(vector("2", "4"), vector("4", "6"))).areNone(), "a common factor of all columns is not one of a column");
        assertTrue(Units.of(List.of(vector("0", "0"))).areNone());
        assertTrue(Units.of(List.of(vector("1/2147483648", "1"))).areNone(), "denominators beyond 31 bits");
        assertTrue(!Units.of(List.of(vector("1/2147483647", "1"))).areNone());
        BigInteger prime = BigInteger.TWO.pow(61).subtract(BigInteger.ONE);
        String eight = prime.multiply(BigInteger.valueOf(8)).toString();
        assertTrue(Units.of(List.of(vector(eight, "1"))).areNone(), "a number of 64 bits");
        assertTrue(!Units.of(List.of(vector(prime.multiply(BigInteger.valueOf(4)).toString(), "1"))).areNone());
        assertTrue(Units.of(List.of(vector("9223372036854775808", "1"), vector("6", "1"))).areNone(), "a number of 64 bits, the factor 2");
        assertTrue(!Units.of(List.of(vector("4611686018427387904", "1"), vector("6", "1"))).areNone());
        assertTrue(Units.of(List.of(vector(prime.toString(), "8", "1"))).areNone(), "factors of 64 bits");
        assertTrue(!Units.of(List.of(vector(prime.toString(), "4", "1"))).areNone());
        assertTrue(!Units.of(List.of(vector(prime.toString(), "1"))).areNone());
    }

    @Test
    void boxesHaveNone() {
        Problem problem = problem(List.of(vector("1/2", "1"), vector("1", "1")));
        ConeRows rows = ConeRows.ofShort(problem, vector("1", "-1"), EqualRows.none(problem));
        RationalMatrix identity = RationalMatrix.identity(2);
        assertThrows(IllegalArgumentException.class, () -> new CubeRows(rows, identity, identity));
    }

    private static Problem problem(List<RationalVector> rows) {
        int dimension = rows.get(0).size();
        return Problem.of("", RationalMatrix.ofRows(rows, dimension), RationalMatrix.ofColumns(List.of(RationalVector.zero(rows.size())), rows.size()),
                Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(dimension));
    }

    private static RationalVector random(Random random, int dimension, int most, long[] over) {
        return RationalVector.of(IntStream.range(0, dimension)
                .mapToObj(k -> Rationals.of(random.nextInt(2 * most + 1) - most, over[k])).toArray(Rational[]::new));
    }

    /** The same walk in both coordinates: rays up to a positive factor, signs, verdicts on majorants close to tau. */
    @Test
    void theSameCones() {
        int splits = 0;
        int held = 0;
        int failed = 0;
        int parallel = 0;
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            String message = "seed " + seed;
            int dimension = 1 + random.nextInt(5);
            int n = 1 + random.nextInt(12);
            long[] over = random.longs(dimension, 0, 6).map(e -> (long) Math.pow(10, e)).toArray();
            long[] ones = random.longs(dimension, 1, 2).toArray();
            List<RationalVector> inputs = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                inputs.add(random(random, dimension, seed % 2 == 0 ? 9 : 100_000, over));
            }
            Problem problem = problem(inputs);
            RationalVector nu = random(random, n, 50, random.longs(n, 1, 9).toArray());
            EqualRows equal = EqualRows.none(problem);
            boolean opposite = seed % 3 == 0;
            ConeRows plain = opposite ? ConeRows.of(problem, nu, equal).opposite() : ConeRows.of(problem, nu, equal);
            ConeRows units = opposite ? ConeRows.ofShort(problem, nu, equal).opposite() : ConeRows.ofShort(problem, nu, equal);
            int number = random.nextInt(1 << dimension);
            Cone one = new Cone.Orthants(plain).cone(number);
            Cone other = new Cone.Orthants(units).cone(number);
            for (int depth = 0; depth < 6; depth++) {
                compareRays(one, other, n, message);
                RationalVector direction = random(random, dimension, 9, ones);
                assertEquals(one.positiveConcave(direction), other.positiveConcave(direction), message);
                List<Integer> slopeRows = IntStream.of(one.undecided()).filter(i -> units.nuSign(i) < 0 && random.nextBoolean()).boxed().toList();
                RationalVector slopes = RationalVector.of(slopeRows.stream().map(i -> Rationals.of(random.nextInt(5), 4)).toArray(Rational[]::new));
                Optional<RationalVector> signs = random.nextBoolean() ? Optional.of(direction) : Optional.empty();
                RationalVector tau = one.tau(slopeRows, slopes);
                RationalVector otherTau = other.tau(slopeRows, slopes);
                for (int g = 0; g < one.generators(); g++) {
                    // tau is that of the generators as they are given
                    assertEquals(tau.get(g).times(length(other.generator(g))), otherTau.get(g).times(length(one.generator(g))), message);
                }
                comparePartsOfTau(one, other, message);
                for (int attempt = 0; attempt < 4; attempt++) {
                    RationalVector w = random(random, dimension, 500, over);
                    int first = one.violatedGenerator(w, slopeRows, slopes, signs);
                    assertEquals(first, other.violatedGenerator(w, slopeRows, slopes, signs), message);
                    held += first < 0 ? 1 : 0;
                    failed += first >= 0 ? 1 : 0;
                    parallel += first >= 0 && other.violated(w, slopeRows, slopes, signs).orElseThrow().equals(other.generator(first)) ? 1 : 0;
                }
                boolean byRow = random.nextBoolean();
                int row = random.nextInt(n);
                RationalVector normal = random(random, dimension, 9, ones);
                Cone.Halves halves = byRow ? one.split(row) : one.split(normal);
                Cone.Halves otherHalves = byRow ? other.split(row) : other.split(normal);
                if (halves == null) {
                    assertNull(otherHalves, message);
                    continue;
                }
                splits++;
                boolean above = random.nextBoolean();
                one = above ? halves.nonNegative() : halves.nonPositive();
                other = above ? otherHalves.nonNegative() : otherHalves.nonPositive();
            }
        }
        assertTrue(splits > 300 && held > 300 && failed > 300 && parallel == failed, splits + " splits, " + held + " hold, " + failed + " do not");
    }

    private static void comparePartsOfTau(Cone one, Cone other, String message) {
        assertEquals(one.decidedConcave(), other.decidedConcave(), message);
        int dimension = one.dimension();
        long[] generator = new long[dimension];
        long[] convex = new long[dimension];
        RationalVector tau = other.tau(List.of(), RationalVector.zero(0));
        for (int g = 0; g < other.generators(); g++) {
            if (other.copyWords(g, generator, convex)) {
                RationalVector whole = other.generator(g);
                for (int j = 0; j < dimension; j++) {
                    assertEquals(whole.get(j), Rationals.of(other.factor(j).multiply(BigInteger.valueOf(generator[j])), BigInteger.ONE), message);
                }
                Rational part = RationalVector.of(convex).dot(RationalVector.of(generator)).divide(Rationals.of(other.termDenominator(), BigInteger.ONE));
                assertEquals(tau.get(g), part.plus(other.decidedConcave().dot(whole)), message);
            }
        }
    }

    private static Rational length(RationalVector v) {
        Rational sum = Rationals.ZERO;
        for (int k = 0; k < v.size(); k++) {
            sum = sum.plus(v.sign(k) < 0 ? v.get(k).opposite() : v.get(k));
        }
        return sum;
    }

    private static void compareRays(Cone one, Cone other, int n, String message) {
        assertArrayEquals(one.undecided(), other.undecided(), message);
        assertEquals(one.generators(), other.generators(), message);
        for (int g = 0; g < one.generators(); g++) {
            assertEquals(one.generator(g).times(length(other.generator(g))), other.generator(g).times(length(one.generator(g))), message);
            for (int i = 0; i < n; i++) {
                assertEquals(one.sign(g, i), other.sign(g, i), message);
            }
        }
    }
}
