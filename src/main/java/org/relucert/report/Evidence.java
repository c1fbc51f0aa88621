package org.relucert.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.certificate.FormatException;
import org.relucert.certificate.Sections;
import org.relucert.certificate.SlotPath;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.problem.InputException;
import org.relucert.problem.InputFile;
import org.relucert.problem.Problem;

/**
 * A certificate that was verified, with what a report prints of it: everything but the trees and the states of a path. The file
 * is read twice, by the checker and then for its lists, because the checker keeps neither; its hash says that it was the same
 * file.
 *
 * @param fileName name of the file, without its directory
 * @param sha256 hash of the bytes of the file, in hexadecimal
 * @param certificate what stands before the trees
 * @param sections what follows the trees; of a path, the networks and not the states
 */
public record Evidence(String fileName, String sha256, Certificate certificate, Sections sections) {

    /**
     * What a check found, with the evidence where it verified.
     *
     * @param verdict of the checker
     * @param evidence present iff the verdict is verified
     */
    public record Check(Verdict verdict, Optional<Evidence> evidence) { }

    /**
     * Checks a certificate file, and reads it again where it is verified.
     *
     * @param file a regular file
     * @param problem the user's own copy of the problem; without it the embedded one is believed
     * @throws InputException if there is no such file, it cannot be read, or it changes meanwhile
     */
    public static Check check(Path file, Optional<Problem> problem) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new InputException(file.toString(), "", "expected a file, which is read twice");
        }
        // The checker complains of a missing file in its own words.
        Optional<String> before = Files.exists(file) ? Optional.of(hash(file)) : Optional.empty();
        Verdict verdict = Checker.fast().verify(file, problem);
        if (!verdict.isVerified()) {
            return new Check(verdict, Optional.empty());
        }
        Evidence evidence;
        try (CertificateReader reader = CertificateReader.open(file)) {
            Certificate certificate = reader.certificate();
            evidence = new Evidence(file.getFileName().toString(), before.orElse(""), certificate, sections(reader, certificate));
        } catch (FormatException e) {
            throw new InputException(file.toString(), "", "has changed since it was verified: " + e.getMessage());
        }
        if (!hash(file).equals(evidence.sha256())) {
            throw new InputException(file.toString(), "", "has changed since it was verified");
        }
        return new Check(verdict, Optional.of(evidence));
    }

    /** The problem. */
    public Problem problem() {
        return certificate.problem();
    }

    /** The first claim of a kind. */
    public <C extends Claim> Optional<C> claim(Class<C> kind) {
        return certificate.claims().stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private static Sections sections(CertificateReader reader, Certificate certificate) {
        if (certificate.hasDual()) {
            for (String side : new String[] {"plus", "minus"}) {
                reader.openTree(side);
                while (reader.nextNode().isPresent()) {
                    // Verified already.
                }
                reader.closeTree();
            }
            reader.endTrees();
        }
        Sections sections = Sections.NONE;
        if (has(certificate, Claim.OptimalSet.class)) {
            sections = sections.with(reader.optimalSet());
        }
        if (has(certificate, Claim.OptimalSetOutline.class)) {
            sections = sections.with(reader.outline());
        }
        if (has(certificate, Claim.Nonunique.class)) {
            sections = sections.with(reader.secondNetwork());
        }
        if (has(certificate, Claim.Support.class)) {
            sections = sections.with(reader.supportInverse());
        }
        if (has(certificate, Claim.Path.class)) {
            SlotPath path = reader.openPath();
            while (reader.nextState().isPresent()) {
                // Verified already.
            }
            sections = sections.with(path);
        }
        if (has(certificate, Claim.Landscape.class)) {
            sections = sections.with(reader.landscape());
        }
        // A section that nobody reads would be an error here.
        reader.finish();
        return sections;
    }

    private static boolean has(Certificate certificate, Class<? extends Claim> kind) {
        return certificate.claims().stream().anyMatch(kind::isInstance);
    }

    private static String hash(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream bytes = new DigestInputStream(in, digest)) {
                bytes.transferTo(OutputStream.nullOutputStream());
            }
            return String.format("%064x", new BigInteger(1, digest.digest()));
        } catch (IOException e) {
            throw InputFile.complaint(file.toString(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
