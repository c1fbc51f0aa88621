package org.relucert.search;

/** A search that can be left and gone on with. */
interface TreeSearch {

    /** Goes on to so many nodes in all; whether nothing is left to do, or the stop signal has come. */
    boolean advance(long most);

    /** Nodes evaluated so far. */
    long nodes();

    /** Largest bound over the leaves; before {@link #result}. */
    double upper();

    /** What was found, with the complete tree; there is no going on from there. */
    NeuronSearch.Result result();
}
