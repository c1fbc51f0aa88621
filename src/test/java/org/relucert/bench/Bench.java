package org.relucert.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;
import org.relucert.prover.NeuronPhases;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;
import org.relucert.scip.NeuronMiqcp;
import org.relucert.scip.Scip;
import org.relucert.scip.ScipException;
import org.relucert.search.NeuronProblem;
import org.relucert.search.NeuronSearch;
import org.relucert.search.TrainingResult;

/**
 * The benchmarks: {@code mvn -q test-compile exec:exec -Pbench}. Prints tables and writes them as CSV; what the columns mean
 * and how to read them stands in proofs-notes/performance.md.
 *
 * <p>System properties: {@code bench.only} (neuron, gallery, curve; all by default), {@code bench.long} (true: longer caps, more
 * repeats), {@code bench.out} (folder).
 */
public final class Bench {

    private static final double GAP = 1e-6;
    private static final boolean LONG = Boolean.getBoolean("bench.long");
    private static final double SCIP_CAP = LONG ? 240 : 30;
    private static final double OUR_CAP = LONG ? 120 : 30;
    private static final double REFERENCE_CAP = LONG ? 60 : 20;
    private static final int REPEATS = LONG ? 7 : 3;
    private static final int WARM_UP_SECONDS = LONG ? 30 : 10;
    private static final int[][] SIZES = {{40, 5}, {100, 5}, {200, 5}, {500, 3}, {1000, 5}, {2000, 3}, {60, 10}, {100, 8}, {442, 10}};

    private final Path folder = Path.of(System.getProperty("bench.out", "proofs-notes/bench"));
    private final PrintStream out = System.out;

    private Bench() { }

    /** Runs the benchmarks. */
    public static void main(String[] arguments) throws IOException {
        Bench bench = new Bench();
        List<String> only = Arrays.asList(System.getProperty("bench.only", "neuron,gallery,curve").split(","));
        if (only.contains("neuron")) {
            bench.neuron();
        }
        if (only.contains("gallery")) {
            bench.gallery();
        }
        if (only.contains("curve")) {
            bench.curve("iris-curve.csv", Path.of("certificates/iris.problem.json"), LONG ? 120 : 30);
            bench.curve("diabetes-442x5-curve.csv", Path.of("certificates/diabetes-442x5.problem.json"),
                    LONG ? 600 : 60);
        }
    }

    /** One instance searched, proved, written and verified. */
    private record Run(double search, long nodes, double gap, double exact, double write, int bytes, int leaves, double check,
            String text) {
        double total() {
            return search + exact + write + check;
        }
    }

    private record Baseline(double seconds, long nodes, String status, double lower, double upper) { }

    private void neuron() {
        long end = System.nanoTime() + WARM_UP_SECONDS * 1_000_000_000L;
        for (long seed = 100; System.nanoTime() < end; seed++) {
            ours(Instances.gaussian(80, 5, seed));
            ours(Instances.gaussian(20, 8, seed));
        }
        Table table = new Table(folder.resolve("neuron.csv"), out, "size", "search_s", "nodes", "gap", "exact_s", "write_s",
                "bytes", "bytes_per_leaf", "check_s", "reference_s", "check_MB_per_s", "check_per_search", "total_s", "scip_s", "scip_nodes",
                "scip_status", "scip_per_total");
        double logarithms = 0;
        int counted = 0;
        for (int[] size : SIZES) {
            Instances.Instance instance = Instances.gaussian(size[0], size[1], 1);
            List<Run> runs = new ArrayList<>();
            List<Baseline> baselines = new ArrayList<>();
            // Alternating, so that a noisy spell hits both; what takes long is run once.
            for (int r = 0; r < REPEATS; r++) {
                if (r == 0 || runs.get(0).total() < 10) {
                    runs.add(ours(instance));
                }
                if (r == 0 || baselines.get(0).seconds() < SCIP_CAP / 3) {
                    baselines.add(scip(instance));
                }
            }
            Run run = runs.get(0);
            Baseline baseline = baselines.get(0);
            double search = median(runs, Run::search);
            double check = median(runs, Run::check);
            double total = median(runs, Run::total);
            double scip = median(baselines, Baseline::seconds);
            table.row(size[0] + "x" + size[1], search, run.nodes(), run.gap(), median(runs, Run::exact), median(runs, Run::write),
                    run.bytes(), run.bytes() / Math.max(1, run.leaves()), check, reference(instance, run.text()), run.bytes() / check / 1e6,
                    check / search, total, scip, baseline.nodes(), baseline.status(), scip / total);
            if (!Double.isNaN(scip) && size[0] != 442 && size[0] != 1000 && size[0] != 2000) {
                logarithms += Math.log(scip / total);
                counted++;
            }
        }
        out.printf(Locale.ROOT, "geometric mean of scip_per_total over the %d sizes up to 500x3 and 60x10: %.1f (SCIP capped at %.0f s)%n",
                counted, Math.exp(logarithms / counted), SCIP_CAP);
    }

