package org.relucert.checker;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * Data rows that are equal, bias included. Their terms nu_i (&lt;x_i,u&gt;)_+ are multiples of one function, so the first of them may
 * stand for all, with the sum of their nu_i: the function h stays the same (obligation DF-4). Immutable.
 *
 * <p>Public because the prover merges what the checker will merge.
 */
public final class EqualRows {

    /** Of each row, the first row that equals it. */
    private final int[] first;

    private EqualRows(int[] first) {
        this.first = first;
    }

    /** Those of a problem. */
    public static EqualRows of(Problem problem) {
        Map<RationalVector, Integer> places = new HashMap<>();
        int[] first = new int[problem.rows()];
        for (int i = 0; i < first.length; i++) {
            Integer before = places.putIfAbsent(problem.row(i), i);
            first[i] = before == null ? i : before;
        }
        return new EqualRows(first);
    }

    /** Every row by itself, equal to others or not. */
    public static EqualRows none(Problem problem) {
        return new EqualRows(IntStream.range(0, problem.rows()).toArray());
    }

    /** Whether some row is merged. */
    public boolean any() {
        return IntStream.range(0, first.length).anyMatch(this::isMerged);
    }

    /** Whether another row stands for row i. */
    public boolean isMerged(int i) {
        return first[i] != i;
    }

    /** For each row the one that stands for it, itself or an earlier one. */
    public int[] first() {
        return first.clone();
    }

    /** The dual vector of the same h: at each row the sum over those that it stands for, 0 where another one does. */
    public RationalVector merged(RationalVector nu) {
        if (!any()) {
            return nu;
        }
        Rational[] sums = nu.toArray();
        for (int i = 0; i < sums.length; i++) {
            if (isMerged(i)) {
                sums[first[i]] = sums[first[i]].plus(sums[i]);
                sums[i] = Rationals.ZERO;
            }
        }
        return RationalVector.of(sums);
    }
}
