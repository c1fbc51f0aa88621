package org.relucert.problem;

import java.math.BigInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Rationals;

/**
 * Reads numbers exactly as written: integers {@code -3}, fractions {@code 2/6}, decimals {@code 0.25}, {@code -.5},
 * {@code 1.}, exponents {@code 1e-3}.
 *
 * <p>A sign stands in front only; digits are ASCII; blanks, tabs and line ends around the number are ignored, inside they are
 * refused. The fraction need not be in lowest terms. For canonical text alone see {@link Rationals#parseCanonical}.
 */
public final class NumberText {

    // Possessive throughout: a text that does not match is refused in linear time.
    private static final Pattern FRACTION = Pattern.compile("([+-]?+[0-9]++)/([0-9]++)");
    private static final Pattern DECIMAL =
            Pattern.compile("([+-]?+)([0-9]*+)(?:\\.([0-9]*+))?+(?:[eE]([+-]?+)0*+([0-9]*+)(?<=[0-9]))?+");

    private NumberText() { }

    /**
     * Reads a number.
     *
     * @throws NumberFormatException if the text is no number or is beyond {@link Limits}; the message is one line that says
     *     what was expected and what was found
     */
    public static Rational parse(String text) {
        BigInteger[] fraction = fraction(text);
        return Rationals.of(fraction[0], fraction[1]);
    }

    /** The same as numerator and positive denominator, in lowest terms. */
    static BigInteger[] fraction(String text) {
        if (text.length() > Limits.NUMBER_LENGTH) {
            throw new NumberFormatException(
                    "expected a number of at most " + Limits.NUMBER_LENGTH + " characters, found " + text.length());
        }
        String trimmed = trim(text);
        // What this library writes needs no expression.
        BigInteger[] fraction = Rationals.canonicalFraction(trimmed).orElseGet(() -> value(trimmed));
        int bits = bits(fraction);
        if (bits > Limits.NUMBER_BITS) {
            throw new NumberFormatException("expected a numerator and a denominator of at most " + Limits.NUMBER_BITS
                    + " bits together, found " + bits + " bits in " + quote(trimmed));
        }
        return fraction;
    }

    /**
     * Reads a number that stands in a field of a file.
     *
     * @throws InputException if {@link #parse(String)} refuses the text
     */
    public static Rational parse(String text, String file, String field) {
        BigInteger[] fraction = fraction(text, file, () -> field);
        return Rationals.of(fraction[0], fraction[1]);
    }

    /** The same as numerator and positive denominator, in lowest terms. */
    static BigInteger[] fraction(String text, String file, Supplier<String> field) {
        try {
            return fraction(text);
        } catch (NumberFormatException refused) {
            throw new InputException(file, field.get(), refused.getMessage());
        }
    }

    private static BigInteger[] value(String text) {
        Matcher fraction = FRACTION.matcher(text);
        if (fraction.matches()) {
            BigInteger denominator = new BigInteger(fraction.group(2));
            if (denominator.signum() == 0) {
                throw new NumberFormatException("expected a denominator other than 0, found " + quote(text));
            }
            return Rationals.reduced(new BigInteger(fraction.group(1)), denominator);
        }
        Matcher decimal = DECIMAL.matcher(text);
        if (!decimal.matches()) {
            throw noNumber(text);
        }
        String decimals = decimal.group(3) == null ? "" : decimal.group(3);
        String digits = decimal.group(2) + decimals;
        if (digits.isEmpty()) {
            throw noNumber(text);
        }
        int exponent = exponent(decimal.group(4), decimal.group(5), text) - decimals.length();
        BigInteger unscaled = new BigInteger(decimal.group(1) + digits);
        BigInteger power = BigInteger.TEN.pow(Math.abs(exponent));
        return exponent < 0 ? Rationals.reduced(unscaled, power) : new BigInteger[] {unscaled.multiply(power), BigInteger.ONE};
    }

    /** The exponent of a decimal: its sign and its digits without leading zeros, both null where there is none. */
    private static int exponent(String sign, String digits, String text) {
        if (digits == null || digits.isEmpty()) {
            return 0;
        }
        // The length first: a long run of digits is no int.
        int limitLength = String.valueOf(Limits.EXPONENT).length();
        if (digits.length() > limitLength || Integer.parseInt(digits) > Limits.EXPONENT) {
            throw new NumberFormatException("expected an exponent between -" + Limits.EXPONENT + " and " + Limits.EXPONENT
                    + ", found " + quote(text));
        }
        return Integer.parseInt(sign + digits);
    }

    private static NumberFormatException noNumber(String text) {
        return new NumberFormatException(
                "expected a number such as 3, \"1/3\", \"0.25\" or \"1e-3\", found " + quote(text));
    }

    /** Bits of numerator and denominator together. */
    static int bits(Rational number) {
        return number.getDividend().bitLength() + number.getDivisor().bitLength();
    }

    /** The same of a fraction. */
    static int bits(BigInteger[] fraction) {
        return fraction[0].abs().bitLength() + fraction[1].bitLength();
    }

    /** The text without ASCII blanks and line ends around it. */
    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /** A text between quotation marks, shortened, for messages. */
    static String quote(String text) {
        return '"' + Rationals.abbreviate(text) + '"';
    }
}
