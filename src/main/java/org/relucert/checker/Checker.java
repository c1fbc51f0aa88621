package org.relucert.checker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.certificate.FormatException;
import org.relucert.certificate.OptimalSetWitness;
import org.relucert.certificate.PathNetwork;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;

/**
 * Decides whether a certificate proves its claims, with exact arithmetic and comparisons only (soundness.md).
 *
 * <p>Two implementations of the tree check stand behind it: a fast one on integers, and a plain one on rationals that reads
 * like the mathematics. They accept and reject the same files.
 */
public final class Checker {

    /** Numbers of a problem whose header is worth a thread. */
    private static final int LONG_HEADER = 100;

    private final boolean reference;

    private Checker(boolean reference) {
        this.reference = reference;
    }

    /** The checker whose tree check runs on integers. */
    public static Checker fast() {
        return new Checker(false);
    }

    /** The checker whose tree check is the plain one. */
    public static Checker reference() {
        return new Checker(true);
    }

    /**
     * Checks a certificate file.
     *
     * @param file the certificate
     * @param problem the user's own copy of the problem; without it the embedded one is believed
     * @throws org.relucert.problem.InputException if there is no such file or it cannot be opened
     */
    public Verdict verify(Path file, Optional<Problem> problem) {
        try (CertificateReader reader = CertificateReader.open(file)) {
            return verify(reader, problem);
        } catch (FormatException e) {
            return Verdict.rejected(Obligation.FMT_1, e.getMessage());
        }
    }

    /** Checks a certificate from its reader, which must stand at the beginning. */
    public Verdict verify(CertificateReader reader, Optional<Problem> problem) {
        try (Branches branches = new Branches()) {
            Certificate certificate = reader.certificate();
            shapes(certificate);
            if (isBeside(certificate)) {
                branches.runBeside(() -> {
                    header(certificate, problem);
                    return new Findings();
                });
            } else {
                header(certificate, problem);
            }
            try {
                witnesses(reader, certificate, branches);
            } catch (Rejection | FormatException failure) {
                // Something before it may have failed, and is to be reported then.
                branches.settle();
                throw failure;
            }
            // Nothing that was begun is left unheard.
            branches.settle();
            return Verdict.verified(certificate.problem(), certificate.claims());
        } catch (Rejection rejection) {
            return Verdict.rejected(rejection.obligation(), rejection.getMessage());
        } catch (FormatException e) {
            return e.isUnsupported() ? Verdict.refused(e.getMessage()) : Verdict.rejected(Obligation.FMT_1, e.getMessage());
        }
    }

    /** Whether the header is worth a thread of its own beside what follows. What is prepared for a claim of support relies on it. */
    private boolean isBeside(Certificate certificate) {
        Problem problem = certificate.problem();
        return !reference && !claims(certificate, Claim.Support.class)
                && problem.rows() * (long) problem.dimension() >= LONG_HEADER;
    }

    /** Checks what stands in front of the trees, and the claims that rest on nothing behind them. */
    private static void header(Certificate certificate, Optional<Problem> users) {
        Problem problem = certificate.problem();
        String hash = ProblemFile.sha256(problem);
        Obligation.IN_5.require(certificate.problemSha256().equals(hash), "found %s, expected %s", certificate.problemSha256(), hash);
        users.ifPresent(own -> Obligation.IN_6.require(own.equals(problem), "%s", difference(own, problem)));
        for (Claim claim : certificate.claims()) {
            if (claim instanceof Claim.Bound bound) {
                BoundCheck.check(certificate, bound);
            } else if (claim instanceof Claim.Optimum optimum) {
                OptimumCheck.check(certificate, optimum);
            } else if (claim instanceof Claim.NeuronMaximum maximum) {
                NeuronMaximumCheck.check(certificate, maximum);
            } else if (claim instanceof Claim.Unique) {
                UniquenessCheck.unique(certificate);
            } else {
                // The others need the trees or what follows them; sections() reads that, or fails for want of it.
                later(claim);
            }
        }
    }

    /** Checks the trees and what follows them: after the header, which took for granted what the trees must now prove. */
    private void witnesses(CertificateReader reader, Certificate certificate, Branches branches) {
        Optional<SupportCheck> support = claims(certificate, Claim.Support.class)
                ? Optional.of(SupportCheck.of(certificate)) : Optional.empty();
        List<List<RationalVector>> candidates = new ArrayList<>();
        List<Set<RationalVector>> tight = certificate.hasDual() ? trees(reader, certificate, support, candidates, branches)
                : List.of();
        sections(reader, certificate, tight, support, candidates);
        reader.finish();
    }

    /** Checks the shapes, on which everything else relies. */
    private static void shapes(Certificate certificate) {
        Problem problem = certificate.problem();
        if (problem.labels().columns() != 1) {
            throw new Rejection(Obligation.IN_1, "labels have " + problem.labels().columns() + " columns, expected 1");
        }
        Obligation.IN_4.require(certificate.convention().equals(Certificate.convention(problem)), "found \"%s\"",
                certificate.convention());
        Obligation.IN_1.require(!certificate.hasDual() || certificate.nu().size() == problem.rows(),
                "nu has %d entries, expected %d", certificate.nu().size(), problem.rows());
        Obligation.IN_1.require(certificate.skip().size() == problem.skipMatrix().columns(),
                "skip has %d entries, expected %d", certificate.skip().size(), problem.skipMatrix().columns());
        for (int j = 0; j < certificate.neurons().size(); j++) {
            int size = certificate.neurons().get(j).direction().size();
            Obligation.IN_1.require(size == problem.dimension(), "neuron %d has a direction of %d entries, expected %d", j,
                    size, problem.dimension());
        }
        Obligation.AT_1.require(!certificate.hasDual() || certificate.levelSquared().isPositive(), "levelSquared is not positive");
    }

