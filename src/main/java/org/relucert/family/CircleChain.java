package org.relucert.family;

import java.util.ArrayList;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * The circle chain (G3): one input with a regularised bias, in the metric diag(3, 1); n + 1 atoms, of which n are points s_1,
 * ..., s_n of the circle 3a^2 + b^2 = 1, and B = 1. The last atom is s_n - s_1.
 */
public final class CircleChain implements Family {

    @Override
    public String name() {
        return "circle-chain";
    }

    @Override
    public String shows() {
        return "interpolators of least norm in one dimension with a penalised bias and no skip form a continuum";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.integer("n", "data points", 3, 2, 12),
                Parameter.choice("loss", "what is minimised", "interpolation", "squared"));
    }

    /** A {@link #drawn} chain with positive weights of all atoms. */
    @Override
    public Instance draw(Settings settings, Choices choices) {
        int n = settings.integer("n");
        InverseInstance chain = drawn(n, choices);
        Rational[] weights = new Rational[chain.atoms().size()];
        for (int a = 0; a < weights.length; a++) {
            weights[a] = choices.positive(4, 1);
        }
        return chain.instance(settings.loss(), RationalVector.of(weights), facts -> List.of(
                new Instance.Property("there are n + 1 atoms", () -> facts.atoms().size() == n + 1),
                new Instance.Property("the optimal networks form a polytope of dimension at least 1", () ->
                        facts.dimension() >= 1),
                facts.nonunique()));
    }

    /** A chain of n points, with parameters 1/3 &gt; k/(3q) &gt; ... &gt; 0 of denominators as small as the choices make them. */
    public static InverseInstance drawn(int n, Choices choices) {
        // Steps of 1 are the simplest; the last parameter is 0, the first 1/3.
        int[] steps = new int[n - 1];
        int total = 0;
        for (int k = 0; k < n - 1; k++) {
            steps[k] = choices.integer(1, 3);
            total += steps[k];
        }
        List<Rational> t = new ArrayList<>();
        int rest = total;
        t.add(Rationals.of(1, 3));
        for (int step : steps) {
            rest -= step;
            t.add(Rationals.of(rest, 3L * total));
        }
        return of(t);
    }

    /**
     * The instance of the points a = 2t/(1 + 3t^2), b = (1 - 3t^2)/(1 + 3t^2).
     *
     * @param t strictly decreasing from 1/3 to 0, at least two
     */
    public static InverseInstance of(List<Rational> t) {
        int n = t.size();
        if (n < 2 || !t.get(0).equals(Rationals.of(1, 3)) || !t.get(n - 1).isZero()) {
            throw new IllegalArgumentException("expected parameters from 1/3 to 0");
        }
        List<RationalVector> points = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            if (k > 0 && t.get(k).compareTo(t.get(k - 1)) >= 0) {
                throw new IllegalArgumentException("the parameters do not decrease");
            }
            Rational square = Rationals.square(t.get(k)).times(3);
            Rational bottom = Rationals.ONE.plus(square);
            points.add(RationalVector.of(t.get(k).times(2).divide(bottom), Rationals.ONE.minus(square).divide(bottom)));
        }
        RationalVector[] rows = new RationalVector[n];
        Rational[] nu = new Rational[n];
        for (int k = 0; k < n; k++) {
            RationalVector v = k == 0 ? points.get(0) : points.get(k).minus(points.get(k - 1));
            nu[n - 1 - k] = v.get(1);
            rows[n - 1 - k] = v.times(v.get(1).inverse());
        }
        return InverseInstance.zonotope("circle chain of " + n, RationalMatrix.ofRows(List.of(rows), 2),
                RationalMatrix.diagonal(RationalVector.of(3, 1)), RationalVector.of(nu)).withBias();
    }
}
