package org.relucert.search;

import java.util.Arrays;

/**
 * A column of a {@link Master} program, in scaled units: its variables and multipliers, the scaling of its second-order cone, and its
 * own equations of a Newton step.
 */
final class ColumnBlock {
    private final TrainingSpace space;
    private final int size;
    private final int penalised;
    private final double beta;
    final int sign;
    final int[] active;
    /** Unit rows of the cone, oriented: row . z >= 0. */
    final double[][] cone;
    /** All rows active under a free bias: a linear neuron, whose bias is free and kept at 0. */
    private final boolean linear;

    double t = 1;
    final double[] z;
    final double[] u;
    private final double[] slack;
    private final double[] multiplier;

    // Nesterov-Todd scaling of the second-order cone
    private double eta;
    private double w0;
    private final double[] w1;
    private double point0;
    private final double[] point1;
    /** Of the root of the condensed Hessian, H = L L^T. */
    private GradedQr qr;
    private double[][] half;
    private final double[] right;
    private double rightT;
    private double stepT;
    final double[] stepZ;
    /** L^T times the step of z. */
    private final double[] stepHalf;
    private final double[] stepU;
    private final double[] stepSlack;
    private final double[] stepMultiplier;
    double infeasible;
    double dualInfeasible;
    double longest;
    // second-order terms of the predictor
    private double correction0;
    private final double[] correction1;
    private final double[] correctionSlack;

    ColumnBlock(TrainingSpace space, Master.Column column) {
        this.space = space;
        size = space.dimension;
        penalised = space.penalised;
        beta = space.beta;
        sign = column.sign();
        active = space.activeRows(column);
        linear = space.linear(column);
        cone = space.cone(column).facets;
        z = new double[size];
        u = new double[size];
        w1 = new double[size];
        point1 = new double[size];
        right = new double[size];
        stepZ = new double[size];
        stepHalf = new double[size];
        stepU = new double[size];
        correction1 = new double[size];
        slack = new double[cone.length];
        multiplier = new double[cone.length];
        stepSlack = new double[cone.length];
        stepMultiplier = new double[cone.length];
        correctionSlack = new double[cone.length];
        if (space.problem.interpolation()) {
            start(space.cone(column).centre(penalised));
        } else {
            double spread = Math.sqrt(Math.max(1, cone.length));
            Arrays.fill(slack, spread);
            Arrays.fill(multiplier, beta / spread);
        }
    }

    /** Every product of a variable and its multiplier equal, u + C^T lambda = 0. */
    private void start(double[] centre) {
        double square = 0;
        for (int k = 0; k < penalised; k++) {
            u[k] = -beta * centre[k];
            square += centre[k] * centre[k];
        }
        t = Master.START / (1 - square);
        for (int k = 0; k < size; k++) {
            z[k] = t * centre[k];
        }
        for (int r = 0; r < cone.length; r++) {
            slack[r] = TrainingSpace.dot(cone[r], z);
            multiplier[r] = beta * Master.START / slack[r];
        }
    }

    double gap() {
        double sum = t * beta;
        for (int k = 0; k < penalised; k++) {
            sum += z[k] * u[k];
        }
        for (int r = 0; r < cone.length; r++) {
            sum += slack[r] * multiplier[r];
        }
        return sum;
    }

    /** -(sigma F^T nu + C^T lambda) - u: residual of stationarity, for given nu and lambda. */
    void stationarity(double[] dual, double[] lambda, double[] out) {
        Arrays.fill(out, 0);
        for (int i : active) {
            TrainingSpace.axpy(-sign * dual[i], space.rows[i], out);
        }
        for (int r = 0; r < cone.length; r++) {
            TrainingSpace.axpy(-lambda[r], cone[r], out);
        }
        for (int k = 0; k < penalised; k++) {
            out[k] -= u[k];
        }
        if (linear) {
            out[size - 1] = 0;
        }
    }

    /** What is missing in its equations. */
    void measure(double[] nu) {
        double[] scratch = new double[size];
        stationarity(nu, multiplier, scratch);
        dualInfeasible = TrainingSpace.norm(scratch) / beta;
        infeasible = 0;
        for (int r = 0; r < cone.length; r++) {
            infeasible = Math.max(infeasible, Math.abs(TrainingSpace.dot(cone[r], z) - slack[r]));
        }
    }

