package org.relucert.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relucert.cli.Runs.TWO_POINTS;
import static org.relucert.cli.Runs.names;
import static org.relucert.cli.Runs.run;
import static org.relucert.cli.Runs.write;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users see of the commands: exit codes, one clear line, one JSON object, and files that are whole. */
class CommandsTest {

    private static final Set<String> KEYS = Set.of("verdict", "problem", "certificate", "claims", "obligation", "reason",
            "notProved", "seconds", "bytes");

    @TempDir
    private Path dir;
    private Path problem;

    @BeforeEach
    void writeProblem() {
        problem = write(dir.resolve("two.problem.json"), TWO_POINTS);
    }

    @Test
    void certifyThenVerify() throws IOException {
        Runs.Run certified = run("certify", problem);
        assertEquals(0, certified.code(), certified::toString);
        assertTrue(certified.out().startsWith("s VERIFIED bound: "), certified.out());
        assertEquals("", certified.err());
        assertEquals(List.of("two.cert.json", "two.problem.json"), names(dir));
        Path certificate = dir.resolve("two.cert.json");
        for (String option : List.of("--problem=" + problem, "--reference")) {
            Runs.Run verified = run("verify", certificate, option);
            assertEquals(0, verified.code(), verified::toString);
            assertTrue(verified.out().matches("s VERIFIED [^\n]*\n"), verified.out());
            assertEquals("", verified.err());
        }
    }

    @Test
    void jsonOfCertify() throws IOException {
        Runs.Run run = run("certify", problem, "--json", "-o", dir.resolve("c.cert.json.gz"));
        Map<String, Object> json = json(run, 0);
        assertEquals(KEYS, json.keySet());
        assertEquals("verified", json.get("verdict"));
        assertEquals("two points", json.get("problem"));
        assertEquals(dir.resolve("c.cert.json.gz").toString(), json.get("certificate"));
        assertNull(json.get("obligation"));
        assertNull(json.get("reason"));
        assertEquals(Files.size(dir.resolve("c.cert.json.gz")), ((Number) json.get("bytes")).longValue());
        List<?> claims = (List<?>) json.get("claims");
        assertEquals(List.of(Map.of("claim", "bound", "lower", "39/400", "upper", "39/400", "relativeGap", 0.0),
                Map.of("claim", "optimum", "value", "39/400", "neurons", 1)), claims.subList(0, 2));
        // The example of the manual: three atoms, one dependence; both vertices are minimal, one neuron or two.
        Map<String, Object> set = new LinkedHashMap<>();
        ((Map<?, ?>) claims.get(2)).forEach((key, value) -> set.put(key.toString(), value));
        set.remove("isolated");
        assertEquals(Map.of("claim", "optimal-set", "atoms", 3, "rank", 2, "dimension", 1, "unique", false, "vertices", 2,
                "mStar", 1, "MStar", 2, "components", Map.of("1", "1", "2", "3", "3", "1")), set);
        assertSeconds(json);
    }

    @Test
    void jsonOfNeuron() throws IOException {
        Path nu = write(dir.resolve("nu.json"), "[1, \"-1\"]");
        Map<String, Object> json = json(run("neuron", problem, "--nu", nu, "--json"), 0);
        assertEquals("2", json.get("lower"));
        assertEquals("2", json.get("upper"));
        assertEquals(0.0, json.get("relativeGap"));
        assertTrue(((Number) json.get("nodes")).longValue() > 0);
        assertEquals(Files.size(dir.resolve("two.neuron.cert.json")), ((Number) json.get("bytes")).longValue());
        assertSeconds(json);
        assertEquals(0, run("verify", dir.resolve("two.neuron.cert.json"), "--problem", problem).code());
    }

    @Test
    void jsonOfVerify() throws IOException {
        Path certificate = dir.resolve("c.json");
        run("certify", problem, "-o", certificate);
        Map<String, Object> verified = json(run("verify", certificate, "--json"), 0);
        assertEquals(KEYS, verified.keySet());
        assertEquals("two points", verified.get("problem"));
        assertSeconds(verified);

        Path other = write(dir.resolve("other.json"), TWO_POINTS.replace("1/10", "1/9").replace("two points", "other"));
        Map<String, Object> rejected = json(run("verify", certificate, "--json", "--problem", other), 1);
        assertEquals(KEYS, rejected.keySet());
        assertEquals("rejected", rejected.get("verdict"));
        assertEquals("IN-6", rejected.get("obligation"));
        assertEquals("they differ in beta", rejected.get("reason"));
        assertEquals("other", rejected.get("problem"));
        assertEquals(List.of(), rejected.get("claims"));

        assertEquals("refused", json(run("verify", problem, "--json"), 3).get("verdict"));
        Map<String, Object> missing = json(run("verify", dir.resolve("none"), "--json"), 2);
        assertEquals(KEYS, missing.keySet());
        assertEquals("error", missing.get("verdict"));
        assertTrue(missing.get("reason").toString().contains("no such file"));
    }

