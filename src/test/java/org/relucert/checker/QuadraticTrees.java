package org.relucert.checker;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.CertificateWriter;
import org.relucert.certificate.Claim;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.Sections;
import org.relucert.certificate.TreeNode;
import org.relucert.certificate.TreeNode.RowBound;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.Elimination;
import org.relucert.exact.Ldlt;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * Small trees with quadratic leaves, made at random: multipliers from a random descent, then mu and the least level that is a
 * multiple of the unit.
 */
final class QuadraticTrees {

    private static final Rational UNIT = Rationals.of(1, 65_536);
    private static final BigInteger P = Rationals.numerator(UNIT);
    private static final BigInteger Q = Rationals.denominator(UNIT);
    private static final Rational HALF = Rationals.of(1, 2);

    private final Problem problem;
    private final Random random;
    private final int trials;
    private final List<Rational> norms = new ArrayList<>();
    private RationalVector nu;
    private List<TreeNode> nodes;
    private Rational level = UNIT;

    private QuadraticTrees(Problem problem, Random random, int trials) {
        this.problem = problem;
        this.random = random;
        this.trials = trials;
        for (int i = 0; i < problem.rows(); i++) {
            Rational norm = root(problem.innerProduct().squaredNorm(problem.row(i)));
            norms.add(norm.isZero() ? UNIT : norm);
        }
    }

    /** A node's cone: signs of the data rows, rows, bounds. */
    private record Path(List<RationalVector> rows, int[] signs, Rational[] upper, Rational[] lower) {
        Path child(RationalVector row, int i, int sign) {
            List<RationalVector> grown = new ArrayList<>(rows);
            grown.add(row);
            int[] known = signs.clone();
            if (i >= 0) {
                known[i] = sign;
            }
            return new Path(grown, known, upper.clone(), lower.clone());
        }
    }

    /**
     * The text of a certificate of the claim "neuron" for a dual vector.
     *
     * @param depth of the trees at most
     * @param trials of the descent at each leaf
     */
    static String certificate(Problem problem, RationalVector nu, Random random, int depth, int trials) {
        QuadraticTrees trees = new QuadraticTrees(problem, random, trials);
        ProofTree plus = trees.tree(nu, depth);
        ProofTree minus = trees.tree(nu.opposite(), depth);
        Rational upper = trees.level;
        Certificate certificate = Certificate.of(problem, List.of(new Claim.NeuronMaximum(Rationals.ZERO, upper)), nu,
                Rationals.square(upper), Rationals.ZERO, List.of(), RationalVector.zero(problem.skipMatrix().columns()));
        return CertificateWriter.text(certificate, plus, minus, Sections.NONE);
    }

    private ProofTree tree(RationalVector side, int depth) {
        nu = side;
        nodes = new ArrayList<>();
        int n = problem.rows();
        node(new Path(List.of(), new int[n], norms.toArray(new Rational[0]),
                norms.stream().map(Rational::opposite).toArray(Rational[]::new)), depth);
        return new ProofTree(ProofTree.Root.SPACE, UNIT, norms, nodes);
    }

    private void node(Path path, int depth) {
        List<RowBound> bounds = new ArrayList<>();
        for (int k = 0; k < 2 && !path.rows.isEmpty(); k++) {
            tighten(path, random.nextInt(problem.rows()), random.nextBoolean(), bounds);
        }
        List<Integer> undecided = new ArrayList<>();
        for (int i = 0; i < problem.rows(); i++) {
            if (nu.sign(i) > 0 && path.signs[i] == 0 && !problem.row(i).isZero()) {
                undecided.add(i);
            }
        }
        if (depth == 0 || random.nextInt(4) == 0) {
            leaf(path, bounds, undecided);
            return;
        }
        int i = undecided.isEmpty() || random.nextInt(4) == 0 ? -1 : undecided.get(random.nextInt(undecided.size()));
        RationalVector row = i >= 0 ? problem.row(i) : direction();
        nodes.add(new TreeNode.Split(i, i >= 0 ? Optional.empty() : Optional.of(row), bounds, List.of()));
        node(path.child(row, i, 1), depth - 1);
        node(path.child(row.opposite(), i, -1), depth - 1);
    }

    /** One more bound, if the random multipliers give one that is better. */
    private void tighten(Path path, int i, boolean above, List<RowBound> bounds) {
        RationalVector row = above ? problem.row(i) : problem.row(i).opposite();
        int k = random.nextInt(path.rows.size());
        RationalVector other = path.rows.get(k);
        // The best multiplier of one row, rounded.
        Rational mu = problem.innerProduct().of(row, other).opposite().divide(problem.innerProduct().squaredNorm(other));
        if (!mu.isPositive()) {
            return;
        }
        mu = floor(mu);
        Rational value = root(problem.innerProduct().squaredNorm(row.plus(other.times(mu))));
        value = value.isZero() ? UNIT : value;
        Rational known = above ? path.upper[i] : path.lower[i].opposite();
        if (value.compareTo(known) < 0) {
            (above ? path.upper : path.lower)[i] = above ? value : value.opposite();
            bounds.add(new RowBound(i, above ? value : value.opposite(), new Terms(List.of(k), RationalVector.of(mu))));
        }
    }

