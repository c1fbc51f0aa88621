package org.relucert.search;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Best-first branch-and-bound by sign splits with quadratic leaves (obligations QL), for a norm penalty in any dimension.
 * The bound of a node is that of {@link QuadraticRelaxation}, which starts where the parent's ended.
 *
 * <p>A node is split by the row whose |t| the relaxation overestimates most: sqrt(T) against the mean of |t| under the Gaussian
 * with the relaxation's moments.
 */
final class QuadraticSearch implements TreeSearch {

    /** Least and most dimensions, and most rows for each, where AUTO takes this search (proofs-notes/performance.md). */
    private static final int LEAST_DIMENSION = 7;
    private static final int ROWS_PER_DIMENSION = 15;
    private static final int MOST_ROWS = 5000;
    /** Least spread of the rows, as a part of what random ones have. */
    private static final double SPREAD = 1.0 / 3;
    /** A child whose bound is this multiple of its parent's was not solved. */
    private static final double FAILED = 1.05;

    private final NeuronGeometry geometry;
    private final NeuronSearch.Options options;
    private final NeuronIncumbents incumbents;
    private final int size;
    private final int positives;
    private final int[] negative;
    /** Unit rows, count x size flat. */
    private final double[] rows;
    /** Metric length of each merged row's unit functional; weight of the Euclidean unit row. */
    private final double[] length;
    private final double[] weight;
    private final QuadraticRelaxation relaxation;
    private final BoundedLeastSquares leastSquares;
    private final PriorityQueue<QuadraticNode> open = new PriorityQueue<>();
    private QuadraticNode root;
    private long sequence;
    private long nodes;

    QuadraticSearch(NeuronGeometry geometry, NeuronSearch.Options options, NeuronIncumbents incumbents) {
        this.geometry = geometry;
        this.options = options;
        this.incumbents = incumbents;
        size = geometry.size;
        positives = geometry.positives;
        NeuronGeometry.UnitRows unit = geometry.unitRows();
        rows = unit.rows();
        length = unit.length();
        weight = unit.weight();
        negative = new int[geometry.count - positives];
        Arrays.setAll(negative, s -> positives + s);
        relaxation = new QuadraticRelaxation(size, rows, weight, options.stop());
        leastSquares = new BoundedLeastSquares(size);
    }

