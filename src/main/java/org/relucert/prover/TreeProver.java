package org.relucert.prover;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Cube;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.TreeNode;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.certificate.TreeNodes;
import org.relucert.checker.Box;
import org.relucert.checker.Cell;
import org.relucert.checker.Cone;
import org.relucert.checker.ConeRows;
import org.relucert.checker.EqualRows;
import org.relucert.checker.CubeRows;
import org.relucert.checker.InOrder;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.GeneratorBound;
import org.relucert.search.NeuronSearch;
import org.relucert.search.SearchTree;

/**
 * Turns a proposed search tree of one side into an exact one: walks the same cones and boxes as the checker, with its own code,
 * rounds the slopes, solves for the majorant on the exact generators, and repairs by an interior functional what rounding broke.
 * Subtrees are proved beside each other, on as many threads as there are processors; the tree is the same on any number of them.
 *
 * <p>Two modes. <em>Rounding</em>: every leaf is closed at whatever level it reaches, and the tree's level is the largest.
 * <em>Exact</em>: every leaf must reach the given level exactly; leaves that touch it get the tight atom itself or the solution
 * of the normal equations, and are split further where that is not enough (Theorem EX).
 */
final class TreeProver {

    /** A proved tree and its level: nu^T (Xu)_+ &lt;= sqrt(levelSquared) R(u). */
    record Proved(ProofTree tree, Rational levelSquared) { }

    /**
     * A tight direction known beforehand, with slopes that make it stationary (mathematics, 2.9).
     *
     * @param direction p with R(p)^2 = B
     * @param slopes g_i for the data rows with nu_i &lt; 0: 1 where &lt;x_i,p&gt; &gt; 0, 0 where &lt; 0
     */
    record TightAtom(RationalVector direction, Rational[] slopes) { }

    /**
     * An active direction known to many digits, its exact value out of reach.
     *
     * @param direction p, floating point
     * @param kinks the data rows with &lt;x_i,p&gt; = 0, all with nu_i &lt; 0
     */
    record NearAtom(double[] direction, Set<Integer> kinks) { }

    /** Proved nodes that follow each other in the file, and the largest level of their leaves. */
    private record Part(TreeNodes nodes, Rational level) { }

    /** Nodes of a subtree that is proved beside the walk. */
    private static final int LEAST_PART = 32;
    private static final int LARGEST_PART = 512;
    /** Below this, relative to |x_i| beta, a product with a direction counts as zero. */
    private static final double KINK = 1e-7;
    private static final int REPAIRS = 60;
    /** How much finer the next try of a rounding is. */
    private static final double COARSER = 8;
    /** How often the signs are taken anew, closer to the majorant that they led to. */
    private static final int TURNS = 3;
    /** Bits of the vectors that tell signs. */
    private static final int SIGN_BITS = 9;
    private static final int INTERIOR_BITS = 20;
    /** Error of squared norms in doubles relative to the sum of the absolute values of their parts, generously. */
    private static final double DOUBT = 1e-12;
    /** Relative error of squared least norms. */
    private static final double FIT_DOUBT = 1e-6;
    /** Slopes of rows that are this close to orthogonal to the majorant are kept when the others are taken by sign. */
    private static final double[] ANGLES = {0, 0.01, 0.03, 0.1, 0.2};
    /** Bits behind the point of rounded slopes. */
    private static final int[] SLOPE_BITS = {6, 12, 20, 30, 40};

    private final Problem problem;
    private final EqualRows equal;
    /** Of the merged rows. */
    private final RationalVector nu;
    private final GeneratorBound solver;
    private final Rational unit;
    private final Optional<Rational> exactLevel;
    /** What a leaf should reach: the exact level, or when rounding the level worth taking more bits for. */
    private final Rational goal;
    private final List<TightAtom> atoms;
    private final List<NearAtom> nearAtoms;
    /** Whether leaves above the goal are split until they are below or hold one active direction. */
    private final boolean isNear;
    private final BooleanSupplier stop;
    private final double[][] functionals;
    private final double[][] metric;
    private final double goalFloat;
    private final double unitFloat;
    /** A majorant of how much |w| changes if each entry changes by one. */
    private final double reach;
    /** Row i: the functional nu_i &lt;x_i, .&gt;. */
    private final double[][] terms;
    /** The sum of the absolute values of all terms. */
    private final double termSize;
    /** The matrix of the inner product. */
    private final double[][] product;
    /** |functionals_i|. */
    private final double[] lengths;
    /** Works on subtrees beside the walk; null where this is the proof of one. */
    private final InOrder<Part> subtrees;
    private final TreeNodes.Builder settled = new TreeNodes.Builder();
    private List<TreeNode> nodes = new ArrayList<>();
    private Rational level = Rationals.ZERO;
    private double levelFloat;
    /** Set while a root is walked, see {@link #interior(RationalMatrix, RationalMatrix, int)}. */
    private double[] interior;
    /** The finest grid that majorants are rounded to: the unit, or less of it by as much as the interior functional is long. */
    private double finest;
    /** Of the leaf at hand, see {@link #pureBias(Cell)}. */
    private int pureBias;
    /** In trees over a cube. */
    private FloatCube floatCube;

