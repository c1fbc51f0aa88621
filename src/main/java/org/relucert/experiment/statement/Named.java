package org.relucert.experiment.statement;

import org.relucert.experiment.Statement;

/** A statement with its name, sentence and status. */
abstract class Named<T> implements Statement<T> {

    private final String name;
    private final Status status;
    private final String sentence;

    Named(String name, Status status, String sentence) {
        this.name = name;
        this.status = status;
        this.sentence = sentence;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Status status() {
        return status;
    }

    @Override
    public final String sentence() {
        return sentence;
    }
}
