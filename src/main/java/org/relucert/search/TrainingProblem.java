package org.relucert.search;

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
 */
public record TrainingProblem(double[][] pairing, double[][] metric, boolean freeBias, double[][] skip, double[] labels,
        double beta, boolean interpolation) {

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

    /** Number of data rows n. */
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

    /** The neuron problem of side sigma for the dual vector nu: maximise sigma nu^T (Xu)_+. */
    public NeuronProblem side(int sigma, double[] nu) {
        NeuronProblem plus = new NeuronProblem(pairing, metric, freeBias, nu.clone());
        return sigma > 0 ? plus : plus.negated();
    }

    /** R(u), the penalised (semi)norm. */
    public double norm(double[] u) {
        int size = freeBias ? u.length - 1 : u.length;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                sum += u[i] * metric[i][j] * u[j];
            }
        }
        return Math.sqrt(Math.max(0, sum));
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

    /** Dual value of nu: y^T nu - |nu|^2/2, for interpolation y^T nu. */
    public double dualValue(double[] nu) {
        double value = 0;
        for (int i = 0; i < nu.length; i++) {
            value += labels[i] * nu[i] - (interpolation ? 0 : 0.5 * nu[i] * nu[i]);
        }
        return value;
    }
}
