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
import org.relucert.checker.UniquenessCheck;
import org.relucert.checker.VertexEnumeration;
import org.relucert.exact.Elimination;
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

    /** Adds the claim that the optimal network is unique to a proof of the optimal set, or if it is not that the function is. */
    static Proof unique(Proof set) {
        for (Claim claim : set.certificate().claims()) {
            if (claim instanceof Claim.OptimalSet found && !found.unique()) {
                return uniqueFunction(set);
            }
        }
        return set.with(new Claim.Unique(), set.sections());
    }

    /** Adds the claim that the optimal function is unique to a proof of the optimal set. */
    static Proof uniqueFunction(Proof set) {
        Problem problem = set.problem();
        OptimalSetWitness witness = set.sections().optimalSet().orElseThrow();
        boolean determined = Elimination.of(problem.skipMatrix()).rank() == problem.skipMatrix().columns();
        if (!determined || witness.vertices().stream().map(vertex -> UniquenessCheck.bends(witness.atoms(), vertex)).distinct()
                .count() > 1) {
            throw new Unproved("the optimal function is not unique, which the claim nonunique shows");
        }
        return set.with(new Claim.UniqueFunction(), set.sections());
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
        List<PathNetwork> others = second.map(List::of).orElseGet(() -> others(optimum));
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

    private static List<PathNetwork> others(Proof optimum) {
        List<PathNetwork> others = new ArrayList<>();
        PathNetwork first = optimum.certificate().network();
        for (RationalVector vanishing : Elimination.of(optimum.problem().skipMatrix()).nullSpace()) {
            // A skip function that is 0 on the data.
            others.add(new PathNetwork(first.neurons(), first.skip().plus(vanishing)));
        }
        if (optimum.problem().hasFreeBias()) {
            others.addAll(moved(optimum));
        }
        try {
            others.addAll(vertices(optimum));
        } catch (Unproved e) {
            if (others.isEmpty()) {
                throw e;
            }
        }
        return others;
    }

    /**
     * With a free bias: the network that uses every atom it can, and those that come from it by joining two neighbouring kinks in
     * one between them, or by moving the last kink away from the data. They have the same fit and cost, and are different
     * functions.
     */
    private static List<PathNetwork> moved(Proof optimum) {
        Problem problem = optimum.problem();
        OptimalSetProver.Polytope q = OptimalSetProver.candidate(optimum);
        Terms interior = OutlineProver.interior(q);
        List<PathNeuron> all = new ArrayList<>();
        for (int t = 0; t < interior.indices().size(); t++) {
            Atom atom = q.atoms().get(interior.indices().get(t));
            all.add(new PathNeuron(atom.sign(), interior.values().get(t), atom.direction(), problem.betaSquared()));
        }
        List<List<PathNeuron>> choices = new ArrayList<>(List.of(all));
        for (int sign : new int[] {1, -1}) {
            for (RationalVector leaf : OptimalSetProver.exactLeaves(problem, sign > 0 ? optimum.plus() : optimum.minus())) {
                Optional<PathNeuron> previous = Optional.empty();
                List<RationalVector> kinks = OptimalSetCheck.kinks(problem, leaf);
                for (RationalVector kink : kinks) {
                    Optional<PathNeuron> here = all.stream()
                            .filter(neuron -> neuron.sign() == sign && (neuron.direction().equals(kink)
                            || problem.skip() == Problem.Skip.FREE && neuron.direction().equals(kink.opposite()))).findFirst();
                    if (here.isPresent() && previous.isPresent()) {
                        choices.add(joined(all, previous.get(), here.get(), kinks.get(kinks.indexOf(kink) - 1), kink));
                    }
                    previous = here;
                }
                if (previous.isPresent()) {
                    RationalVector last = kinks.get(kinks.size() - 1);
                    RationalVector beyond = last.plus(RationalVector.unit(last.size(), last.size() - 1));
                    choices.add(replaced(all, List.of(previous.get()), beyond));
                }
            }
        }
        List<PathNetwork> networks = new ArrayList<>();
        for (List<PathNeuron> neurons : choices) {
            RationalVector rest = problem.optimalFit(optimum.certificate().nu());
            for (PathNeuron neuron : neurons) {
                rest = rest.minus(neuron.output(problem));
            }
            Elimination.solve(problem.skipMatrix(), rest).ifPresent(skip -> networks.add(new PathNetwork(neurons, skip)));
        }
        return networks;
    }

    /** One neuron in place of those at two neighbouring kinks, at their centre of gravity. */
    private static List<PathNeuron> joined(List<PathNeuron> all, PathNeuron first, PathNeuron second, RationalVector low,
            RationalVector high) {
        Rational weight = first.weight().plus(second.weight());
        return replaced(all, List.of(first, second), low.times(first.weight().divide(weight))
                .plus(high.times(second.weight().divide(weight))));
    }

    private static List<PathNeuron> replaced(List<PathNeuron> all, List<PathNeuron> old, RationalVector direction) {
        List<PathNeuron> neurons = new ArrayList<>(all);
        neurons.removeAll(old);
        Rational weight = Rationals.ZERO;
        for (PathNeuron neuron : old) {
            weight = weight.plus(neuron.weight());
        }
        neurons.add(new PathNeuron(old.get(0).sign(), weight, direction, old.get(0).majorant()));
        return neurons;
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

    /** The point nearest to the origin where a neuron with a bias bends. */
    private static Optional<RationalVector> kink(Problem problem, RationalVector direction) {
        int d = problem.inputs().columns();
        Rational[] entries = direction.toArray();
        RationalVector w = RationalVector.of(Arrays.copyOf(entries, d));
        if (problem.bias() == Problem.Bias.NONE || w.isZero()) {
            return Optional.empty();
        }
        // The function is <x, w> + b times the weights that the metric gives: affine in x.
        Rational constant = problem.innerProduct().of(RationalVector.unit(d + 1, d), direction);
        RationalVector slope = problem.innerProduct().functional(direction);
        Rational rise = RationalVector.of(Arrays.copyOf(slope.toArray(), d)).dot(w);
        return rise.isZero() ? Optional.empty() : Optional.of(w.times(constant.divide(rise).opposite()));
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
        for (PathNetwork network : List.of(first, second)) {
            for (PathNeuron neuron : network.neurons()) {
                // On the kink, where one function bends; random points may all miss a narrow strip.
                kink(problem, neuron.direction()).ifPresent(foot -> {
                    points.add(foot);
                    for (int k = 0; k < d; k++) {
                        points.add(foot.plus(RationalVector.unit(d, k)));
                        points.add(foot.minus(RationalVector.unit(d, k)));
                    }
                });
            }
        }
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
