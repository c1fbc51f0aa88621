package org.relucert.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code connect}: exit codes, keys, files. */
class ConnectCommandTest {

    private static final String NETWORK = "{\"format\":\"relucert-network/1\",\"neurons\":[%s]}";
    private static final String THIRD = "{\"weight\":[\"-1\"],\"output\":\"1/3\"}";

    @TempDir
    private Path folder;
    private String output;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("p.json"), "{\"format\":\"relucert-problem/1\",\"name\":\"TV-7\",\"inputs\":[[\"2\"],[\"-1\"]],"
                + "\"labels\":[\"1\",\"2\"],\"loss\":\"squared\",\"beta\":\"1\"}");
        Files.writeString(folder.resolve("local.json"), String.format(NETWORK, THIRD + "," + THIRD + "," + THIRD));
        Files.writeString(folder.resolve("global.json"), String.format(NETWORK,
                "{\"weight\":[\"-1\"],\"output\":\"1\"},{\"weight\":[\"1/2\"],\"output\":\"1/2\"}"));
        Files.writeString(folder.resolve("swapped.json"), String.format(NETWORK,
                "{\"weight\":[\"1/2\"],\"output\":\"1/2\"},{\"weight\":[\"-1\"],\"output\":\"1\"}"));
    }

    private int run(String from, String to, String... options) {
        String[] arguments = new String[4 + options.length];
        arguments[0] = "connect";
        arguments[1] = file("p.json");
        arguments[2] = file(from);
        arguments[3] = file(to);
        System.arraycopy(options, 0, arguments, 4, options.length);
        PrintStream out = System.out;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            return Main.run(arguments);
        } finally {
            System.setOut(out);
            output = captured.toString(StandardCharsets.UTF_8);
        }
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void descentWithSamples() throws IOException {
        assertEquals(0, run("local.json", "global.json", "--json", "--csv", file("path.csv")));
        assertTrue(output.contains("{\"claim\":\"descent\",\"width\":3,\"states\":3,\"from\":\"2\",\"to\":\"15/8\"}"), output);
        assertTrue(Files.exists(folder.resolve("p.connect.cert.json")));
        List<String> lines = Files.readAllLines(folder.resolve("path.csv"));
        assertEquals("t,objective,output0,weight0_0,output1,weight1_0,output2,weight2_0", lines.get(0));
        assertEquals(22, lines.size());
        double before = Double.POSITIVE_INFINITY;
        for (String line : lines.subList(1, lines.size())) {
            double objective = Double.parseDouble(line.split(",")[1]);
            assertTrue(objective <= before, line);
            before = objective;
        }
    }

    @Test
    void permutedCopies() {
        assertEquals(0, run("global.json", "swapped.json", "--json", "--csv", file("no.csv")));
        assertTrue(output.contains("{\"claim\":\"disconnected\",\"width\":2}"), output);
        assertFalse(Files.exists(folder.resolve("no.csv")), "there is no path to sample");
        assertEquals(0, run("global.json", "swapped.json", "--width", "3", "--json", "-o", file("c.cert.json")));
        assertTrue(output.contains("{\"claim\":\"connected\",\"width\":3,"), output);
        assertEquals(0, Main.run("verify", file("c.cert.json"), "--problem", file("p.json"), "--reference"));
    }

    @Test
    void refusalsAndBadInput() throws IOException {
        assertEquals(3, run("global.json", "local.json"));
        assertTrue(output.contains("the second network is not proved to be optimal"), output);
        assertEquals(2, run("local.json", "global.json", "--width", "2"));
        assertEquals(2, run("local.json", "missing.json"));
        assertEquals(2, run("local.json", "global.json", "--csv", file("global.json")));
        // The samples of a path replace neither the problem nor the certificate of the path.
        String problem = Files.readString(folder.resolve("p.json"));
        assertEquals(2, run("local.json", "global.json", "--csv", file("p.json")));
        assertEquals(2, run("local.json", "global.json", "--csv", file("p.connect.cert.json")));
        assertEquals(2, run("local.json", "global.json", "--csv", file("none/path.csv"), "--json"));
        assertEquals(1, output.lines().count(), output);
        assertEquals(problem, Files.readString(folder.resolve("p.json")));
        assertFalse(Files.exists(folder.resolve("p.connect.cert.json")));
    }
}