    private TreeProver(Problem problem, RationalVector nu, Rational unit, Rational goal, Optional<Rational> exactLevel,
            List<TightAtom> atoms, List<NearAtom> nearAtoms, boolean isNear,
            BooleanSupplier stop, int threads) {
        this.problem = problem;
        // Candidates of a support need every row by itself (DF-4).
        this.equal = isNear ? EqualRows.none(problem) : EqualRows.of(problem);
        this.nu = equal.merged(nu);
        this.unit = unit;
        this.goal = goal;
        this.exactLevel = exactLevel;
        this.atoms = atoms;
        this.nearAtoms = nearAtoms;
        this.isNear = isNear;
        this.stop = stop;
        this.metric = Floats.of(problem.metric());
        this.product = Floats.of(problem.innerProduct().matrix());
        this.solver = new GeneratorBound(product, problem.hasFreeBias());
        this.goalFloat = Floats.of(goal);
        this.unitFloat = Floats.of(unit);
        double largest = 0;
        for (int k = 0; k < metric.length; k++) {
            largest = Math.max(largest, metric[k][k]);
        }
        this.reach = Math.sqrt(metric.length * largest);
        this.functionals = new double[problem.rows()][];
        for (int i = 0; i < functionals.length; i++) {
            functionals[i] = Floats.of(problem.functional(i));
        }
        this.terms = new double[functionals.length][];
        this.lengths = new double[functionals.length];
        for (int i = 0; i < functionals.length; i++) {
            terms[i] = Floats.of(problem.functional(i).times(this.nu.get(i)));
            lengths[i] = norm(functionals[i]);
        }
        this.termSize = Arrays.stream(terms).flatMapToDouble(Arrays::stream).map(Math::abs).sum();
        this.subtrees = new InOrder<>("prover", this::append, threads);
    }

    /** The proof of a subtree that the walk has come to. */
    private TreeProver(TreeProver whole) {
        this.problem = whole.problem;
        this.equal = whole.equal;
        this.nu = whole.nu;
        this.unit = whole.unit;
        this.goal = whole.goal;
        this.exactLevel = whole.exactLevel;
        this.atoms = whole.atoms;
        this.nearAtoms = whole.nearAtoms;
        this.isNear = whole.isNear;
        this.stop = whole.stop;
        this.functionals = whole.functionals;
        this.metric = whole.metric;
        this.product = whole.product;
        this.solver = new GeneratorBound(product, problem.hasFreeBias());
        this.goalFloat = whole.goalFloat;
        this.unitFloat = whole.unitFloat;
        this.reach = whole.reach;
        this.terms = whole.terms;
        this.termSize = whole.termSize;
        this.lengths = whole.lengths;
        this.subtrees = null;
        this.interior = whole.interior;
        this.finest = whole.finest;
        this.floatCube = whole.floatCube;
    }

    /** Takes over what comes next in the file. */
    private void append(Part part) {
        settled.addAll(part.nodes);
        if (part.level.compareTo(level) > 0) {
            level = part.level;
            levelFloat = Floats.of(level);
        }
    }

    /** The nodes that were proved here since the last time. */
    private Part taken() {
        Part part = new Part(TreeNodes.copyOf(nodes), level);
        nodes = new ArrayList<>();
        return part;
    }

    /**
     * Proves a tree at whatever level it reaches.
     *
     * @param nu the dual vector of the side (already negated for the side minus)
     * @param unit of which the numbers of the tree are multiples
     * @param goal squared level that leaves should reach if more bits can do it
     */
    static Proved round(Problem problem, RationalVector nu, SearchTree proposal, Rational unit, Rational goal,
            BooleanSupplier stop) {
        return round(problem, nu, proposal, unit, goal, stop, processors());
    }

