package org.relucert.search;

import java.util.List;

/**
 * A branch-and-bound tree proposed by {@link NeuronSearch} for one side: the shape (which data row splits which node) and,
 * at its leaves, rough multipliers. The prover replays it exactly, rounds and repairs the multipliers.
 *
 * <p>Three kinds of root (mathematics, 2.1): <em>box</em>, one root without rows, leaves by chords over
 * bounds or by quadratic majorants;
 * <em>orthants</em>, 2^D roots, leaves by chords over the generators of the cone, which double description maintains; and
 * <em>cubes</em>, 2D roots, the cones over the faces of a cube, leaves as with orthants.
 *
 * @param kind which root
 * @param cube the functionals a_1..a_D of {@link Kind#CUBES}, linearly independent; empty for the other kinds
 * @param roots one node for {@link Kind#BOX}; 2^D for {@link Kind#ORTHANTS}, where root number b is the orthant with
 *     u_k &lt;= 0 if bit k of b is set and u_k &gt;= 0 otherwise; 2D for {@link Kind#CUBES},
 *     where root number 2k (2k + 1) is the cone of the u with s a_k . u &gt;= |a_j . u| for all j, s = 1 (s = -1)
 */
public record SearchTree(Kind kind, double[][] cube, List<Node> roots) {

    /** A tree that is not over a cube. */
    public SearchTree(Kind kind, List<Node> roots) {
        this(kind, new double[0][], roots);
    }

    /** Kind of root. */
    public enum Kind { BOX, ORTHANTS, CUBES }

    /** A node: a split or a leaf. */
    public sealed interface Node permits Split, Cut, BoxLeaf, QuadraticLeaf, ConeLeaf { }

    /**
     * Split by the sign of data row i.
     *
     * @param row data row i
     * @param tightened bounds proved at this node and inherited by everything below (box trees; else empty)
     * @param nonNegative child with &lt;x_i,u&gt; &gt;= 0
     * @param nonPositive child with &lt;x_i,u&gt; &lt;= 0
     */
    public record Split(int row, List<Bound> tightened, Node nonNegative, Node nonPositive) implements Node { }

    /**
     * Cut of a box in the face (k, s) of a cube (trees over cubes), below no other kind of split.
     *
     * @param axis j, not k
     * @param at t, taken exactly as it stands
     * @param nonNegative child with a_j . u &gt;= t s a_k . u
     * @param nonPositive child with a_j . u &lt;= t s a_k . u
     */
    public record Cut(int axis, double at, Node nonNegative, Node nonPositive) implements Node { }

    /**
     * Leaf by box chords (LF).
     *
     * @param bound floating-point upper bound of h on the leaf's cone in the unit ball
     * @param tightened bounds proved at this leaf
     * @param lambda multiplier of each row on the path from the root, root first (zero where not used)
     * @param slopes slope g_i in [0,1] of each undecided-or-not index with nu_i &lt; 0, indexed by data row; 0 elsewhere
     */
    public record BoxLeaf(double bound, List<Bound> tightened, double[] lambda, double[] slopes) implements Node { }

    /**
     * Leaf by a quadratic majorant (QL): h(u) &lt;= e + &lt;v,u&gt; + q(u) on the cone, at most the bound on the unit ball.
     *
     * @param bound floating-point upper bound of h on the leaf's cone in the unit ball
     * @param lambda multiplier of each row on the path from the root, root first
     * @param curvatures a_i &gt; 0 of each index with nu_i &gt; 0 and open sign, indexed by data row; 0 elsewhere
     * @param slopes slope g_i in [0,1] of each index with nu_i &lt; 0, indexed by data row; 0 elsewhere
     * @param point where the bound is attained, nearly; input-space coordinates
     */
    public record QuadraticLeaf(double bound, double[] lambda, double[] curvatures, double[] slopes, double[] point)
            implements Node { }

    /**
     * Leaf by chords over generators (SX).
     *
     * @param bound floating-point upper bound of h on the leaf's cone in the unit ball
     * @param slopeRows the data rows with nu_i &lt; 0 of undecided sign on the cone whose slope is not {@link #slope}
     * @param slopes their slopes gamma_i in [0,1]
     * @param majorant w in input-space coordinates with &lt;w,g&gt;_M &gt;= tau_g for every generator; where the bias is free w has
     *     none, and in its place is that of the multiple of w at which the bound is attained, nearly
     */
    public record ConeLeaf(double bound, int[] slopeRows, double[] slopes, double[] majorant) implements Node {

        /**
         * The slope that the sign at a direction tells: 1 if &lt;x_i,u&gt; &gt; 0, else 0. At the majorant most rows have it.
         *
         * @param functional a_i with &lt;x_i,u&gt; = a_i . u
         */
        public static double slope(double[] functional, double[] direction) {
            double product = 0;
            for (int k = 0; k < direction.length; k++) {
                product += functional[k] * direction[k];
            }
            return product > 0 ? 1 : 0;
        }
    }

    /**
     * A tightened bound on &lt;x_i,u&gt; over the node's cone in the unit ball (LF-2): |±x_i + sum mu_k r_k| &lt;= value.
     *
     * @param row data row i
     * @param upper true for h_i (&lt;x_i,u&gt; &lt;= value), false for l_i (&lt;x_i,u&gt; &gt;= -value)
     * @param value the bound, positive
     * @param mu multipliers of the rows on the path from the root, root first
     */
    public record Bound(int row, boolean upper, double value, double[] mu) { }
}
