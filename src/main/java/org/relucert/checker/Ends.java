package org.relucert.checker;

import java.math.BigInteger;
import java.util.Arrays;
import org.relucert.exact.Rationals;

/**
 * Where a {@link Box} ends in each coordinate, low and high, over a common denominator: in words while it has few bits, else in
 * whole numbers over the least one. Immutable.
 */
final class Ends {

    /** Most bits of the denominator in words. No end is larger than it in absolute value. */
    static final int WORD_BITS = 20;

    /** Not to be changed. Null where there are no words. */
    final long[] lows;
    final long[] highs;
    /** Null where there are words. */
    private final BigInteger[] wholeLows;
    private final BigInteger[] wholeHighs;
    private final BigInteger denominator;

    private Ends(long[] lows, long[] highs, BigInteger[] wholeLows, BigInteger[] wholeHighs, BigInteger denominator) {
        this.lows = lows;
        this.highs = highs;
        this.wholeLows = wholeLows;
        this.wholeHighs = wholeHighs;
        this.denominator = denominator;
    }

    /** Those of the face v_k = s of the cube of all |v_j| &lt;= 1. */
    static Ends face(int dimension, int k, int s) {
        long[] lows = new long[dimension];
        long[] highs = new long[dimension];
        Arrays.fill(lows, -1);
        Arrays.fill(highs, 1);
        lows[k] = s;
        highs[k] = s;
        return new Ends(lows, highs, null, null, BigInteger.ONE);
    }

    private static Ends of(BigInteger[] lows, BigInteger[] highs, BigInteger denominator) {
        BigInteger content = denominator;
        for (int j = 0; j < lows.length; j++) {
            content = content.gcd(lows[j]).gcd(highs[j]);
        }
        BigInteger least = denominator.divide(content);
        BigInteger[] shortLows = divided(lows, content);
        BigInteger[] shortHighs = divided(highs, content);
        return least.bitLength() <= WORD_BITS ? new Ends(words(shortLows), words(shortHighs), null, null, least)
                : new Ends(null, null, shortLows, shortHighs, least);
    }

    private static BigInteger[] divided(BigInteger[] numbers, BigInteger content) {
        return Arrays.stream(numbers).map(number -> number.divide(content)).toArray(BigInteger[]::new);
    }

    private static long[] words(BigInteger[] numbers) {
        return Arrays.stream(numbers).mapToLong(BigInteger::longValueExact).toArray();
    }

    private static BigInteger[] whole(long[] words) {
        return Arrays.stream(words).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new);
    }

    boolean areWords() {
        return lows != null;
    }

    int dimension() {
        return areWords() ? lows.length : wholeLows.length;
    }

    /** Positive. */
    BigInteger denominator() {
        return denominator;
    }

    /** The low ends times the denominator. */
    BigInteger[] low() {
        return areWords() ? whole(lows) : wholeLows.clone();
    }

    /** The high ends times the denominator. */
    BigInteger[] high() {
        return areWords() ? whole(highs) : wholeHighs.clone();
    }

    /**
     * What a cut makes of the ends.
     *
     * @param factor between denominators, and up and down by how much the low end goes up in one half and the high one down in
     *     the other: where all three are in words, else factor is 0
     */
    record Cut(Ends above, Ends below, long factor, long up, long down) {

        /** Those of the section between the halves, in words. */
        Ends section() {
            return new Ends(above.lows, below.highs, null, null, above.denominator);
        }
    }

    /** Sum of the larger ones of the |v_k| at both ends, in words. */
    long size() {
        long size = 0;
        for (int k = 0; k < lows.length; k++) {
            size += Math.max(Math.abs(lows[k]), Math.abs(highs[k]));
        }
        return size;
    }

    /** Cuts coordinate j at p/q in lowest terms, q positive; null unless that lies between the ends. */
    Cut cut(int j, BigInteger p, BigInteger q) {
        // No end is outside [-1, 1].
        if (p.abs().compareTo(q) > 0) {
            return null;
        }
        if (areWords() && q.bitLength() <= WORD_BITS) {
            long place = p.longValue() * denominator.longValue();
            if (place <= lows[j] * q.longValue() || place >= highs[j] * q.longValue()) {
                return null;
            }
            long factor = q.longValue() / Rationals.gcd(denominator.longValue(), q.longValue());
            long common = denominator.longValue() * factor;
            if (common >> WORD_BITS == 0) {
                return cut(j, p.longValue() * (common / q.longValue()), factor, BigInteger.valueOf(common));
            }
        }
        BigInteger[] low = low();
        BigInteger[] high = high();
        BigInteger place = p.multiply(denominator);
        if (place.compareTo(low[j].multiply(q)) <= 0 || place.compareTo(high[j].multiply(q)) >= 0) {
            return null;
        }
        BigInteger factor = q.divide(q.gcd(denominator));
        BigInteger common = denominator.multiply(factor);
        Arrays.setAll(low, k -> low[k].multiply(factor));
        Arrays.setAll(high, k -> high[k].multiply(factor));
        BigInteger[] from = low.clone();
        from[j] = common.divide(q).multiply(p);
        BigInteger[] to = high.clone();
        to[j] = from[j];
        return new Cut(of(from, high, common), of(low, to, common), 0, 0, 0);
    }

    private Cut cut(int j, long place, long factor, BigInteger common) {
        long[] low = multiple(lows, factor);
        long[] high = multiple(highs, factor);
        long[] from = low.clone();
        from[j] = place;
        long[] to = high.clone();
        to[j] = place;
        return new Cut(new Ends(from, high, null, null, common), new Ends(low, to, null, null, common), factor,
                place - low[j], high[j] - place);
    }

    private static long[] multiple(long[] numbers, long factor) {
        long[] multiple = new long[numbers.length];
        for (int j = 0; j < multiple.length; j++) {
            multiple[j] = numbers[j] * factor;
        }
        return multiple;
    }
}
