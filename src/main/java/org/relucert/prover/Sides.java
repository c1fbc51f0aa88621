package org.relucert.prover;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Basis;
import org.relucert.certificate.ProofTree;
import org.relucert.checker.EqualRows;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.NeuronProblem;
import org.relucert.search.NeuronSearch;
import org.relucert.search.SearchTree;
import org.relucert.search.TwoSides;

/**
 * Both sides of the neuron problem for one exact dual vector: searched in floating point, proved exactly.
 *
 * @param plus tree of the side +1
 * @param minus tree of the side -1
 * @param levelSquared level that both trees prove
 * @param sign the side of the larger value found
 * @param best direction of that value, floating point
 * @param nodes nodes searched
 */
record Sides(ProofTree plus, ProofTree minus, Rational levelSquared, int sign, double[] best, long nodes) {

    /** The part of the gap that rounding may use up. */
    private static final int ROUNDING_SHARE = 64;
    /** Bits by which a tree over the whole space gets a finer unit where it misses its goal, and how often. */
    private static final int FINER = 8;
    private static final int ATTEMPTS = 3;

    /**
     * What the search proposes, floating point, in the coordinates of the {@link Reduction}: a tree of each side.
     *
     * @param reached upper bound of both sides that the trees should prove
     */
    record Proposal(NeuronSearch.Result plus, NeuronSearch.Result minus, double reached) { }

    /**
     * Searches until both sides are closed to the relative gap, or are at most the target, or the stop signal comes; then
     * proves what was reached. With a target the sides are worked on at once, in two threads; without, one after the other.
     *
     * @param target a bound that is good enough, 0 for none
     */
    static Sides prove(Problem problem, RationalVector nu, NeuronSearch.Method method, double relativeGap, double target,
            BooleanSupplier stop, Consumer<NeuronSearch.Progress> progress) {
        return prove(problem, nu, propose(problem, nu, method, relativeGap, target, stop, progress), relativeGap, target > 0);
    }

    /** The search alone. */
    static Proposal propose(Problem problem, RationalVector nu, NeuronSearch.Method method, double relativeGap, double target,
            BooleanSupplier stop, Consumer<NeuronSearch.Progress> progress) {
        NeuronProblem plus = Floats.neuronProblem(Reduction.of(problem).problem(), EqualRows.of(problem).merged(nu));
        NeuronProblem minus = plus.negated();
        long most = NeuronSearch.mostNodes(plus, method);
        if (target > 0) {
            // Both sides have the same bound to reach and nothing to learn from each other.
            Consumer<NeuronSearch.Progress> inTurn = serial(progress);
            List<NeuronSearch.Result> both = TwoSides.run(
                    () -> search(plus, method, relativeGap, target, most / 2, stop, inTurn),
                    () -> search(minus, method, relativeGap, target, most / 2, stop, inTurn));
            return new Proposal(both.get(0), both.get(1),
                    Math.max(target, Math.max(both.get(0).upper(), both.get(1).upper())));
        }
        // The side that looks larger goes first: the other one need not be closer than the first already is, and if its
        // maximum is smaller by more than a little it closes after a few nodes.
        boolean minusFirst = NeuronSearch.localMaximum(minus) > NeuronSearch.localMaximum(plus);
        NeuronSearch.Result first = search(minusFirst ? minus : plus, method, relativeGap, target, most, stop, progress);
        NeuronSearch.Result second = search(minusFirst ? plus : minus, method, relativeGap,
                Math.max(target, first.upper()), most - first.nodes(), stop, progress);
        double reached = Math.max(target, Math.max(first.upper(), second.upper()));
        return minusFirst ? new Proposal(second, first, reached) : new Proposal(first, second, reached);
    }

    private static <T> Consumer<T> serial(Consumer<T> listener) {
        Object turn = new Object();
        return value -> {
            synchronized (turn) {
                listener.accept(value);
            }
        };
    }

    /** The proof of what was proposed. */
    static Sides prove(Problem problem, RationalVector nu, Proposal proposal, double relativeGap) {
        return prove(problem, nu, proposal, relativeGap, false);
    }

