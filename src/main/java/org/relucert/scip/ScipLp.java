package org.relucert.scip;

import java.util.Arrays;

/**
 * A linear program over SCIP's LP interface (SoPlex in the carried library): lhs &lt;= Ax &lt;= rhs, lower &lt;= x &lt;= upper,
 * minimise or maximise c'x. It keeps its basis: rows and columns may be added, changed and deleted between solves, and the
 * next solve starts warm.
 *
 * <p>Signs, for both senses:
 * <ul>
 * <li>{@link #reducedCosts()} = c - A'y with y = {@link #dual()};
 * <li>minimising, y_i &gt; 0 belongs to a row that is tight at lhs and y_i &lt; 0 to one tight at rhs (maximising: the other
 *     way round), and reduced costs are to bounds what y is to sides, so that at an optimum c'x = sum of y_i side_i + sum of
 *     r_j bound_j;
 * <li>{@link #farkas()} is y with sum of (y_i lhs_i where y_i &gt; 0, y_i rhs_i where y_i &lt; 0) greater than the maximum of
 *     y'Ax over lower &lt;= x &lt;= upper;
 * <li>{@link #ray()} is a direction in which feasibility is kept and the objective improves without end.
 * </ul>
 *
 * <p>Everything is floating point. Take the basis ({@link #columnBasis()}, {@link #rowBasis()}) or the support, solve exactly,
 * verify. An instance is for one thread at a time; only {@link #interrupt()} may come from another. There is no finalizer.
 */
public final class ScipLp implements AutoCloseable {

    /** How a solve ended. */
    public enum Status {
        /** Not solved since the last change. */
        UNSOLVED,
        /** Optimal; primal and dual are there. */
        OPTIMAL,
        /** No feasible point. */
        INFEASIBLE,
        /** Feasible, and the objective improves without end. */
        UNBOUNDED,
        /** The iteration limit was reached. */
        ITERATION_LIMIT,
        /** The time limit was reached, or {@link ScipLp#interrupt()} was called. */
        TIME_LIMIT,
        /**
         * The simplex method gave up, also in other settings: numerical trouble, or SoPlex cycling. Of 20,000 random programs
         * of up to 4 x 4 small integers a few, all unbounded and with free columns, end so; give columns finite bounds.
         */
        FAILED
    }

    /** Where a column or a row (its slack) stands in the basis. */
    public enum Basis {
        /** Nonbasic at its lower bound (its lhs). */
        LOWER,
        /** Basic. */
        BASIC,
        /** Nonbasic at its upper bound (its rhs). */
        UPPER,
        /** Nonbasic and free, at zero. */
        ZERO;

        private static final Basis[] ALL = values();
    }

    private static final int PARAMETER_FROM_SCRATCH = 0;
    private static final int PARAMETER_PRESOLVING = 3;
    private static final int PARAMETER_PRICING = 4;
    private static final int PRICING_STEEPEST = 4;
    private static final int PARAMETER_FEASTOL = 6;
    private static final int PARAMETER_DUALFEASTOL = 7;
    private static final int PARAMETER_ITERATIONS = 10;
    private static final int PARAMETER_TIME = 11;
    private static final int PARAMETER_TIMING = 16;

    private final Object guard = new Object();
    private long lpi;
    private boolean solving;
    private boolean interruptRequested;

    private final double infinity;
    private int columns;
    private int rows;

    private Status status = Status.UNSOLVED;
    private double objective;
    private double[] primal;
    private double[] dual;
    private double[] activity;
    private double[] reducedCost;
    private boolean dualRay;
    private boolean primalRay;
    private int iterations;

    /** An empty program, to be minimised. Throws IllegalStateException where SCIP is not available. */
    public ScipLp() {
        Scip.requireAvailable();
        long[] pointer = new long[1];
        ScipNative.check("SCIPlpiCreate", ScipNative.SCIPlpiCreate(pointer, 0, "relucert", 1));
        lpi = pointer[0];
        boolean done = false;
        try {
            infinity = ScipNative.SCIPlpiInfinity(lpi);
            // the presolver of an LP solver loses Farkas rays
            setInt(PARAMETER_PRESOLVING, 0);
            setInt(PARAMETER_TIMING, 2);
            done = true;
        } finally {
            if (!done) {
                ScipNative.SCIPlpiFree(pointer);
            }
        }
    }

