package org.relucert.search;

/**
 * Quadratic leaves and cubes in turns, each twice as far as the time before, until one of the two has come to its end. Which of
 * them is faster can be a matter of a factor of hundreds, and neither rows nor dual vector tell beforehand. So the one with the
 * smaller bound gets two to four times as much time as the other one, and quadratic leaves that close after a few nodes get all
 * of it. Deterministic, since time is counted in nodes.
 */
final class InTurns {

    /** Nodes with quadratic leaves of the first turn. */
    private static final long FIRST = 256;
    /** Most turns of the one with the smaller bound for each of the other one. */
    private static final int LEAD = 4;
    /**
     * A node with a quadratic leaf takes some 4 microseconds for each row and dimension, one of cubes some 3 nanoseconds for each
     * row and vertex of the face.
     */
    private static final int VERTICES_PER_LEAF = 1000;

    private final NeuronSearch.Options options;
    private final NeuronProblem problem;
    private final NeuronIncumbents onAxes;
    private final QuadraticSearch quadratic;
    /** What the two have last told, the one at work and the other one. */
    private NeuronSearch.Progress own = new NeuronSearch.Progress(0, Double.POSITIVE_INFINITY, 0, 0);
    private NeuronSearch.Progress other = own;

    /**
     * A search.
     *
     * @param axes the problem in its own coordinates
     * @param incumbents that have begun
     */
    InTurns(NeuronGeometry axes, NeuronSearch.Options options, NeuronIncumbents incumbents) {
        this.options = new NeuronSearch.Options(options.method(), options.relativeGap(), options.target(), options.start(),
                options.nodeLimit(), options.stop(), progress -> {
                    own = progress;
                    options.progress().accept(new NeuronSearch.Progress(Math.max(own.lower(), other.lower()),
                            Math.min(own.upper(), other.upper()), own.nodes() + other.nodes(), own.open() + other.open()));
                });
        problem = axes.problem;
        onAxes = incumbents;
        quadratic = new QuadraticSearch(axes, this.options, incumbents);
    }

    /** Nodes of cubes that take as long as one with a quadratic leaf. */
    static int cubesPerLeaf(int dimension) {
        return Math.max(1, VERTICES_PER_LEAF * dimension >> dimension - 1);
    }

    /** Runs to the end, or to a limit. The tree of the result is the one with the smaller bound. */
    NeuronSearch.Result run() {
        long limit = options.nodeLimit();
        if (quadratic.advance(Math.min(FIRST, limit)) || limit <= FIRST) {
            return quadratic.result();
        }
        NeuronGeometry round = new NeuronGeometry(problem, Frame.round(problem));
        NeuronIncumbents onCube = new NeuronIncumbents(round, options);
        CubeSearch cubes = new CubeSearch(round, options, onCube);
        long leaves = FIRST;
        long boxes = 0;
        boolean ended = false;
        while (!ended) {
            boolean leavesLead = quadratic.upper() < cubes.upper();
            if (boxes > 0 && (leavesLead ? leaves < LEAD * boxes : LEAD * leaves <= boxes)) {
                leaves *= 2;
                ended = quadratic.advance(Math.min(leaves, limit - cubes.nodes()));
            } else {
                turn();
                onCube.begin(onAxes.directions());
                boxes = Math.max(FIRST, 2 * boxes);
                ended = cubes.advance(Math.min(cubesPerLeaf(problem.dimension()) * boxes, limit - quadratic.nodes()));
                onAxes.begin(onCube.directions());
                turn();
            }
            ended |= quadratic.nodes() + cubes.nodes() >= limit;
        }
        onCube.begin(onAxes.directions());
        NeuronSearch.Result byLeaves = quadratic.result();
        NeuronSearch.Result byCubes = cubes.result();
        return byCubes.upper() <= byLeaves.upper() ? byCubes : byLeaves;
    }

    private void turn() {
        NeuronSearch.Progress left = own;
        own = other;
        other = left;
    }
}
