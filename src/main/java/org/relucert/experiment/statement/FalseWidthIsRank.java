package org.relucert.experiment.statement;

import java.util.Optional;
import org.relucert.certificate.Claim;

/** m* may be smaller than the rank. */
public final class FalseWidthIsRank extends OnOptimalSet {

    /** The statement. */
    public FalseWidthIsRank() {
        super("false-width-is-rank",
                "The least width of an optimal network is the rank of the features of its active directions.");
    }

    @Override
    Optional<String> refuted(PlantedOptimum planted, Claim.OptimalSet claim) {
        return claim.mStar() == claim.rank() ? Optional.empty()
                : Optional.of("m* = " + claim.mStar() + ", the rank is " + claim.rank());
    }
}
