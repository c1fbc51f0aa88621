package org.relucert.search;

import java.util.List;

/**
 * What {@link Trainer} found; floating point throughout.
 *
 * @param nu dual vector, length n, residual-signed, already scaled to feasibility as far as the searches proved (Theorem AT);
 *     {@code dual} is its dual value
 * @param atoms the network in path form, one entry a neuron, largest weight first
 * @param skip vector s, length k
 * @param primal objective of that network, infinite if no interpolating network was found
 * @param dual lower bound of the optimal value
 * @param levelPlus proved upper bound of max nu^T(Xu)_+ over R(u) &lt;= 1, at most about beta; infinite if never searched
 * @param levelMinus the same for -nu
 * @param candidate dual vector of the most accurate master program, unscaled and not proved feasible; where to refine from
 * @param rounds master programs solved
 * @param nodes nodes of all searches
 * @param converged whether the requested relative gap was reached
 * @param curve bounds over time, one point whenever one of them changed
 * @param next what a training with another beta may start from
 * @param priced the searches that {@code dual} rests on, whose trees prove it; null where it rests on none of this training
 */
public record TrainingResult(double[] nu, List<Atom> atoms, double[] skip, double primal, double dual, double levelPlus,
        double levelMinus, double[] candidate, int rounds, long nodes, boolean converged, List<Point> curve, WarmStart next,
        Priced priced) {

    /**
     * A dual vector and the searches of its sides.
     *
     * @param nu the vector that was searched: a multiple of {@link TrainingResult#nu}
     * @param plus the search of nu
     * @param minus the search of -nu
     */
    public record Priced(double[] nu, NeuronSearch.Result plus, NeuronSearch.Result minus) {

        /** Nodes of both trees. */
        long nodes() {
            return plus.nodes() + minus.nodes();
        }
    }

    /**
     * A neuron in path form.
     *
     * @param sign output sign sigma, +1 or -1
     * @param direction q in input-space coordinates
     * @param weight R(q)
     */
    public record Atom(int sign, double[] direction, double weight) { }

    /**
     * Where the bounds stood.
     *
     * @param seconds since the start
     * @param lower best proved lower bound
     * @param upper best objective of a network
     * @param nodes nodes of all searches so far
     */
    public record Point(double seconds, double lower, double upper, long nodes) { }

    /** The same with another network of the same cost. */
    public TrainingResult with(List<Atom> network, double[] skipConnection) {
        return new TrainingResult(nu, network, skipConnection, primal, dual, levelPlus, levelMinus, candidate, rounds, nodes, converged,
                curve, next, priced);
    }

    /** (primal - dual) / |primal|, 0 if both agree, infinite while one of them is missing. */
    public double relativeGap() {
        return relativeGap(primal, dual);
    }

    static double relativeGap(double upper, double lower) {
        if (Double.isInfinite(upper) || Double.isInfinite(lower)) {
            return Double.POSITIVE_INFINITY;
        }
        return upper - lower <= 0 ? 0 : (upper - lower) / Math.max(Math.abs(upper), Double.MIN_NORMAL);
    }
}
