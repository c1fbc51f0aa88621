package org.relucert.certificate;

import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/**
 * A path between two networks of a width, as the claims connected, disconnected and descent keep it. The reader hands out the
 * states one by one; in memory they are what a prover writes.
 *
 * @param width number of slots m
 * @param from where the path begins: slot j holds neuron j, slots beyond the last neuron are zero
 * @param to where it ends
 * @param labels what slots hold
 * @param states from the first to the last
 */
public record SlotPath(int width, Network from, Network to, List<Label> labels, List<State> states) {

    /**
     * A neuron but for its weight.
     *
     * @param sign sigma
     * @param direction p, length D
     * @param minorant n &gt;= 0 with n^2 &lt;= B R(p)^2
     * @param majorant N &gt;= 0 with N^2 &gt;= B R(p)^2
     */
    public record Label(int sign, RationalVector direction, Rational minorant, Rational majorant) {
        /** sigma (Xp)_+, length n. */
        public RationalVector feature(Problem problem) {
            return new PathNeuron(sign, Rationals.ONE, direction, majorant).output(problem);
        }
    }

    /**
     * A network in slots.
     *
     * @param labels index of the label of each slot
     * @param weights c_j of each slot
     * @param skip coefficients of the skip columns
     */
    public record State(List<Integer> labels, List<Rational> weights, RationalVector skip) {
        /** Copies the lists. */
        public State {
            labels = List.copyOf(labels);
            weights = List.copyOf(weights);
        }
    }

    /** Copies the lists. */
    public SlotPath {
        labels = List.copyOf(labels);
        states = List.copyOf(states);
    }
}
