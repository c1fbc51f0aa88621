package org.relucert.prover;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jscience.mathematics.number.Rational;
import org.relucert.checker.EqualRows;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.NeuronProblem;
import org.relucert.search.TrainingProblem;

/** Between exact numbers and doubles. */
final class Floats {

    /** Integers of so many bits are far from the largest double, and so is one over the other. */
    private static final int SAFE_BITS = 500;
    private static final int MANTISSA = 52;

    private Floats() { }

    /** The nearest double, or nearly; infinite only when it is out of range. */
    static double of(Rational r) {
        return of(Rationals.numerator(r), Rationals.denominator(r));
    }

    static double of(BigInteger p, BigInteger q) {
        int up = Math.max(0, p.bitLength() - SAFE_BITS);
        int down = Math.max(0, q.bitLength() - SAFE_BITS);
        double quotient = p.shiftRight(up).doubleValue() / q.shiftRight(down).doubleValue();
        return up == down ? quotient : Math.scalb(quotient, up - down);
    }

    static double[] of(RationalVector v) {
        double[] values = new double[v.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = of(v.numerator(i), v.denominator());
        }
        return values;
    }

    static double[][] of(RationalMatrix m) {
        double[][] values = new double[m.rows()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = of(m.row(i));
        }
        return values;
    }

    /** The double, exactly. */
    static Rational exact(double value) {
        if (value == 0) {
            return Rationals.ZERO;
        }
        int exponent = Math.getExponent(value) - MANTISSA;
        if (exponent > MANTISSA || exponent < -10 * MANTISSA) {
            return exact(new BigDecimal(value));
        }
        BigInteger mantissa = BigInteger.valueOf((long) Math.scalb(value, -exponent));
        return exponent >= 0 ? Rationals.of(mantissa.shiftLeft(exponent), BigInteger.ONE)
                : Rationals.of(mantissa, BigInteger.ONE.shiftLeft(-exponent));
    }

    /** The decimal, exactly. */
    static Rational exact(BigDecimal decimal) {
        return decimal.scale() > 0 ? Rationals.of(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()))
                : Rationals.of(decimal.toBigIntegerExact(), BigInteger.ONE);
    }

    /** The doubles, exactly. */
    static RationalVector exact(double[] values) {
        int bits = 0;
        for (double value : values) {
            bits = Math.max(bits, fractionBits(value));
        }
        BigInteger[] entries = new BigInteger[values.length];
        for (int k = 0; k < entries.length; k++) {
            double multiple = Math.scalb(values[k], bits);
            entries[k] = Math.abs(multiple) < 1L << MANTISSA ? BigInteger.valueOf((long) multiple)
                    : Rationals.numerator(exact(values[k]).times(power(bits)));
        }
        return RationalVector.of(entries, BigInteger.ONE.shiftLeft(bits));
    }

    /** The least b &gt;= 0 for which the value is a multiple of 2^-b. */
    private static int fractionBits(double value) {
        long mantissa = Double.doubleToLongBits(value) & (1L << MANTISSA) - 1 | 1L << MANTISSA;
        return value == 0 ? 0 : Math.max(0, MANTISSA - Long.numberOfTrailingZeros(mantissa) - Math.getExponent(value));
    }

    /** Each entry rounded to the nearest multiple of the unit. */
    static RationalVector round(double[] values, Rational unit) {
        BigInteger p = Rationals.numerator(unit);
        BigInteger q = Rationals.denominator(unit);
        BigInteger[] entries = new BigInteger[values.length];
        // Quick where the unit is a power of two 2^-k and the multiples are small.
        boolean power = p.equals(BigInteger.ONE) && q.bitCount() == 1 && q.bitLength() < SAFE_BITS;
        for (int k = 0; k < entries.length; k++) {
            double multiple = power ? Math.scalb(values[k], q.getLowestSetBit()) : Double.NaN;
            entries[k] = Math.abs(multiple) < 1L << MANTISSA ? BigInteger.valueOf(Math.round(multiple))
                    : Rationals.numerator(round(values[k], unit).divide(unit));
            entries[k] = power ? entries[k] : entries[k].multiply(p);
        }
        return RationalVector.of(entries, q);
    }

    /** Each entry rounded, to so many bits behind the leading one of the largest. */
    static RationalVector round(double[] values, int bits) {
        return round(values, power(Math.getExponent(Arrays.stream(values).map(Math::abs).max().orElse(0)) - bits));
    }

    /** The nearest multiple of the unit. */
    static Rational round(double value, Rational unit) {
        return round(exact(value), unit, 0);
    }

    /** A multiple of the unit: the nearest (0), none smaller (1), none larger (-1). */
    static Rational round(Rational value, Rational unit, int direction) {
        Rational ratio = value.divide(unit);
        BigInteger p = Rationals.numerator(ratio);
        BigInteger q = Rationals.denominator(ratio);
        if (direction == 0) {
            p = p.shiftLeft(1).add(q);
            q = q.shiftLeft(1);
        }
        BigInteger[] parts = p.divideAndRemainder(q);
        BigInteger floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
        if (direction > 0 && parts[1].signum() != 0) {
            floor = floor.add(BigInteger.ONE);
        }
        return Rationals.of(floor, BigInteger.ONE).times(unit);
    }

    /** 2^exponent. */
    static Rational power(int exponent) {
        return exponent >= 0 ? Rationals.of(BigInteger.ONE.shiftLeft(exponent), BigInteger.ONE)
                : Rationals.of(BigInteger.ONE, BigInteger.ONE.shiftLeft(-exponent));
    }

    /** The largest power of two not above a positive value. */
    static Rational powerBelow(double value) {
        return power(Math.getExponent(Math.max(value, Double.MIN_NORMAL)));
    }

    static NeuronProblem neuronProblem(Problem problem, RationalVector nu) {
        return new NeuronProblem(pairing(problem), of(problem.innerProduct().matrix()), problem.hasFreeBias(), of(nu));
    }

    /** With equal data rows as one. */
    static TrainingProblem trainingProblem(Problem problem) {
        double[][] skip = of(problem.skipMatrix());
        return new TrainingProblem(pairing(problem), of(problem.innerProduct().matrix()), problem.hasFreeBias(), skip,
                of(problem.scalarLabels()), Math.sqrt(of(problem.betaSquared())),
                problem.loss() == Problem.Loss.INTERPOLATION).merged(EqualRows.of(problem).first());
    }

    private static double[][] pairing(Problem problem) {
        double[][] pairing = new double[problem.rows()][];
        for (int i = 0; i < pairing.length; i++) {
            pairing[i] = of(problem.functional(i));
        }
        return pairing;
    }
}
