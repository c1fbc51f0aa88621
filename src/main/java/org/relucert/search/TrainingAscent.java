package org.relucert.search;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Local ascent on h(u) = nu^T (Xu)_+ over R(u) &lt;= 1, in the coordinates of {@link TrainingSpace}: the cheap half of pricing.
 *
 * <p>At u the convex terms (nu_i &gt; 0) are replaced by their tangents and the concave ones (nu_i &lt; 0) kept. By minimax the
 * resulting maximum is the least |v|, v = sum_{active, nu_i &gt; 0} nu_i x_i + sum_{nu_i &lt; 0} g_i nu_i x_i over 0 &lt;= g &lt;= 1 (Theorem
 * EX), attained at v/|v|: a bounded least-squares problem, solved by an active-set method. The value never falls, and maxima at
 * kinks, where the plain fixed-point iteration zigzags, are met.
 */
final class TrainingAscent {
    private static final double BIAS_WEIGHT = 10;
    /** Shortest part of a step towards v that is tried. */
    private static final double SHORTEST = 0.1;
    private final TrainingSpace space;
    private final double[] nu;
    /** Of the rows, by columns. */
    private final double[][] column;
    /** Rows with nu_i &lt; 0, by columns too, their vectors nu_i x_i (flat) and slopes. */
    private final int[] concave;
    private final double[][] concaveColumn;
    private final double[] columns;
    private final double[] upper;
    private final double[] slopes;
    private final BoundedLeastSquares squares;
    /** What {@link #active} was where a step has been taken. */
    private final Set<BitSet> seen = new HashSet<>();
    /** Null unless that is a free bias. */
    private final BestBias bestBias;

    /**
     * Prepares one side.
     *
     * @param nu sigma times the dual vector, in any scale
     */
    TrainingAscent(TrainingSpace space, double[] nu) {
        this.space = space;
        this.nu = nu;
        int size = space.dimension;
        concave = IntStream.range(0, space.n).filter(i -> nu[i] < 0 && space.rowNorms[i] > 0).toArray();
        columns = new double[concave.length * size];
        for (int k = 0; k < concave.length; k++) {
            for (int l = 0; l < size; l++) {
                boolean weighted = space.problem.freeBias() && l == size - 1;
                columns[k * size + l] = nu[concave[k]] * space.rows[concave[k]][l] * (weighted ? BIAS_WEIGHT : 1);
            }
        }
        upper = new double[concave.length];
        Arrays.fill(upper, 1);
        slopes = new double[concave.length];
        column = new double[size][space.n];
        concaveColumn = new double[size][concave.length];
        for (int l = 0; l < size; l++) {
            for (int i = 0; i < space.n; i++) {
                column[l][i] = space.rows[i][l];
            }
            for (int k = 0; k < concave.length; k++) {
                concaveColumn[l][k] = column[l][concave[k]];
            }
        }
        bestBias = space.problem.freeBias() ? new BestBias(space.n) : null;
        squares = new BoundedLeastSquares(size);
    }

    /** h(z)/R(z); 0 when the penalised part vanishes. */
    double value(double[] z) {
        return value(z, products(column, z));
    }

