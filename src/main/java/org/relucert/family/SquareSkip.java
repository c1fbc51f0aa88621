package org.relucert.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/**
 * Two inputs with a free skip (mathematics, TV-5 and its second form): data points z_i / nu_i with sum z_i = 0, so nu is
 * orthogonal to the skip, whose zonotope is a polygon inscribed in the unit circle: its corners are the atoms, in pairs q, -q.
 *
 * <p>With a bias the origin joins the data, with the entry of nu that makes nu orthogonal to the constants. For b &gt;= 0, (t +
 * b)_+ - b &lt;= t_+, and for b &lt;= 0, (t + b)_+ &lt;= t_+, so no bias is better than b = 0 and the atoms are the same, whether
 * a bias costs or not.
 */
public final class SquareSkip implements Family {

    private static final String SQUARE = "square";

    @Override
    public String name() {
        return "square-skip";
    }

    @Override
    public String shows() {
        return "interpolators of least norm in two dimensions with a free skip form a continuum, with and without a bias";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.choice("bias", "bias of the neurons", "none", "regularized", "free"),
                Parameter.choice("shape", "the polygon: four corners, or six", SQUARE, "kite"),
                Parameter.choice("loss", "what is minimised", "interpolation", "squared"));
    }

    @Override
    public Instance draw(Settings settings, Choices choices) {
        List<RationalVector> corners;
        List<RationalVector> z = new ArrayList<>();
        if (settings.choice("shape").equals(SQUARE)) {
            corners = Circle.halfTurn(2, choices);
            for (RationalVector edge : List.of(corners.get(1).minus(corners.get(0)), corners.get(0).plus(corners.get(1)))) {
                RationalVector half = edge.times(Rationals.of(1, 2));
                z.add(half);
                z.add(half.opposite());
            }
        } else {
            // Corners (c, -s), (1, 0), (c, s) and their opposites, c at least 1/2.
            RationalVector corner = Circle.point(Rationals.of(1, choices.integer(2, 5)));
            corners = List.of(RationalVector.of(corner.get(0), corner.get(1).opposite()), RationalVector.of(1, 0), corner);
            RationalVector up = corners.get(1).minus(corners.get(0));
            RationalVector down = corners.get(1).minus(corners.get(2));
            RationalVector rest = up.plus(down).opposite();
            z.add(up);
            z.add(down);
            // Two opposite vectors that differ by rest, and are as long together as the edge 2c.
            RationalVector edge = RationalVector.of(corner.get(0).times(2), Rationals.ZERO);
            z.add(edge.plus(rest).times(Rationals.of(1, 2)));
            z.add(edge.opposite().plus(rest).times(Rationals.of(1, 2)));
        }
        z.removeIf(RationalVector::isZero);
        return planted(settings, choices, corners, z);
    }

    private static Instance planted(Settings settings, Choices choices, List<RationalVector> corners, List<RationalVector> z) {
        Problem.Bias bias = Problem.Bias.valueOf(settings.choice("bias").toUpperCase(Locale.ROOT));
        boolean biased = bias != Problem.Bias.NONE;
        // Another basis of the plane: x -> Tx, T = (1 t; 0 1), and the metric that keeps all inner products.
        Rational t = Rationals.of(choices.signed(2));
        List<RationalVector> rows = new ArrayList<>();
        List<Rational> nu = new ArrayList<>();
        Rational sum = Rationals.ZERO;
        for (RationalVector side : z) {
            Rational entry = choices.positive(3, 1);
            rows.add(moved(side, t).times(entry.inverse()));
            nu.add(entry);
            sum = sum.plus(entry);
        }
        if (biased) {
            rows.add(RationalVector.zero(2));
            nu.add(sum.opposite());
        }
        Rational[][] entries = {{Rationals.ONE, t.opposite()}, {t.opposite(), Rationals.square(t).plus(Rationals.ONE)}};
        if (bias == Problem.Bias.REGULARIZED) {
            entries = new Rational[][] {{entries[0][0], entries[0][1], Rationals.ZERO},
                    {entries[1][0], entries[1][1], Rationals.ZERO},
                {Rationals.ZERO, Rationals.ZERO, Rationals.ONE}};
        }
        RationalMatrix metric = RationalMatrix.of(entries);
        List<Atom> atoms = new ArrayList<>();
        List<Network.Neuron> neurons = new ArrayList<>();
        for (RationalVector corner : corners) {
            RationalVector p = biased ? moved(corner, t).append(Rationals.ZERO) : moved(corner, t);
            atoms.add(new Atom(1, p));
            neurons.add(new Network.Neuron(p, choices.positive(4, 1)));
        }
        Network network = new Network(neurons, choices.vector(biased ? 3 : 2, 2, 1));
        RationalMatrix inputs = RationalMatrix.ofRows(rows, 2);
        RationalVector dual = RationalVector.of(nu);
        Problem.Loss loss = settings.loss();
        RationalVector f = network.outputs(problem(settings, inputs, RationalVector.zero(rows.size()), loss, bias, metric));
        Problem problem = problem(settings, inputs, loss == Problem.Loss.SQUARED ? f.plus(dual) : f, loss, bias, metric);
        Facts facts = Facts.of(problem, dual, network);
        List<Instance.Property> properties = new ArrayList<>(facts.planted(atoms));
        properties.add(facts.nonunique());
        properties.add(new Instance.Property("the optimal functions form a polytope of dimension 1", () ->
                facts.dimension() == 1));
        return new Instance(problem, Optional.of(dual), Map.of(Instance.OPTIMAL, network), properties);
    }

    private static RationalVector moved(RationalVector v, Rational t) {
        return RationalVector.of(v.get(0).plus(t.times(v.get(1))), v.get(1));
    }

    private static Problem problem(Settings settings, RationalMatrix inputs, RationalVector labels, Problem.Loss loss,
            Problem.Bias bias,
            RationalMatrix metric) {
        return Problem.of(settings.choice("shape") + " with skip, bias " + settings.choice("bias"), inputs,
                RationalMatrix.ofColumns(List.of(labels), inputs.rows()), loss, Rationals.ONE, bias, Problem.Skip.FREE, metric);
    }
}
