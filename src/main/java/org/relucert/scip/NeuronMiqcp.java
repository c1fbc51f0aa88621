package org.relucert.scip;

import java.util.Arrays;

/**
 * The neuron problem, max nu'(Xu)_+ over |u|_M &lt;= 1, as a mixed-integer quadratically constrained program for SCIP: one
 * binary for each row with nu_i &gt; 0, none for the others.
 *
 * <p>With a_i the functional of row i and b_i the maximum of a_i . u over the ball, t_i stands for (a_i . u)_+:
 * where nu_i &gt; 0, t_i &lt;= a_i . u + b_i (1 - z_i) and t_i &lt;= b_i z_i with z_i in {0, 1}; where nu_i &lt; 0,
 * t_i &gt;= a_i . u and t_i &gt;= 0. It is a second opinion and a baseline: both bounds are floating point.
 */
public final class NeuronMiqcp {

    /**
     * The answer.
     *
     * @param lower nu'(Xu)_+ at the returned u, computed in doubles; 0 where u = 0
     * @param upper SCIP's dual bound, infinite or NaN where it has none
     * @param u a direction with |u|_M = 1 up to rounding, or zero
     * @param nodes branch-and-bound nodes
     * @param seconds wall-clock seconds of the solve
     * @param status how SCIP ended; GAP_LIMIT is as good as OPTIMAL when a relative gap was asked for
     */
    public record Result(double lower, double upper, double[] u, long nodes, double seconds, Scip.Status status) {}

    private NeuronMiqcp() {}

    /**
     * Solves one side, sigma = +1; pass -nu for the other.
     *
     * @param pairing n x d; row i is a_i with &lt;x_i, u&gt; = a_i . u
     * @param metric d x d symmetric positive definite M
     * @param nu length n
     * @param timeLimit wall-clock seconds, possibly infinite
     * @param relativeGap SCIP's relative gap at which it may stop; 0 for its own tolerance
     */
    public static Result solve(double[][] pairing, double[][] metric, double[] nu, double timeLimit, double relativeGap) {
        int n = nu.length;
        int d = metric.length;
        Dense.requireShape(pairing, n, d, "pairing");
        Dense.requireShape(metric, d, d, "metric");
        Dense.requireLength(nu, n, "nu");
        double[][] inverse = Dense.inverse(metric);
        try (Scip scip = new Scip()) {
            scip.maximize();
            scip.setTimeLimit(timeLimit);
            scip.setRelativeGap(relativeGap);
            int[] u = new int[d];
            for (int k = 0; k < d; k++) {
                double bound = slightlyMore(Math.sqrt(Math.max(0, inverse[k][k])));
                u[k] = scip.addContinuous(-bound, bound, 0);
            }
            addBall(scip, u, metric);
            for (int i = 0; i < n; i++) {
                double b = slightlyMore(Dense.norm(inverse, pairing[i]));
                if (nu[i] != 0 && b > 0) {
                    addRow(scip, u, pairing[i], b, nu[i]);
                }
            }
            Scip.Status status = scip.solve();
            double[] direction = new double[d];
            if (scip.hasSolution()) {
                double[] values = scip.values();
                for (int k = 0; k < d; k++) {
                    direction[k] = values[u[k]];
                }
                double norm = Dense.norm(metric, direction);
                for (int k = 0; k < d; k++) {
                    direction[k] = norm > 0 ? direction[k] / norm : 0;
                }
            }
            double lower = value(pairing, nu, direction);
            if (lower < 0) {
                // u = 0 is in the ball
                lower = 0;
                Arrays.fill(direction, 0);
            }
            return new Result(lower, scip.dualBound(), direction, scip.nodes(), scip.seconds(), status);
        }
    }

    private static void addBall(Scip scip, int[] u, double[][] metric) {
        int d = u.length;
        int[] first = new int[d * d];
        int[] second = new int[d * d];
        double[] coefficients = new double[d * d];
        int count = 0;
        for (int j = 0; j < d; j++) {
            for (int k = 0; k <= j; k++) {
                double coefficient = j == k ? metric[j][j] : metric[j][k] + metric[k][j];
                if (coefficient != 0) {
                    first[count] = u[j];
                    second[count] = u[k];
                    coefficients[count++] = coefficient;
                }
            }
        }
        scip.addQuadratic(Double.NEGATIVE_INFINITY, new int[0], new double[0], Arrays.copyOf(first, count),
                Arrays.copyOf(second, count), Arrays.copyOf(coefficients, count), 1);
    }

    private static void addRow(Scip scip, int[] u, double[] a, double b, double nu) {
        int d = u.length;
        int t = scip.addContinuous(0, b, nu);
        if (nu < 0) {
            int[] variables = Arrays.copyOf(u, d + 1);
            double[] coefficients = Arrays.copyOf(a, d + 1);
            variables[d] = t;
            coefficients[d] = -1;
            scip.addLinear(Double.NEGATIVE_INFINITY, variables, coefficients, 0);
            return;
        }
        int z = scip.addBinary(0);
        int[] variables = Arrays.copyOf(u, d + 2);
        double[] coefficients = new double[d + 2];
        for (int k = 0; k < d; k++) {
            coefficients[k] = -a[k];
        }
        variables[d] = t;
        coefficients[d] = 1;
        variables[d + 1] = z;
        coefficients[d + 1] = b;
        scip.addLinear(Double.NEGATIVE_INFINITY, variables, coefficients, b);
        scip.addLinear(Double.NEGATIVE_INFINITY, new int[] {t, z}, new double[] {1, -b}, 0);
    }

    /** A bound that rounding has not made too small. */
    static double slightlyMore(double bound) {
        return bound * (1 + 1e-9);
    }

    private static double value(double[][] pairing, double[] nu, double[] u) {
        double sum = 0;
        for (int i = 0; i < nu.length; i++) {
            sum += nu[i] * Math.max(0, Dense.dot(pairing[i], u));
        }
        return sum;
    }
}
