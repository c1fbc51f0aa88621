package org.relucert.checker;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.TreeNode;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * The tree check on integers over common denominators. Decides exactly what {@link ReferenceTreeCheck} decides, with the work
 * shared along the path: sums over rows of known sign, generators and their products with the rows.
 */
final class FastTreeCheck extends TreeCheck {

    private static final RationalVector ONE = RationalVector.of(1);
    /** Nodes of a subtree that is worth a task. */
    private static final int SUBTREE = 16;

    private final Problem problem;
    private final int n;
    private final int dimension;
    private final RationalVector nu;
    private final Rational levelSquared;
    private final RationalVector[] terms;
    private Rational unit;
    private BigInteger unitNumerator;
    private BigInteger unitDenominator;
    private List<Rational> norms;
    private boolean[] normChecked;
    private ConeRows coneRows;
    private final Branches branches;
    private NodesAhead ahead;

    FastTreeCheck(Problem problem, RationalVector nu, Rational levelSquared) {
        this.problem = problem;
        this.n = problem.rows();
        this.dimension = problem.dimension();
        this.nu = nu;
        this.levelSquared = levelSquared;
        this.terms = new RationalVector[n];
        for (int i = 0; i < n; i++) {
            terms[i] = problem.row(i).times(nu.get(i));
        }
        this.branches = new Branches();
    }

    /** The check of a subtree that another check has come to. */
    private FastTreeCheck(FastTreeCheck whole, List<TreeNode> subtree) {
        this.problem = whole.problem;
        this.n = whole.n;
        this.dimension = whole.dimension;
        this.nu = whole.nu;
        this.levelSquared = whole.levelSquared;
        this.terms = whole.terms;
        this.unit = whole.unit;
        this.unitNumerator = whole.unitNumerator;
        this.unitDenominator = whole.unitDenominator;
        this.norms = whole.norms;
        // Shared between threads: an entry is only ever set, after its norm was found right; who misses that checks again.
        this.normChecked = whole.normChecked;
        this.coneRows = whole.coneRows;
        this.branches = null;
        continueFrom(whole, subtree);
    }

    @Override
    Problem problem() {
        return problem;
    }

