package org.relucert.experiment.statement;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.OptimalSetWitness;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** Theorem POL: the vertices by exhaustion and by the certificate, and objectives inside and outside the polytope. */
public final class OptimalPolytopeTheorem extends Named<OptimalPolytopeTheorem.Moved> {

    /** A planted optimum, and by how much its weights are moved. */
    record Moved(PlantedOptimum planted, RationalVector step) { }

    /** The statement. */
    public OptimalPolytopeTheorem() {
        super("optimal-polytope", Status.THEOREM, "For squared loss and a penalty that is a norm, the optimal networks are, up"
                + " to splitting of neurons, the points of Q = {c >= 0 : Phi c + S s = y*}, where the columns of Phi are the"
                + " features of all active directions and y* = y - nu for the dual optimum nu; a network of active directions"
                + " off Q is worse.");
    }

    @Override
    public Moved draw(Choices choices, Size size) {
        PlantedOptimum planted = PlantedOptimum.draw(choices, size, PlantedOptimum.Kind.WITH_SKIP);
        return new Moved(planted, choices.vector(planted.atoms().size(), 1, 2));
    }

    @Override
    public Result check(Moved moved, Prover.Options options) {
        PlantedOptimum planted = moved.planted();
        Proof proof = planted.optimalSet(options);
        OptimalSetWitness set = proof.sections().optimalSet().orElseThrow();
        boolean paired = planted.problem().skip() == Problem.Skip.FREE;
        List<Atom> representatives = planted.atoms().stream()
                .map(atom -> paired ? representative(atom) : atom).distinct().toList();
        OptimalPolytope q = OptimalPolytope.of(planted.problem(), representatives, planted.target());
        Set<Map<Atom, Rational>> expected = new HashSet<>();
        q.vertices().forEach((support, weights) -> expected.add(weights(representatives, support, weights, paired)));
        Set<Map<Atom, Rational>> certified = new HashSet<>();
        for (Terms vertex : set.vertices()) {
            certified.add(weights(set.atoms(), vertex.indices(), vertex.values(), paired));
        }
        if (!expected.equals(certified)) {
            return Result.broken("exhaustion finds " + expected.size() + " vertices, the certificate has " + certified.size(),
                    proof, planted.networks());
        }
        // All points of the polytope, and no others, have the value p*.
        Rational best = planted.value();
        Rational[] weights = planted.weights().plus(moved.step()).toArray();
        PlantedOptimum other = new PlantedOptimum(planted.problem(), planted.nu(), planted.atoms(),
                RationalVector.of(weights).positivePart(), planted.skip());
        boolean inside = other.network().outputs(planted.problem()).equals(planted.target());
        int order = other.value().compareTo(best);
        return order > 0 || order == 0 && inside ? Result.held() : Result.broken("a network of active directions has objective "
                + Rationals.text(other.value()) + ", the planted one " + Rationals.text(best), proof, planted.networks());
    }

    /** Of p and -p the one whose first coordinate that is not zero is positive. */
    private static Atom representative(Atom atom) {
        for (int k = 0; k < atom.direction().size(); k++) {
            if (atom.direction().sign(k) != 0) {
                return atom.direction().sign(k) > 0 ? atom : new Atom(atom.sign(), atom.direction().opposite());
            }
        }
        return atom;
    }

    private static Map<Atom, Rational> weights(List<Atom> atoms, List<Integer> support, RationalVector values, boolean paired) {
        Map<Atom, Rational> weights = new HashMap<>();
        for (int k = 0; k < support.size(); k++) {
            Atom atom = atoms.get(support.get(k));
            weights.put(paired ? representative(atom) : atom, values.get(k));
        }
        return weights;
    }
}
