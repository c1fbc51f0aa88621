package org.relucert.search;

import java.math.BigDecimal;
import java.math.MathContext;
import org.relucert.search.Reconstruction.Ratio;

/**
 * The exact data of a training problem, for {@link Refinement}: every number a fraction.
 *
 * @param points n x D; the vectors x_i themselves in augmented input-space coordinates (<em>not</em> the functionals M x_i)
 * @param metric D x D, M; with a free bias its last row and column are those of the identity
 * @param freeBias whether the last coordinate is not penalised
 * @param skip n x k matrix S
 * @param labels y, length n
 * @param betaSquared B; only beta^2 needs to be rational
 * @param interpolation whether f = y is a constraint
 */
public record RefinementProblem(Ratio[][] points, Ratio[][] metric, boolean freeBias, Ratio[][] skip, Ratio[] labels,
        Ratio betaSquared, boolean interpolation) {

    /** Nearest floating-point problem, for {@link Trainer}. */
    public TrainingProblem toFloat() {
        double[][] m = doubles(metric);
        double[][] x = doubles(points);
        double[][] pairing = new double[x.length][m.length];
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < m.length; k++) {
                for (int l = 0; l < m.length; l++) {
                    pairing[i][k] += m[k][l] * x[i][l];
                }
            }
        }
        return new TrainingProblem(pairing, m, freeBias, doubles(skip), doubles(new Ratio[][] {labels})[0],
                Math.sqrt(betaSquared.toDouble()), interpolation);
    }

    private static double[][] doubles(Ratio[][] matrix) {
        double[][] result = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            result[i] = new double[matrix[i].length];
            for (int k = 0; k < matrix[i].length; k++) {
                result[i][k] = matrix[i][k].toDouble();
            }
        }
        return result;
    }

    static BigDecimal[][] decimals(Ratio[][] matrix, MathContext context) {
        BigDecimal[][] result = new BigDecimal[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            result[i] = decimals(matrix[i], context);
        }
        return result;
    }

    static BigDecimal[] decimals(Ratio[] vector, MathContext context) {
        BigDecimal[] result = new BigDecimal[vector.length];
        for (int k = 0; k < vector.length; k++) {
            result[k] = decimal(vector[k], context);
        }
        return result;
    }

    static BigDecimal decimal(Ratio value, MathContext context) {
        return new BigDecimal(value.numerator()).divide(new BigDecimal(value.denominator()), context);
    }
}
