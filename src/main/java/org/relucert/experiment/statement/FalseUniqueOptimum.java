package org.relucert.experiment.statement;

import java.util.Optional;
import org.relucert.certificate.Claim;

/** Paper A's subject: it often is not. */
public final class FalseUniqueOptimum extends OnOptimalSet {

    /** The statement. */
    public FalseUniqueOptimum() {
        super("false-unique-optimum", "For squared loss and a penalised bias or none, the optimal network is unique up to"
                + " permutation and splitting of neurons.");
    }

    @Override
    Optional<String> refuted(PlantedOptimum planted, Claim.OptimalSet claim) {
        return claim.unique() ? Optional.empty()
                : Optional.of("the optimal networks form a polytope of dimension " + claim.dimension());
    }
}
