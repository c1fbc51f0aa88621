package org.relucert.family;

import java.util.ArrayList;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/** Local minima of the training objective with squared loss, decided exactly (mathematics, 2.10). */
final class LocalMinimum {

    private LocalMinimum() { }

    /**
     * Whether the network is balanced, all its neurons are stationary without a data point on a kink, and so it is a local
     * minimum (LOC-1, and LOC-2 with nothing to require).
     */
    static boolean isStrictlyInside(Problem problem, Network network) {
        RationalVector r = residual(problem, network);
        if (!problem.skipMatrix().transpose().times(r).isZero()) {
            return false;
        }
        for (Network.Neuron neuron : network.neurons()) {
            RationalVector w = neuron.weight();
            int sign = Rationals.sign(neuron.output());
            Rational gain = r.dot(problem.activation(w)).times(sign);
            if (sign == 0 || !Rationals.square(neuron.output()).equals(problem.penaltySquared(w)) || !gain.isPositive()) {
                return false;
            }
            // p = beta w / |w|, which has sigma r^T (Xp)_+ = B if the neuron is stationary.
            RationalVector p = w.times(problem.betaSquared().divide(gain));
            RationalVector pull = RationalVector.zero(w.size());
            for (int i = 0; i < problem.rows(); i++) {
                int side = problem.functional(i).dotSign(w);
                if (side == 0 && !problem.row(i).isZero()) {
                    return false;
                }
                if (side > 0) {
                    pull = pull.plus(problem.row(i).times(r.get(i).times(sign)));
                }
            }
            if (!problem.penaltySquared(p).equals(problem.betaSquared()) || !p.equals(pull)) {
                return false;
            }
        }
        return true;
    }

    /** The residual y - f. */
    static RationalVector residual(Problem problem, Network network) {
        return problem.scalarLabels().minus(network.outputs(problem));
    }

    /** The objective of a balanced network. */
    static Rational objective(Problem problem, Network network) {
        RationalVector r = residual(problem, network);
        Rational squares = r.dot(r);
        Rational beta = problem.beta().orElseThrow();
        for (Network.Neuron neuron : network.neurons()) {
            squares = squares.plus(beta.times(problem.penaltySquared(neuron.weight()).plus(Rationals.square(neuron.output()))));
        }
        return squares.divide(Rationals.of(2));
    }

    /**
     * Whether another network of the same width has a smaller objective, as a direction shows (BAD-2 (ii)): (r^T(Xu)_+)^2 &gt; B
     * |u|^2, and two neurons of the network have the same sign and direction, so that one of them is free.
     */
    static boolean isBad(Problem problem, Network network, RationalVector u) {
        Rational gain = residual(problem, network).dot(problem.activation(u));
        boolean descends = Rationals.square(gain).compareTo(problem.betaSquared().times(problem.penaltySquared(u))) > 0;
        List<RationalVector> different = new ArrayList<>();
        for (Network.Neuron neuron : network.neurons()) {
            // The weight of a balanced neuron is its output times a vector of length 1.
            RationalVector direction = neuron.weight().times(neuron.output().inverse());
            if (!different.contains(direction)) {
                different.add(direction);
            }
        }
        return descends && different.size() < network.neurons().size();
    }
}
