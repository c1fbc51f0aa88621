package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.bench.Instances.Instance;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.TreeNode;
import org.relucert.checker.Checker;
import org.relucert.checker.EqualRows;
import org.relucert.checker.ExactMaximum;
import org.relucert.checker.Instances;
import org.relucert.checker.Verdict;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.NeuronSearch;
import org.relucert.search.SearchTree;

/** Trees with quadratic leaves, from the search to both checkers. */
class QuadraticTreeProperties {

    private static final double GAP = 1e-6;

    /** Small integers, so that parallel rows, opposite rows and zero rows are common; the maximum is known by enumeration. */
    @Test
    void provedAcceptedAndTight() {
        int tried = 0;
        for (long seed = 0; tried < 200; seed++) {
            Instances instances = new Instances(seed);
            Problem problem = instances.problem();
            RationalVector nu = instances.dual(problem);
            if (problem.hasFreeBias()) {
                continue;
            }
            tried++;
            Rational exact = ExactMaximum.squared(problem, nu);
            Sides sides = Sides.prove(problem, nu, NeuronSearch.Method.QUADRATIC, GAP, 0, () -> false, p -> { });
            assertTrue(sides.levelSquared().compareTo(exact) >= 0, "seed " + seed);
            double reached = Math.sqrt(Floats.of(sides.levelSquared()));
            // one unit where the maximum is zero
            double room = exact.isZero() ? 0x1p-16 : 0;
            assertTrue(reached <= Math.sqrt(Floats.of(exact)) * (1 + 2 * GAP) + room, "seed " + seed + ": " + reached);
            verified(problem, NeuronProver.assemble(problem, nu, sides), "seed " + seed);
        }
    }

