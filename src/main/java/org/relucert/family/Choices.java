package org.relucert.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * The choices that an instance is drawn from: whole numbers from 0 up, where 0 is the simplest, taken at random or from a record.
 *
 * <p>An instance is a function of its choices. So a record says again what was drawn, and a shorter or smaller record draws a simpler
 * instance that is exact as well: whoever shrinks an instance shrinks its record and draws again. A record that ends too early goes on
 * with 0, and a choice that is out of range counts as the last one in range. Mutable; one thread.
 */
public final class Choices {

    private final SplittableRandom random;
    private final int[] record;
    private final List<Integer> taken = new ArrayList<>();

    private Choices(SplittableRandom random, int[] record) {
        this.random = random;
        this.record = record;
    }

    /** Random choices, the same for the same seed. */
    public static Choices random(long seed) {
        return new Choices(new SplittableRandom(seed), null);
    }

    /** The choices of a record, then 0. */
    public static Choices of(List<Integer> record) {
        int[] copy = record.stream().mapToInt(Integer::intValue).toArray();
        if (Arrays.stream(copy).anyMatch(choice -> choice < 0)) {
            throw new IllegalArgumentException("a choice is negative");
        }
        return new Choices(null, copy);
    }

    /** What was chosen so far. */
    public List<Integer> record() {
        return List.copyOf(taken);
    }

    /** One of 0, ..., count - 1; 0 is the simplest. */
    public int index(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("nothing to choose from");
        }
        int choice;
        if (random != null) {
            choice = random.nextInt(count);
        } else {
            int k = taken.size();
            choice = k < record.length ? Math.min(record[k], count - 1) : 0;
        }
        taken.add(choice);
        return choice;
    }

    /** One of low, ..., high; low is the simplest. */
    public int integer(int low, int high) {
        return low + index(high - low + 1);
    }

    /** One of -magnitude, ..., magnitude; 0, 1, -1, 2, ... from the simplest on. */
    public int signed(int magnitude) {
        int k = index(2 * magnitude + 1);
        return k % 2 == 1 ? (k + 1) / 2 : -k / 2;
    }

    /** p/q with |p| at most the magnitude and q from 1 to the denominator. */
    public Rational rational(int magnitude, int denominator) {
        int p = signed(magnitude);
        return Rationals.of(p, integer(1, denominator));
    }

    /** p/q with p from 1 to the magnitude and q from 1 to the denominator. */
    public Rational positive(int magnitude, int denominator) {
        int p = integer(1, magnitude);
        return Rationals.of(p, integer(1, denominator));
    }

    /** A vector of {@link #rational}s. */
    public RationalVector vector(int size, int magnitude, int denominator) {
        Rational[] entries = new Rational[size];
        for (int i = 0; i < size; i++) {
            entries[i] = rational(magnitude, denominator);
        }
        return RationalVector.of(entries);
    }

    /** One of the values; the first is the simplest. */
    @SafeVarargs
    public final <T> T oneOf(T... values) {
        return values[index(values.length)];
    }
}
