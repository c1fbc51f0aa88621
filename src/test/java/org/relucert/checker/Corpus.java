package org.relucert.checker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;

/** The certificates of {@code src/test/resources/valid} and {@code forged}; adding one is adding a file (and a line). */
public final class Corpus {

    static final Path VALID = Path.of("src/test/resources/valid");
    static final Path FORGED = Path.of("src/test/resources/forged");

    private Corpus() { }

    /** A valid certificate file and the problem it is about: NAME.VARIANT.cert.json belongs to NAME.problem.json. */
    public record Valid(Path file) {

        /** The certificate as text. */
        public String text() {
            return read(file);
        }

        /** The problem at hand. */
        public Problem problem() {
            String name = name();
            return ProblemFile.read(file.resolveSibling(name.substring(0, name.indexOf('.')) + ".problem.json"));
        }

        private String name() {
            return file.getFileName().toString();
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /**
     * A forged certificate: a row of the table in forged/README.md.
     *
     * @param original name of the valid certificate it was made from
     * @param change what was changed, in words
     */
    record Forged(Path file, String original, String change) {

        /** What its name says: the label of an obligation, or REFUSED. */
        String expected() {
            String name = file.getFileName().toString();
            return name.startsWith("REFUSED-") ? "REFUSED" : name.replaceFirst("^([A-Z]+-(?:[0-9]+|COUNT))-.*$", "$1");
        }

        /** The problem beside the file, or that of the original. */
        Problem problem() {
            Path own = file.resolveSibling(file.getFileName().toString().replaceFirst("\\.cert\\.json(\\.gz)?$", ".problem.json"));
            return Files.exists(own) ? ProblemFile.read(own) : validNamed(original).problem();
        }

        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }

    /** Every valid certificate, by name. */
    public static List<Valid> valid() {
        return certificates(VALID).stream().map(Valid::new).toList();
    }

    /** A valid certificate by its name without ending. */
    public static Valid validNamed(String name) {
        return new Valid(VALID.resolve(name + ".cert.json"));
    }

    /** Every row of the table of forged certificates. */
    static List<Forged> forged() {
        List<Forged> rows = new ArrayList<>();
        for (String line : read(FORGED.resolve("README.md")).split("\n")) {
            if (line.startsWith("| `")) {
                String[] cells = line.split(" \\| ", 3);
                rows.add(new Forged(FORGED.resolve(bare(cells[0])), bare(cells[1]), bare(cells[2])));
            }
        }
        return rows;
    }

    private static String bare(String cell) {
        return cell.replace("|", "").replace("`", "").trim();
    }

    /** The certificate files of a folder, sorted. */
    static List<Path> certificates(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".cert.json") || file.toString().endsWith(".cert.json.gz"))
                    .sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
