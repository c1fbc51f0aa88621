package org.relucert.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relucert.problem.InputException;
import org.relucert.problem.OutputFile;
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

    /**
     * What the search of a command found.
     *
     * @param table lines of the table that was asked for; empty without one
     */
    record Found(Proof proof, List<String> weaker, List<String> table) { }

    /** Where the certificate goes without {@code -o}: NAME, this, and {@code .cert.json}. */
    abstract String suffix();

    /** Reads what else the command needs, and searches. */
    abstract Found search(Problem problem, Prover.Options options);

    /** Files besides the problem's that the command reads; a certificate must not replace them. */
    abstract List<Path> read();

    /** Where the table goes; empty if none was asked for. */
    Optional<Path> table() {
        return Optional.empty();
    }

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
        List<Path> given = new ArrayList<>(problemArguments.files());
        given.addAll(read());
        given.forEach(target::keep);
        table().ifPresent(file -> {
            CertificateOutput table = CertificateOutput.at(file);
            given.forEach(table::keep);
            target.keepApart(table);
        });
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
        int code = report.exitCode();
        if (code == Main.DONE && !found.table().isEmpty()) {
            try {
                write(table().orElseThrow(), found.table());
            } catch (InputException e) {
                // The certificate stands all the same.
                Main.complain(e.getMessage());
                report.reason(e.getMessage());
                code = Main.BAD_INPUT;
            }
        }
        report.weaker(found.weaker()).print(json());
        return code;
    }

    /** Writes a table, a line after the other. */
    static void write(Path file, List<String> lines) {
        OutputFile.write(file, out -> out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    final int refused(String reason, long begin) {
        Progress.clear();
        failure("refused", reason).seconds((System.nanoTime() - begin) / 1e9, 0).print(json());
        return Main.REFUSED;
    }
}
