package org.relucert.search;

/**
 * The least level at which a quadratic function is bounded by its multiple of the ball: for v and a symmetric Q the minimum over
 * mu of mu + v^T (mu I - Q)^{-1} v / 4, which is the maximum of &lt;v,u&gt; + u^T Q u over the unit ball where Q is positive
 * semidefinite. Any mu above the eigenvalues of Q gives a valid level, so nothing hangs on the accuracy of the minimum.
 */
public final class QuadraticLevel {

    private static final int MOST_STEPS = 60;
    /** How close |u| must come to 1. The level is stationary in mu: its error is the square of this. */
    private static final double NEAR = 1e-8;
    /** How far above a bound of the eigenvalues to begin, for rounding. */
    private static final double ABOVE = 1e-9;

    private final int size;
    /** Q, then its tridiagonal form with the reflections below it. */
    private final double[] matrix;
    private final double[] diagonal;
    private final double[] beside;
    private final double[] turned;
    private final double[] reflection;
    private final double[] pivot;
    private final double[] solved;
    private final double[] image;
    private final double[] scratch;

    /** The minimising mu, after {@link #solve}. */
    public double mu;
    /** The maximiser u, of length at most about 1, after {@link #solve}. */
    public final double[] point;

    /** For vectors of this length. */
    public QuadraticLevel(int size) {
        this.size = size;
        matrix = new double[size * size];
        diagonal = new double[size];
        beside = new double[size];
        turned = new double[size];
        reflection = new double[size];
        pivot = new double[size];
        solved = new double[size];
        image = new double[size];
        scratch = new double[size];
        point = new double[size];
    }

    /**
     * The least level.
     *
     * @param v linear part
     * @param q symmetric matrix, size x size, row by row; both triangles are read
     * @return the level; {@link #mu} and {@link #point} belong to it
     */
    public double solve(double[] v, double[] q) {
        System.arraycopy(q, 0, matrix, 0, size * size);
        System.arraycopy(v, 0, turned, 0, size);
        tridiagonalise();
        double length = 0;
        double high = 0;
        for (int k = 0; k < size; k++) {
            length += v[k] * v[k];
            high = Math.max(high, diagonal[k] + (k > 0 ? Math.abs(beside[k - 1]) : 0) + (k < size - 1 ? Math.abs(beside[k]) : 0));
        }
        length = Math.sqrt(length);
        double low = 0;
        high += length / 2 + ABOVE * Math.abs(high) + Double.MIN_NORMAL;
        double best = Double.POSITIVE_INFINITY;
        double at = high;
        for (int step = 0; step < MOST_STEPS; step++) {
            double norm = factored(at) ? norm() : Double.NaN;
            if (Double.isNaN(norm)) {
                low = at;
                at = (low + high) / 2;
            } else {
                double value = at;
                for (int k = 0; k < size; k++) {
                    value += turned[k] * solved[k] / 2;
                }
                if (value < best) {
                    best = value;
                    mu = at;
                    System.arraycopy(solved, 0, point, 0, size);
                }
                if (Math.abs(norm - 1) <= NEAR || length == 0 && high - low <= NEAR * high) {
                    break;
                }
                if (norm > 1) {
                    low = at;
                } else {
                    high = at;
                }
                // Newton's method for 1 / |u| = 1, whose left side is nearly linear in mu
                double curvature = curvature();
                double next = at + norm * norm / curvature * (norm - 1);
                at = next > low && next < high ? next : (low + high) / 2;
            }
            if (!(high - low > 1e-15 * high)) {
                break;
            }
        }
        turnBack();
        return best;
    }

    /** Householder's reflections; v goes along. */
    private void tridiagonalise() {
        for (int k = 0; k < size; k++) {
            diagonal[k] = matrix[k * size + k];
            if (k == size - 1) {
                break;
            }
            double sum = 0;
            for (int i = k + 1; i < size; i++) {
                sum += matrix[i * size + k] * matrix[i * size + k];
            }
            double head = matrix[(k + 1) * size + k];
            double alpha = head > 0 ? -Math.sqrt(sum) : Math.sqrt(sum);
            beside[k] = alpha;
            double square = sum - alpha * head;
            if (!(square > 0) || k == size - 2) {
                beside[k] = head;
                reflection[k] = 0;
                continue;
            }
            matrix[(k + 1) * size + k] = head - alpha;
            // H = I - w w^T / square, w the column below the diagonal
            reflection[k] = 1 / square;
            double along = 0;
            double dot = 0;
            for (int i = k + 1; i < size; i++) {
                double p = 0;
                for (int j = k + 1; j < size; j++) {
                    p += matrix[i * size + j] * matrix[j * size + k];
                }
                scratch[i] = p / square;
                along += scratch[i] * matrix[i * size + k];
                dot += turned[i] * matrix[i * size + k];
            }
            for (int i = k + 1; i < size; i++) {
                scratch[i] -= along / (2 * square) * matrix[i * size + k];
                turned[i] -= dot / square * matrix[i * size + k];
            }
            for (int i = k + 1; i < size; i++) {
                for (int j = k + 1; j < size; j++) {
                    matrix[i * size + j] -= scratch[i] * matrix[j * size + k] + matrix[i * size + k] * scratch[j];
                }
            }
        }
    }

    private void turnBack() {
        for (int k = size - 3; k >= 0; k--) {
            double dot = 0;
            for (int i = k + 1; i < size; i++) {
                dot += point[i] * matrix[i * size + k];
            }
            for (int i = k + 1; i < size; i++) {
                point[i] -= dot * reflection[k] * matrix[i * size + k];
            }
        }
    }

    /** Pivots of mu I - T; false if one is not positive. Then solves for u = (mu I - T)^{-1} v / 2. */
    private boolean factored(double at) {
        for (int k = 0; k < size; k++) {
            pivot[k] = at - diagonal[k] - (k > 0 ? beside[k - 1] * beside[k - 1] / pivot[k - 1] : 0);
            if (!(pivot[k] > 0)) {
                return false;
            }
        }
        for (int k = 0; k < size; k++) {
            scratch[k] = turned[k] / 2;
        }
        back(scratch, solved);
        return true;
    }

    private void back(double[] right, double[] target) {
        target[0] = right[0];
        for (int k = 1; k < size; k++) {
            target[k] = right[k] + beside[k - 1] / pivot[k - 1] * target[k - 1];
        }
        for (int k = size - 1; k >= 0; k--) {
            target[k] = (target[k] + (k < size - 1 ? beside[k] * target[k + 1] : 0)) / pivot[k];
        }
    }

    private double norm() {
        double sum = 0;
        for (int k = 0; k < size; k++) {
            sum += solved[k] * solved[k];
        }
        return Math.sqrt(sum);
    }

    /** u^T (mu I - T)^{-1} u. */
    private double curvature() {
        back(solved, image);
        double sum = 0;
        for (int k = 0; k < size; k++) {
            sum += solved[k] * image[k];
        }
        return sum;
    }
}
