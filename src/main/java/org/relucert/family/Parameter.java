package org.relucert.family;

import java.util.List;

/**
 * A parameter of a {@link Family}.
 *
 * @param name as on the command line, without the dashes
 * @param meaning a few words
 * @param standard the value where none is given
 * @param least least value of a whole number
 * @param most largest value of a whole number
 * @param choices the words to choose from; empty for a whole number
 */
public record Parameter(String name, String meaning, String standard, int least, int most, List<String> choices) {

    /** A whole number. */
    public static Parameter integer(String name, String meaning, int standard, int least, int most) {
        return new Parameter(name, meaning, Integer.toString(standard), least, most, List.of());
    }

    /** One of some words, by default the first. */
    public static Parameter choice(String name, String meaning, String... choices) {
        return new Parameter(name, meaning, choices[0], 0, 0, List.of(choices));
    }

    /** The loss, by default squared. */
    static Parameter loss() {
        return choice("loss", "what is minimised", "squared", "interpolation");
    }

    /** What is expected, in words. */
    public String expected() {
        return choices.isEmpty() ? "a whole number from " + least + " to " + most : "one of " + String.join(", ", choices);
    }

    /** Whether the text is a value of this parameter. */
    boolean accepts(String text) {
        if (!choices.isEmpty()) {
            return choices.contains(text);
        }
        return text.matches("-?[0-9]{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most;
    }
}
