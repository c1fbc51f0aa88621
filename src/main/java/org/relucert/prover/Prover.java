package org.relucert.prover;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.relucert.certificate.Claim;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.search.NeuronSearch;
import org.relucert.search.Trainer;
import org.relucert.search.TrainingResult;

/** From a problem to a certificate: proposes in floating point, proves exactly. */
public final class Prover {

    /**
     * How hard to try.
     *
     * @param relativeGap relative gap to reach
     * @param seconds time for the search; proofs of what was found come on top
     * @param method node kind of the neuron search
     * @param stop polled often; true ends the search and keeps what it has
     * @param training told of improved bounds
     * @param search told of a running neuron search
     */
    public record Options(double relativeGap, double seconds, NeuronSearch.Method method, BooleanSupplier stop,
            Consumer<TrainingResult.Point> training, Consumer<NeuronSearch.Progress> search) {

        /** A gap, no limits, silent. */
        public static Options gap(double relativeGap) {
            return new Options(relativeGap, Double.POSITIVE_INFINITY, NeuronSearch.Method.AUTO, () -> false, p -> { }, p -> { });
        }

        Options stoppedBy(BooleanSupplier signal) {
            return new Options(relativeGap, seconds, method, signal, training, search);
        }
    }

    /**
     * What came of proving.
     *
     * @param proof the certificate of the strongest claim proved
     * @param weaker why a stronger claim is missing, one sentence each; empty if none is
     * @param trained the floating-point solution behind it
     */
    public record Outcome(Proof proof, List<String> weaker, TrainingResult trained) { }

    /** The part of the time that training may use; the rest is for proving what it found. */
    private static final double TRAINING_SHARE = 0.6;

    /** Relative gap of training from which an optimum may be refined. */
    private static final double CLOSE = 0.01;
    /** Numbers up to this size, and their products of the search, have room in a double. */
    private static final double LARGEST = 1e50;

    private Prover() { }

    /** An interval for max |nu^T (Xu)_+| over R(u) &lt;= 1. */
    public static Proof neuron(Problem problem, RationalVector nu, Options options) {
        requireAvailable(problem);
        if (problem.hasFreeBias() && options.method() == NeuronSearch.Method.BOX) {
            throw new Unproved("box nodes are not available with a free bias; cones are");
        }
        requireModerate("nu", nu);
        return searching(() -> NeuronProver.prove(problem, nu, options));
    }

    /**
     * Proves one claim, or without one the strongest that can be proved.
     *
     * @param claim {@link Claim.Bound#KEYWORD}, {@link Claim.Optimum#KEYWORD} or empty
     * @param network a network for the upper bound, or to be proved optimal
     * @throws Unproved if the claim asked for, or any claim at all, cannot be proved
     */
    public static Outcome certify(Problem problem, Optional<String> claim, Optional<Network> network, Options options) {
        requireAvailable(problem);
        Interpolable.require(problem);
        return searching(() -> search(problem, claim, network, options));
    }

    private static Outcome search(Problem problem, Optional<String> claim, Optional<Network> network, Options options) {
        long begin = System.nanoTime();
        BooleanSupplier expired = () -> options.stop().getAsBoolean()
                || (System.nanoTime() - begin) / 1e9 >= options.seconds();
        TrainingResult trained = Trainer.train(Floats.trainingProblem(problem), Trainer.Options.gap(options.relativeGap() / 4)
                .within(TRAINING_SHARE * options.seconds()).stoppedBy(options.stop()).reporting(options.training()));
        Options rest = options.stoppedBy(expired);
        List<String> weaker = new ArrayList<>();
        if (claim.isEmpty() || claim.get().equals(Claim.Optimum.KEYWORD)) {
            try {
                requireClose(trained, network);
                return new Outcome(OptimumProver.prove(problem, trained, network, rest), weaker, trained);
            } catch (Unproved e) {
                if (claim.isPresent()) {
                    throw e;
                }
                weaker.add(Claim.Optimum.KEYWORD + ": " + e.getMessage());
            }
        }
        Networks.PathNetwork upper = network.isPresent() ? Networks.of(problem, network.get())
                : Networks.of(problem, trained).orElseThrow(() -> new Unproved("no network interpolates the labels"));
        return new Outcome(BoundProver.prove(problem, trained.nu(), upper, rest), weaker, trained);
    }

    /** Refinement is long, and it is in vain where training stopped far away; a given network needs none. */
    private static void requireClose(TrainingResult trained, Optional<Network> network) {
        double gap = trained.relativeGap();
        if (network.isEmpty() && !trained.converged() && !(gap <= CLOSE)) {
            throw new Unproved("training stopped " + (Double.isFinite(gap) ? String.format(Locale.ROOT, "at a relative gap of %.2g",
                    gap) : "before it had both bounds") + ", too far from an optimum");
        }
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

    /** Runs a search; numbers that it cannot work with, such as a metric that doubles cannot tell from singular, are a refusal. */
    private static <T> T searching(Supplier<T> search) {
        try {
            return search.get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new Unproved("the floating-point search cannot work with these numbers: " + e.getMessage());
        }
    }
}
