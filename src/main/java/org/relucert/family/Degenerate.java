package org.relucert.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/** Degenerate cases (G7), most of them of a zonotope with four vertices on a circle. */
public final class Degenerate implements Family {

    private static final String DUPLICATE_ROWS = "duplicate-rows";
    private static final String PARALLEL_ROWS = "parallel-rows";
    private static final String ZERO_ROW = "zero-row";
    private static final String ZERO_LABELS = "zero-labels";
    private static final String BOUNDARY = "boundary";
    private static final String NO_NEURON = "no-neuron";
    private static final String WALL_ATOM = "wall-atom";

    @Override
    public String name() {
        return "degenerate";
    }

    @Override
    public String shows() {
        return "the corner cases of the theory: equal, parallel and zero data points, zero labels, unused atoms, no neuron,"
                + " an atom on a wall";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.choice("kind", "what is degenerate", DUPLICATE_ROWS, PARALLEL_ROWS, ZERO_ROW, ZERO_LABELS,
                BOUNDARY, NO_NEURON, WALL_ATOM), Parameter.loss());
    }

    @Override
    public Instance draw(Settings settings, Choices choices) {
        Problem.Loss loss = settings.loss();
        String kind = settings.choice("kind");
        if (kind.equals(BOUNDARY)) {
            return boundary(loss, choices);
        }
        InverseInstance base = Zonotope.of(2, 2, choices).named(kind);
        return switch (kind) {
            case ZERO_LABELS -> empty(base, loss, RationalVector.zero(base.nu().size()), "the labels are zero",
                    base.betaSquared());
            case NO_NEURON -> {
                if (loss == Problem.Loss.INTERPOLATION) {
                    throw new IllegalArgumentException("--loss: expected squared, for interpolation needs no neuron only where"
                            + " the labels are zero");
                }
                // As large a part of nu as is feasible, or less.
                Rational part = Rationals.of(1, choices.integer(1, 3));
                yield empty(base, loss, base.nu().times(part), "the labels are not zero", base.betaSquared());
            }
            case WALL_ATOM -> wall(base, loss, choices);
            default -> rows(base, kind, loss, choices);
        };
    }

    /** One data point more, so that the zonotope stays. */
    private static Instance rows(InverseInstance base, String kind, Problem.Loss loss, Choices choices) {
        List<RationalVector> rows = new ArrayList<>();
        List<Rational> nu = new ArrayList<>();
        for (int i = 0; i < base.nu().size(); i++) {
            rows.add(base.inputs().row(i));
            nu.add(base.nu().get(i));
        }
        int i = choices.index(rows.size());
        Rational part = Rationals.of(1, choices.integer(2, 4));
        if (kind.equals(ZERO_ROW)) {
            rows.add(i, RationalVector.zero(2));
            nu.add(i, choices.positive(3, 2));
        } else {
            Rational factor = Rationals.of(kind.equals(PARALLEL_ROWS) ? choices.integer(2, 4) : 1);
            rows.add(rows.get(i).times(factor));
            nu.add(nu.get(i).times(part).divide(factor));
            nu.set(i, nu.get(i).times(Rationals.ONE.minus(part)));
        }
        InverseInstance changed = InverseInstance.zonotope(kind, RationalMatrix.ofRows(rows, 2), base.metric(),
                RationalVector.of(nu));
        return changed.instance(loss, changed.weights(choices), facts -> List.of(switch (kind) {
            case ZERO_ROW -> new Instance.Property("a data point is zero", () -> rows.stream().anyMatch(RationalVector::isZero));
            case PARALLEL_ROWS -> new Instance.Property("two data points are different positive multiples of each other",
                    () -> pairs(rows, (a, b) -> !a.equals(b) && areParallel(a, b)));
            default -> new Instance.Property("two data points are equal", () -> pairs(rows, RationalVector::equals));
        }));
    }

    private static boolean pairs(List<RationalVector> rows, BiPredicate<RationalVector, RationalVector> test) {
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (test.test(rows.get(i), rows.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean areParallel(RationalVector a, RationalVector b) {
        return a.get(0).times(b.get(1)).equals(a.get(1).times(b.get(0))) && a.dot(b).isPositive();
    }

    /** Labels that the network without neurons serves best. */
    private static Instance empty(InverseInstance base, Problem.Loss loss, RationalVector labels, String sentence,
            Rational betaSquared) {
        Problem problem = Problem.of(base.name(), base.inputs(), RationalMatrix.ofColumns(List.of(labels), labels.size()), loss,
                betaSquared,
                Problem.Bias.NONE, Problem.Skip.NONE, base.metric());
        Network none = new Network(List.of(), RationalVector.zero(0));
        Facts facts = Facts.of(problem, labels, none);
        return new Instance(problem, Optional.of(labels), Map.of(Instance.OPTIMAL, none), List.of(facts.optimal(), facts.unique(),
                new Instance.Property("the optimal network has no neuron", () -> facts.optimalSet().map(set -> set.mStar() == 0)
                        .orElse(false)),
                new Instance.Property(sentence, () -> labels.isZero() == base.name().equals(ZERO_LABELS))));
    }

    /**
     * Two atoms of the hypersimplex whose subsets share a data point: a data point is covered by none, so atoms with it are
     * unused.
     */
    private static Instance boundary(Problem.Loss loss, Choices choices) {
        InverseInstance simplex = Hypersimplex.of(2).named(BOUNDARY);
        List<Integer> sharing = new ArrayList<>();
        for (int a = 1; a < simplex.atoms().size(); a++) {
            if (!simplex.atoms().get(a).direction().equals(simplex.atoms().get(0).direction().opposite())) {
                sharing.add(a);
            }
        }
        Rational[] weights = new Rational[simplex.atoms().size()];
        Arrays.fill(weights, Rationals.ZERO);
        weights[0] = choices.positive(4, 2);
        weights[sharing.get(choices.index(sharing.size()))] = Rationals.of(choices.index(4));
        return simplex.instance(loss, RationalVector.of(weights), facts -> List.of(new Instance.Property(
                "some atom has weight 0 in every optimal network", facts::hasUnusedAtom)));
    }

    /** A data point orthogonal to an atom, with a small negative entry of nu: no neuron gains from it. */
    private static Instance wall(InverseInstance base, Problem.Loss loss, Choices choices) {
        RationalVector p = base.atoms().get(choices.index(base.atoms().size())).direction();
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < base.inputs().rows(); i++) {
            rows.add(base.inputs().row(i));
        }
        rows.add(RationalVector.of(p.get(1).opposite(), p.get(0)));
        RationalVector nu = base.nu().append(Rationals.of(-1, choices.integer(2, 4)));
        InverseInstance walled = InverseInstance.of(WALL_ATOM, RationalMatrix.ofRows(rows, 2), base.metric(), nu);
        Rational[] weights = walled.weights(choices).toArray();
        int on = walled.atoms().indexOf(new Atom(1, p));
        weights[on] = weights[on].plus(Rationals.ONE);
        RationalVector c = RationalVector.of(weights);
        Problem problem = walled.problem(loss, c);
        Network network = walled.network(c);
        return walled.instance(loss, c, facts ->
                List.of(new Instance.Property("a neuron of the optimal network has a data point on its kink",
                () -> network.neurons().stream().anyMatch(neuron -> hasKink(problem, neuron)))));
    }

    private static boolean hasKink(Problem problem, Network.Neuron neuron) {
        for (int i = 0; i < problem.rows(); i++) {
            if (!problem.row(i).isZero() && problem.functional(i).dotSign(neuron.weight()) == 0) {
                return true;
            }
        }
        return false;
    }
}
