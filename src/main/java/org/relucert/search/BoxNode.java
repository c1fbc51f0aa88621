package org.relucert.search;

import java.util.List;

/** A node of the box search: signs of some rows, bounds of the undecided ones, and the multipliers of its bound. */
final class BoxNode implements Comparable<BoxNode> {

    /** Order of creation: breaks ties between equal bounds, so that the search is deterministic. */
    final long sequence;
    /** Merged rows split on the path, root first. */
    final int[] path;
    /** For each of them whether the node lies on the nonnegative side. */
    final boolean[] above;
    /** For each merged row with nu &gt; 0: +1 decided nonnegative, -1 decided nonpositive, 0 undecided. */
    byte[] sign;
    /** Upper bounds h of &lt;x_i,u&gt; for each merged row with nu &gt; 0 (unit rows). */
    double[] high;
    /** Bounds l of -&lt;x_i,u&gt;, positive: the contract's -l_i. */
    double[] low;
    /** Bounds proved at this node, in the units and rows of the caller. */
    List<SearchTree.Bound> tightened = List.of();
    /** Multipliers of the path rows (unit rows). */
    double[] lambda;
    /** Slopes of the merged rows with nu &lt; 0. */
    double[] slopes;
    /** |v| + kappa. */
    double bound;
    /** Merged row to split by, -1 if none. */
    int split = -1;
    /** Children, null for a leaf. */
    BoxNode nonNegative;
    BoxNode nonPositive;

    BoxNode(long sequence, int[] path, boolean[] above) {
        this.sequence = sequence;
        this.path = path;
        this.above = above;
    }

    @Override
    public int compareTo(BoxNode other) {
        int byBound = Double.compare(other.bound, bound);
        return byBound != 0 ? byBound : Long.compare(sequence, other.sequence);
    }
}
