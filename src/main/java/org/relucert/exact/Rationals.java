package org.relucert.exact;

import java.math.BigInteger;
import org.jscience.mathematics.number.LargeInteger;
import org.jscience.mathematics.number.Rational;

/**
 * The bridge between the public scalar {@link Rational} and {@link BigInteger}, and the canonical text of a rational.
 *
 * <p>Compare with {@code compareTo}: JScience's {@code isLargerThan} compares absolute values, and a test forbids it here.
 *
 * <p>Canonical text: {@code p/q} with q &gt; 1 and gcd(p, q) = 1, or a bare integer; no plus sign, no leading zeros, no
 * minus zero.
 */
public final class Rationals {

    /** 0. */
    public static final Rational ZERO = Rational.ZERO;
    /** 1. */
    public static final Rational ONE = Rational.ONE;

    /** So many characters always fit a long. */
    private static final int LONG_DIGITS = 18;

    private Rationals() { }

    /** The integer n. */
    public static Rational of(long n) {
        return of(BigInteger.valueOf(n), BigInteger.ONE);
    }

    /** The fraction p/q, q not 0, in lowest terms. */
    public static Rational of(long p, long q) {
        return of(BigInteger.valueOf(p), BigInteger.valueOf(q));
    }

    /**
     * The fraction p/q in lowest terms.
     *
     * @throws ArithmeticException if q is zero
     */
    public static Rational of(BigInteger p, BigInteger q) {
        if (q.signum() == 0) {
            throw new ArithmeticException("denominator is zero");
        }
        // Reduced here: JScience's own gcd on thousand-bit integers is far slower than BigInteger's.
        BigInteger gcd = p.gcd(q);
        if (q.signum() < 0) {
            gcd = gcd.negate();
        }
        return Rational.valueOf(large(p.divide(gcd)), large(q.divide(gcd)));
    }

    /** Numerator in lowest terms; carries the sign. */
    public static BigInteger numerator(Rational r) {
        return big(r.getDividend());
    }

    /** Denominator in lowest terms, positive. */
    public static BigInteger denominator(Rational r) {
        return big(r.getDivisor());
    }

    /** -1, 0 or 1. */
    public static int sign(Rational r) {
        return r.isZero() ? 0 : r.isNegative() ? -1 : 1;
    }

    /** r squared. */
    public static Rational square(Rational r) {
        return r.times(r);
    }

    /** Canonical text of r. */
    public static String text(Rational r) {
        return text(numerator(r), denominator(r));
    }

    /** Canonical text of p/q, q positive. */
    public static String text(BigInteger p, BigInteger q) {
        BigInteger gcd = q.bitCount() == 1 && p.signum() != 0
                ? BigInteger.ONE.shiftLeft(Math.min(p.getLowestSetBit(), q.getLowestSetBit())) : p.gcd(q);
        boolean reduced = gcd.equals(BigInteger.ONE);
        BigInteger denominator = reduced ? q : q.divide(gcd);
        String numerator = (reduced ? p : p.divide(gcd)).toString();
        return denominator.equals(BigInteger.ONE) ? numerator : numerator + "/" + denominator;
    }

    /**
     * Reads canonical text and nothing else: {@code 2/4}, {@code +1}, {@code 01}, {@code 3/1}, {@code -0} are refused.
     *
     * @throws NumberFormatException if the text is not canonical
     */
    public static Rational parseCanonical(String text) {
        BigInteger[] fraction = parseCanonicalFraction(text);
        return Rational.valueOf(large(fraction[0]), large(fraction[1]));
    }

    /**
     * Reads canonical text p/q as {p, q}; q = 1 for an integer.
     *
     * @throws NumberFormatException if the text is not canonical
     */
    public static BigInteger[] parseCanonicalFraction(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return new BigInteger[] {parseInteger(text, text), BigInteger.ONE};
        }
        BigInteger p = parseInteger(text.substring(0, slash), text);
        BigInteger q = parseInteger(text.substring(slash + 1), text);
        if (q.compareTo(BigInteger.ONE) <= 0 || !p.gcd(q).equals(BigInteger.ONE)) {
            throw new NumberFormatException("not a canonical rational: " + abbreviate(text));
        }
        return new BigInteger[] {p, q};
    }

    /**
     * Reads the canonical text of an integer.
     *
     * @throws NumberFormatException if the text is not canonical
     */
    public static BigInteger parseCanonicalInteger(String text) {
        return parseInteger(text, text);
    }

    private static BigInteger parseInteger(String digits, String whole) {
        int start = digits.startsWith("-") ? 1 : 0;
        boolean canonical = digits.length() > start
                && (digits.charAt(start) != '0' || digits.length() == 1);
        for (int k = start; canonical && k < digits.length(); k++) {
            canonical = digits.charAt(k) >= '0' && digits.charAt(k) <= '9';
        }
        if (!canonical) {
            throw new NumberFormatException("not a canonical rational: " + abbreviate(whole));
        }
        return digits.length() <= LONG_DIGITS ? BigInteger.valueOf(Long.parseLong(digits)) : new BigInteger(digits);
    }

    /** At most 40 characters of a text, for messages. */
    public static String abbreviate(String text) {
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }

    static LargeInteger large(BigInteger n) {
        return n.bitLength() < Long.SIZE ? LargeInteger.valueOf(n.longValue()) : LargeInteger.valueOf(n);
    }

    static BigInteger big(LargeInteger n) {
        if (n.bitLength() < Long.SIZE) {
            return BigInteger.valueOf(n.longValue());
        }
        byte[] bytes = new byte[n.bitLength() / Byte.SIZE + 1];
        n.toByteArray(bytes, 0);
        return new BigInteger(bytes);
    }
}
