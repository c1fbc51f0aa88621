package org.relucert.family;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.relucert.problem.Problem;

/** Values of the parameters of a family; immutable. */
public final class Settings {

    private final Map<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Values given by name; the others are the standard ones.
     *
     * @throws IllegalArgumentException if the family has no such parameter, or the value is not one of it
     */
    public static Settings of(List<Parameter> parameters, Map<String, String> given) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            String value = given.getOrDefault(parameter.name(), parameter.standard());
            if (!parameter.accepts(value)) {
                throw new IllegalArgumentException("--" + parameter.name() + ": expected " + parameter.expected() + ", found "
                        + value);
            }
            values.put(parameter.name(), value);
        }
        for (String name : given.keySet()) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("--" + name + ": expected one of the parameters "
                        + String.join(", ", values.keySet()));
            }
        }
        return new Settings(values);
    }

    /** The value of a whole number. */
    public int integer(String name) {
        return Integer.parseInt(value(name));
    }

    /** The word chosen. */
    public String choice(String name) {
        return value(name);
    }

    /** The loss chosen, of a parameter {@link Parameter#loss}. */
    Problem.Loss loss() {
        return Problem.Loss.valueOf(value("loss").toUpperCase(Locale.ROOT));
    }

    /** All values by name, in the order of the parameters. */
    public Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    private String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return value;
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
