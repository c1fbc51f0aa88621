package org.relucert.experiment.statement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Result;
import org.relucert.experiment.statement.StationaryDirections.Stationary;
import org.relucert.family.Choices;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/**
 * Theorem LOC with its converse (mathematics, 2.10). Where the conditions hold the objective is evaluated around the network;
 * where they fail a direction of descent is constructed, and the objective must be smaller along it.
 */
public final class LocalMinimum extends Named<LocalMinimum.Around> {

    private static final int DIRECTIONS = 6;
    private static final int HALVINGS = 60;
    /** 2^-20, 2^-40, 2^-60, 2^-80: the objective is piecewise polynomial along a line, with breakpoints far away from these. */
    private static final int[] STEPS = {20, 40, 60, 80};

    /** A network and directions of its parameters. */
    record Around(PlantedStationary planted, List<Network> directions) { }

    /** The statement. */
    public LocalMinimum() {
        super("local-minimum", Status.THEOREM, "Let r be the residual of a balanced network, squared loss, each neuron"
                + " stationary on the face of its pattern at level beta, with independent rows at its kinks. It is a local"
                + " minimum if and only if r is dual feasible (then it is global), or no neuron is zero and p_j = sigma_j sum"
                + " g_i r_i x_i with g_i = 1 on active rows, g_i in [0,1] and sigma_j r_i <= 0 at the kinks. In particular"
                + " every local minimum with a zero neuron is global.");
    }

    @Override
    public Around draw(Choices choices, Size size) {
        return around(choices, PlantedStationary.draw(choices, size, true));
    }

    /** With drawn directions. */
    static Around around(Choices choices, PlantedStationary planted) {
        List<Network> directions = new ArrayList<>();
        if (!planted.neurons().isEmpty()) {
            for (int k = 0; k < DIRECTIONS; k++) {
                directions.add(RandomProblem.network(choices, planted.problem(), planted.neurons().size() + planted.zeros()));
            }
        }
        return new Around(planted, directions);
    }

    @Override
    public Result check(Around around, Prover.Options options) {
        PlantedStationary planted = around.planted;
        if (planted.neurons().isEmpty()) {
            return Result.notApplicable(PlantedStationary.NO_DIRECTION);
        }
        if (!planted.hasIndependentKinks()) {
            return Result.notApplicable(PlantedStationary.INDEPENDENT);
        }
        Optional<Result> other = certified(planted, options);
        if (other.isPresent()) {
            return other.get();
        }
        Optional<Stationary> larger = planted.infeasible();
        Optional<Stationary> no = planted.neurons().stream().filter(s -> !planted.isLocalMaximum(s)).findFirst();
        if (larger.isEmpty() || planted.zeros() == 0 && no.isEmpty()) {
            return minimum(around);
        }
        Network direction = planted.zeros() > 0 ? awayFromZero(planted, larger.get()) : acrossKink(planted, no.orElseThrow());
        return descends(planted, direction) ? Result.held()
                : Result.broken("no step along the constructed direction of descent helps", planted.problem(),
                        planted.networks());
    }

    /** What the landscape prover decides without the enumeration: it must agree. */
    private static Optional<Result> certified(PlantedStationary planted, Prover.Options options) {
        Proof kind = planted.landscape(Set.of(), options);
        boolean all = planted.neurons().stream().allMatch(planted::isLocalMaximum);
        boolean feasible = planted.infeasible().isEmpty();
        boolean minimum = kind.claim(Claim.LocalMinimum.class).isPresent();
        boolean none = kind.claim(Claim.NotLocalMinimum.class).isPresent();
        boolean agrees = planted.zeros() == 0 ? minimum == all && none == !all : !minimum && none == !(feasible && all);
        boolean bad = kind.claim(Claim.BadLocalMinimum.class).isPresent();
        return agrees && !(bad && feasible) ? Optional.empty()
                : Optional.of(Result.broken("the conditions hold: " + all + ", the residual is feasible: " + feasible
                        + ", but the certificate says otherwise", kind, planted.networks()));
    }

    /** Held, if the objective does not decrease along the directions, arbitrarily near. */
    static Result minimum(Around around) {
        PlantedStationary planted = around.planted;
        ScaledNetwork network = planted.network();
        Rational value = network.objective(planted.problem());
        for (Network direction : around.directions) {
            for (int sign : new int[] {1, -1}) {
                boolean smaller = true;
                for (int k = 0; k < STEPS.length && smaller; k++) {
                    Rational t = power(STEPS[k]).times(Rationals.of(sign));
                    smaller = network.moved(direction, t).objective(planted.problem()).compareTo(value) < 0;
                }
                if (smaller) {
                    return Result.broken("the conditions hold, but the objective decreases along " + direction, planted.problem(),
                            planted.networks());
                }
            }
        }
        return Result.held();
    }

    /** Whether some step along a direction lowers the objective. */
    static boolean descends(PlantedStationary planted, Network direction) {
        ScaledNetwork network = planted.network();
        Rational value = network.objective(planted.problem());
        for (int k = 0; k < HALVINGS; k++) {
            if (network.moved(direction, power(k)).objective(planted.problem()).compareTo(value) < 0) {
                return true;
            }
        }
        return false;
    }

    private static Rational power(int k) {
        return Rationals.of(BigInteger.ONE, BigInteger.ONE.shiftLeft(k));
    }

    /**
     * The last neuron, zero, towards p with |p|^2 &gt; B: v = p and a = sigma |p|^2/B gain |p|^4/B for a cost of (|p|^2 +
     * |p|^4/B)/2.
     */
    private static Network awayFromZero(PlantedStationary planted, Stationary larger) {
        Rational output = larger.squaredNorm().divide(planted.problem().betaSquared()).times(Rationals.of(larger.sign()));
        List<Network.Neuron> step = still(planted);
        step.set(step.size() - 1, new Network.Neuron(larger.direction(), output));
        return new Network(step, RationalVector.zero(0));
    }

    /** The neuron across a kink i where mu_i &gt; 0, or to its active side where mu_i &lt; sigma r_i, along its other kinks. */
    private static Network acrossKink(PlantedStationary planted, Stationary s) {
        Problem problem = planted.problem();
        RationalVector mu = planted.multipliers(s);
        int k = 0;
        while (mu.sign(k) <= 0 && mu.get(k).compareTo(planted.slope(s, s.kinks().get(k))) >= 0) {
            k++;
        }
        List<RationalVector> kinks = s.kinks().stream().map(problem::functional).toList();
        RationalMatrix functionals = RationalMatrix.ofRows(kinks, problem.dimension());
        RationalVector unit = RationalVector.unit(s.kinks().size(), k);
        RationalVector e = Elimination.solve(functionals, mu.sign(k) > 0 ? unit.opposite() : unit).orElseThrow();
        List<Network.Neuron> step = still(planted);
        step.set(planted.neurons().indexOf(s), new Network.Neuron(e, Rationals.ZERO));
        return new Network(step, RationalVector.zero(0));
    }

    /** No move. */
    static List<Network.Neuron> still(PlantedStationary planted) {
        List<Network.Neuron> still = new ArrayList<>();
        for (int j = 0; j < planted.neurons().size() + planted.zeros(); j++) {
            still.add(new Network.Neuron(RationalVector.zero(planted.problem().dimension()), Rationals.ZERO));
        }
        return still;
    }
}
