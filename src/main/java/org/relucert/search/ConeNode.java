package org.relucert.search;

/** A node of the cone search: a polyhedral cone by its extreme rays, the rows it leaves undecided, and its bound. */
final class ConeNode implements Comparable<ConeNode> {

    /** Order of creation: ties between equal bounds are broken by it, so that the search is deterministic. */
    final long sequence;
    /** Number of constraints on the path: D signs and one per split. */
    final int constraints;
    /** Extreme rays; null once split or closed. */
    ConeRay[] rays;
    /** Rays of the cones that splits made, on the path to this one and with it (SX-1). */
    long pathRays;
    /** Merged rows of undecided sign: those with nu &gt; 0 first. */
    int[] undecided;
    /** How many of the undecided rows have nu &gt; 0. */
    int undecidedPositives;
    /** Sum of nu_i a_i over decided nonnegative rows with nu_i &gt; 0, a functional in scaled coordinates; null once split or closed. */
    double[] convexSum;
    /** The same for nu_i &lt; 0; null once split or closed. */
    double[] concaveSum;
    /** Slopes of the undecided rows with nu_i &lt; 0. */
    double[] slopes;
    /** Euclidean majorant w, with a scaled bias where that is free; null if none was found. */
    double[] majorant;
    /** Generators with equality in the bound, for the children to start from; null once split or closed. */
    double[][] active;
    /** Upper bound of h on the cone in the unit ball: |w|. */
    double bound;
    /** Merged row to split by, -1 if no row splits the cone any more. */
    int split = -1;
    /** Children, null for a leaf. */
    ConeNode nonNegative;
    ConeNode nonPositive;

    ConeNode(long sequence, int constraints) {
        this.sequence = sequence;
        this.constraints = constraints;
    }

    /** Forgets what only an open node needs. */
    void close() {
        rays = null;
        active = null;
        convexSum = null;
        concaveSum = null;
    }

    @Override
    public int compareTo(ConeNode other) {
        int byBound = Double.compare(other.bound, bound);
        return byBound != 0 ? byBound : Long.compare(sequence, other.sequence);
    }
}
