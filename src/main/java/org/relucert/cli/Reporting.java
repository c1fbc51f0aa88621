package org.relucert.cli;

import java.util.concurrent.Callable;
import org.relucert.problem.Problem;
import picocli.CommandLine.Option;

/**
 * A command with the option {@code --json}. What it has learned before it fails stands in the report of the failure too.
 *
 * <p>Every field type of a command is loaded with it. {@code verify} must not load the rooms it does not trust, so nothing of
 * them stands here.
 */
abstract class Reporting implements Callable<Integer> {

    @Option(names = "--json", description = "Print one JSON object on standard output, nothing else.")
    private boolean json;

    private String problemName;

    /** Whether one JSON object is to be printed, and nothing else. */
    final boolean json() {
        return json;
    }

    /** Takes down the name of the problem at hand. */
    final Problem named(Problem problem) {
        problemName = problem.name();
        return problem;
    }

    /** A report that no claim was proved. */
    final Report failure(String verdict, String reason) {
        return shaped(Report.failure(verdict, reason).problem(problemName));
    }

    /** The report with the keys of this command. */
    Report shaped(Report report) {
        return report;
    }
}
