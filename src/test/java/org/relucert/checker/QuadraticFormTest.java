package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** The sums of a quadratic form, to the last digit, for numbers of any length. */
class QuadraticFormTest {

    /** With the metric sum w f f^T and rows whose functionals are the f, the matrix at mu = 1 is zero, with either sign. */
    @ParameterizedTest
    @CsvSource({"4, 8", "4, 61", "4, 62", "4, 63", "13, 110", "13, 200", "29, 62", "29, 120", "30, 300", "30, 130", "31, 20",
        "40, 60", "61, 90", "62, 30", "90, 200"})
    void exact(int entryBits, int weightBits) {
        Random random = new Random(1000L * entryBits + weightBits);
        int size = 3;
        int n = 7;
        RationalVector[] functionals = new RationalVector[n];
        BigInteger[] weights = new BigInteger[n];
        Rational[][] metric = new Rational[size][size];
        Arrays.stream(metric).forEach(row -> Arrays.fill(row, Rationals.ZERO));
        for (int i = 0; i < n; i++) {
            BigInteger[] entries = new BigInteger[size];
            Arrays.setAll(entries, k -> {
                BigInteger entry = new BigInteger(entryBits, random).setBit(entryBits - 1);
                return random.nextBoolean() ? entry : entry.negate();
            });
            functionals[i] = RationalVector.of(entries, BigInteger.ONE);
            weights[i] = i == 4 ? null : new BigInteger(weightBits, random).setBit(weightBits - 1);
            for (int j = 0; j < size && i != 4; j++) {
                for (int k = 0; k < size; k++) {
                    BigInteger square = weights[i].multiply(entries[j]).multiply(entries[k]);
                    metric[j][k] = metric[j][k].plus(Rationals.of(square, BigInteger.ONE));
                }
            }
        }
        RationalMatrix m = RationalMatrix.of(metric);
        RationalMatrix inverse = Elimination.inverse(m).orElseThrow();
        Problem problem = Problem.of("", RationalMatrix.ofRows(Arrays.stream(functionals).map(inverse::times).toList(), size),
                RationalMatrix.ofColumns(List.of(RationalVector.zero(n)), n), Problem.Loss.SQUARED, Rationals.ONE,
                Problem.Bias.NONE, Problem.Skip.NONE, m);
        assertEquals(functionals[0], problem.functional(0));
        QuadraticForm.Rows rows = QuadraticForm.Rows.of(problem);
        assertEquals(QuadraticForm.Answer.HOLDS, answer(rows, weights, 1));
        BigInteger[] opposite = Arrays.stream(weights).map(w -> w == null ? null : w.negate()).toArray(BigInteger[]::new);
        assertEquals(QuadraticForm.Answer.HOLDS, answer(rows, opposite, -1));
        weights[0] = weights[0].add(BigInteger.ONE);
        assertEquals(QuadraticForm.Answer.FAILS, answer(rows, weights, 1));
    }

    /** As many of the largest as leave no room in two words. */
    @Test
    void many() {
        int n = 5000;
        BigInteger largest = BigInteger.ONE.shiftLeft(30).subtract(BigInteger.ONE);
        BigInteger weight = BigInteger.ONE.shiftLeft(62).subtract(BigInteger.ONE);
        Rational sum = Rationals.of(weight.multiply(largest).multiply(largest).multiply(BigInteger.valueOf(n)), BigInteger.ONE);
        RationalVector x = RationalVector.of(Rationals.of(largest, BigInteger.ONE).divide(sum));
        Problem problem = Problem.of("", RationalMatrix.ofRows(Collections.nCopies(n, x), 1),
                RationalMatrix.ofColumns(List.of(RationalVector.zero(n)), n), Problem.Loss.SQUARED, Rationals.ONE,
                Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.diagonal(RationalVector.of(sum)));
        QuadraticForm.Rows rows = QuadraticForm.Rows.of(problem);
        for (int sign : new int[] {1, -1}) {
            QuadraticForm form = new QuadraticForm(rows);
            form.add(Collections.nCopies(n, sign > 0 ? weight : weight.negate()).toArray(new BigInteger[0]), BigInteger.ONE);
            assertEquals(QuadraticForm.Answer.HOLDS, form.bounded(Rationals.ZERO, RationalVector.zero(1), Rationals.of(sign)));
            Rational less = Rationals.of(sign).minus(Rationals.of(BigInteger.ONE, BigInteger.ONE.shiftLeft(200)));
            assertEquals(QuadraticForm.Answer.FAILS, form.bounded(Rationals.ZERO, RationalVector.zero(1), less));
        }
    }

    /** In two parts, over two denominators. */
    private static QuadraticForm.Answer answer(QuadraticForm.Rows rows, BigInteger[] weights, int mu) {
        QuadraticForm form = new QuadraticForm(rows);
        BigInteger[] some = weights.clone();
        BigInteger[] others = new BigInteger[weights.length];
        for (int i = 0; i < 3; i++) {
            others[i] = some[i].multiply(BigInteger.valueOf(6));
            some[i] = null;
        }
        form.add(some, BigInteger.ONE);
        form.add(others, BigInteger.valueOf(6));
        return form.bounded(Rationals.ZERO, RationalVector.zero(3), Rationals.of(mu));
    }
}
