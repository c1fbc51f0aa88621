package org.relucert.certificate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.relucert.checker.Corpus;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.InputException;

/** Certificates as files: what is written is read again, byte for byte the same, and nothing is held. */
class CertificateFileTest {

    @TempDir
    Path folder;

    static List<Corpus.Valid> valid() {
        return Corpus.valid();
    }

    /** A certificate with its trees in memory. */
    record Whole(Certificate certificate, ProofTree plus, ProofTree minus, Sections sections) {

        static Whole of(CertificateReader reader) {
            Certificate certificate = reader.certificate();
            assertSame(certificate, reader.certificate(), "read once");
            ProofTree plus = tree(reader, "plus");
            ProofTree minus = tree(reader, "minus");
            reader.endTrees();
            Sections sections = sections(reader, certificate.claims());
            reader.finish();
            return new Whole(certificate, plus, minus, sections);
        }

        private static Sections sections(CertificateReader reader, List<Claim> claims) {
            Sections sections = Sections.NONE;
            if (claims.stream().anyMatch(Claim.OptimalSet.class::isInstance)) {
                sections = sections.with(reader.optimalSet());
            }
            if (claims.stream().anyMatch(Claim.OptimalSetOutline.class::isInstance)) {
                sections = sections.with(reader.outline());
            }
            if (claims.stream().anyMatch(Claim.Nonunique.class::isInstance)) {
                sections = sections.with(reader.secondNetwork());
            }
            if (claims.stream().anyMatch(Claim.Support.class::isInstance)) {
                sections = sections.with(reader.supportInverse());
            }
            return sections;
        }

        private static ProofTree tree(CertificateReader reader, String side) {
            ProofTree head = reader.openTree(side);
            assertTrue(head.nodes().isEmpty());
            List<TreeNode> nodes = new ArrayList<>();
            for (Optional<TreeNode> node = reader.nextNode(); node.isPresent(); node = reader.nextNode()) {
                nodes.add(node.get());
            }
            reader.closeTree();
            return head.with(nodes);
        }

        String text() {
            return CertificateWriter.text(certificate, plus, minus, sections);
        }
    }

