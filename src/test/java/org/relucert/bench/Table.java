package org.relucert.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Rows of a benchmark: printed as they come, written as CSV after each, so that a stopped run leaves what it has. */
final class Table {

    private final Path file;
    private final String[] columns;
    private final List<String> lines = new ArrayList<>();
    private final PrintStream out;

    Table(Path file, PrintStream out, String... columns) {
        this.file = file;
        this.columns = columns;
        this.out = out;
        lines.add(String.join(",", columns));
        out.println();
        out.println(file.getFileName());
        print(columns);
    }

    /** Adds a row; NaN and null stay empty. */
    void row(Object... values) {
        if (values.length != columns.length) {
            throw new IllegalArgumentException(values.length + " values for " + columns.length + " columns");
        }
        String[] texts = Arrays.stream(values).map(Table::text).toArray(String[]::new);
        lines.add(String.join(",", texts));
        print(texts);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(String[] texts) {
        StringBuilder line = new StringBuilder();
        for (int k = 0; k < texts.length; k++) {
            int width = Math.max(columns[k].length(), 8) + 1;
            line.append(k == 0 ? String.format("%-18s", texts[k]) : " ".repeat(Math.max(1, width - texts[k].length())) + texts[k]);
        }
        out.println(line);
    }

    private static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double number) {
            if (number.isNaN()) {
                return "";
            }
            return Math.abs(number) >= 1e-3 && Math.abs(number) < 1e6 || number == 0
                    ? String.format(Locale.ROOT, Math.abs(number) >= 100 ? "%.0f" : "%.3f", number)
                    : String.format(Locale.ROOT, "%.1e", number);
        }
        return value.toString().replace(',', ';');
    }
}
