package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** How the function of a vertex bends (FUN-2): p and -p bend it along the same hyperplane. */
class UniquenessCheckTest {

    @Test
    void oppositeDirectionsBendTogether() {
        for (RationalVector p : List.of(RationalVector.of(3L), RationalVector.of(2, -1), RationalVector.of(0, 5),
                RationalVector.of(0, 0, 1), RationalVector.of(0, 4, -1), RationalVector.of(1, 0, 0))) {
            List<Atom> atoms = List.of(new Atom(1, p), new Atom(1, p.opposite()),
                    new Atom(-1, p), new Atom(-1, p.opposite()));
            for (int a = 0; a < 4; a++) {
                for (int b = 0; b < 4; b++) {
                    int sum = 2 * atoms.get(a).sign() + 2 * atoms.get(b).sign();
                    Terms vertex = new Terms(List.of(a, b), RationalVector.of(2, 2));
                    Map<RationalVector, ?> bends = UniquenessCheck.bends(atoms, vertex);
                    assertEquals(sum == 0 ? Map.of() : Map.of(p, Rationals.of(sum)), bends, p + ", atoms " + a + " and " + b);
                }
            }
        }
    }

    @Test
    void otherDirectionsBendApart() {
        List<Atom> atoms = List.of(new Atom(1, RationalVector.of(0, 1)), new Atom(1, RationalVector.of(1, 0)),
                new Atom(-1, RationalVector.of(1, 1)), new Atom(1, RationalVector.of(-1, 1)));
        assertEquals(Map.of(RationalVector.of(0, 1), Rationals.of(1), RationalVector.of(1, 0), Rationals.of(1, 2),
                RationalVector.of(1, 1), Rationals.of(-3), RationalVector.of(1, -1), Rationals.of(5)),
                UniquenessCheck.bends(atoms, new Terms(List.of(0, 1, 2, 3), RationalVector.of(Rationals.of(1), Rationals.of(1, 2),
                        Rationals.of(3), Rationals.of(5)))));
        assertTrue(UniquenessCheck.bends(atoms, Terms.NONE).isEmpty());
    }
}
