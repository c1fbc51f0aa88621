package org.relucert.checker;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Cube;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.TreeNode;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * Reads one tree and decides whether it proves nu^T (Xu)_+ &lt;= H R(u) for all u (obligations DF, LF, SX; mathematics,
 * Theorems DF and SX). Holds one path of the tree at a time.
 */
abstract class TreeCheck {

    /** Deepest tree that is read; a bound on the memory, far beyond any useful tree. */
    static final int MAX_DEPTH = 3000;
    /** Most splits on a path over the whole space, times data rows: each node of the path keeps what is known of them. */
    static final int MAX_KNOWN = 1 << 25;
    /** Largest dimension with 2^D orthants as roots. */
    static final int MAX_ORTHANT_DIMENSION = 16;
    /** Largest dimension with the faces of a cube as roots, which have 2^(D-1) extreme rays each. */
    static final int MAX_CUBE_DIMENSION = 12;
    /** Most bits of the numbers in a row of a cube over their common denominator, which counts too. */
    static final int MAX_CUBE_BITS = 128;
    /** Most bits of numerator and denominator of the place of a cut. */
    static final int MAX_CUT_BITS = 64;
    /** Most extreme rays of a cone that a split makes. */
    static final int MAX_RAYS = Cone.MAX_RAYS;
    /** Most extreme rays of all such cones on a path together. */
    static final int MAX_PATH_RAYS = Cone.MAX_PATH_RAYS;

    private Findings findings = new Findings();
    private Rational activeFrom;
    private Rational concaveBelow;
    private boolean needsVectors;
    private Supplier<Optional<TreeNode>> nodes;
    private String side;
    private int count;

    /**
     * Asks to collect candidate leaves (STR-1).
     *
     * @param squared leaves with a squared bound of at least this are candidates
     * @param concave a row may stay undecided on a candidate if its nu_i is smaller than this
     */
    final void collectCandidates(Rational squared, Rational concave) {
        activeFrom = squared;
        concaveBelow = concave;
    }

    /** Asks for trees whose leaves have their vectors in all coordinates (DF-5), as {@link #tight}; candidates ask for them too. */
    final void needVectors() {
        needsVectors = true;
    }

    /** The vectors of the candidate leaves, in the order of the tree. */
    final List<RationalVector> candidates() {
        return findings.candidates();
    }

    /** Whether candidates are collected. */
    final boolean collectsCandidates() {
        return activeFrom != null;
    }

    /** Whether a leaf with this squared bound has to be looked at as a candidate. */
    final boolean isCandidate(Rational squaredBound) {
        return activeFrom != null && squaredBound.compareTo(activeFrom) >= 0;
    }

    /** Takes note of a candidate. */
    final void candidate(RationalVector vector) {
        findings().candidate(vector);
    }

    /** Takes note of an undecided row of a candidate: h is concave in it only if nu_i is clearly negative. */
    final void candidateRow(int i, Rational nu) {
        if (nu.compareTo(concaveBelow) >= 0) {
            findings().undecided(here() + ": row " + i + " is undecided");
        }
    }

    /** Reads the tree of a side from the reader and checks it. */
    final void check(CertificateReader source, String sideName) {
        side = sideName;
        ProofTree tree = source.openTree(sideName);
        Obligation.DF_4.require(!tree.merged() || !collectsCandidates(), "%s tree: candidates need every row by itself", side);
        Obligation.DF_5.require(tree.basis().isNone() || !needsVectors && !collectsCandidates(), "%s tree: vectors of leaves need all coordinates", side);
        begin(tree);
        nodes = ahead(source::nextNode);
        roots(tree);
        findings = settle();
        end();
        source.closeTree();
    }

    /** Requires that all nodes have been read. */
    final void end() {
        Obligation.DF_2.require(nodes.get().isEmpty(), "%s tree: nodes are left over after node %d", side, count - 1);
    }

    private void roots(ProofTree tree) {
        switch (tree.root()) {
            case SPACE -> space();
            case ORTHANTS -> orthants();
            case CUBES -> faces(tree.cube());
        }
    }

    private void orthants() {
        int dimension = dimension();
        Obligation.DF_2.require(dimension <= MAX_ORTHANT_DIMENSION, "%s tree: dimension %d has too many orthants", side,
                dimension);
        for (int orthant = 0; orthant < 1 << dimension; orthant++) {
            orthant(orthant);
        }
    }

    private void faces(Cube cube) {
        int dimension = dimension();
        Obligation.DF_2.require(dimension <= MAX_CUBE_DIMENSION, "%s tree: dimension %d has too many vertices of a cube", side,
                dimension);
        RationalMatrix functionals = cube.weights().map(weights -> alongAxes(weights, dimension))
                .orElseGet(() -> turned(cube.rows(), dimension));
        Optional<RationalMatrix> edges = Elimination.inverse(functionals);
        Obligation.DF_2.require(edges.isPresent(), "%s tree: the rows of the cube are linearly dependent", side);
        cube(functionals, edges.get());
        for (int face = 0; face < 2 * dimension; face++) {
            face(face);
        }
    }

