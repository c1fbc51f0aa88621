package org.relucert.experiment.statement;

import java.math.BigInteger;
import java.util.Map;
import org.relucert.certificate.Claim;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** Theorem CMP: the counts of the certificate against the cells of the optimal networks. */
public final class ComponentFormula extends Named<PlantedOptimum> {

    /** The statement. */
    public ComponentFormula() {
        super("component-formula", Status.THEOREM, "Let some neuron be needed, for a penalty that is a norm, and m >= m*. The"
                + " set of optimal networks of width m has m! isolated points for each vertex of the optimal polytope with m"
                + " atoms, and besides one component for each component of the graph on the vertices with fewer atoms, two"
                + " joined when they have at most m atoms together.");
    }

    @Override
    public PlantedOptimum draw(Choices choices, Size size) {
        return PlantedOptimum.draw(choices, size, PlantedOptimum.Kind.WITH_SKIP);
    }

    @Override
    public Result check(PlantedOptimum planted, Prover.Options options) {
        if (!planted.needsNeurons()) {
            return Result.notApplicable(PlantedOptimum.NO_NEURON);
        }
        OptimalPolytope q = planted.polytope();
        Proof proof = planted.optimalSet(options);
        Claim.OptimalSet claim = PlantedOptimum.claim(proof);
        int atoms = planted.atoms().size();
        boolean any = false;
        for (Map.Entry<Integer, BigInteger> entry : claim.components().entrySet()) {
            int m = entry.getKey();
            if (PlacedNetworks.cells(atoms, m, Staircase.MOST_CELLS) > Staircase.MOST_CELLS) {
                break;
            }
            any = true;
            PlacedNetworks.Count count = PlacedNetworks.count(q, atoms, m);
            if (!entry.getValue().equals(BigInteger.valueOf(count.total()))
                    || !claim.isolated().get(m).equals(BigInteger.valueOf(count.isolated()))) {
                return Result.broken("at width " + m + " the formula counts " + entry.getValue() + " components, "
                        + claim.isolated().get(m) + " of them isolated, the cells " + count.total() + " and "
                        + count.isolated(), proof, planted.networks());
            }
        }
        return any ? Result.held()
                : Result.notApplicable("the optimal networks of width m* have at most " + Staircase.MOST_CELLS + " cells");
    }
}
