package org.relucert.search;

import java.util.List;

/**
 * What a training leaves for the next one on the same data with another beta. Activation patterns do not depend on beta, so the
 * columns at hand and the directions met are good beginnings; and a dual vector with proved levels needs only another scaling to
 * be feasible (Theorem AT), so there is a lower bound before anything is searched.
 */
public final class WarmStart {

    /** Nothing to start from. */
    public static final WarmStart NONE = new WarmStart(List.of(), List.of(List.of(), List.of()), new double[0],
            new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY});

    final List<Master.Column> columns;
    /** Directions of each side, +1 first, in input-space coordinates. */
    final List<List<double[]>> directions;
    final double[] nu;
    /** Proved bounds of max sigma nu^T(Xu)_+ over R(u) &lt;= 1, side +1 first; infinite where nothing was searched. */
    final double[] levels;

    WarmStart(List<Master.Column> columns, List<List<double[]>> directions, double[] nu, double[] levels) {
        this.columns = List.copyOf(columns);
        this.directions = directions.stream().map(List::copyOf).toList();
        this.nu = nu.clone();
        this.levels = levels.clone();
    }

    /** Whether this comes from the shape of a problem; the shape is all that can be told. */
    boolean fits(TrainingProblem problem) {
        return nu.length == problem.rows()
                && directions.stream().flatMap(List::stream).allMatch(u -> u.length == problem.dimension());
    }
}