    /** The same, both sides in one thread or, at once, in two. */
    static Sides prove(Problem problem, RationalVector nu, Proposal proposal, double relativeGap, boolean atOnce) {
        NeuronSearch.Result onPlus = proposal.plus();
        NeuronSearch.Result onMinus = proposal.minus();
        Reduction reduction = Reduction.of(problem);
        Problem reduced = reduction.problem();
        Rational unit = unit(reduced, proposal.reached(), relativeGap);
        Rational goal = Rationals.square(Floats.exact(proposal.reached() * (1 + relativeGap / 8)));
        // The search may be cut short; turning its trees into proofs is the end of the work and always done.
        Supplier<TreeProver.Proved> first = () -> round(reduced, nu, onPlus.tree(), unit, goal);
        Supplier<TreeProver.Proved> second = () -> round(reduced, nu.opposite(), onMinus.tree(), unit, goal);
        // Trees of cones are proved on all processors by themselves.
        boolean chords = onPlus.tree().kind() == SearchTree.Kind.BOX && onMinus.tree().kind() == SearchTree.Kind.BOX;
        List<TreeProver.Proved> both = atOnce && chords ? TwoSides.run(first, second) : List.of(first.get(), second.get());
        TreeProver.Proved plus = both.get(0);
        TreeProver.Proved minus = both.get(1);
        Rational level = plus.levelSquared().compareTo(minus.levelSquared()) > 0 ? plus.levelSquared() : minus.levelSquared();
        boolean plusWins = onPlus.lower() >= onMinus.lower();
        return new Sides(plus.tree(), minus.tree(), level, plusWins ? 1 : -1,
                reduction.lifted(plusWins ? onPlus.best() : onMinus.best()), onPlus.nodes() + onMinus.nodes())
                .in(reduction.basis());
    }

    /**
     * The tree of a side, proved. Curvatures of quadratic leaves are multiples of the unit that count by squares of rows, chords by
     * bounds: where rows are long, and the maximiser is not orthogonal to them, they need a finer one.
     */
    private static TreeProver.Proved round(Problem problem, RationalVector nu, SearchTree tree, Rational unit, Rational goal) {
        TreeProver.Proved proved = TreeProver.round(problem, nu, tree, unit, goal, () -> false);
        Rational finer = unit;
        for (int attempt = 1; attempt < ATTEMPTS && tree.kind() == SearchTree.Kind.BOX
                && proved.levelSquared().compareTo(goal) > 0; attempt++) {
            finer = finer.times(Floats.power(-FINER));
            TreeProver.Proved again = TreeProver.round(problem, nu, tree, finer, goal, () -> false);
            if (again.levelSquared().compareTo(proved.levelSquared()) >= 0) {
                break;
            }
            proved = again;
        }
        return proved;
    }

    private static NeuronSearch.Result search(NeuronProblem problem, NeuronSearch.Method method, double relativeGap,
            double target, long mostNodes, BooleanSupplier stop, Consumer<NeuronSearch.Progress> progress) {
        return NeuronSearch.search(problem,
                new NeuronSearch.Options(method, relativeGap, target, List.of(), mostNodes, stop, progress));
    }

    /** The same trees, said to be in the coordinates of a basis. */
    Sides in(Basis basis) {
        return new Sides(plus.in(basis), minus.in(basis), levelSquared, sign, best, nodes);
    }

    /** A power of two small enough that rounding w to its multiples costs a small part of the gap. */
    static Rational unit(Problem problem, double level, double relativeGap) {
        double metric = 0;
        for (int k = 0; k < problem.dimension(); k++) {
            metric = Math.max(metric, Floats.of(problem.innerProduct().matrix().get(k, k)));
        }
        double share = level * relativeGap / ROUNDING_SHARE / Math.sqrt(problem.dimension() * metric);
        return Floats.powerBelow(Math.min(share > 0 ? share : 1, 1.0 / (1 << 16)));
    }
}
