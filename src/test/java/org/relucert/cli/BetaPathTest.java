package org.relucert.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relucert.cli.CommandsTest.json;
import static org.relucert.cli.Runs.TWO_POINTS;
import static org.relucert.cli.Runs.names;
import static org.relucert.cli.Runs.run;
import static org.relucert.cli.Runs.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Regularisation paths on the command line. */
class BetaPathTest {

    @TempDir
    private Path dir;
    private Path problem;

    @BeforeEach
    void writeProblem() {
        problem = write(dir.resolve("two.problem.json"), TWO_POINTS);
    }

    @Test
    void everyBetaHasACertificateForTheUsersOwnFile() throws IOException {
        Runs.Run path = run("certify", problem, "--betas", "1, 1/3,1e-1", "--path", dir.resolve("path.csv"), "--curve",
                dir.resolve("curve.csv"));
        assertEquals(0, path.code(), path::toString);
        assertEquals("", path.err());
        assertEquals(3, path.out().lines().filter(line -> line.startsWith("s VERIFIED bound: ")).count(), path.out());
        assertEquals(List.of("curve.csv", "path.csv", "two.beta-1.cert.json", "two.beta-1.problem.json", "two.beta-1_3.cert.json",
                "two.beta-1_3.problem.json", "two.beta-1e-1.cert.json", "two.beta-1e-1.problem.json", "two.problem.json"),
                names(dir));
        for (String beta : List.of("1", "1_3", "1e-1")) {
            Path certificate = dir.resolve("two.beta-" + beta + ".cert.json");
            Path mine = write(dir.resolve("mine.json"), TWO_POINTS.replace("1/10", beta.replace('_', '/')));
            for (Path file : List.of(dir.resolve("two.beta-" + beta + ".problem.json"), mine)) {
                Runs.Run verified = run("verify", certificate, "--problem", file, "--reference");
                assertEquals(0, verified.code(), verified::toString);
            }
        }
        assertEquals(1, run("verify", dir.resolve("two.beta-1.cert.json"), "--problem", problem).code());

        List<String> rows = Files.readAllLines(dir.resolve("path.csv"));
        assertEquals("beta,lower,upper,relative_gap,neurons,seconds,nodes,bytes", rows.get(0));
        assertEquals(4, rows.size());
        // the example of the manual: 39/400 at 1/10
        assertTrue(rows.get(3).startsWith("1e-1,0.0975,0.0975,0.0,1,"), rows.get(3));
        List<String> points = Files.readAllLines(dir.resolve("curve.csv"));
        assertEquals("beta,seconds,lower,upper,nodes", points.get(0));
        for (String beta : List.of("1", "1/3", "1e-1")) {
            assertTrue(points.stream().anyMatch(point -> point.startsWith(beta + ",")), beta);
        }
    }

    @Test
    void jsonHasOneObjectWithTheList() throws IOException {
        Path place = dir.resolve("p.json.gz");
        Map<String, Object> json = json(run("certify", problem, "--betas", "1/10,1/5", "--json", "-o", place), 0);
        assertEquals("verified", json.get("verdict"));
        assertEquals("two points", json.get("problem"));
        assertNull(json.get("reason"));
        List<?> path = (List<?>) json.get("path");
        assertEquals(2, path.size());
        Map<?, ?> first = (Map<?, ?>) path.get(0);
        assertEquals("1/10", first.get("beta"));
        assertEquals("39/400", first.get("lower"));
        assertEquals("39/400", first.get("upper"));
        assertEquals(1, first.get("neurons"));
        assertEquals(dir.resolve("p.beta-1_10.cert.json.gz").toString(), first.get("certificate"));
        assertEquals(dir.resolve("p.beta-1_10.problem.json").toString(), first.get("problemFile"));
        assertEquals(Files.size(dir.resolve("p.beta-1_10.cert.json.gz")), ((Number) first.get("bytes")).longValue());
    }

