package org.relucert.prover;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.SlotPath;
import org.relucert.certificate.SlotPath.State;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * Points of a path for plots, in floating point: the objective and the parameters of the balanced network. Between states k and
 * k + 1 the weights are affine in t.
 */
public final class PathSamples {

    private final Problem problem;
    private final SlotPath path;
    private final List<RationalVector> features = new ArrayList<>();

    private PathSamples(Problem problem, SlotPath path) {
        this.problem = problem;
        this.path = path;
        path.labels().forEach(label -> features.add(label.feature(problem)));
    }

    /**
     * The samples as a table with a header: t, objective, then for each slot its output weight and its D weights, then the skip.
     *
     * @param between samples strictly between two states
     */
    public static List<String> csv(Problem problem, SlotPath path, int between) {
        return new PathSamples(problem, path).lines(between);
    }

    private List<String> lines(int between) {
        List<String> lines = new ArrayList<>();
        StringBuilder header = new StringBuilder("t,objective");
        for (int j = 0; j < path.width(); j++) {
            header.append(",output").append(j);
            for (int k = 0; k < problem.dimension(); k++) {
                header.append(",weight").append(j).append('_').append(k);
            }
        }
        for (int k = 0; k < problem.skipMatrix().columns(); k++) {
            header.append(",skip").append(k);
        }
        lines.add(header.toString());
        List<State> states = path.states();
        for (int k = 0; k < states.size(); k++) {
            lines.add(line(k, states.get(k)));
            for (int i = 1; i <= between && k + 1 < states.size(); i++) {
                double t = k + i / (between + 1.0);
                lines.add(line(t, between(states.get(k), states.get(k + 1), Rationals.of(i, between + 1))));
            }
        }
        return lines;
    }

    private State between(State a, State b, Rational t) {
        List<Integer> labels = new ArrayList<>();
        List<Rational> weights = new ArrayList<>();
        for (int j = 0; j < path.width(); j++) {
            labels.add((b.weights().get(j).isZero() ? a : b).labels().get(j));
            weights.add(mix(a.weights().get(j), b.weights().get(j), t));
        }
        return new State(labels, weights, a.skip().plus(b.skip().minus(a.skip()).times(t)));
    }

    private static Rational mix(Rational a, Rational b, Rational t) {
        return a.plus(b.minus(a).times(t));
    }

    private String line(double t, State state) {
        RationalVector f = problem.skipMatrix().times(state.skip());
        double penalty = 0;
        StringBuilder parameters = new StringBuilder();
        for (int j = 0; j < path.width(); j++) {
            int label = state.labels().get(j);
            f = f.plus(features.get(label).times(state.weights().get(j)));
            RationalVector direction = path.labels().get(label).direction();
            double norm = Math.sqrt(Floats.of(problem.penaltySquared(direction)));
            double weight = Floats.of(state.weights().get(j));
            penalty += weight * norm;
            // w = c p / sqrt(c R(p)), |alpha| = sqrt(c R(p))
            double output = Math.sqrt(weight * norm);
            parameters.append(',').append(number(path.labels().get(label).sign() * output));
            for (double entry : Floats.of(direction)) {
                parameters.append(',').append(number(output > 0 ? weight * entry / output : 0));
            }
        }
        for (double entry : Floats.of(state.skip())) {
            parameters.append(',').append(number(entry));
        }
        double objective = Math.sqrt(Floats.of(problem.betaSquared())) * penalty;
        if (problem.loss() == Problem.Loss.SQUARED) {
            RationalVector error = f.minus(problem.scalarLabels());
            objective += Floats.of(error.dot(error)) / 2;
        }
        return number(t) + ',' + number(objective) + parameters;
    }

    private static String number(double value) {
        // No negative zeros.
        return String.format(Locale.ROOT, "%.12g", value + 0.0);
    }
}
