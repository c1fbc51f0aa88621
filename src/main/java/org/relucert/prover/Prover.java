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

    private Prover() { }

    /** An interval for max |nu^T (Xu)_+| over R(u) &lt;= 1. */
    public static Proof neuron(Problem problem, RationalVector nu, Options options) {
        return NeuronProver.prove(problem, nu, options);
    }

    /**
     * Proves one claim, or without one the strongest that can be proved.
     *
     * @param claim {@link Claim.Bound#KEYWORD}, {@link Claim.Optimum#KEYWORD}, {@link Claim.OptimalSetOutline#KEYWORD},
     *     {@link Claim.OptimalSet#KEYWORD} or empty
     * @param network a network for the upper bound, or to be proved optimal
     * @throws Unproved if the claim asked for, or any claim at all, cannot be proved
     */
    public static Outcome certify(Problem problem, Optional<String> claim, Optional<Network> network, Options options) {
        requireAvailable(problem);
        long begin = System.nanoTime();
        BooleanSupplier expired = () -> options.stop().getAsBoolean()
                || (System.nanoTime() - begin) / 1e9 >= options.seconds();
        TrainingResult trained = Trainer.train(Floats.trainingProblem(problem), Trainer.Options.gap(options.relativeGap() / 4)
                .within(TRAINING_SHARE * options.seconds()).stoppedBy(options.stop()).reporting(options.training()));
        Options rest = options.stoppedBy(expired);
        List<String> weaker = new ArrayList<>();
        if (!claim.equals(Optional.of(Claim.Bound.KEYWORD))) {
            try {
                Proof optimum = OptimumProver.prove(problem, trained, network, rest);
                return claim.equals(Optional.of(Claim.Optimum.KEYWORD)) ? new Outcome(optimum, weaker, trained)
                        : optimalSet(optimum, claim, trained, OptimalSetProver.MAX_BASES, rest.stop());
            } catch (Unproved e) {
                if (claim.isPresent()) {
                    throw e;
                }
                weaker.add(Claim.OptimalSet.KEYWORD + ", " + Claim.Optimum.KEYWORD + ": " + e.getMessage());
            }
        }
        Networks.PathNetwork upper = network.isPresent() ? Networks.of(problem, network.get())
                : Networks.of(problem, trained).orElseThrow(() -> new Unproved("no network interpolates the labels"));
        return new Outcome(BoundProver.prove(problem, trained.nu(), upper, rest), weaker, trained);
    }

    /** Adds the optimal set, or unless it is asked for by name its outline, or leaves the optimum as it is. */
    static Outcome optimalSet(Proof optimum, Optional<String> claim, TrainingResult trained, int bases, BooleanSupplier stop) {
        List<String> weaker = new ArrayList<>();
        try {
            OptimalSetProver.Polytope q = OptimalSetProver.polytope(optimum);
            if (!claim.equals(Optional.of(Claim.OptimalSetOutline.KEYWORD))) {
                try {
                    return new Outcome(OptimalSetProver.extend(optimum, q, bases), List.of(), trained);
                } catch (Unproved e) {
                    if (claim.isPresent()) {
                        throw e;
                    }
                    weaker.add(Claim.OptimalSet.KEYWORD + ": " + e.getMessage());
                }
            }
            return new Outcome(OutlineProver.extend(optimum, q, stop), weaker, trained);
        } catch (Unproved e) {
            if (claim.isPresent()) {
                throw e;
            }
            return new Outcome(optimum, List.of(Claim.OptimalSet.KEYWORD + ": " + e.getMessage()), trained);
        }
    }

    private static void requireAvailable(Problem problem) {
        if (problem.labels().columns() != 1) {
            throw new Unproved("labels with several columns are not available yet");
        }
    }
}
