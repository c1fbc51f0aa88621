package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Basis;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateWriter;
import org.relucert.certificate.Claim;
import org.relucert.certificate.Cube;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.Sections;
import org.relucert.certificate.TreeNode;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * As {@link EdgeProperties}, below splits by rows and hyperplanes and cuts of boxes: leaves with slopes of every kind that hold with
 * equality, on numbers about the lengths of words, in metrics, turned cubes and with merged rows. The fast check's own cells say where
 * the leaves are; the reference does not use them, so that a wrong ray is a difference between both.
 */
class EdgeBelowSplitsProperties {

    private static final int[] BITS = {1, 9, 14, 15, 20, 21, 29, 30, 31, 32, 36, 57, 60, 61, 62, 63, 64, 65, 125, 126, 127, 200};

    private Random random;
    private int bits;
    private Problem problem;
    private RationalMatrix inverseMetric;
    private EqualRows equal;
    private final List<Leaf> leaves = new ArrayList<>();

    /** A leaf to be: its majorant is M^-1 (offset + least positive), and nothing less does for its slopes. */
    private static final class Leaf {
        private List<TreeNode> nodes;
        private int place;
        private RationalVector offset;
        private RationalVector positive;
        private Rational least;
        private Terms slopes;
        private Optional<RationalVector> signs;
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void leavesOnTheEdgeBelowSplits(@ForAll long seed) {
        random = new Random(seed);
        bits = BITS[random.nextInt(BITS.length)];
        leaves.clear();
        problem = problem(random.nextInt(12) == 0 ? 62 + random.nextInt(5) : 1 + random.nextInt(6), 1 + random.nextInt(4));
        inverseMetric = Elimination.inverse(problem.innerProduct().matrix()).orElseThrow();
        RationalVector nu = vector(problem.rows());
        boolean merged = random.nextInt(3) == 0;
        equal = merged ? EqualRows.of(problem) : EqualRows.none(problem);
        Optional<RationalMatrix> functionals = random.nextBoolean() ? Optional.of(functionals()) : Optional.empty();
        List<TreeNode> plus = side(equal.merged(nu), functionals);
        List<TreeNode> minus = side(equal.merged(nu).opposite(), functionals);
        int changed = random.nextInt(3);
        boolean holds = changed != 1;
        if (changed == 1) {
            Leaf leaf = leaves.get(random.nextInt(leaves.size()));
            leaf.least = leaf.least.minus(small());
        }
        Rational level = Rationals.ZERO;
        for (Leaf leaf : leaves) {
            RationalVector w = inverseMetric.times(leaf.offset.plus(leaf.positive.times(leaf.least)));
            Rational squared = problem.innerProduct().squaredNorm(w);
            level = squared.compareTo(level) > 0 ? squared : level;
            leaf.nodes.set(leaf.place, new TreeNode.GeneratorLeaf(w, leaf.slopes, leaf.signs));
        }
        if (level.isZero()) {
            level = Rationals.ONE;
        } else if (changed == 2) {
            level = level.minus(level.times(small()));
            holds = false;
        }
        Claim claim = new Claim.NeuronMaximum(Rationals.ZERO, level.plus(Rationals.ONE));
        Certificate certificate = Certificate.of(problem, List.of(claim), nu, level, Rationals.ZERO, List.of(), RationalVector.zero(0));
        Function<List<TreeNode>, ProofTree> tree = nodes -> new ProofTree(
                functionals.isPresent() ? ProofTree.Root.CUBES : ProofTree.Root.ORTHANTS, functionals.map(Cube::of).orElse(Cube.NONE),
                merged, Basis.NONE, Rationals.ONE, List.of(), nodes);
        String text = CertificateWriter.text(certificate, tree.apply(plus), tree.apply(minus), Sections.NONE);
        assertEquals(holds ? "VERIFIED" : "SX-3", CheckerProperties.agreed(text, problem), () -> "seed " + seed + "\n" + text);
    }

