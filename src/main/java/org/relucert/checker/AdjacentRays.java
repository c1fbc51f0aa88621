package org.relucert.checker;

import java.util.Arrays;

/**
 * The pairs of adjacent extreme rays on the two sides of a split (SX-1), by the sets of rows on which the rays are tight.
 *
 * <p>Where many rays meet many, those that lie on D - 1 rows and no more, <em>simple</em> ones, are not compared pair by pair:
 * two of them are adjacent iff they share D - 2 rows, that is, iff leaving out one row of each leaves the same set. These sets
 * are looked up in a table. The table only proposes: a pair counts if the rows left out are those, and the only ones, in which
 * the two sets differ.
 */
final class AdjacentRays {

    /** Two numbers of rays whose product is so many times larger than 2 (D - 1) times their sum are worth a table. */
    private static final int WORTH = 2;
    private static final long UPPER = -1L << Integer.SIZE;
    private static final int MIXES = 1 << 10;
    private static final long[] MIX = new long[MIXES];

    static {
        // The finalizer of SplitMix64: words without visible pattern. Only speed depends on them.
        for (int k = 0; k < MIXES; k++) {
            long z = (k + 1) * 0x9e3779b97f4a7c15L;
            z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
            z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
            MIX[k] = z ^ z >>> 31;
        }
    }

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

    /** For each of some rays, those of others that are adjacent to it; in the order given, which is ascending. */
    int[][] between(int[] plus, int[] minus) {
        long pairs = (long) plus.length * minus.length;
        long table = 2L * (dimension - 1) * (plus.length + minus.length);
        return pairs > WORTH * table ? byTable(plus, minus) : byPair(plus, minus);
    }

    /** The same, pair by pair. */
    int[][] byPair(int[] plus, int[] minus) {
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

    /** The same, by a table of the simple ones. */
    int[][] byTable(int[] plus, int[] minus) {
        long[] onPlus = union(plus);
        long[] onMinus = union(minus);
        int keys = 1;
        for (int q : minus) {
            keys += simple[q] ? candidates(tight[q], onPlus) : 0;
        }
        // A slot holds the upper half of a key, and below it a place in the list plus one; 0 where it is empty.
        long[] slots = new long[Integer.highestOneBit(keys) << 2];
        int[] slotRows = new int[slots.length];
        int[] others = new int[minus.length];
        int otherCount = 0;
        for (int b = 0; b < minus.length; b++) {
            if (!simple[minus[b]]) {
                others[otherCount++] = minus[b];
                continue;
            }
            long[] set = tight[minus[b]];
            long whole = mix(set);
            boolean isSeparated = isSeparated(set, onPlus);
            for (int w = 0; w < set.length; w++) {
                for (long left = isSeparated ? alone(set, onPlus, w) : set[w]; left != 0; left &= left - 1) {
                    int row = w * Long.SIZE + Long.numberOfTrailingZeros(left);
                    long key = whole ^ MIX[row % MIXES];
                    int slot = (int) key & slots.length - 1;
                    while (slots[slot] != 0) {
                        slot = slot + 1 & slots.length - 1;
                    }
                    slots[slot] = key & UPPER | b + 1;
                    slotRows[slot] = row;
                }
            }
        }
        int[][] adjacent = new int[plus.length][];
        int[] found = new int[minus.length];
        for (int a = 0; a < plus.length; a++) {
            int p = plus[a];
            int count = 0;
            if (simple[p]) {
                long[] set = tight[p];
                long whole = mix(set);
                boolean isSeparated = isSeparated(set, onMinus);
                for (int w = 0; w < set.length; w++) {
                    for (long left = isSeparated ? alone(set, onMinus, w) : set[w]; left != 0; left &= left - 1) {
                        int row = w * Long.SIZE + Long.numberOfTrailingZeros(left);
                        long key = whole ^ MIX[row % MIXES];
                        for (int slot = (int) key & slots.length - 1; slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
                            if ((slots[slot] & UPPER) == (key & UPPER)) {
                                int q = minus[(int) slots[slot] - 1];
                                if (differInOne(tight[p], row, tight[q], slotRows[slot])) {
                                    found[count++] = q;
                                }
                            }
                        }
                    }
                }
            }
            int candidates = simple[p] ? otherCount : minus.length;
            for (int b = 0; b < candidates; b++) {
                int q = simple[p] ? others[b] : minus[b];
                if (adjacent(p, q)) {
                    found[count++] = q;
                }
            }
            if (count > 1) {
                Arrays.sort(found, 0, count);
            }
            adjacent[a] = Arrays.copyOf(found, count);
        }
        return adjacent;
    }

    /** The rows on which at least one of some rays is tight. */
    private long[] union(int[] rays) {
        int words = 0;
        for (int k : rays) {
            words = Math.max(words, tight[k].length);
        }
        long[] union = new long[words];
        for (int k : rays) {
            for (int w = 0; w < tight[k].length; w++) {
                union[w] |= tight[k][w];
            }
        }
        return union;
    }

    /**
     * Whether a ray lies on rows that no ray of the other side lies on. For an adjacent one over there that row is the one left
     * out, so no others need be tried.
     *
     * @param other the rows on which at least one ray of the other side is tight
     */
    private static boolean isSeparated(long[] set, long[] other) {
        for (int w = 0; w < set.length; w++) {
            if (alone(set, other, w) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Word w of the rows in one set and not in the other. */
    private static long alone(long[] set, long[] other, int w) {
        return w < other.length ? set[w] & ~other[w] : set[w];
    }

    /** How many rows are tried. */
    private static int candidates(long[] set, long[] other) {
        int count = 0;
        for (int w = 0; w < set.length; w++) {
            count += Long.bitCount(alone(set, other, w));
        }
        return count > 0 ? count : size(set);
    }

    private static long mix(long[] set) {
        long mixed = 0;
        for (int w = 0; w < set.length; w++) {
            for (long left = set[w]; left != 0; left &= left - 1) {
                mixed ^= MIX[(w * Long.SIZE + Long.numberOfTrailingZeros(left)) % MIXES];
            }
        }
        return mixed;
    }

    /** Whether one set has a row and the other one does not, the other way round for a second row, and else they are the same. */
    private static boolean differInOne(long[] first, int own, long[] second, int others) {
        int words = Math.max(first.length, second.length);
        for (int w = 0; w < words; w++) {
            long a = w < first.length ? first[w] : 0;
            long b = w < second.length ? second[w] : 0;
            long expectedOwn = own / Long.SIZE == w ? 1L << own : 0;
            long expectedOthers = others / Long.SIZE == w ? 1L << others : 0;
            if ((a & ~b) != expectedOwn || (b & ~a) != expectedOthers) {
                return false;
            }
        }
        return true;
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
