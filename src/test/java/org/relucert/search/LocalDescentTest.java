package org.relucert.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relucert.search.TrainingResult.Atom;

/** Descent across the walls of patterns, to networks whose objective is known or recomputed. */
class LocalDescentTest {

    /** Rows with labels of a few neurons, and these. */
    private record Taught(TrainingProblem problem, List<Atom> teacher) { }

    private static Taught taught(int n, int d, int neurons, double noise, boolean freeBias, boolean skip, long seed) {
        Random random = new Random(seed);
        double[][] x = new double[n][d];
        for (double[] row : x) {
            for (int k = 0; k < d; k++) {
                row[k] = random.nextGaussian();
            }
        }
        if (freeBias) {
            x = TrainingInstances.withOnes(x);
        }
        int size = x[0].length;
        double[][] ones = new double[n][];
        for (int i = 0; i < n; i++) {
            ones[i] = skip ? x[i] : freeBias ? new double[] {1} : new double[0];
        }
        double[] y = new double[n];
        TrainingProblem problem = new TrainingProblem(x, TrainingInstances.identity(size), freeBias, ones, y, 0.5, false);
        List<Atom> teacher = new ArrayList<>();
        for (int j = 0; j < neurons; j++) {
            double[] q = random.doubles(size, -1, 1).toArray();
            Atom atom = new Atom(j % 2 == 0 ? 1 : -1, q, problem.norm(q));
            problem.addFeature(y, atom.sign(), q);
            teacher.add(atom);
        }
        for (int i = 0; i < n; i++) {
            y[i] += noise * random.nextGaussian();
        }
        return new Taught(problem, teacher);
    }

    /** With the best skip connection. */
    private static double objective(TrainingProblem problem, List<Atom> network) {
        double[] residual = problem.labels().clone();
        double penalty = 0;
        for (Atom a : network) {
            problem.addFeature(residual, -a.sign(), a.direction());
            assertEquals(problem.norm(a.direction()), a.weight(), 1e-12 * (1 + a.weight()));
            penalty += a.weight();
        }
        new TrainingSpace(problem).removeSkip(residual);
        return 0.5 * TrainingSpace.dot(residual, residual) + problem.beta() * penalty;
    }

    private static List<Atom> from(List<Atom> network, TrainingProblem problem) {
        return LocalDescent.from(network, new TrainingSpace(problem), () -> false);
    }

    /** Each neuron turned by so much, and split in two that are close together. */
    private static List<Atom> turned(Taught taught, double by, Random random) {
        List<Atom> result = new ArrayList<>();
        for (Atom a : taught.teacher()) {
            double[] q = a.direction().clone();
            for (int k = 0; k < q.length; k++) {
                q[k] += by * a.weight() / Math.sqrt(q.length) * random.nextGaussian();
            }
            for (int half = 0; half < 2; half++) {
                double[] part = q.clone();
                for (int k = 0; k < part.length; k++) {
                    part[k] = part[k] / 2 + 0.02 * a.weight() * random.nextGaussian() / part.length;
                }
                result.add(new Atom(a.sign(), part, taught.problem().norm(part)));
            }
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource({"200, 3, 2, false, false, 1", "400, 4, 4, false, false, 2", "400, 3, 3, true, false, 3", "400, 3, 3, false, true, 4",
            "400, 3, 2, true, true, 5"})
    void findsItsWayBackToTheTeacher(int n, int d, int neurons, boolean freeBias, boolean skip, long seed) {
        Taught taught = taught(n, d, neurons, 0, freeBias, skip, seed);
        List<Atom> start = turned(taught, 0.4, new Random(seed));
        List<Atom> found = from(start, taught.problem());
        double teacher = objective(taught.problem(), taught.teacher());
        assertTrue(objective(taught.problem(), start) > 5 * teacher);
        // The labels are the teacher's, so weights shrink until what is left of them pays for the norm.
        assertTrue(objective(taught.problem(), found) < teacher, () -> objective(taught.problem(), found) + " after " + teacher);
        assertEquals(neurons, found.size());
    }

    @Test
    void oneRowIsSolved() {
        for (int sign : new int[] {1, -1}) {
            TrainingProblem problem = TrainingInstances.squared(new double[][] {{1}}, new double[] {3 * sign}, 1);
            List<Atom> found = from(List.of(new Atom(sign, new double[] {0.5}, 0.5)), problem);
            assertEquals(1, found.size());
            assertEquals(2, found.get(0).direction()[0], 1e-6);
        }
    }

    @Test
    void neuronsWithMoreCoordinatesThanRowsStay() {
        TrainingProblem problem = TrainingInstances.squared(new double[][] {{1, 2}, {2, -1}, {0, 1}}, new double[] {3, 1, 2}, 1);
        assertEquals(List.of(), from(List.of(new Atom(1, new double[] {1, 0}, 1), new Atom(1, new double[] {0, 1}, 1)), problem));
        assertEquals(1, from(List.of(new Atom(1, new double[] {1, 0}, 1), new Atom(1, new double[] {2, 0}, 2)), problem).size());
    }

    @Test
    void aNetworkWithoutNeuronsHasNowhereToGo() {
        assertEquals(List.of(), from(List.of(), taught(20, 2, 1, 0, false, false, 6).problem()));
    }

    /** Walls that hold a neuron in a cell hold no descent: without it these take 13, 12 and 15 rounds. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void trainingTakesFewRounds(long seed) {
        TrainingProblem data = taught(1000, 4, 3, 0.3, false, false, seed).problem();
        TrainingProblem problem = new TrainingProblem(data.pairing(), data.metric(), false, data.skip(), data.labels(), 20, false);
        TrainingResult result = TrainerTest.check(problem, Trainer.train(problem, Trainer.Options.gap(1e-6).within(60)));
        assertTrue(result.converged());
        assertTrue(result.rounds() <= 9, result.rounds() + " rounds");
    }
}
