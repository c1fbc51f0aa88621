package org.relucert.search;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * @param origin the data rows that these rows stand for; null where each stands for itself
 */
public record RefinementProblem(Ratio[][] points, Ratio[][] metric, boolean freeBias, Ratio[][] skip, Ratio[] labels,
        Ratio betaSquared, boolean interpolation, Origin origin) {

    /**
     * Data rows of which equal ones are one row, whose label is their mean and whose nu_i is their sum: with m of them that is m
     * times label minus output.
     *
     * @param labels of all data rows
     * @param place of each data row the row that stands for it
     * @param count of each row how many it stands for
     */
    record Origin(Ratio[] labels, int[] place, int[] count) { }

    /** Every row by itself. */
    public RefinementProblem(Ratio[][] points, Ratio[][] metric, boolean freeBias, Ratio[][] skip, Ratio[] labels,
            Ratio betaSquared, boolean interpolation) {
        this(points, metric, freeBias, skip, labels, betaSquared, interpolation, null);
    }

    /** The same problem with equal rows as one; where f = y is a constraint only those of equal labels. */
    RefinementProblem merged() {
        Map<List<Ratio>, Integer> places = new HashMap<>();
        int[] place = new int[points.length];
        int[] count = new int[points.length];
        int[] first = new int[points.length];
        Ratio[] sums = new Ratio[points.length];
        for (int i = 0; i < points.length; i++) {
            List<Ratio> row = new ArrayList<>(List.of(points[i]));
            if (interpolation) {
                row.add(labels[i]);
            }
            int next = places.size();
            place[i] = places.computeIfAbsent(row, r -> next);
            boolean isNew = place[i] == next;
            first[place[i]] = isNew ? i : first[place[i]];
            sums[place[i]] = isNew ? labels[i] : sums[place[i]].plus(labels[i]);
            count[place[i]]++;
        }
        int rows = places.size();
        if (rows == points.length) {
            return this;
        }
        Ratio[][] x = new Ratio[rows][];
        Ratio[][] s = new Ratio[rows][];
        Ratio[] means = new Ratio[rows];
        for (int p = 0; p < rows; p++) {
            x[p] = points[first[p]];
            s[p] = skip[first[p]];
            means[p] = sums[p].over(count[p]);
        }
        return new RefinementProblem(x, metric, freeBias, s, means, betaSquared, interpolation,
                new Origin(labels, place, Arrays.copyOf(count, rows)));
    }

    /** How many data rows a row stands for. */
    int count(int i) {
        return origin == null ? 1 : origin.count[i];
    }

    /** Sums of a dual vector over the data rows that are one here. */
    double[] sums(double[] nu) {
        if (origin == null) {
            return nu.clone();
        }
        double[] sums = new double[points.length];
        for (int i = 0; i < nu.length; i++) {
            sums[origin.place[i]] += nu[i];
        }
        return sums;
    }

    /** A result for all data rows. */
    Refinement.Result apart(Refinement.Result result, MathContext context) {
        if (origin == null) {
            return result;
        }
        BigDecimal[] nu = new BigDecimal[origin.place.length];
        for (int i = 0; i < nu.length; i++) {
            int p = origin.place[i];
            BigDecimal mean = result.nu()[p].divide(BigDecimal.valueOf(origin.count[p]), context);
            nu[i] = decimal(origin.labels[i].plus(labels[p].over(-1)), context).add(mean, context);
        }
        List<Refinement.RefinedAtom> atoms = new ArrayList<>();
        for (Refinement.RefinedAtom atom : result.atoms()) {
            int[] kinks = new int[nu.length];
            double[] slopes = new double[nu.length];
            int count = 0;
            for (int i = 0; i < nu.length; i++) {
                for (int f = 0; f < atom.kinks().length; f++) {
                    if (atom.kinks()[f] == origin.place[i]) {
                        kinks[count] = i;
                        slopes[count++] = atom.slopes()[f];
                    }
                }
            }
            atoms.add(new Refinement.RefinedAtom(atom.sign(), atom.direction(), atom.weight(), Arrays.copyOf(kinks, count),
                    Arrays.copyOf(slopes, count)));
        }
        return new Refinement.Result(result.converged(), result.digits(), nu, atoms, result.skip(), result.iterations(),
                result.reason());
    }

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
