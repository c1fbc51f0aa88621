package org.relucert.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * A neuron problem made ready for searching: coordinates chosen, rows normalised, parallel rows merged, the metric factored.
 *
 * <p>Three coordinate systems occur.
 * <ul>
 * <li><em>Input</em> coordinates are the caller's u, length D.
 * <li><em>Scaled</em> coordinates u' of a {@link Frame}, in which the columns of the pairing have similar size: a
 *     tolerance on &lt;x_i, u&gt; then means the same in every direction. By default powers of two times u, so that
 *     orthants stay orthants.
 * <li><em>Euclidean</em> coordinates e = L^T u' (penalised block only), M' = L L^T: R(u) = |e|. Length {@link #size}.
 * </ul>
 *
 * <p>Rows that are positive multiples of each other <em>and</em> have the same sign of nu are one merged row: they lie on
 * the same side everywhere and share their chord or slope, so the bounds are those of the unmerged problem. Rows that
 * are zero or have nu_i = 0 vanish. Merged rows with nu &gt; 0 come first.
 */
final class NeuronGeometry {

    /** Rows whose unit functionals agree to this are taken as parallel: a rounding error, not a difference in the data. */
    private static final double PARALLEL = 1e-13;

    /** With a free bias, the sum of a dual vector that counts as zero, relative to that of the absolute values. */
    static final double UNBALANCED = 1e-10;

    /** The problem as given. */
    final NeuronProblem problem;
    /** D, length of u. */
    final int dimension;
    /** Number of penalised coordinates, D or D - 1. */
    final int size;
    /** Number of merged rows. */
    final int count;
    /** Merged rows 0 .. positives-1 have nu &gt; 0, the others nu &lt; 0. */
    final int positives;
    /** column[k][i]: coordinate k of the unit functional of merged row i, scaled coordinates. */
    final double[][] column;
    /** Weight of each merged row: sum of nu_j |a_j| over its members. */
    final double[] weight;
    /** Data rows of each merged row, ascending; the first represents it in a split. */
    final int[][] members;
    /** rowLength[j]: Euclidean length of data row j's functional in scaled coordinates. */
    final double[] rowLength;
    /** Where the scaled coordinates come from. */
    final Frame frame;
    /** Lower triangular Cholesky factor of the penalised block of M', size x size. */
    private final double[][] factor;

    NeuronGeometry(NeuronProblem problem) {
        this(problem, Frame.axes(problem));
    }

    /** In the coordinates of a frame; with a free bias the last of them is a positive multiple of it, a shift by the others aside. */
    NeuronGeometry(NeuronProblem problem, Frame frame) {
        this.problem = problem;
        this.frame = frame;
        dimension = problem.dimension();
        size = problem.freeBias() ? dimension - 1 : dimension;
        int n = problem.rows();
        factor = Cholesky.of(turned(problem.metric()), size);

        rowLength = new double[n];
        double[][] unit = new double[n][];
        List<Integer> live = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double[] row = frame.turned(problem.pairing()[i]);
            double sum = 0;
            for (double entry : row) {
                sum += entry * entry;
            }
            rowLength[i] = Math.sqrt(sum);
            if (rowLength[i] > 0 && problem.nu()[i] != 0) {
                for (int k = 0; k < dimension; k++) {
                    row[k] /= rowLength[i];
                }
                unit[i] = row;
                live.add(i);
            }
        }
        List<int[]> groups = merge(live, unit, problem.nu());
        count = groups.size();
        members = groups.toArray(new int[0][]);
        column = new double[dimension][count];
        weight = new double[count];
        int positive = 0;
        for (int g = 0; g < count; g++) {
            for (int k = 0; k < dimension; k++) {
                column[k][g] = unit[members[g][0]][k];
            }
            for (int j : members[g]) {
                weight[g] += problem.nu()[j] * rowLength[j];
            }
            if (weight[g] > 0) {
                positive++;
            }
        }
        positives = positive;
    }

    /** Groups of parallel rows of equal nu sign, positive ones first, each ascending, ordered by first member. */
    private static List<int[]> merge(List<Integer> live, double[][] unit, double[] nu) {
        double[] key = new double[unit.length];
        for (int i : live) {
            for (int k = 0; k < unit[i].length; k++) {
                key[i] += unit[i][k] * Math.sqrt(k + 2.0);
            }
        }
        Integer[] order = live.toArray(new Integer[0]);
        // parallel rows have nearly equal keys, so only neighbours in this order need comparing
        Arrays.sort(order, (i, j) -> key[i] != key[j] ? Double.compare(key[i], key[j]) : Integer.compare(i, j));
        int[] leader = new int[unit.length];
        for (int s = 0; s < order.length; s++) {
            int i = order[s];
            leader[i] = i;
            for (int r = s - 1; r >= 0 && key[i] - key[order[r]] <= 100 * PARALLEL; r--) {
                int j = order[r];
                if ((nu[i] > 0) == (nu[j] > 0) && close(unit[i], unit[j])) {
                    leader[i] = leader[j];
                    break;
                }
            }
        }
        List<List<Integer>> lists = new ArrayList<>();
        int[] place = new int[unit.length];
        Arrays.fill(place, -1);
        for (int i : live) {
            if (place[leader[i]] < 0) {
                place[leader[i]] = lists.size();
                lists.add(new ArrayList<>());
            }
            lists.get(place[leader[i]]).add(i);
        }
        List<int[]> groups = new ArrayList<>();
        for (int pass = 0; pass < 2; pass++) {
            for (List<Integer> list : lists) {
                if ((nu[list.get(0)] > 0) == (pass == 0)) {
                    groups.add(list.stream().mapToInt(Integer::intValue).toArray());
                }
            }
        }
        return groups;
    }

    private static boolean close(double[] a, double[] b) {
        for (int k = 0; k < a.length; k++) {
            if (Math.abs(a[k] - b[k]) > PARALLEL) {
                return false;
            }
        }
        return true;
    }

    /** B^T M B, without the part of a free bias. */
    private double[][] turned(double[][] metric) {
        double[][] half = new double[dimension][dimension];
        for (int j = 0; j < size; j++) {
            half[j] = frame.turned(metric[j]);
        }
        double[][] whole = new double[dimension][dimension];
        double[] column = new double[dimension];
        for (int k = 0; k < dimension; k++) {
            for (int j = 0; j < dimension; j++) {
                column[j] = half[j][k];
            }
            whole[k] = frame.turned(column);
        }
        return whole;
    }

    /** Writes e = L^T u' (penalised block) to target from offset on. */
    void toEuclidean(double[] scaled, double[] target, int offset) {
        for (int k = 0; k < size; k++) {
            double sum = 0;
            for (int j = k; j < size; j++) {
                sum += factor[j][k] * scaled[j];
            }
            target[offset + k] = sum;
        }
    }

    /** The Euclidean vector of a point in scaled coordinates, with its scaled bias appended where that is free. */
    double[] direction(double[] scaled) {
        double[] direction = new double[dimension];
        toEuclidean(scaled, direction, 0);
        if (problem.freeBias()) {
            direction[size] = scaled[size];
        }
        return direction;
    }

    /** Writes L^{-1} a for a functional a in scaled coordinates: the vector with &lt;x,u&gt; = (L^{-1}a) . e. */
    void functionalToEuclidean(double[] functional, double[] target, int offset) {
        Cholesky.solve(factor, functional, target, offset);
    }

    /** Input coordinates of the Euclidean vector e; where the bias is free its coordinate is given in scaled coordinates. */
    double[] toInput(double[] euclidean, int offset, double scaledBias) {
        double[] u = new double[dimension];
        for (int k = size - 1; k >= 0; k--) {
            double sum = euclidean[offset + k];
            for (int j = k + 1; j < size; j++) {
                sum -= factor[j][k] * u[j];
            }
            u[k] = sum / factor[k][k];
        }
        if (problem.freeBias()) {
            u[dimension - 1] = scaledBias;
        }
        return frame.vector(u);
    }

    /**
     * A leaf of a proposal.
     *
     * @param bound upper bound of h on the leaf's cone in the unit ball
     * @param rows the merged rows with nu &lt; 0 of undecided sign on the cone
     * @param slopes the slope of the row at a place among these
     * @param majorant Euclidean vector, or null for none; where the bias is free a scaled bias may follow
     */
    SearchTree.ConeLeaf leaf(double bound, int[] rows, IntToDoubleFunction slopes, double[] majorant) {
        double[] w = majorant == null ? new double[dimension] : toInput(majorant, 0, majorant.length > size ? majorant[size] : 0);
        int[] untold = new int[problem.rows()];
        double[] values = new double[problem.rows()];
        int count = 0;
        for (int s = 0; s < rows.length; s++) {
            double slope = slopes.applyAsDouble(s);
            for (int i : members[rows[s]]) {
                untold[count] = i;
                values[count] = slope;
                count += slope == SearchTree.ConeLeaf.slope(problem.pairing()[i], w) ? 0 : 1;
            }
        }
        return new SearchTree.ConeLeaf(bound, Arrays.copyOf(untold, count), Arrays.copyOf(values, count), w);
    }

    /** Euclidean vectors of all merged rows, count x size flat: (L^{-1} a_i). */
    double[] euclideanRows() {
        double[] rows = new double[count * size];
        double[] functional = new double[dimension];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < dimension; k++) {
                functional[k] = column[k][i];
            }
            functionalToEuclidean(functional, rows, i * size);
        }
        return rows;
    }

    /**
     * The merged rows as Euclidean vectors of length 1.
     *
     * @param rows count x size flat
     * @param length the metric length of each merged row's unit functional
     * @param weight nu_i of each row so scaled
     */
    record UnitRows(double[] rows, double[] length, double[] weight) { }

    /** The merged rows, scaled. */
    UnitRows unitRows() {
        double[] rows = euclideanRows();
        double[] length = new double[count];
        double[] scaled = new double[count];
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int k = 0; k < size; k++) {
                sum += rows[i * size + k] * rows[i * size + k];
            }
            length[i] = Math.sqrt(sum);
            scaled[i] = weight[i] * length[i];
            for (int k = 0; k < size; k++) {
                rows[i * size + k] /= length[i];
            }
        }
        return new UnitRows(rows, length, scaled);
    }
}
