package org.relucert.prover;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.CertificateWriter;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.SlotPath;
import org.relucert.problem.Problem;

/**
 * A certificate in memory, trees included. Not trusted until the checker has read it.
 *
 * @param certificate everything but the trees
 * @param plus the tree of the side +1
 * @param minus the tree of the side -1
 * @param optimalSet the lists of the optimal set, where that is claimed
 * @param second a second optimal network, where the optimum is claimed not to be unique
 * @param path the path between two networks, where one is claimed
 */
public record Proof(Certificate certificate, ProofTree plus, ProofTree minus, Optional<OptimalSetWitness> optimalSet,
        Optional<PathNetwork> second, Optional<SlotPath> path) {

    /** A proof without further sections. */
    public Proof(Certificate certificate, ProofTree plus, ProofTree minus) {
        this(certificate, plus, minus, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same proof with a claim about a path. */
    Proof with(Claim.Path claim, SlotPath way) {
        Proof claimed = with(claim, Optional.empty());
        return new Proof(claimed.certificate, plus, minus, optimalSet, second, Optional.of(way));
    }

    /** The same proof with one more claim. */
    Proof with(Claim claim, Optional<PathNetwork> other) {
        List<Claim> claims = new ArrayList<>(certificate.claims());
        claims.add(claim);
        return new Proof(certificate.claiming(claims), plus, minus, optimalSet, other.or(() -> second), path);
    }

    /** Writes the certificate file. */
    public void write(Path file) {
        CertificateWriter.write(file, certificate, plus, minus, optimalSet, second, path);
    }

    /** The certificate as text. */
    public String text() {
        return CertificateWriter.text(certificate, plus, minus, optimalSet, second, path);
    }

    /** A reader of the text, for checking in memory. */
    public CertificateReader reader() {
        return CertificateReader.of(text());
    }

    /** The problem. */
    public Problem problem() {
        return certificate.problem();
    }

    /** Leaves and splits of both trees. */
    public int nodes() {
        return plus.nodes().size() + minus.nodes().size();
    }
}
