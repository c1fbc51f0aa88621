package org.relucert.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relucert.certificate.Claim;
import org.relucert.exact.Rationals;

/** Reports of every certificate of the repository; some word by word. */
class FormatTest {

    private static final Path GALLERY = Path.of("certificates");
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Pattern FORMULA = Pattern.compile("\\$\\$?([^$]+)\\$\\$?");

    static List<Path> certificates() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path folder : List.of(GALLERY, RESOURCES.resolve("valid"), RESOURCES.resolve("paths/valid"),
                RESOURCES.resolve("landscape/valid"))) {
            try (Stream<Path> files = Files.list(folder)) {
                all.addAll(files.filter(file -> file.toString().matches(".*\\.cert\\.json(\\.gz)?")).sorted().toList());
            }
        }
        return all;
    }

    private static Evidence evidence(Path certificate) {
        return Evidence.check(certificate, Optional.empty()).evidence().orElseThrow();
    }

    private static void kinds(Class<?> type, Set<Class<?>> found) {
        if (type.isSealed()) {
            for (Class<?> kind : type.getPermittedSubclasses()) {
                kinds(kind, found);
            }
        } else {
            found.add(type);
        }
    }

    /** A new kind of claim needs a method in {@link Theorems}. */
    @Test
    void everyKindOfClaimHasWords() {
        Set<Class<?>> kinds = new HashSet<>();
        kinds(Claim.class, kinds);
        assertEquals(kinds, Theorems.KINDS.keySet());
    }

    /** The certificates of the repository would not say much about a kind of claim that none of them makes. */
    @Test
    void everyKindOfClaimIsPrinted() throws IOException {
        Set<Class<?>> printed = new HashSet<>();
        for (Path certificate : certificates()) {
            if (Files.size(certificate) < 20_000) {
                evidence(certificate).certificate().claims().forEach(claim -> printed.add(claim.getClass()));
            }
        }
        assertEquals(Theorems.KINDS.keySet(), printed);
    }

    @ParameterizedTest
    @MethodSource("certificates")
    void everyCertificateHasBothReports(Path certificate) throws IOException {
        Evidence evidence = evidence(certificate);
        for (boolean full : new boolean[] {false, true}) {
            String latex = Format.LATEX.print(evidence, Optional.empty(), full);
            String markdown = Format.MARKDOWN.print(evidence, Optional.empty(), full);
            assertLatex(latex);
            assertMarkdown(markdown);
            for (String text : List.of(latex, markdown)) {
                String plain = text.replace("\\allowbreak{}", "").replace("\\allowbreak ", "");
                assertTrue(plain.contains(evidence.sha256()), text);
                assertTrue(plain.contains("relucert verify " + certificate.getFileName()), text);
                for (Claim claim : evidence.certificate().claims()) {
                    for (Rational value : values(claim)) {
                        assertTrue(plain.contains(Rationals.text(value)) || plain.contains(new Numbers().tex(value)), () -> claim
                                + "\n" + text);
                    }
                }
            }
        }
        // The same bytes from the same file; large ones take long to check.
        if (Files.size(certificate) < 20_000) {
            Evidence again = evidence(certificate);
            assertEquals(Format.LATEX.print(evidence, Optional.empty(), true), Format.LATEX.print(again, Optional.empty(), true));
            assertEquals(Format.MARKDOWN.print(evidence, Optional.empty(), true), Format.MARKDOWN.print(again, Optional.empty(),
                    true));
        }
    }

    /** The rationals that a reader of a claim must find. */
    private static List<Rational> values(Claim claim) {
        return claim instanceof Claim.Bound bound ? List.of(bound.lower(), bound.upper())
                : claim instanceof Claim.Optimum optimum ? List.of(optimum.value())
                : claim instanceof Claim.NeuronMaximum maximum ? List.of(maximum.lower(), maximum.upper())
                : claim instanceof Claim.Nonunique nonunique ? List.of(nonunique.first(), nonunique.second())
                : claim instanceof Claim.Descent descent ? List.of(descent.from(), descent.to())
                : claim instanceof Claim.Stationary point ? List.of(point.value())
                : claim instanceof Claim.LocalMinimum minimum ? List.of(minimum.value())
                : claim instanceof Claim.BadLocalMinimum minimum ? List.of(minimum.value())
                : claim instanceof Claim.NotConeOptimal point ? List.of(point.value(), point.upper()) : List.of();
    }

    /** Plain ASCII, environments and braces closed, formulas between two dollar signs. */
    private static void assertLatex(String text) {
        assertTrue(text.matches("[\\x20-\\x7e\\n]*"), text);
        Deque<String> open = new ArrayDeque<>();
        Matcher environments = Pattern.compile("\\\\(begin|end)\\{([a-z]+)\\}").matcher(text);
        while (environments.find()) {
            if (environments.group(1).equals("begin")) {
                open.push(environments.group(2));
            } else {
                assertEquals(open.pop(), environments.group(2));
            }
        }
        assertTrue(open.isEmpty());
        String bare = text.replaceAll("\\\\\\\\|\\\\[{}$%]", "").replaceAll("(?m)^%.*$", "");
        assertEquals(bare.chars().filter(c -> c == '{').count(), bare.chars().filter(c -> c == '}').count());
        assertEquals(0, bare.chars().filter(c -> c == '$').count() % 2);
    }

    /** What GitHub's Markdown would eat of a formula is not in it, and tables have as many cells in each row. */
    private static void assertMarkdown(String text) {
        String prose = text.replaceAll("(?s)```.*?```", "").replaceAll("`[^`]*`", "x").replace("<span>$</span>", "");
        Matcher formulas = FORMULA.matcher(prose);
        while (formulas.find()) {
            String formula = formulas.group(1);
            assertFalse(Pattern.compile("\\\\[^A-Za-z]|[^A-Za-z0-9]_|[*|<>`]").matcher(formula).find(), formula);
        }
        assertEquals("", FORMULA.matcher(prose).replaceAll("").replaceAll("[^$]", ""));
        int cells = 0;
        for (String line : text.split("\n")) {
            int here = line.startsWith("|") ? line.replaceAll("\\\\\\|", "").split("\\|", -1).length : 0;
            assertTrue(cells == 0 || here == 0 || here == cells, line);
            cells = here;
        }
    }

    /** The statements of the gallery's counterexamples stand beside them; see gallery.md for how they are written again. */
    @Test
    void statementsOfTheGalleryAreThoseOfItsCertificates() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path certificate : certificates()) {
            if (!certificate.startsWith(GALLERY)) {
                continue;
            }
            String name = certificate.getFileName().toString().replaceFirst("\\.cert\\.json(\\.gz)?$", "");
            Path statement = GALLERY.resolve(name + ".tex");
            if (Files.exists(statement)) {
                assertEquals(Format.LATEX.print(evidence(certificate), Optional.of(name.replaceFirst("\\..*", "")
                        + ".problem.json"), false),
                        Files.readString(statement), name);
            } else {
                missing.add(name);
            }
        }
        // The tables of real data have bounds and no counterexamples.
        assertTrue(missing.stream().allMatch(name -> name.matches("(anes96|iris|stackloss|diabetes).*")), missing::toString);
    }

    /** Written again by {@code -Dtest.jvm.args=-Drelucert.golden=true}; then read the difference. */
    @ParameterizedTest
    @ValueSource(strings = {"valid/tv1.member", "valid/tv5-affine.set", "valid/neuron-6x3.box", "valid/tv7.support",
        "paths/valid/tv7.descent", "paths/valid/tv2a.disconnected"})
    void wordByWord(String name) throws IOException {
        Path expected = RESOURCES.resolve("report").resolve(name.substring(name.lastIndexOf('/') + 1) + ".md");
        String printed = Format.MARKDOWN.print(evidence(RESOURCES.resolve(name + ".cert.json")), Optional.empty(), false);
        if (Boolean.getBoolean("relucert.golden")) {
            Files.writeString(expected, printed);
        }
        assertEquals(Files.readString(expected), printed);
    }

    /** A bound of sixty digits: decimals in the theorem, the exact value in a table, cut into pieces that can break in LaTeX. */
    @Test
    void longNumbersStandInATable(@TempDir Path directory) throws IOException {
        String text = Files.readString(RESOURCES.resolve("valid/tv1.bounds.cert.json"));
        Matcher lower = Pattern.compile("\"lower\":\"([^\"]+)\"").matcher(text);
        assertTrue(lower.find());
        String exact = Rationals.text(Rationals.parseCanonical(lower.group(1))
                .minus(Rationals.of(BigInteger.ONE, BigInteger.valueOf(7).pow(60))));
        Path certificate = directory.resolve("long_name & more.cert.json");
        Files.writeString(certificate, text.replace(lower.group(), "\"lower\":\"" + exact + "\""));
        String latex = Format.LATEX.print(evidence(certificate), Optional.empty(), false);
        assertLatex(latex);
        assertTrue(latex.contains("$J\\ge q_{1}=") && latex.contains("\\ldots$"), latex);
        assertTrue(latex.replace("\\allowbreak{}", "").contains("\\texttt{" + exact + "}"), latex);
        assertTrue(latex.replace("\\allowbreak{}", "")
                .contains("relucert verify \\textquotesingle{}long\\_name \\& more.cert.json\\textquotesingle{}"),
                latex);
        String markdown = Format.MARKDOWN.print(evidence(certificate), Optional.empty(), false);
        assertMarkdown(markdown);
        assertTrue(markdown.contains("| $q_{1}$ | `" + exact + "` |")
                && markdown.contains("relucert verify 'long_name & more.cert.json'"), markdown);
    }

    /** LaTeX itself, where it is installed. */
    @Test
    @Tag("slow")
    void everyReportCompiles(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(p -> Files.isExecutable(Path.of(p,
                "pdflatex"))));
        for (Path certificate : certificates()) {
            Files.writeString(directory.resolve("statement.tex"), Format.LATEX.print(evidence(certificate), Optional.empty(),
                    false));
            Files.write(directory.resolve("paper.tex"), List.of("\\documentclass{article}",
                    "\\usepackage{amsmath,amssymb,amsthm}",
                    "\\newtheorem{theorem}{Theorem}", "\\begin{document}", "\\input{statement}", "\\end{document}"));
            Process latex = new ProcessBuilder("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper")
                    .directory(directory.toFile()).redirectOutput(directory.resolve("out").toFile()).start();
            assertTrue(latex.waitFor(60, TimeUnit.SECONDS));
            String log = Files.readString(directory.resolve("paper.log"), StandardCharsets.ISO_8859_1);
            assertEquals(0, latex.exitValue(), () -> certificate + "\n" + log);
            Matcher overfull = Pattern.compile("Overfull .hbox \\(([0-9]+)").matcher(log);
            while (overfull.find()) {
                assertTrue(Integer.parseInt(overfull.group(1)) < 10, () -> certificate + ": " + overfull.group());
            }
        }
    }

    @Test
    void tablesOfUnequalRows() {
        assertThrows(IllegalArgumentException.class,
                () -> new Table("X", Text.EMPTY, List.of(Text.of("a")), List.of(Arrays.asList(Text.of("b"), Text.of("c")))));
        assertThrows(IllegalArgumentException.class, () -> Text.of("no end of $x"));
    }
}
