package org.relucert.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relucert.search.Reconstruction.Candidate;
import org.relucert.search.Reconstruction.Ratio;

class RefinementTest {

    static Ratio ratio(String text) {
        String[] parts = text.trim().split("/");
        return new Ratio(new java.math.BigInteger(parts[0]),
                parts.length > 1 ? new java.math.BigInteger(parts[1]) : java.math.BigInteger.ONE);
    }

    static Ratio[] ratios(String text) {
        return text.isBlank() ? new Ratio[0] : Arrays.stream(text.trim().split("\\s+")).map(RefinementTest::ratio).toArray(Ratio[]::new);
    }

    static Ratio[][] matrix(String text) {
        return Arrays.stream(text.split(";")).map(RefinementTest::ratios).toArray(Ratio[][]::new);
    }

    static Ratio[][] diagonal(String text) {
        Ratio[] d = ratios(text);
        Ratio[][] m = new Ratio[d.length][d.length];
        for (int i = 0; i < d.length; i++) {
            Arrays.fill(m[i], Ratio.ZERO);
            m[i][i] = d[i];
        }
        return m;
    }

    static RefinementProblem problem(String x, String metric, boolean freeBias, String skip, String y, String b, boolean interpolation) {
        Ratio[][] points = matrix(x);
        return new RefinementProblem(points, diagonal(metric), freeBias,
                skip.isEmpty() ? new Ratio[points.length][0] : matrix(skip), ratios(y), ratio(b), interpolation);
    }

    private static Candidate recover(RefinementProblem exact, String nu) {
        return recover(exact, nu, TrainingInstances::enumerate);
    }

    private static Candidate recover(RefinementProblem exact, String nu, Trainer.Pricer pricer) {
        TrainingResult trained = Trainer.train(exact.toFloat(), Trainer.Options.gap(1e-9).pricedBy(pricer).within(20));
        Refinement.Result refined = Refinement.refine(exact, trained, 70, () -> false);
        assertTrue(refined.converged(), refined.toString());
        Ratio[] expected = ratios(nu);
        BigDecimal tiny = BigDecimal.ONE.scaleByPowerOfTen(-62);
        for (int i = 0; i < expected.length; i++) {
            BigDecimal error = refined.nu()[i].subtract(RefinementProblem.decimal(expected[i], new MathContext(90))).abs();
            assertTrue(error.compareTo(tiny) < 0, "nu[" + i + "] = " + refined.nu()[i] + ", not " + expected[i]);
        }
        Optional<Candidate> found = Reconstruction.recognise(refined);
        assertTrue(found.isPresent());
        assertEquals(List.of(expected), List.of(found.get().nu().orElseThrow()));
        optimal(exact, found.get());
        return found.get();
    }

    private static Ratio plus(Ratio a, Ratio b) {
        return new Ratio(a.numerator().multiply(b.denominator()).add(b.numerator().multiply(a.denominator())),
                a.denominator().multiply(b.denominator()));
    }

    private static Ratio times(Ratio a, Ratio b) {
        return new Ratio(a.numerator().multiply(b.numerator()), a.denominator().multiply(b.denominator()));
    }

