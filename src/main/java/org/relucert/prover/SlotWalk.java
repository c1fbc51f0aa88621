package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.SlotPath.State;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/** A network in slots on its way, and the states it has passed. */
final class SlotWalk {

    private final Problem problem;
    private final PathLabels labels;
    private final int[] label;
    private final Rational[] weight;
    private final List<State> states = new ArrayList<>();

    /** Starts at a network, whose neurons take the first slots. */
    SlotWalk(Problem problem, PathLabels labels, Network network, int width) {
        this.problem = problem;
        this.labels = labels;
        label = new int[width];
        weight = new Rational[width];
        Arrays.fill(weight, Rationals.ZERO);
        for (int j = 0; j < network.neurons().size(); j++) {
            Network.Neuron neuron = network.neurons().get(j);
            RationalVector q = neuron.path();
            if (!q.isZero()) {
                PathLabels.Weighted found = labels.of(Rationals.sign(neuron.output()), q);
                label[j] = found.label();
                weight[j] = found.weight();
            }
        }
        states.add(state(network.skip()));
    }

    private SlotWalk(SlotWalk walk, int count) {
        problem = walk.problem;
        labels = walk.labels;
        states.addAll(walk.states.subList(0, count));
        State last = states.get(count - 1);
        label = last.labels().stream().mapToInt(Integer::intValue).toArray();
        weight = last.weights().toArray(new Rational[0]);
    }

    /** The walk as it was after its first states. */
    SlotWalk upTo(int count) {
        return new SlotWalk(this, count);
    }

    private State state(RationalVector skip) {
        return new State(Arrays.stream(label).boxed().toList(), List.of(weight), skip);
    }

    /** The states passed, the first one first. */
    List<State> states() {
        return states;
    }

    /** The labels in use with their weights, several slots of a label together. */
    Map<Integer, Rational> inUse() {
        Map<Integer, Rational> use = new LinkedHashMap<>();
        for (int j = 0; j < label.length; j++) {
            if (!weight[j].isZero()) {
                use.merge(label[j], weight[j], Rational::plus);
            }
        }
        return use;
    }

    /** Label to slot, where weights are positive. */
    Map<Integer, Integer> slots() {
        Map<Integer, Integer> slots = new HashMap<>();
        for (int j = 0; j < label.length; j++) {
            if (!weight[j].isZero()) {
                slots.put(label[j], j);
            }
        }
        return slots;
    }

    /** Whether slot by slot the neurons are the same; skip coefficients are not compared. */
    boolean sameSlots(SlotWalk other) {
        for (int j = 0; j < label.length; j++) {
            if (!weight[j].equals(other.weight[j]) || !weight[j].isZero() && label[j] != other.label[j]) {
                return false;
            }
        }
        return true;
    }

    /** f of the present state. */
    RationalVector outputs() {
        RationalVector f = problem.skipMatrix().times(states.get(states.size() - 1).skip());
        for (int j = 0; j < label.length; j++) {
            if (!weight[j].isZero()) {
                f = f.plus(labels.feature(label[j]).times(weight[j]));
            }
        }
        return f;
    }

    /** Brings equal labels together, then reduces along null vectors of non-increasing cost until the features in use are independent. */
    void reduce(RationalMatrix orthogonal) {
        RationalVector f = outputs();
        merge(f);
        while (true) {
            Map<Integer, Rational> use = inUse();
            List<Integer> order = List.copyOf(use.keySet());
            List<RationalVector> columns = new ArrayList<>();
            order.forEach(a -> columns.add(orthogonal.times(labels.feature(a))));
            List<RationalVector> kernel = Elimination.of(RationalMatrix.ofColumns(columns, orthogonal.rows())).nullSpace();
            if (kernel.isEmpty()) {
                return;
            }
            RationalVector k = kernel.get(0);
            if (labels.sign(cost(order, k)) > 0) {
                k = k.opposite();
            }
            // Labels cost something, so a direction of non-increasing cost lowers some weight.
            Rational step = null;
            for (int i = 0; i < order.size(); i++) {
                if (k.sign(i) < 0) {
                    Rational ratio = use.get(order.get(i)).divide(k.get(i).opposite());
                    step = step == null || ratio.compareTo(step) < 0 ? ratio : step;
                }
            }
            Map<Integer, Rational> next = new LinkedHashMap<>();
            for (int i = 0; i < order.size(); i++) {
                next.put(order.get(i), use.get(order.get(i)).plus(step.times(k.get(i))));
            }
            moveTo(next, f, Map.of());
        }
    }

