package org.relucert.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.relucert.problem.InputException;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about a certificate and, perhaps, the user's own copy of its problem. Loads trusted rooms only, as verify must. */
abstract class CertificateCommand extends Reporting {

    @Parameters(index = "0", paramLabel = "CERT", description = "Certificate file, relucert-certificate/1.")
    private Path certificate;

    @Option(names = "--problem", paramLabel = "PROBLEM",
            description = "Your own copy of the problem, which the embedded one must equal. Without it the embedded one is believed.")
    private Path problem;

    /** The certificate's file. */
    final Path certificate() {
        return certificate;
    }

    /** The file of the user's own copy. */
    final Optional<Path> problem() {
        return Optional.ofNullable(problem);
    }

    /** Reads the user's own copy; its name stands in every report from now on. */
    final Optional<Problem> own() {
        return problem().map(ProblemFile::read).map(this::named);
    }

    /** Bytes of the certificate's file. */
    final long size() {
        try {
            return Files.size(certificate);
        } catch (IOException e) {
            throw new InputException(certificate.toString(), "", "cannot be read");
        }
    }
}
