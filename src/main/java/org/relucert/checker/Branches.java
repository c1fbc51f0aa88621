package org.relucert.checker;

import java.util.function.Supplier;

/**
 * Runs the checks of the header and of whole subtrees beside the walk that found them: on a second thread, and on the walk's
 * own when that one has enough to do.
 *
 * <p>The outcome is that of a walk alone. A subtree's check depends on nothing but the subtree, the node above it and the
 * problem; findings are put together, and failures are thrown, in the order of the file.
 */
final class Branches implements AutoCloseable {

    /** Put together so far. */
    private Findings settled = new Findings();
    /** What follows, in the order of the file: subtrees, and between them what the walk finds itself; that comes last. */
    private final InOrder<Findings> parts = new InOrder<>("checker", part -> settled.append(part), 2);
    private Findings own = new Findings();

    /** Where the walk leaves its own findings now. */
    Findings own() {
        return own;
    }

    /** Checks what comes next in the file, and is worth the second thread whatever follows. */
    void runBeside(Supplier<Findings> check) {
        parts.beside();
        run(check);
    }

    /** Checks a subtree, which comes next in the file. */
    void run(Supplier<Findings> check) {
        parts.add(own);
        own = new Findings();
        parts.run(check);
    }

    /**
     * Waits for all subtrees and puts together what has been found since the last time.
     *
     * @throws Rejection the first in the order of the file
     */
    Findings settle() {
        parts.settle();
        Findings all = settled;
        all.append(own);
        settled = new Findings();
        own = new Findings();
        return all;
    }

    /** Ends the second thread; a check under way runs on to its end, unheard. */
    @Override
    public void close() {
        parts.close();
    }
}
