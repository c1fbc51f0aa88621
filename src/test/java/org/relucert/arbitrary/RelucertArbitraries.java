package org.relucert.arbitrary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.family.Choices;
import org.relucert.family.Family;
import org.relucert.family.Instance;
import org.relucert.family.Parameter;
import org.relucert.family.Settings;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;

/**
 * Arbitraries of small exact things, each drawn from {@link Choices}. They shrink by their choices and stay exact; the types
 * {@link Problem}, {@link Sample}, {@link Instance} and {@link Proof} are provided to {@code @ForAll} without further ado.
 */
public final class RelucertArbitraries {

    private static final int MOST_ROWS = 5;
    private static final int MOST_INPUTS = 3;
    private static final int MOST_NEURONS = 4;
    /** A parameter of a family is at most this much above its least value. */
    private static final int MOST_ABOVE = 2;
    /** Bits of the roots that scale a dual vector. */
    private static final int ROOT_BITS = 20;

    private RelucertArbitraries() { }

    /**
     * Whatever a function draws. An {@link IllegalArgumentException} of it says that there is nothing with these choices, and
     * others are tried.
     *
     * @param draw a function of its choices and of nothing else
     */
    public static <T> Arbitrary<T> drawn(Function<Choices, T> draw) {
        return Arbitraries.fromGenerator(Drawn.generator(draw));
    }

    /**
     * Problems with at most five data points and three inputs, of any loss, bias, skip and metric; interpolation may be
     * impossible.
     */
    public static Arbitrary<Problem> problems() {
        return drawn(RelucertArbitraries::problem);
    }

    /** Networks for a problem, of at most four neurons. */
    public static Arbitrary<Network> networks(Problem problem) {
        return drawn(choices -> network(problem, choices));
    }

    /** Dual vectors that are feasible for a problem: S^T nu = 0 and |nu^T(Xu)_+| &lt;= beta R(u) for all u. */
    public static Arbitrary<RationalVector> duals(Problem problem) {
        return drawn(choices -> dual(problem, choices));
    }

    /** Problems with a network and a feasible dual vector. */
    public static Arbitrary<Sample> samples() {
        return drawn(choices -> {
            Problem problem = problem(choices);
            return new Sample(problem, network(problem, choices), dual(problem, choices));
        });
    }

    /** Instances of all families. */
    public static Arbitrary<Instance> instances() {
        return drawn(choices -> instance(Family.ALL.get(choices.index(Family.ALL.size())), choices));
    }

    /** Instances of a family, its parameters not far from their least values. */
    public static Arbitrary<Instance> instances(Family family) {
        return drawn(choices -> instance(family, choices));
    }

    /**
     * Certificates of the optimum of instances whose optimal network is known, as the prover finds them. They shrink as the
     * instances do: a shrunk certificate is a proof for the smaller instance.
     */
    public static Arbitrary<Proof> certificates() {
        return drawn(choices -> certificate(instance(Family.ALL.get(choices.index(Family.ALL.size())), choices)));
    }

