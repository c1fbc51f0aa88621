package org.relucert.checker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.LandscapeWitness;
import org.relucert.certificate.LandscapeWitness.Chamber;
import org.relucert.certificate.LandscapeWitness.Departure;
import org.relucert.certificate.LandscapeWitness.Improvement;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * The claims about the objective around the network: stationary points and local minima (obligations STA, LOC, LNO, BAD, SUB).
 * Everything rests on the residual r of the network.
 */
final class LandscapeCheck {

    private final Problem problem;
    private final PathNetwork network;
    private final LandscapeWitness witness;
    /** r = y - f. */
    private final RationalVector residual;
    private final List<Neuron> neurons = new ArrayList<>();

    /** A neuron with where its direction p stands to the data. */
    private final class Neuron {
        final PathNeuron path;
        /** p, with a free bias without its bias: half the gradient of R^2. */
        final RationalVector penalised;
        /** -1, 0 or 1 for each row: the sign of &lt;x_i,p&gt;. */
        final int[] sides;
        /** Z, without zero rows, ascending. */
        final List<Integer> kinks = new ArrayList<>();

        Neuron(PathNeuron path) {
            this.path = path;
            RationalVector p = path.direction();
            penalised = problem.hasFreeBias()
                    ? p.minus(RationalVector.unit(p.size(), p.size() - 1).times(p.get(p.size() - 1))) : p;
            sides = new int[problem.rows()];
            for (int i = 0; i < sides.length; i++) {
                sides[i] = problem.functional(i).dotSign(p);
                if (sides[i] == 0 && !problem.row(i).isZero()) {
                    kinks.add(i);
                }
            }
        }

        /** sigma r_i. */
        Rational pull(int row) {
            return path.sign() < 0 ? residual.get(row).opposite() : residual.get(row);
        }

        boolean isNormal() {
            return problem.penaltySquared(path.direction()).equals(problem.betaSquared());
        }
    }

    private LandscapeCheck(Certificate certificate, LandscapeWitness witness) {
        this.problem = certificate.problem();
        this.network = certificate.network();
        this.witness = witness;
        Obligation.STA_0.require(problem.loss() == Problem.Loss.SQUARED, "the claim is for squared loss");
        for (int j = 0; j < network.neurons().size(); j++) {
            PathNeuron neuron = network.neurons().get(j);
            Obligation.STA_0.require(neuron.weight().isPositive() && problem.penaltySquared(neuron.direction()).isPositive(),
                    "neuron %d has the weight %s and R(p)^2 = %s, expected both positive", j, Rationals.text(neuron.weight()),
                    Rationals.text(problem.penaltySquared(neuron.direction())));
            neurons.add(new Neuron(neuron));
        }
        residual = problem.scalarLabels().minus(network.outputs(problem));
    }

    /** Checks all claims of the kind. */
    static void check(Certificate certificate, LandscapeWitness witness) {
        LandscapeCheck check = new LandscapeCheck(certificate, witness);
        List<Claim.Landscape> claims = certificate.claims().stream().filter(Claim.Landscape.class::isInstance)
                .map(Claim.Landscape.class::cast).toList();
        int width = claims.get(0).width();
        Obligation.IN_1.require(width >= check.neurons.size(), "the width %d is less than the number of neurons, %d", width,
                check.neurons.size());
        for (Claim.Landscape claim : claims) {
            Obligation.IN_1.require(claim.width() == width, "claims state the widths %d and %d", width, claim.width());
            check.check(claim);
        }
    }

    private void check(Claim.Landscape claim) {
        if (claim instanceof Claim.Stationary stationary) {
            value(stationary.value());
            stationary();
            if (stationary.kind() == Claim.Stationary.Kind.CLARKE) {
                chambers();
            }
        } else if (claim instanceof Claim.NotStationary) {
            notStationary(witness.notStationary().orElseThrow());
        } else if (claim instanceof Claim.LocalMinimum minimum) {
            localMinimum(minimum.width(), minimum.value());
        } else if (claim instanceof Claim.NotLocalMinimum not) {
            notLocalMinimum(not.width(), witness.notLocalMinimum().orElseThrow());
        } else if (claim instanceof Claim.BadLocalMinimum minimum) {
            localMinimum(minimum.width(), minimum.value());
            better(minimum.width(), minimum.value(), witness.better().orElseThrow());
        } else if (claim instanceof Claim.NotConeOptimal point) {
            value(point.value());
            restricted(point, witness.restricted().orElseThrow());
        } else {
            throw new IllegalStateException("no check for the claim " + claim.keyword());
        }
    }

