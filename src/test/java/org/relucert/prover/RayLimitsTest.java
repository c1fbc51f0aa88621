package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.CertificateWriter;
import org.relucert.certificate.Claim;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.Sections;
import org.relucert.certificate.TreeNode;
import org.relucert.checker.Checker;
import org.relucert.checker.Cone;
import org.relucert.checker.ConeRows;
import org.relucert.checker.Verdict;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.SearchTree;

/** The proof of a search tree that splits on where the checker would not follow (SX-1). */
class RayLimitsTest {

    private static final Rational UNIT = Rationals.of(1, 1 << 20);

    /** Rows of an orthant's halves, a leaf behind each split but the last: as many as there are rows. */
    private static SearchTree.Node chain(int row, int rows, int dimension) {
        double[] ones = new double[dimension];
        Arrays.fill(ones, 1);
        SearchTree.Node leaf = new SearchTree.ConeLeaf(1, new int[0], new double[0], ones);
        return row == rows ? leaf : new SearchTree.Split(row, List.of(), leaf, chain(row + 1, rows, dimension));
    }

    private static ProofTree prove(Problem problem, RationalVector nu, int splits) {
        int dimension = problem.dimension();
        SearchTree.Node[] roots = new SearchTree.Node[1 << dimension];
        Arrays.fill(roots, chain(0, 0, dimension));
        roots[0] = chain(0, splits, dimension);
        TreeProver.Proved proved = TreeProver.round(problem, nu, new SearchTree(SearchTree.Kind.ORTHANTS, List.of(roots)), UNIT,
                Rationals.ONE, () -> false);
        Certificate certificate = Certificate.of(problem, List.of(new Claim.NeuronMaximum(Rationals.ZERO, Rationals.of(1000))), nu,
                proved.levelSquared(), Rationals.ZERO, List.of(), RationalVector.zero(0));
        ProofTree minus = TreeProver.round(problem, nu.opposite(), new SearchTree(SearchTree.Kind.ORTHANTS,
                List.of(Arrays.stream(roots).map(root -> chain(0, 0, dimension)).toArray(SearchTree.Node[]::new))), UNIT,
                Rationals.ONE, () -> false).tree();
        Verdict verdict = Checker.fast().verify(CertificateReader.of(CertificateWriter.text(certificate, proved.tree(), minus,
                Sections.NONE)), Optional.empty());
        assertTrue(verdict.isVerified(), verdict.line());
        return proved.tree();
    }

    private static Problem problem(List<RationalVector> rows, int dimension) {
        RationalMatrix labels = RationalMatrix.ofColumns(List.of(RationalVector.zero(rows.size())), rows.size());
        return Problem.of("", RationalMatrix.ofRows(rows, dimension), labels, Problem.Loss.SQUARED, Rationals.ONE,
                Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(dimension));
    }

    /** Random hyperplanes, each with the larger half behind it, until there are too many extreme rays. */
    @Test
    void manyRaysOfACone() {
        Random random = new Random(3);
        int dimension = 12;
        List<RationalVector> rows = new ArrayList<>();
        RationalVector one = RationalVector.of(1);
        Cone cone = new Cone.Orthants(ConeRows.of(problem(List.of(RationalVector.unit(dimension, 0)), dimension), one)).cone(0);
        while (cone != null) {
            RationalVector row = RationalVector.of(random.longs(dimension, -9, 10).toArray());
            try {
                Cone.Halves halves = cone.split(row);
                if (halves != null) {
                    boolean isBehind = halves.nonPositive().generators() >= halves.nonNegative().generators();
                    rows.add(isBehind ? row : row.opposite());
                    cone = isBehind ? halves.nonPositive() : halves.nonNegative();
                }
            } catch (Cone.TooManyRays e) {
                rows.add(row);
                cone = null;
            }
        }
        ProofTree tree = prove(problem(rows, dimension), RationalVector.unit(rows.size(), 0), rows.size());
        assertEquals(rows.size() - 1, tree.nodes().stream().filter(TreeNode::isInner).count());
    }

    /** Corners cut off an orthant: the j-th leaves a cone of j + 3 rays. */
    @Test
    void manyRaysOnAPath() throws Exception {
        RationalVector[] rows = new RationalVector[1_040];
        Arrays.setAll(rows, t -> RationalVector.of(-1, 2 * (t + 1), -(t + 1L) * (t + 1L)));
        // The walk descends by recursion.
        FutureTask<ProofTree> proof = new FutureTask<>(
                () -> prove(problem(List.of(rows), 3), RationalVector.unit(rows.length, 0), rows.length));
        new Thread(null, proof, "deep", 1 << 28).start();
        ProofTree tree = proof.get();
        assertEquals(1_020, tree.nodes().stream().filter(TreeNode::isInner).count());
    }
}
