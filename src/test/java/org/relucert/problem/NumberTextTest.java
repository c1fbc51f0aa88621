package org.relucert.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relucert.exact.Rationals;

/** Numbers exactly as written; the texts that are no numbers are in the corpus of bad files. */
class NumberTextTest {

    @ParameterizedTest
    @CsvSource({"0,0", "-0,0", "+0.0,0", "7,7", "007,7", "-12,-12", "2/6,1/3", "-2/6,-1/3", "+4/2,2", "0/5,0", "0.25,1/4", "-.5,-1/2",
        ".5,1/2", "1.,1", "1e3,1000", "1E3,1000", "1e+3,1000", "1e-3,1/1000", "12.5e-1,5/4", "12.5e1,125", "1.e1,10", ".1e1,1",
        "1e0,1", "1e-0,1", "1e00012,1000000000000", "0e5,0", "0.1000,1/10", "1e-0003,1/1000",
        "0.1000000000000000055511151231257827,1000000000000000055511151231257827/10000000000000000000000000000000000"})
    void readsWhatIsWritten(String text, String canonical) {
        assertEquals(canonical, Rationals.text(NumberText.parse(text)));
    }

    @Test
    void blanksAroundAreIgnored() {
        assertEquals(Rationals.of(1, 3), NumberText.parse(" \t\r\n1/3 \t\r\n"));
    }

    private static String refusal(String text) {
        return assertThrows(NumberFormatException.class, () -> NumberText.parse(text)).getMessage();
    }

    @Test
    void lengthLimit() {
        assertEquals(Rationals.ONE, NumberText.parse("0".repeat(Limits.NUMBER_LENGTH - 1) + "1"));
        assertEquals("expected a number of at most 10000 characters, found 10001",
                refusal("0".repeat(Limits.NUMBER_LENGTH) + "1"));
        assertEquals("expected a number of at most 10000 characters, found 10000000", refusal("1".repeat(10_000_000)));
        assertEquals("expected a number of at most 10000 characters, found 10001", refusal(" ".repeat(10_000) + "1"));
    }

    @Test
    void exponentLimit() {
        assertEquals(Rationals.ZERO, NumberText.parse("0e10000"));
        assertEquals(Rationals.ZERO, NumberText.parse("0e-10000"));
        assertEquals("expected an exponent between -10000 and 10000, found \"0e10001\"", refusal("0e10001"));
        assertEquals("expected an exponent between -10000 and 10000, found \"0e-10001\"", refusal("0e-10001"));
        assertEquals("expected an exponent between -10000 and 10000, found \"0e100000\"", refusal("0e100000"));
        // More decimals than the exponent's limit do not matter.
        assertEquals(Rationals.ONE, NumberText.parse("0." + "0".repeat(4999) + "1e5000"));
    }

    @Test
    void bitsLimitCountsNumeratorAndDenominator() {
        // 2^32766 has 32767 bits, its denominator 1 has 1.
        BigInteger power = BigInteger.TWO.pow(32_766);
        assertEquals(power, Rationals.numerator(NumberText.parse(power.toString())));
        String larger = power.shiftLeft(1).toString();
        assertEquals("expected a numerator and a denominator of at most 32768 bits together, found 32769 bits in \""
                + larger.substring(0, 37) + "...\"", refusal(larger));
        String fraction = BigInteger.TWO.pow(16_384).toString();
        assertEquals("expected a numerator and a denominator of at most 32768 bits together, found 32769 bits in \""
                + fraction.substring(0, 37) + "...\"", refusal(fraction + "/" + BigInteger.TWO.pow(16_384).subtract(BigInteger.ONE)));
        // In lowest terms this is 1.
        assertEquals(Rationals.ONE, NumberText.parse(fraction + "/" + fraction));
    }

    @Test
    void theCanonicalTextOfEveryNumberIsShortEnough() {
        Rational longest = Rationals.of(BigInteger.TWO.pow(16_384).subtract(BigInteger.ONE).negate(),
                BigInteger.TWO.pow(16_383));
        assertEquals(Limits.NUMBER_BITS, NumberText.bits(longest));
        assertEquals(longest, NumberText.parse(Rationals.text(longest)));
        assertEquals(Limits.NUMBER_BITS, NumberText.bits(longest.opposite()));
    }

    @Test
    void withAField() {
        assertEquals(Rationals.of(1, 4), NumberText.parse("0.25", "a.json", "beta"));
        assertEquals("a.json: beta: expected a number such as 3, \"1/3\", \"0.25\" or \"1e-3\", found \"x\"",
                assertThrows(InputException.class, () -> NumberText.parse("x", "a.json", "beta")).getMessage());
    }

    @Test
    void longTextsThatAreNoNumbersAreRefusedWithoutBacktracking() {
        String digits = "1".repeat(4_990);
        for (String text : new String[] {digits + "." + digits + "x", digits + "/" + digits + "x", digits + "e" + digits + "x",
            "0".repeat(9_999) + "x", "1e" + "0".repeat(9_990) + "x"}) {
            assertEquals("expected a number such as 3, \"1/3\", \"0.25\" or \"1e-3\", found \"" + text.substring(0, 37) + "...\"",
                    refusal(text));
        }
    }
}
