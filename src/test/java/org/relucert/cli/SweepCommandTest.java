package org.relucert.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relucert.cli.Runs.names;
import static org.relucert.cli.Runs.run;
import static org.relucert.cli.Runs.write;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepCommandTest {

    private static final String SERVICE = "META-INF/services/org.relucert.experiment.Statement";

    @TempDir
    private Path dir;

    @Test
    void aTheoremHolds() throws IOException {
        Runs.Run run = run("sweep", "gap-identity", "--instances", "60", "--seed", "7", "--threads", "2", "-o", dir);
        assertEquals(0, run.code(), run::toString);
        assertTrue(run.out().matches("s HELD gap-identity \\(theorem\\): For every network[^\n]*\n"
                + "c 60 instances: 60 held, 0 broken, 0 skipped, 0 undecided; seed 7, n <= 6, d <= 3; [0-9.]+ s\n"), run.out());
        assertEquals("", run.err());
        assertEquals(List.of(), names(dir));
    }

    @Test
    void aFalseStatementIsRefuted() throws IOException {
        Path out = dir.resolve("new/place");
        Runs.Run run = run("sweep", "false-monotone-connectivity", "--instances", "300", "--seed", "9", "-o", out);
        assertEquals(1, run.code(), run::toString);
        assertTrue(run.out().startsWith("s BROKEN false-monotone-connectivity (false): If the optimal"), run.out());
        assertTrue(run.out().contains("connected at width 1, 3 components at width 2\n"), run.out());
        assertEquals(List.of("false-monotone-connectivity.cert.json", "false-monotone-connectivity.optimal.network.json",
                "false-monotone-connectivity.problem.json"), names(out));
        Runs.Run verified = run("verify", out.resolve("false-monotone-connectivity.cert.json"), "--problem",
                out.resolve("false-monotone-connectivity.problem.json"), "--reference");
        assertEquals(0, verified.code());
        assertTrue(verified.out().contains("width 1: 1 component, width 2: 3 components"), verified.out());
        // The network is one for the problem.
        assertEquals(0, run("certify", out.resolve("false-monotone-connectivity.problem.json"), "--claim", "optimum", "--network",
                out.resolve("false-monotone-connectivity.optimal.network.json"), "-o", dir.resolve("o.json")).code());
    }

    /** The sweep may have been long: what it found is said even where it cannot be written. */
    @Test
    void aCounterexampleThatCannotBeWritten() throws IOException {
        Files.createDirectory(dir.resolve("false-equal-widths.problem.json"));
        Object[] sweep = {"sweep", "false-equal-widths", "--instances", "200", "-o", dir};
        String reason = dir.resolve("false-equal-widths.problem.json") + ": expected a file to write, found a directory";
        Runs.Run run = run(sweep);
        assertEquals(2, run.code(), run::toString);
        assertEquals("relucert: " + reason + "\n", run.err());
        assertTrue(run.out().startsWith("s BROKEN false-equal-widths ") && run.out().contains("c instance "), run.out());
        Map<String, Object> json = CommandsTest.json(run("sweep", "false-equal-widths", "--instances", "200", "-o", dir, "--json"), 2);
        assertEquals("broken", json.get("verdict"));
        assertEquals(reason, json.get("reason"));
        assertNull(json.get("problemFile"));
    }

    @Test
    void json() {
        Map<String, Object> held = CommandsTest.json(run("sweep", "weak-duality", "--instances", "20", "--json"), 0);
        assertEquals("held", held.get("verdict"));
        assertEquals("weak-duality", held.get("theorem"));
        assertEquals("theorem", held.get("status"));
        assertEquals(20, ((Number) held.get("held")).intValue());
        for (String key : List.of("problem", "certificate", "counterexample", "reason", "obligation")) {
            assertTrue(held.containsKey(key), key);
            assertNull(held.get(key));
        }
        Map<String, Object> broken = CommandsTest.json(run("sweep", "false-equal-widths", "--instances", "200", "--json", "-o",
                dir), 1);
        assertEquals("broken", broken.get("verdict"));
        assertEquals(dir.resolve("false-equal-widths.cert.json").toString(), broken.get("certificate"));
        assertEquals(dir.resolve("false-equal-widths.problem.json").toString(), broken.get("problemFile"));
        assertEquals("planted", broken.get("problem").toString().replaceAll("(circle chain|hypersimplex|sum).*", "planted"));
        assertEquals(List.of("bound", "optimum", "optimal-set"),
                ((List<?>) broken.get("claims")).stream().map(claim -> ((Map<?, ?>) claim).get("claim")).toList());
        assertTrue(((Map<?, ?>) broken.get("counterexample")).get("explanation").toString().startsWith("m* = "));
        List<?> all = (List<?>) CommandsTest.json(run("sweep", "--list", "--json"), 0).get("statements");
        assertTrue(all.size() >= 25);
    }

    @Test
    void list() {
        Runs.Run run = run("sweep", "--list");
        assertEquals(0, run.code());
        assertTrue(run.out().contains("staircase (theorem; n <= 6, d <= 3)\n    Let some neuron be needed"), run.out());
        assertTrue(run.out().contains("false-unique-optimum (false; "), run.out());
    }

    @ParameterizedTest
    @CsvSource({"--instances,0", "--instances,-1", "--instances,2000000000", "--instances,ten", "--seed,-1", "--seed,x",
        "--threads,0", "--time-limit,0", "--time-limit,NaN", "--n,0", "--n,13", "--d,0", "--d,7", "--classpath,none.jar"})
    void optionsThatCannotBeUsed(String option, String value) {
        Runs.Run run = run("sweep", "staircase", option, value);
        assertEquals(2, run.code(), run::toString);
        assertEquals("", run.out());
        assertTrue(run.err().matches("relucert: [^\n]*\n") && run.err().contains(option), run::toString);
        assertEquals("error", CommandsTest.json(run("sweep", "staircase", option, value, "--json"), 2).get("verdict"));
    }

    @Test
    void unknownStatementsAndPlaces() {
        for (Object[] arguments : new Object[][] {{"sweep", "stairs"}, {"sweep"}}) {
            Runs.Run run = run(arguments);
            assertEquals(2, run.code(), run::toString);
            assertTrue(run.err().matches("relucert: [^\n]*THEOREM: expected one of weak-duality, [^\n]*\n"), run.err());
        }
        Path file = write(dir.resolve("file"), "precious");
        Runs.Run run = run("sweep", "false-equal-widths", "-o", file.resolve("below"));
        assertEquals(2, run.code(), run::toString);
        assertTrue(run.err().contains("expected a directory, found a file"), run.err());
        assertTrue(run("sweep", "staircase", "more").err().contains("expected no further argument, found more"));
    }

    @Test
    void aTimeLimitDecidesNothing() {
        Runs.Run run = run("sweep", "weak-duality", "--instances", "100000000", "--time-limit", "0.3");
        assertEquals(3, run.code(), run::toString);
        assertTrue(run.out().startsWith("s UNDECIDED weak-duality "), run.out());
        assertTrue(run.out().matches("(?s).*\nc stopped after [1-9][0-9]* of 100000000 instances\n.*"), run.out());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anInterruptedSweepReportsWhatItHas() throws Exception {
        Runs.Run run = Runs.fork(dir, List.of("-Drelucert.terminal=true"), pid -> {
            try {
                Thread.sleep(3000);
                new ProcessBuilder("kill", "-TERM", "" + pid).start().waitFor();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }, "sweep", "weak-duality", "--instances", "100000000");
        assertEquals(3, run.code(), run::toString);
        assertTrue(run.out().startsWith("s UNDECIDED "), run::toString);
        assertTrue(run.out().matches("(?s).*\nc stopped after [1-9][0-9]* of 100000000 instances\n.*"), run::toString);
        assertTrue(run.err().contains("sweep: "), run::toString);
        assertTrue(run.err().contains("interrupted, finishing with what there is"), run::toString);
    }

    /** The example of the README: compiled, put on the class path, run. */
    @Test
    void aStatementOfTheUser() throws IOException {
        Matcher example = Pattern.compile("```java\n(// TwoWidths\\.java\n.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        assertTrue(example.find());
        Path classes = compile("TwoWidths", example.group(1));
        Files.createDirectories(classes.resolve(SERVICE).getParent());
        write(classes.resolve(SERVICE), "TwoWidths\n");
        Runs.Run list = run("sweep", "--list", "--classpath", classes);
        assertTrue(list.out().contains("two-widths (conjecture; "), list.out());
        Path out = dir.resolve("out");
        Runs.Run run = run("sweep", "two-widths", "--classpath", classes, "--instances", "500", "-o", out);
        assertEquals(1, run.code(), run::toString);
        Path problem = out.resolve("two-widths.problem.json");
        assertEquals(0, run("verify", out.resolve("two-widths.cert.json"), "--problem", problem).code());
        // Those of relucert are there too, but not without the class path the other way round.
        assertEquals(0, run("sweep", "gap-identity", "--classpath", classes, "--instances", "5").code());
        assertEquals(2, run("sweep", "two-widths").code());
    }

    @Test
    void statementsThatCannotBeLoaded() throws IOException {
        assertBadService("NoSuchClass\n", "NoSuchClass not found");
        assertBadService("org.relucert.problem.Problem\n", "not a subtype");
        assertBadService("two words\n", "Illegal");
        String body = "import org.relucert.experiment.*; import org.relucert.family.*; import org.relucert.prover.*;"
                + "public class %s implements Statement<Integer> { public String name() { return \"%s\"; }"
                + "public String sentence() { return \"S.\"; } public Status status() { return Status.CONJECTURE; }"
                + "public Integer draw(Choices c, Size s) { return c.index(9); }"
                + "public Result check(Integer k, Prover.Options o) { throw new IllegalStateException(\"mine\"); } }";
        compile("Bad", body.formatted("Bad", "Bad Name"));
        assertBadService("Bad\n", "found Bad Name");
        compile("Twice", body.formatted("Twice", "staircase"));
        assertBadService("Twice\n", "another statement staircase");
        compile("Fails", body.formatted("Fails", "fails"));
        write(dir.resolve("classes/" + SERVICE), "Fails\n");
        Runs.Run run = run("sweep", "fails", "--instances", "5", "--classpath", dir.resolve("classes"));
        assertEquals(3, run.code(), run::toString);
        assertTrue(run.out().contains("c 5 instances could not be decided; the first is 0: the check failed: "
                + "java.lang.IllegalStateException: mine"), run.out());
    }

    private void assertBadService(String lines, String part) throws IOException {
        Path services = Files.createDirectories(dir.resolve("classes/META-INF/services"));
        write(services.resolve("org.relucert.experiment.Statement"), lines);
        Runs.Run run = run("sweep", "staircase", "--classpath", dir.resolve("classes"));
        assertEquals(2, run.code(), run::toString);
        assertTrue(run.err().matches("relucert: [^\n]*\n") && run.err().contains(part), run::toString);
    }

    private Path compile(String name, String source) throws IOException {
        Path classes = Files.createDirectories(dir.resolve("classes"));
        Path file = write(dir.resolve(name + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertEquals(0, compiler.run(null, null, null, "-cp", String.join(File.pathSeparator, Runs.classPath()), "-d",
                classes.toString(), "--release", "17", file.toString()));
        return classes;
    }
}
