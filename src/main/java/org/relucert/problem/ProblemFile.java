package org.relucert.problem;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * Problem files, {@code relucert-problem/1}.
 *
 * <p>Reading: the keys come in any order; {@code format}, {@code inputs} and {@code labels} must be there; absent are
 * {@code architecture} two-layer, {@code loss} squared, {@code bias} none, {@code skip} none, {@code metric} the identity,
 * {@code name} empty. Of {@code beta} and {@code betaSquared} exactly one for the squared loss; with neither, interpolation
 * has beta = 1. Unknown and repeated keys are refused, since a misspelt option that is silently ignored changes the
 * mathematics; {@code comment} and {@code source} are free for texts.
 *
 * <p>Canonical form: the keys format, name, architecture, inputs, labels, loss, betaSquared, bias, skip, metric in this order;
 * every number canonical text; labels a list of numbers when there is one column; the metric left out when it is the
 * identity, a list of numbers when diagonal, else a list of rows. Equal problems of equal name have equal canonical form.
 */
public final class ProblemFile {

    /** The value of {@code format}. */
    public static final String FORMAT = "relucert-problem/1";

    private static final String TWO_LAYER = "two-layer";
    private static final String THREE_LAYER = "parallel-three-layer";

    private static final List<String> KEYS = List.of("format", "name", "architecture", "inputs", "labels", "loss", "beta",
            "betaSquared", "bias", "skip", "metric");

    private ProblemFile() { }

    /**
     * Reads a problem file.
     *
     * @throws InputException if it is not readable or not a problem
     */
    public static Problem read(Path path) {
        try (JsonInput in = JsonInput.open(path, Limits.PROBLEM_BYTES)) {
            Problem problem = new Draft(in).read();
            in.finish();
            return problem;
        }
    }

    /**
     * Reads the problem inside another file.
     *
     * @param parser at the start of the object; afterwards at its end
     * @param file the name of the file, for messages
     * @throws InputException if it is not a problem
     */
    public static Problem read(JsonParser parser, String file) {
        return new Draft(JsonInput.of(parser, file)).read();
    }

    /** What has been read so far: the keys come in any order, and most can be judged only together. */
    private static final class Draft {

        private final JsonInput in;
        private boolean format;
        private String name = "";
        private JsonInput.Table inputs;
        private JsonInput.Table labels;
        private Problem.Loss loss = Problem.Loss.SQUARED;
        private Rational beta;
        private Rational betaSquared;
        private Problem.Bias bias = Problem.Bias.NONE;
        private Problem.Skip skip = Problem.Skip.NONE;
        private JsonInput.Table metric;

        Draft(JsonInput in) {
            this.in = in;
        }

        Problem read() {
            in.object("", KEYS, this::member);
            require("format", format, '"' + FORMAT + '"');
            require("inputs", inputs != null, "a list of rows");
            require("labels", labels != null, "a list of numbers or of rows");
            RationalMatrix x = matrix(inputs, "inputs");
            RationalMatrix y = matrix(labels, "labels");
            Rational b = chooseBetaSquared();
            int penalised = x.columns() + (bias == Problem.Bias.REGULARIZED ? 1 : 0);
            RationalMatrix m = metric == null ? RationalMatrix.identity(penalised) : matrixOfMetric(penalised);
            try {
                return Problem.of(name, x, y, loss, b, bias, skip, m);
            } catch (IllegalArgumentException refused) {
                // Its messages name the field themselves.
                throw in.complaint("", refused.getMessage());
            }
        }

        private void member(String key) {
            switch (key) {
                case "format":
                    in.exactly(key, FORMAT);
                    format = true;
                    break;
                case "name":
                    name = in.string(key);
                    break;
                case "architecture":
                    architecture(key);
                    break;
                case "inputs":
                    inputs = in.table(key, false, Limits.COLUMNS);
                    break;
                case "labels":
                    labels = in.table(key, true, Limits.COLUMNS);
                    break;
                case "loss":
                    loss = in.choice(key, Problem.Loss.class);
                    break;
                case "beta":
                    beta = positive(key);
                    break;
                case "betaSquared":
                    betaSquared = positive(key);
                    break;
                case "bias":
                    bias = in.choice(key, Problem.Bias.class);
                    break;
                case "skip":
                    skip = in.choice(key, Problem.Skip.class);
                    break;
                default:
                    metric = in.table(key, true, Limits.COLUMNS + 1);
                    break;
            }
        }

        private void architecture(String key) {
            String architecture = in.string(key);
            if (architecture.equals(THREE_LAYER)) {
                throw in.complaint(key, THREE_LAYER + " is not available in this version; expected \"" + TWO_LAYER + '"');
            }
            in.exactly(key, TWO_LAYER);
        }

        private Rational positive(String key) {
            Rational number = in.number(key);
            if (!number.isPositive()) {
                throw in.unexpected(key, "a positive number");
            }
            return number;
        }

        private Rational chooseBetaSquared() {
            if (beta != null && betaSquared != null) {
                throw in.complaint("betaSquared", "expected beta or betaSquared, found both");
            }
            if (betaSquared != null) {
                return betaSquared;
            }
            if (beta == null) {
                require("beta", loss == Problem.Loss.INTERPOLATION, "beta or betaSquared");
                return Rationals.ONE;
            }
            Rational square = Rationals.square(beta);
            // The canonical form holds the square and must be readable.
            if (NumberText.bits(square) > Limits.NUMBER_BITS) {
                throw in.complaint("beta", "expected a square of at most " + Limits.NUMBER_BITS + " bits, found "
                        + NumberText.bits(square));
            }
            return square;
        }

        private void require(String key, boolean there, String expected) {
            if (!there) {
                throw in.complaint(key, "expected " + expected + ", found nothing");
            }
        }

