package org.relucert.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignsTest {

    /** Against the conditional expressions that they stand for, zeros of both signs and the ends of the range included. */
    @ParameterizedTest
    @ValueSource(doubles = {0.0, -0.0, 1, -1, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE,
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-11, -1e-11})
    void choicesAreThoseOfABranch(double number) {
        assertEquals(number > 0 ? 1 : 0, Signs.isPositive(number));
        for (double other : new double[] {0.0, -0.0, 3.5, -2.25, Double.MAX_VALUE}) {
            assertEquals(number > 0 ? other : 0.0, Signs.ifPositive(number, other));
            assertEquals(number > 0 ? -other : other, Signs.oppositeIfPositive(number, other));
            assertEquals(number > 0 ? other : 7.0, Signs.choose(number, other, 7));
            assertEquals(number > 0 ? 7.0 : other, Signs.choose(number, 7, other));
        }
        if (!Double.isInfinite(number)) {
            assertEquals(2 * Math.max(0.0, number), Signs.twicePositivePart(number));
        }
    }
}
