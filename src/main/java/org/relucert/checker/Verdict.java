package org.relucert.checker;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.relucert.certificate.Claim;
import org.relucert.problem.Problem;

/**
 * What a check found.
 *
 * @param status verified, rejected or refused
 * @param problem the problem of the certificate, where it could be read
 * @param claims the claims of the certificate, proved when verified
 * @param obligation the obligation that failed, when rejected
 * @param reason names and exact values of what failed, or why it is refused; empty when verified
 */
public record Verdict(Status status, Optional<Problem> problem, List<Claim> claims, Optional<Obligation> obligation,
        String reason) {

    /** The three outcomes. */
    public enum Status {
        /** Every claim is proved. */
        VERIFIED,
        /** The certificate does not prove its claims. */
        REJECTED,
        /** This version cannot judge the file. */
        REFUSED
    }

    static Verdict verified(Problem problem, List<Claim> claims) {
        return new Verdict(Status.VERIFIED, Optional.of(problem), List.copyOf(claims), Optional.empty(), "");
    }

    static Verdict rejected(Obligation obligation, String reason) {
        return new Verdict(Status.REJECTED, Optional.empty(), List.of(), Optional.of(obligation), reason);
    }

    static Verdict refused(String reason) {
        return new Verdict(Status.REFUSED, Optional.empty(), List.of(), Optional.empty(), reason);
    }

    /** Whether every claim is proved. */
    public boolean isVerified() {
        return status == Status.VERIFIED;
    }

    /** The one line that {@code verify} prints. */
    public String line() {
        return switch (status) {
            case VERIFIED -> "s VERIFIED " + claims.stream()
                    .map(claim -> claim.keyword() + ": " + claim.sentence(problem.orElseThrow()))
                    .collect(Collectors.joining("; "));
            case REJECTED -> "s REJECTED " + obligation.orElseThrow().label() + " (" + obligation.orElseThrow().meaning()
                    + "): " + oneLine(reason);
            case REFUSED -> "s REFUSED " + oneLine(reason);
        };
    }

    /** Texts come from the file: no control characters, separators of lines or marks that reorder a line, whatever their alphabet. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
    }
}
