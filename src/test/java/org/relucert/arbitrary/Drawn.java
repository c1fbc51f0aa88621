package org.relucert.arbitrary;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;
import org.relucert.family.Choices;

/**
 * A value with the record of the choices it was drawn from. To shrink it is to shrink the record and to draw again, so that every
 * shrunk value is one that could have been drawn: exact, and with all that its construction promises.
 *
 * @param <T> what is drawn
 */
final class Drawn<T> implements Shrinkable<T> {

    /** So many draws may fail one after the other. */
    private static final int TRIES = 1000;

    private final Function<Choices, T> draw;
    private final List<Integer> record;
    private final T value;

    private Drawn(Function<Choices, T> draw, List<Integer> record, T value) {
        this.draw = draw;
        this.record = record;
        this.value = value;
    }

    /**
     * Draws at random; an {@link IllegalArgumentException} says that there is no value with these choices.
     *
     * @param draw a function of its choices and of nothing else
     */
    static <T> RandomGenerator<T> generator(Function<Choices, T> draw) {
        return random -> next(draw, random);
    }

    private static <T> Shrinkable<T> next(Function<Choices, T> draw, Random random) {
        for (int t = 0; t < TRIES; t++) {
            Optional<Drawn<T>> drawn = of(draw, Choices.random(random.nextLong()));
            if (drawn.isPresent()) {
                return drawn.get();
            }
        }
        throw new IllegalStateException("nothing was drawn in " + TRIES + " tries");
    }

    /** The value of some choices. Its record is what was taken of them; zeros at the end are taken without saying so. */
    private static <T> Optional<Drawn<T>> of(Function<Choices, T> draw, Choices choices) {
        T value;
        try {
            value = draw.apply(choices);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        List<Integer> taken = choices.record();
        int size = taken.size();
        while (size > 0 && taken.get(size - 1) == 0) {
            size--;
        }
        return Optional.of(new Drawn<>(draw, List.copyOf(taken.subList(0, size)), value));
    }

    @Override
    public T value() {
        return value;
    }

    /** Shorter records first, then records with smaller choices; only values whose own record is really smaller. */
    @Override
    public Stream<Shrinkable<T>> shrink() {
        Set<List<Integer>> smaller = new LinkedHashSet<>();
        for (int keep = 0; keep < record.size(); keep = keep + Math.max(1, (record.size() - keep) / 2)) {
            smaller.add(record.subList(0, keep));
        }
        for (int k = 0; k < record.size(); k++) {
            List<Integer> without = new ArrayList<>(record);
            without.remove(k);
            smaller.add(without);
        }
        for (int k = 0; k < record.size(); k++) {
            int choice = record.get(k);
            for (int less : new int[] {0, choice / 2, choice - 1}) {
                if (less >= 0 && less < choice) {
                    List<Integer> other = new ArrayList<>(record);
                    other.set(k, less);
                    smaller.add(other);
                }
            }
        }
        return smaller.stream().map(candidate -> of(draw, Choices.of(candidate))).flatMap(Optional::stream)
                .filter(drawn -> drawn.distance().compareTo(distance()) < 0).map(drawn -> drawn);
    }

    @Override
    public ShrinkingDistance distance() {
        return ShrinkingDistance.of(record.size(), record.stream().mapToLong(Integer::longValue).sum());
    }

    @Override
    public String toString() {
        return value + " from the choices " + record;
    }
}
