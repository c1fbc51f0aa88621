package org.relucert.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
    private static final Trainer.Options EXHAUSTIVE = Trainer.Options.gap(1e-9).pricedBy(TrainingInstances::enumerate);

    private static TrainingResult train(TrainingProblem problem) {
        return check(problem, Trainer.train(problem, EXHAUSTIVE.within(20)));
    }

    /** What must hold of every result, whatever the problem: recomputed here from the definitions. */
    static TrainingResult check(TrainingProblem problem, TrainingResult result) {
        double[] f = new double[problem.rows()];
        double penalty = 0;
        for (TrainingResult.Atom a : result.atoms()) {
            problem.addFeature(f, a.sign(), a.direction());
            penalty += problem.beta() * problem.norm(a.direction());
            assertEquals(problem.norm(a.direction()), a.weight(), 1e-12 * (1 + a.weight()));
        }
        double loss = 0;
        for (int i = 0; i < f.length; i++) {
            f[i] += TrainingSpace.dot(problem.skip()[i], result.skip());
            double r = problem.labels()[i] - f[i];
            loss += 0.5 * r * r;
            if (problem.interpolation() && result.primal() < 1e300) {
                assertEquals(0, r, 1e-7);
            }
        }
        if (result.primal() < 1e300) {
            assertEquals(penalty + (problem.interpolation() ? 0 : loss), result.primal(), 1e-9 * (1 + result.primal()));
        }
        assertEquals(problem.dualValue(result.nu()), result.dual(), 1e-9 * (1 + result.dual()));
        for (int j = 0; j < problem.skipColumns(); j++) {
            double sum = 0;
            for (int i = 0; i < f.length; i++) {
                sum += problem.skip()[i][j] * result.nu()[i];
            }
            assertEquals(0, sum, 1e-9);
        }
        assertTrue(result.dual() <= result.primal() * (1 + 1e-7) + 1e-12, result.dual() + " > " + result.primal());
        return result;
    }

    @Test
    void twoPointsOfPaperA() {
        TrainingResult result = train(TrainingInstances.tv1());
        assertEquals(13, result.primal(), 1e-7);
        assertEquals(13, result.dual(), 1e-7);
        assertArrayEquals(new double[] {1, 1}, result.nu(), 1e-5);
    }

    @Test
    void tetrahedronWithSixAtoms() {
        TrainingResult a = train(TrainingInstances.tv2(2.5, 2.5, 2.5, 2.5));
        assertEquals(8, a.primal(), 1e-7);
        assertEquals(8, a.dual(), 1e-7);
        TrainingResult b = train(TrainingInstances.tv2(3, 2, 2, 3));
        assertEquals(8, b.primal(), 1e-7);
        assertEquals(8, b.dual(), 1e-7);
        assertArrayEquals(new double[] {1, 1, 1, 1}, b.nu(), 1e-5);
    }

    @Test
    void contractExample() {
        TrainingResult result = train(TrainingInstances.twoPoints());
        assertEquals(39 / 400., result.primal(), 1e-9);
        assertEquals(39 / 400., result.dual(), 1e-9);
        assertArrayEquals(new double[] {.05, .05}, result.nu(), 1e-7);
    }

    @Test
    void interpolationWithSkip() {
        TrainingResult sb = train(TrainingInstances.tv5sb());
        assertEquals(4, sb.primal(), 1e-7);
        assertEquals(4, sb.dual(), 1e-7);
        assertArrayEquals(new double[] {1, 1, 1, 1, -4}, sb.nu(), 1e-4);
        TrainingResult snb = train(TrainingInstances.tv5snb());
        assertEquals(4, snb.primal(), 1e-7);
        assertEquals(4, snb.dual(), 1e-7);
        TrainingResult second = train(TrainingInstances.tv5second());
        assertEquals(3, second.primal(), 1e-7);
        assertEquals(3, second.dual(), 1e-7);
    }

    @Test
    void penalisedAndFreeBias() {
        TrainingResult penalised = train(TrainingInstances.tv6(false));
        assertEquals(2, penalised.primal(), 1e-7);
        assertEquals(2, penalised.dual(), 1e-7);
        TrainingProblem problem = TrainingInstances.tv6(true);
        TrainingResult free = check(problem, Trainer.train(problem,
                Trainer.Options.gap(1e-9).pricedBy(TrainingInstances::kinks).within(20)));
        assertEquals(2, free.primal(), 1e-7);
        assertEquals(2, free.dual(), 1e-7);
    }

    @Test
    void badLocalMinimumIsEscaped() {
        TrainingResult result = train(TrainingInstances.tv7());
        assertEquals(15 / 8., result.primal(), 1e-8);
        assertArrayEquals(new double[] {.5, 1}, result.nu(), 1e-6);
        assertEquals(2, result.atoms().size());
    }

    @Test
    void teacherIsNotOptimal() {
        TrainingResult result = train(TrainingInstances.tv10());
        double value = (6 * Math.sqrt(17) + 4 * Math.sqrt(221)) / 85;
        assertTrue(result.dual() > 0.990586, "" + result.dual());
        assertTrue(result.primal() < 0.990629, "" + result.primal());
        assertEquals(value, result.primal(), 1e-7);
        assertEquals(value, result.dual(), 1e-7);
    }

    @Test
    void orthogonalData() {
        TrainingResult result = train(TrainingInstances.tv11());
        assertEquals(7, result.primal(), 1e-7);
        assertArrayEquals(new double[] {.6, .8, -1}, result.nu(), 1e-6);
        assertEquals(2, result.atoms().size());
    }

    @Test
    void betaTooLarge() {
        TrainingProblem problem = TrainingInstances.squared(new double[][] {{1, 2}, {0, 1}, {-1, 1}}, new double[] {1, -1, 2}, 100);
        TrainingResult result = train(problem);
        assertArrayEquals(problem.labels(), result.nu(), 1e-9);
        assertTrue(result.atoms().isEmpty());
        assertTrue(result.converged());
    }

    @Test
    void zeroLabels() {
        TrainingProblem problem = TrainingInstances.squared(new double[][] {{1, 2}, {0, 1}}, new double[2], 1);
        TrainingResult result = train(problem);
        assertEquals(0, result.primal(), 0);
        assertEquals(0, result.dual(), 0);
        assertTrue(result.converged());
        assertTrue(result.atoms().isEmpty());
    }

    @Test
    void duplicateRowsAndRankDeficiency() {
        double[][] x = {{1, 2, 3}, {1, 2, 3}, {-1, -2, -3}, {0, 0, 0}, {2, 4, 6}, {1, 0, 1}};
        TrainingResult result = train(TrainingInstances.squared(x, new double[] {1, 2, 1.5, 4, 2, -3}, 0.5));
        assertTrue(result.converged());
        assertEquals(result.primal(), result.dual(), 1e-8 * result.primal());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void equalRowsAreOne(long seed) {
        Random random = new Random(seed);
        int n = 12;
        int[] first = {0, 1, 0, 3, 1, 0, 6, 3, 8, 1, 0, 11};
        double[][] x = new double[n][];
        double[] y = new double[n];
        boolean interpolation = seed > 6;
        for (int i = 0; i < n; i++) {
            x[i] = first[i] == i ? random.doubles(3, -1, 1).toArray() : x[first[i]].clone();
            y[i] = first[i] != i && interpolation ? y[first[i]] : random.nextGaussian();
        }
        double[][] skip = seed % 2 == 0 ? x : TrainingInstances.none(n);
        TrainingProblem whole = new TrainingProblem(x, TrainingInstances.identity(3), false, skip, y, 0.2, interpolation);
        TrainingProblem merged = whole.merged(first);
        assertEquals(6, merged.rows());
        double[] nu = random.doubles(6, -1, 1).toArray();
        double[] residual = merged.residual(nu);
        assertEquals(whole.dualValue(residual), merged.dualValue(nu), 1e-12);
        double[] u = random.doubles(3, -1, 1).toArray();
        assertEquals(whole.side(-1, residual).value(u), merged.side(-1, nu).value(u), 1e-12);
        for (int i = 0; i < n; i++) {
            assertEquals(first[i] == i, merged.side(1, nu).nu()[i] != 0);
        }

        TrainingResult apart = check(whole, Trainer.train(whole, Trainer.Options.gap(1e-9)));
        TrainingResult together = Trainer.train(merged, Trainer.Options.gap(1e-9));
        assertTrue(together.converged());
        assertEquals(apart.primal(), together.primal(), 1e-7 * apart.primal());
        assertEquals(apart.dual(), together.dual(), 1e-7 * apart.primal());
        assertEquals(whole.dualValue(together.nu()), together.dual(), 1e-9 * apart.primal());
        for (int i = 0; i < n; i++) {
            // An interpolation's dual vector is free within equal rows.
            assertEquals(interpolation ? together.candidate()[i] : apart.candidate()[i], together.candidate()[i], 1e-5);
        }
    }

    @Test
    void equalRowsOfDifferentLabelsAreNotInterpolatedAsOne() {
        double[][] x = {{1, 2}, {1, 2}, {0, 1}, {1, 2}};
        TrainingProblem merged = new TrainingProblem(x, TrainingInstances.identity(2), false, TrainingInstances.none(4),
                new double[] {1, 2, 1, 1}, 1, true).merged(new int[] {0, 0, 2, 0});
        assertEquals(3, merged.rows());
        TrainingResult result = Trainer.train(merged, EXHAUSTIVE.within(20));
        assertFalse(result.converged());
        assertTrue(Double.isInfinite(result.primal()));
    }

    @Test
    void contradictoryInterpolationNeverClaimsANetwork() {
        double[][] x = {{1, 2}, {1, 2}, {0, 1}};
        TrainingProblem problem = new TrainingProblem(x, TrainingInstances.identity(2), false, TrainingInstances.none(3),
                new double[] {1, 2, 1}, 1, true);
        TrainingResult result = Trainer.train(problem, EXHAUSTIVE.within(20));
        assertFalse(result.converged());
        assertTrue(Double.isInfinite(result.primal()));
    }

    /** Points far from the origin and near each other: the cones of their patterns are needles. */
    @ParameterizedTest
    @ValueSource(ints = {30, 100})
    void needlesDoNotEndTheTraining(int offset) {
        for (long seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            double[][] x = new double[6][2];
            double[] y = new double[6];
            for (int i = 0; i < 6; i++) {
                x[i][0] = offset + 40 * random.nextDouble();
                x[i][1] = offset + 40 * random.nextDouble();
                y[i] = random.nextInt(9) - 4;
            }
            TrainingProblem problem = new TrainingProblem(x, TrainingInstances.identity(2), false, TrainingInstances.none(6), y, 1,
                    true);
            TrainingResult result = Trainer.train(problem, Trainer.Options.gap(1e-6));
            assertTrue(result.converged(), "seed " + seed + ": " + result);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void randomInstancesCloseTheGap(long seed) {
        for (int skip = 0; skip <= 1; skip++) {
            for (boolean interpolation : new boolean[] {false, true}) {
                TrainingProblem problem = TrainingInstances.gaussian(3 + (int) (seed % 4), 2 + (int) (seed % 3),
                        0.05 + 0.1 * (seed % 5), interpolation, skip, seed);
                TrainingResult result = train(problem);
                String label = "seed " + seed + " skip " + skip + " interpolation " + interpolation + " " + result;
                assertEquals(result.primal(), result.dual(), 1e-8 * (1 + result.primal()), label);
                assertTrue(result.rounds() < 40, label);
            }
        }
    }

    @Test
    void metricIsAChangeOfCoordinates() {
        // inputs sqrt(3) q with the Euclidean metric, against q with diag(3, 1)
        double r = Math.sqrt(3);
        TrainingResult plain = train(TrainingInstances.squared(new double[][] {{-r, 1}, {r, 1}, {2 * r, 1}},
                new double[] {1, 1, -2}, 0.1));
        TrainingProblem skewed = new TrainingProblem(new double[][] {{-3, 1}, {3, 1}, {6, 1}}, new double[][] {{3, 0}, {0, 1}},
                false, TrainingInstances.none(3), new double[] {1, 1, -2}, 0.1, false);
        TrainingResult metric = train(skewed);
        assertEquals(plain.primal(), metric.primal(), 1e-8);
        assertArrayEquals(plain.nu(), metric.nu(), 1e-6);
    }

    @Test
    void boundsAreMonotoneAndStoppingKeepsThem() {
        TrainingProblem problem = TrainingInstances.gaussian(6, 3, 0.1, false, 0, 5);
        List<TrainingResult.Point> points = new ArrayList<>();
        TrainingResult full = Trainer.train(problem, EXHAUSTIVE.reporting(points::add));
        assertEquals(full.curve(), points);
        for (int k = 1; k < points.size(); k++) {
            assertTrue(points.get(k).lower() >= points.get(k - 1).lower());
            assertTrue(points.get(k).upper() <= points.get(k - 1).upper());
        }
        int[] polls = {0};
        TrainingResult cut = check(problem, Trainer.train(problem, EXHAUSTIVE.stoppedBy(() -> polls[0]++ > 60)));
        assertTrue(cut.dual() <= full.primal() + 1e-9 && full.dual() <= cut.primal() + 1e-9);
        assertNotEquals(0, cut.curve().size());
        assertFalse(cut.converged());
    }

    @Test
    void treesThatFillTheMemoryEndTheTraining() {
        TrainingProblem problem = TrainingInstances.gaussian(60, 5, 0.5, false, 1, 4);
        TrainingResult whole = Trainer.train(problem, Trainer.Options.gap(1e-6).within(60));
        assertTrue(whole.converged());
        long needed = whole.priced().plus().nodes() + whole.priced().minus().nodes();
        assertTrue(needed > 2500, needed + " nodes");
        TrainingResult cut = check(problem, Trainer.train(problem, Trainer.Options.gap(1e-6).within(60).holding(1500)));
        assertFalse(cut.converged());
        long held = cut.priced().plus().nodes() + cut.priced().minus().nodes();
        // Told of every few hundred nodes
        assertTrue(held < 3000, held + " nodes");
        assertTrue(cut.dual() > 0 && cut.dual() <= whole.primal() && whole.dual() <= cut.primal());
    }

    @Test
    void sameSeedSameResult() {
        TrainingProblem problem = TrainingInstances.gaussian(6, 3, 0.1, false, 0, 9);
        Trainer.Options frozen = new Trainer.Options(1e-9, 10, 4, NeuronSearch.Method.AUTO, TrainingInstances::enumerate, () -> 0L,
                () -> false, p -> { }, Long.MAX_VALUE);
        TrainingResult one = Trainer.train(problem, frozen);
        TrainingResult two = Trainer.train(problem, frozen);
        assertArrayEquals(one.nu(), two.nu(), 0);
        assertEquals(one.curve(), two.curve());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void branchAndBoundPricingClosesTheGap(long seed) {
        for (boolean interpolation : new boolean[] {false, true}) {
            TrainingProblem problem = TrainingInstances.gaussian(25, 3, 0.5, interpolation, (int) seed - 1, seed);
            TrainingResult result = check(problem, Trainer.train(problem, Trainer.Options.gap(1e-6).within(30)));
            assertTrue(result.converged(), "seed " + seed + " interpolation " + interpolation + " " + result);
            assertTrue(result.atoms().size() <= (interpolation ? 60 : 25), result.atoms().size() + " atoms");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void warmAndColdAgree(long seed) {
        TrainingProblem data = TrainingInstances.gaussian(25, 3, 1, false, (int) seed % 2, seed);
        WarmStart warm = WarmStart.NONE;
        // up as well as down, and a beta so large that no neuron pays
        for (double beta : new double[] {8, 4, 1, 0.5, 2, 1000, 0.7}) {
            TrainingProblem problem = new TrainingProblem(data.pairing(), data.metric(), false, data.skip(), data.labels(), beta, false);
            TrainingResult cold = check(problem, Trainer.train(problem, Trainer.Options.gap(1e-7).within(30)));
            TrainingResult started = check(problem, Trainer.train(problem, Trainer.Options.gap(1e-7).within(30), warm));
            assertTrue(cold.converged() && started.converged(), "beta " + beta);
            assertTrue(cold.dual() <= started.primal() * (1 + 1e-12) && started.dual() <= cold.primal() * (1 + 1e-12), "beta " + beta);
            if (warm != WarmStart.NONE) {
                // the last dual vector, scaled, is a bound before anything is searched
                assertTrue(started.curve().stream().anyMatch(p -> p.nodes() == 0 && p.lower() > 0), "beta " + beta);
            }
            warm = started.next();
        }
    }

    @Test
    void aWarmStartOfAnotherShapeIsRefused() {
        TrainingProblem problem = TrainingInstances.gaussian(12, 3, 1, false, 0, 1);
        for (TrainingProblem other : List.of(TrainingInstances.gaussian(13, 3, 1, false, 0, 1),
                TrainingInstances.gaussian(12, 2, 1, false, 0, 1))) {
            WarmStart warm = Trainer.train(other, Trainer.Options.gap(1e-6).within(20)).next();
            assertThrows(IllegalArgumentException.class, () -> Trainer.train(problem, EXHAUSTIVE, warm));
        }
    }

    @Test
    void restrictedProgramsAreSolvedToManyDigits() {
        TrainingProblem problem = TrainingInstances.gaussian(30, 4, 0.3, false, 0, 3);
        TrainingSpace space = new TrainingSpace(problem);
        List<Master.Column> columns = new ArrayList<>();
        java.util.Random random = new java.util.Random(5);
        for (int j = 0; j < 40; j++) {
            double[] z = new double[4];
            for (int k = 0; k < 4; k++) {
                z[k] = random.nextGaussian();
            }
            boolean[] active = new boolean[30];
            for (int i = 0; i < 30; i++) {
                active[i] = TrainingSpace.dot(space.rows[i], z) > 0;
            }
            columns.add(new Master.Column(j % 2 == 0 ? 1 : -1, active));
        }
        Master.Solution solution = Master.solve(space, columns, 1, 0, () -> false);
        double[] f = new double[30];
        double primal = 0;
        for (int j = 0; j < 40; j++) {
            problem.addFeature(f, columns.get(j).sign(), solution.directions()[j]);
            primal += problem.beta() * problem.norm(solution.directions()[j]);
            for (int i = 0; i < 30; i++) {
                double t = TrainingSpace.dot(problem.pairing()[i], solution.directions()[j]);
                assertTrue(columns.get(j).active()[i] ? t > -1e-9 : t < 1e-9, "column " + j + " row " + i + ": " + t);
            }
        }
        for (int i = 0; i < 30; i++) {
            double r = problem.labels()[i] - f[i];
            primal += r * r / 2;
            assertEquals(solution.nu()[i], r, 1e-8);
        }
        assertEquals(primal, problem.dualValue(solution.nu()), 1e-9 * primal);
        for (double tight : solution.tightness()) {
            assertTrue(tight <= 1 + 1e-12);
        }
    }
}
