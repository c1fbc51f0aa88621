package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Vertices of a fixed set of small polytopes by brute force, the limits of the walk, and components at their edges. */
class VertexEnumerationTest {

    private static Polytopes.Polytope polytope(Random random) {
        int n = 2 + random.nextInt(3);
        int atoms = n + random.nextInt(4);
        List<RationalVector> columns = new ArrayList<>();
        for (int a = 0; a < atoms; a++) {
            long[] column = new long[n];
            long sum = 0;
            while (sum <= 0) {
                sum = 0;
                for (int i = 0; i < n; i++) {
                    column[i] = random.nextInt(4) - 1;
                    sum += column[i];
                }
            }
            columns.add(RationalVector.of(column));
        }
        RationalVector target = RationalVector.zero(n);
        for (int t = 0; t < 1 + random.nextInt(3); t++) {
            target = target.plus(columns.get(random.nextInt(atoms)).times(Rationals.of(1 + random.nextInt(4), 1 + random.nextInt(2))));
        }
        return new Polytopes.Polytope(RationalMatrix.ofColumns(columns, n), RationalMatrix.ofColumns(List.of(), n), target);
    }

    @Test
    void everyVertexFromEveryBasis() {
        Random random = new Random(8);
        int degenerate = 0;
        int many = 0;
        for (int round = 0; round < 250; round++) {
            Polytopes.Polytope q = polytope(random);
            VertexEnumeration.Reduced reduced = q.reduced();
            assertTrue(reduced.consistent());
            Map<List<Integer>, RationalVector> expected = q.vertices();
            List<List<Integer>> bases = q.bases();
            degenerate += bases.size() > expected.size() ? 1 : 0;
            many += expected.size() > 4 ? 1 : 0;
            for (List<Integer> start : bases) {
                assertEquals(expected, VertexEnumeration.vertices(reduced.a(), reduced.b(), start, bases.size()));
            }
            Set<List<Integer>> feasible = new HashSet<>(bases);
            for (int set = 0; set < 1 << q.phi().columns(); set++) {
                List<Integer> start = new ArrayList<>();
                for (int a = 0; a < q.phi().columns(); a++) {
                    if ((set >> a & 1) != 0) {
                        start.add(a);
                    }
                }
                if (!feasible.contains(start)) {
                    Rejection rejection = assertThrows(Rejection.class,
                            () -> VertexEnumeration.vertices(reduced.a(), reduced.b(), start, 1000));
                    assertEquals(Obligation.VTX_1, rejection.obligation());
                }
            }
        }
        assertTrue(degenerate > 50 && many > 10, degenerate + " degenerate, " + many + " with more than four vertices");
    }

    @Test
    void limitIsOnBases() {
        RationalMatrix a = RationalMatrix.ofColumns(List.of(RationalVector.of(1L), RationalVector.of(1L)), 1);
        RationalVector b = RationalVector.of(1L);
        assertEquals(2, VertexEnumeration.vertices(a, b, List.of(0), 2).size());
        assertThrows(VertexEnumeration.TooMany.class, () -> VertexEnumeration.vertices(a, b, List.of(0), 1));
    }

    @Test
    void whatIsNotBoundedIsRejected() {
        RationalMatrix a = RationalMatrix.ofColumns(List.of(RationalVector.of(1L), RationalVector.of(-1L)), 1);
        Rejection rejection = assertThrows(Rejection.class,
                () -> VertexEnumeration.vertices(a, RationalVector.of(1L), List.of(0), 10));
        assertEquals(Obligation.VTX_1, rejection.obligation());
    }

    @Test
    void withoutNeuronsThereIsOneComponent() {
        for (boolean signed : new boolean[] {false, true}) {
            for (int width = 0; width < 3; width++) {
                assertEquals(new Components(BigInteger.ONE, BigInteger.ONE), Components.of(List.of(List.of()), width, signed));
            }
        }
    }

    /** Atoms behind the first word of a set. */
    @Test
    void componentsOfManyAtoms() {
        List<List<Integer>> supports = List.of(List.of(0, 1), List.of(70, 71), List.of(1, 70));
        assertEquals(Components.of(List.of(List.of(0, 1), List.of(4, 5), List.of(1, 4)), 3, false), Components.of(supports, 3, false));
        assertEquals(new Components(BigInteger.ONE, BigInteger.ZERO), Components.of(supports, 3, false));
        assertEquals(new Components(BigInteger.ONE, BigInteger.ZERO),
                Components.of(List.of(List.of(1, 70), List.of(0, 1)), 3, false));
        assertEquals(new Components(BigInteger.TWO, BigInteger.ZERO), Components.of(supports.subList(0, 2), 3, false));
        assertEquals(new Components(BigInteger.valueOf(6), BigInteger.valueOf(6)), Components.of(supports, 2, false));
        assertEquals(new Components(BigInteger.valueOf(24), BigInteger.valueOf(24)), Components.of(supports, 2, true));
    }
}
