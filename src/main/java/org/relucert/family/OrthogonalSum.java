package org.relucert.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * Two instances in orthogonal spaces, one with a positive and one with a negative dual vector (G5): the optimal set is the
 * product.
 */
public final class OrthogonalSum implements Family {

    private static final String SIMPLEX = "simplex";
    private static final String ZONOTOPE = "zonotope";
    private static final String CIRCLE_CHAIN = "circle-chain";

    @Override
    public String name() {
        return "orthogonal-sum";
    }

    @Override
    public String shows() {
        return "for orthogonal blocks of opposite signs optimal sets multiply, and their m*, M* and dimensions add up";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.choice("first", "block with positive nu", CIRCLE_CHAIN, SIMPLEX, ZONOTOPE),
                Parameter.choice("second", "block with negative nu", CIRCLE_CHAIN, SIMPLEX, ZONOTOPE), Parameter.loss());
    }

    @Override
    public Instance draw(Settings settings, Choices choices) {
        InverseInstance first = block(settings.choice("first"), choices);
        InverseInstance second = block(settings.choice("second"), choices);
        // The metric scales B, so that both blocks have the same.
        second = second.scaled(first.betaSquared().divide(second.betaSquared()));
        InverseInstance sum = first.minus(second);
        RationalVector a = first.weights(choices);
        RationalVector b = second.weights(choices);
        Rational[] joined = Arrays.copyOf(a.toArray(), a.size() + b.size());
        System.arraycopy(b.toArray(), 0, joined, a.size(), b.size());
        List<Facts> parts = List.of(facts(first, settings, a), facts(second, settings, b));
        return sum.instance(settings.loss(), RationalVector.of(joined), facts -> List.of(
                added("m* is the sum of the blocks' m*", facts, parts, Claim.OptimalSet::mStar),
                added("M* is the sum of the blocks' M*", facts, parts, Claim.OptimalSet::maxStar),
                added("the dimension is the sum of the blocks' dimensions", facts, parts, Claim.OptimalSet::dimension)));
    }

    private static InverseInstance block(String kind, Choices choices) {
        return switch (kind) {
            case SIMPLEX -> Hypersimplex.of(choices.integer(1, 2));
            case ZONOTOPE -> Zonotope.of(2, 2, choices);
            default -> CircleChain.of(List.of(Rationals.of(1, 3), Rationals.of(1, 3L * choices.integer(2, 4)), Rationals.ZERO));
        };
    }

    private static Facts facts(InverseInstance block, Settings settings, RationalVector weights) {
        return Facts.of(block.problem(settings.loss(), weights), block.nu(), block.network(weights));
    }

    private static Instance.Property added(String sentence, Facts whole, List<Facts> parts,
            ToIntFunction<Claim.OptimalSet> count) {
        return new Instance.Property(sentence, () -> {
            List<Optional<Claim.OptimalSet>> sets = new ArrayList<>();
            parts.forEach(part -> sets.add(part.optimalSet()));
            sets.add(whole.optimalSet());
            if (sets.stream().anyMatch(Optional::isEmpty)) {
                return false;
            }
            int[] counts = sets.stream().map(Optional::get).mapToInt(count).toArray();
            return counts[0] + counts[1] == counts[2];
        });
    }
}
