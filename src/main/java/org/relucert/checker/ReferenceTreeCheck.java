package org.relucert.checker;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jscience.mathematics.number.LargeInteger;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Basis;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.TreeNode;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * The tree check that reads like the mathematics: JScience rationals, nothing remembered that can be computed again. It is
 * the twin against which {@link FastTreeCheck} is tested, and shares no arithmetic with it; even adjacency of extreme rays is
 * decided another way, by the rank of the rows that vanish on both.
 */
final class ReferenceTreeCheck extends TreeCheck {

    private static final Rational ZERO = Rational.ZERO;
    private static final Rational ONE = Rational.ONE;

    private final Problem problem;
    private final int n;
    /** D, and rows and metric: of the problem, or in the coordinates of the basis. */
    private int dimension;
    private Rational[][] x;
    /** M x_i, so that &lt;x_i, u&gt;_M = mx[i] . u. */
    private Rational[][] mx;
    private Rational[][] metric;
    private final Rational[] nu;
    /** Whether an equal row stands for this one. */
    private final boolean[] merged;
    private final Rational levelSquared;
    private Rational unit;
    private List<Rational> norms;
    private RationalMatrix functionals;
    private RationalMatrix edges;

    /** A vertex of the path from the root: rows, signs of data rows, bounds; generators and the number of splits in orthant and cube trees. */
    private static final class Cone {
        final List<Rational[]> rows = new ArrayList<>();
        final Map<Integer, Integer> signs = new HashMap<>();
        final Map<Integer, Rational> upper = new HashMap<>();
        final Map<Integer, Rational> lower = new HashMap<>();
        List<Rational[]> generators = List.of();
        int splits;
        /** Generators of the cones that splits made, on the path to this one and with it. */
        int pathGenerators;
        /** The face that this is a box of, or -1. */
        int face = -1;

        Cone copy() {
            Cone copy = new Cone();
            copy.rows.addAll(rows);
            copy.signs.putAll(signs);
            copy.upper.putAll(upper);
            copy.lower.putAll(lower);
            copy.generators = generators;
            copy.splits = splits;
            copy.pathGenerators = pathGenerators;
            copy.face = face;
            return copy;
        }
    }

    ReferenceTreeCheck(Problem problem, RationalVector nu, Rational levelSquared) {
        this.problem = problem;
        this.n = problem.rows();
        this.dimension = problem.dimension();
        this.x = new Rational[n][];
        for (int i = 0; i < n; i++) {
            x[i] = problem.row(i).toArray();
        }
        this.metric = new Rational[dimension][];
        for (int k = 0; k < dimension; k++) {
            metric[k] = problem.innerProduct().matrix().row(k).toArray();
        }
        this.nu = nu.toArray();
        this.merged = new boolean[n];
        this.levelSquared = levelSquared;
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
        unit = tree.unit();
        norms = tree.norms();
        if (!tree.basis().isNone()) {
            reduce(tree.basis());
        }
        mx = new Rational[n][];
        for (int i = 0; i < n; i++) {
            mx[i] = functional(x[i]);
        }
        if (tree.merged()) {
            merge();
        }
        Obligation.DF_2.require(norms.isEmpty() || norms.size() == n, "%s: norms has %d entries, expected none or %d",
                here(), norms.size(), n);
    }

    /** DF-5: X = X_J A, X_J in place of X and A M A^T in place of M, a free bias apart. */
    private void reduce(Basis basis) {
        ReducedProblem.requireShape(problem, basis);
        List<Integer> columns = basis.columns();
        int size = columns.size();
        Rational[][] a = new Rational[size][dimension];
        for (int k = 0, other = 0; k < dimension; k++) {
            boolean isOther = !columns.contains(k);
            for (int s = 0; s < size; s++) {
                a[s][k] = isOther ? basis.others().get(other).get(s) : columns.get(s) == k ? ONE : ZERO;
            }
            other += isOther ? 1 : 0;
        }
        Rational[][] part = new Rational[n][size];
        for (int i = 0; i < n; i++) {
            Rational[] row = zero();
            for (int s = 0; s < size; s++) {
                part[i][s] = x[i][columns.get(s)];
                row = plus(row, times(part[i][s], a[s]));
            }
            for (int k = 0; k < dimension; k++) {
                Obligation.DF_5.require(row[k].equals(x[i][k]), "row %d has %s in coordinate %d, the basis says %s", i,
                        Rationals.text(x[i][k]), k, Rationals.text(row[k]));
            }
        }
        if (problem.hasFreeBias()) {
            // What other coordinates take from the bias comes back as bias, free of charge.
            a[size - 1] = zero();
            a[size - 1][dimension - 1] = ONE;
        }
        Rational[][] product = new Rational[size][size];
        for (int s = 0; s < size; s++) {
            Rational[] image = functional(a[s]);
            for (int t = 0; t < size; t++) {
                product[s][t] = dot(image, a[t]);
            }
        }
        x = part;
        metric = product;
        dimension = size;
    }

