package org.relucert.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;

/** What a statement says of one instance. */
public sealed interface Result {

    /** The hypotheses are met, and the conclusion holds. */
    record Held() implements Result { }

    /**
     * The hypotheses are not met.
     *
     * @param hypothesis the one that fails, in words without numbers: the sweep counts how often
     */
    record NotApplicable(String hypothesis) implements Result { }

    /**
     * The hypotheses are met, and the conclusion fails.
     *
     * @param explanation how, with exact values
     * @param problem the problem
     * @param networks networks that belong to it, by name, in order
     * @param proof of the facts that refute the statement; the checker must accept it for the problem. Empty if there is none
     */
    record Broken(String explanation, Problem problem, Map<String, Network> networks, Optional<Proof> proof) implements Result {
        /** Copies the map, in its order. */
        public Broken {
            networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
        }
    }

    /** The statement holds here. */
    static Result held() {
        return new Held();
    }

    /** The statement says nothing here. */
    static Result notApplicable(String hypothesis) {
        return new NotApplicable(hypothesis);
    }

    /** The statement fails here, and a certificate shows it. */
    static Result broken(String explanation, Proof proof, Map<String, Network> networks) {
        return new Broken(explanation, proof.problem(), networks, Optional.of(proof));
    }

    /** The statement fails here by an exact computation that no certificate states. */
    static Result broken(String explanation, Problem problem, Map<String, Network> networks) {
        return new Broken(explanation, problem, networks, Optional.empty());
    }
}
