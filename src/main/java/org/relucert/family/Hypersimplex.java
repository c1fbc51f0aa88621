package org.relucert.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * The hypersimplex family (G2): rows x_i = e_i - 1/(2k) of Q^{2k}, nu = 1, B = k/2. The atoms are all k-subsets A of the rows,
 * p_A = 1_A - 1/2 with feature 1_A / 2, rank 2k: Q consists of the ways to cover the rows by k-subsets as often as y* says.
 */
public final class Hypersimplex implements Family {

    @Override
    public String name() {
        return "simplex";
    }

    @Override
    public String shows() {
        return "optimal sets of high dimension with a staircase of components that is far from monotone";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.integer("k", "half the number of data points; the atoms are their k-subsets", 2, 1, 4),
                Parameter.loss());
    }

    /** Weights 1 to 3 of at most 2k atoms. */
    @Override
    public Instance draw(Settings settings, Choices choices) {
        int k = settings.integer("k");
        InverseInstance simplex = of(k);
        int atoms = simplex.atoms().size();
        Rational[] weights = new Rational[atoms];
        Arrays.fill(weights, Rationals.ZERO);
        int used = choices.integer(1, 2 * k);
        for (int j = 0; j < used; j++) {
            int a = choices.index(atoms);
            weights[a] = weights[a].plus(choices.positive(3, 1));
        }
        return simplex.instance(settings.loss(), RationalVector.of(weights), facts -> List.of(
                new Instance.Property("the atoms are as many as the k-subsets of the data points", () -> facts.atoms()
                        .size() == subsets(k)),
                new Instance.Property("the features have rank 2k", () -> Elimination.of(simplex.features()).rank() == 2 * k)));
    }

    /** The binomial coefficient of 2k and k. */
    private static int subsets(int k) {
        int count = 1;
        for (int j = 1; j <= k; j++) {
            count = count * (k + j) / j;
        }
        return count;
    }

    /** The instance of a k from 1 to 8. */
    public static InverseInstance of(int k) {
        List<RationalVector> rows = new ArrayList<>();
        Rational[] shift = new Rational[2 * k];
        Arrays.fill(shift, Rationals.of(1, 2L * k));
        for (int i = 0; i < 2 * k; i++) {
            rows.add(RationalVector.unit(2 * k, i).minus(RationalVector.of(shift)));
        }
        long[] ones = new long[2 * k];
        Arrays.fill(ones, 1);
        return InverseInstance.zonotope("hypersimplex " + k, RationalMatrix.ofRows(rows, 2 * k), RationalMatrix.identity(2 * k),
                RationalVector.of(ones));
    }
}
