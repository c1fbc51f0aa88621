package org.relucert.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.relucert.family.Choices;
import org.relucert.prover.Prover;
import org.relucert.search.NeuronSearch;

/**
 * A sweep: draws instances 0, 1, ..., each from a seed of its own, and checks a statement on each. What it finds depends on the
 * seed and the number of instances, never on the threads: all instances are tried, and the broken one that is reported is the
 * first, shrunk in a fixed order.
 */
public final class Sweep {

    /** Most attempts to shrink. */
    static final int SHRINK_ATTEMPTS = 10_000;
    /** Seconds to shrink: far more than the attempts need, for statements whose checks are very slow. */
    private static final double SHRINK_SECONDS = 300;
    /** Seconds for one proof: far more than it needs. */
    private static final double PROOF_SECONDS = 60;
    private static final double GAP = 1e-6;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /**
     * How to sweep.
     *
     * @param instances how many, at least 1
     * @param seed any
     * @param threads at least 1
     * @param size bounds of the instances
     * @param seconds time after which no instance is begun
     * @param stop polled often; true ends everything and keeps what it has
     * @param progress told the counts so far, from any thread
     */
    public record Options(long instances, long seed, int threads, Statement.Size size, double seconds, BooleanSupplier stop,
            Consumer<Counts> progress) {
        /** One thread, the statement's own size, no limits, silent. */
        public static Options of(Statement<?> statement, long instances, long seed) {
            return new Options(instances, seed, 1, statement.size(), Double.POSITIVE_INFINITY, () -> false, counts -> { });
        }

        /** The same on other threads. */
        public Options on(int others) {
            return new Options(instances, seed, others, size, seconds, stop, progress);
        }
    }

    /**
     * How many instances came out how.
     *
     * @param tried all of them
     * @param held the statement holds
     * @param broken it fails
     * @param skipped its hypotheses are not met
     * @param undecided it could not be decided
     */
    public record Counts(long tried, long held, long broken, long skipped, long undecided) {
        Counts plus(Counts other) {
            return new Counts(tried + other.tried, held + other.held, broken + other.broken, skipped + other.skipped,
                    undecided + other.undecided);
        }
    }

    /**
     * The first instance that breaks the statement, shrunk.
     *
     * @param index which one it was
     * @param drawn the choices of the instance as it was drawn
     * @param record the choices of the shrunk one
     * @param broken what the statement says of that
     */
    public record Counterexample(long index, List<Integer> drawn, List<Integer> record, Result.Broken broken) { }

    /**
     * What a sweep found.
     *
     * @param counts how many came out how
     * @param hypotheses how often which hypothesis was not met
     * @param counterexample the first, if there is one
     * @param undecided index of the first instance that could not be decided
     * @param reason why it could not
     * @param complete whether all instances were tried
     */
    public record Summary(Counts counts, Map<String, Long> hypotheses, List<Counterexample> counterexample,
            OptionalLong undecided, String reason, boolean complete) { }

    private final Statement<?> statement;
    private final Options options;
    private final Prover.Options proving;
    private final AtomicLong next = new AtomicLong();
    private final Map<String, Long> hypotheses = new TreeMap<>();
    private Counts counts = new Counts(0, 0, 0, 0, 0);
    private long firstBroken = -1;
    private Trial broken;
    private long firstUndecided = -1;
    private String reason = "";
    private Error failure;
    private BooleanSupplier expired;

    private Sweep(Statement<?> statement, Options options) {
        this.statement = statement;
        this.options = options;
        this.proving = new Prover.Options(GAP, PROOF_SECONDS, NeuronSearch.Method.AUTO, options.stop(), point -> { },
                progress -> { });
    }

    /** Runs a sweep. */
    public static Summary run(Statement<?> statement, Options options) {
        return new Sweep(statement, options).run();
    }

    /** The seed of instance k: both numbers are mixed, so that neighbours have nothing in common. */
    static long seed(long sweep, long k) {
        return mix(mix(sweep + GOLDEN) + (k + 1) * GOLDEN);
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long z) {
        long y = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        y = (y ^ y >>> 27) * 0x94D049BB133111EBL;
        return y ^ y >>> 31;
    }

    private Summary run() {
        long begin = System.nanoTime();
        expired = () -> options.stop().getAsBoolean() || (System.nanoTime() - begin) / 1e9 > options.seconds();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < options.threads(); t++) {
            Thread thread = new Thread(this::work, "sweep-" + t);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            join(thread);
        }
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
            boolean complete = counts.tried() == options.instances();
            List<Counterexample> found = broken == null ? List.of() : List.of(shrunk());
            return new Summary(counts, new TreeMap<>(hypotheses), found,
                    firstUndecided < 0 ? OptionalLong.empty() : OptionalLong.of(firstUndecided), reason, complete);
        }
    }

    private static void join(Thread thread) {
        boolean done = false;
        while (!done) {
            try {
                thread.join();
                done = true;
            } catch (InterruptedException e) {
                // Who interrupts this thread has no better way to say stop than the signal of the options.
                continue;
            }
        }
    }

    private void work() {
        try {
            for (long k = next.getAndIncrement(); k < options.instances(); k = next.getAndIncrement()) {
                if (expired.getAsBoolean()) {
                    return;
                }
                Trial trial = Trial.of(statement, options.size(), Choices.random(seed(options.seed(), k)), proving);
                if (trial.result().isEmpty() && options.stop().getAsBoolean()) {
                    // Not its fault.
                    return;
                }
                count(k, trial);
            }
        } catch (Error e) {
            fail(e);
        }
    }

    private synchronized void fail(Error e) {
        failure = failure == null ? e : failure;
        next.set(options.instances());
    }

    private void count(long k, Trial trial) {
        Counts now;
        synchronized (this) {
            Result result = trial.result().orElse(null);
            counts = counts.plus(new Counts(1, result instanceof Result.Held ? 1 : 0, result instanceof Result.Broken ? 1 : 0,
                    result instanceof Result.NotApplicable ? 1 : 0, result == null ? 1 : 0));
            if (result instanceof Result.NotApplicable not) {
                hypotheses.merge(not.hypothesis(), 1L, Long::sum);
            } else if (result == null && (firstUndecided < 0 || k < firstUndecided)) {
                firstUndecided = k;
                reason = trial.reason();
            } else if (trial.isBroken() && (firstBroken < 0 || k < firstBroken)) {
                firstBroken = k;
                broken = trial;
            }
            now = counts;
        }
        options.progress().accept(now);
    }

    private Counterexample shrunk() {
        long begin = System.nanoTime();
        Trial smallest = Shrinker.shrink(broken,
                record -> Trial.of(statement, options.size(), Choices.of(record), proving), SHRINK_ATTEMPTS,
                () -> options.stop().getAsBoolean() || (System.nanoTime() - begin) / 1e9 > SHRINK_SECONDS);
        return new Counterexample(firstBroken, broken.record(), smallest.record(), smallest.broken());
    }
}
