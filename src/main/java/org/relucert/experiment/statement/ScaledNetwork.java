package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/**
 * Parameters of a network in coordinates where the objective is rational: w = B^{-1/4} v, alpha = B^{1/4} a. Then alpha w = a v
 * and (beta/2) (R(w)^2 + alpha^2) = (R(v)^2 + B a^2)/2. The change is linear and invertible for each neuron, so local minima,
 * paths and values are those of the network itself. The balanced neuron of an atom p with weight a^2 is (a p, sigma a).
 *
 * @param network v as weights, a as outputs
 */
record ScaledNetwork(Network network) {

    /** The balanced neurons of atoms with the squares of some numbers as weights. */
    static ScaledNetwork balanced(List<Atom> atoms, List<Rational> roots, RationalVector skip) {
        List<Network.Neuron> neurons = new ArrayList<>();
        for (int j = 0; j < atoms.size(); j++) {
            Rational a = roots.get(j);
            neurons.add(new Network.Neuron(atoms.get(j).direction().times(a), a.times(Rationals.of(atoms.get(j).sign()))));
        }
        return new ScaledNetwork(new Network(neurons, skip));
    }

    /** |f - y|^2/2 + sum (R(v_j)^2 + B a_j^2)/2; without the first term for interpolation. */
    Rational objective(Problem problem) {
        Rational sum = Rationals.ZERO;
        for (Network.Neuron neuron : network.neurons()) {
            sum = sum.plus(problem.penaltySquared(neuron.weight()))
                    .plus(problem.betaSquared().times(Rationals.square(neuron.output())));
        }
        if (problem.loss() == Problem.Loss.SQUARED) {
            RationalVector error = network.outputs(problem).minus(problem.scalarLabels());
            sum = sum.plus(error.dot(error));
        }
        return sum.divide(Rationals.of(2));
    }

    /** The parameters moved by t times another vector of parameters of the same shape. */
    ScaledNetwork moved(Network direction, Rational t) {
        List<Network.Neuron> neurons = new ArrayList<>();
        for (int j = 0; j < network.neurons().size(); j++) {
            Network.Neuron from = network.neurons().get(j);
            Network.Neuron by = direction.neurons().get(j);
            neurons.add(new Network.Neuron(from.weight().plus(by.weight().times(t)),
                    from.output().plus(by.output().times(t))));
        }
        return new ScaledNetwork(new Network(neurons, network.skip().plus(direction.skip().times(t))));
    }
}
