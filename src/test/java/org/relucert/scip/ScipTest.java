package org.relucert.scip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RequiresScip.class)
class ScipTest {

    private static final double INF = Double.POSITIVE_INFINITY;

    @Test
    void itIsScipTen() {
        assertNull(Scip.unavailableReason());
        assertTrue(Scip.version().orElseThrow().startsWith("10."), Scip.version().toString());
    }

    private static int knapsackByEnumeration(int[] weights, int[] values, int capacity) {
        int best = 0;
        for (int set = 0; set < 1 << weights.length; set++) {
            int weight = 0;
            int value = 0;
            for (int i = 0; i < weights.length; i++) {
                if ((set >> i & 1) == 1) {
                    weight += weights[i];
                    value += values[i];
                }
            }
            if (weight <= capacity) {
                best = Math.max(best, value);
            }
        }
        return best;
    }

    private static void knapsack(long seed) {
        Random random = new Random(seed);
        int n = 1 + random.nextInt(12);
        int[] weights = random.ints(n, 1, 30).toArray();
        int[] values = random.ints(n, 1, 30).toArray();
        int capacity = random.nextInt(15 * n);
        String at = "seed " + seed;
        try (Scip scip = new Scip()) {
            scip.maximize();
            int[] x = new int[n];
            double[] w = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = scip.addBinary(values[i]);
                w[i] = weights[i];
            }
            scip.addLinear(-INF, x, w, capacity);
            assertEquals(Scip.Status.OPTIMAL, scip.solve(), at);
            int best = knapsackByEnumeration(weights, values, capacity);
            assertEquals(best, scip.primalBound(), 1e-6, at);
            assertEquals(best, scip.dualBound(), 1e-6, at);
            assertEquals(best, scip.objective(), 1e-6, at);
            assertEquals(0, scip.gap(), 1e-9, at);
            double weight = 0;
            double value = 0;
            for (int i = 0; i < n; i++) {
                assertEquals(Math.rint(scip.value(x[i])), scip.value(x[i]), 1e-6, at);
                weight += weights[i] * scip.values()[i];
                value += values[i] * scip.values()[i];
            }
            assertTrue(weight <= capacity + 1e-6, at);
            assertEquals(best, value, 1e-5, at);
        }
    }

    @Test
    void knapsacksAgainstEnumeration() {
        for (long seed = 0; seed < 60; seed++) {
            knapsack(seed);
        }
    }

    @Test
    @Timeout(120)
    void instancesOnTwoThreadsAreIndependent() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (long seed = 1000; seed < 1060; seed++) {
                long mine = seed;
                futures.add(pool.submit(() -> knapsack(mine)));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void integersContinuousOffsetAndChangesBetweenSolves() {
        try (Scip scip = new Scip()) {
            int x = scip.addInteger(-5, 5, 2);
            int y = scip.addContinuous(0, INF, 1);
            scip.addObjectiveOffset(100);
            scip.addLinear(-3.5, new int[] {x, y}, new double[] {1, 1}, INF);
            // y = -3.5 - x where that is positive: x = -5 costs 2x + y = -10 + 1.5
            assertEquals(Scip.Status.OPTIMAL, scip.solve());
            assertEquals(91.5, scip.objective(), 1e-6);
            assertEquals(-5, scip.value(x), 1e-6);
            assertEquals(1.5, scip.value(y), 1e-6);
            scip.setObjective(y, 4);
            assertEquals(Scip.Status.OPTIMAL, scip.solve());
            // now x = -4 and y = 0.5 against x = -5 and y = 1.5 and x = -3 and y = 0: -6, -4, -6
            assertEquals(94, scip.objective(), 1e-6);
            scip.setBounds(x, 3.2, 10);
            int z = scip.addBinary(-7);
            scip.addLinear(-INF, new int[] {x, z}, new double[] {1, 3}, 6.5);
            assertEquals(Scip.Status.OPTIMAL, scip.solve());
            assertEquals(108, scip.objective(), 1e-6, "x = 4, z = 0: x = 4 and z = 1 would weigh 7");
            scip.setBounds(x, 0, 10);
            assertEquals(Scip.Status.OPTIMAL, scip.solve());
            assertEquals(93, scip.objective(), 1e-6);
            assertEquals(3, scip.values().length);
            scip.maximize();
            scip.setBounds(y, 0, 1);
            assertEquals(Scip.Status.OPTIMAL, scip.solve());
            assertEquals(100 + 12 + 4, scip.objective(), 1e-6);
        }
    }

    /** max x + y over integers in the disc of radius 5 and a nonconvex side condition, against enumeration. */
    @Test
    void mixedIntegerQuadratic() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int cx = random.nextInt(9) - 4;
            int cy = random.nextInt(9) - 4;
            int limit = random.nextInt(8) - 3;
            double best = -INF;
            for (int x = -5; x <= 5; x++) {
                for (int y = -5; y <= 5; y++) {
                    if (x * x + y * y <= 25 && x * y + x <= limit) {
                        best = Math.max(best, cx * x + cy * y);
                    }
                }
            }
            try (Scip scip = new Scip()) {
                scip.maximize();
                int x = scip.addInteger(-5, 5, cx);
                int y = scip.addInteger(-5, 5, cy);
                scip.addQuadratic(-INF, new int[0], new double[0], new int[] {x, y}, new int[] {x, y},
                        new double[] {1, 1}, 25);
                scip.addQuadratic(-INF, new int[] {x}, new double[] {1}, new int[] {x}, new int[] {y}, new double[] {1},
                        limit);
                assertEquals(Scip.Status.OPTIMAL, scip.solve(), "seed " + seed);
                assertEquals(best, scip.objective(), 1e-5, "seed " + seed);
            }
        }
    }

    @Test
    void secondOrderCone() {
        // min t, |(x - 3, y - 4)| as cone: x + y <= 0 is at distance 7/sqrt(2)
        try (Scip scip = new Scip()) {
            int t = scip.addContinuous(0, INF, 1);
            int u = scip.addContinuous(-INF, INF, 0);
            int v = scip.addContinuous(-INF, INF, 0);
            scip.addLinear(-INF, new int[] {u, v}, new double[] {1, 1}, -7);
            scip.addQuadratic(-INF, new int[0], new double[0], new int[] {u, v, t}, new int[] {u, v, t},
                    new double[] {1, 1, -1}, 0);
            assertEquals(Scip.Status.OPTIMAL, scip.solve());
            assertEquals(7 / Math.sqrt(2), scip.objective(), 1e-4);
            assertTrue(scip.dualBound() <= 7 / Math.sqrt(2) + 1e-4);
        }
    }

    @Test
    void infeasibleAndUnbounded() {
        try (Scip scip = new Scip()) {
            int x = scip.addInteger(0, 10, 1);
            scip.addLinear(5, new int[] {x}, new double[] {2}, 5);
            assertEquals(Scip.Status.INFEASIBLE, scip.solve());
            assertEquals(Scip.Status.INFEASIBLE, scip.status());
            assertFalse(scip.hasSolution());
            assertEquals(0, scip.solutions());
            assertEquals(INF, scip.primalBound());
            assertThrows(IllegalStateException.class, scip::values);
            assertThrows(IllegalStateException.class, scip::objective);
        }
        try (Scip scip = new Scip()) {
            scip.maximize();
            scip.addContinuous(0, INF, 1);
            Scip.Status status = scip.solve();
            assertTrue(status == Scip.Status.UNBOUNDED || status == Scip.Status.INFEASIBLE_OR_UNBOUNDED, status.toString());
        }
        try (Scip scip = new Scip()) {
            assertEquals(Scip.Status.OPTIMAL, scip.solve(), "the empty problem");
            assertEquals(0, scip.values().length);
        }
    }

    /** Cornuejols and Dawande's market split: 5 equations over 45 binaries, far out of branch-and-bound's reach. */
    private static Scip hopeless() {
        Random random = new Random(42);
        Scip scip = new Scip();
        int n = 45;
        int[] x = new int[n];
        for (int j = 0; j < n; j++) {
            x[j] = scip.addBinary(0);
        }
        for (int i = 0; i < 5; i++) {
            double[] a = new double[n + 2];
            double sum = 0;
            int[] variables = java.util.Arrays.copyOf(x, n + 2);
            for (int j = 0; j < n; j++) {
                a[j] = random.nextInt(100);
                sum += a[j];
            }
            variables[n] = scip.addContinuous(0, INF, 1);
            variables[n + 1] = scip.addContinuous(0, INF, 1);
            a[n] = 1;
            a[n + 1] = -1;
            scip.addLinear(Math.floor(sum / 2), variables, a, Math.floor(sum / 2));
        }
        return scip;
    }

    @Test
    @Timeout(60)
    void timeLimit() {
        try (Scip scip = hopeless()) {
            scip.setTimeLimit(1);
            long start = System.nanoTime();
            assertEquals(Scip.Status.TIME_LIMIT, scip.solve());
            double seconds = (System.nanoTime() - start) / 1e9;
            assertTrue(seconds > 0.9 && seconds < 5, seconds + " s");
            assertTrue(scip.seconds() > 0.9 && scip.seconds() < 5, scip.seconds() + " s");
            assertTrue(scip.nodes() > 0);
            assertTrue(scip.dualBound() <= scip.primalBound());
            assertTrue(scip.gap() > 0);
        }
    }

    @Test
    @Timeout(60)
    void nodeLimitAndGapLimit() {
        try (Scip scip = hopeless()) {
            scip.setNodeLimit(20);
            assertEquals(Scip.Status.NODE_LIMIT, scip.solve());
            assertTrue(scip.nodes() <= 21, scip.nodes() + " nodes");
            scip.setNodeLimit(-1);
            scip.setTimeLimit(20);
            scip.addObjectiveOffset(1000);
            scip.setRelativeGap(0.5);
            assertEquals(Scip.Status.GAP_LIMIT, scip.solve());
            assertTrue(scip.gap() <= 0.5);
        }
    }

    @Test
    @Timeout(60)
    void interruptFromAnotherThread() throws Exception {
        try (Scip scip = hopeless()) {
            CountDownLatch started = new CountDownLatch(1);
            long[] interrupted = new long[1];
            Thread other = new Thread(() -> {
                try {
                    started.await();
                    Thread.sleep(700);
                } catch (InterruptedException e) {
                    return;
                }
                interrupted[0] = System.nanoTime();
                scip.interrupt();
            });
            other.start();
            started.countDown();
            assertEquals(Scip.Status.INTERRUPTED, scip.solve());
            other.join();
            double seconds = (System.nanoTime() - interrupted[0]) / 1e9;
            assertTrue(seconds < 5, seconds + " s after the interrupt");
            // the instance is as good as before
            scip.setNodeLimit(1);
            assertEquals(Scip.Status.NODE_LIMIT, scip.solve());
        }
    }

    /** Before the solve, while SCIP sets up, in presolving: an interrupt must not be lost, whenever it comes. */
    @Test
    @Timeout(120)
    void interruptsThatComeEarlyAreNotLost() throws Exception {
        for (int attempt = 0; attempt < 10; attempt++) {
            try (Scip scip = hopeless()) {
                // many variables make the setting up last some milliseconds
                for (int k = 0; k < 20_000; k++) {
                    scip.addBinary(0);
                }
                scip.setTimeLimit(5);
                long nanos = 500_000L * attempt;
                CountDownLatch ready = new CountDownLatch(1);
                Thread other = new Thread(() -> {
                    ready.countDown();
                    long until = System.nanoTime() + nanos;
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    scip.interrupt();
                });
                other.start();
                ready.await();
                assertEquals(Scip.Status.INTERRUPTED, scip.solve(), "attempt " + attempt);
                other.join();
            }
        }
    }

    @Test
    @Timeout(60)
    void interruptBeforeASolveStopsThatOneOnly() {
        try (Scip scip = new Scip()) {
            int x = scip.addBinary(-1);
            scip.interrupt();
            assertEquals(Scip.Status.INTERRUPTED, scip.solve());
            assertFalse(scip.hasSolution());
            assertEquals(Scip.Status.OPTIMAL, scip.solve());
            assertEquals(1, scip.value(x), 1e-9);
        }
    }

    @Test
    void suggestionsAreStartingPoints() {
        try (Scip scip = hopeless()) {
            double[] values = new double[scip.variables()];
            scip.setNodeLimit(0);
            scip.setParameter("limits/totalnodes", 1);
            // slack variables take up the right-hand sides: found by a solve, then offered to a second instance
            scip.solve();
            assertTrue(scip.hasSolution());
            double objective = scip.objective();
            System.arraycopy(scip.values(), 0, values, 0, values.length);
            try (Scip second = hopeless()) {
                assertThrows(IllegalArgumentException.class, () -> second.suggest(new double[1]));
                assertTrue(second.suggest(values));
                second.setParameter("limits/solutions", 1);
                second.solve();
                assertTrue(second.objective() <= objective + 1e-6, second.objective() + " > " + objective);
            }
        }
    }

    @Test
    void parametersOfEveryTypeAndTheirErrors() {
        try (Scip scip = new Scip()) {
            scip.setParameter("branching/preferbinary", true);
            assertEquals(true, scip.parameter("branching/preferbinary"));
            scip.setParameter("presolving/maxrounds", 7);
            assertEquals(7, scip.parameter("presolving/maxrounds"));
            scip.setParameter("limits/nodes", 1L << 40);
            assertEquals(1L << 40, scip.parameter("limits/nodes"));
            scip.setParameter("limits/nodes", 5);
            assertEquals(5L, scip.parameter("limits/nodes"));
            scip.setParameter("numerics/feastol", 1e-7);
            assertEquals(1e-7, scip.parameter("numerics/feastol"));
            scip.setParameter("branching/scorefunc", 's');
            assertEquals('s', scip.parameter("branching/scorefunc"));
            scip.setParameter("visual/vbcfilename", "-");
            assertEquals("-", scip.parameter("visual/vbcfilename"));

            ScipException unknown =
                    assertThrows(ScipException.class, () -> scip.setParameter("no/such/parameter", 1.0));
            assertEquals(-12, unknown.code());
            assertEquals("SCIPsetRealParam", unknown.function());
            assertTrue(unknown.getMessage().contains("SCIP_PARAMETERUNKNOWN"), unknown.getMessage());
            assertTrue(unknown.getMessage().contains("no/such/parameter"), unknown.getMessage());
            assertEquals(-12, assertThrows(ScipException.class, () -> scip.setParameter("no", 1)).code());
            assertEquals(-12, assertThrows(ScipException.class, () -> scip.setParameter("no", true)).code());
            assertEquals(-12, assertThrows(ScipException.class, () -> scip.setParameter("no", 'c')).code());
            assertEquals(-12, assertThrows(ScipException.class, () -> scip.setParameter("no", "s")).code());
            assertEquals(-12, assertThrows(ScipException.class, () -> scip.parameter("no")).code());
            assertEquals(-13, assertThrows(ScipException.class, () -> scip.setParameter("limits/gap", true)).code());
            assertEquals(-13, assertThrows(ScipException.class, () -> scip.setParameter("limits/gap", 1)).code());
            assertEquals(-14, assertThrows(ScipException.class, () -> scip.setParameter("limits/gap", -1.0)).code());
            assertEquals(-14, assertThrows(ScipException.class,
                    () -> scip.setParameter("presolving/maxrounds", 1L << 40)).code());
            assertThrows(IllegalArgumentException.class, () -> scip.setParameter(null, 1));
            assertThrows(IllegalArgumentException.class, () -> scip.setParameter("limits/gap", Double.NaN));
            assertThrows(IllegalArgumentException.class, () -> scip.setTimeLimit(-1));
            // an error in a parameter leaves the instance usable
            assertEquals(Scip.Status.OPTIMAL, scip.solve());
        }
    }

    @Test
    void badArgumentsAreRefusedBeforeTheyReachNativeCode() {
        try (Scip scip = new Scip(); Scip other = new Scip()) {
            int x = scip.addBinary(1);
            assertEquals(0, x);
            assertThrows(IllegalArgumentException.class, () -> scip.addContinuous(Double.NaN, 1, 0));
            assertThrows(IllegalArgumentException.class, () -> scip.addContinuous(2, 1, 0));
            assertThrows(IllegalArgumentException.class, () -> scip.addContinuous(0, 1, INF));
            assertThrows(IllegalArgumentException.class, () -> other.setObjective(x, 1));
            assertThrows(IllegalArgumentException.class, () -> scip.setBounds(1, 0, 1));
            assertThrows(IllegalArgumentException.class, () -> scip.addLinear(0, new int[] {0, 1}, new double[2], 1));
            assertThrows(IllegalArgumentException.class, () -> scip.addLinear(0, new int[] {0}, new double[2], 1));
            assertThrows(IllegalArgumentException.class, () -> scip.addLinear(0, new int[] {0},
                    new double[] {Double.NaN}, 1));
            assertThrows(IllegalArgumentException.class, () -> scip.addLinear(INF, new int[] {0}, new double[1], INF));
            assertThrows(IllegalArgumentException.class, () -> scip.addQuadratic(0, new int[0], new double[0],
                    new int[] {0}, new int[] {0, 0}, new double[] {1}, 1));
            assertThrows(IllegalStateException.class, scip::primalBound, "not solved yet");
            assertEquals(Scip.Status.UNKNOWN, scip.status());
            scip.solve();
            int late = scip.addBinary(1);
            assertThrows(IllegalArgumentException.class, () -> scip.value(late));
        }
    }

    @Test
    void nothingWorksAfterClose() {
        Scip scip = new Scip();
        int x = scip.addBinary(1);
        scip.solve();
        scip.close();
        scip.close();
        scip.interrupt();
        List<Callable<Object>> calls = List.of(scip::solve, scip::primalBound, scip::values, scip::status, scip::nodes,
                () -> scip.addBinary(1), () -> scip.value(x), () -> scip.parameter("limits/gap"), scip::hasSolution,
                () -> {
                    scip.addLinear(0, new int[] {x}, new double[] {1}, 1);
                    return null;
                },
                () -> {
                    scip.setTimeLimit(1);
                    return null;
                },
                () -> {
                    scip.maximize();
                    return null;
                });
        for (int k = 0; k < calls.size(); k++) {
            assertThrows(IllegalStateException.class, calls.get(k)::call, "call " + k);
        }
    }

    @Test
    void theLogGoesToTheLogger() {
        Logger logger = Logger.getLogger("org.relucert.scip");
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                lines.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Level level = logger.getLevel();
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        logger.setLevel(Level.FINE);
        try (Scip scip = hopeless()) {
            scip.setNodeLimit(1);
            scip.solve();
        } finally {
            logger.setLevel(level);
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertTrue(lines.stream().anyMatch(line -> line.contains("presolving")), lines.toString());
        assertTrue(lines.stream().noneMatch(line -> line.contains("\n") && line.isBlank()));
        int before = lines.size();
        try (Scip scip = hopeless()) {
            scip.setNodeLimit(1);
            scip.solve();
        }
        assertArrayEquals(new int[] {before}, new int[] {lines.size()}, "silent by default");
    }
}
