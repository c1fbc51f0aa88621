package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.certificate.ProofTree;
import org.relucert.checker.Checker;
import org.relucert.exact.Rationals;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Problem;
import org.relucert.search.NeuronSearch;

/** Data whose common denominator is out of a double's range, and out of the limit of quadratic leaves. */
class LongNumbersTest {

    /** Generators of more bits than a double's exponent can tell. */
    @Test
    void boundsWithLongData() {
        assertProved(problem(8, 3, 70), ProofTree.Root.ORTHANTS, NeuronSearch.Method.AUTO);
    }

    /** So few rows in seven dimensions call for quadratic leaves, numbers of this length for cones. */
    @Test
    void numbersTooLongForQuadraticLeavesGoToCones() {
        assertTrue(QuadraticLeafProver.suits(problem(5, 7, 1), 128));
        Problem problem = problem(5, 7, 60);
        assertTrue(!QuadraticLeafProver.suits(problem, 128));
        assertProved(problem, ProofTree.Root.ORTHANTS, NeuronSearch.Method.AUTO);
        assertProved(problem(5, 7, 1), ProofTree.Root.SPACE, NeuronSearch.Method.AUTO);
    }

    /** The trees of the last pricing are the proof's: the method that was asked for is theirs. */
    @Test
    void trainingPricesByTheMethodAskedFor() {
        assertProved(problem(6, 3, 1), ProofTree.Root.SPACE, NeuronSearch.Method.BOX);
        assertProved(problem(6, 3, 1), ProofTree.Root.CUBES, NeuronSearch.Method.CUBES);
    }

    private static void assertProved(Problem problem, ProofTree.Root root, NeuronSearch.Method method) {
        Prover.Options options = new Prover.Options(1e-3, 60, method, () -> false, p -> { }, p -> { });
        Proof proof = Prover.certify(problem, Set.of(Claim.Bound.KEYWORD), List.of(), options).proof();
        String text = proof.text();
        assertTrue(text.contains("\"root\":\"" + root.name().toLowerCase(Locale.ROOT) + "\""), root + " expected");
        assertTrue(Checker.fast().verify(CertificateReader.of(text), Optional.of(problem)).isVerified());
        Claim.Bound bound = (Claim.Bound) proof.certificate().claims().get(0);
        assertEquals(1, bound.lower().doubleValue() / bound.upper().doubleValue(), 2e-3);
    }

    /** Quotients of integers of so many digits. */
    private static Problem problem(int n, int d, int digits) {
        Random random = new Random(5);
        BigInteger size = BigInteger.TEN.pow(digits);
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            BigInteger[][] entries = new BigInteger[d][];
            for (int k = 0; k < d; k++) {
                entries[k] = new BigInteger[] {new BigInteger(size.bitLength(), random).subtract(size.shiftRight(1)),
                    new BigInteger(size.bitLength(), random).add(size)};
            }
            rows.add(RationalVector.of(Arrays.stream(entries).map(e -> Rationals.of(e[0], e[1])).toList()));
        }
        RationalVector labels = RationalVector.of(random.longs(n, -5, 6).toArray());
        return Problem.of("long", RationalMatrix.ofRows(rows, d), RationalMatrix.ofColumns(List.of(labels), n), Problem.Loss.SQUARED,
                Rationals.ONE, Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(d));
    }
}
