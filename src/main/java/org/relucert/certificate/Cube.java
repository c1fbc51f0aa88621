package org.relucert.certificate;

import java.util.List;
import java.util.Optional;
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

    /** The cube of these rows; by weights where that says the same. */
    public static Cube of(RationalMatrix matrix) {
        List<RationalVector> rows = new java.util.ArrayList<>();
        boolean isAlongAxes = matrix.isDiagonal();
        for (int k = 0; k < matrix.rows(); k++) {
            rows.add(matrix.row(k));
            isAlongAxes &= matrix.numerator(k, k).signum() > 0;
        }
        if (!isAlongAxes) {
            return new Cube(Optional.empty(), rows);
        }
        return of(RationalVector.of(java.util.stream.IntStream.range(0, rows.size()).mapToObj(k -> matrix.get(k, k)).toList()));
    }
}
