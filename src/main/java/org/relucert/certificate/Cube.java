package org.relucert.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;

/**
 * The cube |a_k . u| &lt;= 1 of a tree over its faces, a parallelepiped in general: D linearly independent functionals a_k,
 * paired plainly. Written as a matrix, or as D positive weights c_k where a_k = c_k e_k. As read, nothing is known of its
 * shape (obligation DF-2).
 *
 * @param weights the weights; empty if the cube is given by its rows, or if there is none
 * @param rows the a_k; empty if the cube is given by weights
 */
public record Cube(Optional<RationalVector> weights, List<RationalVector> rows) {

    /** No cube: that of the other roots. */
    public static final Cube NONE = new Cube(Optional.empty(), List.of());

    /** Copies the list. */
    public Cube {
        rows = List.copyOf(rows);
    }

    /** The cube of these weights. */
    public static Cube of(RationalVector weights) {
        return new Cube(Optional.of(weights), List.of());
    }

    /** The cube of the rows of a square matrix; by weights where that says the same. */
    public static Cube of(RationalMatrix matrix) {
        List<RationalVector> rows = new ArrayList<>();
        List<Rational> diagonal = new ArrayList<>();
        for (int k = 0; k < matrix.rows(); k++) {
            rows.add(matrix.row(k));
            diagonal.add(matrix.get(k, k));
        }
        boolean byWeights = matrix.isDiagonal() && diagonal.stream().allMatch(Rational::isPositive);
        return byWeights ? of(RationalVector.of(diagonal)) : new Cube(Optional.empty(), rows);
    }
}
