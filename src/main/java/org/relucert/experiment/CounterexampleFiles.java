package org.relucert.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.problem.InputException;
import org.relucert.problem.Network;
import org.relucert.problem.NetworkFile;
import org.relucert.problem.ProblemFile;
import org.relucert.prover.Proof;
import org.relucert.prover.Unproved;

/** A counterexample as files: the problem, its networks, and the certificate, which both checkers have accepted. */
public final class CounterexampleFiles {

    /**
     * What was written.
     *
     * @param problem the problem file
     * @param networks the network files
     * @param certificate the certificate, if the statement has one
     * @param verdict what the checker says of it
     */
    public record Written(Path problem, List<Path> networks, Optional<Path> certificate, Optional<Verdict> verdict) { }

    private CounterexampleFiles() { }

    /**
     * Looks at a directory before any work is done for it.
     *
     * @throws InputException if nothing can be written there
     */
    public static void require(Path directory) {
        Path existing = directory.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing)) {
            throw new InputException(directory.toString(), "", "expected a directory, found a file");
        }
        if (!Files.isWritable(existing)) {
            throw new InputException(directory.toString(), "", "cannot be written: permission denied");
        }
    }

    /**
     * Writes {@code NAME.problem.json}, {@code NAME.KEY.network.json} and {@code NAME.cert.json}.
     *
     * @param directory made if there is none
     * @throws InputException if it cannot be written
     * @throws Unproved if the certificate does not verify
     */
    public static Written write(Path directory, String name, Result.Broken broken) {
        Optional<Verdict> verdict = Optional.empty();
        if (broken.proof().isPresent()) {
            Proof proof = broken.proof().get();
            for (Checker checker : List.of(Checker.reference(), Checker.fast())) {
                Verdict found = checker.verify(proof.reader(), Optional.of(broken.problem()));
                if (!found.isVerified()) {
                    throw new Unproved("the certificate of the counterexample does not verify: " + found.line());
                }
                verdict = Optional.of(found);
            }
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new InputException(directory.toString(), "", "cannot be made: " + e.getMessage());
        }
        Path problem = directory.resolve(name + ".problem.json");
        ProblemFile.write(broken.problem(), problem);
        List<Path> networks = new ArrayList<>();
        for (Map.Entry<String, Network> network : broken.networks().entrySet()) {
            Path file = directory.resolve(name + "." + network.getKey() + ".network.json");
            NetworkFile.write(network.getValue(), file);
            networks.add(file);
        }
        Optional<Path> certificate = broken.proof().map(proof -> {
            Path file = directory.resolve(name + ".cert.json");
            proof.write(file);
            return file;
        });
        return new Written(problem, networks, certificate, verdict);
    }
}
