package org.relucert.prover;


import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Problem;
import org.relucert.search.NeuronSearch;
import org.relucert.search.TrainingResult;

/** From a problem to a certificate: proposes in floating point, proves exactly. */
public final class Prover {

    /**
     * How hard to try.
     *
     * @param relativeGap relative gap to reach
     * @param seconds time for the search; proofs of what was found come on top
     * @param method node kind of the neuron search
     * @param stop polled often; true ends the search and keeps what it has
     * @param training told of improved bounds
     * @param search told of a running neuron search
     */
    public record Options(double relativeGap, double seconds, NeuronSearch.Method method, BooleanSupplier stop,
            Consumer<TrainingResult.Point> training, Consumer<NeuronSearch.Progress> search) {

        /** A gap, no limits, silent. */
        public static Options gap(double relativeGap) {
            return new Options(relativeGap, Double.POSITIVE_INFINITY, NeuronSearch.Method.AUTO, () -> false, p -> { }, p -> { });
        }
    }

    private Prover() { }

    /** An interval for max |nu^T (Xu)_+| over R(u) &lt;= 1. */
    public static Proof neuron(Problem problem, RationalVector nu, Options options) {
        return NeuronProver.prove(problem, nu, options);
    }
}
