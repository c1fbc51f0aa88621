package org.relucert.scip;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** What the tests run in a JVM of its own: it reports on standard error, so that standard output is native code's alone. */
final class ScipProbe {

    private ScipProbe() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "report" -> report();
            case "noise" -> noise();
            case "shout" -> System.out.println("this is what a leak onto standard output looks like");
            case "memory" -> memory(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), arguments.length > 3);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void report() {
        System.err.println("available " + Scip.isAvailable());
        System.err.println("library " + Scip.library().map(Path::toString).orElse("none"));
        System.err.println("reason " + Scip.unavailableReason());
        if (!Scip.isAvailable()) {
            try {
                new Scip().close();
            } catch (IllegalStateException e) {
                System.err.println("refused " + e.getMessage());
            }
            try {
                new ScipLp().close();
            } catch (IllegalStateException e) {
                System.err.println("refused " + e.getMessage());
            }
        } else {
            solveMip(new Random(1));
            System.err.println("solved");
        }
    }

    /** Everything that could make native code talk. */
    private static void noise() {
        solveMip(new Random(1));
        try (Scip scip = new Scip()) {
            scip.setParameter("display/verblevel", 5);
            scip.setParameter("display/lpinfo", true);
            int x = scip.addInteger(-100, 100, 1);
            int y = scip.addContinuous(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1);
            scip.addQuadratic(Double.NEGATIVE_INFINITY, new int[] {y}, new double[] {-1}, new int[] {x}, new int[] {x},
                    new double[] {1}, 0.5);
            System.err.println(scip.solve());
            try {
                scip.setParameter("no/such/parameter", 1);
            } catch (ScipException e) {
                System.err.println(e.getMessage());
            }
            scip.interrupt();
            scip.solve();
        }
        try (Scip scip = new Scip()) {
            scip.maximize();
            scip.addContinuous(0, Double.POSITIVE_INFINITY, 1);
            System.err.println(scip.solve());
        }
        try (ScipLp lp = new ScipLp()) {
            lp.addColumn(-1, 0, Double.POSITIVE_INFINITY);
            System.err.println(lp.solve());
            lp.addRow(2, new double[] {1}, 3);
            lp.addRow(Double.NEGATIVE_INFINITY, new double[] {1}, 1);
            System.err.println(lp.solve());
        }
    }

    private static void solveLp(Random random, boolean leak) {
        ScipLp lp = new ScipLp();
        for (int j = 0; j < 10; j++) {
            lp.addColumn(random.nextDouble(), 0, 1);
        }
        for (int i = 0; i < 8; i++) {
            double[] row = random.doubles(10).toArray();
            lp.addRow(1, row, Double.POSITIVE_INFINITY);
        }
        lp.solve();
        lp.addRow(2, random.doubles(10).toArray(), Double.POSITIVE_INFINITY);
        if (lp.solve() == ScipLp.Status.OPTIMAL) {
            lp.dual();
        }
        if (!leak) {
            lp.close();
        }
    }

    private static void solveMip(Random random) {
        try (Scip scip = new Scip()) {
            scip.maximize();
            int[] x = new int[12];
            double[] w = new double[12];
            for (int j = 0; j < 12; j++) {
                x[j] = scip.addBinary(1 + random.nextInt(20));
                w[j] = 1 + random.nextInt(20);
            }
            int y = scip.addContinuous(0, 3, 1);
            scip.addLinear(Double.NEGATIVE_INFINITY, x, w, 60);
            scip.addQuadratic(Double.NEGATIVE_INFINITY, new int[] {x[0]}, new double[] {1}, new int[] {y}, new int[] {y},
                    new double[] {1}, 4);
            try {
                scip.setParameter("no/such/parameter", 1);
            } catch (ScipException e) {
                // the error path must not leak either
            }
            scip.solve();
            scip.addLinear(Double.NEGATIVE_INFINITY, new int[] {x[0], x[1]}, new double[] {1, 1}, 1);
            scip.solve();
        }
    }

    /** Prints by how many KiB resident memory grew, after a warm-up of the same work. */
    private static void memory(int lps, int mips, boolean leak) throws Exception {
        Random random = new Random(1);
        work(random, lps / 2, mips / 2, false);
        long before = residentKib();
        work(random, lps, mips, leak);
        System.err.println("growth " + (residentKib() - before));
    }

    private static void work(Random random, int lps, int mips, boolean leak) {
        for (int k = 0; k < lps; k++) {
            solveLp(random, leak);
        }
        for (int k = 0; k < mips; k++) {
            solveMip(random);
        }
    }

    private static long residentKib() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
    }
}
