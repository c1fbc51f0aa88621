package org.relucert.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relucert.cli.Runs.names;
import static org.relucert.cli.Runs.run;
import static org.relucert.cli.Runs.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users see of {@code report}: exit codes, one clear line, and nothing printed of what does not verify. */
class ReportCommandTest {

    @TempDir
    private Path dir;
    private Path certificate;
    private Path problem;

    @BeforeEach
    void copy() throws IOException {
        certificate = Files.copy(Path.of("certificates/two-points.cert.json"), dir.resolve("two.cert.json"));
        problem = Files.copy(Path.of("certificates/two-points.problem.json"), dir.resolve("two.problem.json"));
    }

    @Test
    void printsOrWrites() throws IOException {
        Runs.Run latex = run("report", certificate, "--latex");
        assertEquals(0, latex.code(), latex::toString);
        assertTrue(latex.out().contains("\\begin{theorem}[{two points}]") && latex.out().contains("exactly $39/400$"),
                latex::toString);
        assertEquals("", latex.err());
        Runs.Run file = run("report", certificate, "--latex", "-o", dir.resolve("two.tex"));
        assertEquals(0, file.code());
        assertEquals("", file.out());
        assertEquals(latex.out(), Files.readString(dir.resolve("two.tex")));
        Runs.Run markdown = run("report", certificate, "--markdown", "--problem", problem);
        assertTrue(markdown.out().contains("relucert verify two.cert.json --problem two.problem.json"), markdown::toString);
    }

    /** Who may read everything, sees nothing of it. */
    @Test
    void certificateThatMustNotBeRead() throws IOException {
        Files.setPosixFilePermissions(certificate, Set.of());
        Assumptions.assumeFalse(Files.isReadable(certificate));
        Runs.Run run = run("report", certificate, "--latex");
        assertEquals(2, run.code(), run::toString);
        assertEquals("relucert: " + certificate + ": cannot be read: permission denied\n", run.err());
    }

    @Test
    void json() {
        Runs.Run run = run("report", certificate, "--markdown", "--json");
        assertEquals(0, run.code());
        assertTrue(run.out().startsWith("{\"verdict\":\"verified\",\"problem\":\"two points\"") && run.out()
                .contains("\"text\":\"**Theorem**")
                && run.out().contains("\"output\":null"), run::toString);
        assertEquals(1, run.out().lines().count());
        Runs.Run none = run("report", dir.resolve("none.json"), "--latex", "--json");
        assertEquals(2, none.code());
        assertTrue(none.out().contains("\"verdict\":\"error\"") && none.out().contains("\"text\":null"), none::toString);
    }

    @Test
    void rejectedAndRefusedCertificatesHaveNoReport() throws IOException {
        String text = Files.readString(certificate);
        write(certificate, text.replace("\"value\":\"39/400\"", "\"value\":\"39/401\""));
        Runs.Run rejected = run("report", certificate, "--latex", "-o", dir.resolve("two.tex"));
        assertEquals(1, rejected.code(), rejected::toString);
        assertTrue(rejected.out().startsWith("s REJECTED OPT-4 "), rejected::toString);
        Runs.Run json = run("report", certificate, "--latex", "--json");
        assertEquals(1, json.code());
        assertTrue(json.out().contains("\"obligation\":\"OPT-4\"") && json.out().contains("\"text\":null"), json::toString);
        write(certificate, text.replace("relucert-certificate/1", "relucert-certificate/9"));
        Runs.Run refused = run("report", certificate, "--markdown", "-o", dir.resolve("two.md"));
        assertEquals(3, refused.code());
        assertTrue(refused.out().startsWith("s REFUSED "), refused::toString);
        assertEquals(List.of("two.cert.json", "two.problem.json"), names(dir));
    }

    @Test
    void theUsersOwnProblemDecides() throws IOException {
        write(problem, Files.readString(problem).replace("\"labels\": [\"1\", \"1\"]", "\"labels\": [\"1\", \"2\"]"));
        Runs.Run run = run("report", certificate, "--latex", "--problem", problem);
        assertEquals(1, run.code(), run::toString);
        assertTrue(run.out().startsWith("s REJECTED IN-6 "), run::toString);
        assertFalse(run.out().contains("theorem"));
    }

    @Test
    void complaints() throws IOException {
        for (List<Object> arguments : List.<List<Object>>of(List.of(), List.of("-o", dir.resolve("page.html")), List.of("--latex",
                "--markdown"))) {
            Object[] all = new Object[arguments.size() + 2];
            all[0] = "report";
            all[1] = certificate;
            for (int k = 0; k < arguments.size(); k++) {
                all[k + 2] = arguments.get(k);
            }
            Runs.Run run = run(all);
            assertEquals(2, run.code(), run::toString);
            assertEquals("", run.out());
            assertTrue(run.err().matches("relucert: arguments: expected [^\n]*--latex [^\n]*--markdown[^\n]*\n"), run::toString);
        }
        for (Path place : List.of(certificate, problem)) {
            Runs.Run run = run("report", certificate, "--latex", "--problem", problem, "-o", place);
            assertEquals(2, run.code());
            assertTrue(run.err().contains("cannot be written: it is a file that the command reads"), run::toString);
        }
        Runs.Run nowhere = run("report", certificate, "--latex", "-o", dir.resolve("none/x.tex"));
        assertEquals(2, nowhere.code());
        assertTrue(nowhere.err().contains("no such directory"), nowhere::toString);
        assertEquals(2, run("report", dir, "--latex").code());
        assertEquals(2, run("report", dir.resolve("none.json"), "--latex").code());
        assertEquals(List.of("two.cert.json", "two.problem.json"), names(dir));
    }
}
