package org.relucert.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;
import org.relucert.search.NeuronSearch;
import org.relucert.search.TrainingResult;

/**
 * The bounds of real tables over time: what an anytime bound is worth before it is tight. The last row is the interval that the
 * certificate proves, verified; the others are the training's own, in floating point.
 */
final class CurveBench {

    private static final double GAP = 1e-6;

    private final Path folder;
    private final PrintStream out;
    private final boolean longForm;

    CurveBench(Path folder, PrintStream out, boolean longForm) {
        this.folder = folder;
        this.out = out;
        this.longForm = longForm;
    }

    void run() {
        curve("iris-curve.csv", Path.of("certificates/iris.problem.json"), 30);
        curve("diabetes-442x5-curve.csv", Path.of("certificates/diabetes-442x5.problem.json"), 60);
        // Eleven dimensions take five minutes, the proof four more, and both more than the usual heap.
        int wanted = Integer.getInteger("bench.seconds", 0);
        int seconds = wanted == 0 && longForm ? 600 : wanted;
        if (seconds > 0) {
            curve("diabetes-442x11-curve.csv", Path.of("proofs-notes/bench/diabetes-442x11.problem.json"), seconds);
        }
    }

    private void curve(String csv, Path file, double seconds) {
        Problem problem = ProblemFile.read(file);
        Table table = new Table(folder.resolve(csv), out, "seconds", "lower", "upper", "relative_gap", "nodes", "bytes");
        long begin = System.nanoTime();
        Prover.Outcome outcome;
        try {
            outcome = Prover.certify(problem, Set.of(Claim.Bound.KEYWORD), List.of(), new Prover.Options(GAP, seconds,
                    NeuronSearch.Method.AUTO, () -> Run.since(begin) > seconds, p -> { }, p -> { }));
        } catch (Unproved e) {
            out.println("refused: " + e.getMessage());
            return;
        }
        double total = Run.since(begin);
        for (TrainingResult.Point point : outcome.trained().curve()) {
            if (Double.isFinite(point.lower()) && Double.isFinite(point.upper())) {
                row(table, point.seconds(), point.lower(), point.upper(), point.nodes(), null);
            }
        }
        Claim.Bound bound = outcome.proof().claim(Claim.Bound.class).orElseThrow();
        String text = outcome.proof().text();
        long checking = System.nanoTime();
        Run.require(Checker.fast().verify(CertificateReader.of(text), Optional.of(problem)));
        row(table, total, bound.lower().doubleValue(), bound.upper().doubleValue(), outcome.trained().nodes(), text.length());
        out.printf(Locale.ROOT, "proved after %.2f s, relative gap %.1e; checked in %.2f s%n", total,
                bound.upper().minus(bound.lower()).divide(bound.upper()).doubleValue(), Run.since(checking));
    }

    private static void row(Table table, double seconds, double lower, double upper, long nodes, Integer bytes) {
        table.row(String.format(Locale.ROOT, "%.3f", seconds), String.format(Locale.ROOT, "%.12g", lower),
                String.format(Locale.ROOT, "%.12g", upper), 1 - lower / upper, nodes, bytes);
    }
}
