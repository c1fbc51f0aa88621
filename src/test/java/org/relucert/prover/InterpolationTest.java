package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Statement;
import org.relucert.experiment.statement.PlantedOptimum;
import org.relucert.family.Choices;
import org.relucert.family.Family;
import org.relucert.family.Instance;
import org.relucert.family.Settings;
import org.relucert.problem.Problem;

/** Interpolation of least norm with every bias and skip, and what is known about its uniqueness, as certificates. */
class InterpolationTest {

    private static final Prover.Options OPTIONS = Prover.Options.gap(1e-6);

    private static Instance draw(String family, Map<String, String> given, long seed) {
        Family found = Family.of(family).orElseThrow();
        return found.draw(Settings.of(found.parameters(), given), Choices.random(seed));
    }

    private static Problem random(int n, int d, String bias, String skip, String inputs, long seed) {
        return draw("random", Map.of("n", "" + n, "d", "" + d, "bias", bias, "skip", skip, "inputs", inputs, "loss",
                "interpolation",
                "denominator", "1"), seed).problem();
    }

    private static Problem line(Problem.Bias bias, Problem.Skip skip, long[] x, long[] y) {
        RationalMatrix inputs = RationalMatrix.ofColumns(List.of(RationalVector.of(x)), x.length);
        return Problem.of("line", inputs, RationalMatrix.ofColumns(List.of(RationalVector.of(y)), x.length),
                Problem.Loss.INTERPOLATION,
                Rationals.ONE, bias, skip, RationalMatrix.identity(bias == Problem.Bias.REGULARIZED ? 2 : 1));
    }

