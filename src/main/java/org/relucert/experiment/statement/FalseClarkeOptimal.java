package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.relucert.certificate.Claim;
import org.relucert.experiment.Result;
import org.relucert.experiment.statement.StationaryDirections.Stationary;
import org.relucert.family.Choices;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** The equivalence of the literature, which kinks break (mathematics, 2.9 and TV-8). */
public final class FalseClarkeOptimal extends Named<PlantedStationary> {

    /** The statement. */
    public FalseClarkeOptimal() {
        super("false-clarke-optimal", Status.FALSE, "For squared loss, every Clarke stationary network without a zero neuron is"
                + " an optimum of the convex program sub-sampled at the activation patterns 1[Xw >= 0] of its neurons.");
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
        // Each neuron is tight, so it is an optimum if and only if no cone of a pattern holds a larger direction.
        if (planted.neurons().stream().allMatch(s -> planted.larger(s.sign(), pattern(planted, s)).isEmpty())) {
            return Result.held();
        }
        Proof proof = planted.landscape(Set.of(Claim.Stationary.KEYWORD, Claim.NotConeOptimal.KEYWORD), options);
        return Result.broken("a neuron may leave its kinks within its pattern", proof, planted.networks());
    }

    private static List<Boolean> pattern(PlantedStationary planted, Stationary neuron) {
        List<Boolean> active = new ArrayList<>();
        for (int i = 0; i < planted.problem().rows(); i++) {
            active.add(planted.problem().functional(i).dotSign(neuron.direction()) >= 0);
        }
        return active;
    }
}
