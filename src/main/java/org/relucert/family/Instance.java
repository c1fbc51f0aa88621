package org.relucert.family;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/**
 * A problem with what its construction says of it. Nothing of this is believed: {@link #broken()} looks at every intended property.
 *
 * @param problem the problem
 * @param nu the dual optimum, where it is known
 * @param networks networks of the construction under their names, in order; {@value #OPTIMAL} is an optimal one
 * @param properties what the instance is meant to have
 */
public record Instance(Problem problem, Optional<RationalVector> nu, Map<String, Network> networks, List<Property> properties) {

    /** Name of the network that is optimal. */
    public static final String OPTIMAL = "optimal";

    /**
     * An intended property.
     *
     * @param sentence what is meant to hold
     * @param holds decides it, exactly
     */
    public record Property(String sentence, Supplier<Boolean> holds) { }

    /** Copies the collections; the order of the networks is kept. */
    public Instance {
        networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
        properties = List.copyOf(properties);
    }

    /** The first intended property that fails. */
    public Optional<Property> broken() {
        return properties.stream().filter(property -> !property.holds().get()).findFirst();
    }
}
