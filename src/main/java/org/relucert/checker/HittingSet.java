package org.relucert.checker;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Small sets that meet every one of some sets, by branching over the elements of a set not met yet (obligation MIN-2). Public
 * because the prover searches with it too: what it finds in time, the checker does.
 */
public final class HittingSet {

    /**
     * What was found.
     *
     * @param known false if the branches did not suffice
     * @param set a set of at most the size asked for that meets all; empty if there is none
     */
    public record Answer(boolean known, Optional<BitSet> set) {

        /** Whether the search was complete and found none. */
        public boolean isNone() {
            return known && set.isEmpty();
        }
    }

    private final List<BitSet> sets;
    private int branches;

    /** Of these sets, with at most so many branches. */
    public HittingSet(List<BitSet> sets, int branches) {
        this.sets = List.copyOf(sets);
        this.branches = branches;
    }

    /** Looks for a set of at most this size. */
    public Answer within(int size) {
        Optional<BitSet> found = extend(new BitSet(), new BitSet(), size);
        return new Answer(branches > 0, found);
    }

    /** A superset of chosen without excluded elements, with at most so many more, that meets all sets. */
    private Optional<BitSet> extend(BitSet chosen, BitSet excluded, int more) {
        BitSet branching = null;
        BitSet covered = new BitSet();
        int disjoint = 0;
        for (BitSet set : sets) {
            if (set.intersects(chosen)) {
                continue;
            }
            BitSet open = (BitSet) set.clone();
            open.andNot(excluded);
            if (branching == null || open.cardinality() < branching.cardinality()) {
                branching = open;
            }
            // Disjoint sets need an element each.
            if (!open.intersects(covered)) {
                covered.or(open);
                disjoint++;
            }
        }
        if (branching == null) {
            return Optional.of((BitSet) chosen.clone());
        }
        if (disjoint > more) {
            return Optional.empty();
        }
        BitSet without = (BitSet) excluded.clone();
        for (int a = branching.nextSetBit(0); a >= 0 && --branches > 0; a = branching.nextSetBit(a + 1)) {
            chosen.set(a);
            Optional<BitSet> found = extend(chosen, without, more - 1);
            chosen.clear(a);
            if (found.isPresent()) {
                return found;
            }
            // What meets all with a is done with.
            without.set(a);
        }
        return Optional.empty();
    }
}
