package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.OptimalSetCheck;
import org.relucert.checker.VertexEnumeration;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** Proves the claims unique, nonunique and member on top of a proved optimum or optimal set. */
final class UniquenessProver {

    /** Vertices tried when looking for a second optimal function. */
    private static final int MAX_BASES = 2000;
    private static final int RANDOM_POINTS = 400;

    private UniquenessProver() { }

    /** Adds the claim that the optimum is unique to a proof of the optimal set. */
    static Proof unique(Proof set) {
        for (Claim claim : set.certificate().claims()) {
            if (claim instanceof Claim.OptimalSet found && !found.unique()) {
                throw new Unproved("the optimal set has dimension " + found.dimension());
            }
        }
        return set.with(new Claim.Unique(), set.sections());
    }

    /** Adds the coordinates of the proved network in the optimal set. */
    static Proof member(Proof set) {
        OptimalSetWitness witness = set.sections().optimalSet().orElseThrow();
        Map<Integer, Rational> merged = new TreeMap<>();
        for (PathNeuron neuron : set.certificate().neurons()) {
            int atom = witness.atoms().indexOf(new Atom(neuron.sign(), neuron.direction()));
            if (atom < 0) {
                atom = witness.atoms().indexOf(new Atom(neuron.sign(), neuron.direction().opposite()));
            }
            merged.merge(atom, neuron.weight(), Rational::plus);
        }
        Terms coordinates = merged.isEmpty() ? Terms.NONE
                : new Terms(List.copyOf(merged.keySet()), RationalVector.of(List.copyOf(merged.values())));
        return set.with(new Claim.Member(coordinates), set.sections());
    }

    /**
     * Adds a second optimal network and a point where the outputs differ.
     *
     * @param second the second network, or empty to look for one among the vertices of the optimal polytope
     */
    static Proof nonunique(Proof optimum, Optional<PathNetwork> second) {
        Certificate certificate = optimum.certificate();
        Problem problem = certificate.problem();
        PathNetwork first = certificate.network();
        List<PathNetwork> others = second.map(List::of).orElseGet(() -> vertices(optimum));
        for (PathNetwork other : others) {
            Optional<RationalVector> point = separatingPoint(problem, first, other);
            if (point.isPresent()) {
                RationalVector x = point.get();
                return optimum.with(new Claim.Nonunique(x, first.output(problem, x), other.output(problem, x)),
                        optimum.sections().with(other));
            }
        }
        throw new Unproved(second.isPresent() ? "the two networks agree at all points tried"
                : "no second optimal function was found");
    }

    /** The optimal networks at the vertices of the polytope on the atoms that the trees show. */
    private static List<PathNetwork> vertices(Proof optimum) {
        Certificate certificate = optimum.certificate();
        Problem problem = certificate.problem();
        List<Atom> atoms = new ArrayList<>(OptimalSetProver.atoms(problem, certificate.nu(), optimum));
        for (PathNeuron neuron : certificate.neurons()) {
            // With a free bias the network's kinks need not be at data points.
            Atom atom = new Atom(neuron.sign(), neuron.direction());
            if (!atoms.contains(atom) && !atoms.contains(new Atom(neuron.sign(), neuron.direction().opposite()))) {
                atoms.add(atom);
            }
        }
        RationalVector target = problem.optimalFit(certificate.nu());
        RationalMatrix phi = OptimalSetCheck.features(problem, atoms);
        VertexEnumeration.Reduced reduced = VertexEnumeration.Reduced.of(phi, problem.skipMatrix(), target);
        List<Integer> start = OptimalSetProver.basis(reduced, OptimalSetProver.weights(atoms, certificate.neurons()));
        Map<List<Integer>, RationalVector> vertices;
        try {
            vertices = VertexEnumeration.vertices(reduced.a(), reduced.b(), start, MAX_BASES);
        } catch (VertexEnumeration.TooMany e) {
            throw new Unproved("the optimal polytope has " + e.getMessage());
        }
        List<PathNetwork> networks = new ArrayList<>();
        for (List<Integer> support : vertices.keySet()) {
            List<PathNeuron> directions = support.stream().map(atoms::get).map(atom -> new PathNeuron(atom.sign(),
                    Rationals.ONE, atom.direction(), problem.betaSquared())).toList();
            Networks.fitting(problem, directions, target).ifPresent(networks::add);
        }
        return networks;
    }

    /** A short rational point where the outputs differ. */
    private static Optional<RationalVector> separatingPoint(Problem problem, PathNetwork first, PathNetwork second) {
        int d = problem.inputs().columns();
        List<RationalVector> points = new ArrayList<>();
        points.add(RationalVector.zero(d));
        for (int k = 0; k < d; k++) {
            points.add(RationalVector.unit(d, k));
            points.add(RationalVector.unit(d, k).opposite());
        }
        long[] ones = new long[d];
        Arrays.fill(ones, 1);
        points.add(RationalVector.of(ones));
        Random random = new Random(1);
        for (int t = 0; t < RANDOM_POINTS; t++) {
            Rational[] entries = new Rational[d];
            for (int k = 0; k < d; k++) {
                entries[k] = Rationals.of(random.nextInt(2 * t + 3) - t - 1, 1 + t / 20);
            }
            points.add(RationalVector.of(entries));
        }
        return points.stream().filter(x -> !first.output(problem, x).equals(second.output(problem, x))).findFirst();
    }
}
