package org.relucert.prover;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.problem.Limits;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.search.TrainingResult;

/** Rational networks in path form from floating-point or given ones. */
final class Networks {

    /** Bits kept of a direction, relative to its largest entry. */
    private static final int DIRECTION_BITS = 52;
    /** Columns that are dependent up to this, relative to their lengths, are taken as dependent. */
    private static final double DEPENDENT = 1e-9;
    /** An atom is expressed by others if so much of it is missed at most: its weight goes to them, and the labels miss that too. */
    private static final double EXPRESSED = 1e-12;
    /** Steps that make the error of a fit smaller by a dozen digits each. */
    private static final int ROUNDS = 4;
    /** Most hyperplanes through a row that stand by. */
    private static final int MOST_SPARES = 16;
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
            if (!Arrays.stream(atom.direction()).allMatch(Double::isFinite)) {
                continue;
            }
            RationalVector direction = Floats.round(atom.direction(), DIRECTION_BITS);
            if (!direction.isZero()) {
                neurons.add(withMajorant(problem, new PathNeuron(atom.sign(), Rationals.ONE, direction, Rationals.ZERO)));
            }
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
     *
     * <p>One atom after the other, the heaviest first, joins the independent ones, or is expressed by them; then all are moved
     * along the null vector that this is, downhill in the cost, until a weight is zero.
     */
    private static List<TrainingResult.Atom> independent(Problem problem, List<TrainingResult.Atom> atoms) {
        double[][] functionals = new double[problem.rows()][];
        for (int i = 0; i < functionals.length; i++) {
            functionals[i] = Floats.of(problem.functional(i));
        }
        Basis basis = new Basis(problem.rows());
        RationalMatrix skip = problem.skipMatrix();
        for (int k : Elimination.of(skip).pivotColumns()) {
            double[] column = Floats.of(skip.column(k));
            basis.join(-1, column, length(column));
        }
        double[] weights = new double[atoms.size()];
        Arrays.fill(weights, 1);
        double[] lengths = new double[atoms.size()];
        int[] heaviest = IntStream.range(0, atoms.size()).boxed()
                .sorted(Comparator.comparingDouble(j -> -atoms.get(j).weight())).mapToInt(j -> j).toArray();
        for (int j : heaviest) {
            double[] feature = feature(functionals, atoms.get(j));
            lengths[j] = length(feature);
            if (!(lengths[j] > 0)) {
                weights[j] = 0;
                continue;
            }
            double[] expressed = basis.express(feature, lengths[j]);
            if (expressed == null) {
                basis.join(j, feature, lengths[j]);
                continue;
            }
            // one of this atom over its length, less what expresses it
            double[] direction = new double[atoms.size()];
            direction[j] = 1 / lengths[j];
            for (int t = 0; t < expressed.length; t++) {
                if (basis.members.get(t) >= 0) {
                    direction[basis.members.get(t)] = -expressed[t] / lengths[basis.members.get(t)];
                }
            }
            int leaving = move(atoms, weights, direction);
            // none only where the numbers are none: then the atom is given up
            leaving = leaving < 0 ? j : leaving;
            weights[leaving] = 0;
            if (leaving != j) {
                basis.replace(basis.members.indexOf(leaving), j, feature, lengths[j]);
            }
        }
        List<TrainingResult.Atom> scaled = new ArrayList<>();
        for (int j = 0; j < weights.length; j++) {
            if (weights[j] > 0) {
                double[] moved = atoms.get(j).direction().clone();
                for (int l = 0; l < moved.length; l++) {
                    moved[l] *= weights[j];
                }
                scaled.add(new TrainingResult.Atom(atoms.get(j).sign(), moved, weights[j] * atoms.get(j).weight()));
            }
        }
        return scaled;
    }

    private static double[] feature(double[][] functionals, TrainingResult.Atom atom) {
        double[] feature = new double[functionals.length];
        for (int i = 0; i < feature.length; i++) {
            feature[i] = atom.sign() * Math.max(0, TreeProver.dot(functionals[i], atom.direction()));
        }
        return feature;
    }

    /**
     * Moves the weights along a direction or against it, downhill in the cost, until one is zero, which is returned; -1, and
     * nothing moves, if none falls.
     */
    private static int move(List<TrainingResult.Atom> atoms, double[] weights, double[] direction) {
        double cost = 0;
        for (int j = 0; j < direction.length; j++) {
            cost += direction[j] * atoms.get(j).weight();
        }
        // Downhill some weight falls, since costs are positive; with no slope that of the atom which is expressed.
        double sign = cost >= 0 ? 1 : -1;
        int leaving = -1;
        double step = Double.POSITIVE_INFINITY;
        for (int j = 0; j < direction.length; j++) {
            double slope = sign * direction[j];
            if (slope > 0 && weights[j] / slope < step) {
                step = weights[j] / slope;
                leaving = j;
            }
        }
        for (int j = 0; leaving >= 0 && j < direction.length; j++) {
            weights[j] = Math.max(0, weights[j] - step * sign * direction[j]);
        }
        return leaving;
    }

