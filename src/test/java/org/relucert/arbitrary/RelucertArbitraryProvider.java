package org.relucert.arbitrary;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;
import org.relucert.family.Instance;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;

/** Provides {@code @ForAll} parameters of the types of this project; jqwik finds it as a service. */
public final class RelucertArbitraryProvider implements ArbitraryProvider {

    private static final Map<Class<?>, Supplier<Arbitrary<?>>> TYPES = Map.of(Problem.class, RelucertArbitraries::problems,
            Sample.class, RelucertArbitraries::samples, Instance.class, RelucertArbitraries::instances,
            Proof.class, RelucertArbitraries::certificates);

    @Override
    public boolean canProvideFor(TypeUsage target) {
        return TYPES.containsKey(target.getRawType());
    }

    @Override
    public Set<Arbitrary<?>> provideFor(TypeUsage target, SubtypeProvider subtypes) {
        return Set.of(TYPES.get(target.getRawType()).get());
    }
}
