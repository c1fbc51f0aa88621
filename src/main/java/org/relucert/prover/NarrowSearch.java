package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.problem.Problem;

/**
 * Networks of a limited width out of the neurons of a wider one: some of its directions with weights of their own, which
 * coordinate descent finds in floating point. A heuristic; whoever takes one compares exact objectives.
 */
final class NarrowSearch {

    /** So many neurons, the heaviest, are chosen from. */
    private static final int MOST_NEURONS = 16;
    private static final int MOST_CHOICES = 500;
    private static final int SWEEPS = 200;
    private static final int BITS = 30;

    private final Problem problem;
    private final PathNetwork wide;
    private final int width;
    private final Predicate<PathNetwork> wanted;
    private int choices;

    private NarrowSearch(Problem problem, PathNetwork wide, int width, Predicate<PathNetwork> wanted) {
        this.problem = problem;
        this.wide = wide;
        this.width = width;
        this.wanted = wanted;
    }

    /**
     * Tries choices of neurons in turn.
     *
     * @param wide a network, its heaviest neurons first
     * @param width neurons allowed
     * @param wanted whether a network is good enough; the first such is the result
     */
    static Optional<PathNetwork> find(Problem problem, PathNetwork wide, int width, Predicate<PathNetwork> wanted) {
        return new NarrowSearch(problem, wide, width, wanted).choose(new ArrayList<>(), 0);
    }

    private Optional<PathNetwork> choose(List<PathNeuron> chosen, int from) {
        int last = Math.min(wide.neurons().size(), MOST_NEURONS);
        if (chosen.size() == width || from == last) {
            return choices++ < MOST_CHOICES ? Optional.of(weighted(chosen)).filter(wanted) : Optional.empty();
        }
        for (int j = from; j < last && choices < MOST_CHOICES; j++) {
            chosen.add(wide.neurons().get(j));
            Optional<PathNetwork> found = choose(chosen, j + 1);
            if (found.isPresent()) {
                return found;
            }
            chosen.remove(chosen.size() - 1);
        }
        return Optional.empty();
    }

    /** min 1/2 |sum c_j phi_j + S s - y|^2 + sum N_j c_j over c &gt;= 0 and s, coordinate by coordinate. */
    private PathNetwork weighted(List<PathNeuron> chosen) {
        int count = chosen.size() + problem.skipMatrix().columns();
        double[][] columns = new double[count][];
        double[] costs = new double[count];
        double[] values = new double[count];
        double[] rest = Floats.of(problem.scalarLabels());
        for (int j = 0; j < count; j++) {
            boolean neuron = j < chosen.size();
            columns[j] = Floats.of(neuron ? chosen.get(j).output(problem) : problem.skipMatrix().column(j - chosen.size()));
            costs[j] = neuron ? Floats.of(chosen.get(j).cost()) : 0;
            values[j] = neuron ? 0 : Floats.of(wide.skip().get(j - chosen.size()));
            for (int i = 0; i < rest.length; i++) {
                rest[i] -= values[j] * columns[j][i];
            }
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int j = 0; j < count; j++) {
                double square = 0;
                double product = -costs[j];
                for (int i = 0; i < rest.length; i++) {
                    square += columns[j][i] * columns[j][i];
                    product += columns[j][i] * rest[i];
                }
                double value = square > 0 ? values[j] + product / square : 0;
                value = j < chosen.size() ? Math.max(0, value) : value;
                for (int i = 0; i < rest.length; i++) {
                    rest[i] -= (value - values[j]) * columns[j][i];
                }
                values[j] = value;
            }
        }
        Rational unit = Floats.power(-BITS);
        List<PathNeuron> neurons = new ArrayList<>();
        for (int j = 0; j < chosen.size(); j++) {
            PathNeuron neuron = chosen.get(j);
            Rational factor = Floats.round(values[j], unit);
            neurons.add(new PathNeuron(neuron.sign(), neuron.weight().times(factor), neuron.direction(), neuron.majorant()));
        }
        return new PathNetwork(neurons, Floats.round(Arrays.copyOfRange(values, chosen.size(), count), unit));
    }
}
