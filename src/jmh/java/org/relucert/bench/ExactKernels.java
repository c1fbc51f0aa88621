package org.relucert.bench;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
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
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.Cone;
import org.relucert.checker.ConeRows;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;

/** What the exact checker does most: splitting a cone, checking a leaf; and the elimination that everything else rests on. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ExactKernels {

    /** Rows and dimension of the Gaussian instance; the Bareiss kernel takes a square matrix of four times the dimension. */
    @Param({"200x5", "1000x5", "100x8"})
    public String size;

    private Cone cone;
    private int row;
    private RationalVector majorant;
    private RationalVector functional;
    private RationalMatrix square;

    /** A cone six splits below an orthant, a majorant with room, slopes by sign. */
    @Setup
    public void prepare() {
        String[] parts = size.split("x");
        int n = Integer.parseInt(parts[0]);
        int d = Integer.parseInt(parts[1]);
        Instances.Instance instance = Instances.gaussian(n, d, 1);
        cone = new Cone.Orthants(ConeRows.of(instance.problem(), instance.nu())).cone(0);
        row = 0;
        for (int splits = 0; splits < 6; row++) {
            Cone.Halves halves = cone.split(row);
            if (halves != null) {
                cone = splits % 2 == 0 ? halves.nonNegative() : halves.nonPositive();
                splits++;
            }
        }
        while (!cone.isUndecided(row)) {
            row++;
        }
        long[] entries = new long[d];
        for (int k = 0; k < d; k++) {
            entries[k] = 1000L * n;
        }
        majorant = RationalVector.of(entries);
        functional = instance.problem().innerProduct().functional(majorant);
        if (leaf() >= 0) {
            throw new IllegalStateException("the leaf does not hold");
        }
        Random random = new Random(1);
        BigInteger[] numbers = new BigInteger[4 * d];
        RationalVector[] rows = new RationalVector[4 * d];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < numbers.length; k++) {
                numbers[k] = new BigInteger(30, random);
            }
            rows[i] = RationalVector.of(numbers, BigInteger.ONE);
        }
        square = RationalMatrix.ofRows(List.of(rows), 4 * d);
    }

    /** The double-description step. */
    @Benchmark
    public Cone.Halves split() {
        return cone.split(row);
    }

    /** A leaf by generators: tau on every ray, compared. */
    @Benchmark
    public int leaf() {
        return cone.violatedGenerator(functional, Terms.NONE.indices(), Terms.NONE.values(), Optional.of(majorant));
    }

    /** Fraction-free elimination. */
    @Benchmark
    public int bareiss() {
        return Elimination.of(square).rank();
    }
}
