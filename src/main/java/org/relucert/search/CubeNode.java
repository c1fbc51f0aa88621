package org.relucert.search;

/**
 * A node of the cube search: the cone over a box in the chart of one face of the cube. Rays are made anew from the
 * box whenever they are needed, so that an open node is small.
 */
final class CubeNode implements Comparable<CubeNode> {

    /** Order of creation: ties between equal bounds are broken by it, so that the search is deterministic. */
    final long sequence;
    /** Number of the face: coordinate face / 2 of scaled coordinates is 1 on it where face is even and -1 where it is odd. */
    final int face;
    /** Least values of the scaled coordinates on the box; that of the face itself is 1 or -1. Null once split or closed. */
    double[] low;
    /** Largest values. */
    double[] high;
    /** Slopes of the merged rows with nu &lt; 0 that the box leaves undecided, ascending by row; null once split. */
    float[] slopes;
    /** Euclidean majorant w, with a scaled bias where that is free; null if none was found, or once split. */
    double[] majorant;
    /** Numbers of the vertices with equality in the bound; null once split or closed. */
    int[] active;
    /** The rows that the box leaves undecided; null once split or closed. */
    UndecidedRows.Known rows;
    /** Majorants of the sum of positive parts at the vertices ({@link PositiveParts}); null if not kept, or once split or closed. */
    float[] parts;
    /** Upper bound of h on the cone in the unit ball: |w|. */
    double bound;
    /** Coordinate to halve the box in, -1 if the box is not to be split. */
    int split = -1;
    /** Where it is halved, a dyadic number. */
    double at;
    /** Children, null for a leaf: coordinate {@link #split} at least {@link #at}, and at most. */
    CubeNode above;
    CubeNode below;

    CubeNode(long sequence, int face, double[] low, double[] high) {
        this.sequence = sequence;
        this.face = face;
        this.low = low;
        this.high = high;
    }

    /** Forgets what only an open node needs. */
    void close() {
        low = null;
        high = null;
        active = null;
        rows = null;
        parts = null;
    }

    @Override
    public int compareTo(CubeNode other) {
        int byBound = Double.compare(other.bound, bound);
        return byBound != 0 ? byBound : Long.compare(sequence, other.sequence);
    }
}
