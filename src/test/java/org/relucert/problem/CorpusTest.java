package org.relucert.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files on disk: {@code bad/NAME.KIND} must be refused with the line in {@code bad/NAME.expected}, {@code good/NAME.KIND} must
 * be read as the canonical form in {@code good/NAME.canonical}. A new case is two new files.
 */
class CorpusTest {

    static Path folder(String name) {
        try {
            return Path.of(CorpusTest.class.getResource("/problem/" + name).toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static List<Path> inputs(String folder, String verdict) throws IOException {
        try (Stream<Path> files = Files.list(folder(folder))) {
            return files.filter(path -> !path.toString().endsWith(verdict)).sorted().toList();
        }
    }

    static List<Path> bad() throws IOException {
        return inputs("bad", ".expected");
    }

    static List<Path> good() throws IOException {
        return inputs("good", ".canonical");
    }

    private static Path beside(Path file, String ending) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.indexOf('.')) + ending);
    }

    private static void read(Path file) {
        String name = file.getFileName().toString();
        if (name.contains(".problem.")) {
            ProblemFile.read(file);
        } else if (name.contains(".network.")) {
            NetworkFile.read(file, ProblemFile.read(folder("network").resolve("affine.problem.json")));
        } else if (name.contains(".vector.")) {
            VectorFile.read(file, 2);
        } else {
            CsvFile.read(file);
        }
    }

    @ParameterizedTest
    @MethodSource
    void bad(Path file) throws IOException {
        InputException refusal = assertThrows(InputException.class, () -> read(file));
        String folder = file.getParent() + file.getFileSystem().getSeparator();
        assertEquals(Files.readString(beside(file, ".expected")), refusal.getMessage().replace(folder, "") + "\n");
        assertTrue(refusal.getMessage().length() < folder.length() + 400, "short enough to read");
    }

    @ParameterizedTest
    @MethodSource
    void good(Path file) throws IOException {
        assertEquals(Files.readString(beside(file, ".canonical")), ProblemFile.canonicalJson(ProblemFile.read(file)) + "\n");
    }

    /** A file without a verdict, or a verdict without a file, would be a case that nobody runs. */
    @Test
    void everyFileHasItsVerdict() throws IOException {
        try (Stream<Path> files = Files.list(folder("bad"))) {
            assertEquals(2L * bad().size(), files.count());
        }
        try (Stream<Path> files = Files.list(folder("good"))) {
            assertEquals(2L * good().size(), files.count());
        }
        assertTrue(bad().size() > 150, "the corpus is there");
    }
}
