package org.relucert.cli;

import java.util.Optional;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code relucert verify CERT}: no native library, no floating point, no search. */
@Command(name = "verify", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Checks a certificate exactly. Prints one line that begins with s VERIFIED, s REJECTED or s REFUSED.",
        footer = Main.EXIT_CODES)
final class VerifyCommand extends CertificateCommand {

    @Option(names = "--reference", description = "Check trees with the plain implementation on rationals: slower, same verdict.")
    private boolean reference;

    @Override
    public Integer call() {
        Optional<Problem> own = own();
        long begin = System.nanoTime();
        Verdict verdict = (reference ? Checker.reference() : Checker.fast()).verify(certificate(), own);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Report report = Report.of(verdict);
        if (json()) {
            report.problem(own.map(Problem::name).orElse(null)).certificate(certificate().toString(), size())
                    .seconds(0, seconds).print(true);
        } else {
            System.out.println(verdict.line());
        }
        return report.exitCode();
    }
}
