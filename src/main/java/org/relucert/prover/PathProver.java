package org.relucert.prover;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.certificate.SlotPath;
import org.relucert.certificate.SlotPath.State;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/**
 * Proves a claim {@link Claim.Path} on top of a proved optimum, that of the network where the path ends.
 *
 * <p>From an optimal network: joined or not is decided by the theorem of components (mathematics, 2.7); pivots over the
 * labels of the two networks often find a path without knowing the others. From any other network: the constructive proof of
 * the path theorem (2.8).
 */
final class PathProver {

    private static final int BITS = 64;
    /** Bits of the bounds of norms beyond which a certificate would be of no use. */
    private static final int MOST_BITS = 1 << 15;

    private final Proof optimum;
    private final Problem problem;
    private final Network from;
    private final Network to;
    private final int width;
    private final Prover.Options options;
    private final PathLabels labels;
    private final RationalMatrix orthogonal;
    private final SlotWalk walk;
    private final SlotWalk goal;

    private PathProver(Proof optimum, Network from, Network to, int width, Prover.Options options) {
        this.optimum = optimum;
        this.problem = optimum.problem();
        this.from = from;
        this.to = to;
        this.width = width;
        this.options = options;
        labels = new PathLabels(problem);
        orthogonal = RationalMatrix.ofRows(Elimination.of(problem.skipMatrix().transpose()).nullSpace(), problem.rows());
        walk = new SlotWalk(problem, labels, from, width);
        goal = new SlotWalk(problem, labels, to, width);
        if (labels.size() == 0) {
            // Slots without weight have a label too.
            labels.of(1, RationalVector.unit(problem.dimension(), 0));
        }
    }

    /**
     * Proves how two networks are connected.
     *
     * @param optimum proves that {@code to} is optimal
     * @param width number of slots, enough for both
     * @throws Unproved if no path was found and none was excluded
     */
    static Proof prove(Proof optimum, Network from, Network to, int width, Prover.Options options) {
        PathProver prover = new PathProver(optimum, from, to, width, options);
        return prover.isOptimal(prover.walk) ? prover.connection() : prover.descent();
    }

    private RationalVector nu() {
        return optimum.certificate().nu();
    }

    private boolean isOptimal(SlotWalk network) {
        RationalVector target = problem.optimalFit(nu());
        return network.outputs().equals(target) && network.inUse().keySet().stream().allMatch(a -> labels.group(a) == 0
                && nu().dot(labels.feature(a)).equals(problem.betaSquared()));
    }

    // ---- between optimal networks

    private Proof connection() {
        State first = walk.states().get(0);
        State last = goal.states().get(0);
        if (walk.sameSlots(goal)) {
            return connected(first.equals(last) ? List.of(first) : List.of(first, last), optimum);
        }
        boolean norm = !problem.hasFreeBias();
        if (norm && (isIsolated(walk) || isIsolated(goal))) {
            return disconnected(first, last, optimum);
        }
        walk.reduce(orthogonal);
        goal.reduce(orthogonal);
        int reduced = walk.states().size();
        try {
            return connected(pivots(), optimum);
        } catch (Unproved e) {
            // Labels beside those of the two networks may help, or nothing does: the optimal set decides.
            if (options.stop().getAsBoolean() || !norm) {
                throw e;
            }
        }
        SlotWalk again = walk.upTo(reduced);
        Proof whole = OptimumProver.inAllCoordinates(optimum, options);
        Proof all = OptimalSetProver.extend(whole, OptimalSetProver.polytope(whole), OptimalSetProver.MAX_BASES);
        OptimalSetWitness set = all.sections().optimalSet().orElseThrow();
        Optional<List<Integer>> vertices = vertices(set, support(set, again), support(set, goal));
        if (vertices.isEmpty()) {
            return disconnected(first, last, all);
        }
        along(set, vertices.get(), again);
        return connected(again.states(), optimum);
    }

    private boolean isIsolated(SlotWalk network) {
        List<RationalVector> columns = new ArrayList<>();
        network.inUse().keySet().forEach(a -> columns.add(orthogonal.times(labels.feature(a))));
        return columns.size() == width
                && Elimination.of(RationalMatrix.ofColumns(columns, orthogonal.rows())).rank() == width;
    }

    /** The states of a walk over the labels of the two reduced networks, to the end of the path. */
    private List<State> pivots() {
        PivotWalk.walk(walk, goal, labels, orthogonal, options.stop());
        walk.permuteTo(goal, goal.outputs());
        walk.backAlong(goal);
        return walk.states();
    }

    /** The listed atom of a label, with a free skip its representative; -1 for none. */
    private int listed(OptimalSetWitness set, int label) {
        Atom atom = labels.atom(label);
        int index = set.atoms().indexOf(atom);
        return index < 0 && problem.skip() == Problem.Skip.FREE
                ? set.atoms().indexOf(new Atom(atom.sign(), atom.direction().opposite())) : index;
    }

    private List<Integer> support(OptimalSetWitness set, SlotWalk reduced) {
        return reduced.inUse().keySet().stream().map(a -> listed(set, a)).sorted().toList();
    }

