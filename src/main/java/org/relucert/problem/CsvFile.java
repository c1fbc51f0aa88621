package org.relucert.problem;

import java.io.IOException;
import java.io.Reader;
import java.math.BigInteger;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;

/**
 * Tables of numbers in comma-separated files, each number exactly as written.
 *
 * <p>Commas separate; cells may stand between quotation marks; lines end in any way; blank lines are skipped. The first line is
 * a header, and is skipped, if every cell of it begins with a letter or an underscore and none is a word for "not a number"
 * or infinity. Any other first line is data: a misspelt number there is an error, not a header, for a row must not vanish in
 * silence.
 */
public final class CsvFile {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder()
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();

    private static final Set<String> NOT_NUMBERS = Set.of("nan", "na", "inf", "infinity", "null", "none");

    private CsvFile() { }

    /**
     * Reads a table.
     *
     * @throws InputException if it is not readable, has no row, or is not a rectangle of numbers
     */
    public static RationalMatrix read(Path path) {
        String file = path.toString();
        try (CSVParser parser = CSVParser.parse(new Counted(InputFile.open(path, Limits.PROBLEM_BYTES), file), FORMAT)) {
            return read(parser, file);
        } catch (UncheckedIOException failure) {
            // The parser's iterator wraps both its own complaints and those of the reader beneath.
            throw complaint(file, failure.getCause());
        } catch (IOException failure) {
            throw complaint(file, failure);
        }
    }

    /**
     * Reads a problem with the Euclidean metric and no name.
     *
     * @param inputs file of n rows of d numbers
     * @param labels file of n rows, one number in each for scalar outputs
     * @param betaSquared beta^2, positive
     * @throws InputException if a file is not readable or they do not fit together
     */
    public static Problem read(Path inputs, Path labels, Problem.Loss loss, Rational betaSquared, Problem.Bias bias,
            Problem.Skip skip) {
        RationalMatrix x = read(inputs);
        RationalMatrix y = read(labels);
        if (y.rows() != x.rows()) {
            throw new InputException(labels.toString(), "labels",
                    "expected " + x.rows() + " rows, as in " + inputs + ", found " + y.rows());
        }
        if (!betaSquared.isPositive()) {
            throw new InputException(inputs.toString(), "beta", "expected a positive number");
        }
        int penalised = x.columns() + (bias == Problem.Bias.REGULARIZED ? 1 : 0);
        return Problem.of("", x, y, loss, betaSquared, bias, skip, RationalMatrix.identity(penalised));
    }

    private static RationalMatrix read(CSVParser parser, String file) {
        Budget budget = new Budget(file);
        List<RationalVector> rows = new ArrayList<>();
        int columns = 0;
        boolean first = true;
        for (CSVRecord record : parser) {
            boolean header = first && isHeader(record);
            first = false;
            if (header || isBlank(record)) {
                continue;
            }
            String line = "line " + parser.getCurrentLineNumber();
            if (rows.isEmpty()) {
                columns = record.size();
            }
            if (record.size() != columns) {
                throw new InputException(file, line,
                        "expected " + columns + " numbers, as in the first row, found " + record.size());
            }
            if (columns > Limits.COLUMNS) {
                throw new InputException(file, line, "expected at most " + Limits.COLUMNS + " numbers, found " + columns);
            }
            List<BigInteger[]> entries = new ArrayList<>();
            for (String cell : record) {
                entries.add(budget.fraction(cell, () -> line + ", column " + (entries.size() + 1)));
            }
            rows.add(budget.vector(entries, () -> line));
        }
        if (rows.isEmpty()) {
            throw new InputException(file, "", "expected at least one row of numbers, found none");
        }
        return budget.matrix(rows, columns, "table");
    }

    private static boolean isHeader(CSVRecord record) {
        for (String cell : record) {
            boolean word = !cell.isEmpty() && (Character.isLetter(cell.codePointAt(0)) || cell.charAt(0) == '_');
            if (!word || NOT_NUMBERS.contains(cell.toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(CSVRecord record) {
        return record.size() == 1 && NumberText.trim(record.get(0)).isEmpty();
    }

    private static InputException complaint(String file, IOException failure) {
        return failure instanceof CSVException
                ? new InputException(file, "", "expected comma-separated cells: " + failure.getMessage())
                : InputFile.complaint(file, failure);
    }

    /** Stops a file with far more cells than numbers are allowed before they fill the memory. */
    private static final class Counted extends Reader {

        private final Reader in;
        private final String file;
        private int separators;

        Counted(Reader in, String file) {
            this.in = in;
            this.file = file;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            for (int k = 0; k < read; k++) {
                if (buffer[offset + k] == ',' && ++separators > Limits.NUMBERS) {
                    throw new InputException(file, "",
                            "expected at most " + Limits.NUMBERS + " numbers in a file, found more");
                }
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
