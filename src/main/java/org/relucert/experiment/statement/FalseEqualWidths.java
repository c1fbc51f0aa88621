package org.relucert.experiment.statement;

import java.util.Optional;
import org.relucert.certificate.Claim;

/** m* and M* differ. */
public final class FalseEqualWidths extends OnOptimalSet {

    /** The statement. */
    public FalseEqualWidths() {
        super("false-equal-widths", "All irreducible optimal networks have the same number of neurons: m* = M*.");
    }

    @Override
    Optional<String> refuted(PlantedOptimum planted, Claim.OptimalSet claim) {
        return claim.mStar() == claim.maxStar() ? Optional.empty()
                : Optional.of("m* = " + claim.mStar() + ", M* = " + claim.maxStar());
    }
}