    // ---- the model

    /** The objective is to be maximised. */
    public synchronized void maximize() {
        change();
        ScipNative.check("SCIPlpiChgObjsen", ScipNative.SCIPlpiChgObjsen(lpi, -1));
    }

    /** The objective is to be minimised; the default. */
    public synchronized void minimize() {
        change();
        ScipNative.check("SCIPlpiChgObjsen", ScipNative.SCIPlpiChgObjsen(lpi, 1));
    }

    /** Adds a column without entries and returns its number. */
    public int addColumn(double objective, double lower, double upper) {
        return addColumn(objective, lower, upper, new int[0], new double[0]);
    }

    /** Adds a column with the given entries in rows that exist, and returns its number. */
    public synchronized int addColumn(double objective, double lower, double upper, int[] rows, double[] values) {
        change();
        Scip.requireFinite(objective, "objective coefficient");
        Scip.requireInterval(lower, upper, "bounds");
        requireEntries(rows, values, this.rows, "row");
        ScipNative.check("SCIPlpiAddCols", ScipNative.SCIPlpiAddCols(
                lpi, 1, new double[] {objective}, new double[] {side(lower)}, new double[] {side(upper)}, 0, rows.length,
                rows.length == 0 ? null : new int[] {0}, rows.length == 0 ? null : rows, rows.length == 0 ? null : values));
        return columns++;
    }

    /** Adds lhs &lt;= sum of values[k] * x[columns[k]] &lt;= rhs and returns the row's number. */
    public synchronized int addRow(double lhs, int[] columns, double[] values, double rhs) {
        change();
        Scip.requireInterval(lhs, rhs, "sides");
        requireEntries(columns, values, this.columns, "column");
        int count = columns.length;
        ScipNative.check("SCIPlpiAddRows", ScipNative.SCIPlpiAddRows(
                lpi, 1, new double[] {side(lhs)}, new double[] {side(rhs)}, 0, count, count == 0 ? null : new int[] {0},
                count == 0 ? null : columns, count == 0 ? null : values));
        return rows++;
    }

    /** Adds lhs &lt;= coefficients . x &lt;= rhs, one coefficient for each column, and returns the row's number. */
    public synchronized int addRow(double lhs, double[] coefficients, double rhs) {
        return addRows(new double[] {lhs}, new double[][] {coefficients}, new double[] {rhs});
    }

    /** Adds several dense rows in one call and returns the number of the first. */
    public synchronized int addRows(double[] lhs, double[][] coefficients, double[] rhs) {
        change();
        int count = coefficients.length;
        if (lhs.length != count || rhs.length != count) {
            throw new IllegalArgumentException(count + " rows, " + lhs.length + " and " + rhs.length + " sides");
        }
        int[] begin = new int[count];
        double[] left = new double[count];
        double[] right = new double[count];
        int nonzeros = 0;
        for (int i = 0; i < count; i++) {
            if (coefficients[i].length != columns) {
                throw new IllegalArgumentException(coefficients[i].length + " coefficients for " + columns + " columns");
            }
            Scip.requireInterval(lhs[i], rhs[i], "sides");
            left[i] = side(lhs[i]);
            right[i] = side(rhs[i]);
            for (double value : coefficients[i]) {
                Scip.requireFinite(value, "coefficient");
                if (value != 0) {
                    nonzeros = Math.addExact(nonzeros, 1);
                }
            }
        }
        int first = rows;
        if (count == 0) {
            return first;
        }
        int[] indices = new int[nonzeros];
        double[] values = new double[nonzeros];
        int k = 0;
        for (int i = 0; i < count; i++) {
            begin[i] = k;
            for (int j = 0; j < columns; j++) {
                if (coefficients[i][j] != 0) {
                    indices[k] = j;
                    values[k++] = coefficients[i][j];
                }
            }
        }
        ScipNative.check("SCIPlpiAddRows", ScipNative.SCIPlpiAddRows(
                lpi, count, left, right, 0, nonzeros, nonzeros == 0 ? null : begin, nonzeros == 0 ? null : indices,
                nonzeros == 0 ? null : values));
        rows += count;
        return first;
    }

