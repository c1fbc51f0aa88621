package org.relucert.checker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Work in parts, done on several threads and received in the order in which it was given: the outcome is that of one thread.
 * The thread that gives the work does a part itself where the others have enough to do.
 *
 * <p>Public because the prover works through the same trees.
 *
 * @param <R> what a part results in
 */
public final class InOrder<R> implements AutoCloseable {

    /** Parts before other threads are worth their beginning. */
    private static final int ALONE = 2;
    /** Parts that wait for a thread at most, for each. */
    private static final int WAITING = 4;
    /** Parts not yet received at most. */
    private static final int UNSETTLED = 256;

    private final String name;
    private final int others;
    private final Consumer<R> receiver;
    private final Deque<FutureTask<R>> parts = new ArrayDeque<>();
    private int begun;
    private ThreadPoolExecutor executor;

    /**
     * No work yet.
     *
     * @param name of the other threads
     * @param receiver of the results, called by the thread that gives the work
     * @param threads at most, that one among them
     */
    public InOrder(String name, Consumer<R> receiver, int threads) {
        this.name = name;
        this.receiver = receiver;
        this.others = threads - 1;
    }

    /** Something that comes next and is there already. */
    public void add(R result) {
        FutureTask<R> part = new FutureTask<>(() -> result);
        part.run();
        parts.add(part);
    }

    /** Says that all parts from now on are worth other threads. */
    void beside() {
        begun = Math.max(begun, ALONE);
    }

    /** A part that comes next. What parts throw is thrown when their turn has come, here or by {@link #settle}. */
    public void run(Supplier<R> work) {
        FutureTask<R> part = new FutureTask<>(work::get);
        parts.add(part);
        begun++;
        if (begun <= ALONE || others < 1) {
            part.run();
        } else {
            if (executor == null) {
                executor = new ThreadPoolExecutor(others, others, 0, TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING * others), this::daemon, new ThreadPoolExecutor.CallerRunsPolicy());
            }
            executor.execute(part);
        }
        while (!parts.isEmpty() && (parts.peek().isDone() || parts.size() > UNSETTLED)) {
            settleFirst();
        }
    }

    /** Waits for all parts; does itself those that no other thread has begun. */
    public void settle() {
        parts.forEach(FutureTask::run);
        while (!parts.isEmpty()) {
            settleFirst();
        }
    }

    private void settleFirst() {
        // A part that failed stays the first, so that settling again finds the same failure.
        receiver.accept(result(parts.peek()));
        parts.remove();
    }

    private Thread daemon(Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private static <R> R result(FutureTask<R> part) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return part.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the other threads; parts under way run on to their end, unheard. */
    @Override
    public void close() {
        if (executor != null) {
            executor.shutdownNow();
        }
    }
}
