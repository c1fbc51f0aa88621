package org.relucert.prover;

import java.nio.file.Path;
import java.util.Optional;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.CertificateWriter;
import org.relucert.certificate.OptimalSetWitness;
import org.relucert.certificate.OutlineWitness;
import org.relucert.certificate.ProofTree;
import org.relucert.problem.Problem;

/**
 * A certificate in memory, trees included. Not trusted until the checker has read it.
 *
 * @param certificate everything but the trees
 * @param plus the tree of the side +1
 * @param minus the tree of the side -1
 * @param optimalSet the lists of the optimal set, where that is claimed
 * @param outline the lists of its outline, where that is claimed
 */
public record Proof(Certificate certificate, ProofTree plus, ProofTree minus, Optional<OptimalSetWitness> optimalSet,
        Optional<OutlineWitness> outline) {

    /** A proof without an optimal set. */
    public Proof(Certificate certificate, ProofTree plus, ProofTree minus) {
        this(certificate, plus, minus, Optional.empty(), Optional.empty());
    }

    /** Writes the certificate file. */
    public void write(Path file) {
        CertificateWriter.write(file, certificate, plus, minus, optimalSet, outline);
    }

    /** The certificate as text. */
    public String text() {
        return CertificateWriter.text(certificate, plus, minus, optimalSet, outline);
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
