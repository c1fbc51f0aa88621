package org.relucert.checker;

import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** The claim that p* is exactly the value and the network attains it (obligations OPT, for interpolation MNI). */
final class OptimumCheck {

    private OptimumCheck() { }

    static void check(Certificate certificate, Claim.Optimum claim) {
        Problem problem = certificate.problem();
        feasible(certificate);
        Obligation.IN_1.require(claim.neurons() == certificate.neurons().size(), "the claim counts %d neurons, found %d",
                claim.neurons(), certificate.neurons().size());

        Rational weights = weights(problem, certificate.nu(), certificate.network());
        Rational value = problem.betaSquared().times(weights);
        if (problem.loss() == Problem.Loss.SQUARED) {
            value = value.plus(certificate.nu().dot(certificate.nu()).divide(Rationals.of(2)));
        }
        Obligation.OPT_4.require(claim.value().equals(value), "value %s, expected %s", Rationals.text(claim.value()),
                Rationals.text(value));
    }

    /** OPT-1, MNI-1: nu is dual feasible as it stands, once the trees are proved. */
    static void feasible(Certificate certificate) {
        BoundCheck.dualFeasible(certificate);
        Obligation feasible = certificate.problem().loss() == Problem.Loss.SQUARED ? Obligation.OPT_1 : Obligation.MNI_1;
        feasible.require(certificate.scale().equals(Rationals.ONE), "scale is %s, expected 1",
                Rationals.text(certificate.scale()));
    }

    /** OPT-2 and OPT-3, or MNI-2: every neuron is tight and in normal form, and the fit is right; returns the sum of weights. */
    static Rational weights(Problem problem, RationalVector nu, PathNetwork network) {
        boolean squared = problem.loss() == Problem.Loss.SQUARED;
        Obligation tight = squared ? Obligation.OPT_2 : Obligation.MNI_2;
        Obligation fit = squared ? Obligation.OPT_3 : Obligation.MNI_2;
        Rational b = problem.betaSquared();
        Rational weights = Rationals.ZERO;
        for (int j = 0; j < network.neurons().size(); j++) {
            PathNeuron neuron = network.neurons().get(j);
            tight.require(neuron.weight().isPositive(), "neuron %d: weight %s is not positive", j,
                    Rationals.text(neuron.weight()));
            Rational norm = problem.penaltySquared(neuron.direction());
            tight.require(norm.equals(b), "neuron %d: R(p)^2 = %s, expected beta^2 = %s", j, Rationals.text(norm),
                    Rationals.text(b));
            Rational pairing = neuron.pairing(problem, nu);
            tight.require(pairing.equals(b), "neuron %d: sigma nu^T (Xp)_+ = %s, expected beta^2 = %s", j,
                    Rationals.text(pairing), Rationals.text(b));
            weights = weights.plus(neuron.weight());
        }
        RationalVector f = network.outputs(problem);
        RationalVector target = problem.optimalFit(nu);
        fit.require(f.equals(target), "f - (%s) = %s", squared ? "y - nu" : "y", f.minus(target));
        return weights;
    }
}