        private RationalMatrix matrix(JsonInput.Table table, String key) {
            RationalMatrix rows = in.budget().matrix(table.rows(), table.columns(), key);
            return table.flat() ? rows.transpose() : rows;
        }

        private RationalMatrix matrixOfMetric(int size) {
            String shape = size + " x " + size + (bias == Problem.Bias.REGULARIZED ? " (the bias included)" : "");
            if (metric.columns() != size || !metric.flat() && metric.rows().size() != size) {
                throw in.complaint("metric", "expected " + size + " numbers for a diagonal or a matrix of size " + shape
                        + ", found " + (metric.flat() ? metric.columns() + " numbers"
                                : "size " + metric.rows().size() + " x " + metric.columns()));
            }
            if (metric.flat()) {
                RationalVector diagonal = metric.rows().get(0);
                for (int i = 0; i < size; i++) {
                    if (diagonal.sign(i) <= 0) {
                        throw in.complaint("metric[" + i + "]", "expected a positive number, found "
                                + Rationals.abbreviate(Rationals.text(diagonal.get(i))));
                    }
                }
                return RationalMatrix.diagonal(diagonal);
            }
            RationalMatrix full = matrix(metric, "metric");
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < i; j++) {
                    if (!full.numerator(i, j).equals(full.numerator(j, i))) {
                        throw in.complaint("metric[" + i + "][" + j + "]", "expected a symmetric matrix with metric[" + j
                                + "][" + i + "] = " + Rationals.abbreviate(Rationals.text(full.get(j, i))) + ", found "
                                + Rationals.abbreviate(Rationals.text(full.get(i, j))));
                    }
                }
            }
            return full;
        }
    }

    /**
     * Writes the canonical form of a problem as one JSON value.
     *
     * @throws IOException if the generator does
     */
    public static void write(Problem problem, JsonGenerator out) throws IOException {
        if (!JsonInput.isWellFormed(problem.name())) {
            throw new IllegalArgumentException("the name has half of a surrogate pair");
        }
        write(problem, out, true, null);
    }

    /**
     * Writes a problem file: the canonical form, one key a line. Whole or not at all.
     *
     * @throws InputException if the place cannot be written
     */
    public static void write(Problem problem, Path path) {
        writeFile(path, out -> write(problem, out));
    }

    /**
     * The same with a text for people after the name.
     *
     * @throws InputException if the place cannot be written
     */
    public static void write(Problem problem, String comment, Path path) {
        writeFile(path, out -> write(problem, out, true, comment));
    }

    /** What is written by a generator. */
    @FunctionalInterface
    interface Content {
        void writeTo(JsonGenerator out) throws IOException;
    }

    /** Writes a JSON file for people: the top-level keys on lines of their own, lists on one line. */
    static void writeFile(Path path, Content content) {
        OutputFile.write(path, bytes -> {
            JsonGenerator out = JsonInput.factory().createGenerator(bytes, JsonEncoding.UTF8);
            out.setPrettyPrinter(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withArrayValueSpacing(Separators.Spacing.AFTER)
                    .withArrayEmptySeparator(""))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance));
            content.writeTo(out);
            out.writeRaw('\n');
            out.flush();
        });
    }

    /** The canonical form of a problem as text, without blanks or line ends. */
    public static String canonicalJson(Problem problem) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JsonInput.factory().createGenerator(text)) {
            write(problem, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /**
     * SHA-256, in hexadecimal, of the canonical form in UTF-8 without the key {@code name}: equal for equal problems. It
     * names a problem; that two problems are the same is decided by {@link Problem#equals}.
     */
    public static String sha256(Problem problem) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            OutputStream bytes = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
            try (JsonGenerator out = JsonInput.factory().createGenerator(bytes, JsonEncoding.UTF8)) {
                write(problem, out, false, null);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static void write(Problem problem, JsonGenerator out, boolean named, String comment) throws IOException {
        out.writeStartObject();
        out.writeStringField("format", FORMAT);
        if (named) {
            out.writeStringField("name", problem.name());
        }
        if (comment != null) {
            out.writeStringField("comment", comment);
        }
        out.writeStringField("architecture", TWO_LAYER);
        out.writeFieldName("inputs");
        writeRows(problem.inputs(), out);
        out.writeFieldName("labels");
        if (problem.labels().columns() == 1) {
            writeVector(problem.scalarLabels(), out);
        } else {
            writeRows(problem.labels(), out);
        }
        out.writeStringField("loss", JsonInput.word(problem.loss()));
        out.writeStringField("betaSquared", Rationals.text(problem.betaSquared()));
        out.writeStringField("bias", JsonInput.word(problem.bias()));
        out.writeStringField("skip", JsonInput.word(problem.skip()));
        RationalMatrix metric = problem.metric();
        if (!metric.equals(RationalMatrix.identity(metric.rows()))) {
            out.writeFieldName("metric");
            if (metric.isDiagonal()) {
                writeVector(diagonal(metric), out);
            } else {
                writeRows(metric, out);
            }
        }
        out.writeEndObject();
    }

    private static RationalVector diagonal(RationalMatrix matrix) {
        Rational[] entries = new Rational[matrix.rows()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = matrix.get(i, i);
        }
        return RationalVector.of(entries);
    }

    private static void writeRows(RationalMatrix matrix, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (int i = 0; i < matrix.rows(); i++) {
            writeVector(matrix.row(i), out);
        }
        out.writeEndArray();
    }

    /** Writes a list of canonical numbers. */
    static void writeVector(RationalVector vector, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (int i = 0; i < vector.size(); i++) {
            out.writeString(Rationals.text(vector.numerator(i), vector.denominator()));
        }
        out.writeEndArray();
    }
}
