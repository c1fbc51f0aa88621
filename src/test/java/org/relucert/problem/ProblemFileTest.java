package org.relucert.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Problem files beyond the corpus: places on disk, the embedded reader, the hash, writing, and limits of size. */
class ProblemFileTest {

    private static final String HEAD = "{\"format\":\"relucert-problem/1\",\"beta\":1,";

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String refusal(Path path) {
        String message = assertThrows(InputException.class, () -> ProblemFile.read(path)).getMessage();
        assertEquals(path + ": ", message.substring(0, path.toString().length() + 2));
        return message.substring(path.toString().length() + 2);
    }

    private static Problem parse(String json) throws IOException {
        try (JsonParser parser = JsonInput.factory().createParser(json)) {
            parser.nextToken();
            return ProblemFile.read(parser, "memory");
        }
    }

    private static String refusal(String json) {
        return assertThrows(InputException.class, () -> parse(json)).getMessage();
    }

    @Test
    void defaults() throws IOException {
        Problem problem = parse(HEAD + "\"inputs\":[[1,2]],\"labels\":[3]}");
        assertEquals(Problem.of("", ProblemTest.matrix(new long[] {1, 2}), ProblemTest.matrix(new long[] {3}),
                Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(2)), problem);
        assertEquals("", problem.name());
    }

    @Test
    void commentsAndSourcesAreSkipped() throws IOException {
        Problem problem = parse(HEAD + "\"comment\":\"beta is a guess\",\"source\":[\"a\",\"b\"],\"inputs\":[[1]],\"labels\":[3]}");
        assertEquals(RationalVector.of(3), problem.scalarLabels());
        assertEquals(problem, parse(HEAD + "\"source\":[],\"inputs\":[[1]],\"labels\":[3],\"comment\":\"\"}"));
    }

    @Test
    void embeddedReaderNamesTheFile() {
        assertEquals("memory: loss: expected \"squared\" or \"interpolation\", found 3", refusal("{\"loss\":3}"));
        assertEquals("memory: line 1, column 13: expected more JSON, found the end of the file", refusal("{\"labels\":[1"));
        assertEquals("memory: expected an object, found a list", refusal("[]"));
        assertEquals("memory: expected an object, found nothing", refusal(""));
    }

    @Test
    void places() {
        assertEquals("expected a file, found a directory", refusal(folder));
        assertEquals("no such file", refusal(folder.resolve("none.json")));
        assertEquals("no such file", refusal(folder.resolve("none/none.json")));
    }

    @Test
    void unreadablePlaces() throws IOException {
        Path loop = Files.createSymbolicLink(folder.resolve("loop.json"), folder.resolve("loop.json"));
        assertEquals("cannot be read: ", refusal(loop).substring(0, 16));
        Path below = file("a.json", "{}").resolve("b.json");
        // Which of the two depends on the Java version.
        assertTrue(refusal(below).startsWith("cannot be read: ") || refusal(below).equals("no such file"), refusal(below));
    }

    /** Which limit; the rest says how far the parser had come, which depends on the size of its buffers. */
    private static String limit(String message) {
        int length = Integer.parseInt(message.substring(message.indexOf('(') + 1, message.indexOf(')')));
        assertTrue(length > Limits.TOKEN_LENGTH && length < 4 * Limits.TOKEN_LENGTH, "refused early: " + message);
        return message.substring(message.indexOf("a limit"), message.indexOf(" ("));
    }

