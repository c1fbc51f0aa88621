package org.relucert.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.relucert.certificate.CertificateReader;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;

/**
 * The neuron problem, both sides, against SCIP on the same instances at the same relative gap. SCIP runs on one thread; ours on
 * two, so the ratio is taken to the processor seconds of all of them, which one thread would not exceed; or to the clock's, where
 * they are more, since processor seconds come in hundredths.
 */
final class NeuronBench {

    private static final double GAP = 1e-6;
    /** The sizes of the goal, over which the mean is taken. */
    private static final List<String> GOAL = List.of("40x5", "100x5", "200x5", "500x3", "100x8", "60x10");
    private static final List<String> OTHERS = List.of("1000x5", "2000x3", "iris", "stackloss-30", "stackloss-100",
            "diabetes-442x5");
    /** In the long form only, minutes each. */
    private static final List<String> LARGE = List.of("200x10", "442x10");
    /** What takes longer is run once. */
    private static final double LONG_RUN = 10;

    private final PrintStream out;
    private final Table table;
    private final boolean isLong;
    private final double scipCap;
    private final double otherScipCap;
    private final double ourCap;
    private final double referenceCap;
    private final int repeats;
    private final List<String> rows;

    /** Only these rows; all of them if there are none. */
    NeuronBench(Path folder, PrintStream out, boolean isLong, List<String> rows) {
        this.rows = rows;
        this.out = out;
        this.isLong = isLong;
        this.scipCap = isLong ? 240 : 20;
        this.otherScipCap = isLong ? 60 : 10;
        this.ourCap = isLong ? 600 : 20;
        this.referenceCap = isLong ? 10 : 3;
        this.repeats = isLong ? 7 : 3;
        this.table = new Table(folder.resolve("neuron.csv"), out, "instance", "total_s", "processor_s", "scip_s", "scip_status",
                "scip_per_ours",
                "nodes", "gap", "search_s", "exact_s", "write_s", "check_s", "bytes", "bytes_per_leaf", "check_MB_per_s",
                "check_per_search", "reference_s", "live_MB", "scip_nodes");
    }

    void run() {
        warmUp();
        Map<String, Baseline> first = baselines();
        double logarithms = 0;
        int counted = 0;
        for (String name : names()) {
            double ratio = row(name, first.get(name));
            if (GOAL.contains(name) && !Double.isNaN(ratio)) {
                logarithms += Math.log(ratio);
                counted++;
            }
        }
        out.printf(Locale.ROOT, "geometric mean of scip_per_ours over %d of %s: %.1f (SCIP capped at %.0f s)%n", counted, GOAL,
                Math.exp(logarithms / counted), scipCap);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(GOAL);
        names.addAll(OTHERS);
        if (isLong) {
            names.addAll(LARGE);
        }
        if (!rows.isEmpty()) {
            names.retainAll(rows);
        }
        return names;
    }

    private void warmUp() {
        long begin = System.nanoTime();
        for (long seed = 100; Run.since(begin) < (isLong ? 20 : 8); seed++) {
            Run.of(Instances.gaussian(80, 5, seed), GAP, ourCap);
            Run.of(Instances.gaussian(20, 8, seed), GAP, ourCap);
            Run.of(Instances.gaussian(400, 5, seed), GAP, ourCap);
        }
    }

    /** SCIP once on everything, on all processors but each instance on one; nothing of ours runs meanwhile. */
    private Map<String, Baseline> baselines() {
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(2, Runtime.getRuntime().availableProcessors()));
        Map<String, Future<Baseline>> running = new HashMap<>();
        for (String name : names()) {
            running.put(name, pool.submit(() -> Baseline.run(name, cap(name), GAP)));
        }
        Map<String, Baseline> found = new HashMap<>();
        try {
            for (String name : names()) {
                found.put(name, running.get(name).get());
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            pool.shutdown();
        }
        return found;
    }

    private double cap(String name) {
        return GOAL.contains(name) ? scipCap : otherScipCap;
    }

    /** Alternating runs, so that a noisy spell hits both; returns the ratio. */
    private double row(String name, Baseline first) {
        Instances.Instance instance = Instances.named(name);
        LiveMemory memory = new LiveMemory();
        memory.reset();
        List<Run> runs = new ArrayList<>(List.of(Run.of(instance, GAP, ourCap)));
        double live = memory.megabytes();
        List<Baseline> baselines = new ArrayList<>(List.of(first));
        while (runs.size() < repeats && runs.get(0).total() < LONG_RUN) {
            runs.add(Run.of(instance, GAP, ourCap));
            if (first.status().equals("done") && first.seconds() < LONG_RUN) {
                baselines.add(Baseline.run(name, cap(name), GAP));
            }
        }
        Run run = runs.get(0);
        double search = Run.median(runs, Run::search);
        double check = Run.median(runs, Run::check);
        double total = Run.median(runs, Run::total);
        double processor = Run.median(runs, Run::processor);
        double scip = Run.median(baselines, Baseline::seconds);
        double ratio = scip / Math.max(total, processor);
        table.row(name, total, processor, scip, first.status(), ratio, run.nodes(), run.gap(), search, Run.median(runs, Run::exact),
                Run.median(runs, Run::write), check, run.bytes(), run.bytesPerLeaf(),
                run.bytes() / check / 1e6, check / search, reference(instance, run.text()), live, first.nodes());
        return ratio;
    }

    /** Seconds of the reference checker, NaN if it does not end in time: closing its input ends it then. */
    private double reference(Instances.Instance instance, String text) {
        CertificateReader reader = CertificateReader.of(text);
        return timed(referenceCap, reader::close, () -> Checker.reference().verify(reader, Optional.of(instance.problem())));
    }

    static double timed(double cap, Runnable stop, Callable<Verdict> work) {
        Verdict[] verdict = new Verdict[1];
        long begin = System.nanoTime();
        Thread thread = new Thread(null, () -> {
            try {
                verdict[0] = work.call();
            } catch (Exception e) {
                verdict[0] = null;
            }
        }, "reference", 1L << 28);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join((long) (cap * 1000));
            double seconds = Run.since(begin);
            if (thread.isAlive()) {
                stop.run();
                thread.join();
                return Double.NaN;
            }
            Run.require(verdict[0]);
            return seconds;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
