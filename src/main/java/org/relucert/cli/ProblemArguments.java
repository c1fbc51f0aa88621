package org.relucert.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROBLEM", description = "Problem file, relucert-problem/1.")
    private Path file;

    @Option(names = "--inputs", paramLabel = "X.csv", description = "Inputs as a table, one row a line, instead of PROBLEM.")
    private Path inputs;

    @Option(names = "--labels", paramLabel = "y.csv", description = "Labels as a table, with --inputs.")
    private Path labels;

    @Option(names = "--beta", paramLabel = "B",
            description = "Regularisation strength, with --inputs: 0.1 or 1/10; interpolation has 1 by default.")
    private String beta;

    @Option(names = "--loss", paramLabel = "LOSS", description = "With --inputs: squared or interpolation (default squared).")
    private Problem.Loss loss;

    @Option(names = "--bias", paramLabel = "BIAS", description = "With --inputs: none, regularized or free (default none).")
    private Problem.Bias bias;

    @Option(names = "--skip", paramLabel = "SKIP", description = "With --inputs: none or free (default none).")
    private Problem.Skip skip;

    /** Reads the problem for a path of betas, which come from elsewhere: a table needs none. */
    Problem readWithoutBeta() {
        if (beta != null) {
            throw new InputException("arguments", "--beta", "expected without --betas, found both");
        }
        beta = file == null ? "1" : null;
        return read();
    }

    /** Reads the problem. */
    Problem read() {
        if (file != null) {
            withoutTables();
            return ProblemFile.read(file);
        }
        if (inputs == null || labels == null) {
            throw new InputException("arguments", "PROBLEM", "expected a problem file, or --inputs and --labels");
        }
        return table(loss == null ? Problem.Loss.SQUARED : loss, bias == null ? Problem.Bias.NONE : bias,
                skip == null ? Problem.Skip.NONE : skip);
    }

    /** The files of the problem. */
    List<Path> files() {
        return file != null ? List.of(file) : List.of(inputs, labels);
    }

    private void withoutTables() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("--inputs", inputs);
        options.put("--labels", labels);
        options.put("--beta", beta);
        options.put("--loss", loss);
        options.put("--bias", bias);
        options.put("--skip", skip);
        options.forEach((option, value) -> {
            if (value != null) {
                throw new InputException("arguments", option, "expected only with tables, found with the problem file " + file);
            }
        });
    }

    private Problem table(Problem.Loss loss, Problem.Bias bias, Problem.Skip skip) {
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
        Path place = source.toAbsolutePath();
        if (!Files.isRegularFile(source) || place.startsWith("/dev") || place.startsWith("/proc")) {
            throw new InputException("arguments", "-o", "expected a certificate file, for " + source + " is a pipe or a device");
        }
        return source.resolveSibling(stem(source) + suffix + ".cert.json");
    }

    /** What files made from the problem are named after. */
    String stem() {
        return stem(file != null ? file : inputs);
    }

    private static String stem(Path path) {
        return path.getFileName().toString().replaceFirst("(\\.problem)?\\.(json|csv)(\\.gz)?$", "");
    }
}
