package org.relucert.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Best-first branch-and-bound over generated cones (mathematics 2.1: double description, Lemma DD, Theorem SX).
 *
 * <p>Roots are the 2^D orthants. A node's bound is the least |w| with &lt;w,g&gt; &gt;= tau_g on all its extreme rays g, where
 * tau_g = h_P(g) + &lt;sum_N gamma_i nu_i x_i, g&gt;; h_P(g) depends on the ray alone and is computed once per ray, so a change
 * of slopes gamma costs one pass over the undecided rows with nu_i &lt; 0 and one over the rays. A child starts from its
 * parent's slopes, hence its bound is never worse.
 */
final class ConeSearch {

    /** |&lt;x_i,g&gt;| (unit row, unit generator) below this is zero: rounding of generators that lie exactly on hyperplanes. */
    private static final double ZERO = 1e-11;
    /**
     * A row is split only if it separates the rays by more than this. Rays of real tables lie on many hyperplanes at
     * once; a split that exact arithmetic finds one-sided would be an error, and a split this thin would gain nothing.
     */
    private static final double THIN = 1e-8;
    /** Most slope updates per node. */
    private static final int SLOPE_STEPS = 8;

    private final NeuronGeometry geometry;
    private final NeuronSearch.Options options;
    private final NeuronIncumbents incumbents;
    private final int dimension;
    private final int size;
    private final LeastNormMajorant majorant;
    private final Limits limits;
    private final PriorityQueue<ConeNode> open = new PriorityQueue<>();
    /** Rays of the open nodes, each node counted by itself. */
    private long openRays;
    /** Largest bound of a node that has no row to split by, or whose halves would have too many rays, or 0. */
    private double unsplit;
    private long sequence;
    private long nodes;
    /** Scale of h on the unit ball of scaled coordinates, for tolerances. */
    private final double total;

    // scratch, grown as needed
    private double[] image = new double[0];
    private double[] tau = new double[0];
    private ConeRay[] usedRays = new ConeRay[0];
    private final double[][] local;
    private double[] localWeight = new double[0];
    private double[] product = new double[0];
    private double[] slopes = new double[0];
    private double[] bestSlopes = new double[0];
    private boolean[] pinned = new boolean[0];
    private final double[] functional;
    private final double[] point;
    private final double[] bestPoint;
    private final ConeRay[] activeRay;
    private final double[] activeWeight;
    private int activeCount;
    private final double[] supporting;

    /**
     * How many extreme rays there may be.
     *
     * @param open with so many in open nodes the search turns depth first
     * @param cone most of a cone that a split makes (SX-1)
     * @param path most of all such cones on a path (SX-1)
     */
    record Limits(long open, int cone, int path) { }

    ConeSearch(NeuronGeometry geometry, NeuronSearch.Options options, NeuronIncumbents incumbents, Limits limits) {
        this.limits = limits;
        this.geometry = geometry;
        this.options = options;
        this.incumbents = incumbents;
        dimension = geometry.dimension;
        size = geometry.size;
        majorant = new LeastNormMajorant(size);
        local = new double[dimension][0];
        functional = new double[dimension];
        point = new double[dimension];
        bestPoint = new double[dimension];
        activeRay = new ConeRay[size + 1];
        activeWeight = new double[size + 1];
        supporting = new double[size];
        double sum = 0;
        for (double weight : geometry.weight) {
            sum += Math.abs(weight);
        }
        total = sum;
    }

