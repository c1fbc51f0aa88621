package org.relucert.experiment.statement;

import java.util.Optional;
import org.relucert.certificate.Claim;

/** The threshold m* + M* cannot be lowered by one. */
public final class FalseConnectedBelowSum extends OnOptimalSet {

    /** The statement. */
    public FalseConnectedBelowSum() {
        super("false-connected-below-sum", "The optimal networks of every width m >= min(m* + M* - 1, n + 1) are connected.");
    }

    @Override
    Optional<String> refuted(PlantedOptimum planted, Claim.OptimalSet claim) {
        for (int m = Math.max(claim.mStar(), claim.mStar() + claim.maxStar() - 1); m <= claim.rank(); m++) {
            if (!connected(claim, m)) {
                return Optional.of("m* = " + claim.mStar() + ", M* = " + claim.maxStar() + ", " + claim.components().get(m)
                        + " components at width " + m);
            }
        }
        return Optional.empty();
    }
}
