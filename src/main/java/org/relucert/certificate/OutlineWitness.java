package org.relucert.certificate;

import java.util.List;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.RationalVector;

/**
 * What a certificate of the outline of the optimal set lists, after its trees. Points are atoms with their weights.
 *
 * @param atoms all atoms; with a free skip one of each pair p, -p
 * @param point a point of Q that has as many atoms as any
 * @param separator mu with mu^T y* = 0, S^T mu = 0, Phi^T mu &gt;= 0, positive for the atoms that the point lacks
 * @param fewest a point of Q with few atoms
 * @param most a vertex of Q with many atoms
 * @param cuts vectors mu with S^T mu = 0, mu^T y* &lt; 0: every point of Q has an atom with phi^T mu &lt; 0
 */
public record OutlineWitness(List<Atom> atoms, Terms point, RationalVector separator, Terms fewest, Terms most,
        List<RationalVector> cuts) {

    /** Copies the lists. */
    public OutlineWitness {
        atoms = List.copyOf(atoms);
        cuts = List.copyOf(cuts);
    }
}
