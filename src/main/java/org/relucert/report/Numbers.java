package org.relucert.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * Rationals as formulas, never rounded: a number too long for a sentence gets a name, its first decimals, and a row in the
 * table of exact values. Decimals are cut off, so that 1.23... means what it says. Mutable: it keeps the names it has given.
 */
final class Numbers {

    /** Digits of numerator and denominator together that stand in a sentence. */
    static final int MOST_DIGITS = 40;
    /** Beyond so many digits a decimal that ends is easier to read than the fraction. */
    private static final int FEW_DIGITS = 12;
    private static final int SHOWN_DECIMALS = 12;

    private final Map<Rational, String> named = new LinkedHashMap<>();

    /** A number in a sentence. */
    String tex(Rational r) {
        int digits = digits(r);
        if (digits > MOST_DIGITS) {
            String name = named.computeIfAbsent(r, x -> "q_{" + (named.size() + 1) + "}");
            return name + "=" + decimals(r);
        }
        if (digits > FEW_DIGITS) {
            String decimal = decimal(r);
            if (!decimal.isEmpty()) {
                return decimal;
            }
        }
        return Rationals.text(r);
    }

    /** A number in a table: always exact. */
    static Text cell(Rational r) {
        return digits(r) > MOST_DIGITS ? Text.code(Rationals.text(r)) : Text.math(Rationals.text(r));
    }

    /** A vector in a table or a sentence: always exact. */
    static Text vector(RationalVector v) {
        for (Rational entry : v.toArray()) {
            if (digits(entry) > MOST_DIGITS) {
                return Text.code(v.toString());
            }
        }
        return Text.math(vectorTex(v));
    }

    /** A vector as a formula; one entry stands without parentheses. */
    static String vectorTex(RationalVector v) {
        List<String> entries = new ArrayList<>();
        for (Rational entry : v.toArray()) {
            entries.add(Rationals.text(entry));
        }
        return v.size() == 1 ? entries.get(0) : "(" + String.join(",\\allowbreak ", entries) + ")";
    }

    /** The names given so far, with the numbers they stand for. */
    Map<Rational, String> named() {
        return named;
    }

    /** r times a letter or a term: the factors 1 and -1 are not written, fractions stand upright. */
    static String coefficient(Rational r, String term) {
        BigInteger p = Rationals.numerator(r);
        BigInteger q = Rationals.denominator(r);
        String sign = p.signum() < 0 ? "-" : "";
        if (q.equals(BigInteger.ONE)) {
            return sign + (p.abs().equals(BigInteger.ONE) ? "" : p.abs()) + term;
        }
        return sign + "\\tfrac{" + p.abs() + "}{" + q + "}" + term;
    }

    /** A sum of terms, each with its sign: a + after the first. */
    static String sum(List<String> terms) {
        StringBuilder sum = new StringBuilder();
        for (String term : terms) {
            sum.append(sum.length() == 0 || term.startsWith("-") ? "" : "+").append(term);
        }
        return sum.length() == 0 ? "0" : sum.toString();
    }

    /** The square root of a positive number. */
    static String root(Rational r) {
        BigInteger p = Rationals.numerator(r);
        BigInteger q = Rationals.denominator(r);
        BigInteger[] roots = {p.sqrt(), q.sqrt()};
        if (roots[0].multiply(roots[0]).equals(p) && roots[1].multiply(roots[1]).equals(q)) {
            return Rationals.text(Rationals.of(roots[0], roots[1]));
        }
        return "\\sqrt{" + Rationals.text(r) + "}";
    }

    /** r times the square root of a positive number. */
    static String timesRoot(Rational r, Rational square) {
        String root = root(square);
        if (!root.startsWith("\\")) {
            return Rationals.text(r.times(Rationals.parseCanonical(root)));
        }
        return r.isZero() ? "0" : coefficient(r, root);
    }

    /** A bound of a small positive number from above with two digits. */
    static String above(Rational r) {
        BigDecimal bound = quotient(r, new MathContext(2, RoundingMode.CEILING));
        return power(bound, "");
    }

    /** Digits of numerator and denominator. */
    static int digits(Rational r) {
        BigInteger q = Rationals.denominator(r);
        return Rationals.numerator(r).abs().toString().length() + (q.equals(BigInteger.ONE) ? 0 : q.toString().length());
    }

    /** The number as a decimal where it is one of at most {@value #MOST_DIGITS} digits, otherwise nothing. */
    private static String decimal(Rational r) {
        BigInteger q = Rationals.denominator(r);
        BigInteger rest = q.shiftRight(q.getLowestSetBit());
        while (rest.mod(BigInteger.valueOf(5)).signum() == 0) {
            rest = rest.divide(BigInteger.valueOf(5));
        }
        if (!rest.equals(BigInteger.ONE) || q.equals(BigInteger.ONE)) {
            return "";
        }
        String decimal = new BigDecimal(Rationals.numerator(r)).divide(new BigDecimal(q)).toPlainString();
        return decimal.length() <= MOST_DIGITS ? decimal : "";
    }

    /** The first decimals, cut off. */
    private static String decimals(Rational r) {
        BigDecimal cut = quotient(r, new MathContext(SHOWN_DECIMALS, RoundingMode.DOWN));
        int exponent = cut.precision() - cut.scale() - 1;
        return exponent < -4 || exponent >= SHOWN_DECIMALS - 1 ? power(cut, "\\ldots") : cut.toPlainString() + "\\ldots";
    }

    private static BigDecimal quotient(Rational r, MathContext context) {
        return new BigDecimal(Rationals.numerator(r)).divide(new BigDecimal(Rationals.denominator(r)), context);
    }

    private static String power(BigDecimal value, String dots) {
        int exponent = value.precision() - value.scale() - 1;
        BigDecimal mantissa = value.scaleByPowerOfTen(-exponent);
        return mantissa.toPlainString() + dots + (exponent == 0 ? "" : "\\cdot 10^{" + exponent + "}");
    }
}
