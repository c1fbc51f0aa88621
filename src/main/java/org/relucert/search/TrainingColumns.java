package org.relucert.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The columns of the next {@link Master} program of a training. They join with the patterns of directions, go when they have been idle
 * for some rounds, and stay for twice as long each time that they come back.
 */
final class TrainingColumns {

    /** Idle rounds after which a column goes for the first time. */
    private static final int IDLE_ROUNDS = 2;
    /** A column is not idle from this tightness on, nor from this part of the largest weight. */
    private static final double TIGHT = 1 - 1e-5;
    private static final double HEAVY = 1e-3;
    private static final double HEAVY_AMONG_MANY = 1e-4;
    /** Programs of so few columns lose none. */
    private static final int FEW = 30;

    private final TrainingSpace space;
    private final Random random;
    /** The columns, in the order in which they came, and the number of rounds each has been idle. */
    private final Map<Master.Column, Integer> idle = new LinkedHashMap<>();
    /** Columns that went, and the idle rounds that each one has when it comes back. */
    private final Map<Master.Column, Integer> patience = new HashMap<>();

    /**
     * None yet.
     *
     * @param random chooses among the patterns of directions on walls
     */
    TrainingColumns(TrainingSpace space, Random random) {
        this.space = space;
        this.random = random;
    }

    /** In the order in which they came. */
    List<Master.Column> list() {
        return List.copyOf(idle.keySet());
    }

    boolean isEmpty() {
        return idle.isEmpty();
    }

    void clear() {
        idle.clear();
    }

    /** Adds columns of the patterns of z; whether one is new. */
    boolean add(int sign, double[] z) {
        boolean fresh = false;
        for (boolean[] pattern : patterns(z)) {
            fresh |= add(new Master.Column(sign, pattern));
        }
        return fresh;
    }

    /** Adds a column unless it is there already or its cone has no interior; whether it did. */
    boolean add(Master.Column column) {
        if (idle.containsKey(column) || space.cone(column) == null) {
            return false;
        }
        idle.put(column, 0);
        return true;
    }

    /** The pattern of z; on walls, a few closed patterns with interior that contain z. */
    private List<boolean[]> patterns(double[] z) {
        double length = TrainingSpace.norm(z);
        boolean[] pattern = new boolean[space.n];
        List<Integer> walls = new ArrayList<>();
        for (int i = 0; i < space.n; i++) {
            double t = TrainingSpace.dot(space.rows[i], z);
            if (space.rowNorms[i] > 0 && Math.abs(t) <= 1e-9 * length * space.rowNorms[i]) {
                walls.add(i);
            } else {
                pattern[i] = t > 0;
            }
        }
        List<boolean[]> result = new ArrayList<>();
        for (int attempt = 0; attempt < (walls.isEmpty() ? 1 : 3); attempt++) {
            boolean[] closed = pattern.clone();
            if (!walls.isEmpty()) {
                double[] d = space.randomDirection(random);
                for (int i : walls) {
                    closed[i] = TrainingSpace.dot(space.rows[i], d) > 0;
                }
            }
            boolean known = false;
            for (boolean[] other : result) {
                known |= Arrays.equals(other, closed);
            }
            if (!known) {
                result.add(closed);
            }
        }
        return result;
    }

    /** Lets those go that have been idle for too long, as the solution of their program tells. */
    void retire(Master.Solution solution) {
        if (solution.columns().size() <= FEW) {
            return;
        }
        double[] weights = Arrays.stream(solution.directions()).mapToDouble(space.problem::norm).toArray();
        double largest = Arrays.stream(weights).max().orElse(0);
        long heavy = Arrays.stream(weights).filter(w -> w > HEAVY * largest).count();
        // with fewer coordinates in use than there are rows programs are small, if only such columns stay
        double least = (heavy * space.dimension <= space.n ? HEAVY : HEAVY_AMONG_MANY) * largest;
        for (int j = 0; j < solution.columns().size(); j++) {
            Master.Column column = solution.columns().get(j);
            boolean used = weights[j] > least || solution.tightness()[j] > TIGHT;
            int rest = used ? 0 : idle.get(column) + 1;
            int most = patience.getOrDefault(column, IDLE_ROUNDS);
            if (rest >= most) {
                idle.remove(column);
                patience.put(column, 2 * most);
            } else {
                idle.put(column, rest);
            }
        }
    }
}
