package org.relucert.checker;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Basis;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.TreeNode;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.Combination.Scaled;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * The tree check on integers over common denominators. Decides exactly what {@link ReferenceTreeCheck} decides, with the work
 * shared along the path: sums over rows of known sign, generators and their products with the rows.
 */
final class FastTreeCheck extends TreeCheck {

    private static final RationalVector UNIT_VECTOR = RationalVector.of(1);
    private static final Scaled ONE = Scaled.of(UNIT_VECTOR);
    /** Denominators of units in the constant of a chord: of its slope and of both bounds. */
    private static final int CHORD_UNITS = 3;
    /** Nodes of a subtree that is worth a task. */
    private static final int SUBTREE = 8;

    /** That of the certificate. */
    private final Problem whole;
    private final int n;
    private ProofTree.Root root;
    private Basis basis;
    /** The same, or the one in the coordinates of the basis. */
    private Problem problem;
    private int dimension;
    /** That of the certificate for this side. */
    private final RationalVector given;
    /** The same, or that of the merged rows. */
    private RationalVector nu;
    private EqualRows equal;
    private final Rational levelSquared;
    private final BigInteger levelNumerator;
    private final BigInteger levelDenominator;
    /** x_i, all over one denominator, and nu_i x_i over another; only for the whole space. */
    private Scaled[] scaled;
    private Scaled[] terms;
    private boolean euclidean;
    private BigInteger unitNumerator;
    private BigInteger unitDenominator;
    private List<Rational> norms;
    private boolean[] normChecked;
    private ConeRows coneRows;
    private Cone.Orthants orthants;
    private CubeRows cubeRows;
    private QuadraticForm.Rows functionals;
    private final Branches branches;
    /** The check of the other side, which came first, or null. */
    private final FastTreeCheck other;
    private NodesAhead ahead;

    FastTreeCheck(Problem problem, RationalVector nu, Rational levelSquared, Branches branches) {
        this(problem, nu, levelSquared, branches, null);
    }

    private FastTreeCheck(Problem whole, RationalVector nu, Rational levelSquared, Branches branches, FastTreeCheck other) {
        this.whole = whole;
        this.n = whole.rows();
        this.given = nu;
        this.levelSquared = levelSquared;
        this.levelNumerator = Rationals.numerator(levelSquared);
        this.levelDenominator = Rationals.denominator(levelSquared);
        this.branches = branches;
        this.other = other;
    }

    /** The check of the other side, with what both have in common. */
    FastTreeCheck opposite() {
        return new FastTreeCheck(whole, given.opposite(), levelSquared, branches, this);
    }

    /** The check of a subtree that another check has come to. */
    private FastTreeCheck(FastTreeCheck whole, List<TreeNode> subtree) {
        this.whole = whole.whole;
        this.n = whole.n;
        this.problem = whole.problem;
        this.dimension = whole.dimension;
        this.given = whole.given;
        this.nu = whole.nu;
        this.equal = whole.equal;
        this.levelSquared = whole.levelSquared;
        this.levelNumerator = whole.levelNumerator;
        this.levelDenominator = whole.levelDenominator;
        this.scaled = whole.scaled;
        this.terms = whole.terms;
        this.euclidean = whole.euclidean;
        this.unitNumerator = whole.unitNumerator;
        this.unitDenominator = whole.unitDenominator;
        this.norms = whole.norms;
        // Shared between threads: an entry is only ever set, after its norm was found right; who misses that checks again.
        this.normChecked = whole.normChecked;
        this.functionals = whole.functionals;
        this.branches = null;
        this.other = null;
        continueFrom(whole, subtree);
    }

    @Override
    int rows() {
        return n;
    }

    @Override
    int dimension() {
        return dimension;
    }

