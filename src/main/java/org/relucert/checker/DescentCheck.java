package org.relucert.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.SlotPath;
import org.relucert.certificate.SlotPath.Label;
import org.relucert.certificate.SlotPath.State;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** The claim of a path along which the objective does not increase, to an optimum (obligations PTH; Theorem PTH). */
final class DescentCheck extends PathCheck {

    private final Claim.Descent claim;
    /** R(p)^2 of each label, which names its group. */
    private final List<Rational> groups = new ArrayList<>();
    /** Group to the least majorant, and the greatest minorant, of beta R(p) among its labels. */
    private final Map<Rational, Rational> majorants = new HashMap<>();
    private final Map<Rational, Rational> minorants = new HashMap<>();
    /** Outputs of the last state seen. */
    private RationalVector outputs;

    DescentCheck(Certificate certificate, SlotPath path, Claim.Descent claim) {
        super(certificate, path);
        this.claim = claim;
        Obligation.PTH_2.require(problem().loss() == Problem.Loss.SQUARED, "the claim is for squared loss");
        for (Label label : path.labels()) {
            Rational group = problem().penaltySquared(label.direction());
            groups.add(group);
            majorants.merge(group, label.majorant(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
            minorants.merge(group, label.minorant(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
    }

    @Override
    void first(State state) {
        outputs = outputs(state);
        RationalVector error = outputs.minus(problem().scalarLabels());
        Rational value = error.dot(error).divide(Rationals.of(2)).plus(cost(weights(state)));
        Obligation.PTH_5.require(claim.from().compareTo(value) >= 0, "from %s is below the objective %s",
                Rationals.text(claim.from()), Rationals.text(value));
    }

    @Override
    void step(State from, State to, int number) {
        labelsStay(from, to, number, Obligation.PTH_1);
        RationalVector before = outputs;
        outputs = outputs(to);
        Map<Rational, Rational> change = weights(to);
        weights(from).forEach((group, weight) -> change.merge(group, weight.opposite(), Rational::plus));
        Rational slope = outputs.minus(problem().scalarLabels()).dot(outputs.minus(before)).plus(cost(change));
        Obligation.PTH_2.require(!slope.isPositive(), "the slope at state %d may be as large as %s", number,
                Rationals.text(slope));
    }

    @Override
    void last(State state) {
        optimal(state, "last state", Obligation.PTH_3);
        Rational weights = Rationals.ZERO;
        for (Rational weight : state.weights()) {
            weights = weights.plus(weight);
        }
        Rational value = certificate().nu().dot(certificate().nu()).divide(Rationals.of(2))
                .plus(problem().betaSquared().times(weights));
        Obligation.PTH_5.require(claim.to().equals(value), "to %s, expected %s", Rationals.text(claim.to()),
                Rationals.text(value));
    }

    /** The sum of the weights of each group of labels of equal R(p)^2. */
    private Map<Rational, Rational> weights(State state) {
        Map<Rational, Rational> sums = new HashMap<>();
        for (int j = 0; j < state.weights().size(); j++) {
            sums.merge(groups.get(state.labels().get(j)), state.weights().get(j), Rational::plus);
        }
        return sums;
    }

    /** An upper bound of sum_g beta R(p_g) w_g. */
    private Rational cost(Map<Rational, Rational> weights) {
        Rational sum = Rationals.ZERO;
        for (Map.Entry<Rational, Rational> group : weights.entrySet()) {
            Map<Rational, Rational> bounds = group.getValue().isNegative() ? minorants : majorants;
            sum = sum.plus(group.getValue().times(bounds.get(group.getKey())));
        }
        return sum;
    }
}
