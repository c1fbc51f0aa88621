package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.search.TrainingResult;

/** Rational networks in path form from floating-point or given ones. */
final class Networks {

    /** Bits kept of a direction, relative to its largest entry. */
    private static final int DIRECTION_BITS = 44;
    /** Columns that are dependent up to this, relative to their lengths, are taken as dependent. */
    private static final double NEARLY_DEPENDENT = 1e-6;

    private Networks() { }

    /** The neuron with a tight majorant of beta R(direction). */
    static PathNeuron withMajorant(Problem problem, PathNeuron neuron) {
        Rational squared = problem.betaSquared().times(problem.penaltySquared(neuron.direction()));
        return new PathNeuron(neuron.sign(), neuron.weight(), neuron.direction(),
                SquareRoot.majorant(squared, NeuronProver.bits(squared)));
    }

    /** Rounds a trained network; for interpolation the weights are solved for exactly. Empty if that fails. */
    static Optional<PathNetwork> of(Problem problem, TrainingResult trained) {
        List<PathNeuron> neurons = new ArrayList<>();
        boolean exactFit = problem.loss() == Problem.Loss.INTERPOLATION;
        for (TrainingResult.Atom atom : exactFit ? independent(problem, trained.atoms()) : trained.atoms()) {
            double largest = 0;
            for (double entry : atom.direction()) {
                largest = Math.max(largest, Math.abs(entry));
            }
            if (!(largest > 0) || Double.isInfinite(largest)) {
                continue;
            }
            Rational unit = Floats.power(Math.getExponent(largest) - DIRECTION_BITS);
            Rational[] entries = new Rational[atom.direction().length];
            for (int k = 0; k < entries.length; k++) {
                entries[k] = Floats.round(atom.direction()[k], unit);
            }
            neurons.add(withMajorant(problem,
                    new PathNeuron(atom.sign(), Rationals.ONE, RationalVector.of(entries), Rationals.ZERO)));
        }
        if (exactFit) {
            return interpolating(problem, neurons);
        }
        Rational[] skip = new Rational[trained.skip().length];
        for (int k = 0; k < skip.length; k++) {
            skip[k] = Floats.round(trained.skip()[k], Floats.power(Math.getExponent(trained.skip()[k]) - DIRECTION_BITS));
        }
        return Optional.of(new PathNetwork(neurons, RationalVector.of(skip)));
    }

    /**
     * The atoms moved along null vectors of their features, modulo the skip, until those in use are independent: weights of
     * dependent atoms would be anything when they are solved for. Of the skip only independent columns take part, lest a null
     * vector be one of the skip alone.
     */
    private static List<TrainingResult.Atom> independent(Problem problem, List<TrainingResult.Atom> atoms) {
        double[][] functionals = new double[problem.rows()][];
        for (int i = 0; i < functionals.length; i++) {
            functionals[i] = Floats.of(problem.functional(i));
        }
        RationalMatrix all = problem.skipMatrix();
        List<Integer> columns = Elimination.of(all).pivotColumns();
        double[][] skip = Floats.of(RationalMatrix.ofColumns(columns.stream().map(all::column).toList(), all.rows()));
        List<TrainingResult.Atom> used = new ArrayList<>(atoms);
        double[] weights = new double[atoms.size()];
        Arrays.fill(weights, 1);
        while (true) {
            int k = columns.size();
            DMatrixRMaj features = new DMatrixRMaj(problem.rows(), used.size() + k);
            for (int i = 0; i < problem.rows(); i++) {
                for (int j = 0; j < used.size(); j++) {
                    double product = 0;
                    for (int l = 0; l < functionals[i].length; l++) {
                        product += functionals[i][l] * used.get(j).direction()[l];
                    }
                    features.set(i, j, used.get(j).sign() * Math.max(0, product));
                }
                for (int j = 0; j < k; j++) {
                    features.set(i, used.size() + j, skip[i][j]);
                }
            }
            double[] direction = nullVector(features, scales(features));
            int leaving = -1;
            double step = Double.POSITIVE_INFINITY;
            double cost = 0;
            for (int j = 0; direction != null && j < used.size(); j++) {
                cost += direction[j] * used.get(j).weight();
            }
            for (int j = 0; direction != null && j < used.size(); j++) {
                // Downhill in the cost, as far as every weight stays nonnegative.
                double slope = cost > 0 ? direction[j] : -direction[j];
                if (slope > 0 && weights[j] / slope < step) {
                    step = weights[j] / slope;
                    leaving = j;
                }
            }
            if (leaving < 0) {
                List<TrainingResult.Atom> scaled = new ArrayList<>();
                for (int j = 0; j < used.size(); j++) {
                    double[] moved = used.get(j).direction().clone();
                    for (int l = 0; l < moved.length; l++) {
                        moved[l] *= weights[j];
                    }
                    scaled.add(new TrainingResult.Atom(used.get(j).sign(), moved, weights[j] * used.get(j).weight()));
                }
                return scaled;
            }
            double[] left = new double[used.size() - 1];
            for (int j = 0, t = 0; j < used.size(); j++) {
                if (j != leaving) {
                    left[t++] = Math.max(0, weights[j] - (cost > 0 ? step : -step) * direction[j]);
                }
            }
            used.remove(leaving);
            weights = left;
        }
    }