    private Rational[] cost(List<Integer> order, RationalVector k) {
        Rational[] cost = new Rational[labels.groups()];
        Arrays.fill(cost, Rationals.ZERO);
        for (int i = 0; i < order.size(); i++) {
            int g = labels.group(order.get(i));
            cost[g] = cost[g].plus(k.get(i));
        }
        return cost;
    }

    private void merge(RationalVector f) {
        Map<Integer, Integer> first = new HashMap<>();
        boolean changed = false;
        for (int j = 0; j < label.length; j++) {
            if (weight[j].isZero()) {
                continue;
            }
            Integer slot = first.putIfAbsent(label[j], j);
            if (slot != null) {
                weight[slot] = weight[slot].plus(weight[j]);
                weight[j] = Rationals.ZERO;
                changed = true;
            }
        }
        if (changed) {
            emit(f);
        }
    }

    /**
     * One step to new weights; labels in use keep their slots, new ones take slots without weight.
     *
     * @param next label to weight, zero weights allowed
     * @param f outputs to reach with the help of the skip
     * @param preferred label to the slot it would like
     * @throws Unproved if there are too few slots
     */
    void moveTo(Map<Integer, Rational> next, RationalVector f, Map<Integer, Integer> preferred) {
        Map<Integer, Integer> slots = slots();
        boolean[] taken = new boolean[label.length];
        slots.values().forEach(j -> taken[j] = true);
        boolean changed = false;
        for (Map.Entry<Integer, Integer> slot : slots.entrySet()) {
            Rational value = next.getOrDefault(slot.getKey(), Rationals.ZERO);
            changed |= !value.equals(weight[slot.getValue()]);
            weight[slot.getValue()] = value;
        }
        for (Map.Entry<Integer, Rational> entry : next.entrySet()) {
            if (slots.containsKey(entry.getKey()) || entry.getValue().isZero()) {
                continue;
            }
            int slot = preferred.getOrDefault(entry.getKey(), -1);
            for (int j = 0; j < label.length && (slot < 0 || taken[slot]); j++) {
                slot = j;
            }
            if (slot < 0 || taken[slot]) {
                throw new Unproved("no path was found that gets by with width " + label.length);
            }
            taken[slot] = true;
            label[slot] = entry.getKey();
            weight[slot] = entry.getValue();
            changed = true;
        }
        if (changed) {
            emit(f);
        }
    }

    /** Moves labels one at a time to the slots they have in the other walk, which has the same weights. */
    void permuteTo(SlotWalk goal, RationalVector f) {
        Map<Integer, Integer> wanted = goal.slots();
        while (true) {
            int from = -1;
            boolean free = false;
            for (int j = 0; j < label.length && !free; j++) {
                if (!weight[j].isZero() && wanted.get(label[j]) != j) {
                    from = j;
                    free = weight[wanted.get(label[j])].isZero();
                }
            }
            if (from < 0) {
                return;
            }
            int to = wanted.get(label[from]);
            if (!free) {
                // Only cycles are left: open one through a free slot.
                to = 0;
                while (to < weight.length && !weight[to].isZero()) {
                    to++;
                }
                if (to == weight.length) {
                    throw new Unproved("no slot of " + weight.length + " is free to permute neurons");
                }
            }
            label[to] = label[from];
            weight[to] = weight[from];
            weight[from] = Rationals.ZERO;
            emit(f);
        }
    }

    /** Takes over the states of the other walk, backwards. */
    void backAlong(SlotWalk other) {
        for (int k = other.states.size() - 1; k >= 0; k--) {
            State state = other.states.get(k);
            if (!sameNetwork(state, states.get(states.size() - 1))) {
                states.add(state);
            }
        }
    }

    /** Labels of slots without weight do not count. */
    private static boolean sameNetwork(State one, State other) {
        for (int j = 0; j < one.labels().size(); j++) {
            if (!one.weights().get(j).isZero() && !one.labels().get(j).equals(other.labels().get(j))) {
                return false;
            }
        }
        return one.weights().equals(other.weights()) && one.skip().equals(other.skip());
    }

    private void emit(RationalVector f) {
        RationalVector rest = f;
        for (int j = 0; j < label.length; j++) {
            if (!weight[j].isZero()) {
                rest = rest.minus(labels.feature(label[j]).times(weight[j]));
            }
        }
        states.add(state(Elimination.solve(problem.skipMatrix(), rest)
                .orElseThrow(() -> new IllegalStateException("the skip cannot reach the outputs"))));
    }
}
