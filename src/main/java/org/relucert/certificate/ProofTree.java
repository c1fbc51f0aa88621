package org.relucert.certificate;

import java.util.List;
import org.jscience.mathematics.number.Rational;

/**
 * A tree in memory, nodes in preorder: what a prover writes.
 *
 * @param root what the tree starts from
 * @param cube that of {@link Root#CUBES}; {@link Cube#NONE} for the other roots
 * @param merged whether equal data rows count as one (DF-4)
 * @param basis the coordinates that the nodes are about (DF-5); {@link Basis#NONE} for all
 * @param unit the positive rational of which most numbers of the tree are integer multiples
 * @param norms b_i with b_i^2 &gt;= |x_i|^2 for each data row, the default bounds of chord leaves; empty where not used
 * @param nodes the nodes in preorder; for {@link Root#ORTHANTS} the 2^D trees one after the other, for {@link Root#CUBES} the 2D
 */
public record ProofTree(Root root, Cube cube, boolean merged, Basis basis, Rational unit, List<Rational> norms,
        List<TreeNode> nodes) {

    /** What a tree starts from. */
    public enum Root {
        /** One root, the whole space, without rows. */
        SPACE,
        /**
         * 2^D roots; number b is the orthant with u_k &lt;= 0 where bit k of b is set and u_k &gt;= 0 elsewhere, with its D sign
         * rows and its generators.
         */
        ORTHANTS,
        /**
         * 2D roots; number b = 2k or 2k + 1 is the cone over a face of the cube |a_j . u| &lt;= 1: the u with s a_k . u &gt;=
         * |a_j . u| for all j, s = 1 or -1, with its 2(D - 1) rows and its 2^(D-1) generators.
         */
        CUBES
    }

    /** Copies the lists. */
    public ProofTree {
        norms = List.copyOf(norms);
        nodes = TreeNodes.copyOf(nodes);
    }

    /** A tree in all coordinates, every data row by itself. */
    public ProofTree(Root root, Cube cube, Rational unit, List<Rational> norms, List<TreeNode> nodes) {
        this(root, cube, false, Basis.NONE, unit, norms, nodes);
    }

    /** The same, not over a cube. */
    public ProofTree(Root root, Rational unit, List<Rational> norms, List<TreeNode> nodes) {
        this(root, Cube.NONE, unit, norms, nodes);
    }

    /** The same tree with these nodes in place of its own. */
    public ProofTree with(List<TreeNode> others) {
        return new ProofTree(root, cube, merged, basis, unit, norms, others);
    }

    /** The same tree about data rows of which equal ones count as one, or each by itself. */
    public ProofTree merged(boolean equalRows) {
        return new ProofTree(root, cube, equalRows, basis, unit, norms, nodes);
    }

    /** The same tree, said to be in the coordinates of a basis, or in all of them. */
    public ProofTree in(Basis coordinates) {
        return new ProofTree(root, cube, merged, coordinates, unit, norms, nodes);
    }
}