    /** STA-1 but for the skip, and STA-3. */
    private void value(Rational claimed) {
        Rational weights = Rationals.ZERO;
        for (int j = 0; j < neurons.size(); j++) {
            Rational norm = problem.penaltySquared(neurons.get(j).path.direction());
            Obligation.STA_1.require(norm.equals(problem.betaSquared()), "neuron %d: R(p)^2 = %s, expected beta^2 = %s", j,
                    Rationals.text(norm), Rationals.text(problem.betaSquared()));
            weights = weights.plus(neurons.get(j).path.weight());
        }
        Rational value = residual.dot(residual).divide(Rationals.of(2)).plus(problem.betaSquared().times(weights));
        Obligation.STA_3.require(claimed.equals(value), "value %s, expected %s", Rationals.text(claimed), Rationals.text(value));
    }

    /** S^T r. */
    private RationalVector skipSlope() {
        return problem.skipMatrix().transpose().times(residual);
    }

    // ---- stationary points

    /** The rest of STA-1, and STA-2. */
    private void stationary() {
        Obligation.STA_1.require(skipSlope().isZero(), "S^T r = %s", skipSlope());
        Obligation.STA_2.require(witness.slopes().size() == neurons.size(), "there are slopes for %d neurons, expected %d",
                witness.slopes().size(), neurons.size());
        for (int j = 0; j < neurons.size(); j++) {
            Obligation.STA_2.require(!witness.slopes().get(j).isEmpty(), "neuron %d has no list of slopes", j);
            gradientVanishes(j, witness.slopes().get(j).get(0), Obligation.STA_2);
        }
    }

    /** P p = sigma (sum over active rows of r_i x_i + sum over kinks of g_i r_i x_i), g_i in [0,1]. */
    private void gradientVanishes(int j, Terms slopes, Obligation obligation) {
        Neuron neuron = neurons.get(j);
        RationalVector.Sum sum = new RationalVector.Sum(problem.dimension());
        for (int i = 0; i < neuron.sides.length; i++) {
            if (neuron.sides[i] > 0) {
                add(sum, i, neuron.pull(i));
            }
        }
        for (int k = 0; k < slopes.indices().size(); k++) {
            int i = slopes.indices().get(k);
            Rational slope = slopes.values().get(k);
            obligation.require(neuron.kinks.contains(i), "neuron %d has no kink at row %d", j, i);
            obligation.require(!slope.isNegative() && slope.compareTo(Rationals.ONE) <= 0,
                    "neuron %d, row %d: slope %s is not in [0,1]", j, i, Rationals.text(slope));
            add(sum, i, neuron.pull(i).times(slope));
        }
        RationalVector found = sum.value();
        obligation.require(found.equals(neuron.penalised), "neuron %d: the slopes give %s, expected %s", j, found,
                neuron.penalised);
    }

    private void add(RationalVector.Sum sum, int row, Rational factor) {
        sum.add(problem.row(row), Rationals.numerator(factor), Rationals.denominator(factor));
    }

    /** STA-C. */
    private void chambers() {
        Obligation.STA_C.require(witness.chambers().size() == neurons.size(), "there are chambers for %d neurons, expected %d",
                witness.chambers().size(), neurons.size());
        for (int j = 0; j < neurons.size(); j++) {
            Neuron neuron = neurons.get(j);
            List<Chamber> chambers = witness.chambers().get(j);
            if (chambers.isEmpty()) {
                RationalMatrix rows = RationalMatrix.ofRows(neuron.kinks.stream().map(problem::row).toList(),
                        problem.dimension());
                Effort.bounded(Obligation.STA_C, rows);
                Obligation.STA_C.require(Elimination.of(rows).rank() == neuron.kinks.size(),
                        "neuron %d has no chambers, and the rows of its kinks are dependent", j);
            } else {
                average(j, chambers);
            }
        }
    }

    private void average(int j, List<Chamber> chambers) {
        Neuron neuron = neurons.get(j);
        Rational total = Rationals.ZERO;
        Rational[] averages = new Rational[problem.rows()];
        for (int i : neuron.kinks) {
            averages[i] = Rationals.ZERO;
        }
        for (Chamber chamber : chambers) {
            dimension(chamber.direction(), "a chamber");
            Obligation.STA_C.require(!chamber.weight().isNegative(), "neuron %d: the weight %s of a chamber is negative", j,
                    Rationals.text(chamber.weight()));
            total = total.plus(chamber.weight());
            for (int i : neuron.kinks) {
                int side = problem.functional(i).dotSign(chamber.direction());
                Obligation.STA_C.require(side != 0, "neuron %d: the direction %s is on the kink of row %d", j,
                        chamber.direction(), i);
                averages[i] = side > 0 ? averages[i].plus(chamber.weight()) : averages[i];
            }
        }
        Obligation.STA_C.require(total.equals(Rationals.ONE), "neuron %d: the weights of its chambers sum up to %s", j,
                Rationals.text(total));
        RationalVector values = RationalVector.of(neuron.kinks.stream().map(i -> averages[i]).toList());
        gradientVanishes(j, new Terms(neuron.kinks, values), Obligation.STA_C);
    }

