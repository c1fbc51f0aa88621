package org.relucert.certificate;

import java.util.List;
import org.relucert.exact.RationalVector;

/**
 * Coordinates of the data points from which the others follow: for each other coordinate, ascending, x_ik = sum_s a_s x_ij_s over
 * the coordinates j_1, j_2, ... of the basis, for every data point i. As read, nothing is known of it (obligation DF-5).
 *
 * @param columns the j_s, numbered as in the directions of neurons, bias included; none for {@link #NONE}
 * @param others the vectors a
 */
public record Basis(List<Integer> columns, List<RationalVector> others) {

    /** No basis: a tree in all coordinates. */
    public static final Basis NONE = new Basis(List.of(), List.of());

    /** Copies the lists. */
    public Basis {
        columns = List.copyOf(columns);
        others = List.copyOf(others);
    }

    /** Whether this is {@link #NONE}. */
    public boolean isNone() {
        return columns.isEmpty();
    }
}
