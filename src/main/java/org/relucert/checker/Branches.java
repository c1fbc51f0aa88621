package org.relucert.checker;

import java.util.function.Supplier;

/**
 * Runs the checks of whole subtrees beside the walk that found them: on a second thread, and on the walk's own when that one
 * has enough to do.
 *
 * <p>The outcome is that of a walk alone. A subtree's check depends on nothing but the subtree, the node above it and the
 * problem; findings are put together, and failures are thrown, in the order of the file.
 */
final class Branches {

    /** Put together so far. */
    private final Findings settled = new Findings();
    /** What follows, in the order of the file: subtrees, and between them what the walk finds itself; that comes last. */
    private final InOrder<Findings> parts = new InOrder<>("checker", settled::append, 2);
    private Findings own = new Findings();

    /** Where the walk leaves its own findings now. */
    Findings own() {
        return own;
    }

    /** Checks a subtree, which comes next in the file. */
    void run(Supplier<Findings> check) {
        parts.add(own);
        own = new Findings();
        parts.run(check);
    }

    /**
     * Waits for all subtrees and puts everything together.
     *
     * @throws Rejection the first in the order of the file
     */
    Findings settle() {
        parts.settle();
        settled.append(own);
        own = new Findings();
        return settled;
    }

    /** Ends the second thread; a check under way runs on to its end, unheard. */
    void close() {
        parts.close();
    }
}