    /**
     * Whether this search is likely to beat the others: in seven dimensions and more, with not too many rows for each, if these do
     * not crowd around few directions as those of real tables with a bias do, where the terms of h cancel.
     */
    static boolean suits(NeuronGeometry geometry) {
        int dimension = geometry.dimension;
        if (!takes(geometry) || dimension < LEAST_DIMENSION || geometry.count > ROWS_PER_DIMENSION * dimension) {
            return false;
        }
        // (tr G)^2 / tr G^2 for the Gram matrix G of unit rows: the number of directions, in a sense, that they fill
        double[] rows = geometry.euclideanRows();
        int count = geometry.count;
        double[] square = new double[count];
        for (int i = 0; i < count; i++) {
            square[i] = product(rows, i, i, dimension);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                double product = product(rows, i, j, dimension);
                sum += product * product / (square[i] * square[j]);
            }
        }
        double filled = (double) count * count / sum;
        double random = dimension / (1 + (double) dimension / count);
        return count == 0 || filled >= SPREAD * random;
    }

    /** Whether this search can be used, and its nodes are a matter of fractions of a second. */
    static boolean takes(NeuronGeometry geometry) {
        return !geometry.problem.freeBias() && geometry.dimension <= NeuronSearch.LARGEST_QUADRATIC_DIMENSION
                && geometry.count <= MOST_ROWS;
    }

    private static double product(double[] rows, int i, int j, int size) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
            sum += rows[i * size + k] * rows[j * size + k];
        }
        return sum;
    }

    @Override
    public long nodes() {
        return nodes;
    }

    @Override
    public boolean advance(long most) {
        if (root == null) {
            root = new QuadraticNode(sequence++, new int[0], new int[0]);
            relaxation.begin();
            evaluate(root);
            keep(root);
        }
        while (!open.isEmpty() && open.peek().bound > incumbents.level() && !options.stop().getAsBoolean()) {
            if (nodes >= most) {
                return false;
            }
            QuadraticNode node = open.poll();
            node.nonNegative = child(node, 1);
            node.nonPositive = child(node, -1);
            if (options.stop().getAsBoolean() && Math.max(node.nonNegative.bound, node.nonPositive.bound) > node.bound) {
                // interrupted on the way, they prove less than their parent does
                node.nonNegative = null;
                node.nonPositive = null;
                break;
            }
            release(node);
            keep(node.nonNegative);
            keep(node.nonPositive);
            if ((nodes & 63) < 2) {
                options.progress().accept(new NeuronSearch.Progress(incumbents.lower(), upper(node), nodes, open.size()));
            }
        }
        return true;
    }

    @Override
    public NeuronSearch.Result result() {
        open.clear();
        return incumbents.result(upper(), new SearchTree(SearchTree.Kind.BOX, List.of(export(root))), nodes);
    }

    private double upper(QuadraticNode last) {
        return open.isEmpty() ? last.bound : open.peek().bound;
    }

    private void keep(QuadraticNode node) {
        if (node.split >= 0 && node.bound > incumbents.level()) {
            open.add(node);
        } else {
            node.mean = null;
            node.root = null;
        }
    }

    /** Drops what only a leaf needs. */
    private static void release(QuadraticNode node) {
        node.mean = null;
        node.root = null;
        node.lambda = null;
        node.curvatures = null;
        node.slopes = null;
        node.point = null;
    }

    private QuadraticNode child(QuadraticNode node, int side) {
        int depth = node.path.length;
        int[] path = Arrays.copyOf(node.path, depth + 1);
        int[] sign = Arrays.copyOf(node.sign, depth + 1);
        path[depth] = node.split;
        sign[depth] = side;
        QuadraticNode child = new QuadraticNode(sequence++, path, sign);
        relaxation.begin(node.mean, node.root, node.tau);
        relaxation.condition(node.split, side);
        for (int k = depth - 1; k >= 0; k--) {
            if (relaxation.violated(path[k], sign[k])) {
                relaxation.condition(path[k], sign[k]);
            }
        }
        evaluate(child);
        if (child.bound > FAILED * node.bound && !options.stop().getAsBoolean()) {
            // the start was too near the boundary; from the middle every relaxation can be solved
            relaxation.begin();
            nodes--;
            evaluate(child);
        }
        return child;
    }

    private void evaluate(QuadraticNode node) {
        nodes++;
        int[] undecided = undecided(node);
        int[] above = above(node);
        if (undecided.length == 0) {
            decided(node, above);
            return;
        }
        relaxation.solve(undecided, above, negative, node.path, node.sign, incumbents.level());
        node.bound = relaxation.bound;
        node.lambda = relaxation.lambda;
        node.curvatures = relaxation.curvatures;
        node.slopes = relaxation.slopes;
        node.point = relaxation.point.clone();
        offer(relaxation.point);
        if (node.bound > incumbents.level()) {
            chooseSplit(node, undecided);
            node.mean = relaxation.anchorMean.clone();
            node.root = relaxation.anchorRoot.clone();
            node.tau = relaxation.anchorTau;
        }
    }

    /** Without undecided rows the bound is the least |v|, and exact: a least-squares problem, solved as such. */
    private void decided(QuadraticNode node, int[] above) {
        double[] constant = new double[size];
        for (int i : above) {
            for (int k = 0; k < size; k++) {
                constant[k] += weight[i] * rows[i * size + k];
            }
        }
        int bent = negative.length;
        int count = bent + node.path.length;
        double[] columns = new double[count * size];
        double[] upper = new double[count];
        double[] x = new double[count];
        for (int s = 0; s < count; s++) {
            int i = s < bent ? negative[s] : node.path[s - bent];
            double factor = s < bent ? weight[i] : node.sign[s - bent];
            upper[s] = s < bent ? 1 : Double.POSITIVE_INFINITY;
            for (int k = 0; k < size; k++) {
                columns[s * size + k] = factor * rows[i * size + k];
            }
        }
        node.bound = leastSquares.solve(constant, count, columns, upper, x);
        node.slopes = Arrays.copyOf(x, bent);
        node.lambda = Arrays.copyOfRange(x, bent, count);
        node.curvatures = new double[0];
        node.point = new double[size];
        if (node.bound > 0) {
            for (int k = 0; k < size; k++) {
                node.point[k] = leastSquares.residual[k] / node.bound;
            }
            offer(node.point);
        }
    }

    /** The merged rows with nu &gt; 0 whose sign is open, ascending. */
    private int[] undecided(QuadraticNode node) {
        boolean[] known = new boolean[positives];
        for (int i : node.path) {
            known[i] = true;
        }
        int[] result = new int[positives - node.path.length];
        int at = 0;
        for (int i = 0; i < positives; i++) {
            if (!known[i]) {
                result[at++] = i;
            }
        }
        return result;
    }

    private static int[] above(QuadraticNode node) {
        int[] result = new int[node.path.length];
        int at = 0;
        for (int k = 0; k < node.path.length; k++) {
            if (node.sign[k] > 0) {
                result[at++] = node.path[k];
            }
        }
        return Arrays.copyOf(result, at);
    }

    private void offer(double[] point) {
        double[] scaled = geometry.frame.coordinates(geometry.toInput(point, 0, 0));
        if (incumbents.worthClimbing(scaled)) {
            incumbents.offer(point.clone());
        }
    }

    private void chooseSplit(QuadraticNode node, int[] undecided) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i : undecided) {
            double mean = 0;
            double variance = 0;
            for (int k = 0; k < size; k++) {
                mean += rows[i * size + k] * relaxation.mean[k];
                double image = 0;
                for (int j = k; j < size; j++) {
                    image += relaxation.root[j * size + k] * rows[i * size + j];
                }
                variance += image * image;
            }
            double error = weight[i] * (Math.sqrt(mean * mean + variance) - meanModulus(mean, Math.sqrt(variance)));
            if (error > most) {
                most = error;
                node.split = i;
            }
        }
    }

    /** E|t| for a Gaussian t. */
    static double meanModulus(double mean, double deviation) {
        double m = Math.abs(mean);
        if (!(deviation > 0) || m > 8 * deviation) {
            return m;
        }
        double z = m / deviation;
        return deviation * Math.sqrt(2 / Math.PI) * Math.exp(-z * z / 2) + m * erf(z / Math.sqrt(2));
    }

    /** The error function for x &gt;= 0, to a few units of 1e-7 (Abramowitz and Stegun, 7.1.26). */
    static double erf(double x) {
        double s = 1 / (1 + 0.3275911 * x);
        double sum = s * (0.254829592 + s * (-0.284496736 + s * (1.421413741 + s * (-1.453152027 + s * 1.061405429))));
        return 1 - sum * Math.exp(-x * x);
    }

    /** The proposal below a node, as the rest of the toolkit reads it. */
    private SearchTree.Node export(QuadraticNode node) {
        if (node.nonNegative != null) {
            return new SearchTree.Split(geometry.members[node.split][0], List.of(), export(node.nonNegative),
                    export(node.nonPositive));
        }
        int n = geometry.problem.rows();
        double[] lambda = new double[node.path.length];
        for (int k = 0; k < lambda.length; k++) {
            lambda[k] = node.lambda[k] / (length[node.path[k]] * geometry.rowLength[geometry.members[node.path[k]][0]]);
        }
        double[] curvatures = new double[n];
        int[] undecided = undecided(node);
        for (int s = 0; s < undecided.length; s++) {
            for (int j : geometry.members[undecided[s]]) {
                curvatures[j] = node.curvatures[s] / (length[undecided[s]] * geometry.rowLength[j]);
            }
        }
        double[] slopes = new double[n];
        for (int s = 0; s < negative.length; s++) {
            for (int j : geometry.members[negative[s]]) {
                slopes[j] = node.slopes[s];
            }
        }
        return new SearchTree.QuadraticLeaf(node.bound, lambda, curvatures, slopes, geometry.toInput(node.point, 0, 0));
    }

    @Override
    public double upper() {
        return bound(root);
    }

    /** Largest bound over the leaves below the node. */
    private static double bound(QuadraticNode node) {
        return node.nonNegative == null ? node.bound : Math.max(bound(node.nonNegative), bound(node.nonPositive));
    }
}
