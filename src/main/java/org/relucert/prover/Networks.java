package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
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
    private static final double DEPENDENT = 1e-9;
    /** How much better a neuron must be in a basis that the network has not got yet. */
    private static final double SPARE = 100;

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
        if (least > DEPENDENT * longest) {
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
        List<RationalVector> columns = skipColumns(problem);
        int k = columns.size();
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
     * The neurons, with the small changes of their weights that make them interpolate exactly. What rounding has left is made good
     * in a basis of features in which that costs little: beside the neurons the data rows and their opposites stand by for it, and
     * hyperplanes through the data points, which separate points near each other.
     */
    private static Optional<PathNetwork> interpolating(Problem problem, List<PathNeuron> neurons) {
        List<PathNeuron> candidates = new ArrayList<>(neurons);
        Random random = new Random(1);
        for (int i = 0; i < problem.rows(); i++) {
            RationalVector row = problem.row(i);
            List<RationalVector> spares = new ArrayList<>(List.of(row, row.opposite()));
            for (int t = 0; t < 2 * problem.dimension(); t++) {
                spares.add(through(problem, row, random));
            }
            for (RationalVector spare : spares) {
                if (!problem.penaltySquared(spare).isZero()) {
                    candidates.add(new PathNeuron(1, Rationals.ONE, spare, Rationals.ZERO));
                }
            }
        }
        int[] basis = basis(problem, candidates, neurons.size());
        int[] all = IntStream.concat(Arrays.stream(basis), IntStream.range(0, candidates.size())).distinct().toArray();
        return interpolating(problem, candidates, neurons.size(), basis)
                .or(() -> interpolating(problem, candidates, neurons.size(), all));
    }

    /** Weight 1 for the first of the candidates, 0 for the others, and changes of those in the basis that fit the labels. */
    private static Optional<PathNetwork> interpolating(Problem problem, List<PathNeuron> candidates, int count, int[] basis) {
        RationalVector error = problem.scalarLabels();
        for (PathNeuron neuron : candidates.subList(0, count)) {
            error = error.minus(neuron.output(problem));
        }
        List<RationalVector> columns = skipColumns(problem);
        int k = columns.size();
        for (int j : basis) {
            columns.add(candidates.get(j).output(problem));
        }
        return Elimination.solve(RationalMatrix.ofColumns(columns, problem.rows()), error).map(solution -> {
            Rational[] weights = new Rational[candidates.size()];
            Arrays.setAll(weights, j -> j < count ? Rationals.ONE : Rationals.ZERO);
            for (int t = 0; t < basis.length; t++) {
                weights[basis[t]] = weights[basis[t]].plus(solution.get(k + t));
            }
            List<PathNeuron> network = new ArrayList<>();
            for (int j = 0; j < weights.length; j++) {
                if (!weights[j].isZero()) {
                    PathNeuron candidate = candidates.get(j);
                    network.add(withMajorant(problem, new PathNeuron(candidate.sign() * Rationals.sign(weights[j]),
                            weights[j].abs(), candidate.direction(), Rationals.ZERO)));
                }
            }
            return new PathNetwork(network, RationalVector.of(Arrays.copyOf(solution.toArray(), k)));
        });
    }

    /** The columns of S, in a list of its own. */
    static List<RationalVector> skipColumns(Problem problem) {
        List<RationalVector> columns = new ArrayList<>();
        for (int j = 0; j < problem.skipMatrix().columns(); j++) {
            columns.add(problem.skipMatrix().column(j));
        }
        return columns;
    }

    /** A direction orthogonal to a row. */
    private static RationalVector through(Problem problem, RationalVector row, Random random) {
        RationalVector any = RationalVector.of(random.ints(problem.dimension(), -9, 10).asLongStream().toArray());
        return row.isZero() ? any : any.minus(row.times(problem.innerProduct().of(any, row)
                .divide(problem.innerProduct().squaredNorm(row))));
    }

    /**
     * The candidates that, one after the other, add most for their cost to the span of the skip and those before.
     *
     * @param count of the first ones, which are neurons of the network
     */
    private static int[] basis(Problem problem, List<PathNeuron> candidates, int count) {
        double[][] rests = new double[candidates.size()][];
        double[] costs = new double[rests.length];
        double[] least = new double[rests.length];
        for (int j = 0; j < rests.length; j++) {
            rests[j] = Floats.of(problem.activation(candidates.get(j).direction()));
            costs[j] = Math.sqrt(Floats.of(problem.penaltySquared(candidates.get(j).direction()))) * (j < count ? 1 : SPARE);
            least[j] = DEPENDENT * length(rests[j]);
        }
        List<double[]> span = new ArrayList<>();
        for (RationalVector column : skipColumns(problem)) {
            double[] rest = Floats.of(column);
            double small = DEPENDENT * length(rest);
            for (int pass = 0; pass < 2; pass++) {
                for (double[] unit : span) {
                    project(rest, unit);
                }
            }
            if (length(rest) > small) {
                span.add(unit(rest));
            }
        }
        for (double[] rest : rests) {
            for (double[] unit : span) {
                project(rest, unit);
            }
        }
        List<Integer> basis = new ArrayList<>();
        while (true) {
            int best = -1;
            double most = 0;
            for (int j = 0; j < rests.length; j++) {
                double length = length(rests[j]);
                if (length > least[j] && length / costs[j] > most) {
                    best = j;
                    most = length / costs[j];
                }
            }
            if (best < 0) {
                return basis.stream().mapToInt(j -> j).toArray();
            }
            basis.add(best);
            double[] unit = unit(rests[best]);
            for (double[] rest : rests) {
                project(rest, unit);
            }
            Arrays.fill(rests[best], 0);
        }
    }

    private static double[] unit(double[] v) {
        double length = length(v);
        return Arrays.stream(v).map(x -> x / length).toArray();
    }

    /** Takes the part along a unit vector from a vector. */
    private static void project(double[] v, double[] unit) {
        double product = TreeProver.dot(v, unit);
        for (int i = 0; i < v.length; i++) {
            v[i] -= product * unit[i];
        }
    }

    private static double length(double[] v) {
        return Math.sqrt(TreeProver.dot(v, v));
    }
}
