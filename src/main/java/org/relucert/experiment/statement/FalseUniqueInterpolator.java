package org.relucert.experiment.statement;

import java.util.List;
import java.util.Optional;
import org.relucert.certificate.Claim;
import org.relucert.problem.Problem;

/** In one dimension it is unique; in two it is not. */
public final class FalseUniqueInterpolator extends OnOptimalSet {

    /** The statement. */
    public FalseUniqueInterpolator() {
        super("false-unique-interpolator", "With a free skip and a penalised bias, or none, and data on which only the zero skip"
                + " function vanishes, the interpolating function of least norm is unique in every dimension.");
    }

    @Override
    PlantedOptimum.Kind kind() {
        return new PlantedOptimum.Kind(Problem.Loss.INTERPOLATION, List.of(Problem.Skip.FREE),
                List.of(Problem.Bias.NONE, Problem.Bias.REGULARIZED), false);
    }

    @Override
    public Size size() {
        return new Size(6, 2);
    }

    @Override
    Optional<String> missing(PlantedOptimum planted) {
        return PlantedOptimum.missing(planted.problem());
    }

    @Override
    Optional<String> refuted(PlantedOptimum planted, Claim.OptimalSet claim) {
        return claim.unique() ? Optional.empty()
                : Optional.of("the optimal functions form a polytope of dimension " + claim.dimension());
    }
}
