package org.relucert.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

class NumbersTest {

    private static final Pattern CUT = Pattern.compile("q_\\{1\\}=(-?[0-9]+(?:\\.[0-9]+)?)\\\\ldots(?:\\\\cdot 10\\^\\{(-?[0-9]+)\\})?");

    @Test
    void shortOnesAreExact() {
        Numbers numbers = new Numbers();
        assertEquals("39/400", numbers.tex(Rationals.of(39, 400)));
        assertEquals("-7", numbers.tex(Rationals.of(-7)));
        // A decimal that ends is the same number and easier to read.
        assertEquals("3.202578065285266", numbers.tex(Rationals.parseCanonical("1601289032642633/500000000000000")));
        assertEquals("1234567/7654321", numbers.tex(Rationals.of(1234567, 7654321)));
        assertTrue(numbers.named().isEmpty());
    }

    @Test
    void formulas() {
        assertEquals("x", Numbers.coefficient(Rationals.ONE, "x"));
        assertEquals("-x", Numbers.coefficient(Rationals.of(-1), "x"));
        assertEquals("-\\tfrac{3}{2}x", Numbers.coefficient(Rationals.of(-3, 2), "x"));
        assertEquals("2-x+y", Numbers.sum(List.of("2", "-x", "y")));
        assertEquals("\\sqrt{3/2}", Numbers.root(Rationals.of(3, 2)));
        assertEquals("3/2", Numbers.root(Rationals.of(9, 4)));
        assertEquals("-1", Numbers.timesRoot(Rationals.of(-2), Rationals.of(1, 4)));
        assertEquals("0", Numbers.timesRoot(Rationals.ZERO, Rationals.of(3)));
        assertEquals("3.4\\cdot 10^{-1}", Numbers.above(Rationals.of(1, 3)));
        assertEquals("1/2", Numbers.vectorTex(RationalVector.of(Rationals.of(1, 2))));
        assertEquals("(1,\\allowbreak 0)", Numbers.vectorTex(RationalVector.of(1, 0)));
    }

    /** What is cut off is cut off towards zero, and the exact number keeps its name. */
    @Property(tries = 300)
    void longOnesAreCutNotRounded(@ForAll @BigRange(min = "-1000000000000000000000000000000000000000000000000000000000000",
            max = "1000000000000000000000000000000000000000000000000000000000000") BigInteger p,
            @ForAll @BigRange(min = "1", max = "1000000000000000000000000000000000000000000000000000000000000000") BigInteger q) {
        Rational r = Rationals.of(p, q);
        Numbers numbers = new Numbers();
        String tex = numbers.tex(r);
        if (Numbers.digits(r) <= Numbers.MOST_DIGITS) {
            assertTrue(numbers.named().isEmpty());
            return;
        }
        assertEquals("q_{1}", numbers.named().get(r));
        assertEquals(tex, numbers.tex(r));
        Matcher cut = CUT.matcher(tex);
        assertTrue(cut.matches(), tex);
        BigDecimal shown = new BigDecimal(cut.group(1));
        BigDecimal unit = BigDecimal.ONE.movePointLeft(shown.scale());
        int exponent = cut.group(2) == null ? 0 : Integer.parseInt(cut.group(2));
        BigDecimal low = shown.abs().scaleByPowerOfTen(exponent);
        BigDecimal high = shown.abs().add(unit).scaleByPowerOfTen(exponent);
        BigDecimal numerator = new BigDecimal(Rationals.numerator(r).abs());
        BigDecimal denominator = new BigDecimal(Rationals.denominator(r));
        assertTrue(low.multiply(denominator).compareTo(numerator) <= 0, tex);
        assertTrue(high.multiply(denominator).compareTo(numerator) > 0, tex);
        assertEquals(Rationals.sign(r), shown.signum(), tex);
    }
}
