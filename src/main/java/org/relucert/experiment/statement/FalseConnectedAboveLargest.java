package org.relucert.experiment.statement;

import java.util.Optional;
import org.relucert.certificate.Claim;

/** Above M* there is no isolated point, and there may be several components all the same. */
public final class FalseConnectedAboveLargest extends OnOptimalSet {

    /** The statement. */
    public FalseConnectedAboveLargest() {
        super("false-connected-above-largest", "The optimal networks of every width m >= M* + 1 are connected.");
    }

    @Override
    Optional<String> refuted(PlantedOptimum planted, Claim.OptimalSet claim) {
        for (int m = claim.maxStar() + 1; m <= claim.rank(); m++) {
            if (!connected(claim, m)) {
                return Optional.of("M* = " + claim.maxStar() + ", " + claim.components().get(m) + " components at width " + m);
            }
        }
        return Optional.empty();
    }
}