    /** The nodes of a side, places of leaves empty. */
    private List<TreeNode> side(RationalVector nu, Optional<RationalMatrix> functionals) {
        List<TreeNode> nodes = new ArrayList<>();
        int dimension = problem.dimension();
        if (functionals.isPresent()) {
            CubeRows cube = new CubeRows(ConeRows.of(problem, nu, equal), functionals.get(),
                    Elimination.inverse(functionals.get()).orElseThrow());
            for (int face = 0; face < 2 * dimension; face++) {
                RationalVector top = functionals.get().row(face / 2);
                walk(Box.face(cube, face).withMajorants(), random.nextInt(4), face % 2 == 0 ? top : top.opposite(), nu, nodes);
            }
            return nodes;
        }
        Cone.Orthants orthants = new Cone.Orthants(ConeRows.ofShort(problem, nu, equal));
        for (int orthant = 0; orthant < 1 << dimension; orthant++) {
            int number = orthant;
            long[] signs = IntStream.range(0, dimension).mapToLong(k -> (number >> k & 1) == 0 ? 1 : -1).toArray();
            walk(orthants.cone(number), random.nextInt(4), RationalVector.of(signs), nu, nodes);
        }
        return nodes;
    }

    /** Splits at random; the functional is positive on the cell. */
    private void walk(Cell cell, int depth, RationalVector positive, RationalVector nu, List<TreeNode> nodes) {
        if (depth > 0 && cell instanceof Box box && random.nextBoolean()) {
            int axis = random.nextInt(problem.dimension());
            Rational place = place();
            Box.Halves halves = box.hasAxis(axis) ? box.cut(axis, place) : null;
            if (halves != null) {
                nodes.add(new TreeNode.Cut(axis, place));
                walk(halves.nonNegative(), depth - 1, positive, nu, nodes);
                walk(halves.nonPositive(), depth - 1, positive, nu, nodes);
                return;
            }
        } else if (depth > 0) {
            int row = random.nextInt(problem.rows());
            boolean byRow = random.nextBoolean() && !equal.isMerged(row);
            RationalVector normal = byRow ? problem.row(row) : vector(problem.dimension());
            Cone cone = cell.cone();
            Cone.Halves halves = normal.isZero() ? null
                    : byRow ? cone.split(row) : cone.split(problem.innerProduct().functional(normal));
            if (halves != null) {
                nodes.add(new TreeNode.Split(byRow ? row : -1, byRow ? Optional.empty() : Optional.of(normal), List.of(), List.of()));
                walk(halves.nonNegative(), depth - 1, positive, nu, nodes);
                walk(halves.nonPositive(), depth - 1, positive, nu, nodes);
                return;
            }
        }
        Leaf leaf = leaf(cell.cone(), positive, nu);
        leaf.nodes = nodes;
        leaf.place = nodes.size();
        leaves.add(leaf);
        nodes.add(null);
    }

    private Leaf leaf(Cone cone, RationalVector positive, RationalVector nu) {
        int n = problem.rows();
        List<RationalVector> generators = IntStream.range(0, cone.generators()).mapToObj(cone::generator).toList();
        Leaf leaf = new Leaf();
        leaf.positive = positive;
        leaf.offset = random.nextInt(3) == 0 ? RationalVector.zero(problem.dimension()) : vector(problem.dimension());
        leaf.signs = random.nextInt(3) == 0 ? Optional.empty()
                : Optional.of(random.nextBoolean() ? generators.get(random.nextInt(generators.size())) : vector(problem.dimension()));
        List<Integer> rows = new ArrayList<>();
        List<Rational> given = new ArrayList<>();
        Rational[] slopes = new Rational[n];
        for (int i = 0; i < n; i++) {
            RationalVector row = problem.functional(i);
            boolean above = generators.stream().anyMatch(g -> row.dotSign(g) > 0);
            boolean below = generators.stream().anyMatch(g -> row.dotSign(g) < 0);
            slopes[i] = (above && below ? leaf.signs.isPresent() && row.dotSign(leaf.signs.get()) > 0 : above) ? Rationals.ONE
                    : Rationals.ZERO;
            if (above && below && nu.sign(i) < 0 && random.nextInt(3) == 0) {
                BigInteger over = new BigInteger(1 + random.nextInt(90), random).add(BigInteger.ONE);
                slopes[i] = Rationals.of(new BigInteger(100, random).mod(over.add(BigInteger.ONE)), over);
                rows.add(i);
                given.add(slopes[i]);
            }
        }
        leaf.slopes = new Terms(rows, RationalVector.of(given));
        for (RationalVector generator : generators) {
            Rational tau = Rationals.ZERO;
            for (int i = 0; i < n; i++) {
                Rational product = problem.functional(i).dot(generator);
                Rational slope = nu.sign(i) < 0 ? slopes[i] : product.isPositive() ? Rationals.ONE : Rationals.ZERO;
                tau = tau.plus(nu.get(i).times(slope).times(product));
            }
            Rational needed = tau.minus(leaf.offset.dot(generator)).divide(positive.dot(generator));
            leaf.least = leaf.least == null || needed.compareTo(leaf.least) > 0 ? needed : leaf.least;
        }
        return leaf;
    }

