package org.relucert.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Best-first branch-and-bound by sign splits with box chords (mathematics 2.1, LF), for a norm penalty in any dimension.
 *
 * <p>A node knows the signs of the rows on its path and, for every other row with nu_i &gt; 0, bounds -l &lt;= &lt;x_i,u&gt; &lt;= h over
 * its cone in the unit ball. Its bound is |v| + kappa, with v the least-norm vector over path multipliers lambda &gt;= 0 and
 * slopes in [0,1]. Bounds start at the row norms and are tightened, where the relaxation errs most, by
 * h = min |x_i + sum mu_k r_k| over mu &gt;= 0; they are inherited. Euclidean coordinates and unit rows throughout.
 */
final class BoxSearch implements TreeSearch {

    /**
     * Most rows tightened per round. More tightening means fewer nodes, but each bound costs two least-squares problems here
     * and a line of multipliers in the certificate.
     */
    private static final int TIGHTENED = 24;
    /** Most rounds of tightening per node. */
    private static final int ROUNDS = 1;
    /**
     * A bound must shrink at least to this part to be worth recording. Bounds are most of a certificate; recording smaller gains
     * too saves few nodes and costs many lines (figures in proofs-notes/performance.md).
     */
    private static final double WORTH = 0.8;
    /** A tightened bound is rounded up by this part, so that the exact check of its rounded multipliers has room. */
    private static final double ROOM = 1e-11;
    /** The least bound ever used (unit rows): an implied sign is a bound this small. */
    private static final double LEAST = 1e-10;

    private final NeuronGeometry geometry;
    private final NeuronSearch.Options options;
    private final NeuronIncumbents incumbents;
    private final int size;
    private final int positives;
    private final int negatives;
    /** Unit rows, count x size flat. */
    private final double[] rows;
    /** Metric length of each merged row's unit functional; weight of the Euclidean unit row. */
    private final double[] length;
    private final double[] weight;
    private final BoundedLeastSquares leastSquares;
    private final BoundedLeastSquares tightener;
    private final PriorityQueue<BoxNode> open = new PriorityQueue<>();
    private BoxNode root;
    private long sequence;
    private long nodes;

    private final double[] constant;
    private double[] columns;
    private double[] upper;
    private double[] x;
    private double[] pathColumns = new double[0];
    private double[] mu = new double[0];
    private double[] infinite = new double[0];
    private final double[] point;
    private final double[] gap;

    BoxSearch(NeuronGeometry geometry, NeuronSearch.Options options, NeuronIncumbents incumbents) {
        this.geometry = geometry;
        this.options = options;
        this.incumbents = incumbents;
        size = geometry.size;
        positives = geometry.positives;
        negatives = geometry.count - positives;
        NeuronGeometry.UnitRows unit = geometry.unitRows();
        rows = unit.rows();
        length = unit.length();
        weight = unit.weight();
        leastSquares = new BoundedLeastSquares(size);
        tightener = new BoundedLeastSquares(size);
        constant = new double[size];
        columns = new double[(negatives + 64) * size];
        upper = new double[negatives + 64];
        x = new double[negatives + 64];
        for (int i = 0; i < negatives; i++) {
            for (int k = 0; k < size; k++) {
                columns[i * size + k] = weight[positives + i] * rows[(positives + i) * size + k];
            }
            upper[i] = 1;
        }
        point = new double[size];
        gap = new double[positives];
    }

    @Override
    public long nodes() {
        return nodes;
    }

    @Override
    public boolean advance(long most) {
        if (root == null) {
            begin();
        }
        while (!open.isEmpty() && open.peek().bound > incumbents.level() && open.peek().split >= 0
                && !options.stop().getAsBoolean()) {
            if (nodes >= most) {
                return false;
            }
            BoxNode node = open.poll();
            node.nonNegative = child(node, true);
            node.nonPositive = child(node, false);
            release(node);
            keep(node.nonNegative);
            keep(node.nonPositive);
            if ((nodes & 511) < 2) {
                options.progress().accept(new NeuronSearch.Progress(incumbents.lower(), node.bound, nodes, open.size()));
            }
        }
        return true;
    }

    private void begin() {
        root = new BoxNode(sequence++, new int[0], new boolean[0]);
        root.sign = new byte[positives];
        root.high = new double[positives];
        root.low = new double[positives];
        Arrays.fill(root.high, 1);
        Arrays.fill(root.low, 1);
        root.lambda = new double[0];
        root.slopes = new double[negatives];
        evaluate(root);
        keep(root);
    }

