package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.family.CircleChain;
import org.relucert.family.Hypersimplex;
import org.relucert.family.InverseInstance;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/** From a problem to a verified claim about its whole optimal set, on instances whose answer is known. */
class OptimalSetTest {

    private static final Prover.Options OPTIONS = Prover.Options.gap(1e-6);

    /** The claim, verified by both checkers. */
    private static <C extends Claim> C verified(Class<C> type, Proof proof) {
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Verdict verdict = checker.verify(proof.reader(), Optional.of(proof.problem()));
            assertTrue(verdict.isVerified(), verdict.line());
        }
        return proof.certificate().claims().stream().filter(type::isInstance).map(type::cast).findFirst()
                .orElseThrow(() -> new AssertionError("claims " + proof.certificate().claims()));
    }

    private static Claim.OptimalSet optimalSet(Problem problem, Optional<Network> network) {
        Prover.Outcome outcome = Prover.certify(problem, Optional.empty(), network, OPTIONS);
        assertEquals(List.of(), outcome.weaker());
        return verified(Claim.OptimalSet.class, outcome.proof());
    }

    private static Claim.OptimalSetOutline outline(Problem problem, Optional<Network> network, int bases) {
        Prover.Outcome optimum = Prover.certify(problem, Optional.of(Claim.Optimum.KEYWORD), network, OPTIONS);
        Prover.Outcome outcome = Prover.optimalSet(optimum.proof(), Optional.empty(), optimum.trained(), bases, () -> false);
        assertEquals(1, outcome.weaker().size());
        assertTrue(outcome.weaker().get(0).contains("more than " + bases + " bases"), outcome.weaker().toString());
        return verified(Claim.OptimalSetOutline.class, outcome.proof());
    }

    private static Map<Integer, BigInteger> counts(int... widthsAndCounts) {
        Map<Integer, BigInteger> counts = new TreeMap<>();
        for (int i = 0; i < widthsAndCounts.length; i += 2) {
            counts.put(widthsAndCounts[i], BigInteger.valueOf(widthsAndCounts[i + 1]));
        }
        return counts;
    }

    private static Rational r(long p, long q) {
        return Rationals.of(p, q);
    }


    @Test
    void hypersimplexOfTwo() {
        // TV-2 (b): feature 1_A / 2, coverage (2, 1, 1, 2).
        InverseInstance g2 = Hypersimplex.of(2);
        assertEquals(6, g2.atoms().size());
        RationalVector weights = weights(g2, new long[][] {{4, 0, 3}, {2, 1, 2}});
        Claim.OptimalSet set = optimalSet(g2.problem(Problem.Loss.SQUARED, weights), Optional.of(g2.network(weights)));
        assertEquals(6, set.atoms());
        assertEquals(4, set.rank());
        assertEquals(2, set.dimension());
        assertEquals(3, set.vertices());
        assertEquals(2, set.mStar());
        assertEquals(3, set.maxStar());
        assertEquals(counts(2, 2, 3, 13, 4, 1, 5, 1), set.components());
    }

    /** Weights of atoms named by the rows in their feature: weight, then rows. */
    private static RationalVector weights(InverseInstance instance, long[][] named) {
        RationalMatrix phi = instance.features();
        long[] weights = new long[instance.atoms().size()];
        for (long[] one : named) {
            for (int a = 0; a < weights.length; a++) {
                boolean same = true;
                for (int i = 0; i < phi.rows(); i++) {
                    boolean wanted = false;
                    for (int k = 1; k < one.length; k++) {
                        wanted |= one[k] == i;
                    }
                    same &= wanted == !phi.get(i, a).isZero();
                }
                if (same) {
                    weights[a] += one[0];
                }
            }
        }
        return RationalVector.of(weights);
    }

    @Test
    void circleChainOfThree() {
        // TV-4.
        InverseInstance g3 = CircleChain.of(List.of(r(1, 3), r(1, 6), r(0, 1)));
        assertEquals(4, g3.atoms().size());
        assertEquals(Rationals.ONE, g3.betaSquared());
        RationalVector ones = RationalVector.of(1, 1, 1, 1);
        for (Problem.Loss loss : Problem.Loss.values()) {
            Claim.OptimalSet set = optimalSet(g3.problem(loss, ones), loss == Problem.Loss.SQUARED
                    ? Optional.of(g3.network(ones)) : Optional.empty());
            assertEquals(3, set.rank());
            assertEquals(1, set.dimension());
            assertEquals(2, set.vertices());
            assertEquals(3, set.mStar());
            assertEquals(3, set.maxStar());
            assertEquals(counts(3, 12, 4, 1), set.components());
        }
    }
}
