package org.relucert.search;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Coordinates of the input space in which to search: u' = A u, u = B u', A and B inverse to each other.
 *
 * <p>The entries of A are dyadic numbers of few bits, and so are those of B: hyperplanes of the search are combinations of rows of
 * A, rays combinations of columns of B, and both are to be short when they become exact numbers.
 */
final class Frame {

    /** Bits behind the point of the finest multipliers. */
    private static final int FINEST = 2;
    /** The part of the measure that a step must save. */
    private static final double WORTH = 0.01;
    /** Added to the diagonal, as a part of it: how nearly dependent columns may count as independent. */
    private static final double RIDGE = 1e-4;
    /** A bound on the work, never met so far. */
    private static final int MOST_STEPS = 1000;

    /** functional[k]: the row a_k of A; u'_k = a_k . u. */
    final double[][] functional;
    /** edge[j][k]: coordinate j of the column b_k of B. */
    final double[][] edge;

    /** How much farther than the data a free bias reaches, at least: beyond, no row has any doubt about its sign. */
    private static final double BEYOND = 1.01;
    /** Bits of the place that a free bias is counted from, of the spread of the data there. */
    private static final int CENTRE_BITS = 3;

    private Frame(int dimension) {
        functional = new double[dimension][dimension];
        edge = new double[dimension][dimension];
        for (int k = 0; k < dimension; k++) {
            functional[k][k] = 1;
            edge[k][k] = 1;
        }
    }

    /** The given coordinates times powers of two, chosen so that the columns of the pairing have similar size. */
    static Frame axes(NeuronProblem problem) {
        Frame frame = new Frame(problem.dimension());
        for (int k = 0; k < problem.dimension(); k++) {
            double largest = 0;
            for (double[] row : problem.pairing()) {
                largest = Math.max(largest, Math.abs(row[k]));
            }
            frame.scale(k, largest > 0 ? -Math.getExponent(largest) : 0);
        }
        return frame;
    }

    /**
     * Coordinates in which the data are round: G = sum |nu_i| a_i a_i^T becomes nearly the identity. It is reduced as a
     * quadratic form of a lattice is, in the manner of Seysen: columns b_j and rows a_j of the inverse are made short
     * together, sum_j |b_j|_G^2 |a_j|_{G^-1}^2, which is D for orthogonal columns and more else. Each step adds a
     * multiple of a column to another, the pair that saves most, with integer multipliers first and then finer ones.
     */
    static Frame round(NeuronProblem problem) {
        return problem.freeBias() ? withBias(problem) : roundPenalised(problem);
    }

    /**
     * With a free bias: round coordinates w' of the weights for the data about a centre c, and the bias there over C, so that
     * a . u = (a_w - c) . w + (b + c . w) for the rows a = (a_w, 1). C is so large that |w'_j| &lt;= 1 and b + c . w = C, or -C,
     * leave no row in doubt of its sign. So on the two faces of the bias h is linear, and the coordinates of the other faces
     * are penalised.
     */
    private static Frame withBias(NeuronProblem problem) {
        int size = problem.dimension() - 1;
        double[] centre = centre(problem);
        double[][] about = new double[problem.rows()][size];
        double[][] metric = new double[size][];
        for (int i = 0; i < about.length; i++) {
            for (int k = 0; k < size; k++) {
                about[i][k] = problem.pairing()[i][k] - centre[k] * problem.pairing()[i][size];
            }
        }
        for (int k = 0; k < size; k++) {
            metric[k] = Arrays.copyOf(problem.metric()[k], size);
        }
        Frame weights = roundPenalised(new NeuronProblem(about, metric, false, problem.nu()));
        double reach = 0;
        for (int i = 0; i < about.length; i++) {
            double row = Arrays.stream(weights.turned(about[i])).map(Math::abs).sum() / problem.pairing()[i][size];
            reach = Math.max(reach, row);
        }
        int exponent = reach > 0 ? Math.getExponent(BEYOND * reach) + 1 : 0;
        Frame frame = new Frame(size + 1);
        for (int k = 0; k < size; k++) {
            System.arraycopy(weights.functional[k], 0, frame.functional[k], 0, size);
            System.arraycopy(weights.edge[k], 0, frame.edge[k], 0, size);
        }
        double[] shift = weights.turned(centre);
        for (int k = 0; k < size; k++) {
            frame.functional[size][k] = Math.scalb(centre[k], -exponent);
            frame.edge[size][k] = -shift[k];
        }
        frame.functional[size][size] = Math.scalb(1.0, -exponent);
        frame.edge[size][size] = Math.scalb(1.0, exponent);
        return frame;
    }

