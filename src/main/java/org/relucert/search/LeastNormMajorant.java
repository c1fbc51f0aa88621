package org.relucert.search;

/**
 * The vector of least Euclidean norm with q_k . w &gt;= tau_k for all k (unit vectors q_k): the best majorant of Theorem SX.
 *
 * <p>Dual active-set method of Goldfarb and Idnani (1983) with identity Hessian: it starts from the solution for some
 * subset of constraints and adds the most violated one, dropping those whose multiplier would turn negative. At the end
 * w = sum lambda_k q_k with lambda &gt;= 0 and equality where lambda_k &gt; 0.
 *
 * <p>The object is scratch space, reused for many problems of one dimension; no allocation in {@link #solve} but for growth.
 */
final class LeastNormMajorant {

    /** Unit vectors q_k and numbers tau_k. */
    interface Constraints {

        /** Writes q_k. */
        void copy(int k, double[] q);

        double tau(int k);

        /** A number of the size of the largest tau, to which rounding errors are relative. */
        double scale();

        /** The k where tau_k - q_k . w is largest, if that is more than some number; else -1. */
        int mostViolated(double[] w, double most);
    }

    /** Below this distance from the span of the active constraints a constraint counts as dependent on them. */
    private static final double DEPENDENT = 1e-11;
    /** Above this square of a length what is left of a unit vector has lost less than a digit. */
    private static final double UNCANCELLED = 0.01;

    private final int size;
    /** The solution. */
    final double[] w;
    /** Number of active constraints. */
    int active;
    /** Indices of the active constraints. */
    final int[] set;
    /** Their multipliers, all positive or zero. */
    final double[] lambda;
    /** Orthonormal basis of the span of the active q's (rows), and the triangular factor: q_set[j] = sum_i r[i][j] basis[i]. */
    private final double[][] basis;
    private final double[][] r;
    /** So many of the active constraints are in the factorisation, the first ones. */
    private int factored;
    /** Those of the running solve. */
    private Constraints constraints;
    private final Columns columns = new Columns();
    /** The q of flat callers by columns. */
    private double[][] arranged = new double[0][];
    /** The q of the constraint that is about to become active, and what of it is orthogonal to the active ones. */
    private final double[] normal;
    private final double[] direction;
    private final double[] coefficient;
    private final double[] step;

    LeastNormMajorant(int size) {
        this.size = size;
        w = new double[size];
        set = new int[size + 1];
        lambda = new double[size + 1];
        basis = new double[size + 1][size];
        r = new double[size + 1][size + 1];
        normal = new double[size];
        direction = new double[size];
        coefficient = new double[size + 1];
        step = new double[size + 1];
    }

    /** Forgets the active set: the next solve starts cold, and may be of other vectors. */
    void reset() {
        active = 0;
        factored = 0;
    }

    /** Adds a constraint to the set the next solve starts from; more than the dimension are ignored. */
    void propose(int constraint) {
        if (active < size) {
            set[active++] = constraint;
        }
    }

    /**
     * Solves, starting from the active set left by the previous call, or proposed since {@link #reset}; between resets the
     * vectors stay the same.
     *
     * @param count number of constraints
     * @param q unit vectors, count x size, flat
     * @param tau right-hand sides
     * @return the norm of w, or +infinity if no w exists (or none was found)
     */
    double solve(int count, double[] q, double[] tau) {
        arrange(count, q);
        return solve(count, arranged, tau);
    }

    /**
     * The same for vectors given by columns.
     *
     * @param q coordinate j of vector k is q[j][k]
     */
    double solve(int count, double[][] q, double[] tau) {
        columns.set(count, q, tau);
        return solve(columns);
    }

    /** The same for vectors that know better how to find the most violated one. */
    double solve(Constraints given) {
        constraints = given;
        double norm = solve();
        factored = norm < Double.POSITIVE_INFINITY ? active : 0;
        return norm;
    }

