package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relucert.certificate.Basis;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Statement;
import org.relucert.experiment.statement.PlantedOptimum;
import org.relucert.family.Choices;
import org.relucert.family.CircleChain;
import org.relucert.family.InverseInstance;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/** Exact claims where data columns depend on each other: what holds without the added columns holds with them. */
class DependentOptimumTest {

    private static final Prover.Options OPTIONS = Prover.Options.gap(1e-6);
    private static final int SEEDS = 20;

    private static PlantedOptimum planted(Problem.Loss loss, Problem.Skip skip, Problem.Bias bias, long seed) {
        return PlantedOptimum.draw(Choices.random(seed), new Statement.Size(6, 2),
                new PlantedOptimum.Kind(loss, List.of(skip), List.of(bias), false));
    }

    private static AddedColumns added(PlantedOptimum planted, long seed) {
        return AddedColumns.to(planted.problem(), seed, 1 + (int) (seed % 2));
    }

    private static Optional<Proof> optimum(Problem problem, String label) {
        try {
            Proof proof = Prover.certify(problem, Set.of(Claim.Optimum.KEYWORD), List.of(), OPTIONS).proof();
            assertInBasis(proof, label);
            return Optional.of(proof);
        } catch (Unproved e) {
            return Optional.empty();
        }
    }

    /** Verified by both checkers, with trees in fewer coordinates. */
    private static void assertInBasis(Proof proof, String label) {
        assertFalse(proof.plus().basis().isNone() || proof.minus().basis().isNone(), label);
        QuadraticTreeProperties.verified(proof.problem(), proof, label);
    }

    private static void assertValue(Rational value, Proof proof, String label) {
        assertEquals(value, proof.claim(Claim.Optimum.class).orElseThrow().value(), label);
    }

