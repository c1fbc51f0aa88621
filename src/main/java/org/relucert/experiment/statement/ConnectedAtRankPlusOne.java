package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.problem.Network;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** Connectivity at rank + 1 (mathematics, 2.7): a path is found, and the checker accepts it. */
public final class ConnectedAtRankPlusOne extends Named<ConnectedAtRankPlusOne.Pair> {

    /** A planted optimum, and the slots and vertices of two optimal networks. */
    record Pair(PlantedOptimum planted, List<Integer> choices) { }

    /** Choices for a network: one vertex, and a place for each of its neurons. */
    private static final int PLACES = 8;
    private static final int RANGE = 720;

    /** The statement. */
    public ConnectedAtRankPlusOne() {
        super("connected-at-rank-plus-one", Status.THEOREM, "For squared loss and a penalty that is a norm, any two optimal"
                + " networks of width rank + 1, the rank that of the features of all active directions, are joined by a path of"
                + " optimal networks of that width.");
    }

    @Override
    public Pair draw(Choices choices, Size size) {
        PlantedOptimum planted = PlantedOptimum.draw(choices, size, PlantedOptimum.Kind.PLAIN);
        List<Integer> more = new ArrayList<>();
        for (int k = 0; k < 2 * PLACES; k++) {
            more.add(choices.index(RANGE));
        }
        return new Pair(planted, more);
    }

    @Override
    public Result check(Pair pair, Prover.Options options) {
        PlantedOptimum planted = pair.planted();
        if (!planted.needsNeurons()) {
            return Result.notApplicable(PlantedOptimum.NO_NEURON);
        }
        OptimalPolytope q = planted.polytope();
        int width = q.rank() + 1;
        Network from = placed(planted, q, pair.choices().subList(0, PLACES), width);
        Network to = placed(planted, q, pair.choices().subList(PLACES, 2 * PLACES), width);
        Proof proof = Prover.connect(planted.problem(), from, to, width, options);
        Map<String, Network> networks = new LinkedHashMap<>();
        networks.put("from", from);
        networks.put("to", to);
        if (proof.certificate().claims().stream().anyMatch(Claim.Disconnected.class::isInstance)) {
            return Result.broken("two optimal networks of width " + width + " are not connected", proof, networks);
        }
        Verdict verdict = Checker.fast().verify(proof.reader(), Optional.of(planted.problem()));
        return Verdicts.held(verdict);
    }

    /** A vertex with its neurons on drawn slots, one of them split where there is room. */
    private static Network placed(PlantedOptimum planted, OptimalPolytope q, List<Integer> choices, int width) {
        List<Map.Entry<List<Integer>, RationalVector>> vertices = List.copyOf(q.vertices().entrySet());
        Map.Entry<List<Integer>, RationalVector> vertex = vertices.get(choices.get(0) % vertices.size());
        List<Network.Neuron> free = new ArrayList<>();
        Network.Neuron zero = new Network.Neuron(RationalVector.zero(planted.problem().dimension()), Rationals.ZERO);
        for (int j = 0; j < width; j++) {
            free.add(zero);
        }
        List<Integer> slots = new ArrayList<>();
        for (int j = 0; j < width; j++) {
            slots.add(j);
        }
        Rational half = Rationals.of(1, 2);
        for (int k = 0; k < vertex.getKey().size(); k++) {
            int slot = slots.remove(choices.get(1 + k % (PLACES - 2)) % slots.size());
            Rational weight = vertex.getValue().get(k);
            if (k == 0 && vertex.getKey().size() < width && choices.get(PLACES - 1) % 2 == 1) {
                weight = weight.times(half);
                free.set(slots.remove(slots.size() - 1), planted.neuron(vertex.getKey().get(k), weight));
            }
            free.set(slot, planted.neuron(vertex.getKey().get(k), weight));
        }
        return new Network(free, RationalVector.zero(0));
    }
}
