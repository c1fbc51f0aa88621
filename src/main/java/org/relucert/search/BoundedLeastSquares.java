package org.relucert.search;

/**
 * min |c + sum_j x_j a_j| over 0 &lt;= x_j &lt;= upper_j (upper may be infinite), for many columns a_j of small length: the
 * active-set method of Stark and Parker (1995), warm-started from the x it is given.
 *
 * <p>Whatever it returns is feasible, hence a valid bound; exactness only makes the bound better. Scratch space is kept
 * between calls.
 */
final class BoundedLeastSquares {

    /** Rounds after which the residual, which follows each change of a variable, is summed up afresh. */
    private static final int AFRESH = 16;

    private final int size;
    /** c + sum_j x_j a_j at the solution. */
    final double[] residual;
    private final int[] free;
    private int freeCount;
    private final double[][] basis;
    private final double[][] r;
    private final double[] y;
    private final double[] z;
    private final double[] work;
    private boolean[] isFree = new boolean[64];
    private boolean[] refused = new boolean[64];
    private double[] squares = new double[64];

    BoundedLeastSquares(int size) {
        this.size = size;
        residual = new double[size];
        free = new int[size + 1];
        basis = new double[size + 1][size];
        r = new double[size + 1][size + 1];
        y = new double[size + 1];
        z = new double[size + 1];
        work = new double[size];
    }

    /**
     * Solves in place.
     *
     * @param constant c, length size
     * @param count number of columns
     * @param columns count x size, flat
     * @param upper upper bounds, positive, possibly infinite
     * @param x start and result, within bounds
     * @return the norm of the residual
     */
    double solve(double[] constant, int count, double[] columns, double[] upper, double[] x) {
        if (isFree.length < count) {
            isFree = new boolean[2 * count];
            refused = new boolean[2 * count];
            squares = new double[2 * count];
        }
        java.util.Arrays.fill(isFree, 0, count, false);
        java.util.Arrays.fill(refused, 0, count, false);
        freeCount = 0;
        double scale = 0;
        for (int k = 0; k < size; k++) {
            scale = Math.max(scale, Math.abs(constant[k]));
        }
        for (int j = 0; j < count; j++) {
            double square = 0;
            for (int k = 0; k < size; k++) {
                square += columns[j * size + k] * columns[j * size + k];
            }
            squares[j] = square;
            x[j] = Math.min(upper[j], Math.max(0, x[j]));
            if (x[j] > 0 && x[j] < upper[j]) {
                if (freeCount < size && append(j, columns)) {
                    free[freeCount++] = j;
                    isFree[j] = true;
                }
            }
        }
        computeResidual(constant, count, columns, x);
        if (freeCount > 0) {
            settle(columns, upper, x);
        }
        int limit = 3 * (count + size) + 20;
        for (int round = 0; round < limit; round++) {
            if (round % AFRESH == AFRESH - 1) {
                computeResidual(constant, count, columns, x);
            }
            double norm = length(residual);
            if (norm <= 1e-15 * scale) {
                break;
            }
            int entering = -1;
            double best = 1e-13 * norm;
            for (int j = 0, o = 0; j < count; j++, o += size) {
                if (isFree[j] || refused[j]) {
                    continue;
                }
                double gradient = 0;
                for (int k = 0; k < size; k++) {
                    gradient += columns[o + k] * residual[k];
                }
                double square = squares[j];
                gradient = Signs.oppositeIfPositive(x[j], gradient);
                if (gradient < 0 && gradient * gradient > best * best * square) {
                    best = -gradient / Math.sqrt(square);
                    entering = j;
                }
            }
            if (entering < 0) {
                break;
            }
            if (freeCount >= size || !append(entering, columns)) {
                refused[entering] = true;
                continue;
            }
            double before = x[entering];
            free[freeCount++] = entering;
            isFree[entering] = true;
            settle(columns, upper, x);
            if (!isFree[entering] && x[entering] == before) {
                // rounding let it in and pushed it out again: do not cycle
                refused[entering] = true;
            } else {
                java.util.Arrays.fill(refused, 0, count, false);
            }
        }
        computeResidual(constant, count, columns, x);
        return length(residual);
    }

    private static double length(double[] v) {
        double sum = 0;
        for (double a : v) {
            sum += a * a;
        }
        return Math.sqrt(sum);
    }

    private void computeResidual(double[] constant, int count, double[] columns, double[] x) {
        System.arraycopy(constant, 0, residual, 0, size);
        for (int j = 0, o = 0; j < count; j++, o += size) {
            // No branch for 0: which slopes are is as good as random.
            double f = x[j];
            for (int k = 0; k < size; k++) {
                residual[k] += f * columns[o + k];
            }
        }
    }

    /** Extends the orthonormal basis by column j at position freeCount; false if it is dependent on the free ones. */
    private boolean append(int j, double[] columns) {
        System.arraycopy(columns, j * size, work, 0, size);
        double before = length(work);
        int at = freeCount;
        for (int i = 0; i < at; i++) {
            r[i][at] = 0;
        }
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < at; i++) {
                double dot = 0;
                for (int k = 0; k < size; k++) {
                    dot += basis[i][k] * work[k];
                }
                r[i][at] += dot;
                for (int k = 0; k < size; k++) {
                    work[k] -= dot * basis[i][k];
                }
            }
        }
        double left = length(work);
        if (!(left > 1e-10 * before)) {
            return false;
        }
        r[at][at] = left;
        for (int k = 0; k < size; k++) {
            basis[at][k] = work[k] / left;
        }
        return true;
    }

    /** Changes one variable and the residual with it. */
    private void move(int j, double value, double[] columns, double[] x) {
        double change = value - x[j];
        x[j] = value;
        for (int k = 0; k < size; k++) {
            residual[k] += change * columns[j * size + k];
        }
    }

    /** Moves to the least-squares solution on the free set, shrinking it whenever a bound is met on the way. */
    private void settle(double[] columns, double[] upper, double[] x) {
        while (freeCount > 0) {
            for (int i = 0; i < freeCount; i++) {
                double dot = 0;
                for (int k = 0; k < size; k++) {
                    dot += basis[i][k] * residual[k];
                }
                y[i] = -dot;
            }
            double alpha = 1;
            int blocking = -1;
            for (int i = freeCount - 1; i >= 0; i--) {
                double d = y[i];
                for (int j = i + 1; j < freeCount; j++) {
                    d -= r[i][j] * z[j];
                }
                z[i] = d / r[i][i];
                int j = free[i];
                double room = z[i] < 0 ? x[j] : upper[j] - x[j];
                if (Math.abs(z[i]) > room) {
                    double ratio = room / Math.abs(z[i]);
                    if (ratio < alpha) {
                        alpha = ratio;
                        blocking = i;
                    }
                }
            }
            for (int i = 0; i < freeCount; i++) {
                int j = free[i];
                move(j, i == blocking ? (z[i] < 0 ? 0 : upper[j]) : Math.min(upper[j], Math.max(0, x[j] + alpha * z[i])),
                        columns, x);
            }
            if (blocking < 0) {
                return;
            }
            int leaving = free[blocking];
            isFree[leaving] = false;
            int all = freeCount - 1;
            for (int i = blocking; i < all; i++) {
                free[i] = free[i + 1];
            }
            int kept = blocking;
            for (int i = blocking; i < all; i++) {
                freeCount = kept;
                int j = free[i];
                if (append(j, columns)) {
                    free[kept++] = j;
                } else {
                    isFree[j] = false;
                }
            }
            freeCount = kept;
        }
    }
}