    /** DF-4: of equal rows the first stands for all. */
    private void merge() {
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                if (Arrays.equals(x[i], x[j])) {
                    nu[i] = nu[i].plus(nu[j]);
                    nu[j] = ZERO;
                    merged[j] = true;
                }
            }
        }
    }

    // ---- trees over the whole space: chord leaves (DF-2, DF-3, LF)

    @Override
    void space() {
        // A stack of its own: the deepest tree that is allowed would overflow the thread's.
        Deque<Cone> open = new ArrayDeque<>();
        open.push(new Cone());
        while (!open.isEmpty()) {
            visitSpace(open.pop(), open);
        }
    }

    private void visitSpace(Cone cone, Deque<Cone> open) {
        TreeNode node = nextOfSpace(cone.rows.size());
        if (node instanceof TreeNode.Split split) {
            facts(cone, split.bounds(), split.implied());
            Rational[] row = splittingRow(split);
            if (split.normal().isEmpty()) {
                Obligation.DF_2.require(isPositive(split.row()) && !cone.signs.containsKey(split.row()),
                        "%s: row %d cannot be split, its term is not convex or its sign is known", here(), split.row());
            }
            // The child with <r,u> >= 0 comes first, so it goes onto the stack last.
            for (int sign : new int[] {-1, 1}) {
                Cone child = cone.copy();
                child.rows.add(sign > 0 ? row : opposite(row));
                if (split.normal().isEmpty()) {
                    child.signs.put(split.row(), sign);
                }
                open.push(child);
            }
        } else if (node instanceof TreeNode.ChordLeaf leaf) {
            facts(cone, leaf.bounds(), leaf.implied());
            chordLeaf(cone, leaf);
        } else if (node instanceof TreeNode.QuadraticLeaf leaf) {
            facts(cone, leaf.bounds(), leaf.implied());
            quadraticLeaf(cone, leaf);
        } else {
            throw new Rejection(Obligation.DF_2, here() + ": a leaf by generators, or a cut, in a tree without generators");
        }
    }

    private void facts(Cone cone, List<TreeNode.RowBound> bounds, List<TreeNode.ImpliedSign> implied) {
        for (TreeNode.ImpliedSign sign : implied) {
            int i = sign.row();
            Obligation.DF_3.require(i < n, "%s: there is no row %d", here(), i);
            Rational[] sum = sign.nonNegative() ? opposite(x[i]) : x[i];
            sum = plus(sum, combination(cone, sign.multipliers(), Obligation.DF_3));
            Obligation.DF_3.require(isZero(sum), "%s: the sign of row %d does not follow", here(), i);
            cone.signs.putIfAbsent(i, sign.nonNegative() ? 1 : -1);
        }
        for (TreeNode.RowBound bound : bounds) {
            int i = bound.row();
            Obligation.LF_2.require(i < n, "%s: there is no row %d", here(), i);
            Obligation.LF_1.require(!bound.value().isZero(), "%s: the bound of row %d is zero", here(), i);
            boolean above = bound.value().isPositive();
            Rational[] sum = above ? x[i] : opposite(x[i]);
            sum = plus(sum, combination(cone, bound.multipliers(), Obligation.LF_2));
            requirePenalised(sum);
            Obligation.LF_2.require(squaredNorm(sum).compareTo(bound.value().times(bound.value())) <= 0,
                    "%s: bound %s of row %d, but the squared norm is %s", here(), Rationals.text(bound.value()), i,
                    Rationals.text(squaredNorm(sum)));
            (above ? cone.upper : cone.lower).put(i, bound.value());
        }
    }

    /** sum mu_k r_k with mu >= 0. */
    private Rational[] combination(Cone cone, Terms terms, Obligation obligation) {
        Rational[] sum = zero();
        for (int t = 0; t < terms.indices().size(); t++) {
            int k = terms.indices().get(t);
            Rational multiplier = terms.values().get(t);
            obligation.require(k < cone.rows.size(), "%s: there is no row %d on the path", here(), k);
            obligation.require(!multiplier.isNegative(), "%s: multiplier %s of path row %d is negative", here(),
                    Rationals.text(multiplier), k);
            sum = plus(sum, times(multiplier, cone.rows.get(k)));
        }
        return sum;
    }

    private void chordLeaf(Cone cone, TreeNode.ChordLeaf leaf) {
        Rational[] slopes = slopes(leaf.slopes(), Obligation.LF_1);
        Rational[] v = combination(cone, leaf.lambda(), Obligation.LF_1);
        Rational kappa = ZERO;
        boolean undecided = false;
        for (int i = 0; i < n; i++) {
            if (nu[i].isNegative()) {
                v = plus(v, times(slopes[i].times(nu[i]), x[i]));
            } else if (isPositive(i)) {
                Integer sign = cone.signs.get(i);
                if (sign == null) {
                    undecided = true;
                    Rational h = upper(cone, i);
                    Rational l = lower(cone, i);
                    // LF-3: t_+ <= s t + max(-s l, (1-s) h) on [l, h] for every s in [0,1]
                    Rational s = floor(h.divide(h.minus(l)).divide(unit)).times(unit);
                    Rational atLower = s.times(l).opposite();
                    Rational atUpper = ONE.minus(s).times(h);
                    kappa = kappa.plus(nu[i].times(atLower.compareTo(atUpper) > 0 ? atLower : atUpper));
                    v = plus(v, times(s.times(nu[i]), x[i]));
                } else if (sign > 0) {
                    v = plus(v, times(nu[i], x[i]));
                }
            }
        }
        requirePenalised(v);
        Rational squared = squaredNorm(v);
        if (!undecided) {
            Obligation.LF_4.require(squared.compareTo(levelSquared) <= 0, "%s: |v|^2 = %s exceeds levelSquared = %s", here(),
                    Rationals.text(squared), Rationals.text(levelSquared));
            if (squared.equals(levelSquared)) {
                reached(Optional.of(RationalVector.of(v)));
            }
            if (isCandidate(squared)) {
                candidate(RationalVector.of(v));
                for (int i = 0; i < n; i++) {
                    if (!cone.signs.containsKey(i) && !isZero(x[i])) {
                        candidateRow(i, nu[i]);
                    }
                }
            }
            return;
        }
        Obligation.LF_4.require(leaf.rho().isPresent(), "%s: rho is missing", here());
        Rational rho = leaf.rho().orElseThrow();
        Obligation.LF_4.require(!rho.isNegative() && squared.compareTo(rho.times(rho)) <= 0,
                "%s: rho = %s, but |v|^2 = %s", here(), Rationals.text(rho), Rationals.text(squared));
        Rational bound = rho.plus(kappa);
        Obligation.LF_4.require(bound.times(bound).compareTo(levelSquared) <= 0,
                "%s: (rho + kappa)^2 = %s exceeds levelSquared = %s", here(), Rationals.text(bound.times(bound)),
                Rationals.text(levelSquared));
        if (bound.times(bound).equals(levelSquared)) {
            reached(Optional.empty());
        }
        Obligation.STR_1.require(!isCandidate(bound.times(bound)), "%s is not inactive, with rows undecided", here());
    }

    private Rational upper(Cone cone, int i) {
        Rational h = cone.upper.get(i);
        return h != null ? h : norm(i);
    }

    private Rational lower(Cone cone, int i) {
        Rational l = cone.lower.get(i);
        return l != null ? l : norm(i).opposite();
    }

    private Rational norm(int i) {
        Obligation.LF_2.require(!problem.hasFreeBias(), "%s: row %d needs bounds, a free bias has no norm", here(), i);
        Obligation.LF_2.require(!norms.isEmpty(), "%s: row %d has no bound", here(), i);
        Rational b = norms.get(i);
        Obligation.LF_2.require(b.isPositive() && squaredNorm(x[i]).compareTo(b.times(b)) <= 0,
                "%s: norm %s of row %d, but |x|^2 = %s", here(), Rationals.text(b), i, Rationals.text(squaredNorm(x[i])));
        return b;
    }

    /** QL: the form is summed and factored as the obligation says. */
    private void quadraticLeaf(Cone cone, TreeNode.QuadraticLeaf leaf) {
        Obligation.QL_1.require(!problem.hasFreeBias(), "%s: a quadratic leaf with a free bias", here());
        Obligation.QL_1.require(dimension <= QuadraticForm.MAX_DIMENSION, "%s: a quadratic leaf in dimension %d", here(),
                dimension);
        Rational mu = leaf.radius();
        Obligation.QL_1.require(!mu.isNegative(), "%s: mu = %s is negative", here(), Rationals.text(mu));
        Obligation.QL_1.require(leaf.signs().size() == dimension, "%s: u has %d entries, expected %d", here(),
                leaf.signs().size(), dimension);
        Rational[] slopes = slopes(leaf.slopes(), Obligation.QL_1);
        Rational[] v = combination(cone, leaf.lambda(), Obligation.QL_1);
        Rational[][] matrix = new Rational[dimension + 1][];
        for (int k = 1; k <= dimension; k++) {
            matrix[k] = prepend(ZERO, times(mu, metric[k - 1]));
        }
        Rational e = ZERO;
        int undecided = 0;
        for (int i = 0; i < n; i++) {
            if (isPositive(i)) {
                Integer sign = cone.signs.get(i);
                if (sign != null) {
                    v = sign > 0 ? plus(v, times(nu[i], x[i])) : v;
                    continue;
                }
                if (undecided < leaf.curvatures().size()) {
                    Rational a = leaf.curvatures().get(undecided);
                    Obligation.QL_1.require(a.isPositive(), "%s: curvature %s of row %d is not positive", here(),
                            Rationals.text(a), i);
                    v = plus(v, times(nu[i].divide(Rationals.of(2)), x[i]));
                    e = e.plus(nu[i].times(ceiling(ONE.divide(a.times(Rationals.of(16)).times(unit))).times(unit)));
                    subtractSquare(matrix, nu[i].times(a), i);
                }
                undecided++;
            }
        }
        Obligation.QL_1.require(undecided == leaf.curvatures().size(), "%s: a has %d entries, expected %d", here(),
                leaf.curvatures().size(), undecided);
        for (int i = 0; i < n; i++) {
            if (!nu[i].isNegative()) {
                continue;
            }
            Rational g = slopes[i];
            if (!leaf.slopes().indices().contains(i)) {
                g = product(x[i], leaf.signs().toArray()).isPositive() ? ONE : ZERO;
            } else if (g.isPositive() && g.compareTo(ONE) < 0) {
                Rational below = g.divide(lower(cone, i).opposite());
                Rational above = ONE.minus(g).divide(upper(cone, i));
                Rational c = floor((below.compareTo(above) < 0 ? below : above).divide(unit)).times(unit);
                subtractSquare(matrix, nu[i].times(c), i);
            }
            v = plus(v, times(g.times(nu[i]), x[i]));
        }
        Rational level = leaf.level();
        Rational squared = level.times(level);
        Obligation.QL_3.require(squared.compareTo(levelSquared) <= 0, "%s: h^2 = %s exceeds levelSquared = %s", here(),
                Rationals.text(squared), Rationals.text(levelSquared));
        matrix[0] = prepend(level.minus(e).minus(mu), times(Rationals.of(-1, 2), functional(v)));
        for (int k = 1; k <= dimension; k++) {
            matrix[k][0] = matrix[0][k];
        }
        Obligation.QL_1.require(isShort(matrix), "%s: the numbers of the matrix are too long", here());
        Obligation.QL_2.require(isPositiveSemidefinite(matrix), "%s: the matrix is not positive semidefinite", here());
        if (squared.equals(levelSquared)) {
            reached(Optional.empty());
        }
        Obligation.STR_1.require(!isCandidate(squared), "%s is not inactive, and quadratic", here());
    }

    /** Subtracts weight &lt;x_i,u&gt;^2 from the form of a matrix in (s, u). */
    private void subtractSquare(Rational[][] matrix, Rational weight, int i) {
        for (int j = 0; j < dimension; j++) {
            for (int k = 0; k < dimension; k++) {
                matrix[j + 1][k + 1] = matrix[j + 1][k + 1].minus(weight.times(mx[i][j]).times(mx[i][k]));
            }
        }
    }

    /** Whether the numerators over the least common denominator keep to the limit of QL-1. */
    private static boolean isShort(Rational[][] matrix) {
        BigInteger common = BigInteger.ONE;
        for (Rational[] row : matrix) {
            for (Rational entry : row) {
                BigInteger q = Rationals.denominator(entry);
                common = common.divide(common.gcd(q)).multiply(q);
            }
        }
        long bits = 0;
        for (Rational[] row : matrix) {
            for (Rational entry : row) {
                BigInteger numerator = Rationals.numerator(entry).multiply(common.divide(Rationals.denominator(entry)));
                bits = Math.max(bits, numerator.bitLength());
            }
        }
        return bits * matrix.length <= QuadraticForm.MAX_BITS;
    }

    /** By Schur complements: nonnegative pivots, a zero one with nothing else in its row. */
    private static boolean isPositiveSemidefinite(Rational[][] matrix) {
        int size = matrix.length;
        for (int k = 0; k < size; k++) {
            Rational pivot = matrix[k][k];
            if (pivot.isNegative()) {
                return false;
            }
            for (int i = k + 1; i < size; i++) {
                if (pivot.isZero() && !matrix[i][k].isZero()) {
                    return false;
                }
                for (int j = k + 1; j < size && !pivot.isZero(); j++) {
                    matrix[i][j] = matrix[i][j].minus(matrix[i][k].divide(pivot).times(matrix[k][j]));
                }
            }
        }
        return true;
    }

    // ---- trees over orthants and cubes: leaves by generators (SX)

    @Override
    void orthant(int number) {
        Cone cone = new Cone();
        cone.generators = new ArrayList<>();
        for (int k = 0; k < dimension; k++) {
            Rational[] generator = zero();
            generator[k] = (number >> k & 1) == 0 ? ONE : ONE.opposite();
            cone.generators.add(generator);
            // Rows of orthant and cube trees are kept as functionals: the sign of u_k.
            cone.rows.add(generator.clone());
        }
        below(cone);
    }

    @Override
    void cube(RationalMatrix matrix, RationalMatrix inverse) {
        functionals = matrix;
        edges = inverse;
    }

    @Override
    void face(int number) {
        int k = number / 2;
        Rational s = number % 2 == 0 ? ONE : ONE.opposite();
        Rational[] top = times(s, functionals.row(k).toArray());
        Cone cone = new Cone();
        cone.face = number;
        cone.generators = List.<Rational[]>of(times(s, edges.column(k).toArray()));
        for (int j = 0; j < dimension; j++) {
            if (j == k) {
                continue;
            }
            List<Rational[]> vertices = new ArrayList<>();
            for (Rational sign : List.of(ONE, ONE.opposite())) {
                // s a_k . u + sign a_j . u >= 0
                cone.rows.add(plus(top, times(sign, functionals.row(j).toArray())));
                for (Rational[] generator : cone.generators) {
                    vertices.add(plus(generator, times(sign, edges.column(j).toArray())));
                }
            }
            cone.generators = vertices;
        }
        below(cone);
    }

    private void below(Cone root) {
        Deque<Cone> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            visitCone(open.pop(), open);
        }
    }

    private void visitCone(Cone cone, Deque<Cone> open) {
        TreeNode node = next(cone.splits);
        if (node instanceof TreeNode.Split split) {
            Obligation.SX_1.require(split.bounds().isEmpty() && split.implied().isEmpty(),
                    "%s: bounds and implied signs have no use here", here());
            Rational[] functional = functional(splittingRow(split));
            cone.face = -1;
            split(cone, functional, Math.min(MAX_RAYS, MAX_PATH_RAYS - cone.pathGenerators), open);
        } else if (node instanceof TreeNode.Cut cut) {
            Obligation.DF_2.require(cone.face >= 0, "%s: a cut of what is not a box", here());
            int k = cone.face / 2;
            Obligation.DF_2.require(cut.axis() < dimension && cut.axis() != k, "%s: there is no coordinate %d on the face",
                    here(), cut.axis());
            requireShort(cut);
            // a_j - t s a_k; the box has vertices on both sides iff t is inside it
            Rational multiple = cone.face % 2 == 0 ? cut.at().opposite() : cut.at();
            split(cone, plus(functionals.row(cut.axis()).toArray(), times(multiple, functionals.row(k).toArray())),
                    Integer.MAX_VALUE, open);
        } else if (node instanceof TreeNode.GeneratorLeaf leaf) {
            generatorLeaf(cone, leaf);
        } else {
            throw new Rejection(Obligation.DF_2, here() + ": a chord leaf or a quadratic one in a tree by generators");
        }
    }

    /** A half of a split may have so many generators. */
    private void split(Cone cone, Rational[] functional, int most, Deque<Cone> open) {
        List<Rational[]> nonNegative = new ArrayList<>();
        List<Rational[]> nonPositive = new ArrayList<>();
        doubleDescription(cone, functional, most, nonNegative, nonPositive);
        open.push(half(cone, nonPositive, opposite(functional)));
        open.push(half(cone, nonNegative, functional));
    }

    private static Cone half(Cone cone, List<Rational[]> generators, Rational[] row) {
        Cone half = cone.copy();
        half.generators = generators;
        half.splits++;
        half.rows.add(row);
        // Boxes are not counted.
        half.pathGenerators += cone.face < 0 ? generators.size() : 0;
        return half;
    }

    /** The double-description step (SX-1 (iii)). */
    private void doubleDescription(Cone cone, Rational[] a, int most, List<Rational[]> nonNegative,
            List<Rational[]> nonPositive) {
        List<Rational[]> plus = new ArrayList<>();
        List<Rational[]> minus = new ArrayList<>();
        for (Rational[] g : cone.generators) {
            Rational value = dot(a, g);
            if (!value.isNegative()) {
                nonNegative.add(g);
            }
            if (!value.isPositive()) {
                nonPositive.add(g);
            }
            if (value.isPositive()) {
                plus.add(g);
            } else if (value.isNegative()) {
                minus.add(g);
            }
        }
        Obligation.SX_1.require(!plus.isEmpty() && !minus.isEmpty(), "%s: the split does not cut the cone", here());
        Tight tight = new Tight(cone.rows, minus);
        for (Rational[] p : plus) {
            int[] own = tight.rows(p);
            for (int k = 0; k < minus.size(); k++) {
                if (!tight.areAdjacent(own, k)) {
                    continue;
                }
                Rational[] q = minus.get(k);
                Rational[] ray = primitive(plus(times(dot(a, p), q), times(dot(a, q).opposite(), p)));
                nonNegative.add(ray);
                nonPositive.add(ray);
                Obligation.SX_1.require(Math.max(nonNegative.size(), nonPositive.size()) <= most,
                        most == MAX_RAYS ? "%s: a half of the split has more than %d extreme rays"
                                : "%s: the cones on the path have more than %d extreme rays together", here(),
                        most == MAX_RAYS ? MAX_RAYS : MAX_PATH_RAYS);
            }
        }
    }

    /** The rows of a cone that vanish on some of its generators; each product is asked for once, where many pairs ask for it. */
    private final class Tight {

        private final List<Rational[]> rows;
        private final List<Rational[]> rays;
        /** Row by row, once it has been asked for: 0 for not known, 1 for zero, -1 for not zero on a ray. */
        private final byte[][] known;

        Tight(List<Rational[]> rows, List<Rational[]> rays) {
            this.rows = rows;
            this.rays = rays;
            this.known = new byte[rows.size()][];
        }

        /** The rows that vanish on any ray. */
        int[] rows(Rational[] ray) {
            return IntStream.range(0, rows.size()).filter(j -> dot(rows.get(j), ray).isZero()).toArray();
        }

        private boolean isTight(int row, int ray) {
            if (known[row] == null) {
                known[row] = new byte[rays.size()];
            }
            if (known[row][ray] == 0) {
                known[row][ray] = (byte) (dot(rows.get(row), rays.get(ray)).isZero() ? 1 : -1);
            }
            return known[row][ray] > 0;
        }

        /** Two extreme rays are adjacent iff the rows that vanish on both, on the first and on ray k, have rank D - 2. */
        boolean areAdjacent(int[] first, int k) {
            // With fewer rows there is no such rank.
            int spare = first.length - (dimension - 2);
            for (int t = 0; t < first.length && spare >= 0; t++) {
                spare -= isTight(first[t], k) ? 0 : 1;
            }
            if (spare < 0) {
                return false;
            }
            List<RationalVector> both = Arrays.stream(first).filter(j -> isTight(j, k))
                    .mapToObj(j -> RationalVector.of(rows.get(j))).toList();
            return Elimination.of(RationalMatrix.ofRows(both, dimension)).rank() == dimension - 2;
        }
    }

    /** A positive multiple of the ray with coprime integer entries, only to keep numbers short. */
    private static Rational[] primitive(Rational[] ray) {
        // BigInteger's gcd is never negative; LargeInteger's may be, and would turn the ray around.
        BigInteger common = BigInteger.ONE;
        BigInteger gcd = BigInteger.ZERO;
        for (Rational entry : ray) {
            BigInteger q = Rationals.denominator(entry);
            common = common.divide(common.gcd(q)).multiply(q);
        }
        for (Rational entry : ray) {
            gcd = gcd.gcd(Rationals.numerator(entry).multiply(common.divide(Rationals.denominator(entry))));
        }
        return times(Rationals.of(common, gcd), ray);
    }

    private void generatorLeaf(Cone cone, TreeNode.GeneratorLeaf leaf) {
        Obligation.SX_3.require(leaf.majorant().size() == dimension, "%s: w has %d entries, expected %d", here(),
                leaf.majorant().size(), dimension);
        leaf.signs().ifPresent(signs -> Obligation.SX_2.require(signs.size() == dimension, "%s: u has %d entries, expected %d",
                here(), signs.size(), dimension));
        Rational[] w = leaf.majorant().toArray();
        Rational[] slopes = slopes(leaf.slopes(), Obligation.SX_2);
        Rational[][] pairing = new Rational[n][cone.generators.size()];
        for (int i = 0; i < n; i++) {
            boolean up = false;
            boolean down = false;
            for (int k = 0; k < cone.generators.size(); k++) {
                pairing[i][k] = dot(mx[i], cone.generators.get(k));
                up |= pairing[i][k].isPositive();
                down |= pairing[i][k].isNegative();
            }
            if (!(up && down)) {
                Obligation.SX_2.require(!leaf.slopes().indices().contains(i), "%s: the sign of row %d is decided", here(), i);
                slopes[i] = up ? ONE : ZERO;
            } else if (leaf.signs().isPresent() && nu[i].isNegative() && !leaf.slopes().indices().contains(i)) {
                slopes[i] = product(x[i], leaf.signs().get().toArray()).isPositive() ? ONE : ZERO;
            }
        }
        requirePenalised(w);
        for (int k = 0; k < cone.generators.size(); k++) {
            Rational tau = ZERO;
            for (int i = 0; i < n; i++) {
                if (nu[i].isNegative()) {
                    tau = tau.plus(slopes[i].times(nu[i]).times(pairing[i][k]));
                } else if (pairing[i][k].isPositive()) {
                    tau = tau.plus(nu[i].times(pairing[i][k]));
                }
            }
            Rational value = product(w, cone.generators.get(k));
            Obligation.SX_3.require(tau.compareTo(value) <= 0, "%s: <w,g> is smaller than tau at generator %s", here(),
                    Arrays.toString(cone.generators.get(k)));
        }
        Obligation.SX_3.require(squaredNorm(w).compareTo(levelSquared) <= 0, "%s: |w|^2 = %s exceeds levelSquared = %s", here(),
                Rationals.text(squaredNorm(w)), Rationals.text(levelSquared));
        if (squaredNorm(w).equals(levelSquared)) {
            reached(Optional.of(leaf.majorant()));
        }
        if (isCandidate(squaredNorm(w))) {
            candidate(leaf.majorant());
            for (int i = 0; i < n; i++) {
                int row = i;
                if (Arrays.stream(pairing[row]).anyMatch(Rational::isPositive)
                        && Arrays.stream(pairing[row]).anyMatch(Rational::isNegative)) {
                    candidateRow(i, nu[i]);
                }
            }
        }
    }

    // ---- shared

    /** g_i for every row, 0 where not given; only on rows with nu_i < 0. */
    private Rational[] slopes(Terms terms, Obligation obligation) {
        Rational[] slopes = new Rational[n];
        Arrays.fill(slopes, ZERO);
        for (int t = 0; t < terms.indices().size(); t++) {
            int i = terms.indices().get(t);
            Rational g = terms.values().get(t);
            obligation.require(i < n && nu[i].isNegative(), "%s: row %d takes no slope", here(), i);
            obligation.require(!g.isNegative() && g.compareTo(ONE) <= 0, "%s: slope %s of row %d is not in [0,1]", here(),
                    Rationals.text(g), i);
            slopes[i] = g;
        }
        return slopes;
    }

    private Rational[] splittingRow(TreeNode.Split split) {
        if (split.normal().isEmpty()) {
            Obligation.DF_2.require(split.row() < n, "%s: there is no row %d", here(), split.row());
            Obligation.DF_4.require(!merged[split.row()], "%s: row %d is merged into an equal one", here(), split.row());
            return x[split.row()];
        }
        Rational[] normal = split.normal().get().toArray();
        Obligation.DF_2.require(normal.length == dimension && !isZero(normal), "%s: expected a nonzero hyperplane of %d entries",
                here(), dimension);
        return normal;
    }

    /** Whether i is in P: nu_i > 0; a zero row plays no role. */
    private boolean isPositive(int i) {
        return nu[i].isPositive() && !isZero(x[i]);
    }

    private void requirePenalised(Rational[] v) {
        Obligation.LF_5.require(!problem.hasFreeBias() || v[dimension - 1].isZero(), "%s: the bias component is %s", here(),
                Rationals.text(v[dimension - 1]));
    }

    private Rational squaredNorm(Rational[] v) {
        return product(v, v);
    }

    private Rational product(Rational[] a, Rational[] b) {
        return dot(functional(a), b);
    }

    private Rational[] functional(Rational[] a) {
        Rational[] image = new Rational[dimension];
        for (int k = 0; k < dimension; k++) {
            image[k] = dot(metric[k], a);
        }
        return image;
    }

    private Rational[] zero() {
        Rational[] zero = new Rational[dimension];
        Arrays.fill(zero, ZERO);
        return zero;
    }

    private static Rational floor(Rational r) {
        // JScience divides towards zero; r is not negative here.
        return Rational.valueOf(r.getDividend().divide(r.getDivisor()), LargeInteger.ONE);
    }

    private static Rational ceiling(Rational r) {
        Rational down = floor(r);
        return down.equals(r) ? down : down.plus(ONE);
    }

    private static Rational[] prepend(Rational first, Rational[] rest) {
        Rational[] all = new Rational[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private static boolean isZero(Rational[] v) {
        return Arrays.stream(v).allMatch(Rational::isZero);
    }

    private static Rational[] opposite(Rational[] v) {
        return times(ONE.opposite(), v);
    }

    private static Rational dot(Rational[] a, Rational[] b) {
        Rational sum = ZERO;
        for (int k = 0; k < a.length; k++) {
            sum = sum.plus(a[k].times(b[k]));
        }
        return sum;
    }

    private static Rational[] plus(Rational[] a, Rational[] b) {
        Rational[] sum = new Rational[a.length];
        for (int k = 0; k < sum.length; k++) {
            sum[k] = a[k].plus(b[k]);
        }
        return sum;
    }

    private static Rational[] times(Rational factor, Rational[] v) {
        Rational[] scaled = new Rational[v.length];
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] = factor.times(v[k]);
        }
        return scaled;
    }
}
