package org.relucert.certificate;

import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.RationalVector;

/**
 * What the claims {@link Claim.Landscape} rest on; what no claim needs is empty.
 *
 * @param slopes for each neuron the slopes of its kinks, a list for each set of active kinks of growing side (LOC-2); for
 *     stationarity one list is enough
 * @param chambers for each neuron its slopes as an average over adjacent chambers (STA-C); an empty list where the rows of its
 *     kinks are independent
 * @param notStationary why the network is not stationary
 * @param notLocalMinimum why it is no local minimum
 * @param better why it is no global minimum of its width
 * @param restricted a point of the restricted convex program
 */
public record LandscapeWitness(List<List<Terms>> slopes, List<List<Chamber>> chambers, Optional<Departure> notStationary,
        Optional<Departure> notLocalMinimum, Optional<Improvement> better, Optional<PathNetwork> restricted) {

    /** Nothing. */
    public static final LandscapeWitness NONE = new LandscapeWitness(List.of(), List.of(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty());

    /**
     * A chamber next to a neuron's direction p, which p + t direction enters for small t &gt; 0.
     *
     * @param weight theta, nonnegative
     * @param direction e, length D
     */
    public record Chamber(Rational weight, RationalVector direction) { }

    /**
     * A way on which the objective changes to first order.
     *
     * @param by what moves
     * @param neuron the neuron that moves, for SCALE and DIRECTION; 0 else
     * @param direction where it moves, for DIRECTION and ZERO; empty else
     */
    public record Departure(By by, int neuron, RationalVector direction) {
        /** What moves. */
        public enum By {
            /** The skip coefficients. */
            SKIP,
            /** The weight of a neuron. */
            SCALE,
            /** The direction of a neuron. */
            DIRECTION,
            /** A zero neuron. */
            ZERO
        }
    }

    /**
     * Why there is a better network of the same width (obligation BAD-2).
     *
     * @param by which reason
     * @param network the better network, for NETWORK; else without neurons
     * @param direction u with (r^T(Xu)_+)^2 &gt; B R(u)^2, for MERGE and WIDTH; empty else
     */
    public record Improvement(By by, PathNetwork network, RationalVector direction) {
        /** The reasons. */
        public enum By {
            /** A network. */
            NETWORK,
            /** Equal neurons merged make room for a neuron in the direction. */
            MERGE,
            /** At this width the optimum over all widths is attained, which the direction shows this network not to be. */
            WIDTH
        }
    }

    /** Copies the lists. */
    public LandscapeWitness {
        slopes = slopes.stream().map(List::copyOf).toList();
        chambers = chambers.stream().map(List::copyOf).toList();
    }

    /** Whether the claims need slopes. */
    static boolean hasSlopes(List<Claim> claims) {
        return claims.stream().anyMatch(claim -> claim instanceof Claim.Stationary || claim instanceof Claim.LocalMinimum
                || claim instanceof Claim.BadLocalMinimum);
    }

    /** Whether the claims need chambers. */
    static boolean hasChambers(List<Claim> claims) {
        return claims.stream().anyMatch(claim -> claim instanceof Claim.Stationary stationary
                && stationary.kind() == Claim.Stationary.Kind.CLARKE);
    }

    static boolean has(List<Claim> claims, Class<? extends Claim.Landscape> kind) {
        return claims.stream().anyMatch(kind::isInstance);
    }
}
