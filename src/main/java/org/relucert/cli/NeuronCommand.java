package org.relucert.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.relucert.certificate.Claim;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Problem;
import org.relucert.problem.VectorFile;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code relucert neuron PROBLEM --nu NU.json}. */
@Command(name = "neuron", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Certifies an interval for the largest |nu^T (Xu)_+| over neurons u of penalty at most 1.",
        footer = Main.EXIT_CODES)
final class NeuronCommand extends SearchCommand {

    @Option(names = "--nu", required = true, paramLabel = "NU.json",
            description = "The dual vector: a JSON list of n numbers, or an object {\"nu\": [...]}.")
    private Path nuFile;

    @Override
    String suffix() {
        return ".neuron";
    }

    @Override
    List<Path> read() {
        return List.of(nuFile);
    }

    @Override
    Found search(Problem problem, Prover.Options options) {
        RationalVector nu = VectorFile.read(nuFile, problem.rows());
        Proof proof = Prover.neuron(problem, nu, options);
        double gap = proof.claim(Claim.NeuronMaximum.class).map(claim -> Report.relativeGap(claim.lower(), claim.upper())).orElseThrow();
        return new Found(proof, gap <= options.relativeGap() ? List.of() : List.of(String.format(Locale.ROOT,
                "a relative gap of %.2g: %s", options.relativeGap(), options.stop().getAsBoolean() ? "the time was too short"
                        : "the search came no further")), List.of());
    }

    @Override
    Report shaped(Report report) {
        return report.ofNeuron();
    }
}