    private static Rational slope(Terms slopes, int row) {
        int k = slopes.indices().indexOf(row);
        return k < 0 ? Rationals.ZERO : slopes.values().get(k);
    }

    /** STA-N. */
    private void notStationary(Departure departure) {
        switch (departure.by()) {
            case SKIP -> Obligation.STA_N.require(!skipSlope().isZero(), "S^T r = 0");
            case SCALE -> scale(departure.neuron(), Obligation.STA_N);
            case DIRECTION -> {
                Neuron neuron = normal(departure, Obligation.STA_N);
                Rational most = Rationals.ZERO;
                for (int i = 0; i < neuron.sides.length; i++) {
                    Rational term = neuron.pull(i).times(problem.functional(i).dot(departure.direction()));
                    if (neuron.sides[i] > 0 || neuron.sides[i] == 0 && term.isPositive()) {
                        most = most.plus(term);
                    }
                }
                Rational product = problem.innerProduct().of(neuron.penalised, departure.direction());
                Obligation.STA_N.require(product.compareTo(most) > 0, "neuron %d: slopes reach %s, and <Pp,z> = %s",
                        departure.neuron(), Rationals.text(most), Rationals.text(product));
            }
            case ZERO -> throw new Rejection(Obligation.STA_N, "zero neurons are stationary");
        }
    }

    /** The weight of a neuron is not stationary: h(p) differs from beta R(p). */
    private void scale(int j, Obligation obligation) {
        exists(j);
        PathNeuron neuron = neurons.get(j).path;
        Rational pairing = neuron.pairing(problem, residual);
        Rational cost = problem.betaSquared().times(problem.penaltySquared(neuron.direction()));
        obligation.require(pairing.isNegative() || !Rationals.square(pairing).equals(cost),
                "neuron %d: sigma r^T (Xp)_+ = %s is beta R(p)", j, Rationals.text(pairing));
    }

    private Neuron normal(Departure departure, Obligation obligation) {
        exists(departure.neuron());
        dimension(departure.direction(), "a direction");
        Neuron neuron = neurons.get(departure.neuron());
        obligation.require(neuron.isNormal(), "neuron %d is not in normal form", departure.neuron());
        return neuron;
    }

    private void exists(int j) {
        Obligation.IN_1.require(j < neurons.size(), "there is no neuron %d", j);
    }

    private void dimension(RationalVector direction, String what) {
        Obligation.IN_1.require(direction.size() == problem.dimension(), "%s has %d entries, expected %d", what,
                direction.size(), problem.dimension());
    }

    // ---- local minima

    /** LOC-1 and LOC-2. */
    private void localMinimum(int width, Rational value) {
        value(value);
        stationary();
        Obligation.LOC_1.require(width == neurons.size(), "of %d neurons %d are zero", width, width - neurons.size());
        for (int j = 0; j < neurons.size(); j++) {
            Neuron neuron = neurons.get(j);
            List<Integer> growing = neuron.kinks.stream().filter(i -> neuron.pull(i).isPositive()).toList();
            List<Terms> lists = witness.slopes().get(j);
            Obligation.LOC_2.require(growing.size() < Integer.SIZE - 1 && lists.size() == 1 << growing.size(),
                    "neuron %d has %d lists of slopes, expected 2^%d", j, lists.size(), growing.size());
            for (int set = 0; set < lists.size(); set++) {
                for (int k = 0; k < growing.size(); k++) {
                    Rational expected = (set >> k & 1) == 1 ? Rationals.ONE : Rationals.ZERO;
                    Obligation.LOC_2.require(slope(lists.get(set), growing.get(k)).equals(expected),
                            "neuron %d, list %d: the slope of row %d is not %s", j, set, growing.get(k), Rationals.text(expected));
                }
                gradientVanishes(j, lists.get(set), Obligation.LOC_2);
            }
        }
    }

