package org.relucert.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * The hypersimplex family (G2): rows x_i = e_i - 1/(2k) of Q^{2k}, nu = 1, B = k/2. The atoms are all k-subsets A of the rows, p_A
 * = 1_A - 1/2 with feature 1_A / 2, rank 2k: Q consists of the ways to cover the rows by k-subsets as often as y* says.
 */
public final class Hypersimplex {

    private Hypersimplex() { }

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
