package org.relucert.certificate;

import java.util.List;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.RationalVector;

/**
 * What a certificate of the optimal set lists, after its trees.
 *
 * @param atoms all atoms; with a free skip one of each pair p, -p
 * @param start atoms of a feasible basis of Q, from which the checker finds all vertices
 * @param vertices the vertices of Q, each as atoms with their weights
 */
public record OptimalSetWitness(List<Atom> atoms, List<Integer> start, List<Terms> vertices) {

    /**
     * An active atom (mathematics, 2.4).
     *
     * @param sign sigma
     * @param direction p with R(p)^2 = B and sigma nu^T(Xp)_+ = B
     */
    public record Atom(int sign, RationalVector direction) { }

    /** Copies the lists. */
    public OptimalSetWitness {
        atoms = List.copyOf(atoms);
        start = List.copyOf(start);
        vertices = List.copyOf(vertices);
    }
}