    /** Runs to the end, or to a limit. */
    NeuronSearch.Result run() {
        List<ConeNode> roots = new ArrayList<>();
        for (int b = 0; b < 1 << dimension; b++) {
            ConeNode root = orthant(b);
            evaluate(root, null);
            roots.add(root);
            if (root.bound > incumbents.level()) {
                open.add(root);
                openRays += root.rays.length;
            } else {
                root.close();
            }
        }
        while (!open.isEmpty() && open.peek().bound > level() && !ended()) {
            ConeNode node = open.poll();
            openRays -= node.rays.length;
            if (openRays <= limits.open) {
                expand(node, open::add);
                report(node.bound);
            } else {
                finish(node);
            }
        }
        open.forEach(ConeNode::close);
        open.clear();
        double upper = roots.stream().mapToDouble(ConeSearch::bound).reduce(0, Math::max);
        SearchTree tree = new SearchTree(SearchTree.Kind.ORTHANTS, roots.stream().map(this::export).toList());
        return incumbents.result(upper, tree, nodes);
    }

    /**
     * Refines everything below the node, depth first: where the frontier is as large as memory should bear, the same nodes are
     * evaluated in an order that holds one path instead of a level.
     */
    private void finish(ConeNode top) {
        Deque<ConeNode> stack = new ArrayDeque<>();
        stack.push(top);
        while (!stack.isEmpty() && !ended()) {
            ConeNode node = stack.pop();
            if (node.bound > level()) {
                expand(node, child -> {
                    openRays -= child.rays.length;
                    stack.push(child);
                });
                report(top.bound);
            } else {
                node.close();
            }
        }
        stack.forEach(ConeNode::close);
    }

    /** Nodes up to this bound need no refinement: closed, or no better than one that cannot be refined. */
    private double level() {
        return Math.max(incumbents.level(), unsplit);
    }

    private boolean ended() {
        return nodes >= options.nodeLimit() || options.stop().getAsBoolean();
    }

    private void report(double upper) {
        if ((nodes & 511) < 2) {
            options.progress().accept(new NeuronSearch.Progress(incumbents.lower(), upper, nodes, open.size()));
        }
    }

    private ConeNode orthant(int b) {
        ConeNode root = new ConeNode(sequence++, dimension);
        root.rays = new ConeRay[dimension];
        for (int k = 0; k < dimension; k++) {
            double[] g = new double[dimension];
            g[k] = (b >> k & 1) == 1 ? -1 : 1;
            long[] zeros = new long[1];
            for (int j = 0; j < dimension; j++) {
                if (j != k) {
                    zeros[0] |= 1L << j;
                }
            }
            double convex = 0;
            for (int i = 0; i < geometry.positives; i++) {
                convex += geometry.weight[i] * Math.max(0, geometry.column[k][i] * g[k]);
            }
            root.rays[k] = ray(g, convex, zeros);
        }
        int[] all = new int[geometry.count];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        double[] start = new double[geometry.count];
        for (int i = geometry.positives; i < geometry.count; i++) {
            double centre = 0;
            for (int k = 0; k < dimension; k++) {
                centre += geometry.column[k][i] * root.rays[k].generator[k];
            }
            start[i] = centre > 0 ? 1 : 0;
        }
        root.convexSum = new double[dimension];
        root.concaveSum = new double[dimension];
        double[] none = new double[geometry.count];
        decide(root, all, geometry.positives, Arrays.copyOfRange(start, geometry.positives, geometry.count), none, none,
                root.rays.length);
        return root;
    }

    /** A ray from a unit generator. */
    private ConeRay ray(double[] generator, double convex, long[] zeros) {
        double[] e = new double[size];
        geometry.toEuclidean(generator, e, 0);
        double length = 0;
        for (int k = 0; k < size; k++) {
            length += e[k] * e[k];
        }
        length = Math.sqrt(length);
        boolean pureBias = length == 0;
        if (geometry.problem.freeBias()) {
            double largest = 0;
            for (int k = 0; k < size; k++) {
                largest = Math.max(largest, Math.abs(generator[k]));
            }
            pureBias = largest < ZERO;
        }
        if (pureBias) {
            return new ConeRay(generator, new double[size], 0, convex, zeros);
        }
        for (int k = 0; k < size; k++) {
            e[k] /= length;
        }
        return new ConeRay(generator, e, length, convex, zeros);
    }

