package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.CertificateWriter;
import org.relucert.certificate.Claim;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.Sections;
import org.relucert.certificate.TreeNode;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** How long a path over the whole space may be for many rows (DF-2). */
class PathLengthTest {

    private static final int ROWS = 1 << 14;
    private static final int MOST = (1 << 25) / ROWS;

    /** The line with equal rows, the first of nu = 1 and the others of nu = 0, split by hyperplanes one below the other. */
    private static String text(int splits) {
        RationalVector one = RationalVector.of(1);
        Problem problem = Problem.of("", RationalMatrix.ofRows(Collections.nCopies(ROWS, one), 1),
                RationalMatrix.ofColumns(List.of(RationalVector.zero(ROWS)), ROWS), Problem.Loss.SQUARED, Rationals.ONE,
                Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(1));
        TreeNode leaf = new TreeNode.ChordLeaf(Terms.NONE, Terms.NONE, List.of(), List.of(), Optional.of(Rationals.ONE));
        List<TreeNode> nodes = new ArrayList<>();
        for (int k = 0; k < splits; k++) {
            nodes.add(new TreeNode.Split(-1, Optional.of(one), List.of(), List.of()));
            nodes.add(leaf);
        }
        nodes.add(leaf);
        Certificate certificate = Certificate.of(problem, List.of(new Claim.NeuronMaximum(Rationals.ZERO, Rationals.of(2))),
                RationalVector.unit(ROWS, 0), Rationals.of(4), Rationals.ZERO, List.of(), RationalVector.zero(0));
        return CertificateWriter.text(certificate,
                new ProofTree(ProofTree.Root.SPACE, Rationals.ONE, Collections.nCopies(ROWS, Rationals.ONE), nodes),
                new ProofTree(ProofTree.Root.SPACE, Rationals.ONE, List.of(), List.of(leaf)), Sections.NONE);
    }

    @Test
    void longestPath() {
        Verdict allowed = Checker.fast().verify(CertificateReader.of(text(MOST)), Optional.empty());
        assertTrue(allowed.isVerified(), allowed.line());
        String beyond = text(MOST + 1);
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Verdict verdict = checker.verify(CertificateReader.of(beyond), Optional.empty());
            assertEquals("DF-2", ForgedTest.outcome(verdict));
            assertEquals("plus tree, node " + (2 * MOST + 1) + ": " + (MOST + 1) + " splits above it are too many for " + ROWS
                    + " rows", verdict.reason());
        }
    }
}
