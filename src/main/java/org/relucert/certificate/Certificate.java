package org.relucert.certificate;

import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;

/**
 * A certificate without its trees: the problem, the claims, and the witnesses that are small. The two trees, which may be
 * large, are read node by node ({@link CertificateReader#openTree}) and written from a {@link ProofTree}.
 *
 * @param convention sign convention and scaling as the file states them, see {@link #convention(Problem)}
 * @param problem the problem the claims are about, embedded
 * @param problemSha256 hash of the canonical problem as the file states it
 * @param claims at least one
 * @param nu the dual vector, residual-signed, length n; empty without a dual vector, see {@link #hasDual()}
 * @param levelSquared H^2 &gt; 0: the trees prove |nu^T(Xu)_+| &lt;= H R(u) for all u; 0 without a dual vector
 * @param scale tau with tau^2 H^2 &lt;= B: tau nu is the dual feasible vector of the claims (Theorem AT); 0 without one
 * @param neurons the network in path form
 * @param skip coefficients of the skip columns, length k
 */
public record Certificate(String convention, Problem problem, String problemSha256, List<Claim> claims,
        RationalVector nu, Rational levelSquared, Rational scale, List<PathNeuron> neurons, RationalVector skip) {

    /** The format this version reads and writes. */
    public static final String FORMAT = "relucert-certificate/1";

    /** Copies the lists. */
    public Certificate {
        claims = List.copyOf(claims);
        neurons = List.copyOf(neurons);
    }

    /** A certificate whose convention and hash are those of its problem. */
    public static Certificate of(Problem problem, List<Claim> claims, RationalVector nu, Rational levelSquared,
            Rational scale, List<PathNeuron> neurons, RationalVector skip) {
        return new Certificate(convention(problem), problem, ProblemFile.sha256(problem), claims, nu, levelSquared, scale,
                neurons, skip);
    }

    /** A certificate without a dual vector, of claims {@link Claim.Landscape} alone. */
    public static Certificate ofNetwork(Problem problem, List<Claim> claims, PathNetwork network) {
        return of(problem, claims, RationalVector.zero(0), Rationals.ZERO, Rationals.ZERO, network.neurons(), network.skip());
    }

    /** Whether there are a dual vector and the trees: not where all claims are about the objective around the network. */
    public boolean hasDual() {
        return !claims.stream().allMatch(Claim.Landscape.class::isInstance);
    }

    /** The same certificate with other claims. */
    public Certificate claiming(List<Claim> others) {
        return new Certificate(convention, problem, problemSha256, others, nu, levelSquared, scale, neurons, skip);
    }

    /** The network in path form. */
    public PathNetwork network() {
        return new PathNetwork(neurons, skip);
    }

    /** The sign convention and scaling, spelled out in every certificate (obligation IN-4). */
    public static String convention(Problem problem) {
        String penalty = "(beta/2) sum(R(w)^2 + alpha^2)";
        return "nu has the sign of the residual y - f; objective "
                + (problem.loss() == Problem.Loss.SQUARED ? "1/2 |f - y|^2 + " + penalty : penalty + " subject to f = y");
    }
}