    /**
     * The directions, then the spares in the order in which each adds most to the span for its cost, what is nearly dependent
     * last: the rounding errors of the directions are made good by the spares, and a bad basis would need large weights for that.
     */
    private static List<PathNeuron> wellConditioned(Problem problem, List<RationalVector> skip, List<PathNeuron> directions,
            List<PathNeuron> spares) {
        List<double[]> basis = new ArrayList<>();
        for (RationalVector column : skip) {
            extend(basis, Floats.of(column));
        }
        List<PathNeuron> ordered = new ArrayList<>();
        List<PathNeuron> late = new ArrayList<>();
        for (PathNeuron direction : directions) {
            (extend(basis, Floats.of(direction.output(problem))) ? ordered : late).add(direction);
        }
        List<PathNeuron> left = new ArrayList<>(spares);
        while (!left.isEmpty() && basis.size() < problem.rows()) {
            PathNeuron best = left.get(0);
            double most = -1;
            for (PathNeuron spare : left) {
                double cost = Math.max(Floats.of(spare.cost()), Double.MIN_NORMAL);
                double gain = length(residual(basis, Floats.of(spare.output(problem)))) / cost;
                if (gain > most) {
                    most = gain;
                    best = spare;
                }
            }
            left.remove(best);
            (extend(basis, Floats.of(best.output(problem))) ? ordered : late).add(best);
        }
        ordered.addAll(late);
        ordered.addAll(left);
        return ordered;
    }

    /** Adds the part of a column that is orthogonal to the basis; false if that is too small a part of it. */
    private static boolean extend(List<double[]> basis, double[] column) {
        double[] rest = residual(basis, residual(basis, column));
        double size = length(rest);
        if (size <= NEARLY_DEPENDENT * length(column)) {
            return false;
        }
        for (int i = 0; i < rest.length; i++) {
            rest[i] /= size;
        }
        basis.add(rest);
        return true;
    }

    private static double[] residual(List<double[]> basis, double[] column) {
        double[] rest = column.clone();
        for (double[] b : basis) {
            double product = 0;
            for (int i = 0; i < rest.length; i++) {
                product += b[i] * rest[i];
            }
            for (int i = 0; i < rest.length; i++) {
                rest[i] -= product * b[i];
            }
        }
        return rest;
    }

    private static double length(double[] v) {
        double sum = 0;
        for (double entry : v) {
            sum += entry * entry;
        }
        return Math.sqrt(sum);
    }

    /** Divides the columns by their lengths, which are returned: a small atom is not a dependent one. */
    private static double[] scales(DMatrixRMaj matrix) {
        double[] lengths = new double[matrix.numCols];
        for (int j = 0; j < matrix.numCols; j++) {
            double sum = 0;
            for (int i = 0; i < matrix.numRows; i++) {
                sum += matrix.get(i, j) * matrix.get(i, j);
            }
            lengths[j] = sum > 0 ? Math.sqrt(sum) : 1;
            for (int i = 0; i < matrix.numRows; i++) {
                matrix.set(i, j, matrix.get(i, j) / lengths[j]);
            }
        }
        return lengths;
    }

    /** A vector in the kernel of the matrix with its columns times the scales, or null if there is none in this precision. */
    private static double[] nullVector(DMatrixRMaj matrix, double[] scales) {
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(matrix.numRows, matrix.numCols, false, true, false);
        if (matrix.numCols == 0 || !svd.decompose(matrix.copy())) {
            return null;
        }
        double[] values = svd.getSingularValues();
        double longest = 0;
        double least = Double.POSITIVE_INFINITY;
        int index = -1;
        for (int j = 0; j < matrix.numCols; j++) {
            double value = j < svd.numberOfSingularValues() ? values[j] : 0;
            longest = Math.max(longest, value);
            if (value < least) {
                least = value;
                index = j;
            }
        }
        if (least > NEARLY_DEPENDENT * longest) {
            return null;
        }
        DMatrixRMaj transposed = svd.getV(null, true);
        double[] vector = new double[matrix.numCols];
        for (int j = 0; j < vector.length; j++) {
            vector[j] = transposed.get(index, j) / scales[j];
        }
        return vector;
    }

