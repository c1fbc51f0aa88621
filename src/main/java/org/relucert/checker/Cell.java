package org.relucert.checker;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.relucert.exact.RationalVector;

/** The cone of a node in a tree whose leaves are by generators: a box in a face of a cube while it can be, else a general one. */
public sealed interface Cell permits Box, Cone {

    /** Number of splits on the path from the root. */
    int splits();

    /** The same cone by its rows and extreme rays. */
    Cone cone();

    /** Whether data row i takes both signs on the cone. */
    boolean isUndecided(int i);

    /** The data rows that take both signs on the cone, ascending. */
    int[] undecided();

    /** The undecided rows with nu_i &lt; 0 that are positive on a vector. */
    BitSet positiveConcave(RationalVector direction);

    /**
     * A generator g with &lt;w, g&gt; smaller than tau_g (obligation SX-3), or empty if there is none.
     *
     * @param functional M w
     * @param slopeRows undecided rows with nu_i &lt; 0 that have a slope, ascending
     * @param slopes their slopes
     * @param signs the others have slope 1 where they are positive on this vector, and else 0; 0 without it
     */
    Optional<RationalVector> violated(RationalVector functional, List<Integer> slopeRows, RationalVector slopes,
            Optional<RationalVector> signs);
}
