package org.relucert.certificate;

import java.util.List;
import org.jscience.mathematics.number.Rational;

/**
 * A tree in memory, nodes in preorder: what a prover writes.
 *
 * @param root what the tree starts from
 * @param unit the positive rational of which most numbers of the tree are integer multiples
 * @param norms b_i with b_i^2 &gt;= |x_i|^2 for each data row, the default bounds of chord leaves; empty where not used
 * @param nodes the nodes in preorder; for {@link Root#ORTHANTS} the 2^D trees one after the other
 */
public record ProofTree(Root root, Rational unit, List<Rational> norms, List<TreeNode> nodes) {

    /** What a tree starts from. */
    public enum Root {
        /** One root, the whole space, without rows. */
        SPACE,
        /**
         * 2^D roots; number b is the orthant with u_k &lt;= 0 where bit k of b is set and u_k &gt;= 0 elsewhere, with its D sign
         * rows and its generators.
         */
        ORTHANTS
    }

    /** Copies the lists. */
    public ProofTree {
        norms = List.copyOf(norms);
        nodes = List.copyOf(nodes);
    }
}