    /** What a leaf may choose. */
    private record Choice(Rational[] lambda, Rational[] a, Rational[] g, RationalVector u) { }

    private void leaf(Path path, List<RowBound> bounds, List<Integer> undecided) {
        Choice best = choice(path, undecided);
        Bound bound = bound(path, undecided, best);
        for (int k = 0; k < trials; k++) {
            Choice other = random.nextInt(5) == 0 ? choice(path, undecided) : changed(best);
            Bound reached = bound(path, undecided, other);
            if (reached.level.compareTo(bound.level) <= 0) {
                best = other;
                bound = reached;
            }
        }
        List<Integer> rows = new ArrayList<>();
        List<Rational> slopes = new ArrayList<>();
        for (int i = 0; i < problem.rows(); i++) {
            if (best.g[i] != null) {
                rows.add(i);
                slopes.add(best.g[i]);
            }
        }
        level = bound.level.compareTo(level) > 0 ? bound.level : level;
        nodes.add(new TreeNode.QuadraticLeaf(bound.level, bound.mu, terms(best.lambda), RationalVector.of(best.a), best.u,
                new Terms(rows, RationalVector.of(slopes)), bounds, List.of()));
    }

    private static Terms terms(Rational[] lambda) {
        List<Integer> rows = new ArrayList<>();
        List<Rational> values = new ArrayList<>();
        for (int k = 0; k < lambda.length; k++) {
            if (lambda[k].isPositive()) {
                rows.add(k);
                values.add(lambda[k]);
            }
        }
        return new Terms(rows, RationalVector.of(values));
    }

    private Choice choice(Path path, List<Integer> undecided) {
        Rational[] lambda = new Rational[path.rows.size()];
        Arrays.setAll(lambda, k -> random.nextBoolean() ? Rationals.ZERO : Rationals.of(random.nextInt(400), 128));
        Rational[] a = new Rational[undecided.size()];
        Arrays.setAll(a, k -> Rationals.of(1 + random.nextInt(512), 1024));
        Rational[] g = new Rational[problem.rows()];
        for (int i = 0; i < g.length; i++) {
            if (nu.sign(i) < 0 && random.nextInt(3) > 0) {
                g[i] = random.nextBoolean() ? HALF : Rationals.of(random.nextInt(65), 64);
            }
        }
        return new Choice(lambda, a, g, direction());
    }

    private Choice changed(Choice choice) {
        Choice copy = new Choice(choice.lambda.clone(), choice.a.clone(), choice.g.clone(), choice.u);
        List<Runnable> changes = new ArrayList<>();
        for (int k = 0; k < copy.lambda.length; k++) {
            int row = k;
            changes.add(() -> copy.lambda[row] = maximum(Rationals.ZERO,
                    copy.lambda[row].plus(Rationals.of(random.nextInt(129) - 64, 256))));
        }
        for (int k = 0; k < copy.a.length; k++) {
            int row = k;
            changes.add(() -> copy.a[row] = maximum(Rationals.of(1, 1024),
                    copy.a[row].plus(Rationals.of(random.nextInt(129) - 64, 1024))));
        }
        for (int i = 0; i < copy.g.length; i++) {
            int row = i;
            if (nu.sign(i) < 0) {
                changes.add(() -> copy.g[row] = random.nextBoolean() ? null : Rationals.of(random.nextInt(65), 64));
            }
        }
        if (!changes.isEmpty()) {
            changes.get(random.nextInt(changes.size())).run();
        }
        return copy;
    }