    /** OPT-2, OPT-3, MNI-2 and S^T nu = 0, exactly. */
    private static void optimal(RefinementProblem exact, Candidate candidate) {
        int n = exact.points().length;
        int size = exact.metric().length;
        Ratio[] nu = candidate.nu().orElseThrow();
        Ratio[] weights = candidate.parts().orElseThrow().weights();
        Ratio[] skip = candidate.parts().orElseThrow().skip();
        Ratio[] fit = new Ratio[n];
        for (int i = 0; i < n; i++) {
            fit[i] = exact.interpolation() ? Ratio.ZERO : nu[i];
            for (int k = 0; k < skip.length; k++) {
                fit[i] = plus(fit[i], times(exact.skip()[i][k], skip[k]));
            }
        }
        for (int j = 0; j < weights.length; j++) {
            Reconstruction.RationalAtom a = candidate.atoms().get(j);
            Ratio square = Ratio.ZERO;
            Ratio[] dual = new Ratio[size];
            for (int k = 0; k < size; k++) {
                dual[k] = Ratio.ZERO;
                for (int l = 0; l < size; l++) {
                    dual[k] = plus(dual[k], times(exact.metric()[k][l], a.direction()[l]));
                }
                if (!exact.freeBias() || k < size - 1) {
                    square = plus(square, times(a.direction()[k], dual[k]));
                }
            }
            assertEquals(exact.betaSquared(), square);
            Ratio product = Ratio.ZERO;
            for (int i = 0; i < n; i++) {
                Ratio t = Ratio.ZERO;
                for (int k = 0; k < size; k++) {
                    t = plus(t, times(exact.points()[i][k], dual[k]));
                }
                if (t.numerator().signum() > 0) {
                    Ratio signed = times(t, Ratio.of(a.sign(), 1));
                    product = plus(product, times(nu[i], signed));
                    fit[i] = plus(fit[i], times(weights[j], signed));
                }
            }
            assertEquals(exact.betaSquared(), product, "sigma nu^T (Xp)_+");
            assertTrue(weights[j].numerator().signum() >= 0);
        }
        assertEquals(candidate.atoms().size(), weights.length);
        assertEquals(List.of(exact.labels()), List.of(fit));
        for (int k = 0; k < skip.length; k++) {
            Ratio sum = Ratio.ZERO;
            for (int i = 0; i < n; i++) {
                sum = plus(sum, times(exact.skip()[i][k], nu[i]));
            }
            assertEquals(Ratio.ZERO, sum);
        }
    }

    @Test
    void twoPointsOfPaperA() {
        recover(problem("2 0 0 0; -1 1 1 1", "1 1 1 1", false, "", "7 7", "4", false), "1 1");
    }

    @Test
    void tetrahedron() {
        String x = "1/2 1/2 1/2; 1/2 -1/2 -1/2; -1/2 1/2 -1/2; -1/2 -1/2 1/2";
        recover(problem(x, "1 1 1", false, "", "5/2 5/2 5/2 5/2", "1", false), "1 1 1 1");
        recover(problem(x, "1 1 1", false, "", "3 2 2 3", "1", false), "1 1 1 1");
    }

    @Test
    void contractExample() {
        recover(problem("-1 1; 1 1", "3 1", false, "", "1 1", "1/100", false), "1/20 1/20");
    }

    @Test
    void oneDimensionWithThreePoints() {
        String x = "-2 1; -5/9 1; 1 1";
        recover(problem(x, "3 1", false, "", "121/26 235/78 137/26", "1", false), "2/13 9/26 1/2");
    }

    @Test
    void skipAndBias() {
        String x = "1 0 1; -1 0 1; 0 1 1; 0 -1 1; 0 0 1";
        recover(problem(x, "1 1 1", false, x, "1 1 1 1 0", "2", true), "1 1 1 1 -4");
        String snb = "1 0; -1 0; 0 1; 0 -1";
        recover(problem(snb, "1 1", false, snb, "1 1 1 1", "2", true), "1 1 1 1");
    }

    /** Equal rows are one, which counts as often in the skip connection that starts the refinement. */
    @Test
    void equalRowsWithASkip() {
        String x = "2; 2; -2; 2";
        recover(problem(x, "1", false, x, "35/4 35/4 53/4 31/4", "25/4", false), "3/4 3/4 5/4 -1/4");
    }

    @Test
    void skipWithoutBiasThreeAtoms() {
        String x = "-1/5 3/5; 1 0; -1/5 -3/5; -3/5 0";
        recover(problem(x, "1 1", false, x, "1/5 13/5 1/5 0", "1", true), "1 1 1 1");
    }

