package org.relucert.problem;

/**
 * Input that cannot be used. The message is one line that names the file, the field and what was expected there.
 */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A complaint about a field of a file. */
    public InputException(String file, String field, String expectation) {
        super(oneLine(file + ": " + (field.isEmpty() ? "" : field + ": ") + expectation));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
