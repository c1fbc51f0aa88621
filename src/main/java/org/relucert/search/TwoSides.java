package org.relucert.search;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Runs the work of the two sides of a dual vector at once, one of them in a second thread. Each side's work is
 * deterministic by itself and neither sees the other, so the results are those of one after the other.
 */
public final class TwoSides {

    /** Trees are walked recursively and may be deep. */
    private static final long STACK_BYTES = 1L << 28;

    private TwoSides() { }

    /**
     * The results of both, side +1 first. What either throws is thrown, when both have ended.
     *
     * @throws IllegalStateException if the calling thread is interrupted while it waits
     */
    public static <T> List<T> run(Supplier<T> plus, Supplier<T> minus) {
        FutureTask<T> second = new FutureTask<>(minus::get);
        Thread thread = new Thread(null, second, "side -1", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        T first;
        try {
            first = plus.get();
        } finally {
            await(thread);
        }
        try {
            return List.of(first, second.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
