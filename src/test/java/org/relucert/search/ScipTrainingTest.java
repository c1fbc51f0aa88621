package org.relucert.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relucert.scip.Scip;

class ScipTrainingTest {

    private static final Trainer.Options FINE = Trainer.Options.gap(1e-8).within(30);

    @BeforeAll
    static void scip() {
        if (!Scip.isAvailable()) {
            System.err.println("skipped ScipTrainingTest: SCIP is not available: " + Scip.unavailableReason());
        }
        Assumptions.assumeTrue(Scip.isAvailable());
    }

    private static TrainingProblem interpolation(double[][] pairing, double[][] metric, double... labels) {
        return new TrainingProblem(pairing, metric, false, TrainingInstances.none(labels.length), labels, 1, true);
    }

    private static TrainingProblem tv4() {
        double[] q = {-2, -5 / 9., 1};
        double[][] pairing = new double[3][];
        for (int i = 0; i < 3; i++) {
            pairing[i] = new double[] {3 * q[i], 1};
        }
        return interpolation(pairing, new double[][] {{3, 0}, {0, 1}}, 4.5, 8 / 3., 62 / 13.);
    }

    static Stream<Arguments> vectors() {
        double tv10 = (6 * Math.sqrt(17) + 4 * Math.sqrt(221)) / 85;
        return Stream.of(
                Arguments.of("TV-1", TrainingInstances.tv1(), 13.0),
                Arguments.of("TV-2 (a)", TrainingInstances.tv2(2.5, 2.5, 2.5, 2.5), 8.0),
                Arguments.of("TV-2 (b)", TrainingInstances.tv2(3, 2, 2, 3), 8.0),
                Arguments.of("two points", TrainingInstances.twoPoints(), 39 / 400.0),
                Arguments.of("TV-4", tv4(), 4.0),
                Arguments.of("TV-5 SB", TrainingInstances.tv5sb(), 4.0),
                Arguments.of("TV-5 SNB", TrainingInstances.tv5snb(), 4.0),
                Arguments.of("TV-5 SNB, second", TrainingInstances.tv5second(), 3.0),
                Arguments.of("TV-6, bias regularised", TrainingInstances.tv6(false), 2.0),
                Arguments.of("TV-6, bias free", TrainingInstances.tv6(true), 2.0),
                Arguments.of("TV-7", TrainingInstances.tv7(), 15 / 8.0),
                Arguments.of("TV-10", TrainingInstances.tv10(), tv10),
                Arguments.of("TV-11", TrainingInstances.tv11(), 7.0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void testVectors(String name, TrainingProblem problem, double value) {
        TrainingResult result = TrainerTest.check(problem, ScipTraining.train(problem, FINE));
        assertTrue(result.converged(), result.toString());
        assertEquals(value, result.primal(), 1e-6 * value);
        assertEquals(value, result.dual(), 1e-6 * value);
        assertTrue(result.dual() <= value * (1 + 1e-9) && value <= result.primal() * (1 + 1e-9), result.toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void withoutPolishing(String name, TrainingProblem problem, double value) {
        TrainingResult result = TrainerTest.check(problem,
                ScipTraining.train(problem, Trainer.Options.gap(1e-6).within(30), false));
        System.out.printf("%s: SCIP alone %.9g <= %.9g <= %.9g, %d rounds, %.2f s%n", name, result.dual(), value, result.primal(),
                result.rounds(), result.curve().get(result.curve().size() - 1).seconds());
        // SCIP's own accuracy: the quadratic program is good to some four digits, the linear one to more
        double tolerance = problem.interpolation() ? 1e-5 : 1e-2;
        assertEquals(value, result.primal(), tolerance * value);
        assertEquals(value, result.dual(), tolerance * value);
    }

    @Test
    void dualVectorsOfTheVectors() {
        assertArrayEquals(new double[] {1, 1}, ScipTraining.train(TrainingInstances.tv1(), FINE).nu(), 1e-4);
        assertArrayEquals(new double[] {1, 1, 1, 1}, ScipTraining.train(TrainingInstances.tv2(3, 2, 2, 3), FINE).nu(), 1e-4);
        assertArrayEquals(new double[] {.5, 1}, ScipTraining.train(TrainingInstances.tv7(), FINE).nu(), 1e-4);
        assertArrayEquals(new double[] {.6, .8, -1}, ScipTraining.train(TrainingInstances.tv11(), FINE).nu(), 1e-4);
        // unique there, too: the skip leaves one dimension
        assertArrayEquals(new double[] {1, 1, 1, 1, -4}, ScipTraining.train(TrainingInstances.tv5sb(), FINE).nu(), 1e-4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithTheJavaRoute(long seed) {
        for (int skip = 0; skip <= 1; skip++) {
            for (boolean interpolation : new boolean[] {false, true}) {
                int n = interpolation ? 4 + (int) (seed % 5) : 3 + (int) (seed % 3);
                compare("seed " + seed + " skip " + skip + " interpolation " + interpolation, TrainingInstances.gaussian(n,
                        2 + (int) (seed % 2), 0.05 + 0.1 * (seed % 5), interpolation, skip, seed));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void agreesWithTheJavaRouteWithABias(long seed) {
        for (boolean free : new boolean[] {false, true}) {
            for (boolean interpolation : new boolean[] {false, true}) {
                TrainingProblem plain = TrainingInstances.gaussian(interpolation ? 6 : 4, 1 + (int) (seed % 2), 0.2,
                        interpolation, 0, seed);
                double[][] x = TrainingInstances.withOnes(plain.pairing());
                double[][] ones = new double[x.length][];
                Arrays.setAll(ones, i -> free ? new double[] {1} : new double[0]);
                compare("seed " + seed + " free " + free + " interpolation " + interpolation, new TrainingProblem(x,
                        TrainingInstances.identity(x[0].length), free, ones, plain.labels(), 0.2, interpolation));
            }
        }
    }

    @Test
    void atMostAsManyNeuronsAsPoints() {
        compare("20 x 3", TrainingInstances.gaussian(20, 3, 1, true, 0, 7));
        compare("20 x 3, skip", TrainingInstances.gaussian(20, 3, 1, true, 2, 8));
    }

    private static void compare(String label, TrainingProblem problem) {
        TrainingResult scip = TrainerTest.check(problem, ScipTraining.train(problem, FINE));
        TrainingResult java = Trainer.train(problem, FINE);
        label += " " + scip + " against " + java;
        assertEquals(java.converged(), scip.converged(), label);
        // Theorem 1.2: interior points use more
        int rank = new TrainingSpace(problem).skipBasis.length;
        assertTrue(scip.atoms().size() <= problem.rows() - rank, label);
        if (java.converged()) {
            assertEquals(java.primal(), scip.primal(), 1e-6 * java.primal(), label);
            assertEquals(java.dual(), scip.dual(), 1e-6 * java.primal(), label);
        }
    }

    @Test
    void contradictoryLabels() {
        TrainingProblem twins = interpolation(new double[][] {{1, 2}, {1, 2}, {0, 1}}, TrainingInstances.identity(2), 1, 2, 1);
        TrainingResult result = ScipTraining.train(twins, FINE);
        assertTrue(Double.isInfinite(result.primal()));
        assertFalse(result.converged());
        double[] w = ScipTraining.contradiction(twins).orElseThrow();
        assertArrayEquals(new double[] {-.5, .5, 0}, w, 1e-12);
        // a multiple of a row has a multiple of its output, and a zero row none
        assertTrue(ScipTraining.contradiction(interpolation(new double[][] {{1, 2}, {2, 4}}, TrainingInstances.identity(2), 1, 2))
                .isEmpty());
        assertTrue(ScipTraining.contradiction(interpolation(new double[][] {{1, 2}, {2, 4}}, TrainingInstances.identity(2), 1, 3))
                .isPresent());
        assertTrue(ScipTraining.contradiction(interpolation(new double[][] {{1, 2}, {0, 0}}, TrainingInstances.identity(2), 1, 3))
                .isPresent());
        // the skip carries what no neuron can
        double[][] x = {{1, 2}, {1, 2}, {0, 1}};
        TrainingProblem skipped = new TrainingProblem(x, TrainingInstances.identity(2), false, new double[][] {{0}, {1}, {0}},
                new double[] {1, 2, 1}, 1, true);
        assertTrue(ScipTraining.contradiction(skipped).isEmpty());
        assertTrue(TrainerTest.check(skipped, ScipTraining.train(skipped, FINE)).converged());
    }

    @Test
    void oddPartsOfOppositePointsAreLinear() {
        // f(x) - f(-x) is linear in x, so three opposite pairs in the plane contradict unless their odd parts are
        double[][] x = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, -1}};
        TrainingProblem bad = interpolation(x, TrainingInstances.identity(2), 1, 0, 1, 0, 1, 0);
        TrainingProblem good = interpolation(x, TrainingInstances.identity(2), 1, 0, 1, 0, 2, 0);
        double[] w = ScipTraining.contradiction(bad).orElseThrow();
        for (double angle = 0; angle < 6.3; angle += 0.1) {
            double[] f = new double[6];
            bad.addFeature(f, 1, new double[] {Math.cos(angle), Math.sin(angle)});
            assertEquals(0, TrainingSpace.dot(f, w), 1e-12);
        }
        assertTrue(Double.isInfinite(ScipTraining.train(bad, FINE).primal()));
        assertTrue(ScipTraining.contradiction(good).isEmpty());
        assertTrue(TrainerTest.check(good, ScipTraining.train(good, FINE)).converged());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-2, 1e-3, 1e-4, 1e-6})
    void closePointsWithDifferentLabels(double distance) {
        // nu grows like 1/distance: beyond the first bounds on it
        TrainingProblem problem = interpolation(TrainingInstances.withOnes(new double[][] {{0}, {distance}, {1}}),
                TrainingInstances.identity(2), 0, 1, 0);
        assertTrue(ScipTraining.contradiction(problem).isEmpty());
        TrainingResult result = TrainerTest.check(problem, ScipTraining.train(problem, Trainer.Options.gap(1e-6).within(30)));
        assertTrue(result.converged(), result.toString());
        assertTrue(result.primal() > 1 / distance);
        assertTrue(TrainingSpace.norm(result.nu()) > 0.5 / distance);
        assertTrue(planarMaximum(problem, result.nu()) <= 1 + 1e-9, result.toString());
    }

    /** max |nu^T (Xu)_+| over unit u in the plane: attained at the gradient of some pattern or across some row. */
    private static double planarMaximum(TrainingProblem problem, double[] nu) {
        double[][] x = problem.pairing();
        List<double[]> directions = new ArrayList<>();
        for (double[] row : x) {
            directions.add(new double[] {row[1], -row[0]});
        }
        for (int bits = 0; bits < 1 << nu.length; bits++) {
            double[] v = new double[2];
            for (int i = 0; i < nu.length; i++) {
                v[0] += (bits >> i & 1) * nu[i] * x[i][0];
                v[1] += (bits >> i & 1) * nu[i] * x[i][1];
            }
            directions.add(v);
        }
        double most = 0;
        NeuronProblem plus = problem.side(1, nu);
        for (double[] u : directions) {
            double norm = Math.hypot(u[0], u[1]);
            double[] minus = {-u[0], -u[1]};
            if (norm > 0) {
                most = Math.max(most, Math.max(Math.abs(plus.value(u)), Math.abs(plus.value(minus))) / norm);
            }
        }
        return most;
    }

    @Test
    void nothingToLearn() {
        TrainingResult zero = ScipTraining.train(interpolation(new double[][] {{1, 2}, {0, 1}}, TrainingInstances.identity(2), 0, 0),
                FINE);
        assertEquals(0, zero.primal());
        assertTrue(zero.converged());
        TrainingProblem dear = TrainingInstances.squared(new double[][] {{1, 2}, {0, 1}, {-1, 1}}, new double[] {1, -1, 2}, 100);
        TrainingResult none = TrainerTest.check(dear, ScipTraining.train(dear, FINE));
        assertTrue(none.converged());
        assertEquals(3, none.primal(), 1e-9);
        assertArrayEquals(dear.labels(), none.nu(), 1e-6);
    }

    @Test
    void tooManyPatternsAreRefused() {
        // a bias lets every point and no point be active; 2 (1 + 11 + 55) = 134 patterns in general position, one sees nothing
        TrainingProblem large = biased(2);
        assertEquals(133, ActivationPatterns.all(new TrainingSpace(large), 133).orElseThrow().size());
        assertTrue(ActivationPatterns.all(new TrainingSpace(large), 132).isEmpty());
        // 2 (1 + 11 + 55 + 165) - 1 = 463
        TrainingProblem larger = biased(3);
        ScipTraining.Unavailable refusal = assertThrows(ScipTraining.Unavailable.class, () -> ScipTraining.train(larger, FINE));
        assertTrue(refusal.getMessage().contains("200"), refusal.getMessage());
        assertTrue(ActivationPatterns.all(new TrainingSpace(larger), 463).isPresent());
        assertTrue(ActivationPatterns.all(new TrainingSpace(larger), 462).isEmpty());
    }

    private static TrainingProblem biased(int d) {
        TrainingProblem plain = TrainingInstances.gaussian(12, d, 0.1, false, 0, 1);
        return TrainingInstances.squared(TrainingInstances.withOnes(plain.pairing()), plain.labels(), 0.1);
    }

    @Test
    void boundsAreMonotoneAndStoppingKeepsThem() {
        TrainingProblem problem = TrainingInstances.gaussian(12, 3, 1, true, 0, 5);
        List<TrainingResult.Point> points = new ArrayList<>();
        TrainingResult full = ScipTraining.train(problem, FINE.reporting(points::add));
        assertTrue(full.converged());
        assertEquals(full.curve(), points);
        for (int k = 1; k < points.size(); k++) {
            assertTrue(points.get(k).lower() >= points.get(k - 1).lower());
            assertTrue(points.get(k).upper() <= points.get(k - 1).upper());
        }
        int[] polls = {0};
        TrainingResult cut = ScipTraining.train(problem, FINE.stoppedBy(() -> polls[0]++ > 200));
        assertTrue(cut.dual() <= full.primal() + 1e-9 && full.dual() <= cut.primal() + 1e-9);
        assertFalse(cut.converged());
    }

    @Test
    void theQuadraticProgramStops() {
        TrainingProblem problem = TrainingInstances.gaussian(12, 3, 0.01, false, 0, 3);
        long begin = System.nanoTime();
        TrainingResult limited = TrainerTest.check(problem, ScipTraining.train(problem, FINE.within(1)));
        double took = (System.nanoTime() - begin) * 1e-9;
        assertTrue(took < 6, took + " s");
        assertTrue(limited.dual() <= limited.primal());
        begin = System.nanoTime();
        long end = begin + 500_000_000;
        TrainingResult stopped = ScipTraining.train(problem, FINE.stoppedBy(() -> System.nanoTime() > end));
        took = (System.nanoTime() - begin) * 1e-9;
        assertTrue(took < 6, took + " s");
        assertFalse(stopped.converged());
    }
}
