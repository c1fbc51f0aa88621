package org.relucert.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalSystemTest {

    private static final double NEAR = 1e-10;

    /** Sizes below, at and above those of a block of rows, and one with work for threads. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 31, 32, 33, 63, 64, 100, 300})
    void solvesWithOneThreadAndWithMore(int size) {
        NormalSystem system = system(size);
        double[] wanted = new Random(size).doubles(size).toArray();
        double[] right = new double[size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                right[i] += system.matrix[Math.min(i, j)][Math.max(i, j)] * wanted[j];
            }
        }
        double[] threads = right.clone();
        system.factor();
        system.solve(threads);
        for (int i = 0; i < size; i++) {
            assertEquals(wanted[i], threads[i], NEAR, "entry " + i);
        }
        ForkJoinPool alone = new ForkJoinPool(1);
        double[] one = alone.submit(() -> {
            NormalSystem same = system(size);
            same.factor();
            double[] x = right.clone();
            same.solve(x);
            return x;
        }).join();
        alone.shutdown();
        assertArrayEquals(one, threads);
    }

    /** 2 I and the products of random vectors, an eighth as many as there are rows. */
    private static NormalSystem system(int size) {
        Random random = new Random(size);
        NormalSystem system = new NormalSystem(size);
        for (int i = 0; i < size; i++) {
            system.matrix[i][i] = 2;
        }
        for (int k = 0; k < size / 8; k++) {
            double[] v = random.doubles(size).map(x -> (x - 0.5) / Math.sqrt(size)).toArray();
            for (int i = 0; i < size; i++) {
                for (int j = i; j < size; j++) {
                    system.matrix[i][j] += v[i] * v[j];
                }
            }
        }
        return system;
    }
}
