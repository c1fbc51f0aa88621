package org.relucert.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.relucert.certificate.Claim;
import org.relucert.problem.InputException;
import org.relucert.problem.Network;
import org.relucert.problem.NetworkFile;
import org.relucert.problem.Problem;
import org.relucert.prover.PathSamples;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code relucert connect PROBLEM FROM TO}. */
@Command(name = "connect", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Certifies a path of non-increasing objective from a network to an optimal one. If both are optimal, certifies"
                + " that a path of optimal networks joins them, or that none does.",
        footer = Main.EXIT_CODES)
final class ConnectCommand extends SearchCommand {

    /** Points between two states in the table of samples. */
    private static final int SAMPLES = 9;
    private static final int MOST_SLOTS = 10_000;

    @Parameters(index = "1", paramLabel = "FROM", description = "A network, relucert-network/1.")
    private Path from;

    @Parameters(index = "2", paramLabel = "TO", description = "An optimal network.")
    private Path to;

    @Option(names = "--width", paramLabel = "M",
            description = "Number of slots, beyond the neurons of a network they are zero (default: the larger number of neurons).")
    private Integer width;

    @Option(names = "--csv", paramLabel = "FILE",
            description = "Writes points of the path as a table: t, the objective, the parameters of the balanced network.")
    private Path csv;

    @Override
    String suffix() {
        return ".connect";
    }

    @Override
    List<Path> read() {
        return List.of(from, to);
    }

    @Override
    Optional<Path> table() {
        return Optional.ofNullable(csv);
    }

    @Override
    Found search(Problem problem, Prover.Options options) {
        Network first = NetworkFile.read(from, problem);
        Network second = NetworkFile.read(to, problem);
        int least = Math.max(first.neurons().size(), second.neurons().size());
        int slots = width == null ? least : width;
        if (slots < least || slots > Math.max(least, MOST_SLOTS)) {
            throw new InputException("arguments", "--width", "expected a width of at least " + least
                    + ", the neurons of the larger network, and at most " + Math.max(least, MOST_SLOTS) + ", found " + slots);
        }
        Proof proof = Prover.connect(problem, first, second, slots, options);
        boolean joined = proof.certificate().claims().stream().noneMatch(Claim.Disconnected.class::isInstance);
        if (csv != null && !joined) {
            Main.complain("there is no path, " + csv + " is not written");
        }
        return new Found(proof, List.of(), csv == null || !joined ? List.of()
                : PathSamples.csv(proof.problem(), proof.sections().path().orElseThrow(), SAMPLES));
    }
}
