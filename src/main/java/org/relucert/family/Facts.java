package org.relucert.family;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.certificate.OutlineWitness;
import org.relucert.checker.Checker;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;

/**
 * What is proved about a problem whose dual optimum and optimal network are said to be known. Every answer is read from a
 * certificate that the checker has verified; nothing of it comes from a construction. Each is worked out when it is first asked
 * for. Not for several threads.
 */
public final class Facts {

    private final Problem problem;
    private final RationalVector nu;
    private final Network network;
    private final Map<Set<String>, Optional<Proof>> proofs = new HashMap<>();

    private Facts(Problem problem, RationalVector nu, Network network) {
        this.problem = problem;
        this.nu = nu;
        this.network = network;
    }

    /** The facts about a problem with this dual vector and network. */
    public static Facts of(Problem problem, RationalVector nu, Network network) {
        return new Facts(problem, nu, network);
    }

    /** The verified certificate of these claims, or without any of the strongest that can be proved; empty if it cannot be. */
    public Optional<Proof> proof(Set<String> claims) {
        return proofs.computeIfAbsent(claims, wanted -> {
            try {
                Proof proof = Prover.known(problem, nu, network, wanted, Prover.Options.gap(1e-6)).proof();
                return Optional.of(proof).filter(p -> Checker.fast().verify(p.reader(), Optional.of(problem)).isVerified());
            } catch (Unproved e) {
                return Optional.empty();
            }
        });
    }

    private <C extends Claim> Optional<C> claim(Class<C> type, Set<String> claims) {
        return proof(claims).stream().flatMap(proof -> proof.certificate().claims().stream()).filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /** Whether nu is dual feasible, and the network attains the value that it proves. */
    public boolean isOptimal() {
        return claim(Claim.Optimum.class, Set.of()).isPresent();
    }

    /** The minimum of the objective. */
    public Optional<Rational> value() {
        return claim(Claim.Optimum.class, Set.of()).map(Claim.Optimum::value);
    }

    /** All optimal networks. */
    public Optional<Claim.OptimalSet> optimalSet() {
        return claim(Claim.OptimalSet.class, Set.of());
    }

    /** Dimension of the set of optimal networks, or of optimal functions with a free skip; -1 if it is not proved. */
    public int dimension() {
        return optimalSet().map(Claim.OptimalSet::dimension)
                .or(() -> claim(Claim.OptimalSetOutline.class, Set.of()).map(Claim.OptimalSetOutline::dimension)).orElse(-1);
    }

    /** All atoms, with a free skip one of each pair; empty if they are not proved. */
    public List<Atom> atoms() {
        Optional<Proof> proof = proof(Set.of());
        return proof.flatMap(p -> p.sections().optimalSet()).map(OptimalSetWitness::atoms)
                .or(() -> proof.flatMap(p -> p.sections().outline()).map(OutlineWitness::atoms)).orElse(List.of());
    }

    /** Whether these are all the atoms, with a free skip up to the sign of the direction. */
    public boolean hasExactly(List<Atom> expected) {
        List<Atom> proved = atoms();
        boolean pairs = problem.skip() == Problem.Skip.FREE;
        for (Atom atom : expected) {
            if (!proved.contains(atom) && !(pairs && proved.contains(opposite(atom)))) {
                return false;
            }
        }
        return proved.stream().allMatch(atom -> expected.contains(atom) || pairs && expected.contains(opposite(atom)));
    }

    /** Whether some atom has weight 0 in every optimal network. */
    public boolean hasUnusedAtom() {
        return proof(Set.of()).flatMap(p -> p.sections().optimalSet()).map(witness -> {
            Set<Integer> used = new HashSet<>();
            witness.vertices().forEach(vertex -> used.addAll(vertex.indices()));
            return used.size() < witness.atoms().size();
        }).orElse(false);
    }

    private static Atom opposite(Atom atom) {
        return new Atom(atom.sign(), atom.direction().opposite());
    }

    /** Whether two optimal functions differ at a point. */
    public boolean isNonunique() {
        return claim(Claim.Nonunique.class, Set.of(Claim.Nonunique.KEYWORD)).isPresent();
    }

    /** Whether the optimum is unique: up to permutation and splitting of neurons, or with a free skip as a function. */
    public boolean isUnique() {
        return optimalSet().map(Claim.OptimalSet::unique).orElse(false);
    }

    /** That the dual vector and the network are optimal, and these all the atoms. */
    List<Instance.Property> planted(List<Atom> atoms) {
        return List.of(optimal(), new Instance.Property("there are no other atoms than the " + atoms.size()
                + " of the construction",
                () -> hasExactly(atoms)));
    }

    /** That the dual vector and the network are optimal. */
    Instance.Property optimal() {
        return new Instance.Property("the dual vector is feasible, and the network attains the value that it proves",
                this::isOptimal);
    }

    /** That two optimal functions differ at a rational point. */
    Instance.Property nonunique() {
        return new Instance.Property("two optimal functions differ at a rational point", this::isNonunique);
    }

    /** That there is one optimum. */
    Instance.Property unique() {
        return new Instance.Property("the optimum is unique", this::isUnique);
    }
}