    private double solve() {
        restart();
        double tolerance = 1e-14 * constraints.scale();
        int limit = 20 * (size + 5);
        for (int round = 0; round < limit; round++) {
            int worst = constraints.mostViolated(w, tolerance + 1e-15 * norm());
            double violation = worst < 0 ? 0 : violation(worst);
            if (!(violation > 0)) {
                return norm();
            }
            for (int a = 0; a < active; a++) {
                if (set[a] == worst) {
                    // rounding keeps an active constraint from being met: as good as it gets in this precision
                    return norm();
                }
            }
            if (!add(worst, violation)) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** By how much w violates constraint k, whose vector becomes {@link #normal}. */
    private double violation(int k) {
        constraints.copy(k, normal);
        double violation = constraints.tau(k);
        for (int j = 0; j < size; j++) {
            violation -= w[j] * normal[j];
        }
        return violation;
    }

    /** Vectors by columns. */
    private static final class Columns implements Constraints {

        private int count;
        private double[][] columns;
        private double[] tau;
        private double[] slack = new double[0];

        void set(int number, double[][] q, double[] right) {
            count = number;
            columns = q;
            tau = right;
            if (slack.length < count) {
                slack = new double[2 * count];
            }
        }

        @Override
        public void copy(int k, double[] q) {
            for (int j = 0; j < q.length; j++) {
                q[j] = columns[j][k];
            }
        }

        @Override
        public double tau(int k) {
            return tau[k];
        }

        @Override
        public double scale() {
            double largest = 0;
            for (int k = 0; k < count; k++) {
                largest = Math.max(largest, tau[k]);
            }
            return largest;
        }

        @Override
        public int mostViolated(double[] w, double most) {
            System.arraycopy(tau, 0, slack, 0, count);
            for (int j = 0; j < w.length; j++) {
                // by columns: these loops are all of the time where there are many constraints
                double[] column = columns[j];
                double factor = w[j];
                for (int k = 0; k < count; k++) {
                    slack[k] -= factor * column[k];
                }
            }
            int worst = -1;
            double violation = most;
            for (int k = 0; k < count; k++) {
                if (slack[k] > violation) {
                    violation = slack[k];
                    worst = k;
                }
            }
            return worst;
        }
    }

    private void arrange(int count, double[] q) {
        if (arranged.length == 0 || arranged[0].length < count) {
            arranged = new double[size][2 * count];
        }
        for (int j = 0; j < size; j++) {
            double[] column = arranged[j];
            for (int k = 0, o = j; k < count; k++, o += size) {
                column[k] = q[o];
            }
        }
    }

    private double norm() {
        double sum = 0;
        for (int j = 0; j < size; j++) {
            sum += w[j] * w[j];
        }
        return Math.sqrt(sum);
    }

    /** Solution for the equalities of the active set, after dropping what has a negative multiplier. */
    private void restart() {
        int proposed = active;
        active = factored;
        for (int a = factored; a < proposed; a++) {
            constraints.copy(set[a], normal);
            if (append()) {
                set[active++] = set[a];
            }
        }
        while (true) {
            // R^T y = tau_set, w = sum y_i basis_i, R lambda = y
            java.util.Arrays.fill(w, 0);
            for (int i = 0; i < active; i++) {
                double y = constraints.tau(set[i]);
                for (int j = 0; j < i; j++) {
                    y -= r[j][i] * coefficient[j];
                }
                y /= r[i][i];
                coefficient[i] = y;
                for (int j = 0; j < size; j++) {
                    w[j] += y * basis[i][j];
                }
            }
            int lowest = -1;
            for (int i = active - 1; i >= 0; i--) {
                double l = coefficient[i];
                for (int j = i + 1; j < active; j++) {
                    l -= r[i][j] * lambda[j];
                }
                lambda[i] = l / r[i][i];
            }
            double least = 0;
            for (int i = 0; i < active; i++) {
                if (lambda[i] < least) {
                    least = lambda[i];
                    lowest = i;
                }
            }
            if (lowest < 0) {
                return;
            }
            remove(lowest);
        }
    }

    /** Takes entry a out of the active set: rotations make the factor triangular again that has lost its column. */
    private void remove(int a) {
        active--;
        for (int i = a; i < active; i++) {
            set[i] = set[i + 1];
            lambda[i] = lambda[i + 1];
        }
        for (int i = 0; i <= active; i++) {
            System.arraycopy(r[i], a + 1, r[i], a, active - a);
        }
        for (int i = a; i < active; i++) {
            double x = r[i][i];
            double y = r[i + 1][i];
            double length = Math.sqrt(x * x + y * y);
            rotate(r[i], r[i + 1], x / length, y / length, i, active);
            rotate(basis[i], basis[i + 1], x / length, y / length, 0, size);
        }
    }

    private static void rotate(double[] x, double[] y, double cosine, double sine, int from, int to) {
        for (int j = from; j < to; j++) {
            double turned = cosine * x[j] + sine * y[j];
            y[j] = cosine * y[j] - sine * x[j];
            x[j] = turned;
        }
    }

    /** Orthogonalises the normal against the basis into direction and coefficient; returns the length of what is left. */
    private double orthogonalise() {
        System.arraycopy(normal, 0, direction, 0, size);
        for (int i = 0; i < active; i++) {
            coefficient[i] = 0;
        }
        double square = project();
        // twice is enough (Kahan), where little is left of the vector: the second pass removes what cancellation left
        return Math.sqrt(square > UNCANCELLED ? square : project());
    }

    /** Subtracts from direction what lies in the span of the basis, adds that to coefficient; the square of what is left. */
    private double project() {
        for (int i = 0; i < active; i++) {
            double dot = 0;
            double[] b = basis[i];
            for (int j = 0; j < size; j++) {
                dot += b[j] * direction[j];
            }
            coefficient[i] += dot;
            for (int j = 0; j < size; j++) {
                direction[j] -= dot * b[j];
            }
        }
        double square = 0;
        for (int j = 0; j < size; j++) {
            square += direction[j] * direction[j];
        }
        return square;
    }

    /** Extends the factorisation by the normal at position active; false if dependent. Does not touch set or lambda. */
    private boolean append() {
        double length = orthogonalise();
        if (length < DEPENDENT || active >= size) {
            return false;
        }
        store(length);
        return true;
    }

    private void store(double length) {
        for (int i = 0; i < active; i++) {
            r[i][active] = coefficient[i];
        }
        r[active][active] = length;
        for (int j = 0; j < size; j++) {
            basis[active][j] = direction[j] / length;
        }
    }

    /** One major step of the method: makes constraint k, that of the normal, active. False if the constraints are inconsistent. */
    private boolean add(int k, double violation) {
        double multiplier = 0;
        for (int guard = 0; guard < 4 * size + 8; guard++) {
            double length = active < size ? orthogonalise() : dependent();
            for (int i = active - 1; i >= 0; i--) {
                double s = coefficient[i];
                for (int j = i + 1; j < active; j++) {
                    s -= r[i][j] * step[j];
                }
                step[i] = s / r[i][i];
            }
            double partial = Double.POSITIVE_INFINITY;
            int blocking = -1;
            for (int i = 0; i < active; i++) {
                if (step[i] > 1e-14 && lambda[i] / step[i] < partial) {
                    partial = lambda[i] / step[i];
                    blocking = i;
                }
            }
            double full = length > DEPENDENT ? violation / (length * length) : Double.POSITIVE_INFINITY;
            if (full == Double.POSITIVE_INFINITY && blocking < 0) {
                return false;
            }
            double t = Math.min(full, partial);
            for (int i = 0; i < active; i++) {
                lambda[i] = Math.max(0, lambda[i] - t * step[i]);
            }
            multiplier += t;
            if (full <= partial) {
                for (int j = 0; j < size; j++) {
                    w[j] += t * direction[j];
                }
                store(length);
                set[active] = k;
                lambda[active] = multiplier;
                active++;
                return true;
            }
            if (full != Double.POSITIVE_INFINITY) {
                for (int j = 0; j < size; j++) {
                    w[j] += t * direction[j];
                }
                violation -= t * length * length;
            }
            remove(blocking);
        }
        return false;
    }

    /** As orthogonalise when the active set already spans the space: nothing is left over. */
    private double dependent() {
        orthogonalise();
        return 0;
    }
}
