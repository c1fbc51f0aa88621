package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
        for (TrainingResult.Atom atom : trained.atoms()) {
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
        if (problem.loss() == Problem.Loss.INTERPOLATION) {
            return interpolating(problem, neurons);
        }
        Rational[] skip = new Rational[trained.skip().length];
        for (int k = 0; k < skip.length; k++) {
            skip[k] = Floats.round(trained.skip()[k], Floats.power(Math.getExponent(trained.skip()[k]) - DIRECTION_BITS));
        }
        return Optional.of(new PathNetwork(neurons, RationalVector.of(skip)));
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
        List<PathNeuron> candidates = new ArrayList<>(directions);
        for (int i = 0; i < problem.rows(); i++) {
            for (RationalVector row : List.of(problem.row(i), problem.row(i).opposite())) {
                if (!row.isZero()) {
                    candidates.add(withMajorant(problem, new PathNeuron(1, Rationals.ONE, row, Rationals.ZERO)));
                }
            }
        }
        int k = problem.skipMatrix().columns();
        List<RationalVector> columns = new ArrayList<>();
        for (int j = 0; j < k; j++) {
            columns.add(problem.skipMatrix().column(j));
        }
        // The trained directions come first, so the solution leans on them: columns that are no pivot get weight 0.
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
