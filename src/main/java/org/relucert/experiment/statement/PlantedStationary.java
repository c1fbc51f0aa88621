package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Statement;
import org.relucert.experiment.statement.StationaryDirections.Stationary;
import org.relucert.family.Choices;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/**
 * A network with a known residual r (as G6): data and r are drawn, B is the square of the value of some stationary direction of
 * r, large or small, the neurons lie in directions of that level, balanced, and y = r + f. So each neuron is stationary on the
 * face of its pattern, and whether the network is more than that depends on its kinks, and on the larger values of r.
 *
 * @param problem squared loss, no skip
 * @param residual r
 * @param all stationary directions of r, of all levels
 * @param neurons the directions of the neurons, of level B
 * @param roots the square roots a_j of the weights, positive
 * @param zeros how many zero neurons there are besides
 */
record PlantedStationary(Problem problem, RationalVector residual, List<Stationary> all, List<Stationary> neurons,
        List<Rational> roots, int zeros) {

    /** Why statements about neurons say nothing of some instances. */
    static final String NO_DIRECTION = "the residual is not zero on all neurons";
    /** Of the necessary and sufficient conditions. */
    static final String INDEPENDENT = "the rows at the kinks of each neuron are independent";

    private static final String NETWORK = "stationary";
    private static final int MOST_NEURONS = 3;

    /**
     * Draws one to three neurons.
     *
     * @param zeros whether a zero neuron is drawn too
     */
    static PlantedStationary draw(Choices choices, Statement.Size size, boolean zeros) {
        return draw(choices, size, zeros, false);
    }

    /** Draws n + 1 neurons. */
    static PlantedStationary wide(Choices choices, Statement.Size size) {
        return draw(choices, size, false, true);
    }

    private static PlantedStationary draw(Choices choices, Statement.Size size, boolean zeros, boolean wide) {
        int n = choices.integer(1, size.n());
        int d = choices.integer(1, size.d());
        Problem.Bias bias = choices.oneOf(Problem.Bias.NONE, Problem.Bias.REGULARIZED);
        List<RationalVector> inputs = new ArrayList<>();
        List<Rational> residuals = new ArrayList<>();
        // A row and its residual one after the other: they go together when an instance is shrunk.
        for (int i = 0; i < n; i++) {
            inputs.add(PlantedOptimum.input(choices, inputs, d));
            residuals.add(choices.rational(2, 2));
        }
        RationalVector residual = RationalVector.of(residuals);
        Problem blank = Problem.of("planted", RationalMatrix.ofRows(inputs, d), PlantedOptimum.column(residual),
                Problem.Loss.SQUARED, Rationals.ONE, bias, Problem.Skip.NONE,
                PlantedOptimum.metric(choices, d + (bias == Problem.Bias.NONE ? 0 : 1)));
        List<Stationary> all = StationaryDirections.of(blank, residual);
        if (all.isEmpty()) {
            return new PlantedStationary(blank, residual, all, List.of(), List.of(), 0);
        }
        Rational level = all.get(choices.index(all.size())).squaredNorm();
        List<Stationary> candidates = StationaryDirections.atLevel(all, level);
        List<Stationary> neurons = new ArrayList<>();
        List<Rational> roots = new ArrayList<>();
        int count = wide ? n + 1 : choices.integer(1, MOST_NEURONS);
        for (int j = 0; j < count; j++) {
            neurons.add(candidates.get(choices.index(candidates.size())));
            roots.add(choices.positive(3, 2));
        }
        int none = zeros ? choices.index(2) : 0;
        PlantedStationary bare = new PlantedStationary(blank, residual, all, neurons, roots, none);
        RationalVector f = bare.network().network().outputs(blank);
        return new PlantedStationary(PlantedOptimum.with(blank, residual.plus(f), level), residual, all, neurons, roots, none);
    }

    /** The parameters, zero neurons last. */
    ScaledNetwork network() {
        ScaledNetwork balanced = ScaledNetwork.balanced(neurons.stream().map(Stationary::atom).toList(), roots,
                RationalVector.zero(0));
        List<Network.Neuron> with = new ArrayList<>(balanced.network().neurons());
        for (int k = 0; k < zeros; k++) {
            with.add(new Network.Neuron(RationalVector.zero(problem.dimension()), Rationals.ZERO));
        }
        return new ScaledNetwork(new Network(with, RationalVector.zero(0)));
    }

    /** The direction where |r^T(Xu)_+| is larger than beta, if there is one: then r is not dual feasible. */
    Optional<Stationary> infeasible() {
        return all.stream().filter(s -> s.squaredNorm().compareTo(problem.betaSquared()) > 0).findFirst();
    }

    /**
     * A stationary direction larger than beta in a closed cone, where each row has the side given, of a sign; it bounds r
     * there.
     */
    Optional<Stationary> larger(int sign, List<Boolean> active) {
        return all.stream().filter(s -> s.sign() == sign && s.squaredNorm().compareTo(problem.betaSquared()) > 0
                && inCone(active, s.direction())).findFirst();
    }

    /** Whether a vector is in the closed cone of a pattern. */
    boolean inCone(List<Boolean> active, RationalVector u) {
        for (int i = 0; i < active.size(); i++) {
            int side = problem.functional(i).dotSign(u);
            if (side != 0 && active.get(i) != side > 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the rows at the kinks of each neuron are independent. */
    boolean hasIndependentKinks() {
        return neurons.stream().allMatch(s -> Elimination.of(kinkRows(s)).rank() == s.kinks().size());
    }

    private RationalMatrix kinkRows(Stationary s) {
        return RationalMatrix.ofColumns(s.kinks().stream().map(problem::row).toList(), problem.dimension());
    }

    /**
     * mu with p = sum of sigma r_i x_i over the active rows + sum of mu_i x_i over the kinks; one of them if there are several.
     */
    RationalVector multipliers(Stationary s) {
        RationalVector rest = s.direction();
        for (int i = 0; i < problem.rows(); i++) {
            if (problem.functional(i).dotSign(s.direction()) > 0) {
                rest = rest.minus(problem.row(i).times(slope(s, i)));
            }
        }
        return Elimination.solve(kinkRows(s), rest).orElseThrow();
    }

    /** sigma r_i. */
    Rational slope(Stationary s, int i) {
        return s.sign() > 0 ? residual.get(i) : residual.get(i).opposite();
    }

    /** LOC-1 and LOC-2 of one neuron: sigma r_i <= mu_i <= 0 at each kink. Decides where the kinks are independent. */
    boolean isLocalMaximum(Stationary s) {
        RationalVector mu = multipliers(s);
        for (int k = 0; k < s.kinks().size(); k++) {
            if (mu.sign(k) > 0 || mu.get(k).compareTo(slope(s, s.kinks().get(k))) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The networks of a counterexample, in their own coordinates: w = p and alpha = sigma c, of the same function and balanced
     * cost.
     */
    Map<String, Network> networks() {
        List<Network.Neuron> plain = new ArrayList<>();
        for (int j = 0; j < neurons.size(); j++) {
            Rational c = Rationals.square(roots.get(j));
            plain.add(new Network.Neuron(neurons.get(j).direction(), c.times(Rationals.of(neurons.get(j).sign()))));
        }
        for (int k = 0; k < zeros; k++) {
            plain.add(new Network.Neuron(RationalVector.zero(problem.dimension()), Rationals.ZERO));
        }
        return Map.of(NETWORK, new Network(plain, RationalVector.zero(0)));
    }

    /** Claims about the network, or without any whatever holds, from the prover, which was not told how it was drawn. */
    Proof landscape(Set<String> claims, Prover.Options options) {
        return Prover.landscape(problem, networks().get(NETWORK), claims, options);
    }
}
