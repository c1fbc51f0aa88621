package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.CertificateWriter;
import org.relucert.certificate.Claim;
import org.relucert.certificate.LandscapeWitness;
import org.relucert.certificate.LandscapeWitness.Improvement;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.certificate.Sections;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** Matrices whose elimination would take long are not eliminated; that of an optimal set is in the corpus of forged certificates. */
class EffortTest {

    private static final int LONG = 1700;

    @Test
    void limit() {
        // 2^12 rows, rank 2, minors of 2^17 bits: 2^(12 + 1 + 1 + 34), the first power of two that is too much
        assertThrows(Rejection.class, () -> Effort.bounded(Obligation.POL_2, 1 << 12, 2, 1 << 16));
        assertDoesNotThrow(() -> Effort.bounded(Obligation.POL_2, (1 << 12) - 1, 2, 1 << 16));
        assertThrows(Rejection.class, () -> Effort.bounded(Obligation.POL_2, 2, 1 << 12, 1 << 16));
        assertDoesNotThrow(() -> Effort.bounded(Obligation.POL_2, Integer.MAX_VALUE, 0, 1 << 16));
    }

    /** Rows of a size of numbers of so many bits, and one more coordinate that is 0. */
    private static List<RationalVector> rows(int size, int bits) {
        Random random = new Random(1);
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            BigInteger[] row = new BigInteger[size + 1];
            for (int k = 0; k < size; k++) {
                row[k] = new BigInteger(bits, random);
            }
            row[size] = BigInteger.ZERO;
            rows.add(RationalVector.of(row, BigInteger.ONE));
        }
        return rows;
    }

    private static Problem problem(List<RationalVector> rows, Rational[] labels, Problem.Skip skip) {
        int dimension = rows.get(0).size();
        return Problem.of("", RationalMatrix.ofRows(rows, dimension), RationalMatrix.ofColumns(List.of(RationalVector.of(labels)),
                rows.size()), Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE, skip, RationalMatrix.identity(dimension));
    }

    private static Verdict verdict(Problem problem, Claim claim, PathNetwork network, LandscapeWitness witness) {
        String text = CertificateWriter.text(Certificate.ofNetwork(problem, List.of(claim), network), null, null,
                Sections.NONE.with(witness));
        return Checker.fast().verify(CertificateReader.of(text), Optional.empty());
    }

    private static Rational[] labels(int size) {
        Rational[] labels = new Rational[size];
        Arrays.fill(labels, Rationals.ZERO);
        return labels;
    }

    /** A network without neurons fits labels 0; its width is compared with the rank of a long skip. */
    @Test
    void widthOfABadMinimum() {
        for (int bits : new int[] {10, LONG}) {
            Problem problem = problem(rows(40, bits), labels(40), Problem.Skip.FREE);
            LandscapeWitness witness = new LandscapeWitness(List.of(), List.of(), Optional.empty(), Optional.empty(),
                    Optional.of(new Improvement(Improvement.By.WIDTH, new PathNetwork(List.of(), RationalVector.zero(0)),
                            RationalVector.zero(41))), Optional.empty());
            Verdict verdict = verdict(problem, new Claim.BadLocalMinimum(0, Rationals.ZERO),
                    new PathNetwork(List.of(), RationalVector.zero(41)), witness);
            assertEquals("BAD-2", ForgedTest.outcome(verdict));
            assertEquals(bits == LONG, verdict.reason().contains("takes too long"), verdict.reason());
        }
    }

    /** One neuron along the last axis, where one row is; the others are its kinks. */
    @Test
    void kinksOfAStationaryPoint() {
        for (int bits : new int[] {10, LONG}) {
            List<RationalVector> rows = rows(40, bits);
            rows.add(RationalVector.unit(41, 40));
            Rational[] labels = labels(41);
            labels[40] = Rationals.of(2);
            LandscapeWitness witness = new LandscapeWitness(List.of(List.of(Terms.NONE)), List.of(List.of()), Optional.empty(),
                    Optional.empty(), Optional.empty(), Optional.empty());
            Verdict verdict = verdict(problem(rows, labels, Problem.Skip.NONE),
                    new Claim.Stationary(Claim.Stationary.Kind.CLARKE, 1, Rationals.of(3, 2)),
                    new PathNetwork(List.of(new PathNeuron(1, Rationals.ONE, RationalVector.unit(41, 40), Rationals.ONE)),
                            RationalVector.zero(0)), witness);
            assertEquals(bits == LONG ? "STA-C" : "VERIFIED", ForgedTest.outcome(verdict));
            assertTrue(bits < LONG || verdict.reason().contains("takes too long"), verdict.reason());
        }
    }
}
