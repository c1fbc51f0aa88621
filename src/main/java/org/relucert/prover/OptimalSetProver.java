package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.certificate.PathNeuron;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.TreeNode;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.OptimalSetCheck;
import org.relucert.checker.VertexEnumeration;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Problem;

/**
 * Proves a claim {@link Claim.OptimalSet} on top of a proved optimum: its exact trees show all atoms, and the vertices of the
 * polytope are enumerated from the network.
 */
final class OptimalSetProver {

    /** Most bases of the polytope that are visited. */
    static final int MAX_BASES = 200_000;
    /** Most entries of all tableaus together: some 20 seconds, here and again for the checker. */
    private static final long MAX_ENTRIES = 100_000_000;

    private OptimalSetProver() { }

    /**
     * Q.
     *
     * @param atoms all atoms
     * @param reduced the equations of their weights
     * @param start a feasible basis
     */
    record Polytope(List<Atom> atoms, VertexEnumeration.Reduced reduced, List<Integer> start) { }

    /**
     * The polytope of a proved optimum.
     *
     * @throws Unproved if the optimal set is not available for this problem
     */
    static Polytope polytope(Proof optimum) {
        Polytope q = candidate(optimum);
        requireDetermined(optimum, q);
        return q;
    }

    /** The polytope on the atoms that the trees show; with a free bias others may be active between their kinks. */
    static Polytope candidate(Proof optimum) {
        Certificate certificate = optimum.certificate();
        Problem problem = certificate.problem();
        List<Atom> atoms = atoms(problem, certificate.nu(), optimum);
        VertexEnumeration.Reduced reduced = VertexEnumeration.Reduced.of(OptimalSetCheck.features(problem, atoms),
                problem.skipMatrix(), problem.optimalFit(certificate.nu()));
        return new Polytope(atoms, reduced, basis(reduced, weights(atoms, atKinks(problem, certificate.neurons()))));
    }

    /**
     * Extends the certificate of an optimum.
     *
     * @param limit most bases that are visited
     * @throws Unproved if Q has more
     */
    static Proof extend(Proof optimum, Polytope q, int limit) {
        long entries = (long) q.reduced().rank() * q.atoms().size() + 1;
        int bases = (int) Math.min(Math.min(limit, OptimalSetCheck.mostBases(q.reduced())), MAX_ENTRIES / entries);
        Map<List<Integer>, RationalVector> vertices;
        try {
            vertices = VertexEnumeration.vertices(q.reduced().a(), q.reduced().b(), q.start(), bases);
        } catch (VertexEnumeration.TooMany e) {
            throw new Unproved("the optimal polytope has " + e.getMessage());
        }
        List<Terms> listed = new ArrayList<>();
        vertices.forEach((support, values) -> listed.add(support.isEmpty() ? Terms.NONE : new Terms(support, values)));
        Claim claim = OptimalSetCheck.describe(optimum.problem(), q.atoms().size(), q.reduced(), vertices.keySet());
        return optimum.with(claim, optimum.sections().with(new OptimalSetWitness(q.atoms(), q.start(), listed)));
    }

    /**
     * With a free bias, optimal networks may use an interval of biases (ATM-3): then the atoms are no list of their directions.
     */
    private static void requireDetermined(Proof optimum, Polytope q) {
        Problem problem = optimum.problem();
        if (!problem.hasFreeBias()) {
            return;
        }
        Set<Atom> used = OptimalSetCheck.used(problem, q.atoms(), Set.copyOf(OutlineProver.interior(q).indices()));
        for (int sign : new int[] {1, -1}) {
            for (RationalVector leaf : exactLeaves(problem, sign > 0 ? optimum.plus() : optimum.minus())) {
                if (!OptimalSetCheck.isDetermined(problem, used, sign, leaf)) {
                    throw new Unproved("the free bias of a neuron is not determined: optimal networks use an interval of biases, so"
                            + " the optimal function is not unique, which the claim nonunique shows");
                }
            }
        }
    }

    /** The vectors of the leaves that reach the level, in all coordinates. */
    static Set<RationalVector> exactLeaves(Problem problem, ProofTree tree) {
        Reduction reduction = Reduction.of(problem, tree.basis());
        Set<RationalVector> leaves = new LinkedHashSet<>();
        for (TreeNode node : tree.nodes()) {
            if (node instanceof TreeNode.GeneratorLeaf leaf && reduction.problem().penaltySquared(leaf.majorant())
                    .equals(problem.betaSquared())) {
                leaves.add(reduction.lifted(leaf.majorant()));
            }
        }
        return leaves;
    }

