package org.relucert.checker;

/** Thrown inside the checker when an obligation fails; {@link Checker} turns it into a verdict. */
final class Rejection extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Obligation obligation;

    Rejection(Obligation obligation, String detail) {
        super(detail, null, false, false);
        this.obligation = obligation;
    }

    Obligation obligation() {
        return obligation;
    }
}
