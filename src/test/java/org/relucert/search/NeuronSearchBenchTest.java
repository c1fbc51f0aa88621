package org.relucert.search;

import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prints nodes and seconds of the neuron search on seeded Gaussian instances; run with -Pslow. */
@Tag("slow")
class NeuronSearchBenchTest {

    static NeuronProblem gaussian(int n, int d, long seed) {
        Random random = new Random(seed);
        double[][] x = new double[n][d];
        double[] nu = new double[n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < d; k++) {
                x[i][k] = random.nextGaussian();
            }
            nu[i] = random.nextGaussian();
        }
        double[][] identity = new double[d][d];
        for (int k = 0; k < d; k++) {
            identity[k][k] = 1;
        }
        return new NeuronProblem(x, identity, false, nu);
    }

    @Test
    void gaussianInstances() {
        int[][] cones = {{40, 5}, {100, 5}, {200, 5}, {1000, 5}, {500, 3}, {2000, 3}};
        int[][] boxes = {{40, 5}, {100, 5}, {100, 8}, {60, 10}};
        measure(NeuronSearch.Method.CONES, cones);
        measure(NeuronSearch.Method.BOX, boxes);
    }

    private static void measure(NeuronSearch.Method method, int[][] sizes) {
        for (int[] size : sizes) {
            double seconds = 0;
            double slowest = 0;
            long nodes = 0;
            int repeats = 5;
            for (int seed = 0; seed < repeats; seed++) {
                NeuronProblem problem = gaussian(size[0], size[1], seed);
                NeuronSearch.Options gap = NeuronSearch.Options.gap(1e-6);
                long start = System.nanoTime();
                NeuronSearch.Result result = NeuronSearch.search(problem, new NeuronSearch.Options(method, 1e-6, 0,
                        gap.start(), gap.nodeLimit(), gap.stop(), gap.progress()));
                double one = (System.nanoTime() - start) * 1e-9;
                seconds += one;
                slowest = Math.max(slowest, one);
                nodes += result.nodes();
                Assertions.assertTrue(result.upper() <= result.lower() * (1 + 2e-6), "seed " + seed);
            }
            System.out.printf("%-5s %5dx%-2d  nodes %8d  seconds %.3f  (worst %.3f), means over %d seeds%n", method, size[0],
                    size[1], nodes / repeats, seconds / repeats, slowest, repeats);
        }
    }
}
