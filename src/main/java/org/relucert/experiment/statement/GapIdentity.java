package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.prover.Prover;

/**
 * The gap identity (Theorem 1.1). Its neurons have rational penalties, so that every term of it is rational and none cancels
 * unseen.
 */
public final class GapIdentity extends Named<GapIdentity.Terms> {

    private static final int MOST_NEURONS = 3;

    /** A problem in the Euclidean metric, a network with the penalties of its neurons, and any nu. */
    record Terms(Problem problem, Network network, List<Rational> penalties, RationalVector nu) { }

    /** The statement. */
    public GapIdentity() {
        super("gap-identity", Status.THEOREM, "For every network and every nu, feasible or not, the objective minus y^T nu -"
                + " |nu|^2/2 is |f - y + nu|^2/2 + (beta/2) sum (R(w_j) - |alpha_j|)^2 + sum (beta R(w_j)|alpha_j| - alpha_j"
                + " nu^T(Xw_j)_+) - nu^T S s.");
    }

    @Override
    public Terms draw(Choices choices, Size size) {
        Problem drawn = RandomProblem.draw(choices, size, true);
        Problem problem = Problem.of(drawn.name(), drawn.inputs(), drawn.labels(), drawn.loss(), drawn.betaSquared(),
                drawn.bias(), drawn.skip(), RationalMatrix.identity(drawn.metric().rows()));
        List<Network.Neuron> neurons = new ArrayList<>();
        List<Rational> penalties = new ArrayList<>();
        int count = choices.integer(0, MOST_NEURONS);
        for (int j = 0; j < count; j++) {
            Rational length = choices.rational(3, 2);
            RationalVector w = unit(choices, problem.metric().rows()).times(length);
            RationalVector weight = problem.hasFreeBias() ? w.append(choices.rational(3, 2)) : w;
            neurons.add(new Network.Neuron(weight, choices.rational(3, 2)));
            penalties.add(length.abs());
        }
        return new Terms(problem, new Network(neurons, choices.vector(problem.skipMatrix().columns(), 2, 2)), penalties,
                choices.vector(problem.rows(), 3, 2));
    }

    /** A rational point of the sphere, by stereographic projection. */
    private static RationalVector unit(Choices choices, int size) {
        RationalVector t = choices.vector(size - 1, 2, 2);
        Rational square = t.dot(t);
        Rational bottom = square.plus(Rationals.ONE);
        return t.times(Rationals.of(2)).append(Rationals.ONE.minus(square)).times(bottom.inverse());
    }

    @Override
    public Result check(Terms terms, Prover.Options options) {
        Problem problem = terms.problem();
        Rational half = Rationals.of(1, 2);
        Rational beta = problem.beta().orElseThrow();
        RationalVector f = terms.network().outputs(problem);
        RationalVector error = f.minus(problem.scalarLabels());
        Rational primal = half.times(error.dot(error));
        RationalVector shifted = error.plus(terms.nu());
        Rational right = half.times(shifted.dot(shifted))
                .minus(terms.nu().dot(problem.skipMatrix().times(terms.network().skip())));
        for (int j = 0; j < terms.penalties().size(); j++) {
            Network.Neuron neuron = terms.network().neurons().get(j);
            Rational alpha = neuron.output();
            primal = primal.plus(beta.times(half).times(problem.penaltySquared(neuron.weight()).plus(Rationals.square(alpha))));
            Rational r = terms.penalties().get(j);
            right = right.plus(beta.times(half).times(Rationals.square(r.minus(alpha.abs()))))
                    .plus(beta.times(r).times(alpha.abs()))
                    .minus(alpha.times(terms.nu().dot(problem.activation(neuron.weight()))));
        }
        Rational dual = problem.scalarLabels().dot(terms.nu()).minus(half.times(terms.nu().dot(terms.nu())));
        Rational left = primal.minus(dual);
        return left.equals(right) ? Result.held() : Result.broken("the gap is " + Rationals.text(left) + ", the terms sum to "
                + Rationals.text(right), problem, Map.of("network", terms.network()));
    }
}
