package org.relucert.family;

import java.util.ArrayList;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * Zonotopes all of whose vertices lie on a sphere (G1): an inscribed polygon that is symmetric about the origin, times segments.
 * Each edge e of the polygon is the sum of the segments [0, e/2] and [0, -e/2], so two data points in opposite directions come
 * from it; nu scales them.
 */
public final class Zonotope implements Family {

    @Override
    public String name() {
        return "zonotope";
    }

    @Override
    public String shows() {
        return "every vertex of a zonotope that is inscribed in a sphere is the direction of an optimal neuron";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.integer("n", "pairs of vertices of the polygon", 2, 2, 5),
                Parameter.integer("d", "input dimension", 2, 2, 3), Parameter.loss());
    }

    @Override
    public Instance draw(Settings settings, Choices choices) {
        int n = settings.integer("n");
        int d = settings.integer("d");
        InverseInstance zonotope = of(n, d, choices).named("zonotope of " + n + " pairs in dimension " + d);
        return zonotope.instance(settings.loss(), zonotope.weights(choices), facts -> List.of(new Instance.Property(
                "every vertex of the zonotope is an atom", () -> facts.atoms().size() == n << d - 1)));
    }

    /** The instance of drawn points and scales. */
    static InverseInstance of(int n, int d, Choices choices) {
        List<RationalVector> corners = Circle.halfTurn(n, choices);
        List<RationalVector> halves = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            RationalVector next = k + 1 < n ? corners.get(k + 1) : corners.get(0).opposite();
            RationalVector edge = next.minus(corners.get(k)).times(Rationals.of(1, 2));
            halves.add(embedded(edge, d));
        }
        for (int j = 2; j < d; j++) {
            halves.add(RationalVector.unit(d, j).times(choices.positive(2, 2)));
        }
        List<RationalVector> rows = new ArrayList<>();
        List<Rational> nu = new ArrayList<>();
        for (RationalVector half : halves) {
            for (RationalVector z : List.of(half, half.opposite())) {
                nu.add(choices.positive(3, 1));
                rows.add(z.times(nu.get(nu.size() - 1).inverse()));
            }
        }
        return InverseInstance.zonotope("zonotope", RationalMatrix.ofRows(rows, d), RationalMatrix.identity(d),
                RationalVector.of(nu));
    }

    private static RationalVector embedded(RationalVector v, int d) {
        RationalVector longer = v;
        while (longer.size() < d) {
            longer = longer.append(Rationals.ZERO);
        }
        return longer;
    }
}
