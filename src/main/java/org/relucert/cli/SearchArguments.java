package org.relucert.cli;

import java.util.function.BooleanSupplier;
import org.relucert.problem.InputException;
import org.relucert.prover.Prover;
import org.relucert.search.NeuronSearch;
import org.relucert.search.ScipTraining;
import picocli.CommandLine.Option;

/** How hard a command searches. */
final class SearchArguments {

    @Option(names = "--gap", paramLabel = "G", description = "Relative gap to reach (default ${DEFAULT-VALUE}).",
            defaultValue = "1e-6")
    private double gap;

    @Option(names = "--time-limit", paramLabel = "S",
            description = "Seconds for the search, of each beta (default ${DEFAULT-VALUE}); proving what it found comes on top."
                    + " Ctrl-C ends it too.",
            defaultValue = "60")
    private double seconds;

    @Option(names = "--method", paramLabel = "METHOD", description = "Nodes of the neuron search: auto, box, cones, cubes or quadratic (default auto).",
            defaultValue = "auto")
    private NeuronSearch.Method method;

    @Option(names = "--training", paramLabel = "ROUTE", defaultValue = "java",
            description = "Who trains, for certify: java, or scip (a second opinion: interpolation, and squared loss with at most "
                    + ScipTraining.MOST_PATTERNS + " activation patterns); default java.")
    private Prover.Training training;

    /** The prover's options, stopped by the limit or by Ctrl-C. */
    Prover.Options options() {
        if (!(gap > 0 && gap < 1)) {
            throw new InputException("arguments", "--gap", "expected a number between 0 and 1, found " + gap);
        }
        if (!(seconds > 0)) {
            throw new InputException("arguments", "--time-limit", "expected a positive number of seconds, found " + seconds);
        }
        long begin = System.nanoTime();
        BooleanSupplier stop = () -> Interruption.requested() || (System.nanoTime() - begin) / 1e9 > seconds;
        return new Prover.Options(gap, seconds, method, training, stop, Progress::training, Progress::search, Progress::line);
    }
}
