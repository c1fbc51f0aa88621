package org.relucert.scip;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * The convex reformulation of two-layer training over given activation patterns, as a quadratically constrained program:
 *
 * <p>minimise 1/2 |f - y|^2 + beta * sum of |q_k|_M with f = sum of sign_k D_k X q_k + S s, subject to (2 D_k - I) X q_k &gt;= 0;
 * or, for interpolation, beta * sum of |q_k|_M subject to f = y. Slot k is a sign and a pattern D_k. Over all patterns and both
 * signs its optimum is that of the network; over fewer it is an upper bound.
 *
 * <p>For small instances, as a proposal: SCIP's optimum is good to some six digits, single coordinates of q only to about half
 * as many. Take which slots are used and solve exactly.
 */
public final class TrainingQcqp {

    /**
     * What is trained.
     *
     * @param pairing n x d; row i is a_i with &lt;x_i, q&gt; = a_i . q
     * @param metric d x d symmetric positive definite M
     * @param labels y, length n
     * @param beta the penalty, positive
     * @param skip n x k, the unpenalised columns S; k may be 0
     * @param interpolation whether f = y is required and the loss dropped
     */
    public record Model(
            double[][] pairing, double[][] metric, double[] labels, double beta, double[][] skip, boolean interpolation) {

        /** Squared loss, no skip columns. */
        public static Model squared(double[][] pairing, double[][] metric, double[] labels, double beta) {
            return new Model(pairing, metric, labels, beta, new double[labels.length][0], false);
        }

        /** Interpolation, no skip columns. */
        public static Model interpolating(double[][] pairing, double[][] metric, double[] labels, double beta) {
            return new Model(pairing, metric, labels, beta, new double[labels.length][0], true);
        }
    }

    /**
     * The answer.
     *
     * @param q one row for each slot; no rows where SCIP found no solution
     * @param skip the weights s of the skip columns; empty where SCIP found no solution
     * @param objective the objective at q and skip computed in doubles, with f by the slots' patterns; infinite without a
     *     solution
     * @param residual the largest |f_i - y_i| there
     * @param lowerBound SCIP's dual bound
     * @param nodes branch-and-bound nodes
     * @param seconds wall-clock seconds of the solve
     * @param status how SCIP ended
     */
    public record Result(
            double[][] q, double[] skip, double objective, double residual, double lowerBound, long nodes, double seconds,
            Scip.Status status) {}

    private TrainingQcqp() {}

    /** Every pattern with both signs: slot 2k is (+1, pattern k), slot 2k + 1 is (-1, pattern k). */
    public static Result solve(Model model, boolean[][] patterns, double timeLimit, double relativeGap) {
        int[] signs = new int[2 * patterns.length];
        boolean[][] slots = new boolean[2 * patterns.length][];
        for (int k = 0; k < slots.length; k++) {
            signs[k] = k % 2 == 0 ? 1 : -1;
            slots[k] = patterns[k / 2];
        }
        return solve(model, signs, slots, timeLimit, relativeGap);
    }

    /**
     * The program over the slots (signs[k], patterns[k]).
     *
     * @param signs +1 or -1, one for each slot
     * @param patterns for each slot, which rows are active
     * @param timeLimit wall-clock seconds, possibly infinite
     * @param relativeGap SCIP's relative gap at which it may stop; 0 for its own tolerance
     */
    public static Result solve(Model model, int[] signs, boolean[][] patterns, double timeLimit, double relativeGap) {
        return solve(model, signs, patterns, timeLimit, relativeGap, () -> false);
    }