    /** Independent unit vectors, and which atoms they belong to, -1 for none. */
    private static final class Basis {

        private final int size;
        private final List<Integer> members = new ArrayList<>();
        private final List<double[]> vectors = new ArrayList<>();
        private LinearSolverDense<DMatrixRMaj> solver;

        Basis(int size) {
            this.size = size;
        }

        void join(int member, double[] vector, double length) {
            members.add(member);
            vectors.add(divided(vector, length));
            solver = null;
        }

        void replace(int place, int member, double[] vector, double length) {
            members.set(place, member);
            vectors.set(place, divided(vector, length));
            solver = null;
        }

        /** The coefficients of a vector over its length; null where it is independent of the basis. */
        double[] express(double[] vector, double length) {
            if (vectors.isEmpty()) {
                return null;
            }
            if (solver == null) {
                DMatrixRMaj matrix = new DMatrixRMaj(size, vectors.size());
                for (int j = 0; j < vectors.size(); j++) {
                    for (int i = 0; i < size; i++) {
                        matrix.set(i, j, vectors.get(j)[i]);
                    }
                }
                solver = LinearSolverFactory_DDRM.leastSquares(size, vectors.size());
                solver.setA(matrix);
            }
            double[] rest = divided(vector, length);
            DMatrixRMaj solution = new DMatrixRMaj(vectors.size(), 1);
            solver.solve(DMatrixRMaj.wrap(size, 1, rest.clone()), solution);
            for (int j = 0; j < vectors.size(); j++) {
                for (int i = 0; i < size; i++) {
                    rest[i] -= vectors.get(j)[i] * solution.get(j);
                }
            }
            return vectors.size() < size && length(rest) > EXPRESSED ? null : solution.data;
        }

