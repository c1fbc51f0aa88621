package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.certificate.PathNetwork;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.scip.Scip;
import org.relucert.search.NeuronSearch;
import org.relucert.search.ScipTraining;
import org.relucert.search.Trainer;
import org.relucert.search.TrainingProblem;
import org.relucert.search.TrainingResult;
import org.relucert.search.WarmStart;

/** From a problem to a certificate: proposes in floating point, proves exactly. */
public final class Prover {

    /** Who proposes the network and its dual vector; the proof is the same for both. */
    public enum Training {
        /** {@link Trainer}. */
        JAVA,
        /** {@link ScipTraining}; where SCIP does not load, JAVA with a warning. */
        SCIP
    }

    /**
     * How hard to try.
     *
     * @param relativeGap relative gap to reach
     * @param seconds time for the search; proofs of what was found come on top
     * @param method node kind of the neuron search
     * @param route who trains
     * @param stop polled often; true ends the search and keeps what it has
     * @param training told of improved bounds
     * @param search told of a running neuron search
     * @param warning told in one line when something asked for is replaced by something else
     */
    public record Options(double relativeGap, double seconds, NeuronSearch.Method method, Training route, BooleanSupplier stop,
            Consumer<TrainingResult.Point> training, Consumer<NeuronSearch.Progress> search, Consumer<String> warning) {

        /** Trained in Java; warnings go to the standard error stream. */
        public Options(double relativeGap, double seconds, NeuronSearch.Method method, BooleanSupplier stop,
                Consumer<TrainingResult.Point> training, Consumer<NeuronSearch.Progress> search) {
            this(relativeGap, seconds, method, Training.JAVA, stop, training, search,
                    line -> System.err.println("relucert: " + line));
        }

        /** A gap, no limits, silent. */
        public static Options gap(double relativeGap) {
            return new Options(relativeGap, Double.POSITIVE_INFINITY, NeuronSearch.Method.AUTO, () -> false, p -> { }, p -> { });
        }

        /** The same, trained by the given route. */
        public Options trainedBy(Training other) {
            return new Options(relativeGap, seconds, method, other, stop, training, search, warning);
        }

        Options stoppedBy(BooleanSupplier signal) {
            return new Options(relativeGap, seconds, method, route, signal, training, search, warning);
        }

        /**
         * The same, AUTO without quadratic leaves where the problem's numbers are too long for them.
         *
         * @param nuBits length of numerators and denominator of the dual vector together, about
         */
        Options suitedTo(Problem problem, int nuBits) {
            return method != NeuronSearch.Method.AUTO || QuadraticLeafProver.suits(problem, nuBits) ? this
                    : new Options(relativeGap, seconds, NeuronSearch.withoutQuadratic(problem.dimension(), problem.rows(),
                            problem.hasFreeBias()), route, stop, training, search, warning);
        }
    }

    /**
     * What came of proving.
     *
     * @param proof the certificate of the strongest claim proved
     * @param weaker why a stronger claim is missing, one sentence each; empty if none is
     * @param trained the floating-point solution behind it; null where nothing was trained
     */
    public record Outcome(Proof proof, List<String> weaker, TrainingResult trained) { }

    /** The part of the time that training may use; the rest is for proving what it found. */
    private static final double TRAINING_SHARE = 0.75;

    /** Length of the numbers of a dual vector that was found by training, generously. */
    private static final int ROUNDED_BITS = 128;

    /** Relative gap of training from which an optimum may be refined. */
    private static final double CLOSE = 0.01;

    /** Numbers up to this size, and their products of the search, have room in a double. */
    private static final double LARGEST = 1e50;

    private Prover() { }

    /** An interval for max |nu^T (Xu)_+| over R(u) &lt;= 1. */
    public static Proof neuron(Problem problem, RationalVector nu, Options options) {
        requireAvailable(problem);
        Problem reduced = Reduction.of(problem).problem();
        requireMethod(reduced, options.method());
        requireModerate("nu", nu);
        Options limited = options.stoppedBy(expired(options)).suitedTo(reduced, bits(nu));
        return searching(() -> NeuronProver.prove(problem, nu, limited));
    }

