package org.relucert.search;

import java.util.ArrayList;
import java.util.List;

/**
 * The distinct locally maximal directions met by a search, best first, at most {@value #MOST}; and the level at which nodes
 * may be closed. Directions are kept in Euclidean coordinates with the scaled bias, where free, appended.
 */
final class NeuronIncumbents {

    private static final int MOST = 48;
    /** Two directions nearer than this (Euclidean distance of unit vectors) are the same neuron. */
    private static final double SAME = 1e-6;

    private record Incumbent(double value, double[] direction) { }

    private final NeuronGeometry geometry;
    private final NeuronLocalSearch local;
    private final double relativeGap;
    private final double target;
    private final List<Incumbent> list = new ArrayList<>();
    private double lower;
    private final double[] products;
    private long asked;
    private long climbed;

    NeuronIncumbents(NeuronGeometry geometry, NeuronSearch.Options options) {
        this.geometry = geometry;
        this.local = new NeuronLocalSearch(geometry);
        this.relativeGap = Math.max(0, options.relativeGap());
        this.target = options.target();
        products = new double[geometry.count];
    }

    /**
     * Whether a climb from u (scaled coordinates, R(u) = 1) is worth its time: h(u) beats the best, or comes near it and the
     * number of climbs is still a small part of the number of nodes. A climb costs as much as several nodes.
     */
    boolean worthClimbing(double[] u) {
        asked++;
        java.util.Arrays.fill(products, 0);
        for (int k = 0; k < u.length; k++) {
            TrainingSpace.axpy(u[k], geometry.column[k], products);
        }
        for (int i = 0; i < products.length; i++) {
            products[i] = Signs.twicePositivePart(products[i]);
        }
        double value = NormalSystem.dot(geometry.weight, products, 0) / 2;
        boolean worth = value > lower || climbed < 32 + asked / 32 && value > 0.5 * lower;
        if (worth) {
            climbed++;
        }
        return worth;
    }

    /** Largest value found, at least 0. */
    double lower() {
        return lower;
    }

    /** A node whose bound is at most this need not be refined. */
    double level() {
        double byGap = relativeGap < 1 ? lower / (1 - relativeGap) : Double.POSITIVE_INFINITY;
        return Math.max(Math.max(target, byGap), local.noise());
    }

    /** Climbs from the point where a relaxation has its maximum, in scaled coordinates, if its bound leaves room for something better. */
    void offer(double bound, double[] point) {
        if (bound > 0 && bound > lower && worthClimbing(point)) {
            offer(geometry.direction(point));
        }
    }

    /** Climbs from the direction (overwritten) and keeps what it arrives at. */
    void offer(double[] direction) {
        double value = local.climb(direction);
        if (!(value > local.noise())) {
            return;
        }
        lower = Math.max(lower, value);
        int at = 0;
        while (at < list.size() && list.get(at).value >= value) {
            at++;
        }
        for (int i = 0; i < list.size(); i++) {
            if (near(list.get(i).direction, direction)) {
                if (list.get(i).value >= value) {
                    return;
                }
                list.remove(i);
                at = Math.min(at, i);
                break;
            }
        }
        if (at < MOST) {
            list.add(at, new Incumbent(value, direction.clone()));
            if (list.size() > MOST) {
                list.remove(MOST);
            }
        }
    }

    private static boolean near(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return sum <= SAME * SAME;
    }

    /** Unit directions in input coordinates, best first. */
    List<double[]> directions() {
        List<double[]> result = new ArrayList<>();
        for (Incumbent incumbent : list) {
            result.add(geometry.toInput(incumbent.direction, 0,
                    geometry.problem.freeBias() ? incumbent.direction[geometry.size] : 0));
        }
        return result;
    }

    /** Deterministic first tries: the caller's starts, plus and minus the coordinate axes, the heaviest rows, their sum. */
    void begin(List<double[]> starts) {
        int size = geometry.size;
        for (double[] start : starts) {
            offer(geometry.direction(geometry.frame.coordinates(start)));
        }
        double[] rows = geometry.euclideanRows();
        double[] sum = new double[geometry.dimension];
        for (int i = 0; i < geometry.count; i++) {
            for (int k = 0; k < size; k++) {
                sum[k] += Math.max(0, geometry.weight[i]) * rows[i * size + k];
            }
        }
        offer(sum);
        for (int k = 0; k < size; k++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] u = new double[geometry.dimension];
                u[k] = sign;
                offer(u);
            }
        }
        Integer[] order = new Integer[geometry.positives];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        java.util.Arrays.sort(order, (i, j) -> Double.compare(geometry.weight[j], geometry.weight[i]));
        for (int s = 0; s < Math.min(10, order.length); s++) {
            double[] u = new double[geometry.dimension];
            System.arraycopy(rows, order[s] * size, u, 0, size);
            offer(u);
        }
    }

    /** What was found, with the tree of the search that met these. */
    NeuronSearch.Result result(double upper, SearchTree tree, long nodes) {
        List<double[]> directions = directions();
        double[] best = directions.isEmpty() ? new double[geometry.dimension] : directions.get(0);
        return new NeuronSearch.Result(lower, best, directions, upper, tree, nodes);
    }
}