    @Override
    void begin(ProofTree tree) {
        unitNumerator = Rationals.numerator(tree.unit());
        unitDenominator = Rationals.denominator(tree.unit());
        norms = tree.norms();
        root = tree.root();
        boolean space = root == ProofTree.Root.SPACE;
        basis = tree.basis();
        boolean sameBasis = other != null && basis.equals(other.basis);
        problem = basis.isNone() ? whole : sameBasis ? other.problem : ReducedProblem.of(whole, basis).problem();
        dimension = problem.dimension();
        euclidean = problem.innerProduct().matrix().equals(RationalMatrix.identity(dimension));
        equal = tree.merged() ? EqualRows.of(problem) : EqualRows.none(problem);
        nu = equal.merged(given);
        boolean shares = sameBasis && other.root == root && other.equal.any() == equal.any();
        coneRows = space ? null : shares ? other.coneRows.opposite()
                : root == ProofTree.Root.ORTHANTS ? ConeRows.ofShort(problem, nu, equal) : ConeRows.of(problem, nu, equal);
        functionals = space ? QuadraticForm.Rows.of(problem) : null;
        if (space) {
            scaleRows();
        }
        normChecked = new boolean[n];
        Obligation.DF_2.require(norms.isEmpty() || norms.size() == n, "%s: norms has %d entries, expected none or %d",
                here(), norms.size(), n);
    }

    private void scaleRows() {
        BigInteger common = problem.inputs().denominator();
        BigInteger both = common.multiply(nu.denominator());
        scaled = new Scaled[n];
        terms = new Scaled[n];
        for (int i = 0; i < n; i++) {
            scaled[i] = Scaled.of(problem.row(i), common);
            terms[i] = Scaled.of(problem.row(i).times(nu.get(i)), both);
        }
    }

    @Override
    Supplier<Optional<TreeNode>> ahead(Supplier<Optional<TreeNode>> source) {
        ahead = new NodesAhead(source);
        return ahead::next;
    }

    @Override
    Findings findings() {
        return branches == null ? super.findings() : branches.own();
    }

    @Override
    Findings settle() {
        return branches.settle();
    }

    /** What to do at a node with the path or cone that leads to it; pushes those of the children. */
    private interface Visit<S> {
        void visit(FastTreeCheck check, S state, Deque<S> open);
    }