    private static Run ours(Instances.Instance instance) {
        long begin = System.nanoTime();
        NeuronPhases.Searched searched = NeuronPhases.search(instance.problem(), instance.nu(), GAP, () -> since(begin) > OUR_CAP);
        double search = since(begin);
        long proving = System.nanoTime();
        Proof proof = searched.prove();
        double exact = since(proving);
        long writing = System.nanoTime();
        String text = proof.text();
        double write = since(writing);
        long checking = System.nanoTime();
        Verdict verdict = Checker.fast().verify(CertificateReader.of(text), Optional.of(instance.problem()));
        double check = since(checking);
        require(verdict);
        return new Run(search, searched.nodes(), proved(proof), exact, write, text.length(), (proof.nodes() + 1) / 2, check, text);
    }

    /** (upper - lower) / upper of what was proved. */
    private static double proved(Proof proof) {
        Claim.NeuronMaximum claim = (Claim.NeuronMaximum) proof.certificate().claims().get(0);
        return claim.upper().minus(claim.lower()).divide(claim.upper()).doubleValue();
    }

    /** Both sides one after the other; the second gets what the first has left of the time. */
    private static Baseline scip(Instances.Instance instance) {
        NeuronProblem plus = NeuronPhases.floats(instance.problem(), instance.nu());
        try {
            long begin = System.nanoTime();
            NeuronMiqcp.Result first = NeuronMiqcp.solve(plus.pairing(), plus.metric(), plus.nu(), SCIP_CAP, GAP);
            double left = Math.max(0.1, SCIP_CAP - since(begin));
            NeuronMiqcp.Result second = NeuronMiqcp.solve(plus.pairing(), plus.metric(), plus.negated().nu(), left, GAP);
            double seconds = Math.min(since(begin), SCIP_CAP);
            boolean done = finished(first) && finished(second);
            return new Baseline(done ? seconds : SCIP_CAP, first.nodes() + second.nodes(), done ? "done" : "capped",
                    Math.max(first.lower(), second.lower()), Math.max(first.upper(), second.upper()));
        } catch (ScipException | LinkageError e) {
            return new Baseline(Double.NaN, 0, "unavailable", Double.NaN, Double.NaN);
        }
    }

    private static boolean finished(NeuronMiqcp.Result result) {
        return result.status() == Scip.Status.OPTIMAL || result.status() == Scip.Status.GAP_LIMIT;
    }

    /** Seconds of the reference checker, NaN if it does not end in time: closing its input ends it then. */
    private static double reference(Instances.Instance instance, String text) {
        CertificateReader reader = CertificateReader.of(text);
        return timed(REFERENCE_CAP, reader::close,
                () -> Checker.reference().verify(reader, Optional.of(instance.problem())));
    }

