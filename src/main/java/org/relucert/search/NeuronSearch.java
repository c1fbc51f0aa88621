package org.relucert.search;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Anytime branch-and-bound for the neuron problem (mathematics, 2.1 and 3.3), in floating point.
 */
public final class NeuronSearch {

    /** Which node kind to use. */
    public enum Method { AUTO, CONES, BOX }

    /**
     * What to stop at.
     *
     * @param method node kind; AUTO chooses by dimension
     * @param relativeGap stop when upper - lower &lt;= relativeGap * max(upper, tiny)
     * @param target stop when upper &lt;= target (for example beta), whatever the gap; 0 for none
     * @param start unit directions worth trying first, may be empty
     * @param nodeLimit most nodes to evaluate
     * @param stop polled often; true ends the search at once, keeping the bound reached
     * @param progress told now and then; may be a no-op
     */
    public record Options(Method method, double relativeGap, double target, List<double[]> start, long nodeLimit,
            BooleanSupplier stop, Consumer<Progress> progress) {
        /** A gap, no target, no limits. */
        public static Options gap(double relativeGap) {
            return new Options(Method.AUTO, relativeGap, 0, List.of(), Long.MAX_VALUE, () -> false, p -> { });
        }
    }

    /** Where a running search stands. */
    public record Progress(double lower, double upper, long nodes, long open) { }

    /**
     * What was found.
     *
     * @param lower largest value found of h(u)/R(u), at least 0
     * @param best maximising direction with R = 1 (zero vector if the maximum is 0)
     * @param incumbents distinct locally maximal unit directions met on the way, best first, for column generation
     * @param upper floating-point upper bound, the largest bound over the leaves
     * @param tree the proposed tree, finished or not
     * @param nodes nodes evaluated
     */
    public record Result(double lower, double[] best, List<double[]> incumbents, double upper, SearchTree tree, long nodes) { }

    private NeuronSearch() { }

    /** Searches one side, max of nu^T(Xu)_+ over R(u) &lt;= 1. */
    public static Result search(NeuronProblem problem, Options options) {
        throw new UnsupportedOperationException("not yet");
    }
}