    private void keep(BoxNode node) {
        if (node.bound > incumbents.level()) {
            open.add(node);
        } else {
            release(node);
        }
    }

    @Override
    public double upper() {
        return bound(root);
    }

    @Override
    public NeuronSearch.Result result() {
        open.clear();
        return incumbents.result(upper(), new SearchTree(SearchTree.Kind.BOX, List.of(export(root))), nodes);
    }

    /** Drops what only the search needs; what a leaf must export stays. */
    private static void release(BoxNode node) {
        node.sign = null;
        node.high = null;
        node.low = null;
        if (node.nonNegative != null) {
            node.lambda = null;
            node.slopes = null;
        }
    }

    private BoxNode child(BoxNode node, boolean above) {
        int depth = node.path.length;
        int[] path = Arrays.copyOf(node.path, depth + 1);
        boolean[] side = Arrays.copyOf(node.above, depth + 1);
        path[depth] = node.split;
        side[depth] = above;
        BoxNode child = new BoxNode(sequence++, path, side);
        child.sign = node.sign.clone();
        child.sign[node.split] = (byte) (above ? 1 : -1);
        child.high = node.high.clone();
        child.low = node.low.clone();
        child.lambda = Arrays.copyOf(node.lambda, depth + 1);
        child.slopes = node.slopes.clone();
        int[] members = geometry.members[node.split];
        if (members.length > 1) {
            // parallel rows follow the one that was split: by a bound of almost zero, with the obvious multiplier
            child.tightened = new ArrayList<>();
            for (int m = 1; m < members.length; m++) {
                double[] multiplier = new double[depth + 1];
                multiplier[depth] = geometry.rowLength[members[m]] / geometry.rowLength[members[0]];
                child.tightened.add(new SearchTree.Bound(members[m], !above,
                        LEAST * length[node.split] * geometry.rowLength[members[m]], multiplier));
            }
        }
        evaluate(child);
        return child;
    }

