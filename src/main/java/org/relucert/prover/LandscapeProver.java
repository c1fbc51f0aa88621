package org.relucert.prover;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.LandscapeWitness;
import org.relucert.certificate.LandscapeWitness.Chamber;
import org.relucert.certificate.LandscapeWitness.Departure;
import org.relucert.certificate.LandscapeWitness.Improvement;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.Sections;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.search.NeuronSearch;
import org.relucert.search.Trainer;

/**
 * Proves claims {@link Claim.Landscape} about a network. Whether it is box-stationary, and whether a network without zero
 * neurons is a local minimum, is decided exactly by linear programs over the slopes of the kinks; floating point only looks for
 * a neuron that descends and for a better network.
 */
final class LandscapeProver {

    /** The claims, weakest first. */
    static final List<String> CLAIMS = List.of(Claim.NotStationary.KEYWORD, Claim.Stationary.KEYWORD,
            Claim.NotLocalMinimum.KEYWORD, Claim.LocalMinimum.KEYWORD, Claim.BadLocalMinimum.KEYWORD,
            Claim.NotConeOptimal.KEYWORD);

    /** Adjacent chambers of a neuron with dependent kinks that are gone through. */
    private static final int MOST_CHAMBERS = 4096;
    /** Kinks of growing side of a neuron: each of their sets needs slopes. */
    private static final int MOST_GROWING = 12;
    /** Halvings of a step that should lower the objective. */
    private static final int HALVINGS = 200;
    /** Bits to which a direction from a search is rounded, the first that does. */
    private static final int[] BITS = {3, 8, 20, 44};
    /** Bits behind the binary point of majorants that people may want to read. */
    private static final int[] MAJORANT_BITS = {0, 4, 8, 12, 16, 24, 32};
    private static final double SEARCH_GAP = 1e-3;

    private final Problem problem;
    private final PathNetwork network;
    private final int width;
    private final Optional<Network> other;
    private final Prover.Options options;
    private final RationalVector residual;
    private final RationalVector skipSlope;
    private final List<Neuron> neurons = new ArrayList<>();

    private List<List<Terms>> slopes = List.of();
    private List<List<Chamber>> chambers = List.of();
    private Optional<Departure> notStationary = Optional.empty();
    private Optional<Departure> notLocalMinimum = Optional.empty();
    private Optional<Improvement> better = Optional.empty();
    private Optional<PathNetwork> restricted = Optional.empty();

    /** A neuron, its kinks, and what its active rows leave of (2.1). */
    private final class Neuron {
        final PathNeuron path;
        final boolean normal;
        final RationalVector penalised;
        final int[] sides = new int[problem.rows()];
        final List<Integer> kinks = new ArrayList<>();
        /** P p - sigma sum of r_i x_i over the active rows: what the kinks have to make up. */
        final RationalVector rest;

        Neuron(PathNeuron path) {
            this.path = path;
            RationalVector p = path.direction();
            normal = problem.penaltySquared(p).equals(problem.betaSquared());
            penalised = problem.hasFreeBias()
                    ? p.minus(RationalVector.unit(p.size(), p.size() - 1).times(p.get(p.size() - 1))) : p;
            RationalVector left = penalised;
            for (int i = 0; i < sides.length; i++) {
                sides[i] = problem.functional(i).dotSign(p);
                if (sides[i] > 0) {
                    left = left.minus(pulled(i));
                } else if (sides[i] == 0 && !problem.row(i).isZero()) {
                    kinks.add(i);
                }
            }
            rest = left;
        }

        int pull(int row) {
            return path.sign() * residual.sign(row);
        }

        /** sigma r_i x_i. */
        RationalVector pulled(int row) {
            Rational r = residual.get(row);
            return problem.row(row).times(path.sign() < 0 ? r.opposite() : r);
        }

        List<RationalVector> pulled(List<Integer> rows) {
            return rows.stream().map(this::pulled).toList();
        }
    }

