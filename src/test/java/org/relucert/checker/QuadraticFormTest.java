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

    /**
     * With the metric sum w f f^T and rows whose functionals are the f, the matrix at mu = 1 is zero, with either sign. The f
     * have the denominators 1 to the last one in turn.
     */
    @ParameterizedTest
    @CsvSource({"4, 8, 1", "4, 61, 1", "4, 62, 1", "4, 63, 1", "13, 110, 1", "13, 200, 1", "29, 62, 1", "29, 120, 1",
        "30, 300, 1", "30, 130, 1", "31, 20, 1", "40, 60, 1", "61, 90, 1", "62, 30, 1", "90, 200, 1", "12, 40, 4", "70, 40, 3"})
    void exact(int entryBits, int weightBits, int lastDenominator) {
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
            functionals[i] = RationalVector.of(entries, BigInteger.valueOf(1 + i % lastDenominator));
            weights[i] = i == 4 ? null : new BigInteger(weightBits, random).setBit(weightBits - 1);
            for (int j = 0; j < size && i != 4; j++) {
                for (int k = 0; k < size; k++) {
                    Rational square = functionals[i].get(j).times(functionals[i].get(k));
                    metric[j][k] = metric[j][k].plus(Rationals.of(weights[i], BigInteger.ONE).times(square));
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
        if (lastDenominator == 1) {
            assertEquals(entryBits, rows.bits());
        }
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

    /** With a diagonal metric and rows along the axes the least head is known: sum (M v)_j^2 / 4 (mu M - q)_jj. */
    @Test
    void leastHead() {
        Random random = new Random(8);
        for (int round = 0; round < 500; round++) {
            Rational[] scale = new Rational[2];
            Rational[] x = new Rational[2];
            Rational[] v = new Rational[2];
            for (int j = 0; j < 2; j++) {
                scale[j] = Rationals.of(1 + random.nextInt(9), 1 + random.nextInt(9));
                x[j] = Rationals.of(1 + random.nextInt(9), 1 + random.nextInt(9));
                v[j] = Rationals.of(random.nextInt(19) - 9, 1 + random.nextInt(9));
            }
            Problem problem = Problem.of("", RationalMatrix.of(new Rational[][] {{x[0], Rationals.ZERO}, {Rationals.ZERO, x[1]}}),
                    RationalMatrix.ofColumns(List.of(RationalVector.zero(2)), 2), Problem.Loss.SQUARED, Rationals.ONE,
                    Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.diagonal(RationalVector.of(scale)));
            int over = 1 + random.nextInt(9);
            BigInteger[] weights = {BigInteger.valueOf(random.nextInt(19) - 9), BigInteger.valueOf(random.nextInt(19) - 9)};
            QuadraticForm form = new QuadraticForm(QuadraticForm.Rows.of(problem));
            form.add(weights, BigInteger.valueOf(over));
            Rational mu = Rationals.of(1 + random.nextInt(1000), 1 + random.nextInt(9));
            Rational least = Rationals.ZERO;
            boolean definite = true;
            for (int j = 0; j < 2; j++) {
                Rational curvature = mu.times(scale[j]).minus(Rationals.square(scale[j].times(x[j]))
                        .times(Rationals.of(weights[j], BigInteger.valueOf(over))));
                definite &= curvature.isPositive();
                least = curvature.isZero() ? least : least.plus(Rationals.square(scale[j].times(v[j])).divide(
                        curvature.times(Rationals.of(4))));
            }
            Rational little = Rationals.of(BigInteger.ONE, BigInteger.TEN.pow(30));
            QuadraticForm.Answer enough = definite ? QuadraticForm.Answer.HOLDS : QuadraticForm.Answer.FAILS;
            assertEquals(enough, form.bounded(least, RationalVector.of(v), mu), "round " + round);
            assertEquals(QuadraticForm.Answer.FAILS, form.bounded(least.minus(little), RationalVector.of(v), mu));
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
        form.add(Arrays.stream(some).map(w -> w == null ? null : w.shiftLeft(2)).toArray(BigInteger[]::new),
                BigInteger.valueOf(4));
        form.add(others, BigInteger.valueOf(6));
        return form.bounded(Rationals.ZERO, RationalVector.zero(3), Rationals.of(mu));
    }
}