    /** Complains of a node kind that the problem excludes. */
    private static void requireMethod(Problem problem, NeuronSearch.Method method) {
        if (problem.hasFreeBias() && (method == NeuronSearch.Method.BOX || method == NeuronSearch.Method.QUADRATIC)) {
            throw new Unproved(method.name().toLowerCase(Locale.ROOT)
                    + " nodes are not available with a free bias; cones and cubes are");
        }
        int dimension = problem.dimension();
        if (problem.hasFreeBias()) {
            requireDimension("a free bias is", NeuronSearch.LARGEST_ORTHANT_DIMENSION, dimension);
        }
        switch (method) {
            case CONES -> requireDimension("cones nodes are", NeuronSearch.LARGEST_ORTHANT_DIMENSION, dimension);
            case CUBES -> requireDimension("cubes nodes are", NeuronSearch.LARGEST_CUBE_DIMENSION, dimension);
            case QUADRATIC -> requireDimension("quadratic nodes are", NeuronSearch.LARGEST_QUADRATIC_DIMENSION, dimension);
            case BOX, AUTO -> { }
        }
    }

    private static void requireDimension(String what, int largest, int dimension) {
        if (dimension > largest) {
            throw new Unproved(what + " available up to dimension " + largest + ", bias included, not " + dimension);
        }
    }

    private static int bits(RationalVector v) {
        int longest = 0;
        for (int i = 0; i < v.size(); i++) {
            longest = Math.max(longest, v.numerator(i).bitLength());
        }
        return longest + v.denominator().bitLength();
    }

    /**
     * Proves the claims asked for, or without any the strongest of optimal-set, optimum and bound that can be proved. A
     * certificate of a stronger claim makes the weaker ones too.
     *
     * @param claims keywords of {@link Claim}s
     * @param networks none; or a network for the upper bound, or to be proved optimal; for nonunique also two
     * @throws Unproved if a claim asked for, or any claim at all, cannot be proved, or the training asked for is not available
     *     for this problem
     */
    public static Outcome certify(Problem problem, Set<String> claims, List<Network> networks, Options options) {
        return certify(problem, claims, networks, options, WarmStart.NONE);
    }

    /**
     * The same for one beta of a path: its training begins with what the last one has left.
     *
     * @param warm {@link TrainingResult#next} of the outcome for the same data with another beta, or {@link WarmStart#NONE}
     */
    public static Outcome certify(Problem problem, Set<String> claims, List<Network> networks, Options options, WarmStart warm) {
        requireAvailable(problem);
        Reduction reduction = Reduction.of(problem);
        requireMethod(reduction.problem(), options.method());
        Interpolable.require(problem);
        if (networks.size() > (claims.contains(Claim.Nonunique.KEYWORD) ? 2 : 1)) {
            throw new Unproved("more networks were given than the claims can use");
        }
        return searching(() -> search(problem, reduction, claims, networks, options.suitedTo(reduction.problem(), ROUNDED_BITS),
                warm));
    }

    private static Outcome search(Problem problem, Reduction reduction, Set<String> claims, List<Network> networks, Options options,
            WarmStart warm) {
        long begin = System.nanoTime();
        BooleanSupplier expired = expired(options);
        TrainingResult found = train(Floats.trainingProblem(reduction.problem()), options, warm);
        TrainingResult trained = reduction.lifted(found);
        Options rest = options.stoppedBy(expired);
        List<String> weaker = new ArrayList<>();
        if (claims.contains(Claim.Support.KEYWORD)) {
            if (claims.size() > (claims.contains(Claim.Bound.KEYWORD) ? 2 : 1) || !networks.isEmpty()) {
                throw new Unproved("the claim support goes with the claim bound only, and without a network");
            }
            return new Outcome(SupportProver.prove(problem, trained, rest), weaker, trained);
        }
        Optional<Network> network = networks.stream().findFirst();
        // Of an optimum that is 0 no relative gap is small, but it can be proved.
        boolean zero = network.isEmpty() && OptimumProver.isZero(problem, trained);
        if (zero || !claims.equals(Set.of(Claim.Bound.KEYWORD))) {
            try {
                if (!zero && !PiecewiseLinear.applies(reduction.problem())) {
                    requireClose(trained, network);
                }
                return exact(OptimumProver.prove(problem, found, network, rest), claims, networks, trained, rest);
            } catch (Unproved e) {
                if (!claims.isEmpty()) {
                    throw e;
                }
                weaker.add(Claim.OptimalSet.KEYWORD + ", " + Claim.Optimum.KEYWORD + ": " + e.getMessage());
            }
        }
        PathNetwork upper = network.isPresent() ? Networks.of(problem, network.get())
                : Networks.of(problem, trained).orElseThrow(() -> new Unproved("no interpolating network was found"));
        if (trained.converged()) {
            return bounded(BoundProver.prove(problem, trained, upper, rest), weaker, trained, network, options, begin);
        }
        Proof bound;
        if (trained.priced() != null && Arrays.equals(trained.priced().nu(), trained.candidate())) {
            bound = BoundProver.prove(problem, trained, upper, rest);
        } else {
            // Training gave up before the last dual vector was searched to the end. What time is left is better spent on that than
            // on an earlier one: a third of it, for the proof of a tree takes longer than its search.
            long now = System.nanoTime();
            double left = options.seconds() - (now - begin) / 1e9;
            BooleanSupplier enough = () -> expired.getAsBoolean() || (System.nanoTime() - now) / 1e9 >= left / 3;
            bound = BoundProver.prove(problem, trained.candidate(), upper, options.stoppedBy(enough));
            if (lower(bound).doubleValue() < trained.dual()) {
                Proof cautious = BoundProver.prove(problem, trained, upper, rest);
                bound = lower(cautious).compareTo(lower(bound)) > 0 ? cautious : bound;
            }
        }
        if (relativeGap(bound) > options.relativeGap() && network.isEmpty() && trained.relativeGap() <= CLOSE
                && problem.loss() == Problem.Loss.SQUARED && !expired.getAsBoolean()) {
            // Interior points end early where their systems are badly conditioned; Newton's method on the active system does not.
            Optional<Proof> refined = BoundProver.refined(problem, trained, rest);
            bound = refined.isPresent() && relativeGap(refined.get()) < relativeGap(bound) ? refined.get() : bound;
        }
        return bounded(bound, weaker, trained, network, options, begin);
    }

