package org.relucert.certificate;

/** A certificate that is not a well-formed file of the format; the message says where and what was expected. */
public final class FormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean unsupported;

    private FormatException(String message, boolean unsupported) {
        super(message);
        this.unsupported = unsupported;
    }

    static FormatException malformed(String where, String expectation) {
        return new FormatException(where + ": " + expectation, false);
    }

    static FormatException unsupported(String what) {
        return new FormatException(what, true);
    }

    /** Whether the file may be good but this version cannot judge it: a newer format or an unknown claim. */
    public boolean isUnsupported() {
        return unsupported;
    }
}
