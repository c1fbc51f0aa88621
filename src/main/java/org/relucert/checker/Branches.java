package org.relucert.checker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs the checks of whole subtrees beside the walk that found them: on a second thread, and on the walk's own when that one
 * has enough to do.
 *
 * <p>The outcome is that of a walk alone. A subtree's check depends on nothing but the subtree, the node above it and the
 * problem; findings are put together, and failures are thrown, in the order of the file.
 */
final class Branches {

    /** Subtrees that wait for the second thread at most. */
    private static final int WAITING = 4;
    /** Subtrees before a second thread is worth its beginning. */
    private static final int ALONE = 8;
    /** Parts whose findings are not put together yet at most. */
    private static final int UNSETTLED = 64;

    /** Put together so far. */
    private final Findings settled = new Findings();
    /** What follows, in the order of the file: subtrees, and between them what the walk finds itself; that comes last. */
    private final Deque<FutureTask<Findings>> parts = new ArrayDeque<>();
    private Findings own = new Findings();
    private int begun;
    private ThreadPoolExecutor second;

    /** Where the walk leaves its own findings now. */
    Findings own() {
        return own;
    }

    /** Checks a subtree, which comes next in the file. */
    void run(Supplier<Findings> check) {
        Findings before = own;
        own = new Findings();
        FutureTask<Findings> found = new FutureTask<>(() -> before);
        found.run();
        parts.add(found);
        FutureTask<Findings> part = new FutureTask<>(check::get);
        parts.add(part);
        begun++;
        if (begun <= ALONE) {
            part.run();
        } else {
            if (second == null) {
                second = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING),
                        Branches::daemon, new ThreadPoolExecutor.CallerRunsPolicy());
            }
            second.execute(part);
        }
        while (!parts.isEmpty() && (parts.peek().isDone() || parts.size() > UNSETTLED)) {
            settleFirst();
        }
    }

    private void settleFirst() {
        // A part that failed stays the first, so that settling again finds the same failure.
        settled.append(result(parts.peek()));
        parts.remove();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "checker");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Waits for all subtrees and puts everything together.
     *
     * @throws Rejection the first in the order of the file
     */
    Findings settle() {
        while (!parts.isEmpty()) {
            settleFirst();
        }
        settled.append(own);
        own = new Findings();
        return settled;
    }

    private static Findings result(FutureTask<Findings> part) {
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

    /** Ends the second thread; a check under way runs on to its end, unheard. */
    void close() {
        if (second != null) {
            second.shutdownNow();
        }
    }
}
