package org.relucert.family;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.prover.Prover;

/**
 * Random rational data (G8), nothing planted: no two data points are equal. Where no network fits the labels drawn for
 * interpolation, the labels are those of a random network.
 *
 * <p>With the inputs {@code square} every input x has a rational root of 1 + x^2, so that in one dimension the kinks at data
 * points have a rational norm, and optima are often rational.
 */
public final class RandomData implements Family {

    private static final int MAGNITUDE = 6;
    private static final int SQUARE_CHOICES = 13;

    @Override
    public String name() {
        return "random";
    }

    @Override
    public String shows() {
        return "what holds for data without any structure";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.integer("n", "data points", 5, 1, 60), Parameter.integer("d", "input dimension", 2, 1, 8),
                Parameter.choice("loss", "what is minimised", "squared", "interpolation"),
                Parameter.choice("bias", "bias of the neurons", "none", "regularized", "free"),
                Parameter.choice("skip", "skip connection", "none", "free"),
                Parameter.choice("inputs", "any rationals, or those with a rational root of 1 + x^2", "any", "square"),
                Parameter.integer("denominator", "largest denominator of inputs and labels", 2, 1, 1000));
    }

    @Override
    public Instance draw(Settings settings, Choices choices) {
        int n = settings.integer("n");
        int d = settings.integer("d");
        int denominator = settings.integer("denominator");
        boolean square = settings.choice("inputs").equals("square");
        Set<RationalVector> rows = new LinkedHashSet<>();
        Rational[] labels = new Rational[n];
        for (int i = 0; i < n; i++) {
            Rational[] entries = new Rational[d];
            for (int k = 0; k < d; k++) {
                entries[k] = square ? leg(choices.signed(SQUARE_CHOICES)) : choices.rational(MAGNITUDE, denominator);
            }
            for (int next = 1; !rows.add(RationalVector.of(entries)); next++) {
                entries[0] = square ? leg(next) : entries[0].plus(Rationals.ONE);
            }
            labels[i] = choices.rational(MAGNITUDE, denominator);
        }
        Problem.Loss loss = settings.loss();
        Rational beta = loss == Problem.Loss.SQUARED ? choices.positive(3, 2) : Rationals.ONE;
        Problem problem = problem(settings, new ArrayList<>(rows), RationalVector.of(labels), beta);
        if (!Prover.isInterpolable(problem)) {
            List<Network.Neuron> neurons = new ArrayList<>();
            for (int j = choices.integer(1, 3); j > 0; j--) {
                neurons.add(new Network.Neuron(choices.vector(problem.dimension(), 3, 1), Rationals.of(choices.oneOf(1, -1))));
            }
            Network network = new Network(neurons, RationalVector.zero(problem.skipMatrix().columns()));
            problem = problem(settings, new ArrayList<>(rows), network.outputs(problem), beta);
        }
        Problem drawn = problem;
        return new Instance(drawn, Optional.empty(), Map.of(), List.of(
                new Instance.Property("no two data points are equal", () -> differ(drawn.inputs())),
                new Instance.Property("a network fits the labels, where that is required", () -> Prover.isInterpolable(drawn))));
    }

    /**
     * (t^2 - 1)/(2t) for t = 1 + |k|/2, with the sign of k: the leg beside a leg of length 1 in a right triangle with rational
     * sides.
     */
    private static Rational leg(int k) {
        Rational t = Rationals.of(2 + Math.abs((long) k), 2);
        Rational leg = Rationals.square(t).minus(Rationals.ONE).divide(t.times(2));
        return k < 0 ? leg.opposite() : leg;
    }

    private static boolean differ(RationalMatrix inputs) {
        Set<RationalVector> different = new HashSet<>();
        for (int i = 0; i < inputs.rows(); i++) {
            different.add(inputs.row(i));
        }
        return different.size() == inputs.rows();
    }

    private static Problem problem(Settings settings, List<RationalVector> rows, RationalVector labels, Rational beta) {
        Problem.Bias bias = Problem.Bias.valueOf(settings.choice("bias").toUpperCase(Locale.ROOT));
        int d = rows.get(0).size();
        return Problem.of("random data of " + rows.size() + " points in dimension " + d, RationalMatrix.ofRows(rows, d),
                RationalMatrix.ofColumns(List.of(labels), rows.size()), settings.loss(), Rationals.square(beta), bias,
                Problem.Skip.valueOf(settings.choice("skip").toUpperCase(Locale.ROOT)),
                RationalMatrix.identity(bias == Problem.Bias.REGULARIZED ? d + 1 : d));
    }
}
