package org.relucert.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.problem.InputException;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code relucert verify CERT}: no native library, no floating point, no search. */
@Command(name = "verify", mixinStandardHelpOptions = true, description = "Checks a certificate exactly.")
final class VerifyCommand implements Callable<Integer>, Reporting {

    @Parameters(index = "0", paramLabel = "CERT", description = "certificate file")
    private Path certificate;

    @Option(names = "--problem", paramLabel = "PROBLEM",
            description = "your own copy of the problem; without it the embedded one is believed")
    private Path problem;

    @Option(names = "--reference", description = "check trees with the plain reference implementation")
    private boolean reference;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public boolean json() {
        return json;
    }

    @Override
    public Integer call() {
        Optional<Problem> own = Optional.ofNullable(problem).map(ProblemFile::read);
        long begin = System.nanoTime();
        Verdict verdict = (reference ? Checker.reference() : Checker.fast()).verify(certificate, own);
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (json) {
            Report.of(verdict).certificate(certificate.toString(), size()).seconds(0, seconds).print(true);
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
