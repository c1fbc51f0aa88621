package org.relucert.family;

import java.util.List;
import java.util.Optional;

/** A generator of exact instances (mathematics, section 4), found by its name on the command line. Stateless. */
public interface Family {

    /** All families. */
    List<Family> ALL = List.of(new Zonotope(), new Hypersimplex(), new CircleChain(), new Orbit(), new OrthogonalSum(),
            new BadMinimum(), new SquareSkip(), new Orthogonal(), new Degenerate(), new RandomData());

    /** The name on the command line. */
    String name();

    /** What its instances show, in one sentence. */
    String shows();

    /** Its parameters, in the order of the documentation. */
    List<Parameter> parameters();

    /**
     * An instance.
     *
     * @param settings values of {@link #parameters()}
     * @param choices what the settings leave open
     * @throws IllegalArgumentException if there is no instance with these settings
     */
    Instance draw(Settings settings, Choices choices);

    /** The family of a name. */
    static Optional<Family> of(String name) {
        return ALL.stream().filter(family -> family.name().equals(name)).findFirst();
    }
}
