package org.relucert.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** What numbers cost, counted by hand. */
class BudgetTest {

    private static String refusal(Executable action) {
        return assertThrows(InputException.class, action).getMessage();
    }

    private static String bits(String field, int limit) {
        return "f: " + field + ": expected numbers of at most " + limit + " bits in a file, over common denominators, found more";
    }

    @Test
    void countsNumbers() {
        Budget budget = new Budget("f", 2, 1000);
        budget.number("1", "a");
        assertEquals(Rationals.of(-1, 2), budget.number("-0.5", "b"));
        assertEquals("f: c: expected at most 2 numbers in a file, found more", refusal(() -> budget.number("1", "c")));
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertEquals("f: a: expected a number such as 3, \"1/3\", \"0.25\" or \"1e-3\", found \"x\"",
                refusal(() -> new Budget("f", 2, 1000).number("x", "a")));
    }

    @Test
    void countsBitsOfNumbers() {
        // 7/8: 3 + 4 bits
        Budget budget = new Budget("f", 10, 14);
        budget.number("7/8", "a");
        budget.number("-7/8", "b");
        assertEquals(bits("c", 14), refusal(() -> budget.number("1", "c")));
    }

    @Test
    void countsCommonDenominatorsOfVectors() {
        // Common denominator 1, then 3 (2 bits), then 15 (4 bits): 3 bits more than none for each of the 3 entries.
        var entries = List.of(fraction(1, 3), fraction(1, 5), fraction(2, 15));
        assertEquals(RationalVector.of(Rationals.of(1, 3), Rationals.of(1, 5), Rationals.of(2, 15)), new Budget("f", 10, 9).vector(entries, () -> "a"));
        assertEquals(bits("a", 8), refusal(() -> new Budget("f", 10, 8).vector(entries, () -> "a")));
    }

    @Test
    void countsCommonDenominatorsOfMatrices() {
        var rows = List.of(RationalVector.of(Rationals.of(1, 3), Rationals.ONE), RationalVector.of(Rationals.of(1, 5), Rationals.ONE));
        assertEquals(Rationals.of(1, 5), new Budget("f", 10, 12).matrix(rows, 2, "a").get(1, 0));
        assertEquals(bits("a", 11), refusal(() -> new Budget("f", 10, 11).matrix(rows, 2, "a")));
    }

    private static BigInteger[] fraction(long p, long q) {
        return new BigInteger[] {BigInteger.valueOf(p), BigInteger.valueOf(q)};
    }

    @Test
    void addsUp() {
        Budget budget = new Budget("f", 10, 8);
        var entries = List.<BigInteger[]>of(fraction(1, 8));
        budget.vector(entries, () -> "a");
        budget.vector(entries, () -> "b");
        budget.number("1", "c");
        assertEquals(bits("d", 8), refusal(() -> budget.vector(entries, () -> "d")));
    }
}
