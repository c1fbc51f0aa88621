package org.relucert.prover;

import java.util.function.BooleanSupplier;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Problem;
import org.relucert.search.NeuronProblem;
import org.relucert.search.NeuronSearch;

/** The neuron prover taken apart, so that a benchmark can time its phases. */
public final class NeuronPhases {

    /** A searched instance, ready to be proved. */
    public interface Searched {
        /** Nodes of both sides. */
        long nodes();

        /** (upper - lower) / upper, as the search sees it. */
        double gap();

        /** The exact certificate. */
        Proof prove();
    }

    private NeuronPhases() { }

    /** What the search works on. */
    public static NeuronProblem floats(Problem problem, RationalVector nu) {
        return Floats.neuronProblem(problem, nu);
    }

    /** Searches both sides. */
    public static Searched search(Problem problem, RationalVector nu, double relativeGap, BooleanSupplier stop) {
        return search(problem, nu, NeuronSearch.Method.AUTO, relativeGap, stop);
    }

    /** Searches both sides by a method. */
    public static Searched search(Problem problem, RationalVector nu, NeuronSearch.Method method, double relativeGap,
            BooleanSupplier stop) {
        double share = NeuronProver.SEARCH_SHARE * relativeGap;
        Sides.Proposal proposal = Sides.propose(problem, nu, method, share, 0, false, stop, p -> { });
        return new Searched() {
            @Override
            public long nodes() {
                return proposal.plus().nodes() + proposal.minus().nodes();
            }

            @Override
            public double gap() {
                double lower = Math.max(proposal.plus().lower(), proposal.minus().lower());
                return Math.max(0, 1 - lower / proposal.reached());
            }

            @Override
            public Proof prove() {
                return NeuronProver.assemble(problem, nu, Sides.prove(problem, nu, proposal, share, false));
            }
        };
    }
}
