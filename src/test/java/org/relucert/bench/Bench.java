package org.relucert.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;
import org.relucert.search.NeuronSearch;

/**
 * The benchmarks: {@code mvn -q test-compile exec:exec -Pbench}. Prints tables and writes them as CSV; what the columns mean
 * and how to read them stands in proofs-notes/performance.md.
 *
 * <p>System properties: {@code bench.only} (neuron, scaling, gallery, curve, path, all by default; whole, files), {@code bench.long} (true:
 * longer caps, more repeats), {@code bench.seconds} (of the longest curve), {@code bench.out} (folder), {@code bench.instances} (names,
 * for whole and files; of neuron and curve only these).
 */
public final class Bench {

    private static final double GAP = 1e-6;
    private static final boolean LONG = Boolean.getBoolean("bench.long");
    private static final double REFERENCE_CAP = LONG ? 20 : 5;
    private static final int REPEATS = LONG ? 7 : 3;

    private final Path folder = Path.of(System.getProperty("bench.out", "proofs-notes/bench"));
    private final PrintStream out = System.out;

    private Bench() { }

    /** Runs the benchmarks. */
    public static void main(String[] arguments) throws IOException {
        Bench bench = new Bench();
        List<String> only = Arrays.asList(System.getProperty("bench.only", "neuron,scaling,gallery,curve,path").split(","));
        List<String> instances = Arrays.stream(System.getProperty("bench.instances", "").split(",")).filter(s -> !s.isEmpty()).toList();
        if (only.contains("neuron")) {
            new NeuronBench(bench.folder, bench.out, LONG, instances).run();
        }
        if (only.contains("scaling")) {
            new ScalingBench(bench.folder, bench.out, LONG).run();
        }
        if (only.contains("whole")) {
            new WholeBench(bench.folder, bench.out).run(instances, GAP);
        }
        if (only.contains("files")) {
            new WholeBench(bench.folder, bench.out).files(instances);
        }
        if (only.contains("gallery")) {
            bench.gallery();
        }
        if (only.contains("curve")) {
            new CurveBench(bench.folder, bench.out, LONG, instances).run();
        }
        if (only.contains("path")) {
            new PathBench(bench.folder, bench.out, REPEATS).run();
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
                table.row(name, Run.since(begin), null, null, null, null, "refused: " + e.getMessage());
                continue;
            }
            double search = Run.since(begin);
            String text = proof.text();
            List<Double> checks = new ArrayList<>();
            for (int r = 0; r < REPEATS; r++) {
                long checking = System.nanoTime();
                Run.require(Checker.fast().verify(CertificateReader.of(text), Optional.of(problem)));
                checks.add(Run.since(checking));
            }
            double check = Run.median(checks, x -> x);
            CertificateReader reader = CertificateReader.of(text);
            double reference = NeuronBench.timed(REFERENCE_CAP, reader::close,
                    () -> Checker.reference().verify(reader, Optional.of(problem)));
            table.row(name, search, text.length(), check, reference, text.length() / check / 1e6,
                    String.join(" + ", proof.certificate().claims().stream().map(Claim::keyword).toList()));
        }
    }

    private static Prover.Options options(double seconds) {
        long begin = System.nanoTime();
        return new Prover.Options(GAP, seconds, NeuronSearch.Method.AUTO, () -> Run.since(begin) > seconds, p -> { }, p -> { });
    }
}