    private static Rational maximum(Rational a, Rational b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private record Bound(Rational mu, Rational level) { }

    /** The least level of a choice: with e, v and q of the theorem, min over mu of e + mu + <v,u> pairing, rounded up. */
    private Bound bound(Path path, List<Integer> undecided, Choice choice) {
        int dimension = problem.dimension();
        RationalVector v = RationalVector.zero(dimension);
        Rational[][] q = new Rational[dimension][dimension];
        Arrays.stream(q).forEach(row -> Arrays.fill(row, Rationals.ZERO));
        Rational e = Rationals.ZERO;
        for (int k = 0; k < choice.lambda.length; k++) {
            v = v.plus(path.rows.get(k).times(choice.lambda[k]));
        }
        for (int i = 0; i < problem.rows(); i++) {
            Rational share = Rationals.ZERO;
            Rational weight = Rationals.ZERO;
            if (undecided.contains(i)) {
                Rational a = choice.a[undecided.indexOf(i)];
                e = e.plus(nu.get(i).times(ceiling(Rationals.ONE.divide(a.times(Rationals.of(16))))));
                share = HALF;
                weight = a;
            } else if (nu.sign(i) > 0 && path.signs[i] > 0) {
                share = Rationals.ONE;
            } else if (nu.sign(i) < 0 && choice.g[i] == null) {
                share = problem.functional(i).dot(choice.u).isPositive() ? Rationals.ONE : Rationals.ZERO;
            } else if (nu.sign(i) < 0) {
                share = choice.g[i];
                weight = UNIT.times(Rationals.of(Parabola.curvature(share, path.lower[i], path.upper[i], P, Q), BigInteger.ONE));
            }
            v = v.plus(problem.row(i).times(nu.get(i).times(share)));
            for (int j = 0; j < dimension; j++) {
                for (int k = 0; k < dimension; k++) {
                    Rational square = problem.functional(i).get(j).times(problem.functional(i).get(k));
                    q[j][k] = q[j][k].plus(nu.get(i).times(weight).times(square));
                }
            }
        }
        RationalVector linear = problem.innerProduct().functional(v);
        Bound best = null;
        Rational mu = UNIT;
        // Any mu that works gives a bound; powers of 5/4 come close to the best.
        for (int k = 0; k < 90; k++) {
            Optional<Rational> pairing = pairing(mu, q, linear);
            if (pairing.isPresent()) {
                Rational reached = ceiling(e.plus(mu).plus(pairing.get().divide(Rationals.of(4))));
                if (best != null && reached.compareTo(best.level) > 0) {
                    break;
                }
                best = new Bound(mu, reached);
            }
            mu = ceiling(mu.times(Rationals.of(5, 4)));
        }
        return best;
    }

    /** v^T (mu M - q)^{-1} v if the matrix is positive definite. */
    private Optional<Rational> pairing(Rational mu, Rational[][] q, RationalVector linear) {
        Rational[][] entries = new Rational[q.length][q.length];
        for (int j = 0; j < q.length; j++) {
            for (int k = 0; k < q.length; k++) {
                entries[j][k] = mu.times(problem.innerProduct().matrix().get(j, k)).minus(q[j][k]);
            }
        }
        RationalMatrix matrix = RationalMatrix.of(entries);
        return Ldlt.isPositiveDefinite(matrix) ? Elimination.solve(matrix, linear).map(linear::dot) : Optional.empty();
    }

    private RationalVector direction() {
        while (true) {
            Rational[] u = new Rational[problem.dimension()];
            Arrays.setAll(u, k -> Rationals.of(random.nextInt(11) - 5));
            RationalVector vector = RationalVector.of(u);
            if (!vector.isZero()) {
                return vector;
            }
        }
    }

    private static Rational floor(Rational r) {
        Rational units = r.divide(UNIT);
        return UNIT.times(Rationals.of(Rationals.numerator(units).divide(Rationals.denominator(units)), BigInteger.ONE));
    }

    private static Rational ceiling(Rational r) {
        Rational down = floor(r);
        return down.compareTo(r) < 0 ? down.plus(UNIT) : down;
    }

    /** A multiple of the unit whose square is at least this. */
    private static Rational root(Rational squared) {
        BigInteger units = Rationals.numerator(squared).multiply(Q).multiply(Q).divide(Rationals.denominator(squared)).sqrt();
        Rational root = UNIT.times(Rationals.of(units, BigInteger.ONE));
        return Rationals.square(root).compareTo(squared) < 0 ? root.plus(UNIT) : root;
    }

    /**
     * A quadratic leaf of a certificate with the rows of its node.
     *
     * @param plus whether it is of the side plus
     */
    record Leaf(boolean plus, List<RationalVector> rows, TreeNode.QuadraticLeaf leaf) { }

    /** All quadratic leaves of a certificate's two trees over the whole space. */
    static List<Leaf> leaves(String text) {
        List<Leaf> leaves = new ArrayList<>();
        try (CertificateReader reader = CertificateReader.of(text)) {
            Problem problem = reader.certificate().problem();
            for (String side : List.of("plus", "minus")) {
                reader.openTree(side);
                List<List<RationalVector>> open = new ArrayList<>(List.of(List.of()));
                for (Optional<TreeNode> node = reader.nextNode(); node.isPresent(); node = reader.nextNode()) {
                    List<RationalVector> rows = open.remove(open.size() - 1);
                    if (node.get() instanceof TreeNode.Split split) {
                        RationalVector row = split.normal().orElseGet(() -> problem.row(split.row()));
                        for (RationalVector signed : List.of(row.opposite(), row)) {
                            List<RationalVector> child = new ArrayList<>(rows);
                            child.add(signed);
                            open.add(Collections.unmodifiableList(child));
                        }
                    } else if (node.get() instanceof TreeNode.QuadraticLeaf leaf) {
                        leaves.add(new Leaf(side.equals("plus"), rows, leaf));
                    }
                }
                reader.closeTree();
            }
        }
        return leaves;
    }
}
