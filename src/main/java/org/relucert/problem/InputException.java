package org.relucert.problem;

/**
 * Input that cannot be used. The message is one line that names the file, the field and what was expected there.
 */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A complaint about a field of a file.
     *
     * @param file the file as the user named it
     * @param field the field, such as {@code inputs[3][1]}; empty for the file as a whole
     * @param expectation what was expected, and what was found
     */
    public InputException(String file, String field, String expectation) {
        super(oneLine(file + ": " + (field.isEmpty() ? "" : field + ": ") + expectation));
    }

    /**
     * Names and values come from the file. Control characters, Unicode's line separators, and marks that reorder a line
     * must not reach a terminal.
     */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
    }
}
