package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateWriter;
import org.relucert.certificate.Claim;
import org.relucert.certificate.Cube;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.Sections;
import org.relucert.certificate.TreeNode;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * Leaves that hold with equality, and the same by the smallest amount beyond it, on numbers about the lengths at which the fast
 * checker changes from one machine word to two, and from words to whole numbers. Which they are is known from how they are made.
 */
class EdgeProperties {

    private static final int[] BITS = {1, 3, 14, 15, 19, 20, 21, 29, 30, 31, 32, 36, 57, 58, 60, 61, 62, 63, 64, 65, 125, 126, 127, 200};

    private Random random;
    private int bits;

    @Property(tries = 80, shrinking = ShrinkingMode.OFF)
    void leavesOnTheEdge(@ForAll long seed) {
        random = new Random(seed);
        bits = BITS[random.nextInt(BITS.length)];
        int n = random.nextInt(16) == 0 ? 63 + random.nextInt(3) : 1 + random.nextInt(5);
        Problem problem = problem(n, 1 + random.nextInt(3));
        RationalVector nu = vector(n);
        boolean cubes = random.nextBoolean();
        Rational level = Rationals.ZERO;
        int changed = random.nextInt(3);
        boolean holds = changed != 1;
        List<List<TreeNode>> sides = List.of(new ArrayList<>(), new ArrayList<>());
        for (int side = 0; side < 2; side++) {
            RationalVector own = side == 0 ? nu : nu.opposite();
            for (List<RationalVector> generators : roots(problem.dimension(), cubes)) {
                RationalVector middle = RationalVector.zero(problem.dimension());
                for (RationalVector generator : generators) {
                    middle = middle.plus(generator);
                }
                Rational least = null;
                for (RationalVector generator : generators) {
                    Rational ratio = tau(problem, own, generators, generator).divide(middle.dot(generator));
                    least = least == null || ratio.compareTo(least) > 0 ? ratio : least;
                }
                boolean last = side == 1 && sides.get(1).isEmpty();
                RationalVector w = middle.times(changed == 1 && last ? least.minus(small()) : least);
                Rational squared = w.dot(w);
                level = squared.compareTo(level) > 0 ? squared : level;
                sides.get(side).add(new TreeNode.GeneratorLeaf(w, Terms.NONE, Optional.empty()));
            }
        }
        if (level.isZero()) {
            level = Rationals.ONE;
        } else if (changed == 2) {
            level = level.minus(level.times(small()));
            holds = false;
        }
        Rational upper = level.plus(Rationals.ONE);
        Certificate certificate = Certificate.of(problem, List.of(new Claim.NeuronMaximum(Rationals.ZERO, upper)), nu, level,
                Rationals.ZERO, List.of(), RationalVector.zero(0));
        String text = CertificateWriter.text(certificate, tree(problem, cubes, sides.get(0)), tree(problem, cubes, sides.get(1)),
                Sections.NONE);
        assertEquals(holds ? "VERIFIED" : "SX-3", CheckerProperties.agreed(text, problem), () -> "seed " + seed + "\n" + text);
    }

    private static ProofTree tree(Problem problem, boolean cubes, List<TreeNode> leaves) {
        Cube cube = cubes ? Cube.of(RationalMatrix.identity(problem.dimension())) : Cube.NONE;
        return new ProofTree(cubes ? ProofTree.Root.CUBES : ProofTree.Root.ORTHANTS, cube, Rationals.ONE, List.of(), leaves);
    }

    private Rational small() {
        return Rationals.of(BigInteger.ONE, BigInteger.ONE.shiftLeft(1 + random.nextInt(130)));
    }

    /** The generators of each root, of the cube of all |u_k| &lt;= 1 or of the orthants. */
    private static List<List<RationalVector>> roots(int dimension, boolean cubes) {
        List<List<RationalVector>> roots = new ArrayList<>();
        for (int root = 0; root < (cubes ? 2 * dimension : 1 << dimension); root++) {
            List<RationalVector> generators = new ArrayList<>();
            for (int r = 0; r < (cubes ? 1 << dimension : dimension); r++) {
                long[] generator = new long[dimension];
                for (int k = 0; k < dimension; k++) {
                    generator[k] = !cubes && k != r ? 0 : ((cubes ? r : root) >> k & 1) == 1 ? -1 : 1;
                }
                if (!cubes || generator[root / 2] == 1 - 2 * (root % 2)) {
                    generators.add(RationalVector.of(generator));
                }
            }
            roots.add(generators);
        }
        return roots;
    }

    /** SX-2 and SX-3 without slopes: rows with nu_i &lt; 0 count where they are nowhere negative. */
    private static Rational tau(Problem problem, RationalVector nu, List<RationalVector> generators, RationalVector generator) {
        Rational sum = Rationals.ZERO;
        for (int i = 0; i < problem.rows(); i++) {
            RationalVector row = problem.row(i);
            boolean counts = nu.sign(i) > 0 ? row.dotSign(generator) > 0 : generators.stream().allMatch(g -> row.dotSign(g) >= 0);
            sum = counts ? sum.plus(nu.get(i).times(row.dot(generator))) : sum;
        }
        return sum;
    }

    /** Some rows are others, or their opposites, or nearly. */
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
        return Problem.of("", RationalMatrix.ofRows(rows, dimension), RationalMatrix.ofColumns(List.of(RationalVector.zero(n)), n),
                Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(dimension));
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
            entries[k] = Rationals.of(random.nextBoolean() ? entry : entry.negate(), BigInteger.ONE);
        }
        return RationalVector.of(entries);
    }
}