    private static List<Claim> certify(Problem problem, String... claims) {
        Proof proof = Prover.certify(problem, Set.of(claims), List.of(), OPTIONS).proof();
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Verdict verdict = checker.verify(proof.reader(), Optional.of(problem));
            assertTrue(verdict.isVerified(), verdict.line());
        }
        return proof.certificate().claims();
    }

    private static <C extends Claim> Optional<C> find(Class<C> type, List<Claim> claims) {
        return claims.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static boolean isNonunique(Problem problem) {
        try {
            Claim.Nonunique claim = find(Claim.Nonunique.class, certify(problem, "nonunique")).orElseThrow();
            assertNotEquals(claim.first(), claim.second());
            assertEquals(problem.inputs().columns(), claim.input().size());
            return true;
        } catch (Unproved e) {
            return false;
        }
    }

    private static boolean isUnique(Problem problem) {
        try {
            List<Claim> claims = certify(problem, "unique");
            return find(Claim.Unique.class, claims).isPresent() || find(Claim.UniqueFunction.class, claims).isPresent();
        } catch (Unproved e) {
            return false;
        }
    }

    /**
     * All combinations end with a verified certificate; whatever is stronger than a bound decides the uniqueness of the function.
     */
    @ParameterizedTest
    @CsvSource({"none,none", "none,free", "regularized,none", "regularized,free", "free,none", "free,free"})
    void everyBiasAndSkip(String bias, String skip) {
        Map<String, Integer> outcomes = new HashMap<>();
        for (int d = 1; d <= 2; d++) {
            for (long seed = 0; seed < 6; seed++) {
                Problem problem = random(2 + (int) seed % 4, d, bias, skip, "any", seed);
                List<Claim> claims = certify(problem);
                boolean exact = find(Claim.Optimum.class, claims).isPresent();
                outcomes.merge(exact ? "exact" : "bound", 1, Integer::sum);
                Claim.Bound bound = find(Claim.Bound.class, claims).orElseThrow();
                Rational gap = bound.upper().minus(bound.lower());
                assertTrue(gap.times(Rationals.of(1_000_000)).compareTo(bound.upper().times(Rationals.of(2))) <= 0,
                        () -> problem + ": " + bound);
                if (exact) {
                    assertNotEquals(isUnique(problem), isNonunique(problem), problem::toString);
                } else {
                    assertFalse(d == 1 && bias.equals("free"), "a linear program has a rational optimum");
                }
            }
        }
        // A kink's norm is mostly irrational with a penalised bias, and so is the optimum where no skip absorbs the rest.
        assertTrue(outcomes.getOrDefault("exact", 0) > 0 || bias.equals("regularized") && skip.equals("none"),
                outcomes::toString);
    }

    /**
     * Where nu is not the only dual optimum some rational one is proved: the atoms are known exactly, and fix an affine space of them.
     */
    @ParameterizedTest
    @CsvSource({"NONE,NONE", "NONE,REGULARIZED", "FREE,NONE", "FREE,REGULARIZED"})
    void anyRationalDualOptimumWillDo(Problem.Skip skip, Problem.Bias bias) {
        int others = 0;
        for (long seed = 0; seed < 25; seed++) {
            PlantedOptimum planted = PlantedOptimum.draw(Choices.random(seed), new Statement.Size(6, 2), new PlantedOptimum.Kind(
                    Problem.Loss.INTERPOLATION, List.of(skip), List.of(bias), skip == Problem.Skip.NONE));
            Proof proof = Prover.certify(planted.problem(), Set.of(Claim.Optimum.KEYWORD), List.of(), OPTIONS).proof();
            String label = "seed " + seed;
            QuadraticTreeProperties.verified(planted.problem(), proof, label);
            assertEquals(planted.value(), proof.claim(Claim.Optimum.class).orElseThrow().value(), label);
            others += proof.certificate().nu().equals(planted.nu()) ? 0 : 1;
        }
        assertTrue(others > 5, others + " other dual optima");
    }

    /** Labels that the skip connection fits: the optimum is zero, whatever the columns are like. */
    @Test
    void affineLabels() {
        // The last column is a combination of the first two with long numbers, which no basis leaves out.
        Rational[] factors = {Rationals.of(123_456_789, 100_000_007), Rationals.of(-1, 3)};
        List<RationalVector> rows = new ArrayList<>();
        List<RationalVector> labels = new ArrayList<>();
        for (long[] row : new long[][] {{1, 0}, {0, 1}, {2, 3}, {-1, 5}, {4, 4}}) {
            Rational last = factors[0].times(Rationals.of(row[0])).plus(factors[1].times(Rationals.of(row[1])));
            rows.add(RationalVector.of(Rationals.of(row[0]), Rationals.of(row[1]), last));
            labels.add(RationalVector.of(Rationals.of(3 * row[0] - 2 * row[1])));
        }
        for (Problem.Bias bias : Problem.Bias.values()) {
            Problem problem = Problem.of("", RationalMatrix.ofRows(rows, 3), RationalMatrix.ofRows(labels, 1),
                    Problem.Loss.INTERPOLATION, Rationals.ONE, bias, Problem.Skip.FREE,
                    RationalMatrix.identity(bias == Problem.Bias.REGULARIZED ? 4 : 3));
            assertEquals(Rationals.ZERO, find(Claim.Optimum.class, certify(problem, "optimum")).orElseThrow().value());
        }
    }

    /** Proposition NSB: in one dimension with a penalised bias and no skip there is a continuum. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void circleChainsAreNotUnique(int n) {
        Instance chain = draw("circle-chain", Map.of("n", "" + n), n);
        Problem problem = chain.problem();
        assertEquals(1, problem.inputs().columns());
        assertEquals(Problem.Bias.REGULARIZED, problem.bias());
        Proof proof = Prover.known(problem, chain.nu().orElseThrow(), chain.networks().get(Instance.OPTIMAL), Set.of("nonunique"),
                OPTIONS)
                .proof();
        Verdict verdict = Checker.reference().verify(proof.reader(), Optional.of(problem));
        assertTrue(verdict.isVerified() && find(Claim.Nonunique.class, verdict.claims()).isPresent(), verdict.line());
        assertThrows(Unproved.class, () -> Prover.known(problem, chain.nu().orElseThrow(), chain.networks().get(Instance.OPTIMAL),
                Set.of("unique"), OPTIONS));
    }

    /** In two dimensions a free skip does not make the function unique, with a bias or without. */
    @ParameterizedTest
    @CsvSource({"none,square", "none,kite", "regularized,square", "regularized,kite", "free,square", "free,kite"})
    void twoDimensionsAreNotUnique(String bias, String shape) {
        for (long seed = 0; seed < 3; seed++) {
            Instance instance = draw("square-skip", Map.of("bias", bias, "shape", shape), seed);
            Problem problem = instance.problem();
            assertEquals(Problem.Skip.FREE, problem.skip());
            Proof proof = Prover.known(problem, instance.nu().orElseThrow(), instance.networks().get(Instance.OPTIMAL),
                    Set.of("nonunique"),
                    OPTIONS).proof();
            for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
                Verdict verdict = checker.verify(proof.reader(), Optional.of(problem));
                assertTrue(verdict.isVerified() && find(Claim.Nonunique.class, verdict.claims()).isPresent(), verdict.line());
            }
            // Found without the dual vector too.
            assertTrue(isNonunique(problem), problem + " seed " + seed);
            assertFalse(isUnique(problem));
        }
    }

    /** In one dimension with a penalised bias and a free skip the function is unique, on given, noisy data. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 7})
    void oneDimensionIsUnique(long seed) {
        int n = 3 + (int) seed % 2;
        Problem problem = random(n, 1, "regularized", "free", "square", seed);
        assertTrue(find(Claim.Unique.class, certify(problem, "unique")).isPresent());
        assertFalse(isNonunique(problem));
    }

    /** The same points with a free bias: there is a second function, with a kink inside the flat piece. */
    @Test
    void thePenaltyOfTheBiasMakesTheDifference() {
        long[] x = {-3, -1, 1, 3};
        long[] y = {2, 0, 0, 2};
        assertTrue(isUnique(line(Problem.Bias.REGULARIZED, Problem.Skip.FREE, x, y)));
        Problem free = line(Problem.Bias.FREE, Problem.Skip.FREE, x, y);
        assertTrue(isNonunique(free));
        Unproved no = assertThrows(Unproved.class, () -> certify(free, "unique"));
        assertTrue(no.getMessage().contains("interval of biases"), no.getMessage());
    }

    @Test
    void freeBiasWithoutFlatPiecesInUse() {
        // One kink of each sign: every optimal function bends there.
        assertTrue(isUnique(line(Problem.Bias.FREE, Problem.Skip.FREE, new long[] {-1, 0, 1}, new long[] {1, 0, 1})));
        // Without a skip the kink of a neuron that is linear on the data may move away from it.
        Problem straight = line(Problem.Bias.FREE, Problem.Skip.NONE, new long[] {-1, 1}, new long[] {-1, 1});
        assertTrue(isNonunique(straight));
        assertFalse(isUnique(straight));
        // Constant and single labels need no neuron; equal rows are one.
        for (long[][] data : new long[][][] {{{5}, {3}}, {{1, 2, 2}, {4, 4, 4}}, {{0, 0, 1, 3}, {1, 1, 0, 1}}}) {
            for (Problem.Skip skip : Problem.Skip.values()) {
                Problem problem = line(Problem.Bias.FREE, skip, data[0], data[1]);
                assertNotEquals(isUnique(problem), isNonunique(problem), problem::toString);
            }
        }
    }

    /** The network is not unique where the function is. */
    @Test
    void uniqueFunctionOfSeveralNetworks() {
        Problem problem = line(Problem.Bias.FREE, Problem.Skip.NONE, new long[] {-4, -2, 3, 4}, new long[] {1, 2, -1, 3});
        List<Claim> claims = certify(problem, "unique");
        assertEquals(1, find(Claim.OptimalSet.class, claims).orElseThrow().dimension());
        assertTrue(find(Claim.UniqueFunction.class, claims).isPresent());
        assertTrue(find(Claim.Unique.class, claims).isEmpty());
        assertTrue(find(Claim.UniqueFunction.class, certify(problem, "unique-function", "member")).isPresent());
    }

    /** Data points close to each other, which the hyperplanes of the data directions do not separate. */
    @Test
    void closePointsAreInterpolated() {
        RationalVector x = RationalVector.of(Rationals.of(165, 52), Rationals.of(77, 36), Rationals.of(15, 8),
                Rationals.of(-15, 8),
                Rationals.of(24, 7));
        Problem problem = Problem.of("close", RationalMatrix.ofColumns(List.of(x), 5),
                RationalMatrix.ofColumns(List.of(RationalVector.of(-1, -5, 3, 4, 6)), 5), Problem.Loss.INTERPOLATION,
                        Rationals.ONE,
                Problem.Bias.REGULARIZED, Problem.Skip.FREE, RationalMatrix.identity(2));
        assertTrue(find(Claim.Bound.class, certify(problem)).isPresent());
    }

    /** Trained networks whose features nearly depend on each other, and whose span lacks more than the data directions add. */
    @ParameterizedTest
    @EnumSource(Problem.Bias.class)
    void anExactFitCostsNextToNothing(Problem.Bias bias) {
        for (long seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            List<RationalVector> rows = new ArrayList<>();
            List<RationalVector> labels = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                rows.add(RationalVector.of(random.nextInt(100), random.nextInt(100)));
                labels.add(RationalVector.of(random.nextInt(7) - 3));
            }
            Problem problem = Problem.of("table " + seed, RationalMatrix.ofRows(rows, 2), RationalMatrix.ofRows(labels, 1),
                    Problem.Loss.INTERPOLATION, Rationals.ONE, bias, Problem.Skip.NONE,
                    RationalMatrix.identity(bias == Problem.Bias.REGULARIZED ? 3 : 2));
            Claim.Bound bound = find(Claim.Bound.class, certify(problem, "bound")).orElseThrow();
            Rational gap = bound.upper().minus(bound.lower());
            assertTrue(gap.times(Rationals.of(1_000_000)).compareTo(bound.upper()) <= 0, () -> problem + ": " + bound);
        }
    }
}