    private static double dot(double[][] column, int row, double[] g) {
        double sum = 0;
        for (int k = 0; k < g.length; k++) {
            sum += column[k][row] * g[k];
        }
        return sum;
    }

    /**
     * Sets the node's undecided rows and sums from its parent's.
     *
     * @param rows rows undecided at the parent, positives first
     * @param positives how many of them have nu &gt; 0
     * @param parentSlopes slopes of the others
     * @param highest highest[s] is the largest product of row s with the rays looked at so far, or 0
     * @param lowest likewise the least
     * @param old how many leading rays of the node have not been looked at
     */
    private void decide(ConeNode node, int[] rows, int positives, double[] parentSlopes, double[] highest, double[] lowest,
            int old) {
        int[] kept = new int[rows.length];
        double[] keptSlopes = new double[rows.length - positives];
        int count = 0;
        int keptPositives = 0;
        double[][] column = geometry.column;
        for (int s = 0; s < rows.length; s++) {
            int row = rows[s];
            boolean above = highest[s] > ZERO;
            boolean below = lowest[s] < -ZERO;
            for (int k = 0; k < old && !(above && below); k++) {
                double t = dot(column, row, node.rays[k].generator);
                above |= t > ZERO;
                below |= t < -ZERO;
            }
            if (above && below) {
                if (s < positives) {
                    keptPositives++;
                } else {
                    keptSlopes[count - keptPositives] = parentSlopes[s - positives];
                }
                kept[count++] = row;
            } else if (above) {
                double[] sum = s < positives ? node.convexSum : node.concaveSum;
                for (int k = 0; k < dimension; k++) {
                    sum[k] += geometry.weight[row] * column[k][row];
                }
            }
        }
        node.undecided = Arrays.copyOf(kept, count);
        node.undecidedPositives = keptPositives;
        node.slopes = Arrays.copyOf(keptSlopes, count - keptPositives);
    }

    /** Splits the node by its chosen row, evaluates both children and hands on those that are not closed. */
    private void expand(ConeNode node, Consumer<ConeNode> unfinished) {
        if (node.split < 0 || node.bound == Double.POSITIVE_INFINITY) {
            keep(node);
            return;
        }
        int count = node.rays.length;
        int constraint = node.constraints;
        double[] side = new double[count];
        List<ConeRay> plus = new ArrayList<>(count);
        List<ConeRay> minus = new ArrayList<>(count);
        List<ConeRay> shared = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            side[k] = dot(geometry.column, node.split, node.rays[k].generator);
            if (side[k] > ZERO) {
                plus.add(node.rays[k]);
            } else if (side[k] < -ZERO) {
                minus.add(node.rays[k]);
            } else {
                ConeRay on = node.rays[k].withZero(constraint);
                plus.add(on);
                minus.add(on);
            }
        }
        List<double[]> generators = new ArrayList<>();
        List<long[]> zeros = new ArrayList<>();
        long room = Math.min(limits.cone, limits.path - node.pathRays) - Math.max(plus.size(), minus.size());
        if (!newRays(node.rays, side, constraint, room, generators, zeros)) {
            keep(node);
            return;
        }