    private static Problem problem(Choices choices) {
        int n = choices.integer(1, MOST_ROWS);
        int d = choices.integer(1, MOST_INPUTS);
        Problem.Loss loss = choices.oneOf(Problem.Loss.SQUARED, Problem.Loss.INTERPOLATION);
        Problem.Bias bias = choices.oneOf(Problem.Bias.NONE, Problem.Bias.REGULARIZED, Problem.Bias.FREE);
        Problem.Skip skip = choices.oneOf(Problem.Skip.NONE, Problem.Skip.FREE);
        Rational betaSquared = choices.positive(4, 4);
        RationalMatrix metric = metric(bias == Problem.Bias.REGULARIZED ? d + 1 : d, choices);
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(choices.vector(d, 3, 2));
        }
        RationalMatrix labels = RationalMatrix.ofColumns(List.of(choices.vector(n, 4, 3)), n);
        return Problem.of("drawn", RationalMatrix.ofRows(rows, d), labels, loss, betaSquared, bias, skip, metric);
    }

    /** L D L^T with a unit lower triangular L and a positive diagonal D: positive definite whatever is chosen. */
    private static RationalMatrix metric(int size, Choices choices) {
        int kind = choices.index(3);
        if (kind == 0) {
            return RationalMatrix.identity(size);
        }
        Rational[] pivots = new Rational[size];
        for (int k = 0; k < size; k++) {
            pivots[k] = choices.positive(3, 2);
        }
        RationalMatrix diagonal = RationalMatrix.diagonal(RationalVector.of(pivots));
        if (kind == 1) {
            return diagonal;
        }
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Rational[] row = new Rational[size];
            for (int k = 0; k < size; k++) {
                row[k] = k < i ? Rationals.of(choices.signed(1)) : k == i ? Rationals.ONE : Rationals.ZERO;
            }
            rows.add(RationalVector.of(row));
        }
        RationalMatrix lower = RationalMatrix.ofRows(rows, size);
        return lower.times(diagonal).times(lower.transpose());
    }

    private static Network network(Problem problem, Choices choices) {
        List<Network.Neuron> neurons = new ArrayList<>();
        int width = choices.integer(0, MOST_NEURONS);
        for (int j = 0; j < width; j++) {
            neurons.add(new Network.Neuron(choices.vector(problem.dimension(), 3, 2), choices.rational(3, 2)));
        }
        return new Network(neurons, choices.vector(problem.skipMatrix().columns(), 3, 2));
    }

    /**
     * A vector made orthogonal to the skip columns and then scaled. On one side of zero, |nu^T(Xu)_+| is at most the sum of the
     * nu_i |x_i| over the entries of one sign, times R(u). With a free bias the entries add up to zero, so (x_0 u)_+ may be
     * taken from every term, and |(x_i u)_+ - (x_0 u)_+| is at most |x_i - x_0| R(u).
     */
    private static RationalVector dual(Problem problem, Choices choices) {
        RationalVector nu = choices.vector(problem.rows(), 4, 3);
        List<RationalVector> orthogonal = new ArrayList<>();
        for (int k = 0; k < problem.skipMatrix().columns(); k++) {
            RationalVector column = residual(problem.skipMatrix().column(k), orthogonal);
            if (!column.isZero()) {
                orthogonal.add(column);
            }
        }
        nu = residual(nu, orthogonal);
        Rational positive = Rationals.ZERO;
        Rational negative = Rationals.ZERO;
        for (int i = 0; i < problem.rows(); i++) {
            RationalVector x = problem.hasFreeBias() ? problem.row(i).minus(problem.row(0)) : problem.row(i);
            Rational bound = SquareRoot.majorant(problem.innerProduct().squaredNorm(x), ROOT_BITS).times(nu.get(i).abs());
            if (nu.sign(i) > 0) {
                positive = positive.plus(bound);
            } else {
                negative = negative.plus(bound);
            }
        }
        Rational bound = problem.hasFreeBias() ? positive.plus(negative)
                : positive.compareTo(negative) > 0 ? positive : negative;
        Rational beta = SquareRoot.minorant(problem.betaSquared(), ROOT_BITS);
        // Smaller vectors are feasible too.
        Rational share = Rationals.of(1, choices.integer(1, 3));
        return bound.isZero() ? nu : nu.times(beta.divide(bound).times(share));
    }

    private static RationalVector residual(RationalVector v, List<RationalVector> orthogonal) {
        RationalVector rest = v;
        for (RationalVector direction : orthogonal) {
            rest = rest.minus(direction.times(v.dot(direction).divide(direction.dot(direction))));
        }
        return rest;
    }

    private static Instance instance(Family family, Choices choices) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Parameter parameter : family.parameters()) {
            values.put(parameter.name(), parameter.choices().isEmpty()
                    ? Integer.toString(choices.integer(parameter.least(), Math.min(parameter.most(), parameter.least()
                    + MOST_ABOVE)))
                    : parameter.choices().get(choices.index(parameter.choices().size())));
        }
        return family.draw(Settings.of(family.parameters(), values), choices);
    }

    private static Proof certificate(Instance instance) {
        Network optimal = Optional.ofNullable(instance.networks().get(Instance.OPTIMAL))
                .orElseThrow(() -> new IllegalArgumentException("no optimal network is known"));
        try {
            return Prover.certify(instance.problem(), Set.of(Claim.Optimum.KEYWORD), List.of(optimal), Prover.Options.gap(1e-6))
                    .proof();
        } catch (Unproved e) {
            throw new IllegalArgumentException(e);
        }
    }
}