    private LandscapeProver(Problem problem, Network given, Optional<Network> other, Prover.Options options) {
        this.problem = problem;
        this.other = other;
        this.options = options;
        width = given.neurons().size();
        residual = problem.scalarLabels().minus(given.outputs(problem));
        skipSlope = problem.skipMatrix().transpose().times(residual);
        List<PathNeuron> paths = new ArrayList<>();
        for (Network.Neuron neuron : given.neurons()) {
            if (!neuron.path().isZero()) {
                paths.add(path(neuron));
            }
        }
        network = new PathNetwork(paths, given.skip());
        paths.forEach(path -> neurons.add(new Neuron(path)));
    }

    /** q = c p with R(p) = beta, where that is rational; else as it is, and then it is not stationary. */
    private PathNeuron path(Network.Neuron neuron) {
        RationalVector q = neuron.path();
        Rational norm = problem.penaltySquared(q);
        if (norm.isZero()) {
            throw new Unproved("a neuron of the network has a bias and no weights; its constant belongs to the skip");
        }
        int sign = Rationals.sign(neuron.output());
        Rational ratio = norm.divide(problem.betaSquared());
        // sqrt(a/b) = sqrt(ab)/b.
        Rational denominator = Rationals.of(Rationals.denominator(ratio), BigInteger.ONE);
        Rational weight = SquareRoot.minorant(ratio.times(Rationals.square(denominator)), 0).divide(denominator);
        return Rationals.square(weight).equals(ratio)
                ? new PathNeuron(sign, weight, q.times(weight.inverse()), problem.betaSquared())
                : Networks.withMajorant(problem, new PathNeuron(sign, Rationals.ONE, q, Rationals.ZERO));
    }

    /**
     * Proves the claims asked for, or without any all that say what kind of point the network is.
     *
     * @param other a better network for a bad local minimum, or one of the restricted program
     * @throws Unproved if one of the claims asked for does not hold or could not be proved
     */
    static Proof prove(Problem problem, Network network, Set<String> claims, Optional<Network> other,
            Prover.Options options) {
        if (problem.loss() != Problem.Loss.SQUARED) {
            throw new Unproved("claims about stationary points and local minima are available for squared loss only");
        }
        LandscapeProver prover = new LandscapeProver(problem, network, other, options);
        return prover.proof(claims.isEmpty() ? prover.kindOfPoint() : prover.asked(claims));
    }

    private Proof proof(List<Claim> claims) {
        LandscapeWitness witness = new LandscapeWitness(slopes, chambers, notStationary, notLocalMinimum, better, restricted);
        ProofTree none = new ProofTree(ProofTree.Root.SPACE, Rationals.ONE, List.of(), List.of());
        Proof proof = new Proof(Certificate.ofNetwork(problem, claims, network), none, none, Sections.NONE.with(witness));
        Verdict verdict = Checker.fast().verify(proof.reader(), Optional.of(problem));
        if (!verdict.isVerified()) {
            // A network of the user may have been put to a use that it is not good for.
            throw new Unproved("the certificate would be " + verdict.line().substring(2));
        }
        return proof;
    }

    private List<Claim> asked(Set<String> keywords) {
        List<Claim> claims = new ArrayList<>();
        // Slopes for every set of active kinks are slopes for stationarity too, so local minima come last.
        for (String keyword : CLAIMS) {
            if (keywords.contains(keyword)) {
                claims.add(switch (keyword) {
                    case Claim.NotStationary.KEYWORD -> notStationary();
                    case Claim.Stationary.KEYWORD -> stationary();
                    case Claim.NotLocalMinimum.KEYWORD -> notLocalMinimum();
                    case Claim.LocalMinimum.KEYWORD -> localMinimum();
                    case Claim.BadLocalMinimum.KEYWORD -> badLocalMinimum();
                    default -> notConeOptimal();
                });
            }
        }
        if (claims.size() < keywords.size()) {
            throw new Unproved("expected claims among " + String.join(", ", CLAIMS));
        }
        return claims;
    }

    /** Whatever holds. */
    private List<Claim> kindOfPoint() {
        List<Claim> claims = new ArrayList<>();
        if (boxDeparture().isPresent()) {
            claims.add(notStationary());
            claims.add(notLocalMinimum());
            return claims;
        }
        claims.add(stationary());
        if (!tryTo(claims, this::notLocalMinimum) && tryTo(claims, this::localMinimum)) {
            tryTo(claims, this::badLocalMinimum);
        }
        return claims;
    }