    /** A shortest way in H_m, as vertices; empty if there is none. */
    private Optional<List<Integer>> vertices(OptimalSetWitness set, List<Integer> from, List<Integer> to) {
        List<BitSet> supports = new ArrayList<>();
        int start = -1;
        int end = -1;
        for (int v = 0; v < set.vertices().size(); v++) {
            List<Integer> support = set.vertices().get(v).indices();
            start = support.equals(from) ? v : start;
            end = support.equals(to) ? v : end;
            BitSet bits = new BitSet();
            support.forEach(bits::set);
            supports.add(bits);
        }
        if (start < 0 || end < 0) {
            throw new IllegalStateException("a reduced optimal network is a vertex");
        }
        Map<Integer, Integer> before = new HashMap<>(Map.of(start, start));
        Deque<Integer> front = new ArrayDeque<>(List.of(start));
        while (!front.isEmpty() && !before.containsKey(end)) {
            int v = front.remove();
            for (int w = 0; w < supports.size(); w++) {
                BitSet union = (BitSet) supports.get(w).clone();
                boolean inside = union.cardinality() < width;
                union.or(supports.get(v));
                if (inside && union.cardinality() <= width && before.putIfAbsent(w, v) == null) {
                    front.add(w);
                }
            }
        }
        if (!before.containsKey(end)) {
            return Optional.empty();
        }
        List<Integer> way = new ArrayList<>();
        for (int v = end; v != start; v = before.get(v)) {
            way.add(0, v);
        }
        return Optional.of(way);
    }

    /** Walks from vertex to vertex; with a free skip the signs of atoms are put right at the end. */
    private void along(OptimalSetWitness set, List<Integer> vertices, SlotWalk again) {
        RationalVector f = goal.outputs();
        for (int v : vertices) {
            Map<Integer, Integer> present = new HashMap<>();
            again.inUse().keySet().forEach(a -> present.put(listed(set, a), a));
            Terms vertex = set.vertices().get(v);
            Map<Integer, Rational> next = new LinkedHashMap<>();
            for (int k = 0; k < vertex.indices().size(); k++) {
                Atom atom = set.atoms().get(vertex.indices().get(k));
                Integer label = present.get(vertex.indices().get(k));
                next.put(label != null ? label : labels.of(atom.sign(), atom.direction()).label(), vertex.values().get(k));
            }
            again.moveTo(next, f, goal.slots());
        }
        Map<Integer, Integer> wanted = new HashMap<>();
        goal.inUse().keySet().forEach(a -> wanted.put(listed(set, a), a));
        for (int a : List.copyOf(again.inUse().keySet())) {
            int label = wanted.get(listed(set, a));
            if (label != a) {
                Map<Integer, Rational> next = again.inUse();
                next.put(label, next.remove(a));
                again.moveTo(next, f, goal.slots());
            }
        }
        again.permuteTo(goal, f);
        again.backAlong(goal);
    }

    private Proof connected(List<State> states, Proof base) {
        return proof(base, new Claim.Connected(width, states.size()), states, BITS);
    }

    private Proof disconnected(State first, State last, Proof base) {
        return proof(base, new Claim.Disconnected(width), List.of(first, last), BITS);
    }

    // ---- from any network

    private Proof descent() {
        if (problem.loss() != Problem.Loss.SQUARED) {
            throw new Unproved("the network to start from is not optimal, and paths of non-increasing objective are available for"
                    + " squared loss only");
        }
        walk.reduce(orthogonal);
        goal.reduce(orthogonal);
        List<State> states;
        try {
            states = pivots();
        } catch (Unproved e) {
            int enough = orthogonal.rows() + 1;
            throw width >= enough ? e : new Unproved(e.getMessage() + "; a path exists at width " + enough + " and more");
        }
        int bits = bits(states);
        Rational value = Rationals.ZERO;
        for (Rational weight : states.get(states.size() - 1).weights()) {
            value = value.plus(problem.betaSquared().times(weight));
        }
        value = value.plus(nu().dot(nu()).divide(Rationals.of(2)));
        RationalVector error = outputs(states.get(0)).minus(problem.scalarLabels());
        Rational upper = error.dot(error).divide(Rationals.of(2)).plus(labels.bound(weights(states.get(0)), bits, true));
        return proof(optimum, new Claim.Descent(width, states.size(), upper, value), states, bits);
    }

    /** Enough bits of the norms for every step to be proved non-increasing; the steps are, so there are enough. */
    private int bits(List<State> states) {
        int bits = BITS;
        RationalVector before = outputs(states.get(0));
        for (int k = 1; k < states.size(); k++) {
            RationalVector after = outputs(states.get(k));
            Rational misfit = after.minus(problem.scalarLabels()).dot(after.minus(before));
            Rational[] change = weights(states.get(k));
            Rational[] old = weights(states.get(k - 1));
            for (int g = 0; g < change.length; g++) {
                change[g] = change[g].minus(old[g]);
            }
            while (misfit.plus(labels.bound(change, bits, true)).isPositive()) {
                bits *= 2;
                if (bits > MOST_BITS) {
                    throw new Unproved("the slope at state " + k + " is too close to zero");
                }
            }
            before = after;
        }
        return bits;
    }

    private Rational[] weights(State state) {
        Rational[] weights = new Rational[labels.groups()];
        Arrays.fill(weights, Rationals.ZERO);
        for (int j = 0; j < width; j++) {
            if (!state.weights().get(j).isZero()) {
                int g = labels.group(state.labels().get(j));
                weights[g] = weights[g].plus(state.weights().get(j));
            }
        }
        return weights;
    }

    private RationalVector outputs(State state) {
        RationalVector f = problem.skipMatrix().times(state.skip());
        for (int j = 0; j < width; j++) {
            if (!state.weights().get(j).isZero()) {
                f = f.plus(labels.feature(state.labels().get(j)).times(state.weights().get(j)));
            }
        }
        return f;
    }

    private Proof proof(Proof base, Claim.Path claim, List<State> states, int bits) {
        return base.with(claim, base.sections().with(new SlotPath(width, from, to, labels.labels(bits), states)));
    }
}
