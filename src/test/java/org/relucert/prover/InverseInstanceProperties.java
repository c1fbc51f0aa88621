package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.checker.Components;
import org.relucert.checker.Polytopes.Polytope;
import org.relucert.checker.Verdict;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.family.InverseInstance;
import org.relucert.problem.Problem;

/**
 * Random instances with a known dual, by the inverse principle: the claim that the pipeline proves and both checkers verify is
 * the one that brute force finds. Entries are small, so that atoms tie, rows repeat, are parallel or zero.
 */
class InverseInstanceProperties {

    record Instance(InverseInstance data, RationalVector weights) { }

    @Provide
    Arbitrary<Instance> instances() {
        return Combinators.combine(Arbitraries.integers().between(1, 4), Arbitraries.integers().between(1, 3))
                .flatAs((n, d) -> {
                    Arbitrary<RationalMatrix> inputs = Arbitraries.longs().between(-1, 1).array(long[].class).ofSize(d)
                            .map(RationalVector::of).list().ofSize(n).map(rows -> RationalMatrix.ofRows(rows, d))
                            .filter(x -> Stream.iterate(0, i -> i + 1).limit(n).anyMatch(i -> !x.row(i).isZero()));
                    Arbitrary<RationalVector> nu = Arbitraries.longs().between(1, 2).array(long[].class).ofSize(n)
                            .map(RationalVector::of);
                    return Combinators.combine(inputs, nu, Arbitraries.longs().between(0, 3).array(long[].class).ofSize(16))
                            .as((x, v, weights) -> {
                                InverseInstance data = InverseInstance.zonotope("random", x, RationalMatrix.identity(d), v);
                                return new Instance(data, RationalVector.of(Arrays.copyOf(weights, data.atoms().size())));
                            });
                });
    }

    @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
    void theClaimIsWhatBruteForceFinds(@ForAll("instances") Instance instance) {
        InverseInstance data = instance.data();
        Problem problem = data.problem(Problem.Loss.SQUARED, instance.weights());
        Prover.Outcome outcome = Prover.certify(problem, Set.of(), List.of(data.network(instance.weights())),
                Prover.Options.gap(1e-6));
        assertEquals(List.of(), outcome.weaker());
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Verdict verdict = checker.verify(outcome.proof().reader(), Optional.of(problem));
            assertTrue(verdict.isVerified(), verdict.line());
        }
        Claim.OptimalSet claim = outcome.proof().certificate().claims().stream().filter(Claim.OptimalSet.class::isInstance)
                .map(Claim.OptimalSet.class::cast).findFirst().orElseThrow();
        assertEquals(data.nu(), outcome.proof().certificate().nu());
        assertEquals(new HashSet<>(data.atoms()), new HashSet<>(outcome.proof().sections().optimalSet().orElseThrow().atoms()));

        RationalMatrix phi = data.features();
        Polytope q = new Polytope(phi, RationalMatrix.ofColumns(List.of(), phi.rows()), phi.times(instance.weights()));
        Map<List<Integer>, RationalVector> vertices = q.vertices();
        assertEquals(vertices.size(), claim.vertices());
        assertEquals(vertices.keySet().stream().mapToInt(List::size).min().orElseThrow(), claim.mStar());
        assertEquals(vertices.keySet().stream().mapToInt(List::size).max().orElseThrow(), claim.maxStar());
        assertEquals(claim.unique(), vertices.size() == 1);
        SortedMap<Integer, BigInteger> components = new TreeMap<>();
        for (int width = claim.mStar(); width <= claim.rank() + 1; width++) {
            components.put(width, Components.of(vertices.keySet(), width, false).total());
        }
        assertEquals(components, claim.components());
    }

    /** The outline of the same, from exact linear programs instead of all vertices. */
    @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
    void theOutlineAgrees(@ForAll("instances") Instance instance) {
        InverseInstance data = instance.data();
        Problem problem = data.problem(Problem.Loss.SQUARED, instance.weights());
        Prover.Outcome outcome = Prover.certify(problem, Set.of(Claim.OptimalSetOutline.KEYWORD),
                List.of(data.network(instance.weights())), Prover.Options.gap(1e-6));
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Verdict verdict = checker.verify(outcome.proof().reader(), Optional.of(problem));
            assertTrue(verdict.isVerified(), verdict.line());
        }
        Claim.OptimalSetOutline claim = outcome.proof().certificate().claims().stream()
                .filter(Claim.OptimalSetOutline.class::isInstance).map(Claim.OptimalSetOutline.class::cast).findFirst()
                .orElseThrow();
        RationalMatrix phi = data.features();
        Polytope q = new Polytope(phi, RationalMatrix.ofColumns(List.of(), phi.rows()), phi.times(instance.weights()));
        Set<List<Integer>> supports = q.vertices().keySet();
        int least = supports.stream().mapToInt(List::size).min().orElseThrow();
        int most = supports.stream().mapToInt(List::size).max().orElseThrow();
        assertEquals(least, claim.leastLower());
        assertEquals(least, claim.leastUpper());
        assertTrue(claim.mostLower() <= most && most <= claim.mostUpper());
        assertEquals(supports.size() == 1, claim.unique());
    }
}
