package org.relucert.search;

import java.util.Arrays;

/**
 * Local ascent for h(u) = sum nu_i (&lt;x_i,u&gt;)_+ on the unit sphere, in Euclidean coordinates.
 *
 * <p>Norm penalty: the step is the fixed-point map u &lt;- v/|v|, v = sum over active i of nu_i x_i, where rows with
 * nu_i &lt; 0 that vanish at u (concave kinks, which attract maxima) take the slope in [0,1] that makes |v| least; v is then
 * the steepest ascent direction and u is locally maximal among the concave pieces iff v is parallel to u. A step that
 * overshoots is replaced by the exact maximum on the segment. Values never decrease.
 *
 * <p>Free bias: for given weights the best bias is found exactly among the breakpoints, so it is always at a kink; then the
 * same map is applied to the weights, with slopes of the kinks that make the bias component of v vanish as well. A step that
 * overshoots keeps a kink that it starts from, whose slope is not at an end, and the bias follows it.
 */
final class NeuronLocalSearch {

    private static final int MOST_STEPS = 60;
    /** A row with |t| below this (unit rows, unit u, up to the metric) is taken to vanish. */
    private static final double KINK = 1e-11;
    /** Weight of the bias component of v against the others, of which it is to be none. */
    private static final double BALANCE = 1e6;

    private final int size;
    private final int count;
    private final boolean freeBias;
    private final int positives;
    /** Of the rows, by columns. */
    private final double[][] column;
    private final double[] length;
    private final double[] bias;
    private final double[] nu;
    /** nu of the rows that are active. */
    private final double[] active;
    private final double[] t;
    private final double[] s;
    /** Length of vectors of weights and, where it is free, bias. */
    private final int width;
    private final double[] v;
    private final double[] next;
    private final double[] kinkColumns;
    private final int[] kinkRows;
    private final double[] kinkUpper;
    private final double[] kinkSlopes;
    private final BoundedLeastSquares leastSquares;
    private final double noise;
    private final long[] order;
    private final double[] breakpoints;
    private final BestBias bestBias;