    @Test
    void verifyPrintsOneLineForEveryVerdict() {
        Path certificate = dir.resolve("c.json");
        run("certify", problem, "-o", certificate);
        assertLine(run("verify", write(dir.resolve("junk"), "junk")), 1, "s REJECTED FMT-1 ");
        assertLine(run("verify", write(dir.resolve("empty"), "")), 1, "s REJECTED FMT-1 ");
        assertLine(run("verify", problem), 3, "s REFUSED format ");
        assertLine(run("verify", write(dir.resolve("v2"), read(certificate).replace("certificate/1", "certificate/2"))), 3,
                "s REFUSED format ");
        assertLine(run("verify", write(dir.resolve("better"), read(certificate).replace("\"39/400\"", "\"38/400\""))), 1,
                "s REJECTED ");
        assertLine(run("verify", write(dir.resolve("half"), read(certificate).substring(0, 800))), 1, "s REJECTED FMT-1 ");
    }

    @Test
    void inputThatCannotBeUsed() {
        Path good = write(dir.resolve("good.cert.json"), "precious");
        assertBad("none.json: no such file", "certify", dir.resolve("none.json"));
        assertBad("expected a file, found a directory", "certify", dir);
        assertBad("expected a file, found a directory", "verify", dir);
        assertBad("bad.json: line 1, column ", "certify", write(dir.resolve("bad.json"), "{\"format\": "));
        assertBad("n0.json: inputs: ", "certify", write(dir.resolve("n0.json"),
                TWO_POINTS.replace("[[\"-1\"], [\"1\"]]", "[]").replace("[\"1\", \"1\"]", "[]")
                        .replace(", \"metric\": [\"3\", \"1\"]", "")));
        assertBad("npd.json: metric[0]: ", "certify", write(dir.resolve("npd.json"), TWO_POINTS.replace("[\"3\"", "[\"-3\"")));
        assertBad("nu: expected 2 numbers", "neuron", problem, "--nu", write(dir.resolve("nu1.json"), "[1]"));
        assertBad("--nu", "neuron", problem);
        assertBad("neurons[0].weight: expected 2 numbers", "certify", problem, "--network", write(dir.resolve("net.json"),
                "{\"format\":\"relucert-network/1\",\"neurons\":[{\"weight\":[\"1\"],\"output\":\"1\"}]}"), "-o", good);
        Path x = write(dir.resolve("X.csv"), "1,2\n3\n");
        Path y = write(dir.resolve("y.csv"), "1\n2\n");
        assertBad("X.csv: line 2: expected 2 numbers", "certify", "--inputs", x, "--labels", y, "--beta", "1");
        assertBad("--beta", "certify", "--inputs", y, "--labels", y);
        assertBad("--beta", "certify", "--inputs", y, "--labels", y, "--beta", "0");
        assertBad("--loss", "certify", problem, "--loss", "squared");
        assertEquals("precious", read(good));
    }

    @ParameterizedTest
    @CsvSource({"--gap,NaN", "--gap,0", "--gap,1", "--gap,-1", "--gap,x", "--time-limit,-1", "--time-limit,0", "--time-limit,NaN",
            "--time-limit,soon", "--method,guess", "--unknown,1", "--claim,", "-o,''"})
    void optionsThatCannotBeUsed(String option, String value) {
        List<Object> arguments = new ArrayList<>(List.of("certify", problem, option));
        if (value != null) {
            arguments.add(value);
        }
        assertBad(option, arguments.toArray());
    }

