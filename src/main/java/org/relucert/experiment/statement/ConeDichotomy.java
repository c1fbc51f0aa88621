package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Result;
import org.relucert.experiment.statement.StationaryDirections.Stationary;
import org.relucert.family.Choices;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.prover.Prover;

/**
 * The lemma of mathematics, 2.11: in every closed cone that holds a local minimum its residual is feasible for all patterns of
 * the cone, which bounds the objective on the cone from below by its value there. Goes through all patterns of all neurons; and
 * evaluates networks of the cones.
 */
public final class ConeDichotomy extends Named<ConeDichotomy.Samples> {

    private static final int SAMPLES = 8;

    /** A stationary network and vectors of the input space with outputs, to be sorted into cones. */
    record Samples(PlantedStationary planted, List<RationalVector> weights, List<Rational> outputs) { }

    /** The statement. */
    public ConeDichotomy() {
        super("cone-dichotomy", Status.THEOREM, "Every local minimum (squared loss, independent rows at the kinks, no zero"
                + " neuron) minimises the objective over every closed cone of signs and activation patterns that holds it. So a"
                + " cone that holds a global minimum holds no bad local minimum.");
    }

    @Override
    public Samples draw(Choices choices, Size size) {
        PlantedStationary planted = PlantedStationary.draw(choices, size, false);
        List<RationalVector> weights = new ArrayList<>();
        List<Rational> outputs = new ArrayList<>();
        for (int k = 0; k < SAMPLES; k++) {
            weights.add(choices.vector(planted.problem().dimension(), 3, 1));
            outputs.add(choices.positive(4, 3));
        }
        return new Samples(planted, weights, outputs);
    }

    @Override
    public Result check(Samples samples, Prover.Options options) {
        PlantedStationary planted = samples.planted;
        if (planted.neurons().isEmpty()) {
            return Result.notApplicable(PlantedStationary.NO_DIRECTION);
        }
        if (!planted.hasIndependentKinks()) {
            return Result.notApplicable(PlantedStationary.INDEPENDENT);
        }
        if (!planted.neurons().stream().allMatch(planted::isLocalMaximum)) {
            return Result.notApplicable("the network is a local minimum");
        }
        Problem problem = planted.problem();
        for (Stationary neuron : planted.neurons()) {
            for (List<Boolean> pattern : patterns(problem, neuron.direction())) {
                // The maximum over a pattern's cone is attained at a direction that is stationary on a face of it.
                Optional<Stationary> larger = planted.larger(neuron.sign(), pattern);
                if (larger.isPresent()) {
                    return Result.broken("the pattern " + pattern + " holds the neuron " + neuron.direction()
                            + " and a larger one, " + larger.get().direction(), problem, planted.networks());
                }
            }
        }
        return sampled(samples);
    }

    /** Networks of the cone: each neuron on a side of its kinks, with a vector drawn for it where one lies there. */
    private static Result sampled(Samples samples) {
        PlantedStationary planted = samples.planted;
        Problem problem = planted.problem();
        Rational value = planted.network().objective(problem);
        for (int shift = 0; shift < SAMPLES; shift++) {
            List<Network.Neuron> other = new ArrayList<>();
            for (int j = 0; j < planted.neurons().size(); j++) {
                Stationary neuron = planted.neurons().get(j);
                RationalVector w = samples.weights.get((shift + j) % SAMPLES);
                Rational a = samples.outputs.get((shift + j) % SAMPLES).times(Rationals.of(neuron.sign()));
                // Halfway to a vector of the cone, which is convex; otherwise the neuron itself, longer or shorter.
                boolean together = patterns(problem, neuron.direction()).stream().anyMatch(pattern -> planted.inCone(pattern, w));
                other.add(new Network.Neuron(together ? neuron.direction().plus(w) : neuron.direction(), a));
            }
            ScaledNetwork network = new ScaledNetwork(new Network(other, RationalVector.zero(0)));
            if (network.objective(problem).compareTo(value) < 0) {
                return Result.broken("a network of the cone has the smaller objective "
                        + Rationals.text(network.objective(problem)), problem, planted.networks());
            }
        }
        return Result.held();
    }

    /**
     * The patterns whose closed cones hold a direction; some of them of smaller dimension, which makes the check harder, not
     * easier.
     */
    private static List<List<Boolean>> patterns(Problem problem, RationalVector direction) {
        List<List<Boolean>> patterns = new ArrayList<>(List.of(List.of()));
        for (int i = 0; i < problem.rows(); i++) {
            int sign = problem.functional(i).dotSign(direction);
            List<List<Boolean>> longer = new ArrayList<>();
            for (List<Boolean> pattern : patterns) {
                for (boolean active : new boolean[] {false, true}) {
                    if (sign == 0 || active == sign > 0) {
                        List<Boolean> next = new ArrayList<>(pattern);
                        next.add(active);
                        longer.add(next);
                    }
                }
            }
            patterns = longer;
        }
        return patterns;
    }
}
