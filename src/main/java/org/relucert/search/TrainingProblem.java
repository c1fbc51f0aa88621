package org.relucert.search;

import java.util.Arrays;

/**
 * The convex form of training in floating point (mathematics, 1.1, 1.2, 1.4). A network in path form is a list of
 * (sigma_j, q_j) and a skip vector s; its output is f = sum_j sigma_j (X q_j)_+ + S s.
 *
 * <ul>
 *   <li>squared loss: minimise 1/2 |f - y|^2 + beta sum_j R(q_j);
 *   <li>interpolation: minimise beta sum_j R(q_j) subject to f = y.
 * </ul>
 *
 * <p>The dual vector nu is residual-signed (nu = y - f at the optimum of the squared loss) and feasible iff S^T nu = 0 and
 * |nu^T (Xu)_+| &lt;= beta R(u) for every u; its dual value is y^T nu - |nu|^2/2, respectively y^T nu. Nothing here is trusted.
 *
 * @param pairing n x D; row i is the functional a_i with &lt;x_i, u&gt; = a_i . u (plain dot product), augmented coordinates
 * @param metric D x D symmetric positive definite M; for a free bias its last row and column are those of the identity
 * @param freeBias whether the last coordinate of u is not penalised; then the last column of the pairing must lie in the
 *     range of S (the column of ones is always adjoined, mathematics 1.2)
 * @param skip n x k matrix S; k may be 0 (n empty rows)
 * @param labels y, length n
 * @param beta regularisation strength, positive
 * @param interpolation whether f = y is a constraint
 * @param origin the data rows that these rows stand for; null where each stands for itself
 */
public record TrainingProblem(double[][] pairing, double[][] metric, boolean freeBias, double[][] skip, double[] labels,
        double beta, boolean interpolation, Origin origin) {

    /**
     * Data rows of which equal ones are one row: where m of them have labels with mean t, the row and t times sqrt(m). A feature is
     * then sqrt(m) times as large as well, so that 1/2 |f - y|^2 is the same up to half the squares of the labels about their means.
     *
     * @param pairing of all data rows
     * @param labels of all data rows
     * @param place of each data row the row that stands for it
     * @param first of each row that stands for some the first data row that equals it
     * @param root of each such row sqrt(m)
     * @param constant half the squares of the labels about their means; 0 where f = y is a constraint
     */
    public record Origin(double[][] pairing, double[] labels, int[] place, int[] first, double[] root, double constant) { }

    /** Checks the shapes. */
    public TrainingProblem {
        int n = pairing.length;
        int dimension = metric.length;
        if (labels.length != n || skip.length != n) {
            throw new IllegalArgumentException("pairing has " + n + " rows, labels " + labels.length + ", skip " + skip.length);
        }
        if (!(beta > 0) || Double.isInfinite(beta)) {
            throw new IllegalArgumentException("beta must be positive and finite, not " + beta);
        }
        for (double[] row : pairing) {
            if (row.length != dimension) {
                throw new IllegalArgumentException("a row of the pairing has " + row.length + " entries, the metric " + dimension);
            }
        }
    }

    /** Every row by itself. */
    public TrainingProblem(double[][] pairing, double[][] metric, boolean freeBias, double[][] skip, double[] labels,
            double beta, boolean interpolation) {
        this(pairing, metric, freeBias, skip, labels, beta, interpolation, null);
    }

    /**
     * The same problem with equal rows as one; where f = y is a constraint only those of equal labels. Dual vectors, levels, networks
     * and values are those of this problem: see {@link #side}, {@link #residual} and {@link #dualValue}.
     *
     * @param first of each row the first one that equals it, with the same row of S
     */
    public TrainingProblem merged(int[] first) {
        int n = rows();
        int[] place = new int[n];
        int[] firsts = new int[n];
        double[] sums = new double[n];
        double[] roots = new double[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            boolean joins = first[i] != i && (!interpolation || labels[i] == labels[first[i]]);
            place[i] = joins ? place[first[i]] : count++;
            firsts[place[i]] = first[i];
            sums[place[i]] += labels[i];
            roots[place[i]]++;
        }
        if (count == n) {
            return this;
        }
        double[][] rows = new double[count][];
        double[][] skips = new double[count][];
        double[] means = new double[count];
        for (int p = 0; p < count; p++) {
            double root = Math.sqrt(roots[p]);
            means[p] = sums[p] / root;
            roots[p] = root;
            rows[p] = Arrays.stream(pairing[firsts[p]]).map(x -> x * root).toArray();
            skips[p] = Arrays.stream(skip[firsts[p]]).map(x -> x * root).toArray();
        }
        double constant = 0;
        for (int i = 0; i < n && !interpolation; i++) {
            double error = labels[i] - means[place[i]] / roots[place[i]];
            constant += error * error / 2;
        }
        return new TrainingProblem(rows, metric, freeBias, skips, means, beta, interpolation,
                new Origin(pairing, labels, place, Arrays.copyOf(firsts, count), Arrays.copyOf(roots, count), constant));
    }

    /** Number of rows n. */
    public int rows() {
        return pairing.length;
    }

    /** Dimension D of the augmented input space. */
    public int dimension() {
        return metric.length;
    }

    /** Number k of columns of S. */
    public int skipColumns() {
        return skip.length == 0 ? 0 : skip[0].length;
    }

    /**
     * The neuron problem of side sigma for the dual vector nu: maximise sigma nu^T (Xu)_+. It has a row for each data row; of
     * those that are one here the first has all of nu.
     */
    public NeuronProblem side(int sigma, double[] nu) {
        double[] spread = nu.clone();
        if (origin != null) {
            spread = new double[origin.pairing.length];
            for (int p = 0; p < nu.length; p++) {
                spread[origin.first[p]] += origin.root[p] * nu[p];
            }
        }
        NeuronProblem plus = new NeuronProblem(origin == null ? pairing : origin.pairing, metric, freeBias, spread);
        return sigma > 0 ? plus : plus.negated();
    }

    /** R(u), the penalised (semi)norm. */
    public double norm(double[] u) {
        return NeuronProblem.norm(metric, freeBias, u);
    }

    /** Adds sigma (Xq)_+ to f, a vector of length n. */
    public void addFeature(double[] f, int sigma, double[] q) {
        for (int i = 0; i < f.length; i++) {
            double t = 0;
            for (int k = 0; k < q.length; k++) {
                t += pairing[i][k] * q[k];
            }
            if (t > 0) {
                f[i] += sigma * t;
            }
        }
    }

    /** A dual vector with an entry for each data row: residuals of rows that are one here differ as their labels do. */
    public double[] residual(double[] nu) {
        if (origin == null) {
            return nu.clone();
        }
        double[] residual = origin.labels.clone();
        for (int i = 0; i < residual.length; i++) {
            int p = origin.place[i];
            residual[i] += (nu[p] - labels[p]) / origin.root[p];
        }
        return residual;
    }

    /** What the objective of every network, and every dual value, has besides its rows: half the squares of labels about means. */
    public double constant() {
        return origin == null ? 0 : origin.constant;
    }

    /** Dual value of nu: y^T nu - |nu|^2/2, for interpolation y^T nu. */
    public double dualValue(double[] nu) {
        double value = constant();
        for (int i = 0; i < nu.length; i++) {
            value += labels[i] * nu[i] - (interpolation ? 0 : 0.5 * nu[i] * nu[i]);
        }
        return value;
    }
}
