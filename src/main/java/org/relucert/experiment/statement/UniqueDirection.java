package org.relucert.experiment.statement;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.exact.RationalMatrix;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** Lemma 1.4: the atoms, found by exhaustion and again by exact trees, at most one to a pattern and a sign. */
public final class UniqueDirection extends Named<PlantedOptimum> {

    /** The statement. */
    public UniqueDirection() {
        super("unique-direction", Status.THEOREM, "Let nu be dual feasible for a penalty that is a norm. Then the closed cone"
                + " of an activation pattern holds at most one active direction of each sign, and two different active neurons"
                + " have different features.");
    }

    @Override
    public PlantedOptimum draw(Choices choices, Size size) {
        return PlantedOptimum.draw(choices, size, PlantedOptimum.Kind.PLAIN);
    }

    @Override
    public Result check(PlantedOptimum planted, Prover.Options options) {
        List<Atom> atoms = planted.atoms();
        if (atoms.size() < 2) {
            return Result.notApplicable("nu has two active directions");
        }
        Proof proof = planted.optimalSet(options);
        Set<Atom> certified = new HashSet<>(proof.sections().optimalSet().orElseThrow().atoms());
        if (!certified.equals(new HashSet<>(atoms))) {
            return Result.broken("exhaustion finds " + atoms.size() + " active directions, the trees " + certified.size(), proof,
                    Map.of());
        }
        RationalMatrix phi = OptimalPolytope.features(planted.problem(), atoms);
        for (int a = 0; a < atoms.size(); a++) {
            for (int b = 0; b < a; b++) {
                boolean sameSign = atoms.get(a).sign() == atoms.get(b).sign();
                if (sameSign && !separated(planted.problem(), atoms.get(a), atoms.get(b))) {
                    return Result.broken("a pattern holds " + atoms.get(a).direction() + " and " + atoms.get(b).direction(),
                            proof, Map.of());
                }
                if (phi.column(a).equals(phi.column(b))) {
                    return Result.broken("two active directions have the feature " + phi.column(a), proof, Map.of());
                }
            }
        }
        return Result.held();
    }

    /** Whether a data row has opposite strict signs at the two; otherwise the signs of their sum belong to a cone of both. */
    private static boolean separated(Problem problem, Atom a, Atom b) {
        for (int i = 0; i < problem.rows(); i++) {
            if (problem.functional(i).dotSign(a.direction()) * problem.functional(i).dotSign(b.direction()) < 0) {
                return true;
            }
        }
        return false;
    }
}
