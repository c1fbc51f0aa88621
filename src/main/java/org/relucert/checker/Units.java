package org.relucert.checker;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * Coordinates in which data rows are short: the columns of a table have decimals of their own, and what the entries of a column
 * have in common would make every extreme ray longer. With positive integers t_k, g = t h by coordinates, so that
 * a . g = (t a) . h for every functional a; h -&gt; g is linear, bijective, and takes orthants to orthants, cones to cones, extreme
 * rays to extreme rays (obligations.md, SX-1). Immutable.
 */
final class Units {

    private static final BigInteger ONE = BigInteger.ONE;

    /** t. */
    private final BigInteger[] factors;
    /** Integers in the proportions of 1/t_k. */
    private final BigInteger[] inverse;
    /** t_k times its integer in {@link #inverse}, the same for all k. */
    private final BigInteger common;

    private Units(BigInteger[] factors) {
        this.factors = factors;
        common = Arrays.stream(factors).reduce(ONE, Rationals::lcm);
        inverse = Arrays.stream(factors).map(common::divide).toArray(BigInteger[]::new);
    }

    /** t = 1. */
    static Units none(int dimension) {
        BigInteger[] factors = new BigInteger[dimension];
        Arrays.fill(factors, ONE);
        return new Units(factors);
    }

    /**
     * Those in which functionals have no common factor in a coordinate, over their common denominator. Long numbers are left as they
     * are: a coordinate with some longer than words, and all of them where the denominator has 32 bits or t would have 64.
     *
     * @param functionals at least one, all of one size
     */
    static Units of(List<RationalVector> functionals) {
        int dimension = functionals.get(0).size();
        BigInteger denominator = ONE;
        for (RationalVector a : functionals) {
            denominator = Rationals.lcm(denominator, a.denominator());
            if (denominator.bitLength() >= Integer.SIZE) {
                return none(dimension);
            }
        }
        BigInteger[] common = new BigInteger[dimension];
        for (int k = 0; k < dimension; k++) {
            common[k] = common(functionals, k, denominator);
        }
        BigInteger multiple = ONE;
        for (BigInteger gcd : common) {
            multiple = gcd.signum() == 0 ? multiple : Rationals.lcm(multiple, gcd);
        }
        BigInteger whole = multiple;
        return multiple.bitLength() >= Long.SIZE ? none(dimension)
                : new Units(Arrays.stream(common).map(gcd -> gcd.signum() == 0 ? ONE : whole.divide(gcd)).toArray(BigInteger[]::new));
    }

    /** The greatest common divisor of a column over a denominator; 1 where one of its numbers is longer than a word. */
    private static BigInteger common(List<RationalVector> functionals, int k, BigInteger denominator) {
        BigInteger gcd = BigInteger.ZERO;
        for (RationalVector a : functionals) {
            if (a.sign(k) == 0) {
                continue;
            }
            BigInteger numerator = a.denominator().equals(denominator) ? a.numerator(k)
                    : a.numerator(k).multiply(denominator.divide(a.denominator()));
            gcd = numerator.bitLength() < Long.SIZE ? Rationals.gcd(gcd, numerator) : ONE;
            if (gcd.equals(ONE)) {
                break;
            }
        }
        return gcd;
    }

    /** Whether t = 1. */
    boolean areNone() {
        return common.equals(ONE);
    }

    /** t_k. */
    BigInteger factor(int k) {
        return factors[k];
    }

    /** The functional a with t a = b. */
    RationalVector inverse(RationalVector b) {
        return times(b, inverse, b.denominator().multiply(common));
    }

    /** t a, what a functional a is on h. */
    RationalVector functional(RationalVector a) {
        return times(a, factors, a.denominator());
    }

    /** A positive multiple of h for a vector g = t h. */
    RationalVector direction(RationalVector g) {
        return times(g, inverse, ONE);
    }

    /** t h. */
    RationalVector vector(RationalVector h) {
        return times(h, factors, h.denominator());
    }

    /** The numerators of a vector times factors, over a denominator; without units the vector itself. */
    private RationalVector times(RationalVector v, BigInteger[] by, BigInteger denominator) {
        if (areNone()) {
            return v;
        }
        BigInteger[] products = new BigInteger[by.length];
        Arrays.setAll(products, k -> v.numerator(k).multiply(by[k]));
        return RationalVector.of(products, denominator);
    }
}