    /** Scaling point and factor of the condensed Hessian. */
    void scaleAndFactor() {
        double nz = 0;
        double nu1 = 0;
        for (int k = 0; k < penalised; k++) {
            nz += z[k] * z[k];
            nu1 += u[k] * u[k];
        }
        nz = Math.sqrt(nz);
        nu1 = Math.sqrt(nu1);
        double s = Math.sqrt((t - nz) * (t + nz));
        double v = Math.sqrt((beta - nu1) * (beta + nu1));
        double inner = t * beta;
        for (int k = 0; k < penalised; k++) {
            inner += z[k] * u[k];
        }
        double gamma = Math.sqrt((1 + inner / (s * v)) / 2);
        eta = Math.sqrt(s / v);
        double norm1 = 0;
        for (int k = 0; k < penalised; k++) {
            w1[k] = (z[k] / s - u[k] / v) / (2 * gamma);
            norm1 += w1[k] * w1[k];
        }
        w0 = Math.sqrt(1 + norm1);
        // lambda = W z_dual
        point0 = scaled(beta, u, point1, false);
        double long2 = 2 * w0 * w0 - 1;
        // H = A^T A with A the root of the eliminated cone's block above the weighted facets; never formed, because facets
        // in use weigh so much that the rest of the sum would drown
        int count = penalised + (linear ? 1 : 0) + cone.length;
        double[][] a = new double[count][size];
        double shrink = norm1 > 0 ? (1 - 1 / Math.sqrt(long2)) / norm1 : 0;
        for (int k = 0; k < penalised; k++) {
            for (int l = 0; l < penalised; l++) {
                a[k][l] = ((k == l ? 1 : 0) - shrink * w1[k] * w1[l]) / eta;
            }
        }
        if (linear) {
            a[penalised][size - 1] = 1;
        }
        for (int r = 0; r < cone.length; r++) {
            double root = Math.sqrt(multiplier[r] / slack[r]);
            for (int k = 0; k < size; k++) {
                a[count - cone.length + r][k] = root * cone[r][k];
            }
        }
        qr = new GradedQr(a, size);
    }

    /** W x (or its inverse applied to x); returns component 0 and writes the others. */
    double scaled(double x0, double[] x1, double[] out, boolean inverse) {
        double sgn = inverse ? -1 : 1;
        double factorEta = inverse ? 1 / eta : eta;
        double inner = 0;
        for (int k = 0; k < penalised; k++) {
            inner += w1[k] * x1[k];
        }
        double f = sgn * x0 + inner / (1 + w0);
        for (int k = 0; k < penalised; k++) {
            out[k] = factorEta * (x1[k] + f * w1[k]);
        }
        return factorEta * (w0 * x0 + sgn * inner);
    }

    /** L^{-1} (b + sigma F^T d nu) - L^T d q, which is 0 for the steps that are wanted. */
    void lacking(double[] stepNu, double[] target, int offset) {
        double[] x = right.clone();
        addTransposed(stepNu, x);
        double[] half = new double[size];
        qr.forward(x, half);
        for (int a = 0; a < size; a++) {
            target[offset + a] = half[a] - stepHalf[a];
        }
    }

    /** L^{-1}, for vectors F^T x. */
    double[][] inverseOfFactor() {
        double[][] inverse = new double[size][size];
        double[] unit = new double[size];
        double[] column = new double[size];
        for (int k = 0; k < (linear ? size - 1 : size); k++) {
            Arrays.fill(unit, 0);
            unit[k] = 1;
            qr.forward(unit, column);
            for (int a = 0; a < size; a++) {
                inverse[a][k] = column[a];
            }
        }
        return inverse;
    }

    /** Adds L^{-T} x to the step of q. */
    void addHalf(double[] x, int offset) {
        double[] half = Arrays.copyOfRange(x, offset, offset + size);
        TrainingSpace.axpy(1, half, stepHalf);
        qr.addBackward(half, stepZ);
    }

    /** Adds H^{-1} x to the step of q. */
    private void addSolution(double[] x) {
        double[] half = new double[size];
        qr.forward(x, half);
        addHalf(half, 0);
    }

    /** Makes the step of q zero. */
    void rest() {
        Arrays.fill(stepZ, 0);
        Arrays.fill(stepHalf, 0);
    }

    /** Adds sigma F^T v. */
    private void addTransposed(double[] v, double[] target) {
        for (int i : active) {
            TrainingSpace.axpy(sign * v[i], space.rows[i], target);
        }
        if (linear) {
            target[size - 1] = 0;
        }
    }

