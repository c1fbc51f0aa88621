package org.relucert.search;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * The bound of a quadratic leaf: a small semidefinite program in the mean u and the covariance Y of a distribution on a node's
 * cone in the unit ball, solved by a barrier method (obligations QL). Euclidean coordinates and unit rows throughout.
 *
 * <p>With t_i = &lt;x_i,u&gt; and T_i = t_i^2 + x_i^T Y x_i, the mean of &lt;x_i,.&gt;^2, the program maximises
 * <pre>
 *   &lt;f,u&gt; + sum_U w_i s_i / 2 - sum_N w_i q_i / 2
 *   s_i^2 &lt;= T_i,  q_i &gt;= |t_i|,  q_i &gt;= T_i,  &lt;r_k,u&gt; &gt;= 0,  |u|^2 + tr Y &lt;= 1,  Y positive semidefinite,
 * </pre>
 * f collecting w_i x_i over A, half of it over U and minus half over N, where w_i = |nu_i| |x_i|. Rows may be violated at the price
 * of a large multiple, so every (u, Y) inside the ball is a start and a child begins where its parent ended.
 *
 * <p>s_i, q_i and the violations are eliminated in closed form, or nearly, so at every point, central or not, the barrier's
 * derivatives are multipliers a_i, g_i, c_i, lambda_k inside their ranges; {@link QuadraticLevel} turns them into a proved bound.
 * The search stops as soon as this bound or the value of the program decides the node.
 *
 * <p>A step is taken in coordinates where the barrier of Y is the identity: u + L w / sqrt(2) and Y = L (I + W) L^T, L the Cholesky
 * factor of Y. Its matrix is then the identity plus one dyad for each row, solved for as such.
 */
final class QuadraticRelaxation {

    private static final int MOST_STEPS = 200;
    /** Part of its distance to the level within which the bound of a node that must be split is good enough. */
    private static final double ROUGH = 0.3;
    /** Relative distance of bound and value at which nothing more is to be gained. */
    private static final double EXACT = 1e-10;
    /** From a point whose Newton step is at most as long as this, in the barrier's own norm, the path is followed further. */
    private static final double NEAR = 0.7;
    /** Square of the length of a Newton step that foretells multipliers. */
    private static final double FORESEEN = 4;
    /** Parts to which tau is reduced, the boldest first. */
    private static final double[] REDUCTIONS = {0.05, 0.1, 0.2, 0.4, 0.7};
    /** The tangent must not leave the ball and the cone even if tau went to this part of the reduced one. */
    private static final double BEYOND = 0.5;
    /** Part to which tau is reduced where the tangent leads nowhere. */
    private static final double SHORT = 0.7;
    /** Longest Newton step, as a multiple: near the boundary a covariance doubles with every step. */
    private static final double LONGEST = 2;
    /** A start far from the path has tau raised by this factor, at most so often. */
    private static final double RAISE = 4;
    private static final int RAISES = 8;
    /** Children start from a point where tau, times the number of rows, was still this part of the bound. */
    private static final double ANCHOR = 0.1;
    private static final double SQRT2 = Math.sqrt(2);
    /** Price of violating a row, in units of the sum of all weights. */
    private static final double PRICE = 1;

    private final int size;
    private final int count;
    private final double[] unitRows;
    private final double[] weights;
    private final double total;
    private final QuadraticLevel level;
    private final BooleanSupplier stop;

    // the node: first the rows of U, then those of N, then those of the path
    private int undecided;
    private int bent;
    private int all;
    private double[][] column;
    private double[] weight;
    private final double[] fixed;

    // where it stands
    final double[] mean;
    double[] root;
    double tau;
    private double slack;
    final double[] anchorMean;
    final double[] anchorRoot;
    double anchorTau;
    private double[][] image;
    private double[] t;
    private double[] square;
    private double[] first;
    private double[] second;
    private double[] mixed;
    private double[] linear;
    private double[] linearSecond;
    /** Change of the derivatives with tau, times tau. */
    private double[] firstDrift;
    private double[] linearDrift;
    private double value;
    private double proper;

    // trial point
    private final double[] trialMean;
    private double[] trialRoot;
    private double[][] trialImage;

    // workspace of a step
    private final double[] inner;
    private double[][] solvedImage;
    private double[] beta;
    private double[] scale;
    private final double[][] gram;
    private final int moments;
    private final double[][] dyad;
    /** Of the barrier (0) and of its change with tau, times tau (1): right-hand sides, gradients and the steps against them. */
    private final double[][] right;
    private final double[][] gradient;
    private final double[][] gradientMatrix;
    private final double[][] innerSolved;
    private final double[][] against;
    private final double[][] againstMatrix;
    private final double[] step;
    private final double[] stepMatrix;
    private final double[] self;
    private final double[] turnedMean;
    private final double[] turnedSolved;
    private final double[] small;
    private final double[] gathered;
    private final double[] form;

