package org.relucert.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relucert.cli.Runs.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code certify} with claims about a given network. */
class LandscapeCommandTest {

    private static final Path GALLERY = Path.of("certificates");

    @TempDir
    private Path dir;

    private static Path gallery(String name) {
        return GALLERY.resolve(name);
    }

    /** The gallery's certificates are what the commands of today write. */
    @Test
    void gallery() throws IOException {
        for (String[] words : new String[][] {
            {"tv-7.problem.json", "tv-7.bad.network.json", "tv-7.bad.cert.json", "local-minimum", "bad-local-minimum"},
            {"tv-8.problem.json", "tv-8.network.json", "tv-8.cert.json", "stationary", "not-local-minimum", "not-cone-optimal"},
            {"tv-9.problem.json", "tv-9.network.json", "tv-9.cert.json", "stationary", "not-local-minimum"}}) {
            Path certificate = dir.resolve(words[2]);
            Object[] arguments = new Object[6 + 2 * (words.length - 3)];
            System.arraycopy(new Object[] {"certify", gallery(words[0]), "--network", gallery(words[1]), "-o", certificate}, 0,
                    arguments, 0, 6);
            for (int k = 3; k < words.length; k++) {
                arguments[2 * k] = "--claim";
                arguments[2 * k + 1] = words[k];
            }
            Runs.Run run = run(arguments);
            assertEquals(0, run.code(), run::toString);
            assertEquals(Files.readString(gallery(words[2])), Files.readString(certificate));
        }
    }

    @Test
    void json() {
        Runs.Run run = run("certify", gallery("tv-8.problem.json"), "--network", gallery("tv-8.network.json"), "--claim", "stationary",
                "--claim", "not-cone-optimal", "--json", "-o", dir.resolve("c.cert.json"));
        assertEquals(0, run.code(), run::toString);
        assertTrue(run.out().contains("\"claims\":[{\"claim\":\"stationary\",\"width\":1,\"kind\":\"clarke\",\"value\":\"9/2\"},"
                + "{\"claim\":\"not-cone-optimal\",\"width\":1,\"value\":\"9/2\",\"upper\":\"283/64\"}]"), run.out());
    }

    @Test
    void refusals() {
        Path problem = gallery("tv-8.problem.json");
        Path network = gallery("tv-8.network.json");
        Path out = dir.resolve("c.cert.json");
        Runs.Run run = run("certify", problem, "--claim", "local-minimum", "--network", network, "-o", out);
        assertEquals(3, run.code());
        assertEquals("s REFUSED the network is not a local minimum: its neuron 0 descends in the direction (-1, -1)\n", run.out());
        run = run("certify", problem, "--claim", "stationary", "--claim", "bound", "--network", network, "-o", out);
        assertEquals(3, run.code());
        assertTrue(run.out().contains("the claim bound is not about the point that a network is"), run.out());
        run = run("certify", problem, "--claim", "stationary", "-o", out);
        assertEquals(2, run.code());
        assertTrue((run.err() + run.out()).contains("--network: expected one network for the claim stationary, found 0"), run::toString);
        run = run("certify", problem, "--claim", "stationary", "--network", network, "--network", network, "-o", out);
        assertEquals(2, run.code());
        run = run("certify", gallery("tv-5.problem.json"), "--claim", "stationary", "--network", network, "-o", out);
        assertTrue(run.code() == 2 || run.code() == 3, run::toString);
        assertTrue(Files.notExists(out));
    }
}