    /** A bound, and where its gap is larger than asked for the reason. */
    private static Outcome bounded(Proof bound, List<String> weaker, TrainingResult trained, Optional<Network> network,
            Options options, long begin) {
        if (relativeGap(bound) > options.relativeGap()) {
            boolean late = options.stop().getAsBoolean()
                    || (System.nanoTime() - begin) / 1e9 >= TRAINING_SHARE * options.seconds();
            // The trained network is close enough, the given one is not.
            boolean given = network.isPresent() && Double.isFinite(trained.primal())
                    && trained.primal() - Floats.of(lower(bound)) <= options.relativeGap() * Math.abs(trained.primal());
            weaker.add(String.format(Locale.ROOT, "a relative gap of %.2g: %s", options.relativeGap(),
                    given ? "the given network is farther from the optimum"
                            : late ? "the time was too short" : "double precision carried training no further"));
        }
        return new Outcome(bound, weaker, trained);
    }

    /** (upper - lower) / upper of the bound that is claimed. */
    private static double relativeGap(Proof proof) {
        Claim.Bound bound = (Claim.Bound) proof.certificate().claims().get(0);
        Rational gap = bound.upper().minus(bound.lower());
        return gap.isZero() ? 0 : bound.upper().isZero() ? Double.POSITIVE_INFINITY : Floats.of(gap.divide(bound.upper().abs()));
    }

    /** Told to stop, or out of time, counted from now. */
    private static BooleanSupplier expired(Options options) {
        long begin = System.nanoTime();
        return () -> options.stop().getAsBoolean() || (System.nanoTime() - begin) / 1e9 >= options.seconds();
    }

    /**
     * Proves the optimum, and more, from a dual optimum that is known: nothing is trained or guessed.
     *
     * @param nu a dual optimum, length n
     * @param network an optimal network
     * @param claims as for {@link #certify}, but neither bound alone nor support
     * @throws Unproved if nu is not feasible, the network does not attain its value, or a claim cannot be proved
     */
    public static Outcome known(Problem problem, RationalVector nu, Network network, Set<String> claims, Options options) {
        requireAvailable(problem);
        requireModerate("nu", nu);
        if (claims.contains(Claim.Support.KEYWORD)) {
            throw new Unproved("the claim support goes with the claim bound only, and without a network");
        }
        return searching(() -> exact(OptimumProver.prove(problem, nu, network, options), claims, List.of(network), null,
                options));
    }

    /** Whether some network fits the labels: with squared loss this is not asked, and true. */
    public static boolean isInterpolable(Problem problem) {
        return Interpolable.obstacle(problem).isEmpty();
    }

    private static Rational lower(Proof proof) {
        return ((Claim.Bound) proof.certificate().claims().get(0)).lower();
    }

    /** Refinement is long, and it is in vain where training stopped far away; a given network needs none. */
    private static void requireClose(TrainingResult trained, Optional<Network> network) {
        double gap = trained.relativeGap();
        if (network.isEmpty() && !trained.converged() && !(gap <= CLOSE)) {
            throw new Unproved("training stopped " + (Double.isFinite(gap) ? String.format(Locale.ROOT,
                    "at a relative gap of %.2g",
                    gap) : "before it had both bounds") + ", too far from an optimum");
        }
    }

