package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.relucert.certificate.CertificateReader;
import org.relucert.problem.InputException;

/** Limits and messages of the checkers. */
class CheckerTest {

    static List<Checker> both() {
        return List.of(Checker.fast(), Checker.reference());
    }

    private static Verdict verify(Checker checker, String text) {
        return checker.verify(CertificateReader.of(text), Optional.empty());
    }

    private static Verdict forged(Checker checker, String name) {
        Corpus.Forged file = Corpus.forged().stream().filter(f -> f.toString().startsWith(name + ".")).findFirst().orElseThrow();
        return checker.verify(file.file(), Optional.of(file.problem()));
    }

    /** Side minus of the one-point problem, with this many splits one below the other. */
    private static String deep(int splits) {
        String leaf = "{\"lambda\":[],\"g\":[]}";
        String hyperplane = "{\"split\":[\"1\"" + ",\"0\"".repeat(16) + "]}";
        String nodes = Stream.concat(Stream.generate(() -> hyperplane).limit(splits), Stream.generate(() -> leaf).limit(splits + 1))
                .collect(Collectors.joining(","));
        String text = Corpus.validNamed("dimension-17").text();
        int minus = text.indexOf("\"minus\"");
        return text.substring(0, minus) + text.substring(minus).replace("[\n" + leaf + "]", "[" + nodes + "]");
    }

    @ParameterizedTest
    @MethodSource("both")
    void deepestTree(Checker checker) {
        Verdict allowed = verify(checker, deep(3000));
        assertTrue(allowed.isVerified(), allowed.line());
        assertEquals("minus tree, node 3001: deeper than 3000", verify(checker, deep(3001)).reason());
    }

    /**
     * TV-5 with this many splits of its first orthant, one below the other, into cones that get thinner and thinner.
     *
     * @param first whether each time the first of the two children is split further
     */
    private static String deepOverOrthants(int depth, boolean first) {
        String leaf = "{\"w\":[\"1\",\"1\"],\"g\":[]}";
        // The cone -u1 + k u2 >= 0 is cut by the next of them, -u1 + (k - 1) u2.
        StringBuilder tree = new StringBuilder();
        for (int k = depth; k >= 1; k--) {
            tree.append(first ? "{\"split\":[\"-1\",\"" + k + "\"]}," : "{\"split\":[\"1\",\"-" + k + "\"]}," + leaf + ",");
        }
        tree.append(Stream.generate(() -> leaf).limit(first ? depth + 1 : 1).collect(Collectors.joining(",")));
        return Corpus.validNamed("tv5-skip").text().replaceFirst("\\{\"w\":\\[\"1\",\"1\"\\],\"g\":\\[\\]\\}", tree.toString());
    }

    @ParameterizedTest
    @MethodSource("both")
    void deepTreeOverOrthants(Checker checker) {
        for (boolean first : new boolean[] {true, false}) {
            Verdict verdict = verify(checker, deepOverOrthants(100, first));
            assertTrue(verdict.isVerified(), verdict.line());
            assertEquals("plus tree, node " + (first ? 3001 : 6001) + ": deeper than 3000",
                    verify(checker, deepOverOrthants(3001, first)).reason());
        }
    }

    @Test
    void deepestTreeOverOrthants() {
        for (boolean first : new boolean[] {true, false}) {
            Verdict verdict = verify(Checker.fast(), deepOverOrthants(3000, first));
            assertTrue(verdict.isVerified(), verdict.line());
        }
    }

    /** Sixteen dimensions are read as orthants, seventeen are not. */
    @ParameterizedTest
    @MethodSource("both")
    void mostOrthants(Checker checker) {
        String text = Corpus.validNamed("dimension-17").text();
        String seventeen = text.replaceFirst("\"root\":\"space\"", "\"root\":\"orthants\"");
        assertEquals("plus tree: dimension 17 has too many orthants", verify(checker, seventeen).reason());
        String sixteen = text.replace(",\"0\"]", "]").replaceFirst("\"root\":\"space\"", "\"root\":\"orthants\"")
                .replaceFirst("\"nodes\":\\[0\n[^\\]]*\\],\"g\":\\[\\]\\}\n[^\n]*", "\"nodes\":[]}")
                .replace("7d00fb172011a39ca2cf1c86c61075055ebf3a5d786751cbe9a0a3a10de12057", "");
        Verdict hash = verify(checker, sixteen);
        String expected = hash.reason().replaceFirst(".*expected ", "");
        Verdict verdict = verify(checker, sixteen.replace("\"problemSha256\":\"\"", "\"problemSha256\":\"" + expected + "\""));
        assertEquals("plus tree ends after node -1, a child is missing", verdict.reason());
    }