    /** Visits all nodes below a root; subtrees of some size beside the walk. */
    private <S> void walk(S root, Visit<S> visit) {
        // A stack of its own: the deepest tree that is allowed would overflow the thread's.
        Deque<S> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            S state = open.pop();
            Optional<List<TreeNode>> subtree = branches == null ? Optional.empty() : ahead.subtree(SUBTREE);
            if (subtree.isEmpty()) {
                visit.visit(this, state, open);
                continue;
            }
            FastTreeCheck part = new FastTreeCheck(this, subtree.get());
            branches.run(() -> {
                part.walk(state, visit);
                part.end();
                return part.findings();
            });
            skip(subtree.get().size());
        }
    }

    // ---- trees over the whole space: chord leaves

    /**
     * The path to a node.
     *
     * @param rows its rows
     * @param signs the known signs of data rows
     * @param upper bounds, null where there are none
     * @param lower the same
     * @param chords those over these bounds, null where they have not been asked for; the only thing that changes, and both
     *     threads would put the same
     */
    private record Path(List<Scaled> rows, int[] signs, Rational[] upper, Rational[] lower, Chord[] chords) {

        Path child(Scaled row, int decided, int sign) {
            List<Scaled> grown = new ArrayList<>(rows);
            grown.add(row);
            int[] childSigns = signs;
            if (decided >= 0) {
                childSigns = signs.clone();
                childSigns[decided] = sign;
            }
            return new Path(grown, childSigns, upper, lower, chords);
        }
    }

    @Override
    void space() {
        walk(new Path(List.of(), new int[n], new Rational[n], new Rational[n], new Chord[n]), FastTreeCheck::visitSpace);
    }

    private void visitSpace(Path entered, Deque<Path> open) {
        TreeNode node = nextOfSpace(entered.rows.size());
        if (node instanceof TreeNode.Split split) {
            Path path = withFacts(entered, split.bounds(), split.implied());
            RationalVector row = splittingRow(split);
            int decided = split.normal().isEmpty() ? split.row() : -1;
            if (decided >= 0) {
                Obligation.DF_2.require(isPositive(decided) && path.signs[decided] == 0,
                        "%s: row %d cannot be split, its term is not convex or its sign is known", here(), decided);
            }
            Scaled positive = decided >= 0 ? scaled[decided] : Scaled.of(row);
            open.push(path.child(positive.opposite(), decided, -1));
            open.push(path.child(positive, decided, 1));
        } else if (node instanceof TreeNode.ChordLeaf leaf) {
            chordLeaf(withFacts(entered, leaf.bounds(), leaf.implied()), leaf);
        } else if (node instanceof TreeNode.QuadraticLeaf leaf) {
            quadraticLeaf(withFacts(entered, leaf.bounds(), leaf.implied()), leaf);
        } else {
            throw new Rejection(Obligation.DF_2, here() + ": a leaf by generators, or a cut, in a tree without generators");
        }
    }

    private Path withFacts(Path path, List<TreeNode.RowBound> bounds, List<TreeNode.ImpliedSign> implied) {
        if (bounds.isEmpty() && implied.isEmpty()) {
            return path;
        }
        int[] signs = path.signs.clone();
        for (TreeNode.ImpliedSign sign : implied) {
            int i = sign.row();
            Obligation.DF_3.require(i < n, "%s: there is no row %d", here(), i);
            Combination sum = combination(i, !sign.nonNegative(), path.rows, sign.multipliers(), Obligation.DF_3);
            Obligation.DF_3.require(sum.value().isZero(), "%s: the sign of row %d does not follow", here(), i);
            if (signs[i] == 0) {
                signs[i] = sign.nonNegative() ? 1 : -1;
            }
        }
        Rational[] upper = path.upper.clone();
        Rational[] lower = path.lower.clone();
        Chord[] chords = path.chords.clone();
        for (TreeNode.RowBound bound : bounds) {
            int i = bound.row();
            Obligation.LF_2.require(i < n, "%s: there is no row %d", here(), i);
            Obligation.LF_1.require(!bound.value().isZero(), "%s: the bound of row %d is zero", here(), i);
            boolean above = bound.value().isPositive();
            Combination sum = combination(i, above, path.rows, bound.multipliers(), Obligation.LF_2);
            requirePenalised(sum);
            BigInteger p = Rationals.numerator(bound.value());
            BigInteger q = Rationals.denominator(bound.value());
            if (compareSquaredNorm(sum, p, q) > 0) {
                throw new Rejection(Obligation.LF_2, here() + ": bound " + Rationals.text(bound.value()) + " of row " + i
                        + ", but the squared norm is " + Rationals.text(problem.innerProduct().squaredNorm(sum.value())));
            }
            (above ? upper : lower)[i] = bound.value();
            chords[i] = null;
        }
        return new Path(path.rows, signs, upper, lower, chords);
    }

    /** x_i or -x_i plus sum mu_k r_k over rows of the path. */
    private Combination combination(int i, boolean positive, List<Scaled> rows, Terms multipliers, Obligation obligation) {
        BigInteger q = multipliers.values().denominator();
        Combination sum = new Combination(dimension, scaled[i].denominator().multiply(q));
        sum.add(scaled[i], positive ? BigInteger.ONE : BigInteger.ONE.negate(), BigInteger.ONE);
        combine(sum, rows, multipliers, obligation);
        return sum;
    }

    /** -1, 0 or 1: how the squared norm of a sum compares with (p/q)^2. */
    private int compareSquaredNorm(Combination sum, BigInteger p, BigInteger q) {
        if (!euclidean) {
            return problem.innerProduct().compareSquaredNorm(sum.value(), p.multiply(p), q.multiply(q));
        }
        IntegerVector v = sum.numerators();
        BigInteger left = v.dot(v).toBigInteger().multiply(q.multiply(q));
        BigInteger right = p.multiply(sum.denominator());
        return left.compareTo(right.multiply(right));
    }

    /** Adds sum mu_k r_k over rows of the path. */
    private void combine(Combination sum, List<Scaled> rows, Terms multipliers, Obligation obligation) {
        RationalVector values = multipliers.values();
        for (int t = 0; t < values.size(); t++) {
            int k = multipliers.indices().get(t);
            if (k >= rows.size()) {
                throw new Rejection(obligation, here() + ": there is no row " + k + " on the path");
            }
            if (values.sign(t) < 0) {
                throw new Rejection(obligation, here() + ": multiplier " + Rationals.text(values.get(t)) + " of path row " + k
                        + " is negative");
            }
            sum.add(rows.get(k), values.numerator(t), values.denominator());
        }
    }

    private void chordLeaf(Path path, TreeNode.ChordLeaf leaf) {
        Terms slopes = leaf.slopes();
        checkSlopes(slopes, Obligation.LF_1);
        BigInteger common = nu.denominator().multiply(problem.inputs().denominator());
        Combination sum = new Combination(dimension,
                common.multiply(Rationals.lcm(unitDenominator, Rationals.lcm(leaf.lambda().values().denominator(), slopes.values().denominator()))));
        combine(sum, path.rows, leaf.lambda(), Obligation.LF_1);
        for (int t = 0; t < slopes.indices().size(); t++) {
            sum.add(terms[slopes.indices().get(t)], slopes.values().numerator(t), slopes.values().denominator());
        }
        Combination constant = new Combination(1, unitDenominator.pow(CHORD_UNITS).multiply(nu.denominator()));
        boolean undecided = false;
        for (int i = 0; i < n; i++) {
            if (!isPositive(i) || path.signs[i] < 0) {
                continue;
            }
            if (path.signs[i] > 0) {
                sum.add(terms[i], BigInteger.ONE, BigInteger.ONE);
                continue;
            }
            undecided = true;
            Chord chord = chord(path, i);
            constant.add(ONE, chord.constant().multiply(nu.numerator(i)), chord.denominator().multiply(nu.denominator()));
            sum.add(terms[i], chord.slope(), unitDenominator);
        }
        requirePenalised(sum);
        if (!undecided) {
            decidedLeaf(path, sum.value());
            return;
        }
        Obligation.LF_4.require(leaf.rho().isPresent(), "%s: rho is missing", here());
        Rational rho = leaf.rho().orElseThrow();
        BigInteger p = Rationals.numerator(rho);
        BigInteger q = Rationals.denominator(rho);
        if (p.signum() < 0 || compareSquaredNorm(sum, p, q) > 0) {
            throw new Rejection(Obligation.LF_4, here() + ": rho = " + Rationals.text(rho) + ", but |v|^2 = "
                    + Rationals.text(problem.innerProduct().squaredNorm(sum.value())));
        }
        // (rho + kappa)^2 against the level, and the level of candidates, over one denominator
        BigInteger reached = p.multiply(constant.denominator()).add(constant.numerators().get(0).multiply(q));
        BigInteger over = q.multiply(constant.denominator());
        BigInteger left = reached.multiply(reached).multiply(levelDenominator);
        int order = left.compareTo(over.multiply(over).multiply(levelNumerator));
        if (order > 0) {
            throw new Rejection(Obligation.LF_4, here() + ": (rho + kappa)^2 = "
                    + Rationals.text(Rationals.square(Rationals.of(reached, over))) + " exceeds levelSquared = "
                    + Rationals.text(levelSquared));
        }
        if (order == 0) {
            reached(Optional.empty());
        }
        if (collectsCandidates()) {
            Obligation.STR_1.require(!isCandidate(Rationals.square(Rationals.of(reached, over))),
                    "%s is not inactive, with rows undecided", here());
        }
    }

    /** A chord leaf where every sign is known: h is linear there. */
    private void decidedLeaf(Path path, RationalVector v) {
        int order = problem.innerProduct().compareSquaredNorm(v, levelNumerator, levelDenominator);
        if (order > 0) {
            throw new Rejection(Obligation.LF_4, here() + ": |v|^2 = " + Rationals.text(problem.innerProduct().squaredNorm(v))
                    + " exceeds levelSquared = " + Rationals.text(levelSquared));
        }
        if (order == 0) {
            reached(Optional.of(v));
        }
        if (collectsCandidates() && isCandidate(problem.innerProduct().squaredNorm(v))) {
            candidate(v);
            for (int i = 0; i < n; i++) {
                if (path.signs[i] == 0 && !problem.row(i).isZero()) {
                    candidateRow(i, nu.get(i));
                }
            }
        }
    }

    private Chord chord(Path path, int i) {
        if (path.chords[i] == null) {
            path.chords[i] = Chord.of(lower(path, i), upper(path, i), unitNumerator, unitDenominator);
        }
        return path.chords[i];
    }

    private Rational upper(Path path, int i) {
        return path.upper[i] != null ? path.upper[i] : norm(i);
    }

    private Rational lower(Path path, int i) {
        return path.lower[i] != null ? path.lower[i] : norm(i).opposite();
    }

    private void quadraticLeaf(Path path, TreeNode.QuadraticLeaf leaf) {
        Obligation.QL_1.require(!problem.hasFreeBias(), "%s: a quadratic leaf with a free bias", here());
        Obligation.QL_1.require(dimension <= QuadraticForm.MAX_DIMENSION, "%s: a quadratic leaf in dimension %d", here(),
                dimension);
        Rational mu = leaf.radius();
        Obligation.QL_1.require(!mu.isNegative(), "%s: mu = %s is negative", here(), Rationals.text(mu));
        Obligation.QL_1.require(leaf.signs().size() == dimension, "%s: u has %d entries, expected %d", here(),
                leaf.signs().size(), dimension);
        Terms slopes = leaf.slopes();
        checkSlopes(slopes, Obligation.QL_1);
        BigInteger common = nu.denominator().multiply(problem.inputs().denominator());
        Combination sum = new Combination(dimension,
                common.multiply(Rationals.lcm(BigInteger.TWO, Rationals.lcm(leaf.lambda().values().denominator(), slopes.values().denominator()))));
        combine(sum, path.rows, leaf.lambda(), Obligation.QL_1);
        QuadraticForm form = new QuadraticForm(functionals);
        BigInteger constant = majorants(path, leaf.curvatures(), sum, form);
        minorants(path, leaf, sum, form);
        Rational level = leaf.level();
        BigInteger p = Rationals.numerator(level);
        BigInteger q = Rationals.denominator(level);
        int order = p.multiply(p).multiply(levelDenominator).compareTo(q.multiply(q).multiply(levelNumerator));
        if (order > 0) {
            throw new Rejection(Obligation.QL_3, here() + ": h^2 = " + Rationals.text(p.multiply(p), q.multiply(q))
                    + " exceeds levelSquared = " + Rationals.text(levelSquared));
        }
        // H - e - mu
        RationalVector.Sum head = new RationalVector.Sum(1);
        head.add(UNIT_VECTOR, p, q);
        head.add(UNIT_VECTOR, Rationals.numerator(mu).negate(), Rationals.denominator(mu));
        head.add(UNIT_VECTOR, constant.multiply(unitNumerator).negate(), nu.denominator().multiply(unitDenominator));
        QuadraticForm.Answer answer = form.bounded(head.value().get(0), sum.value(), mu);
        Obligation.QL_1.require(answer != QuadraticForm.Answer.TOO_LONG, "%s: the numbers of the matrix are too long", here());
        Obligation.QL_2.require(answer == QuadraticForm.Answer.HOLDS, "%s: the matrix is not positive semidefinite", here());
        if (order == 0) {
            reached(Optional.empty());
        }
        Obligation.STR_1.require(!collectsCandidates() || !isCandidate(Rationals.square(level)),
                "%s is not inactive, and quadratic", here());
    }

    /** Adds the rows of P that are not nonpositive; returns e in units over the denominator of nu. */
    private BigInteger majorants(Path path, RationalVector curvatures, Combination sum, QuadraticForm form) {
        BigInteger constant = BigInteger.ZERO;
        BigInteger[] weights = new BigInteger[n];
        int undecided = 0;
        for (int i = 0; i < n; i++) {
            if (!isPositive(i) || path.signs[i] < 0) {
                continue;
            }
            if (path.signs[i] > 0) {
                sum.add(terms[i], BigInteger.ONE, BigInteger.ONE);
                continue;
            }
            if (undecided < curvatures.size()) {
                BigInteger a = curvatures.numerator(undecided);
                if (a.signum() <= 0) {
                    throw new Rejection(Obligation.QL_1, here() + ": curvature " + Rationals.text(curvatures.get(undecided))
                            + " of row " + i + " is not positive");
                }
                BigInteger e = Parabola.constant(a, curvatures.denominator(), unitNumerator, unitDenominator);
                constant = constant.add(e.multiply(nu.numerator(i)));
                weights[i] = a.multiply(nu.numerator(i));
                sum.add(terms[i], BigInteger.ONE, BigInteger.TWO);
            }
            undecided++;
        }
        Obligation.QL_1.require(undecided == curvatures.size(), "%s: a has %d entries, expected %d", here(), curvatures.size(),
                undecided);
        form.add(weights, curvatures.denominator().multiply(nu.denominator()));
        return constant;
    }

    /** Adds the rows with nu_i &lt; 0. */
    private void minorants(Path path, TreeNode.QuadraticLeaf leaf, Combination sum, QuadraticForm form) {
        RationalVector slopes = leaf.slopes().values();
        IntegerVector signs = IntegerVector.numerators(leaf.signs());
        BigInteger[] weights = new BigInteger[n];
        int t = 0;
        for (int i = 0; i < n; i++) {
            if (t < slopes.size() && leaf.slopes().indices().get(t) == i) {
                sum.add(terms[i], slopes.numerator(t), slopes.denominator());
                if (slopes.sign(t) > 0 && slopes.numerator(t).compareTo(slopes.denominator()) < 0) {
                    BigInteger c = Parabola.curvature(slopes.get(t), lower(path, i), upper(path, i), unitNumerator,
                            unitDenominator);
                    weights[i] = c.multiply(nu.numerator(i)).multiply(unitNumerator);
                }
                t++;
            } else if (nu.sign(i) < 0 && functionals.sign(i, signs) > 0) {
                sum.add(terms[i], BigInteger.ONE, BigInteger.ONE);
            }
        }
        form.add(weights, unitDenominator.multiply(nu.denominator()));
    }

    private Rational norm(int i) {
        if (problem.hasFreeBias() || norms.isEmpty()) {
            throw new Rejection(Obligation.LF_2, here() + ": row " + i + (problem.hasFreeBias()
                    ? " needs bounds, a free bias has no norm" : " has no bound"));
        }
        Rational b = norms.get(i);
        if (!normChecked[i]) {
            Rational squared = problem.innerProduct().squaredNorm(problem.row(i));
            Obligation.LF_2.require(b.isPositive() && squared.compareTo(Rationals.square(b)) <= 0,
                    "%s: norm %s of row %d, but |x|^2 = %s", here(), Rationals.text(b), i, Rationals.text(squared));
            normChecked[i] = true;
        }
        return b;
    }

    // ---- trees over orthants and cubes: leaves by generators

    @Override
    void orthant(int number) {
        if (orthants == null) {
            orthants = new Cone.Orthants(coneRows);
        }
        this.<Cell>walk(orthants.cone(number), FastTreeCheck::visitCell);
    }

    @Override
    void cube(RationalMatrix functionals, RationalMatrix edges) {
        cubeRows = new CubeRows(coneRows, functionals, edges);
    }

    @Override
    void face(int number) {
        this.<Cell>walk(Box.face(cubeRows, number).withMajorants(), FastTreeCheck::visitCell);
    }

    private void visitCell(Cell cell, Deque<Cell> open) {
        TreeNode node = next(cell.splits());
        if (node instanceof TreeNode.Cut cut) {
            Obligation.DF_2.require(cell instanceof Box, "%s: a cut of what is not a box", here());
            Box box = (Box) cell;
            Obligation.DF_2.require(box.hasAxis(cut.axis()), "%s: there is no coordinate %d on the face", here(), cut.axis());
            requireShort(cut);
            Box.Halves halves = box.cut(cut.axis(), cut.at());
            Obligation.SX_1.require(halves != null, "%s: the cut at %s is not inside the box", here(), Rationals.text(cut.at()));
            open.push(halves.nonPositive());
            open.push(halves.nonNegative());
        } else if (node instanceof TreeNode.Split split) {
            if (!split.bounds().isEmpty() || !split.implied().isEmpty()) {
                throw new Rejection(Obligation.SX_1, here() + ": bounds and implied signs have no use here");
            }
            RationalVector row = splittingRow(split);
            Cone cone = cell.cone();
            Cone.Halves halves;
            try {
                halves = split.normal().isEmpty() ? cone.split(split.row())
                        : cone.split(problem.innerProduct().functional(row));
            } catch (Cone.TooManyRays e) {
                throw new Rejection(Obligation.SX_1, here() + ": " + e.getMessage());
            }
            if (halves == null) {
                throw new Rejection(Obligation.SX_1, here() + ": the split does not cut the cone");
            }
            open.push(halves.nonPositive());
            open.push(halves.nonNegative());
        } else if (node instanceof TreeNode.GeneratorLeaf leaf) {
            generatorLeaf(cell, leaf);
        } else {
            throw new Rejection(Obligation.DF_2, here() + ": a chord leaf or a quadratic one in a tree by generators");
        }
    }

    private void generatorLeaf(Cell cell, TreeNode.GeneratorLeaf leaf) {
        RationalVector w = leaf.majorant();
        if (w.size() != dimension) {
            throw new Rejection(Obligation.SX_3, here() + ": w has " + w.size() + " entries, expected " + dimension);
        }
        if (leaf.signs().isPresent() && leaf.signs().get().size() != dimension) {
            throw new Rejection(Obligation.SX_2, here() + ": u has " + leaf.signs().get().size() + " entries, expected "
                    + dimension);
        }
        Terms slopes = leaf.slopes();
        checkSlopes(slopes, Obligation.SX_2);
        for (int i : slopes.indices()) {
            if (!cell.isUndecided(i)) {
                throw new Rejection(Obligation.SX_2, here() + ": the sign of row " + i + " is decided");
            }
        }
        requirePenalised(w);
        RationalVector functional = problem.innerProduct().functional(w);
        Optional<RationalVector> violated = cell.violated(functional, slopes.indices(), slopes.values(), leaf.signs());
        if (violated.isPresent()) {
            throw new Rejection(Obligation.SX_3, here() + ": <w,g> is smaller than tau at generator " + violated.get());
        }
        int order = problem.innerProduct().compareSquaredNorm(w, levelNumerator, levelDenominator);
        if (order > 0) {
            throw new Rejection(Obligation.SX_3, here() + ": |w|^2 = " + Rationals.text(functional.dot(w))
                    + " exceeds levelSquared = " + Rationals.text(levelSquared));
        }
        if (order == 0) {
            reached(Optional.of(w));
        }
        if (collectsCandidates() && isCandidate(functional.dot(w))) {
            candidate(w);
            for (int i : cell.undecided()) {
                candidateRow(i, nu.get(i));
            }
        }
    }

    // ---- shared

    private void checkSlopes(Terms slopes, Obligation obligation) {
        for (int t = 0; t < slopes.indices().size(); t++) {
            int i = slopes.indices().get(t);
            if (i >= n || nu.sign(i) >= 0) {
                throw new Rejection(obligation, here() + ": row " + i + " takes no slope");
            }
            RationalVector values = slopes.values();
            if (values.sign(t) < 0 || values.numerator(t).compareTo(values.denominator()) > 0) {
                throw new Rejection(obligation, here() + ": slope " + Rationals.text(values.get(t)) + " of row " + i
                        + " is not in [0,1]");
            }
        }
    }

    private RationalVector splittingRow(TreeNode.Split split) {
        if (split.normal().isEmpty()) {
            if (split.row() >= n) {
                throw new Rejection(Obligation.DF_2, here() + ": there is no row " + split.row());
            }
            if (equal.isMerged(split.row())) {
                throw new Rejection(Obligation.DF_4, here() + ": row " + split.row() + " is merged into an equal one");
            }
            return problem.row(split.row());
        }
        RationalVector normal = split.normal().get();
        Obligation.DF_2.require(normal.size() == dimension && !normal.isZero(),
                "%s: expected a nonzero hyperplane of %d entries", here(), dimension);
        return normal;
    }

    private boolean isPositive(int i) {
        return nu.sign(i) > 0 && !problem.row(i).isZero();
    }

    private void requirePenalised(Combination v) {
        if (problem.hasFreeBias() && v.sign(dimension - 1) != 0) {
            requirePenalised(v.value());
        }
    }

    private void requirePenalised(RationalVector v) {
        if (problem.hasFreeBias() && v.sign(dimension - 1) != 0) {
            throw new Rejection(Obligation.LF_5, here() + ": the bias component is " + Rationals.text(v.get(dimension - 1)));
        }
    }
}
