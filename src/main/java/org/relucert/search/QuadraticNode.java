package org.relucert.search;

/** A node of the search with quadratic leaves: signs of some rows, the multipliers of its bound, a start for its children. */
final class QuadraticNode implements Comparable<QuadraticNode> {

    /** Order of creation: breaks ties between equal bounds, so that the search is deterministic. */
    final long sequence;
    /** Merged rows split on the path, root first. */
    final int[] path;
    /** For each of them 1 where the node lies on the nonnegative side, else -1. */
    final int[] sign;
    /** A start for the children's relaxations: mean, Cholesky factor of the covariance, barrier parameter. Null once there are children. */
    double[] mean;
    double[] root;
    double tau;
    /** Multipliers of the path rows (unit rows). */
    double[] lambda;
    /** Multipliers a of the undecided merged rows with nu &gt; 0 (unit rows), ascending. */
    double[] curvatures;
    /** Multipliers g of the merged rows with nu &lt; 0. */
    double[] slopes;
    /** Where the quadratic majorant attains its bound on the ball, nearly; Euclidean coordinates. */
    double[] point;
    double bound;
    /** Merged row to split by, -1 if none. */
    int split = -1;
    /** Children, null for a leaf. */
    QuadraticNode nonNegative;
    QuadraticNode nonPositive;

    QuadraticNode(long sequence, int[] path, int[] sign) {
        this.sequence = sequence;
        this.path = path;
        this.sign = sign;
    }

    @Override
    public int compareTo(QuadraticNode other) {
        int byBound = Double.compare(other.bound, bound);
        return byBound != 0 ? byBound : Long.compare(sequence, other.sequence);
    }
}
