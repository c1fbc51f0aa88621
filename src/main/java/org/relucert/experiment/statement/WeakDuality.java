package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.prover.Prover;

/** Weak duality (mathematics, 1.3), for random networks and random feasible dual vectors. */
public final class WeakDuality extends Named<WeakDuality.Pair> {

    private static final int BITS = 20;
    private static final int MOST_NEURONS = 3;
    /** Near the roots of 0, 1, 2, 3, the weights of planted networks. */
    private static final Rational[] ROOTS = {Rationals.ONE, Rationals.ONE, Rationals.of(7, 5), Rationals.of(7, 4)};

    /** A problem, a network and a feasible dual vector. */
    record Pair(Problem problem, ScaledNetwork network, RationalVector nu) { }

    /** The statement. */
    public WeakDuality() {
        super("weak-duality", Status.THEOREM, "If nu is orthogonal to the skip functions and |nu^T(Xu)_+| <= beta|u| for all u,"
                + " then y^T nu - |nu|^2/2 is at most the objective of every network of every width.");
    }

    @Override
    public Pair draw(Choices choices, Size size) {
        return choices.index(2) == 0 ? anywhere(choices, size) : nearby(choices, size);
    }

    private static Pair anywhere(Choices choices, Size size) {
        Problem problem = RandomProblem.draw(choices, size, false);
        Network network = RandomProblem.network(choices, problem, choices.integer(0, MOST_NEURONS));
        return new Pair(problem, new ScaledNetwork(network), feasible(problem, choices.vector(problem.rows(), 3, 2)));
    }

    /** Near a planted optimum, where the two values are nearly equal. */
    private static Pair nearby(Choices choices, Size size) {
        PlantedOptimum planted = PlantedOptimum.draw(choices, size, PlantedOptimum.Kind.WITH_SKIP);
        Problem problem = planted.problem();
        List<Network.Neuron> neurons = new ArrayList<>();
        for (Network.Neuron neuron : planted.network().neurons()) {
            // c p with c = s (c/s), balanced where s^2 = c.
            Rational s = ROOTS[(int) Rationals.numerator(neuron.output().abs()).longValueExact()];
            neurons.add(new Network.Neuron(neuron.weight().times(s), neuron.output().divide(s)));
        }
        Network step = RandomProblem.network(choices, problem, neurons.size());
        ScaledNetwork network = new ScaledNetwork(new Network(neurons, planted.skip())).moved(step, step(choices));
        RationalVector nu = planted.nu().plus(choices.vector(problem.rows(), 1, 1).times(step(choices)));
        return new Pair(problem, network, feasible(problem, nu));
    }

    private static Rational step(Choices choices) {
        return choices.oneOf(Rationals.ZERO, Rationals.of(1, 4), Rationals.of(1, 64));
    }

    /** Orthogonal to the skip functions, and scaled down, or on to the boundary, as far as the root is rational. */
    private static RationalVector feasible(Problem problem, RationalVector drawn) {
        RationalVector nu = PlantedOptimum.orthogonal(drawn, problem.skipMatrix());
        Rational maximum = StationaryDirections.maximumSquared(StationaryDirections.of(problem, nu));
        return maximum.isZero() ? nu : nu.times(SquareRoot.minorant(problem.betaSquared().divide(maximum), BITS));
    }

    @Override
    public Result check(Pair pair, Prover.Options options) {
        Problem problem = pair.problem();
        Rational dual = problem.scalarLabels().dot(pair.nu());
        if (problem.loss() == Problem.Loss.SQUARED) {
            dual = dual.minus(pair.nu().dot(pair.nu()).divide(Rationals.of(2)));
        }
        Rational primal = pair.network().objective(problem);
        return dual.compareTo(primal) <= 0 ? Result.held() : Result.broken("the dual value " + Rationals.text(dual)
                + " is larger than the objective " + Rationals.text(primal), problem,
                Map.of("network", pair.network().network()));
    }
}