    NeuronLocalSearch(NeuronGeometry geometry) {
        size = geometry.size;
        count = geometry.count;
        freeBias = geometry.problem.freeBias();
        positives = geometry.positives;
        column = columns(geometry.euclideanRows(), count, size);
        bias = freeBias ? geometry.column[geometry.dimension - 1] : null;
        nu = geometry.weight;
        length = new double[count];
        double total = 0;
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int k = 0; k < size; k++) {
                sum += column[k][i] * column[k][i];
            }
            length[i] = Math.sqrt(sum);
            total += Math.abs(nu[i]) * length[i];
        }
        noise = 1e-14 * total;
        t = new double[count];
        s = new double[count];
        active = new double[count];
        width = freeBias ? size + 1 : size;
        v = new double[width];
        next = new double[width];
        kinkColumns = new double[count * width];
        kinkRows = new int[count];
        kinkUpper = new double[count];
        kinkSlopes = new double[count];
        Arrays.fill(kinkUpper, 1);
        leastSquares = new BoundedLeastSquares(width);
        order = new long[count];
        breakpoints = new double[count];
        bestBias = freeBias ? new BestBias(count) : null;
    }

    /**
     * Climbs from u (any length, bias appended where free), overwriting it with the unit direction reached.
     *
     * @return h there; 0 if u is zero or nothing positive was reached
     */
    double climb(double[] u) {
        if (size == 0 || !normalise(u)) {
            return 0;
        }
        return freeBias ? climbFree(u) : climbNorm(u);
    }

    /** Values of h below this, on the unit sphere, are rounding. */
    double noise() {
        return noise;
    }

    private boolean normalise(double[] u) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
            sum += u[k] * u[k];
        }
        double norm = Math.sqrt(sum);
        if (!(norm > 0) || Double.isInfinite(norm)) {
            return false;
        }
        for (int k = 0; k < u.length; k++) {
            u[k] /= norm;
        }
        return true;
    }

    private static double[][] columns(double[] rows, int count, int size) {
        double[][] columns = new double[size][count];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < size; k++) {
                columns[k][i] = rows[i * size + k];
            }
        }
        return columns;
    }

    private void products(double[] u, double[] target) {
        Arrays.fill(target, 0);
        for (int k = 0; k < size; k++) {
            TrainingSpace.axpy(u[k], column[k], target);
        }
    }

    private double value(double[] products) {
        for (int i = 0; i < count; i++) {
            active[i] = Signs.twicePositivePart(products[i]);
        }
        return NormalSystem.dot(nu, active, 0) / 2;
    }

    private double climbNorm(double[] u) {
        products(u, t);
        double value = value(t);
        for (int step = 0; step < MOST_STEPS; step++) {
            ascentDirection();
            double norm = 0;
            for (int k = 0; k < size; k++) {
                norm += v[k] * v[k];
            }
            norm = Math.sqrt(norm);
            if (!(norm > 0)) {
                return Math.max(value, 0);
            }
            double change = 0;
            for (int k = 0; k < size; k++) {
                next[k] = v[k] / norm;
                change = Math.max(change, Math.abs(next[k] - u[k]));
            }
            if (change < 1e-15) {
                return Math.max(value, 0);
            }
            products(next, s);
            double full = value(s);
            // without kinks on the way the step would reach |v|; if it falls well short the segment holds something better
            if (!(full > value + 0.5 * (norm - value))) {
                double theta = bestOnSegment(u, value);
                if (!(theta > 0)) {
                    return Math.max(value, 0);
                }
                for (int k = 0; k < size; k++) {
                    next[k] = u[k] + theta * (next[k] - u[k]);
                }
                normalise(next);
                products(next, s);
                full = value(s);
            }
            if (!(full > value)) {
                return Math.max(value, 0);
            }
            boolean small = full - value <= 1e-15 * full;
            System.arraycopy(next, 0, u, 0, size);
            System.arraycopy(s, 0, t, 0, count);
            value = full;
            if (small) {
                break;
            }
        }
        return Math.max(value, 0);
    }

    /**
     * v = sum of nu_i x_i over active rows, concave kinks with their best slopes; the bias part of v, where there is one, counts
     * {@link #BALANCE} times.
     *
     * @return the kink whose slope is farthest from 0 and 1, or -1 if there is none between
     */
    private int ascentDirection() {
        for (int i = 0; i < count; i++) {
            active[i] = Signs.ifPositive(t[i], nu[i]);
        }
        int kinks = 0;
        for (int i = positives; i < count; i++) {
            if (Math.abs(t[i]) <= KINK * (freeBias ? 1 : length[i])) {
                active[i] = 0;
                for (int k = 0; k < size; k++) {
                    kinkColumns[kinks * width + k] = nu[i] * column[k][i];
                }
                if (freeBias) {
                    kinkColumns[kinks * width + size] = BALANCE * nu[i] * bias[i];
                }
                kinkRows[kinks++] = i;
            }
        }
        for (int k = 0; k < size; k++) {
            v[k] = NormalSystem.dot(active, column[k], 0);
        }
        if (freeBias) {
            v[size] = BALANCE * NormalSystem.dot(active, bias, 0);
        }
        int free = -1;
        if (kinks > 0) {
            Arrays.fill(kinkSlopes, 0, kinks, 0);
            leastSquares.solve(v, kinks, kinkColumns, kinkUpper, kinkSlopes);
            System.arraycopy(leastSquares.residual, 0, v, 0, width);
            double least = 0.5;
            for (int j = 0; j < kinks; j++) {
                if (Math.abs(kinkSlopes[j] - 0.5) < least) {
                    least = Math.abs(kinkSlopes[j] - 0.5);
                    free = kinkRows[j];
                }
            }
        }
        return free;
    }

    /** The theta in (0,1] maximising h/|.| on u + theta (next - u); 0 if nothing beats theta = 0. Uses t and s. */
    private double bestOnSegment(double[] u, double valueAtStart) {
        int breaks = 0;
        double a = 0;
        double b = 0;
        for (int i = 0; i < count; i++) {
            double d = s[i] - t[i];
            double slope = Signs.ifPositive(t[i] == 0 ? d : t[i], nu[i]);
            a += slope * t[i];
            b += slope * d;
            if (t[i] != 0 && (t[i] > 0) != (s[i] > 0)) {
                breakpoints[i] = t[i] / (t[i] - s[i]);
                // positive doubles order as their bits: sort keys without boxing, the row in the low bits
                order[breaks++] = (Double.doubleToRawLongBits(breakpoints[i]) & -0x100000L) | i & 0xFFFFFL;
            }
        }
        Arrays.sort(order, 0, breaks);
        double cosine = 0;
        for (int k = 0; k < size; k++) {
            cosine += u[k] * next[k];
        }
        double q2 = 2 * (1 - cosine);
        double q1 = -q2;
        double best = valueAtStart;
        double bestTheta = 0;
        double from = 0;
        for (int j = 0; j <= breaks; j++) {
            int row = j < breaks ? (int) (order[j] & 0xFFFFFL) : -1;
            double to = j < breaks ? Math.max(from, breakpoints[row]) : 1;
            double stationary = (a * q1 / 2 - b) / (b * q1 / 2 - a * q2);
            for (int c = 0; c < 2; c++) {
                double theta = c == 0 ? stationary : to;
                if (theta > from && theta <= to) {
                    double f = (a + b * theta) / Math.sqrt(1 + q1 * theta + q2 * theta * theta);
                    if (f > best) {
                        best = f;
                        bestTheta = theta;
                    }
                }
            }
            if (row >= 0) {
                double sign = t[row] > 0 ? -1 : 1;
                a += sign * nu[row] * t[row];
                b += sign * nu[row] * (s[row] - t[row]);
            }
            from = to;
        }
        return bestTheta;
    }

    private double climbFree(double[] u) {
        double value = bestBias(u);
        for (int step = 0; step < MOST_STEPS; step++) {
            productsWithBias(u, t);
            int kink = ascentDirection();
            System.arraycopy(v, 0, next, 0, size);
            if (!normalise(next)) {
                break;
            }
            double reached = bestBias(next);
            if (!(reached > value * (1 + 1e-14))) {
                if (kink < 0) {
                    break;
                }
                double part = 0;
                for (int k = 0; k < size; k++) {
                    part += column[k][kink] * next[k];
                }
                next[size] = -part / bias[kink];
                productsWithBias(next, s);
                double theta = bestOnSegment(u, value);
                if (!(theta > 0)) {
                    break;
                }
                for (int k = 0; k < width; k++) {
                    next[k] = u[k] + theta * (next[k] - u[k]);
                }
                normalise(next);
                productsWithBias(next, s);
                reached = value(s);
                double kept = next[size];
                double better = bestBias(next);
                if (better > reached) {
                    reached = better;
                } else {
                    next[size] = kept;
                }
                if (!(reached > value * (1 + 1e-14))) {
                    break;
                }
            }
            value = reached;
            System.arraycopy(next, 0, u, 0, width);
        }
        return Math.max(0, value);
    }

    private void productsWithBias(double[] u, double[] target) {
        products(u, target);
        for (int i = 0; i < count; i++) {
            target[i] += bias[i] * u[size];
        }
    }

    /** Gives u its best bias; the value there. Overwrites s. */
    private double bestBias(double[] u) {
        products(u, s);
        u[size] = bestBias.of(nu, s, bias);
        for (int i = 0; i < count; i++) {
            s[i] += bias[i] * u[size];
        }
        return value(s);
    }
}
