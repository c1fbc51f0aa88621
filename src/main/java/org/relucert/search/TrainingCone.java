package org.relucert.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a cone {z : r_j . z &gt;= 0} that matter. A pattern's cone has one row a data point but few facets; the others
 * only spoil the centrality of {@link Master}'s iterates.
 *
 * <p>Clarkson's scheme: a row that is a nonnegative combination of known facets is redundant; otherwise the residual of that
 * least-squares problem separates it, and the ray from an interior point along it leaves the cone through a new facet.
 */
final class TrainingCone {
    private static final double THIN = 1e-10;

    /** The irredundant rows, in no particular order. */
    final double[][] facets;
    private final double[] inside;
    private double[] centre;

    private TrainingCone(double[][] facets, double[] inside) {
        this.facets = facets;
        this.inside = inside;
    }

    /**
     * Unit direction of largest least slack min_j r_j . z; null when the cone has no interior to speak of.
     *
     * @param rows unit vectors
     */
    static double[] interior(double[][] rows, int size) {
        if (rows.length == 0) {
            double[] any = new double[size];
            any[0] = 1;
            return any;
        }
        // the point of least norm of conv(rows), up to a factor: min |sum x_j r_j|^2 + (sum x_j - 1)^2
        double[] columns = new double[rows.length * (size + 1)];
        for (int j = 0; j < rows.length; j++) {
            System.arraycopy(rows[j], 0, columns, j * (size + 1), size);
            columns[j * (size + 1) + size] = 1;
        }
        double[] constant = new double[size + 1];
        constant[size] = -1;
        BoundedLeastSquares squares = new BoundedLeastSquares(size + 1);
        squares.solve(constant, rows.length, columns, unbounded(rows.length), new double[rows.length]);
        double[] z = Arrays.copyOf(squares.residual, size);
        double norm = TrainingSpace.norm(z);
        if (!(norm > THIN)) {
            return null;
        }
        TrainingSpace.scale(z, 1 / norm);
        for (double[] row : rows) {
            if (!(TrainingSpace.dot(row, z) > 0.1 * THIN)) {
                return null;
            }
        }
        return z;
    }

    /**
     * The cone of some rows; null when it has no interior.
     *
     * @param rows unit vectors
     */
    static TrainingCone of(double[][] rows, int size) {
        double[] inside = interior(rows, size);
        if (inside == null) {
            return null;
        }
        boolean[] known = new boolean[rows.length];
        List<double[]> facets = new ArrayList<>();
        BoundedLeastSquares squares = new BoundedLeastSquares(size);
        double[] columns = new double[size * Math.max(1, rows.length)];
        for (int j = 0; j < rows.length; j++) {
            while (!known[j]) {
                double[] minus = rows[j].clone();
                TrainingSpace.scale(minus, -1);
                int count = facets.size();
                double[] direction;
                if (count == 0) {
                    direction = minus;
                } else {
                    double distance = squares.solve(minus, count, columns, unbounded(count), new double[count]);
                    if (distance < 1e-9) {
                        break;
                    }
                    direction = squares.residual.clone();
                }
                int hit = -1;
                double first = Double.POSITIVE_INFINITY;
                for (int i = 0; i < rows.length; i++) {
                    double slope = TrainingSpace.dot(rows[i], direction);
                    if (slope < 0 && !known[i]) {
                        double at = -TrainingSpace.dot(rows[i], inside) / slope;
                        if (at < first) {
                            first = at;
                            hit = i;
                        }
                    }
                }
                if (hit < 0) {
                    hit = j;
                }
                known[hit] = true;
                System.arraycopy(rows[hit], 0, columns, count * size, size);
                facets.add(rows[hit]);
            }
        }
        double[][] found = facets.toArray(new double[0][]);
        double[] within = interior(found, size);
        return within == null ? null : new TrainingCone(found, within);
    }

    /**
     * The point of the cone that maximises log(1 - |z|^2)/2 + sum log r_j . z, where |z| is the length of the penalised
     * coordinates; 0 where there are no rows.
     */
    double[] centre(int penalised) {
        if (centre == null) {
            centre = facets.length == 0 ? new double[inside.length] : newton(penalised);
        }
        return centre;
    }

    private double[] newton(int penalised) {
        int size = inside.length;
        double[] z = inside.clone();
        TrainingSpace.scale(z, 0.5);
        NormalSystem hessian = new NormalSystem(size);
        double decrement = 1;
        for (int iteration = 0; iteration < 60 && decrement > 1e-9; iteration++) {
            double rest = 1;
            for (int k = 0; k < penalised; k++) {
                rest -= z[k] * z[k];
            }
            hessian.clear();
            double[] gradient = new double[size];
            for (int k = 0; k < penalised; k++) {
                gradient[k] = -z[k] / rest;
                hessian.matrix[k][k] = 1 / rest;
                for (int l = k; l < penalised; l++) {
                    hessian.matrix[k][l] += 2 * z[k] * z[l] / (rest * rest);
                }
            }
            for (double[] facet : facets) {
                double[] row = facet.clone();
                TrainingSpace.scale(row, 1 / TrainingSpace.dot(facet, z));
                for (int k = 0; k < size; k++) {
                    gradient[k] += row[k];
                    NormalSystem.subtract(-row[k], row, k, row.length, hessian.matrix[k]);
                }
            }
            hessian.factor();
            double[] step = gradient.clone();
            hessian.solve(step);
            decrement = Math.sqrt(Math.max(0, TrainingSpace.dot(gradient, step)));
            for (int k = 0; k < size; k++) {
                z[k] += step[k] / (1 + Math.sqrt(2) * decrement);
            }
        }
        return z;
    }

    private static double[] unbounded(int count) {
        double[] upper = new double[count];
        Arrays.fill(upper, Double.POSITIVE_INFINITY);
        return upper;
    }
}
