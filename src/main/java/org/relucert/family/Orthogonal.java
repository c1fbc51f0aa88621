package org.relucert.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/**
 * Orthogonal data (mathematics, TV-11): one neuron serves all positive labels and one all negative ones. On orthogonal rows
 * h_sigma(u) is at most the norm of the sum of the nu_i x_i with sigma nu_i &gt; 0; the two sums are given the norm beta.
 */
public final class Orthogonal implements Family {

    @Override
    public String name() {
        return "orthogonal";
    }

    @Override
    public String shows() {
        return "on orthogonal data the optimum is unique, with one neuron for each sign of the labels";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.integer("n", "data points, as many as input dimensions", 3, 1, 8),
                Parameter.integer("positive", "positive labels, at most n", 1, 0, 8), Parameter.loss());
    }

    @Override
    public Instance draw(Settings settings, Choices choices) {
        int n = settings.integer("n");
        int positive = settings.integer("positive");
        if (positive > n) {
            throw new IllegalArgumentException("--positive: expected at most n = " + n + ", found " + positive);
        }
        Rational beta = choices.positive(4, 2);
        List<RationalVector> rows = rows(n, choices);
        Rational[] nu = new Rational[n];
        List<Atom> atoms = new ArrayList<>();
        List<Network.Neuron> neurons = new ArrayList<>();
        for (int sign : new int[] {1, -1}) {
            int from = sign > 0 ? 0 : positive;
            int count = sign > 0 ? positive : n - positive;
            if (count > 0) {
                RationalVector unit = Circle.positiveUnit(count, choices);
                RationalVector p = RationalVector.zero(n);
                for (int i = 0; i < count; i++) {
                    RationalVector row = rows.get(from + i);
                    // The lengths are integers; nu_i |x_i| are the entries of a vector of length beta.
                    Rational entry = unit.get(i).times(beta).divide(SquareRoot.minorant(row.dot(row), 0));
                    nu[from + i] = entry.times(sign);
                    p = p.plus(row.times(entry));
                }
                atoms.add(new Atom(sign, p));
                neurons.add(new Network.Neuron(p, choices.positive(5, 2).times(sign)));
            }
        }
        RationalMatrix inputs = RationalMatrix.ofRows(rows, n);
        Network network = new Network(neurons, RationalVector.zero(0));
        RationalVector dual = RationalVector.of(nu);
        RationalVector f = network.outputs(problem(inputs, RationalVector.zero(n), settings.loss(), beta));
        Problem problem = problem(inputs, settings.loss() == Problem.Loss.SQUARED ? f.plus(dual) : f, settings.loss(), beta);
        Facts facts = Facts.of(problem, dual, network);
        List<Instance.Property> properties = new ArrayList<>(facts.planted(atoms));
        properties.add(new Instance.Property("the data points are orthogonal", () -> isOrthogonal(problem)));
        properties.add(facts.unique());
        properties.add(new Instance.Property("the optimal network has one neuron for each sign of the labels", () ->
                facts.optimalSet()
                .map(set -> set.mStar() == atoms.size() && set.maxStar() == atoms.size()).orElse(false)));
        return new Instance(problem, Optional.of(dual), Map.of(Instance.OPTIMAL, network), properties);
    }

    /** The unit vectors with integer lengths, reflected at a drawn hyperplane. */
    private static List<RationalVector> rows(int n, Choices choices) {
        Rational[] mirror = new Rational[n];
        for (int k = 0; k < n; k++) {
            mirror[k] = Rationals.of(choices.signed(2));
        }
        RationalVector normal = RationalVector.of(mirror);
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            RationalVector unit = RationalVector.unit(n, i);
            if (!normal.isZero()) {
                unit = unit.minus(normal.times(normal.get(i).times(2).divide(normal.dot(normal))));
            }
            rows.add(unit.times(Rationals.of(choices.integer(1, 3))));
        }
        return rows;
    }

    private static boolean isOrthogonal(Problem problem) {
        for (int i = 0; i < problem.rows(); i++) {
            for (int j = 0; j < i; j++) {
                if (!problem.innerProduct().of(problem.row(i), problem.row(j)).isZero()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Problem problem(RationalMatrix inputs, RationalVector labels, Problem.Loss loss, Rational beta) {
        return Problem.of("orthogonal data of " + inputs.rows(), inputs, RationalMatrix.ofColumns(List.of(labels), inputs.rows()),
                loss,
                Rationals.square(beta), Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(inputs.columns()));
    }
}
