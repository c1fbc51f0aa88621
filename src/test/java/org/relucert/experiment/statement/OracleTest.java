package org.relucert.experiment.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Statement;
import org.relucert.experiment.statement.StationaryDirections.Stationary;
import org.relucert.family.Choices;
import org.relucert.family.CircleChain;
import org.relucert.family.Hypersimplex;
import org.relucert.family.InverseInstance;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/** The enumerations that the statements hold the theorems against, against the test vectors of the mathematics. */
class OracleTest {

    /** TV-2: hypersimplex 2, two targets, components by width. */
    @ParameterizedTest
    @CsvSource({"3 3 3 3, 2, 2, 2, 6", "3 3 3 3, 2, 2, 3, 3", "3 3 3 3, 2, 2, 4, 1", "4 2 2 4, 2, 3, 2, 2",
            "4 2 2 4, 2, 3, 3, 13", "4 2 2 4, 2, 3, 4, 1"})
    void hypersimplex(String halves, int least, int most, int width, int components) {
        InverseInstance data = Hypersimplex.of(2);
        RationalVector target = RationalVector.of(Arrays.stream(halves.split(" ")).mapToLong(Long::parseLong).toArray())
                .times(Rationals.of(1, 2));
        OptimalPolytope q = OptimalPolytope.of(data.problem(Problem.Loss.SQUARED, RationalVector.zero(6)), data.atoms(), target);
        assertEquals(4, q.rank());
        assertEquals(3, q.vertices().size());
        assertEquals(least, q.least());
        assertEquals(most, q.most());
        PlacedNetworks.Count count = PlacedNetworks.count(q, 6, width);
        assertEquals(components, count.total());
        assertEquals(width > q.most(), count.isolated() == 0);
    }

    /** TV-3: components 1, 3, 1. */
    @Test
    void twoPoints() {
        InverseInstance data = CircleChain.of(List.of(Rationals.of(1, 3), Rationals.ZERO));
        Problem problem = data.problem(Problem.Loss.SQUARED, RationalVector.of(1, 1, 1));
        OptimalPolytope q = OptimalPolytope.of(problem, data.atoms(), problem.optimalFit(data.nu()));
        assertEquals(2, q.vertices().size());
        assertEquals(new PlacedNetworks.Count(1, 1, true), PlacedNetworks.count(q, 3, 1));
        assertEquals(new PlacedNetworks.Count(3, 2, true), PlacedNetworks.count(q, 3, 2));
        assertEquals(new PlacedNetworks.Count(1, 0, true), PlacedNetworks.count(q, 3, 3));
        assertEquals(81, PlacedNetworks.cells(3, 4, 100));
        assertEquals(101, PlacedNetworks.cells(3, 5, 100));
    }

    /** The zonotope method goes through the subsets, the enumeration through the sign vectors. */
    @Test
    void atomsOfZonotopes() {
        for (InverseInstance data : List.of(Hypersimplex.of(1), Hypersimplex.of(2), Hypersimplex.of(2).minus(Hypersimplex.of(2)),
                CircleChain.of(List.of(Rationals.of(1, 3), Rationals.of(1, 6), Rationals.of(1, 7), Rationals.ZERO)))) {
            if (data.nu().size() > 6) {
                continue;
            }
            Problem problem = data.problem(Problem.Loss.SQUARED, RationalVector.zero(data.atoms().size()));
            List<Stationary> all = StationaryDirections.of(problem, data.nu());
            assertEquals(data.betaSquared(), StationaryDirections.maximumSquared(all));
            List<Atom> atoms = StationaryDirections.atLevel(all, data.betaSquared()).stream().map(Stationary::atom).toList();
            assertEquals(new HashSet<>(data.atoms()), new HashSet<>(atoms));
            assertEquals(data.atoms().size(), atoms.size());
        }
    }

