package org.relucert.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Best-first branch-and-bound over cones on boxes (mathematics 2.1: Theorem SX). The cube [-1,1]^D of scaled coordinates has 2D
 * faces; the cones over them cover the space, and each is parted by halving boxes of the face. A box knows only the
 * coordinates, so these should make the data round: {@link Frame#round}.
 *
 * <p>Every cone has exactly 2^(D-1) extreme rays, the vertices of its box, and stays as round as the box: halving goes where
 * the gap is, not where a data row happens to pass. The bound is that of {@link ConeSearch}: the least |w| with
 * &lt;w,g&gt; &gt;= tau_g on all vertices g, tau_g = h_P(g) + &lt;sum_N gamma_i nu_i x_i, g&gt;. A child starts from its
 * parent's slopes, hence its bound is never worse.
 *
 * <p>With a free bias vertices have the norm of their weights, and every face but the two of the bias keeps away from where
 * that is zero; on these two h is linear ({@link Frame#round}).
 */
final class CubeSearch implements TreeSearch {

    /** Boxes are not halved in a coordinate where they are as narrow as this. */
    private static final double NARROW = 0x1p-40;
    /** Most slope updates per node. */
    private static final int SLOPE_STEPS = 8;
    /**
     * Open nodes of one side keep at most so many bytes of sums at their vertices: with the other side an eighth of the memory,
     * free again before the proof begins. A node that keeps none has them summed up once more, for both its children.
     */
    private static final long MOST_KEPT_BYTES = Runtime.getRuntime().maxMemory() / 16;

    private final NeuronGeometry geometry;
    private final NeuronSearch.Options options;
    private final NeuronIncumbents incumbents;
    private final int dimension;
    private final int size;
    private final LeastNormMajorant majorant;
    private final PriorityQueue<CubeNode> open = new PriorityQueue<>();
    private final List<CubeNode> roots = new ArrayList<>();
    /** Largest bound of a node that cannot be split, or 0. */
    private double unsplit;
    private long sequence;
    private long nodes;

    /** Of the box last looked at. */
    private final UndecidedRows rows;
    /** Of the box last split. */
    private final UndecidedRows wholeRows;

    /** Of the box. */
    private final BoxVertices vertices;
    /** Of the rows with nu &gt; 0, at the vertices. */
    private final PositiveParts parts;
    /** Bytes of {@link CubeNode#parts} of all open nodes. */
    private long keptBytes;

    private final double[] inherited;
    private final double[] slopes;
    private final double[] bestSlopes;
    private final double[] product;
    private final double[] gap;
    private final double[] functional;
    private final double[] vertex;
    private final double[] point;
    private final double[] bestPoint;
    private int[] activeVertex = new int[0];
    private double[] activeWeight = new double[0];

    /**
     * A search.
     *
     * @throws IllegalArgumentException for more than {@value NeuronSearch#LARGEST_CUBE_DIMENSION} coordinates
     */
    CubeSearch(NeuronGeometry geometry, NeuronSearch.Options options, NeuronIncumbents incumbents) {
        if (geometry.dimension > NeuronSearch.LARGEST_CUBE_DIMENSION) {
            throw new IllegalArgumentException("cubes have 2^(D-1) vertices: D = " + geometry.dimension + " is more than "
                    + NeuronSearch.LARGEST_CUBE_DIMENSION);
        }
        this.geometry = geometry;
        this.options = options;
        this.incumbents = incumbents;
        dimension = geometry.dimension;
        size = geometry.size;
        majorant = new LeastNormMajorant(size);
        int count = geometry.count;
        rows = new UndecidedRows(geometry);
        wholeRows = new UndecidedRows(geometry);
        double[][] axes = new double[dimension][size];
        for (int j = 0; j < dimension; j++) {
            double[] axis = new double[dimension];
            axis[j] = 1;
            geometry.toEuclidean(axis, axes[j], 0);
        }
        parts = BoxVertices.parts(dimension, geometry.positives);
        vertices = new BoxVertices(axes, parts);
        inherited = new double[count];
        slopes = new double[count];
        bestSlopes = new double[count];
        product = new double[count];
        gap = new double[count];
        functional = new double[dimension];
        vertex = new double[dimension];
        point = new double[dimension];
        bestPoint = new double[dimension];
    }

    @Override
    public long nodes() {
        return nodes;
    }

    @Override
    public boolean advance(long most) {
        if (roots.isEmpty()) {
            for (int face = 0; face < 2 * dimension; face++) {
                CubeNode root = face(face);
                start(root);
                chooseRows(root.low, root.high);
                evaluate(root, null);
                roots.add(root);
                enqueue(root);
            }
        }
        while (!open.isEmpty() && open.peek().bound > level() && !options.stop().getAsBoolean()) {
            if (nodes >= most) {
                return false;
            }
            CubeNode node = open.poll();
            expand(node);
            report(node.bound);
        }
        return true;
    }

    @Override
    public NeuronSearch.Result result() {
        open.forEach(this::close);
        open.clear();
        double upper = upper();
        // takes the nodes apart
        SearchTree tree = new SearchTree(SearchTree.Kind.CUBES, geometry.frame.functional, roots.stream().map(this::export).toList());
        return incumbents.result(upper, tree, nodes);
    }

    private CubeNode face(int face) {
        double[] low = new double[dimension];
        double[] high = new double[dimension];
        Arrays.fill(low, -1);
        Arrays.fill(high, 1);
        low[face / 2] = sign(face);
        high[face / 2] = sign(face);
        return new CubeNode(sequence++, face, low, high);
    }

    private static int sign(int face) {
        return face % 2 == 0 ? 1 : -1;
    }

    /** The slopes a root starts from: the side its centre lies on. */
    private void start(CubeNode root) {
        double[] column = geometry.column[root.face / 2];
        for (int i = 0; i < geometry.count; i++) {
            inherited[i] = sign(root.face) * column[i] > 0 ? 1 : 0;
        }
    }

    private void enqueue(CubeNode node) {
        if (node.bound > level()) {
            open.add(node);
        } else {
            close(node);
        }
    }

    private void close(CubeNode node) {
        keptBytes -= node.parts == null ? 0 : bytes(node.parts.length);
        node.close();
    }

    private static long bytes(int vertices) {
        return (long) Float.BYTES * vertices;
    }

    /** Nodes up to this bound need no refinement: closed, or no better than one that cannot be refined. */
    private double level() {
        return Math.max(incumbents.level(), unsplit);
    }

    private void report(double upper) {
        if ((nodes & 511) < 2) {
            options.progress().accept(new NeuronSearch.Progress(incumbents.lower(), upper, nodes, open.size()));
        }
    }

    /** Halves the node's box and evaluates both children. */
    private void expand(CubeNode node) {
        if (node.split < 0) {
            // nothing left to halve: the bound stands
            unsplit = Math.max(unsplit, node.bound);
            close(node);
            return;
        }
        int[] negatives = node.rows.negatives();
        for (int s = 0; s < negatives.length; s++) {
            inherited[negatives[s]] = node.slopes[s];
        }
        wholeRows.take(node.rows);
        float[] whole = node.parts;
        if (whole == null) {
            turnParts(node, wholeRows);
            parts.findAll();
            whole = parts.majorants();
        }
        wholeRows.spread(node.low, node.high);
        double shift = shift(node.low, node.high, node.split);
        int bit = BoxVertices.bit(node.face, node.split);
        double[] low = node.low.clone();
        low[node.split] = node.at;
        double[] high = node.high.clone();
        high[node.split] = node.at;
        node.above = new CubeNode(sequence++, node.face, low, node.high);
        node.below = new CubeNode(sequence++, node.face, node.low, high);
        rows.choose(wholeRows, node.split, shift);
        parts.upperHalf(whole, bit);
        evaluate(node.above, node);
        rows.choose(wholeRows, node.split, -shift);
        parts.lowerHalf(whole, bit);
        evaluate(node.below, node);
        close(node);
        node.slopes = null;
        node.majorant = null;
        enqueue(node.above);
        enqueue(node.below);
    }

    /** Chooses the rows of a box among all. */
    private void chooseRows(double[] low, double[] high) {
        wholeRows.takeAll();
        wholeRows.spread(low, high);
        rows.choose(wholeRows, 0, 0);
    }

    /** By how much the centre of a box is from those of its halves in this coordinate. */
    private static double shift(double[] low, double[] high, int j) {
        return (high[j] - low[j]) / 4;
    }

    /** Turns the sum of positive parts to the node's box. */
    private void turnParts(CubeNode node, UndecidedRows of) {
        parts.turnTo(node.face, node.low, node.high, of.positives, of.column, of.weight, of.decidedPositive);
    }

    /**
     * Finds slopes, majorant, bound and the next split of a node. {@link #rows} are its own, chosen among {@link #wholeRows};
     * {@link #inherited} holds the slopes to start from, {@link #parts} majorants if the node has a parent.
     */
    private void evaluate(CubeNode node, CubeNode parent) {
        nodes++;
        if (node.face / 2 == size) {
            // With a free bias: no data row is in doubt here.
            evaluateLinear(node);
            return;
        }
        rows.gather(wholeRows);
        turnParts(node, rows);
        if (parent == null) {
            parts.findAll();
        }
        vertices.turnTo(node.face, node.low, node.high);
        int positives = rows.positives;
        for (int s = positives; s < rows.count; s++) {
            slopes[s] = inherited[rows.row(s)];
            bestSlopes[s] = slopes[s];
        }
        majorant.reset();
        if (parent != null && parent.active != null) {
            // vertices of the same number lie near each other
            for (int t : parent.active) {
                majorant.propose(t);
            }
        }
        node.bound = Double.POSITIVE_INFINITY;
        for (int step = 0; step <= SLOPE_STEPS; step++) {
            double value = solve();
            if (!(value < Double.POSITIVE_INFINITY)) {
                break;
            }
            relaxedMaximiser(node, value);
            if (value < node.bound) {
                node.bound = value;
                node.majorant = Arrays.copyOf(majorant.w, dimension);
                if (size < dimension) {
                    node.majorant[size] = value * point[size];
                }
                System.arraycopy(slopes, positives, bestSlopes, positives, rows.count - positives);
                System.arraycopy(point, 0, bestPoint, 0, dimension);
                rememberActive(value);
            }
            if (step == 0) {
                incumbents.offer(value, point);
            }
            double level = incumbents.level();
            if (node.bound <= level || step == SLOPE_STEPS || !moveSlopes(value - level)) {
                break;
            }
        }
        boolean found = node.bound < Double.POSITIVE_INFINITY;
        if (parent != null && !(node.bound <= parent.bound)) {
            // rounding only: the parent's data is valid here too
            node.bound = parent.bound;
            node.majorant = parent.majorant;
            for (int s = positives; s < rows.count; s++) {
                bestSlopes[s] = inherited[rows.row(s)];
            }
        }
        node.slopes = new float[rows.count - positives];
        for (int s = positives; s < rows.count; s++) {
            node.slopes[s - positives] = (float) bestSlopes[s];
        }
        if (node.bound > level()) {
            node.rows = rows.known();
            node.active = found ? activeVertex : null;
            chooseSplit(node, found);
            keepParts(node);
        }
    }

    /** Leaves the node what its children start from, while there is room. */
    private void keepParts(CubeNode node) {
        long bytes = bytes(1 << dimension - 1);
        if (keptBytes + bytes <= MOST_KEPT_BYTES) {
            node.parts = parts.majorants();
            keptBytes += bytes;
        }
    }

    /** Least-norm majorant for the current slopes. */
    private double solve() {
        for (int s = rows.positives; s < rows.count; s++) {
            product[s] = slopes[s] * rows.weight[s];
        }
        for (int k = 0; k < dimension; k++) {
            functional[k] = rows.decidedNegative[k] + ConeSearch.dot(product, rows.column[k], rows.positives, rows.count);
        }
        vertices.setFunctional(functional);
        double value = majorant.solve(vertices);
        if (value == Double.POSITIVE_INFINITY && majorant.active > 0) {
            majorant.reset();
            value = majorant.solve(vertices);
        }
        return value;
    }

    /** u^ = sum lambda_t v_t / (|v_t| |w|) in scaled coordinates: the maximiser of the relaxed problem. */
    private void relaxedMaximiser(CubeNode node, double value) {
        Arrays.fill(point, 0);
        if (!(value > 0)) {
            return;
        }
        for (int a = 0; a < majorant.active; a++) {
            int t = majorant.set[a];
            double factor = majorant.lambda[a] * vertices.inverseLength(t) / value;
            corner(node, t);
            for (int k = 0; k < dimension; k++) {
                point[k] += factor * vertex[k];
            }
        }
    }

    /** Writes the coordinates of vertex t to {@link #vertex}. */
    private void corner(CubeNode node, int t) {
        System.arraycopy(node.low, 0, vertex, 0, dimension);
        for (int b = 0; b < dimension - 1; b++) {
            if ((t >> b & 1) == 1) {
                int j = BoxVertices.axis(node.face, b);
                vertex[j] = node.high[j];
            }
        }
    }

    private void rememberActive(double value) {
        activeVertex = Arrays.copyOf(majorant.set, majorant.active);
        activeWeight = new double[majorant.active];
        for (int a = 0; a < activeWeight.length; a++) {
            activeWeight[a] = value > 0 ? majorant.lambda[a] * vertices.inverseLength(activeVertex[a]) / value : 0;
        }
    }

    /**
     * A face of the free bias, on which h is zero or the sum of all terms. That is a multiple of the norm only if it has no
     * bias part: the dual vector is orthogonal to the ones, exactly, and h unbounded if it is not.
     */
    private void evaluateLinear(CubeNode node) {
        node.slopes = new float[0];
        node.majorant = new double[dimension];
        if (sign(node.face) < 0) {
            return;
        }
        double[] weight = geometry.weight;
        double part = 0;
        double whole = 0;
        for (int i = 0; i < geometry.count; i++) {
            part += weight[i] * geometry.column[size][i];
            whole += Math.abs(weight[i]) * geometry.column[size][i];
        }
        if (part > NeuronGeometry.UNBALANCED * whole) {
            node.bound = Double.POSITIVE_INFINITY;
            return;
        }
        for (int k = 0; k < size; k++) {
            functional[k] = ConeSearch.dot(weight, geometry.column[k], 0, geometry.count);
        }
        geometry.functionalToEuclidean(functional, node.majorant, 0);
        node.bound = Math.sqrt(TrainingSpace.dot(node.majorant, node.majorant));
        incumbents.offer(node.majorant.clone());
    }

    /** Moves the slopes towards a bound that is lower by the excess; false if none leads down. */
    private boolean moveSlopes(double excess) {
        products(rows.positives, rows.count, point);
        for (int s = rows.positives; s < rows.count; s++) {
            product[s] *= rows.weight[s];
        }
        if (!SlopeStep.take(slopes, product, rows.positives, rows.count, excess)) {
            return false;
        }
        for (int s = rows.positives; s < rows.count; s++) {
            // single precision, in which the slopes are kept: the bound is that of the slopes kept
            slopes[s] = (float) slopes[s];
        }
        return true;
    }

    /** Products of undecided rows with a vector, to {@link #product}. */
    private void products(int from, int to, double[] u) {
        Arrays.fill(product, from, to, 0);
        for (int k = 0; k < dimension; k++) {
            double factor = u[k];
            double[] column = rows.column[k];
            for (int s = from; s < to; s++) {
                product[s] += factor * column[s];
            }
        }
    }

    /**
     * Picks the coordinate to halve: each undecided row has a gap between relaxation and h at the relaxed maximiser, which it
     * shares out to the coordinates by the squares of their parts in its spread over the box.
     */
    private void chooseSplit(CubeNode node, boolean found) {
        double[] score = functional;
        Arrays.fill(score, 0);
        if (found) {
            gaps();
            Arrays.fill(product, 0, rows.count, 0);
            for (int k = 0; k < dimension; k++) {
                addSquares(product, rows.column[k], node.high[k] - node.low[k]);
            }
            for (int s = 0; s < rows.count; s++) {
                gap[s] = gap[s] > 0 ? gap[s] / product[s] : 0;
            }
            for (int k = 0; k < dimension; k++) {
                Arrays.fill(product, 0, rows.count, 0);
                addSquares(product, rows.column[k], node.high[k] - node.low[k]);
                score[k] = ConeSearch.dot(gap, product, 0, rows.count);
            }
        }
        int best = -1;
        for (int k = 0; k < dimension; k++) {
            double width = node.high[k] - node.low[k];
            // where no row has a gap to speak of the widest coordinate is halved, so that the search is not stuck
            if (width > NARROW && (best < 0 || score[k] > score[best]
                    || score[k] == score[best] && width > node.high[best] - node.low[best])) {
                best = k;
            }
        }
        node.split = best;
        if (best >= 0) {
            node.at = (node.low[best] + node.high[best]) / 2;
        }
    }

    private void addSquares(double[] sums, double[] numbers, double factor) {
        for (int s = 0; s < rows.count; s++) {
            double part = factor * numbers[s];
            sums[s] += part * part;
        }
    }

    private void gaps() {
        int positives = rows.positives;
        Arrays.fill(gap, 0, positives, 0);
        for (int a = 0; a < activeVertex.length; a++) {
            parts.addTerms(gap, activeVertex[a], activeWeight[a]);
        }
        products(0, rows.count, bestPoint);
        for (int s = 0; s < positives; s++) {
            gap[s] -= rows.weight[s] * Math.max(0, product[s]);
        }
        for (int s = positives; s < rows.count; s++) {
            gap[s] = rows.weight[s] * (bestSlopes[s] * product[s] - Math.max(0, product[s]));
        }
    }

    /** The proposal below a root, as the rest of the toolkit reads it. The nodes are given up on the way, to save memory. */
    private SearchTree.Node export(CubeNode root) {
        CubeNode whole = face(root.face);
        chooseRows(whole.low, whole.high);
        return export(root, whole.low, whole.high, rows.known());
    }

    private SearchTree.Node export(CubeNode node, double[] low, double[] high, UndecidedRows.Known known) {
        if (node.above != null) {
            int j = node.split;
            CubeNode above = node.above;
            CubeNode below = node.below;
            node.above = null;
            node.below = null;
            wholeRows.take(known);
            wholeRows.spread(low, high);
            double shift = shift(low, high, j);
            rows.choose(wholeRows, j, shift);
            UndecidedRows.Known upper = rows.known();
            rows.choose(wholeRows, j, -shift);
            UndecidedRows.Known lower = rows.known();
            double kept = low[j];
            low[j] = node.at;
            SearchTree.Node nonNegative = export(above, low, high, upper);
            low[j] = kept;
            kept = high[j];
            high[j] = node.at;
            SearchTree.Node nonPositive = export(below, low, high, lower);
            high[j] = kept;
            return new SearchTree.Cut(j, node.at, nonNegative, nonPositive);
        }
        float[] slopes = node.slopes;
        SearchTree.ConeLeaf leaf = geometry.leaf(node.bound, known.negatives(), s -> slopes[s], node.majorant);
        node.slopes = null;
        node.majorant = null;
        return leaf;
    }

    @Override
    public double upper() {
        return roots.stream().mapToDouble(CubeSearch::bound).reduce(0, Math::max);
    }

    /** Largest bound over the leaves below the node. */
    private static double bound(CubeNode node) {
        return node.above == null ? node.bound : Math.max(bound(node.above), bound(node.below));
    }
}
