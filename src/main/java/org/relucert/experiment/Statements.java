package org.relucert.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.relucert.problem.InputException;

/** The statements at hand: those that come with relucert, and those on the user's class path. */
public final class Statements {

    private final List<Statement<?>> all;

    private Statements(List<Statement<?>> all) {
        this.all = List.copyOf(all);
    }

    /**
     * The statements that a class loader finds, in the order of their registration.
     *
     * @throws InputException if one cannot be loaded, has a bad name, or the name of another
     */
    public static Statements load(ClassLoader loader) {
        List<Statement<?>> found = new ArrayList<>();
        try {
            for (Statement<?> statement : ServiceLoader.load(Statement.class, loader)) {
                String name = statement.name();
                if (name == null || !name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
                    throw bad(statement, "expected a name of small letters, digits and hyphens, found " + name);
                }
                if (found.stream().anyMatch(other -> other.name().equals(name))) {
                    throw bad(statement, "there is another statement " + name);
                }
                found.add(statement);
            }
        } catch (ServiceConfigurationError e) {
            throw new InputException("statements", "", e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause()));
        }
        return new Statements(found);
    }

    private static InputException bad(Statement<?> statement, String expected) {
        return new InputException("statements", statement.getClass().getName(), expected);
    }

    /** All of them. */
    public List<Statement<?>> all() {
        return all;
    }

    /** The statement of a name. */
    public Optional<Statement<?>> named(String name) {
        for (Statement<?> statement : all) {
            if (statement.name().equals(name)) {
                return Optional.of(statement);
            }
        }
        return Optional.empty();
    }
}
