package org.relucert.search;

/**
 * The neuron problem in floating point: maximise h(u) = nu^T (Xu)_+ over the unit ball R(u) &lt;= 1 of the input space.
 *
 * <p>Nothing here is trusted; a bound found for it becomes a theorem only when the checker accepts its exact rounding.
 * To search the side sigma = -1 of a dual vector, pass -nu ({@link #negated()}).
 *
 * @param pairing n x D; row i is the functional a_i with &lt;x_i, u&gt; = a_i . u (plain dot product), that is a_i = M x_i
 *     in augmented coordinates (bias included as last coordinate where there is one)
 * @param metric D x D symmetric positive definite M of the augmented input space; for a free bias its last row and column
 *     are those of the identity
 * @param freeBias whether the last coordinate of u is not penalised: R(u)^2 = u^T M u without the last coordinate
 * @param nu dual vector, length n
 */
public record NeuronProblem(double[][] pairing, double[][] metric, boolean freeBias, double[] nu) {

    /** Number of data rows n. */
    public int rows() {
        return pairing.length;
    }

    /** Dimension D of the augmented input space. */
    public int dimension() {
        return metric.length;
    }

    /** The same problem for -nu, the other side. */
    public NeuronProblem negated() {
        double[] minus = new double[nu.length];
        for (int i = 0; i < nu.length; i++) {
            minus[i] = -nu[i];
        }
        return new NeuronProblem(pairing, metric, freeBias, minus);
    }

    /** h(u) = nu^T (Xu)_+. */
    public double value(double[] u) {
        double sum = 0;
        for (int i = 0; i < nu.length; i++) {
            double t = 0;
            for (int k = 0; k < u.length; k++) {
                t += pairing[i][k] * u[k];
            }
            if (t > 0) {
                sum += nu[i] * t;
            }
        }
        return sum;
    }

    /** R(u), the penalised (semi)norm. */
    public double norm(double[] u) {
        return norm(metric, freeBias, u);
    }

    static double norm(double[][] metric, boolean freeBias, double[] u) {
        int size = freeBias ? u.length - 1 : u.length;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                sum += u[i] * metric[i][j] * u[j];
            }
        }
        return Math.sqrt(Math.max(0, sum));
    }
}
