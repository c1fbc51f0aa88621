package org.relucert.prover;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.CertificateWriter;
import org.relucert.certificate.Claim;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.Sections;
import org.relucert.problem.Problem;

/**
 * A certificate in memory, trees included. Not trusted until the checker has read it.
 *
 * @param certificate everything before the trees
 * @param plus the tree of the side +1
 * @param minus the tree of the side -1
 * @param sections what follows the trees
 */
public record Proof(Certificate certificate, ProofTree plus, ProofTree minus, Sections sections) {

    /** A proof without further sections. */
    public Proof(Certificate certificate, ProofTree plus, ProofTree minus) {
        this(certificate, plus, minus, Sections.NONE);
    }

    /** The same proof with one more claim, and what follows the trees then. */
    Proof with(Claim claim, Sections others) {
        List<Claim> claims = new ArrayList<>(certificate.claims());
        claims.add(claim);
        return new Proof(certificate.claiming(claims), plus, minus, others);
    }

    /** Writes the certificate file. */
    public void write(Path file) {
        CertificateWriter.write(file, certificate, plus, minus, sections);
    }

    /** The certificate as text. */
    public String text() {
        return CertificateWriter.text(certificate, plus, minus, sections);
    }

    /** A reader of the text, for checking in memory. */
    public CertificateReader reader() {
        return CertificateReader.of(text());
    }

    /** The first claim of a kind. */
    public <C extends Claim> Optional<C> claim(Class<C> kind) {
        return certificate.claims().stream().filter(kind::isInstance).map(kind::cast).findFirst();
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
