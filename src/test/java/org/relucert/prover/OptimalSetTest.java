package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
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
        Prover.Outcome outcome = Prover.certify(problem, Set.of(), network.stream().toList(), OPTIONS);
        assertEquals(List.of(), outcome.weaker());
        return verified(Claim.OptimalSet.class, outcome.proof());
    }

    private static Claim.OptimalSetOutline outline(Problem problem, Optional<Network> network, int bases) {
        Prover.Outcome optimum = Prover.certify(problem, Set.of(Claim.Optimum.KEYWORD), network.stream().toList(), OPTIONS);
        List<String> weaker = new ArrayList<>();
        Proof outcome = Prover.optimalSet(optimum.proof(), bases, OPTIONS, weaker);
        assertEquals(1, weaker.size());
        assertTrue(weaker.get(0).contains("more than " + bases + " bases"), weaker.toString());
        return verified(Claim.OptimalSetOutline.class, outcome);
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

    @Test
    void orthogonalSumIsAProduct() {
        // TV-1 twice with opposite signs: Q = Q_1 x Q_2.
        InverseInstance one = InverseInstance.zonotope("TV-1", RationalMatrix.ofRows(List.of(RationalVector.of(2, 0, 0, 0),
                RationalVector.of(-1, 1, 1, 1)), 4), RationalMatrix.identity(4), RationalVector.of(1, 1));
        assertEquals(3, one.atoms().size());
        assertEquals(Rationals.of(4), one.betaSquared());
        InverseInstance two = InverseInstance.zonotope("segment", RationalMatrix.ofRows(List.of(RationalVector.of(2)), 1),
                RationalMatrix.identity(1), RationalVector.of(1));
        InverseInstance sum = one.minus(two);
        RationalVector weights = RationalVector.of(1, 1, 1, 1);
        Claim.OptimalSet set = optimalSet(sum.problem(Problem.Loss.SQUARED, weights), Optional.of(sum.network(weights)));
        assertEquals(4, set.atoms());
        assertEquals(3, set.rank());
        assertEquals(1, set.dimension());
        assertEquals(2, set.mStar());
        assertEquals(3, set.maxStar());
    }

    @Test
    void oneAtom() {
        InverseInstance one = InverseInstance.zonotope("one", RationalMatrix.ofRows(List.of(RationalVector.of(3, 4)), 2),
                RationalMatrix.identity(2), RationalVector.of(1));
        RationalVector weights = RationalVector.of(2);
        Claim.OptimalSet set = optimalSet(one.problem(Problem.Loss.SQUARED, weights), Optional.empty());
        assertTrue(set.unique());
        assertEquals(1, set.mStar());
        assertEquals(1, set.maxStar());
        // The exception of the staircase: M* = 1, and connected at M*.
        assertEquals(counts(1, 1, 2, 1), set.components());
        assertEquals(counts(1, 1, 2, 0), set.isolated());
    }

    @Test
    void withoutNeurons() {
        InverseInstance g2 = Hypersimplex.of(2);
        // nu = y is feasible and touches beta: atoms, but no weight.
        Claim.OptimalSet set = optimalSet(g2.problem(Problem.Loss.SQUARED, RationalVector.zero(6)), Optional.empty());
        assertEquals(6, set.atoms());
        assertEquals(0, set.dimension());
        assertEquals(1, set.vertices());
        assertEquals(0, set.mStar());
        assertEquals(0, set.maxStar());
        assertEquals(counts(0, 1, 1, 1, 2, 1, 3, 1, 4, 1, 5, 1), set.components());
        Claim.OptimalSetOutline outline = outline(g2.problem(Problem.Loss.SQUARED, RationalVector.zero(6)), Optional.empty(), 1);
        assertEquals(0, outline.leastUpper());
        assertEquals(0, outline.mostUpper());
        assertTrue(outline.unique());
    }

    @Test
    void duplicateAndParallelRows() {
        // x_2 = x_1, x_3 = -2 x_1, x_4 = 0: atoms in one line, each on the walls of others' rows.
        RationalMatrix x = RationalMatrix.ofRows(List.of(RationalVector.of(1, 0), RationalVector.of(1, 0),
                RationalVector.of(-2, 0), RationalVector.of(0, 0), RationalVector.of(0, 1)), 2);
        InverseInstance instance = InverseInstance.zonotope("parallel", x, RationalMatrix.identity(2),
                RationalVector.of(r(1, 1), r(1, 1), r(1, 1), r(1, 1), r(1, 1)));
        assertEquals(2, instance.atoms().size());
        for (long[] c : new long[][] {{1, 2}, {3, 0}, {0, 1}}) {
            RationalVector weights = RationalVector.of(c);
            Claim.OptimalSet set = optimalSet(instance.problem(Problem.Loss.SQUARED, weights),
                    Optional.of(instance.network(weights)));
            assertEquals(2, set.rank());
            assertTrue(set.unique());
            assertEquals(c[0] * c[1] == 0 ? 1 : 2, set.mStar());
        }
    }

    @Test
    void dependentSkipColumns() {
        // The second input is always 0: a free linear function of it is left in every optimal function.
        RationalMatrix x = RationalMatrix.ofRows(List.of(RationalVector.of(1, 0), RationalVector.of(-1, 0)), 2);
        Problem problem = Problem.of("dependent skip", x, RationalMatrix.ofColumns(List.of(RationalVector.of(1, 1)), 2),
                Problem.Loss.INTERPOLATION, Rationals.ONE, Problem.Bias.NONE, Problem.Skip.FREE, RationalMatrix.identity(2));
        Claim.OptimalSet set = optimalSet(problem, Optional.empty());
        assertEquals(1, set.atoms());
        assertEquals(1, set.vertices());
        assertEquals(1, set.dimension());
        assertFalse(set.unique());
        assertTrue(set.sentence(problem).contains("dimension 1 (1 of them skip functions that vanish on the data)"),
                set.sentence(problem));
        Claim.OptimalSetOutline outline = verified(Claim.OptimalSetOutline.class, Prover.certify(problem,
                Set.of(Claim.OptimalSetOutline.KEYWORD), List.of(), OPTIONS).proof());
        assertEquals(1, outline.dimension());
        assertFalse(outline.unique());
    }

    /** nu is the optimum of its own ray: a violated constraint costs the bound only in second order, but it costs the proof. */
    @ParameterizedTest
    @ValueSource(strings = {"1/2", "1", "2", "10"})
    void leastSquaresWhereNoNeuronPays(String beta) {
        RationalMatrix x = RationalMatrix.ofColumns(List.of(hundredths(353, 342, 274, 276, 281, 320, 311, 337)), 8);
        RationalMatrix y = RationalMatrix.ofColumns(List.of(hundredths(-118, -85, 4, 14, -70, 133, 34, 79)), 8);
        Rational b = Rationals.parseCanonical(beta);
        Problem problem = Problem.of("beyond the largest beta", x, y, Problem.Loss.SQUARED, b.times(b), Problem.Bias.FREE,
                Problem.Skip.FREE, RationalMatrix.identity(1));
        Claim.OptimalSet set = optimalSet(problem, Optional.empty());
        assertEquals(0, set.maxStar());
        assertTrue(set.unique());
    }

    private static RationalVector hundredths(long... entries) {
        return RationalVector.of(entries).times(r(1, 100));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void invariances(int seed) {
        Random random = new Random(seed);
        InverseInstance g2 = Hypersimplex.of(2);
        RationalVector weights = RationalVector.of(random.ints(6, 0, 3).asLongStream().toArray());
        Problem problem = g2.problem(Problem.Loss.SQUARED, weights);
        Claim.OptimalSet expected = optimalSet(problem, Optional.of(g2.network(weights)));

        // Rows in another order.
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
        Collections.shuffle(order, random);
        RationalMatrix rows = RationalMatrix.ofRows(order.stream().map(problem.inputs()::row).toList(), 4);
        RationalMatrix labels = RationalMatrix.ofRows(order.stream().map(problem.labels()::row).toList(), 1);
        Problem reordered = Problem.of("reordered", rows, labels, problem.loss(), problem.betaSquared(), problem.bias(),
                problem.skip(), problem.metric());
        assertEquals(expected, optimalSet(reordered, Optional.of(g2.network(weights))));

        // x -> t x with B -> t^2 B: nu and y* stay, atoms become t p, features t^2 phi, weights c / t^2.
        Rational t = r(3, 2);
        RationalMatrix scaled = RationalMatrix.ofRows(List.of(problem.inputs().row(0).times(t), problem.inputs().row(1).times(t),
                problem.inputs().row(2).times(t), problem.inputs().row(3).times(t)), 4);
        Problem larger = Problem.of("scaled", scaled, problem.labels(), problem.loss(),
                problem.betaSquared().times(Rationals.square(t)), problem.bias(), problem.skip(), problem.metric());
        List<Network.Neuron> neurons = new ArrayList<>();
        for (Network.Neuron neuron : g2.network(weights).neurons()) {
            neurons.add(new Network.Neuron(neuron.weight(), neuron.output().divide(t)));
        }
        assertEquals(expected, optimalSet(larger, Optional.of(new Network(neurons, RationalVector.zero(0)))));

        // y -> t y with B -> t^2 B: nu and p scale by t, weights stay.
        List<Network.Neuron> louder = new ArrayList<>();
        for (Network.Neuron neuron : g2.network(weights).neurons()) {
            louder.add(new Network.Neuron(neuron.weight().times(t), neuron.output()));
        }
        Problem labelled = Problem.of("labels scaled", problem.inputs(), RationalMatrix.ofColumns(
                List.of(problem.scalarLabels().times(t)), 4), problem.loss(), problem.betaSquared().times(Rationals.square(t)),
                problem.bias(), problem.skip(), problem.metric());
        assertEquals(expected, optimalSet(labelled, Optional.of(new Network(louder, RationalVector.zero(0)))));

        // The other metric: M = 4 with inputs halved.
        RationalMatrix halved = RationalMatrix.ofRows(List.of(problem.inputs().row(0).times(r(1, 2)),
                problem.inputs().row(1).times(r(1, 2)), problem.inputs().row(2).times(r(1, 2)),
                problem.inputs().row(3).times(r(1, 2))), 4);
        Problem metric = Problem.of("metric", halved, problem.labels(), problem.loss(), problem.betaSquared(), problem.bias(),
                problem.skip(), RationalMatrix.diagonal(RationalVector.of(4, 4, 4, 4)));
        List<Network.Neuron> shorter = new ArrayList<>();
        for (Network.Neuron neuron : g2.network(weights).neurons()) {
            shorter.add(new Network.Neuron(neuron.weight().times(r(1, 2)), neuron.output()));
        }
        assertEquals(expected, optimalSet(metric, Optional.of(new Network(shorter, RationalVector.zero(0)))));
    }

    /** What the outline says agrees with the whole. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void outlineAgreesWithTheWhole(int seed) {
        Random random = new Random(seed);
        InverseInstance g3 = Hypersimplex.of(3);
        assertEquals(20, g3.atoms().size());
        long[] c = new long[20];
        for (int k = 0; k < 2 + seed; k++) {
            c[random.nextInt(20)] += 1 + random.nextInt(3);
        }
        RationalVector weights = RationalVector.of(c);
        Problem problem = g3.problem(Problem.Loss.SQUARED, weights);
        Optional<Network> network = Optional.of(g3.network(weights));
        Claim.OptimalSet set = optimalSet(problem, network);
        Claim.OptimalSetOutline outline = outline(problem, network, 3);
        assertEquals(set.atoms(), outline.atoms());
        assertEquals(set.rank(), outline.rank());
        assertEquals(set.dimension(), outline.dimension());
        assertEquals(set.unique(), outline.unique());
        assertEquals(set.mStar(), outline.leastLower());
        assertEquals(set.mStar(), outline.leastUpper());
        assertTrue(outline.mostLower() <= set.maxStar() && set.maxStar() <= outline.mostUpper());
        System.out.println(set + "\n" + outline);
    }

    @Test
    void hypersimplexOfFour() {
        InverseInstance g4 = Hypersimplex.of(4);
        assertEquals(70, g4.atoms().size());
        // Coverage 2, 3, 5, 7, 11, 13, 8, 7: generic, and the sum of four-sets.
        RationalVector weights = weights(g4, new long[][] {{2, 0, 3, 4, 5}, {3, 1, 4, 5, 6}, {5, 2, 4, 5, 7}, {3, 3, 5, 6, 7},
            {1, 1, 2, 3, 6}});
        Problem problem = g4.problem(Problem.Loss.SQUARED, weights);
        Claim.OptimalSetOutline outline = outline(problem, Optional.of(g4.network(weights)), 200);
        assertEquals(70, outline.atoms());
        assertEquals(8, outline.rank());
        System.out.println(outline.sentence(problem));
        Unproved whole = assertThrows(Unproved.class, () -> {
            Prover.Outcome optimum = Prover.certify(problem, Set.of(Claim.Optimum.KEYWORD),
                    List.of(g4.network(weights)), OPTIONS);
            OptimalSetProver.extend(optimum.proof(), OptimalSetProver.polytope(optimum.proof()), 200);
        });
        assertTrue(whole.getMessage().contains("more than 200 bases"), whole.getMessage());
    }
}
