package org.relucert.checker;

import java.util.Arrays;

/** The pairs of adjacent extreme rays on the two sides of a split (SX-1), by the sets of rows on which the rays are tight. */
final class AdjacentRays {

    private final int count;
    private final int dimension;
    private final int words;
    /** Word w of the set of ray k at w count + k: the search runs over many rays for each pair. */
    private final long[] tight;
    private final boolean[] simple;
    /** The ray that showed last that two others are not adjacent: it may well be the next to do so. */
    private int between;

    /**
     * The rays of a cone.
     *
     * @param tight bit j of ray k: row j is zero on it
     */
    AdjacentRays(long[][] tight, int dimension) {
        this.count = tight.length;
        this.dimension = dimension;
        this.words = Arrays.stream(tight).mapToInt(set -> set.length).max().orElse(1);
        this.tight = flat(tight, words);
        this.simple = new boolean[count];
        for (int k = 0; k < count; k++) {
            // An extreme ray that lies on D - 1 rows only: they are independent, and so are those that it shares (SX-1).
            simple[k] = size(tight[k]) == dimension - 1;
        }
    }

    private static long[] flat(long[][] sets, int words) {
        long[] flat = new long[words * sets.length];
        for (int k = 0; k < sets.length; k++) {
            for (int w = 0; w < sets[k].length; w++) {
                flat[w * sets.length + k] = sets[k][w];
            }
        }
        return flat;
    }

    /**
     * For each of some rays, those of others that are adjacent to it, in the order given; null if these are more than so many
     * pairs.
     */
    int[][] between(int[] plus, int[] minus, int most) {
        long[] others = new long[words * minus.length];
        for (int w = 0; w < words; w++) {
            for (int b = 0; b < minus.length; b++) {
                others[w * minus.length + b] = tight[w * count + minus[b]];
            }
        }
        int[][] adjacent = new int[plus.length][];
        int[] found = new int[minus.length];
        int left = most;
        for (int a = 0; a < plus.length; a++) {
            int number = 0;
            for (int b = 0; b < minus.length; b++) {
                int common = common(plus[a], others, minus.length, b);
                if (common >= dimension - 2 && adjacent(plus[a], minus[b], common)) {
                    found[number++] = minus[b];
                }
            }
            if (number > left) {
                return null;
            }
            left -= number;
            adjacent[a] = Arrays.copyOf(found, number);
        }
        return adjacent;
    }

    /** Number of rows on which ray p and the b-th of some others are both tight. */
    private int common(int p, long[] others, int number, int b) {
        int common = Long.bitCount(tight[p] & others[b]);
        for (int w = 1; w < words; w++) {
            common += Long.bitCount(tight[w * count + p] & others[w * number + b]);
        }
        return common;
    }

    /** Two rays tight together on so many rows, at least D - 2, are adjacent iff no third ray is tight wherever both are. */
    private boolean adjacent(int p, int q, int common) {
        if (common == dimension - 2 && (simple[p] || simple[q])) {
            return true;
        }
        if (isBetween(between, p, q)) {
            return false;
        }
        for (int k = 0; k < count; k++) {
            if (isBetween(k, p, q)) {
                between = k;
                return false;
            }
        }
        return true;
    }

    /** Whether k is a third ray, and tight wherever both others are. */
    private boolean isBetween(int k, int p, int q) {
        for (int w = 0; w < words * count; w += count) {
            if ((tight[w + p] & tight[w + q] & ~tight[w + k]) != 0) {
                return false;
            }
        }
        return k != p && k != q;
    }

    private static int size(long[] set) {
        int count = 0;
        for (long word : set) {
            count += Long.bitCount(word);
        }
        return count;
    }
}
