package org.relucert.certificate;

import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * A neuron in path form (mathematics, 0.5): it contributes sign * weight * (X direction)_+ at cost beta * weight *
 * R(direction), which the majorant bounds by weight * majorant.
 *
 * <p>In normal form R(direction)^2 = B, and the majorant B is exact.
 *
 * @param sign +1 or -1
 * @param weight c, nonnegative
 * @param direction p, length D
 * @param majorant N &gt;= 0 with N^2 &gt;= B R(p)^2
 */
public record PathNeuron(int sign, Rational weight, RationalVector direction, Rational majorant) {

    /** sign * weight * (X direction)_+, length n. */
    public RationalVector output(Problem problem) {
        return problem.activation(direction).times(sign < 0 ? weight.opposite() : weight);
    }

    /** weight * majorant, an upper bound of the cost. */
    public Rational cost() {
        return weight.times(majorant);
    }

    /** sign * nu^T (X direction)_+. */
    public Rational pairing(Problem problem, RationalVector nu) {
        Rational value = nu.dot(problem.activation(direction));
        return sign < 0 ? value.opposite() : value;
    }

    /** Whether the majorant bounds beta R(direction) (obligation BND-2). */
    public boolean majorantHolds(Problem problem) {
        return !majorant.isNegative() && Rationals.square(majorant)
                .compareTo(problem.betaSquared().times(problem.penaltySquared(direction))) >= 0;
    }
}
