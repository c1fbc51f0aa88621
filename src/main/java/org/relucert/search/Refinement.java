package org.relucert.search;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.relucert.search.TrainingResult.Atom;

/**
 * An optimum to many digits (mathematics, 3.4). From a floating-point solution the active system is read off (atoms, and for
 * each the rows it lies on) and solved:
 *
 * <pre>
 *   p_a = sigma_a X^T G_a nu,   |p_a|_M^2 = B,   &lt;x_i, p_a&gt; = 0 at the kinks of a,
 *   sum_a c_a sigma_a (Xp_a)_+ + S s = y - nu  (squared loss),  = y  (interpolation),   S^T nu = 0
 * </pre>
 *
 * in the unknowns nu, c, s and the slopes of G_a at independent kinks; p_a is eliminated. With a free bias the bias of p_a is an
 * unknown and the bias component of sigma_a X^T G_a nu must vanish.
 *
 * <p>The residual is evaluated with all digits, the Newton step solved in doubles: every step adds as many digits as the
 * Jacobian's condition leaves of sixteen, at the price of a residual, where a high-precision elimination would take minutes.
 * The step is the one of least norm, so a dual optimum that is not unique (interpolation) or an overdetermined but consistent
 * system does no harm. Arithmetic: {@link BigDecimal}; a multiply-add takes
 * about half the time of an Apfloat's at 60 digits, the same at 200, a half more at 1000, and needs no library.
 */
public final class Refinement {

    /**
     * An atom to many digits.
     *
     * @param sign output sign sigma
     * @param direction p with |p|_M^2 = B, input-space coordinates
     * @param weight c &gt;= 0; the neuron is q = c p; 0 for an active direction the network does not use
     * @param kinks data rows with &lt;x_i, p&gt; = 0
     * @param slopes G_ii at these rows, floating point
     */
    public record RefinedAtom(int sign, BigDecimal[] direction, BigDecimal weight, int[] kinks, double[] slopes) { }

    /**
     * What came out.
     *
     * @param converged whether the system was solved to the digits asked for, with c &gt;= 0, slopes in [0, 1] and every atom in
     *     its pattern
     * @param digits digits after the point reached
     * @param nu dual vector
     * @param atoms the atoms of the system
     * @param skip vector s
     * @param iterations Newton steps
     * @param reason why not, empty if converged
     */
    public record Result(boolean converged, int digits, BigDecimal[] nu, List<RefinedAtom> atoms, BigDecimal[] skip,
            int iterations, String reason) { }

    private static final String STOPPED = "the time was too short";
    /** Most distinct rows, the cube of which a step takes, which cannot be interrupted. */
    private static final int MOST_ROWS = 2000;
    private static final int GUARD = 25;
    private static final int TRIAL_DIGITS = 14;
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final int REPAIRS = 12;
    private static final double[] TOLERANCES = {0, 1e-7, 1e-6, 1e-5, 1e-8, 1e-4, 1e-9, 1e-3};

    /** An atom of the system in floating point. */
    private static final class Active {
        final int sign;
        /** p, R(p) = beta. */
        final double[] direction;
        double weight;
        boolean[] on;
        /** Kinks with an unknown slope, then the dependent ones with a fixed slope. */
        int[] free;
        int[] fixed;
        double[] slopes;
        /** Free bias, no kink: the bias stays where it is. */
        boolean biasFixed;
        /** After a solved system: rows whose sign or slope contradicts it, and whether the weight does. */
        final Set<Integer> wrongRows = new HashSet<>();
        boolean wrongWeight;

        Active(int sign, double[] direction, double weight) {
            this.sign = sign;
            this.direction = direction;
            this.weight = weight;
        }
    }

    private final RefinementProblem exact;
    private final BooleanSupplier stop;
    private final TrainingProblem problem;
    private final TrainingSpace space;
    private final double[][] points;
    private final int n;
    private final int size;
    private final int penalised;
    private final int skips;
    private final double beta;

    private final MathContext context;
    private final int digits;
    private final BigDecimal[][] pointsHigh;
    private final BigDecimal[][] pairingHigh;
    private final BigDecimal[][] metricHigh;
    private final BigDecimal[][] skipHigh;
    private final BigDecimal[] labelsHigh;
    private final BigDecimal squareHigh;
    /** One over the number of data rows that a row stands for. */
    private final BigDecimal[] share;

