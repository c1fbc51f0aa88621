package org.relucert.experiment.statement;

import java.math.BigInteger;
import java.util.Optional;
import org.relucert.certificate.Claim;

/** Several optimal networks may have the fewest neurons. */
public final class FalseSmallestUnique extends OnOptimalSet {

    /** The statement. */
    public FalseSmallestUnique() {
        super("false-smallest-unique", "Among the optimal networks the one with the fewest neurons is unique up to permutation.");
    }

    @Override
    Optional<String> refuted(PlantedOptimum planted, Claim.OptimalSet claim) {
        BigInteger permutations = BigInteger.ONE;
        for (int k = 2; k <= claim.mStar(); k++) {
            permutations = permutations.multiply(BigInteger.valueOf(k));
        }
        // At width m* all components are points, m*! for each network.
        BigInteger networks = claim.components().get(claim.mStar()).divide(permutations);
        return networks.equals(BigInteger.ONE) ? Optional.empty()
                : Optional.of(networks + " optimal networks have m* = " + claim.mStar() + " neurons");
    }
}
