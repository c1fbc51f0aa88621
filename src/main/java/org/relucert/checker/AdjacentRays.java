package org.relucert.checker;

import java.util.Arrays;

/** The pairs of adjacent extreme rays on the two sides of a split (SX-1), by the sets of rows on which the rays are tight. */
final class AdjacentRays {

    private final long[][] tight;
    private final int dimension;
    private final boolean[] simple;

    /**
     * The rays of a cone.
     *
     * @param tight bit j of ray k: row j is zero on it
     */
    AdjacentRays(long[][] tight, int dimension) {
        this.tight = tight;
        this.dimension = dimension;
        this.simple = new boolean[tight.length];
        for (int k = 0; k < tight.length; k++) {
            // An extreme ray that lies on D - 1 rows only: they are independent, and so are those that it shares (SX-1).
            simple[k] = size(tight[k]) == dimension - 1;
        }
    }

    /** For each of some rays, those of others that are adjacent to it; in the order given. */
    int[][] between(int[] plus, int[] minus) {
        int[][] adjacent = new int[plus.length][];
        int[] found = new int[minus.length];
        for (int a = 0; a < plus.length; a++) {
            int count = 0;
            for (int q : minus) {
                if (adjacent(plus[a], q)) {
                    found[count++] = q;
                }
            }
            adjacent[a] = Arrays.copyOf(found, count);
        }
        return adjacent;
    }

    /** Adjacent iff no third ray is tight wherever both are. */
    private boolean adjacent(int p, int q) {
        long[] first = tight[p];
        long[] second = tight[q];
        int words = Math.min(first.length, second.length);
        int common = 0;
        for (int w = 0; w < words; w++) {
            common += Long.bitCount(first[w] & second[w]);
        }
        if (common < dimension - 2) {
            return false;
        }
        if (common == dimension - 2 && (simple[p] || simple[q])) {
            return true;
        }
        for (int k = 0; k < tight.length; k++) {
            if (k != p && k != q && containsBoth(tight[k], first, second, words)) {
                return false;
            }
        }
        return true;
    }

    private static int size(long[] set) {
        int count = 0;
        for (long word : set) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** Whether a set contains the intersection of two others, which has so many words. */
    private static boolean containsBoth(long[] set, long[] first, long[] second, int words) {
        for (int w = 0; w < words; w++) {
            long has = w < set.length ? set[w] : 0;
            if ((first[w] & second[w] & ~has) != 0) {
                return false;
            }
        }
        return true;
    }
}
