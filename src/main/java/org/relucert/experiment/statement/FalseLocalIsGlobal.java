package org.relucert.experiment.statement;

import java.util.Set;
import org.relucert.certificate.Claim;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** Paths of non-increasing loss, which exist at n + 1 neurons, may begin with a flat piece (mathematics, 2.8 and TV-7). */
public final class FalseLocalIsGlobal extends Named<PlantedStationary> {

    /** The statement. */
    public FalseLocalIsGlobal() {
        super("false-local-is-global", Status.FALSE, "For squared loss and n + 1 neurons, every local minimum is global.");
    }

    @Override
    public Size size() {
        return new Size(4, 2);
    }

    @Override
    public PlantedStationary draw(Choices choices, Size size) {
        return PlantedStationary.wide(choices, size);
    }

    @Override
    public Result check(PlantedStationary planted, Prover.Options options) {
        if (planted.neurons().isEmpty()) {
            return Result.notApplicable(PlantedStationary.NO_DIRECTION);
        }
        Proof kind = planted.landscape(Set.of(), options);
        if (kind.claim(Claim.LocalMinimum.class).isEmpty()) {
            return Result.notApplicable("the network is a local minimum");
        }
        // At this width the optimum of all widths is attained, by a network with a feasible residual and no other.
        if (planted.infeasible().isEmpty()) {
            return Result.held();
        }
        Proof bad = kind.claim(Claim.BadLocalMinimum.class).isPresent() ? kind
                : planted.landscape(Set.of(Claim.BadLocalMinimum.KEYWORD), options);
        return Result.broken("the residual is not dual feasible", bad, planted.networks());
    }
}