    /** Adds a claim if it can be proved; less is proved if not. */
    private static boolean tryTo(List<Claim> claims, Supplier<Claim> claim) {
        try {
            return claims.add(claim.get());
        } catch (Unproved e) {
            return false;
        }
    }

    private Rational value() {
        Rational weights = Rationals.ZERO;
        for (Neuron neuron : neurons) {
            if (!neuron.normal) {
                throw new Unproved("the objective of the network is irrational: a neuron has no rational normal form");
            }
            weights = weights.plus(neuron.path.weight());
        }
        return residual.dot(residual).divide(Rationals.of(2)).plus(problem.betaSquared().times(weights));
    }

    // ---- stationary points

    /** Along the skip or the weight of a neuron. */
    private Optional<Departure> firstOrder() {
        RationalVector nowhere = RationalVector.zero(0);
        if (!skipSlope.isZero()) {
            return Optional.of(new Departure(Departure.By.SKIP, 0, nowhere));
        }
        for (int j = 0; j < neurons.size(); j++) {
            PathNeuron path = neurons.get(j).path;
            Rational pairing = path.pairing(problem, residual);
            Rational cost = problem.betaSquared().times(problem.penaltySquared(path.direction()));
            if (pairing.isNegative() || !Rationals.square(pairing).equals(cost)) {
                return Optional.of(new Departure(Departure.By.SCALE, j, nowhere));
            }
        }
        return Optional.empty();
    }

    /** Why the network is not box-stationary; if it is, the slopes are kept. */
    private Optional<Departure> boxDeparture() {
        Optional<Departure> first = firstOrder();
        if (first.isPresent()) {
            return first;
        }
        List<List<Terms>> found = new ArrayList<>();
        for (int j = 0; j < neurons.size(); j++) {
            Neuron neuron = neurons.get(j);
            ExactFeasibility.Answer answer = ExactFeasibility.solve(neuron.pulled(neuron.kinks), neuron.rest, true);
            if (!answer.feasible()) {
                return Optional.of(new Departure(Departure.By.DIRECTION, j, direction(answer.vector())));
            }
            found.add(List.of(terms(neuron.kinks, answer.vector())));
        }
        slopes = slopes.isEmpty() ? found : slopes;
        return Optional.empty();
    }

    /** The vector z with the functional &lt;z,.&gt;, in small integers. */
    private RationalVector direction(RationalVector functional) {
        return primitive(Elimination.solve(problem.innerProduct().matrix(), functional).orElseThrow());
    }

    /** The shortest positive multiple in integers. */
    private static RationalVector primitive(RationalVector v) {
        BigInteger gcd = BigInteger.ZERO;
        for (int k = 0; k < v.size(); k++) {
            gcd = gcd.gcd(v.numerator(k));
        }
        return gcd.signum() == 0 ? v : v.times(Rationals.of(v.denominator(), gcd));
    }

    private static Terms terms(List<Integer> rows, RationalVector values) {
        List<Integer> indices = new ArrayList<>();
        List<Rational> kept = new ArrayList<>();
        for (int k = 0; k < rows.size(); k++) {
            if (values.sign(k) != 0) {
                indices.add(rows.get(k));
                kept.add(values.get(k));
            }
        }
        return indices.isEmpty() ? Terms.NONE : new Terms(indices, RationalVector.of(kept));
    }

    private Claim notStationary() {
        notStationary = boxDeparture();
        if (notStationary.isEmpty()) {
            throw new Unproved("the network is stationary");
        }
        return new Claim.NotStationary(width);
    }

    /** Clarke where that can be shown, else box. */
    private Claim stationary() {
        Optional<Departure> departure = boxDeparture();
        if (departure.isPresent()) {
            throw new Unproved("the network is not stationary: " + reason(departure.get()));
        }
        Claim.Stationary.Kind kind = Claim.Stationary.Kind.BOX;
        List<List<Chamber>> found = new ArrayList<>();
        try {
            for (Neuron neuron : neurons) {
                adjacent(neuron).ifPresent(found::add);
            }
            kind = found.size() == neurons.size() ? Claim.Stationary.Kind.CLARKE : kind;
        } catch (Unproved e) {
            // Too many chambers: box-stationary is what is known.
        }
        chambers = kind == Claim.Stationary.Kind.CLARKE ? found : List.of();
        return new Claim.Stationary(kind, width, value());
    }

