package org.relucert.search;

/**
 * Quadratic leaves in turns with cubes, or with chords where dimensions are too many for cubes, each twice as far as the time
 * before, until one of the two has come to its end. Which of them is faster can be a matter of a factor of hundreds, and neither
 * rows nor dual vector tell beforehand. So the one with the smaller bound gets two to four times as much time as the other one,
 * and quadratic leaves that close after a few nodes get all of it. Deterministic, since time is counted in nodes.
 */
final class InTurns {

    /** Nodes with quadratic leaves of the first turn, where they suit the problem and where they do not. */
    private static final long FIRST = 256;
    private static final long FIRST_OF_OTHERS = 32;
    /** Most turns of the one with the smaller bound for each of the other one. */
    private static final int LEAD = 4;
    /**
     * A node with a quadratic leaf takes some 4 microseconds for each row and dimension, one of cubes some 3 nanoseconds for each
     * row and vertex of the face, and one of chords a hundredth of the quadratic one.
     */
    private static final int VERTICES_PER_LEAF = 1000;
    private static final int CHORDS_PER_LEAF = 100;

    private final NeuronSearch.Options options;
    private final NeuronGeometry axes;
    private final NeuronIncumbents onAxes;
    private final TreeSearch quadratic;
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
        this.axes = axes;
        this.options = new NeuronSearch.Options(options.method(), options.relativeGap(), options.target(), options.start(),
                options.nodeLimit(), options.stop(), progress -> {
                    own = progress;
                    options.progress().accept(new NeuronSearch.Progress(Math.max(own.lower(), other.lower()),
                            Math.min(own.upper(), other.upper()), own.nodes() + other.nodes(), own.open() + other.open()));
                });
        onAxes = incumbents;
        quadratic = new QuadraticSearch(axes, this.options, incumbents);
    }

    /** Nodes of the other search that take as long as one with a quadratic leaf. */
    static int nodesPerLeaf(int dimension) {
        return dimension > NeuronSearch.LARGEST_CUBE_DIMENSION ? CHORDS_PER_LEAF
                : Math.max(1, VERTICES_PER_LEAF * dimension >> dimension - 1);
    }

    /** Runs to the end, or to a limit. The tree of the result is the one with the smaller bound. */
    NeuronSearch.Result run() {
        long limit = options.nodeLimit();
        boolean cubes = axes.dimension <= NeuronSearch.LARGEST_CUBE_DIMENSION;
        // where there are cubes, AUTO stands for turns only if quadratic leaves suit
        long leaves = cubes || QuadraticSearch.suits(axes) ? FIRST : FIRST_OF_OTHERS;
        if (quadratic.advance(Math.min(leaves, limit)) || limit <= leaves) {
            return quadratic.result();
        }
        NeuronGeometry round = cubes ? new NeuronGeometry(axes.problem, Frame.round(axes.problem)) : axes;
        NeuronIncumbents onBoxes = new NeuronIncumbents(round, options);
        TreeSearch boxes = cubes ? new CubeSearch(round, options, onBoxes) : new BoxSearch(round, options, onBoxes);
        long each = nodesPerLeaf(axes.dimension);
        long turns = 0;
        boolean ended = false;
        while (!ended) {
            if (turns > 0 && (quadratic.upper() < boxes.upper() ? leaves < LEAD * turns : LEAD * leaves <= turns)) {
                leaves *= 2;
                ended = quadratic.advance(Math.min(leaves, limit - boxes.nodes()));
            } else {
                turn();
                onBoxes.begin(onAxes.directions());
                turns = Math.max(leaves, 2 * turns);
                ended = boxes.advance(Math.min(each * turns, limit - quadratic.nodes()));
                onAxes.begin(onBoxes.directions());
                turn();
            }
            ended |= quadratic.nodes() + boxes.nodes() >= limit;
        }
        onBoxes.begin(onAxes.directions());
        NeuronSearch.Result byLeaves = quadratic.result();
        NeuronSearch.Result byBoxes = boxes.result();
        return byBoxes.upper() <= byLeaves.upper() ? byBoxes : byLeaves;
    }

    private void turn() {
        NeuronSearch.Progress left = own;
        own = other;
        other = left;
    }
}
