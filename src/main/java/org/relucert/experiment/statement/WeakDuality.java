package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
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

    /** A problem, a network and a feasible dual vector. */
    record Pair(Problem problem, ScaledNetwork network, RationalVector nu) { }

    /** The statement. */
    public WeakDuality() {
        super("weak-duality", Status.THEOREM, "If nu is orthogonal to the skip functions and |nu^T(Xu)_+| <= beta|u| for all u, then"
                + " y^T nu - |nu|^2/2 is at most the objective of every network of every width.");
    }

    @Override
    public Pair draw(Choices choices, Size size) {
        Problem problem = RandomProblem.draw(choices, size, false);
        Network network = RandomProblem.network(choices, problem, choices.integer(0, MOST_NEURONS));
        RationalVector nu = PlantedOptimum.orthogonal(choices.vector(problem.rows(), 3, 2), problem.skipMatrix());
        // Scaled into feasibility, or on to its boundary, as far as the root is rational.
        Rational maximum = StationaryDirections.maximumSquared(StationaryDirections.of(problem, nu));
        if (!maximum.isZero()) {
            nu = nu.times(SquareRoot.minorant(problem.betaSquared().divide(maximum), BITS));
        }
        return new Pair(problem, new ScaledNetwork(network), nu);
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
                + " is larger than the objective " + Rationals.text(primal), problem, Map.of("network", pair.network().network()));
    }
}