    @Test
    void freeBias() {
        String x = "-3 1; -1 1; 1 1; 3 1";
        recover(problem(x, "1 1", true, x, "2 0 0 2", "1", true), "1/2 -1/2 -1/2 1/2", TrainingInstances::kinks);
    }

    @Test
    void badLocalMinimumExample() {
        recover(problem("2; -1", "1", false, "", "1 2", "1", false), "1/2 1");
    }

    @Test
    void orthogonalData() {
        Candidate found = recover(problem("1 0 0; 0 1 0; 0 0 1", "1 1 1", false, "", "18/5 24/5 -2", "1", false), "3/5 4/5 -1");
        assertEquals(2, found.atoms().size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void irrationalOptimaHaveEqualBoundsToManyDigits(long seed) {
        java.util.Random random = new java.util.Random(seed);
        int n = 4 + (int) (seed % 3);
        int d = 2 + (int) (seed % 2);
        Ratio[][] x = new Ratio[n][d];
        Ratio[] y = new Ratio[n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < d; k++) {
                x[i][k] = Ratio.of(random.nextInt(41) - 20, 7);
            }
            y[i] = Ratio.of(random.nextInt(41) - 20, 5);
        }
        if (seed % 2 == 0) {
            // one row twice, with two labels
            x[n - 1] = x[0].clone();
        }
        RefinementProblem exact = new RefinementProblem(x, diagonal(d == 2 ? "1 2" : "1 2 3"), false, new Ratio[n][0], y,
                Ratio.of(3, 10), false);
        TrainingResult trained = Trainer.train(exact.toFloat(), Trainer.Options.gap(1e-9).pricedBy(TrainingInstances::enumerate).within(20));
        Refinement.Result refined = Refinement.refine(exact, trained, 60, () -> false);
        assertTrue(refined.converged(), refined.toString());
        MathContext context = new MathContext(100);
        BigDecimal gap = BigDecimal.ZERO;
        BigDecimal b = RefinementProblem.decimal(exact.betaSquared(), context);
        BigDecimal[] f = new BigDecimal[n];
        Arrays.fill(f, BigDecimal.ZERO);
        for (Refinement.RefinedAtom a : refined.atoms()) {
            gap = gap.add(b.multiply(a.weight()));
            for (int i = 0; i < n; i++) {
                BigDecimal t = BigDecimal.ZERO;
                for (int k = 0; k < d; k++) {
                    t = t.add(RefinementProblem.decimal(x[i][k], context).multiply(a.direction()[k]).multiply(new BigDecimal(k + 1)));
                }
                // a kink is zero up to the last digits
                if (t.signum() > 0) {
                    f[i] = f[i].add(t.multiply(a.weight()).multiply(new BigDecimal(a.sign())));
                }
            }
        }
        for (int i = 0; i < n; i++) {
            BigDecimal label = RefinementProblem.decimal(y[i], context);
            BigDecimal r = f[i].subtract(label);
            BigDecimal v = refined.nu()[i];
            gap = gap.add(r.multiply(r).add(v.multiply(v)).multiply(new BigDecimal("0.5"))).subtract(label.multiply(v));
        }
        assertTrue(gap.abs().compareTo(BigDecimal.ONE.scaleByPowerOfTen(-55)) < 0, "gap " + gap.round(new MathContext(5)));
        for (Refinement.RefinedAtom a : refined.atoms()) {
            for (double g : a.slopes()) {
                assertTrue(g >= -1e-12 && g <= 1 + 1e-12);
            }
        }
    }

    @Test
    void aTableWithABiasIsRefined() {
        java.util.Random random = new java.util.Random(11);
        int n = 40;
        Ratio[][] x = new Ratio[n][4];
        Ratio[] y = new Ratio[n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < 3; k++) {
                x[i][k] = Ratio.of(random.nextInt(60) + 10, 10);
            }
            x[i][3] = Ratio.of(1, 1);
            y[i] = Ratio.of(i % 3, 1);
        }
        RefinementProblem exact = new RefinementProblem(x, diagonal("1 1 1 1"), false, new Ratio[n][0], y, Ratio.of(1, 1), false);
        TrainingResult trained = Trainer.train(exact.toFloat(), Trainer.Options.gap(1e-7).within(30));
        assertTrue(trained.converged());
        Refinement.Result refined = Refinement.refine(exact, trained, 60, () -> false);
        assertTrue(refined.converged(), refined.reason());
        assertTrue(refined.atoms().stream().anyMatch(a -> a.kinks().length > 0), "kinks were meant to be tested");
    }

