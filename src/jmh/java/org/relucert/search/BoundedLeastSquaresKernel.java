package org.relucert.search;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** min |c + A x| over a box, as the search solves it at every node of a box tree: from zero, and from its own solution. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BoundedLeastSquaresKernel {

    /** Columns and their length. */
    @Param({"30x5", "60x10", "200x10"})
    public String size;

    private BoundedLeastSquares solver;
    private double[] constant;
    private double[] columns;
    private double[] upper;
    private double[] solution;
    private double[] x;
    private int count;

    /** Gaussian columns, upper bounds one. */
    @Setup
    public void prepare() {
        String[] parts = size.split("x");
        count = Integer.parseInt(parts[0]);
        int length = Integer.parseInt(parts[1]);
        Random random = new Random(1);
        solver = new BoundedLeastSquares(length);
        constant = random.doubles(length, -3, 3).toArray();
        columns = new double[count * length];
        for (int k = 0; k < columns.length; k++) {
            columns[k] = random.nextGaussian();
        }
        upper = new double[count];
        Arrays.fill(upper, 1);
        x = new double[count];
        solution = new double[count];
        solver.solve(constant, count, columns, upper, solution);
    }

    /** From zero. */
    @Benchmark
    public double cold() {
        Arrays.fill(x, 0);
        return solver.solve(constant, count, columns, upper, x);
    }

    /** From the solution. */
    @Benchmark
    public double warm() {
        System.arraycopy(solution, 0, x, 0, count);
        return solver.solve(constant, count, columns, upper, x);
    }
}