    @Test
    void numbersOfTenMegabytes() throws IOException {
        String digits = "1".repeat(10_000_000);
        assertEquals("a limit is exceeded: String value length", limit(refusal(file("number.json", HEAD + "\"labels\":[" + digits + "]}"))));
        String justTooLong = HEAD + "\"labels\":[" + "1".repeat(100_001) + "]}";
        assertEquals("memory: line 1, column 100052: a limit is exceeded: Number value length (100001) exceeds the maximum allowed (100000)",
                refusal(justTooLong));
        assertEquals("a limit is exceeded: String value length",
                limit(refusal(file("text.json", HEAD + "\"labels\":[\"" + digits + "\"]}"))));
        assertEquals("a limit is exceeded: String value length", limit(refusal(file("key.json", "{\"" + digits + "\":1}"))));
        assertEquals("labels[0]: expected a number of at most 10000 characters, found 100000",
                refusal(file("token.json", HEAD + "\"labels\":[\"" + "1".repeat(100_000) + "\"]}")));
    }

    @Test
    void filesBeyondTheLimit() throws IOException {
        Path huge = folder.resolve("huge.json");
        try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(Limits.PROBLEM_BYTES + 1);
        }
        assertEquals("expected at most 67108864 bytes, found more", refusal(huge));
    }

    @Test
    void manyColumns() throws IOException {
        String wide = "0,".repeat(Limits.COLUMNS - 1) + "0";
        assertEquals(Limits.COLUMNS, parse(HEAD + "\"inputs\":[[" + wide + "]],\"labels\":[1]}").inputs().columns());
        assertEquals("memory: inputs[0]: expected at most 1000 numbers, found more",
                refusal(HEAD + "\"inputs\":[[" + wide + ",0]],\"labels\":[1]}"));
    }

    @Test
    void manyEmptyRows() {
        assertEquals("memory: inputs: expected at most 1000000 rows, found more",
                refusal("{\"inputs\":[" + "[],".repeat(Limits.NUMBERS) + "[]]}"));
    }

    @Test
    void manyNumbers() {
        assertEquals("memory: labels[1000000]: expected at most 1000000 numbers in a file, found more",
                refusal("{\"labels\":[" + "0,".repeat(Limits.NUMBERS) + "0]}"));
    }

    @Test
    void metricOfAsManyColumnsAsThereMayBe() throws IOException {
        String wide = "0,".repeat(Limits.COLUMNS - 1) + "0";
        String metric = "1,".repeat(Limits.COLUMNS) + "1";
        assertEquals(Limits.COLUMNS + 1, parse(HEAD + "\"bias\":\"regularized\",\"inputs\":[[" + wide + "]],\"labels\":[1],\"metric\":["
                + metric + "]}").dimension());
    }

    @Test
    void shortFractionsWithALongCommonDenominator() {
        // Each row alone is cheap; the common denominator of all of them is what would fill the memory.
        StringBuilder rows = new StringBuilder();
        for (int k = 0; k < 64; k++) {
            rows.append(k == 0 ? "[" : ",[").append("\"1/").append(BigInteger.ONE.shiftLeft(16_000)
                    .add(BigInteger.valueOf(2L * k + 1))).append('"').append(",0".repeat(99)).append(']');
        }
        assertEquals("memory: inputs: expected numbers of at most 536870912 bits in a file, over common denominators, found more",
                refusal(HEAD + "\"labels\":[1],\"inputs\":[" + rows + "]}"));
    }

    @Test
    void hashIsThatOfTheCanonicalFormWithoutTheName() throws Exception {
        Problem problem = ProblemFile.read(CorpusTest.folder("good").resolve("two-points.problem.json"));
        String unnamed = ProblemFile.canonicalJson(problem).replace("\"name\":\"two points\",", "");
        assertEquals(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(unnamed.getBytes(StandardCharsets.UTF_8))),
                ProblemFile.sha256(problem));
        // Pinned: other checkers compute it too.
        assertEquals("e70d6945c0d898c73a2113b49472770ad03ff61ee60e9b5a4a45ab9fe2813447", ProblemFile.sha256(problem));
    }

    @Test
    void hashIgnoresNameAndFormattingOnly() throws IOException {
        String hash = ProblemFile.sha256(parse(HEAD + "\"name\":\"a\",\"inputs\":[[\"0.10\"]],\"labels\":[3]}"));
        assertEquals(hash, ProblemFile.sha256(parse(" { \"labels\" : [[\"6/2\"]],\n \"name\":\"b\", \"inputs\":[[1e-1]],"
                + "\"betaSquared\":\"1.0\",\"format\":\"relucert-problem/1\",\"metric\":[\"1\"],\"comment\":\"c\"}")));
        for (String other : new String[] {"\"inputs\":[[\"0.1000001\"]],\"labels\":[3]", "\"inputs\":[[\"0.10\"]],\"labels\":[-3]",
            "\"inputs\":[[\"0.10\"]],\"labels\":[3],\"bias\":\"free\"", "\"inputs\":[[\"0.10\"]],\"labels\":[3],\"skip\":\"free\"",
            "\"inputs\":[[\"0.10\"]],\"labels\":[3],\"loss\":\"interpolation\"",
            "\"inputs\":[[\"0.10\"]],\"labels\":[3],\"bias\":\"regularized\"",
            "\"inputs\":[[\"0.10\"]],\"labels\":[3],\"metric\":[2]"}) {
            assertNotEquals(hash, ProblemFile.sha256(parse(HEAD + other + "}")));
        }
    }

    @Test
    void writtenFileIsOneKeyALine() throws IOException {
        Problem problem = ProblemFile.read(CorpusTest.folder("good").resolve("two-points.problem.json"));
        Path written = folder.resolve("written.json");
        ProblemFile.write(problem, written);
        assertEquals(String.join("\n", "{", "  \"format\": \"relucert-problem/1\",", "  \"name\": \"two points\",",
                "  \"architecture\": \"two-layer\",", "  \"inputs\": [[\"-1\"], [\"1\"]],", "  \"labels\": [\"1\", \"1\"],",
                "  \"loss\": \"squared\",", "  \"betaSquared\": \"1/100\",", "  \"bias\": \"regularized\",",
                "  \"skip\": \"none\",", "  \"metric\": [\"3\", \"1\"]", "}", ""), Files.readString(written));
        assertEquals(problem, ProblemFile.read(written));
        Path compressed = folder.resolve("written.json.gz");
        ProblemFile.write(problem, compressed);
        assertEquals(problem, ProblemFile.read(compressed));
        assertEquals("two points", ProblemFile.read(compressed).name());
    }

    @Test
    void aNameThatIsNoTextIsNotWritten() throws IOException {
        Problem good = parse(HEAD + "\"inputs\":[[1]],\"labels\":[3]}");
        Problem bad = Problem.of("\ud83d", good.inputs(), good.labels(), good.loss(), good.betaSquared(), good.bias(), good.skip(),
                good.metric());
        assertEquals("the name has half of a surrogate pair",
                assertThrows(IllegalArgumentException.class, () -> ProblemFile.canonicalJson(bad)).getMessage());
        Path old = file("old.json", "old");
        assertThrows(IllegalArgumentException.class, () -> ProblemFile.write(bad, old));
        assertEquals("old", Files.readString(old));
    }

    @Test
    void theLongestNameIsRead() throws IOException {
        String name = "\ud83d\ude00".repeat(Limits.TEXT_LENGTH / 2);
        assertEquals(name, parse(HEAD + "\"name\":\"" + name + "\",\"inputs\":[[1]],\"labels\":[3]}").name());
    }

    @Test
    void theSquareOfBetaMayBeAsLongAsANumber() throws IOException {
        String rest = ",\"inputs\":[[1]],\"labels\":[1],\"format\":\"relucert-problem/1\"}";
        // 2^32766 has 32767 bits, over 1.
        String exact = BigInteger.TWO.pow(16_383).toString();
        assertEquals(exact, Rationals.text(parse("{\"beta\":\"" + exact + "\"" + rest).beta().orElseThrow()));
        String over = BigInteger.TWO.pow(16_384).toString();
        assertEquals("memory: beta: expected a square of at most 32768 bits, found 32770", refusal("{\"beta\":\"" + over + "\"" + rest));
    }
}
