package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.certificate.ProofTree;
import org.relucert.checker.EqualRows;
import org.relucert.checker.OptimalSetCheck;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.search.NeuronSearch;
import org.relucert.search.Reconstruction;
import org.relucert.search.Reconstruction.Ratio;
import org.relucert.search.Refinement;
import org.relucert.search.RefinementProblem;
import org.relucert.search.TrainingResult;

/**
 * Proves a claim {@link Claim.Optimum}: recovers a rational dual optimum and network (mathematics, 3.4), checks the KKT
 * conditions exactly, and proves dual feasibility at the level B itself.
 */
final class OptimumProver {

    /** Digits tried for the refinement, few first. */
    private static final int[] DIGITS = {45, 120, 300};
    /** Above so many data points only the fewest digits are tried: large tables are real, and their optima irrational. */
    private static final int SMALL = 60;
    /** Searching stops this far above beta; what touches beta is closed exactly. */
    private static final double MARGIN = 1e-7;
    /** Supports tried when looking for fewer neurons. */
    private static final int SUPPORTS = 5000;
    /** Largest dimension of exact trees over orthants. */
    private static final int MAX_DIMENSION = 12;

    /** A rational dual vector with a network that satisfies the KKT conditions exactly. */
    record Candidate(RationalVector nu, PathNetwork network) { }

    private OptimumProver() { }

    /**
     * Proves the optimum, with trees in the coordinates of the {@link Reduction}.
     *
     * @param trained where to look for it, in these coordinates
     * @param given a network that is claimed to be optimal; without one the trained one is reconstructed
     * @throws Unproved if no rational optimum was found or its feasibility not proved
     */
    static Proof prove(Problem problem, TrainingResult trained, Optional<Network> given, Prover.Options options) {
        Reduction reduction = Reduction.of(problem);
        Problem reduced = reduction.problem();
        if (given.isPresent()) {
            // Its residual, or for interpolation the trained dual.
            RationalVector nu = problem.loss() == Problem.Loss.SQUARED
                    ? problem.scalarLabels().minus(given.get().outputs(problem)) : recovered(reduced, trained, options).nu();
            return prove(problem, nu, given.get(), options);
        }
        Candidate candidate = recovered(reduced, trained, options);
        Sides sides = sides(reduced, candidate.nu(), candidate.network().neurons(), options);
        PathNetwork network = reduction.lifted(fewestNeurons(reduced, candidate, sides));
        return proof(problem, candidate.nu(), network, sides.in(reduction.basis()));
    }

    /**
     * Proves the optimum from a dual vector that is known.
     *
     * @throws Unproved if nu and the network do not satisfy the KKT conditions, or the feasibility of nu is not proved
     */
    static Proof prove(Problem problem, RationalVector nu, Network network, Prover.Options options) {
        Reduction reduction = Reduction.of(problem);
        PathNetwork normal = normalForm(problem, network, nu);
        List<PathNeuron> tight = normal.neurons().stream().map(reduction::lowered).toList();
        return proof(problem, nu, normal, sides(reduction.problem(), nu, tight, options).in(reduction.basis()));
    }

    /**
     * The same optimum with trees in all coordinates, which a claim that looks at the vectors of leaves needs (DF-5).
     *
     * @throws Unproved if there are too many coordinates, or too little time
     */
    static Proof inAllCoordinates(Proof optimum, Prover.Options options) {
        if (optimum.plus().basis().isNone()) {
            return optimum;
        }
        Problem problem = optimum.problem();
        RationalVector nu = optimum.certificate().nu();
        Sides sides = exactSides(problem, nu, activeAtoms(problem, nu, optimum.plus(), optimum.minus()), options);
        return new Proof(optimum.certificate(), sides.plus(), sides.minus(), optimum.sections());
    }

    private static void requireSmall(Problem problem) {
        if (problem.dimension() > MAX_DIMENSION) {
            throw new Unproved("exact trees are limited to dimension " + MAX_DIMENSION);
        }
    }

    private static Proof proof(Problem problem, RationalVector nu, PathNetwork network, Sides sides) {
        Rational value = Rationals.ZERO;
        for (PathNeuron neuron : network.neurons()) {
            value = value.plus(neuron.cost());
        }
        if (problem.loss() == Problem.Loss.SQUARED) {
            value = value.plus(nu.dot(nu).divide(Rationals.of(2)));
        }
        Claim optimum = new Claim.Optimum(value, network.neurons().size());
        Claim bound = new Claim.Bound(value, value, network.neurons().size());
        return BoundProver.certificate(problem, List.of(bound, optimum), nu, problem.betaSquared(), Rationals.ONE, network,
                sides);
    }

