package org.relucert.checker;

import java.math.BigInteger;
import java.util.Arrays;
import org.relucert.exact.RationalVector;

/** A sum of multiples of vectors over one denominator: in machine words while its entries are small, then on BigInteger. */
final class Combination {

    /**
     * A vector: integers over a positive denominator, which need not be the least.
     *
     * @param numerators the integers
     * @param denominator best the same object for vectors that come together
     */
    record Scaled(IntegerVector numerators, BigInteger denominator) {

        /** A vector over a denominator that its own divides. */
        static Scaled of(RationalVector v, BigInteger denominator) {
            BigInteger factor = denominator.divide(v.denominator());
            BigInteger[] entries = new BigInteger[v.size()];
            Arrays.setAll(entries, k -> v.numerator(k).multiply(factor));
            return new Scaled(IntegerVector.of(entries), denominator);
        }

        /** A vector over its own denominator. */
        static Scaled of(RationalVector v) {
            return of(v, v.denominator());
        }

        Scaled opposite() {
            BigInteger[] entries = new BigInteger[numerators.size()];
            Arrays.setAll(entries, k -> numerators.get(k).negate());
            return new Scaled(IntegerVector.of(entries), denominator);
        }
    }

    /** Every entry of a sum in words is at most this in absolute value, so that it is small for an {@link IntegerVector}. */
    private static final long LIMIT = (1L << IntegerVector.SMALL) - 1;

    private BigInteger denominator;
    /** The numerators, or null once they are not small. */
    private long[] words;
    /** No entry in words is larger in absolute value. */
    private long largest;
    private BigInteger[] whole;
    private BigInteger lastDenominator;
    private BigInteger lastFactor;
    private BigInteger share;

    /** Zero, over a denominator that what is added will divide, as a rule. */
    Combination(int size, BigInteger denominator) {
        this.denominator = denominator;
        this.words = new long[size];
    }

    /** Adds v p/q, q positive. */
    void add(Scaled v, BigInteger p, BigInteger q) {
        if (v.denominator != lastDenominator || q != lastFactor) {
            prepare(v.denominator.multiply(q));
            lastDenominator = v.denominator;
            lastFactor = q;
        }
        BigInteger factor = p.multiply(share);
        IntegerVector vector = v.numerators;
        if (words != null && vector.isSmall() && factor.bitLength() + vector.bits() < IntegerVector.SMALL) {
            // |factor| <= 2^bitLength and |entry| <= 2^bits, so this is below 2^61, and so is what the sum may grow to.
            long grown = largest + (1L << factor.bitLength() + vector.bits());
            if (grown <= LIMIT) {
                long multiple = factor.longValueExact();
                for (int k = 0; k < words.length; k++) {
                    words[k] += multiple * vector.word(k);
                }
                largest = grown;
                return;
            }
        }
        widen();
        for (int k = 0; k < whole.length; k++) {
            whole[k] = whole[k].add(factor.multiply(vector.get(k)));
        }
    }

    /** Finds what an integer over a denominator has to be multiplied by, after making it divide the sum's. */
    private void prepare(BigInteger own) {
        BigInteger[] division = denominator.divideAndRemainder(own);
        if (division[1].signum() != 0) {
            BigInteger scale = own.divide(own.gcd(denominator));
            widen();
            for (int k = 0; k < whole.length; k++) {
                whole[k] = whole[k].multiply(scale);
            }
            denominator = denominator.multiply(scale);
            division = denominator.divideAndRemainder(own);
        }
        share = division[0];
    }

    private void widen() {
        if (words != null) {
            whole = numerators().whole();
            words = null;
        }
    }

    /** The entries over {@link #denominator()}. */
    IntegerVector numerators() {
        return words != null ? IntegerVector.ofSmall(words) : IntegerVector.of(whole);
    }

    /** Positive. */
    BigInteger denominator() {
        return denominator;
    }

    /** The sign of an entry. */
    int sign(int k) {
        return words != null ? Long.signum(words[k]) : whole[k].signum();
    }

    /** The sum. */
    RationalVector value() {
        return RationalVector.of(numerators().whole(), denominator);
    }
}
