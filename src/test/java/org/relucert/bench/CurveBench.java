package org.relucert.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;
import org.relucert.search.NeuronSearch;
import org.relucert.search.TrainingResult;

/**
 * The bounds of real tables, and of a large one, over time: what an anytime bound is worth before it is tight. The last row is the interval that the
 * certificate proves, verified; the others are the training's own, in floating point.
 */
final class CurveBench {

    private static final double GAP = 1e-6;

    private final Path folder;
    private final PrintStream out;
    private final boolean longForm;
    private final List<String> names;

    /** Only curves of these names; all of them if there are none. */
    CurveBench(Path folder, PrintStream out, boolean longForm, List<String> names) {
        this.names = names;
        this.folder = folder;
        this.out = out;
        this.longForm = longForm;
    }

    void run() {
        Problem eleven = ProblemFile.read(Path.of("proofs-notes/bench/diabetes-442x11.problem.json"));
        curve("iris", ProblemFile.read(Path.of("certificates/iris.problem.json")), 30);
        curve("diabetes-442x5", ProblemFile.read(Path.of("certificates/diabetes-442x5.problem.json")), 60);
        curve("teacher-3000x4", Instances.teacher(3000, 3, Rationals.of(30), 1), 120);
        curve("categories-300x7-free", Instances.categories(300, Rationals.of(5), Problem.Bias.FREE, 1), 60);
        curve("diabetes-442x6-free", withFreeBias(eleven, 5), 60);
        // Eleven dimensions take five minutes, the proof four more, and both more than the usual heap.
        int wanted = Integer.getInteger("bench.seconds", 0);
        int seconds = wanted == 0 && longForm ? 600 : wanted;
        if (seconds > 0) {
            curve("diabetes-442x8-free", withFreeBias(eleven, 7), seconds);
            curve("diabetes-442x11", eleven, seconds);
        }
    }

    /** The first columns of a table, with a bias that is not penalised. */
    private static Problem withFreeBias(Problem problem, int columns) {
        RationalMatrix inputs = RationalMatrix.ofColumns(
                IntStream.range(0, columns).mapToObj(problem.inputs()::column).toList(), problem.rows());
        return Problem.of(problem.name() + ", " + columns + " columns and a free bias", inputs, problem.labels(), problem.loss(),
                problem.betaSquared(), Problem.Bias.FREE, Problem.Skip.NONE, RationalMatrix.identity(columns));
    }

    private void curve(String name, Problem problem, double seconds) {
        if (!names.isEmpty() && !names.contains(name)) {
            return;
        }
        Table table = new Table(folder.resolve(name + "-curve.csv"), out, "seconds", "lower", "upper", "relative_gap", "nodes", "bytes");
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
