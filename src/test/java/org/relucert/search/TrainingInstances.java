package org.relucert.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Instances with known answers (mathematics, section 6) and an independent, exhaustive pricer for small n. */
final class TrainingInstances {
    private TrainingInstances() { }

    static double[][] identity(int d) {
        double[][] m = new double[d][d];
        for (int k = 0; k < d; k++) {
            m[k][k] = 1;
        }
        return m;
    }

    static double[][] none(int n) {
        return new double[n][0];
    }

    static double[][] withOnes(double[][] x) {
        double[][] result = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            result[i] = java.util.Arrays.copyOf(x[i], x[i].length + 1);
            result[i][x[i].length] = 1;
        }
        return result;
    }

    /** Euclidean metric, no skip. */
    static TrainingProblem squared(double[][] x, double[] y, double beta) {
        return new TrainingProblem(x, identity(x[0].length), false, none(x.length), y, beta, false);
    }

    static TrainingProblem tv1() {
        return squared(new double[][] {{2, 0, 0, 0}, {-1, 1, 1, 1}}, new double[] {7, 7}, 2);
    }

    static TrainingProblem tv2(double... y) {
        return squared(new double[][] {{.5, .5, .5}, {.5, -.5, -.5}, {-.5, .5, -.5}, {-.5, -.5, .5}}, y, 1);
    }

    /** Inputs -1 and 1 with a regularised bias, metric diag(3, 1). */
    static TrainingProblem twoPoints() {
        return new TrainingProblem(new double[][] {{-3, 1}, {3, 1}}, new double[][] {{3, 0}, {0, 1}}, false, none(2),
                new double[] {1, 1}, 0.1, false);
    }

    static TrainingProblem tv5sb() {
        double[][] x = withOnes(new double[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {0, 0}});
        return new TrainingProblem(x, identity(3), false, x, new double[] {1, 1, 1, 1, 0}, Math.sqrt(2), true);
    }

    static TrainingProblem tv5snb() {
        double[][] x = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
        return new TrainingProblem(x, identity(2), false, x, new double[] {1, 1, 1, 1}, Math.sqrt(2), true);
    }

    static TrainingProblem tv5second() {
        double[][] x = {{-.2, .6}, {1, 0}, {-.2, -.6}, {-.6, 0}};
        return new TrainingProblem(x, identity(2), false, x, new double[] {.2, 2.6, .2, 0}, 1, true);
    }

    static TrainingProblem tv6(boolean freeBias) {
        double[][] x = withOnes(new double[][] {{-3}, {-1}, {1}, {3}});
        return new TrainingProblem(x, identity(2), freeBias, x, new double[] {2, 0, 0, 2}, 1, true);
    }

    static TrainingProblem tv7() {
        return squared(new double[][] {{2}, {-1}}, new double[] {1, 2}, 1);
    }

    static TrainingProblem tv10() {
        double[][] x = {{1, 0, 0}, {8 / 9., -4 / 9., 1 / 9.}, {8 / 9., 4 / 9., 1 / 9.}};
        return new TrainingProblem(x, identity(3), false, none(3), new double[] {.8, 7 / 9., 7 / 9.}, 1, true);
    }

    static TrainingProblem tv11() {
        return squared(identity(3), new double[] {3.6, 4.8, -2}, 1);
    }

    static TrainingProblem gaussian(int n, int d, double beta, boolean interpolation, int skipColumns, long seed) {
        Random random = new Random(seed);
        double[][] x = new double[n][d];
        double[] y = new double[n];
        double[][] s = new double[n][skipColumns];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < d; k++) {
                x[i][k] = random.nextGaussian();
            }
            y[i] = random.nextGaussian();
            System.arraycopy(x[i], 0, s[i], 0, skipColumns);
        }
        return new TrainingProblem(x, identity(d), false, s, y, beta, interpolation);
    }

    /** Exhaustive pricing: all 2^n patterns, each by Theorem 1.3 with coordinate descent. */
    static NeuronSearch.Result enumerate(NeuronProblem problem, NeuronSearch.Options options) {
        int n = problem.rows();
        double[][] lower = Cholesky.of(problem.metric(), problem.dimension());
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = problem.pairing()[i].clone();
            for (int k = 0; k < rows[i].length; k++) {
                for (int l = 0; l < k; l++) {
                    rows[i][k] -= lower[k][l] * rows[i][l];
                }
                rows[i][k] /= lower[k][k];
            }
        }
        double best = 0;
        double upper = 0;
        double[] argument = new double[problem.dimension()];
        List<double[]> incumbents = new ArrayList<>();
        for (int bits = 0; bits < 1 << n; bits++) {
            double[] v = new double[problem.dimension()];
            double[] lambda = new double[n];
            for (int i = 0; i < n; i++) {
                if ((bits >> i & 1) == 1) {
                    for (int k = 0; k < v.length; k++) {
                        v[k] += problem.nu()[i] * rows[i][k];
                    }
                }
            }
            for (int sweep = 0; sweep < 20000; sweep++) {
                double moved = 0;
                for (int i = 0; i < n; i++) {
                    double square = TrainingSpace.dot(rows[i], rows[i]);
                    if (square == 0) {
                        continue;
                    }
                    int sign = (bits >> i & 1) == 1 ? 1 : -1;
                    double next = Math.max(0, lambda[i] - sign * TrainingSpace.dot(v, rows[i]) / square);
                    for (int k = 0; k < v.length; k++) {
                        v[k] += (next - lambda[i]) * sign * rows[i][k];
                    }
                    moved = Math.max(moved, Math.abs(next - lambda[i]));
                    lambda[i] = next;
                }
                if (moved < 1e-15) {
                    break;
                }
            }
            double norm = TrainingSpace.norm(v);
            upper = Math.max(upper, norm);
            if (norm < 1e-12) {
                continue;
            }
            double[] u = v.clone();
            for (int k = u.length - 1; k >= 0; k--) {
                for (int l = k + 1; l < u.length; l++) {
                    u[k] -= lower[l][k] * u[l];
                }
                u[k] /= lower[k][k];
            }
            TrainingSpace.scale(u, 1 / problem.norm(u));
            double value = problem.value(u);
            if (value > 0) {
                incumbents.add(u);
            }
            if (value > best) {
                best = value;
                argument = u;
            }
        }
        return new NeuronSearch.Result(best, argument, incumbents, upper, null, 1 << n);
    }

    /** Free bias in one dimension: the kinks decide (mathematics, 2.13). */
    static NeuronSearch.Result kinks(NeuronProblem problem, NeuronSearch.Options options) {
        double best = 0;
        double[] argument = new double[2];
        List<double[]> incumbents = new ArrayList<>();
        for (int w = -1; w <= 1; w += 2) {
            for (double[] row : problem.pairing()) {
                double[] u = {w, -w * row[0]};
                double value = problem.value(u);
                incumbents.add(u);
                if (value > best) {
                    best = value;
                    argument = u;
                }
            }
        }
        return new NeuronSearch.Result(best, argument, incumbents, best, null, incumbents.size());
    }
}