    private Rational small() {
        return Rationals.of(BigInteger.ONE, BigInteger.ONE.shiftLeft(1 + random.nextInt(200)));
    }

    /** In [-1, 1], of few bits or many. */
    private Rational place() {
        BigInteger over = random.nextBoolean() ? BigInteger.ONE.shiftLeft(random.nextInt(22))
                : new BigInteger(1 + random.nextInt(63), random).add(BigInteger.ONE);
        BigInteger part = new BigInteger(over.bitLength(), random).mod(over);
        return Rationals.of(random.nextBoolean() ? part : part.negate(), over);
    }

    /** Along the axes, or a regular matrix of integers. */
    private RationalMatrix functionals() {
        int dimension = problem.dimension();
        if (random.nextBoolean()) {
            long[] weights = random.longs(dimension, 1, 1L << 1 + random.nextInt(40)).toArray();
            return RationalMatrix.diagonal(RationalVector.of(weights));
        }
        List<RationalVector> rows = IntStream.range(0, dimension)
                .mapToObj(k -> RationalVector.of(random.longs(dimension, -2, random.nextBoolean() ? 3 : 1_000_000).toArray())).toList();
        RationalMatrix matrix = RationalMatrix.ofRows(rows, dimension);
        return Elimination.of(matrix).rank() == dimension ? matrix : RationalMatrix.identity(dimension);
    }

    /** Some rows are others, or their opposites, or nearly; some metrics are not the plain one. */
    private Problem problem(int n, int dimension) {
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            RationalVector row = vector(dimension);
            if (i > 0 && random.nextInt(3) == 0) {
                RationalVector other = rows.get(random.nextInt(i));
                row = (random.nextBoolean() ? other : other.opposite()).plus(row.times(random.nextBoolean() ? Rationals.ZERO : small()));
            }
            rows.add(row);
        }
        RationalMatrix metric = RationalMatrix.identity(dimension);
        if (random.nextInt(3) == 0) {
            Rational[][] gram = new Rational[dimension][dimension];
            List<RationalVector> triangle = new ArrayList<>();
            for (int i = 0; i < dimension; i++) {
                long[] entries = Arrays.copyOf(random.longs(i, -2, 3).toArray(), dimension);
                entries[i] = 1 + random.nextInt(3);
                triangle.add(RationalVector.of(entries));
            }
            for (int i = 0; i < dimension; i++) {
                for (int j = 0; j < dimension; j++) {
                    gram[i][j] = triangle.get(i).dot(triangle.get(j));
                }
            }
            metric = RationalMatrix.of(gram);
        }
        return Problem.of("", RationalMatrix.ofRows(rows, dimension), RationalMatrix.ofColumns(List.of(RationalVector.zero(n)), n),
                Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE, Problem.Skip.NONE, metric);
    }

    private RationalVector vector(int size) {
        Rational[] entries = new Rational[size];
        for (int k = 0; k < size; k++) {
            BigInteger edge = BigInteger.ONE.shiftLeft(random.nextInt(3) == 0 ? random.nextInt(4) : bits);
            BigInteger entry = switch (random.nextInt(4)) {
                case 0 -> BigInteger.ZERO;
                case 1 -> edge.subtract(BigInteger.ONE);
                case 2 -> edge;
                default -> new BigInteger(edge.bitLength(), random);
            };
            entries[k] = Rationals.of(random.nextBoolean() ? entry : entry.negate(),
                    BigInteger.valueOf(random.nextInt(4) == 0 ? 1 + random.nextInt(1000) : 1));
        }
        return RationalVector.of(entries);
    }
}
