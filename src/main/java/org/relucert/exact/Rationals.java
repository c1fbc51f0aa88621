package org.relucert.exact;

import java.math.BigInteger;
import java.util.Optional;
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
        // Reduced here: JScience's own gcd on thousand-bit integers is far slower than BigInteger's.
        BigInteger[] reduced = reduced(p, q);
        return Rational.valueOf(large(reduced[0]), large(reduced[1]));
    }

    /**
     * The fraction p/q in lowest terms, as {p, q} with q positive.
     *
     * @throws ArithmeticException if q is zero
     */
    public static BigInteger[] reduced(BigInteger p, BigInteger q) {
        if (q.signum() == 0) {
            throw new ArithmeticException("denominator is zero");
        }
        BigInteger gcd = gcd(p, q);
        if (q.signum() < 0) {
            gcd = gcd.negate();
        }
        return gcd.equals(BigInteger.ONE) ? new BigInteger[] {p, q} : new BigInteger[] {p.divide(gcd), q.divide(gcd)};
    }

    /** The greatest common divisor, not negative; 0 for two zeros. In words where they fit: numbers of data are short. */
    public static BigInteger gcd(BigInteger a, BigInteger b) {
        if (a.bitLength() >= Long.SIZE - 1 || b.bitLength() >= Long.SIZE - 1) {
            return a.gcd(b);
        }
        return BigInteger.valueOf(gcd(a.longValue(), b.longValue()));
    }

    /** The same of any words, by halves and differences: no division. Where it is 2^63, of zeros and -2^63 alone, the word -2^63. */
    public static long gcd(long a, long b) {
        long odd = Math.abs(a);
        long rest = Math.abs(b);
        if (odd == 0 || rest == 0) {
            return odd + rest;
        }
        int twos = Long.numberOfTrailingZeros(odd | rest);
        odd >>>= Long.numberOfTrailingZeros(odd);
        while (rest != 0) {
            rest >>>= Long.numberOfTrailingZeros(rest);
            long difference = Math.abs(odd - rest);
            odd = Math.min(odd, rest);
            rest = difference;
        }
        return odd << twos;
    }

    /** The least common multiple of two positive integers. */
    public static BigInteger lcm(BigInteger a, BigInteger b) {
        // Of numbers in one file most divide what the others before them have led to.
        if (a.equals(b) || a.bitLength() < Long.SIZE && b.bitLength() < Long.SIZE && a.longValue() % b.longValue() == 0) {
            return a;
        }
        BigInteger gcd = gcd(a, b);
        return gcd.equals(b) ? a : a.divide(gcd).multiply(b);
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
        if (p.bitLength() < Long.SIZE - 1 && q.bitLength() < Long.SIZE - 1) {
            long gcd = gcd(p.longValue(), q.longValue());
            String whole = Long.toString(p.longValue() / gcd);
            return gcd == q.longValue() ? whole : whole + "/" + q.longValue() / gcd;
        }
        BigInteger gcd = q.bitCount() == 1 && p.signum() != 0
                ? BigInteger.ONE.shiftLeft(Math.min(p.getLowestSetBit(), q.getLowestSetBit())) : gcd(p, q);
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
        return canonicalFraction(text).orElseThrow(() -> notCanonical(text));
    }

    /** The same where a text may be something else; then it is empty. */
    public static Optional<BigInteger[]> canonicalFraction(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return isCanonicalInteger(text, 0, text.length())
                    ? Optional.of(new BigInteger[] {integer(text, 0, text.length()), BigInteger.ONE}) : Optional.empty();
        }
        if (!isCanonicalInteger(text, 0, slash) || !isCanonicalInteger(text, slash + 1, text.length())) {
            return Optional.empty();
        }
        BigInteger p = integer(text, 0, slash);
        BigInteger q = integer(text, slash + 1, text.length());
        return q.compareTo(BigInteger.ONE) > 0 && gcd(p, q).equals(BigInteger.ONE) ? Optional.of(new BigInteger[] {p, q})
                : Optional.empty();
    }

    /**
     * Reads the canonical text of an integer.
     *
     * @throws NumberFormatException if the text is not canonical
     */
    public static BigInteger parseCanonicalInteger(String text) {
        if (!isCanonicalInteger(text, 0, text.length())) {
            throw notCanonical(text);
        }
        return integer(text, 0, text.length());
    }

    private static NumberFormatException notCanonical(String text) {
        return new NumberFormatException("not a canonical rational: " + abbreviate(text));
    }

    /** Whether the part of a text from one place to before another is the canonical text of an integer. */
    private static boolean isCanonicalInteger(String text, int from, int to) {
        int start = from < to && text.charAt(from) == '-' ? from + 1 : from;
        boolean canonical = to > start && (text.charAt(start) != '0' || to == from + 1);
        for (int k = start; canonical && k < to; k++) {
            canonical = text.charAt(k) >= '0' && text.charAt(k) <= '9';
        }
        return canonical;
    }

    private static BigInteger integer(String text, int from, int to) {
        return to - from <= LONG_DIGITS ? BigInteger.valueOf(Long.parseLong(text, from, to, 10))
                : new BigInteger(text.substring(from, to));
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
