package org.relucert.scip;

/** A SCIP function returned something else than {@code SCIP_OKAY}. */
public final class ScipException extends RuntimeException {

    private final String function;
    private final int code;

    ScipException(String function, int code, String detail) {
        super(function + " returned " + name(code) + " (" + code + ")" + (detail.isEmpty() ? "" : ": " + detail));
        this.function = function;
        this.code = code;
    }

    /** Name of the C function that failed. */
    public String function() {
        return function;
    }

    /** Its {@code SCIP_RETCODE}; never 1, which is {@code SCIP_OKAY}. */
    public int code() {
        return code;
    }

    private static String name(int code) {
        return switch (code) {
            case 0 -> "SCIP_ERROR";
            case -1 -> "SCIP_NOMEMORY";
            case -2 -> "SCIP_READERROR";
            case -3 -> "SCIP_WRITEERROR";
            case -4 -> "SCIP_NOFILE";
            case -5 -> "SCIP_FILECREATEERROR";
            case -6 -> "SCIP_LPERROR";
            case -7 -> "SCIP_NOPROBLEM";
            case -8 -> "SCIP_INVALIDCALL";
            case -9 -> "SCIP_INVALIDDATA";
            case -10 -> "SCIP_INVALIDRESULT";
            case -11 -> "SCIP_PLUGINNOTFOUND";
            case -12 -> "SCIP_PARAMETERUNKNOWN";
            case -13 -> "SCIP_PARAMETERWRONGTYPE";
            case -14 -> "SCIP_PARAMETERWRONGVAL";
            case -15 -> "SCIP_KEYALREADYEXISTING";
            case -16 -> "SCIP_MAXDEPTHLEVEL";
            case -17 -> "SCIP_BRANCHERROR";
            case -18 -> "SCIP_NOTIMPLEMENTED";
            default -> "an unknown return code";
        };
    }
}
