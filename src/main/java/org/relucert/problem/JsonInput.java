package org.relucert.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.Reader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * A JSON file, read token by token, strictly and within {@link Limits}. Whatever does not fit becomes an
 * {@link InputException} that names the field, or where the text is no JSON, line and column.
 *
 * <p>Numbers are taken from their text, never through floating point.
 */
public final class JsonInput implements AutoCloseable {

    /** The only JSON dialect of this library: standard JSON, within the limits. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Limits.TOKEN_LENGTH)
                    .maxStringLength(Limits.TOKEN_LENGTH)
                    .maxNameLength(Limits.TOKEN_LENGTH)
                    .maxNestingDepth(Limits.NESTING)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** Keys that any object may have, for people. */
    private static final List<String> REMARKS = List.of("comment", "source");

    /**
     * What the parser adds for programmers: the class of a limit, the switch that would allow what is no standard JSON, the source
     * that it does not show.
     */
    private static final Pattern PARSER_HINTS =
            Pattern.compile(", from `[^`]*`|: enable `[^`]*` to allow| \\(not recognized as one since [^)]*\\)"
                    + "| \\([a-zA-Z ]* at \\[Source: [^\\]]*\\]\\)");

    private final JsonParser parser;
    private final String file;
    private final Budget budget;

    private JsonInput(JsonParser parser, String file) {
        this.parser = parser;
        this.file = file;
        this.budget = new Budget(file);
    }

    /** The factory of parsers and generators for the files of this library. */
    public static JsonFactory factory() {
        return FACTORY;
    }

    /**
     * Opens a file and moves to its first token.
     *
     * @param limit bytes at most, after decompression
     * @throws InputException if it cannot be opened or holds no JSON
     */
    public static JsonInput open(Path path, long limit) {
        String file = path.toString();
        Reader reader = InputFile.open(path, limit);
        JsonInput input;
        try {
            input = new JsonInput(FACTORY.createParser(reader), file);
        } catch (IOException failure) {
            throw InputFile.complaint(file, failure);
        }
        try {
            if (input.next() == null) {
                throw new InputException(file, "", "expected JSON, found an empty file");
            }
        } catch (InputException refused) {
            input.close();
            throw refused;
        }
        return input;
    }

    /** Takes part in reading with a parser that somebody else opened; its current token is the first. */
    public static JsonInput of(JsonParser parser, String file) {
        return new JsonInput(parser, file);
    }

    /** What the numbers of this file have cost so far. */
    Budget budget() {
        return budget;
    }

    /** The token under the cursor. */
    public JsonToken token() {
        return parser.currentToken();
    }

    /** Moves to the next token; null at the end of the file. */
    public JsonToken next() {
        try {
            return parser.nextToken();
        } catch (IOException failure) {
            throw complaint(failure);
        }
    }

    /** The text of the token under the cursor. */
    public String text() {
        try {
            return parser.getText();
        } catch (IOException failure) {
            throw complaint(failure);
        }
    }

    /**
     * Requires that nothing follows the value under the cursor.
     *
     * @throws InputException if something does
     */
    public void finish() {
        if (next() != null) {
            throw new InputException(file, place(parser.currentTokenLocation()),
                    "expected the end of the file, found " + found());
        }
    }

    /** A complaint about a field. */
    public InputException complaint(String field, String expectation) {
        return new InputException(file, field, expectation);
    }

    /** A complaint that something else than the token under the cursor was expected. */
    public InputException unexpected(String field, String expected) {
        return complaint(field, "expected " + expected + ", found " + found());
    }

    private InputException complaint(IOException failure) {
        return complaint(failure instanceof JsonProcessingException ? place(parser.currentLocation()) : "", words(failure));
    }

    /** What a failure to parse JSON means to the user of the file. */
    public static String words(IOException failure) {
        if (!(failure instanceof JsonProcessingException json)) {
            return InputFile.words(failure);
        }
        if (failure instanceof JsonEOFException) {
            return "expected more JSON, found the end of the file";
        }
        String message = PARSER_HINTS.matcher(json.getOriginalMessage()).replaceAll("");
        return (failure instanceof StreamConstraintsException ? "a limit is exceeded: " : "expected JSON: ") + message;
    }

