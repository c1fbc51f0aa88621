package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** Equal rows are one row with the sum of their nu, and no others are (DF-4). */
class EqualRowsTest {

    private static Problem problem(Problem.Bias bias, RationalVector... rows) {
        RationalMatrix inputs = RationalMatrix.ofRows(List.of(rows), rows[0].size());
        int dimension = rows[0].size() + (bias == Problem.Bias.REGULARIZED ? 1 : 0);
        return Problem.of("", inputs, RationalMatrix.ofColumns(List.of(RationalVector.zero(rows.length)), rows.length),
                Problem.Loss.SQUARED, Rationals.ONE, bias, Problem.Skip.NONE, RationalMatrix.identity(dimension));
    }

    private static final RationalVector[] ROWS = {RationalVector.of(1, 2), RationalVector.of(2, 4), RationalVector.of(-1, -2),
        RationalVector.of(1, 2), RationalVector.of(0, 0), RationalVector.of(1, 2), RationalVector.of(0, 0),
        RationalVector.of(2, 1)};

    @Test
    void multiplesAndOppositesStayApart() {
        for (Problem.Bias bias : Problem.Bias.values()) {
            EqualRows equal = EqualRows.of(problem(bias, ROWS));
            assertTrue(equal.any());
            assertArrayEquals(new int[] {0, 1, 2, 0, 4, 0, 4, 7}, equal.first());
            assertEquals(RationalVector.of(1 + 8 + 32, 2, 4, 0, 16 + 64, 0, 0, 128),
                    equal.merged(RationalVector.of(1, 2, 4, 8, 16, 32, 64, 128)));
            assertEquals(RationalVector.zero(8), equal.merged(RationalVector.of(1, 0, 0, -2, 5, 1, -5, 0)));
        }
    }

    @Test
    void eachRowByItself() {
        EqualRows none = EqualRows.none(problem(Problem.Bias.NONE, ROWS));
        assertFalse(none.any());
        RationalVector nu = RationalVector.of(1, 2, 4, 8, 16, 32, 64, 128);
        assertEquals(nu, none.merged(nu));
        EqualRows different = EqualRows.of(problem(Problem.Bias.NONE, ROWS[0], ROWS[1], ROWS[2]));
        assertFalse(different.any());
        assertFalse(different.isMerged(2));
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void theFunctionIsTheSame(@ForAll long seed) {
        Instances instances = new Instances(seed);
        Problem problem = instances.problem();
        RationalVector nu = instances.dual(problem);
        RationalVector merged = EqualRows.of(problem).merged(nu);
        for (int i = 0; i < problem.rows(); i++) {
            RationalVector u = i % 2 == 0 ? problem.row(i) : problem.row(i).opposite();
            RationalVector activation = problem.activation(u);
            assertEquals(nu.dot(activation), merged.dot(activation), () -> "seed " + seed + ", u = " + u);
        }
        assertEquals(merged, EqualRows.of(problem).merged(merged));
    }
}
