package org.relucert.prover;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.relucert.certificate.Claim;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.scip.Scip;
import org.relucert.search.NeuronSearch;
import org.relucert.search.ScipTraining;
import org.relucert.search.Trainer;
import org.relucert.search.TrainingProblem;
import org.relucert.search.TrainingResult;

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

    private Prover() { }

    /** An interval for max |nu^T (Xu)_+| over R(u) &lt;= 1. */
    public static Proof neuron(Problem problem, RationalVector nu, Options options) {
        return NeuronProver.prove(problem, nu, options);
    }

    /**
     * Proves one claim, or without one the strongest that can be proved.
     *
     * @param claim {@link Claim.Bound#KEYWORD}, {@link Claim.Optimum#KEYWORD} or empty
     * @param network a network for the upper bound, or to be proved optimal
     * @throws Unproved if the claim asked for, or any claim at all, cannot be proved, or the training asked for is not available
     *     for this problem
     */
    public static Outcome certify(Problem problem, Optional<String> claim, Optional<Network> network, Options options) {
        requireAvailable(problem);
        long begin = System.nanoTime();
        BooleanSupplier expired = () -> options.stop().getAsBoolean()
                || (System.nanoTime() - begin) / 1e9 >= options.seconds();
        TrainingResult trained = train(Floats.trainingProblem(problem), options);
        Options rest = options.stoppedBy(expired);
        List<String> weaker = new ArrayList<>();
        if (claim.isEmpty() || claim.get().equals(Claim.Optimum.KEYWORD)) {
            try {
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

    private static TrainingResult train(TrainingProblem problem, Options options) {
        Trainer.Options training = Trainer.Options.gap(options.relativeGap() / 4).within(TRAINING_SHARE * options.seconds())
                .stoppedBy(options.stop()).reporting(options.training());
        if (options.route() == Training.JAVA) {
            return Trainer.train(problem, training);
        }
        if (!Scip.isAvailable()) {
            options.warning().accept("training in Java, for SCIP is not available: " + Scip.unavailableReason());
            return Trainer.train(problem, training);
        }
        try {
            return ScipTraining.train(problem, training);
        } catch (ScipTraining.Unavailable e) {
            throw new Unproved(e.getMessage());
        }
    }

    private static void requireAvailable(Problem problem) {
        if (problem.labels().columns() != 1) {
            throw new Unproved("labels with several columns are not available yet");
        }
    }
}
