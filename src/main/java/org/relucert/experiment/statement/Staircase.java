package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.prover.Prover;

/** The staircase of connectivity (mathematics, 2.7), each case against the cells of the optimal networks. */
public final class Staircase extends Named<PlantedOptimum> {

    /** Most cells of a width that is looked at. */
    static final long MOST_CELLS = 8000;

    /** The statement. */
    public Staircase() {
        super("staircase", Status.THEOREM, "Let some neuron be needed, without a skip, for a penalty that is a norm. The set of"
                + " optimal networks of width m consists of finitely many isolated points if m = m*; has a component of more"
                + " than one point if m >= m* + 1; has an isolated point if m = M*, and is not connected then if M* >= 2; has"
                + " no isolated point and joins every network with its permuted copies if m >= M* + 1; and is connected if m >="
                + " min(m* + M*, n + 1).");
    }

    @Override
    public PlantedOptimum draw(Choices choices, Size size) {
        return PlantedOptimum.draw(choices, size, PlantedOptimum.Kind.PLAIN);
    }

    @Override
    public Result check(PlantedOptimum planted, Prover.Options options) {
        if (!planted.needsNeurons()) {
            return Result.notApplicable(PlantedOptimum.NO_NEURON);
        }
        OptimalPolytope q = planted.polytope();
        int atoms = planted.atoms().size();
        int connected = Math.min(q.least() + q.most(), planted.problem().rows() + 1);
        List<String> wrong = new ArrayList<>();
        for (int m = q.least(); m <= connected + 1; m++) {
            if (PlacedNetworks.cells(atoms, m, MOST_CELLS) > MOST_CELLS) {
                if (m == q.least()) {
                    return Result.notApplicable("the optimal networks of width m* have at most " + MOST_CELLS + " cells");
                }
                break;
            }
            PlacedNetworks.Count count = PlacedNetworks.count(q, atoms, m);
            require(m > q.least() || count.isolated() == count.total(), "width m* = " + m + ", not all isolated", wrong);
            require(m < q.least() + 1 || count.isolated() < count.total(), "width " + m + " > m*, all isolated", wrong);
            require(m != q.most() || count.isolated() > 0 && (m < 2 || count.total() > 1),
                    "width M* = " + m + ", " + count.isolated() + " isolated of " + count.total(), wrong);
            require(m < q.most() + 1 || count.isolated() == 0 && count.placementsJoined(), "width " + m + " > M*, "
                    + count.isolated() + " isolated, or copies apart", wrong);
            require(m < connected || count.total() == 1, "width " + m + " has " + count.total() + " components", wrong);
        }
        return wrong.isEmpty() ? Result.held() : Result.broken("m* = " + q.least() + ", M* = " + q.most() + ": "
                + String.join("; ", wrong), planted.problem(), Map.of("optimal", planted.network()));
    }

    private static void require(boolean holds, String otherwise, List<String> wrong) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }
}
