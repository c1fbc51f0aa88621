package org.relucert.report;

import java.util.List;

/**
 * A table beside a theorem.
 *
 * @param tag the letter by which the theorem refers to it
 * @param caption a sentence
 * @param columns heads of the columns
 * @param rows cells, as many in each row as there are columns
 */
record Table(String tag, Text caption, List<Text> columns, List<List<Text>> rows) {

    /** Copies the lists. */
    Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        int size = columns.size();
        if (rows.stream().anyMatch(row -> row.size() != size)) {
            throw new IllegalArgumentException("a row of table " + tag + " has not " + size + " cells");
        }
    }
}