    /** The mean of the data with weights |nu_i|, to few bits. */
    private static double[] centre(NeuronProblem problem) {
        int size = problem.dimension() - 1;
        double[] centre = new double[size];
        double total = Math.max(Arrays.stream(problem.nu()).map(Math::abs).sum(), Double.MIN_NORMAL);
        for (int k = 0; k < size; k++) {
            double mean = 0;
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < problem.rows(); i++) {
                double at = problem.pairing()[i][k] / problem.pairing()[i][size];
                mean += Math.abs(problem.nu()[i]) / total * at;
                least = Math.min(least, at);
                most = Math.max(most, at);
            }
            int unit = most > least ? Math.getExponent(most - least) - CENTRE_BITS : 0;
            centre[k] = Math.scalb(Math.rint(Math.scalb(mean, -unit)), unit);
        }
        return centre;
    }

    private static Frame roundPenalised(NeuronProblem problem) {
        int size = problem.dimension();
        Frame frame = new Frame(size);
        double[][] gram = gram(problem);
        double[][] dual = inverse(gram);
        frame.equilibrate(gram, dual);
        int steps = 0;
        for (int bits = 0; bits <= FINEST; bits++) {
            while (steps++ < MOST_STEPS && frame.step(gram, dual, Math.scalb(1.0, -bits))) {
                frame.equilibrate(gram, dual);
            }
        }
        return frame;
    }

    /** G, its diagonal a little enlarged; a column of zeros gets a 1. */
    private static double[][] gram(NeuronProblem problem) {
        int size = problem.dimension();
        double[][] gram = new double[size][size];
        for (int i = 0; i < problem.rows(); i++) {
            double[] a = problem.pairing()[i];
            double weight = Math.abs(problem.nu()[i]);
            for (int j = 0; j < size; j++) {
                for (int k = 0; k < size; k++) {
                    gram[j][k] += weight * a[j] * a[k];
                }
            }
        }
        for (int k = 0; k < size; k++) {
            gram[k][k] = gram[k][k] > 0 ? gram[k][k] * (1 + RIDGE) : 1;
        }
        return gram;
    }

    /** The inverse of a positive definite matrix, its diagonal scaled to 1 meanwhile. */
    private static double[][] inverse(double[][] gram) {
        int size = gram.length;
        DMatrixRMaj scaled = new DMatrixRMaj(size, size);
        for (int j = 0; j < size; j++) {
            for (int k = 0; k < size; k++) {
                scaled.set(j, k, gram[j][k] / Math.sqrt(gram[j][j] * gram[k][k]));
            }
        }
        CommonOps_DDRM.invert(scaled);
        double[][] inverse = new double[size][size];
        for (int j = 0; j < size; j++) {
            for (int k = 0; k < size; k++) {
                inverse[j][k] = scaled.get(j, k) / Math.sqrt(gram[j][j] * gram[k][k]);
            }
        }
        return inverse;
    }

    /** b_j += t b_i and a_i -= t a_j for the multiple t of the unit and the pair that save most; false if that is little. */
    private boolean step(double[][] gram, double[][] dual, double unit) {
        int size = gram.length;
        double measure = 0;
        for (int k = 0; k < size; k++) {
            measure += gram[k][k] * dual[k][k];
        }
        double most = WORTH * measure;
        int from = -1;
        int to = -1;
        double factor = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                if (i != j) {
                    // A parabola in t with its vertex here.
                    double best = (dual[i][j] / dual[j][j] - gram[i][j] / gram[i][i]) / 2;
                    double t = Math.rint(best / unit) * unit;
                    double saved = 2 * gram[i][i] * dual[j][j] * (best * best - (t - best) * (t - best));
                    if (t != 0 && saved > most) {
                        most = saved;
                        from = i;
                        to = j;
                        factor = t;
                    }
                }
            }
        }
        if (from < 0) {
            return false;
        }
        for (int k = 0; k < size; k++) {
            edge[k][to] += factor * edge[k][from];
            functional[from][k] -= factor * functional[to][k];
        }
        add(gram, to, from, factor);
        add(dual, from, to, -factor);
        return true;
    }

    private static void add(double[][] form, int to, int from, double factor) {
        for (int k = 0; k < form.length; k++) {
            form[to][k] += factor * form[from][k];
        }
        for (int k = 0; k < form.length; k++) {
            form[k][to] += factor * form[k][from];
        }
    }

    /** Columns times powers of two, so that their lengths differ by no more than that. */
    private void equilibrate(double[][] gram, double[][] dual) {
        for (int k = 0; k < gram.length; k++) {
            int exponent = -(int) Math.rint(Math.log(gram[k][k]) / Math.log(4));
            scale(k, exponent);
            double factor = Math.scalb(1.0, exponent);
            for (int j = 0; j < gram.length; j++) {
                gram[k][j] *= factor;
                dual[k][j] /= factor;
            }
            for (int j = 0; j < gram.length; j++) {
                gram[j][k] *= factor;
                dual[j][k] /= factor;
            }
        }
    }

    /** b_k *= 2^exponent. */
    private void scale(int k, int exponent) {
        for (int j = 0; j < edge.length; j++) {
            edge[j][k] = Math.scalb(edge[j][k], exponent);
            functional[k][j] = Math.scalb(functional[k][j], -exponent);
        }
    }

    /** A u. */
    double[] coordinates(double[] u) {
        return times(functional, u);
    }

    /** B u'. */
    double[] vector(double[] coordinates) {
        return times(edge, coordinates);
    }

    private static double[] times(double[][] matrix, double[] v) {
        double[] product = new double[v.length];
        for (int j = 0; j < v.length; j++) {
            for (int k = 0; k < v.length; k++) {
                product[j] += matrix[j][k] * v[k];
            }
        }
        return product;
    }

    /** The functional a . u as one of u': B^T a. */
    double[] turned(double[] a) {
        double[] turned = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            for (int k = 0; k < a.length; k++) {
                turned[k] += a[j] * edge[j][k];
            }
        }
        return turned;
    }
}
