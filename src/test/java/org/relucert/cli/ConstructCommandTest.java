package org.relucert.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relucert.cli.Runs.names;
import static org.relucert.cli.Runs.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relucert.family.Choices;
import org.relucert.family.Family;
import org.relucert.family.Instance;
import org.relucert.family.Parameter;
import org.relucert.family.Settings;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;

/** {@code construct}: what it writes solves what it writes, and what it cannot stand for it refuses. */
class ConstructCommandTest {

    @TempDir
    private Path dir;

    @Test
    void theFilesSolveTheProblem() throws IOException {
        Path problem = dir.resolve("chain.problem.json");
        Runs.Run run = run("construct", "circle-chain", "--n", "7", "--seed", "3", "-o", problem);
        assertEquals(0, run.code(), run::toString);
        assertEquals("", run.err());
        assertEquals(List.of("chain.network.json", "chain.nu.json", "chain.problem.json"), names(dir));
        assertTrue(Files.readString(problem).contains("\"relucert construct circle-chain --n 7 --loss interpolation --seed 3: "));
        Path network = dir.resolve("chain.network.json");
        Path nu = dir.resolve("chain.nu.json");
        Runs.Run certified = run("certify", problem, "--network", network, "--nu", nu, "--claim", "nonunique");
        assertEquals(0, certified.code(), certified::toString);
        assertTrue(certified.out().contains("nonunique: there is a continuum of optimal functions"), certified.out());
        assertEquals(0, run("neuron", problem, "--nu", nu).code());
        assertEquals(2, run("certify", problem, "--nu", nu).code(), "a dual vector alone");
        Files.writeString(nu, Files.readString(nu).replaceFirst("\"nu\": \\[\"", "\"nu\": [\"1"));
        Runs.Run spoiled = run("certify", problem, "--network", network, "--nu", nu);
        assertEquals(3, spoiled.code(), spoiled::toString);
    }

    @Test
    void badMinimumBesideTheOptimum() throws IOException {
        Path problem = dir.resolve("bad.problem.json");
        assertEquals(0, run("construct", "bad-minimum", "--m=3", "-o", problem).code());
        assertEquals(List.of("bad.bad-minimum.network.json", "bad.network.json", "bad.nu.json", "bad.problem.json"), names(dir));
        Runs.Run optimum = run("certify", problem, "--network", dir.resolve("bad.network.json"), "--claim", "optimum");
        assertEquals(0, optimum.code(), optimum::toString);
        Runs.Run bad = run("certify", problem, "--network", dir.resolve("bad.bad-minimum.network.json"), "--claim", "optimum");
        assertEquals(3, bad.code(), bad::toString);
    }

    @Test
    void sameSeedSameBytes() throws IOException {
        for (String family : List.of("orbit", "random", "square-skip")) {
            Path first = Files.createDirectory(dir.resolve(family + "1"));
            Path second = Files.createDirectory(dir.resolve(family + "2"));
            Path third = Files.createDirectory(dir.resolve(family + "3"));
            run("construct", family, "--seed", "-9", "-o", first.resolve("a.problem.json"));
            run("construct", family, "--seed=-9", "-o", second.resolve("a.problem.json"));
            run("construct", family, "--seed", "8", "-o", third.resolve("a.problem.json"));
            assertEquals(names(first), names(second));
            for (String name : names(first)) {
                assertEquals(Files.readString(first.resolve(name)), Files.readString(second.resolve(name)));
            }
            assertTrue(!ProblemFile.read(first.resolve("a.problem.json"))
                    .equals(ProblemFile.read(third.resolve("a.problem.json"))));
        }
    }

    @Test
    void listAndHelp() {
        Runs.Run list = run("construct", "--list");
        assertEquals(0, list.code());
        for (Family family : Family.ALL) {
            assertTrue(list.out().contains(family.name() + ": " + family.shows() + "\n"), family.name());
            Runs.Run help = run("construct", family.name(), "--help");
            assertEquals(0, help.code());
            assertTrue(list.out().contains(help.out()), help::toString);
        }
        Runs.Run json = run("construct", "--list", "--json");
        assertTrue(json.out().startsWith("{\"families\":[{\"name\":\"zonotope\""), json.out());
        assertTrue(run("construct", "--help").out().contains("Exit codes"));
    }

    @Test
    void jsonOfAnInstance() throws IOException {
        Runs.Run run = run("construct", "random", "--n", "2", "--json", "-o", dir.resolve("r.problem.json"));
        assertEquals(0, run.code(), run::toString);
        assertEquals(1, run.out().lines().count());
        assertTrue(run.out().startsWith("{\"verdict\":\"constructed\",\"problem\":\"random data of 2 points in dimension 2\","
                + "\"family\":\"random\",\"settings\":{\"n\":\"2\","), run.out());
        assertEquals(List.of("r.problem.json"), names(dir));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "circle-chain --n 77; --n: expected a whole number from 2 to 12, found 77",
        "circle-chain --n=1; --n: expected a whole number from 2 to 12, found 1",
        "circle-chain --q 1; --q: expected one of the parameters n, loss",
        "circle-chain --n; --n: expected a value, found nothing",
        "circle-chain --n 3 --n 4; --n: expected once, found twice",
        "circle-chain 7; 7: expected a parameter of circle-chain, such as --n",
        "degenerate --kind nice; --kind: expected one of duplicate-rows,",
        "orthogonal --n 2 --positive 3; --positive: expected at most n = 2, found 3",
        "no-such-family; FAMILY: expected one of zonotope,",
        "--list circle-chain; --list: expected nothing else"})
    void complaints(String arguments, String complaint) throws IOException {
        List<Object> words = new ArrayList<>(List.of("construct", "-o", dir.resolve("x.problem.json")));
        words.addAll(List.of(arguments.split(" ")));
        Runs.Run run = run(words.toArray());
        assertEquals(2, run.code(), run::toString);
        assertTrue(run.err().startsWith("relucert: arguments: ") && run.err().contains(complaint), run.err());
        assertEquals(1, run.err().lines().count());
        assertEquals(List.of(), names(dir));
    }

    @Test
    void nothingIsWrittenWhereNothingCanBe() {
        Runs.Run run = run("construct", "circle-chain", "-o", dir.resolve("missing").resolve("x.problem.json"));
        assertEquals(2, run.code(), run::toString);
        assertTrue(run.err().contains("no such directory"), run.err());
    }

    /** A family whose instances are not what they are meant to be. */
    private static final class Lying implements Family {
        @Override
        public String name() {
            return "lying";
        }

        @Override
        public String shows() {
            return "nothing";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public Instance draw(Settings settings, Choices choices) {
            Family chain = Family.of("circle-chain").orElseThrow();
            Instance honest = chain.draw(Settings.of(chain.parameters(), Map.of()), choices);
            Problem problem = honest.problem();
            return new Instance(problem, honest.nu(), honest.networks(),
                    List.of(new Instance.Property("there is a data point", () ->
                    problem.rows() > 0), new Instance.Property("all labels are equal", () -> problem.scalarLabels().equals(
                            problem.scalarLabels().opposite()))));
        }
    }

    @Test
    void anInstanceWithoutItsPropertyIsRefused() {
        PrintStream out = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        int code;
        try {
            code = new ConstructCommand().construct(new Lying());
        } finally {
            System.setOut(out);
        }
        assertEquals(Main.REFUSED, code);
        assertEquals("s REFUSED the instance of lying {} with seed 0 lacks an intended property: all labels are equal\n",
                bytes.toString(StandardCharsets.UTF_8));
        assertTrue(Files.notExists(Path.of("lying-seed-0.problem.json")));
    }
}
