package org.relucert.checker;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
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
        List<long[]> smaller = new ArrayList<>();
        for (List<Integer> support : supports) {
            if (support.size() == width) {
                isolated = isolated.add(placements);
            } else if (support.size() < width) {
                BitSet set = new BitSet();
                support.forEach(set::set);
                smaller.add(set.toLongArray());
            }
        }
        return new Components(isolated.add(BigInteger.valueOf(components(smaller, width))), isolated);
    }

    /** Components of the graph on the supports, sets of bits, where two are joined when their union has at most width elements. */
    private static int components(List<long[]> supports, int width) {
        // Each support leaves the unreached once, so the work is a pass over them for each support.
        long[][] unreached = supports.toArray(new long[0][]);
        int left = unreached.length;
        int count = 0;
        Deque<long[]> front = new ArrayDeque<>();
        while (left > 0) {
            count++;
            front.push(unreached[--left]);
            while (!front.isEmpty()) {
                long[] from = front.pop();
                int kept = 0;
                for (int k = 0; k < left; k++) {
                    if (sizeOfUnion(from, unreached[k]) <= width) {
                        front.push(unreached[k]);
                    } else {
                        unreached[kept++] = unreached[k];
                    }
                }
                left = kept;
            }
        }
        return count;
    }

    private static int sizeOfUnion(long[] a, long[] b) {
        int size = 0;
        for (int w = 0; w < Math.max(a.length, b.length); w++) {
            size += Long.bitCount((w < a.length ? a[w] : 0) | (w < b.length ? b[w] : 0));
        }
        return size;
    }
}