    /** What a proved optimum can be extended to. */
    private static Outcome exact(Proof optimum, Set<String> claims, List<Network> networks, TrainingResult trained,
            Options options) {
        Proof proof = optimum;
        List<String> weaker = new ArrayList<>();
        boolean unique = claims.contains(Claim.Unique.KEYWORD);
        boolean function = claims.contains(Claim.UniqueFunction.KEYWORD);
        boolean member = claims.contains(Claim.Member.KEYWORD);
        if (claims.contains(Claim.OptimalSet.KEYWORD) || unique || function || member) {
            proof = OptimumProver.inAllCoordinates(proof, options);
            proof = OptimalSetProver.extend(proof, OptimalSetProver.polytope(proof), OptimalSetProver.MAX_BASES);
        } else if (claims.isEmpty()) {
            proof = optimalSet(proof, OptimalSetProver.MAX_BASES, options, weaker);
        }
        if (claims.contains(Claim.OptimalSetOutline.KEYWORD)) {
            proof = OptimumProver.inAllCoordinates(proof, options);
            proof = OutlineProver.extend(proof, OptimalSetProver.polytope(proof), options.stop());
        }
        if (unique) {
            proof = UniquenessProver.unique(proof);
        }
        if (function && proof.certificate().claims().stream().noneMatch(Claim.UniqueFunction.class::isInstance)) {
            proof = UniquenessProver.uniqueFunction(proof);
        }
        if (member) {
            proof = UniquenessProver.member(proof);
        }
        if (claims.contains(Claim.Nonunique.KEYWORD)) {
            Problem problem = proof.problem();
            RationalVector nu = proof.certificate().nu();
            Optional<PathNetwork> second = networks.stream().skip(1).findFirst()
                    .map(network -> OptimumProver.normalForm(problem, network, nu));
            proof = UniquenessProver.nonunique(proof, second);
        }
        return new Outcome(proof, weaker, trained);
    }

    /** Adds the optimal set; where its vertices are too many to list its outline; or leaves the optimum as it is. */
    static Proof optimalSet(Proof optimum, int bases, Options options, List<String> weaker) {
        try {
            OptimalSetProver.Polytope q = OptimalSetProver.polytope(optimum);
            Proof proof = OptimumProver.inAllCoordinates(optimum, options);
            try {
                return OptimalSetProver.extend(proof, q, bases);
            } catch (Unproved e) {
                weaker.add(Claim.OptimalSet.KEYWORD + ": " + e.getMessage());
                return OutlineProver.extend(proof, q, options.stop());
            }
        } catch (Unproved e) {
            weaker.add(Claim.OptimalSet.KEYWORD + ": " + e.getMessage());
            return optimum;
        }
    }

    private static TrainingResult train(TrainingProblem problem, Options options, WarmStart warm) {
        Trainer.Options training = Trainer.Options.gap(options.relativeGap() / 4).within(TRAINING_SHARE * options.seconds())
                .searching(options.method()).stoppedBy(options.stop()).reporting(options.training());
        if (options.route() == Training.JAVA) {
            long begin = System.nanoTime();
            TrainingResult trained = Trainer.train(problem, training, warm);
            double left = training.seconds() - (System.nanoTime() - begin) / 1e9;
            if (trained.converged() || !problem.interpolation() || !(left > 0) || options.stop().getAsBoolean()
                    || !Scip.isAvailable()) {
                return trained;
            }
            // Needles of cones and very large dual vectors defeat the interior-point master; the cutting planes stand them.
            TrainingResult second = ScipTraining.train(problem, training.within(left));
            return second.relativeGap() < trained.relativeGap() ? second : trained;
        }
        if (!Scip.isAvailable()) {
            options.warning().accept("training in Java, for SCIP is not available: " + Scip.unavailableReason());
            return Trainer.train(problem, training, warm);
        }
        try {
            return ScipTraining.train(problem, training);
        } catch (ScipTraining.Unavailable e) {
            throw new Unproved(e.getMessage());
        }
    }

