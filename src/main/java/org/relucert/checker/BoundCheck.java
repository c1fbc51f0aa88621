package org.relucert.checker;

import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** The claim lower &lt;= p* &lt;= upper (obligations DF-1, AT, BND; Theorems AT and BND). */
final class BoundCheck {

    private BoundCheck() { }

    static void check(Certificate certificate, Claim.Bound claim) {
        dualFeasible(certificate);
        Obligation.IN_1.require(claim.neurons() == certificate.neurons().size(), "the claim counts %d neurons, found %d",
                claim.neurons(), certificate.neurons().size());
        Rational dual = dualValue(certificate);
        Obligation.BND_3.require(claim.lower().compareTo(dual) <= 0, "lower %s exceeds the dual value %s",
                Rationals.text(claim.lower()), Rationals.text(dual));
        Rational primal = primalValue(certificate);
        Obligation.BND_4.require(claim.upper().compareTo(primal) >= 0, "upper %s is below the objective %s",
                Rationals.text(claim.upper()), Rationals.text(primal));
    }

    /** DF-1 and AT-1: with what the trees prove, tau nu satisfies (1.1). */
    static void dualFeasible(Certificate certificate) {
        Problem problem = certificate.problem();
        RationalVector residue = problem.skipMatrix().transpose().times(certificate.nu());
        Obligation.DF_1.require(residue.isZero(), "S^T nu = %s", residue);
        Rational squared = Rationals.square(certificate.scale()).times(certificate.levelSquared());
        Obligation.AT_1.require(squared.compareTo(problem.betaSquared()) <= 0,
                "scale^2 levelSquared = %s exceeds beta^2 = %s", Rationals.text(squared),
                Rationals.text(problem.betaSquared()));
    }

    /** tau y^T nu - tau^2/2 |nu|^2, or tau y^T nu for interpolation. */
    static Rational dualValue(Certificate certificate) {
        Rational scale = certificate.scale();
        Rational linear = scale.times(certificate.problem().scalarLabels().dot(certificate.nu()));
        if (certificate.problem().loss() == Problem.Loss.INTERPOLATION) {
            return linear;
        }
        Rational quadratic = Rationals.square(scale).times(certificate.nu().dot(certificate.nu()));
        return linear.minus(quadratic.divide(Rationals.of(2)));
    }

    /** 1/2 |f - y|^2 + sum of cost majorants, or that sum alone for interpolation (BND-1, BND-2). */
    static Rational primalValue(Certificate certificate) {
        return primalValue(certificate.problem(), certificate.network());
    }

    /** The same of any network. */
    static Rational primalValue(Problem problem, PathNetwork network) {
        Rational cost = Rationals.ZERO;
        for (int j = 0; j < network.neurons().size(); j++) {
            PathNeuron neuron = network.neurons().get(j);
            Obligation.BND_2.require(!neuron.weight().isNegative(), "neuron %d: weight %s is negative", j,
                    Rationals.text(neuron.weight()));
            Obligation.BND_2.require(neuron.majorantHolds(problem), "neuron %d: majorant %s, but beta^2 R^2 = %s", j,
                    Rationals.text(neuron.majorant()),
                    Rationals.text(problem.betaSquared().times(problem.penaltySquared(neuron.direction()))));
            cost = cost.plus(neuron.cost());
        }
        RationalVector error = network.outputs(problem).minus(problem.scalarLabels());
        if (problem.loss() == Problem.Loss.INTERPOLATION) {
            Obligation.BND_1.require(error.isZero(), "f - y = %s", error);
            return cost;
        }
        return cost.plus(error.dot(error).divide(Rationals.of(2)));
    }
}
