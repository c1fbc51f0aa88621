package org.relucert.experiment.statement;

import java.util.Set;
import org.relucert.certificate.Claim;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** Kinks of growing side make the difference (mathematics, 2.9). */
public final class FalseStationaryIsLocal extends Named<PlantedStationary> {

    /** The statement. */
    public FalseStationaryIsLocal() {
        super("false-stationary-is-local", Status.FALSE,
                "For squared loss, every Clarke stationary network without a zero neuron is a local minimum.");
    }

    @Override
    public PlantedStationary draw(Choices choices, Size size) {
        return PlantedStationary.draw(choices, size, false);
    }

    @Override
    public Result check(PlantedStationary planted, Prover.Options options) {
        if (planted.neurons().isEmpty()) {
            return Result.notApplicable(PlantedStationary.NO_DIRECTION);
        }
        Proof kind = planted.landscape(Set.of(), options);
        if (kind.claim(Claim.Stationary.class).filter(s -> s.kind() == Claim.Stationary.Kind.CLARKE).isEmpty()) {
            return Result.notApplicable("the network is Clarke stationary");
        }
        return kind.claim(Claim.NotLocalMinimum.class).isEmpty() ? Result.held()
                : Result.broken("a neuron at a kink descends", kind, planted.networks());
    }
}
