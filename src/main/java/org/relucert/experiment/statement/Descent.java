package org.relucert.experiment.statement;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalVector;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.problem.Network;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** Theorem PTH: a path from a random network is found, and the checker accepts every step. */
public final class Descent extends Named<Descent.Start> {

    /** A planted optimum and where a path begins. */
    record Start(PlantedOptimum planted, Network from, int more) { }

    /** The statement. */
    public Descent() {
        super("descent", Status.THEOREM, "For squared loss and m >= n - rank S + 1, a path of networks of width m leads from"
                + " every network to every optimal one such that the objective does not increase along it.");
    }

    @Override
    public Size size() {
        return new Size(4, 2);
    }

    @Override
    public Start draw(Choices choices, Size size) {
        PlantedOptimum planted = PlantedOptimum.draw(choices, size, PlantedOptimum.Kind.WITH_SKIP);
        int more = choices.index(2);
        Network from = RandomProblem.network(choices, planted.problem(), width(planted) + more);
        return new Start(planted, from, more);
    }

    private static int width(PlantedOptimum planted) {
        return planted.problem().rows() - Elimination.of(planted.problem().skipMatrix()).rank() + 1;
    }

    @Override
    public Result check(Start start, Prover.Options options) {
        PlantedOptimum planted = start.planted();
        int width = width(planted) + start.more();
        // The planted network pruned to a vertex fits; pruning inside more slots is part of the connection theorem.
        OptimalPolytope q = planted.polytope();
        Map.Entry<List<Integer>, RationalVector> vertex = q.vertices().entrySet().iterator().next();
        Network bare = planted.network(OptimalPolytope.weights(vertex, planted.atoms().size()), planted.skip());
        Network to = new Network(bare.neurons(), skip(planted, bare));
        Proof proof = Prover.connect(planted.problem(), start.from(), to, width, options);
        Map<String, Network> networks = new LinkedHashMap<>();
        networks.put("from", start.from());
        networks.put("to", to);
        Verdict verdict = Checker.fast().verify(proof.reader(), Optional.of(planted.problem()));
        if (proof.certificate().claims().stream().anyMatch(Claim.Disconnected.class::isInstance)) {
            return Result.broken("two optimal networks of width " + width + " are not connected", proof, networks);
        }
        return Verdicts.held(verdict);
    }

    /** The skip coefficients that complete a vertex to y*. */
    private static RationalVector skip(PlantedOptimum planted, Network bare) {
        Network without = new Network(bare.neurons(), RationalVector.zero(bare.skip().size()));
        return Elimination.solve(planted.problem().skipMatrix(), planted.target().minus(without.outputs(planted.problem())))
                .orElseThrow();
    }
}