    @Test
    void tablesNeedNoBetaAndAFolderIsAPlace() throws IOException {
        write(dir.resolve("X.csv"), "1\n-1\n2\n");
        write(dir.resolve("y.csv"), "1\n1\n3\n");
        Path folder = Files.createDirectory(dir.resolve("out"));
        Runs.Run path = run("certify", "--inputs", dir.resolve("X.csv"), "--labels", dir.resolve("y.csv"), "--betas", "2,.5",
                "-o", folder, "--claim", "bound");
        assertEquals(0, path.code(), path::toString);
        assertEquals(List.of("X.beta-.5.cert.json", "X.beta-.5.problem.json", "X.beta-2.cert.json", "X.beta-2.problem.json"),
                names(folder));
        Runs.Run both = run("certify", "--inputs", dir.resolve("X.csv"), "--labels", dir.resolve("y.csv"), "--betas", "2",
                "--beta", "1");
        assertEquals(2, both.code());
        assertTrue(both.err().contains("--beta: expected without --betas"), both.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''|expected a number",
        "1,|expected a number",
        "1,,2|expected a number",
        "0|expected positive numbers, found 0",
        "2,-1|expected positive numbers, found -1",
        "1e999999999|expected an exponent",
        "1,10e-1|expected different numbers, found 1 and 10e-1",
        "ten|expected a number",
        "1.00000000000000000000000000000000000000000001|at most 40 characters"})
    void badLists(String list, String complaint) throws IOException {
        Runs.Run bad = run("certify", problem, "--betas", list);
        assertEquals(2, bad.code(), bad::toString);
        assertTrue(bad.err().startsWith("relucert: arguments: --betas: ") && bad.err().contains(complaint), bad.err());
        assertEquals(1, bad.err().lines().count());
        assertEquals("", bad.out());
        assertEquals(List.of("two.problem.json"), names(dir));
    }

    @Test
    void whatDoesNotGoWithAPath() throws IOException {
        Path net = write(dir.resolve("net.json"), "{\"format\": \"relucert-network/1\", \"neurons\": []}");
        for (List<Object> more : List.<List<Object>>of(List.of("--network", net), List.of("--nu", net),
                List.of("--claim", "stationary"))) {
            Runs.Run bad = run("certify", problem, "--betas", "1", more.get(0), more.get(1));
            assertEquals(2, bad.code(), bad::toString);
            assertTrue(bad.err().startsWith("relucert: arguments: " + more.get(0)), bad.err());
        }
        Path fit = write(dir.resolve("fit.json"), TWO_POINTS.replace("squared", "interpolation"));
        Runs.Run interpolation = run("certify", fit, "--betas", "1");
        assertEquals(2, interpolation.code());
        assertTrue(interpolation.err().contains("--betas: expected a problem with squared loss"), interpolation.err());
        assertEquals(2, run("certify", problem, "--path", dir.resolve("p.csv")).code());
        assertEquals(3, run("certify", problem, "--betas", "1", "--claim", "wisdom").code());
        assertEquals(List.of("fit.json", "net.json", "two.problem.json"), names(dir));
    }

    @Test
    void filesOfTheUserStay() throws IOException {
        // the problem given has the name that a beta's problem would have
        Path own = write(dir.resolve("a.beta-3.problem.json"), TWO_POINTS);
        Runs.Run same = run("certify", own, "--betas", "3", "-o", dir.resolve("a.json"));
        assertEquals(2, same.code(), same::toString);
        // and so does another one that is not read
        Runs.Run other = run("certify", problem, "--betas", "3", "-o", dir.resolve("a.json"));
        assertEquals(2, other.code(), other::toString);
        assertTrue(other.err().contains("found another problem"), other.err());
        assertEquals(TWO_POINTS, Files.readString(own));
        // the problem itself may stand there, in the user's words
        String mine = TWO_POINTS.replace("1/10", "3.0");
        write(own, mine);
        assertEquals(0, run("certify", problem, "--betas", "3", "-o", dir.resolve("a.json")).code());
        assertEquals(mine, Files.readString(own));
        // a table must not replace what is read
        assertEquals(2, run("certify", problem, "--betas", "3", "--path", problem).code());
        assertEquals(TWO_POINTS, Files.readString(problem));
    }

