package org.relucert.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.relucert.certificate.Claim;
import org.relucert.problem.Network;
import org.relucert.problem.NetworkFile;
import org.relucert.problem.Problem;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code relucert certify PROBLEM}. */
@Command(name = "certify", mixinStandardHelpOptions = true,
        description = "Proves the strongest claim about a problem that it can, and writes the certificate.")
final class CertifyCommand implements Callable<Integer>, Reporting {

    /** Weakest first. */
    private static final List<String> CLAIMS = List.of(Claim.Bound.KEYWORD, Claim.Optimum.KEYWORD,
            Claim.OptimalSetOutline.KEYWORD, Claim.OptimalSet.KEYWORD);

    @Mixin
    private ProblemArguments problemArguments;

    @Mixin
    private SearchArguments searchArguments;

    @Option(names = "--claim", paramLabel = "CLAIM", description = "bound, optimum, optimal-set-outline or optimal-set; "
            + "the strongest that can be proved without")
    private List<String> claims = List.of();

    @Option(names = "--network", paramLabel = "NET", description = "a network for the upper bound, or to be proved optimal")
    private Path network;

    @Option(names = "-o", paramLabel = "CERT", description = "certificate file (default NAME.cert.json beside the problem)")
    private Path output;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public boolean json() {
        return json;
    }

    @Override
    public Integer call() {
        Problem problem = problemArguments.read();
        Optional<String> strongest = Optional.empty();
        for (String claim : claims) {
            if (!CLAIMS.contains(claim)) {
                throw new Unproved("the claim " + claim + " is not available; available are " + String.join(", ", CLAIMS));
            }
            // The certificate of a stronger claim makes the weaker ones too.
            if (strongest.isEmpty() || CLAIMS.indexOf(claim) > CLAIMS.indexOf(strongest.get())) {
                strongest = Optional.of(claim);
            }
        }
        Optional<Network> given = Optional.ofNullable(network).map(file -> NetworkFile.read(file, problem));
        long begin = System.nanoTime();
        Prover.Outcome outcome = Prover.certify(problem, strongest, given, searchArguments.options());
        double seconds = (System.nanoTime() - begin) / 1e9;
        List<String> weaker = new ArrayList<>(outcome.weaker());
        Report[] report = new Report[1];
        int code = CertificateOutput.write(problem, outcome.proof(),
                output != null ? output : problemArguments.defaultCertificate(""), report, seconds);
        report[0].weaker(weaker).print(json);
        return code;
    }
}