    private void notLocalMinimum(int width, Departure departure) {
        switch (departure.by()) {
            case SKIP -> Obligation.LNO_3.require(!skipSlope().isZero(), "S^T r = 0");
            case SCALE -> scale(departure.neuron(), Obligation.LNO_3);
            case DIRECTION -> {
                Neuron neuron = normal(departure, Obligation.LNO_2);
                Rational slope = problem.innerProduct().of(neuron.penalised, departure.direction());
                for (int i = 0; i < neuron.sides.length; i++) {
                    Rational change = problem.functional(i).dot(departure.direction());
                    if (neuron.sides[i] > 0 || neuron.sides[i] == 0 && change.isPositive()) {
                        slope = slope.minus(neuron.pull(i).times(change));
                    }
                }
                Obligation.LNO_2.require(slope.isNegative(), "neuron %d: the slope in the direction is %s",
                        departure.neuron(), Rationals.text(slope));
            }
            case ZERO -> {
                Obligation.LNO_1.require(width > neurons.size(), "there is no zero neuron");
                descends(departure.direction(), Obligation.LNO_1);
            }
        }
    }

    /** (r^T (Xu)_+)^2 &gt; B R(u)^2: a small neuron in the direction lowers the objective. */
    private void descends(RationalVector direction, Obligation obligation) {
        dimension(direction, "a direction");
        Rational pairing = residual.dot(problem.activation(direction));
        Rational cost = problem.betaSquared().times(problem.penaltySquared(direction));
        obligation.require(Rationals.square(pairing).compareTo(cost) > 0, "r^T (Xu)_+ = %s, and beta^2 R(u)^2 = %s",
                Rationals.text(pairing), Rationals.text(cost));
    }

    /** BAD-2. */
    private void better(int width, Rational value, Improvement better) {
        switch (better.by()) {
            case NETWORK -> {
                dimensions(better.network(), "the better network");
                Obligation.BAD_2.require(better.network().neurons().size() <= width, "the better network has %d neurons, more than %d",
                        better.network().neurons().size(), width);
                Rational objective = BoundCheck.primalValue(problem, better.network());
                Obligation.BAD_2.require(objective.compareTo(value) < 0, "the better network has objective %s, the network %s",
                        Rationals.text(objective), Rationals.text(value));
            }
            case MERGE -> {
                Set<List<Object>> different = new HashSet<>();
                network.neurons().forEach(neuron -> different.add(List.of(neuron.sign(), neuron.direction())));
                Obligation.BAD_2.require(different.size() < width, "all %d neurons are different", width);
                descends(better.direction(), Obligation.BAD_2);
            }
            case WIDTH -> {
                Effort.bounded(Obligation.BAD_2, problem.skipMatrix());
                int enough = problem.rows() - Elimination.of(problem.skipMatrix()).rank();
                Obligation.BAD_2.require(width >= enough, "the width %d is less than %d", width, enough);
                descends(better.direction(), Obligation.BAD_2);
            }
        }
    }

    private void dimensions(PathNetwork other, String what) {
        Obligation.IN_1.require(other.skip().size() == problem.skipMatrix().columns(), "skip of %s has %d entries, expected %d",
                what, other.skip().size(), problem.skipMatrix().columns());
        other.neurons().forEach(neuron -> dimension(neuron.direction(), "a direction of " + what));
    }

    // ---- the sub-sampled convex program

    /** SUB-1 and SUB-2. */
    private void restricted(Claim.NotConeOptimal claim, PathNetwork restricted) {
        dimensions(restricted, "the restricted network");
        for (int k = 0; k < restricted.neurons().size(); k++) {
            PathNeuron neuron = restricted.neurons().get(k);
            Obligation.SUB_1.require(neurons.stream().anyMatch(own -> contains(own, neuron)),
                    "the restricted network's neuron %d is in the cone of no neuron of its sign", k);
        }
        Rational objective = BoundCheck.primalValue(problem, restricted);
        Obligation.SUB_2.require(objective.compareTo(claim.upper()) <= 0, "upper %s is below the objective %s",
                Rationals.text(claim.upper()), Rationals.text(objective));
        Obligation.SUB_2.require(claim.upper().compareTo(claim.value()) < 0, "upper %s is not smaller than the value %s",
                Rationals.text(claim.upper()), Rationals.text(claim.value()));
    }

    /** Whether the neuron has the sign of its own, and its direction is in the closed cone of the pattern 1[Xp &gt;= 0]. */
    private boolean contains(Neuron own, PathNeuron neuron) {
        boolean contained = own.path.sign() == neuron.sign();
        for (int i = 0; i < own.sides.length && contained; i++) {
            int side = problem.functional(i).dotSign(neuron.direction());
            contained = own.sides[i] >= 0 ? side >= 0 : side <= 0;
        }
        return contained;
    }
}
