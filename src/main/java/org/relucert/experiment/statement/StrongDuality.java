package org.relucert.experiment.statement;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** Strong duality (Theorem 1.2): what training from nothing certifies, against the planted primal and dual values. */
public final class StrongDuality extends Named<PlantedOptimum> {

    /** The statement. */
    public StrongDuality() {
        super("strong-duality", Status.THEOREM, "The least objective of networks of every width is the largest value of y^T nu"
                + " - |nu|^2/2 over nu orthogonal to the skip functions with |nu^T(Xu)_+| <= beta|u| for all u, and both are"
                + " attained.");
    }

    @Override
    public PlantedOptimum draw(Choices choices, Size size) {
        return PlantedOptimum.draw(choices, size, PlantedOptimum.Kind.WITH_SKIP);
    }

    @Override
    public Result check(PlantedOptimum planted, Prover.Options options) {
        Rational primal = planted.value();
        Rational dual = planted.problem().scalarLabels().dot(planted.nu())
                .minus(planted.nu().dot(planted.nu()).divide(Rationals.of(2)));
        if (!primal.equals(dual)) {
            return Result.broken("the planted network has objective " + Rationals.text(primal) + ", its dual vector "
                    + Rationals.text(dual), planted.problem(), planted.networks());
        }
        Proof proof = Prover.certify(planted.problem(), Set.of(), List.of(), options).proof();
        Verdict verdict = Checker.fast().verify(proof.reader(), Optional.of(planted.problem()));
        for (Claim claim : verdict.claims()) {
            if (claim instanceof Claim.Bound bound
                    && (bound.lower().compareTo(primal) > 0 || bound.upper().compareTo(primal) < 0)) {
                return Result.broken("certified are the bounds " + Rationals.text(bound.lower()) + " and "
                        + Rationals.text(bound.upper()) + ", planted is " + Rationals.text(primal), proof, planted.networks());
            }
        }
        return Verdicts.held(verdict);
    }
}