    // what came out
    /** The best proved bound. */
    double bound;
    /** A value of the program, a lower bound of what can be proved. */
    double primal;
    double mu;
    /** Multipliers of that bound, rows in the order in which they were given. */
    double[] lambda;
    double[] curvatures;
    double[] slopes;
    /** A unit vector, nearly, where the proved bound is attained. */
    final double[] point;

    private final double[] nowLambda;
    private final double[] nowCurvatures;
    private final double[] nowSlopes;

    /**
     * For the nodes of one problem.
     *
     * @param unitRows unit vectors, count x size flat
     * @param weights their weights, any sign
     * @param stop polled before each step; true ends it with the bound that it has
     */
    QuadraticRelaxation(int size, double[] unitRows, double[] weights, BooleanSupplier stop) {
        this.size = size;
        this.stop = stop;
        this.count = weights.length;
        this.unitRows = unitRows;
        this.weights = weights;
        double sum = 0;
        for (double w : weights) {
            sum += Math.abs(w);
        }
        total = sum;
        level = new QuadraticLevel(size);
        int most = 2 * count + 1;
        column = new double[size][most];
        weight = new double[most];
        fixed = new double[size];
        mean = new double[size];
        anchorMean = new double[size];
        anchorRoot = new double[size * size];
        root = new double[size * size];
        image = new double[size][most];
        t = new double[most];
        square = new double[most];
        first = new double[most];
        second = new double[most];
        mixed = new double[most];
        linear = new double[most];
        linearSecond = new double[most];
        firstDrift = new double[most];
        linearDrift = new double[most];
        trialMean = new double[size];
        trialRoot = new double[size * size];
        trialImage = new double[size][most];
        inner = new double[size * size];
        innerSolved = new double[2][size];
        against = new double[2][size];
        againstMatrix = new double[2][size * size];
        solvedImage = new double[size][most];
        beta = new double[most];
        scale = new double[most];
        moments = size + size * (size + 1) / 2;
        int unknowns = Math.max(count + 1, moments);
        gram = new double[unknowns][unknowns];
        dyad = new double[4][moments];
        right = new double[2][unknowns];
        gradient = new double[2][size];
        gradientMatrix = new double[2][size * size];
        step = new double[size];
        stepMatrix = new double[size * size];
        self = new double[size * size];
        turnedMean = new double[size];
        turnedSolved = new double[size];
        small = new double[size * size];
        gathered = new double[size];
        form = new double[size * size];
        point = new double[size];
        nowLambda = new double[count];
        nowCurvatures = new double[count];
        nowSlopes = new double[count];
    }

    /** The start of a root: mean 0, covariance a multiple of the identity. */
    void begin() {
        Arrays.fill(mean, 0);
        Arrays.fill(root, 0);
        for (int k = 0; k < size; k++) {
            root[k * size + k] = Math.sqrt(0.5 / size);
        }
        tau = total / (count + size);
    }

    /** Starts from where another node was left. */
    void begin(double[] otherMean, double[] otherRoot, double otherTau) {
        System.arraycopy(otherMean, 0, mean, 0, size);
        System.arraycopy(otherRoot, 0, root, 0, size * size);
        tau = otherTau;
    }

    /**
     * Moves to the moments of the Gaussian with the present ones under the condition that a row is nonnegative, a little inside
     * the ball.
     */
    void condition(int row, int sign) {
        double along = 0;
        double variance = 0;
        for (int k = 0; k < size; k++) {
            along += sign * unitRows[row * size + k] * mean[k];
            double sum = 0;
            for (int j = k; j < size; j++) {
                sum += root[j * size + k] * sign * unitRows[row * size + j];
            }
            gathered[k] = sum;
            variance += sum * sum;
        }
        double left = slack(mean, root);
        double deviation = Math.sqrt(variance);
        double alpha = -along / deviation;
        double hazard = hazard(alpha);
        double shrink = Math.min(1 - 1e-9, hazard * (hazard - alpha));
        for (int k = 0; k < size; k++) {
            double shift = 0;
            for (int j = 0; j <= k; j++) {
                shift += root[k * size + j] * gathered[j];
            }
            step[k] = shift;
        }
        for (int k = 0; k < size; k++) {
            mean[k] += step[k] / deviation * hazard;
            for (int j = 0; j <= k; j++) {
                double entry = -shrink * step[k] * step[j] / variance;
                for (int i = 0; i <= j; i++) {
                    entry += root[k * size + i] * root[j * size + i];
                }
                small[k * size + j] = entry;
            }
        }
        if (!(deviation > 0) || !cholesky(small)) {
            return;
        }
        for (int k = 0; k < size; k++) {
            System.arraycopy(small, k * size, root, k * size, k + 1);
        }
        double now = slack(mean, root);
        if (now < left) {
            double factor = Math.sqrt((1 - left) / (1 - now));
            for (int k = 0; k < size; k++) {
                mean[k] *= factor;
                for (int j = 0; j <= k; j++) {
                    root[k * size + j] *= factor;
                }
            }
        }
    }

