package org.relucert.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

class ShrinkerTest {

    private static final Problem ANY = Problem.of("any", RationalMatrix.identity(1),
            RationalMatrix.ofColumns(List.of(RationalVector.of(1)), 1), Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE,
            Problem.Skip.NONE, RationalMatrix.identity(1));

    private static Trial trial(List<Integer> record, Predicate<List<Integer>> broken) {
        return new Trial(record, Optional.of(broken.test(record) ? Result.broken("", ANY, Map.of()) : Result.held()), "");
    }

    private static List<Integer> shrunk(List<Integer> record, Predicate<List<Integer>> broken) {
        return Shrinker.shrink(trial(record, broken), smaller -> trial(smaller, broken), 10_000, () -> false).record();
    }

    @Test
    void deletesWhatIsNotNeeded() {
        assertEquals(List.of(7, 3), shrunk(List.of(1, 2, 7, 9, 9, 9, 3, 4, 5), r -> {
            int seven = r.indexOf(7);
            return seven >= 0 && r.subList(seven, r.size()).contains(3);
        }));
    }

    @Test
    void lowersWhatIsNeeded() {
        assertEquals(List.of(0, 0, 13), shrunk(List.of(5, 8, 100), r -> r.size() == 3 && r.get(2) >= 13));
        assertEquals(List.of(), shrunk(List.of(5, 8, 100), r -> true));
        // Nothing is smaller.
        assertEquals(List.of(5, 8), shrunk(List.of(5, 8), r -> r.equals(List.of(5, 8))));
    }

    /** A drawn instance may take fewer or more choices than the record has; only smaller ones count. */
    @Test
    void acceptsOnlyWhatIsSmaller() {
        List<List<Integer>> tried = new ArrayList<>();
        Trial start = trial(List.of(3, 3), r -> true);
        Trial end = Shrinker.shrink(start, record -> {
            tried.add(record);
            List<Integer> taken = new ArrayList<>(record);
            while (taken.size() < 2) {
                taken.add(9);
            }
            return trial(taken, r -> true);
        }, 1000, () -> false);
        assertEquals(List.of(0, 0), end.record());
        assertTrue(tried.size() > 3);
    }

    @Test
    void endsAtItsLimitAndAtTheSignal() {
        AtomicInteger attempts = new AtomicInteger();
        List<Integer> record = new ArrayList<>();
        for (int k = 0; k < 200; k++) {
            record.add(50);
        }
        Trial start = trial(record, r -> true);
        Trial end = Shrinker.shrink(start, r -> {
            attempts.incrementAndGet();
            return trial(r, all -> false);
        }, 17, () -> false);
        assertEquals(17, attempts.get());
        assertEquals(record, end.record());
        assertEquals(record, Shrinker.shrink(start, r -> trial(r, all -> true), 1000, () -> true).record());
    }

    /** A list with its length in front: an element goes only together with one of the length. */
    @Test
    void deletesElementsOfCountedLists() {
        assertEquals(List.of(1, 0, 9), shrunk(List.of(4, 3, 1, 2, 2, 0, 9, 5, 5), r -> {
            int count = r.isEmpty() ? 0 : r.get(0);
            if (r.size() != 1 + 2 * count) {
                return false;
            }
            for (int k = 0; k < count; k++) {
                if (r.get(2 + 2 * k) == 9) {
                    return true;
                }
            }
            return false;
        }));
    }

    @Test
    void order() {
        assertTrue(Shrinker.isSmaller(List.of(9), List.of(0, 0)));
        assertTrue(Shrinker.isSmaller(List.of(1, 2), List.of(1, 3)));
        assertFalse(Shrinker.isSmaller(List.of(1, 3), List.of(1, 3)));
        assertFalse(Shrinker.isSmaller(List.of(2, 0), List.of(1, 9)));
    }
}