    /** Deletes rows first to last, both included; later rows move down. */
    public synchronized void deleteRows(int first, int last) {
        change();
        requireRange(first, last, rows, "row");
        ScipNative.check("SCIPlpiDelRows", ScipNative.SCIPlpiDelRows(lpi, first, last));
        rows -= last - first + 1;
    }

    /** Deletes columns first to last, both included; later columns move down. */
    public synchronized void deleteColumns(int first, int last) {
        change();
        requireRange(first, last, columns, "column");
        ScipNative.check("SCIPlpiDelCols", ScipNative.SCIPlpiDelCols(lpi, first, last));
        columns -= last - first + 1;
    }

    /** Replaces a column's bounds. */
    public synchronized void setBounds(int column, double lower, double upper) {
        change();
        requireRange(column, column, columns, "column");
        Scip.requireInterval(lower, upper, "bounds");
        ScipNative.check("SCIPlpiChgBounds", ScipNative.SCIPlpiChgBounds(
                lpi, 1, new int[] {column}, new double[] {side(lower)}, new double[] {side(upper)}));
    }

    /** Replaces a row's sides. */
    public synchronized void setSides(int row, double lhs, double rhs) {
        change();
        requireRange(row, row, rows, "row");
        Scip.requireInterval(lhs, rhs, "sides");
        ScipNative.check("SCIPlpiChgSides", ScipNative.SCIPlpiChgSides(
                lpi, 1, new int[] {row}, new double[] {side(lhs)}, new double[] {side(rhs)}));
    }

    /** Replaces a column's coefficient in the objective. */
    public synchronized void setObjective(int column, double coefficient) {
        change();
        requireRange(column, column, columns, "column");
        Scip.requireFinite(coefficient, "objective coefficient");
        ScipNative.check("SCIPlpiChgObj",
                ScipNative.SCIPlpiChgObj(lpi, 1, new int[] {column}, new double[] {coefficient}));
    }

    /** Replaces one entry of the matrix. */
    public synchronized void setCoefficient(int row, int column, double value) {
        change();
        requireRange(row, row, rows, "row");
        requireRange(column, column, columns, "column");
        Scip.requireFinite(value, "coefficient");
        ScipNative.check("SCIPlpiChgCoef", ScipNative.SCIPlpiChgCoef(lpi, row, column, value));
    }

    /** Number of columns. */
    public synchronized int columns() {
        open();
        return columns;
    }

    /** Number of rows. */
    public synchronized int rows() {
        open();
        return rows;
    }

    // ---- limits