    private static String place(JsonLocation location) {
        return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private String found() {
        if (token() == null) {
            return "nothing";
        }
        switch (token()) {
            case START_OBJECT:
                return "an object";
            case START_ARRAY:
                return "a list";
            case VALUE_STRING:
                return NumberText.quote(text());
            default:
                return Rationals.abbreviate(text());
        }
    }

    /**
     * Reads the object under the cursor, in whatever order its keys come. Keys that are not known and keys that come twice
     * are refused; {@code comment} and {@code source} may hold a text or a list of texts and are skipped.
     *
     * @param field the field, empty at the top
     * @param known the keys of this object
     * @param member called for each known key, the cursor at its value; leaves the cursor at the end of the value
     */
    public void object(String field, List<String> known, Consumer<String> member) {
        if (token() != JsonToken.START_OBJECT) {
            throw unexpected(field, "an object");
        }
        Set<String> seen = new HashSet<>();
        while (next() != JsonToken.END_OBJECT) {
            String key = text();
            boolean remark = REMARKS.contains(key);
            if (!remark && !known.contains(key)) {
                throw complaint(field, "unknown field " + NumberText.quote(key) + "; expected one of "
                        + String.join(", ", known) + ", " + String.join(", ", REMARKS));
            }
            String place = field.isEmpty() ? key : field + "." + key;
            if (!seen.add(key)) {
                throw complaint(place, "expected once, found twice");
            }
            next();
            if (remark) {
                skipRemark(place);
            } else {
                member.accept(key);
            }
        }
    }

    private void skipRemark(String field) {
        if (token() != JsonToken.START_ARRAY) {
            string(field);
            return;
        }
        int k = 0;
        while (next() != JsonToken.END_ARRAY) {
            string(field + "[" + k + "]");
            k++;
        }
    }

    /** The text under the cursor, at most {@link Limits#TEXT_LENGTH} long and without half characters. */
    public String string(String field) {
        if (token() != JsonToken.VALUE_STRING) {
            throw unexpected(field, "text");
        }
        String text = text();
        if (text.length() > Limits.TEXT_LENGTH) {
            throw complaint(field,
                    "expected at most " + Limits.TEXT_LENGTH + " characters of text, found " + text.length());
        }
        if (!isWellFormed(text)) {
            throw complaint(field, "expected text, found half of a surrogate pair");
        }
        return text;
    }

    /** Whether a text can be written as UTF-8: no half of a surrogate pair stands alone. */
    static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** The text under the cursor, which must be this one. */
    public void exactly(String field, String expected) {
        if (token() != JsonToken.VALUE_STRING || !text().equals(expected)) {
            throw unexpected(field, '"' + expected + '"');
        }
    }

    /** The constant whose name in lower case is the text under the cursor. */
    <E extends Enum<E>> E choice(String field, Class<E> type) {
        StringJoiner names = new StringJoiner("\" or \"", "\"", "\"");
        for (E constant : type.getEnumConstants()) {
            String name = word(constant);
            if (token() == JsonToken.VALUE_STRING && text().equals(name)) {
                return constant;
            }
            names.add(name);
        }
        throw unexpected(field, names.toString());
    }

    /** How a constant is written in a file. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The number under the cursor: a JSON number, or a number as text. */
    public Rational number(String field) {
        BigInteger[] fraction = fraction(() -> field);
        return Rationals.of(fraction[0], fraction[1]);
    }

    private BigInteger[] fraction(Supplier<String> field) {
        if (!isNumber()) {
            throw unexpected(field.get(), "a number");
        }
        return budget.fraction(text(), field);
    }

    private boolean isNumber() {
        return token() == JsonToken.VALUE_STRING || token().isNumeric();
    }

    /** The list of numbers under the cursor, of any length up to a limit. */
    public RationalVector vector(String field, int limit) {
        return vector(() -> field, limit);
    }

    private RationalVector vector(Supplier<String> field, int limit) {
        if (token() != JsonToken.START_ARRAY) {
            throw unexpected(field.get(), "a list of numbers");
        }
        List<BigInteger[]> entries = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            if (entries.size() == limit) {
                throw complaint(field.get(), "expected at most " + limit + " numbers, found more");
            }
            entries.add(fraction(() -> field.get() + "[" + entries.size() + "]"));
        }
        return budget.vector(entries, field);
    }

    /**
     * A list of numbers, or a list of lists of numbers of equal length.
     *
     * @param flat whether it was a list of numbers; then they are the only row
     */
    record Table(boolean flat, List<RationalVector> rows, int columns) { }

    /**
     * The table under the cursor.
     *
     * @param mayBeFlat whether a list of numbers is welcome; an empty list then is one
     * @param maxColumns length of a row at most; a list of numbers may be longer
     */
    Table table(String field, boolean mayBeFlat, int maxColumns) {
        if (token() != JsonToken.START_ARRAY) {
            throw unexpected(field, mayBeFlat ? "a list of numbers or of rows" : "a list of rows");
        }
        List<BigInteger[]> entries = new ArrayList<>();
        List<RationalVector> rows = new ArrayList<>();
        int columns = 0;
        while (next() != JsonToken.END_ARRAY) {
            Supplier<String> place = () -> field + "[" + (rows.size() + entries.size()) + "]";
            if (mayBeFlat && rows.isEmpty() && (isNumber() || !entries.isEmpty())) {
                entries.add(fraction(place));
                continue;
            }
            RationalVector row = vector(place, maxColumns);
            if (rows.isEmpty()) {
                columns = row.size();
            } else if (row.size() != columns) {
                throw complaint(place.get(),
                        "expected " + columns + " numbers, as in " + field + "[0], found " + row.size());
            }
            // Numbers are counted, but a row may be empty.
            if (rows.size() == Limits.NUMBERS) {
                throw complaint(field, "expected at most " + Limits.NUMBERS + " rows, found more");
            }
            rows.add(row);
        }
        if (mayBeFlat && rows.isEmpty()) {
            return new Table(true, List.of(budget.vector(entries, () -> field)), entries.size());
        }
        return new Table(false, rows, columns);
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException failure) {
            throw InputFile.complaint(file, failure);
        }
    }
}
