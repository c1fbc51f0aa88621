package org.relucert.experiment.statement;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.checker.Checker;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Result;
import org.relucert.experiment.statement.StationaryDirections.Stationary;
import org.relucert.family.Choices;
import org.relucert.family.InverseInstance;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** Proposition NSB (mathematics, 2.13), on circle chains. */
public final class InterpolationContinuum extends Named<InterpolationContinuum.Chain> {

    /** A circle chain with positive weights of its atoms. */
    record Chain(InverseInstance data, RationalVector weights) { }

    /** The statement. */
    public InterpolationContinuum() {
        super("interpolation-continuum", Status.THEOREM, "Let s_1, ..., s_n be points of the upper unit half-circle from 30 to"
                + " 90 degrees, and let the data with one input and a penalised bias have s_1, s_2 - s_1, ..., s_n - s_(n-1) as"
                + " their multiples. Without a skip, exactly n + 1 neurons are active, and for labels with positive weights of"
                + " all of them the interpolating functions of least norm form a continuum.");
    }

    @Override
    public Chain draw(Choices choices, Size size) {
        InverseInstance data = PlantedOptimum.chain(choices, new Size(Math.max(2, size.n()), 1));
        RationalVector weights = RationalVector.of(data.atoms().stream().map(atom -> choices.positive(4, 2)).toList());
        return new Chain(data, weights);
    }

    @Override
    public Result check(Chain chain, Prover.Options options) {
        Problem problem = chain.data.problem(Problem.Loss.INTERPOLATION, chain.weights);
        Network network = chain.data.network(chain.weights);
        Set<String> claims = Set.of(Claim.OptimalSet.KEYWORD, Claim.Nonunique.KEYWORD);
        Proof proof = Prover.known(problem, chain.data.nu(), network, claims, options).proof();
        Claim.OptimalSet claim = PlantedOptimum.claim(proof);
        Set<Atom> certified = new HashSet<>(proof.sections().optimalSet().orElseThrow().atoms());
        int n = problem.rows();
        // The atoms once more, by the sign vectors.
        List<Stationary> all = StationaryDirections.of(problem, chain.data.nu());
        List<Atom> exhausted = StationaryDirections.atLevel(all, Rationals.ONE).stream().map(Stationary::atom).toList();
        int rank = Elimination.of(chain.data.features()).rank();
        boolean holds = certified.size() == n + 1 && certified.equals(new HashSet<>(exhausted)) && !claim.unique()
                && claim.dimension() == n + 1 - rank;
        return holds ? Verdicts.held(Checker.fast().verify(proof.reader(), Optional.of(problem)))
                : Result.broken(n + " points, " + certified.size() + " active neurons, dimension " + claim.dimension(), proof,
                        Map.of("optimal", network));
    }
}