    @Test
    void usage() {
        assertBad("expected a command: certify, verify, neuron", "prove");
        assertBad("PROBLEM", "certify");
        assertBad("CERT", "verify");
        assertBad("expected no further argument, found more", "certify", problem, "more");
        // A name may begin with the sign that some programs take for a file of arguments.
        assertBad("@none: no such file", "verify", "@none");
        for (String command : List.of("certify", "verify", "neuron")) {
            Runs.Run help = run(command, "--help");
            assertEquals(0, help.code());
            assertTrue(help.out().contains("Exit codes: 0 ") && help.out().contains("--json"), help.out());
            assertTrue(help.out().lines().allMatch(line -> line.length() <= 80), help.out());
        }
        assertTrue(run().out().contains("neuron"));
        assertTrue(run("--version").out().startsWith("relucert "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"landscape", "nonsense"})
    void claimsThatAreNotAvailable(String claim) throws IOException {
        assertRefused("the claim " + claim + " is not available", "certify", problem, "--claim", claim);
        assertEquals(List.of("two.problem.json"), names(dir));
    }

    @Test
    void quadraticNodesOnRequest() throws IOException {
        Path nu = write(dir.resolve("nu.json"), "[1, 1]");
        assertEquals(0, run("neuron", problem, "--nu", nu, "--method", "quadratic").code());
        Path certificate = dir.resolve("two.neuron.cert.json");
        assertTrue(read(certificate).contains("{\"h\":"), read(certificate));
        for (String option : List.of("--problem=" + problem, "--reference")) {
            assertEquals(0, run("verify", certificate, option).code());
        }
        Runs.writeLong(dir);
        Runs.Run bound = run("certify", "--inputs", dir.resolve("X.csv"), "--labels", dir.resolve("y.csv"), "--beta", "5",
                "--method", "quadratic", "--claim", "bound", "--time-limit", "2", "-o", dir.resolve("b.cert.json"));
        assertEquals(0, bound.code(), bound::toString);
        assertEquals(0, run("verify", dir.resolve("b.cert.json"), "--reference").code());
        Path free = write(dir.resolve("free.json"), TWO_POINTS.replace("\"bias\": \"regularized\"", "\"bias\": \"free\"")
                .replace(", \"metric\": [\"3\", \"1\"]", ""));
        assertRefused("quadratic nodes are not available with a free bias", "neuron", free, "--nu",
                write(dir.resolve("zero.json"), "[1, -1]"), "--method", "quadratic");
        StringBuilder row = new StringBuilder("1");
        for (int k = 1; k < 65; k++) {
            row.append(",").append(k);
        }
        Path wide = write(dir.resolve("wide.json"), "{\"format\": \"relucert-problem/1\", \"loss\": \"squared\", \"inputs\": [["
                + row + "]], \"labels\": [1], \"beta\": 1}");
        assertRefused("quadratic nodes are available up to dimension 64", "neuron", wide, "--nu",
                write(dir.resolve("one.json"), "[1]"), "--method", "quadratic");
    }

    @Test
    void problemsThatAreNotAvailable() {
        String rows = "\"inputs\": [[\"1\", \"2\"], [\"%s\", \"%s\"]], \"labels\": [%s], \"loss\": \"%s\", \"beta\": \"%s\"}";
        String head = "{\"format\": \"relucert-problem/1\", ";
        Path vector = write(dir.resolve("v.json"), head + rows.formatted("0", "1", "[\"1\", \"2\"], [\"3\", \"4\"]", "squared", "1"));
        assertRefused("several columns", "certify", vector);
        assertRefused("several columns", "neuron", vector, "--nu", write(dir.resolve("nu.json"), "[1, 2]"));
        assertRefused("rows 0 and 1 (from 0) are equal", "certify",
                write(dir.resolve("e.json"), head + rows.formatted("1", "2", "\"1\", \"2\"", "interpolation", "1")));
        assertRefused("rows 0 and 1 (from 0) are positive multiples", "certify",
                write(dir.resolve("m.json"), head + rows.formatted("2", "4", "\"1\", \"3\"", "interpolation", "1")));
        assertRefused("row 1, whose inputs are all 0", "certify",
                write(dir.resolve("z.json"), head + rows.formatted("0", "0", "\"1\", \"3\"", "interpolation", "1")));
        assertRefused("inputs[1] has a number out of the range", "certify",
                write(dir.resolve("h.json"), head + rows.formatted("0", "1e300", "\"1\", \"3\"", "squared", "1")));
        assertRefused("beta is out of the range", "certify",
                write(dir.resolve("b.json"), head + rows.formatted("0", "1", "\"1\", \"3\"", "squared", "1e-200")));
        assertRefused("cannot work with these numbers", "certify",
                write(dir.resolve("i.json"), head + rows.formatted("0", "1", "\"1\", \"3\"", "squared",
                        "1\", \"metric\": [[\"1\", \"1\"], [\"1\", \"1.000000000000000000000001\"]], \"comment\": \"")));
    }

    /** Labels of opposite rows may differ by a linear function only; on the other lines everything goes. */
    @Test
    void oppositeRows() {
        String text = "{\"format\": \"relucert-problem/1\", \"loss\": \"interpolation\", \"inputs\": [[1,0],[-1,0],[0,1],[0,-1],"
                + "[1,1],[-1,-1],[1,2]], \"labels\": [1,0,1,0,%s,0,9]}";
        assertRefused("opposite rows", "certify", write(dir.resolve("o.json"), text.formatted("5")));
        Runs.Run run = run("certify", write(dir.resolve("o2.json"), text.formatted("2")), "--time-limit", "1");
        assertEquals(0, run.code(), run::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // beta too large; labels all zero; duplicate rows; inputs of rank one; nothing but zeros
        "[[1],[2]]|[1,2]|1000|5/2", "[[1,2],[0,2]]|[0,0]|1/10|0", "[[1],[1]]|[1,2]|1000|5/2", "[[0,0],[0,0]]|[1,2]|1/10|5/2",
        "[[1,2],[2,4],[3,6]]|[0,0,0]|1|0"})
    void degenerateProblemsAreSolved(String inputs, String labels, String beta, String value) {
        Path file = write(dir.resolve("p.json"), "{\"format\": \"relucert-problem/1\", \"loss\": \"squared\", \"inputs\": " + inputs
                + ", \"labels\": " + labels + ", \"beta\": \"" + beta + "\"}");
        Runs.Run run = run("certify", file, "--claim", "optimum");
        assertEquals(0, run.code(), run::toString);
        assertTrue(run.out().contains("is exactly " + value + ","), run.out());
    }

    @Test
    void placesThatCannotBeWritten() throws IOException {
        assertBad("none/c.json: cannot be written: no such directory", "certify", problem, "-o", dir.resolve("none/c.json"));
        assertBad("expected a file to write, found a directory", "certify", problem, "-o", dir);
        assertBad("expected a file to write, found a directory", "certify", problem, "-o", "/");
        assertBad("it is a file that the command reads", "certify", problem, "-o", problem);
        Files.createSymbolicLink(dir.resolve("link"), problem);
        assertBad("it is a file that the command reads", "certify", problem, "-o", dir.resolve("link"));
        assertEquals(TWO_POINTS, read(problem));
        Path nu = write(dir.resolve("nu.json"), "[1, 1]");
        assertBad("it is a file that the command reads", "neuron", problem, "--nu", nu, "-o", nu);
        assertEquals("[1, 1]", read(nu));
    }

    /** Java takes an empty name for the working directory, and drops the slash at the end of one. */
    @Test
    void namesThatAreNone() throws IOException {
        Object[][] commands = {{"certify"}, {"certify", "--inputs"}, {"certify", "--inputs", problem, "--labels"},
            {"certify", problem, "--network"}, {"certify", problem, "--nu"}, {"certify", problem, "--curve"},
            {"certify", problem, "-o"}, {"certify", problem, "--betas", "1", "-o"}, {"certify", problem, "--betas", "1", "--path"},
            {"verify"}, {"verify", problem, "--problem"}, {"neuron", problem, "--nu"}, {"connect", problem},
            {"connect", problem, problem}, {"connect", problem, problem, problem, "--csv"}, {"report"},
            {"report", problem, "--latex", "-o"}, {"construct", "circle-chain", "-o"}};
        for (Object[] command : commands) {
            List<Object> arguments = new ArrayList<>(List.of(command));
            arguments.add("");
            assertBad("expected a file name, found an empty one", arguments.toArray());
            arguments.set(command.length, dir + "/none/");
            assertBad("no such directory: " + dir + "/none/", arguments.toArray());
        }
        assertEquals(2, run("sweep", "staircase", "--instances", "1", "-o", "").code());
        assertEquals(0, run("sweep", "staircase", "--instances", "1", "-o", dir + "/none/").code());
        assertBad("no such directory: " + problem + "/", "certify", problem + "/");
        assertEquals(List.of("two.problem.json"), names(dir));
    }

    /** Before any work is done: a table must cost neither a file of the user's own nor the certificate. */
    @Test
    void placesOfTables() throws IOException {
        Path link = Files.createSymbolicLink(dir.resolve("link.csv"), problem);
        Path certificate = dir.resolve("two.cert.json");
        for (Object[] place : new Object[][] {{problem, "it is a file that the command reads"},
                {link, "it is a file that the command reads"}, {certificate, "two outputs have this name"},
                {dir.resolve("none/c.csv"), "no such directory"}, {dir, "found a directory"},
                {dir + "/none/", "'--curve': no such directory"}}) {
            assertBad((String) place[1], "certify", problem, "--curve", place[0]);
        }
        assertEquals(TWO_POINTS, read(problem));
        assertEquals(List.of("link.csv", "two.problem.json"), names(dir));

        assertEquals(0, run("certify", problem, "--curve", dir.resolve("c.csv")).code());
        assertTrue(read(dir.resolve("c.csv")).startsWith("seconds,lower,upper,nodes\n"), read(dir.resolve("c.csv")));
        assertBad("it is a file that the command reads", "report", certificate, "--latex", "-o", certificate);
    }

    @Test
    void aTableThatCannotBeWrittenLeavesTheCertificate() throws IOException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/full")));
        Map<String, Object> json = json(run("certify", problem, "--curve", "/dev/full", "--json"), 2);
        assertEquals("verified", json.get("verdict"));
        assertEquals("/dev/full: cannot be written: No space left on device", json.get("reason"));
        assertEquals(0, run("verify", dir.resolve("two.cert.json")).code());
    }