    /** Wall-clock seconds that a solve may take. */
    public synchronized void setTimeLimit(double seconds) {
        open();
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("time limit " + seconds);
        }
        setReal(PARAMETER_TIME, Math.min(seconds, 1e20));
    }

    /** Simplex iterations that a solve may take. */
    public synchronized void setIterationLimit(int iterations) {
        open();
        if (iterations < 0) {
            throw new IllegalArgumentException("iteration limit " + iterations);
        }
        setInt(PARAMETER_ITERATIONS, iterations);
    }

    /** Tolerances for primal bounds and sides, and for reduced costs; SCIP's own are 1e-6 and 1e-7, 1e-9 is about the least. */
    public synchronized void setTolerances(double primal, double dual) {
        open();
        if (!(primal > 0) || !(dual > 0)) {
            throw new IllegalArgumentException("tolerances " + primal + ", " + dual);
        }
        setReal(PARAMETER_FEASTOL, primal);
        setReal(PARAMETER_DUALFEASTOL, dual);
    }

    // ---- solving

    /** Solves by the dual simplex method, from the basis at hand: the way after rows were added. */
    public synchronized Status solve() {
        return solve(true);
    }

    /** Solves by the primal simplex method, from the basis at hand: the way after columns were added. */
    public synchronized Status solvePrimal() {
        return solve(false);
    }

    private Status solve(boolean dualSimplex) {
        change();
        synchronized (guard) {
            if (interruptRequested) {
                interruptRequested = false;
                status = Status.TIME_LIMIT;
                iterations = 0;
                return status;
            }
            solving = true;
        }
        try {
            run(dualSimplex);
            if (status == Status.FAILED || status == Status.INFEASIBLE && !dualRay) {
                again(dualSimplex);
            }
        } finally {
            synchronized (guard) {
                solving = false;
                if (interruptRequested) {
                    interruptRequested = false;
                    ScipNative.SCIPlpiInterrupt(lpi, 0);
                }
            }
        }
        if (status == Status.OPTIMAL) {
            double[] value = new double[1];
            double[] x = new double[columns];
            double[] y = new double[rows];
            double[] ax = new double[rows];
            double[] r = new double[columns];
            ScipNative.check("SCIPlpiGetSol", ScipNative.SCIPlpiGetSol(lpi, value, x, y, ax, r));
            objective = value[0];
            primal = x;
            dual = y;
            activity = ax;
            reducedCost = r;
        }
        return status;
    }

    /**
     * The simplex method cycled (it happens on small unbounded programs with free columns) or kept its proof to itself: the
     * other method without the old basis, then steepest-edge pricing, at last presolving, which may lose a Farkas ray.
     */
    private void again(boolean dualSimplex) {
        boolean infeasible = status == Status.INFEASIBLE;
        setInt(PARAMETER_FROM_SCRATCH, 1);
        try {
            run(!dualSimplex);
            if (status == Status.FAILED && !infeasible) {
                setInt(PARAMETER_PRICING, PRICING_STEEPEST);
                run(dualSimplex);
                if (status == Status.FAILED) {
                    setInt(PARAMETER_PRESOLVING, 1);
                    run(!dualSimplex);
                }
            }
            if (status == Status.FAILED && infeasible) {
                status = Status.INFEASIBLE;
            }
        } finally {
            setInt(PARAMETER_PRICING, 0);
            setInt(PARAMETER_PRESOLVING, 0);
            setInt(PARAMETER_FROM_SCRATCH, 0);
        }
    }

    private void run(boolean dualSimplex) {
        int code = dualSimplex ? ScipNative.SCIPlpiSolveDual(lpi) : ScipNative.SCIPlpiSolvePrimal(lpi);
        // SCIP_LPERROR is how the simplex method says that it gave up
        if (code == -6) {
            status = Status.FAILED;
            dualRay = false;
            primalRay = false;
            return;
        }
        ScipNative.check(dualSimplex ? "SCIPlpiSolveDual" : "SCIPlpiSolvePrimal", code);
        int[] count = new int[1];
        ScipNative.check("SCIPlpiGetIterations", ScipNative.SCIPlpiGetIterations(lpi, count));
        iterations = count[0];
        status = ScipNative.SCIPlpiIsOptimal(lpi) != 0 ? Status.OPTIMAL
                : ScipNative.SCIPlpiIsPrimalInfeasible(lpi) != 0 ? Status.INFEASIBLE
                : ScipNative.SCIPlpiIsPrimalUnbounded(lpi) != 0 ? Status.UNBOUNDED
                : ScipNative.SCIPlpiIsIterlimExc(lpi) != 0 ? Status.ITERATION_LIMIT
                : ScipNative.SCIPlpiIsTimelimExc(lpi) != 0 ? Status.TIME_LIMIT
                : Status.FAILED;
        dualRay = status == Status.INFEASIBLE && ScipNative.SCIPlpiHasDualRay(lpi) != 0;
        primalRay = status == Status.UNBOUNDED && ScipNative.SCIPlpiHasPrimalRay(lpi) != 0;
    }

    /** Stops a running solve as soon as the simplex method looks; if none is running, the next one returns at once. */
    public void interrupt() {
        synchronized (guard) {
            if (lpi != 0) {
                interruptRequested = true;
                if (solving) {
                    ScipNative.SCIPlpiInterrupt(lpi, 1);
                }
            }
        }
    }

    // ---- the answer

    /** How the last solve ended; UNSOLVED after any change. */
    public synchronized Status status() {
        open();
        return status;
    }

    /** The optimal value. */
    public synchronized double objective() {
        require(primal, "no optimum");
        return objective;
    }

    /** The optimal point, by column. */
    public synchronized double[] primal() {
        return require(primal, "no optimum").clone();
    }

    /** The optimal dual values, by row; for their signs see the class. */
    public synchronized double[] dual() {
        return require(dual, "no optimum").clone();
    }

    /** c - A'y, by column. */
    public synchronized double[] reducedCosts() {
        return require(reducedCost, "no optimum").clone();
    }

    /** Ax, by row. */
    public synchronized double[] activities() {
        return require(activity, "no optimum").clone();
    }

    /** Whether {@link #farkas()} has multipliers to give; after INFEASIBLE it nearly always has. */
    public synchronized boolean hasFarkas() {
        open();
        return dualRay;
    }

    /** Whether {@link #ray()} has a direction to give; after UNBOUNDED it nearly always has. */
    public synchronized boolean hasRay() {
        open();
        return primalRay;
    }

    /** Row multipliers that prove infeasibility; for their signs see the class. */
    public synchronized double[] farkas() {
        open();
        if (!dualRay) {
            throw new IllegalStateException("no Farkas ray: " + status);
        }
        double[] multipliers = new double[rows];
        ScipNative.check("SCIPlpiGetDualfarkas", ScipNative.SCIPlpiGetDualfarkas(lpi, multipliers));
        return multipliers;
    }

    /** A direction in which the objective improves without end. */
    public synchronized double[] ray() {
        open();
        if (!primalRay) {
            throw new IllegalStateException("no ray: " + status);
        }
        double[] direction = new double[columns];
        ScipNative.check("SCIPlpiGetPrimalRay", ScipNative.SCIPlpiGetPrimalRay(lpi, direction));
        return direction;
    }

    /** Simplex iterations of the last solve. */
    public synchronized int iterations() {
        open();
        return iterations;
    }

    /** The basis after a solve, by column. */
    public synchronized Basis[] columnBasis() {
        return basis(true);
    }

    /** The basis after a solve, by row. */
    public synchronized Basis[] rowBasis() {
        return basis(false);
    }

    private Basis[] basis(boolean ofColumns) {
        open();
        if (status == Status.UNSOLVED || status == Status.FAILED) {
            throw new IllegalStateException("no basis: " + status);
        }
        int[] c = new int[columns];
        int[] r = new int[rows];
        ScipNative.check("SCIPlpiGetBase", ScipNative.SCIPlpiGetBase(lpi, c, r));
        return Arrays.stream(ofColumns ? c : r).mapToObj(k -> Basis.ALL[k]).toArray(Basis[]::new);
    }

    /**
     * The basis that the next solve starts from: exactly as many BASIC as there are rows, LOWER and UPPER only where that side
     * is finite, ZERO only for free columns. From a basis that breaks this, SoPlex calls unbounded programs optimal.
     */
    public synchronized void setBasis(Basis[] columnBasis, Basis[] rowBasis) {
        change();
        if (columnBasis.length != columns || rowBasis.length != rows) {
            throw new IllegalArgumentException("a basis of " + columnBasis.length + " columns and " + rowBasis.length
                    + " rows for " + columns + " and " + rows);
        }
        int[] c = Arrays.stream(columnBasis).mapToInt(Basis::ordinal).toArray();
        int[] r = Arrays.stream(rowBasis).mapToInt(Basis::ordinal).toArray();
        long basic = Arrays.stream(c).filter(k -> k == 1).count() + Arrays.stream(r).filter(k -> k == 1).count();
        if (basic != rows) {
            throw new IllegalArgumentException(basic + " basic columns and rows, not " + rows);
        }
        double[] low = new double[columns];
        double[] high = new double[columns];
        double[] left = new double[rows];
        double[] right = new double[rows];
        if (columns > 0) {
            ScipNative.check("SCIPlpiGetBounds", ScipNative.SCIPlpiGetBounds(lpi, 0, columns - 1, low, high));
        }
        if (rows > 0) {
            ScipNative.check("SCIPlpiGetSides", ScipNative.SCIPlpiGetSides(lpi, 0, rows - 1, left, right));
        }
        for (int j = 0; j < columns; j++) {
            requirePlace(columnBasis[j], low[j], high[j], true, "column " + j);
        }
        for (int i = 0; i < rows; i++) {
            requirePlace(rowBasis[i], left[i], right[i], false, "row " + i);
        }
        ScipNative.check("SCIPlpiSetBase", ScipNative.SCIPlpiSetBase(lpi, c, r));
    }

    /** Gives the native memory back. Closing twice is allowed; anything else after it is an IllegalStateException. */
    @Override
    public synchronized void close() {
        long[] pointer = new long[1];
        synchronized (guard) {
            pointer[0] = lpi;
            lpi = 0;
        }
        if (pointer[0] != 0) {
            ScipNative.check("SCIPlpiFree", ScipNative.SCIPlpiFree(pointer));
        }
    }

    // ---- checks: SCIP itself makes none

    private void open() {
        if (lpi == 0) {
            throw new IllegalStateException("this ScipLp is closed");
        }
    }

    private void change() {
        open();
        status = Status.UNSOLVED;
        primal = null;
        dual = null;
        activity = null;
        reducedCost = null;
        dualRay = false;
        primalRay = false;
    }

    private double[] require(double[] answer, String what) {
        open();
        if (answer == null) {
            throw new IllegalStateException(what + ": " + status);
        }
        return answer;
    }

    private void setInt(int parameter, int value) {
        ScipNative.check("SCIPlpiSetIntpar", ScipNative.SCIPlpiSetIntpar(lpi, parameter, value));
    }

    private void setReal(int parameter, double value) {
        ScipNative.check("SCIPlpiSetRealpar", ScipNative.SCIPlpiSetRealpar(lpi, parameter, value));
    }

    private double side(double value) {
        // beyond 1e20 is infinite here too, as in Scip; the simplex code itself would go to 1e100
        return value >= 1e20 ? infinity : value <= -1e20 ? -infinity : value;
    }

    private void requirePlace(Basis place, double low, double high, boolean column, String what) {
        boolean possible = switch (place) {
            case BASIC -> true;
            case LOWER -> low > -infinity;
            case UPPER -> high < infinity;
            case ZERO -> column && low <= -infinity && high >= infinity;
        };
        if (!possible) {
            throw new IllegalArgumentException(what + " with sides " + low + " and " + high + " cannot be " + place);
        }
    }

    private static void requireEntries(int[] indices, double[] values, int count, String what) {
        if (indices.length != values.length) {
            throw new IllegalArgumentException(indices.length + " indices, " + values.length + " values");
        }
        boolean[] seen = new boolean[count];
        for (int k = 0; k < indices.length; k++) {
            requireRange(indices[k], indices[k], count, what);
            Scip.requireFinite(values[k], "coefficient");
            if (seen[indices[k]]) {
                throw new IllegalArgumentException(what + " " + indices[k] + " occurs twice");
            }
            seen[indices[k]] = true;
        }
    }

    private static void requireRange(int first, int last, int count, String what) {
        if (first < 0 || last < first || last >= count) {
            throw new IllegalArgumentException("there is no " + what + " " + (first == last ? "" + first : first + " to " + last));
        }
    }
}