    private static double timed(double cap, Runnable stop, Callable<Verdict> work) {
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
            double seconds = since(begin);
            if (thread.isAlive()) {
                stop.run();
                thread.join();
                return Double.NaN;
            }
            require(verdict[0]);
            return seconds;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void gallery() throws IOException {
        Table table = new Table(folder.resolve("gallery.csv"), out, "problem", "search_s", "bytes", "check_s", "reference_s",
                "check_MB_per_s", "claims");
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of("certificates"))) {
            files = all.filter(file -> file.toString().endsWith(".problem.json")).sorted().toList();
        }
        for (Path file : files) {
            Problem problem = ProblemFile.read(file);
            String name = file.getFileName().toString().replace(".problem.json", "");
            long begin = System.nanoTime();
            Proof proof;
            try {
                proof = Prover.certify(problem, Set.of(), List.of(), options(LONG ? 120 : 30)).proof();
            } catch (Unproved e) {
                table.row(name, since(begin), null, null, null, null, "refused: " + e.getMessage());
                continue;
            }
            double search = since(begin);
            String text = proof.text();
            List<Double> checks = new ArrayList<>();
            for (int r = 0; r < REPEATS; r++) {
                long checking = System.nanoTime();
                require(Checker.fast().verify(CertificateReader.of(text), Optional.of(problem)));
                checks.add(since(checking));
            }
            double check = median(checks, x -> x);
            CertificateReader reader = CertificateReader.of(text);
            double reference = timed(REFERENCE_CAP, reader::close,
                    () -> Checker.reference().verify(reader, Optional.of(problem)));
            table.row(name, search, text.length(), check, reference, text.length() / check / 1e6,
                    String.join(" + ", proof.certificate().claims().stream().map(Claim::keyword).toList()));
        }
    }

    private void curve(String csv, Path file, double seconds) {
        Problem problem = ProblemFile.read(file);
        Table table = new Table(folder.resolve(csv), out, "seconds", "lower", "upper", "relative_gap", "nodes");
        long begin = System.nanoTime();
        Prover.Outcome outcome;
        try {
            outcome = Prover.certify(problem, Set.of(Claim.Bound.KEYWORD), List.of(), options(seconds));
        } catch (Unproved e) {
            out.println("refused: " + e.getMessage());
            return;
        }
        double total = since(begin);
        for (TrainingResult.Point point : outcome.trained().curve()) {
            if (Double.isFinite(point.lower()) && Double.isFinite(point.upper())) {
                table.row(String.format(Locale.ROOT, "%.3f", point.seconds()), String.format(Locale.ROOT, "%.10g", point.lower()),
                        String.format(Locale.ROOT, "%.10g", point.upper()), 1 - point.lower() / point.upper(), point.nodes());
            }
        }
        Claim.Bound bound = (Claim.Bound) outcome.proof().certificate().claims().get(0);
        String text = outcome.proof().text();
        long checking = System.nanoTime();
        require(Checker.fast().verify(CertificateReader.of(text), Optional.of(problem)));
        out.printf(Locale.ROOT, "proved after %.2f s: [%.10g, %.10g], relative gap %.1e; %d bytes, checked in %.2f s%n", total,
                bound.lower().doubleValue(), bound.upper().doubleValue(),
                bound.upper().minus(bound.lower()).divide(bound.upper()).doubleValue(), text.length(), since(checking));
    }

    private static Prover.Options options(double seconds) {
        long begin = System.nanoTime();
        return new Prover.Options(GAP, seconds, NeuronSearch.Method.AUTO, () -> since(begin) > seconds, p -> { }, p -> { });
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void require(Verdict verdict) {
        if (verdict == null || verdict.status() != Verdict.Status.VERIFIED) {
            throw new IllegalStateException("not verified: " + verdict);
        }
    }

    private static <T> double median(List<T> runs, java.util.function.ToDoubleFunction<T> value) {
        double[] values = runs.stream().mapToDouble(value).sorted().toArray();
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
