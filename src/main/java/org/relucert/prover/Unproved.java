package org.relucert.prover;

/** A claim that could not be proved; the message says why. */
public final class Unproved extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With the reason. */
    public Unproved(String reason) {
        super(reason, null, false, false);
    }
}
