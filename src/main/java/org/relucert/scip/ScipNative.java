package org.relucert.scip;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Map;

/**
 * The C functions, bound one to one, and the state of the library in this process.
 *
 * <p>Pointers are {@code long}: every platform that carries the library has 64 bits. {@code SCIP_Real} is double,
 * {@code SCIP_Longint} long, {@code SCIP_Bool} and every enumeration int. A release build of SCIP checks neither stages nor
 * arguments, so the callers must: a wrong call here does not throw, it ends the JVM.
 */
final class ScipNative {

    static final Logger LOGGER = System.getLogger("org.relucert.scip");
    static final int OKAY = 1;
    /** The numbers of SCIP_STATUS changed with SCIP 10. */
    private static final int MAJOR = 10;

    /** Why the library is not there; null if it is. */
    static final String REASON;
    /** "10.0.0"; null if the library is not there. */
    static final String VERSION;
    /** The file loaded; null if the library is not there. */
    static final Path FILE;

    /** {@code void f(SCIP_MESSAGEHDLR*, FILE*, const char*)} and, with a data pointer first, the printer of errors. */
    interface Printer extends Callback {
        void invoke(Pointer handlerOrData, Pointer file, Pointer text);
    }

    /** What SCIP has said of errors on this thread since the last exception. */
    private static final ThreadLocal<StringBuilder> ERRORS = ThreadLocal.withInitial(StringBuilder::new);

    // The native side holds only addresses of these: the fields keep the callbacks alive.
    private static final Printer WARNING = (handler, file, text) -> log(Level.WARNING, text);
    private static final Printer DIALOG = (handler, file, text) -> log(Level.DEBUG, text);
    private static final Printer INFO = (handler, file, text) -> log(Level.DEBUG, text);
    private static final Printer ERROR = (data, file, text) -> {
        if (text != null) {
            StringBuilder errors = ERRORS.get();
            if (errors.length() < 4000) {
                errors.append(text.getString(0));
            }
        }
    };

    static {
        String reason = null;
        String version = null;
        Path library = null;
        try {
            if (Native.POINTER_SIZE != 8) {
                throw new UnsatisfiedLinkError("a 64-bit JVM is needed");
            }
            library = ScipLibrary.locate();
            // on Linux: RTLD_LAZY and nothing else, so that no other library gets to see SCIP's symbols
            Map<String, ?> options = Platform.isLinux() ? Map.of(Library.OPTION_OPEN_FLAGS, 1) : Map.of();
            NativeLibrary loaded = NativeLibrary.getInstance(library.toString(), options);
            int major = loaded.getFunction("SCIPmajorVersion").invokeInt(new Object[0]);
            if (major != MAJOR) {
                throw new UnsatisfiedLinkError("it is SCIP " + major + ", SCIP " + MAJOR + " is needed");
            }
            Native.register(ScipNative.class, loaded);
            version = SCIPmajorVersion() + "." + SCIPminorVersion() + "." + SCIPtechVersion();
            SCIPmessageSetErrorPrinting(ERROR, 0);
        } catch (Exception | LinkageError e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage().lines().findFirst().orElse("");
            reason = library == null ? message : "cannot use " + library + ": " + message;
        }
        REASON = reason;
        VERSION = reason == null ? version : null;
        FILE = reason == null ? library : null;
    }

    private ScipNative() {}

    private static void log(Level level, Pointer text) {
        // an exception must not travel through native frames, and JNA would print it
        try {
            if (text != null && LOGGER.isLoggable(level)) {
                String line = text.getString(0).stripTrailing();
                if (!line.isEmpty()) {
                    LOGGER.log(level, line);
                }
            }
        } catch (RuntimeException e) {
            // a broken log handler is no reason to stop a solve
        }
    }

    /** Throws unless the return code is SCIP_OKAY. */
    static void check(String function, int code) {
        if (code != OKAY) {
            throw new ScipException(function, code, takeErrors());
        }
    }

