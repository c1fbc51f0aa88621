package org.relucert.search;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relucert.exact.Rationals;

/**
 * Rational candidates from many digits, by continued fractions.
 *
 * <p>Conservative: with N digits at hand a fraction is only proposed when its denominator has at most N/3 digits and it agrees
 * to nearly all N. A wrong fraction of that size would agree by chance with probability about 10^(-N/3). A candidate still
 * proves nothing; the exact checker decides.
 */
public final class Reconstruction {

    /**
     * An exact fraction in lowest terms, denominator positive.
     */
    public record Ratio(BigInteger numerator, BigInteger denominator) {
        /** Zero. */
        public static final Ratio ZERO = new Ratio(BigInteger.ZERO, BigInteger.ONE);

        /** Reduces to lowest terms. */
        public Ratio {
            if (denominator.signum() == 0) {
                throw new ArithmeticException("denominator 0");
            }
            BigInteger g = numerator.gcd(denominator);
            if (denominator.signum() < 0) {
                g = g.negate();
            }
            numerator = numerator.divide(g);
            denominator = denominator.divide(g);
        }

        /** numerator / denominator. */
        public static Ratio of(long numerator, long denominator) {
            return new Ratio(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
        }

        /** The exact value of a double. */
        public static Ratio of(double value) {
            return of(new BigDecimal(value));
        }

        /** The exact value of a decimal. */
        public static Ratio of(BigDecimal value) {
            return value.scale() > 0 ? new Ratio(value.unscaledValue(), BigInteger.TEN.pow(value.scale()))
                    : new Ratio(value.toBigIntegerExact(), BigInteger.ONE);
        }

        /** The sum. */
        Ratio plus(Ratio other) {
            return new Ratio(numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                    denominator.multiply(other.denominator));
        }

        /** The quotient by an integer that is not zero. */
        Ratio over(long divisor) {
            return new Ratio(numerator, denominator.multiply(BigInteger.valueOf(divisor)));
        }

        /** Nearest double. */
        public double toDouble() {
            return new BigDecimal(numerator).divide(new BigDecimal(denominator), java.math.MathContext.DECIMAL64).doubleValue();
        }

        @Override
        public String toString() {
            return denominator.equals(BigInteger.ONE) ? numerator.toString() : numerator + "/" + denominator;
        }
    }

    /**
     * An atom with rational entries.
     *
     * @param sign output sign
     * @param direction p, |p|_M^2 = B expected
     */
    public record RationalAtom(int sign, Ratio[] direction) { }

    /**
     * How much a network uses of each atom.
     *
     * @param weights c, one for each atom: the neuron is q = c p
     * @param skip vector s
     */
    public record Parts(Ratio[] weights, Ratio[] skip) { }

    /**
     * A rational optimum, to be verified exactly elsewhere.
     *
     * @param atoms the directions of the neurons
     * @param nu dual vector; empty if its numbers were not recognised, as where dual optima are not unique
     * @param parts the network of these directions; empty if its numbers were not recognised, as where networks are not unique
     */
    public record Candidate(List<RationalAtom> atoms, Optional<Ratio[]> nu, Optional<Parts> parts) { }

    private Reconstruction() { }

    /** Recognises every number of the directions of a refined solution, or nothing at all; then what it can of the rest. */
    public static Optional<Candidate> recognise(Refinement.Result refined) {
        if (!refined.converged()) {
            return Optional.empty();
        }
        int digits = refined.digits();
        List<RationalAtom> atoms = new ArrayList<>();
        for (Refinement.RefinedAtom atom : refined.atoms()) {
            Ratio[] direction = vector(atom.direction(), digits);
            if (direction == null) {
                return Optional.empty();
            }
            atoms.add(new RationalAtom(atom.sign(), direction));
        }
        Ratio[] weights = vector(refined.atoms().stream().map(Refinement.RefinedAtom::weight).toArray(BigDecimal[]::new), digits);
        Ratio[] skip = vector(refined.skip(), digits);
        return Optional.of(new Candidate(atoms, Optional.ofNullable(vector(refined.nu(), digits)),
                weights == null || skip == null ? Optional.empty() : Optional.of(new Parts(weights, skip))));
    }

    /** Recognises the entries of a vector, trying the common denominator so far first; null if one of them fails. */
    static Ratio[] vector(BigDecimal[] values, int digits) {
        Ratio[] result = new Ratio[values.length];
        BigInteger common = BigInteger.ONE;
        BigInteger limit = BigInteger.TEN.pow(Math.max(1, digits / 3));
        for (int i = 0; i < values.length; i++) {
            BigDecimal scaled = values[i].multiply(new BigDecimal(common));
            BigInteger nearest = scaled.setScale(0, java.math.RoundingMode.HALF_EVEN).toBigInteger();
            BigDecimal error = scaled.subtract(new BigDecimal(nearest)).abs();
            if (error.compareTo(tolerance(scaled, digits)) <= 0) {
                result[i] = new Ratio(nearest, common);
                continue;
            }
            Optional<Ratio> found = number(values[i], digits);
            if (found.isEmpty()) {
                return null;
            }
            result[i] = found.get();
            BigInteger q = found.get().denominator();
            BigInteger multiple = Rationals.lcm(common, q);
            if (multiple.compareTo(limit) <= 0) {
                common = multiple;
            }
        }
        return result;
    }

    /**
     * The first convergent that agrees with the value to nearly all digits, if its denominator is small.
     *
     * @param digits digits after the point of which the value is sure, relative for values above 1
     */
    public static Optional<Ratio> number(BigDecimal value, int digits) {
        BigDecimal tolerance = tolerance(value, digits);
        BigInteger limit = BigInteger.TEN.pow(Math.max(1, digits / 3));
        Ratio exact = Ratio.of(value);
        BigInteger a = exact.numerator();
        BigInteger b = exact.denominator();
        BigInteger h0 = BigInteger.ONE;
        BigInteger k0 = BigInteger.ZERO;
        BigInteger h1 = null;
        BigInteger k1 = null;
        while (b.signum() != 0) {
            BigInteger[] qr = a.divideAndRemainder(b);
            BigInteger q = qr[0];
            BigInteger r = qr[1];
            if (r.signum() < 0) {
                q = q.subtract(BigInteger.ONE);
                r = r.add(b);
            }
            BigInteger h = h1 == null ? q : q.multiply(h1).add(h0);
            BigInteger k = h1 == null ? BigInteger.ONE : q.multiply(k1).add(k0);
            if (h1 != null) {
                h0 = h1;
                k0 = k1;
            }
            h1 = h;
            k1 = k;
            if (k.compareTo(limit) > 0) {
                return Optional.empty();
            }
            // |value - h/k| <= tolerance, multiplied by k
            BigDecimal error = value.multiply(new BigDecimal(k)).subtract(new BigDecimal(h)).abs();
            if (error.compareTo(tolerance.multiply(new BigDecimal(k))) <= 0) {
                return Optional.of(new Ratio(h, k));
            }
            a = b;
            b = r;
        }
        return Optional.empty();
    }

    private static BigDecimal tolerance(BigDecimal value, int digits) {
        BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(-Math.max(1, digits - Math.max(2, digits / 20)));
        return value.abs().compareTo(BigDecimal.ONE) > 0 ? unit.multiply(value.abs()) : unit;
    }
}
