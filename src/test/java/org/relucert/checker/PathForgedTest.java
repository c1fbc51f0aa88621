package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;

/**
 * Every forged path and every forged landscape is rejected by both checkers with the obligation in its name, every valid one
 * verified by both.
 */
class PathForgedTest {

    /** Each with the folders valid and forged. */
    private static final List<Path> FOLDERS = List.of(Path.of("src/test/resources/paths"), LandscapeCorpus.FOLDER);

    /** A row of the table of a folder. */
    record Row(Path folder, String file, String original, String change) {
        Path path() {
            return folder.resolve("forged").resolve(file);
        }

        Path originalFile() {
            return folder.resolve("valid").resolve(original + ".cert.json");
        }

        String expected() {
            return file.replaceFirst("^([A-Z]+-[0-9A-Z]+)-.*$", "$1");
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static List<Row> forged() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Path folder : FOLDERS) {
            rows.addAll(forged(folder));
        }
        return rows;
    }

    private static List<Row> forged(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("forged/README.md")).stream().filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" *\\| *", 5))
                .map(cells -> new Row(folder, cells[1].replace("`", ""), cells[2].replace("`", ""), cells[3])).toList();
    }

    static List<Path> valid() {
        return FOLDERS.stream().flatMap(folder -> Corpus.certificates(folder.resolve("valid")).stream()).toList();
    }

    /** NAME.VARIANT.cert.json is about NAME.problem.json beside it. */
    static Problem problem(Path certificate) {
        return ProblemFile.read(problemFile(certificate));
    }

    private static Path problemFile(Path certificate) {
        String name = certificate.getFileName().toString();
        return certificate.resolveSibling(name.substring(0, name.indexOf('.')) + ".problem.json");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void validIsVerified(Path file) {
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Verdict verdict = checker.verify(file, Optional.of(problem(file)));
            assertTrue(verdict.isVerified(), verdict.line());
        }
    }

    @ParameterizedTest
    @MethodSource("forged")
    void forgedIsRejectedByName(Row row) {
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Path own = Files.exists(problemFile(row.path())) ? row.path() : row.originalFile();
            Verdict verdict = checker.verify(row.path(), Optional.of(problem(own)));
            assertEquals(Verdict.Status.REJECTED, verdict.status(), row.change() + ": " + verdict.line());
            assertEquals(row.expected(), verdict.obligation().orElseThrow().label(), row.change() + ": " + verdict.line());
        }
    }

    @Test
    void tableAndFolderAgree() throws IOException {
        for (Path folder : FOLDERS) {
            assertEquals(new TreeSet<>(Corpus.certificates(folder.resolve("forged"))),
                    new TreeSet<>(forged(folder).stream().map(Row::path).toList()));
            assertTrue(forged(folder).stream().allMatch(row -> Files.exists(row.originalFile())));
        }
    }
}