    private static String takeErrors() {
        String text = ERRORS.get().toString();
        ERRORS.remove();
        // "[source.c:123] ERROR: text": the places in SCIP's source say nothing to our users, and return codes repeat
        StringBuilder out = new StringBuilder();
        for (String line : text.split("\\R")) {
            String clean = line.replaceFirst("^(\\[[^\\]]*\\]\\s*)?(ERROR:\\s*)?", "").strip();
            if (!clean.isEmpty() && !clean.startsWith("Error <")) {
                out.append(out.length() == 0 ? "" : "; ").append(clean);
            }
        }
        return out.toString();
    }

    /** Gives this instance a message handler that writes to the log and never to a stream. */
    static void installMessageHandler(long scip) {
        long[] handler = new long[1];
        check("SCIPmessagehdlrCreate", SCIPmessagehdlrCreate(handler, 1, null, 0, WARNING, DIALOG, INFO, null, 0));
        try {
            check("SCIPsetMessagehdlr", SCIPsetMessagehdlr(scip, handler[0]));
        } finally {
            // SCIP holds its own reference
            check("SCIPmessagehdlrRelease", SCIPmessagehdlrRelease(handler));
        }
    }

    static native int SCIPmajorVersion();

    static native int SCIPminorVersion();

    static native int SCIPtechVersion();

    static native int SCIPcreate(long[] scip);

    static native int SCIPfree(long[] scip);

    static native int SCIPincludeDefaultPlugins(long scip);

    static native int SCIPcreateProbBasic(long scip, String name);

    static native int SCIPmessagehdlrCreate(
            long[] handler, int buffered, String file, int quiet, Callback warning, Callback dialog, Callback info,
            Callback free, long data);

    static native int SCIPmessagehdlrRelease(long[] handler);

    static native int SCIPsetMessagehdlr(long scip, long handler);

    static native void SCIPmessageSetErrorPrinting(Callback printer, long data);

    static native double SCIPinfinity(long scip);

    static native int SCIPcreateVarBasic(
            long scip, long[] variable, String name, double lower, double upper, double objective, int type);

    static native int SCIPaddVar(long scip, long variable);

    static native int SCIPreleaseVar(long scip, long[] variable);

    static native int SCIPchgVarObj(long scip, long variable, double objective);

    static native int SCIPchgVarLb(long scip, long variable, double bound);

    static native int SCIPchgVarUb(long scip, long variable, double bound);

    static native int SCIPaddOrigObjoffset(long scip, double offset);

    static native int SCIPsetObjsense(long scip, int sense);

    static native int SCIPcreateConsBasicLinear(
            long scip, long[] constraint, String name, int count, long[] variables, double[] coefficients, double lhs,
            double rhs);

    static native int SCIPcreateConsBasicQuadraticNonlinear(
            long scip, long[] constraint, String name, int linearCount, long[] linearVariables, double[] linearCoefficients,
            int quadraticCount, long[] first, long[] second, double[] quadraticCoefficients, double lhs, double rhs);

    static native int SCIPaddCons(long scip, long constraint);

    static native int SCIPreleaseCons(long scip, long[] constraint);

    static native int SCIPsolve(long scip);

    static native int SCIPfreeTransform(long scip);

    static native int SCIPinterruptSolve(long scip);

    static native int SCIPgetStatus(long scip);

    static native double SCIPgetPrimalbound(long scip);

    static native double SCIPgetDualbound(long scip);

    static native double SCIPgetGap(long scip);

    static native long SCIPgetNTotalNodes(long scip);

    static native double SCIPgetSolvingTime(long scip);

    static native int SCIPgetNSols(long scip);

    static native long SCIPgetBestSol(long scip);

    static native int SCIPgetSolVals(long scip, long solution, int count, long[] variables, double[] values);

    static native double SCIPgetSolOrigObj(long scip, long solution);

