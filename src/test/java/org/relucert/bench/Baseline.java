package org.relucert.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.relucert.prover.NeuronPhases;
import org.relucert.scip.NeuronMiqcp;
import org.relucert.scip.Scip;
import org.relucert.scip.ScipException;
import org.relucert.search.NeuronProblem;

/**
 * SCIP's MIQCP on both sides of an instance, one after the other, the second with what the first has left of the time. In a
 * process of its own, so that two can run beside each other and nothing of ours is in the way; only the solving is timed.
 *
 * @param seconds of both sides; the cap if they did not finish
 * @param status done, capped or unavailable
 */
record Baseline(double seconds, long nodes, String status) {

    /** Runs it in a process of its own. */
    static Baseline run(String instance, double cap, double relativeGap) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-Xmx1g", "-classpath", System.getProperty("java.class.path"),
                Baseline.class.getName(), instance, String.valueOf(cap), String.valueOf(relativeGap));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            process.waitFor();
            String[] answer = out.substring(out.lastIndexOf('\n') + 1).split(" ");
            return answer.length == 3 ? new Baseline(Double.parseDouble(answer[0]), Long.parseLong(answer[1]), answer[2])
                    : new Baseline(Double.NaN, 0, "unavailable");
        } catch (IOException | NumberFormatException e) {
            return new Baseline(Double.NaN, 0, "unavailable");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Arguments: instance, cap, relative gap. Prints seconds, nodes and status. */
    public static void main(String[] arguments) {
        Instances.Instance instance = Instances.named(arguments[0]);
        double cap = Double.parseDouble(arguments[1]);
        Baseline answer = instance.problem().hasFreeBias() ? new Baseline(Double.NaN, 0, "unavailable")
                : solve(NeuronPhases.floats(instance.problem(), instance.nu()), cap, Double.parseDouble(arguments[2]));
        System.out.printf(Locale.ROOT, "%n%.6f %d %s%n", answer.seconds, answer.nodes, answer.status);
    }

    private static Baseline solve(NeuronProblem plus, double cap, double relativeGap) {
        try {
            long begin = System.nanoTime();
            NeuronMiqcp.Result first = NeuronMiqcp.solve(plus.pairing(), plus.metric(), plus.nu(), cap, relativeGap);
            double left = Math.max(0.1, cap - Run.since(begin));
            NeuronMiqcp.Result second = NeuronMiqcp.solve(plus.pairing(), plus.metric(), plus.negated().nu(), left, relativeGap);
            double seconds = Math.min(Run.since(begin), cap);
            boolean done = finished(first) && finished(second);
            return new Baseline(done ? seconds : cap, first.nodes() + second.nodes(), done ? "done" : "capped");
        } catch (ScipException | LinkageError e) {
            return new Baseline(Double.NaN, 0, "unavailable");
        }
    }

    private static boolean finished(NeuronMiqcp.Result result) {
        return result.status() == Scip.Status.OPTIMAL || result.status() == Scip.Status.GAP_LIMIT;
    }
}
