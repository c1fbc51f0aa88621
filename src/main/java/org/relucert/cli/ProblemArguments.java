package org.relucert.cli;

import java.nio.file.Path;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Rationals;
import org.relucert.problem.CsvFile;
import org.relucert.problem.InputException;
import org.relucert.problem.NumberText;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A problem on the command line: a problem file, or tables with options. */
final class ProblemArguments {

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROBLEM", description = "problem file, relucert-problem/1")
    private Path file;

    @Option(names = "--inputs", paramLabel = "X.csv", description = "inputs as a table, instead of PROBLEM")
    private Path inputs;

    @Option(names = "--labels", paramLabel = "y.csv", description = "labels as a table")
    private Path labels;

    @Option(names = "--beta", paramLabel = "B", description = "regularisation strength, with --inputs")
    private String beta;

    @Option(names = "--loss", description = "with --inputs: ${COMPLETION-CANDIDATES} (default squared)",
            defaultValue = "SQUARED")
    private Problem.Loss loss;

    @Option(names = "--bias", description = "with --inputs: ${COMPLETION-CANDIDATES} (default none)", defaultValue = "NONE")
    private Problem.Bias bias;

    @Option(names = "--skip", description = "with --inputs: ${COMPLETION-CANDIDATES} (default none)", defaultValue = "NONE")
    private Problem.Skip skip;

    /** Reads the problem. */
    Problem read() {
        if (file != null && inputs == null && labels == null && beta == null) {
            return ProblemFile.read(file);
        }
        if (file != null || inputs == null || labels == null) {
            throw new InputException("arguments", "PROBLEM", "expected a problem file, or --inputs and --labels");
        }
        Rational strength = Rationals.ONE;
        if (beta != null) {
            strength = NumberText.parse(beta, "arguments", "--beta");
        } else if (loss == Problem.Loss.SQUARED) {
            throw new InputException("arguments", "--beta", "expected a positive number, squared loss has no default");
        }
        if (!strength.isPositive()) {
            throw new InputException("arguments", "--beta", "expected a positive number, found " + Rationals.text(strength));
        }
        Problem bare = CsvFile.read(inputs, labels, loss, Rationals.square(strength), bias, skip);
        return Problem.of(stem(inputs), bare.inputs(), bare.labels(), loss, bare.betaSquared(), bias, skip, bare.metric());
    }

    /** Where the certificate goes without {@code -o}: beside the problem, as NAME.cert.json. */
    Path defaultCertificate(String suffix) {
        Path source = file != null ? file : inputs;
        return source.resolveSibling(stem(source) + suffix + ".cert.json");
    }

    private static String stem(Path path) {
        return path.getFileName().toString().replaceFirst("(\\.problem)?\\.(json|csv)(\\.gz)?$", "");
    }
}
