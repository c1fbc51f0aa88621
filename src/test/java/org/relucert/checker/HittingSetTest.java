package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search for small hitting sets against all subsets, at every size, and with too few branches. */
class HittingSetTest {

    private static final int ELEMENTS = 7;

    private static List<BitSet> sets(Random random) {
        List<BitSet> sets = new ArrayList<>();
        int count = random.nextInt(9);
        for (int s = 0; s < count; s++) {
            BitSet set = new BitSet();
            int size = 1 + random.nextInt(3);
            for (int k = 0; k < size; k++) {
                set.set(random.nextInt(ELEMENTS));
            }
            sets.add(set);
        }
        return sets;
    }

    private static boolean meetsAll(BitSet chosen, List<BitSet> sets) {
        return sets.stream().allMatch(chosen::intersects);
    }

    private static int least(List<BitSet> sets) {
        int least = Integer.MAX_VALUE;
        for (long subset = 0; subset < 1L << ELEMENTS; subset++) {
            if (meetsAll(BitSet.valueOf(new long[] {subset}), sets)) {
                least = Math.min(least, Long.bitCount(subset));
            }
        }
        return least;
    }

    @Test
    void findsASetWhereThereIsOne() {
        Random random = new Random(4);
        int largest = 0;
        for (int round = 0; round < 400; round++) {
            List<BitSet> sets = sets(random);
            int least = least(sets);
            largest = Math.max(largest, least);
            for (int size = 0; size <= ELEMENTS; size++) {
                HittingSet.Answer answer = new HittingSet(sets, 10_000).within(size);
                assertTrue(answer.known());
                assertEquals(size >= least, answer.set().isPresent(), size + " of " + sets);
                answer.set().ifPresent(set -> assertTrue(meetsAll(set, sets), set + " of " + sets));
                if (answer.set().isPresent()) {
                    assertTrue(answer.set().get().cardinality() <= size);
                }
            }
        }
        assertTrue(largest >= 4);
    }

    /** With few branches the answer may be unknown, but it is never that there is no set where there is one. */
    @Test
    void tooFewBranchesAreNoProof() {
        Random random = new Random(5);
        int unknown = 0;
        for (int round = 0; round < 400; round++) {
            List<BitSet> sets = sets(random);
            int least = least(sets);
            for (int branches = 1; branches <= 12; branches++) {
                for (int size = 0; size <= least; size++) {
                    HittingSet.Answer answer = new HittingSet(sets, branches).within(size);
                    assertEquals(answer.known() && size < least, answer.isNone());
                    if (answer.known()) {
                        assertEquals(size == least, answer.set().isPresent(), branches + " branches, " + size + " of " + sets);
                    } else {
                        unknown++;
                    }
                    answer.set().ifPresent(set -> assertTrue(meetsAll(set, sets)));
                }
            }
        }
        assertTrue(unknown > 100, unknown + " unknown");
    }

    /** Which proofs fit into the branches there are depends on the smallest set going first and on what is left out later. */
    @Test
    void branchesCounted() {
        // Two of four elements, all pairs: {0,1} is branched over, below 0 {1,2}; below 1, without 0, nothing is left to try.
        needs(4, 2, pairs(0, 1, 0, 2, 0, 3, 1, 2, 1, 3, 2, 3));
        // One element: by {0,3}, not by {0,1,2}.
        List<BitSet> sets = new ArrayList<>(List.of(BitSet.valueOf(new long[] {7})));
        sets.addAll(pairs(0, 3, 1, 3, 2, 3));
        needs(2, 1, sets);
        // Two disjoint sets need no branch.
        needs(0, 1, pairs(0, 1, 2, 3));
    }

    private static void needs(int branches, int size, List<BitSet> sets) {
        assertTrue(new HittingSet(sets, branches + 1).within(size).isNone());
        assertFalse(new HittingSet(sets, branches).within(size).known());
    }

    private static List<BitSet> pairs(int... elements) {
        List<BitSet> pairs = new ArrayList<>();
        for (int k = 0; k < elements.length; k += 2) {
            pairs.add(BitSet.valueOf(new long[] {1L << elements[k] | 1L << elements[k + 1]}));
        }
        return pairs;
    }

    /** Nothing meets the empty set. */
    @Test
    void emptySet() {
        assertFalse(new HittingSet(List.of(new BitSet()), 10).within(5).set().isPresent());
        assertTrue(new HittingSet(List.of(new BitSet()), 10).within(5).known());
    }
}