    /** Bound, tightening and split of a node. */
    private void evaluate(BoxNode node) {
        nodes++;
        int depth = node.path.length;
        ensure(depth);
        for (int k = 0; k < depth; k++) {
            double sign = node.above[k] ? 1 : -1;
            int o = node.path[k] * size;
            for (int j = 0; j < size; j++) {
                double value = sign * rows[o + j];
                pathColumns[k * size + j] = value;
                columns[(negatives + k) * size + j] = value;
            }
            upper[negatives + k] = Double.POSITIVE_INFINITY;
            infinite[k] = Double.POSITIVE_INFINITY;
        }
        System.arraycopy(node.slopes, 0, x, 0, negatives);
        System.arraycopy(node.lambda, 0, x, negatives, depth);
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round <= ROUNDS; round++) {
            double kappa = chords(node);
            double norm = leastSquares.solve(constant, negatives + depth, columns, upper, x);
            best = norm + kappa;
            if (norm > 0) {
                for (int k = 0; k < size; k++) {
                    point[k] = leastSquares.residual[k] / norm;
                }
            } else {
                Arrays.fill(point, 0);
            }
            if (round == 0) {
                offer(norm);
            }
            if (best <= incumbents.level()) {
                break;
            }
            gaps(node);
            if (depth == 0 || round == ROUNDS || !tighten(node, depth)) {
                break;
            }
        }
        node.bound = best;
        System.arraycopy(x, 0, node.slopes, 0, negatives);
        System.arraycopy(x, negatives, node.lambda, 0, depth);
        int widest = -1;
        for (int i = 0; i < positives; i++) {
            if (node.sign[i] == 0 && (widest < 0 || gap[i] > gap[widest])) {
                widest = i;
            }
        }
        node.split = widest;
    }

    private void offer(double norm) {
        if (norm > 0) {
            double[] scaled = geometry.frame.coordinates(geometry.toInput(point, 0, 0));
            if (incumbents.worthClimbing(scaled)) {
                incumbents.offer(point.clone());
            }
        }
    }

    private void ensure(int depth) {
        if (upper.length < negatives + depth) {
            int room = negatives + 2 * depth;
            columns = Arrays.copyOf(columns, room * size);
            upper = Arrays.copyOf(upper, room);
            x = Arrays.copyOf(x, room);
        }
        if (mu.length < depth) {
            mu = new double[2 * depth];
            infinite = new double[2 * depth];
            pathColumns = new double[2 * depth * size];
        }
    }

    /** Fills constant with the fixed part of v; returns kappa. */
    private double chords(BoxNode node) {
        Arrays.fill(constant, 0);
        double kappa = 0;
        for (int i = 0; i < positives; i++) {
            double factor;
            if (node.sign[i] != 0 && geometry.members[i].length > 1) {
                // rows parallel to a split one are only known up to the least bound
                kappa += 2 * LEAST * weight[i];
            }
            if (node.sign[i] == 0) {
                double h = node.high[i];
                double l = node.low[i];
                factor = weight[i] * h / (h + l);
                kappa += factor * l;
            } else if (node.sign[i] > 0) {
                factor = weight[i];
            } else {
                continue;
            }
            for (int k = 0; k < size; k++) {
                constant[k] += factor * rows[i * size + k];
            }
        }
        return kappa;
    }

    /** Chord errors of the undecided rows at the relaxed maximiser. */
    private void gaps(BoxNode node) {
        for (int i = 0; i < positives; i++) {
            gap[i] = 0;
            if (node.sign[i] == 0) {
                double t = 0;
                for (int k = 0; k < size; k++) {
                    t += rows[i * size + k] * point[k];
                }
                double h = node.high[i];
                double l = node.low[i];
                gap[i] = weight[i] * (h * (t + l) / (h + l) - Math.max(0, t));
            }
        }
    }

    /**
     * Tightens the bounds of the rows with the largest chord errors; true if any changed, and then the node must be solved
     * again: the leaf's multipliers have to fit the bounds it exports.
     */
    private boolean tighten(BoxNode node, int depth) {
        boolean changed = false;
        boolean[] done = new boolean[positives];
        for (int turn = 0; turn < TIGHTENED; turn++) {
            int i = -1;
            for (int j = 0; j < positives; j++) {
                if (!done[j] && gap[j] > 0 && (i < 0 || gap[j] > gap[i])) {
                    i = j;
                }
            }
            if (i < 0) {
                break;
            }
            done[i] = true;
            changed |= improve(node, depth, i, true);
            changed |= improve(node, depth, i, false);
        }
        return changed;
    }

    private boolean improve(BoxNode node, int depth, int i, boolean high) {
        double[] bounds = high ? node.high : node.low;
        double[] start = new double[size];
        for (int k = 0; k < size; k++) {
            start[k] = high ? rows[i * size + k] : -rows[i * size + k];
        }
        Arrays.fill(mu, 0, depth, 0);
        double value = tightener.solve(start, depth, pathColumns, infinite, mu);
        value = Math.max(LEAST, value * (1 + ROOM) + ROOM);
        if (!(value < WORTH * bounds[i])) {
            return false;
        }
        bounds[i] = value;
        if (node.tightened.isEmpty()) {
            node.tightened = new ArrayList<>();
        }
        for (int j : geometry.members[i]) {
            double scale = length[i] * geometry.rowLength[j];
            node.tightened.removeIf(b -> b.row() == j && b.upper() == high);
            double[] multipliers = new double[depth];
            for (int k = 0; k < depth; k++) {
                multipliers[k] = mu[k] * scale / caller(node.path[k]);
            }
            node.tightened.add(new SearchTree.Bound(j, high, scale * value, multipliers));
        }
        return true;
    }

    /** Metric length of the data row that represents a merged row: its unit row is the data row divided by this. */
    private double caller(int merged) {
        return length[merged] * geometry.rowLength[geometry.members[merged][0]];
    }

    /** The proposal below a node, as the rest of the toolkit reads it. */
    private SearchTree.Node export(BoxNode node) {
        if (node.nonNegative != null) {
            // nothing below uses bounds of the row split here; those of rows parallel to it are replaced in the children
            int[] split = geometry.members[node.split];
            List<SearchTree.Bound> useful = node.tightened.stream()
                    .filter(bound -> Arrays.binarySearch(split, bound.row()) < 0).toList();
            return new SearchTree.Split(split[0], useful,
                    export(node.nonNegative), export(node.nonPositive));
        }
        double[] lambda = new double[node.path.length];
        for (int k = 0; k < lambda.length; k++) {
            lambda[k] = node.lambda[k] / caller(node.path[k]);
        }
        double[] slopes = new double[geometry.problem.rows()];
        for (int i = 0; i < negatives; i++) {
            for (int j : geometry.members[positives + i]) {
                slopes[j] = node.slopes[i];
            }
        }
        return new SearchTree.BoxLeaf(node.bound, List.copyOf(node.tightened), lambda, slopes);
    }

    /** Largest bound over the leaves below the node. */
    private static double bound(BoxNode node) {
        return node.nonNegative == null ? node.bound : Math.max(bound(node.nonNegative), bound(node.nonPositive));
    }
}
