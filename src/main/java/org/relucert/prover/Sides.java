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
     * proves what was reached.
     *
     * @param target a bound that is good enough, 0 for none
     */
    static Sides prove(Problem problem, RationalVector nu, NeuronSearch.Method method, double relativeGap, double target,
            BooleanSupplier stop, Consumer<NeuronSearch.Progress> progress) {
        return prove(problem, nu, propose(problem, nu, method, relativeGap, target, true, stop, progress), relativeGap, true);
    }

    /**
     * The search alone. Neither side waits for the other one's bound: a side is closed below a value of the other, which local
     * search finds beforehand. So the outcome is the same in one thread and in two, and in two a stop leaves no side without bound.
     *
     * @param atOnce whether the sides are searched in two threads
     */
    static Proposal propose(Problem problem, RationalVector nu, NeuronSearch.Method method, double relativeGap, double target,
            boolean atOnce, BooleanSupplier stop, Consumer<NeuronSearch.Progress> progress) {
        NeuronProblem plus = Floats.neuronProblem(Reduction.of(problem).problem(), EqualRows.of(problem).merged(nu));
        NeuronProblem minus = plus.negated();
        long most = NeuronSearch.mostNodes(plus, method) / 2;
        double enough = target > 0 ? target : Math.max(NeuronSearch.localMaximum(plus), NeuronSearch.localMaximum(minus));
        Together together = new Together(progress);
        List<NeuronSearch.Result> both = both(atOnce,
                () -> search(plus, method, relativeGap, enough, most, stop, told -> together.tell(0, told)),
                () -> search(minus, method, relativeGap, enough, most, stop, told -> together.tell(1, told)));
        return new Proposal(both.get(0), both.get(1), Math.max(target, Math.max(both.get(0).upper(), both.get(1).upper())));
    }

    private static <T> List<T> both(boolean atOnce, Supplier<T> plus, Supplier<T> minus) {
        return atOnce ? TwoSides.run(plus, minus) : List.of(plus.get(), minus.get());
    }

    /** Where both sides stand, from what each of them tells. */
    private static final class Together {

        private final Consumer<NeuronSearch.Progress> listener;
        private final NeuronSearch.Progress[] last = new NeuronSearch.Progress[2];

        Together(Consumer<NeuronSearch.Progress> listener) {
            this.listener = listener;
        }

        synchronized void tell(int side, NeuronSearch.Progress told) {
            last[side] = told;
            NeuronSearch.Progress other = last[1 - side];
            listener.accept(other == null ? told : new NeuronSearch.Progress(Math.max(told.lower(), other.lower()),
                    Math.max(told.upper(), other.upper()), told.nodes() + other.nodes(), told.open() + other.open()));
        }
    }

    /** The proof of what was proposed, the sides in one thread or, at once, in two. */
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
        List<TreeProver.Proved> both = both(atOnce && chords, first, second);
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
