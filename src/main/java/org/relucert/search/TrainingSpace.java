package org.relucert.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A training problem in coordinates where R is the plain Euclidean norm of the first P coordinates, everything scaled to size
 * one: the arithmetic in which {@link Master} and {@link TrainingAscent} work.
 *
 * <p>With M = L L^T on the penalised block, a direction q has coordinates z = L^T q, and &lt;x_i, q&gt; = (L^{-1} a_i) . z. Where
 * there are fewer rows than penalised coordinates, those are replaced by coordinates in the span of the L^{-1} a_i: what is
 * orthogonal to it costs norm and does nothing.
 */
final class TrainingSpace {
    final TrainingProblem problem;
    final int n;
    /** That of these coordinates: P, and one for a free bias. */
    final int dimension;
    /** Number P of penalised coordinates: D, or D - 1 with a free bias, but at most n. */
    final int penalised;
    /** Rows of length {@link #dimension}: L^{-1} a_i (the free bias coordinate as it is), divided by {@link #rowScale}. */
    final double[][] rows;
    /** Norm of each scaled row over all coordinates; 0 for a row that plays no role. */
    final double[] rowNorms;
    /** Class of parallel rows of each row, -1 for a zero row. */
    final int[] group;
    /** +1 or -1: orientation of the row within its class. */
    final int[] orientation;
    final int groups;
    /** Orthonormal basis of range S, as rows of length n. */
    final double[][] skipBasis;
    final double rowScale;
    final double labelScale;
    /** y / labelScale. */
    final double[] labels;
    /** beta in scaled units; 1 for interpolation, whose optimum does not depend on it. */
    final double beta;
    private final double[][] factor;
    /** Orthonormal basis of the span of the penalised parts of the L^{-1} a_i; null where P is all of them. */
    private final double[][] span;
    private final Map<Master.Column, TrainingCone> cones = new HashMap<>();
    private PatternGram gram;

