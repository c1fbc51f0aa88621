package org.relucert.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Rationals;

/** Numbers against {@link BigDecimal}, which reads the same grammar of decimals, and against fractions of integers. */
class NumberTextProperties {

    /** Texts around the grammar: about half of them are numbers. */
    @Provide
    Arbitrary<String> almostDecimals() {
        Arbitrary<String> sign = Arbitraries.of("", "", "-", "+", "--");
        Arbitrary<String> digits = Arbitraries.strings().withChars("0123456789").ofMaxLength(6);
        Arbitrary<String> point = Arbitraries.of("", ".", ".", "..", ",");
        Arbitrary<String> exponent = Arbitraries.of("", "", "e1", "E-12", "e+007", "e", "e-", "e1.5", "ee1", "e-300", "d", "f");
        return Combinators.combine(sign, digits, point, digits, exponent).as((s, a, p, b, e) -> s + a + p + b + e);
    }

    /** Texts of the right characters in any order. */
    @Provide
    Arbitrary<String> scrambled() {
        return Arbitraries.strings().withChars("019.-+e").ofMinLength(1).ofMaxLength(5);
    }

    private static void compare(String text) {
        BigDecimal expected;
        try {
            expected = new BigDecimal(text);
        } catch (NumberFormatException notDecimal) {
            expected = null;
        }
        try {
            Rational number = NumberText.parse(text);
            if (expected == null) {
                fail("read " + text + " as " + Rationals.text(number));
            }
            BigDecimal again = new BigDecimal(Rationals.numerator(number))
                    .subtract(expected.multiply(new BigDecimal(Rationals.denominator(number))));
            assertEquals(0, again.signum(), text);
        } catch (NumberFormatException refused) {
            if (expected != null && Math.abs(expected.scale()) < 9_000) {
                fail("refused " + text);
            }
        }
    }

    @Property
    void decimals(@ForAll("almostDecimals") String text) {
        compare(text);
    }

    @Property
    void scrambledDecimals(@ForAll("scrambled") String text) {
        compare(text);
    }

    @Property
    void fractions(@ForAll BigInteger p, @ForAll BigInteger q) {
        if (q.signum() > 0) {
            Rational number = NumberText.parse(p + "/" + q);
            assertEquals(p.multiply(Rationals.denominator(number)), q.multiply(Rationals.numerator(number)));
            assertEquals(number, NumberText.parse(Rationals.text(number)));
        }
    }
}