    /** Rows that are multiples of each other are not merged: the sign of one, once split, implies those of the others. */
    @Test
    void signsOfParallelRows() {
        int implied = 0;
        for (int seed = 0; seed < 5; seed++) {
            Instance instance = org.relucert.bench.Instances.gaussian(16, 3, seed);
            List<RationalVector> rows = new ArrayList<>();
            List<Rational> entries = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                rows.add(instance.problem().row(i % 16).times(Rationals.of(i / 16 + 1)));
                entries.add(instance.nu().get(i % 16));
            }
            Problem problem = Problem.of("", RationalMatrix.ofRows(rows, 3),
                    RationalMatrix.ofColumns(List.of(RationalVector.zero(32)), 32), Problem.Loss.SQUARED, Rationals.ONE,
                    Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(3));
            RationalVector nu = RationalVector.of(entries);
            Sides sides = Sides.prove(problem, nu, NeuronSearch.Method.QUADRATIC, GAP, 0, () -> false, p -> { });
            verified(problem, NeuronProver.assemble(problem, nu, sides), "seed " + seed);
            implied += implied(sides.plus()) + implied(sides.minus());
        }
        assertTrue(implied > 10, implied + " signs of parallel rows");
    }

    private static int implied(ProofTree tree) {
        int count = 0;
        for (TreeNode node : tree.nodes()) {
            count += node instanceof TreeNode.QuadraticLeaf leaf ? leaf.implied().size() : 0;
        }
        return count;
    }

    /** Both checkers verify a proof. */
    static void verified(Problem problem, Proof proof, String label) {
        String text = proof.text();
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            try (CertificateReader reader = CertificateReader.of(text)) {
                Verdict verdict = checker.verify(reader, Optional.of(problem));
                assertTrue(verdict.isVerified(), label + ": " + verdict.line());
            }
        }
    }

    /** Whatever multipliers are proposed, ranges kept or not, some level is proved, and it is true. */
    @Test
    void anyMultipliersProveSomething() {
        Random random = new Random(3);
        int tried = 0;
        for (long seed = 0; tried < 100; seed++) {
            Instances instances = new Instances(seed);
            Problem problem = instances.problem();
            RationalVector nu = EqualRows.of(problem).merged(instances.dual(problem));
            if (problem.hasFreeBias()) {
                continue;
            }
            tried++;
            SearchTree.Node node = arbitrary(random, problem, nu, 0, 0);
            SearchTree tree = new SearchTree(SearchTree.Kind.BOX, List.of(node));
            TreeProver.Proved plus = TreeProver.round(problem, nu, tree, Rationals.of(1, 1 << 20), Rationals.ONE, () -> false);
            SearchTree other = new SearchTree(SearchTree.Kind.BOX, List.of(arbitrary(random, problem, nu.opposite(), 0, 0)));
            TreeProver.Proved minus = TreeProver.round(problem, nu.opposite(), other, Rationals.of(1, 1 << 20), Rationals.ONE,
                    () -> false);
            Rational level = plus.levelSquared().compareTo(minus.levelSquared()) > 0 ? plus.levelSquared() : minus.levelSquared();
            assertTrue(level.compareTo(ExactMaximum.squared(problem, nu)) >= 0, "seed " + seed);
            verified(problem, NeuronProver.assemble(problem, nu,
                    new Sides(plus.tree(), minus.tree(), level, 1, new double[problem.dimension()], 0)), "seed " + seed);
        }
    }

    private static SearchTree.Node arbitrary(Random random, Problem problem, RationalVector nu, int row, int depth) {
        if (row < problem.rows()) {
            if (nu.sign(row) > 0 && !problem.row(row).isZero() && random.nextBoolean()) {
                return new SearchTree.Split(row, List.of(), arbitrary(random, problem, nu, row + 1, depth + 1),
                        arbitrary(random, problem, nu, row + 1, depth + 1));
            }
            return arbitrary(random, problem, nu, row + 1, depth);
        }
        double[] lambda = random.doubles(depth, -1, 3).toArray();
        double[] curvatures = random.doubles(problem.rows(), -0.2, 1).toArray();
        double[] slopes = random.doubles(problem.rows(), -0.5, 1.5).toArray();
        double[] point = random.doubles(problem.dimension(), -1, 1).toArray();
        return new SearchTree.QuadraticLeaf(random.nextDouble(), lambda, curvatures, slopes, point);
    }

    @Test
    void largerOnesWithTheirMetricAndAnInterruptedOne() {
        int[][] sizes = {{40, 5}, {30, 10}, {20, 14}};
        for (int[] size : sizes) {
            Instance instance = org.relucert.bench.Instances.gaussian(size[0], size[1], 7);
            String label = Arrays.toString(size);
            Sides sides = Sides.prove(instance.problem(), instance.nu(), NeuronSearch.Method.QUADRATIC, GAP, 0, () -> false, p -> { });
            Proof proof = NeuronProver.assemble(instance.problem(), instance.nu(), sides);
            Claim.NeuronMaximum claim = (Claim.NeuronMaximum) proof.certificate().claims().get(0);
            assertTrue(claim.upper().minus(claim.lower()).compareTo(claim.upper().times(Rationals.of(2, 1_000_000))) <= 0, label);
            verified(instance.problem(), proof, label);
            Sides stopped = Sides.prove(instance.problem(), instance.nu(), NeuronSearch.Method.QUADRATIC, GAP, 0, () -> true, p -> { });
            assertEquals(1, stopped.plus().nodes().size(), label);
            assertTrue(stopped.levelSquared().compareTo(sides.levelSquared()) > 0, label);
            verified(instance.problem(), NeuronProver.assemble(instance.problem(), instance.nu(), stopped), label + ", interrupted");
        }
    }

    /** Both sides in two threads, to a common target, as the certificate of a bound asks for. */
    @Test
    void withATarget() {
        Instance instance = org.relucert.bench.Instances.gaussian(40, 8, 3);
        double first = Math.sqrt(Floats.of(Sides.prove(instance.problem(), instance.nu(), NeuronSearch.Method.QUADRATIC, GAP, 0,
                () -> false, p -> { }).levelSquared()));
        Sides sides = Sides.prove(instance.problem(), instance.nu(), NeuronSearch.Method.QUADRATIC, GAP, 1.1 * first, () -> false,
                p -> { });
        assertTrue(Math.sqrt(Floats.of(sides.levelSquared())) <= 1.1 * first * (1 + GAP));
        verified(instance.problem(), NeuronProver.assemble(instance.problem(), instance.nu(), sides), "target");
    }
}
