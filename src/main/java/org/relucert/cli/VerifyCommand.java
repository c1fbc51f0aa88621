package org.relucert.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.problem.InputException;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code relucert verify CERT}: no native library, no floating point, no search. */
@Command(name = "verify", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Checks a certificate exactly. Prints one line that begins with s VERIFIED, s REJECTED or s REFUSED.",
        footer = Main.EXIT_CODES)
final class VerifyCommand extends Reporting {

    @Parameters(index = "0", paramLabel = "CERT", description = "Certificate file, relucert-certificate/1.")
    private Path certificate;

    @Option(names = "--problem", paramLabel = "PROBLEM",
            description = "Your own copy of the problem, which the embedded one must equal. Without it the embedded one is believed.")
    private Path problem;

    @Option(names = "--reference", description = "Check trees with the plain implementation on rationals: slower, same verdict.")
    private boolean reference;

    @Override
    public Integer call() {
        Optional<Problem> own = Optional.ofNullable(problem).map(ProblemFile::read).map(this::named);
        long begin = System.nanoTime();
        Verdict verdict = (reference ? Checker.reference() : Checker.fast()).verify(certificate, own);
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (json()) {
            Report.of(verdict).problem(own.map(Problem::name).orElse(null)).certificate(certificate.toString(), size())
                    .seconds(0, seconds).print(true);
        } else {
            System.out.println(verdict.line());
        }
        return switch (verdict.status()) {
            case VERIFIED -> Main.DONE;
            case REJECTED -> Main.REJECTED;
            case REFUSED -> Main.REFUSED;
        };
    }

    private long size() {
        try {
            return Files.size(certificate);
        } catch (IOException e) {
            throw new InputException(certificate.toString(), "", "cannot be read");
        }
    }
}
