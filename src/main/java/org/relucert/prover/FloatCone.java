package org.relucert.prover;

import java.math.BigInteger;
import java.util.Arrays;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.Cone;
import org.relucert.exact.RationalVector;

/**
 * The generators of a cone in doubles, and tau on them: what a prover looks at before it asks the exact cone or box. Arrays run
 * over generators in their last index, for loops that a processor does several at a time.
 */
final class FloatCone {

    private static final int PADDING = 8;
    /** Roundings of a number that is a summand, generously. */
    private static final int ROUNDINGS = 32;

    /** Null for the cone over a box. */
    private final Cone cone;
    /** Row i: the functional nu_i &lt;x_i, .&gt;. */
    private final double[][] terms;
    private final double[][] columns;
    /** The absolute sums of the generators, where tau comes from the cone. */
    private final BigInteger[] sums;
    private final double[] penalised;
    /** tau without undecided rows with nu_i &lt; 0, over the lengths; null if it has to come from the cone. */
    private final double[] decided;
    /** Error of numbers at the generators in doubles, for terms or functionals of size one. */
    private final double error;

    /**
     * Looks at a cone.
     *
     * @param terms row i: the functional nu_i &lt;x_i, .&gt;
     * @param penalisedSize the coordinates that count for the norm, the first ones
     * @param isExact whether tau is to be computed exactly and then rounded
     */
    FloatCone(Cone cone, double[][] terms, int penalisedSize, boolean isExact) {
        this.cone = cone;
        this.terms = terms;
        int count = cone.generators();
        int dimension = cone.dimension();
        columns = columns(dimension, count);
        double[] length = new double[count];
        penalised = new double[count];
        sums = new BigInteger[count];
        double[] convexPart = new double[count];
        long[] generator = new long[dimension];
        long[] convex = new long[dimension];
        double[] factors = new double[dimension];
        Arrays.setAll(factors, j -> Floats.of(cone.factor(j), BigInteger.ONE));
        double over = 1 / Floats.of(cone.termDenominator(), BigInteger.ONE);
        boolean words = !isExact && over > Double.MIN_NORMAL;
        for (int k = 0; k < count && words; k++) {
            words = cone.copyWords(k, generator, convex);
            double product = 0;
            for (int j = 0; j < dimension; j++) {
                columns[j][k] = generator[j] * factors[j];
                product += (double) generator[j] * convex[j];
            }
            convexPart[k] = product * over;
        }
        if (words) {
            for (int j = 0; j < dimension; j++) {
                addAbsolute(length, columns[j]);
            }
            for (int j = 0; j < dimension; j++) {
                divide(columns[j], length);
            }
            divide(convexPart, length);
        } else {
            for (int k = 0; k < count; k++) {
                exact(k, cone.generator(k));
            }
        }
        for (int j = 0; j < penalisedSize; j++) {
            addAbsolute(penalised, columns[j]);
        }
        decided = words ? convexPart : null;
        if (words) {
            add(decided, Floats.of(cone.decidedConcave()));
        }
        error = words ? error(1) : Double.POSITIVE_INFINITY;
    }

    /**
     * The cone over a box of a cube.
     *
     * @param columns coordinate j of generator k at [j][k], of some length; from {@link #columns(int, int)}, kept
     * @param convex a part of tau at the generators, kept
     * @param linear the rest of tau, without undecided rows with nu_i &lt; 0: a functional
     * @param terms row i: the functional nu_i &lt;x_i, .&gt;
     * @param penalisedSize the coordinates that count for the norm, the first ones
     * @param size a majorant of the generators' absolute sums, to which their errors, and those of the part of tau, are relative
     */
    FloatCone(double[][] columns, double[] convex, double[] linear, double[][] terms, int penalisedSize, double size) {
        this.cone = null;
        this.terms = terms;
        this.columns = columns;
        this.sums = null;
        double[] length = new double[convex.length];
        for (double[] column : columns) {
            addAbsolute(length, column);
        }
        for (double[] column : columns) {
            divide(column, length);
        }
        divide(convex, length);
        error = error(size / least(length));
        penalised = new double[convex.length];
        for (int j = 0; j < penalisedSize; j++) {
            addAbsolute(penalised, columns[j]);
        }
        decided = convex;
        add(decided, linear);
    }

    private static double least(double[] numbers) {
        double least = Double.POSITIVE_INFINITY;
        for (double number : numbers) {
            least = Math.min(least, number);
        }
        return least;
    }