    /** Cubes in twelve dimensions are read, in thirteen not. */
    @ParameterizedTest
    @MethodSource("both")
    void mostDimensionsOfACube(Checker checker) {
        for (int dimension = 12; dimension <= 13; dimension++) {
            String cut = ",\"0\"".repeat(17 - dimension) + "]";
            String text = Corpus.validNamed("dimension-17").text().replace(cut, "]")
                    .replaceFirst("\"root\":\"space\"", "\"root\":\"cubes\",\"cube\":[" + "\"1\",".repeat(dimension - 1) + "\"1\"]")
                    .replaceFirst("\"nodes\":\\[0\n[^\\]]*\\],\"g\":\\[\\]\\}\n[^\n]*", "\"nodes\":[]}");
            String hash = verify(checker, text).reason().replaceFirst(".*expected ", "");
            text = text.replaceFirst("\"problemSha256\":\"[^\"]*", "\"problemSha256\":\"" + hash);
            assertEquals(dimension == 12 ? "plus tree ends after node -1, a child is missing"
                    : "plus tree: dimension 13 has too many vertices of a cube", verify(checker, text).reason());
        }
    }

    /** The longest numbers of a cube and of a cut, and one bit more. */
    @ParameterizedTest
    @MethodSource("both")
    void longestNumbersOfACube(Checker checker) {
        String cuts = Corpus.validNamed("neuron-6x3.cuts").text();
        String cubes = Corpus.validNamed("neuron-6x3.cubes").text();
        for (int more = 0; more <= 1; more++) {
            List<String> texts = new ArrayList<>();
            BigInteger denominator = BigInteger.TWO.pow(63 + more);
            texts.add(cuts.replaceFirst("\"at\":\"1/4\"", "\"at\":\"" + denominator.shiftRight(2).add(BigInteger.ONE) + "/" + denominator + "\""));
            BigInteger factor = BigInteger.TWO.pow(126 + more);
            texts.add(cubes.replace("\"cube\":[\"1\",\"1/2\",\"2\"]", "\"cube\":[\"" + factor + "\",\"" + factor.shiftRight(1) + "\",\""
                    + factor.shiftLeft(1) + "\"]"));
            texts.add(cubes.replace("\"cube\":[\"1\",\"1/2\",\"2\"]", "\"cube\":[\"1/" + factor + "\",\"1/" + factor.shiftLeft(1) + "\",\"1/"
                    + factor.shiftRight(1) + "\"]"));
            for (String text : texts) {
                Verdict verdict = verify(checker, text);
                assertEquals(more == 0 ? "VERIFIED" : "DF-2", ForgedTest.outcome(verdict), verdict.line());
                assertTrue(more == 0 || verdict.reason().matches(".* of (65|129) bits, at most (64|128) are allowed"), verdict.line());
            }
        }
    }

    /** A generator leaf that is negative where it must be positive is caught whatever its absolute value. */
    @ParameterizedTest
    @MethodSource("both")
    void absoluteValuesAreNoComparison(Checker checker) {
        for (int factor : new int[] {1, 2, 1000}) {
            String text = Corpus.validNamed("tv5-skip.bound").text().replace("\"levelSquared\":\"2\",\"scale\":\"1\"",
                    "\"levelSquared\":\"" + 2L * factor * factor + "\",\"scale\":\"1/" + factor + "\"")
                    .replace("\"scale\":\"1/1\"", "\"scale\":\"1\"").replace("\"lower\":\"19/5\"", "\"lower\":\"0\"");
            assertTrue(verify(checker, text).isVerified(), verify(checker, text).line());
            String negative = text.replaceFirst("\"w\":\\[\"1\",\"1\"\\]", "\"w\":[\"-" + factor + "\",\"-" + factor + "\"]");
            assertEquals("SX-3", ForgedTest.outcome(verify(checker, negative)));
        }
    }