    private static String difference(Problem own, Problem embedded) {
        String field = !own.inputs().equals(embedded.inputs()) ? "inputs"
                : !own.labels().equals(embedded.labels()) ? "labels"
                : own.loss() != embedded.loss() ? "loss"
                : !own.betaSquared().equals(embedded.betaSquared()) ? "beta"
                : own.bias() != embedded.bias() ? "bias"
                : own.skip() != embedded.skip() ? "skip" : "metric";
        return "they differ in " + field;
    }

    /** Checks the claims whose witnesses follow the trees. */
    private static void sections(CertificateReader reader, Certificate certificate, List<Set<RationalVector>> tight,
            Optional<SupportCheck> support, List<List<RationalVector>> candidates) {
        Optional<OptimalSetWitness> complete = Optional.empty();
        if (claims(certificate, Claim.OptimalSet.class)) {
            OptimalSetWitness witness = reader.optimalSet();
            complete = Optional.of(witness);
            for (Claim claim : certificate.claims()) {
                if (claim instanceof Claim.OptimalSet set) {
                    OptimalSetCheck.check(certificate, set, witness, tight.get(0), tight.get(1));
                }
            }
            // Whatever the order of the claims, these rely on lists that have been found right.
            for (Claim claim : certificate.claims()) {
                if (claim instanceof Claim.Member member) {
                    UniquenessCheck.member(certificate, member, witness);
                } else if (claim instanceof Claim.UniqueFunction) {
                    UniquenessCheck.uniqueFunction(certificate, witness);
                }
            }
        } else {
            Obligation.FUN_1.require(!claims(certificate, Claim.UniqueFunction.class), "there is no claim optimal-set");
            Obligation.MEM_1.require(!claims(certificate, Claim.Member.class), "there is no claim optimal-set");
        }
        for (Claim claim : certificate.claims()) {
            if (claim instanceof Claim.OptimalSetOutline outline) {
                OutlineCheck.check(certificate, outline, reader.outline(), tight.get(0), tight.get(1));
            }
        }
        if (claims(certificate, Claim.Nonunique.class)) {
            PathNetwork second = reader.secondNetwork();
            for (Claim claim : certificate.claims()) {
                if (claim instanceof Claim.Nonunique nonunique) {
                    UniquenessCheck.nonunique(certificate, nonunique, second);
                }
            }
        }
        if (support.isPresent()) {
            List<RationalVector> inverse = reader.supportInverse();
            for (Claim claim : certificate.claims()) {
                if (claim instanceof Claim.Support claimed) {
                    support.get().check(claimed, inverse, candidates.get(0), candidates.get(1));
                }
            }
        }
        for (Claim claim : certificate.claims()) {
            if (claim instanceof Claim.Path path) {
                PathCheck.check(certificate, path, reader, complete);
            }
        }
        if (claims(certificate, Claim.Landscape.class)) {
            LandscapeCheck.check(certificate, reader.landscape());
        }
    }

    /** A claim that no check knows must never be verified. */
    private static void later(Claim claim) {
        if (!(claim instanceof Claim.OptimalSet || claim instanceof Claim.OptimalSetOutline
                || claim instanceof Claim.Member || claim instanceof Claim.UniqueFunction || claim instanceof Claim.Nonunique
                || claim instanceof Claim.Support || claim instanceof Claim.Path || claim instanceof Claim.Landscape)) {
            throw new IllegalStateException("no check for the claim " + claim.keyword());
        }
    }

    private static boolean claims(Certificate certificate, Class<? extends Claim> kind) {
        return certificate.claims().stream().anyMatch(kind::isInstance);
    }

    /** Checks both trees; returns the vectors of the exact leaves of each side, where a claim needs them. */
    private List<Set<RationalVector>> trees(CertificateReader reader, Certificate certificate,
            Optional<SupportCheck> support, List<List<RationalVector>> candidates, Branches branches) {
        boolean atoms = claims(certificate, Claim.OptimalSet.class) || claims(certificate, Claim.OptimalSetOutline.class);
        List<Set<RationalVector>> tight = new ArrayList<>();
        FastTreeCheck fast = new FastTreeCheck(certificate.problem(), certificate.nu(), certificate.levelSquared(), branches);
        for (int sign : new int[] {1, -1}) {
            RationalVector nu = sign > 0 ? certificate.nu() : certificate.nu().opposite();
            String side = sign > 0 ? "plus" : "minus";
            TreeCheck check = reference ? new ReferenceTreeCheck(certificate.problem(), nu, certificate.levelSquared())
                    : sign > 0 ? fast : fast.opposite();
            support.ifPresent(s -> check.collectCandidates(s.activeFrom(), s.concaveBelow()));
            if (atoms) {
                check.needVectors();
            }
            check.check(reader, side);
            candidates.add(check.candidates());
            tight.add(atoms ? check.tight() : Set.of());
        }
        reader.endTrees();
        return tight;
    }
}
