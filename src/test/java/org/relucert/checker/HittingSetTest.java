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

    /** Nothing meets the empty set. */
    @Test
    void emptySet() {
        assertFalse(new HittingSet(List.of(new BitSet()), 10).within(5).set().isPresent());
        assertTrue(new HittingSet(List.of(new BitSet()), 10).within(5).known());
    }
}
