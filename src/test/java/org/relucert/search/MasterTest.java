package org.relucert.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterTest {

    private static final int ROWS = 40;
    private static final int DIMENSION = 3;
    /** Times the dimension that is fewer than the rows, and twice that more. */
    private static final int COLUMNS = 12;
    private static final int MANY_ROWS = 200;
    private static final int MANY_COLUMNS = 80;
    /** The objective is strongly convex in nu: relative gaps of 1e-12, of an objective of some ten, allow for so much. */
    private static final double NEAR = 1e-5;

    /**
     * Columns that are given twice change nothing but the number of unknowns: once they are fewer than the rows, and the
     * system is in the q_j, twice they are more, and it is in nu.
     */
    @ParameterizedTest
    @CsvSource({"1,none", "2,none", "3,linear", "4,linear", "5,bias", "6,bias", "7,free", "8,free", "9,free"})
    void bothSystemsHaveTheSameSolution(long seed, String kind) {
        TrainingProblem problem = problem(new Random(seed), kind);
        TrainingSpace space = new TrainingSpace(problem);
        List<Master.Column> once = columns(space, new Random(seed));
        List<Master.Column> twice = new ArrayList<>(once);
        twice.addAll(once);
        Master.Solution byColumns = Master.solve(space, once, 1, 1e-12, () -> false);
        Master.Solution byRows = Master.solve(space, twice, 1, 1e-12, () -> false);
        assertTrue(byColumns.relativeGap() < 1e-11, "seed " + seed + ": gap " + byColumns.relativeGap());
        assertArrayEquals(byRows.nu(), byColumns.nu(), NEAR, "seed " + seed);
        assertArrayEquals(labels(problem, once, byColumns), labels(problem, twice, byRows), NEAR, "seed " + seed);
    }

    /** The Gram matrices of columns that an earlier list had in another order are the same. */
    @ParameterizedTest
    @CsvSource({"1,none", "2,bias"})
    void gramMatricesAreKept(long seed, String kind) {
        TrainingProblem problem = problem(new Random(seed), kind);
        TrainingSpace space = new TrainingSpace(problem);
        List<Master.Column> columns = columns(space, new Random(seed));
        PatternGram earlier = new PatternGram(space, columns.subList(3, columns.size()), null);
        List<Master.Column> reversed = new ArrayList<>(columns);
        Collections.reverse(reversed);
        PatternGram kept = new PatternGram(space, reversed, earlier);
        PatternGram fresh = new PatternGram(space, reversed, null);
        for (int j = 0; j < columns.size(); j++) {
            for (int k = 0; k < columns.size(); k++) {
                for (int a = 0; a < DIMENSION; a++) {
                    assertArrayEquals(fresh.of(j, k)[a], kept.of(j, k)[a], 1e-15 * ROWS, "seed " + seed);
                }
            }
        }
    }

    /** Programs large enough for threads have the same digits with one thread as with those of the machine. */
    @ParameterizedTest
    @CsvSource({"1,none,false", "2,bias,false", "3,free,false", "4,linear,true"})
    void threadsChangeNoDigit(long seed, String kind, boolean interpolation) {
        TrainingSpace space = new TrainingSpace(problem(new Random(seed), kind, MANY_ROWS, interpolation));
        List<Master.Column> columns = columns(space, new Random(seed), MANY_COLUMNS);
        Master.Solution threads = Master.solve(space, columns, 100, 1e-6, () -> false);
        ForkJoinPool alone = new ForkJoinPool(1);
        Master.Solution one = alone.submit(() -> Master.solve(space, columns, 100, 1e-6, () -> false)).join();
        alone.shutdown();
        assertArrayEquals(one.nu(), threads.nu(), "seed " + seed);
        assertArrayEquals(one.directions(), threads.directions(), "seed " + seed);
    }

    /** sum of sigma D X q, up to the skip's range. */
    private static double[] labels(TrainingProblem problem, List<Master.Column> columns, Master.Solution solution) {
        double[] f = new double[problem.rows()];
        for (int j = 0; j < columns.size(); j++) {
            problem.addFeature(f, columns.get(j).sign(), solution.directions()[j]);
        }
        new TrainingSpace(problem).removeSkip(f);
        return f;
    }

    private static TrainingProblem problem(Random random, String kind) {
        return problem(random, kind, ROWS, false);
    }

    private static TrainingProblem problem(Random random, String kind, int rows, boolean interpolation) {
        double[][] x = new double[rows][DIMENSION];
        double[] y = new double[rows];
        boolean ones = kind.equals("bias") || kind.equals("free");
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < DIMENSION; k++) {
                x[i][k] = ones && k == DIMENSION - 1 ? 1 : random.nextGaussian();
            }
            y[i] = random.nextGaussian();
        }
        double[][] skip = TrainingInstances.none(rows);
        if (kind.equals("linear") || kind.equals("free")) {
            skip = x;
        } else if (kind.equals("bias")) {
            for (int i = 0; i < rows; i++) {
                skip[i] = new double[] {1};
            }
        }
        boolean free = kind.equals("free");
        return new TrainingProblem(x, TrainingInstances.identity(DIMENSION), free, skip, y, 0.7, interpolation);
    }

    /** Random patterns; with a free bias also that of a linear neuron. */
    private static List<Master.Column> columns(TrainingSpace space, Random random) {
        return columns(space, random, COLUMNS);
    }

    private static List<Master.Column> columns(TrainingSpace space, Random random, int count) {
        List<Master.Column> columns = new ArrayList<>();
        if (space.problem.freeBias()) {
            boolean[] all = new boolean[space.n];
            Arrays.fill(all, true);
            columns.add(new Master.Column(1, all));
        }
        while (columns.size() < count) {
            double[] z = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
            boolean[] active = new boolean[space.n];
            for (int i = 0; i < space.n; i++) {
                active[i] = TrainingSpace.dot(space.rows[i], z) > 0;
            }
            Master.Column column = new Master.Column(random.nextBoolean() ? 1 : -1, active);
            if (!columns.contains(column)) {
                columns.add(column);
            }
        }
        return columns;
    }
}
