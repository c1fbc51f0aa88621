package org.relucert.cli;

import java.nio.file.Path;
import java.util.List;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that searches for a proof and writes a certificate. */
abstract class SearchCommand extends Reporting {

    @Mixin
    private ProblemArguments problemArguments;

    @Mixin
    private SearchArguments searchArguments;

    @Option(names = "-o", paramLabel = "CERT",
            description = "Certificate file, compressed if the name ends in .gz (default: beside the problem, NAME.cert.json or "
                    + "NAME.neuron.cert.json). It is replaced only by a certificate that has been verified.")
    private Path output;

    /** What the search of a command found. */
    record Found(Proof proof, List<String> weaker) { }

    /** Where the certificate goes without {@code -o}: NAME, this, and {@code .cert.json}. */
    abstract String suffix();

    /** Reads what else the command needs, and searches. */
    abstract Found search(Problem problem, Prover.Options options);

    /** Files besides the problem's that the command reads; a certificate must not replace them. */
    abstract List<Path> read();

    /** The problem on the command line, or its data. */
    final ProblemArguments problemArguments() {
        return problemArguments;
    }

    /** How hard to search. */
    final SearchArguments searchArguments() {
        return searchArguments;
    }

    /** What {@code -o} says, or where the certificate goes without it. */
    final Path place() {
        return output != null ? output : problemArguments.defaultCertificate(suffix());
    }

    @Override
    public Integer call() {
        Prover.Options options = searchArguments.options();
        Problem problem = named(problemArguments.read());
        CertificateOutput target = CertificateOutput.at(place());
        problemArguments.files().forEach(target::keep);
        read().forEach(target::keep);
        Interruption.listen();
        long begin = System.nanoTime();
        Found found;
        try {
            found = search(problem, options);
        } catch (Unproved e) {
            return refused(e.getMessage(), begin);
        } catch (OutOfMemoryError e) {
            return refused("the memory was too short; RELUCERT_JAVA_OPTIONS=-Xmx8g gives 8 GB, say", begin);
        } finally {
            Progress.clear();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Report report = shaped(target.write(problem, found.proof(), seconds)).nodes(found.proof().nodes());
        report.weaker(found.weaker()).print(json());
        return report.exitCode();
    }

    final int refused(String reason, long begin) {
        Progress.clear();
        failure("refused", reason).seconds((System.nanoTime() - begin) / 1e9, 0).print(json());
        return Main.REFUSED;
    }
}
