package org.relucert.cli;

/** A command with the option {@code --json}. */
interface Reporting {
    /** Whether one JSON object is to be printed, and nothing else. */
    boolean json();
}
