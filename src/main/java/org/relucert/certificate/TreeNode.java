package org.relucert.certificate;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;

/**
 * A node of a branch-and-bound tree for the neuron problem (mathematics, 2.1), as it stands in a certificate: nothing here
 * is checked beyond its shape.
 */
public sealed interface TreeNode {

    /** Whether it has two children. */
    default boolean isInner() {
        return this instanceof Split || this instanceof Cut;
    }

    /**
     * A split of the node's cone into &lt;r,u&gt; &gt;= 0 and &lt;r,u&gt; &lt;= 0.
     *
     * @param row the data row x_i that is r, or -1 for an arbitrary hyperplane
     * @param normal r for an arbitrary hyperplane, else empty
     * @param bounds bounds proved here, inherited by everything below
     * @param implied signs proved here, inherited by everything below
     */
    record Split(int row, Optional<RationalVector> normal, List<RowBound> bounds, List<ImpliedSign> implied)
            implements TreeNode { }

    /**
     * A cut of a box in the face (k, s) of a cube, into the u with v_j &gt;= t s v_k and those with v_j &lt;= t s v_k, where
     * v_j = a_j . u (SX-1).
     *
     * @param axis j
     * @param at t
     */
    record Cut(int axis, Rational at) implements TreeNode { }

    /**
     * A leaf by chords over bounds (LF).
     *
     * @param lambda multipliers of the node's rows
     * @param slopes g_i of data rows with sigma nu_i &lt; 0; 0 where not given
     * @param bounds bounds proved here
     * @param implied signs proved here
     * @param rho majorant of |v|, needed when a row is undecided
     */
    record ChordLeaf(Terms lambda, Terms slopes, List<RowBound> bounds, List<ImpliedSign> implied, Optional<Rational> rho)
            implements TreeNode { }

    /**
     * A leaf by chords over the generators of its cone (SX).
     *
     * @param majorant w, length D
     * @param slopes gamma_i of data rows with sigma nu_i &lt; 0 whose sign the cone does not decide
     * @param signs u, length D, which tells the slope of such a row that is not given: 1 if &lt;x_i,u&gt; &gt; 0, else 0;
     *     without it all of them are 0
     */
    record GeneratorLeaf(RationalVector majorant, Terms slopes, Optional<RationalVector> signs) implements TreeNode {
        /** Where slopes are by sign, an integer among those given stands for that multiple of one over this. */
        public static final BigInteger SLOPE_STEPS = BigInteger.valueOf(64);
    }

    /**
     * A leaf by a quadratic majorant (QL).
     *
     * @param level H, what the leaf proves: nu^T(Xu)_+ &lt;= H R(u) on its cone
     * @param radius mu, the multiplier of the unit ball
     * @param lambda multipliers of the node's rows
     * @param curvatures a_i of the undecided data rows with sigma nu_i &gt; 0, in the order of the rows
     * @param signs u, length D, which tells the slope of a row with sigma nu_i &lt; 0 that is not given: 1 if &lt;x_i,u&gt;
     *     &gt; 0, else 0
     * @param slopes g_i of data rows with sigma nu_i &lt; 0
     * @param bounds bounds proved here
     * @param implied signs proved here
     */
    record QuadraticLeaf(Rational level, Rational radius, Terms lambda, RationalVector curvatures, RationalVector signs,
            Terms slopes, List<RowBound> bounds, List<ImpliedSign> implied) implements TreeNode {
        /** An integer among the curvatures stands for that multiple of one over this. */
        public static final BigInteger CURVATURE_STEPS = BigInteger.valueOf(1024);
    }

    /**
     * Sparse coefficients.
     *
     * @param indices strictly ascending
     * @param values one for each index
     */
    record Terms(List<Integer> indices, RationalVector values) {
        /** No coefficient. */
        public static final Terms NONE = new Terms(List.of(), RationalVector.zero(0));

        /** Copies the list. */
        public Terms {
            indices = List.copyOf(indices);
            if (indices.size() != values.size()) {
                throw new IllegalArgumentException(indices.size() + " indices with " + values.size() + " values");
            }
        }
    }

    /**
     * LF-2: &lt;x_i,u&gt; &lt;= value (value positive) or &lt;x_i,u&gt; &gt;= value (value negative) on the cone in the unit
     * ball, because |x_i + sum mu_k r_k| &lt;= value, respectively |-x_i + sum mu_k r_k| &lt;= -value.
     */
    record RowBound(int row, Rational value, Terms multipliers) { }

    /**
     * DF-3: &lt;x_i,u&gt; &gt;= 0 on the cone because -x_i + sum mu_k r_k = 0 (nonNegative), or &lt;= 0 because
     * x_i + sum mu_k r_k = 0.
     */
    record ImpliedSign(int row, boolean nonNegative, Terms multipliers) { }
}
