package org.relucert.checker;

import java.math.BigInteger;

/**
 * An integer of any size, in two machine words where it fits: |value| &lt; 2^126 there, so that one sum of two of them and one
 * change of sign cannot overflow. Immutable.
 */
final class Wide {

    /** Absolute values below 2^BITS are kept in two words. */
    static final int BITS = 126;

    private static final int WORD = Long.SIZE;

    /** The value is high 2^64 + (low as unsigned), unless large is given. */
    private final long high;
    private final long low;
    private final BigInteger large;

    private Wide(long high, long low, BigInteger large) {
        this.high = high;
        this.low = low;
        this.large = large;
    }

    /** high 2^64 + (low as unsigned), which must be below 2^{@value #BITS} in absolute value. */
    static Wide of(long high, long low) {
        return new Wide(high, low, null);
    }

    /** The value of a word. */
    static Wide of(long word) {
        return new Wide(word >> WORD - 1, word, null);
    }

    /** The value of a BigInteger. */
    static Wide of(BigInteger value) {
        return value.bitLength() <= BITS ? new Wide(value.shiftRight(WORD).longValue(), value.longValue(), null)
                : new Wide(0, 0, value);
    }

    /** Whether the value is kept in two words. */
    boolean isSmall() {
        return large == null;
    }

    /** The upper word, sign included, of a small value. */
    long high() {
        return high;
    }

    /** The lower word, unsigned, of a small value. */
    long low() {
        return low;
    }

    int signum() {
        return large != null ? large.signum() : signum(high, low);
    }

    /** The sign of high 2^64 + (low as unsigned). */
    static int signum(long high, long low) {
        return high < 0 ? -1 : (high | low) != 0 ? 1 : 0;
    }

    /** Some b with |value| &lt;= 2^b, at most one larger than the least. */
    int bits() {
        if (large != null) {
            return large.bitLength();
        }
        long top = high ^ high >> WORD - 1;
        return top != 0 ? 2 * WORD - Long.numberOfLeadingZeros(top) : WORD - Long.numberOfLeadingZeros(low ^ high);
    }

    BigInteger toBigInteger() {
        return large != null ? large : whole(high, low);
    }

    /** high 2^64 + (low as unsigned). */
    static BigInteger whole(long high, long low) {
        if (high == low >> WORD - 1) {
            return BigInteger.valueOf(low);
        }
        BigInteger lower = BigInteger.valueOf(low >>> 1).shiftLeft(1).add(BigInteger.valueOf(low & 1));
        return BigInteger.valueOf(high).shiftLeft(WORD).add(lower);
    }

    /** The upper word of (high 2^64 + low) b modulo 2^128; the lower one is low * b. */
    static long productHigh(long high, long low, long b) {
        // As a signed word, low is the unsigned one less 2^64 where its top bit is set.
        return high * b + Math.multiplyHigh(low, b) + (low >> WORD - 1 & b);
    }

    /** What adding a word to a word carries over, given their sum. */
    static long carry(long sum, long added) {
        return Long.compareUnsigned(sum, added) < 0 ? 1 : 0;
    }
}