    @Override
    void begin(ProofTree tree) {
        unit = tree.unit();
        unitNumerator = Rationals.numerator(unit);
        unitDenominator = Rationals.denominator(unit);
        norms = tree.norms();
        coneRows = tree.root() == ProofTree.Root.ORTHANTS ? ConeRows.of(problem, nu) : null;
        normChecked = new boolean[n];
        Obligation.DF_2.require(norms.isEmpty() || norms.size() == n, "%s: norms has %d entries, expected none or %d",
                here(), norms.size(), n);
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

    @Override
    void close() {
        branches.close();
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
                return part.findings();
            });
            skip(subtree.get().size());
        }
    }

    // ---- trees over the whole space: chord leaves

    /** The path to a node: its rows, the known signs, the bounds, and the sum of nu_i x_i over the rows known positive. */
    private record Path(List<RationalVector> rows, int[] signs, Rational[] upper, Rational[] lower, RationalVector active) {

        Path child(RationalVector row, int decided, int sign, RationalVector term) {
            List<RationalVector> grown = new ArrayList<>(rows);
            grown.add(row);
            int[] childSigns = signs;
            if (decided >= 0) {
                childSigns = signs.clone();
                childSigns[decided] = sign;
            }
            return new Path(grown, childSigns, upper, lower, decided >= 0 && sign > 0 ? active.plus(term) : active);
        }
    }

    @Override
    void space() {
        walk(new Path(List.of(), new int[n], new Rational[n], new Rational[n], RationalVector.zero(dimension)),
                FastTreeCheck::visitSpace);
    }

    private void visitSpace(Path entered, Deque<Path> open) {
        TreeNode node = next(entered.rows.size());
        if (node instanceof TreeNode.Split split) {
            Path path = withFacts(entered, split.bounds(), split.implied());
            RationalVector row = splittingRow(split);
            int decided = split.normal().isEmpty() ? split.row() : -1;
            if (decided >= 0) {
                Obligation.DF_2.require(isPositive(decided) && path.signs[decided] == 0,
                        "%s: row %d cannot be split, its term is not convex or its sign is known", here(), decided);
            }
            RationalVector term = decided >= 0 ? terms[decided] : null;
            open.push(path.child(row.opposite(), decided, -1, term));
            open.push(path.child(row, decided, 1, term));
        } else if (node instanceof TreeNode.ChordLeaf leaf) {
            chordLeaf(withFacts(entered, leaf.bounds(), leaf.implied()), leaf);
        } else {
            throw new Rejection(Obligation.DF_2, here() + ": a leaf by generators in a tree without generators");
        }
    }

    private Path withFacts(Path path, List<TreeNode.RowBound> bounds, List<TreeNode.ImpliedSign> implied) {
        if (bounds.isEmpty() && implied.isEmpty()) {
            return path;
        }
        int[] signs = path.signs.clone();
        RationalVector active = path.active;
        for (TreeNode.ImpliedSign sign : implied) {
            int i = sign.row();
            Obligation.DF_3.require(i < n, "%s: there is no row %d", here(), i);
            RationalVector.Sum sum = new RationalVector.Sum(dimension);
            sum.add(problem.row(i), sign.nonNegative() ? BigInteger.ONE.negate() : BigInteger.ONE, BigInteger.ONE);
            combine(sum, path.rows, sign.multipliers(), Obligation.DF_3);
            Obligation.DF_3.require(sum.value().isZero(), "%s: the sign of row %d does not follow", here(), i);
            if (signs[i] == 0) {
                signs[i] = sign.nonNegative() ? 1 : -1;
                if (sign.nonNegative() && isPositive(i)) {
                    active = active.plus(terms[i]);
                }
            }
        }
        Rational[] upper = path.upper.clone();
        Rational[] lower = path.lower.clone();
        for (TreeNode.RowBound bound : bounds) {
            int i = bound.row();
            Obligation.LF_2.require(i < n, "%s: there is no row %d", here(), i);
            Obligation.LF_1.require(!bound.value().isZero(), "%s: the bound of row %d is zero", here(), i);
            boolean above = bound.value().isPositive();
            RationalVector.Sum sum = new RationalVector.Sum(dimension);
            sum.add(problem.row(i), above ? BigInteger.ONE : BigInteger.ONE.negate(), BigInteger.ONE);
            combine(sum, path.rows, bound.multipliers(), Obligation.LF_2);
            RationalVector value = sum.value();
            requirePenalised(value);
            if (!problem.innerProduct().isNormAtMost(value, bound.value())) {
                throw new Rejection(Obligation.LF_2, here() + ": bound " + Rationals.text(bound.value()) + " of row " + i
                        + ", but the squared norm is " + Rationals.text(problem.innerProduct().squaredNorm(value)));
            }
            (above ? upper : lower)[i] = bound.value();
        }
        return new Path(path.rows, signs, upper, lower, active);
    }

    /** Adds sum mu_k r_k over rows of the path. */
    private void combine(RationalVector.Sum sum, List<RationalVector> rows, Terms multipliers, Obligation obligation) {
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
        RationalVector.Sum sum = new RationalVector.Sum(dimension);
        sum.add(path.active);
        combine(sum, path.rows, leaf.lambda(), Obligation.LF_1);
        for (int t = 0; t < slopes.indices().size(); t++) {
            sum.add(terms[slopes.indices().get(t)], slopes.values().numerator(t), slopes.values().denominator());
        }
        RationalVector.Sum constant = new RationalVector.Sum(1);
        boolean undecided = false;
        for (int i = 0; i < n; i++) {
            if (path.signs[i] != 0 || !isPositive(i)) {
                continue;
            }
            undecided = true;
            Rational h = path.upper[i] != null ? path.upper[i] : norm(i);
            Rational l = path.lower[i] != null ? path.lower[i] : norm(i).opposite();
            Chord chord = Chord.of(l, h, unitNumerator, unitDenominator);
            constant.add(ONE, chord.constant().multiply(nu.numerator(i)), chord.denominator().multiply(nu.denominator()));
            sum.add(terms[i], chord.slope(), unitDenominator);
        }
        Rational kappa = constant.value().get(0);
        RationalVector v = sum.value();
        requirePenalised(v);
        Rational squared = problem.innerProduct().squaredNorm(v);
        if (!undecided) {
            Obligation.LF_4.require(squared.compareTo(levelSquared) <= 0, "%s: |v|^2 = %s exceeds levelSquared = %s", here(),
                    Rationals.text(squared), Rationals.text(levelSquared));
            if (squared.equals(levelSquared)) {
                reached(Optional.of(v));
            }
            if (isCandidate(squared)) {
                candidate(v);
                for (int i = 0; i < n; i++) {
                    if (path.signs[i] == 0 && !problem.row(i).isZero()) {
                        candidateRow(i, nu.get(i));
                    }
                }
            }
            return;
        }
        Obligation.LF_4.require(leaf.rho().isPresent(), "%s: rho is missing", here());
        Rational rho = leaf.rho().orElseThrow();
        if (rho.isNegative() || squared.compareTo(Rationals.square(rho)) > 0) {
            throw new Rejection(Obligation.LF_4, here() + ": rho = " + Rationals.text(rho) + ", but |v|^2 = "
                    + Rationals.text(squared));
        }
        Rational bound = Rationals.square(rho.plus(kappa));
        if (bound.compareTo(levelSquared) > 0) {
            throw new Rejection(Obligation.LF_4, here() + ": (rho + kappa)^2 = " + Rationals.text(bound)
                    + " exceeds levelSquared = " + Rationals.text(levelSquared));
        }
        if (bound.equals(levelSquared)) {
            reached(Optional.empty());
        }
        Obligation.STR_1.require(!isCandidate(bound), "%s is not inactive, with rows undecided", here());
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

    // ---- trees over orthants: leaves by generators

    @Override
    void orthant(int number) {
        walk(Cone.orthant(coneRows, number), FastTreeCheck::visitOrthant);
    }

    private void visitOrthant(Cone cone, Deque<Cone> open) {
        TreeNode node = next(cone.splits());
        if (node instanceof TreeNode.Split split) {
            Obligation.SX_1.require(split.bounds().isEmpty() && split.implied().isEmpty(),
                    "%s: bounds and implied signs have no use here", here());
            RationalVector row = splittingRow(split);
            Cone.Halves halves = split.normal().isEmpty() ? cone.split(split.row())
                    : cone.split(problem.innerProduct().functional(row));
            Obligation.SX_1.require(halves != null, "%s: the split does not cut the cone", here());
            open.push(halves.nonPositive());
            open.push(halves.nonNegative());
        } else if (node instanceof TreeNode.GeneratorLeaf leaf) {
            generatorLeaf(cone, leaf);
        } else {
            throw new Rejection(Obligation.DF_2, here() + ": a chord leaf in a tree over orthants");
        }
    }

    private void generatorLeaf(Cone cone, TreeNode.GeneratorLeaf leaf) {
        RationalVector w = leaf.majorant();
        Obligation.SX_3.require(w.size() == dimension, "%s: w has %d entries, expected %d", here(), w.size(), dimension);
        if (leaf.signs().isPresent() && leaf.signs().get().size() != dimension) {
            throw new Rejection(Obligation.SX_2, here() + ": u has " + leaf.signs().get().size() + " entries, expected "
                    + dimension);
        }
        Terms slopes = leaf.slopes();
        checkSlopes(slopes, Obligation.SX_2);
        for (int i : slopes.indices()) {
            if (!cone.isUndecided(i)) {
                throw new Rejection(Obligation.SX_2, here() + ": the sign of row " + i + " is decided");
            }
        }
        requirePenalised(w);
        RationalVector functional = problem.innerProduct().functional(w);
        int violated = cone.violatedGenerator(functional, slopes.indices(), slopes.values(), leaf.signs());
        Obligation.SX_3.require(violated < 0, "%s: <w,g> is smaller than tau at generator %s", here(),
                violated < 0 ? "" : cone.generator(violated));
        Rational squared = functional.dot(w);
        if (squared.compareTo(levelSquared) > 0) {
            throw new Rejection(Obligation.SX_3, String.format("%s: |w|^2 = %s exceeds levelSquared = %s", here(),
                    Rationals.text(squared), Rationals.text(levelSquared)));
        }
        if (squared.equals(levelSquared)) {
            reached(Optional.of(w));
        }
        if (isCandidate(squared)) {
            candidate(w);
            for (int i : cone.undecided()) {
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
            Obligation.DF_2.require(split.row() < n, "%s: there is no row %d", here(), split.row());
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

    private void requirePenalised(RationalVector v) {
        if (problem.hasFreeBias() && v.sign(dimension - 1) != 0) {
            throw new Rejection(Obligation.LF_5, here() + ": the bias component is " + Rationals.text(v.get(dimension - 1)));
        }
    }
}