    /** Whether the mean is on the wrong side of a row. */
    boolean violated(int row, int sign) {
        double along = 0;
        for (int k = 0; k < size; k++) {
            along += sign * unitRows[row * size + k] * mean[k];
        }
        return along < 0;
    }

    /** Density of the normal distribution at alpha over its tail beyond: the mean of the tail. */
    private static double hazard(double alpha) {
        if (alpha > 5) {
            return alpha + 1 / alpha - 2 / (alpha * alpha * alpha);
        }
        double density = Math.exp(-alpha * alpha / 2) / Math.sqrt(2 * Math.PI);
        double tail = (1 - Math.signum(alpha) * QuadraticSearch.erf(Math.abs(alpha) / SQRT2)) / 2;
        return density / tail;
    }

    /**
     * Bounds a node.
     *
     * @param u rows with nu_i &gt; 0 whose sign is open
     * @param above rows with nu_i &gt; 0 that are nonnegative on the node
     * @param n rows with nu_i &lt; 0
     * @param path rows of the path
     * @param sign on which side of each of these the node is, 1 or -1
     * @param goal the node is closed when its bound is at most this
     */
    void solve(int[] u, int[] above, int[] n, int[] path, int[] sign, double goal) {
        undecided = u.length;
        bent = u.length + n.length;
        all = bent + path.length;
        Arrays.fill(fixed, 0);
        for (int s = 0; s < all; s++) {
            int i = s < undecided ? u[s] : s < bent ? n[s - undecided] : path[s - bent];
            double factor = s < bent ? 1 : sign[s - bent];
            weight[s] = Math.abs(weights[i]);
            for (int k = 0; k < size; k++) {
                column[k][s] = factor * unitRows[i * size + k];
                if (s < bent) {
                    fixed[k] += (s < undecided ? weight[s] : -weight[s]) / 2 * column[k][s];
                }
            }
        }
        for (int i : above) {
            for (int k = 0; k < size; k++) {
                fixed[k] += weights[i] * unitRows[i * size + k];
            }
        }
        bound = Double.POSITIVE_INFINITY;
        primal = Double.NEGATIVE_INFINITY;
        lambda = new double[path.length];
        curvatures = new double[u.length];
        slopes = new double[n.length];
        if (u.length + above.length == 0) {
            // nothing positive is left, and multipliers that are all zero say so
            bound = 0;
            primal = 0;
            Arrays.fill(point, 0);
            return;
        }
        double least = 1e-14 * total;
        images(root, image);
        keepAnchor();
        boolean anchored = false;
        for (int turn = 0; turn < MOST_STEPS; turn++) {
            slack = slack(mean, root);
            visit(mean, image, true);
            value = total(root, slack);
            prove();
            if (proper > primal) {
                primal = proper;
            }
            if (isDecided(goal) || stop.getAsBoolean()) {
                return;
            }
            double decrement = direction();
            if (!(decrement >= 0)) {
                return;
            }
            if (decrement < FORESEEN) {
                foresee();
                prove();
                if (isDecided(goal)) {
                    return;
                }
            }
            if (turn < RAISES && decrement > 2 * (bent + size)) {
                tau *= RAISE;
                continue;
            }
            if (decrement <= NEAR * NEAR) {
                if (!anchored || tau * (all + size) >= ANCHOR * Math.abs(bound)) {
                    keepAnchor();
                    anchored = true;
                }
                if (!predict()) {
                    tau *= SHORT;
                }
                if (tau < least) {
                    return;
                }
            } else if (!correct(decrement)) {
                return;
            }
        }
    }

    private boolean isDecided(double goal) {
        return bound <= goal || bound - primal <= EXACT * Math.abs(bound)
                || primal > goal && bound - primal <= ROUGH * (bound - goal);
    }

    /**
     * The multipliers that Newton's step leads to, in their ranges. They are off by the square of what those of the point are off
     * by, and the bound by the fourth power.
     */
    private void foresee() {
        double[] w = against[0];
        double[] matrix = againstMatrix[0];
        for (int s = 0; s < all; s++) {
            double along = 0;
            double across = 0;
            for (int k = 0; k < size; k++) {
                double entry = image[k][s];
                along += entry * w[k];
                double sum = 0;
                for (int j = 0; s < bent && j < size; j++) {
                    sum += matrix[k * size + j] * image[j][s];
                }
                across += entry * sum;
            }
            double dt = along / SQRT2;
            double dm = across + 2 * t[s] * dt;
            if (s < undecided) {
                double a = -tau / weight[s] * (first[s] + second[s] * dm);
                nowCurvatures[s] = Math.max(a, nowCurvatures[s] / 2);
            } else if (s < bent) {
                double slope = linear[s] + linearSecond[s] * dt + mixed[s] * second[s] * (dm + mixed[s] * dt);
                nowSlopes[s - undecided] = Math.max(0, Math.min(1, 0.5 + tau / weight[s] * slope));
            } else {
                nowLambda[s - bent] = Math.max(0, -tau * (linear[s] + linearSecond[s] * dt));
            }
        }
    }