    /** TV-8: a kink with a positive slope; no random direction is better than the best stationary one. */
    @Test
    void stationaryDirections() {
        Problem problem = Problem.of("", RationalMatrix.ofRows(List.of(RationalVector.of(1, -1), RationalVector.of(0, 1)), 2),
                PlantedOptimum.column(RationalVector.of(3, 2)), Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE,
                Problem.Skip.NONE, RationalMatrix.identity(2));
        RationalVector r = RationalVector.of(1, 2);
        List<Stationary> all = StationaryDirections.of(problem, r);
        Stationary kink = all.stream().filter(s -> s.direction().equals(RationalVector.of(1, 0))).findFirst().orElseThrow();
        assertEquals(List.of(1), kink.kinks());
        assertEquals(Rationals.ONE, kink.squaredNorm());
        Rational maximum = StationaryDirections.maximumSquared(all);
        Choices choices = Choices.random(4);
        for (int k = 0; k < 300; k++) {
            RationalVector u = choices.vector(2, 5, 3);
            if (!u.isZero()) {
                Rational value = Rationals.square(r.dot(problem.activation(u))).divide(u.dot(u));
                assertTrue(value.compareTo(maximum) <= 0);
            }
        }
        PlantedStationary planted = new PlantedStationary(problem, r, all, List.of(kink), List.of(Rationals.ONE), 0);
        assertEquals(RationalVector.of(1), planted.multipliers(kink));
        assertFalse(planted.isLocalMaximum(kink));
        Problem free = Problem.of("", problem.inputs(), problem.labels(), problem.loss(), Rationals.ONE, Problem.Bias.FREE,
                Problem.Skip.NONE, problem.metric());
        assertThrows(IllegalArgumentException.class, () -> StationaryDirections.of(free, r));
    }

    /** TV-7: r = (1, 1), the neuron -1 is a local minimum and 1 a larger direction. */
    @Test
    void scaledObjective() {
        Problem problem = Problem.of("", RationalMatrix.ofRows(List.of(RationalVector.of(2), RationalVector.of(-1)), 1),
                PlantedOptimum.column(RationalVector.of(1, 2)), Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE,
                Problem.Skip.NONE, RationalMatrix.identity(1));
        RationalVector r = RationalVector.of(1, 1);
        List<Stationary> all = StationaryDirections.of(problem, r);
        assertEquals(2, all.size());
        Stationary neuron = all.stream().filter(s -> s.direction().get(0).isNegative()).findFirst().orElseThrow();
        PlantedStationary planted = new PlantedStationary(problem, r, all, List.of(neuron), List.of(Rationals.ONE), 0);
        assertEquals(Rationals.of(2), planted.network().objective(problem));
        assertTrue(planted.isLocalMaximum(neuron));
        assertTrue(planted.infeasible().isPresent());
        // v = -1 + t and a = 1: outputs (0, 1 - t).
        Network step = new Network(List.of(new Network.Neuron(RationalVector.of(1), Rationals.ZERO)), RationalVector.zero(0));
        Rational half = Rationals.of(1, 2);
        // (1 + (2 - 1/2)^2 + 1/4 + 1)/2
        assertEquals(Rationals.of(9, 4), planted.network().moved(step, half).objective(problem));
    }

    /** With another B the coordinates are scaled, the value is not: |f - y|^2/2 + B c for a balanced neuron of weight c. */
    @Test
    void scaledCoordinates() {
        for (int seed = 0; seed < 50; seed++) {
            PlantedStationary planted = PlantedStationary.draw(Choices.random(seed), new Statement.Size(4, 2), true);
            if (!planted.neurons().isEmpty()) {
                Rational value = planted.residual().dot(planted.residual()).divide(Rationals.of(2));
                for (Rational root : planted.roots()) {
                    value = value.plus(planted.problem().betaSquared().times(Rationals.square(root)));
                }
                assertEquals(value, planted.network().objective(planted.problem()));
                assertEquals(planted.residual(), planted.problem().scalarLabels()
                        .minus(planted.networks().get("stationary").outputs(planted.problem())));
            }
        }
    }
}
