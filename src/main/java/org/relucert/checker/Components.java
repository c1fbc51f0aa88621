package org.relucert.checker;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * Connected components of the set of optimal networks of a width, from the supports of the vertices of Q (mathematics, Theorem
 * CMP; obligation CMP-COUNT).
 *
 * @param total components of the optimal networks of that width
 * @param isolated how many of them are single points
 */
public record Components(BigInteger total, BigInteger isolated) {

    /**
     * Counts.
     *
     * @param supports supports of all vertices
     * @param width m, at least the size of the smallest support
     * @param signed whether each atom stands for the pair p, -p (free skip): then a vertex of k atoms is 2^k vertices
     */
    public static Components of(Collection<List<Integer>> supports, int width, boolean signed) {
        if (supports.stream().allMatch(List::isEmpty)) {
            // No neuron is needed: the zero network alone is optimal, at every width.
            return new Components(BigInteger.ONE, BigInteger.ONE);
        }
        BigInteger placements = BigInteger.ONE;
        for (int k = 2; k <= width; k++) {
            placements = placements.multiply(BigInteger.valueOf(k));
        }
        if (signed) {
            placements = placements.shiftLeft(width);
        }
        BigInteger isolated = BigInteger.ZERO;
        List<BitSet> smaller = new ArrayList<>();
        for (List<Integer> support : supports) {
            if (support.size() == width) {
                isolated = isolated.add(placements);
            } else if (support.size() < width) {
                BitSet set = new BitSet();
                support.forEach(set::set);
                smaller.add(set);
            }
        }
        return new Components(isolated.add(BigInteger.valueOf(components(smaller, width))), isolated);
    }

    /** Components of the graph on the supports where two are joined when their union has at most width elements. */
    private static int components(List<BitSet> supports, int width) {
        // Breadth first; each support leaves the list of the unreached once, so the work is a pass for each support.
        List<BitSet> unreached = new ArrayList<>(supports);
        int count = 0;
        while (!unreached.isEmpty()) {
            count++;
            List<BitSet> front = new ArrayList<>(List.of(unreached.remove(unreached.size() - 1)));
            while (!front.isEmpty() && !unreached.isEmpty()) {
                BitSet from = front.remove(front.size() - 1);
                List<BitSet> rest = new ArrayList<>();
                for (BitSet to : unreached) {
                    BitSet union = (BitSet) from.clone();
                    union.or(to);
                    (union.cardinality() <= width ? front : rest).add(to);
                }
                unreached = rest;
            }
        }
        return count;
    }
}