    @Test
    void oneBetaThatCannotBeProvedDoesNotEndThePath() throws IOException {
        Runs.Run path = run("certify", problem, "--betas", "1e60,1/10", "--path", dir.resolve("path.csv"));
        assertEquals(3, path.code(), path::toString);
        assertTrue(path.out().startsWith("s REFUSED beta is out of the range"), path.out());
        assertTrue(path.out().contains("s VERIFIED bound: "), path.out());
        List<String> rows = Files.readAllLines(dir.resolve("path.csv"));
        assertTrue(rows.get(1).matches("1e60,,,,,[0-9.]+,,"), rows.get(1));
        assertTrue(rows.get(2).startsWith("1/10,0.0975,"), rows.get(2));
        assertFalse(Files.exists(dir.resolve("two.beta-1e60.problem.json")));
    }

    /** What is done stands, and is said; see {@code fullDisk} for the device. */
    @Test
    void whatCannotBeWrittenDoesNotEndThePath() throws IOException {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/full")));
        Map<String, Object> table = json(run("certify", problem, "--betas", "1,1/10", "--path", "/dev/full", "--json"), 2);
        assertEquals("verified", table.get("verdict"));
        assertEquals("/dev/full: cannot be written: No space left on device", table.get("reason"));
        assertEquals(List.of("verified", "verified"), verdicts(table));

        Path full = Files.createSymbolicLink(dir.resolve("two.beta-2.cert.json"), Path.of("/dev/full"));
        Map<String, Object> certificate = json(run("certify", problem, "--betas", "1,2,1/5", "--json"), 2);
        assertEquals("error", certificate.get("verdict"));
        assertEquals(full + ": cannot be written: No space left on device", certificate.get("reason"));
        assertEquals(List.of("verified", "error", "verified"), verdicts(certificate));
        Runs.Run text = run("certify", problem, "--betas", "1,2,1/5");
        assertEquals(2, text.code(), text::toString);
        assertEquals("relucert: " + full + ": cannot be written: No space left on device\n", text.err());
        assertEquals(2, text.out().lines().filter(line -> line.startsWith("s ")).count(), text.out());
        Files.delete(full);
    }

    private static List<?> verdicts(Map<String, Object> path) {
        return ((List<?>) path.get("path")).stream().map(step -> ((Map<?, ?>) step).get("verdict")).toList();
    }

    @Test
    void anInterruptKeepsWhatIsDone() throws Exception {
        Runs.writeLong(dir);
        Runs.Run path = Runs.fork(dir, List.of("-Drelucert.terminal=true"), pid -> {
            try {
                // The first beta is so large that no neuron pays; the second one takes ten minutes when nobody interrupts it.
                for (int k = 0; k < 300 && !Files.exists(dir.resolve("X.beta-1e12.problem.json")); k++) {
                    Thread.sleep(50);
                }
                Thread.sleep(500);
                new ProcessBuilder("kill", "-TERM", "" + pid).start().waitFor();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }, "certify", "--inputs", "X.csv", "--labels", "y.csv", "--betas", "1e12,1,1/2", "--time-limit", "600", "--claim",
                "bound", "--path", "path.csv");
        assertEquals(3, path.code(), path::toString);
        assertEquals(2, path.out().lines().filter(line -> line.startsWith("s VERIFIED bound: ")).count(), path::toString);
        assertTrue(path.out().contains("s REFUSED interrupted before beta 1/2"), path::toString);
        assertEquals(3, Files.readAllLines(dir.resolve("path.csv")).size());
        for (String beta : List.of("1e12", "1")) {
            assertEquals(0, run("verify", dir.resolve("X.beta-" + beta + ".cert.json"), "--problem",
                    dir.resolve("X.beta-" + beta + ".problem.json")).code());
        }
        assertFalse(Files.exists(dir.resolve("X.beta-1_2.cert.json")));
    }
}
