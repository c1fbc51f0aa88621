package org.relucert.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;

/**
 * Planted local minima that are bad (G6). The data form two bundles of nearly opposite directions, whose sums p and p' are both
 * self-consistent vertices of their zonotope; nu is positive, p the shorter one, and all neurons of the planted
 * network lie along p. So its residual nu is stationary there without a kink, and p' leads down. The metric makes |p| = beta = 1,
 * so that balanced networks are rational.
 *
 * <p>In one dimension the bundles are the two half-lines; neurons along one do not see the other, and the optimum is a soft
 * threshold on each.
 */
public final class BadMinimum implements Family {

    /** Name of the planted network. */
    public static final String BAD = "bad-minimum";

    @Override
    public String name() {
        return BAD;
    }

    @Override
    public String shows() {
        return "weight decay leaves local minima that are not global, at every width from 2 on";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.integer("m", "width of the bad local minimum", 2, 2, 12),
                Parameter.integer("n", "data points", 2, 2, 10),
                        Parameter.integer("d", "input dimension; for 1 the optimum is known", 1, 1, 4));
    }

    @Override
    public Instance draw(Settings settings, Choices choices) {
        int n = settings.integer("n");
        int d = settings.integer("d");
        int forward = choices.integer(1, n - 1);
        List<RationalVector> z = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Rational[] entries = new Rational[d];
            entries[0] = Rationals.of((i < forward ? 1 : -1) * choices.integer(4, 9));
            for (int k = 1; k < d; k++) {
                // Small, so that every vector of a bundle is on the side of the bundle's sum.
                entries[k] = Rationals.of(choices.signed(1));
            }
            z.add(RationalVector.of(entries));
        }
        RationalVector p = sum(z.subList(0, forward));
        RationalVector longer = sum(z.subList(forward, n));
        if (p.dot(p).equals(longer.dot(longer))) {
            RationalVector more = z.get(n - 1).minus(RationalVector.unit(d, 0));
            longer = longer.minus(z.get(n - 1)).plus(more);
            z.set(n - 1, more);
        }
        if (p.dot(p).compareTo(longer.dot(longer)) > 0) {
            p = longer;
        }
        return planted(settings, choices, z, p);
    }

    private static RationalVector sum(List<RationalVector> vectors) {
        RationalVector sum = RationalVector.zero(vectors.get(0).size());
        for (RationalVector v : vectors) {
            sum = sum.plus(v);
        }
        return sum;
    }

    private static Instance planted(Settings settings, Choices choices, List<RationalVector> z, RationalVector p) {
        int n = z.size();
        int d = p.size();
        Rational[] nu = new Rational[n];
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            nu[i] = choices.positive(3, 2);
            rows.add(z.get(i).times(nu[i].inverse()));
        }
        Rational[] scales = new Rational[d];
        Arrays.fill(scales, p.dot(p).inverse());
        RationalMatrix inputs = RationalMatrix.ofRows(rows, d);
        RationalMatrix metric = RationalMatrix.diagonal(RationalVector.of(scales));
        List<Network.Neuron> neurons = new ArrayList<>();
        for (int j = 0; j < settings.integer("m"); j++) {
            Rational rho = choices.positive(3, 2);
            neurons.add(new Network.Neuron(p.times(rho), rho));
        }
        Network bad = new Network(neurons, RationalVector.zero(0));
        RationalVector f = bad.outputs(problem(inputs, metric, RationalVector.zero(n)));
        Problem problem = problem(inputs, metric, RationalVector.of(nu).plus(f));

        List<Instance.Property> properties = new ArrayList<>();
        properties.add(new Instance.Property("the network " + BAD + " is a local minimum, and a network of its width is better",
                () -> isBad(problem, bad)));
        Map<String, Network> networks = new LinkedHashMap<>();
        Optional<RationalVector> dual = Optional.empty();
        if (d == 1) {
            Network optimal = optimum(problem);
            RationalVector residual = problem.scalarLabels().minus(optimal.outputs(problem));
            properties.add(Facts.of(problem, residual, optimal).optimal());
            networks.put(Instance.OPTIMAL, optimal);
            dual = Optional.of(residual);
        }
        networks.put(BAD, bad);
        return new Instance(problem, dual, networks, properties);
    }

    /** Read from a certificate, like all {@link Facts}. */
    static boolean isBad(Problem problem, Network network) {
        try {
            Proof proof = Prover.landscape(problem, network, Set.of(Claim.BadLocalMinimum.KEYWORD), Prover.Options.gap(1e-6));
            return Checker.fast().verify(proof.reader(), Optional.of(problem)).isVerified();
        } catch (Unproved e) {
            return false;
        }
    }

    private static Problem problem(RationalMatrix inputs, RationalMatrix metric, RationalVector labels) {
        return Problem.of("bad minimum of " + inputs.rows() + " points in dimension " + inputs.columns(), inputs,
                RationalMatrix.ofColumns(List.of(labels), inputs.rows()), Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE,
                Problem.Skip.NONE, metric);
    }

    /** One input: for u = 1 and u = -1 the best multiple of (Xu)_+, with the penalty beta |u|. */
    private static Network optimum(Problem problem) {
        List<Network.Neuron> neurons = new ArrayList<>();
        for (long side : new long[] {1, -1}) {
            RationalVector u = RationalVector.of(side);
            RationalVector feature = problem.activation(u);
            if (feature.isZero()) {
                continue;
            }
            Rational pull = feature.dot(problem.scalarLabels());
            // |p| = 1 in this metric, p an integer: the length of u is rational.
            Rational length = SquareRoot.minorant(problem.penaltySquared(u), 0);
            Rational rest = pull.abs().minus(length.times(problem.beta().orElseThrow()));
            if (rest.isPositive()) {
                Rational size = rest.divide(feature.dot(feature));
                neurons.add(new Network.Neuron(u.times(size), Rationals.of(Rationals.sign(pull))));
            }
        }
        return new Network(neurons, RationalVector.zero(0));
    }
}
