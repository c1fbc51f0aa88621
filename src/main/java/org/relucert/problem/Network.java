package org.relucert.problem;

import java.util.List;
import java.util.Objects;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;

/**
 * A two-layer ReLU network with scalar output, exact and immutable: x -&gt; sum alpha_j (&lt;x, w_j&gt;_M)_+ + skip.
 *
 * @param neurons the hidden neurons
 * @param skip coefficients of the columns of the problem's skip matrix; empty where there is none
 */
public record Network(List<Neuron> neurons, RationalVector skip) {

    /**
     * A hidden neuron.
     *
     * @param weight w, length D, the bias last where there is one
     * @param output alpha
     */
    public record Neuron(RationalVector weight, Rational output) {
        /** Checks that nothing is missing. */
        public Neuron {
            Objects.requireNonNull(weight);
            Objects.requireNonNull(output);
        }

        /** The path form q = |alpha| w (mathematics, 0.5). */
        public RationalVector path() {
            return weight.times(output.abs());
        }
    }

    /** Copies the list. */
    public Network {
        neurons = List.copyOf(neurons);
        Objects.requireNonNull(skip);
    }

    /**
     * The outputs f on the data of a problem, length n.
     *
     * @throws IllegalArgumentException if the shapes do not fit the problem
     */
    public RationalVector outputs(Problem problem) {
        RationalVector f = problem.skipMatrix().times(skip);
        for (Neuron neuron : neurons) {
            f = f.plus(problem.activation(neuron.weight()).times(neuron.output()));
        }
        return f;
    }
}
