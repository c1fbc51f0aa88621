package org.relucert.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.exact.Rationals;
import org.relucert.problem.NumberText;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;
import org.relucert.prover.Prover;
import org.relucert.search.WarmStart;

/** Paths of betas, each training begun with what the last one has left against each for itself; certified and verified. */
final class PathBench {

    private static final double GAP = 1e-6;

    private final Path folder;
    private final PrintStream out;
    private final int repeats;

    /** One way along a path; the medians are over repeats. */
    private record Way(double processorSeconds, long nodes, int rounds, long bytes) { }

    PathBench(Path folder, PrintStream out, int repeats) {
        this.folder = folder;
        this.out = out;
        this.repeats = repeats;
    }

    void run() {
        Table table = new Table(folder.resolve("path.csv"), out, "table", "betas", "cold_cpu_s", "warm_cpu_s", "cold_nodes",
                "warm_nodes", "cold_rounds", "warm_rounds", "cold_bytes", "warm_bytes");
        path(table, "iris", "30,20,10,7,5,3,2,1,0.5,0.3");
        path(table, "diabetes-442x5", "20000,10000,5000,3000,2000");
    }

    private void path(Table table, String name, String betas) {
        Problem problem = ProblemFile.read(Path.of("certificates", name + ".problem.json"));
        List<Way> cold = new ArrayList<>();
        List<Way> warm = new ArrayList<>();
        // The first of each is for the compiler.
        for (int r = 0; r <= repeats; r++) {
            cold.add(walk(problem, betas, false));
            warm.add(walk(problem, betas, true));
        }
        Way one = cold.get(0);
        Way other = warm.get(0);
        table.row(name, betas.replace(',', ' '), median(cold), median(warm), one.nodes(), other.nodes(), one.rounds(),
                other.rounds(), one.bytes(), other.bytes());
    }

    private double median(List<Way> ways) {
        return Run.median(ways.subList(1, ways.size()), Way::processorSeconds);
    }

    private static Way walk(Problem data, String betas, boolean isWarm) {
        double seconds = 0;
        long nodes = 0;
        int rounds = 0;
        long bytes = 0;
        WarmStart warm = WarmStart.NONE;
        for (String text : betas.split(",")) {
            Rational beta = NumberText.parse(text);
            Problem problem = Problem.of(data.name(), data.inputs(), data.labels(), data.loss(), Rationals.square(beta),
                    data.bias(), data.skip(), data.metric());
            double begin = processorSeconds();
            Prover.Outcome outcome = Prover.certify(problem, Set.of(Claim.Bound.KEYWORD), List.of(), Prover.Options.gap(GAP),
                    warm);
            seconds += processorSeconds() - begin;
            nodes += outcome.trained().nodes();
            rounds += outcome.trained().rounds();
            bytes += outcome.proof().text().length();
            Run.require(Checker.fast().verify(outcome.proof().reader(), Optional.of(problem)));
            warm = isWarm ? outcome.trained().next() : WarmStart.NONE;
        }
        return new Way(seconds, nodes, rounds, bytes);
    }

    private static double processorSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() * 1e-9;
    }
}
