package org.relucert.certificate;

import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * A network in path form.
 *
 * @param neurons the neurons
 * @param skip coefficients of the skip columns, length k
 */
public record PathNetwork(List<PathNeuron> neurons, RationalVector skip) {

    /** Copies the list. */
    public PathNetwork {
        neurons = List.copyOf(neurons);
    }

    /** f = sum sigma_j c_j (X p_j)_+ + S s, length n. */
    public RationalVector outputs(Problem problem) {
        RationalVector f = problem.skipMatrix().times(skip);
        for (PathNeuron neuron : neurons) {
            f = f.plus(neuron.output(problem));
        }
        return f;
    }

    /**
     * The output at a point of the input space.
     *
     * @param input length d
     */
    public Rational output(Problem problem, RationalVector input) {
        RationalVector augmented = problem.bias() == Problem.Bias.NONE ? input : input.append(Rationals.ONE);
        Rational sum = Rationals.ZERO;
        for (PathNeuron neuron : neurons) {
            Rational pairing = problem.innerProduct().of(augmented, neuron.direction());
            if (pairing.isPositive()) {
                Rational term = neuron.weight().times(pairing);
                sum = neuron.sign() > 0 ? sum.plus(term) : sum.minus(term);
            }
        }
        // The skip columns are the inputs, then the constant, where they are there at all.
        int column = 0;
        if (problem.skip() == Problem.Skip.FREE) {
            for (; column < input.size(); column++) {
                sum = sum.plus(skip.get(column).times(input.get(column)));
            }
        }
        return column < skip.size() ? sum.plus(skip.get(column)) : sum;
    }
}
