package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Statement;
import org.relucert.family.Choices;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/** Random problems of squared loss, and random networks, whose optima nobody knows. */
final class RandomProblem {

    private RandomProblem() { }

    /** Any bias that is asked for, any skip, a metric, beta rational. */
    static Problem draw(Choices choices, Statement.Size size, boolean freeBias) {
        int n = choices.integer(1, size.n());
        int d = choices.integer(1, size.d());
        Problem.Bias bias = freeBias ? choices.oneOf(Problem.Bias.NONE, Problem.Bias.REGULARIZED, Problem.Bias.FREE)
                : choices.oneOf(Problem.Bias.NONE, Problem.Bias.REGULARIZED);
        Problem.Skip skip = choices.oneOf(Problem.Skip.NONE, Problem.Skip.FREE);
        List<RationalVector> inputs = PlantedOptimum.inputs(choices, n, d, new int[n]);
        RationalMatrix metric = PlantedOptimum.metric(choices, d + (bias == Problem.Bias.REGULARIZED ? 1 : 0));
        Rational beta = choices.positive(3, 2);
        return Problem.of("random", RationalMatrix.ofRows(inputs, d), PlantedOptimum.column(choices.vector(n, 4, 2)),
                Problem.Loss.SQUARED, Rationals.square(beta), bias, skip, metric);
    }

    /** Any network; neurons with a zero weight or output among them. */
    static Network network(Choices choices, Problem problem, int neurons) {
        List<Network.Neuron> drawn = new ArrayList<>();
        for (int j = 0; j < neurons; j++) {
            drawn.add(new Network.Neuron(choices.vector(problem.dimension(), 2, 2), choices.rational(3, 2)));
        }
        return new Network(drawn, choices.vector(problem.skipMatrix().columns(), 2, 1));
    }
}