    /** The same on so many threads; the outcome does not depend on them. */
    static Proved round(Problem problem, RationalVector nu, SearchTree proposal, Rational unit, Rational goal,
            BooleanSupplier stop, int threads) {
        return new TreeProver(problem, nu, unit, goal, Optional.empty(), List.of(), List.of(), false, stop, threads)
                .prove(proposal);
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    /**
     * Proves a tree at exactly this level.
     *
     * @param atoms tight directions of this side
     * @throws Unproved if it cannot be done
     */
    static Proved exact(Problem problem, RationalVector nu, SearchTree proposal, Rational unit, Rational levelSquared,
            List<TightAtom> atoms, BooleanSupplier stop) {
        return new TreeProver(problem, nu, unit, levelSquared, Optional.of(levelSquared), atoms, List.of(), false, stop,
                processors()).prove(proposal);
    }

    /**
     * Proves a tree whose leaves are below the goal, except one for each active direction, which is solved for exactly.
     *
     * @param goal squared level below which a leaf needs no more care
     * @param atoms the active directions of this side
     */
    static Proved near(Problem problem, RationalVector nu, SearchTree proposal, Rational unit, Rational goal,
            List<NearAtom> atoms, BooleanSupplier stop) {
        return new TreeProver(problem, nu, unit, goal, Optional.empty(), List.of(), atoms, true, stop, processors())
                .prove(proposal);
    }

    private Proved prove(SearchTree proposal) {
        try (subtrees) {
            Proved proved = proveRoots(proposal);
            return new Proved(proved.tree.merged(equal.any()), proved.levelSquared);
        }
    }

    private Proved proveRoots(SearchTree proposal) {
        if (proposal.kind() == SearchTree.Kind.BOX) {
            if (exactLevel.isPresent()) {
                throw new Unproved("exact leaves need a tree over orthants");
            }
            return BoxTreeProver.prove(problem, nu, proposal, unit, goal, stop);
        }
        if (proposal.kind() == SearchTree.Kind.CUBES) {
            return overCube(proposal);
        }
        Cone.Orthants orthants = new Cone.Orthants(ConeRows.ofShort(problem, nu, equal));
        for (int orthant = 0; orthant < proposal.roots().size(); orthant++) {
            setInterior(interior(orthant));
            descend(orthants.cone(orthant), null, proposal.roots().get(orthant));
        }
        settle();
        return new Proved(new ProofTree(ProofTree.Root.ORTHANTS, ShortLeaf.unit(nodes, unit), List.of(), nodes), level);
    }

    private Proved overCube(SearchTree proposal) {
        if (proposal.cube().length != problem.dimension() || problem.dimension() > NeuronSearch.LARGEST_CUBE_DIMENSION) {
            throw new Unproved("a tree over a cube needs a functional for each of at most " + NeuronSearch.LARGEST_CUBE_DIMENSION
                    + " coordinates");
        }
        if (isPrecise()) {
            throw new Unproved("leaves that have to be met exactly need a tree over orthants");
        }
        Rational[][] entries = new Rational[problem.dimension()][];
        Arrays.setAll(entries, k -> Arrays.stream(proposal.cube()[k]).mapToObj(Floats::exact).toArray(Rational[]::new));
        RationalMatrix cube = RationalMatrix.of(entries);
        RationalMatrix edges = Elimination.inverse(cube)
                .orElseThrow(() -> new Unproved("a tree over a cube needs linearly independent functionals"));
        floatCube = new FloatCube(problem, nu, edges, terms);
        CubeRows cubeRows = new CubeRows(ConeRows.of(problem, nu, equal), cube, edges);
        for (int face = 0; face < proposal.roots().size(); face++) {
            Box box = Box.face(cubeRows, face);
            if (problem.hasFreeBias() && cube.row(face / 2).sign(cube.columns() - 1) != 0) {
                closeLinear(box, edges);
            } else {
                setInterior(interior(cube, edges, face));
                descend(box, floatCube.corners(box), proposal.roots().get(face));
            }
        }
        settle();
        return new Proved(new ProofTree(ProofTree.Root.CUBES, Cube.of(cube), ShortLeaf.unit(nodes, unit), List.of(), nodes),
                level);
    }

    private void setInterior(RationalVector z) {
        interior = Floats.of(z);
        double longest = Arrays.stream(interior).map(Math::abs).max().orElse(0);
        finest = longest > 1 ? Math.scalb(unitFloat, -Math.getExponent(longest) - 1) : unitFloat;
    }

    /**
     * A vector z near M^{-1} f with f = s t a_k, t the sum of all |entries| of the inverse B, so that &lt;z, g&gt; &gt;= |g|/2 in
     * the sum norm for every g in the cone over a face: for g = B v, |v_j| &lt;= s v_k = 1, f . g = t &gt;= |g|. Zero in the
     * coordinate of a free bias, as a_k is.
     */
    private RationalVector interior(RationalMatrix cube, RationalMatrix edges, int face) {
        int size = cube.rows();
        int k = face / 2;
        Rational s = Rationals.of(face % 2 == 0 ? 1 : -1);
        Rational sum = Rationals.ZERO;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                sum = sum.plus(edges.get(i, j).abs());
            }
        }
        Rational least = sum.divide(Rationals.of(2));
        RationalVector functional = cube.row(k).times(s.times(sum));
        RationalVector exact = Elimination.solve(problem.innerProduct().matrix(), functional).orElseThrow();
        return rounded(exact, z -> {
            // In the coordinates v: the least value on the vertices of the face
            RationalVector inCube = edges.transpose().times(problem.innerProduct().functional(z));
            Rational value = inCube.get(k).times(s);
            for (int j = 0; j < size; j++) {
                if (j != k) {
                    value = value.minus(inCube.get(j).abs());
                }
            }
            return value.compareTo(least) >= 0;
        });
    }

    /**
     * A vector z near M^{-1} s, s the signs of the orthant, so that &lt;z, g&gt; &gt;= |g|/2 in the sum norm of the penalised
     * coordinates for every g in it. Zero in the coordinate of a free bias.
     */
    private RationalVector interior(int orthant) {
        int size = problem.metric().rows();
        long[] signs = new long[size];
        for (int k = 0; k < size; k++) {
            signs[k] = (orthant >> k & 1) == 0 ? 1 : -1;
        }
        RationalVector exact = Elimination.solve(problem.metric(), RationalVector.of(signs)).orElseThrow();
        RationalVector z = rounded(exact, near -> {
            RationalVector functional = problem.metric().times(near);
            return IntStream.range(0, size)
                    .allMatch(k -> functional.get(k).times(Rationals.of(2 * signs[k])).compareTo(Rationals.ONE) >= 0);
        });
        return problem.hasFreeBias() ? z.append(Rationals.ZERO) : z;
    }

    /** With the fewest bits that are good, so that numbers stay short; as it is where that are many. */
    private static RationalVector rounded(RationalVector exact, Predicate<RationalVector> good) {
        for (int bits = 0; bits <= INTERIOR_BITS; bits++) {
            Rational unit = Floats.power(-bits);
            RationalVector rounded = RationalVector.of(
                    Arrays.stream(exact.toArray()).map(entry -> Floats.round(entry, unit, 0)).toArray(Rational[]::new));
            if (good.test(rounded)) {
                return rounded;
            }
        }
        return exact;
    }

    /** After the last root: what is proved beside the walk belongs to it. */
    private void settle() {
        subtrees.add(taken());
        subtrees.settle();
        nodes = settled.build();
    }

    /**
     * Closes the face of a free bias, where the pure bias is inside, so that only h itself, which is linear there, is a majorant
     * without bias part.
     */
    private void closeLinear(Box box, RationalMatrix edges) {
        if (box.undecided().length > 0) {
            throw new Unproved("a tree over a cube needs rows of known sign on the faces of a free bias");
        }
        RationalVector w = RationalVector.zero(problem.dimension());
        RationalVector centre = edges.times(box.low().plus(box.high()));
        for (int i = 0; i < problem.rows(); i++) {
            if (Rationals.sign(problem.functional(i).dot(centre)) > 0) {
                w = w.plus(problem.row(i).times(nu.get(i)));
            }
        }
        accept(box, w, Terms.NONE);
    }

    /**
     * Proves a subtree, which the walk has come to, beside the walk if it is of some size and not too large.
     *
     * @param corners of a box; null for a cone
     */
    private void descend(Cell cell, FloatCube.Corners corners, SearchTree.Node proposal) {
        int size = subtrees == null ? 0 : size(proposal, LARGEST_PART);
        if (size < LEAST_PART || size > LARGEST_PART) {
            visit(cell, corners, proposal);
            return;
        }
        subtrees.add(taken());
        TreeProver part = new TreeProver(this);
        subtrees.run(() -> {
            part.visit(cell, corners, proposal);
            return part.taken();
        });
    }

    /** Number of nodes of a subtree, or something larger than the most that matters. */
    private static int size(SearchTree.Node node, int most) {
        int size = 1;
        if (most < 1) {
            return size;
        }
        if (node instanceof SearchTree.Split split) {
            size += size(split.nonNegative(), most - size);
            return size > most ? size : size + size(split.nonPositive(), most - size);
        }
        if (node instanceof SearchTree.Cut cut) {
            size += size(cut.nonNegative(), most - size);
            return size > most ? size : size + size(cut.nonPositive(), most - size);
        }
        return size;
    }

    private void visit(Cell cell, FloatCube.Corners corners, SearchTree.Node proposal) {
        if (proposal instanceof SearchTree.Split split) {
            split(cell.cone(), split);
        } else if (proposal instanceof SearchTree.Cut cut) {
            cut((Box) cell, corners, cut);
        } else {
            SearchTree.ConeLeaf leaf = (SearchTree.ConeLeaf) proposal;
            double[] slopes = noHints();
            for (int t = 0; t < leaf.slopeRows().length; t++) {
                slopes[leaf.slopeRows()[t]] = leaf.slopes()[t];
            }
            close(cell, cell instanceof Box box ? floatCube.cone(box, corners) : floats(cell.cone()), slopes, leaf.majorant());
        }
    }

    private void split(Cone cone, SearchTree.Split split) {
        Cone.Halves halves;
        try {
            halves = cone.split(split.row());
        } catch (Cone.TooManyRays e) {
            // The checker would not take it; the search, which counts too, may have missed some rays by rounding.
            close(cone, noHints(), worst(split).majorant());
            return;
        }
        if (halves == null) {
            // Rounding made the search see both signs; exactly, the cone lies on one side and is that child.
            boolean nonNegative = false;
            for (int k = 0; k < cone.generators(); k++) {
                nonNegative |= cone.sign(k, split.row()) > 0;
            }
            descend(cone, null, nonNegative ? split.nonNegative() : split.nonPositive());
            return;
        }
        List<NearAtom> near = near(cone);
        if (near.stream().anyMatch(atom -> atom.kinks().contains(split.row()))) {
            // Cutting through an active direction would make two leaves of it.
            close(cone, noHints(), near.get(0).direction());
            return;
        }
        nodes.add(new TreeNode.Split(split.row(), Optional.empty(), List.of(), List.of()));
        descend(halves.nonNegative(), null, split.nonNegative());
        descend(halves.nonPositive(), null, split.nonPositive());
    }

    private double[] noHints() {
        double[] hints = new double[problem.rows()];
        Arrays.fill(hints, Double.NaN);
        return hints;
    }

    /** The leaf below a node with the largest bound. */
    private static SearchTree.ConeLeaf worst(SearchTree.Node node) {
        if (node instanceof SearchTree.ConeLeaf leaf) {
            return leaf;
        }
        SearchTree.Split split = (SearchTree.Split) node;
        SearchTree.ConeLeaf first = worst(split.nonNegative());
        SearchTree.ConeLeaf second = worst(split.nonPositive());
        return first.bound() >= second.bound() ? first : second;
    }

    private void cut(Box box, FloatCube.Corners corners, SearchTree.Cut cut) {
        Rational at = Floats.exact(cut.at());
        Box.Halves halves = box.cut(cut.axis(), at);
        if (halves == null) {
            boolean nonNegative = at.compareTo(box.low().get(cut.axis())) <= 0;
            descend(box, corners, nonNegative ? cut.nonNegative() : cut.nonPositive());
            return;
        }
        nodes.add(new TreeNode.Cut(cut.axis(), at));
        FloatCube.Halves floats = floatCube.cut(corners, cut.axis(), cut.at());
        descend(halves.nonNegative(), floats.above(), cut.nonNegative());
        descend(halves.nonPositive(), floats.below(), cut.nonPositive());
    }

    /**
     * The least-norm majorant of a leaf with its slopes in doubles, and one near it that is a majorant and within the goal, empty
     * if none was found.
     */
    private record Majorant(Slopes slopes, double[] tau, GeneratorBound.Fit fit, Optional<RationalVector> w) { }

    private void close(Cone cone, double[] slopeHints, double[] direction) {
        close(cone, floats(cone), slopeHints, direction);
    }

    /** Closes a leaf, splitting it further if an exact level asks for it. */
    private void close(Cell cell, FloatCone floats, double[] slopeHints, double[] direction) {
        if (stop.getAsBoolean()) {
            throw new Unproved("interrupted");
        }
        solver.cone(floats.count(), floats.columns());
        pureBias = pureBias(cell);
        int[] undecided = Arrays.stream(cell.undecided()).filter(i -> nu.sign(i) < 0).toArray();
        if (closeBySign(cell, floats, undecided, slopeHints, direction)) {
            return;
        }
        // Few bits first: most leaves have room for them.
        Majorant majorant = null;
        for (int bits : SLOPE_BITS) {
            majorant = majorant(cell, floats, slopes(undecided, slopeHints, direction, bits));
            if (majorant.w().isPresent()) {
                accept(cell, majorant.w().get(), majorant.slopes().terms());
                return;
            }
        }
        if (isPrecise()) {
            closePrecisely(cell.cone(), slopeHints, direction, majorant);
            return;
        }
        if (Double.isInfinite(majorant.fit().bound())) {
            throw new Unproved("a leaf has no finite bound");
        }
        accept(cell, repair(cell, floats, majorant.slopes(), majorant.tau(), majorant.fit(), finest, false)
                .orElseThrow(() -> new Unproved("a leaf has no finite bound")), majorant.slopes().terms());
    }

    /** Closes a leaf that a majorant near the least one does not close. */
    private void closePrecisely(Cone cone, double[] slopeHints, double[] direction, Majorant majorant) {
        List<NearAtom> near = near(cone);
        if (!near.isEmpty() && closeNear(cone, near, slopeHints)) {
            return;
        }
        for (TightAtom atom : atoms) {
            Terms own = slopesOf(cone, atom);
            if (isMajorant(cone, atom.direction(), own)) {
                accept(cone, atom.direction(), own);
                return;
            }
        }
        int row = widestRow(cone, Set.of());
        if (row >= 0) {
            Cone.Halves halves = further(cone, row);
            nodes.add(new TreeNode.Split(row, Optional.empty(), List.of(), List.of()));
            close(halves.nonNegative(), slopeHints, direction);
            close(halves.nonPositive(), slopeHints, direction);
            return;
        }
        Terms slopes = majorant.slopes().terms();
        RationalVector w = stationary(cone, cone.tau(slopes.indices(), slopes.values()), majorant.fit().active())
                .filter(v -> isMajorant(cone, v, slopes))
                .filter(v -> isNear || withinGoal(v))
                .orElseThrow(() -> new Unproved("nu exceeds the level on a chamber"));
        accept(cone, w, slopes);
    }

    private FloatCone floats(Cone cone) {
        return new FloatCone(cone, terms, metric.length, isPrecise());
    }

    /** Whether &lt;w, g&gt; &gt;= tau_g for all generators g, exactly. */
    private boolean isMajorant(Cell cell, RationalVector w, Terms slopes) {
        return cell.violated(problem.innerProduct().functional(w), slopes.indices(), slopes.values(), Optional.empty()).isEmpty();
    }

    /**
     * Closes a leaf with slopes that need hardly be written, because they follow from the signs at the majorant: all of them,
     * or all but those of rows close to orthogonal to it. Of the leaves so found, coarse majorants first, the shortest.
     */
    private boolean closeBySign(Cell cell, FloatCone floats, int[] undecided, double[] hints, double[] direction) {
        for (double angle : ANGLES) {
            double[] kept = kept(undecided, hints, direction, angle);
            double[] towards = direction;
            for (int turn = 0; turn < TURNS; turn++) {
                RationalVector signs = ShortLeaf.direction(towards, SIGN_BITS);
                Slopes slopes = slopes(undecided, kept, Floats.of(signs), SLOPE_BITS[0]);
                Majorant majorant = majorant(cell, floats, slopes);
                if (majorant.w().isPresent()) {
                    accept(ShortLeaf.of(cell, majorant.w().get(), slopes.terms(), signs));
                    return true;
                }
                if (Double.isInfinite(majorant.fit().bound())) {
                    return false;
                }
                towards = mean(towards, majorant.fit().w(), turn + 2);
            }
        }
        return false;
    }

    /** a and b, the second with weight one in so many; a free bias is that of a, since majorants have none. */
    private double[] mean(double[] a, double[] b, int parts) {
        double[] mean = a.clone();
        for (int k = 0; k < metric.length; k++) {
            mean[k] = (a[k] * (parts - 1) + b[k]) / parts;
        }
        return mean;
    }

    /** The hints of undecided rows whose angle to the orthogonal space of a direction is small; NaN for the others. */
    private double[] kept(int[] undecided, double[] hints, double[] direction, double angle) {
        double[] kept = new double[hints.length];
        Arrays.fill(kept, Double.NaN);
        double length = norm(direction);
        for (int i : angle > 0 ? undecided : new int[0]) {
            if (Math.abs(dot(functionals[i], direction)) < angle * length * lengths[i]) {
                kept[i] = hints[i];
            }
        }
        return kept;
    }

    /** Powers of two to round a majorant to, the coarsest first that there may be room for, the finest last. */
    private double[] grids(double bound) {
        double room = exactLevel.isPresent() || isNear ? 0 : (Math.sqrt(goalFloat) - bound) / reach;
        return DoubleStream.concat(DoubleStream.iterate(room, step -> step > finest, step -> step / COARSER)
                .map(step -> Math.scalb(1.0, Math.getExponent(step))), DoubleStream.of(finest)).toArray();
    }

    /** The active directions in the closure of the cone. */
    private List<NearAtom> near(Cone cone) {
        return nearAtoms.stream().filter(atom -> contains(cone, atom.direction())).toList();
    }

    private boolean contains(Cone cone, double[] direction) {
        int[] undecided = cone.undecided();
        for (int k = 0; k < direction.length; k++) {
            for (int g = 0; g < cone.generators(); g++) {
                if (cone.generator(g).sign(k) * direction[k] < -KINK * norm(direction)) {
                    return false;
                }
            }
        }
        for (int i = 0; i < problem.rows(); i++) {
            if (Arrays.binarySearch(undecided, i) >= 0) {
                continue;
            }
            double product = dot(functionals[i], direction);
            double tolerance = KINK * norm(direction) * norm(functionals[i]);
            for (int g = 0; g < cone.generators(); g++) {
                if (cone.sign(g, i) * product < -tolerance) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A split that the search has not asked for. */
    private static Cone.Halves further(Cone cone, int row) {
        try {
            return cone.split(row);
        } catch (Cone.TooManyRays e) {
            throw new Unproved("a leaf cannot be split as far as it should: " + e.getMessage());
        }
    }

    /** Splits until only kinks of one direction are undecided; then the least |w| over their slopes is a linear system. */
    private boolean closeNear(Cone cone, List<NearAtom> near, double[] slopeHints) {
        Set<Integer> kinksOfAll = new HashSet<>();
        near.forEach(other -> kinksOfAll.addAll(other.kinks()));
        NearAtom atom = near.get(0);
        int row = widestRow(cone, kinksOfAll);
        if (row < 0) {
            row = widestRow(cone, atom.kinks());
        }
        if (row >= 0) {
            Cone.Halves halves = further(cone, row);
            nodes.add(new TreeNode.Split(row, Optional.empty(), List.of(), List.of()));
            close(halves.nonNegative(), slopeHints, atom.direction());
            close(halves.nonPositive(), slopeHints, atom.direction());
            return true;
        }
        RationalVector decided = RationalVector.zero(problem.dimension());
        int[] undecided = cone.undecided();
        for (int i = 0; i < problem.rows(); i++) {
            boolean active = false;
            for (int g = 0; g < cone.generators() && !active; g++) {
                active = cone.sign(g, i) > 0;
            }
            if (active && Arrays.binarySearch(undecided, i) < 0) {
                decided = decided.plus(problem.row(i).times(nu.get(i)));
            }
        }
        List<RationalVector> columns = new ArrayList<>();
        for (int i : undecided) {
            columns.add(problem.row(i).times(nu.get(i)));
        }
        RationalMatrix kinks = RationalMatrix.ofColumns(columns, problem.dimension());
        RationalMatrix weighted = kinks.transpose().times(problem.innerProduct().matrix());
        Optional<RationalVector> slopes = Elimination.solve(weighted.times(kinks), weighted.times(decided).opposite());
        if (slopes.isEmpty()) {
            return false;
        }
        List<Integer> indices = new ArrayList<>();
        List<Rational> values = new ArrayList<>();
        RationalVector w = decided;
        for (int k = 0; k < undecided.length; k++) {
            Rational slope = Floats.round(slopes.get().get(k), unit, 0);
            if (slope.isNegative() || slope.compareTo(Rationals.ONE) > 0) {
                return false;
            }
            if (!slope.isZero()) {
                indices.add(undecided[k]);
                values.add(slope);
                w = w.plus(columns.get(k).times(slope));
            }
        }
        // w is the relaxed function itself, so every generator's constraint is an equality.
        accept(cone, w, indices.isEmpty() ? Terms.NONE : new Terms(indices, RationalVector.of(values)));
        return true;
    }

    /** The undecided row, not among those left out, that the cone reaches furthest on both sides of; -1 if there is none. */
    private int widestRow(Cone cone, Set<Integer> leftOut) {
        int best = -1;
        double most = -1;
        FloatCone floats = floats(cone);
        for (int i : cone.undecided()) {
            if (leftOut.contains(i)) {
                continue;
            }
            double above = 0;
            double below = 0;
            for (double product : floats.values(functionals[i])) {
                above = Math.max(above, product);
                below = Math.max(below, -product);
            }
            double width = Math.min(above, below) * Math.abs(Floats.of(nu.get(i))) * (nu.sign(i) > 0 ? 4 : 1);
            if (width > most) {
                most = width;
                best = i;
            }
        }
        return best;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static double norm(double[] v) {
        return Math.sqrt(dot(v, v));
    }

    /**
     * Slopes rounded to so many bits.
     *
     * @param undecided the undecided rows with nu_i &lt; 0
     */
    private Slopes slopes(int[] undecided, double[] hints, double[] direction, int bits) {
        int[] rows = new int[undecided.length];
        long[] multiples = new long[undecided.length];
        int count = 0;
        double scale = 1L << bits;
        for (int i : undecided) {
            multiples[count] = Math.round(slope(i, hints[i], direction) * scale);
            rows[count] = i;
            count += multiples[count] != 0 ? 1 : 0;
        }
        return new Slopes(Arrays.copyOf(rows, count), Arrays.copyOf(multiples, count), bits);
    }

    /** Whether leaves have to be met exactly somewhere, so that tau is computed exactly before it is rounded. */
    private boolean isPrecise() {
        return exactLevel.isPresent() || isNear;
    }

    /** The majorant of given slopes on the cone that the solver has been turned to, with the fewest bits within the goal. */
    private Majorant majorant(Cell cell, FloatCone floats, Slopes slopes) {
        double[] tau = floats.tau(slopes);
        GeneratorBound.Fit fit = solver.fit(tau, !isPrecise());
        Optional<RationalVector> w = Optional.empty();
        // Where the least norm is too large by more than rounding, no majorant is within the goal.
        if (fit.bound() * fit.bound() <= goalFloat * (1 + FIT_DOUBT)) {
            for (double grid : grids(fit.bound())) {
                w = repair(cell, floats, slopes, tau, fit, grid, true);
                if (w.isPresent()) {
                    break;
                }
            }
        }
        return new Majorant(slopes, tau, fit, w);
    }

    private void accept(Cell cell, RationalVector w, Terms slopes) {
        accept(ShortLeaf.of(cell, w, slopes, w));
    }

    private void accept(TreeNode.GeneratorLeaf leaf) {
        RationalVector w = leaf.majorant();
        // Exactly only where doubles leave a doubt.
        if (compare(Floats.of(w), levelFloat) >= 0) {
            Rational squared = problem.innerProduct().squaredNorm(w);
            if (squared.compareTo(level) > 0) {
                level = squared;
                levelFloat = Floats.of(level);
            }
        }
        nodes.add(leaf);
    }

    private boolean withinGoal(RationalVector w) {
        return problem.innerProduct().squaredNorm(w).compareTo(goal) <= 0;
    }

    /** The same, exactly only where doubles leave a doubt. */
    private boolean withinGoal(double[] w) {
        int comparison = compare(w, goalFloat);
        return comparison < 0 || comparison == 0 && withinGoal(Floats.exact(w));
    }

    /** The sign of |w|^2 minus a squared level, in doubles; 0 also where they leave a doubt. */
    private int compare(double[] w, double squaredLevel) {
        double sum = 0;
        double size = squaredLevel;
        for (int j = 0; j < metric.length; j++) {
            for (int k = 0; k < metric.length; k++) {
                double part = w[j] * metric[j][k] * w[k];
                sum += part;
                size += Math.abs(part);
            }
        }
        double difference = sum - squaredLevel;
        return Math.abs(difference) <= DOUBT * size ? 0 : difference > 0 ? 1 : -1;
    }

    /** The hint, in [0,1]; without one, 1 or 0 by the sign at the direction; whatever a pure bias demands. */
    private double slope(int i, double hint, double[] direction) {
        if (pureBias != 0) {
            return Math.max(0, pureBias);
        }
        double value = Double.isNaN(hint) ? SearchTree.ConeLeaf.slope(functionals[i], direction) : hint;
        return Math.max(0, Math.min(1, value));
    }

    /**
     * The sign of the generator (0, ±1) where the bias is free and the cone has it, else 0. No w helps there: tau &lt;= 0 needs
     * slope 1, respectively 0, on every row with nu_i &lt; 0. A box of a face of the weights has no such generator.
     */
    private int pureBias(Cell cell) {
        if (problem.hasFreeBias() && cell instanceof Cone cone) {
            for (int k = 0; k < cone.generators(); k++) {
                RationalVector generator = cone.generator(k);
                int last = generator.size() - 1;
                if (IntStream.range(0, last).allMatch(j -> generator.sign(j) == 0)) {
                    return generator.sign(last);
                }
            }
        }
        return 0;
    }

    /**
     * Rounds a majorant to a grid and adds as little as it takes of the interior functional to satisfy every generator exactly.
     *
     * @param isBounded whether only a majorant within the goal is of use
     */
    private Optional<RationalVector> repair(Cell cell, FloatCone floats, Slopes slopes, double[] tau, GeneratorBound.Fit fit,
            double grid, boolean isBounded) {
        double[] rounded = new double[fit.w().length];
        Arrays.setAll(rounded, k -> Math.rint(fit.w()[k] / grid) * grid);
        FloatCone.Shortfall shortfall = floats.shortfall(functional(rounded), tau);
        double scale = shortfall.scale();
        double step = shortfall.most() > 0 ? shortfall.most() * (1 + 1e-9) + 1e-15 * scale : 0;
        for (int attempt = 0; attempt < REPAIRS; attempt++) {
            double[] candidate = rounded.clone();
            // whatever doubles make of it is the candidate
            double multiple = Math.ceil(step / grid) * grid;
            Arrays.setAll(candidate, k -> rounded[k] + multiple * interior[k]);
            if (isBounded && !withinGoal(candidate)) {
                // Every further step makes it longer.
                return Optional.empty();
            }
            if (isMajorant(cell, floats, candidate, slopes, tau)) {
                return Optional.of(Floats.exact(candidate));
            }
            step = Math.max(4 * step, 1e-15 * scale + Double.MIN_NORMAL);
        }
        return Optional.empty();
    }

    /** The same for a vector of doubles, exactly only where these leave a doubt. */
    private boolean isMajorant(Cell cell, FloatCone floats, double[] w, Slopes slopes, double[] tau) {
        double size = 0;
        for (double[] row : product) {
            for (int k = 0; k < w.length; k++) {
                size += Math.abs(row[k] * w[k]);
            }
        }
        return floats.isSurelyMajorant(functional(w), size, tau, termSize) || isMajorant(cell, Floats.exact(w), slopes.terms());
    }

    /** M w. */
    private double[] functional(double[] w) {
        double[] functional = new double[w.length];
        for (int k = 0; k < w.length; k++) {
            functional[k] = dot(product[k], w);
        }
        return functional;
    }

    private Terms slopesOf(Cone cone, TightAtom atom) {
        List<Integer> indices = new ArrayList<>();
        List<Rational> values = new ArrayList<>();
        for (int i : cone.undecided()) {
            if (nu.sign(i) < 0 && !atom.slopes()[i].isZero()) {
                indices.add(i);
                values.add(atom.slopes()[i]);
            }
        }
        return indices.isEmpty() ? Terms.NONE : new Terms(indices, RationalVector.of(values));
    }

    /** The least-norm w with equality at the active generators, exactly. */
    private Optional<RationalVector> stationary(Cone cone, RationalVector tau, int[] active) {
        int size = problem.metric().rows();
        List<RationalVector> penalised = new ArrayList<>();
        Rational[] right = new Rational[active.length];
        for (int a = 0; a < active.length; a++) {
            Rational[] entries = Arrays.copyOf(cone.generator(active[a]).toArray(), size);
            penalised.add(RationalVector.of(entries));
            right[a] = tau.get(active[a]);
        }
        RationalMatrix directions = RationalMatrix.ofColumns(penalised, size);
        RationalMatrix gram = directions.transpose().times(problem.metric()).times(directions);
        return Elimination.solve(gram, RationalVector.of(right)).map(directions::times)
                .map(w -> problem.hasFreeBias() ? w.append(Rationals.ZERO) : w);
    }
}