    @Test
    void fullDisk() throws IOException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/full")));
        // A device that is full: what it receives is lost, and it must stay a device.
        assertBad("/dev/full: cannot be written: No space left on device", "certify", problem, "-o", "/dev/full");
        assertFalse(Files.isRegularFile(Path.of("/dev/full")));
        assertEquals(List.of("two.problem.json"), names(dir));
    }

    @Test
    void aFailingRunKeepsTheCertificateAtItsTarget() throws IOException {
        Path target = write(dir.resolve("t.json"), "precious");
        run("certify", dir.resolve("none.json"), "-o", target);
        run("certify", problem, "-o", target, "--claim", "nonsense");
        run("certify", problem, "-o", target, "--gap", "x");
        assertEquals("precious", read(target));
        // One that succeeds replaces it, behind a link where there is one.
        Files.createSymbolicLink(dir.resolve("link.json"), target);
        assertEquals(0, run("certify", problem, "-o", dir.resolve("link.json")).code());
        assertTrue(Files.isSymbolicLink(dir.resolve("link.json")));
        assertEquals(0, run("verify", target).code());
        assertEquals(List.of("link.json", "t.json", "two.problem.json"), names(dir));
    }

    @Test
    void aNameAsLongAsTheFileSystemAllows() throws IOException {
        Path target = dir.resolve("c".repeat(255));
        assertEquals(0, run("certify", problem, "-o", target).code());
        assertEquals(0, run("verify", target).code());
    }

    @Test
    void aTinyTimeLimitStillGivesABound() throws IOException {
        Runs.writeLong(dir);
        Runs.Run run = run("certify", "--inputs", dir.resolve("X.csv"), "--labels", dir.resolve("y.csv"), "--beta", "5",
                "--time-limit", "0.001", "--json");
        Map<String, Object> json = json(run, 0);
        assertEquals("verified", json.get("verdict"));
        List<?> notProved = (List<?>) json.get("notProved");
        assertEquals(2, notProved.size());
        assertEquals("a relative gap of 1.0e-06: the time was too short", notProved.get(1));
        assertEquals(0, run("verify", dir.resolve("X.cert.json")).code());

        Path nu = write(dir.resolve("nu.json"), IntStream.range(0, 200).mapToObj(i -> "" + (i * i % 7 - 3)).toList().toString());
        Object[] neuron = {"neuron", "--inputs", dir.resolve("X.csv"), "--labels", dir.resolve("y.csv"), "--beta", "5", "--nu", nu,
            "--json", "--time-limit", "0.001"};
        assertEquals(List.of("a relative gap of 1.0e-06: the time was too short"), json(run(neuron), 0).get("notProved"));
        // Zero is no level: the interval of a vector without a positive pairing stays open.
        assertEquals(List.of("a relative gap of 1.0e-06: the search came no further"),
                json(run("neuron", problem, "--nu", write(nu, "[0, 0]"), "--json"), 0).get("notProved"));
        assertEquals(List.of(), json(run("neuron", problem, "--nu", write(nu, "[1, -1]"), "--json"), 0).get("notProved"));
    }

    /** How far a network is from the optimum is what the gap says then, and neither time nor precision is short. */
    @Test
    void aGivenNetworkOpensTheGap() {
        Path network = write(dir.resolve("net.json"),
                "{\"format\": \"relucert-network/1\", \"neurons\": [{\"weight\": [0, 1], \"output\": \"9/10\"}]}");
        assertEquals(List.of("a relative gap of 1.0e-06: the given network is farther from the optimum"),
                json(run("certify", problem, "--network", network, "--claim", "bound", "--json"), 0).get("notProved"));
    }

    @Test
    void jsonIsAsciiWhateverTheName() throws IOException {
        Path file = write(dir.resolve("n.json"), TWO_POINTS.replace("two points", "zwei Schlüssel 点"));
        Runs.Run run = run("certify", file, "--json");
        assertTrue(run.out().chars().allMatch(c -> c < 128), run.out());
        assertEquals("zwei Schlüssel 点", json(run, 0).get("problem"));
    }

    @Test
    void neuronJsonHasItsKeysWhenItFails() throws IOException {
        Path nu = write(dir.resolve("nu.json"), "[1]");
        Map<String, Object> json = json(run("neuron", problem, "--nu", nu, "--json"), 2);
        for (String key : List.of("lower", "upper", "relativeGap", "nodes", "bytes")) {
            assertTrue(json.containsKey(key) && json.get(key) == null, key);
        }
        assertEquals("two points", json.get("problem"));
    }

    private void assertBad(String part, Object... arguments) {
        Runs.Run run = run(arguments);
        assertEquals(2, run.code(), run::toString);
        assertEquals("", run.out());
        assertTrue(run.err().matches("relucert: [^\n]*\n") && run.err().contains(part), run::toString);
        List<Object> withJson = new ArrayList<>(List.of(arguments));
        withJson.add(1, "--json");
        Map<String, Object> json = json(run(withJson.toArray()), 2);
        assertTrue(json.keySet().containsAll(KEYS));
        assertEquals("error", json.get("verdict"));
        assertTrue(json.get("reason").toString().contains(part), () -> "reason: " + json.get("reason"));
    }

    private void assertRefused(String part, Object... arguments) {
        Runs.Run run = run(arguments);
        assertLine(run, 3, "s REFUSED ");
        assertTrue(run.out().contains(part), run.out());
        List<Object> withJson = new ArrayList<>(List.of(arguments));
        withJson.add("--json");
        Map<String, Object> json = json(run(withJson.toArray()), 3);
        assertTrue(json.keySet().containsAll(KEYS));
        assertEquals("refused", json.get("verdict"));
        assertTrue(json.get("reason").toString().contains(part));
        assertSeconds(json);
    }

    private static void assertLine(Runs.Run run, int code, String beginning) {
        assertEquals(code, run.code(), run::toString);
        assertTrue(run.out().matches("[^\n]*\n") && run.out().startsWith(beginning), run::toString);
        assertEquals("", run.err());
    }

    private static void assertSeconds(Map<String, Object> json) {
        Map<?, ?> seconds = (Map<?, ?>) json.get("seconds");
        assertEquals(Set.of("search", "check"), seconds.keySet());
        assertTrue(seconds.values().stream().allMatch(s -> s instanceof Double d && d >= 0), seconds::toString);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The one object on standard output. */
    static Map<String, Object> json(Runs.Run run, int code) {
        assertEquals(code, run.code(), run::toString);
        try (JsonParser parser = new JsonFactory().createParser(run.out())) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken(), run::toString);
            @SuppressWarnings("unchecked")
            Map<String, Object> object = (Map<String, Object>) value(parser);
            assertNull(parser.nextToken(), run::toString);
            assertTrue(code == 2 ? run.err().matches("relucert: [^\n]*\n") : run.err().isEmpty(), run::toString);
            return object;
        } catch (IOException e) {
            throw new AssertionError(run.toString(), e);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    assertFalse(object.containsKey(key), key);
                    object.put(key, value(parser));
                }
                return object;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                return list;
            }
            case VALUE_STRING -> {
                return parser.getText();
            }
            case VALUE_NULL -> {
                return null;
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return parser.getBooleanValue();
            }
            default -> {
                return parser.getNumberValue();
            }
        }
    }
}