        int rows = node.undecided.length;
        int positives = node.undecidedPositives;
        double[] highest = new double[rows];
        double[] lowest = new double[rows];
        compact(node.undecided, 0, rows);
        for (int j = 0; j < generators.size(); j++) {
            double[] g = generators.get(j);
            products(rows, g, product);
            double convex = convexPart(positives);
            for (int k = 0; k < dimension; k++) {
                convex += node.convexSum[k] * g[k];
            }
            for (int s = 0; s < rows; s++) {
                // no branches: this is the innermost loop over new rays and undecided rows
                highest[s] = Math.max(highest[s], product[s]);
                lowest[s] = Math.min(lowest[s], product[s]);
            }
            shared.add(ray(g, convex, zeros.get(j)));
        }
        node.nonNegative = child(node, plus, shared, highest, lowest);
        node.nonPositive = child(node, minus, shared, highest, lowest);
        evaluate(node.nonNegative, node);
        evaluate(node.nonPositive, node);
        for (ConeNode child : new ConeNode[] {node.nonNegative, node.nonPositive}) {
            if (child.bound > level()) {
                openRays += child.rays.length;
                unfinished.accept(child);
            } else {
                child.close();
            }
        }
        node.close();
        node.undecided = null;
        node.slopes = null;
        node.majorant = null;
    }

    /** Leaves a node that nothing can or may split as it is: its bound stands. */
    private void keep(ConeNode node) {
        unsplit = Math.max(unsplit, node.bound);
        node.close();
    }

    private ConeNode child(ConeNode node, List<ConeRay> old, List<ConeRay> added, double[] highest,
            double[] lowest) {
        ConeNode child = new ConeNode(sequence++, node.constraints + 1);
        child.rays = new ConeRay[old.size() + added.size()];
        for (int k = 0; k < old.size(); k++) {
            child.rays[k] = old.get(k);
        }
        for (int k = 0; k < added.size(); k++) {
            child.rays[old.size() + k] = added.get(k);
        }
        child.pathRays = node.pathRays + child.rays.length;
        child.convexSum = node.convexSum.clone();
        child.concaveSum = node.concaveSum.clone();
        decide(child, node.undecided, node.undecidedPositives, node.slopes, highest, lowest, old.size());
        return child;
    }

    /**
     * Double-description step: one new generator per adjacent pair of rays on opposite sides.
     *
     * @return false if there are more than so many
     */
    private boolean newRays(ConeRay[] rays, double[] side, int constraint, long most, List<double[]> generators,
            List<long[]> zeros) {
        int count = rays.length;
        int words = 0;
        for (ConeRay ray : rays) {
            words = Math.max(words, ray.zeros.length);
        }
        words = Math.max(words, (constraint >> 6) + 1);
        long[] bits = new long[count * words];
        for (int k = 0; k < count; k++) {
            System.arraycopy(rays[k].zeros, 0, bits, k * words, rays[k].zeros.length);
        }
        int[] zeroCount = new int[count];
        for (int k = 0; k < count; k++) {
            for (int w = 0; w < words; w++) {
                zeroCount[k] += Long.bitCount(bits[k * words + w]);
            }
        }
        int[] above = new int[count];
        int[] below = new int[count];
        int aboves = 0;
        int belows = 0;
        for (int k = 0; k < count; k++) {
            if (side[k] > ZERO) {
                above[aboves++] = k;
            } else if (side[k] < -ZERO) {
                below[belows++] = k;
            }
        }
        // the first words side by side: mostly there is only one, and this loop over pairs is the longest of all
        long[] first = new long[belows];
        for (int j = 0; j < belows; j++) {
            first[j] = bits[below[j] * words];
        }
        // two rays of a two-dimensional face share at least D - 2 independent constraints
        int needed = dimension - 2;
        long[] common = new long[words];
        for (int i = 0; i < aboves; i++) {
            int p = above[i];
            long own = bits[p * words];
            for (int j = 0; j < belows; j++) {
                long c = own & first[j];
                int shared = Long.bitCount(c);
                if (words == 1 && shared < needed) {
                    continue;
                }
                int q = below[j];
                common[0] = c;
                for (int w = 1; w < words; w++) {
                    common[w] = bits[p * words + w] & bits[q * words + w];
                    shared += Long.bitCount(common[w]);
                }
                if (shared < needed) {
                    continue;
                }
                // A ray with D - 1 zeros has independent ones; D - 2 of them leave a face of dimension two, and p and q are its rays.
                boolean simple = shared == needed && (zeroCount[p] == dimension - 1 || zeroCount[q] == dimension - 1);
                if (!simple && !adjacent(bits, words, count, common, p, q)) {
                    continue;
                }
                if (generators.size() >= most) {
                    return false;
                }
                double[] g = new double[dimension];
                double[] gp = rays[p].generator;
                double[] gq = rays[q].generator;
                double sum = 0;
                for (int k = 0; k < dimension; k++) {
                    g[k] = side[p] * gq[k] - side[q] * gp[k];
                    sum += g[k] * g[k];
                }
                double norm = 1 / Math.sqrt(sum);
                for (int k = 0; k < dimension; k++) {
                    g[k] *= norm;
                }
                long[] z = common.clone();
                z[constraint >> 6] |= 1L << constraint;
                generators.add(g);
                zeros.add(z);
            }
        }
        return true;
    }

    private static boolean adjacent(long[] bits, int words, int count, long[] common, int p, int q) {
        if (words == 1) {
            long c = common[0];
            for (int k = 0; k < count; k++) {
                if ((bits[k] & c) == c && k != p && k != q) {
                    return false;
                }
            }
            return true;
        }
        for (int k = 0; k < count; k++) {
            boolean contains = k != p && k != q;
            for (int i = 0; contains && i < words; i++) {
                contains = (bits[k * words + i] & common[i]) == common[i];
            }
            if (contains) {
                return false;
            }
        }
        return true;
    }

    /** Gathers the given rows into contiguous columns (local) and their weights (localWeight). */
    private void compact(int[] rows, int from, int to) {
        int n = to - from;
        if (localWeight.length < n) {
            int room = Math.max(geometry.count, n);
            localWeight = new double[room];
            product = new double[room];
            slopes = new double[room];
            bestSlopes = new double[room];
            pinned = new boolean[room];
            for (int k = 0; k < dimension; k++) {
                local[k] = new double[room];
            }
        }
        for (int k = 0; k < dimension; k++) {
            double[] source = geometry.column[k];
            double[] goal = local[k];
            for (int s = 0; s < n; s++) {
                goal[s] = source[rows[from + s]];
            }
        }
        for (int s = 0; s < n; s++) {
            localWeight[s] = geometry.weight[rows[from + s]];
        }
    }

    /** Sum of weight times positive part of product over the first n rows; four sums at once keep the adder busy. */
    private double convexPart(int n) {
        double[] weight = localWeight;
        double[] t = product;
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int s = 0;
        for (; s + 3 < n; s += 4) {
            a += weight[s] * Math.max(0, t[s]);
            b += weight[s + 1] * Math.max(0, t[s + 1]);
            c += weight[s + 2] * Math.max(0, t[s + 2]);
            d += weight[s + 3] * Math.max(0, t[s + 3]);
        }
        for (; s < n; s++) {
            a += weight[s] * Math.max(0, t[s]);
        }
        return a + b + (c + d);
    }

    /** The sum of products from one place to another, four at a time: one sum alone would wait for each addition. */
    static double dot(double[] x, double[] y, int from, int to) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int s = from;
        for (int end = to - 3; s < end; s += 4) {
            a += x[s] * y[s];
            b += x[s + 1] * y[s + 1];
            c += x[s + 2] * y[s + 2];
            d += x[s + 3] * y[s + 3];
        }
        for (; s < to; s++) {
            a += x[s] * y[s];
        }
        return a + b + (c + d);
    }

    private void products(int n, double[] g, double[] target) {
        double first = g[0];
        double[] c = local[0];
        for (int s = 0; s < n; s++) {
            target[s] = first * c[s];
        }
        for (int k = 1; k < dimension; k++) {
            double gk = g[k];
            c = local[k];
            for (int s = 0; s < n; s++) {
                target[s] += gk * c[s];
            }
        }
    }

    /** Finds slopes, majorant, bound and the next split of a node. */
    private void evaluate(ConeNode node, ConeNode parent) {
        nodes++;
        int rays = node.rays.length;
        if (image.length < rays * size) {
            image = new double[2 * rays * size];
            tau = new double[2 * rays];
            usedRays = new ConeRay[2 * rays];
        }
        int used = 0;
        ConeRay biasRay = null;
        for (ConeRay ray : node.rays) {
            if (ray.length > 0) {
                usedRays[used] = ray;
                System.arraycopy(ray.image, 0, image, used++ * size, size);
            } else {
                biasRay = ray;
            }
        }
        int n = node.undecided.length - node.undecidedPositives;
        compact(node.undecided, node.undecidedPositives, node.undecided.length);
        System.arraycopy(node.slopes, 0, slopes, 0, n);
        Arrays.fill(pinned, 0, n, false);
        if (biasRay != null) {
            // along the free bias direction w has nothing to offer: only the least tau can do
            products(n, biasRay.generator, product);
            for (int s = 0; s < n; s++) {
                if (Math.abs(product[s]) > ZERO) {
                    slopes[s] = product[s] > 0 ? 1 : 0;
                    pinned[s] = true;
                }
            }
        }
        warmStart(parent, used);
        node.bound = Double.POSITIVE_INFINITY;
        for (int step = 0; step <= SLOPE_STEPS; step++) {
            double value = solve(node, n, used, biasRay);
            if (!(value < Double.POSITIVE_INFINITY)) {
                break;
            }
            relaxedMaximiser(value);
            if (value < node.bound) {
                node.bound = value;
                node.majorant = Arrays.copyOf(majorant.w, dimension);
                if (size < dimension) {
                    node.majorant[size] = value * point[size];
                }
                System.arraycopy(slopes, 0, bestSlopes, 0, n);
                System.arraycopy(point, 0, bestPoint, 0, dimension);
                rememberActive(value);
            }
            if (step == 0) {
                incumbents.offer(value, point);
            }
            double level = incumbents.level();
            if (node.bound <= level || step == SLOPE_STEPS) {
                break;
            }
            products(n, point, product);
            for (int s = 0; s < n; s++) {
                product[s] *= pinned[s] ? 0 : localWeight[s];
            }
            if (!SlopeStep.take(slopes, product, 0, n, value - level)) {
                break;
            }
        }
        if (parent != null && !(node.bound <= parent.bound)) {
            // rounding only: the parent's data is valid here too
            node.bound = parent.bound;
            node.majorant = parent.majorant;
            System.arraycopy(node.slopes, 0, bestSlopes, 0, n);
        }
        node.slopes = Arrays.copyOf(bestSlopes, n);
        if (node.bound > incumbents.level() && node.bound < Double.POSITIVE_INFINITY) {
            node.active = new double[activeCount][];
            for (int a = 0; a < activeCount; a++) {
                node.active[a] = activeRay[a].generator;
            }
            chooseSplit(node, n);
        }
    }

    /** Lets the majorant start from the rays that were active at the parent and are left in the child. */
    private void warmStart(ConeNode parent, int used) {
        majorant.reset();
        if (parent == null || parent.active == null) {
            return;
        }
        for (double[] generator : parent.active) {
            for (int k = 0; k < used; k++) {
                if (usedRays[k].generator == generator) {
                    majorant.propose(k);
                    break;
                }
            }
        }
    }

    /** Least-norm majorant for the current slopes; repaired so that rounding leaves no ray uncovered. */
    private double solve(ConeNode node, int n, int used, ConeRay biasRay) {
        for (int s = 0; s < n; s++) {
            product[s] = slopes[s] * localWeight[s];
        }
        for (int k = 0; k < dimension; k++) {
            functional[k] = node.concaveSum[k] + dot(product, local[k], 0, n);
        }
        int at = 0;
        for (ConeRay ray : node.rays) {
            double value = ray.convexPart;
            for (int k = 0; k < dimension; k++) {
                value += functional[k] * ray.generator[k];
            }
            if (ray.length > 0) {
                tau[at++] = value / ray.length;
            } else if (value > NeuronGeometry.UNBALANCED * total) {
                return Double.POSITIVE_INFINITY;
            }
        }
        double value = majorant.solve(used, image, tau);
        if (value == Double.POSITIVE_INFINITY && majorant.active > 0) {
            majorant.reset();
            value = majorant.solve(used, image, tau);
        }
        return value;
    }

    private void rememberActive(double value) {
        activeCount = 0;
        for (int a = 0; a < majorant.active; a++) {
            ConeRay ray = usedRays[majorant.set[a]];
            activeRay[activeCount] = ray;
            activeWeight[activeCount++] = value > 0 ? majorant.lambda[a] / (ray.length * value) : 0;
        }
    }

    /** u^ = sum lambda_k g_k / |w| in scaled coordinates: the maximiser of the relaxed problem. */
    private void relaxedMaximiser(double value) {
        Arrays.fill(point, 0);
        if (!(value > 0)) {
            return;
        }
        for (int a = 0; a < majorant.active; a++) {
            ConeRay ray = usedRays[majorant.set[a]];
            double f = majorant.lambda[a] / (ray.length * value);
            for (int k = 0; k < dimension; k++) {
                point[k] += f * ray.generator[k];
            }
        }
    }

    /** Picks the undecided row with the largest gap between relaxation and h at the relaxed maximiser. */
    private void chooseSplit(ConeNode node, int n) {
        int positives = node.undecidedPositives;
        int all = node.undecided.length;
        double[] gap = new double[all];
        products(n, bestPoint, product);
        for (int s = 0; s < n; s++) {
            gap[positives + s] = localWeight[s] * (bestSlopes[s] * product[s] - Math.max(0, product[s]));
        }
        compact(node.undecided, 0, positives);
        for (int a = 0; a < activeCount; a++) {
            products(positives, activeRay[a].generator, product);
            for (int s = 0; s < positives; s++) {
                gap[s] += activeWeight[a] * Math.max(0, product[s]);
            }
        }
        products(positives, bestPoint, product);
        for (int s = 0; s < positives; s++) {
            gap[s] = localWeight[s] * (gap[s] - Math.max(0, product[s]));
        }
        node.split = -1;
        while (true) {
            int best = -1;
            double largest = 1e-14 * node.bound;
            for (int s = 0; s < all; s++) {
                if (gap[s] > largest) {
                    largest = gap[s];
                    best = s;
                }
            }
            if (best < 0) {
                break;
            }
            if (separates(node, node.undecided[best])) {
                node.split = node.undecided[best];
                return;
            }
            gap[best] = 0;
        }
        // no gap to speak of at u^: any row that really splits, so that the search is not stuck
        for (int row : node.undecided) {
            if (separates(node, row)) {
                node.split = row;
                return;
            }
        }
    }

    private boolean separates(ConeNode node, int row) {
        boolean above = false;
        boolean below = false;
        for (ConeRay ray : node.rays) {
            double t = dot(geometry.column, row, ray.generator);
            above |= t > THIN;
            below |= t < -THIN;
        }
        return above && below;
    }

    /** The proposal below a node, as the rest of the toolkit reads it. The nodes are given up on the way, to save memory. */
    private SearchTree.Node export(ConeNode node) {
        if (node.nonNegative != null) {
            ConeNode nonNegative = node.nonNegative;
            ConeNode nonPositive = node.nonPositive;
            node.nonNegative = null;
            node.nonPositive = null;
            return new SearchTree.Split(geometry.members[node.split][0], List.of(), export(nonNegative), export(nonPositive));
        }
        int[] rows = Arrays.copyOfRange(node.undecided, node.undecidedPositives, node.undecided.length);
        double[] slopes = node.slopes;
        SearchTree.ConeLeaf leaf = geometry.leaf(node.bound, rows, s -> slopes[s], node.majorant);
        node.undecided = null;
        node.slopes = null;
        node.majorant = null;
        return leaf;
    }

    /** Largest bound over the leaves below the node. */
    private static double bound(ConeNode node) {
        return node.nonNegative == null ? node.bound : Math.max(bound(node.nonNegative), bound(node.nonPositive));
    }
}