    @ParameterizedTest
    @MethodSource("valid")
    void writtenAsRead(Corpus.Valid valid) {
        String text = valid.text();
        Whole whole;
        try (CertificateReader reader = CertificateReader.open(valid.file())) {
            whole = Whole.of(reader);
        }
        assertEquals(text, whole.text());
        assertEquals(whole, Whole.of(CertificateReader.of(text)));
        assertEquals(valid.problem(), whole.certificate().problem());
        assertEquals(whole.certificate(), Certificate.of(whole.certificate().problem(), whole.certificate().claims(),
                whole.certificate().nu(), whole.certificate().levelSquared(), whole.certificate().scale(),
                whole.certificate().neurons(), whole.certificate().skip()));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void filesByteForByte(Corpus.Valid valid) throws IOException {
        Whole whole = Whole.of(CertificateReader.of(valid.text()));
        Path plain = folder.resolve("a.cert.json");
        Path first = folder.resolve("a.cert.json.gz");
        Path second = folder.resolve("b.cert.json.gz");
        for (Path file : List.of(plain, first, second)) {
            CertificateWriter.write(file, whole.certificate(), whole.plus(), whole.minus(), whole.sections());
            try (CertificateReader reader = CertificateReader.open(file)) {
                assertEquals(whole, Whole.of(reader));
            }
        }
        assertArrayEquals(Files.readAllBytes(valid.file()), Files.readAllBytes(plain));
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
        assertTrue(Files.size(first) < Files.size(plain));
    }

    /** As a multiple of the unit or as text, whichever is shorter; two characters of quotes count for the text. */
    @Test
    void treeNumbers() {
        String text = Corpus.validNamed("tv5-skip").text().replace("[\"1\",\"1\"]", "[\"12345678\",10]");
        text = text.replaceFirst("\"unit\":\"1/1073741824\"", "\"unit\":\"3/7\"");
        Whole whole = Whole.of(CertificateReader.of(text));
        RationalVector w = ((TreeNode.GeneratorLeaf) whole.plus().nodes().get(0)).majorant();
        assertEquals(RationalVector.of(Rationals.of(12345678), Rationals.of(30, 7)), w);
        assertTrue(whole.text().contains("{\"w\":[28806582,10],"), whole.text());
        ProofTree large = new ProofTree(ProofTree.Root.SPACE, Rationals.of(1, 1000), List.of(), List.of(
                new TreeNode.ChordLeaf(TreeNode.Terms.NONE, TreeNode.Terms.NONE, List.of(), List.of(), Optional.of(Rationals.ONE)),
                new TreeNode.ChordLeaf(TreeNode.Terms.NONE, TreeNode.Terms.NONE, List.of(), List.of(), Optional.of(Rationals.of(1, 3))),
                new TreeNode.ChordLeaf(TreeNode.Terms.NONE, TreeNode.Terms.NONE, List.of(), List.of(), Optional.of(Rationals.of(1, 10)))));
        String written = CertificateWriter.text(whole.certificate(), large, whole.minus(), Sections.NONE);
        assertTrue(written.contains("\"rho\":\"1\"}"), "1000 is longer than \"1\" in quotes");
        assertTrue(written.contains("\"rho\":\"1/3\"}"));
        assertTrue(written.contains("\"rho\":100}"));
        assertEquals(large, Whole.of(CertificateReader.of(written)).plus());
    }

    /** A million nodes and more from a file that unpacks as it is read; the reader itself has nowhere to keep them. */
    @Test
    void holdsOneNode() throws IOException {
        String text = Corpus.validNamed("dimension-17").text();
        int cut = text.indexOf("\"nodes\":[") + "\"nodes\":[".length();
        Path file = folder.resolve("long.cert.json.gz");
        byte[] block = "0,0,0,0,0,0,0,0,\n".getBytes(StandardCharsets.US_ASCII);
        int blocks = 1 << 17;
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.substring(0, cut).getBytes(StandardCharsets.UTF_8));
            for (int k = 0; k < blocks; k++) {
                out.write(block);
            }
            out.write(text.substring(cut).getBytes(StandardCharsets.UTF_8));
        }
        try (CertificateReader reader = CertificateReader.open(file)) {
            reader.certificate();
            reader.openTree("plus");
            int count = 0;
            while (reader.nextNode().isPresent()) {
                count++;
            }
            assertEquals(8 * blocks + 3, count);
            reader.closeTree();
        }
        for (Field field : CertificateReader.class.getDeclaredFields()) {
            boolean holdsMany = Collection.class.isAssignableFrom(field.getType()) || Map.class.isAssignableFrom(field.getType())
                    || field.getType().isArray();
            assertFalse(holdsMany && !Modifier.isStatic(field.getModifiers()), "the reader holds " + field);
        }
    }

    /** Only a file that cannot be opened is the user's fault; whatever stands in it is the certificate's. */
    @Test
    void whatCannotBeOpened() throws IOException {
        assertThrows(InputException.class, () -> CertificateReader.open(folder.resolve("missing.cert.json")));
        InputException directory = assertThrows(InputException.class, () -> CertificateReader.open(folder));
        assertTrue(directory.getMessage().contains("found a directory"), directory.getMessage());
        Path noGzip = folder.resolve("plain.cert.json.gz");
        Files.writeString(noGzip, Corpus.validNamed("tv1").text());
        FormatException broken = assertThrows(FormatException.class, () -> CertificateReader.open(noGzip));
        assertFalse(broken.isUnsupported());
        assertTrue(broken.getMessage().contains("gzip"), broken.getMessage());
    }

    /** What is wrong is said in words for users of the file, not in those of the parser for its programmers. */
    @Test
    void wordsForBrokenFiles() throws IOException {
        String text = Corpus.validNamed("tv1").text();
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = compressed.toByteArray();
        // Without its last bytes the content is there, and nothing says that it is all of it.
        assertBroken("end.cert.json.gz", Arrays.copyOf(bytes, bytes.length - 4), "expected complete gzip data, as the name ends in .gz");
        assertBroken("half.cert.json.gz", Arrays.copyOf(bytes, bytes.length / 2), "expected complete gzip data, as the name ends in .gz");
        assertBroken("cut.cert.json", text.substring(0, text.length() - 3).getBytes(StandardCharsets.UTF_8),
                "expected more JSON, found the end of the file");
        assertBroken("nan.cert.json", text.replaceFirst("\"lower\":\"[^\"]*\"", "\"lower\":NaN").getBytes(StandardCharsets.UTF_8),
                "expected JSON: Non-standard token 'NaN'");
        assertBroken("brackets.cert.json", text.replaceFirst("\"inputs\":\\[", "\"inputs\":[}").getBytes(StandardCharsets.UTF_8),
                "expected JSON: Unexpected close marker '}': expected ']'");
        assertBroken("long.cert.json", text.replaceFirst("\"lower\":\"", "$0" + "1".repeat(200_000)).getBytes(StandardCharsets.UTF_8),
                "exceeds the maximum allowed (100000)");
    }

    private void assertBroken(String name, byte[] bytes, String words) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        FormatException broken = assertThrows(FormatException.class, () -> {
            try (CertificateReader reader = CertificateReader.open(file)) {
                Whole.of(reader);
            }
        });
        assertTrue(broken.getMessage().endsWith(words), broken.getMessage());
    }

    /** A byte order mark and any white space are no part of the content. */
    @Test
    void whiteSpace() throws IOException {
        String text = Corpus.validNamed("tv1.chords").text();
        Path file = folder.resolve("spaced.cert.json");
        Files.writeString(file, "\uFEFF" + text.replace("\n", "\r\n \t").replace(":{", " : {") + "\n\n");
        try (CertificateReader reader = CertificateReader.open(file)) {
            assertEquals(text, Whole.of(reader).text());
        }
    }

    /** Numbers as long as the format allows, and one character longer. */
    @Test
    void longestNumber() {
        String text = Corpus.validNamed("tv5-skip").text();
        String digits = "9".repeat(CertificateReader.MAX_NUMBER_LENGTH);
        for (String target : List.of("{\"w\":[\"%s\",\"1\"]", "{\"w\":[%s,\"1\"]")) {
            String good = text.replace("{\"w\":[\"1\",\"1\"]", String.format(target, digits));
            Whole.of(CertificateReader.of(good));
            String bad = text.replace("{\"w\":[\"1\",\"1\"]", String.format(target, digits + "9"));
            assertThrows(FormatException.class, () -> Whole.of(CertificateReader.of(bad)), target);
        }
        String indexed = text.replace("{\"w\":[\"1\",\"1\"],\"g\":[]}", "{\"w\":[\"1\",\"1\"],\"g\":[999999999,1]}");
        Whole.of(CertificateReader.of(indexed));
    }

    /** Messages say where, in one line. */
    @Test
    void messages() {
        String text = Corpus.validNamed("tv5-skip").text();
        String message = assertThrows(FormatException.class,
                () -> Whole.of(CertificateReader.of(text.replace("\"scale\":\"1\"", "\"scale\":\"2/4\"")))).getMessage();
        assertTrue(message.startsWith("certificate, line 7, column "), message);
        assertTrue(message.contains("2/4"), message);
        message = assertThrows(FormatException.class,
                () -> Whole.of(CertificateReader.of(text.replace("\"scale\"", "\"skale\"")))).getMessage();
        assertTrue(message.contains("expected field \"scale\""), message);
        message = assertThrows(FormatException.class,
                () -> Whole.of(CertificateReader.of(text.replace("\"scale\":\"1\"", "\"scale\":\"1\"]")))).getMessage();
        assertEquals(1, message.lines().count(), message);
    }

    /** What is in a record stays as it was when it was made. */
    @Test
    void recordsCopyTheirLists() {
        Whole whole = Whole.of(CertificateReader.of(Corpus.validNamed("tv1.bounds").text()));
        Certificate c = whole.certificate();
        List<Claim> claims = new ArrayList<>(c.claims());
        List<PathNeuron> neurons = new ArrayList<>(c.neurons());
        Certificate copy = new Certificate(c.convention(), c.problem(), c.problemSha256(), claims, c.nu(), c.levelSquared(),
                c.scale(), neurons, c.skip());
        claims.clear();
        neurons.clear();
        assertEquals(c, copy);
        assertThrows(IllegalArgumentException.class, () -> new TreeNode.Terms(List.of(1), RationalVector.zero(0)));
    }

    /** What a verified claim says to people. */
    @Test
    void sentences() {
        Certificate certificate = Whole.of(CertificateReader.of(Corpus.validNamed("tv1.chords").text())).certificate();
        assertEquals("every network of every width has objective at least 13, and a network with 1 neuron has objective at most 13",
                certificate.claims().get(0).sentence(certificate.problem()));
        assertEquals("the minimum of the objective over networks of every width is exactly 13, attained by a network with 1 neuron",
                certificate.claims().get(1).sentence(certificate.problem()));
        assertEquals("the minimum of the objective over networks of every width is exactly 0, attained by a network with 0 neurons",
                new Claim.Optimum(Rationals.ZERO, 0).sentence(certificate.problem()));
        assertEquals("for the nu of the certificate, the maximum of |nu^T (Xu)_+| over neurons u of penalty at most 1 is at least 1 and at most 2",
                new Claim.NeuronMaximum(Rationals.ONE, Rationals.of(2)).sentence(certificate.problem()));
    }
}
