package org.relucert.experiment;

import org.relucert.family.Choices;
import org.relucert.prover.Prover;

/**
 * A mathematical statement that a sweep checks on random exact instances. Found by {@link java.util.ServiceLoader}: a public
 * class with a public constructor without arguments, named in {@code META-INF/services/org.relucert.experiment.Statement}.
 * Stateless, for it is asked by several threads at once.
 *
 * @param <T> its instances, immutable
 */
public interface Statement<T> {

    /** What is known of a statement. */
    enum Status {
        /** Proved: an instance that breaks it shows an error, in the proof or in the program. */
        THEOREM,
        /** Nothing is known. */
        CONJECTURE,
        /** Known to be false: a sweep is expected to break it. */
        FALSE
    }

    /**
     * Bounds of an instance.
     *
     * @param n most data points, at least 1
     * @param d most inputs, at least 1
     */
    record Size(int n, int d) { }

    /** The name on the command line: small letters, digits and hyphens. */
    String name();

    /** The statement with its hypotheses, as a mathematician would write it. */
    String sentence();

    /** What is known of it. */
    Status status();

    /** The size where none is asked for: an instance should take a tenth of a second or less. */
    default Size size() {
        return new Size(6, 3);
    }

    /**
     * An instance, a function of the choices alone. Instances where the hypotheses fail are better avoided than drawn, and
     * where they are drawn {@link #check} says so.
     */
    T draw(Choices choices, Size size);

    /**
     * Checks the statement on an instance, exactly, by computations that do not take the statement for granted.
     *
     * @param options for the prover where it is asked: limits, and the signal to stop
     * @throws org.relucert.prover.Unproved if it cannot be decided
     */
    Result check(T instance, Prover.Options options);
}
