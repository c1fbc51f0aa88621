package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** Each answer proves itself: a solution is in its bounds, a Farkas vector separates. And the chambers it is used for. */
class ExactFeasibilityProperties {

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void answersProveThemselves(@ForAll long seed, @ForAll boolean bounded) {
        Random random = new Random(seed);
        int equations = 1 + random.nextInt(4);
        int n = random.nextInt(6);
        List<RationalVector> columns = new ArrayList<>();
        for (int j = 0; j < n; j++) {
            columns.add(vector(random, equations));
        }
        RationalVector b = vector(random, equations);
        if (random.nextBoolean()) {
            // On purpose feasible, up to the bounds.
            b = RationalVector.zero(equations);
            for (RationalVector column : columns) {
                b = b.plus(column.times(Rationals.of(random.nextInt(4), 3)));
            }
        }
        ExactFeasibility.Answer answer = ExactFeasibility.solve(columns, b, bounded);
        if (answer.feasible()) {
            RationalVector sum = RationalVector.zero(equations);
            for (int j = 0; j < n; j++) {
                Rational x = answer.vector().get(j);
                assertFalse(x.isNegative());
                assertTrue(!bounded || x.compareTo(Rationals.ONE) <= 0);
                sum = sum.plus(columns.get(j).times(x));
            }
            assertEquals(b, sum);
        } else {
            Rational most = Rationals.ZERO;
            for (RationalVector column : columns) {
                Rational product = answer.vector().dot(column);
                assertTrue(bounded || !product.isPositive());
                most = product.isPositive() ? most.plus(product) : most;
            }
            assertTrue(answer.vector().dot(b).compareTo(most) > 0);
        }
    }

    private static RationalVector vector(Random random, int size) {
        Rational[] entries = new Rational[size];
        for (int k = 0; k < size; k++) {
            entries[k] = Rationals.of(random.nextInt(7) - 3, 1 + random.nextInt(3));
        }
        return RationalVector.of(entries);
    }

    /** Cover's number 2 sum C(n-1, i) of rows in general position; twins and opposites add nothing. */
    @Example
    void chambers() {
        assertEquals(2 * (1 + 4 + 6), count(3, new long[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}, {1, 2, 4}}));
        assertEquals(2 * (1 + 3), count(2, new long[][] {{1, 0}, {0, 1}, {1, 1}, {1, -1}}));
        assertEquals(4, count(2, new long[][] {{1, 0}, {0, 1}, {2, 0}, {0, -1}}));
        assertEquals(8, count(3, new long[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}));
    }

    private static int count(int dimension, long[][] rows) {
        List<RationalVector> inputs = new ArrayList<>();
        for (long[] row : rows) {
            inputs.add(RationalVector.of(row));
        }
        Problem problem = Problem.of("rows", RationalMatrix.ofRows(inputs, dimension),
                RationalMatrix.ofColumns(List.of(RationalVector.zero(rows.length)), rows.length), Problem.Loss.SQUARED, Rationals.ONE,
                Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(dimension));
        List<RationalVector> directions = AdjacentChambers.of(problem, IntStream.range(0, rows.length).boxed().toList(), 100);
        Set<List<Integer>> sides = new HashSet<>();
        for (RationalVector direction : directions) {
            List<Integer> signs = inputs.stream().map(row -> row.dotSign(direction)).toList();
            assertFalse(signs.contains(0), "on a hyperplane");
            assertTrue(sides.add(signs), "a chamber twice");
        }
        return directions.size();
    }
}
