package org.relucert.search;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The restricted convex program: minimise the objective of {@link TrainingProblem} over networks whose neurons lie in finitely
 * many (sign, closed cone) columns. Column j has a cone vector q_j with (2D_j - I) X q_j &gt;= 0 and a second-order cone
 * R(q_j) &lt;= t_j; its output is sigma_j D_j X q_j.
 *
 * <p>Method: primal-dual interior point with Nesterov-Todd scaling and Mehrotra's corrector. For
 * interpolation it begins in the middle of each column's cones ({@link TrainingCone#centre}), many of which are needles.
 * The t_j are eliminated by hand (the Schur complement has a closed form without cancellation), the q_j by D x D Cholesky factors, so that one n x n system in nu
 * remains: per iteration O(m n D^2 + m n^2 D + n^3/3) at worst, half the rows of a column being inactive. Where the m columns have
 * together no more coordinates than there are rows, and the loss is squared, nu is eliminated instead, which its identity
 * makes easy: a system of m D unknowns, of whose matrix all but D x D factors stays the same from one iteration to the next
 * ({@link PatternGram}). Then an iteration takes O(m n D + (m D)^3/3). Large programs are solved on all processors, with the same digits
 * on any number of them.
 *
 * <p>For interpolation the constraint f = y is kept elastic: nu is confined to a box |nu_i| &lt;= bound, whose multipliers are the
 * misfit y - f. So a restricted program never is infeasible; {@link Solution#misfit} says whether the box was felt.
 */
final class Master {

    /**
     * A column.
     *
     * @param sign output sign, +1 or -1
     * @param active the pattern D, one entry a data row; its cone must have interior
     */
    record Column(int sign, boolean[] active) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Column c && c.sign == sign && Arrays.equals(c.active, active);
        }

        @Override
        public int hashCode() {
            return 31 * sign + Arrays.hashCode(active);
        }
    }

    /**
     * Solution of a restricted program, in the units of the problem.
     *
     * @param columns those of the program, in the order of what belongs to each
     * @param nu dual vector, length n, S^T nu = 0
     * @param directions q_j of each column, input-space coordinates
     * @param tightness |v_j| / beta of each column's dual certificate v_j; 1 where the column is in use
     * @param misfit largest |y - f| for interpolation; 0 for squared loss
     * @param relativeGap complementarity gap over the objective
     * @param iterations Newton steps
     * @param work multiplications of its linear algebra, about
     */
    record Solution(List<Column> columns, double[] nu, double[][] directions, double[] tightness, double misfit, double relativeGap,
            int iterations, double work) { }

    private static final double STEP = 0.99;
    /** Products of variables and multipliers at the start of an interpolation, in units of beta. */
    static final double START = 10;
    /** What is solved to this is given up when steps get short: doubles carry no further. */
    private static final double NEARLY_SOLVED = 1e-6;
    /** Rows that are worked on at once: few enough for what they share with all others to stay in the cache. */
    private static final int ROWS = 32;
    /** Rows times coordinates of columns from which on threads pay. */
    private static final double WORTH_THREADS = 2e4;

    private final TrainingSpace space;
    private final int n;
    private final int size;
    private final boolean interpolation;
    private final double beta;
    private final double box;
    private final List<Column> columns;
    private final ColumnBlock[] blocks;

    private final double[] nu;
    private final double[] skip;
    private final double[] over;
    private final double[] under;
    private final NormalSystem system;
    /** Null where the system is in nu. */
    private final PatternGram gram;
    // of a system in nu, which a multiple of Q Q^T makes definite: the multiple, K^{-1} Q and Q^T K^{-1} Q
    private double shift;
    private final double[][] border;
    private final double[][] schur;
    // steps
    private final double[] stepNu;
    private final double[] stepSkip;
    private final double[] stepOver;
    private final double[] stepUnder;

    private Master(TrainingSpace space, List<Column> columns, double box) {
        this.space = space;
        this.n = space.n;
        this.size = space.dimension;
        this.interpolation = space.problem.interpolation();
        this.beta = space.beta;
        this.box = box;
        this.columns = List.copyOf(columns);
        blocks = new ColumnBlock[columns.size()];
        for (int j = 0; j < blocks.length; j++) {
            blocks[j] = new ColumnBlock(space, columns.get(j));
        }
        nu = new double[n];
        skip = new double[space.skipBasis.length];
        over = new double[n];
        under = new double[n];
        Arrays.fill(over, beta * START / box);
        Arrays.fill(under, beta * START / box);
        int unknowns = blocks.length * size;
        boolean byColumns = !interpolation && unknowns <= n;
        gram = byColumns ? space.gram(columns) : null;
        system = new NormalSystem(byColumns ? unknowns : n);
        border = new double[skip.length][];
        schur = new double[skip.length][skip.length];
        stepNu = new double[n];
        stepSkip = new double[skip.length];
        stepOver = new double[n];
        stepUnder = new double[n];
    }

    /**
     * Solves a restricted program.
     *
     * @param box bound of |nu_i| in scaled units, for interpolation only
     * @param tolerance relative gap to stop at; the method goes on as far as doubles carry if it is 0
     */
    static Solution solve(TrainingSpace space, List<Column> columns, double box, double tolerance, BooleanSupplier stop) {
        return new Master(space, columns, interpolationBox(space, box)).run(tolerance, stop);
    }

    private static double interpolationBox(TrainingSpace space, double box) {
        return space.problem.interpolation() ? box : 1;
    }

    private double gap() {
        double sum = 0;
        for (ColumnBlock block : blocks) {
            sum += block.gap();
        }
        if (interpolation) {
            for (int i = 0; i < n; i++) {
                sum += over[i] * (box - nu[i]) + under[i] * (box + nu[i]);
            }
        }
        return sum;
    }

    private int degree() {
        int count = interpolation ? 2 * n : 0;
        for (ColumnBlock block : blocks) {
            count += 1 + block.cone.length;
        }
        return count;
    }

    private double objective() {
        double sum = 0;
        for (ColumnBlock block : blocks) {
            sum += beta * block.t;
        }
        for (int i = 0; i < n; i++) {
            sum += interpolation ? box * (over[i] + under[i]) : 0.5 * nu[i] * nu[i];
        }
        return sum;
    }

    /** y - f - misfit, where the misfit is nu for the squared loss. */
    private double[] fitResidual() {
        double[] r = space.labels.clone();
        for (int i = 0; i < n; i++) {
            r[i] -= interpolation ? over[i] - under[i] : nu[i];
        }
        subtractOutputs(block -> block.z, r);
        for (int j = 0; j < skip.length; j++) {
            TrainingSpace.axpy(-skip[j], space.skipBasis[j], r);
        }
        return r;
    }

    private boolean worthThreads() {
        return (double) n * blocks.length * size > WORTH_THREADS;
    }

    /** Does something for each column. */
    private void each(Consumer<ColumnBlock> task) {
        Stream<ColumnBlock> all = Arrays.stream(blocks);
        (worthThreads() ? all.parallel() : all).forEach(task);
    }

    /** What to do for the rows from one to before another. */
    private interface Range {
        void accept(int from, int to);
    }

    /** Does something for all rows, a range at a time: what the ranges are does not change a digit. */
    private void eachRange(Range task) {
        IntStream ranges = IntStream.range(0, (n + ROWS - 1) / ROWS);
        (worthThreads() ? ranges.parallel() : ranges).forEach(r -> task.accept(r * ROWS, Math.min(n, (r + 1) * ROWS)));
    }

    /** Subtracts the outputs of vectors of the columns. */
    private void subtractOutputs(Function<ColumnBlock, double[]> vector, double[] target) {
        eachRange((from, to) -> {
            for (ColumnBlock block : blocks) {
                block.subtractOutputs(vector.apply(block), target, from, to);
            }
        });
    }

    private Solution run(double tolerance, BooleanSupplier stop) {
        int degree = Math.max(1, degree());
        double bestMerit = Double.POSITIVE_INFINITY;
        Solution best = null;
        int shortSteps = 0;
        int iteration = 0;
        for (; iteration < 100; iteration++) {
            double gap = gap();
            double[] fit = fitResidual();
            double objective = objective();
            double infeasible = 0;
            for (double r : fit) {
                infeasible = Math.max(infeasible, Math.abs(r));
            }
            double dualInfeasible = 0;
            each(block -> block.measure(nu));
            for (ColumnBlock block : blocks) {
                dualInfeasible = Math.max(dualInfeasible, block.dualInfeasible);
                infeasible = Math.max(infeasible, block.infeasible);
            }
            double relative = gap / Math.max(objective, 1e-300);
            double merit = Math.abs(relative) + infeasible + dualInfeasible;
            if (Double.isNaN(merit)) {
                break;
            }
            if (merit < bestMerit) {
                bestMerit = merit;
                best = snapshot(relative, iteration);
            }
            if (relative <= Math.max(tolerance, 1e-14) && infeasible <= 1e-2 * tolerance + 1e-11
                    && dualInfeasible <= 1e-2 * tolerance + 1e-10 || shortSteps >= 4 && bestMerit < NEARLY_SOLVED
                    || stop.getAsBoolean()) {
                break;
            }
            double mu = gap / degree;

            each(ColumnBlock::scaleAndFactor);
            if (gram == null) {
                formByRows();
            } else {
                formByColumns();
            }

            double next = 0;
            double alpha = 0;
            for (int pass = 0; pass < 2; pass++) {
                boolean corrected = pass == 1;
                double centring = next;
                each(block -> block.rightHandSide(nu, centring, corrected));
                double[] constOver = new double[n];
                double[] constUnder = new double[n];
                if (interpolation) {
                    for (int i = 0; i < n; i++) {
                        double up = box - nu[i];
                        double down = box + nu[i];
                        constOver[i] = (centring - over[i] * up + (corrected ? stepOver[i] * stepNu[i] : 0)) / up;
                        constUnder[i] = (centring - under[i] * down - (corrected ? stepUnder[i] * stepNu[i] : 0)) / down;
                    }
                }
                if (gram == null) {
                    stepByRows(fit, constOver, constUnder, tolerance > NEARLY_SOLVED ? 1e-3 * mu : 1e-15);
                } else {
                    stepByColumns(fit);
                }
                double[] newNu = nu.clone();
                TrainingSpace.axpy(1, stepNu, newNu);
                each(block -> {
                    block.recover(newNu, centring, corrected);
                    block.longest = block.longestStep(1 / STEP);
                });
                alpha = 1 / STEP;
                for (ColumnBlock block : blocks) {
                    alpha = Math.min(alpha, block.longest);
                }
                if (interpolation) {
                    for (int i = 0; i < n; i++) {
                        stepOver[i] = constOver[i] + over[i] / (box - nu[i]) * stepNu[i];
                        stepUnder[i] = constUnder[i] - under[i] / (box + nu[i]) * stepNu[i];
                        alpha = Math.min(alpha, limit(over[i], stepOver[i]));
                        alpha = Math.min(alpha, limit(under[i], stepUnder[i]));
                        alpha = Math.min(alpha, limit(box - nu[i], -stepNu[i]));
                        alpha = Math.min(alpha, limit(box + nu[i], stepNu[i]));
                    }
                }
                if (pass == 0) {
                    double trial = Math.min(1, alpha);
                    double after = 0;
                    for (ColumnBlock block : blocks) {
                        after += block.gapAfter(trial);
                        block.secondOrder();
                    }
                    if (interpolation) {
                        for (int i = 0; i < n; i++) {
                            double m = nu[i] + trial * stepNu[i];
                            after += (over[i] + trial * stepOver[i]) * (box - m) + (under[i] + trial * stepUnder[i]) * (box + m);
                        }
                    }
                    double ratio = Math.max(0, Math.min(1, after / gap));
                    next = Math.max(ratio * ratio * ratio, 1e-8) * mu;
                }
            }
            alpha = Math.min(1, STEP * alpha);
            if (!(alpha > 1e-10)) {
                break;
            }
            shortSteps = alpha < 1e-2 ? shortSteps + 1 : 0;
            for (ColumnBlock block : blocks) {
                block.advance(alpha);
            }
            TrainingSpace.axpy(alpha, stepNu, nu);
            TrainingSpace.axpy(alpha, stepSkip, skip);
            if (interpolation) {
                TrainingSpace.axpy(alpha, stepOver, over);
                TrainingSpace.axpy(alpha, stepUnder, under);
            }
        }
        return best;
    }

    /** The system in nu: K = (diagonal) + sum F_j H_j^{-1} F_j^T, and a multiple of Q Q^T. */
    private void formByRows() {
        system.clear();
        each(ColumnBlock::halve);
        eachRange((from, to) -> {
            for (ColumnBlock block : blocks) {
                block.couple(system, from, to);
            }
        });
        double[][] matrix = system.matrix;
        shift = 0;
        for (int i = 0; i < n; i++) {
            matrix[i][i] += interpolation ? over[i] / (box - nu[i]) + under[i] / (box + nu[i]) : 1;
            shift += matrix[i][i] / n;
        }
        for (double[] b : space.skipBasis) {
            for (int i = 0; i < n; i++) {
                for (int k = i; k < n; k++) {
                    matrix[i][k] += shift * b[i] * b[k];
                }
            }
        }
        system.factor();
        for (int j = 0; j < skip.length; j++) {
            border[j] = space.skipBasis[j].clone();
            system.solve(border[j]);
        }
        for (int j = 0; j < skip.length; j++) {
            for (int k = 0; k < skip.length; k++) {
                schur[j][k] = TrainingSpace.dot(space.skipBasis[j], border[k]);
            }
        }
    }

    /** Steps of nu, the skip and the q_j by the system in nu; the fit equation may lack so much in the end. */
    private void stepByRows(double[] fit, double[] constOver, double[] constUnder, double enough) {
        double[] r = fit.clone();
        each(ColumnBlock::predict);
        subtractOutputs(block -> block.stepZ, r);
        for (int i = 0; i < n; i++) {
            r[i] -= constOver[i] - constUnder[i];
        }
        solveBordered(r, nu, stepNu, stepSkip);
        double[] newNu = nu.clone();
        TrainingSpace.axpy(1, stepNu, newNu);
        each(block -> block.move(stepNu));
        double reached = Double.POSITIVE_INFINITY;
        for (int refinement = 0; refinement < 4; refinement++) {
            // K was formed with the digits of its largest part; the equation itself tells what the step lacks
            double[] lacking = lacking(fit, constOver, constUnder);
            double most = largest(lacking);
            if (!(most < 0.5 * reached) || most <= enough) {
                break;
            }
            reached = most;
            double[] extra = new double[n];
            double[] extraSkip = new double[skip.length];
            solveBordered(lacking, newNu, extra, extraSkip);
            TrainingSpace.axpy(1, extra, stepNu);
            TrainingSpace.axpy(1, extraSkip, stepSkip);
            each(block -> block.correct(extra));
            newNu = nu.clone();
            TrainingSpace.axpy(1, stepNu, newNu);
        }
    }

    /** The system in L_j^T q_j, L_j L_j^T = H_j: the identity and L_j^{-1} F_j^T (I - Q Q^T) F_k L_k^{-T}. */
    private void formByColumns() {
        double[][][] inverse = new double[blocks.length][][];
        Arrays.setAll(inverse, j -> blocks[j].inverseOfFactor());
        double[] row = new double[size];
        for (int j = 0; j < blocks.length; j++) {
            for (int k = j; k < blocks.length; k++) {
                double[][] g = gram.of(j, k);
                double[][] right = inverse[k];
                double sign = blocks[j].sign * blocks[k].sign;
                for (int a = 0; a < size; a++) {
                    Arrays.fill(row, 0);
                    for (int c = 0; c < size; c++) {
                        TrainingSpace.axpy(sign * inverse[j][a][c], g[c], row);
                    }
                    double[] target = system.matrix[j * size + a];
                    for (int b = 0; b < size; b++) {
                        target[k * size + b] = TrainingSpace.dot(right[b], row);
                    }
                }
            }
        }
        for (int i = 0; i < system.size; i++) {
            system.matrix[i][i] += 1;
        }
        system.factor();
    }

    /** The same steps by that system. The step of nu is what the others leave of the fit equation, and so has all its digits. */
    private void stepByColumns(double[] fit) {
        double[] target = new double[skip.length];
        Arrays.setAll(target, j -> -TrainingSpace.dot(space.skipBasis[j], nu));
        for (ColumnBlock block : blocks) {
            block.rest();
        }
        System.arraycopy(fit, 0, stepNu, 0, n);
        replaceSkip(stepNu, target);
        double[] x = new double[system.size];
        double reached = Double.POSITIVE_INFINITY;
        for (int pass = 0; pass < 5; pass++) {
            for (int j = 0; j < blocks.length; j++) {
                blocks[j].lacking(stepNu, x, j * size);
            }
            double most = largest(x);
            if (!(most < 0.5 * reached)) {
                break;
            }
            reached = most;
            system.solve(x);
            System.arraycopy(fit, 0, stepNu, 0, n);
            for (int j = 0; j < blocks.length; j++) {
                blocks[j].addHalf(x, j * size);
            }
            subtractOutputs(block -> block.stepZ, stepNu);
            for (int j = 0; j < skip.length; j++) {
                stepSkip[j] = TrainingSpace.dot(space.skipBasis[j], stepNu) - target[j];
            }
            replaceSkip(stepNu, target);
        }
    }

    /** Gives v these coordinates in the range of the skip. */
    private void replaceSkip(double[] v, double[] coordinates) {
        space.removeSkip(v);
        for (int j = 0; j < skip.length; j++) {
            TrainingSpace.axpy(coordinates[j], space.skipBasis[j], v);
        }
    }

    /** What is left of the fit equation after a full step. */
    private double[] lacking(double[] fit, double[] constOver, double[] constUnder) {
        double[] r = fit.clone();
        for (int i = 0; i < n; i++) {
            r[i] -= interpolation
                    ? constOver[i] - constUnder[i] + (over[i] / (box - nu[i]) + under[i] / (box + nu[i])) * stepNu[i] : stepNu[i];
        }
        subtractOutputs(block -> block.stepZ, r);
        for (int j = 0; j < skip.length; j++) {
            TrainingSpace.axpy(-stepSkip[j], space.skipBasis[j], r);
        }
        return r;
    }

    private static double largest(double[] values) {
        double max = 0;
        for (double value : values) {
            max = Math.max(max, Math.abs(value));
        }
        return max;
    }

    private static double limit(double value, double step) {
        return step < 0 ? -value / step : Double.POSITIVE_INFINITY;
    }

    /** Solves K d + Q e = r, Q^T (from + d) = 0, with two steps of iterative refinement. */
    private void solveBordered(double[] r, double[] from, double[] step, double[] stepSkip) {
        int k = skip.length;
        double[] target = new double[k];
        double[] right = r.clone();
        for (int j = 0; j < k; j++) {
            target[j] = -TrainingSpace.dot(space.skipBasis[j], from);
            TrainingSpace.axpy(shift * target[j], space.skipBasis[j], right);
        }
        Arrays.fill(step, 0);
        Arrays.fill(stepSkip, 0);
        double[] first = right.clone();
        double[] second = target.clone();
        for (int pass = 0; pass < 3; pass++) {
            system.solve(first);
            double[] e = new double[k];
            for (int j = 0; j < k; j++) {
                e[j] = TrainingSpace.dot(space.skipBasis[j], first) - second[j];
            }
            solveDense(schur, e);
            for (int j = 0; j < k; j++) {
                TrainingSpace.axpy(-e[j], border[j], first);
                stepSkip[j] += e[j];
            }
            TrainingSpace.axpy(1, first, step);
            if (pass == 2) {
                break;
            }
            first = right.clone();
            for (int i = 0; i < n; i++) {
                first[i] -= NormalSystem.dot(system.matrix[i], step, i);
                NormalSystem.subtract(step[i], system.matrix[i], i + 1, n, first);
            }
            for (int j = 0; j < k; j++) {
                TrainingSpace.axpy(-stepSkip[j], space.skipBasis[j], first);
                second[j] = target[j] - TrainingSpace.dot(space.skipBasis[j], step);
            }
        }
    }

    /** Gaussian elimination with partial pivoting, for the few skip columns. */
    private static void solveDense(double[][] matrix, double[] x) {
        int k = x.length;
        double[][] a = new double[k][];
        for (int i = 0; i < k; i++) {
            a[i] = matrix[i].clone();
        }
        for (int c = 0; c < k; c++) {
            int p = c;
            for (int i = c + 1; i < k; i++) {
                if (Math.abs(a[i][c]) > Math.abs(a[p][c])) {
                    p = i;
                }
            }
            double[] swap = a[c];
            a[c] = a[p];
            a[p] = swap;
            double value = x[c];
            x[c] = x[p];
            x[p] = value;
            for (int i = c + 1; i < k; i++) {
                double f = a[i][c] / a[c][c];
                for (int j = c; j < k; j++) {
                    a[i][j] -= f * a[c][j];
                }
                x[i] -= f * x[c];
            }
        }
        for (int c = k - 1; c >= 0; c--) {
            for (int j = c + 1; j < k; j++) {
                x[c] -= a[c][j] * x[j];
            }
            x[c] /= a[c][c];
        }
    }

    /** Multiplications of a Newton step. */
    private double workOfIteration() {
        double work = Math.pow(system.size, 3) / 3;
        for (ColumnBlock block : blocks) {
            work += 4.0 * size * size * (size + block.cone.length);
            if (gram == null) {
                work += 0.5 * size * block.active.length * block.active.length;
            }
        }
        return work;
    }

    private Solution snapshot(double relativeGap, int iterations) {
        double[] dual = nu.clone();
        space.removeSkip(dual);
        TrainingSpace.scale(dual, interpolation ? space.problem.beta() / space.rowScale : space.labelScale);
        double[][] directions = new double[blocks.length][];
        double[] tightness = new double[blocks.length];
        for (int j = 0; j < blocks.length; j++) {
            directions[j] = blocks[j].neuron();
            tightness[j] = TrainingSpace.norm(blocks[j].u) / beta;
        }
        double misfit = 0;
        if (interpolation) {
            for (int i = 0; i < n; i++) {
                misfit = Math.max(misfit, Math.abs(over[i] - under[i]) * space.labelScale);
            }
        }
        return new Solution(columns, dual, directions, tightness, misfit, relativeGap, iterations, iterations * workOfIteration());
    }
}