    private Refinement(RefinementProblem exact, int digits, BooleanSupplier stop) {
        this.exact = exact;
        this.digits = digits;
        this.stop = stop;
        problem = exact.toFloat();
        space = new TrainingSpace(problem);
        n = problem.rows();
        size = problem.dimension();
        penalised = problem.freeBias() ? size - 1 : size;
        skips = problem.skipColumns();
        beta = problem.beta();
        context = new MathContext(digits + GUARD, RoundingMode.HALF_EVEN);
        pointsHigh = RefinementProblem.decimals(exact.points(), context);
        metricHigh = RefinementProblem.decimals(exact.metric(), context);
        skipHigh = RefinementProblem.decimals(exact.skip(), context);
        labelsHigh = RefinementProblem.decimals(exact.labels(), context);
        squareHigh = RefinementProblem.decimal(exact.betaSquared(), context);
        share = new BigDecimal[n];
        Arrays.setAll(share, i -> BigDecimal.ONE.divide(BigDecimal.valueOf(exact.count(i)), context));
        pairingHigh = new BigDecimal[n][size];
        points = new double[n][size];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < size; k++) {
                points[i][k] = exact.points()[i][k].toDouble();
                pairingHigh[i][k] = dot(metricHigh[k], pointsHigh[i]);
            }
        }
    }

    /**
     * Refines.
     *
     * @param nu approximate dual vector; ignored for the squared loss, where y - f is better
     * @param atoms approximate optimal network
     * @param skip its skip vector
     * @param digits digits after the point asked for
     * @param stop polled before every step, which takes the cube of the number of rows; true ends with the best so far
     */
    public static Result refine(RefinementProblem exact, double[] nu, List<Atom> atoms, double[] skip, int digits,
            BooleanSupplier stop) {
        RefinementProblem merged = exact.merged();
        if (merged.labels().length > MOST_ROWS) {
            return new Result(false, 0, new BigDecimal[0], List.of(), new BigDecimal[0], 0, "there are too many distinct rows");
        }
        Refinement refinement = new Refinement(merged, digits, stop);
        return merged.apart(refinement.refine(merged.sums(nu), atoms, skip), refinement.context);
    }

    private Result refine(double[] dual, List<Atom> atoms, double[] skip) {
        if (!exact.interpolation()) {
            double[] f = new double[dual.length];
            for (Atom a : atoms) {
                problem.addFeature(f, a.sign(), a.direction());
            }
            // The skip connection that fits the rest best, where a row counts as often as there are data rows that it stands for.
            double[][] columns = TrainingSpace.columns(problem.skip(), skips);
            for (int i = 0; i < f.length; i++) {
                double root = Math.sqrt(exact.count(i));
                dual[i] = root * (problem.labels()[i] - f[i]);
                for (double[] column : columns) {
                    column[i] *= root;
                }
            }
            TrainingSpace.remove(Arrays.asList(TrainingSpace.orthonormal(columns)), dual);
            for (int i = 0; i < f.length; i++) {
                dual[i] *= Math.sqrt(exact.count(i));
            }
        }
        Result best = null;
        for (int variant = 0; variant < 4; variant++) {
            boolean allAtoms = variant < 2;
            boolean flat = variant % 2 == 0;
            if (allAtoms && !exact.interpolation() || flat && !exact.freeBias()) {
                continue;
            }
            Set<String> seen = new HashSet<>();
            for (double tolerance : TOLERANCES) {
                List<Active> active = identify(dual, atoms, tolerance, allAtoms, flat);
                double[] start = dual.clone();
                for (int repair = 0; repair < REPAIRS && seen.add(signature(active)); repair++) {
                    Result trial = newton(active, start, skip, TRIAL_DIGITS);
                    if (best == null || trial.digits() > best.digits()) {
                        best = trial;
                    }
                    if (trial.reason().equals(STOPPED)) {
                        return trial;
                    }
                    if (trial.digits() < TRIAL_DIGITS) {
                        break;
                    }
                    if (trial.converged()) {
                        best = newton(active, start, skip, digits);
                        if (best.converged() || best.reason().equals(STOPPED)) {
                            return best;
                        }
                        break;
                    }
                    for (int i = 0; i < start.length; i++) {
                        start[i] = trial.nu()[i].doubleValue();
                    }
                    active = repaired(active, trial.nu(), allAtoms);
                }
            }
        }
        return best;
    }

    /** Refines what {@link Trainer} found. */
    public static Result refine(RefinementProblem exact, TrainingResult trained, int digits, BooleanSupplier stop) {
        return refine(exact, trained.candidate(), trained.atoms(), trained.skip(), digits, stop);
    }

    /**
     * On an interval of biases without kinks the dual constraint is flat and the bias seldom determined: move it to a simple
     * fraction of the same pattern and hold it there.
     */
    private void simplifyBias(Active a) {
        if (a.free.length + a.fixed.length > 0) {
            return;
        }
        double scale = Math.max(1e-300, TrainingSpace.norm(a.direction));
        double unit = Math.pow(2, Math.floor(Math.log(scale) / Math.log(2)));
        for (int bits = 0; bits <= 12; bits++) {
            double step = unit / (1 << bits);
            double[] moved = a.direction.clone();
            moved[size - 1] = Math.rint(moved[size - 1] / step) * step;
            boolean same = true;
            for (int i = 0; i < n && same; i++) {
                double t = TrainingSpace.dot(problem.pairing()[i], moved);
                same = a.on[i] ? t > 0 : t <= 0;
            }
            if (same) {
                a.direction[size - 1] = moved[size - 1];
                a.biasFixed = true;
                return;
            }
        }
    }

    private String signature(List<Active> active) {
        StringBuilder text = new StringBuilder();
        for (Active a : active) {
            text.append(Arrays.toString(a.free)).append(Arrays.toString(a.fixed)).append(a.weight > 0).append(a.biasFixed);
        }
        return text.toString();
    }

    // ---- identification --------------------------------------------------------------------------------------------

    private List<Active> identify(double[] nu, List<Atom> atoms, double tolerance, boolean allAtoms, boolean flat) {
        double total = atoms.stream().mapToDouble(Atom::weight).sum();
        List<Active> active = new ArrayList<>();
        for (Atom a : atoms) {
            if (a.weight() > 1e-7 * total) {
                double[] p = a.direction().clone();
                TrainingSpace.scale(p, beta / a.weight());
                active.add(new Active(a.sign(), p, a.weight() / beta));
            }
        }
        for (Active a : active) {
            kinks(a, nu, tolerance);
            if (flat) {
                simplifyBias(a);
            }
        }
        List<Active> support = independent(active, tolerance);
        for (Active a : active) {
            if (!support.contains(a)) {
                a.weight = 0;
            }
        }
        return allAtoms ? active : support;
    }

    /** Walks along null vectors of the features (modulo the skip) until those left are independent. */
    private List<Active> independent(List<Active> active, double tolerance) {
        List<Active> left = new ArrayList<>(active);
        left.sort(Comparator.comparingDouble(a -> -a.weight));
        while (!left.isEmpty() && !stop.getAsBoolean()) {
            int m = left.size();
            DMatrixRMaj features = new DMatrixRMaj(n, m);
            double[] norms = new double[m];
            for (int j = 0; j < m; j++) {
                double[] f = new double[n];
                problem.addFeature(f, left.get(j).sign, left.get(j).direction);
                space.removeSkip(f);
                norms[j] = Math.max(TrainingSpace.norm(f), 1e-300);
                for (int i = 0; i < n; i++) {
                    features.set(i, j, f[i] / norms[j]);
                }
            }
            DMatrixRMaj square = features;
            if (n > m) {
                // R has the same singular values and right vectors, and few rows
                QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(n, m);
                qr.decompose(features);
                square = qr.getR(null, true);
            }
            SingularValueDecomposition_F64<DMatrixRMaj> svd =
                    DecompositionFactory_DDRM.svd(square.numRows, m, false, true, false);
            svd.decompose(square);
            double[] values = svd.getSingularValues();
            DMatrixRMaj v = svd.getV(null, true);
            int smallest = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int j = 0; j < m; j++) {
                double value = j < Math.min(n, m) && j < values.length ? values[j] : 0;
                if (value < least) {
                    least = value;
                    smallest = j;
                }
            }
            if (least > Math.min(1e-6, Math.max(1e-10, tolerance))) {
                break;
            }
            double[] kappa = new double[m];
            double sum = 0;
            for (int j = 0; j < m; j++) {
                kappa[j] = v.get(smallest, j) / norms[j];
                sum += kappa[j];
            }
            double sign = sum >= 0 ? 1 : -1;
            boolean positive = false;
            for (double value : kappa) {
                positive |= sign * value > 0;
            }
            sign = positive ? sign : -sign;
            double step = Double.POSITIVE_INFINITY;
            int leaving = -1;
            for (int j = 0; j < m; j++) {
                if (sign * kappa[j] > 1e-14 && left.get(j).weight / (sign * kappa[j]) < step) {
                    step = left.get(j).weight / (sign * kappa[j]);
                    leaving = j;
                }
            }
            if (leaving < 0) {
                break;
            }
            for (int j = 0; j < m; j++) {
                left.get(j).weight = Math.max(0, left.get(j).weight - step * sign * kappa[j]);
            }
            left.get(leaving).weight = 0;
            left.remove(leaving);
        }
        left.removeIf(a -> a.weight == 0);
        return left;
    }

    private void kinks(Active a, double[] nu, double tolerance) {
        double[] z = space.fromInput(a.direction);
        double length = TrainingSpace.norm(z);
        double largest = 0;
        for (double value : nu) {
            largest = Math.max(largest, Math.abs(value));
        }
        a.on = new boolean[n];
        List<Integer> walls = new ArrayList<>();
        boolean bySlopes = tolerance == 0 && !problem.freeBias();
        TrainingAscent ascent = null;
        if (bySlopes) {
            // an interior-point solution keeps off its walls; the maximiser of nu itself does not
            double[] signed = nu.clone();
            TrainingSpace.scale(signed, a.sign);
            ascent = new TrainingAscent(space, signed);
            for (int k = 0; k < 5; k++) {
                double[] next = ascent.step(z);
                if (next == null) {
                    break;
                }
                z = next;
            }
            TrainingSpace.scale(z, beta);
            System.arraycopy(space.toInput(z), 0, a.direction, 0, size);
            length = beta;
        }
        for (int i = 0; i < n; i++) {
            if (bySlopes && ascent.concave(i)) {
                double g = ascent.slope(i);
                if (g > 1e-7 && g < 1 - 1e-7) {
                    walls.add(i);
                } else {
                    a.on[i] = g > 0.5;
                }
                continue;
            }
            double t = TrainingSpace.dot(space.rows[i], z);
            boolean wall = space.rowNorms[i] > 0 && Math.abs(t) <= tolerance * length * space.rowNorms[i];
            if (wall && Math.abs(nu[i]) > 1e-9 * largest) {
                walls.add(i);
            } else {
                a.on[i] = t > 0;
            }
        }
        walls.sort(Comparator.comparingDouble(i -> -Math.abs(nu[i]) * space.rowNorms[i]));
        List<Integer> free = new ArrayList<>();
        List<Integer> fixed = new ArrayList<>();
        List<double[]> basis = new ArrayList<>();
        for (int i : walls) {
            double[] row = space.rows[i].clone();
            TrainingSpace.remove(basis, row);
            double norm = TrainingSpace.norm(row);
            if (norm > 1e-7 * space.rowNorms[i]) {
                TrainingSpace.scale(row, 1 / norm);
                basis.add(row);
                free.add(i);
            } else {
                fixed.add(i);
            }
        }
        a.free = free.stream().mapToInt(Integer::intValue).toArray();
        a.fixed = fixed.stream().mapToInt(Integer::intValue).toArray();
        // slopes: min |p - sigma(sum_on nu_i x_i + sum_walls g_i nu_i x_i)| over 0 <= g <= 1
        int width = space.dimension;
        double[] constant = z.clone();
        TrainingSpace.scale(constant, -1);
        if (problem.freeBias()) {
            constant[width - 1] = 0;
        }
        for (int i = 0; i < n; i++) {
            if (a.on[i]) {
                for (int k = 0; k < width; k++) {
                    constant[k] += a.sign * nu[i] * space.rows[i][k] * space.rowScale;
                }
            }
        }
        int count = walls.size();
        double[] columns = new double[Math.max(1, count * width)];
        double[] upper = new double[count];
        double[] slopes = new double[count];
        int[] order = new int[count];
        for (int j = 0; j < count; j++) {
            order[j] = j < a.free.length ? a.free[j] : a.fixed[j - a.free.length];
            upper[j] = 1;
            slopes[j] = 0.5;
            for (int k = 0; k < width; k++) {
                columns[j * width + k] = a.sign * nu[order[j]] * space.rows[order[j]][k] * space.rowScale;
            }
        }
        if (count > 0) {
            new BoundedLeastSquares(width).solve(constant, count, columns, upper, slopes);
        }
        a.slopes = slopes;
    }

    // ---- Newton ----------------------------------------------------------------------------------------------------

    private BigDecimal dot(BigDecimal[] a, BigDecimal[] b) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 0; k < a.length; k++) {
            if (a[k].signum() != 0 && b[k].signum() != 0) {
                sum = sum.add(a[k].multiply(b[k]));
            }
        }
        return sum.round(context);
    }

    /** Where the unknowns and equations of the system stand. */
    private final class Layout {
        final List<Active> active;
        final int[] slope;
        final int[] weight;
        final int[] bias;
        final int skip;
        final int unknowns;
        final int equations;

        Layout(List<Active> active) {
            this.active = active;
            int m = active.size();
            slope = new int[m];
            weight = new int[m];
            bias = new int[m];
            int at = n;
            int rows = n + skips;
            for (int a = 0; a < m; a++) {
                Active atom = active.get(a);
                slope[a] = at;
                at += atom.free.length;
                weight[a] = atom.weight > 0 ? at++ : -1;
                bias[a] = problem.freeBias() && !atom.biasFixed ? at++ : -1;
                rows += 1 + atom.free.length + (problem.freeBias() ? 1 : 0);
            }
            skip = at;
            unknowns = at + skips;
            equations = rows;
        }
    }

    private BigDecimal[] direction(Layout layout, int index, BigDecimal[] u) {
        Active atom = layout.active.get(index);
        BigDecimal[] p = new BigDecimal[size];
        Arrays.fill(p, BigDecimal.ZERO);
        for (int i = 0; i < n; i++) {
            if (atom.on[i]) {
                addTo(p, u[i], pointsHigh[i]);
            }
        }
        for (int j = 0; j < atom.free.length; j++) {
            addTo(p, u[atom.free[j]].multiply(u[layout.slope[index] + j], context), pointsHigh[atom.free[j]]);
        }
        for (int j = 0; j < atom.fixed.length; j++) {
            double g = atom.slopes[atom.free.length + j];
            addTo(p, u[atom.fixed[j]].multiply(new BigDecimal(g), context), pointsHigh[atom.fixed[j]]);
        }
        for (int k = 0; k < size; k++) {
            p[k] = atom.sign < 0 ? p[k].negate().round(context) : p[k].round(context);
        }
        return p;
    }

    private BigDecimal bias(Layout layout, int index, BigDecimal[] u) {
        return layout.bias[index] >= 0 ? u[layout.bias[index]] : new BigDecimal(layout.active.get(index).direction[size - 1]);
    }

    private static void addTo(BigDecimal[] p, BigDecimal factor, BigDecimal[] x) {
        if (factor.signum() == 0) {
            return;
        }
        for (int k = 0; k < p.length; k++) {
            if (x[k].signum() != 0) {
                p[k] = p[k].add(factor.multiply(x[k]));
            }
        }
    }

    /** The residual with all digits. Order: per atom norm, kinks, bias; then fit; then S^T nu. */
    private BigDecimal[] residual(Layout layout, BigDecimal[] u) {
        BigDecimal[] out = new BigDecimal[layout.equations];
        int row = 0;
        BigDecimal[] fit = new BigDecimal[n];
        for (int i = 0; i < n; i++) {
            fit[i] = labelsHigh[i].negate();
            if (!exact.interpolation()) {
                fit[i] = fit[i].add(u[i].multiply(share[i], context));
            }
            for (int j = 0; j < skips; j++) {
                fit[i] = fit[i].add(skipHigh[i][j].multiply(u[layout.skip + j]));
            }
        }
        for (int a = 0; a < layout.active.size(); a++) {
            Active atom = layout.active.get(a);
            BigDecimal[] p = direction(layout, a, u);
            BigDecimal biasError = null;
            if (problem.freeBias()) {
                biasError = p[size - 1];
                p[size - 1] = BigDecimal.ZERO;
            }
            BigDecimal square = BigDecimal.ZERO;
            for (int k = 0; k < penalised; k++) {
                square = square.add(p[k].multiply(dot(metricHigh[k], p)));
            }
            out[row++] = square.subtract(squareHigh).round(context);
            if (problem.freeBias()) {
                p[size - 1] = bias(layout, a, u);
            }
            for (int i : atom.free) {
                out[row++] = dot(pairingHigh[i], p);
            }
            if (problem.freeBias()) {
                out[row++] = biasError;
            }
            if (layout.weight[a] >= 0) {
                BigDecimal c = u[layout.weight[a]];
                c = atom.sign < 0 ? c.negate() : c;
                for (int i = 0; i < n; i++) {
                    if (atom.on[i]) {
                        fit[i] = fit[i].add(c.multiply(dot(pairingHigh[i], p)));
                    }
                }
            }
        }
        for (int i = 0; i < n; i++) {
            out[row++] = fit[i].round(context);
        }
        for (int j = 0; j < skips; j++) {
            BigDecimal sum = BigDecimal.ZERO;
            for (int i = 0; i < n; i++) {
                sum = sum.add(skipHigh[i][j].multiply(u[i]));
            }
            out[row++] = sum.round(context);
        }
        return out;
    }

    private DMatrixRMaj jacobian(Layout layout, BigDecimal[] high) {
        double[] u = new double[high.length];
        for (int k = 0; k < u.length; k++) {
            u[k] = high[k].doubleValue();
        }
        DMatrixRMaj j = new DMatrixRMaj(layout.equations, layout.unknowns);
        int fit = layout.equations - n - skips;
        int row = 0;
        double[][] metric = problem.metric();
        for (int a = 0; a < layout.active.size(); a++) {
            Active atom = layout.active.get(a);
            BigDecimal[] exactDirection = direction(layout, a, high);
            double[] p = new double[size];
            for (int k = 0; k < size; k++) {
                p[k] = exactDirection[k].doubleValue();
            }
            boolean free = problem.freeBias();
            if (free) {
                p[size - 1] = bias(layout, a, high).doubleValue();
            }
            double[] gradient = new double[size];
            for (int k = 0; k < penalised; k++) {
                for (int l = 0; l < penalised; l++) {
                    gradient[k] += 2 * metric[k][l] * p[l];
                }
            }
            int normRow = row++;
            int kinkRow = row;
            row += atom.free.length;
            int biasRow = free ? row++ : -1;
            double c = layout.weight[a] >= 0 ? u[layout.weight[a]] : 0;
            // every unknown that moves p, and how
            for (int i = 0; i < n; i++) {
                double g = atom.on[i] ? 1 : 0;
                for (int f = 0; f < atom.free.length; f++) {
                    if (atom.free[f] == i) {
                        g = u[layout.slope[a] + f];
                    }
                }
                for (int f = 0; f < atom.fixed.length; f++) {
                    if (atom.fixed[f] == i) {
                        g = atom.slopes[atom.free.length + f];
                    }
                }
                if (g != 0) {
                    move(j, i, atom, atom.sign * g, points[i], gradient, normRow, kinkRow, biasRow, fit, c);
                }
            }
            for (int f = 0; f < atom.free.length; f++) {
                int i = atom.free[f];
                move(j, layout.slope[a] + f, atom, atom.sign * u[i], points[i], gradient, normRow, kinkRow, biasRow, fit, c);
            }
            if (layout.bias[a] >= 0) {
                int column = layout.bias[a];
                for (int f = 0; f < atom.free.length; f++) {
                    j.add(kinkRow + f, column, problem.pairing()[atom.free[f]][size - 1]);
                }
                for (int i = 0; i < n; i++) {
                    if (atom.on[i]) {
                        j.add(fit + i, column, c * atom.sign * problem.pairing()[i][size - 1]);
                    }
                }
            }
            if (layout.weight[a] >= 0) {
                for (int i = 0; i < n; i++) {
                    if (atom.on[i]) {
                        j.add(fit + i, layout.weight[a], atom.sign * TrainingSpace.dot(problem.pairing()[i], p));
                    }
                }
            }
        }
        for (int i = 0; i < n; i++) {
            if (!exact.interpolation()) {
                j.add(fit + i, i, share[i].doubleValue());
            }
            for (int k = 0; k < skips; k++) {
                j.add(fit + i, layout.skip + k, problem.skip()[i][k]);
                j.add(fit + n + k, i, problem.skip()[i][k]);
            }
        }
        return j;
    }

    /** Adds the effect of an unknown that moves p by factor x. */
    private void move(DMatrixRMaj j, int column, Active atom, double factor, double[] x, double[] gradient, int normRow,
            int kinkRow, int biasRow, int fit, double c) {
        double[] step = x.clone();
        TrainingSpace.scale(step, factor);
        if (biasRow >= 0) {
            j.add(biasRow, column, step[size - 1]);
            step[size - 1] = 0;
        }
        j.add(normRow, column, TrainingSpace.dot(gradient, step));
        for (int f = 0; f < atom.free.length; f++) {
            j.add(kinkRow + f, column, TrainingSpace.dot(problem.pairing()[atom.free[f]], step));
        }
        if (c != 0) {
            for (int i = 0; i < n; i++) {
                if (atom.on[i]) {
                    j.add(fit + i, column, c * atom.sign * TrainingSpace.dot(problem.pairing()[i], step));
                }
            }
        }
    }

    /** Least-norm solver of the Jacobian with columns scaled to size one. */
    private static final class Step {
        private final LinearSolverDense<DMatrixRMaj> solver;
        private final DMatrixRMaj inverse;
        private final double[] columns;
        private final double[] rows;

        Step(DMatrixRMaj jacobian) {
            int m = jacobian.numRows;
            int k = jacobian.numCols;
            rows = new double[m];
            columns = new double[k];
            DMatrixRMaj a = jacobian.copy();
            for (int i = 0; i < m; i++) {
                for (int l = 0; l < k; l++) {
                    rows[i] = Math.max(rows[i], Math.abs(a.get(i, l)));
                }
                rows[i] = rows[i] > 0 ? 1 / rows[i] : 1;
                for (int l = 0; l < k; l++) {
                    a.set(i, l, a.get(i, l) * rows[i]);
                }
            }
            for (int l = 0; l < k; l++) {
                for (int i = 0; i < m; i++) {
                    columns[l] = Math.max(columns[l], Math.abs(a.get(i, l)));
                }
                columns[l] = columns[l] > 0 ? 1 / columns[l] : 1;
                for (int i = 0; i < m; i++) {
                    a.set(i, l, a.get(i, l) * columns[l]);
                }
            }
            LinearSolverDense<DMatrixRMaj> lu = null;
            if (m == k) {
                lu = LinearSolverFactory_DDRM.lu(m);
                if (!lu.setA(a.copy()) || !(lu.quality() > 1e-11)) {
                    lu = null;
                }
            }
            solver = lu;
            inverse = lu == null ? pseudoInverse(a) : null;
        }

        private static DMatrixRMaj pseudoInverse(DMatrixRMaj a) {
            SingularValueDecomposition_F64<DMatrixRMaj> svd =
                    DecompositionFactory_DDRM.svd(a.numRows, a.numCols, true, true, true);
            DMatrixRMaj result = new DMatrixRMaj(a.numCols, a.numRows);
            if (!svd.decompose(a.copy())) {
                return result;
            }
            double[] values = svd.getSingularValues();
            int count = Math.min(a.numRows, a.numCols);
            double largest = 0;
            for (int r = 0; r < count; r++) {
                largest = Math.max(largest, values[r]);
            }
            DMatrixRMaj u = svd.getU(null, false);
            DMatrixRMaj v = svd.getV(null, false);
            DMatrixRMaj scaled = new DMatrixRMaj(a.numCols, count);
            for (int r = 0; r < count; r++) {
                double f = values[r] > 1e-11 * largest ? 1 / values[r] : 0;
                for (int k = 0; k < a.numCols; k++) {
                    scaled.set(k, r, v.get(k, r) * f);
                }
            }
            DMatrixRMaj thin = CommonOps_DDRM.extract(u, 0, a.numRows, 0, count);
            CommonOps_DDRM.multTransB(scaled, thin, result);
            return result;
        }

        double[] solve(double[] right) {
            DMatrixRMaj b = new DMatrixRMaj(right.length, 1);
            for (int i = 0; i < right.length; i++) {
                b.data[i] = right[i] * rows[i];
            }
            DMatrixRMaj x = new DMatrixRMaj(columns.length, 1);
            if (solver != null) {
                solver.solve(b, x);
            } else {
                CommonOps_DDRM.mult(inverse, b, x);
            }
            for (int k = 0; k < columns.length; k++) {
                x.data[k] *= columns[k];
            }
            return x.data;
        }
    }

    private static BigDecimal largest(BigDecimal[] values) {
        BigDecimal max = BigDecimal.ZERO;
        for (BigDecimal value : values) {
            max = max.max(value.abs());
        }
        return max;
    }

    /** -log10 |x|, at most {@code most}. */
    private static int order(BigDecimal x, int most) {
        return x.signum() == 0 ? most : Math.min(most, x.scale() - x.precision());
    }

    private Result newton(List<Active> active, double[] nu, double[] skip, int digits) {
        Layout layout = new Layout(active);
        BigDecimal[] u = new BigDecimal[layout.unknowns];
        for (int i = 0; i < n; i++) {
            u[i] = new BigDecimal(nu[i]);
        }
        for (int a = 0; a < active.size(); a++) {
            Active atom = active.get(a);
            for (int f = 0; f < atom.free.length; f++) {
                u[layout.slope[a] + f] = new BigDecimal(atom.slopes[f]);
            }
            if (layout.weight[a] >= 0) {
                u[layout.weight[a]] = new BigDecimal(atom.weight);
            }
            if (layout.bias[a] >= 0) {
                u[layout.bias[a]] = new BigDecimal(atom.direction[size - 1]);
            }
        }
        for (int k = 0; k < skips; k++) {
            u[layout.skip + k] = new BigDecimal(skip[k]);
        }
        int most = digits + GUARD;
        int wanted = digits + (digits == TRIAL_DIGITS ? 0 : 8);
        int reached = -99;
        int bad = 0;
        int iteration = 0;
        Step step = null;
        BigDecimal[] previous = null;
        BigDecimal allowed = null;
        String reason = "";
        for (; iteration < 2000; iteration++) {
            if (stop.getAsBoolean()) {
                return failed(layout, u, reached, iteration, STOPPED);
            }
            BigDecimal[] residual = residual(layout, u);
            BigDecimal largest = largest(residual);
            for (int halving = 0; previous != null && halving < 8 && largest.compareTo(allowed) > 0
                    && order(largest, most) < 1; halving++) {
                for (int k = 0; k < u.length; k++) {
                    u[k] = u[k].add(previous[k]).multiply(HALF, context);
                }
                residual = residual(layout, u);
                largest = largest(residual);
            }
            allowed = largest.multiply(new BigDecimal(4));
            int now = order(largest, most);
            if (now >= wanted) {
                reached = now;
                break;
            }
            // three times in a row no better: the system is inconsistent, or the step too inexact
            bad = now > reached ? 0 : bad + 1;
            reached = Math.max(reached, now);
            if (bad >= 12 || now < -6) {
                reason = "the residual stays at 1e" + -reached;
                break;
            }
            if (step == null || now < 14) {
                step = new Step(jacobian(layout, u));
            }
            double[] right = new double[residual.length];
            for (int i = 0; i < right.length; i++) {
                right[i] = -residual[i].scaleByPowerOfTen(now).doubleValue();
            }
            double[] move = step.solve(right);
            previous = u.clone();
            for (int k = 0; k < move.length; k++) {
                if (!Double.isFinite(move[k])) {
                    return failed(layout, u, reached, iteration, "the Newton step is not finite");
                }
                u[k] = u[k].add(new BigDecimal(move[k]).scaleByPowerOfTen(-now)).round(context);
            }
        }
        if (!reason.isEmpty() || reached < wanted) {
            return failed(layout, u, reached, iteration, reason.isEmpty() ? "too many steps" : reason);
        }
        BigDecimal zero = BigDecimal.ONE.scaleByPowerOfTen(-digits / 2);
        for (int a = 0; a < active.size(); a++) {
            if (layout.weight[a] >= 0) {
                if (u[layout.weight[a]].abs().compareTo(zero) < 0) {
                    u[layout.weight[a]] = BigDecimal.ZERO;
                }
                active.get(a).weight = u[layout.weight[a]].doubleValue();
            }
            active.get(a).wrongRows.clear();
            active.get(a).wrongWeight = false;
            BigDecimal[] p = direction(layout, a, u);
            if (problem.freeBias()) {
                p[size - 1] = bias(layout, a, u);
            }
            for (int k = 0; k < size; k++) {
                active.get(a).direction[k] = p[k].doubleValue();
            }
            for (int i = 0; i < n; i++) {
                boolean kink = contains(active.get(a).free, i) || contains(active.get(a).fixed, i);
                BigDecimal t = dot(pairingHigh[i], p);
                if (!kink && t.abs().compareTo(zero) > 0 && t.signum() > 0 != active.get(a).on[i]) {
                    active.get(a).wrongRows.add(i);
                    reason = "atom " + a + " leaves its pattern at row " + i;
                }
            }
            if (layout.weight[a] >= 0 && u[layout.weight[a]].signum() < 0) {
                active.get(a).wrongWeight = true;
                reason = "weight " + u[layout.weight[a]].doubleValue() + " of atom " + a + " is negative";
            }
            for (int f = 0; f < active.get(a).free.length; f++) {
                double g = u[layout.slope[a] + f].doubleValue();
                active.get(a).slopes[f] = g;
                if (g < -1e-12 || g > 1 + 1e-12) {
                    active.get(a).wrongRows.add(active.get(a).free[f]);
                    reason = "slope " + g + " of atom " + a + " leaves [0,1]";
                }
            }
        }
        return result(layout, u, digits, iteration, reason);
    }

    /**
     * The next guess after a solved system that contradicts itself: a row outside its pattern becomes a kink, a kink whose
     * slope left [0,1] becomes on or off, an atom of negative weight goes.
     */
    private List<Active> repaired(List<Active> active, BigDecimal[] nu, boolean keepAtoms) {
        List<Active> result = new ArrayList<>();
        // slopes often return to [0,1] once signs and weights are right, so they come last
        boolean signsFirst = active.stream().anyMatch(
                a -> a.wrongWeight || a.wrongRows.stream().anyMatch(i -> !contains(a.free, i)));
        for (Active a : active) {
            Active next = new Active(a.sign, a.direction.clone(), a.weight);
            if (a.wrongWeight) {
                if (!keepAtoms) {
                    continue;
                }
                next.weight = 0;
            }
            next.biasFixed = a.biasFixed;
            next.on = a.on.clone();
            List<Integer> free = new ArrayList<>();
            List<Double> slopes = new ArrayList<>();
            for (int f = 0; f < a.free.length; f++) {
                if (!signsFirst && a.wrongRows.contains(a.free[f])) {
                    next.on[a.free[f]] = a.slopes[f] > 1;
                } else {
                    free.add(a.free[f]);
                    slopes.add(a.slopes[f]);
                }
            }
            for (int i : a.wrongRows) {
                if (!contains(a.free, i) && a.sign * nu[i].signum() > 0) {
                    // where nu_i pushes outwards no maximum rests
                    next.on[i] = !a.on[i];
                } else if (!contains(a.free, i)) {
                    free.add(i);
                    slopes.add(a.on[i] ? 1.0 : 0.0);
                    next.on[i] = false;
                }
            }
            next.free = free.stream().mapToInt(Integer::intValue).toArray();
            next.fixed = a.fixed;
            for (int f = 0; f < a.fixed.length; f++) {
                slopes.add(a.slopes[a.free.length + f]);
            }
            next.slopes = slopes.stream().mapToDouble(Double::doubleValue).toArray();
            result.add(next);
        }
        return result;
    }

    private static boolean contains(int[] list, int value) {
        for (int entry : list) {
            if (entry == value) {
                return true;
            }
        }
        return false;
    }

    private Result failed(Layout layout, BigDecimal[] u, int reached, int iteration, String reason) {
        return result(layout, u, Math.max(0, Math.min(digits, reached)), iteration, reason);
    }

    private Result result(Layout layout, BigDecimal[] u, int reached, int iteration, String reason) {
        List<RefinedAtom> atoms = new ArrayList<>();
        for (int a = 0; a < layout.active.size(); a++) {
            Active atom = layout.active.get(a);
            if (layout.weight[a] >= 0 && u[layout.weight[a]].signum() == 0 && !exact.interpolation()) {
                continue;
            }
            BigDecimal[] p = direction(layout, a, u);
            if (problem.freeBias()) {
                p[size - 1] = bias(layout, a, u);
            }
            int[] kinks = Arrays.copyOf(atom.free, atom.free.length + atom.fixed.length);
            System.arraycopy(atom.fixed, 0, kinks, atom.free.length, atom.fixed.length);
            double[] slopes = atom.slopes.clone();
            for (int f = 0; f < atom.free.length; f++) {
                slopes[f] = u[layout.slope[a] + f].doubleValue();
            }
            atoms.add(new RefinedAtom(atom.sign, p, layout.weight[a] >= 0 ? u[layout.weight[a]] : BigDecimal.ZERO, kinks, slopes));
        }
        return new Result(reason.isEmpty(), reached, Arrays.copyOf(u, n), atoms,
                Arrays.copyOfRange(u, layout.skip, layout.skip + skips), iteration, reason);
    }
}
