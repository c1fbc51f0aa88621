package org.relucert.checker;

import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.PathNeuron;
import org.relucert.exact.Rationals;

/**
 * The claim lower &lt;= max |nu^T (Xu)_+| &lt;= upper over R(u) &lt;= 1 (obligations NEU). The network of the certificate holds
 * the direction that attains the lower bound as its only neuron, and none where lower is 0.
 */
final class NeuronMaximumCheck {

    private NeuronMaximumCheck() { }

    static void check(Certificate certificate, Claim.NeuronMaximum claim) {
        Rational lower = claim.lower();
        Rational upper = claim.upper();
        Obligation.NEU_1.require(!lower.isNegative(), "lower %s is negative", Rationals.text(lower));
        if (!lower.isZero()) {
            Obligation.NEU_1.require(certificate.neurons().size() == 1, "expected one direction, found %d",
                    certificate.neurons().size());
            PathNeuron neuron = certificate.neurons().get(0);
            Rational pairing = neuron.pairing(certificate.problem(), certificate.nu());
            Rational norm = certificate.problem().penaltySquared(neuron.direction());
            // lower R(u) <= sigma nu^T(Xu)_+; with the right side positive this bounds the maximum whatever R(u) is
            Obligation.NEU_1.require(pairing.isPositive()
                    && Rationals.square(lower).times(norm).compareTo(Rationals.square(pairing)) <= 0,
                    "lower %s, but sigma nu^T (Xu)_+ = %s and R(u)^2 = %s", Rationals.text(lower), Rationals.text(pairing),
                    Rationals.text(norm));
        }
        Obligation.NEU_2.require(!upper.isNegative()
                && certificate.levelSquared().compareTo(Rationals.square(upper)) <= 0,
                "upper %s, but levelSquared = %s", Rationals.text(upper), Rationals.text(certificate.levelSquared()));
    }
}
