package org.relucert.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.relucert.certificate.Claim;
import org.relucert.problem.Network;
import org.relucert.problem.NetworkFile;
import org.relucert.problem.Problem;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code relucert certify PROBLEM}. */
@Command(name = "certify", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Proves the strongest claim about a problem that it can within the limits, and writes the certificate.",
        footer = Main.EXIT_CODES)
final class CertifyCommand extends SearchCommand {

    @Option(names = "--claim", paramLabel = "CLAIM",
            description = "What to prove: bound or optimum; may be repeated. Without it the stronger one that can be proved.")
    private List<String> claims = List.of();

    @Option(names = "--network", paramLabel = "NET",
            description = "A network, relucert-network/1: its objective is the upper bound, and the optimum is proved for it.")
    private Path network;

    @Override
    String suffix() {
        return "";
    }

    @Override
    List<Path> read() {
        return network == null ? List.of() : List.of(network);
    }

    @Override
    Found search(Problem problem, Prover.Options options) {
        Optional<Network> given = Optional.ofNullable(network).map(file -> NetworkFile.read(file, problem));
        Prover.Outcome outcome = Prover.certify(problem, strongest(), given, options);
        return new Found(outcome.proof(), outcome.weaker());
    }

    private Optional<String> strongest() {
        for (String claim : claims) {
            if (!claim.equals(Claim.Bound.KEYWORD) && !claim.equals(Claim.Optimum.KEYWORD)) {
                throw new Unproved("the claim " + claim + " is not available; bound and optimum are");
            }
        }
        // The certificate of an optimum claims the bound too.
        return claims.contains(Claim.Optimum.KEYWORD) ? Optional.of(Claim.Optimum.KEYWORD) : claims.stream().findFirst();
    }
}