    /** Subtracts sigma F q, in the entries of a range. */
    void subtractOutputs(double[] q, double[] target, int from, int to) {
        int count = linear ? size - 1 : size;
        for (int a = firstActive(from); a < active.length && active[a] < to; a++) {
            int i = active[a];
            double[] row = space.rows[i];
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += row[k] * q[k];
            }
            target[i] -= sign * sum;
        }
    }

    private int firstActive(int from) {
        int place = Arrays.binarySearch(active, from);
        return place < 0 ? -1 - place : place;
    }

    /** L^{-1} F^T, with zeros for the other rows; and vectors of zeros, since four at a time are as fast as one. */
    void halve() {
        half = new double[size % 4 > 1 ? (size + 3) / 4 * 4 : size][space.n];
        double[] x = new double[size];
        for (int i : active) {
            double[] row = space.rows[i];
            if (linear) {
                row = row.clone();
                row[size - 1] = 0;
            }
            qr.forward(row, x);
            for (int k = 0; k < size; k++) {
                half[k][i] = x[k];
            }
        }
    }

    /** Adds F H^{-1} F^T to the upper triangle of the system, in the rows of a range: zeros too, for a loop without gaps is faster. */
    void couple(NormalSystem system, int from, int to) {
        for (int a = firstActive(from); a < active.length && active[a] < to; a++) {
            int i = active[a];
            NormalSystem.addProducts(1, half, 0, half.length, i, space.n, system.matrix[i]);
        }
    }

    /** Right-hand side b of the condensed block for centring sigma mu, with or without the second-order terms. */
    void rightHandSide(double[] nu, double centring, boolean corrected) {
        double d0 = centring;
        double[] d1 = new double[size];
        double[] l1 = point1;
        double square = point0 * point0;
        for (int k = 0; k < penalised; k++) {
            square += l1[k] * l1[k];
            d1[k] = -2 * point0 * l1[k];
        }
        d0 -= square;
        if (corrected) {
            d0 -= correction0;
            for (int k = 0; k < penalised; k++) {
                d1[k] -= correction1[k];
            }
        }
        // c = lambda \ d
        double inner = 0;
        double norm1 = 0;
        for (int k = 0; k < penalised; k++) {
            inner += l1[k] * d1[k];
            norm1 += l1[k] * l1[k];
        }
        double root = Math.sqrt(norm1);
        double c0 = (point0 * d0 - inner) / ((point0 - root) * (point0 + root));
        double[] c1 = new double[size];
        for (int k = 0; k < penalised; k++) {
            c1[k] = (d1[k] - c0 * l1[k]) / point0;
        }
        stationarity(nu, multiplier, right);
        for (int k = 0; k < size; k++) {
            right[k] = -right[k];
        }
        double[] back = new double[size];
        double back0 = scaled(c0, c1, back, true);
        double long2 = 2 * w0 * w0 - 1;
        rightT = back0;
        for (int k = 0; k < penalised; k++) {
            right[k] += back[k] + 2 * w0 * w1[k] / long2 * back0;
        }
        for (int r = 0; r < cone.length; r++) {
            double residual = TrainingSpace.dot(cone[r], z) - slack[r];
            double d = centring - slack[r] * multiplier[r] - (corrected ? correctionSlack[r] : 0);
            TrainingSpace.axpy((d - multiplier[r] * residual) / slack[r], cone[r], right);
        }
        if (linear) {
            right[size - 1] = 0;
        }
    }

    /** Step of q if nu did not move: H^{-1} b. */
    void predict() {
        rest();
        addSolution(right);
    }

    /** Step of q: H^{-1} (b + sigma F^T d nu). */
    void move(double[] stepNu) {
        double[] x = right.clone();
        addTransposed(stepNu, x);
        rest();
        addSolution(x);
    }

    /** Adds H^{-1} sigma F^T extra to the step of q; added and not recomputed, so that its small size keeps its digits. */
    void correct(double[] extra) {
        double[] x = new double[size];
        addTransposed(extra, x);
        addSolution(x);
    }

    /** Steps of everything else in the column once those of nu and q are known. */
    void recover(double[] newNu, double centring, boolean corrected) {
        double long2 = 2 * w0 * w0 - 1;
        double inner = 0;
        for (int k = 0; k < penalised; k++) {
            inner += w1[k] * stepZ[k];
        }
        stepT = (rightT * eta * eta + 2 * w0 * inner) / long2;
        double[] newMultiplier = new double[cone.length];
        // Facets in use weigh so much that what the step of q does to them is lost in its rounding.
        double[] weighted = qr.product(stepHalf);
        for (int r = 0; r < cone.length; r++) {
            double along = weighted[weighted.length - cone.length + r] / Math.sqrt(multiplier[r] / slack[r]);
            stepSlack[r] = along + (TrainingSpace.dot(cone[r], z) - slack[r]);
            double d = centring - slack[r] * multiplier[r] - (corrected ? correctionSlack[r] : 0);
            stepMultiplier[r] = (d - multiplier[r] * stepSlack[r]) / slack[r];
            newMultiplier[r] = multiplier[r] + stepMultiplier[r];
        }
        stationarity(newNu, newMultiplier, stepU);
        for (int k = penalised; k < size; k++) {
            stepU[k] = 0;
        }
    }

    void secondOrder() {
        double[] a = new double[size];
        double[] b = new double[size];
        double a0 = scaled(stepT, stepZ, a, true);
        double b0 = scaled(0, stepU, b, false);
        correction0 = a0 * b0;
        for (int k = 0; k < penalised; k++) {
            correction0 += a[k] * b[k];
            correction1[k] = a0 * b[k] + b0 * a[k];
        }
        for (int r = 0; r < cone.length; r++) {
            correctionSlack[r] = stepSlack[r] * stepMultiplier[r];
        }
    }

    double longestStep(double most) {
        double alpha = coneStep(t, z, stepT, stepZ, penalised, most);
        alpha = coneStep(beta, u, 0, stepU, penalised, alpha);
        for (int r = 0; r < cone.length; r++) {
            if (stepSlack[r] < 0) {
                alpha = Math.min(alpha, -slack[r] / stepSlack[r]);
            }
            if (stepMultiplier[r] < 0) {
                alpha = Math.min(alpha, -multiplier[r] / stepMultiplier[r]);
            }
        }
        return alpha;
    }

    double gapAfter(double alpha) {
        double sum = (t + alpha * stepT) * beta;
        for (int k = 0; k < penalised; k++) {
            sum += (z[k] + alpha * stepZ[k]) * (u[k] + alpha * stepU[k]);
        }
        for (int r = 0; r < cone.length; r++) {
            sum += (slack[r] + alpha * stepSlack[r]) * (multiplier[r] + alpha * stepMultiplier[r]);
        }
        return sum;
    }

    void advance(double alpha) {
        t += alpha * stepT;
        TrainingSpace.axpy(alpha, stepZ, z);
        TrainingSpace.axpy(alpha, stepU, u);
        TrainingSpace.axpy(alpha, stepSlack, slack);
        TrainingSpace.axpy(alpha, stepMultiplier, multiplier);
    }

    /** Its neuron, in the units of the problem; of a linear one with the least bias that leaves every row active. */
    double[] neuron() {
        double[] q = z.clone();
        if (linear) {
            double bias = 0;
            for (double[] row : space.rows) {
                double sum = 0;
                for (int k = 0; k < penalised; k++) {
                    sum += row[k] * q[k];
                }
                if (row[size - 1] != 0) {
                    bias = Math.max(bias, -sum / row[size - 1]);
                }
            }
            q[size - 1] = bias;
        }
        return space.neuron(q);
    }

    /** Longest step at most {@code most} keeping (x0, x1) + alpha (d0, d1) in the second-order cone. */
    private static double coneStep(double x0, double[] x1, double d0, double[] d1, int size, double most) {
        double nx = 0;
        double nd = 0;
        double xd = 0;
        for (int k = 0; k < size; k++) {
            nx += x1[k] * x1[k];
            nd += d1[k] * d1[k];
            xd += x1[k] * d1[k];
        }
        double c = (x0 - Math.sqrt(nx)) * (x0 + Math.sqrt(nx));
        double b = x0 * d0 - xd;
        double a = d0 * d0 - nd;
        double alpha = most;
        if (d0 < 0) {
            alpha = Math.min(alpha, -x0 / d0);
        }
        double discriminant = b * b - a * c;
        if (discriminant >= 0) {
            // roots of c + 2 b alpha + a alpha^2, the stable way
            double q = -(b + Math.copySign(Math.sqrt(discriminant), b));
            double first = c / q;
            double second = q / a;
            if (first > 0) {
                alpha = Math.min(alpha, first);
            }
            if (second > 0) {
                alpha = Math.min(alpha, second);
            }
        }
        return alpha;
    }
}
