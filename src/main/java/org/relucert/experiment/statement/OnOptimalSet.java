package org.relucert.experiment.statement;

import java.math.BigInteger;
import java.util.Optional;
import org.relucert.certificate.Claim;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** A tempting but false statement about the optimal set of a planted problem, refuted by its certificate. */
abstract class OnOptimalSet extends Named<PlantedOptimum> {

    OnOptimalSet(String name, String sentence) {
        super(name, Status.FALSE, sentence);
    }

    /** What is drawn: by default without a skip. */
    PlantedOptimum.Kind kind() {
        return PlantedOptimum.Kind.PLAIN;
    }

    /** A further hypothesis that is not met, if there is one. */
    Optional<String> missing(PlantedOptimum planted) {
        return Optional.empty();
    }

    /** How the claim refutes the statement, if it does. */
    abstract Optional<String> refuted(PlantedOptimum planted, Claim.OptimalSet claim);

    @Override
    public final PlantedOptimum draw(Choices choices, Size size) {
        return PlantedOptimum.draw(choices, size, kind());
    }

    @Override
    public final Result check(PlantedOptimum planted, Prover.Options options) {
        if (!planted.needsNeurons()) {
            return Result.notApplicable(PlantedOptimum.NO_NEURON);
        }
        Optional<String> missing = missing(planted);
        if (missing.isPresent()) {
            return Result.notApplicable(missing.get());
        }
        Proof proof = planted.optimalSet(options);
        return refuted(planted, PlantedOptimum.claim(proof)).map(how -> Result.broken(how, proof, planted.networks()))
                .orElseGet(Result::held);
    }

    /** Whether the optimal networks of a width are connected; from rank + 1 on they are. */
    static boolean connected(Claim.OptimalSet claim, int width) {
        return width > claim.rank() || claim.components().get(width).equals(BigInteger.ONE);
    }
}