    /**
     * The same, and what SCIP has by then as soon as {@code stop} says so.
     *
     * @param stop polled some fifty times a second, by another thread
     */
    public static Result solve(
            Model model, int[] signs, boolean[][] patterns, double timeLimit, double relativeGap, BooleanSupplier stop) {
        int n = model.labels.length;
        int d = model.metric.length;
        int columns = n == 0 ? 0 : model.skip[0].length;
        check(model, signs, patterns, n, d, columns);
        double[][] inverse = Dense.inverse(model.metric);
        double yy = Dense.dot(model.labels, model.labels);
        // the zero network costs |y|^2 / 2, which bounds everything at an optimum of the squared loss
        double most = model.interpolation ? Double.POSITIVE_INFINITY : NeuronMiqcp.slightlyMore(yy / 2);
        try (Scip scip = new Scip()) {
            scip.setTimeLimit(timeLimit);
            scip.setRelativeGap(relativeGap);
            int[][] q = new int[signs.length][d];
            for (int k = 0; k < signs.length; k++) {
                int t = scip.addContinuous(0, most / model.beta, model.beta);
                for (int j = 0; j < d; j++) {
                    double bound = most / model.beta * NeuronMiqcp.slightlyMore(Math.sqrt(Math.max(0, inverse[j][j])));
                    q[k][j] = scip.addContinuous(-bound, bound, 0);
                }
                addCone(scip, q[k], t, model.metric);
                addPattern(scip, q[k], patterns[k], model.pairing);
            }
            int[] skip = new int[columns];
            for (int j = 0; j < columns; j++) {
                skip[j] = scip.addContinuous(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
            }
            for (int i = 0; i < n; i++) {
                addFit(scip, model, i, q, signs, patterns, skip, most);
            }
            Scip.Status status = solve(scip, stop);
            if (!scip.hasSolution()) {
                return new Result(new double[0][], new double[0], Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY,
                        scip.dualBound(), scip.nodes(), scip.seconds(), status);
            }
            double[] values = scip.values();
            double[][] weights = new double[signs.length][d];
            for (int k = 0; k < signs.length; k++) {
                for (int j = 0; j < d; j++) {
                    weights[k][j] = values[q[k][j]];
                }
            }
            double[] skipWeights = Arrays.stream(skip).mapToDouble(variable -> values[variable]).toArray();
            return evaluate(model, signs, patterns, weights, skipWeights, scip, status);
        }
    }

    private static Scip.Status solve(Scip scip, BooleanSupplier stop) {
        Thread watch = new Thread(() -> {
            try {
                while (!stop.getAsBoolean()) {
                    Thread.sleep(20);
                }
                scip.interrupt();
            } catch (InterruptedException e) {
                // the solve has ended by itself
                Thread.currentThread().interrupt();
            }
        }, "relucert-scip-stop");
        watch.setDaemon(true);
        watch.start();
        try {
            return scip.solve();
        } finally {
            watch.interrupt();
            try {
                watch.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void check(Model model, int[] signs, boolean[][] patterns, int n, int d, int columns) {
        Dense.requireShape(model.pairing, n, d, "pairing");
        Dense.requireShape(model.metric, d, d, "metric");
        Dense.requireLength(model.labels, n, "labels");
        Dense.requireShape(model.skip, n, columns, "skip");
        if (!(model.beta > 0) || Double.isInfinite(model.beta)) {
            throw new IllegalArgumentException("beta = " + model.beta);
        }
        if (signs.length != patterns.length) {
            throw new IllegalArgumentException(signs.length + " signs, " + patterns.length + " patterns");
        }
        for (int k = 0; k < signs.length; k++) {
            if (signs[k] != 1 && signs[k] != -1) {
                throw new IllegalArgumentException("sign " + signs[k]);
            }
            if (patterns[k].length != n) {
                throw new IllegalArgumentException("pattern " + k + " has " + patterns[k].length + " rows, not " + n);
            }
        }
    }

    /** q'Mq - t*t &lt;= 0. */
    private static void addCone(Scip scip, int[] q, int t, double[][] metric) {
        int d = q.length;
        int[] first = new int[d * d + 1];
        int[] second = new int[d * d + 1];
        double[] coefficients = new double[d * d + 1];
        int count = 0;
        for (int j = 0; j < d; j++) {
            for (int k = 0; k <= j; k++) {
                double coefficient = j == k ? metric[j][j] : metric[j][k] + metric[k][j];
                if (coefficient != 0) {
                    first[count] = q[j];
                    second[count] = q[k];
                    coefficients[count++] = coefficient;
                }
            }
        }
        first[count] = t;
        second[count] = t;
        coefficients[count++] = -1;
        scip.addQuadratic(Double.NEGATIVE_INFINITY, new int[0], new double[0], Arrays.copyOf(first, count),
                Arrays.copyOf(second, count), Arrays.copyOf(coefficients, count), 0);
    }

    /** (2D - I) X q &gt;= 0. */
    private static void addPattern(Scip scip, int[] q, boolean[] pattern, double[][] pairing) {
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i]) {
                scip.addLinear(0, q, pairing[i], Double.POSITIVE_INFINITY);
            } else {
                scip.addLinear(Double.NEGATIVE_INFINITY, q, pairing[i], 0);
            }
        }
    }

    /** f_i - r_i = y_i and r_i^2 / 2 &lt;= s_i with s_i in the objective; or f_i = y_i. */
    private static void addFit(
            Scip scip, Model model, int i, int[][] q, int[] signs, boolean[][] patterns, int[] skip, double most) {
        int d = model.metric.length;
        int size = q.length * d + skip.length + 1;
        int[] variables = new int[size];
        double[] coefficients = new double[size];
        int count = 0;
        for (int k = 0; k < q.length; k++) {
            for (int j = 0; patterns[k][i] && j < d; j++) {
                if (model.pairing[i][j] != 0) {
                    variables[count] = q[k][j];
                    coefficients[count++] = signs[k] * model.pairing[i][j];
                }
            }
        }
        for (int j = 0; j < skip.length; j++) {
            if (model.skip[i][j] != 0) {
                variables[count] = skip[j];
                coefficients[count++] = model.skip[i][j];
            }
        }
        double y = model.labels[i];
        if (!model.interpolation) {
            double bound = NeuronMiqcp.slightlyMore(Math.sqrt(2 * most));
            int r = scip.addContinuous(-bound, bound, 0);
            // one epigraph for each row, not one for the sum: SCIP's cuts are then far tighter
            int s = scip.addContinuous(0, most, 1);
            scip.addQuadratic(Double.NEGATIVE_INFINITY, new int[] {s}, new double[] {-1}, new int[] {r}, new int[] {r},
                    new double[] {0.5}, 0);
            variables[count] = r;
            coefficients[count++] = -1;
        }
        scip.addLinear(y, Arrays.copyOf(variables, count), Arrays.copyOf(coefficients, count), y);
    }

    private static Result evaluate(
            Model model, int[] signs, boolean[][] patterns, double[][] q, double[] skip, Scip scip, Scip.Status status) {
        double objective = 0;
        double residual = 0;
        for (int i = 0; i < model.labels.length; i++) {
            double r = Dense.dot(model.skip[i], skip) - model.labels[i];
            for (int k = 0; k < q.length; k++) {
                if (patterns[k][i]) {
                    r += signs[k] * Dense.dot(model.pairing[i], q[k]);
                }
            }
            residual = Math.max(residual, Math.abs(r));
            objective += model.interpolation ? 0 : r * r / 2;
        }
        for (double[] weight : q) {
            objective += model.beta * Dense.norm(model.metric, weight);
        }
        return new Result(q, skip, objective, residual, scip.dualBound(), scip.nodes(), scip.seconds(), status);
    }
}
