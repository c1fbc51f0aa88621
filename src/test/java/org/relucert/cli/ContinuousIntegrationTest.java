package org.relucert.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relucert.cli.Runs.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which problem {@code .ci/run} holds a certificate against, with a Maven that does nothing and a relucert that compares texts. */
@DisabledOnOs(OS.WINDOWS)
class ContinuousIntegrationTest {

    @TempDir
    private Path dir;
    private Path certificates;

    @BeforeEach
    void install() throws IOException {
        certificates = Files.createDirectory(dir.resolve("certificates"));
        Files.copy(Path.of(".ci/run"), Files.createDirectory(dir.resolve(".ci")).resolve("run"));
        script("mvn", "exit 0");
        script("relucert", "[ $1 = verify ] && [ $3 = --problem ] && cmp -s $2 $4 && echo s VERIFIED");
        pair("iris", ".json", "iris");
        write(certificates.resolve("iris.support.cert.json"), "iris");
        pair("table", ".json.gz", "table");
    }

    @Test
    void aPathHasProblemsOfItsOwn() throws Exception {
        pair("iris.beta-.5", ".json", "iris, but beta");
        pair("table.beta-3", ".json.gz", "table, but beta");
        Runs.Run run = ci();
        assertEquals(0, run.code(), run::toString);
        assertTrue(run.out().endsWith("certificates: 5 verified, 0 failed\n"), run::toString);
    }

    @Test
    void whatDoesNotVerifyFails() throws Exception {
        write(certificates.resolve("iris.support.cert.json"), "another problem's");
        write(certificates.resolve("lone.support.cert.json"), "lone");
        Runs.Run run = ci();
        assertEquals(1, run.code(), run::toString);
        assertTrue(run.out().contains("FAILED certificates/iris.support.cert.json: no verdict\n"), run::toString);
        assertTrue(run.out().contains("FAILED certificates/lone.support.cert.json: its problem certificates/lone.problem.json is missing"),
                run::toString);
        assertTrue(run.out().endsWith("certificates: 2 verified, 2 failed\n"), run::toString);
    }

    private void pair(String name, String end, String text) {
        write(certificates.resolve(name + ".problem.json"), text);
        write(certificates.resolve(name + ".cert" + end), text);
    }

    private void script(String name, String body) {
        Path file = write(dir.resolve(name), "#!/bin/sh\n" + body + "\n");
        file.toFile().setExecutable(true);
    }

    private Runs.Run ci() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", ".ci/run").directory(dir.toFile());
        builder.environment().put("PATH", dir + ":" + System.getenv("PATH"));
        return Runs.process(builder, pid -> { });
    }
}
