package org.relucert.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Makes a record of choices smaller while it keeps a property: deletes chunks, long ones first, then sets choices to 0, halves
 * and lowers them, or deletes a chunk with one less of a count, until nothing helps (delta debugging). Smaller is shorter, or
 * equally long and lexicographically smaller, so it ends; the order of attempts is fixed, so it ends at the same record each
 * time unless it is stopped.
 */
final class Shrinker {

    /** Choices that may say how many of something there are. */
    private static final int COUNTS = 6;
    /** Choices that one of them may take. */
    private static final int CHUNK = 6;

    private final Function<List<Integer>, Trial> trial;
    private final int limit;
    private final BooleanSupplier stop;
    private final Set<List<Integer>> seen = new HashSet<>();
    private Trial best;

    private Shrinker(Trial start, Function<List<Integer>, Trial> trial, int limit, BooleanSupplier stop) {
        this.best = start;
        this.trial = trial;
        this.limit = limit;
        this.stop = stop;
    }

    /**
     * Shrinks.
     *
     * @param start a broken instance
     * @param trial draws from a record and checks; its record is what was really taken
     * @param limit most attempts
     * @param stop ends it early
     * @return the smallest broken instance met
     */
    static Trial shrink(Trial start, Function<List<Integer>, Trial> trial, int limit, BooleanSupplier stop) {
        Shrinker shrinker = new Shrinker(start, trial, limit, stop);
        boolean smaller = true;
        while (smaller) {
            smaller = shrinker.delete();
            smaller |= shrinker.lower();
            smaller = smaller || shrinker.deleteOneLess();
        }
        return shrinker.best;
    }

    /** Tries to go on without a chunk. */
    private boolean delete() {
        boolean any = false;
        for (int length = Math.max(1, best.record().size() / 2); length >= 1; length /= 2) {
            for (int begin = best.record().size() - length; begin >= 0; begin--) {
                if (begin + length <= best.record().size()) {
                    List<Integer> shorter = new ArrayList<>(best.record());
                    shorter.subList(begin, begin + length).clear();
                    any |= attempt(shorter);
                }
            }
        }
        return any;
    }

    /** Tries to go on without a short chunk and with one less of an early choice: where that counts rows, say, without a row. */
    private boolean deleteOneLess() {
        for (int k = 0; k < Math.min(COUNTS, best.record().size()); k++) {
            for (int length = Math.min(CHUNK, best.record().size() - k - 1); length >= 1 && best.record().get(k) > 0; length--) {
                for (int begin = k + 1; begin + length <= best.record().size(); begin++) {
                    List<Integer> shorter = new ArrayList<>(best.record());
                    shorter.set(k, shorter.get(k) - 1);
                    shorter.subList(begin, begin + length).clear();
                    if (attempt(shorter)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Tries smaller values of each choice: 0, half, and what is less by a power of two, down to 1. */
    private boolean lower() {
        boolean any = false;
        for (int k = 0; k < best.record().size(); k++) {
            boolean lowered = true;
            while (lowered && k < best.record().size()) {
                lowered = lower(k);
                any |= lowered;
            }
        }
        return any;
    }

    private boolean lower(int k) {
        int value = best.record().get(k);
        if (value == 0) {
            return false;
        }
        if (attempt(k, 0) || attempt(k, value / 2)) {
            return true;
        }
        for (int step = Integer.highestOneBit(value); step >= 1; step /= 2) {
            if (attempt(k, value - step)) {
                return true;
            }
        }
        return false;
    }

    private boolean attempt(int k, int value) {
        List<Integer> record = new ArrayList<>(best.record());
        record.set(k, value);
        return attempt(record);
    }

    private boolean attempt(List<Integer> record) {
        if (seen.size() >= limit || stop.getAsBoolean() || !seen.add(List.copyOf(record))) {
            return false;
        }
        Trial found = trial.apply(record);
        if (!found.isBroken() || !isSmaller(found.record(), best.record())) {
            return false;
        }
        best = found;
        return true;
    }

    /** Shortlex order. */
    static boolean isSmaller(List<Integer> a, List<Integer> b) {
        if (a.size() != b.size()) {
            return a.size() < b.size();
        }
        for (int k = 0; k < a.size(); k++) {
            if (!a.get(k).equals(b.get(k))) {
                return a.get(k) < b.get(k);
            }
        }
        return false;
    }
}
