package org.relucert.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.problem.ProblemFile;
import org.relucert.problem.VectorFile;
import org.relucert.prover.NeuronPhases;
import org.relucert.prover.Proof;

/**
 * Single instances from the search to the verdict, without a cap: seconds on the clock and of the processors for each phase.
 * For the sizes that take minutes.
 */
final class WholeBench {

    private final Path folder;
    private final PrintStream out;

    WholeBench(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /** Runs the instances named. */
    void run(List<String> names, double relativeGap) {
        Table table = new Table(folder.resolve("whole.csv"), out, "instance", "nodes", "gap", "search_s", "search_cpu", "proof_s",
                "proof_cpu", "write_s", "write_cpu", "check_s", "check_cpu", "bytes", "live_MB");
        LiveMemory memory = new LiveMemory();
        for (String name : names) {
            Instances.Instance instance = Instances.named(name);
            memory.reset();
            Stopwatch watch = new Stopwatch();
            NeuronPhases.Searched searched = NeuronPhases.search(instance.problem(), instance.nu(), relativeGap, () -> false);
            double[] search = watch.lap();
            Proof proof = searched.prove();
            double[] exact = watch.lap();
            String text = proof.text();
            double[] write = watch.lap();
            Run.require(Checker.fast().verify(CertificateReader.of(text), Optional.of(instance.problem())));
            double[] check = watch.lap();
            Claim.NeuronMaximum claim = (Claim.NeuronMaximum) proof.certificate().claims().get(0);
            table.row(name, searched.nodes(), claim.upper().minus(claim.lower()).divide(claim.upper()).doubleValue(), search[0],
                    search[1], exact[0], exact[1], write[0], write[1], check[0], check[1], text.length(), memory.megabytes());
        }
    }

    /** Writes problem and dual vector of the instances named, as NAME.problem.json and NAME.nu.json. */
    void files(List<String> names) {
        for (String name : names) {
            Instances.Instance instance = Instances.named(name);
            ProblemFile.write(instance.problem(), folder.resolve(name + ".problem.json"));
            VectorFile.write(instance.nu(), folder.resolve(name + ".nu.json"));
        }
    }

    /** Seconds on the clock and of the processors since the last lap. */
    private static final class Stopwatch {

        private long clock = System.nanoTime();
        private long processor = processorTime();

        double[] lap() {
            long now = System.nanoTime();
            long used = processorTime();
            double[] lap = {(now - clock) / 1e9, (used - processor) / 1e9};
            clock = now;
            processor = used;
            return lap;
        }

        private static long processorTime() {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        }
    }
}
