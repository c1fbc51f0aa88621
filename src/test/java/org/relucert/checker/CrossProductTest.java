package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.relucert.certificate.CertificateReader;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;

/**
 * Every certificate of the repository against every problem: verified for its own, rejected by IN-6 for every other. Small
 * ones, that is; the tree of a large one need not be walked again for this.
 */
class CrossProductTest {

    private static final int SMALL = 100_000;
    private static final List<Path> FOLDERS = List.of(Corpus.VALID, Path.of("certificates"));

    @Test
    void everyCertificateAgainstEveryProblem() throws IOException {
        Map<Path, Problem> problems = new LinkedHashMap<>();
        List<Path> certificates = new ArrayList<>();
        for (Path folder : FOLDERS) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".problem.json")).sorted()
                        .forEach(file -> problems.put(file, ProblemFile.read(file)));
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().matches(".*\\.cert\\.json(\\.gz)?")).filter(CrossProductTest::isSmall)
                        .sorted().forEach(certificates::add);
            }
        }
        int diagonal = 0;
        int off = 0;
        for (Path file : certificates) {
            Problem own;
            try (CertificateReader reader = CertificateReader.open(file)) {
                own = reader.certificate().problem();
            }
            int verified = 0;
            for (Map.Entry<Path, Problem> entry : problems.entrySet()) {
                boolean same = entry.getValue().equals(own);
                String expected = same ? "VERIFIED" : "IN-6";
                for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
                    Verdict verdict = checker.verify(file, Optional.of(entry.getValue()));
                    assertEquals(expected, ForgedTest.outcome(verdict), file + " for " + entry.getKey() + ": " + verdict.line());
                }
                verified += same ? 1 : 0;
                off += same ? 0 : 1;
            }
            assertTrue(verified >= 1, "no problem for " + file);
            diagonal++;
        }
        assertTrue(diagonal >= Corpus.valid().size() && off > 100, diagonal + " certificates, " + off + " pairs off the diagonal");
    }

    /** So that the diagonal is one: no two problems of the folder are the same mathematics. */
    @Test
    void problemsDiffer() {
        Map<Problem, Path> seen = new LinkedHashMap<>();
        for (Corpus.Valid certificate : Corpus.valid()) {
            String name = certificate.toString().substring(0, certificate.toString().indexOf('.'));
            Path before = seen.put(certificate.problem(), Path.of(name));
            assertTrue(before == null || before.equals(Path.of(name)), name + " is " + before);
        }
    }

    /** By what is to be read and walked, whether the file is compressed or not. */
    private static boolean isSmall(Path file) {
        try (InputStream stored = Files.newInputStream(file);
                InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(stored) : stored) {
            return text.readNBytes(SMALL + 1).length <= SMALL;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
