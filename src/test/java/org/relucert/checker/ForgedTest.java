package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every forged certificate is rejected by both checkers with the obligation in its name, every valid one verified by both. A
 * checker that cannot fail is not a checker.
 */
class ForgedTest {

    static List<Corpus.Forged> forged() {
        return Corpus.forged();
    }

    static List<Corpus.Valid> valid() {
        return Corpus.valid();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void validIsVerified(Corpus.Valid certificate) {
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Verdict verdict = checker.verify(certificate.file(), Optional.of(certificate.problem()));
            assertTrue(verdict.isVerified(), verdict.line());
            assertEquals(certificate.problem(), verdict.problem().orElseThrow());
            assertFalse(verdict.claims().isEmpty());
            assertTrue(verdict.line().startsWith("s VERIFIED "), verdict.line());
        }
    }

    @ParameterizedTest
    @MethodSource("forged")
    void forgedIsNotVerified(Corpus.Forged certificate) {
        Verdict fast = Checker.fast().verify(certificate.file(), Optional.of(certificate.problem()));
        Verdict reference = Checker.reference().verify(certificate.file(), Optional.of(certificate.problem()));
        assertEquals(certificate.expected(), outcome(fast), certificate.change() + ": " + fast.line());
        assertEquals(certificate.expected(), outcome(reference), certificate.change() + ": " + reference.line());
        assertFalse(fast.isVerified() || reference.isVerified());
        if (certificate.toString().contains("many-rays")) {
            // Counted on the way, and to be the same at every node.
            assertEquals(reference.reason(), fast.reason());
        }
        assertTrue(fast.claims().isEmpty() && fast.problem().isEmpty(), "a rejection vouches for nothing");
        assertFalse(fast.line().matches("(?s).*[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}].*"), fast.line());
        assertFalse(fast.reason().isBlank());
    }

    /** Where the original verifies and the forgery does not, the change is what did it. */
    @Test
    void everyOriginalIsThere() {
        Set<String> names = new HashSet<>();
        valid().forEach(certificate -> names.add(certificate.toString().replace(".cert.json", "")));
        for (Corpus.Forged certificate : forged()) {
            assertTrue(names.contains(certificate.original()), certificate + " names " + certificate.original());
        }
    }

    @Test
    void tableAndFolderAgree() {
        Set<String> table = new TreeSet<>();
        forged().forEach(certificate -> assertTrue(table.add(certificate.toString()), certificate + " stands twice"));
        Set<String> folder = new TreeSet<>();
        Corpus.certificates(Corpus.FORGED).forEach(file -> folder.add(file.getFileName().toString()));
        assertEquals(folder, table);
    }

    @ParameterizedTest
    @EnumSource(Obligation.class)
    void everyObligationIsAttacked(Obligation obligation) throws IOException {
        // The obligations of paths have a corpus of their own.
        assertTrue(Stream.concat(forged().stream().map(Corpus.Forged::expected),
                PathForgedTest.forged().stream().map(PathForgedTest.Row::expected)).anyMatch(obligation.label()::equals),
                "no forged certificate breaks " + obligation.label());
    }

    static String outcome(Verdict verdict) {
        return verdict.status() == Verdict.Status.REJECTED ? verdict.obligation().orElseThrow().label()
                : verdict.status().toString();
    }
}