    /** A free skip has a coefficient for every column: those of dependent ones are anything, and no rational would be recognised. */
    @ParameterizedTest
    @CsvSource({"SQUARED,NONE,NONE,18", "SQUARED,NONE,REGULARIZED,18", "SQUARED,FREE,NONE,18", "SQUARED,FREE,REGULARIZED,18",
        "INTERPOLATION,NONE,NONE,18", "INTERPOLATION,NONE,REGULARIZED,18", "INTERPOLATION,FREE,NONE,18",
        "INTERPOLATION,FREE,REGULARIZED,18"})
    void aPlantedOptimumIsRecognised(Problem.Loss loss, Problem.Skip skip, Problem.Bias bias, int least) {
        int proved = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            PlantedOptimum planted = planted(loss, skip, bias, seed);
            Problem problem = added(planted, seed).problem();
            if (Reduction.of(problem).basis().isNone()) {
                continue;
            }
            String label = loss + ", " + skip + ", " + bias + ", seed " + seed;
            Optional<Proof> proof = optimum(problem, label);
            proof.ifPresent(p -> assertValue(planted.value(), p, label));
            proved += proof.isPresent() ? 1 : 0;
        }
        assertTrue(proved >= least, proved + " proved");
    }

    /** On a line with a free bias interpolation is a linear program, with more columns too. */
    @ParameterizedTest
    @CsvSource({"NONE", "FREE"})
    void theLinearProgram(Problem.Skip skip) {
        Random random = new Random(7);
        for (int seed = 0; seed < SEEDS; seed++) {
            List<RationalVector> inputs = new ArrayList<>();
            List<RationalVector> labels = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                inputs.add(RationalVector.of(Rationals.of(3 * i + random.nextInt(3), 2)));
                labels.add(RationalVector.of(Rationals.of(random.nextInt(21) - 10, 4)));
            }
            Problem base = Problem.of("", RationalMatrix.ofRows(inputs, 1), RationalMatrix.ofRows(labels, 1),
                    Problem.Loss.INTERPOLATION, Rationals.ONE, Problem.Bias.FREE, skip, RationalMatrix.identity(1));
            Proof expected = Prover.certify(base, Set.of(Claim.Optimum.KEYWORD), List.of(), OPTIONS).proof();
            String label = skip + ", seed " + seed;
            Proof proof = optimum(AddedColumns.to(base, seed, 1 + seed % 3).problem(), label).orElseThrow();
            assertValue(expected.claim(Claim.Optimum.class).orElseThrow().value(), proof, label);
        }
    }

    /** The optimal set needs trees in all coordinates, and is the same. */
    @Test
    void theOptimalSet() {
        Set<Claim.OptimalSet> different = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            // Circle chains and the like too, of which the optimal networks form a polytope.
            PlantedOptimum planted = PlantedOptimum.draw(Choices.random(seed), new Statement.Size(6, 2), PlantedOptimum.Kind.PLAIN);
            AddedColumns added = added(planted, seed);
            String label = "seed " + seed;
            if (Reduction.of(added.problem()).basis().isNone()) {
                continue;
            }
            Claim.OptimalSet expected = planted.optimalSet(OPTIONS).claim(Claim.OptimalSet.class).orElseThrow();
            for (Set<String> claims : List.of(Set.of(Claim.OptimalSet.KEYWORD), Set.<String>of())) {
                Prover.Outcome outcome = Prover.certify(added.problem(), claims, List.of(), OPTIONS);
                assertEquals(List.of(), outcome.weaker(), label);
                Proof proof = outcome.proof();
                QuadraticTreeProperties.verified(added.problem(), proof, label);
                assertEquals(Basis.NONE, proof.plus().basis(), label);
                assertValue(planted.value(), proof, label);
                assertEquals(expected, proof.claim(Claim.OptimalSet.class).orElseThrow(), label);
                Set<Atom> atoms = new HashSet<>();
                planted.atoms().forEach(atom -> atoms.add(new Atom(atom.sign(), added.lifted(atom.direction()))));
                assertEquals(atoms, Set.copyOf(proof.sections().optimalSet().orElseThrow().atoms()), label);
            }
            different.add(expected);
        }
        assertTrue(different.size() > 5, different::toString);
    }

    /** More columns than trees in all coordinates may have: the optimum, and not the optimal set. */
    @Test
    void moreColumnsThanCoordinatesOfATree() {
        for (Problem.Skip skip : Problem.Skip.values()) {
            PlantedOptimum planted = planted(Problem.Loss.SQUARED, skip, Problem.Bias.REGULARIZED, 3);
            AddedColumns added = AddedColumns.to(planted.problem(), 3, 11);
            assertTrue(added.problem().dimension() > 12);
            Prover.Outcome trained = Prover.certify(added.problem(), Set.of(), List.of(), OPTIONS);
            assertEquals(List.of("optimal-set: exact trees are limited to dimension 12"), trained.weaker());
            Network network = added.lifted(planted.network());
            Prover.Outcome given = Prover.certify(added.problem(), Set.of(Claim.Optimum.KEYWORD), List.of(network), OPTIONS);
            Prover.Outcome known = Prover.known(added.problem(), planted.nu(), network, Set.of(Claim.Optimum.KEYWORD), OPTIONS);
            for (Prover.Outcome outcome : List.of(trained, given, known)) {
                assertInBasis(outcome.proof(), skip.toString());
                assertValue(planted.value(), outcome.proof(), skip.toString());
            }
            assertEquals(planted.nu(), known.proof().certificate().nu());
        }
    }

    /** Two optimal functions are found among the atoms that trees in fewer coordinates show. */
    @Test
    void twoFunctions() {
        for (int n = 2; n <= 4; n++) {
            InverseInstance chain = CircleChain.drawn(n, Choices.random(n));
            RationalVector weights = RationalVector.of(new Random(n).ints(chain.atoms().size(), 1, 4).asLongStream().toArray());
            AddedColumns added = AddedColumns.to(chain.problem(Problem.Loss.SQUARED, weights), n, 2);
            Proof proof = Prover.known(added.problem(), chain.nu(), added.lifted(chain.network(weights)),
                    Set.of(Claim.Nonunique.KEYWORD), OPTIONS).proof();
            assertInBasis(proof, "n = " + n);
            assertTrue(proof.claim(Claim.Nonunique.class).isPresent());
        }
    }

    /** A path that the optimal set decides. */
    @Test
    void aPathThatTheOptimalSetDecides() {
        AddedColumns added = AddedColumns.to(ConnectTest.problem("tv-2a"), 1, 2);
        List<Network> vertices = ConnectTest.vertices(Prover.certify(added.base(), Set.of(Claim.OptimalSet.KEYWORD), List.of(), OPTIONS)
                .proof()).stream().map(added::lifted).toList();
        Proof apart = ConnectTest.proof(added.problem(), vertices.get(0), vertices.get(1), 3);
        assertEquals(new Claim.Disconnected(3), ConnectTest.claim(apart));
        assertTrue(apart.sections().optimalSet().isPresent());
        Proof joined = ConnectTest.proof(added.problem(), vertices.get(0), vertices.get(1), 4);
        assertInstanceOf(Claim.Connected.class, ConnectTest.claim(joined));
        assertFalse(joined.plus().basis().isNone());
    }
}
