package org.relucert.experiment.statement;

import org.relucert.checker.Verdict;
import org.relucert.experiment.Result;
import org.relucert.prover.Unproved;

/** Verdicts in the middle of a check. */
final class Verdicts {

    private Verdicts() { }

    /** Held, if the certificate verifies; else nothing is decided. */
    static Result held(Verdict verdict) {
        if (!verdict.isVerified()) {
            throw new Unproved("a certificate of the check does not verify: " + verdict.line());
        }
        return Result.held();
    }
}
