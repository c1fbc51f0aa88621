package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.ProofTree;
import org.relucert.checker.Checker;
import org.relucert.checker.ExactMaximum;
import org.relucert.checker.Instances;
import org.relucert.checker.Verdict;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.SearchTree;

/** Trees over a cube, proposed at random: proved, accepted by both checkers, and never below the maximum by enumeration. */
class CubeTreeProperties {

    private static final Pattern CUT = Pattern.compile("\\{\"cut\":(\\d+),\"at\":\"([^\"]+)\"\\}");
    private static final Rational UNIT = Rationals.of(1, 1 << 20);

    private final Random random = new Random(11);

    @Test
    void provedAcceptedAndTrue() {
        int tried = 0;
        int splits = 0;
        int dropped = 0;
        int rejected = 0;
        int free = 0;
        for (long seed = 0; tried < 120; seed++) {
            Instances instances = new Instances(seed);
            Problem problem = instances.problem();
            RationalVector nu = instances.dual(problem);
            tried++;
            free += problem.hasFreeBias() ? 1 : 0;
            // With a free bias what that finds are only some neurons; there the chambers of all orthants know the maximum.
            Rational exact = ExactMaximum.squared(problem, nu);
            Rational known = problem.hasFreeBias() ? byOrthants(problem, nu) : exact;
            // Every other time each leaf is a chamber, on which the bound is exact but for rounding.
            boolean chambers = tried % 2 == 0;
            SearchTree[] proposals = {proposal(problem, chambers), proposal(problem, chambers)};
            Rational goal = known.times(Rationals.of(1001, 1000)).plus(Rationals.of(1, 1 << 20));
            TreeProver.Proved plus = round(problem, nu, proposals[0], goal);
            TreeProver.Proved minus = round(problem, nu.opposite(), proposals[1], goal);
            Rational level = plus.levelSquared().compareTo(minus.levelSquared()) > 0 ? plus.levelSquared() : minus.levelSquared();
            assertTrue(level.compareTo(exact) >= 0, "seed " + seed);
            assertTrue(!chambers || level.compareTo(goal) <= 0, "seed " + seed + ": " + level + " above " + goal);
            String text = NeuronProver.assemble(problem, nu,
                    new Sides(plus.tree(), minus.tree(), level, 1, new double[problem.dimension()], 0)).text();
            for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
                try (CertificateReader reader = CertificateReader.of(text)) {
                    Verdict verdict = checker.verify(reader, Optional.of(problem));
                    assertTrue(verdict.isVerified(), "seed " + seed + ": " + verdict.line());
                }
            }
            String other = withAnotherCut(text);
            if (!other.equals(text)) {
                String[] outcomes = {outcome(Checker.fast(), other, problem), outcome(Checker.reference(), other, problem)};
                assertEquals(outcomes[1], outcomes[0], "seed " + seed);
                rejected += outcomes[0].equals("verified") ? 0 : 1;
            }
            for (int side = 0; side < 2; side++) {
                ProofTree tree = (side == 0 ? plus : minus).tree();
                assertEquals(ProofTree.Root.CUBES, tree.root());
                int proposed = 0;
                for (SearchTree.Node root : proposals[side].roots()) {
                    proposed += splits(root);
                }
                int written = (tree.nodes().size() - 2 * problem.dimension()) / 2;
                splits += written;
                dropped += proposed - written;
            }
        }
        assertTrue(splits > 500 && dropped > 50 && rejected > 20 && free > 10, splits + " splits, " + dropped
                + " one-sided ones dropped, " + rejected + " others rejected, " + free + " instances with a free bias");
    }

    @Test
    void theBiasHasToReachBeyondTheData() {
        int refused = 0;
        for (long seed = 0; refused < 10; seed++) {
            Instances instances = new Instances(seed);
            Problem problem = instances.problem();
            if (!problem.hasFreeBias() || problem.dimension() == 1) {
                continue;
            }
            RationalVector nu = instances.dual(problem);
            double[][] cube = cube(problem);
            int last = cube.length - 1;
            for (int k = 0; k <= last; k++) {
                cube[last][k] *= 1 << 20;
            }
            List<SearchTree.Node> roots = new ArrayList<>();
            for (int face = 0; face <= 2 * last + 1; face++) {
                roots.add(node(problem, cube, face, 0, problem.rows()));
            }
            SearchTree proposal = new SearchTree(SearchTree.Kind.CUBES, cube, roots);
            boolean isAlways = IntStream.range(0, problem.rows()).allMatch(i -> isConstant(problem, i));
            if (!isAlways) {
                assertThrows(Unproved.class, () -> round(problem, nu, proposal, Rationals.ONE), "seed " + seed);
                refused++;
            }
        }
    }

    /** Whether a data point is the origin about which the bias of the cube is counted. */
    private static boolean isConstant(Problem problem, int i) {
        return IntStream.range(0, problem.dimension() - 1).allMatch(k -> problem.functional(i).sign(k) == 0);
    }

    /** The text with one cut at another place or by another coordinate, if it has a cut. */
    private String withAnotherCut(String text) {
        List<MatchResult> cuts = CUT.matcher(text).results().toList();
        if (cuts.isEmpty()) {
            return text;
        }
        MatchResult cut = cuts.get(random.nextInt(cuts.size()));
        String axis = random.nextInt(3) == 0 ? "" + random.nextInt(5) : cut.group(1);
        String at = random.nextInt(3) == 0 ? cut.group(2) : Rationals.text(Rationals.of(random.nextInt(21) - 10, 9));
        return text.substring(0, cut.start()) + "{\"cut\":" + axis + ",\"at\":\"" + at + "\"}" + text.substring(cut.end());
    }

    private static String outcome(Checker checker, String text, Problem problem) {
        try (CertificateReader reader = CertificateReader.of(text)) {
            Verdict verdict = checker.verify(reader, Optional.of(problem));
            return verdict.isVerified() ? "verified" : verdict.obligation().orElseThrow().label();
        }
    }

    private Rational byOrthants(Problem problem, RationalVector nu) {
        List<SearchTree.Node> roots = new ArrayList<>();
        for (int orthant = 0; orthant < 1 << problem.dimension(); orthant++) {
            roots.add(node(problem, new double[problem.dimension()][], 0, 0, 0));
        }
        SearchTree proposal = new SearchTree(SearchTree.Kind.ORTHANTS, roots);
        Rational plus = round(problem, nu, proposal, Rationals.ZERO).levelSquared();
        Rational minus = round(problem, nu.opposite(), proposal, Rationals.ZERO).levelSquared();
        return plus.compareTo(minus) > 0 ? plus : minus;
    }

    private static TreeProver.Proved round(Problem problem, RationalVector nu, SearchTree proposal, Rational goal) {
        return TreeProver.round(problem, nu, proposal, UNIT, goal, () -> false);
    }

    private SearchTree proposal(Problem problem, boolean chambers) {
        int dimension = problem.dimension();
        double[][] cube = cube(problem);
        List<SearchTree.Node> roots = new ArrayList<>();
        for (int face = 0; face < 2 * dimension; face++) {
            boolean isOfBias = problem.hasFreeBias() && face / 2 == dimension - 1;
            roots.add(node(problem, cube, face, isOfBias ? 0 : random.nextInt(4), chambers && !isOfBias ? 0 : problem.rows()));
        }
        return new SearchTree(SearchTree.Kind.CUBES, cube, roots);
    }

    /** With a free bias one that is counted from the origin, and reaches beyond the data. */
    private double[][] cube(Problem problem) {
        int dimension = problem.dimension();
        if (!problem.hasFreeBias()) {
            return cube(dimension);
        }
        int last = dimension - 1;
        double[][] weights = cube(last);
        double[][] cube = new double[dimension][dimension];
        for (int k = 0; k < last; k++) {
            System.arraycopy(weights[k], 0, cube[k], 0, last);
        }
        cube[last][last] = 1;
        while (!reachesBeyond(problem, cube)) {
            cube[last][last] /= 2;
        }
        return cube;
    }

    private static boolean reachesBeyond(Problem problem, double[][] cube) {
        Rational[][] entries = new Rational[cube.length][];
        Arrays.setAll(entries, k -> Arrays.stream(cube[k]).mapToObj(Floats::exact).toArray(Rational[]::new));
        RationalMatrix edges = Elimination.inverse(RationalMatrix.of(entries)).orElseThrow().transpose();
        return IntStream.range(0, problem.rows()).allMatch(i -> {
            RationalVector row = edges.times(problem.functional(i));
            Rational others = Rationals.ZERO;
            for (int k = 0; k < row.size() - 1; k++) {
                others = others.plus(row.get(k).abs());
            }
            return row.get(row.size() - 1).abs().compareTo(others) >= 0;
        });
    }

    /** Along the axes every third time, else turned by adding rows to others, which keeps them independent. */
    private double[][] cube(int dimension) {
        double[][] cube = new double[dimension][dimension];
        for (int k = 0; k < dimension; k++) {
            cube[k][k] = Math.scalb(random.nextInt(3) == 0 ? -1 : 1, random.nextInt(5) - 2);
        }
        for (int step = random.nextInt(3) * dimension; step > 0 && dimension > 1; step--) {
            int k = random.nextInt(dimension);
            int other = (k + 1 + random.nextInt(dimension - 1)) % dimension;
            double factor = (random.nextInt(9) - 4) / 4.0;
            for (int j = 0; j < dimension; j++) {
                cube[k][j] += factor * cube[other][j];
            }
        }
        return cube;
    }

    /** So many cuts on every path, then one by each of the rows from a first one on. */
    private SearchTree.Node node(Problem problem, double[][] cube, int face, int cuts, int row) {
        int dimension = cube.length;
        if (cuts > 0 && dimension > 1) {
            // Sometimes past the box.
            int j = (face / 2 + 1 + random.nextInt(dimension - 1)) % dimension;
            double at = (random.nextInt(21) - 10) / 8.0;
            return new SearchTree.Cut(j, at, node(problem, cube, face, cuts - 1, row), node(problem, cube, face, cuts - 1, row));
        }
        if (row < problem.rows()) {
            return new SearchTree.Split(row, List.of(), node(problem, cube, face, 0, row + 1),
                    node(problem, cube, face, 0, row + 1));
        }
        double[] direction = new double[dimension];
        for (int k = 0; k < dimension; k++) {
            direction[k] = random.nextGaussian();
        }
        return new SearchTree.ConeLeaf(0, new int[0], new double[0], direction);
    }

    private static int splits(SearchTree.Node node) {
        if (node instanceof SearchTree.Split split) {
            return 1 + splits(split.nonNegative()) + splits(split.nonPositive());
        }
        if (node instanceof SearchTree.Cut cut) {
            return 1 + splits(cut.nonNegative()) + splits(cut.nonPositive());
        }
        return 0;
    }
}