    static native int SCIPcreateOrigSol(long scip, long[] solution, long heuristic);

    static native int SCIPsetSolVals(long scip, long solution, int count, long[] variables, double[] values);

    static native int SCIPaddSolFree(long scip, long[] solution, int[] stored);

    static native int SCIPsetBoolParam(long scip, String name, int value);

    static native int SCIPsetIntParam(long scip, String name, int value);

    static native int SCIPsetLongintParam(long scip, String name, long value);

    static native int SCIPsetRealParam(long scip, String name, double value);

    static native int SCIPsetCharParam(long scip, String name, byte value);

    static native int SCIPsetStringParam(long scip, String name, String value);

    static native long SCIPgetParam(long scip, String name);

    static native int SCIPparamGetType(long parameter);

    static native int SCIPparamGetBool(long parameter);

    static native int SCIPparamGetInt(long parameter);

    static native long SCIPparamGetLongint(long parameter);

    static native double SCIPparamGetReal(long parameter);

    static native byte SCIPparamGetChar(long parameter);

    static native Pointer SCIPparamGetString(long parameter);

    static native int SCIPlpiCreate(long[] lpi, long messageHandler, String name, int sense);

    static native int SCIPlpiFree(long[] lpi);

    static native double SCIPlpiInfinity(long lpi);

    static native int SCIPlpiChgObjsen(long lpi, int sense);

    static native int SCIPlpiAddCols(
            long lpi, int count, double[] objective, double[] lower, double[] upper, long names, int nonzeros, int[] begin,
            int[] rows, double[] values);

    static native int SCIPlpiAddRows(
            long lpi, int count, double[] lhs, double[] rhs, long names, int nonzeros, int[] begin, int[] columns,
            double[] values);

    static native int SCIPlpiDelRows(long lpi, int first, int last);

    static native int SCIPlpiDelCols(long lpi, int first, int last);

    static native int SCIPlpiChgBounds(long lpi, int count, int[] columns, double[] lower, double[] upper);

    static native int SCIPlpiChgSides(long lpi, int count, int[] rows, double[] lhs, double[] rhs);

    static native int SCIPlpiChgObj(long lpi, int count, int[] columns, double[] objective);

    static native int SCIPlpiChgCoef(long lpi, int row, int column, double value);

    static native int SCIPlpiGetBounds(long lpi, int first, int last, double[] lower, double[] upper);

    static native int SCIPlpiGetSides(long lpi, int first, int last, double[] lhs, double[] rhs);

    static native int SCIPlpiSetIntpar(long lpi, int parameter, int value);

    static native int SCIPlpiSetRealpar(long lpi, int parameter, double value);

    static native int SCIPlpiSolvePrimal(long lpi);

    static native int SCIPlpiSolveDual(long lpi);

    static native int SCIPlpiInterrupt(long lpi, int interrupt);

    static native int SCIPlpiIsOptimal(long lpi);

    static native int SCIPlpiIsPrimalInfeasible(long lpi);

    static native int SCIPlpiIsPrimalUnbounded(long lpi);

    static native int SCIPlpiIsIterlimExc(long lpi);

    static native int SCIPlpiIsTimelimExc(long lpi);

    static native int SCIPlpiHasDualRay(long lpi);

    static native int SCIPlpiHasPrimalRay(long lpi);

    static native int SCIPlpiGetInternalStatus(long lpi);

    static native int SCIPlpiGetIterations(long lpi, int[] iterations);

    static native int SCIPlpiGetSol(
            long lpi, double[] objective, double[] primal, double[] dual, double[] activity, double[] reducedCost);

    static native int SCIPlpiGetPrimalRay(long lpi, double[] ray);

    static native int SCIPlpiGetDualfarkas(long lpi, double[] multipliers);

    static native int SCIPlpiGetBase(long lpi, int[] columns, int[] rows);

    static native int SCIPlpiSetBase(long lpi, int[] columns, int[] rows);
}
