package org.relucert.scip;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test class, and says why, where SCIP's library does not load. */
final class RequiresScip implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Scip.isAvailable()) {
            return ConditionEvaluationResult.enabled("SCIP " + Scip.version().orElseThrow());
        }
        String reason = "SCIP is not available: " + Scip.unavailableReason();
        System.err.println("skipped " + context.getDisplayName() + ": " + reason);
        return ConditionEvaluationResult.disabled(reason);
    }
}
