package org.relucert.prover;

import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.PathNeuron;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.problem.Problem;

/** Proves a claim {@link Claim.NeuronMaximum}: an interval for max |nu^T (Xu)_+| over R(u) &lt;= 1. */
final class NeuronProver {

    private static final int BITS = 60;
    /** Bits kept of the maximiser. */
    private static final int DIRECTION_BITS = 40;
    /** The search's share of the gap; an eighth of that again is left to rounding, and together they stay below the whole. */
    static final double SEARCH_SHARE = 7.0 / 8;

    private NeuronProver() { }

    static Proof prove(Problem problem, RationalVector nu, Prover.Options options) {
        if (problem.hasFreeBias()) {
            Rational sum = Rationals.ZERO;
            for (Rational entry : nu.toArray()) {
                sum = sum.plus(entry);
            }
            if (!sum.isZero()) {
                throw new Unproved("with a free bias the maximum is infinite: the entries of nu sum to " + Rationals.text(sum)
                        + ", not 0");
            }
        }
        return assemble(problem, nu,
                Sides.prove(problem, nu, options.method(), SEARCH_SHARE * options.relativeGap(), 0, options.stop(),
                        options.search()));
    }

    /** The certificate of both sides' trees. */
    static Proof assemble(Problem problem, RationalVector nu, Sides sides) {
        PathNeuron witness = witness(problem, nu, sides.sign(), sides.best());
        Rational lower = Rationals.ZERO;
        List<PathNeuron> neurons = List.of();
        if (witness != null) {
            Rational ratio = Rationals.square(witness.pairing(problem, nu))
                    .divide(problem.penaltySquared(witness.direction()));
            lower = SquareRoot.minorant(ratio, bits(ratio));
            neurons = List.of(witness);
        }
        // A zero level is not a level; the smallest power of two of the unit does.
        Rational level = sides.levelSquared().isZero() ? Rationals.square(sides.plus().unit()) : sides.levelSquared();
        Rational upper = SquareRoot.majorant(level, bits(level));
        Certificate certificate = Certificate.of(problem, List.of(new Claim.NeuronMaximum(lower, upper)), nu, level,
                Rationals.ONE, lower.isZero() ? List.of() : neurons, RationalVector.zero(problem.skipMatrix().columns()));
        return new Proof(certificate, sides.plus(), sides.minus());
    }

    /** Bits behind the binary point for about {@value #BITS} significant ones in the root. */
    static int bits(Rational square) {
        double value = Floats.of(square);
        return value > 0 ? Math.max(0, BITS - Math.getExponent(value) / 2) : BITS;
    }

    private static PathNeuron witness(Problem problem, RationalVector nu, int sign, double[] best) {
        RationalVector direction = Floats.round(best, DIRECTION_BITS);
        PathNeuron bare = new PathNeuron(sign, Rationals.ONE, direction, Rationals.ZERO);
        if (!bare.pairing(problem, nu).isPositive() || problem.penaltySquared(direction).isZero()) {
            return null;
        }
        return Networks.withMajorant(problem, bare);
    }
}