    /** Rows in the coordinates of L. */
    private void images(double[] l, double[][] target) {
        for (int k = 0; k < size; k++) {
            double[] goal = target[k];
            Arrays.fill(goal, 0, all, 0);
            for (int j = k; j < size; j++) {
                double factor = l[j * size + k];
                double[] source = column[j];
                for (int s = 0; s < all; s++) {
                    goal[s] += factor * source[s];
                }
            }
        }
    }

    private double slack(double[] u, double[] l) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
            sum += u[k] * u[k];
            for (int j = 0; j <= k; j++) {
                sum += l[k * size + j] * l[k * size + j];
            }
        }
        return 1 - sum;
    }

    /**
     * Products and the eliminated functions of each row at a point; {@link #value} becomes their sum, with derivatives on request.
     */
    private void visit(double[] u, double[][] images, boolean derivatives) {
        Arrays.fill(t, 0, all, 0);
        Arrays.fill(square, 0, bent, 0);
        for (int k = 0; k < size; k++) {
            double factor = u[k];
            double[] source = column[k];
            for (int s = 0; s < all; s++) {
                t[s] += factor * source[s];
            }
            double[] spread = images[k];
            for (int s = 0; s < bent; s++) {
                square[s] += spread[s] * spread[s];
            }
        }
        double sum = 0;
        double plain = 0;
        for (int k = 0; k < size; k++) {
            sum -= fixed[k] * u[k] / tau;
            plain += fixed[k] * u[k];
        }
        for (int s = 0; s < undecided; s++) {
            double m = square[s] + t[s] * t[s];
            square[s] = m;
            double kappa = weight[s] / (2 * tau);
            double r = Math.sqrt(1 + kappa * kappa * m);
            double d = 2 * m / (1 + r);
            double q = kappa * m / (1 + r);
            sum += -kappa * q - Math.log(d);
            if (derivatives) {
                plain += weight[s] / 2 * Math.sqrt(m);
                first[s] = -1 / d;
                second[s] = 1 / (d * d * r);
                firstDrift[s] = (r - 1) / (d * r);
                linearDrift[s] = 0;
                nowCurvatures[s] = tau / (weight[s] * d);
            }
        }
        for (int s = undecided; s < bent; s++) {
            double m = square[s] + t[s] * t[s];
            square[s] = m;
            double kappa = weight[s] / (2 * tau);
            double q = bend(t[s], m, kappa);
            sum += kappa * q - Math.log((q - t[s]) * (q + t[s]) * (q - m));
            if (derivatives) {
                plain -= weight[s] / 2 * Math.max(Math.abs(t[s]), m);
                double a = 1 / (q - t[s]);
                double b = 1 / (q + t[s]);
                double c = 1 / (q - m);
                double whole = a * a + b * b + c * c;
                double across = b * b - a * a;
                linear[s] = a - b;
                first[s] = c;
                // the second derivative is that of a quadratic form in (t, T): second (dT + mixed dt)^2 + linearSecond dt^2
                second[s] = c * c * (a * a + b * b) / whole;
                mixed[s] = across / (a * a + b * b);
                linearSecond[s] = 4 * a * a * b * b / (a * a + b * b);
                firstDrift[s] = -c * c * kappa / whole;
                linearDrift[s] = across * kappa / whole;
                double share = a + b + c;
                nowSlopes[s - undecided] = (1 + (a - b) / share) / 2;
            }
        }
        double price = PRICE * total;
        double kappa = price / tau;
        for (int s = bent; s < all; s++) {
            double half = t[s] / 2;
            double z = (1 + Math.sqrt(1 + kappa * kappa * half * half)) / kappa;
            double over = half >= 0 ? z + half : 2 * z / kappa / (z - half);
            double under = half >= 0 ? 2 * z / kappa / (z + half) : z - half;
            sum += kappa * under - Math.log(under) - Math.log(over);
            if (derivatives) {
                plain -= price * Math.max(0, -t[s]);
                linear[s] = -1 / over;
                linearSecond[s] = 1 / (under * under + over * over);
                linearDrift[s] = kappa * under * under / (under * under + over * over);
                nowLambda[s - bent] = tau / over;
            }
        }
        value = sum;
        proper = plain;
    }

    /** The q above |t| and m with 1/(q-t) + 1/(q+t) + 1/(q-m) = kappa: Newton's method from below, where it is monotone. */
    private static double bend(double t, double m, double kappa) {
        double q = Math.max(Math.abs(t), m) + 1 / kappa;
        for (int i = 0; i < 30; i++) {
            double a = 1 / (q - t);
            double b = 1 / (q + t);
            double c = 1 / (q - m);
            double step = (a + b + c - kappa) / (a * a + b * b + c * c);
            q += step;
            if (!(step > 1e-14 * q)) {
                break;
            }
        }
        return q;
    }

    private double total(double[] l, double left) {
        double sum = value - Math.log(left);
        for (int k = 0; k < size; k++) {
            sum -= 2 * Math.log(l[k * size + k]);
        }
        return sum;
    }

    /** The bound that the multipliers of this point prove. */
    private void prove() {
        double constant = 0;
        System.arraycopy(fixed, 0, gathered, 0, size);
        for (int s = 0; s < undecided; s++) {
            constant += weight[s] / (16 * nowCurvatures[s]);
            scale[s] = weight[s] * nowCurvatures[s];
            beta[s] = 0;
        }
        for (int s = undecided; s < bent; s++) {
            // half of it is in the fixed part
            beta[s] = -weight[s] * (nowSlopes[s - undecided] - 0.5);
            // with this slope no smaller curvature proves more
            scale[s] = -weight[s] * Math.min(nowSlopes[s - undecided], 1 - nowSlopes[s - undecided]);
        }
        for (int s = bent; s < all; s++) {
            beta[s] = nowLambda[s - bent];
        }
        for (int k = 0; k < size; k++) {
            double[] source = column[k];
            for (int s = undecided; s < all; s++) {
                gathered[k] += beta[s] * source[s];
            }
            for (int j = 0; j <= k; j++) {
                double[] other = column[j];
                double sum = 0;
                for (int s = 0; s < bent; s++) {
                    sum += scale[s] * source[s] * other[s];
                }
                form[k * size + j] = sum;
                form[j * size + k] = sum;
            }
        }
        double reached = constant + level.solve(gathered, form);
        if (reached < bound) {
            bound = reached;
            mu = level.mu;
            System.arraycopy(level.point, 0, point, 0, size);
            System.arraycopy(nowLambda, 0, lambda, 0, lambda.length);
            System.arraycopy(nowCurvatures, 0, curvatures, 0, curvatures.length);
            System.arraycopy(nowSlopes, 0, slopes, 0, slopes.length);
        }
    }

    /**
     * Newton's step, and the tangent of the path; returns the square of the length of the first in the norm of the barrier, NaN if
     * it broke down.
     */
    private double direction() {
        // L^T L and L^T u
        for (int k = 0; k < size; k++) {
            double sum = 0;
            for (int i = k; i < size; i++) {
                sum += root[i * size + k] * mean[i];
            }
            turnedMean[k] = sum;
            for (int j = 0; j <= k; j++) {
                double product = 0;
                for (int i = k; i < size; i++) {
                    product += root[i * size + k] * root[i * size + j];
                }
                self[k * size + j] = product;
                self[j * size + k] = product;
            }
        }
        for (int s = 0; s < bent; s++) {
            right[0][s] = (s < undecided ? 0 : linear[s]) + 2 * t[s] * first[s];
            right[1][s] = linearDrift[s] + 2 * t[s] * firstDrift[s];
            scale[s] = Math.sqrt(second[s]);
            beta[s] = SQRT2 * t[s] + (s < undecided ? 0 : mixed[s] / SQRT2);
        }
        // B = I + sum linearSecond x~ x~^T / 2; the gradients
        for (int k = 0; k < size; k++) {
            double[] mine = image[k];
            double pull = 0;
            for (int i = k; i < size; i++) {
                pull += root[i * size + k] * fixed[i];
            }
            double drift = pull / tau;
            pull = -drift;
            for (int s = 0; s < bent; s++) {
                pull += right[0][s] * mine[s];
                drift += right[1][s] * mine[s];
            }
            for (int s = bent; s < all; s++) {
                pull += linear[s] * mine[s];
                drift += linearDrift[s] * mine[s];
            }
            gradient[0][k] = (pull + 2 / slack * turnedMean[k]) / SQRT2;
            gradient[1][k] = drift / SQRT2;
            for (int j = 0; j <= k; j++) {
                double[] other = image[j];
                double curved = 0;
                double curvedDrift = 0;
                double flat = 0;
                for (int s = 0; s < bent; s++) {
                    double product = mine[s] * other[s];
                    curved += first[s] * product;
                    curvedDrift += firstDrift[s] * product;
                }
                for (int s = undecided; s < all; s++) {
                    flat += linearSecond[s] * mine[s] * other[s];
                }
                double diagonal = j == k ? 1 : 0;
                double entry = curved - diagonal + self[k * size + j] / slack;
                gradientMatrix[0][k * size + j] = entry;
                gradientMatrix[0][j * size + k] = entry;
                gradientMatrix[1][k * size + j] = curvedDrift;
                gradientMatrix[1][j * size + k] = curvedDrift;
                inner[k * size + j] = diagonal + flat / 2;
            }
        }
        if (!(byMoments() ? momentStep() : dyadStep())) {
            return Double.NaN;
        }
        double decrement = 0;
        for (int k = 0; k < size; k++) {
            decrement -= against[0][k] * gradient[0][k];
            for (int j = 0; j < size; j++) {
                decrement -= againstMatrix[0][k * size + j] * gradientMatrix[0][k * size + j];
            }
        }
        return decrement;
    }

    /** Whether the matrix of the step is smaller as it stands than by its dyads. */
    private boolean byMoments() {
        double m = bent + 1;
        double d = moments;
        return m * d * d / 2 + d * d * d / 6 < m * m * size + m * m * m / 6;
    }

    /** The steps from the matrix as it stands, over the entries of w and W. */
    private boolean momentStep() {
        for (int k = 0; k < moments; k++) {
            Arrays.fill(gram[k], k, moments, 0);
            gram[k][k] = 1;
        }
        for (int k = 0; k < size; k++) {
            for (int j = k; j < size; j++) {
                gram[k][j] = inner[j * size + k];
            }
        }
        for (int s = 0; s <= bent; s += dyad.length) {
            for (int r = 0; r < dyad.length; r++) {
                fillDyad(s + r, dyad[r]);
            }
            addDyads(dyad[0], dyad[1], dyad[2], dyad[3]);
        }
        for (int side = 0; side < 2; side++) {
            double[] g = gradientMatrix[side];
            double[] goal = right[side];
            int at = size;
            for (int k = 0; k < size; k++) {
                goal[k] = -gradient[side][k];
                for (int j = 0; j <= k; j++) {
                    goal[at++] = -g[k * size + j] * (j == k ? 1 : SQRT2);
                }
            }
        }
        if (!solveGram(moments)) {
            return false;
        }
        for (int side = 0; side < 2; side++) {
            int at = size;
            for (int k = 0; k < size; k++) {
                against[side][k] = right[side][k];
                for (int j = 0; j <= k; j++) {
                    double entry = right[side][at++] / (j == k ? 1 : SQRT2);
                    againstMatrix[side][k * size + j] = entry;
                    againstMatrix[side][j * size + k] = entry;
                }
            }
        }
        return true;
    }

    /** A dyad's vector over the entries of w and W; the one after the rows is that of the ball, those after it are zero. */
    private void fillDyad(int s, double[] goal) {
        if (s > bent) {
            Arrays.fill(goal, 0);
            return;
        }
        int at = size;
        if (s == bent) {
            for (int k = 0; k < size; k++) {
                goal[k] = SQRT2 * turnedMean[k] / slack;
                for (int j = 0; j <= k; j++) {
                    goal[at++] = self[k * size + j] * (j == k ? 1 : SQRT2) / slack;
                }
            }
            return;
        }
        for (int k = 0; k < size; k++) {
            double mine = scale[s] * image[k][s];
            goal[k] = beta[s] * mine;
            for (int j = 0; j < k; j++) {
                goal[at++] = SQRT2 * mine * image[j][s];
            }
            goal[at++] = mine * image[k][s];
        }
    }

    private void addDyads(double[] a, double[] b, double[] c, double[] d) {
        for (int k = 0; k < moments; k++) {
            addLine(gram[k], k, moments, a[k], a, b[k], b, c[k], c, d[k], d);
        }
    }

    /** The innermost loop where rows are many; plain enough for vector instructions. */
    private static void addLine(double[] line, int from, int to, double p, double[] a, double q, double[] b, double r, double[] c,
            double s, double[] d) {
        for (int j = from; j < to; j++) {
            line[j] += p * a[j] + q * b[j] + r * c[j] + s * d[j];
        }
    }

    /** The steps by elimination of w and W, which leaves one unknown for each dyad. */
    private boolean dyadStep() {
        if (!cholesky(inner)) {
            return false;
        }
        // images under the inverse factor of B
        for (int k = 0; k < size; k++) {
            double[] goal = solvedImage[k];
            System.arraycopy(image[k], 0, goal, 0, bent);
            double w = turnedMean[k];
            double g0 = gradient[0][k];
            double g1 = gradient[1][k];
            for (int j = 0; j < k; j++) {
                double factor = inner[k * size + j];
                double[] before = solvedImage[j];
                for (int s = 0; s < bent; s++) {
                    goal[s] -= factor * before[s];
                }
                w -= factor * turnedSolved[j];
                g0 -= factor * innerSolved[0][j];
                g1 -= factor * innerSolved[1][j];
            }
            double inverse = 1 / inner[k * size + k];
            for (int s = 0; s < bent; s++) {
                goal[s] *= inverse;
            }
            turnedSolved[k] = w * inverse;
            innerSolved[0][k] = g0 * inverse;
            innerSolved[1][k] = g1 * inverse;
        }
        fillGram();
        if (!solveGram(bent + 1)) {
            return false;
        }
        for (int side = 0; side < 2; side++) {
            // -(H0^{-1} g - H0^{-1} A^T c)
            double[] c = right[side];
            double last = c[bent] / slack;
            double[] goal = against[side];
            double[] goalMatrix = againstMatrix[side];
            double[] g = gradientMatrix[side];
            for (int s = 0; s < bent; s++) {
                c[s] *= scale[s];
            }
            for (int k = 0; k < size; k++) {
                double[] source = solvedImage[k];
                double sum = -innerSolved[side][k] + last * SQRT2 * turnedSolved[k];
                for (int s = 0; s < bent; s++) {
                    sum += beta[s] * c[s] * source[s];
                }
                goal[k] = sum;
                double[] mine = image[k];
                for (int j = 0; j <= k; j++) {
                    double[] other = image[j];
                    double entry = -g[k * size + j] + last * self[k * size + j];
                    for (int s = 0; s < bent; s++) {
                        entry += c[s] * mine[s] * other[s];
                    }
                    goalMatrix[k * size + j] = entry;
                    goalMatrix[j * size + k] = entry;
                }
            }
            for (int k = size - 1; k >= 0; k--) {
                double sum = goal[k];
                for (int j = k + 1; j < size; j++) {
                    sum -= inner[j * size + k] * goal[j];
                }
                goal[k] = sum / inner[k * size + k];
            }
        }
        return true;
    }

    /** I + A H0^{-1} A^T, upper triangle, A the scaled dyads' rows, and A H0^{-1} g. */
    private void fillGram() {
        for (int i = 0; i < bent; i++) {
            double[] line = gram[i];
            Arrays.fill(line, i, bent + 1, 0);
            for (int k = 0; k < size; k++) {
                double[] source = image[k];
                double factor = source[i];
                for (int s = i; s < bent; s++) {
                    line[s] += factor * source[s];
                }
            }
            for (int s = i; s < bent; s++) {
                line[s] *= line[s];
            }
            double mine = beta[i];
            for (int k = 0; k < size; k++) {
                double[] source = solvedImage[k];
                double factor = source[i] * mine;
                for (int s = i; s < bent; s++) {
                    line[s] += factor * source[s] * beta[s];
                }
            }
            for (int s = i; s < bent; s++) {
                line[s] *= scale[i] * scale[s];
            }
            double inSelf = 0;
            double pull = 0;
            double drift = 0;
            double along = 0;
            for (int k = 0; k < size; k++) {
                double ownSelf = 0;
                double ownPull = 0;
                double ownDrift = 0;
                for (int j = 0; j < size; j++) {
                    double entry = image[j][i];
                    ownSelf += self[k * size + j] * entry;
                    ownPull += gradientMatrix[0][k * size + j] * entry;
                    ownDrift += gradientMatrix[1][k * size + j] * entry;
                }
                double entry = image[k][i];
                double solved = mine * solvedImage[k][i];
                inSelf += entry * ownSelf;
                pull += entry * ownPull + solved * innerSolved[0][k];
                drift += entry * ownDrift + solved * innerSolved[1][k];
                along += solved * turnedSolved[k];
            }
            line[bent] = scale[i] / slack * (inSelf + SQRT2 * along);
            right[0][i] = scale[i] * pull;
            right[1][i] = scale[i] * drift;
            line[i] += 1;
        }
        double whole = 0;
        double pull = 0;
        double drift = 0;
        for (int k = 0; k < size; k++) {
            whole += 2 * turnedSolved[k] * turnedSolved[k];
            pull += SQRT2 * turnedSolved[k] * innerSolved[0][k];
            drift += SQRT2 * turnedSolved[k] * innerSolved[1][k];
        }
        for (int k = 0; k < size * size; k++) {
            whole += self[k] * self[k];
            pull += self[k] * gradientMatrix[0][k];
            drift += self[k] * gradientMatrix[1][k];
        }
        gram[bent][bent] = 1 + whole / (slack * slack);
        right[0][bent] = pull / slack;
        right[1][bent] = drift / slack;
    }

    /** Cholesky factor in place, lower triangle. */
    private boolean cholesky(double[] matrix) {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i * size + j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i * size + k] * matrix[j * size + k];
                }
                if (i == j) {
                    if (!(sum > 0)) {
                        return false;
                    }
                    matrix[i * size + i] = Math.sqrt(sum);
                } else {
                    matrix[i * size + j] = sum / matrix[j * size + j];
                }
            }
        }
        return true;
    }

    /** Solves for both sides of {@link #right}, by rows so that loops run along them. */
    private boolean solveGram(int unknowns) {
        double[] pull = right[0];
        double[] drift = right[1];
        for (int k = 0; k < unknowns; k++) {
            double[] line = gram[k];
            if (!(line[k] > 0)) {
                return false;
            }
            double inverse = 1 / line[k];
            for (int i = k + 1; i < unknowns; i++) {
                double factor = line[i] * inverse;
                if (factor != 0) {
                    double[] other = gram[i];
                    for (int j = i; j < unknowns; j++) {
                        other[j] -= factor * line[j];
                    }
                    pull[i] -= factor * pull[k];
                    drift[i] -= factor * drift[k];
                }
            }
        }
        for (int k = unknowns - 1; k >= 0; k--) {
            double[] line = gram[k];
            double sum = pull[k];
            double sumDrift = drift[k];
            for (int j = k + 1; j < unknowns; j++) {
                sum -= line[j] * pull[j];
                sumDrift -= line[j] * drift[j];
            }
            pull[k] = sum / line[k];
            drift[k] = sumDrift / line[k];
        }
        return true;
    }

    /** Writes the point after a part of the step to the trial; NaN if it is not inside, else the slack of the ball. */
    private double attempt(double length) {
        for (int k = 0; k < size; k++) {
            double sum = 0;
            for (int j = 0; j <= k; j++) {
                sum += root[k * size + j] * step[j];
            }
            trialMean[k] = mean[k] + length / SQRT2 * sum;
            for (int j = 0; j <= k; j++) {
                small[k * size + j] = length * stepMatrix[k * size + j] - length * length / 2 * step[k] * step[j] + (j == k ? 1 : 0);
            }
        }
        if (!cholesky(small)) {
            return Double.NaN;
        }
        for (int k = 0; k < size; k++) {
            for (int j = 0; j <= k; j++) {
                double sum = 0;
                for (int i = j; i <= k; i++) {
                    sum += root[k * size + i] * small[i * size + j];
                }
                trialRoot[k * size + j] = sum;
            }
        }
        double left = slack(trialMean, trialRoot);
        return left > 0 ? left : Double.NaN;
    }

    /** Keeps the present point, near the path: a start for children that is not too near the boundary. */
    private void keepAnchor() {
        System.arraycopy(mean, 0, anchorMean, 0, size);
        System.arraycopy(root, 0, anchorRoot, 0, size * size);
        anchorTau = tau;
    }

    private void accept() {
        System.arraycopy(trialMean, 0, mean, 0, size);
        double[] swap = root;
        root = trialRoot;
        trialRoot = swap;
    }

    /** Goes along Newton's step as far as the barrier function falls; false if it does not. */
    private boolean correct(double decrement) {
        double before = value;
        combine(0);
        double length = 1;
        for (int half = 0; half < 40; half++, length /= 2) {
            double left = attempt(length);
            if (Double.isNaN(left)) {
                continue;
            }
            images(trialRoot, trialImage);
            visit(trialMean, trialImage, false);
            double reached = total(trialRoot, left);
            if (reached <= before - 0.1 * length * decrement + 1e-12 * Math.abs(before)) {
                if (length == 1 && decrement > 1 && !lengthen(reached)) {
                    attempt(1);
                    images(trialRoot, trialImage);
                }
                accept();
                double[][] other = image;
                image = trialImage;
                trialImage = other;
                return true;
            }
        }
        return false;
    }

    /** Tries the longest step; true if it leads further down than what was reached, and then it is the trial. */
    private boolean lengthen(double reached) {
        double left = attempt(LONGEST);
        if (Double.isNaN(left)) {
            return false;
        }
        images(trialRoot, trialImage);
        visit(trialMean, trialImage, false);
        return total(trialRoot, left) < reached;
    }

    /** Newton's step together with the tangent for a change of tau by this part. */
    private void combine(double change) {
        for (int k = 0; k < size; k++) {
            step[k] = against[0][k] + change * against[1][k];
        }
        for (int k = 0; k < size * size; k++) {
            stepMatrix[k] = againstMatrix[0][k] + change * againstMatrix[1][k];
        }
    }

    /** Goes along the tangent, and reduces tau as far as that leads half way to the boundary or less. */
    private boolean predict() {
        for (double reduced : REDUCTIONS) {
            combine(reduced * BEYOND - 1);
            if (Double.isNaN(attempt(1))) {
                continue;
            }
            combine(reduced - 1);
            if (Double.isNaN(attempt(1))) {
                continue;
            }
            accept();
            images(root, image);
            tau *= reduced;
            return true;
        }
        return false;
    }
}