    /** What plays no role may be anything (certificate-format.md): the text of the embedded numbers, a rho too many. */
    @ParameterizedTest
    @MethodSource("both")
    void whatPlaysNoRole(Checker checker) {
        String two = Corpus.validNamed("two-points").text();
        String chords = Corpus.validNamed("tv1.chords").text();
        String neuron = Corpus.validNamed("implied-signs").text();
        for (String text : List.of(
                two.replace("\"betaSquared\":\"1/100\"", "\"beta\":0.1"),
                two.replace("\"name\":\"two-points\"", "\"name\":\"\""),
                chords.replace("{\"lambda\":[],\"g\":[]}", "{\"lambda\":[],\"g\":[],\"rho\":-1}"),
                neuron.replace("\"weight\":\"1\"", "\"weight\":\"-1\"").replace("\"majorant\":\"9/4\"", "\"majorant\":\"-1\""),
                neuron.replace("\"scale\":\"1\"", "\"scale\":\"-17\""),
                neuron.replace("\"lower\":\"11/8\"", "\"lower\":\"0\"").replaceFirst("\\{\"sign\"[^}]*\\}", ""))) {
            assertTrue(!List.of(two, chords, neuron).contains(text) && verify(checker, text).isVerified(), verify(checker, text).line());
        }
    }

