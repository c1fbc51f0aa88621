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
import org.relucert.certificate.OutlineWitness;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.ProofTree;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Problem;

/**
 * A certificate in memory, trees included. Not trusted until the checker has read it.
 *
 * @param certificate everything but the trees
 * @param plus the tree of the side +1
 * @param minus the tree of the side -1
 * @param optimalSet the lists of the optimal set, where that is claimed
 * @param second a second optimal network, where the optimum is claimed not to be unique
 * @param inverse the matrix W of a claim about the support, row by row; empty without
 * @param outline the lists of the outline of the optimal set, where that is claimed
 */
public record Proof(Certificate certificate, ProofTree plus, ProofTree minus, Optional<OptimalSetWitness> optimalSet,
        Optional<PathNetwork> second, List<RationalVector> inverse, Optional<OutlineWitness> outline) {

    /** A proof without an outline of the optimal set. */
    public Proof(Certificate certificate, ProofTree plus, ProofTree minus, Optional<OptimalSetWitness> optimalSet,
            Optional<PathNetwork> second, List<RationalVector> inverse) {
        this(certificate, plus, minus, optimalSet, second, inverse, Optional.empty());
    }

    /** A proof without further sections. */
    public Proof(Certificate certificate, ProofTree plus, ProofTree minus) {
        this(certificate, plus, minus, Optional.empty(), Optional.empty(), List.of());
    }

    /** The same proof with one more claim. */
    Proof with(Claim claim, Optional<PathNetwork> other) {
        List<Claim> claims = new ArrayList<>(certificate.claims());
        claims.add(claim);
        return new Proof(certificate.claiming(claims), plus, minus, optimalSet, other.or(() -> second), inverse,
                outline);
    }

    /** Writes the certificate file. */
    public void write(Path file) {
        CertificateWriter.write(file, certificate, plus, minus, optimalSet, second, inverse, outline);
    }

    /** The certificate as text. */
    public String text() {
        return CertificateWriter.text(certificate, plus, minus, optimalSet, second, inverse, outline);
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