    /** An average of adjacent chambers in which the gradient vanishes; none is needed for independent kinks. */
    private Optional<List<Chamber>> adjacent(Neuron neuron) {
        RationalMatrix rows = RationalMatrix.ofRows(neuron.kinks.stream().map(problem::row).toList(), problem.dimension());
        if (Elimination.of(rows).rank() == neuron.kinks.size()) {
            return Optional.of(List.of());
        }
        List<RationalVector> directions = AdjacentChambers.of(problem, neuron.kinks, MOST_CHAMBERS);
        List<RationalVector> columns = new ArrayList<>();
        for (RationalVector direction : directions) {
            RationalVector sum = RationalVector.zero(problem.dimension());
            for (int i : neuron.kinks) {
                sum = problem.functional(i).dotSign(direction) > 0 ? sum.plus(neuron.pulled(i)) : sum;
            }
            columns.add(sum.append(Rationals.ONE));
        }
        ExactFeasibility.Answer answer = ExactFeasibility.solve(columns, neuron.rest.append(Rationals.ONE), false);
        if (!answer.feasible()) {
            return Optional.empty();
        }
        List<Chamber> average = new ArrayList<>();
        for (int k = 0; k < directions.size(); k++) {
            if (answer.vector().sign(k) != 0) {
                average.add(new Chamber(answer.vector().get(k), primitive(directions.get(k))));
            }
        }
        return Optional.of(average);
    }

    // ---- local minima

    /** Why a network without zero neurons is no local minimum; if it is one, the slopes are kept. */
    private Optional<Departure> localDeparture() {
        Optional<Departure> first = firstOrder();
        if (first.isPresent()) {
            return first;
        }
        List<List<Terms>> found = new ArrayList<>();
        for (int j = 0; j < neurons.size(); j++) {
            Neuron neuron = neurons.get(j);
            List<Integer> growing = neuron.kinks.stream().filter(i -> neuron.pull(i) > 0).toList();
            List<Integer> others = neuron.kinks.stream().filter(i -> neuron.pull(i) <= 0).toList();
            if (growing.size() > MOST_GROWING) {
                throw new Unproved("neuron " + j + " has " + growing.size() + " kinks with sigma r > 0, more than " + MOST_GROWING);
            }
            List<Terms> lists = new ArrayList<>();
            for (int set = 0; set < 1 << growing.size(); set++) {
                RationalVector rest = neuron.rest;
                List<Integer> active = new ArrayList<>();
                for (int k = 0; k < growing.size(); k++) {
                    if ((set >> k & 1) == 1) {
                        active.add(growing.get(k));
                        rest = rest.minus(neuron.pulled(growing.get(k)));
                    }
                }
                ExactFeasibility.Answer answer = ExactFeasibility.solve(neuron.pulled(others), rest, true);
                if (!answer.feasible()) {
                    return Optional.of(new Departure(Departure.By.DIRECTION, j, direction(answer.vector().opposite())));
                }
                Rational[] values = new Rational[neuron.kinks.size()];
                for (int k = 0; k < values.length; k++) {
                    int row = neuron.kinks.get(k);
                    values[k] = active.contains(row) ? Rationals.ONE : growing.contains(row) ? Rationals.ZERO
                            : answer.vector().get(others.indexOf(row));
                }
                lists.add(terms(neuron.kinks, RationalVector.of(values)));
            }
            found.add(lists);
        }
        slopes = found;
        return Optional.empty();
    }

    private Claim localMinimum() {
        if (width > neurons.size()) {
            throw new Unproved("the network has a zero neuron: it is a local minimum only if it is a global one; claim "
                    + Claim.Optimum.KEYWORD + " for that");
        }
        Optional<Departure> departure = localDeparture();
        if (departure.isPresent()) {
            throw new Unproved("the network is not a local minimum: " + reason(departure.get()));
        }
        return new Claim.LocalMinimum(width, value());
    }

    private static String reason(Departure departure) {
        return switch (departure.by()) {
            case SKIP -> "S^T r is not 0";
            case SCALE -> "sigma r^T (Xp)_+ is not beta R(p) for its neuron " + departure.neuron();
            default -> "its neuron " + departure.neuron() + " descends in the direction " + departure.direction();
        };
    }

