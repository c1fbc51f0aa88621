package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.FormatException;

/** Fractions that are short one by one, but not over a common denominator: there would not be the room, or not the time (FMT-1). */
class CommonDenominatorTest {

    private static final Path PATH = Path.of("src/test/resources/paths/valid/snb.connected.cert.json");

    static List<Checker> both() {
        return List.of(Checker.fast(), Checker.reference());
    }

    /** 1 over numbers that differ by little: a common factor of two of them divides the difference. */
    private static String fraction(int digits, int k) {
        return "\"1/1" + "0".repeat(digits) + (1001 + 2 * k) + '"';
    }

    private static boolean isTooLong(Checker checker, String text) {
        Verdict verdict = checker.verify(CertificateReader.of(text), Optional.empty());
        return verdict.reason().contains("expected a shorter common denominator");
    }

    @ParameterizedTest
    @CsvSource({"2000, 600", "200, 2500"})
    void ofAVector(int number, int digits) {
        String fractions = IntStream.range(0, number).mapToObj(k -> fraction(digits, k)).collect(Collectors.joining(","));
        String changed = Corpus.validNamed("quadratic-2d").text().replace("\"a\":[152,292]", "\"a\":[" + fractions + "]");
        FormatException refused = assertThrows(FormatException.class, () -> {
            try (CertificateReader reader = CertificateReader.of(changed)) {
                reader.certificate();
                reader.openTree("plus");
                reader.nextNode();
            }
        });
        assertTrue(refused.getMessage().contains("expected a shorter common denominator"), refused.getMessage());
    }

    /** Each neuron is added to all outputs. */
    @ParameterizedTest
    @MethodSource("both")
    void ofANetwork(Checker checker) {
        String text = Corpus.validNamed("quadratic-2d").text();
        for (int number : new int[] {1, 400}) {
            String neurons = IntStream.range(0, number)
                    .mapToObj(k -> "{\"sign\":1,\"weight\":" + fraction(3000, k)
                            + ",\"direction\":[\"1\",\"0\"],\"majorant\":\"1\"}")
                    .collect(Collectors.joining(","));
            assertEquals(number > 1, isTooLong(checker, text.replace("\"neurons\":[]", "\"neurons\":[" + neurons + "]")));
        }
    }

    /** The costs of neurons are added up. */
    @ParameterizedTest
    @MethodSource("both")
    void ofTheCosts(Checker checker) {
        String text = Corpus.validNamed("quadratic-2d").text();
        for (int number : new int[] {1, 400}) {
            String neurons = IntStream.range(0, number)
                    .mapToObj(k -> "{\"sign\":1,\"weight\":\"1\",\"direction\":[\"1\",\"0\"],\"majorant\":" + fraction(3000, k) + "}")
                    .collect(Collectors.joining(","));
            assertEquals(number > 1, isTooLong(checker, text.replace("\"neurons\":[]", "\"neurons\":[" + neurons + "]")));
        }
    }

    /** Part of a path with fractions of a few digits in its place, and of so many. */
    private static void assertLimited(Checker checker, String part, int tooMany, IntFunction<String> changed) throws IOException {
        String text = Files.readString(PATH);
        assertTrue(text.contains(part));
        assertFalse(isTooLong(checker, text.replace(part, changed.apply(10))));
        assertTrue(isTooLong(checker, text.replace(part, changed.apply(tooMany))));
    }

    /** Each slot of a state is added to all outputs. */
    @ParameterizedTest
    @MethodSource("both")
    void ofAState(Checker checker) throws IOException {
        assertLimited(checker, "{\"slots\":[0,\"1\",1,\"1\",2,\"1\"]", 99_000,
                digits -> "{\"slots\":[0," + fraction(digits, 0) + ",1," + fraction(digits, 1) + ",2," + fraction(digits, 2) + "]");
    }

    /** The labels of a path are added up in its states. */
    @ParameterizedTest
    @MethodSource("both")
    void ofThePath(Checker checker) throws IOException {
        String last = "\"minorant\":\"2\",\"majorant\":\"2\"}";
        assertLimited(checker, last + "]", 9_800, digits -> last + IntStream.range(0, 60)
                .mapToObj(k -> "\n,{\"sign\":1,\"direction\":[" + fraction(digits, k) + ",\"0\"]," + last)
                .collect(Collectors.joining()) + "]");
    }

    /** So are their costs. */
    @ParameterizedTest
    @ValueSource(strings = {"minorant", "majorant"})
    void ofTheCostsOfAPath(String bound) throws IOException {
        String last = "\"minorant\":\"2\",\"majorant\":\"2\"}";
        for (Checker checker : both()) {
            assertLimited(checker, last + "]", 9_800, digits -> last + IntStream.range(0, 60)
                    .mapToObj(k -> "\n,{\"sign\":1,\"direction\":[\"1\",\"0\"],"
                            + last.replace('"' + bound + "\":\"2\"", '"' + bound + "\":" + fraction(digits, k)))
                    .collect(Collectors.joining()) + "]");
        }
    }

    /** What every leaf may calculate with has at most so many bits, and may have them; one more is forged as {@code FMT-1-unit-too-long}. */
    @ParameterizedTest
    @MethodSource("both")
    void longestUnit(Checker checker) {
        String text = Corpus.validNamed("tv5-skip.optimum").text();
        String unit = "\"unit\":\"1/1073741824\"";
        String longest = text.replaceFirst(unit, "\"unit\":\"1/" + BigInteger.ONE.shiftLeft(4095) + '"');
        assertNotEquals(text, longest);
        assertTrue(checker.verify(CertificateReader.of(longest), Optional.empty()).isVerified());
    }
}