    /**
     * An optimal network with fewer neurons than the candidate where a moderate search finds one: among the tight directions
     * that the leaves of the trees show, supports of size 1, 2, ... are tried in turn.
     */
    private static PathNetwork fewestNeurons(Problem problem, Candidate candidate, Sides sides) {
        List<PathNeuron> atoms = activeAtoms(problem, candidate.nu(), sides.plus(), sides.minus());
        return fewest(problem, problem.optimalFit(candidate.nu()), atoms, candidate.network().neurons().size() - 1)
                .orElse(candidate.network());
    }

    /** A network of few of the atoms with the outputs of the target, if a moderate search finds one. */
    private static Optional<PathNetwork> fewest(Problem problem, RationalVector target, List<PathNeuron> atoms, int most) {
        int[] budget = {SUPPORTS};
        for (int size = 0; size <= most; size++) {
            Optional<PathNetwork> found = support(problem, target, atoms, 0, new ArrayList<>(), size, budget);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The active atoms among the leaves of exact trees over orthants; as neurons of weight 1. All of them, by Theorem
     * ATM; with a free bias, those with a kink at a data point. */
    static List<PathNeuron> activeAtoms(Problem problem, RationalVector nu, ProofTree plus, ProofTree minus) {
        List<PathNeuron> atoms = new ArrayList<>();
        for (int sign : new int[] {1, -1}) {
            for (RationalVector direction : OptimalSetProver.exactLeaves(problem, sign > 0 ? plus : minus)) {
                for (OptimalSetWitness.Atom atom : OptimalSetCheck.shown(problem, nu, sign, direction)) {
                    PathNeuron neuron = new PathNeuron(sign, Rationals.ONE, atom.direction(), problem.betaSquared());
                    if (!atoms.contains(neuron)) {
                        atoms.add(neuron);
                    }
                }
            }
        }
        return atoms;
    }

    private static Optional<PathNetwork> support(Problem problem, RationalVector target, List<PathNeuron> atoms,
            int from, List<PathNeuron> chosen, int size, int[] budget) {
        if (chosen.size() == size) {
            return budget[0]-- > 0 ? Networks.fitting(problem, chosen, target) : Optional.empty();
        }
        for (int a = from; a < atoms.size() && budget[0] > 0; a++) {
            chosen.add(atoms.get(a));
            Optional<PathNetwork> found = support(problem, target, atoms, a + 1, chosen, size, budget);
            chosen.remove(chosen.size() - 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * Trees that prove the level B itself, which for 0 any tree does, with room for rounding and in any dimension.
     *
     * @param problem reduced
     */
    private static Sides sides(Problem problem, RationalVector nu, List<PathNeuron> tight, Prover.Options options) {
        return nu.isZero() ? Sides.prove(problem, nu, NeuronSearch.Method.AUTO, MARGIN,
                Math.sqrt(Floats.of(problem.betaSquared())) / 2, options.stop(), options.search())
                : exactSides(problem, nu, tight, options);
    }

    /**
     * Trees over orthants that prove the level B itself.
     *
     * @param tight neurons that reach it, as far as they are known
     */
    private static Sides exactSides(Problem problem, RationalVector dual, List<PathNeuron> tight, Prover.Options options) {
        requireSmall(problem);
        double beta = Math.sqrt(Floats.of(problem.betaSquared()));
        Rational unit = Sides.unit(problem, beta, MARGIN);
        TreeProver.Proved[] proved = new TreeProver.Proved[2];
        long nodes = 0;
        for (int side = 0; side < 2; side++) {
            RationalVector nu = EqualRows.of(problem).merged(side == 0 ? dual : dual.opposite());
            NeuronSearch.Result found = NeuronSearch.search(Floats.neuronProblem(problem, nu),
                    new NeuronSearch.Options(NeuronSearch.Method.CONES, 0, beta * (1 + MARGIN), List.of(), Long.MAX_VALUE,
                            options.stop(), options.search()));
            if (found.lower() > beta * (1 + 10 * MARGIN)) {
                throw new Unproved("the dual vector is not feasible");
            }
            if (found.upper() > beta * (1 + 10 * MARGIN)) {
                throw new Unproved("the time was too short to prove dual feasibility");
            }
            nodes += found.nodes();
            List<TreeProver.TightAtom> atoms = new ArrayList<>();
            for (PathNeuron neuron : tight) {
                if (neuron.sign() > 0 == (side == 0)) {
                    slopes(problem, nu, neuron.direction())
                            .ifPresent(slopes -> atoms.add(new TreeProver.TightAtom(neuron.direction(), slopes)));
                }
            }
            proved[side] = TreeProver.exact(problem, nu, found.tree(), unit, problem.betaSquared(), atoms, options.stop());
        }
        return new Sides(proved[0].tree(), proved[1].tree(), problem.betaSquared(), 1, new double[problem.dimension()], nodes);
    }

    /** Slopes on the concave rows that make p stationary: p = sum over active rows + sum g_i nu_i x_i over its kinks. */
    private static Optional<Rational[]> slopes(Problem problem, RationalVector nu, RationalVector p) {
        Rational[] slopes = new Rational[problem.rows()];
        Arrays.fill(slopes, Rationals.ZERO);
        List<Integer> kinks = new ArrayList<>();
        List<RationalVector> columns = new ArrayList<>();
        RationalVector rest = p;
        for (int i = 0; i < problem.rows(); i++) {
            int sign = problem.functional(i).dotSign(p);
            RationalVector term = problem.row(i).times(nu.get(i));
            if (sign > 0) {
                rest = rest.minus(term);
                slopes[i] = Rationals.ONE;
            } else if (sign == 0 && nu.sign(i) < 0 && !term.isZero()) {
                kinks.add(i);
                columns.add(term);
            }
        }
        Optional<RationalVector> solution = Elimination.solve(RationalMatrix.ofColumns(columns, problem.dimension()), rest);
        if (solution.isEmpty()) {
            return Optional.empty();
        }
        for (int k = 0; k < kinks.size(); k++) {
            Rational g = solution.get().get(k);
            if (g.isNegative() || g.compareTo(Rationals.ONE) > 0) {
                return Optional.empty();
            }
            slopes[kinks.get(k)] = g;
        }
        return Optional.of(slopes);
    }

    /**
     * The network without neurons, optimal when beta is large, which training tells, or when the skip connection fits the labels:
     * nu = y without its part in the range of S.
     */
    private static Optional<Candidate> zero(Problem problem, TrainingResult trained) {
        boolean squared = problem.loss() == Problem.Loss.SQUARED;
        if (squared && !trained.atoms().isEmpty()) {
            return Optional.empty();
        }
        RationalMatrix s = problem.skipMatrix();
        RationalVector y = problem.scalarLabels();
        RationalVector coefficients = Elimination.solve(s.transpose().times(s), s.transpose().times(y)).orElseThrow();
        RationalVector nu = y.minus(s.times(coefficients));
        return squared || nu.isZero() ? Optional.of(new Candidate(nu, new PathNetwork(List.of(), coefficients))) : Optional.empty();
    }

    /** Whether the skip connection alone fits the labels, so that the optimum is 0, with nu = 0. */
    static boolean isZero(Problem problem, TrainingResult trained) {
        return zero(problem, trained).filter(c -> c.nu().isZero()).isPresent();
    }

    private static Optional<Candidate> reconstructed(Problem problem, TrainingResult trained, Prover.Options options) {
        RefinementProblem exact = refinementProblem(problem);
        int tries = problem.rows() <= SMALL ? DIGITS.length : 1;
        for (int digits : Arrays.copyOf(DIGITS, tries)) {
            Refinement.Result refined = Refinement.refine(exact, trained, digits, options.stop());
            if (!refined.converged()) {
                throw new Unproved(options.stop().getAsBoolean() ? "the time was too short to refine the dual optimum"
                        : "the optimality system was not solved (" + refined.reason() + ")");
            }
            Optional<Candidate> candidate = Reconstruction.recognise(refined).flatMap(c -> verified(problem, c, refined));
            if (candidate.isPresent()) {
                return candidate;
            }
        }
        return Optional.empty();
    }

    /** A dual optimum with a network, exactly. */
    private static Candidate recovered(Problem problem, TrainingResult trained, Prover.Options options) {
        Optional<Candidate> zero = zero(problem, trained);
        if (zero.isPresent() && zero.get().nu().isZero()) {
            return zero.get();
        }
        requireSmall(problem);
        if (PiecewiseLinear.applies(problem)) {
            return PiecewiseLinear.solve(problem);
        }
        return zero.or(() -> reconstructed(problem, trained, options))
                .orElseThrow(() -> new Unproved("no rational dual optimum was recognised"));
    }

    /** The candidate if it satisfies the KKT conditions exactly. */
    private static Optional<Candidate> verified(Problem problem, Reconstruction.Candidate candidate, Refinement.Result refined) {
        List<PathNeuron> atoms = candidate.atoms().stream().map(atom -> new PathNeuron(atom.sign(), Rationals.ONE,
                vector(atom.direction()), problem.betaSquared())).toList();
        Optional<RationalVector> nu = candidate.nu().map(OptimumProver::vector);
        boolean small = problem.rows() <= SMALL;
        if (nu.isEmpty() && problem.loss() == Problem.Loss.INTERPOLATION && small) {
            nu = DualFace.near(problem, atoms, refined);
        }
        return nu.flatMap(dual -> candidate.parts().map(parts -> network(atoms, parts))
                .or(() -> small ? fewest(problem, problem.optimalFit(dual), atoms, atoms.size()) : Optional.empty())
                .map(network -> new Candidate(dual, network))).filter(c -> satisfiesKkt(problem, c));
    }

    private static PathNetwork network(List<PathNeuron> atoms, Reconstruction.Parts parts) {
        List<PathNeuron> neurons = new ArrayList<>();
        for (int a = 0; a < atoms.size(); a++) {
            PathNeuron atom = atoms.get(a);
            Rational weight = rational(parts.weights()[a]);
            if (!weight.isZero()) {
                neurons.add(new PathNeuron(atom.sign(), weight, atom.direction(), atom.majorant()));
            }
        }
        return new PathNetwork(neurons, vector(parts.skip()));
    }

    private static boolean satisfiesKkt(Problem problem, Candidate candidate) {
        RationalVector nu = candidate.nu();
        for (PathNeuron neuron : candidate.network().neurons()) {
            if (!neuron.weight().isPositive()
                    || !problem.penaltySquared(neuron.direction()).equals(problem.betaSquared())
                    || !neuron.pairing(problem, nu).equals(problem.betaSquared())) {
                return false;
            }
        }
        return candidate.network().outputs(problem).equals(problem.optimalFit(nu))
                && problem.skipMatrix().transpose().times(nu).isZero();
    }

    /**
     * The normal form of an optimal network: q = c p with R(p) = beta.
     *
     * @throws Unproved if the network does not satisfy the KKT conditions with nu
     */
    static PathNetwork normalForm(Problem problem, Network network, RationalVector nu) {
        List<PathNeuron> neurons = new ArrayList<>();
        for (Network.Neuron neuron : network.neurons()) {
            RationalVector q = neuron.path();
            if (q.isZero()) {
                continue;
            }
            int sign = Rationals.sign(neuron.output());
            Rational pairing = new PathNeuron(sign, Rationals.ONE, q, Rationals.ZERO).pairing(problem, nu);
            if (!pairing.isPositive()) {
                throw new Unproved("the given network is not optimal: a neuron is not tight");
            }
            // Tight means pairing = beta R(q), and q = c p with R(p) = beta, so c = pairing / B.
            Rational weight = pairing.divide(problem.betaSquared());
            neurons.add(new PathNeuron(sign, weight, q.times(weight.inverse()), problem.betaSquared()));
        }
        PathNetwork normal = new PathNetwork(neurons, network.skip());
        if (!satisfiesKkt(problem, new Candidate(nu, normal))) {
            throw new Unproved("the given network is not optimal: it violates the KKT conditions");
        }
        return normal;
    }

    static RefinementProblem refinementProblem(Problem problem) {
        Ratio[][] points = new Ratio[problem.rows()][];
        for (int i = 0; i < points.length; i++) {
            points[i] = ratios(problem.row(i));
        }
        return new RefinementProblem(points, ratios(problem.innerProduct().matrix()), problem.hasFreeBias(),
                ratios(problem.skipMatrix()), ratios(problem.scalarLabels()), ratio(problem.betaSquared()),
                problem.loss() == Problem.Loss.INTERPOLATION);
    }

    private static Ratio[][] ratios(RationalMatrix matrix) {
        Ratio[][] rows = new Ratio[matrix.rows()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = ratios(matrix.row(i));
        }
        return rows;
    }

    private static Ratio[] ratios(RationalVector vector) {
        return Arrays.stream(vector.toArray()).map(OptimumProver::ratio).toArray(Ratio[]::new);
    }

    private static Ratio ratio(Rational r) {
        return new Ratio(Rationals.numerator(r), Rationals.denominator(r));
    }

    private static Rational rational(Ratio r) {
        return Rationals.of(r.numerator(), r.denominator());
    }

    private static RationalVector vector(Ratio[] values) {
        return RationalVector.of(Arrays.stream(values).map(OptimumProver::rational).toArray(Rational[]::new));
    }
}
