package org.relucert.experiment.statement;

import java.util.List;
import java.util.Optional;
import org.relucert.certificate.Claim;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** Boursier and Flammarion's uniqueness in one dimension (mathematics, 2.13), on planted interpolation problems. */
public final class InterpolationUnique extends Named<PlantedOptimum> {

    private static final PlantedOptimum.Kind KIND = new PlantedOptimum.Kind(Problem.Loss.INTERPOLATION,
            List.of(Problem.Skip.FREE), List.of(Problem.Bias.REGULARIZED), false);

    /** The statement. */
    public InterpolationUnique() {
        super("interpolation-unique", Status.THEOREM, "With one input that takes two values or more, a free skip and a"
                + " penalised bias, the interpolating function of least norm is unique.");
    }

    @Override
    public Size size() {
        return new Size(6, 1);
    }

    @Override
    public PlantedOptimum draw(Choices choices, Size size) {
        return PlantedOptimum.draw(choices, new Size(size.n(), 1), KIND);
    }

    @Override
    public Result check(PlantedOptimum planted, Prover.Options options) {
        if (!planted.needsNeurons()) {
            return Result.notApplicable(PlantedOptimum.NO_NEURON);
        }
        Optional<String> missing = PlantedOptimum.missing(planted.problem());
        if (missing.isPresent()) {
            return Result.notApplicable(missing.get());
        }
        Proof proof = planted.optimalSet(options);
        Claim.OptimalSet claim = PlantedOptimum.claim(proof);
        return claim.unique() ? Result.held()
                : Result.broken("the optimal functions form a polytope of dimension " + claim.dimension(), proof,
                        planted.networks());
    }
}
