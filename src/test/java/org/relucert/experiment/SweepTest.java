package org.relucert.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.relucert.family.Choices;
import org.relucert.experiment.statement.PlantedOptimum;
import org.relucert.problem.Problem;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;

class SweepTest {

    /** Numbers from 0 to 99, and what is said of each. */
    private record Numbers(IntFunction<Result> says) implements Statement<Integer> {
        @Override
        public String name() {
            return "numbers";
        }

        @Override
        public String sentence() {
            return "Of numbers.";
        }

        @Override
        public Status status() {
            return Status.CONJECTURE;
        }

        @Override
        public Integer draw(Choices choices, Size size) {
            return choices.index(100);
        }

        @Override
        public Result check(Integer number, Prover.Options options) {
            return says.apply(number);
        }
    }

    private static final Problem ANY = PlantedOptimum.draw(Choices.of(List.of()), new Statement.Size(2, 1),
            PlantedOptimum.Kind.PLAIN).problem();

    private static Sweep.Summary sweep(Statement<?> statement, long instances, int threads) {
        return Sweep.run(statement, Sweep.Options.of(statement, instances, 3).on(threads));
    }

    @Test
    void counts() {
        Sweep.Summary summary = sweep(new Numbers(k -> {
            if (k % 4 == 3) {
                throw new Unproved("four");
            }
            return k % 4 == 0 ? Result.held() : k % 4 == 1 ? Result.notApplicable("k is even")
                    : Result.broken("k = " + k, ANY, Map.of());
        }), 4000, 2);
        Sweep.Counts counts = summary.counts();
        assertTrue(summary.complete());
        assertEquals(4000, counts.tried());
        assertEquals(4000, counts.held() + counts.skipped() + counts.broken() + counts.undecided());
        for (long part : List.of(counts.held(), counts.skipped(), counts.broken(), counts.undecided())) {
            assertTrue(part > 800 && part < 1200, counts.toString());
        }
        assertEquals(Map.of("k is even", counts.skipped()), summary.hypotheses());
        assertEquals("four", summary.reason());
        assertEquals(List.of(2), summary.counterexample().get(0).record());
        assertEquals("k = 2", summary.counterexample().get(0).broken().explanation());
    }

    @Test
    void theSameWhateverTheThreads() {
        for (Statement<?> statement : Statements.load(Statement.class.getClassLoader()).all()) {
            if (statement.name().matches("false-(equal-widths|unique-optimum|monotone-connectivity)|local-minimum")) {
                Sweep.Summary one = sweep(statement, 120, 1);
                Sweep.Summary two = sweep(statement, 120, 2);
                Sweep.Summary many = sweep(statement, 120, 5);
                for (Sweep.Summary other : List.of(two, many)) {
                    assertEquals(one.counts(), other.counts());
                    assertEquals(one.hypotheses(), other.hypotheses());
                    assertEquals(one.counterexample().stream().map(c -> List.of(c.index(), c.drawn(), c.record(),
                            c.broken().problem(), c.broken().proof().orElseThrow().text())).toList(),
                            other.counterexample().stream().map(c -> List.of(c.index(), c.drawn(), c.record(),
                                    c.broken().problem(), c.broken().proof().orElseThrow().text())).toList());
                }
            }
        }
    }

    @Test
    void theFirstIsReported() {
        // Slow when it breaks early: later instances are done first.
        Sweep.Summary summary = Sweep.run(new Numbers(k -> {
            if (k < 50) {
                return Result.held();
            }
            try {
                Thread.sleep(k % 2);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Result.broken("" + k, ANY, Map.of());
        }), Sweep.Options.of(new Numbers(null), 300, 8).on(7));
        long first = 0;
        while (Choices.random(Sweep.seed(8, first)).index(100) < 50) {
            first++;
        }
        assertEquals(first, summary.counterexample().get(0).index());
        assertEquals(List.of(50), summary.counterexample().get(0).record());
    }

    @Test
    void seedsDiffer() {
        Set<Long> seeds = new HashSet<>();
        for (long sweep = 0; sweep < 100; sweep++) {
            for (long k = 0; k < 100; k++) {
                seeds.add(Sweep.seed(sweep, k));
            }
        }
        assertEquals(10_000, seeds.size());
        Numbers numbers = new Numbers(k -> k < 90 ? Result.held() : Result.notApplicable("small"));
        assertNotEquals(Sweep.run(numbers, Sweep.Options.of(numbers, 500, 1)).counts(),
                Sweep.run(numbers, Sweep.Options.of(numbers, 500, 2)).counts());
    }

    @Test
    void anInterruptedSweepKeepsWhatItHas() {
        AtomicLong done = new AtomicLong();
        Numbers numbers = new Numbers(k -> {
            done.incrementAndGet();
            return Result.held();
        });
        Sweep.Summary summary = Sweep.run(numbers, new Sweep.Options(1_000_000_000, 1, 2, numbers.size(),
                Double.POSITIVE_INFINITY, () -> done.get() >= 500, counts -> { }));
        assertFalse(summary.complete());
        assertTrue(summary.counts().tried() >= 500 && summary.counts().tried() < 600, summary.counts().toString());
        assertEquals(summary.counts().tried(), summary.counts().held());
        Sweep.Summary limited = Sweep.run(numbers, new Sweep.Options(1_000_000_000, 1, 2, numbers.size(), 0.2, () -> false,
                counts -> { }));
        assertFalse(limited.complete());
        assertTrue(limited.counts().tried() > 0);
    }

    /** A statement of the user may fail in any way; memory is another matter. */
    @Test
    void failuresAreUndecided() {
        Sweep.Summary summary = sweep(new Numbers(k -> {
            throw new IllegalStateException("number " + k);
        }), 10, 2);
        assertEquals(10, summary.counts().undecided());
        assertEquals(OptionalLong.of(0), summary.undecided());
        assertTrue(summary.reason().contains("IllegalStateException: number"), summary.reason());
        assertThrows(OutOfMemoryError.class, () -> sweep(new Numbers(k -> {
            throw new OutOfMemoryError();
        }), 10, 2));
    }

    /** A certificate that proves something of another problem breaks nothing. */
    @Test
    void aCertificateMustVerify() {
        PlantedOptimum one = PlantedOptimum.draw(Choices.of(List.of(0, 0, 0, 0, 1, 1, 1, 1, 1, 1)), new Statement.Size(2, 1),
                PlantedOptimum.Kind.PLAIN);
        Prover.Options options = Prover.Options.gap(1e-6);
        assertNotEquals(ANY, one.problem());
        Numbers honest = new Numbers(k -> Result.broken("", one.optimalSet(options), Map.of()));
        assertEquals(5, sweep(honest, 5, 1).counts().broken());
        Numbers wrong = new Numbers(k -> new Result.Broken("", ANY, Map.of(), Optional.of(one.optimalSet(options))));
        Sweep.Summary summary = sweep(wrong, 5, 1);
        assertEquals(5, summary.counts().undecided());
        assertTrue(summary.reason().contains("IN-6"), summary.reason());
    }
}