    @Test
    void stoppedItKeepsWhatItHas() {
        RefinementProblem exact = problem("2; -1", "1", false, "", "1 2", "1", false);
        TrainingResult trained = Trainer.train(exact.toFloat(), Trainer.Options.gap(1e-9));
        assertTrue(Refinement.refine(exact, trained, 50, () -> false).converged());
        for (int steps = 0; steps < 3; steps++) {
            int[] left = {steps};
            Refinement.Result stopped = Refinement.refine(exact, trained, 50, () -> left[0]-- <= 0);
            assertFalse(stopped.converged());
            assertEquals("the time was too short", stopped.reason());
            assertTrue(Reconstruction.recognise(stopped).isEmpty());
        }
    }

    /** A step would take minutes. Rows that are equal count once. */
    @Test
    void tooManyRowsAreRefused() {
        for (int distinct : new int[] {1, 2001}) {
            Ratio[][] x = new Ratio[2001][];
            Arrays.setAll(x, i -> new Ratio[] {Ratio.of(1 + i % distinct, 1)});
            Ratio[] y = new Ratio[x.length];
            Arrays.fill(y, Ratio.of(1, 1));
            RefinementProblem exact = new RefinementProblem(x, diagonal("1"), false, new Ratio[x.length][0], y, Ratio.of(1, 1), false);
            Refinement.Result refined = Refinement.refine(exact, new double[x.length], List.of(), new double[0], 50, () -> true);
            assertEquals(distinct == 1 ? "the time was too short" : "there are too many distinct rows", refined.reason());
        }
    }

    @Test
    void wrongStartIsReportedNotInvented() {
        RefinementProblem exact = problem("2; -1", "1", false, "", "1 2", "1", false);
        // a neuron of the wrong output sign: its system has a solution, outside the neuron's own pattern
        TrainingResult.Atom wrong = new TrainingResult.Atom(-1, new double[] {0.3}, 0.3);
        Refinement.Result refined = Refinement.refine(exact, new double[] {1, 1}, List.of(wrong), new double[0], 50, () -> false);
        assertFalse(refined.converged());
        assertTrue(Reconstruction.recognise(refined).isEmpty());
    }

    @Test
    void numbersAreRecognisedOnlyWithDigitsToSpare() {
        BigDecimal third = BigDecimal.ONE.divide(new BigDecimal(3), new MathContext(60));
        assertEquals(Optional.of(Ratio.of(1, 3)), Reconstruction.number(third, 58));
        assertEquals(Optional.of(Ratio.of(-22, 7)),
                Reconstruction.number(new BigDecimal(-22).divide(new BigDecimal(7), new MathContext(60)), 58));
        assertEquals(Optional.of(Ratio.ZERO), Reconstruction.number(BigDecimal.ONE.scaleByPowerOfTen(-59), 58));
        assertTrue(Reconstruction.number(new BigDecimal(2).sqrt(new MathContext(60)), 58).isEmpty());
        // a denominator of 25 digits out of 58 is not enough evidence
        BigDecimal wide = BigDecimal.ONE.divide(new BigDecimal("1000000000000000000000007"), new MathContext(80));
        assertTrue(Reconstruction.number(wide, 58).isEmpty());
        assertTrue(Reconstruction.number(wide, 78).isPresent());
    }
}