    private double value(double[] z, double[] products) {
        double norm = space.penalty(z);
        if (norm < 1e-300) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < space.n; i++) {
            sum += nu[i] * Signs.twicePositivePart(products[i]);
        }
        return sum / 2 / norm;
    }

    /** Of rows given by columns with z. */
    private static double[] products(double[][] column, double[] z) {
        double[] products = new double[column[0].length];
        for (int l = 0; l < z.length; l++) {
            TrainingSpace.axpy(z[l], column[l], products);
        }
        return products;
    }

    /**
     * A local maximum uphill of the start, with R = 1; null when nothing positive is found, and when an earlier climb has been
     * there. A step depends on nothing but the signs of the rows with nu_i &gt; 0, and reaches at least the value of every point with
     * these signs.
     */
    double[] climb(double[] start) {
        double[] z = normalised(start);
        if (z == null) {
            return null;
        }
        bestBias(z);
        double[] products = products(column, z);
        double value = value(z, products);
        BitSet active = active(products);
        for (int round = 0; round < 60; round++) {
            if (!seen.add(active)) {
                return null;
            }
            double[] next = step(z, active);
            if (next == null) {
                break;
            }
            bestBias(next);
            products = products(column, next);
            double reached = value(next, products);
            if (!(reached > value + 1e-13 * Math.abs(value))) {
                break;
            }
            z = next;
            value = reached;
            BitSet before = active;
            active = active(products);
            if (active.equals(before)) {
                break;
            }
        }
        return value > 0 ? z : null;
    }

    /** The rows with nu_i &gt; 0 that are positive at a point. */
    private BitSet active(double[] products) {
        long[] active = new long[(space.n + Long.SIZE - 1) / Long.SIZE];
        for (int i = 0; i < space.n; i++) {
            active[i / Long.SIZE] |= (long) (Signs.isPositive(products[i]) & Signs.isPositive(nu[i])) << i;
        }
        return BitSet.valueOf(active);
    }

    /** One ascent step from z, R = 1; null if nothing is left. Its slopes are kept for {@link #slope}. */
    double[] step(double[] z) {
        return step(z, active(products(column, z)));
    }

    private double[] step(double[] z, BitSet active) {
        int size = space.dimension;
        double[] v = new double[size];
        for (int i = active.nextSetBit(0); i >= 0; i = active.nextSetBit(i + 1)) {
            for (int k = 0; k < size; k++) {
                v[k] += nu[i] * space.rows[i][k];
            }
        }
        boolean bias = space.problem.freeBias();
        if (bias) {
            v[size - 1] *= BIAS_WEIGHT;
        }
        if (concave.length > 0) {
            approach(v, z);
            squares.solve(v, concave.length, columns, upper, slopes);
            v = squares.residual.clone();
        }
        if (bias) {
            v[size - 1] *= BIAS_WEIGHT;
        }
        return normalised(v);
    }

    /**
     * Leaves slopes by sign at a direction for which |v| is small: a start from which few rows have to change one by one. Begins at z.
     *
     * @param linear v without the rows with nu_i &lt; 0
     */
    private void approach(double[] linear, double[] z) {
        double[] u = z;
        double[] v = bySign(z, linear);
        double least = TrainingSpace.norm(v);
        double[] tried = z;
        for (double theta = 1; theta > SHORTEST && least > 0;) {
            tried = u.clone();
            for (int k = 0; k < tried.length; k++) {
                tried[k] += theta * (v[k] / least - tried[k]);
            }
            double[] reached = bySign(tried, linear);
            double norm = TrainingSpace.norm(reached);
            if (norm < least) {
                u = tried;
                v = reached;
                least = norm;
                theta = Math.min(1, 2 * theta);
            } else {
                theta /= 2;
            }
        }
        if (tried != u) {
            bySign(u, linear);
        }
    }

    /** Sets the slopes to 1 where the row is positive at z and to 0 elsewhere; v for these. */
    private double[] bySign(double[] z, double[] linear) {
        double[] products = products(concaveColumn, z);
        for (int k = 0; k < concave.length; k++) {
            slopes[k] = Signs.ifPositive(products[k], 1);
        }
        double[] sum = linear.clone();
        for (int k = 0, at = 0; k < concave.length; k++, at += sum.length) {
            for (int l = 0; l < sum.length; l++) {
                sum[l] += slopes[k] * columns[at + l];
            }
        }
        return sum;
    }

    /** Slope g_i of the last step at a data row with nu_i &lt; 0; 1 for other rows. */
    double slope(int row) {
        int k = Arrays.binarySearch(concave, row);
        return k < 0 ? 1 : slopes[k];
    }

    /** Whether nu_i &lt; 0, so that a maximum may lie on the row. */
    boolean concave(int row) {
        return Arrays.binarySearch(concave, row) >= 0;
    }

    private double[] normalised(double[] z) {
        double norm = space.penalty(z);
        if (!(norm > 1e-200)) {
            return null;
        }
        double[] result = z.clone();
        TrainingSpace.scale(result, 1 / norm);
        return result;
    }

    /** With a free bias: the exactly best bias for the penalised part of z (the value is piecewise linear in it). */
    private void bestBias(double[] z) {
        if (bestBias == null) {
            return;
        }
        int last = space.dimension - 1;
        z[last] = 0;
        z[last] = bestBias.of(nu, products(column, z), column[last]);
    }
}
