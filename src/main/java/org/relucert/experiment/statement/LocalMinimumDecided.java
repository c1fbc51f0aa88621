package org.relucert.experiment.statement;

import java.util.List;
import java.util.Set;
import org.relucert.certificate.Claim;
import org.relucert.certificate.LandscapeWitness.Departure;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.problem.Network;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/**
 * The local minimum theorem without its hypothesis: also where the rows at the kinks are dependent. What the prover decides is
 * held against the objective itself.
 */
public final class LocalMinimumDecided extends Named<LocalMinimum.Around> {

    /** The statement. */
    public LocalMinimumDecided() {
        super("local-minimum-decided", Status.THEOREM, "A balanced network without zero neurons, squared loss, is a local"
                + " minimum if and only if every neuron satisfies beta w = alpha X^T G r for each choice of the slopes at its"
                + " kinks with sigma r_i > 0 from {0, 1}, with slopes from [0,1] at the others.");
    }

    @Override
    public LocalMinimum.Around draw(Choices choices, Size size) {
        return LocalMinimum.around(choices, PlantedStationary.draw(choices, size, false));
    }

    @Override
    public Result check(LocalMinimum.Around around, Prover.Options options) {
        PlantedStationary planted = around.planted();
        if (planted.neurons().isEmpty()) {
            return Result.notApplicable(PlantedStationary.NO_DIRECTION);
        }
        Proof kind = planted.landscape(Set.of(), options);
        if (kind.claim(Claim.LocalMinimum.class).isPresent()) {
            return LocalMinimum.minimum(around);
        }
        Departure departure = kind.sections().landscape().orElseThrow().notLocalMinimum().orElseThrow();
        // Stationary on its face, so neither the weights nor a skip move; only a direction does.
        List<Network.Neuron> step = LocalMinimum.still(planted);
        step.set(departure.neuron(), new Network.Neuron(departure.direction(), Rationals.ZERO));
        return LocalMinimum.descends(planted, new Network(step, RationalVector.zero(0))) ? Result.held()
                : Result.broken("no step in the direction " + departure.direction() + " helps neuron " + departure.neuron(), kind,
                        planted.networks());
    }
}
