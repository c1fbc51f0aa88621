package org.relucert.scip;

import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A mixed-integer program, with linear and quadratic constraints, solved by SCIP 10.
 *
 * <pre>{@code
 * try (Scip scip = new Scip()) {
 *     scip.maximize();
 *     int x = scip.addBinary(3);
 *     int y = scip.addBinary(2);
 *     scip.addLinear(Double.NEGATIVE_INFINITY, new int[] {x, y}, new double[] {2, 2}, 3);
 *     if (scip.solve() == Scip.Status.OPTIMAL) {
 *         double best = scip.primalBound(); // 3.0
 *     }
 * }
 * }</pre>
 *
 * <p>Variables are small integers in the order in which they were added. Infinite bounds and sides are Java's infinities; SCIP
 * takes 1e20 and beyond for infinite. The model may be changed and solved again after a solve; the best solutions are kept
 * as starting points, the search tree is not.
 *
 * <p>An instance is for one thread at a time (its methods exclude each other); {@link #interrupt()} alone may be called from
 * another thread at any time. Different instances are independent. There is no finalizer: what is not closed leaks native
 * memory. SCIP runs on one thread, does not touch signal handlers, and never writes to standard output: its messages go to
 * the {@link System.Logger} named {@code org.relucert.scip} (warnings as such, the log of a solve at debug level).
 *
 * <p><b>Never round its numbers.</b> They satisfy the constraints to a tolerance of 1e-6 at best, this build has no exact
 * mode and no nonlinear solver, and a convex quadratic program may come back {@code OPTIMAL} with coordinates wrong by 1e-4:
 * near a smooth optimum the objective is flat. Take the support or the active set and solve exactly.
 */
public final class Scip implements AutoCloseable {

    /** How a solve ended. */
    public enum Status {
        /** Not solved, or SCIP does not know. */
        UNKNOWN,
        /** Optimal within SCIP's tolerances. */
        OPTIMAL,
        /** No feasible point. */
        INFEASIBLE,
        /** The objective is unbounded. */
        UNBOUNDED,
        /** Presolving found one of the two, not which. */
        INFEASIBLE_OR_UNBOUNDED,
        /** {@link Scip#interrupt()} was called. */
        INTERRUPTED,
        /** The node limit was reached. */
        NODE_LIMIT,
        /** The time limit was reached. */
        TIME_LIMIT,
        /** The memory limit was reached. */
        MEMORY_LIMIT,
        /** The relative or absolute gap limit was reached. */
        GAP_LIMIT,
        /** Another limit, set by parameter, was reached. */
        OTHER_LIMIT;

        private static Status of(int code) {
            return switch (code) {
                case 1 -> OPTIMAL;
                case 2 -> INFEASIBLE;
                case 3 -> UNBOUNDED;
                case 4 -> INFEASIBLE_OR_UNBOUNDED;
                case 10, 11 -> INTERRUPTED;
                case 20, 21, 22 -> NODE_LIMIT;
                case 23 -> TIME_LIMIT;
                case 24 -> MEMORY_LIMIT;
                case 25 -> GAP_LIMIT;
                case 26, 27, 28, 29, 30 -> OTHER_LIMIT;
                default -> UNKNOWN;
            };
        }
    }

    private static final int TYPE_BINARY = 0;
    private static final int TYPE_INTEGER = 1;
    private static final int TYPE_CONTINUOUS = 3;
    /** How often an interrupt is said again: SCIP forgets one that arrives in the first microseconds of a solve. */
    private static final long INTERRUPT_REPEAT_MILLIS = 20;

    /** Guards the three fields below, and the pointer against being freed under an interrupt. */
    private final Object guard = new Object();
    private boolean solving;
    private boolean interruptRequested;
    private Thread repeater;

    private long scip;
    private final double infinity;
    /** After an error inside a solve the instance is good for closing only. */
    private boolean broken;
    private long[] variables = new long[16];
    private int variableCount;
    private int constraintCount;

    private Status status = Status.UNKNOWN;
    private boolean solved;
    private double primalBound;
    private double dualBound;
    private double gap;
    private double objective;
    private long nodes;
    private double seconds;
    private int solutionCount;
    private double[] best;

    /** An empty problem, to be minimised. Throws IllegalStateException where SCIP is not available. */
    public Scip() {
        requireAvailable();
        long[] pointer = new long[1];
        ScipNative.check("SCIPcreate", ScipNative.SCIPcreate(pointer));
        scip = pointer[0];
        boolean done = false;
        try {
            ScipNative.installMessageHandler(scip);
            ScipNative.check("SCIPincludeDefaultPlugins", ScipNative.SCIPincludeDefaultPlugins(scip));
            ScipNative.check("SCIPcreateProbBasic", ScipNative.SCIPcreateProbBasic(scip, "relucert"));
            // the JVM's signal handlers stay
            setParameter("misc/catchctrlc", false);
            setParameter("lp/threads", 1);
            setParameter("display/verblevel", ScipNative.LOGGER.isLoggable(System.Logger.Level.DEBUG) ? 4 : 0);
            infinity = ScipNative.SCIPinfinity(scip);
            done = true;
        } finally {
            if (!done) {
                ScipNative.SCIPfree(pointer);
            }
        }
    }

    /** Whether SCIP's library is loaded; loads it at the first call. Never throws. */
    public static boolean isAvailable() {
        return unavailableReason() == null;
    }

    /** Why SCIP is not available, in one line; null if it is. */
    public static String unavailableReason() {
        try {
            return ScipNative.REASON;
        } catch (LinkageError e) {
            // no JNA on the class path
            return e.toString();
        }
    }

    /** SCIP's version, as "10.0.0"; empty where SCIP is not available. */
    public static Optional<String> version() {
        return isAvailable() ? Optional.of(ScipNative.VERSION) : Optional.empty();
    }

    /** The library's file; empty where SCIP is not available. */
    public static Optional<Path> library() {
        return isAvailable() ? Optional.of(ScipNative.FILE) : Optional.empty();
    }

    static void requireAvailable() {
        String reason = unavailableReason();
        if (reason != null) {
            throw new IllegalStateException("SCIP is not available: " + reason);
        }
    }

    // ---- the model

    /** The objective is to be maximised. */
    public synchronized void maximize() {
        open();
        ScipNative.check("SCIPsetObjsense", ScipNative.SCIPsetObjsense(scip, -1));
    }

    /** The objective is to be minimised; the default. */
    public synchronized void minimize() {
        open();
        ScipNative.check("SCIPsetObjsense", ScipNative.SCIPsetObjsense(scip, 1));
    }

    /** Adds a continuous variable and returns its number. */
    public int addContinuous(double lower, double upper, double objective) {
        return addVariable(lower, upper, objective, TYPE_CONTINUOUS);
    }

    /** Adds an integer variable and returns its number. */
    public int addInteger(double lower, double upper, double objective) {
        return addVariable(lower, upper, objective, TYPE_INTEGER);
    }

    /** Adds a variable of values 0 and 1 and returns its number. */
    public int addBinary(double objective) {
        return addVariable(0, 1, objective, TYPE_BINARY);
    }

    private synchronized int addVariable(double lower, double upper, double objective, int type) {
        open();
        requireInterval(lower, upper, "bounds");
        requireFinite(objective, "objective coefficient");
        long[] pointer = new long[1];
        ScipNative.check("SCIPcreateVarBasic", ScipNative.SCIPcreateVarBasic(
                scip, pointer, "x" + variableCount, side(lower), side(upper), objective, type));
        long variable = pointer[0];
        int code = ScipNative.SCIPaddVar(scip, variable);
        if (code != ScipNative.OKAY) {
            ScipNative.SCIPreleaseVar(scip, pointer);
            ScipNative.check("SCIPaddVar", code);
        }
        if (variableCount == variables.length) {
            variables = Arrays.copyOf(variables, 2 * variableCount);
        }
        variables[variableCount] = variable;
        return variableCount++;
    }

    /** Replaces a variable's coefficient in the objective. */
    public synchronized void setObjective(int variable, double coefficient) {
        open();
        requireFinite(coefficient, "objective coefficient");
        ScipNative.check("SCIPchgVarObj", ScipNative.SCIPchgVarObj(scip, pointer(variable), coefficient));
    }

    /** Adds a constant to the objective. */
    public synchronized void addObjectiveOffset(double offset) {
        open();
        requireFinite(offset, "offset");
        ScipNative.check("SCIPaddOrigObjoffset", ScipNative.SCIPaddOrigObjoffset(scip, offset));
    }

    /** Replaces a variable's bounds. */
    public synchronized void setBounds(int variable, double lower, double upper) {
        open();
        requireInterval(lower, upper, "bounds");
        long pointer = pointer(variable);
        // outwards first: SCIP would otherwise see an empty interval on the way
        ScipNative.check("SCIPchgVarLb", ScipNative.SCIPchgVarLb(scip, pointer, -infinity));
        ScipNative.check("SCIPchgVarUb", ScipNative.SCIPchgVarUb(scip, pointer, side(upper)));
        ScipNative.check("SCIPchgVarLb", ScipNative.SCIPchgVarLb(scip, pointer, side(lower)));
    }

    /** Adds lhs &lt;= sum of coefficients[k] * variables[k] &lt;= rhs; a variable that is named twice counts twice. */
    public synchronized void addLinear(double lhs, int[] variables, double[] coefficients, double rhs) {
        open();
        requireInterval(lhs, rhs, "sides");
        long[] pointers = pointers(variables, coefficients, "coefficients");
        long[] constraint = new long[1];
        ScipNative.check("SCIPcreateConsBasicLinear", ScipNative.SCIPcreateConsBasicLinear(
                scip, constraint, "c" + constraintCount, pointers.length, pointers, coefficients, side(lhs), side(rhs)));
        add(constraint);
    }

    /**
     * Adds lhs &lt;= sum of linear[k] * linearVariables[k] + sum of quadratic[k] * first[k] * second[k] &lt;= rhs.
     * For a second-order cone |q| &lt;= t, pass q'q - t*t &lt;= 0 with t bounded below by 0: SCIP recognises it.
     */
    public synchronized void addQuadratic(
            double lhs, int[] linearVariables, double[] linear, int[] first, int[] second, double[] quadratic, double rhs) {
        open();
        requireInterval(lhs, rhs, "sides");
        long[] linearPointers = pointers(linearVariables, linear, "linear coefficients");
        long[] firstPointers = pointers(first, quadratic, "quadratic coefficients");
        long[] secondPointers = pointers(second, quadratic, "quadratic coefficients");
        long[] constraint = new long[1];
        ScipNative.check("SCIPcreateConsBasicQuadraticNonlinear", ScipNative.SCIPcreateConsBasicQuadraticNonlinear(
                scip, constraint, "c" + constraintCount, linearPointers.length, linearPointers, linear,
                firstPointers.length, firstPointers, secondPointers, quadratic, side(lhs), side(rhs)));
        add(constraint);
    }

    private void add(long[] constraint) {
        int code = ScipNative.SCIPaddCons(scip, constraint[0]);
        ScipNative.check("SCIPreleaseCons", ScipNative.SCIPreleaseCons(scip, constraint));
        ScipNative.check("SCIPaddCons", code);
        constraintCount++;
    }

    /** Number of variables. */
    public synchronized int variables() {
        open();
        return variableCount;
    }

    /**
     * Proposes a solution, one value for each variable, to the next solve. It is checked there, and dropped when it is not
     * feasible. Returns whether SCIP keeps it so far.
     */
    public synchronized boolean suggest(double[] values) {
        open();
        if (values.length != variableCount) {
            throw new IllegalArgumentException(values.length + " values for " + variableCount + " variables");
        }
        for (double value : values) {
            requireFinite(value, "value");
        }
        long[] solution = new long[1];
        int[] stored = new int[1];
        ScipNative.check("SCIPcreateOrigSol", ScipNative.SCIPcreateOrigSol(scip, solution, 0));
        ScipNative.check("SCIPsetSolVals",
                ScipNative.SCIPsetSolVals(scip, solution[0], variableCount, variables, values));
        ScipNative.check("SCIPaddSolFree", ScipNative.SCIPaddSolFree(scip, solution, stored));
        return stored[0] != 0;
    }

    // ---- limits and parameters

    /** Wall-clock seconds that a solve may take; positive infinity for no limit. */
    public void setTimeLimit(double seconds) {
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException("time limit " + seconds);
        }
        setParameter("limits/time", Math.min(seconds, 1e20));
    }

    /** Branch-and-bound nodes that a solve may take; -1 for no limit. */
    public void setNodeLimit(long nodes) {
        setParameter("limits/totalnodes", nodes);
    }

    /** A solve stops when |primal - dual| / min(|primal|, |dual|) is at most this. */
    public void setRelativeGap(double gap) {
        setParameter("limits/gap", gap);
    }

    /** Sets a parameter of type bool; a ScipException for an unknown name, another type or a forbidden value. */
    public synchronized void setParameter(String name, boolean value) {
        open();
        ScipNative.check("SCIPsetBoolParam", ScipNative.SCIPsetBoolParam(scip, name(name), value ? 1 : 0));
    }

    /** Sets a parameter of type int, or of type longint, whichever has the name. */
    public void setParameter(String name, int value) {
        setParameter(name, (long) value);
    }

    /** Sets a parameter of type int, or of type longint, whichever has the name. */
    public synchronized void setParameter(String name, long value) {
        open();
        long parameter = ScipNative.SCIPgetParam(scip, name(name));
        if (parameter != 0 && ScipNative.SCIPparamGetType(parameter) == 1) {
            if (value != (int) value) {
                throw new ScipException("SCIPsetIntParam", -14, "<" + name + "> does not take " + value);
            }
            ScipNative.check("SCIPsetIntParam", ScipNative.SCIPsetIntParam(scip, name, (int) value));
        } else {
            ScipNative.check("SCIPsetLongintParam", ScipNative.SCIPsetLongintParam(scip, name, value));
        }
    }

    /** Sets a parameter of type real. */
    public synchronized void setParameter(String name, double value) {
        open();
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("parameter " + name + ": NaN");
        }
        ScipNative.check("SCIPsetRealParam", ScipNative.SCIPsetRealParam(scip, name(name), value));
    }

    /** Sets a parameter of type char. */
    public synchronized void setParameter(String name, char value) {
        open();
        if (value > 127) {
            throw new IllegalArgumentException("parameter " + name + ": not an ASCII character");
        }
        ScipNative.check("SCIPsetCharParam", ScipNative.SCIPsetCharParam(scip, name(name), (byte) value));
    }

    /** Sets a parameter of type string. */
    public synchronized void setParameter(String name, String value) {
        open();
        ScipNative.check("SCIPsetStringParam", ScipNative.SCIPsetStringParam(scip, name(name), name(value)));
    }

    /** A parameter's value: Boolean, Integer, Long, Double, Character or String, by its type. */
    public synchronized Object parameter(String name) {
        open();
        long parameter = ScipNative.SCIPgetParam(scip, name(name));
        if (parameter == 0) {
            throw new ScipException("SCIPgetParam", -12, "parameter <" + name + "> unknown");
        }
        return switch (ScipNative.SCIPparamGetType(parameter)) {
            case 0 -> ScipNative.SCIPparamGetBool(parameter) != 0;
            case 1 -> ScipNative.SCIPparamGetInt(parameter);
            case 2 -> ScipNative.SCIPparamGetLongint(parameter);
            case 3 -> ScipNative.SCIPparamGetReal(parameter);
            case 4 -> (char) ScipNative.SCIPparamGetChar(parameter);
            case 5 -> {
                Pointer text = ScipNative.SCIPparamGetString(parameter);
                yield text == null ? "" : text.getString(0);
            }
            default -> throw new IllegalStateException("parameter " + name + " has an unknown type");
        };
    }

    // ---- solving

    /** Solves the problem as it stands, until it is done, a limit is reached or {@link #interrupt()} is called. */
    public synchronized Status solve() {
        open();
        solved = false;
        best = null;
        status = Status.UNKNOWN;
        boolean cancelled;
        synchronized (guard) {
            cancelled = interruptRequested;
            interruptRequested = false;
            solving = !cancelled;
        }
        if (cancelled) {
            status = Status.INTERRUPTED;
            solved = true;
            primalBound = Double.NaN;
            dualBound = Double.NaN;
            gap = Double.POSITIVE_INFINITY;
            nodes = 0;
            seconds = 0;
            solutionCount = 0;
            return status;
        }
        broken = true;
        int code;
        try {
            code = ScipNative.SCIPsolve(scip);
        } finally {
            synchronized (guard) {
                solving = false;
                interruptRequested = false;
                guard.notifyAll();
            }
        }
        ScipNative.check("SCIPsolve", code);
        status = Status.of(ScipNative.SCIPgetStatus(scip));
        primalBound = fromNative(ScipNative.SCIPgetPrimalbound(scip));
        dualBound = fromNative(ScipNative.SCIPgetDualbound(scip));
        gap = fromNative(ScipNative.SCIPgetGap(scip));
        nodes = ScipNative.SCIPgetNTotalNodes(scip);
        seconds = ScipNative.SCIPgetSolvingTime(scip);
        solutionCount = ScipNative.SCIPgetNSols(scip);
        long solution = ScipNative.SCIPgetBestSol(scip);
        if (solution != 0) {
            double[] values = new double[variableCount];
            if (variableCount > 0) {
                ScipNative.check("SCIPgetSolVals",
                        ScipNative.SCIPgetSolVals(scip, solution, variableCount, variables, values));
            }
            best = values;
            objective = ScipNative.SCIPgetSolOrigObj(scip, solution);
        }
        // back to the original problem: the model may be changed, and the tree's memory is given back
        ScipNative.check("SCIPfreeTransform", ScipNative.SCIPfreeTransform(scip));
        broken = false;
        solved = true;
        return status;
    }

    /**
     * Stops the solve that is running on another thread as soon as SCIP looks; it then returns with
     * {@link Status#INTERRUPTED} and what it has. If none is running, the next solve returns at once. Does nothing on a closed
     * instance.
     */
    public void interrupt() {
        synchronized (guard) {
            if (scip == 0) {
                return;
            }
            interruptRequested = true;
            if (!solving) {
                return;
            }
            ScipNative.SCIPinterruptSolve(scip);
            if (repeater == null) {
                repeater = new Thread(this::repeatInterrupt, "relucert-scip-interrupt");
                repeater.setDaemon(true);
                repeater.start();
            }
        }
    }

    private void repeatInterrupt() {
        synchronized (guard) {
            try {
                while (solving && interruptRequested) {
                    ScipNative.SCIPinterruptSolve(scip);
                    guard.wait(INTERRUPT_REPEAT_MILLIS);
                }
            } catch (InterruptedException e) {
                // nobody else holds this thread
            } finally {
                repeater = null;
            }
        }
    }

    // ---- the answer

    /** How the last solve ended; UNKNOWN before the first. */
    public synchronized Status status() {
        open();
        return status;
    }

    /** Objective of the best solution, or the infinity that stands for none. Floating point, not a proof. */
    public synchronized double primalBound() {
        answered();
        return primalBound;
    }

    /** SCIP's bound on the optimum (lower when minimising, upper when maximising). Floating point, not a proof. */
    public synchronized double dualBound() {
        answered();
        return dualBound;
    }

    /** |primal - dual| / min(|primal|, |dual|), as SCIP defines it; infinite if there is no solution. */
    public synchronized double gap() {
        answered();
        return gap;
    }

    /** Whether the last solve left a solution. */
    public synchronized boolean hasSolution() {
        answered();
        return best != null;
    }

    /** Number of solutions that the last solve kept. */
    public synchronized int solutions() {
        answered();
        return solutionCount;
    }

    /** Objective of the best solution; IllegalStateException if there is none. */
    public synchronized double objective() {
        solution();
        return objective;
    }

    /** The best solution's values, by variable; IllegalStateException if there is none. */
    public synchronized double[] values() {
        return solution().clone();
    }

    /** One variable's value in the best solution. */
    public synchronized double value(int variable) {
        double[] values = solution();
        if (variable < 0 || variable >= values.length) {
            throw new IllegalArgumentException("variable " + variable + " was not in the solved problem");
        }
        return values[variable];
    }

    /** Branch-and-bound nodes of the last solve, restarts included. */
    public synchronized long nodes() {
        answered();
        return nodes;
    }

    /** Wall-clock seconds of the last solve by SCIP's clock. */
    public synchronized double seconds() {
        answered();
        return seconds;
    }

    /** Gives the native memory back. Closing twice is allowed; anything else after it is an IllegalStateException. */
    @Override
    public synchronized void close() {
        long[] pointer = new long[1];
        synchronized (guard) {
            pointer[0] = scip;
            scip = 0;
        }
        if (pointer[0] == 0) {
            return;
        }
        long[] variable = new long[1];
        for (int i = 0; i < variableCount; i++) {
            variable[0] = variables[i];
            ScipNative.SCIPreleaseVar(pointer[0], variable);
        }
        ScipNative.check("SCIPfree", ScipNative.SCIPfree(pointer));
    }

    // ---- checks: SCIP itself makes none

    private void open() {
        if (scip == 0) {
            throw new IllegalStateException("this Scip is closed");
        }
        if (broken) {
            throw new IllegalStateException("an earlier solve failed; close this Scip");
        }
    }

    private void answered() {
        open();
        if (!solved) {
            throw new IllegalStateException("not solved yet");
        }
    }

    private double[] solution() {
        answered();
        if (best == null) {
            throw new IllegalStateException("no solution: " + status);
        }
        return best;
    }

    private long pointer(int variable) {
        if (variable < 0 || variable >= variableCount) {
            throw new IllegalArgumentException("there is no variable " + variable);
        }
        return variables[variable];
    }

    private long[] pointers(int[] numbers, double[] coefficients, String what) {
        if (numbers.length != coefficients.length) {
            throw new IllegalArgumentException(numbers.length + " variables, " + coefficients.length + " " + what);
        }
        long[] pointers = new long[numbers.length];
        for (int k = 0; k < numbers.length; k++) {
            pointers[k] = pointer(numbers[k]);
            requireFinite(coefficients[k], what);
        }
        return pointers;
    }

    private static String name(String text) {
        if (text == null || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a C string: " + text);
        }
        return text;
    }

    static void requireFinite(double value, String what) {
        if (!Double.isFinite(value) || Math.abs(value) >= 1e20) {
            throw new IllegalArgumentException(what + ": " + value);
        }
    }

    static void requireInterval(double lower, double upper, String what) {
        if (!(lower <= upper) || lower == Double.POSITIVE_INFINITY || upper == Double.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException(what + ": " + lower + " to " + upper);
        }
    }

    private double side(double value) {
        return Math.max(-infinity, Math.min(infinity, value));
    }

    private double fromNative(double number) {
        return number >= infinity ? Double.POSITIVE_INFINITY : number <= -infinity ? Double.NEGATIVE_INFINITY : number;
    }
}
