package org.relucert.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.relucert.problem.InputException;
import org.relucert.problem.OutputFile;
import org.relucert.problem.Problem;
import org.relucert.report.Evidence;
import org.relucert.report.Format;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code relucert report CERT}: what a certificate proves, as a theorem. Nothing is printed of a certificate that does not
 * verify.
 */
@Command(name = "report", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Checks a certificate and prints what it proves as a theorem with its hypotheses, tables and hash.",
        footer = Main.EXIT_CODES)
final class ReportCommand extends CertificateCommand {

    @Option(names = "--latex", description = "A theorem ready for \\input; needs amsmath, amssymb and amsthm.")
    private boolean latex;

    @Option(names = "--markdown", description = "The same as GitHub-flavoured Markdown.")
    private boolean markdown;

    @Option(names = "--full", description = "Print large tables too: data, atoms, vertices, activation patterns.")
    private boolean full;

    @Option(names = "-o", paramLabel = "FILE", description = "Write to this file (default: standard output).")
    private Path output;

    @Override
    public Integer call() {
        if (latex == markdown) {
            throw new InputException("arguments", "", "expected " + (latex ? "only one of --latex and --markdown"
                    : "--latex or --markdown; pages in HTML are not available yet"));
        }
        if (output != null) {
            CertificateOutput target = CertificateOutput.at(output);
            target.keep(certificate());
            problem().ifPresent(target::keep);
        }
        Optional<Problem> own = own();
        long begin = System.nanoTime();
        Evidence.Check check = Evidence.check(certificate(), own);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Report report = Report.of(check.verdict()).problem(own.map(Problem::name).orElse(null))
                .certificate(certificate().toString(), size()).seconds(0, seconds);
        if (check.evidence().isEmpty()) {
            if (json()) {
                shaped(report).print(true);
            } else {
                System.out.println(check.verdict().line());
            }
            return report.exitCode();
        }
        String text = (latex ? Format.LATEX : Format.MARKDOWN).print(check.evidence().get(),
                problem().map(file -> file.getFileName().toString()), full);
        if (output != null) {
            OutputFile.write(output, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        }
        if (json()) {
            report.theorem(text, output == null ? null : output.toString()).print(true);
        } else if (output == null) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            System.out.write(bytes, 0, bytes.length);
            System.out.flush();
        }
        return Main.DONE;
    }

    @Override
    Report shaped(Report report) {
        return report.theorem(null, null);
    }
}
