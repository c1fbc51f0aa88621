package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.certificate.ProofTree;
import org.relucert.checker.Checker;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.NeuronSearch;

/** Trees of chords where rows crowd around one direction, as positive columns beside a bias do. */
class ChordTreeTest {

    private static final double GAP = 1e-6;

    /**
     * Deep cells lie in hyperplanes of undecided rows, whose bounds are then zero but for rounding: any slope is a chord's, and
     * the one that rounding leaves need not be the search's.
     */
    @ParameterizedTest
    @CsvSource({"30, 4, 1", "30, 5, 2", "30, 9, 3"})
    void provedAtTheBoundOfTheSearch(int n, int d, int seed) {
        Random random = new Random(seed);
        List<RationalVector> rows = new ArrayList<>();
        Rational[] labels = new Rational[n];
        for (int i = 0; i < n; i++) {
            int[] row = random.ints(d, 2_000, 5_000).toArray();
            rows.add(RationalVector.of(Arrays.stream(row).mapToObj(entry -> Rationals.of(entry, 1_000)).toList()));
            labels[i] = Rationals.of(2L * Math.max(0, row[0] - row[1]) - Math.abs(row[2] - 3_500) + random.nextInt(-1_000, 1_000),
                    1_000);
        }
        Problem problem = Problem.of("crowded", RationalMatrix.ofRows(rows, d),
                RationalMatrix.ofColumns(List.of(RationalVector.of(labels)), n), Problem.Loss.SQUARED, Rationals.ONE,
                Problem.Bias.REGULARIZED, Problem.Skip.NONE, RationalMatrix.identity(d + 1));
        Prover.Options options = new Prover.Options(GAP, 60, NeuronSearch.Method.BOX, () -> false, p -> { }, p -> { });
        Proof proof = Prover.certify(problem, Set.of(Claim.Bound.KEYWORD), List.of(), options).proof();
        assertEquals(ProofTree.Root.SPACE, proof.plus().root());
        Claim.Bound bound = (Claim.Bound) proof.certificate().claims().get(0);
        assertEquals(1, bound.lower().doubleValue() / bound.upper().doubleValue(), GAP);
        assertTrue(Checker.fast().verify(CertificateReader.of(proof.text()), Optional.of(problem)).isVerified());
    }
}
