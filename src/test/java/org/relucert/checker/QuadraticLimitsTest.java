package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

/** What a quadratic leaf may cost. */
class QuadraticLimitsTest {

    static List<Checker> both() {
        return List.of(Checker.fast(), Checker.reference());
    }

    private static Verdict verify(Checker checker, String text) {
        return checker.verify(CertificateReader.of(text), Optional.empty());
    }

    /** One row of a dimension, undecided on one side and concave on the other, where the level is the only entry not zero. */
    private static String oneRow(int dimension, Rational level) {
        Problem problem = Problem.of("", RationalMatrix.ofRows(List.of(RationalVector.unit(dimension, 0)), dimension),
                RationalMatrix.identity(1), Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE, Problem.Skip.NONE,
                RationalMatrix.identity(dimension));
        RationalVector zero = RationalVector.zero(dimension);
        Rational two = Rationals.of(2);
        TreeNode plus = new TreeNode.QuadraticLeaf(two, Rationals.ONE, Terms.NONE, RationalVector.of(Rationals.of(1, 4)), zero,
                Terms.NONE, List.of(), List.of());
        TreeNode minus = new TreeNode.QuadraticLeaf(level, Rationals.ZERO, Terms.NONE, RationalVector.zero(0), zero,
                Terms.NONE, List.of(), List.of());
        Certificate certificate = Certificate.of(problem, List.of(new Claim.NeuronMaximum(Rationals.ZERO, two)),
                RationalVector.of(1), Rationals.of(4), Rationals.ZERO, List.of(), RationalVector.zero(0));
        Rational unit = Rationals.of(1, 1024);
        return CertificateWriter.text(certificate, new ProofTree(ProofTree.Root.SPACE, unit, List.of(), List.of(plus)),
                new ProofTree(ProofTree.Root.SPACE, unit, List.of(), List.of(minus)), Sections.NONE);
    }

    @ParameterizedTest
    @MethodSource("both")
    void largestDimension(Checker checker) {
        Verdict allowed = verify(checker, oneRow(64, Rationals.ZERO));
        assertTrue(allowed.isVerified(), allowed.line());
        Verdict beyond = verify(checker, oneRow(65, Rationals.ZERO));
        assertEquals("QL-1", ForgedTest.outcome(beyond));
        assertEquals("plus tree, node 0: a quadratic leaf in dimension 65", beyond.reason());
    }

    /** A matrix of two rows may have numerators of 32,768 bits, and not one more. */
    @ParameterizedTest
    @MethodSource("both")
    void longestNumerator(Checker checker) {
        for (int bits : new int[] {32_768, 32_769}) {
            // Odd, so that the denominator 2 of the other entries has to go from the common one.
            BigInteger denominator = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
            Verdict verdict = verify(checker, oneRow(1, Rationals.of(denominator.add(BigInteger.ONE), denominator)));
            assertEquals(bits == 32_768 ? "VERIFIED" : "QL-1", ForgedTest.outcome(verdict));
        }
    }

    /** A matrix of three rows may have numerators of 21,845 bits over their least common denominator. */
    @Test
    void longestMatrix() {
        String text = Corpus.validNamed("quadratic-2d").text();
        List<String> outcomes = IntStream.of(1000, 6500, 6530, 6560, 6590, 9000)
                .mapToObj(digits -> {
                    String level = "\"1" + "4".repeat(digits - 1) + "3/1" + "0".repeat(digits) + '"';
                    String changed = text.replace("{\"h\":83970,", "{\"h\":" + level + ",");
                    String fast = ForgedTest.outcome(verify(Checker.fast(), changed));
                    assertEquals(ForgedTest.outcome(verify(Checker.reference(), changed)), fast, digits + " digits");
                    return fast;
                }).collect(Collectors.toList());
        assertEquals("VERIFIED", outcomes.get(0));
        assertEquals("QL-1", outcomes.get(outcomes.size() - 1));
        assertEquals(2, outcomes.stream().distinct().count());
        assertTrue(Collections.frequency(outcomes, "VERIFIED") > 1, outcomes.toString());
    }
}