    private RationalMatrix alongAxes(RationalVector weights, int dimension) {
        Obligation.DF_2.require(weights.size() == dimension, "%s tree: cube has %d weights, expected %d", side, weights.size(),
                dimension);
        requireShort(weights);
        for (int k = 0; k < dimension; k++) {
            Obligation.DF_2.require(weights.sign(k) > 0, "%s tree: weight %s of the cube is not positive", side,
                    Rationals.text(weights.get(k)));
        }
        return RationalMatrix.diagonal(weights);
    }

    private RationalMatrix turned(List<RationalVector> rows, int dimension) {
        Obligation.DF_2.require(rows.size() == dimension, "%s tree: cube has %d rows, expected %d", side, rows.size(), dimension);
        for (RationalVector row : rows) {
            Obligation.DF_2.require(row.size() == dimension, "%s tree: a row of the cube has %d entries, expected %d", side,
                    row.size(), dimension);
            requireShort(row);
        }
        return RationalMatrix.ofRows(rows, dimension);
    }

    /** The inverse has numbers of more than D^2 times as many bits, and each root 2^(D-1) rays of them. */
    private void requireShort(RationalVector numbers) {
        Obligation.DF_2.require(numbers.bits() <= MAX_CUBE_BITS,
                "%s tree: the cube has numbers of %d bits, at most %d are allowed", side, numbers.bits(), MAX_CUBE_BITS);
    }

    /** The nodes of the tree, perhaps read ahead. */
    Supplier<Optional<TreeNode>> ahead(Supplier<Optional<TreeNode>> source) {
        return source;
    }

    /** Waits for everything that was begun; what was found all in all. */
    Findings settle() {
        return findings;
    }

    /** Where findings go. */
    Findings findings() {
        return findings;
    }

    /** Takes the place of another check at the node it is about to read. */
    final void continueFrom(TreeCheck other, List<TreeNode> rest) {
        side = other.side;
        count = other.count;
        activeFrom = other.activeFrom;
        concaveBelow = other.concaveBelow;
        Iterator<TreeNode> iterator = rest.iterator();
        nodes = () -> iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
    }

    /** Goes past nodes that are checked elsewhere. */
    final void skip(int number) {
        count += number;
    }

    /** Number of data rows n. */
    abstract int rows();

    /** Dimension D of the tree: that of the problem, or of the basis. */
    abstract int dimension();

    /** Takes note of the tree's basis, unit and norms. */
    abstract void begin(ProofTree tree);

    /** Checks the tree whose root is the whole space. */
    abstract void space();

    /** Checks the tree whose root is an orthant. */
    abstract void orthant(int number);

    /**
     * Takes note of the cube of the faces that follow.
     *
     * @param functionals the matrix of the a_k
     * @param edges its inverse
     */
    abstract void cube(RationalMatrix functionals, RationalMatrix edges);

    /** Checks the tree whose root is the cone over a face of the cube. */
    abstract void face(int number);

    /** The places of cuts are short, lest the numbers of a box be long. */
    final void requireShort(TreeNode.Cut cut) {
        int bits = Math.max(Rationals.numerator(cut.at()).bitLength(), Rationals.denominator(cut.at()).bitLength());
        Obligation.DF_2.require(bits <= MAX_CUT_BITS, "%s: a cut at a number of %d bits, at most %d are allowed", here(), bits,
                MAX_CUT_BITS);
    }

    /** The next node in preorder. */
    final TreeNode next(int depth) {
        if (depth > MAX_DEPTH) {
            throw new Rejection(Obligation.DF_2, side + " tree, node " + count + ": deeper than " + MAX_DEPTH);
        }
        Optional<TreeNode> node = nodes.get();
        if (node.isEmpty()) {
            throw new Rejection(Obligation.DF_2, side + " tree ends after node " + (count - 1) + ", a child is missing");
        }
        count++;
        return node.get();
    }

    /** The same in a tree over the whole space. */
    final TreeNode nextOfSpace(int depth) {
        TreeNode node = next(depth);
        Obligation.DF_2.require((long) depth * rows() <= MAX_KNOWN, "%s: %d splits above it are too many for %d rows", here(), depth,
                rows());
        return node;
    }

    /** Takes note of a leaf that reaches the level exactly: with its vector v or w, or none if chords hide it (ATM-1). */
    final void reached(Optional<RationalVector> vector) {
        findings().reached(vector, here());
    }

    /** The vectors of the exact leaves, without repetition: every direction where h reaches the level is among them. */
    final Set<RationalVector> tight() {
        return findings.tight();
    }

    /** Where the check stands, for messages. */
    final String here() {
        return side + " tree, node " + (count - 1);
    }
}
