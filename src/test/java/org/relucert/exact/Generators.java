package org.relucert.exact;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jscience.mathematics.number.Rational;

/** What the tests of this room draw from: integers that sit on word boundaries, and shapes that start at 0. */
final class Generators {

    private Generators() { }

    /**
     * Integers of at most the given number of bits (two more next to the largest power of two).
     *
     * <p>A quarter each: small ones, neighbours of powers of two where somebody's word ends (8, 31, 32, 63, 64 bits, and
     * the 10 and 20 words of 63 bits at which JScience changes its multiplication), runs of ones and zeros, anything.
     */
    static Arbitrary<BigInteger> integers(int maxBits) {
        Arbitrary<Boolean> signs = Arbitraries.of(false, true);
        Arbitrary<BigInteger> small = Arbitraries.integers().between(-9, 9).map(BigInteger::valueOf);
        Arbitrary<BigInteger> boundary = Combinators.combine(
                Arbitraries.of(boundaryBits(maxBits)), Arbitraries.integers().between(-2, 2), signs)
                .as((bits, offset, negative) ->
                        signed(BigInteger.ONE.shiftLeft(bits).add(BigInteger.valueOf(offset)), negative));
        Arbitrary<BigInteger> runs = Combinators.combine(Arbitraries.integers().between(0, maxBits), Arbitraries.longs(), signs)
                .as((bits, seed, negative) -> signed(runs(bits, new Random(seed)), negative));
        Arbitrary<BigInteger> any = Combinators.combine(Arbitraries.integers().between(0, maxBits), Arbitraries.longs(), signs)
                .as((bits, seed, negative) -> signed(new BigInteger(bits, new Random(seed)), negative));
        return Arbitraries.oneOf(List.of(small, boundary, runs, any)).withoutEdgeCases();
    }

    private static BigInteger signed(BigInteger n, boolean negative) {
        return negative ? n.negate() : n;
    }

    private static List<Integer> boundaryBits(int maxBits) {
        List<Integer> all = new ArrayList<>(List.of(7, 8, 15, 16, 30, 31, 32, 33, 62, 63, 64, 65));
        for (int words = 2; words <= 42; words++) {
            all.add(63 * words);
            all.add(64 * words);
        }
        return all.stream().filter(bits -> bits <= maxBits).toList();
    }

    /** The integers within 2 of powers of two with these exponents, and their negatives; some are there twice. */
    static List<BigInteger> aroundPowersOfTwo(int... exponents) {
        List<BigInteger> all = new ArrayList<>();
        for (int bits : exponents) {
            for (int offset = -2; offset <= 2; offset++) {
                BigInteger n = BigInteger.ONE.shiftLeft(bits).add(BigInteger.valueOf(offset));
                all.add(n);
                all.add(n.negate());
            }
        }
        return all;
    }

    private static BigInteger runs(int bits, Random random) {
        BigInteger n = BigInteger.ZERO;
        boolean ones = true;
        for (int left = bits; left > 0;) {
            int length = Math.min(left, 1 + random.nextInt(random.nextBoolean() ? 8 : 130));
            n = n.shiftLeft(length);
            if (ones) {
                n = n.add(BigInteger.ONE.shiftLeft(length).subtract(BigInteger.ONE));
            }
            ones = !ones;
            left -= length;
        }
        return n;
    }

    /** Integers other than 0. */
    static Arbitrary<BigInteger> nonzero(int maxBits) {
        return integers(maxBits).map(n -> n.signum() == 0 ? BigInteger.ONE : n);
    }

    /** Rationals whose numerator and denominator have at most the given number of bits. */
    static Arbitrary<Rational> rationals(int maxBits) {
        return Combinators.combine(integers(maxBits), nonzero(maxBits)).as(Rationals::of);
    }

    /** Rationals p/q with |p| at most 4 and q at most 6, a third of them 0, so that ranks drop. */
    static Arbitrary<Rational> smallRationals() {
        return Combinators.combine(
                Arbitraries.of(0, 0, 0, 0, 1, -1, 2, -2, 3, -3, 4, -4), Arbitraries.of(1, 1, 1, 2, 3, 4, 6))
                .as((p, q) -> Rationals.of(p, q)).withoutEdgeCases();
    }

    /** Mostly small rationals, sometimes wide ones. */
    static Arbitrary<Rational> entries() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, smallRationals()), Tuple.of(1, rationals(130))).withoutEdgeCases();
    }

    /** Vectors of a size. */
    static Arbitrary<RationalVector> vectors(int size, Arbitrary<Rational> entries) {
        return entries.list().ofSize(size).map(RationalVector::of).withoutEdgeCases();
    }

    /** Matrices of a shape. */
    static Arbitrary<RationalMatrix> matrices(int rows, int columns, Arbitrary<Rational> entries) {
        return entries.list().ofSize(rows * columns).map(list -> {
            List<RationalVector> rowList = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                rowList.add(RationalVector.of(list.subList(i * columns, (i + 1) * columns)));
            }
            return RationalMatrix.ofRows(rowList, columns);
        }).withoutEdgeCases();
    }

    /** Sizes from 0. */
    static Arbitrary<Integer> sizes(int max) {
        return Arbitraries.integers().between(0, max).withoutEdgeCases();
    }

    /** Matrices of all shapes up to max x max. */
    static Arbitrary<RationalMatrix> matrices(int max, Arbitrary<Rational> entries) {
        return Combinators.combine(sizes(max), sizes(max)).flatAs((rows, columns) -> matrices(rows, columns, entries));
    }

    /** Square matrices up to a size. */
    static Arbitrary<RationalMatrix> squares(int max, Arbitrary<Rational> entries) {
        return sizes(max).flatMap(size -> matrices(size, size, entries));
    }

    /** Products through a width smaller than both sizes, so that the rank is deficient by construction. */
    static Arbitrary<RationalMatrix> thinProducts(int max) {
        Arbitrary<Integer> positive = Arbitraries.integers().between(1, max).withoutEdgeCases();
        return Combinators.combine(positive, positive).flatAs(Generators::thinProducts);
    }

    /** Square ones, hence singular. */
    static Arbitrary<RationalMatrix> singularSquares(int max) {
        return Arbitraries.integers().between(1, max).withoutEdgeCases().flatMap(size -> thinProducts(size, size));
    }

    private static Arbitrary<RationalMatrix> thinProducts(int rows, int columns) {
        return sizes(Math.min(rows, columns) - 1).flatMap(width ->
                Combinators.combine(matrices(rows, width, entries()), matrices(width, columns, entries()))
                        .as((left, right) -> Oracle.matrix(
                                Oracle.product(Oracle.fractions(left), Oracle.fractions(right), columns), columns)));
    }
}