    /** Without a problem at hand the embedded one is believed, and named. */
    @ParameterizedTest
    @MethodSource("both")
    void withoutAProblem(Checker checker) {
        for (Corpus.Valid valid : Corpus.valid()) {
            Verdict verdict = checker.verify(valid.file(), Optional.empty());
            assertTrue(verdict.isVerified(), verdict.line());
            assertEquals(valid.problem(), verdict.problem().orElseThrow());
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void missingFile(Checker checker, @TempDir Path folder) {
        assertThrows(InputException.class, () -> checker.verify(folder.resolve("none.cert.json"), Optional.empty()));
    }

    /** Each message names the place and the exact values. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', maxCharsPerColumn = 200, value = {
        "IN-6-inputs ; they differ in inputs",
        "IN-6-labels ; they differ in labels",
        "IN-6-loss ; they differ in loss",
        "IN-6-beta ; they differ in beta",
        "IN-6-bias ; they differ in bias",
        "IN-6-skip ; they differ in skip",
        "IN-6-metric ; they differ in metric",
        "IN-1-nu-too-long ; nu has 3 entries, expected 2",
        "IN-1-skip-too-short ; skip has 1 entries, expected 2",
        "IN-1-direction-too-short ; neuron 0 has a direction of 1 entries, expected 2",
        "IN-1-count-in-bound ; the claim counts 2 neurons, found 1",
        "DF-1-last-entry ; S^T nu = (0, 1/10)",
        "DF-2-missing-child ; plus tree ends after node 5, a child is missing",
        "DF-2-leftover-leaf ; plus tree: nodes are left over after node 3",
        "DF-2-split-by-missing-row ; plus tree, node 1: there is no row 2",
        "DF-3-multiplier-too-large ; plus tree, node 1: the sign of row 1 does not follow",
        "DF-3-no-such-row ; plus tree, node 1: there is no row 6",
        "LF-1-slope-too-large ; plus tree, node 2: slope 3/2 of row 4 is not in [0,1]",
        "LF-2-multiplier-negative ; plus tree, node 4: multiplier -1/100 of path row 0 is negative",
        "LF-2-norm-negative ; plus tree, node 4: norm -2 of row 1, but |x|^2 = 4",
        "LF-2-norms-missing ; plus tree, node 4: row 1 has no bound",
        "LF-4-rho-missing ; plus tree, node 4: rho is missing",
        "LF-4-early-leaf ; plus tree, node 1: (rho + kappa)^2 = 64/9 exceeds levelSquared = 4",
        "LF-5-bound-without-multipliers ; plus tree, node 4: the bias component is 1",
        "SX-1-row-does-not-cut ; plus tree, node 7: the split does not cut the cone",
        "SX-2-decided-row ; minus tree, node 3: the sign of row 1 is decided",
        "BND-3-scale-zero ; lower 39/400 exceeds the dual value 0",
        "BND-4-misfit-forgotten ; upper 12 is below the objective 13",
        "OPT-1-scale ; scale is 1/2, expected 1",
        "OPT-3-no-network ; f - (y - nu) = (-19/20, -19/20)",
        "MNI-2-skip-by-the-smallest-amount ; f - (y) = (0, 0, 1/1000000000000000000000000000000, -1/1000000000000000000000000000000)",
        "NEU-2-upper-negative ; upper -1, but levelSquared = 1",
    })
    void reasons(String name, String reason) {
        for (Checker checker : both()) {
            assertEquals(reason, forged(checker, name).reason());
        }
    }

    /** A malformed file is refused where it is malformed, not by luck further down. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "FMT-1-claim-as-text ; expected the end of claims",
        "FMT-1-no-claim ; expected at least one claim",
        "FMT-1-claims-not-a-list ; expected an array",
        "FMT-1-neuron-as-number ; expected the end of neurons",
        "FMT-1-sign-zero ; expected sign 1 or -1",
        "FMT-1-sign-not-integer ; expected a small integer",
        "FMT-1-ten-digit-index ; expected a small integer",
        "FMT-1-negative-index ; expected a nonnegative integer",
        "FMT-1-unit-zero ; expected a positive unit",
        "FMT-1-bounds-not-a-list ; expected the end of bounds",
        "FMT-1-implied-not-a-list ; expected the end of implied",
        "FMT-1-implied-sign-zero ; expected sign 1 or -1",
        "FMT-1-float-in-tree ; expected an integer or a rational in quotes",
        "FMT-1-null-in-tree ; expected an integer or a rational in quotes",
        "FMT-1-number-without-quotes-in-vector ; expected rationals in quotes",
        "FMT-1-split-by-text ; expected an array",
        "FMT-1-indices-swapped ; expected ascending indices",
        "FMT-1-index-repeated ; expected ascending indices",
        "FMT-1-field-unknown-in-leaf ; expected the end of the node",
        "FMT-1-field-misspelt-in-chord-leaf ; expected field \"g\"",
        "FMT-1-field-misspelt-in-generator-leaf ; expected field \"g\"",
        "FMT-1-rho-misspelt ; expected field \"rho\"",
        "FMT-1-text-behind-the-end ; expected nothing after the certificate",
        "FMT-1-truncated-after-trees ; expected more JSON, found the end of the file",
        "FMT-1-field-repeated ; Duplicate field",
        "FMT-1-root-unknown ; root \"space\", \"orthants\" or \"cubes\"",
    })
    void malformed(String name, String reason) {
        String found = forged(Checker.fast(), name).reason();
        assertTrue(found.contains(reason) && found.startsWith("certificate, line "), found);
    }

    /** What a verified claim says about the optimal set. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 300, value = {
        "tv1.set | optimal-set: the optimal networks are not unique, they form a polytope of dimension 1 with 2 vertices; m* = 1, "
                + "M* = 2, width 1: 1 component, width 2: 3 components, width 3: 1 component",
        "dependent-skip.set | optimal-set: the optimal functions are not unique, they form a polytope of dimension 1 (1 of them skip "
                + "functions that vanish on the data) with 1 vertex; m* = 1, M* = 1, width 1: 2 components, width 2: 1 component",
        "tv2b.outline | optimal-set-outline: the optimal networks are not unique, they form a polytope of dimension 2; m* = 2, "
                + "3 <= M* <= 4, connected from width 5 on; the vertices and the components at smaller widths are not proved",
    })
    void sentences(String name, String rest) {
        for (Checker checker : both()) {
            String line = verify(checker, Corpus.validNamed(name).text()).line();
            assertTrue(line.endsWith("; " + rest), line);
        }
    }

    @Test
    void lines() {
        Checker checker = Checker.fast();
        assertEquals("s REFUSED claim unheard-of is unknown", forged(checker, "REFUSED-claim-unknown").line());
        assertEquals("s REFUSED format relucert-certificate/2 is unknown, this version reads relucert-certificate/1",
                forged(checker, "REFUSED-version-2").line());
        assertEquals("s REJECTED OPT-1 (the dual vector is feasible as it stands): scale is 1/2, expected 1",
                forged(checker, "OPT-1-scale").line());
        assertEquals("s VERIFIED bound: every network of every width has objective at least 19/5, and a network with 1 neuron has "
                + "objective at most 4", verify(checker, Corpus.validNamed("tv5-skip.bound").text()).line());
        assertEquals("plus tree, node 0: <w,g> is smaller than tau at generator (1, 0)", forged(checker, "SX-3-majorant-zero").reason());
        assertEquals("plus tree, node 0: <w,g> is smaller than tau at generator (0, 1)",
                forged(checker, "SX-3-majorant-too-small").reason());
        assertEquals("s REFUSED a b", new Verdict(Verdict.Status.REFUSED, Optional.empty(), List.of(), Optional.empty(), "a\n\tb").line());
    }
}
