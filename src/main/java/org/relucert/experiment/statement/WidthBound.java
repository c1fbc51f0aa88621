package org.relucert.experiment.statement;

import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.exact.Elimination;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** Theorem 1.2, the width: m* by exhaustion and by the certificate. */
public final class WidthBound extends Named<PlantedOptimum> {

    /** The statement. */
    public WidthBound() {
        super("width-bound", Status.THEOREM, "If some neuron is needed, an optimal network with at most n - rank S neurons"
                + " exists, and every irreducible optimal network has at most so many: m* <= M* <= n - rank S.");
    }

    @Override
    public PlantedOptimum draw(Choices choices, Size size) {
        return PlantedOptimum.draw(choices, size, PlantedOptimum.Kind.WITH_SKIP);
    }

    @Override
    public Result check(PlantedOptimum planted, Prover.Options options) {
        if (!planted.needsNeurons()) {
            return Result.notApplicable(PlantedOptimum.NO_NEURON);
        }
        OptimalPolytope q = planted.polytope();
        int bound = planted.problem().rows() - Elimination.of(planted.problem().skipMatrix()).rank();
        Proof proof = planted.optimalSet(options);
        Claim.OptimalSet claim = PlantedOptimum.claim(proof);
        boolean same = claim.mStar() == q.least() && claim.maxStar() == q.most();
        return same && q.least() <= q.most() && q.most() <= bound ? Result.held()
                : Result.broken("m* = " + q.least() + ", M* = " + q.most() + " by exhaustion, " + claim.mStar() + " and "
                        + claim.maxStar() + " by the certificate, n - rank S = " + bound, proof, planted.networks());
    }
}
