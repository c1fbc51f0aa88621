package org.relucert.checker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** The claims unique, unique-function, nonunique and member (obligations UNQ, FUN, NUQ, MEM). */
public final class UniquenessCheck {

    private UniquenessCheck() { }

    /** UNQ-1: beside a claim of the optimal set, whose dimension is then 0 (UNQ-2). */
    static void unique(Certificate certificate) {
        List<Claim.OptimalSet> sets = sets(certificate);
        Obligation.UNQ_1.require(!sets.isEmpty(), "there is no claim optimal-set");
        Obligation.UNQ_2.require(sets.stream().allMatch(Claim.OptimalSet::unique), "the optimal set has dimension %d",
                sets.get(0).dimension());
    }

    private static List<Claim.OptimalSet> sets(Certificate certificate) {
        return certificate.claims().stream().filter(Claim.OptimalSet.class::isInstance).map(Claim.OptimalSet.class::cast)
                .toList();
    }

    /** FUN-2: the vertices, which are complete, are one function. */
    static void uniqueFunction(Certificate certificate, OptimalSetWitness witness) {
        RationalMatrix s = certificate.problem().skipMatrix();
        Obligation.FUN_2.require(Elimination.of(s).rank() == s.columns(), "skip functions that vanish on the data can be added");
        List<Terms> vertices = witness.vertices();
        for (Terms vertex : vertices) {
            Obligation.FUN_2.require(bends(witness.atoms(), vertex).equals(bends(witness.atoms(), vertices.get(0))),
                    "the vertex on atoms %s is another function than that on %s", vertex.indices(), vertices.get(0).indices());
        }
    }

    /**
     * How the function of a vertex bends: the sum of its output weights on each hyperplane &lt;p, x&gt; = 0 where it is not 0, by
     * that of p and -p whose first entry that is not 0 is positive.
     */
    public static Map<RationalVector, Rational> bends(List<OptimalSetWitness.Atom> atoms, Terms vertex) {
        Map<RationalVector, Rational> bends = new HashMap<>();
        for (int t = 0; t < vertex.indices().size(); t++) {
            OptimalSetWitness.Atom atom = atoms.get(vertex.indices().get(t));
            RationalVector p = atom.direction();
            bends.merge(isFirst(p) ? p : p.opposite(), vertex.values().get(t).times(Rationals.of(atom.sign())), Rational::plus);
        }
        bends.values().removeIf(Rational::isZero);
        return bends;
    }

    private static boolean isFirst(RationalVector p) {
        int k = 0;
        while (k < p.size() - 1 && p.sign(k) == 0) {
            k++;
        }
        return p.sign(k) > 0;
    }

    /** NUQ-1 to NUQ-3: both networks are optimal, and their outputs at the input point are as stated and differ. */
    static void nonunique(Certificate certificate, Claim.Nonunique claim, PathNetwork second) {
        Problem problem = certificate.problem();
        Obligation.IN_1.require(claim.input().size() == problem.inputs().columns(), "the input has %d entries, expected %d",
                claim.input().size(), problem.inputs().columns());
        Obligation.IN_1.require(second.skip().size() == problem.skipMatrix().columns(),
                "skip of the second network has %d entries, expected %d", second.skip().size(),
                problem.skipMatrix().columns());
        for (PathNeuron neuron : second.neurons()) {
            Obligation.IN_1.require(neuron.direction().size() == problem.dimension(),
                    "the second network has a direction of %d entries, expected %d", neuron.direction().size(),
                    problem.dimension());
        }
        OptimumCheck.feasible(certificate);
        OptimumCheck.weights(problem, certificate.nu(), certificate.network());
        OptimumCheck.weights(problem, certificate.nu(), second);
        Rational a = certificate.network().output(problem, claim.input());
        Rational b = second.output(problem, claim.input());
        Obligation.NUQ_3.require(claim.first().equals(a) && claim.second().equals(b) && !a.equals(b),
                "the outputs are %s and %s", Rationals.text(a), Rationals.text(b));
    }

    /** MEM-1: the network's weights, added up atom by atom, are the coordinates. */
    static void member(Certificate certificate, Claim.Member claim, OptimalSetWitness witness) {
        Problem problem = certificate.problem();
        OptimumCheck.weights(problem, certificate.nu(), certificate.network());
        Map<Integer, Rational> merged = new HashMap<>();
        for (PathNeuron neuron : certificate.neurons()) {
            int atom = witness.atoms().indexOf(new OptimalSetWitness.Atom(neuron.sign(), neuron.direction()));
            if (atom < 0 && problem.skip() == Problem.Skip.FREE) {
                RationalVector opposite = neuron.direction().opposite();
                atom = witness.atoms().indexOf(new OptimalSetWitness.Atom(neuron.sign(), opposite));
            }
            Obligation.MEM_1.require(atom >= 0, "the direction %s is no atom", neuron.direction());
            merged.merge(atom, neuron.weight(), Rational::plus);
        }
        List<Integer> indices = claim.coordinates().indices();
        boolean equal = indices.size() == merged.size();
        for (int k = 0; k < indices.size() && equal; k++) {
            equal = claim.coordinates().values().get(k).equals(merged.get(indices.get(k)));
        }
        Obligation.MEM_1.require(equal, "the network has the weights %s", merged);
    }
}