    /**
     * A majorant of the error of a sum over all coordinates and rows, in which each number is known up to some roundings,
     * relative to the sum of the absolute values.
     *
     * @param condition how much larger these are than generators of absolute sum 1 have them
     */
    private double error(double condition) {
        return ROUNDINGS * Math.ulp(1.0) * (terms.length + columns.length) * condition;
    }

    /** Room for the coordinates of generators by columns. */
    static double[][] columns(int dimension, int count) {
        // Somewhat longer than needed: columns of 2^m entries would all fall on the same lines of the cache.
        return new double[dimension][count + PADDING];
    }

    private void exact(int k, RationalVector generator) {
        BigInteger sum = BigInteger.ZERO;
        for (int j = 0; j < generator.size(); j++) {
            sum = sum.add(generator.numerator(j).abs());
        }
        for (int j = 0; j < generator.size(); j++) {
            columns[j][k] = Floats.of(generator.numerator(j), sum);
        }
        sums[k] = sum;
    }

    private static void addAbsolute(double[] sums, double[] column) {
        for (int k = 0; k < sums.length; k++) {
            sums[k] += Math.abs(column[k]);
        }
    }

    private static void divide(double[] column, double[] lengths) {
        for (int k = 0; k < lengths.length; k++) {
            column[k] /= lengths[k];
        }
    }

    /** Adds a functional's values at the generators. */
    private void add(double[] values, double[] functional) {
        for (int j = 0; j < functional.length; j++) {
            addMultiple(values, columns[j], functional[j]);
        }
    }

    static void addMultiple(double[] values, double[] column, double factor) {
        for (int k = 0; k < values.length; k++) {
            values[k] += factor * column[k];
        }
    }

    /** Number of generators. */
    int count() {
        return penalised.length;
    }

    /** Coordinate j of generator k, scaled to absolute sum 1, at [j][k]; columns may be longer. Not to be changed. */
    double[][] columns() {
        return columns;
    }

    /** tau at the generators so scaled, with these slopes. */
    double[] tau(Slopes slopes) {
        if (decided == null) {
            Terms whole = slopes.terms();
            RationalVector exact = cone.tau(whole.indices(), whole.values());
            double[] tau = new double[count()];
            for (int k = 0; k < tau.length; k++) {
                // Divided before it is rounded: either may be out of a double's range.
                tau[k] = Floats.of(exact.numerator(k), exact.denominator().multiply(sums[k]));
            }
            return tau;
        }
        double[] functional = new double[columns.length];
        for (int t = 0; t < slopes.rows().length; t++) {
            double[] term = terms[slopes.rows()[t]];
            double slope = slopes.value(t);
            for (int j = 0; j < functional.length; j++) {
                functional[j] += slope * term[j];
            }
        }
        double[] tau = decided.clone();
        add(tau, functional);
        return tau;
    }

    /**
     * How a functional compares with tau.
     *
     * @param most what it lacks to reach tau at a generator, as a share of the generator's penalised absolute sum, at most;
     *     0 if it reaches tau everywhere
     * @param scale the functional's largest absolute value at a generator
     */
    record Shortfall(double most, double scale) { }

    /** How a functional compares with tau. */
    Shortfall shortfall(double[] functional, double[] tau) {
        double[] values = values(functional);
        double shortfall = 0;
        double scale = 0;
        for (int k = 0; k < values.length; k++) {
            scale = Math.max(scale, Math.abs(values[k]));
            if (penalised[k] > 0) {
                shortfall = Math.max(shortfall, (tau[k] - values[k]) / penalised[k]);
            }
        }
        return new Shortfall(shortfall, scale);
    }

    /**
     * Whether a functional reaches tau at all generators beyond all doubt that rounding leaves.
     *
     * <p>A value at a generator is a sum of products of coordinates, and tau one over the terms of all rows. Each rounding
     * changes it by at most an ulp of a partial sum, and none of these is larger than the size of the functional, respectively that of
     * all terms, times the absolute sum of the generator, or what stands for it where the generator itself is such a sum.
     *
     * @param size the sum of absolute values of which the functional is made
     * @param termSize the same for all terms
     */
    boolean isSurelyMajorant(double[] functional, double size, double[] tau, double termSize) {
        double[] values = values(functional);
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < values.length; k++) {
            least = Math.min(least, values[k] - tau[k]);
        }
        return least > error * (size + termSize);
    }

    /** The values of a functional at the generators. */
    double[] values(double[] functional) {
        double[] values = new double[count()];
        add(values, functional);
        return values;
    }
}
