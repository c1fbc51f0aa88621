package org.relucert.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.relucert.certificate.Claim;
import org.relucert.problem.InputException;
import org.relucert.problem.Network;
import org.relucert.problem.NetworkFile;
import org.relucert.problem.Problem;
import org.relucert.problem.VectorFile;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;
import org.relucert.search.TrainingResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code relucert certify PROBLEM}. */
@Command(name = "certify", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Proves the strongest claim about a problem that it can within the limits, and writes the certificate.",
        footer = Main.EXIT_CODES)
final class CertifyCommand extends SearchCommand {

    /** What can be claimed, weakest first. */
    private static final List<String> CLAIMS = List.of(Claim.Bound.KEYWORD, Claim.Optimum.KEYWORD,
            Claim.OptimalSetOutline.KEYWORD, Claim.OptimalSet.KEYWORD,
            Claim.Unique.KEYWORD, Claim.UniqueFunction.KEYWORD, Claim.Nonunique.KEYWORD, Claim.Member.KEYWORD,
                    Claim.Support.KEYWORD);

    @Option(names = "--claim", paramLabel = "CLAIM",
            description = "What to prove: bound, optimum, optimal-set, optimal-set-outline, unique, unique-function, nonunique, member or"
                    + " support; may be repeated."
                    + " Without it the strongest of the first three that can be proved. Of the network given: stationary,"
                    + " not-stationary, local-minimum, not-local-minimum, bad-local-minimum or not-cone-optimal.")
    private List<String> claims = List.of();

    @Option(names = "--network", paramLabel = "NET",
            description = "A network, relucert-network/1: its objective is the upper bound, and the optimum is proved for it."
                    + " Twice for nonunique: the two networks. Twice for bad-local-minimum and not-cone-optimal: the second is the"
                    + " better one.")
    private List<Path> networks = List.of();

    @Option(names = "--nu", paramLabel = "NU.json",
            description = "A dual optimum, with --network: nothing is trained, the claims are proved for these two.")
    private Path nuFile;

    @Option(names = "--curve", paramLabel = "FILE.csv", description = "Also write the bounds over the time of the search.")
    private Path curve;

    @Option(names = "--betas", paramLabel = "B1,B2,…",
            description = "A regularisation path: the problem's data with each of these betas, one after the other, each training"
                    + " beginning with what the last one has left, so neighbours should stand together. Each has a certificate and"
                    + " a problem file of its own, NAME.beta-B.cert.json and NAME.beta-B.problem.json; -o gives NAME, or a folder that exists.")
    private String betas;

    @Option(names = "--path", paramLabel = "FILE.csv", description = "With --betas: also write a table of the path.")
    private Path table;

    @Override
    public Integer call() {
        if (betas == null) {
            if (table != null) {
                throw new InputException("arguments", "--path", "expected with --betas, found without");
            }
            return super.call();
        }
        try {
            claims.forEach(CertifyCommand::requireAvailable);
        } catch (Unproved e) {
            return refused(e.getMessage(), System.nanoTime());
        }
        for (String claim : claims) {
            if (Prover.landscapeClaims().contains(claim)) {
                throw new InputException("arguments", "--claim", "expected a claim about the problem with --betas, found " + claim);
            }
        }
        if (!networks.isEmpty() || nuFile != null) {
            throw new InputException("arguments", networks.isEmpty() ? "--nu" : "--network", "expected without --betas, for each"
                    + " beta has optimal networks and a dual optimum of its own");
        }
        return new BetaPath(this, betas, Set.copyOf(claims), table, curve).run();
    }

    @Override
    String suffix() {
        return "";
    }

    @Override
    List<Path> read() {
        List<Path> files = new ArrayList<>(networks);
        if (nuFile != null) {
            files.add(nuFile);
        }
        return files;
    }

    @Override
    Optional<Path> table() {
        return Optional.ofNullable(curve);
    }

    @Override
    Found search(Problem problem, Prover.Options options) {
        claims.forEach(CertifyCommand::requireAvailable);
        List<Network> given = networks.stream().map(file -> NetworkFile.read(file, problem)).toList();
        if (claims.stream().anyMatch(Prover.landscapeClaims()::contains)) {
            return new Found(landscape(problem, given, options), List.of(), List.of());
        }
        if (nuFile != null) {
            if (given.size() != 1 || curve != null) {
                throw new InputException("arguments", "--nu", curve == null ? "expected with one --network, found " + given.size()
                        : "expected without --curve, for nothing is trained");
            }
            Prover.Outcome known = Prover.known(problem, VectorFile.read(nuFile, problem.rows()), given.get(0),
                    Set.copyOf(claims), options);
            return new Found(known.proof(), known.weaker(), List.of());
        }
        Prover.Outcome outcome = Prover.certify(problem, Set.copyOf(claims), given, options);
        List<String> lines = new ArrayList<>();
        if (curve != null) {
            lines.add("seconds,lower,upper,nodes");
            for (TrainingResult.Point point : outcome.trained().curve()) {
                lines.add(point.seconds() + "," + point.lower() + "," + point.upper() + "," + point.nodes());
            }
        }
        return new Found(outcome.proof(), outcome.weaker(), lines);
    }

    private static void requireAvailable(String claim) {
        if (!CLAIMS.contains(claim) && !Prover.landscapeClaims().contains(claim)) {
            throw new Unproved("the claim " + claim + " is not available; available are " + String.join(", ", CLAIMS) + ", "
                    + String.join(", ", Prover.landscapeClaims()));
        }
    }

    private Proof landscape(Problem problem, List<Network> given, Prover.Options options) {
        for (String claim : claims) {
            if (!Prover.landscapeClaims().contains(claim)) {
                throw new Unproved("the claim " + claim + " is not about the point that a network is, and goes into a certificate of its own");
            }
        }
        boolean second = claims.contains(Claim.BadLocalMinimum.KEYWORD) != claims.contains(Claim.NotConeOptimal.KEYWORD);
        if (given.isEmpty() || given.size() > (second ? 2 : 1)) {
            throw new InputException("arguments", "--network", "expected " + (second ? "one or two networks" : "one network")
                    + " for the claim " + String.join(", ", claims) + ", found " + given.size());
        }
        if (curve != null) {
            throw new InputException("arguments", "--curve", "expected with bounds only, the claim " + claims.get(0) + " has none");
        }
        return Prover.landscape(problem, given.get(0), Set.copyOf(claims), given.stream().skip(1).findFirst(), options);
    }
}