        private static double[] divided(double[] vector, double length) {
            return Arrays.stream(vector).map(x -> x / length).toArray();
        }
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
        RationalMatrix columns = columns(problem, directions);
        int k = columns.columns() - directions.size();
        Optional<RationalVector> solution = PadicSolver.solve(columns, target);
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
            for (int t = 0; t < Math.min(2 * problem.dimension(), MOST_SPARES); t++) {
                spares.add(through(problem, row, random));
            }
            for (RationalVector spare : spares) {
                if (!problem.penaltySquared(spare).isZero()) {
                    candidates.add(new PathNeuron(1, Rationals.ONE, spare, Rationals.ZERO));
                }
            }
        }
        int count = neurons.size();
        int[] basis = basis(problem, candidates, count);
        int[] all = IntStream.concat(Arrays.stream(basis), IntStream.range(0, candidates.size())).distinct().toArray();
        RationalMatrix columns = columns(problem, candidates, basis);
        Optional<PathNetwork> local = isWritable(columns) ? Optional.empty()
                : nearlyInterpolating(problem, candidates, count, basis, columns);
        return local.or(() -> interpolating(problem, candidates, count, basis, columns))
                .or(() -> interpolating(problem, candidates, count, all, columns(problem, candidates, all)));
    }

    /**
     * Weight 1 for the first of the candidates, 0 for the others, and changes of those in the basis that fit the labels.
     *
     * @param columns of the skip and the basis
     */
    private static Optional<PathNetwork> interpolating(Problem problem, List<PathNeuron> candidates, int count, int[] basis,
            RationalMatrix columns) {
        return PadicSolver.solve(columns, error(problem, candidates.subList(0, count)))
                .map(solution -> changed(problem, candidates, count, basis, solution.toArray()));
    }

    /** Whether a certificate can have weights with the denominators of solutions in these columns: their determinants. */
    private static boolean isWritable(RationalMatrix columns) {
        long bits = 0;
        int logarithm = Integer.SIZE - Integer.numberOfLeadingZeros(columns.rows());
        for (int j = 0; j < columns.columns(); j++) {
            BigInteger content = BigInteger.ZERO;
            int longest = 0;
            for (int i = 0; i < columns.rows(); i++) {
                content = content.gcd(columns.numerator(i, j));
                longest = Math.max(longest, columns.numerator(i, j).bitLength());
            }
            bits += Math.max(0, longest - content.bitLength() + logarithm / 2);
        }
        return bits < Limits.NUMBER_BITS && CertificateReader.isShort(bits, (long) columns.rows() * columns.columns());
    }

    /**
     * The same, but with changes that are sums of a few doubles: each solves for what the last one has left. What is left at last
     * is corrected row by row. Empty if it cannot be.
     */
    private static Optional<PathNetwork> nearlyInterpolating(Problem problem, List<PathNeuron> candidates, int count, int[] basis,
            RationalMatrix columns) {
        double[][] entries = Floats.of(columns);
        double[] lengths = new double[columns.columns()];
        DMatrixRMaj matrix = new DMatrixRMaj(entries);
        for (int j = 0; j < lengths.length; j++) {
            lengths[j] = length(Floats.of(columns.column(j)));
            for (int i = 0; i < columns.rows(); i++) {
                matrix.set(i, j, entries[i][j] / lengths[j]);
            }
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.leastSquares(matrix.numRows, matrix.numCols);
        solver.setA(matrix);
        RationalVector error = error(problem, candidates.subList(0, count));
        RationalVector solution = RationalVector.zero(lengths.length);
        DMatrixRMaj step = new DMatrixRMaj(lengths.length, 1);
        for (int round = 0; round < ROUNDS && !error.isZero(); round++) {
            solver.solve(DMatrixRMaj.wrap(matrix.numRows, 1, Floats.of(error)), step);
            for (int j = 0; j < lengths.length; j++) {
                step.data[j] /= lengths[j];
            }
            if (!Arrays.stream(step.data).allMatch(Double::isFinite)) {
                return Optional.empty();
            }
            RationalVector change = Floats.exact(step.data);
            solution = solution.plus(change);
            error = error.minus(columns.times(change));
        }
        PathNetwork network = changed(problem, candidates, count, basis, solution.toArray());
        return LocalCorrection.of(problem, error).map(corrections -> {
            List<PathNeuron> neurons = new ArrayList<>(network.neurons());
            neurons.addAll(corrections);
            return new PathNetwork(neurons, network.skip());
        });
    }

    private static RationalVector error(Problem problem, List<PathNeuron> neurons) {
        RationalVector error = problem.scalarLabels();
        for (PathNeuron neuron : neurons) {
            error = error.minus(neuron.output(problem));
        }
        return error;
    }

    /** The columns of the skip, and the outputs of the candidates in the basis. */
    private static RationalMatrix columns(Problem problem, List<PathNeuron> candidates, int[] basis) {
        return columns(problem, Arrays.stream(basis).mapToObj(candidates::get).toList());
    }

    /** The columns of the skip, and the outputs of the neurons. */
    private static RationalMatrix columns(Problem problem, List<PathNeuron> neurons) {
        List<RationalVector> columns = skipColumns(problem);
        for (PathNeuron neuron : neurons) {
            columns.add(neuron.output(problem));
        }
        return RationalMatrix.ofColumns(columns, problem.rows());
    }

    /** Weight 1 for the first of the candidates, 0 for the others, and these changes: of the skip, then of those in the basis. */
    private static PathNetwork changed(Problem problem, List<PathNeuron> candidates, int count, int[] basis, Rational[] changes) {
        int k = changes.length - basis.length;
        Rational[] weights = new Rational[candidates.size()];
        Arrays.setAll(weights, j -> j < count ? Rationals.ONE : Rationals.ZERO);
        for (int t = 0; t < basis.length; t++) {
            weights[basis[t]] = weights[basis[t]].plus(changes[k + t]);
        }
        List<PathNeuron> network = new ArrayList<>();
        for (int j = 0; j < weights.length; j++) {
            if (!weights[j].isZero()) {
                PathNeuron candidate = candidates.get(j);
                network.add(withMajorant(problem, new PathNeuron(candidate.sign() * Rationals.sign(weights[j]), weights[j].abs(),
                        candidate.direction(), Rationals.ZERO)));
            }
        }
        return new PathNetwork(network, RationalVector.of(Arrays.copyOf(changes, k)));
    }

    /** The columns of S, in a list of its own. */
    static List<RationalVector> skipColumns(Problem problem) {
        List<RationalVector> columns = new ArrayList<>();
        for (int j = 0; j < problem.skipMatrix().columns(); j++) {
            columns.add(problem.skipMatrix().column(j));
        }
        return columns;
    }

    /** A direction orthogonal to a row, whole numbers. */
    private static RationalVector through(Problem problem, RationalVector row, Random random) {
        RationalVector any = RationalVector.of(random.ints(problem.dimension(), -9, 10).asLongStream().toArray());
        if (row.isZero()) {
            return any;
        }
        RationalVector orthogonal = any.minus(row.times(problem.innerProduct().of(any, row)
                .divide(problem.innerProduct().squaredNorm(row))));
        return orthogonal.times(Rationals.of(orthogonal.denominator(), BigInteger.ONE));
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