    /**
     * The neurons moved to kinks at data points: one between two kinks is as good as the two with its parts of the weight, and
     * one beyond the last kink as good as one there, up to a constant. The fit stays, modulo the skip; without a free bias
     * nothing changes.
     */
    static List<PathNeuron> atKinks(Problem problem, List<PathNeuron> neurons) {
        if (!problem.hasFreeBias()) {
            return neurons;
        }
        List<PathNeuron> moved = new ArrayList<>();
        for (PathNeuron neuron : neurons) {
            RationalVector p = neuron.direction();
            int last = p.size() - 1;
            List<RationalVector> kinks = OptimalSetCheck.kinks(problem, p);
            int above = 0;
            while (above < kinks.size() && kinks.get(above).get(last).compareTo(p.get(last)) < 0) {
                above++;
            }
            if (above == kinks.size()) {
                moved.add(at(neuron, kinks.get(above - 1), Rational.ONE));
            } else if (above == 0 || kinks.get(above).equals(p)) {
                moved.add(neuron);
            } else {
                Rational low = kinks.get(above - 1).get(last);
                Rational part = p.get(last).minus(low).divide(kinks.get(above).get(last).minus(low));
                moved.add(at(neuron, kinks.get(above - 1), Rational.ONE.minus(part)));
                moved.add(at(neuron, kinks.get(above), part));
            }
        }
        return moved;
    }

    private static PathNeuron at(PathNeuron neuron, RationalVector direction, Rational part) {
        return new PathNeuron(neuron.sign(), neuron.weight().times(part), direction, neuron.majorant());
    }

    /** The active atoms in a fixed order; with a free skip one of each pair p, -p. */
    static List<Atom> atoms(Problem problem, RationalVector nu, Proof optimum) {
        List<Atom> atoms = new ArrayList<>();
        for (PathNeuron neuron : OptimumProver.activeAtoms(problem, nu, optimum.plus(), optimum.minus())) {
            Atom atom = new Atom(neuron.sign(), neuron.direction());
            Atom opposite = new Atom(neuron.sign(), neuron.direction().opposite());
            if (problem.skip() != Problem.Skip.FREE) {
                atoms.add(atom);
            } else {
                Atom representative = ORDER.compare(atom, opposite) < 0 ? atom : opposite;
                if (!atoms.contains(representative)) {
                    atoms.add(representative);
                }
            }
        }
        atoms.sort(ORDER);
        return atoms;
    }

    /** Sign + first, then large coordinates first. */
    private static final Comparator<Atom> ORDER = (a, b) -> {
        int order = b.sign() - a.sign();
        for (int k = 0; k < a.direction().size() && order == 0; k++) {
            order = b.direction().get(k).compareTo(a.direction().get(k));
        }
        return order;
    };

    /** The weights of the atoms in the network, a point of Q. */
    static Rational[] weights(List<Atom> atoms, List<PathNeuron> neurons) {
        Rational[] weights = new Rational[atoms.size()];
        Arrays.fill(weights, Rational.ZERO);
        for (PathNeuron neuron : neurons) {
            int a = atoms.indexOf(new Atom(neuron.sign(), neuron.direction()));
            if (a < 0) {
                a = atoms.indexOf(new Atom(neuron.sign(), neuron.direction().opposite()));
            }
            weights[a] = weights[a].plus(neuron.weight());
        }
        return weights;
    }

    /** A feasible basis: the point moved along null vectors to a vertex, its support filled up to a basis. */
    static List<Integer> basis(VertexEnumeration.Reduced reduced, Rational[] weights) {
        while (true) {
            List<Integer> support = new ArrayList<>();
            for (int a = 0; a < weights.length; a++) {
                if (!weights[a].isZero()) {
                    support.add(a);
                }
            }
            RationalMatrix used = RationalMatrix.ofColumns(support.stream().map(reduced.a()::column).toList(), reduced.rank());
            List<RationalVector> nullSpace = Elimination.of(used).nullSpace();
            if (nullSpace.isEmpty()) {
                return fill(reduced, support);
            }
            RationalVector direction = nullSpace.get(0);
            // The weights sum to a constant on Q, so a null vector has entries of both signs: some weight reaches zero.
            Rational step = null;
            for (int k = 0; k < support.size(); k++) {
                if (direction.sign(k) < 0) {
                    Rational ratio = weights[support.get(k)].divide(direction.get(k).opposite());
                    step = step == null || ratio.compareTo(step) < 0 ? ratio : step;
                }
            }
            for (int k = 0; k < support.size(); k++) {
                int a = support.get(k);
                weights[a] = weights[a].plus(step.times(direction.get(k)));
            }
        }
    }

    private static List<Integer> fill(VertexEnumeration.Reduced reduced, List<Integer> support) {
        List<Integer> order = new ArrayList<>(support);
        for (int a = 0; a < reduced.a().columns(); a++) {
            if (!support.contains(a)) {
                order.add(a);
            }
        }
        RationalMatrix columns = RationalMatrix.ofColumns(order.stream().map(reduced.a()::column).toList(), reduced.rank());
        return Elimination.of(columns).pivotColumns().stream().map(order::get).sorted().toList();
    }
}
