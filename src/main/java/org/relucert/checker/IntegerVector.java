package org.relucert.checker;

import java.math.BigInteger;
import java.util.Arrays;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * A vector of integers for {@link Cone}: where its entries are below 2^{@value #SMALL} in absolute value and it has at most
 * {@value #MAX_SIZE} of them, in machine words, so that a dot product of two such vectors is below 2^126. Immutable.
 */
final class IntegerVector {

    static final int SMALL = 61;
    static final int MAX_SIZE = 16;
    /** At most 2^this entries in machine words. */
    static final int SIZE_BITS = 4;

    private static final int WORD = Long.SIZE;

    /** The entries, or null if they are not small. */
    private final long[] words;
    /** The entries, or null if they are small. */
    private final BigInteger[] whole;
    private final int bits;

    private IntegerVector(long[] words, BigInteger[] whole, int bits) {
        this.words = words;
        this.whole = whole;
        this.bits = bits;
    }

    /** The vector with these entries. */
    static IntegerVector of(BigInteger... entries) {
        int bits = 0;
        for (BigInteger entry : entries) {
            bits = Math.max(bits, entry.bitLength());
        }
        if (bits > SMALL || entries.length > MAX_SIZE) {
            return new IntegerVector(null, entries.clone(), bits);
        }
        long[] words = new long[entries.length];
        for (int k = 0; k < words.length; k++) {
            words[k] = entries[k].longValueExact();
        }
        return new IntegerVector(words, null, bits);
    }

    /** The numerators of a vector. */
    static IntegerVector numerators(RationalVector v) {
        BigInteger[] entries = new BigInteger[v.size()];
        Arrays.setAll(entries, v::numerator);
        return of(entries);
    }

    /** The vector with these entries, all small. */
    static IntegerVector ofSmall(long[] entries) {
        if (entries.length <= MAX_SIZE) {
            return small(entries.clone());
        }
        BigInteger[] whole = new BigInteger[entries.length];
        Arrays.setAll(whole, k -> BigInteger.valueOf(entries[k]));
        return of(whole);
    }

    /** A vector of small entries; takes the array. */
    private static IntegerVector small(long[] words) {
        int bits = 0;
        for (long word : words) {
            bits = Math.max(bits, bits(word));
        }
        return new IntegerVector(words, null, bits);
    }

    private static int bits(long word) {
        return WORD - Long.numberOfLeadingZeros(word ^ word >> WORD - 1);
    }

    int size() {
        return words != null ? words.length : whole.length;
    }

    /** Whether the entries are kept in machine words. */
    boolean isSmall() {
        return words != null;
    }

    /** Entry k of a small vector. */
    long word(int k) {
        return words[k];
    }

    /** Some b with -2^b &lt;= entry &lt; 2^b for every entry, the least. */
    int bits() {
        return bits;
    }

    /** The same of entry k. */
    int bits(int k) {
        return words != null ? bits(words[k]) : whole[k].bitLength();
    }

    boolean isZero(int k) {
        return words != null ? words[k] == 0 : whole[k].signum() == 0;
    }

    BigInteger get(int k) {
        return words != null ? BigInteger.valueOf(words[k]) : whole[k];
    }

    /** floor(entry k / 2^shift), which must be an int; shift may be negative. */
    int shifted(int k, int shift) {
        if (words == null) {
            return whole[k].shiftRight(shift).intValueExact();
        }
        // An entry that is not zero, and an int when it is shifted, is not shifted by a word.
        return Math.toIntExact(shift >= 0 ? words[k] >> Math.min(shift, WORD - 1) : words[k] == 0 ? 0 : words[k] << -shift);
    }

    /** All entries, not to be changed. */
    BigInteger[] whole() {
        if (words == null) {
            return whole;
        }
        BigInteger[] entries = new BigInteger[words.length];
        Arrays.setAll(entries, k -> BigInteger.valueOf(words[k]));
        return entries;
    }

    /** The dot product. */
    Wide dot(IntegerVector other) {
        if (words == null || other.words == null) {
            return Wide.of(dot(whole(), other.whole()));
        }
        if (bits + other.bits + SIZE_BITS < WORD - 1) {
            // At most 2^62 in absolute value
            long sum = 0;
            for (int k = 0; k < words.length; k++) {
                sum += words[k] * other.words[k];
            }
            return Wide.of(sum);
        }
        long high = 0;
        long low = 0;
        for (int k = 0; k < words.length; k++) {
            long product = words[k] * other.words[k];
            low += product;
            high += Math.multiplyHigh(words[k], other.words[k]) + Wide.carry(low, product);
        }
        return Wide.of(high, low);
    }

    /** a . b. */
    static BigInteger dot(BigInteger[] a, BigInteger[] b) {
        BigInteger sum = BigInteger.ZERO;
        for (int k = 0; k < a.length; k++) {
            if (a[k].signum() != 0 && b[k].signum() != 0) {
                sum = sum.add(a[k].multiply(b[k]));
            }
        }
        return sum;
    }

    /**
     * A positive multiple of alpha q - beta p, which must not be zero, with short entries: with the given factor or the
     * greatest common one taken out.
     *
     * <p>The factor is a guess that need not be right: every entry of the result times what was taken out is compared with
     * what it should be.
     */
    static IntegerVector combination(Wide alpha, IntegerVector q, Wide beta, IntegerVector p, Wide factor) {
        if (p.isSmall() && q.isSmall() && Math.max(alpha.bits() + q.bits, beta.bits() + p.bits) < Wide.BITS) {
            IntegerVector small = smallCombination(alpha, q, beta, p, factor);
            if (small != null) {
                return small;
            }
        }
        BigInteger[] sum = new BigInteger[p.size()];
        BigInteger a = alpha.toBigInteger();
        BigInteger b = beta.toBigInteger();
        for (int k = 0; k < sum.length; k++) {
            sum[k] = a.multiply(q.get(k)).subtract(b.multiply(p.get(k)));
        }
        BigInteger[] quotients = quotients(sum, factor.toBigInteger().abs());
        return of(quotients != null ? quotients : quotients(sum, content(sum)));
    }

    /** The entries divided by a factor, or null if it is zero or leaves a remainder. */
    private static BigInteger[] quotients(BigInteger[] entries, BigInteger factor) {
        if (factor.signum() == 0) {
            return null;
        }
        BigInteger[] quotients = new BigInteger[entries.length];
        for (int k = 0; k < quotients.length; k++) {
            BigInteger[] division = entries[k].divideAndRemainder(factor);
            if (division[1].signum() != 0) {
                return null;
            }
            quotients[k] = division[0];
        }
        return quotients;
    }

    /** The greatest common divisor of the entries, 1 for a zero vector. */
    static BigInteger content(BigInteger[] entries) {
        BigInteger gcd = BigInteger.ZERO;
        for (BigInteger entry : entries) {
            if (gcd.equals(BigInteger.ONE)) {
                break;
            }
            gcd = Rationals.gcd(gcd, entry);
        }
        return gcd.signum() == 0 ? BigInteger.ONE : gcd;
    }

    /** The same in two words each, or null where the result is not small, or the factor is wrong and the entries are no words. */
    static IntegerVector smallCombination(Wide alpha, IntegerVector q, Wide beta, IntegerVector p, Wide factor) {
        int size = p.words.length;
        if (Math.max(alpha.bits() + q.bits, beta.bits() + p.bits) < WORD - 2 && isWord(factor)) {
            // One word each: two terms of at most 2^61 in absolute value.
            long[] sums = new long[size];
            for (int k = 0; k < size; k++) {
                sums[k] = alpha.low() * q.words[k] - beta.low() * p.words[k];
            }
            long[] quotients = quotients(sums, Math.abs(factor.low()));
            if (quotients != null) {
                return small(quotients);
            }
        }
        long[] high = new long[size];
        long[] low = new long[size];
        boolean single = true;
        for (int k = 0; k < size; k++) {
            long minusP = -p.words[k];
            long product = beta.low() * minusP;
            low[k] = alpha.low() * q.words[k] + product;
            high[k] = Wide.productHigh(alpha.high(), alpha.low(), q.words[k])
                    + Wide.productHigh(beta.high(), beta.low(), minusP) + Wide.carry(low[k], product);
            single &= high[k] == low[k] >> WORD - 1;
        }
        long[] quotients = quotients(high, low, isWord(factor) ? Math.abs(factor.low()) : 0);
        if (quotients == null && single) {
            long gcd = 0;
            for (long entry : low) {
                gcd = Rationals.gcd(gcd, entry);
            }
            quotients = quotients(high, low, gcd);
        }
        return quotients == null ? null : small(quotients);
    }

    private static boolean isWord(Wide value) {
        return value.isSmall() && value.high() == value.low() >> WORD - 1;
    }

    /** The inverse of an odd number modulo 2^64. */
    private static long inverse(long odd) {
        // Newton's iteration: five steps from three right bits.
        long inverse = odd;
        for (int step = 0; step < 5; step++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    /** The entries divided by a divisor, or null if it is not positive, leaves a remainder, or a quotient is not small. */
    static long[] quotients(long[] entries, long divisor) {
        if (divisor <= 0) {
            return null;
        }
        int twos = Long.numberOfTrailingZeros(divisor);
        long inverse = inverse(divisor >> twos);
        long[] quotients = new long[entries.length];
        for (int k = 0; k < quotients.length; k++) {
            long quotient = (entries[k] >> twos) * inverse;
            if (quotient * divisor != entries[k] || Math.multiplyHigh(quotient, divisor) != entries[k] >> WORD - 1
                    || bits(quotient) > SMALL) {
                return null;
            }
            quotients[k] = quotient;
        }
        return quotients;
    }

    /** The same for entries in two words. */
    static long[] quotients(long[] high, long[] low, long divisor) {
        if (divisor <= 0) {
            return null;
        }
        int twos = Long.numberOfTrailingZeros(divisor);
        long inverse = inverse(divisor >> twos);
        long[] quotients = new long[high.length];
        for (int k = 0; k < quotients.length; k++) {
            long shifted = twos == 0 ? low[k] : low[k] >>> twos | high[k] << WORD - twos;
            long quotient = shifted * inverse;
            if (quotient * divisor != low[k] || Math.multiplyHigh(quotient, divisor) != high[k] || bits(quotient) > SMALL) {
                return null;
            }
            quotients[k] = quotient;
        }
        return quotients;
    }
}
