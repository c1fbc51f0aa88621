package org.relucert.search;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.relucert.checker.Cone;

/**
 * Anytime branch-and-bound for the neuron problem (mathematics, 2.1 and 3.3), in floating point.
 */
public final class NeuronSearch {

    /** Which node kind to use. */
    public enum Method { AUTO, CONES, CUBES, BOX, QUADRATIC }

    /**
     * What to stop at.
     *
     * @param method node kind; AUTO chooses by dimension and number of rows, or tries two kinds in turns
     * @param relativeGap stop when upper - lower &lt;= relativeGap * max(upper, tiny)
     * @param target stop when upper &lt;= target (for example beta), whatever the gap; 0 for none
     * @param start unit directions worth trying first, may be empty
     * @param nodeLimit most nodes to evaluate
     * @param stop polled often; true ends the search at once, keeping the bound reached
     * @param progress told now and then; may be a no-op
     */
    public record Options(Method method, double relativeGap, double target, List<double[]> start, long nodeLimit,
            BooleanSupplier stop, Consumer<Progress> progress) {
        /** A gap, no target, no limits. */
        public static Options gap(double relativeGap) {
            return new Options(Method.AUTO, relativeGap, 0, List.of(), Long.MAX_VALUE, () -> false, p -> { });
        }
    }

    /** Where a running search stands. */
    public record Progress(double lower, double upper, long nodes, long open) { }

    /**
     * What was found.
     *
     * @param lower largest value found of h(u)/R(u), at least 0
     * @param best maximising direction with R = 1 (zero vector if the maximum is 0)
     * @param incumbents distinct locally maximal unit directions met on the way, best first, for column generation
     * @param upper floating-point upper bound, the largest bound over the leaves
     * @param tree the proposed tree, finished or not
     * @param nodes nodes evaluated
     */
    public record Result(double lower, double[] best, List<double[]> incumbents, double upper, SearchTree tree, long nodes) { }

    /** Most coordinates of {@link Method#CUBES}: cones have 2^(D-1) extreme rays, which the checker lists too. */
    public static final int LARGEST_CUBE_DIMENSION = 12;

    /** Most coordinates of {@link Method#CONES}, which have 2^D roots: what the checker takes (DF-2). */
    public static final int LARGEST_ORTHANT_DIMENSION = 16;

    /** Most coordinates of {@link Method#QUADRATIC}: what the checker takes (QL-1). */
    public static final int LARGEST_QUADRATIC_DIMENSION = 64;

    private NeuronSearch() { }

    /** Up to this dimension AUTO uses cones. */
    private static final int CONE_DIMENSION = 8;
    /**
     * Up to this one it does where there are many rows for each dimension. Cones then have hundreds of extreme rays, and chords,
     * which need no rays, may be better on few rows (60 x 10); on many rows their bounds are far behind.
     */
    private static final int LARGEST_CONE_DIMENSION = 12;
    private static final int ROWS_PER_DIMENSION = 8;
    /**
     * From this dimension on, to {@link #LARGEST_CONE_DIMENSION} and with that many rows for each (in this dimension itself with
     * twice as many), cubes replace cones: fewer nodes and shorter work at each, for somewhat longer certificates. Down to the
     * least of their dimensions they need more rows, and below it cones have so few extreme rays that they are better.
     */
    private static final int CUBE_DIMENSION = 7;
    private static final int LEAST_CUBE_DIMENSION = 5;
    private static final int ROWS_PER_LOW_DIMENSION = 80;
    /** Of so many rows few are undecided at a leaf. */
    private static final int MANY_ROWS = 2000;
    private static final double MEMORY_SHARE = 0.75;
    /** Most extreme rays held by open nodes of one side; a ray takes some 300 bytes, those of both sides a fifth of the memory. */
    private static final long MOST_OPEN_RAYS = Math.min(4_000_000, Runtime.getRuntime().maxMemory() / 3000);

