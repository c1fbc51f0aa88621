package org.relucert.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C: the first one asks the running search to stop and keep what it has; the process ends when the command has written
 * it, or after a grace period.
 */
final class Interruption {

    private static final long GRACE_SECONDS = 120;
    private static final CountDownLatch FINISHED = new CountDownLatch(1);
    private static volatile boolean requested;

    private Interruption() { }

    /** Starts to listen. */
    static void listen() {
        Thread hook = new Thread(() -> {
            if (FINISHED.getCount() == 0) {
                return;
            }
            requested = true;
            Progress.line("interrupted, finishing with what there is");
            try {
                FINISHED.await(GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the user has asked to stop. */
    static boolean requested() {
        return requested;
    }

    /** The command has written everything. */
    static void finished() {
        FINISHED.countDown();
    }
}
