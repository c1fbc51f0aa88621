package org.relucert.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;

/** Every family, drawn at random: what it intends holds, and the checks of that can fail. */
class FamiliesTest {

    static List<Family> families() {
        return Family.ALL;
    }

    /** The standard settings, and those that differ from them in one parameter. */
    private static List<Settings> settings(Family family) {
        List<Map<String, String>> all = new ArrayList<>(List.of(Map.of()));
        for (Parameter parameter : family.parameters()) {
            List<String> values = parameter.choices().isEmpty()
                    ? List.of(Integer.toString(parameter.least()), Integer.toString(Math.min(parameter.most(), 3)))
                            : parameter.choices();
            values.forEach(value -> all.add(Map.of(parameter.name(), value)));
        }
        return all.stream().map(given -> Settings.of(family.parameters(), given)).toList();
    }

    private static Optional<Instance> draw(Family family, Settings settings, Choices choices) {
        try {
            return Optional.of(family.draw(settings, choices));
        } catch (IllegalArgumentException impossible) {
            assertTrue(impossible.getMessage().startsWith("--"), "names no parameter: " + impossible.getMessage());
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void intendedPropertiesHold(Family family) {
        int drawn = 0;
        for (Settings settings : settings(family)) {
            for (long seed = 1; seed <= 3; seed++) {
                Optional<Instance> instance = draw(family, settings, Choices.random(seed));
                if (instance.isPresent()) {
                    drawn++;
                    assertEquals(Optional.empty(), instance.get().broken().map(Instance.Property::sentence),
                            family.name() + " " + settings + " seed " + seed);
                    assertFalse(instance.get().properties().isEmpty());
                    Problem problem = instance.get().problem();
                    instance.get().nu().ifPresent(nu -> assertEquals(problem.rows(), nu.size()));
                    instance.get().networks().values().forEach(network -> network.outputs(problem));
                }
            }
        }
        assertTrue(drawn >= 2 * settings(family).size(), "most settings have instances");
    }

    /** A record, whole, cut short or spoiled, draws an instance, and the same one twice. */
    @ParameterizedTest
    @MethodSource("families")
    void everyRecordDraws(Family family) {
        Random random = new Random(7);
        for (Settings settings : settings(family)) {
            Choices whole = Choices.random(random.nextLong());
            Optional<Instance> first = draw(family, settings, whole);
            if (first.isEmpty()) {
                continue;
            }
            assertSame(first.get(), family.draw(settings, Choices.of(whole.record())));
            assertSame(family.draw(settings, Choices.of(List.of())), family.draw(settings, Choices.of(List.of(0, 0))));
            for (int t = 0; t < 10; t++) {
                List<Integer> spoiled = new ArrayList<>(whole.record());
                for (int k = 0; k < spoiled.size(); k++) {
                    if (random.nextInt(3) == 0) {
                        spoiled.set(k, random.nextInt(20));
                    }
                }
                family.draw(settings, Choices.of(spoiled.subList(0, random.nextInt(spoiled.size() + 1))));
            }
        }
    }

    private static void assertSame(Instance a, Instance b) {
        assertEquals(ProblemFile.canonicalJson(a.problem()), ProblemFile.canonicalJson(b.problem()));
        assertEquals(a.nu(), b.nu());
        assertEquals(new LinkedHashMap<>(a.networks()), new LinkedHashMap<>(b.networks()));
    }

    private static Instance standard(String family, Map<String, String> given) {
        Family found = Family.of(family).orElseThrow();
        return found.draw(Settings.of(found.parameters(), given), Choices.random(5));
    }

    /** Facts are read from verified certificates: about another dual vector or network they say nothing. */
    @Test
    void factsCanFail() {
        Instance instance = standard("zonotope", Map.of());
        RationalVector nu = instance.nu().orElseThrow();
        Network network = instance.networks().get(Instance.OPTIMAL);
        assertTrue(Facts.of(instance.problem(), nu, network).isOptimal());
        Facts scaled = Facts.of(instance.problem(), nu.times(Rationals.of(2)), network);
        assertFalse(scaled.isOptimal() || scaled.isNonunique() || scaled.isUnique());
        assertEquals(List.of(), scaled.atoms());
        assertEquals(-1, scaled.dimension());
        Network halved = new Network(network.neurons().stream()
                .map(neuron -> new Network.Neuron(neuron.weight(), neuron.output().divide(Rationals.of(2)))).toList(),
                        network.skip());
        assertFalse(Facts.of(instance.problem(), nu, halved).isOptimal());
        Facts facts = Facts.of(instance.problem(), nu, network);
        assertTrue(facts.hasExactly(facts.atoms()));
        assertFalse(facts.hasExactly(facts.atoms().subList(1, facts.atoms().size())));
        assertFalse(facts.hasUnusedAtom() && facts.optimalSet().orElseThrow().unique() == facts.isNonunique());
    }

    /** A local minimum moved by a little is none, and the optimum is not bad. */
    @Test
    void localMinimaCanFail() {
        Instance instance = standard("bad-minimum", Map.of("m", "3", "n", "4"));
        Problem problem = instance.problem();
        Network bad = instance.networks().get(BadMinimum.BAD);
        assertTrue(BadMinimum.isBad(problem, bad));
        Network.Neuron first = bad.neurons().get(0);
        List<Network.Neuron> moved = new ArrayList<>(bad.neurons());
        moved.set(0, new Network.Neuron(first.weight().times(Rationals.of(9, 10)), first.output().times(9)
                .divide(Rationals.of(10))));
        assertFalse(BadMinimum.isBad(problem, new Network(moved, bad.skip())));
        assertFalse(BadMinimum.isBad(problem, instance.networks().get(Instance.OPTIMAL)));
    }

    @Test
    void chambersAgreeWithTheZonotope() {
        for (int seed = 0; seed < 5; seed++) {
            InverseInstance sums = Zonotope.of(3, 2 + seed % 2, Choices.random(seed));
            InverseInstance chambers = InverseInstance.of("", sums.inputs(), sums.metric(), sums.nu());
            assertEquals(sums.betaSquared(), chambers.betaSquared());
            assertEquals(Set.copyOf(sums.atoms()), Set.copyOf(chambers.atoms()));
        }
        RationalMatrix x = RationalMatrix.ofRows(List.of(RationalVector.of(1), RationalVector.of(1)), 1);
        assertThrows(IllegalArgumentException.class,
                () -> InverseInstance.of("", x, RationalMatrix.identity(1), RationalVector.of(1, -1)));
    }

    @Test
    void brokenProperties() {
        Instance whole = standard("circle-chain", Map.of("n", "2"));
        List<Instance.Property> properties = new ArrayList<>(whole.properties());
        properties.add(new Instance.Property("the sum of the labels is 1/7", () -> false));
        Instance broken = new Instance(whole.problem(), whole.nu(), whole.networks(), properties);
        assertEquals("the sum of the labels is 1/7", broken.broken().orElseThrow().sentence());
    }
}