    /**
     * Searches one side, max of nu^T(Xu)_+ over R(u) &lt;= 1. Deterministic and single-threaded. The tree is complete whenever
     * the search ends: nodes still open become leaves with the bound they have.
     *
     * @throws IllegalArgumentException if shapes disagree, for BOX or QUADRATIC with a free bias (they need a
     *     norm), for CONES, and so for a free bias, in more than {@link #LARGEST_ORTHANT_DIMENSION} dimensions, or for QUADRATIC in more
     *     than {@link #LARGEST_QUADRATIC_DIMENSION}
     */
    public static Result search(NeuronProblem problem, Options options) {
        return search(problem, options, new ConeSearch.Limits(MOST_OPEN_RAYS, Cone.MAX_RAYS, Cone.MAX_PATH_RAYS));
    }

    /** The same with other limits of the cone search. */
    static Result search(NeuronProblem problem, Options options, ConeSearch.Limits limits) {
        check(problem);
        NeuronGeometry axes = new NeuronGeometry(problem);
        Method method = method(axes, options.method());
        NeuronGeometry geometry = method == Method.CUBES ? new NeuronGeometry(problem, Frame.round(problem)) : axes;
        NeuronIncumbents incumbents = new NeuronIncumbents(geometry, options);
        if (geometry.positives > 0) {
            incumbents.begin(options.start());
        }
        if (method == Method.BOX && problem.freeBias()) {
            throw new IllegalArgumentException("box chords need every coordinate of u penalised; use cones or cubes for a free bias");
        }
        if (method == Method.CONES && geometry.dimension > LARGEST_ORTHANT_DIMENSION) {
            throw new IllegalArgumentException("cones have 2^D roots: D = " + geometry.dimension + " is more than " + LARGEST_ORTHANT_DIMENSION);
        }
        if (method == Method.QUADRATIC && problem.freeBias()) {
            throw new IllegalArgumentException("quadratic leaves need every coordinate of u penalised; use cones or cubes for a free bias");
        }
        if (method == Method.QUADRATIC && problem.dimension() > LARGEST_QUADRATIC_DIMENSION) {
            throw new IllegalArgumentException("quadratic leaves are available up to dimension " + LARGEST_QUADRATIC_DIMENSION
                    + ", bias included, not " + problem.dimension());
        }
        return switch (method) {
            case CONES -> new ConeSearch(geometry, options, incumbents, limits).run();
            case CUBES -> run(new CubeSearch(geometry, options, incumbents), options);
            case QUADRATIC -> run(new QuadraticSearch(geometry, options, incumbents), options);
            case BOX -> run(new BoxSearch(geometry, options, incumbents), options);
            case AUTO -> new InTurns(geometry, options, incumbents).run();
        };
    }

    private static Result run(TreeSearch search, Options options) {
        search.advance(options.nodeLimit());
        return search.result();
    }

    /**
     * The value that local search reaches from its first tries: a lower bound of the maximum, at the cost of a few nodes. Tells
     * which of two sides is likely to have the larger maximum.
     */
    public static double localMaximum(NeuronProblem problem) {
        check(problem);
        NeuronGeometry geometry = new NeuronGeometry(problem);
        NeuronIncumbents incumbents = new NeuronIncumbents(geometry, Options.gap(0));
        if (geometry.positives > 0) {
            incumbents.begin(List.of());
        }
        return incumbents.lower();
    }

