package org.relucert.experiment;

import java.util.List;
import java.util.Optional;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.family.Choices;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;

/**
 * One instance of a statement, drawn and checked.
 *
 * @param record the choices it was drawn from
 * @param result what the statement says of it; empty if that could not be decided
 * @param reason why it could not be decided
 */
record Trial(List<Integer> record, Optional<Result> result, String reason) {

    /** Draws and checks. A certificate that the checker does not accept, and any failure, decides nothing. */
    static <T> Trial of(Statement<T> statement, Statement.Size size, Choices choices, Prover.Options options) {
        try {
            T instance = statement.draw(choices, size);
            Result result = statement.check(instance, options);
            if (result instanceof Result.Broken broken && broken.proof().isPresent()) {
                Verdict verdict = Checker.fast().verify(broken.proof().get().reader(), Optional.of(broken.problem()));
                if (!verdict.isVerified()) {
                    return undecided(choices, "its certificate does not verify: " + verdict.line());
                }
            }
            return new Trial(choices.record(), Optional.of(result), "");
        } catch (Unproved e) {
            return undecided(choices, e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            // Also the user's statement: a sweep of thousands must not end with one of them.
            return undecided(choices, "the check failed: " + e);
        }
    }

    private static Trial undecided(Choices choices, String reason) {
        return new Trial(choices.record(), Optional.empty(), reason);
    }

    boolean isBroken() {
        return result.isPresent() && result.get() instanceof Result.Broken;
    }

    Result.Broken broken() {
        return (Result.Broken) result.orElseThrow();
    }
}
