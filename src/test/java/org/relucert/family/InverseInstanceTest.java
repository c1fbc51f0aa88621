package org.relucert.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

class InverseInstanceTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void hypersimplices(int k) {
        InverseInstance instance = Hypersimplex.of(k);
        assertEquals(Rationals.of(k, 2), instance.betaSquared());
        assertEquals(new int[] {2, 6, 20, 70}[k - 1], instance.atoms().size());
        assertEquals(2 * k, Elimination.of(instance.features()).rank());
    }

    @Test
    void circleChainIsTheTestVector() {
        InverseInstance chain = CircleChain.of(List.of(Rationals.of(1, 3), Rationals.of(1, 6), Rationals.ZERO));
        assertEquals(RationalVector.of(Rationals.of(2, 13), Rationals.of(9, 26), Rationals.of(1, 2)), chain.nu());
        assertEquals(Rationals.ONE, chain.betaSquared());
        assertEquals(RationalVector.of(Rationals.of(9, 2), Rationals.of(8, 3), Rationals.of(62, 13)),
                chain.problem(Problem.Loss.INTERPOLATION, RationalVector.of(1, 1, 1, 1)).scalarLabels());
    }

    /** Every atom has norm beta and is tight, and the network of the weights has the outputs y - nu. */
    @Test
    void atomsAreTight() {
        InverseInstance sum = Hypersimplex.of(2).minus(Hypersimplex.of(2));
        RationalVector weights = RationalVector.of(1, 2, 0, 4, 0, 1, 0, 0, 3, 1, 1, 2);
        Problem problem = sum.problem(Problem.Loss.SQUARED, weights);
        RationalVector values = sum.features().transpose().times(sum.nu());
        for (int a = 0; a < sum.atoms().size(); a++) {
            Atom atom = sum.atoms().get(a);
            assertEquals(sum.betaSquared(), problem.penaltySquared(atom.direction()));
            assertEquals(sum.betaSquared(), values.get(a));
        }
        assertEquals(problem.scalarLabels().minus(sum.nu()), sum.network(weights).outputs(problem));
    }

    @Test
    void complaints() {
        RationalMatrix x = RationalMatrix.ofRows(List.of(RationalVector.of(1)), 1);
        RationalMatrix one = RationalMatrix.identity(1);
        assertThrows(IllegalArgumentException.class, () -> InverseInstance.zonotope("", x, one, RationalVector.of(0)));
        assertThrows(IllegalArgumentException.class, () -> InverseInstance.zonotope("", x, one, RationalVector.of(1, 1)));
        assertThrows(IllegalArgumentException.class,
                () -> InverseInstance.zonotope("", RationalMatrix.ofRows(List.of(RationalVector.of(0)), 1), one,
                        RationalVector.of(1)));
        assertThrows(IllegalArgumentException.class, () -> Hypersimplex.of(1).minus(Hypersimplex.of(2)));
        assertThrows(IllegalArgumentException.class, () -> CircleChain.of(List.of(Rationals.of(1, 3), Rationals.of(1, 4))));
        assertThrows(IllegalArgumentException.class,
                () -> CircleChain.of(List.of(Rationals.of(1, 3), Rationals.of(1, 3), Rationals.ZERO)));
    }
}
