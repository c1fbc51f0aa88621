package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;

/** Every forged path is rejected by both checkers with the obligation in its name, every valid one verified by both. */
class PathForgedTest {

    private static final Path VALID = Path.of("src/test/resources/paths/valid");
    private static final Path FORGED = Path.of("src/test/resources/paths/forged");

    /** A row of the table. */
    record Row(String file, String original, String change) {
        String expected() {
            return file.replaceFirst("^([A-Z]+-[0-9A-Z]+)-.*$", "$1");
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static List<Row> forged() throws IOException {
        return Files.readAllLines(FORGED.resolve("README.md")).stream().filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" *\\| *", 5))
                .map(cells -> new Row(cells[1].replace("`", ""), cells[2].replace("`", ""), cells[3])).toList();
    }

    static List<String> valid() throws IOException {
        return names(VALID);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".cert.json")).sorted().toList();
        }
    }

    private static Problem problem(String certificate) {
        return ProblemFile.read(VALID.resolve(certificate.substring(0, certificate.indexOf('.')) + ".problem.json"));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void validIsVerified(String name) {
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Verdict verdict = checker.verify(VALID.resolve(name), Optional.of(problem(name)));
            assertTrue(verdict.isVerified(), verdict.line());
        }
    }

    @ParameterizedTest
    @MethodSource("forged")
    void forgedIsRejectedByName(Row row) {
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Verdict verdict = checker.verify(FORGED.resolve(row.file()), Optional.of(problem(row.original())));
            assertEquals(Verdict.Status.REJECTED, verdict.status(), row.change() + ": " + verdict.line());
            assertEquals(row.expected(), verdict.obligation().orElseThrow().label(), row.change() + ": " + verdict.line());
        }
    }

    @Test
    void tableAndFolderAgree() throws IOException {
        assertEquals(new TreeSet<>(names(FORGED)), new TreeSet<>(forged().stream().map(Row::file).toList()));
        assertTrue(forged().stream().allMatch(row -> Files.exists(VALID.resolve(row.original() + ".cert.json"))));
    }
}
