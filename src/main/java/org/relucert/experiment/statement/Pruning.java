package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.prover.Prover;

/** Pruning along null vectors (mathematics, 3.5), held against the vertices by exhaustion. */
public final class Pruning extends Named<PlantedOptimum> {

    /** The statement. */
    public Pruning() {
        super("pruning", Status.THEOREM, "Moving an optimal network along null vectors of the features in use, until a weight"
                + " vanishes, and again, keeps it optimal and ends at an irreducible one, a vertex of the optimal polytope on"
                + " neurons of the first.");
    }

    @Override
    public PlantedOptimum draw(Choices choices, Size size) {
        return PlantedOptimum.draw(choices, size, PlantedOptimum.Kind.WITH_SKIP);
    }

    @Override
    public Result check(PlantedOptimum planted, Prover.Options options) {
        RationalMatrix orthogonal = RationalMatrix.ofRows(
                Elimination.of(planted.problem().skipMatrix().transpose()).nullSpace(), planted.problem().rows());
        RationalMatrix phi = orthogonal.times(OptimalPolytope.features(planted.problem(), planted.atoms()));
        Rational[] weights = planted.weights().toArray();
        Rational sum = sum(weights);
        int pruned = 0;
        List<Integer> support = support(weights);
        List<RationalVector> nulls = nullSpace(phi, support);
        while (!nulls.isEmpty()) {
            step(weights, support, nulls.get(0));
            pruned++;
            support = support(weights);
            nulls = nullSpace(phi, support);
        }
        if (pruned == 0) {
            return Result.notApplicable("the network is reducible");
        }
        RationalVector values = RationalVector.of(support.stream().map(a -> weights[a]).toList());
        boolean vertex = values.equals(planted.polytope().vertices().get(support));
        boolean fits = phi.times(RationalVector.of(weights)).equals(orthogonal.times(planted.target()));
        boolean within = support.stream().allMatch(a -> planted.weights().sign(a) > 0);
        return vertex && fits && within && sum(weights).equals(sum) ? Result.held()
                : Result.broken("pruned to the atoms " + support + " with weights " + values, planted.problem(),
                        planted.networks());
    }

    private static List<Integer> support(Rational[] weights) {
        List<Integer> support = new ArrayList<>();
        for (int a = 0; a < weights.length; a++) {
            if (!weights[a].isZero()) {
                support.add(a);
            }
        }
        return support;
    }

    private static List<RationalVector> nullSpace(RationalMatrix phi, List<Integer> support) {
        return Elimination.of(RationalMatrix.ofColumns(support.stream().map(phi::column).toList(), phi.rows())).nullSpace();
    }

    /**
     * Moves as far as the weights stay nonnegative; the weights sum to a constant, so some entry of a null vector is negative.
     */
    private static void step(Rational[] weights, List<Integer> support, RationalVector direction) {
        Rational length = null;
        for (int k = 0; k < support.size(); k++) {
            if (direction.sign(k) < 0) {
                Rational ratio = weights[support.get(k)].divide(direction.get(k).opposite());
                length = length == null || ratio.compareTo(length) < 0 ? ratio : length;
            }
        }
        for (int k = 0; k < support.size(); k++) {
            weights[support.get(k)] = weights[support.get(k)].plus(length.times(direction.get(k)));
        }
    }

    private static Rational sum(Rational[] weights) {
        Rational sum = Rationals.ZERO;
        for (Rational weight : weights) {
            sum = sum.plus(weight);
        }
        return sum;
    }
}