    /**
     * Proves how two networks are connected: {@link Claim.Connected} or {@link Claim.Disconnected} if both are optimal, {@link
     * Claim.Descent} if only the second is. The proof claims the optimum as well, and where it needs it the optimal set.
     *
     * @param from a network for the problem, of at most {@code width} neurons
     * @param to an optimal network, of at most {@code width} neurons
     * @param width number of slots; with n - rank S + 1 of them there is always a path to an optimum
     * @throws IllegalArgumentException if a network has more neurons than the width
     * @throws Unproved if the second network is not optimal, or neither a path was found nor excluded
     */
    public static Proof connect(Problem problem, Network from, Network to, int width, Options options) {
        requireAvailable(problem);
        if (Math.max(from.neurons().size(), to.neurons().size()) > width) {
            throw new IllegalArgumentException("a network has more than " + width + " neurons");
        }
        Problem reduced = Reduction.of(problem).problem();
        requireMethod(reduced, options.method());
        Interpolable.require(problem);
        return searching(() -> {
            // For squared loss the dual vector is the residual of the second network; nothing is trained.
            TrainingResult trained = problem.loss() == Problem.Loss.SQUARED ? null
                    : train(Floats.trainingProblem(reduced), options, WarmStart.NONE);
            Proof optimum;
            try {
                optimum = OptimumProver.prove(problem, trained, Optional.of(to), options);
            } catch (Unproved e) {
                throw new Unproved("the second network is not proved to be optimal: " + e.getMessage());
            }
            return PathProver.prove(optimum, from, to, width, options);
        });
    }

    /** Keywords of the claims {@link Claim.Landscape}, which {@link #landscape} proves. */
    public static List<String> landscapeClaims() {
        return LandscapeProver.CLAIMS;
    }

    /**
     * Proves what kind of point of the objective a network is (obligations STA, LOC, LNO, BAD, SUB): {@link
     * #landscape(Problem, Network, Set, Optional, Options)} without a second network.
     */
    public static Proof landscape(Problem problem, Network network, Set<String> claims, Options options) {
        return landscape(problem, network, claims, Optional.empty(), options);
    }

    /**
     * Proves claims {@link Claim.Landscape} about a network, balanced: a neuron (w, alpha) stands for the balanced one with the
     * same |alpha| w, zero if that is 0. The width is the number of neurons given, zero ones included.
     *
     * <p>Exactly decided is whether the network is box-stationary, whether a network without zero neurons is a local minimum, and
     * whether it is an optimum of the convex program restricted to its signs and patterns; {@link Claim.Stationary} is of the
     * kind Clarke where that can be shown.
     *
     * @param claims keywords, one of {@link #landscapeClaims()} each; none for whatever holds of stationary, not-stationary,
     *     local-minimum, not-local-minimum, bad-local-minimum
     * @param other for bad-local-minimum a better network of at most the same width, for not-cone-optimal one with the signs and
     *     patterns of the network; found if it is not given
     * @return a certificate without dual vector and trees, verified
     * @throws Unproved if a claim asked for does not hold or could not be proved; the message says which and why
     */
    public static Proof landscape(Problem problem, Network network, Set<String> claims, Optional<Network> other,
            Options options) {
        requireAvailable(problem);
        return searching(() -> LandscapeProver.prove(problem, network, claims, other, options.stoppedBy(expired(options))));
    }

    private static void requireAvailable(Problem problem) {
        if (problem.labels().columns() != 1) {
            throw new Unproved("labels with several columns are not available yet");
        }
        for (int i = 0; i < problem.rows(); i++) {
            requireModerate("inputs[" + i + "]", problem.inputs().row(i));
        }
        requireModerate("labels", problem.scalarLabels());
        for (int k = 0; k < problem.metric().rows(); k++) {
            requireModerate("metric[" + k + "]", problem.metric().row(k));
        }
        double beta = Math.sqrt(Floats.of(problem.betaSquared()));
        if (!(beta >= 1 / LARGEST && beta <= LARGEST)) {
            throw new Unproved(String.format(Locale.ROOT, "beta is out of the range of the floating-point search, %.0e to %.0e",
                    1 / LARGEST, LARGEST));
        }
    }

    private static void requireModerate(String what, RationalVector entries) {
        for (int i = 0; i < entries.size(); i++) {
            if (Math.abs(Floats.of(entries.numerator(i), entries.denominator())) > LARGEST) {
                throw new Unproved(String.format(Locale.ROOT,
                        "%s has a number out of the range of the floating-point search, at most %.0e", what, LARGEST));
            }
        }
    }

    /**
     * Runs a search; numbers that it cannot work with, such as a metric that doubles cannot tell from singular, are a refusal.
     */
    private static <T> T searching(Supplier<T> search) {
        try {
            return search.get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new Unproved("the floating-point search cannot work with these numbers: " + e.getMessage());
        }
    }
}
