package org.relucert.experiment.statement;

import java.util.Optional;
import org.relucert.certificate.Claim;

/** Components 1, 3, 1 at the widths 1, 2, 3: two points at distance 2 sqrt 3 with a penalised bias. */
public final class FalseMonotoneConnectivity extends OnOptimalSet {

    /** The statement. */
    public FalseMonotoneConnectivity() {
        super("false-monotone-connectivity",
                "If the optimal networks of width m are connected, those of width m + 1 are connected.");
    }

    @Override
    Optional<String> refuted(PlantedOptimum planted, Claim.OptimalSet claim) {
        for (int m = claim.mStar(); m <= claim.rank(); m++) {
            if (connected(claim, m) && !connected(claim, m + 1)) {
                return Optional.of("connected at width " + m + ", " + claim.components().get(m + 1) + " components at width "
                        + (m + 1));
            }
        }
        return Optional.empty();
    }
}
