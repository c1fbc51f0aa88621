package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * Step (2) of the path theorem (mathematics, 2.8): from one network with independent features to an optimal one, over the labels T of
 * both. With omega(t) the least cost of the outputs z_t = (1-t) z_0 + t z_b over T, simplex pivots lead to an optimal
 * basis for z_0, the parametric simplex method follows omega to t = 1, and pivots inside the optimal face lead to the goal. All exact, with
 * Bland's rule.
 */
final class PivotWalk {

    private final SlotWalk walk;
    private final PathLabels labels;
    private final Map<Integer, Integer> preferred;
    private final BooleanSupplier stop;
    private final RationalVector start;
    private final RationalVector end;
    private final List<Integer> columns;
    /** Entry i: the column that is basic in row i. */
    private final int[] basis;
    /** B^{-1} [A | z_0 | z_b - z_0]. */
    private final RationalVector[] rows;

    private PivotWalk(SlotWalk walk, SlotWalk goal, PathLabels labels, RationalMatrix orthogonal, BooleanSupplier stop) {
        this.walk = walk;
        this.labels = labels;
        this.stop = stop;
        preferred = goal.slots();
        start = walk.outputs();
        end = goal.outputs();
        Set<Integer> all = new LinkedHashSet<>(walk.inUse().keySet());
        all.addAll(goal.inUse().keySet());
        columns = List.copyOf(all);
        List<RationalVector> system = new ArrayList<>();
        columns.forEach(a -> system.add(orthogonal.times(labels.feature(a))));
        system.add(orthogonal.times(start));
        system.add(orthogonal.times(end.minus(start)));
        RationalMatrix a = RationalMatrix.ofColumns(system.subList(0, columns.size()), orthogonal.rows());
        // What is in use is independent and stands first, so it is in the basis.
        basis = Elimination.of(a).pivotColumns().stream().mapToInt(Integer::intValue).toArray();
        rows = new RationalVector[basis.length];
        List<RationalVector> basic = Arrays.stream(basis).mapToObj(a::column).toList();
        RationalMatrix basicColumns = RationalMatrix.ofColumns(basic, orthogonal.rows());
        List<RationalVector> tableau = new ArrayList<>();
        for (RationalVector column : system) {
            tableau.add(Elimination.solve(basicColumns, column).orElseThrow());
        }
        RationalMatrix whole = RationalMatrix.ofColumns(tableau, basis.length);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = whole.row(i);
        }
    }

    /**
     * Walks to the weights of the goal; slots may differ in the end.
     *
     * @param walk reduced
     * @param goal reduced, optimal
     * @param orthogonal rows span the vectors orthogonal to the range of S
     * @throws Unproved if the width does not suffice, or the time
     */
    static void walk(SlotWalk walk, SlotWalk goal, PathLabels labels, RationalMatrix orthogonal, BooleanSupplier stop) {
        PivotWalk pivots = new PivotWalk(walk, goal, labels, orthogonal, stop);
        pivots.descend();
        if (!pivots.start.equals(pivots.end)) {
            pivots.follow();
        }
        pivots.inside(goal.inUse().keySet());
    }

    private void descend() {
        while (true) {
            tick();
            int entering = -1;
            for (int j = 0; j < columns.size() && entering < 0; j++) {
                if (labels.sign(reducedCost(j)) < 0) {
                    entering = j;
                }
            }
            if (entering < 0) {
                return;
            }
            primal(entering, Rationals.ZERO);
            move(Rationals.ZERO);
        }
    }

    private void follow() {
        Rational t = Rationals.ZERO;
        while (true) {
            tick();
            // The first weight to become negative beyond t; among several the first label, which Bland's rule wants.
            Rational next = Rationals.ONE;
            int leaving = -1;
            for (int i = 0; i < rows.length; i++) {
                if (slope(i).isNegative()) {
                    Rational zero = value(i, Rationals.ZERO).divide(slope(i).opposite());
                    int order = zero.compareTo(next);
                    if (order < 0 || order == 0 && leaving >= 0 && basis[i] < basis[leaving]) {
                        next = zero;
                        leaving = i;
                    }
                }
            }
            t = next;
            move(t);
            if (leaving < 0) {
                return;
            }
            dual(leaving);
        }
    }

    private void dual(int row) {
        int entering = -1;
        Rational[] best = null;
        for (int j = 0; j < columns.size(); j++) {
            Rational entry = rows[row].get(j);
            if (!entry.isNegative()) {
                continue;
            }
            Rational[] ratio = reducedCost(j);
            for (int g = 0; g < ratio.length; g++) {
                ratio[g] = ratio[g].divide(entry.opposite());
            }
            if (entering < 0 || labels.sign(difference(ratio, best)) < 0) {
                entering = j;
                best = ratio;
            }
        }
        if (entering < 0) {
            throw new IllegalStateException("a convex combination of reachable outputs is reachable");
        }
        pivot(row, entering);
    }

    private void inside(Set<Integer> goal) {
        while (true) {
            tick();
            int entering = -1;
            for (int j = 0; j < columns.size() && entering < 0; j++) {
                if (secondary(j, goal).isNegative() && labels.sign(reducedCost(j)) == 0) {
                    entering = j;
                }
            }
            if (entering < 0) {
                break;
            }
            primal(entering, Rationals.ONE);
            move(Rationals.ONE);
        }
        if (!goal.containsAll(walk.inUse().keySet())) {
            throw new IllegalStateException("the goal is no optimal basic solution");
        }
    }

    /** Reduced cost of the number of labels beside the goal's. */
    private Rational secondary(int column, Set<Integer> goal) {
        Rational cost = goal.contains(columns.get(column)) ? Rationals.ZERO : Rationals.ONE;
        for (int i = 0; i < rows.length; i++) {
            if (!goal.contains(columns.get(basis[i]))) {
                cost = cost.minus(rows[i].get(column));
            }
        }
        return cost;
    }

    private Rational[] reducedCost(int column) {
        Rational[] cost = new Rational[labels.groups()];
        Arrays.fill(cost, Rationals.ZERO);
        cost[labels.group(columns.get(column))] = Rationals.ONE;
        for (int i = 0; i < rows.length; i++) {
            int g = labels.group(columns.get(basis[i]));
            cost[g] = cost[g].minus(rows[i].get(column));
        }
        return cost;
    }

    private static Rational[] difference(Rational[] a, Rational[] b) {
        Rational[] difference = new Rational[a.length];
        for (int g = 0; g < a.length; g++) {
            difference[g] = a[g].minus(b[g]);
        }
        return difference;
    }

    /** Enters a column at a fixed t; the smallest ratio leaves, among several the first label. */
    private void primal(int entering, Rational t) {
        int leaving = -1;
        Rational best = null;
        for (int i = 0; i < rows.length; i++) {
            Rational entry = rows[i].get(entering);
            if (!entry.isPositive()) {
                continue;
            }
            Rational ratio = value(i, t).divide(entry);
            int order = best == null ? -1 : ratio.compareTo(best);
            if (order < 0 || order == 0 && basis[i] < basis[leaving]) {
                best = ratio;
                leaving = i;
            }
        }
        if (leaving < 0) {
            throw new IllegalStateException("labels cost something, so the program is bounded");
        }
        pivot(leaving, entering);
    }

    private void pivot(int row, int column) {
        rows[row] = rows[row].times(rows[row].get(column).inverse());
        for (int i = 0; i < rows.length; i++) {
            if (i != row && rows[i].sign(column) != 0) {
                rows[i] = rows[i].minus(rows[row].times(rows[i].get(column)));
            }
        }
        basis[row] = column;
    }

    private Rational value(int row, Rational t) {
        return rows[row].get(columns.size()).plus(t.times(slope(row)));
    }

    private Rational slope(int row) {
        return rows[row].get(columns.size() + 1);
    }

    private void move(Rational t) {
        Map<Integer, Rational> next = new LinkedHashMap<>();
        for (int i = 0; i < rows.length; i++) {
            next.put(columns.get(basis[i]), value(i, t));
        }
        walk.moveTo(next, start.plus(end.minus(start).times(t)), preferred);
    }

    private void tick() {
        if (stop.getAsBoolean()) {
            throw new Unproved("the time was too short to find a path");
        }
    }
}