    /** The path form of a given network. */
    static PathNetwork of(Problem problem, Network network) {
        List<PathNeuron> neurons = new ArrayList<>();
        for (Network.Neuron neuron : network.neurons()) {
            if (!neuron.output().isZero() && !neuron.weight().isZero()) {
                neurons.add(withMajorant(problem, new PathNeuron(Rationals.sign(neuron.output()), neuron.output().abs(),
                        neuron.weight(), Rationals.ZERO)));
            }
        }
        return new PathNetwork(neurons, network.skip());
    }

    /** The neurons with the weights that fit the target exactly, if elimination finds positive ones. */
    static Optional<PathNetwork> fitting(Problem problem, List<PathNeuron> directions, RationalVector target) {
        int k = problem.skipMatrix().columns();
        List<RationalVector> columns = new ArrayList<>();
        for (int j = 0; j < k; j++) {
            columns.add(problem.skipMatrix().column(j));
        }
        for (PathNeuron direction : directions) {
            columns.add(direction.output(problem));
        }
        Optional<RationalVector> solution = Elimination.solve(RationalMatrix.ofColumns(columns, problem.rows()), target);
        if (solution.isEmpty()) {
            return Optional.empty();
        }
        List<PathNeuron> neurons = new ArrayList<>();
        for (int j = 0; j < directions.size(); j++) {
            Rational weight = solution.get().get(k + j);
            if (!weight.isPositive()) {
                return Optional.empty();
            }
            PathNeuron direction = directions.get(j);
            neurons.add(new PathNeuron(direction.sign(), weight, direction.direction(), direction.majorant()));
        }
        Rational[] skip = Arrays.copyOf(solution.get().toArray(), k);
        return Optional.of(new PathNetwork(neurons, RationalVector.of(skip)));
    }

    /**
     * Weights that make the directions interpolate exactly. Rounded directions no longer span the labels by themselves, so the
     * data rows and their opposites stand by as further directions; those get tiny weights, of either sign.
     */
    static Optional<PathNetwork> interpolating(Problem problem, List<PathNeuron> directions) {
        List<PathNeuron> spares = new ArrayList<>();
        for (int i = 0; i < problem.rows(); i++) {
            for (RationalVector row : List.of(problem.row(i), problem.row(i).opposite())) {
                if (!row.isZero()) {
                    spares.add(withMajorant(problem, new PathNeuron(1, Rationals.ONE, row, Rationals.ZERO)));
                }
            }
        }
        return interpolating(problem, directions, spares).or(() -> {
            // Data points near each other may lie on the same side of all these: hyperplanes through the data points separate
            // them.
            Random random = new Random(1);
            for (int i = 0; i < problem.rows(); i++) {
                for (int t = 0; t < 2 * problem.dimension(); t++) {
                    RationalVector through = through(problem, problem.row(i), random);
                    if (!problem.penaltySquared(through).isZero()) {
                        spares.add(withMajorant(problem, new PathNeuron(1, Rationals.ONE, through, Rationals.ZERO)));
                    }
                }
            }
            return interpolating(problem, directions, spares);
        });
    }

    /** A direction orthogonal to a row. */
    private static RationalVector through(Problem problem, RationalVector row, Random random) {
        RationalVector any = RationalVector.of(random.ints(problem.dimension(), -9, 10).asLongStream().toArray());
        return row.isZero() ? any : any.minus(row.times(problem.innerProduct().of(any, row)
                .divide(problem.innerProduct().squaredNorm(row))));
    }

    private static Optional<PathNetwork> interpolating(Problem problem, List<PathNeuron> directions, List<PathNeuron> spares) {
        int k = problem.skipMatrix().columns();
        List<RationalVector> skipColumns = new ArrayList<>();
        for (int j = 0; j < k; j++) {
            skipColumns.add(problem.skipMatrix().column(j));
        }
        List<PathNeuron> candidates = wellConditioned(problem, skipColumns, directions, spares);
        List<RationalVector> columns = new ArrayList<>(skipColumns);
        // Columns that are no pivot get weight 0, so the solution leans on the first.
        for (PathNeuron candidate : candidates) {
            columns.add(candidate.output(problem));
        }
        return Elimination.solve(RationalMatrix.ofColumns(columns, problem.rows()), problem.scalarLabels()).map(solution -> {
            List<PathNeuron> neurons = new ArrayList<>();
            for (int j = 0; j < candidates.size(); j++) {
                Rational weight = solution.get(k + j);
                if (!weight.isZero()) {
                    PathNeuron candidate = candidates.get(j);
                    neurons.add(new PathNeuron(candidate.sign() * Rationals.sign(weight), weight.abs(), candidate.direction(),
                            candidate.majorant()));
                }
            }
            Rational[] skip = new Rational[k];
            for (int j = 0; j < k; j++) {
                skip[j] = solution.get(j);
            }
            return new PathNetwork(neurons, RationalVector.of(skip));
        });
    }
}
