package org.relucert.experiment.statement;

import java.util.Optional;
import org.relucert.certificate.Claim;

/** At M* every network of M* neurons is isolated. */
public final class FalseConnectedAtLargest extends OnOptimalSet {

    /** The statement. */
    public FalseConnectedAtLargest() {
        super("false-connected-at-largest", "The optimal networks of every width m >= M* are connected.");
    }

    @Override
    Optional<String> refuted(PlantedOptimum planted, Claim.OptimalSet claim) {
        for (int m = claim.maxStar(); m <= claim.rank(); m++) {
            if (!connected(claim, m)) {
                return Optional.of("M* = " + claim.maxStar() + ", " + claim.components().get(m) + " components at width " + m);
            }
        }
        return Optional.empty();
    }
}