    TrainingSpace(TrainingProblem problem) {
        this.problem = problem;
        n = problem.rows();
        int biases = problem.freeBias() ? 1 : 0;
        int whole = problem.dimension() - biases;
        factor = Cholesky.of(problem.metric(), whole);
        double[][] white = Arrays.stream(problem.pairing()).map(this::whiten).toArray(double[][]::new);
        double[][] directions = n >= whole ? new double[0][]
                : orthonormal(Arrays.stream(white).map(row -> Arrays.copyOf(row, whole)).toArray(double[][]::new));
        span = directions.length == 0 ? null : directions;
        penalised = span == null ? whole : span.length;
        dimension = penalised + biases;
        rows = new double[n][];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            rows[i] = inSpan(white[i]);
            largest = Math.max(largest, norm(rows[i]));
        }
        rowScale = largest > 0 ? largest : 1;
        rowNorms = new double[n];
        for (int i = 0; i < n; i++) {
            scale(rows[i], 1 / rowScale);
            rowNorms[i] = norm(rows[i]);
            if (rowNorms[i] < 1e-14) {
                rowNorms[i] = 0;
            }
        }
        double largestLabel = 0;
        for (double y : problem.labels()) {
            largestLabel = Math.max(largestLabel, Math.abs(y));
        }
        labelScale = largestLabel > 0 ? largestLabel : 1;
        labels = problem.labels().clone();
        scale(labels, 1 / labelScale);
        beta = problem.interpolation() ? 1 : problem.beta() / (labelScale * rowScale);
        skipBasis = orthonormal(columns(problem.skip(), problem.skipColumns()));
        group = new int[n];
        orientation = new int[n];
        groups = classify();
        if (problem.freeBias()) {
            double[] last = new double[n];
            for (int i = 0; i < n; i++) {
                last[i] = rows[i][dimension - 1];
            }
            double before = norm(last);
            removeSkip(last);
            if (norm(last) > 1e-9 * before) {
                throw new IllegalArgumentException("a free bias needs its column (of ones) in the range of the skip matrix");
            }
        }
    }

    private int classify() {
        int count = 0;
        List<Integer> representatives = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            group[i] = -1;
            orientation[i] = 1;
            if (rowNorms[i] == 0) {
                continue;
            }
            for (int c = 0; c < count && group[i] < 0; c++) {
                int r = representatives.get(c);
                double cosine = dot(rows[i], rows[r]) / (rowNorms[i] * rowNorms[r]);
                if (Math.abs(cosine) > 1 - 1e-9) {
                    double distance = 0;
                    for (int k = 0; k < dimension; k++) {
                        distance = Math.max(distance,
                                Math.abs(rows[i][k] / rowNorms[i] - Math.signum(cosine) * rows[r][k] / rowNorms[r]));
                    }
                    if (distance < 1e-12) {
                        group[i] = c;
                        orientation[i] = cosine > 0 ? 1 : -1;
                    }
                }
            }
            if (group[i] < 0) {
                group[i] = count++;
                representatives.add(i);
            }
        }
        return count;
    }

    /** Data rows active in a column, zero rows left out. */
    int[] activeRows(Master.Column column) {
        int[] active = new int[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (group[i] >= 0 && column.active()[i]) {
                active[count++] = i;
            }
        }
        return Arrays.copyOf(active, count);
    }

    /** With a free bias, whether every row is active: a linear neuron, whose bias only shifts the skip connection. */
    boolean linear(Master.Column column) {
        return problem.freeBias() && activeRows(column).length == n;
    }

    /** A column's cone, its rows oriented; without rows for a linear neuron; null when it has no interior. */
    TrainingCone cone(Master.Column column) {
        return cones.computeIfAbsent(column, c -> {
            List<double[]> oriented = new ArrayList<>();
            boolean[] seen = new boolean[groups];
            int count = linear(c) ? 0 : n;
            for (int i = 0; i < count; i++) {
                if (group[i] >= 0 && !seen[group[i]]) {
                    seen[group[i]] = true;
                    double[] row = rows[i].clone();
                    scale(row, (c.active()[i] ? 1 : -1) / rowNorms[i]);
                    oriented.add(row);
                }
            }
            return TrainingCone.of(oriented.toArray(new double[0][]), dimension);
        });
    }

    /** The Gram matrices of some columns. */
    PatternGram gram(List<Master.Column> columns) {
        gram = new PatternGram(this, columns, gram);
        return gram;
    }

    /** L^{-1} a: coordinates of a functional. */
    private double[] whiten(double[] a) {
        double[] b = a.clone();
        for (int i = 0; i < factor.length; i++) {
            for (int k = 0; k < i; k++) {
                b[i] -= factor[i][k] * b[k];
            }
            b[i] /= factor[i][i];
        }
        return b;
    }

    /** The coordinates in the span, and the free bias. */
    private double[] inSpan(double[] z) {
        if (span == null) {
            return z;
        }
        double[] inside = new double[dimension];
        for (int k = 0; k < penalised; k++) {
            for (int j = 0; j < factor.length; j++) {
                inside[k] += span[k][j] * z[j];
            }
        }
        System.arraycopy(z, factor.length, inside, penalised, dimension - penalised);
        return inside;
    }

    private double[] outOfSpan(double[] inside) {
        if (span == null) {
            return inside.clone();
        }
        double[] z = new double[problem.dimension()];
        for (int k = 0; k < penalised; k++) {
            for (int j = 0; j < factor.length; j++) {
                z[j] += span[k][j] * inside[k];
            }
        }
        System.arraycopy(inside, penalised, z, factor.length, dimension - penalised);
        return z;
    }

    /** L^{-T} z: the input-space vector with coordinates z (no scaling). */
    double[] toInput(double[] z) {
        double[] q = outOfSpan(z);
        for (int i = factor.length - 1; i >= 0; i--) {
            for (int k = i + 1; k < factor.length; k++) {
                q[i] -= factor[k][i] * q[k];
            }
            q[i] /= factor[i][i];
        }
        return q;
    }

    /** The input-space vector, in the units of the problem, of a neuron with coordinates z in scaled units. */
    double[] neuron(double[] z) {
        double[] scaled = z.clone();
        scale(scaled, labelScale / rowScale);
        return toInput(scaled);
    }

    /** L^T q: coordinates of an input-space vector (no scaling); of its projection to the span. */
    double[] fromInput(double[] q) {
        double[] z = q.clone();
        for (int i = 0; i < factor.length; i++) {
            double sum = 0;
            for (int k = i; k < factor.length; k++) {
                sum += factor[k][i] * q[k];
            }
            z[i] = sum;
        }
        return inSpan(z);
    }

    /** A direction without preference for any other. */
    double[] randomDirection(Random random) {
        double[] z = new double[dimension];
        for (int k = 0; k < z.length; k++) {
            z[k] = random.nextGaussian();
        }
        return z;
    }

    /** Euclidean norm of the penalised coordinates. */
    double penalty(double[] z) {
        double sum = 0;
        for (int k = 0; k < penalised; k++) {
            sum += z[k] * z[k];
        }
        return Math.sqrt(sum);
    }

    /** Projects a vector of length n orthogonally to range S. */
    void removeSkip(double[] v) {
        remove(Arrays.asList(skipBasis), v);
    }

    /** Leaves the part that is orthogonal to an orthonormal basis: twice, since once leaves the rounding of what it removes. */
    static void remove(List<double[]> basis, double[] v) {
        for (int pass = 0; pass < 2; pass++) {
            for (double[] b : basis) {
                axpy(-dot(b, v), b, v);
            }
        }
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    static void scale(double[] a, double factor) {
        for (int k = 0; k < a.length; k++) {
            a[k] *= factor;
        }
    }

    /** Adds a multiple of x to y. */
    static void axpy(double factor, double[] x, double[] y) {
        for (int k = 0; k < y.length; k++) {
            y[k] += factor * x[k];
        }
    }

    static double[][] columns(double[][] matrix, int width) {
        double[][] result = new double[width][matrix.length];
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < matrix.length; i++) {
                result[j][i] = matrix[i][j];
            }
        }
        return result;
    }

    /** Orthonormal basis of the span of the given vectors, by Gram-Schmidt with reorthogonalisation. */
    static double[][] orthonormal(double[][] vectors) {
        List<double[]> basis = new ArrayList<>();
        for (double[] vector : vectors) {
            double[] v = vector.clone();
            double before = norm(v);
            remove(basis, v);
            double after = norm(v);
            if (after > 1e-11 * before && after > 0) {
                scale(v, 1 / after);
                basis.add(v);
            }
        }
        return basis.toArray(new double[0][]);
    }
}
