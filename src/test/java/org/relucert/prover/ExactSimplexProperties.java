package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jscience.mathematics.number.Rational;
import org.relucert.checker.Polytopes;
import org.relucert.checker.Polytopes.Polytope;
import org.relucert.checker.VertexEnumeration;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** The exact simplex method against all vertices, with its dual. */
class ExactSimplexProperties {

    @Provide
    Arbitrary<Polytope> polytopes() {
        return Polytopes.polytopes();
    }

    @Provide
    Arbitrary<int[]> costs() {
        return Arbitraries.integers().between(-3, 3).array(int[].class).ofSize(24);
    }

    @Property(tries = 500)
    void minimumAndDual(@ForAll("polytopes") Polytope q, @ForAll("costs") int[] costs) {
        VertexEnumeration.Reduced reduced = q.reduced();
        ExactSimplex simplex = new ExactSimplex(reduced, q.bases().get(0));
        Map<List<Integer>, RationalVector> vertices = q.vertices();
        int atoms = q.phi().columns();
        // Three costs in turn, each from where the last ended.
        for (int turn = 0; turn < 3; turn++) {
            int[] cost = Arrays.copyOfRange(costs, 8 * turn, 8 * turn + atoms);
            RationalVector dual = simplex.minimise(cost);
            assertEquals(vertices.get(simplex.vertex().indices()), simplex.vertex().values());
            Rational least = value(cost, simplex.vertex().indices(), simplex.vertex().values());
            vertices.forEach((support, values) -> assertTrue(value(cost, support, values).compareTo(least) >= 0));
            assertEquals(least, reduced.b().dot(dual));
            RationalVector products = reduced.a().transpose().times(dual);
            for (int a = 0; a < atoms; a++) {
                assertTrue(products.get(a).compareTo(Rationals.of(cost[a])) <= 0);
            }
        }
    }

    private static Rational value(int[] cost, List<Integer> support, RationalVector values) {
        Rational sum = Rationals.ZERO;
        for (int k = 0; k < support.size(); k++) {
            sum = sum.plus(values.get(k).times(cost[support.get(k)]));
        }
        return sum;
    }
}