    private Claim notLocalMinimum() {
        notLocalMinimum = localDeparture();
        if (notLocalMinimum.isEmpty() && width > neurons.size()) {
            RationalVector u = descending().orElseThrow(() -> new Unproved(
                    "no neuron was found that descends from zero: the network may be optimal"));
            notLocalMinimum = Optional.of(new Departure(Departure.By.ZERO, 0, u));
        }
        if (notLocalMinimum.isEmpty()) {
            throw new Unproved("the network is a local minimum");
        }
        return new Claim.NotLocalMinimum(width);
    }

    /** u with (r^T (Xu)_+)^2 &gt; B R(u)^2. */
    private Optional<RationalVector> descending() {
        if (residual.isZero()) {
            return Optional.empty();
        }
        Reduction reduction = Reduction.of(problem);
        for (RationalVector nu : List.of(residual, residual.opposite())) {
            NeuronSearch.Result found = NeuronSearch.search(Floats.neuronProblem(reduction.problem(), nu), new NeuronSearch.Options(
                    NeuronSearch.Method.AUTO, SEARCH_GAP, Math.sqrt(Floats.of(problem.betaSquared())), List.of(), Long.MAX_VALUE,
                    options.stop(), options.search()));
            for (int bits : BITS) {
                for (double[] direction : found.incumbents()) {
                    RationalVector u = Floats.round(reduction.lifted(direction), bits);
                    Rational pairing = residual.dot(problem.activation(u));
                    Rational cost = problem.betaSquared().times(problem.penaltySquared(u));
                    if (Rationals.square(pairing).compareTo(cost) > 0) {
                        return Optional.of(primitive(u));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Claim badLocalMinimum() {
        localMinimum();
        Rational value = value();
        better = other.map(given -> new Improvement(Improvement.By.NETWORK, Networks.of(problem, given),
                RationalVector.zero(0)));
        if (better.isEmpty()) {
            // Where no neuron descends the residual is dual feasible, and the network the best of any width.
            RationalVector u = descending().orElseThrow(() -> new Unproved("no neuron was found that descends from zero: the"
                    + " network may be optimal; claim " + Claim.Optimum.KEYWORD + " for that"));
            better = byDirection(u).or(() -> trained(value));
        }
        if (better.isEmpty()) {
            throw new Unproved("no better network of width " + width + " was found; the network may be a global minimum of this width");
        }
        return new Claim.BadLocalMinimum(width, value);
    }

    private Optional<Improvement> byDirection(RationalVector u) {
        Set<List<Object>> different = new HashSet<>();
        network.neurons().forEach(neuron -> different.add(List.of(neuron.sign(), neuron.direction())));
        boolean enough = width >= problem.rows() - Elimination.of(problem.skipMatrix()).rank();
        if (different.size() == width && !enough) {
            return Optional.empty();
        }
        Improvement.By by = different.size() < width ? Improvement.By.MERGE : Improvement.By.WIDTH;
        return Optional.of(new Improvement(by, new PathNetwork(List.of(), RationalVector.zero(0)), u));
    }

    /** The trained network, or as many of its neurons as the width allows. */
    private Optional<Improvement> trained(Rational value) {
        Reduction reduction = Reduction.of(problem);
        return Networks.of(problem, reduction.lifted(Trainer.train(Floats.trainingProblem(reduction.problem()),
                Trainer.Options.gap(options.relativeGap() / 4).within(options.seconds()).stoppedBy(options.stop())
                        .reporting(options.training()))))
                .flatMap(found -> NarrowSearch.find(problem, found, width,
                        candidate -> objective(candidate).compareTo(value) < 0))
                .map(found -> new Improvement(Improvement.By.NETWORK, found, RationalVector.zero(0)));
    }

    private Rational objective(PathNetwork any) {
        RationalVector error = any.outputs(problem).minus(problem.scalarLabels());
        Rational sum = error.dot(error).divide(Rationals.of(2));
        for (PathNeuron neuron : any.neurons()) {
            sum = sum.plus(neuron.cost());
        }
        return sum;
    }

    // ---- the sub-sampled convex program

    private Claim notConeOptimal() {
        Rational value = value();
        restricted = other.map(given -> Networks.of(problem, given));
        if (restricted.isEmpty()) {
            restricted = withinPatterns(value).map(point -> plain(point, value));
        }
        PathNetwork point = restricted.orElseThrow(() -> new Unproved(
                "the network is an optimum of the convex program restricted to the signs and patterns of its neurons"));
        return new Claim.NotConeOptimal(width, value, objective(point));
    }

    /**
     * A better network within the signs and patterns 1[Xp >= 0]. That convex program is at its optimum iff its KKT conditions hold,
     * which decouple: the skip is stationary, and no neuron descends inside its cone. So this finds one whenever there is one.
     */
    private Optional<PathNetwork> withinPatterns(Rational value) {
        if (!skipSlope.isZero()) {
            return step(value, t -> Optional.of(new PathNetwork(network.neurons(),
                    network.skip().plus(skipSlope.times(t)))));
        }
        for (int j = 0; j < neurons.size(); j++) {
            Neuron neuron = neurons.get(j);
            RationalVector rest = neuron.rest.minus(sum(neuron.pulled(neuron.kinks)));
            // The multipliers of the cone at p: P p = sigma X^T D r + sum of lambda_i x_i over the kinks, lambda >= 0.
            ExactFeasibility.Answer answer = ExactFeasibility.solve(neuron.kinks.stream().map(problem::row).toList(), rest,
                    false);
            if (!answer.feasible()) {
                RationalVector inwards = direction(answer.vector().opposite());
                int moving = j;
                Optional<PathNetwork> found = step(value, t -> moved(moving, inwards.times(t)));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private RationalVector sum(List<RationalVector> vectors) {
        RationalVector sum = RationalVector.zero(problem.dimension());
        for (RationalVector vector : vectors) {
            sum = sum.plus(vector);
        }
        return sum;
    }

    /** The network with p_j + e in place of p_j, if it stays in the closed cone. */
    private Optional<PathNetwork> moved(int j, RationalVector e) {
        Neuron neuron = neurons.get(j);
        RationalVector p = neuron.path.direction().plus(e);
        for (int i = 0; i < neuron.sides.length; i++) {
            int side = problem.functional(i).dotSign(p);
            if (neuron.sides[i] >= 0 ? side < 0 : side > 0) {
                return Optional.empty();
            }
        }
        List<PathNeuron> paths = new ArrayList<>(network.neurons());
        paths.set(j, Networks.withMajorant(problem, new PathNeuron(neuron.path.sign(), neuron.path.weight(), p,
                Rationals.ZERO)));
        return Optional.of(new PathNetwork(paths, network.skip()));
    }

    /** The network with short majorants, as long as they leave most of what it is better by. */
    private PathNetwork plain(PathNetwork point, Rational value) {
        Rational enough = value.minus(value.minus(objective(point)).times(Rationals.of(9, 10)));
        for (int bits : MAJORANT_BITS) {
            List<PathNeuron> shorter = new ArrayList<>();
            for (PathNeuron neuron : point.neurons()) {
                Rational squared = problem.betaSquared().times(problem.penaltySquared(neuron.direction()));
                shorter.add(new PathNeuron(neuron.sign(), neuron.weight(), neuron.direction(), SquareRoot.majorant(squared, bits)));
            }
            PathNetwork candidate = new PathNetwork(shorter, point.skip());
            if (objective(candidate).compareTo(enough) <= 0) {
                return candidate;
            }
        }
        return point;
    }

    /** The best of the steps 1, 1/2, 1/4, ... up to the first that is worse than the one before it. */
    private Optional<PathNetwork> step(Rational value, Function<Rational, Optional<PathNetwork>> way) {
        Optional<PathNetwork> best = Optional.empty();
        Rational least = value;
        for (int k = 0; k < HALVINGS; k++) {
            Optional<PathNetwork> candidate = way.apply(Floats.power(-k));
            Rational objective = candidate.map(this::objective).orElse(value);
            if (objective.compareTo(least) < 0) {
                best = candidate;
                least = objective;
            } else if (best.isPresent()) {
                break;
            }
        }
        return best;
    }
}