    /**
     * Nodes of trees, of both sides together, for which there is memory from the search to the certificate. A search that goes
     * on beyond them may find more than can be written down; one that ends there keeps what it has.
     */
    public static long mostNodes(NeuronProblem problem, Method method) {
        check(problem);
        long rows = Arrays.stream(problem.nu()).filter(entry -> entry != 0).count();
        long dimension = problem.dimension();
        // Measured from the search to the verdict, kB a node: cubes 0.61 at 200 x 10, 0.72 at 442 x 10, 0.42 at 442 x 11 after 4.3
        // million nodes, the smaller the boxes the less; cones 1.4 at 200 x 7; chords 4.1 at 100 x 8, 12 at 200 x 5, 18 at 500 x 3.
        long chords = 100 * dimension + 60 * rows;
        long cubes = 40 * dimension + Math.min(rows, MANY_ROWS) / 2;
        long bytes = switch (method(new NeuronGeometry(problem), method)) {
            case CUBES -> cubes;
            case CONES -> 120 * dimension + 4 * Math.min(rows, MANY_ROWS);
            case AUTO -> dimension <= LARGEST_CUBE_DIMENSION ? cubes + chords / InTurns.nodesPerLeaf(problem.dimension()) : chords;
            case BOX, QUADRATIC -> chords;
        };
        return (long) (MEMORY_SHARE * Runtime.getRuntime().maxMemory()) / bytes;
    }

    /**
     * Multiplications of dense linear algebra that take as long as a node of a search, by rule of thumb: 23 microseconds a node for 200 rows in
     * five dimensions, 20 and 45 for 1,000 x 3 and 442 x 5, where a Cholesky factor does one to four multiplications in a nanosecond.
     */
    static double workOfNode(NeuronProblem problem, Method method) {
        NeuronGeometry geometry = new NeuronGeometry(problem);
        double coordinates = (double) geometry.count * geometry.dimension;
        return switch (method(geometry, method)) {
            case CONES -> 20 * coordinates;
            case CUBES -> 20 * coordinates + 2 * geometry.count * Math.scalb(1.0, geometry.dimension - 1);
            case AUTO, BOX, QUADRATIC -> 8000 * coordinates;
        };
    }

    /** What a method stands for; AUTO if for {@link InTurns}. */
    private static Method method(NeuronGeometry geometry, Method wanted) {
        if (wanted != Method.AUTO) {
            return wanted;
        }
        if (geometry.dimension > LARGEST_CUBE_DIMENSION ? QuadraticSearch.takes(geometry) : QuadraticSearch.suits(geometry)) {
            return Method.AUTO;
        }
        return withoutQuadratic(geometry.dimension, geometry.count, geometry.problem.freeBias());
    }

    /** What AUTO stands for where quadratic leaves do not suit the problem; for those whose numbers are too long for them. */
    public static Method withoutQuadratic(int dimension, int rows, boolean freeBias) {
        boolean manyRows = rows >= ROWS_PER_DIMENSION * dimension;
        int most = manyRows ? LARGEST_CONE_DIMENSION : CONE_DIMENSION;
        boolean enough = dimension >= LEAST_CUBE_DIMENSION && rows >= dimension * (dimension > CUBE_DIMENSION ? ROWS_PER_DIMENSION
                : dimension == CUBE_DIMENSION ? 2 * ROWS_PER_DIMENSION : ROWS_PER_LOW_DIMENSION);
        // Chords need a norm: with a free bias cubes have as few rays as there can be.
        boolean insteadOfChords = freeBias && dimension > CONE_DIMENSION && dimension <= LARGEST_CUBE_DIMENSION;
        if (enough && dimension <= most || insteadOfChords) {
            return Method.CUBES;
        }
        return freeBias || dimension <= most ? Method.CONES : Method.BOX;
    }

    private static void check(NeuronProblem problem) {
        int dimension = problem.dimension();
        if (problem.nu().length != problem.rows()) {
            throw new IllegalArgumentException("nu has " + problem.nu().length + " entries for " + problem.rows() + " rows");
        }
        for (double[] row : problem.pairing()) {
            if (row.length != dimension) {
                throw new IllegalArgumentException("a row has " + row.length + " coordinates, the metric " + dimension);
            }
        }
        if (dimension == 0 || problem.freeBias() && dimension == 1) {
            throw new IllegalArgumentException("no penalised coordinate");
        }
    }
}
