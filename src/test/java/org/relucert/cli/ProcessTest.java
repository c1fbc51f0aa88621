package org.relucert.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relucert.cli.Runs.TWO_POINTS;
import static org.relucert.cli.Runs.fork;
import static org.relucert.cli.Runs.names;
import static org.relucert.cli.Runs.write;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only shows in a process of its own: signals, loaded classes, closed outputs, progress. */
@DisabledOnOs(OS.WINDOWS)
class ProcessTest {

    private static final Pattern UNTRUSTED = Pattern.compile(
            "(org\\.relucert\\.(?:scip|search|prover|family|report|experiment)\\.\\S*|com\\.sun\\.jna\\S*|org\\.ejml\\S*)");

    @TempDir
    private Path dir;

    @BeforeEach
    void writeProblem() {
        write(dir.resolve("p.json"), TWO_POINTS);
        assertEquals(0, Runs.run("certify", dir.resolve("p.json")).code());
    }

    @Test
    void verifyLoadsNothingThatIsNotTrusted() throws Exception {
        for (List<String> arguments : List.of(List.of("p.cert.json", "--problem", "p.json"), List.of("p.json"),
                List.of("none.json", "--json"), List.of("p.cert.json", "--reference", "--json"), List.of("--help"))) {
            Object[] all = arguments.toArray();
            Object[] command = new Object[all.length + 1];
            command[0] = "verify";
            System.arraycopy(all, 0, command, 1, all.length);
            Runs.Run run = fork(dir, List.of("-Xlog:class+load=info:file=classes.log"), command);
            String loaded = Files.readString(dir.resolve("classes.log"));
            assertTrue(loaded.contains("org.relucert.cli.VerifyCommand"), run::toString);
            assertEquals(List.of(), UNTRUSTED.matcher(loaded).results().map(m -> m.group()).toList());
        }
        // The pattern finds something where there is something.
        fork(dir, List.of("-Xlog:class+load=info:file=classes.log"), "certify", "p.json");
        assertTrue(UNTRUSTED.matcher(Files.readString(dir.resolve("classes.log"))).find());
    }

    @Test
    void interruptedRunKeepsWhatItHas() throws Exception {
        Runs.writeLong(dir);
        write(dir.resolve("c.json"), "precious");
        long begin = System.nanoTime();
        Runs.Run run = fork(dir, List.of("-Drelucert.terminal=true"), signals(1), "certify", "--inputs", "X.csv", "--labels",
                "y.csv", "--beta", "1", "--time-limit", "600", "-o", "c.json");
        assertEquals(0, run.code(), run::toString);
        assertTrue(run.out().startsWith("s VERIFIED bound: "), run::toString);
        assertTrue(run.err().contains("interrupted, finishing with what there is"), run::toString);
        assertTrue((System.nanoTime() - begin) / 1e9 < 45);
        assertEquals(0, Runs.run("verify", dir.resolve("c.json")).code());
        assertFalse(names(dir).stream().anyMatch(name -> name.startsWith(".")), () -> "left behind in " + dir);
    }

    @Test
    void aSecondSignalEndsAtOnceAndLeavesNothing() throws Exception {
        Runs.writeLong(dir);
        write(dir.resolve("c.json"), "precious");
        Runs.Run run = fork(dir, List.of("-Drelucert.terminal=true"), signals(2), "certify", "--inputs", "X.csv", "--labels",
                "y.csv", "--beta", "1", "--time-limit", "600", "-o", "c.json");
        assertTrue(run.code() > 128, run::toString);
        assertEquals("precious", Files.readString(dir.resolve("c.json")));
        assertEquals(List.of("X.csv", "c.json", "p.cert.json", "p.json", "y.csv"), names(dir));
    }

    /** Sends signals once the search is under way: one and, right after it, others. */
    private LongConsumer signals(int count) {
        return pid -> {
            try {
                // Time to start and to be searching; the run takes ten minutes when nobody interrupts it.
                Thread.sleep(2500);
                for (int k = 0; k < count; k++) {
                    new ProcessBuilder("kill", ignoresInterrupts(pid) ? "-TERM" : "-INT", "" + pid).start().waitFor();
                    Thread.sleep(50);
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
    }

    /** A process that was started in the background of a script cannot be interrupted, nor can its children. */
    private static boolean ignoresInterrupts(long pid) throws Exception {
        Path status = Path.of("/proc/" + pid + "/status");
        return Files.exists(status) && Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1 << 1) != 0);
    }

    @Test
    void progressIsForTerminals() throws Exception {
        Runs.Run terminal = fork(dir, List.of("-Drelucert.terminal=true"), "certify", "p.json");
        assertEquals(0, terminal.code());
        assertTrue(terminal.err().contains("\r\033[K"), terminal::toString);
        assertTrue(terminal.err().contains(" <= "), terminal::toString);
        // The last of it is wiped away.
        assertTrue(terminal.err().endsWith("\r\033[K"), terminal::toString);
        assertTrue(terminal.out().startsWith("s VERIFIED "));
        Runs.Run pipe = fork(dir, List.of(), "certify", "p.json");
        assertEquals("", pipe.err());
    }

    @Test
    void outputThatCannotBeWritten() throws Exception {
        File full = new File("/dev/full");
        if (full.canWrite()) {
            Runs.Run run = java("verify p.cert.json >/dev/full");
            assertEquals(2, run.code(), run::toString);
            assertEquals("relucert: standard output: cannot be written\n", run.err());
        }
        Runs.Run closed = java("certify p.json -o c.json >&-");
        assertEquals(2, closed.code(), closed::toString);
        assertEquals("relucert: standard output: cannot be written\n", closed.err());
        // The verdict is lost, the certificate is not.
        assertEquals(0, Runs.run("verify", dir.resolve("c.json")).code());
    }

    /** A pipe gives its bytes once. */
    @Test
    void certificateThroughAPipe() throws Exception {
        Runs.Run run = shell("cat p.cert.json | \"$0\" -cp \"$1\" " + Main.class.getName() + " verify /dev/stdin");
        assertEquals(0, run.code(), run::toString);
        assertTrue(run.out().startsWith("s VERIFIED "), run::toString);
    }

    @Test
    void memoryTooShort() throws Exception {
        StringBuilder rows = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 60000; i++) {
            rows.append(i == 0 ? "" : ",").append("[").append(i);
            for (int k = 2; k <= 10; k++) {
                rows.append(",").append(i % k);
            }
            rows.append("]");
            labels.append(i == 0 ? "" : ",").append(i);
        }
        write(dir.resolve("large.json"), "{\"format\": \"relucert-problem/1\", \"loss\": \"squared\", \"beta\": 1, \"inputs\": [" + rows
                + "], \"labels\": [" + labels + "]}");
        Runs.Run run = fork(dir, List.of("-Xmx24m"), "certify", "large.json", "--json");
        assertEquals(3, run.code(), run::toString);
        assertTrue(run.out().startsWith("{\"verdict\":\"refused\"") && run.out().contains("memory"), run::toString);
        assertFalse(run.err().contains("at org."), run::toString);
    }

    private Runs.Run java(String command) throws Exception {
        return shell("exec \"$0\" -cp \"$1\" " + Main.class.getName() + " " + command);
    }

    /** A line for the shell, in which $0 is Java and $1 the class path. */
    private Runs.Run shell(String line) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", line, java, Runs.classPath());
        return Runs.process(shell.directory(dir.toFile()), pid -> { });
    }
}
