package org.relucert.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;

/** All statements that come with relucert. In CI a few instances of each; with {@code -Psweeps} ten thousand. */
class StatementsTest {

    private static final List<Statement<?>> ALL = Statements.load(Statement.class.getClassLoader()).all();
    private static final int SAMPLE = 40;
    private static final int ENOUGH = 1500;
    private static final long MANY = Long.getLong("sweeps.instances", 10_000);

    static Stream<Statement<?>> theorems() {
        return ALL.stream().filter(statement -> statement.status() == Statement.Status.THEOREM);
    }

    static Stream<Statement<?>> falseStatements() {
        return ALL.stream().filter(statement -> statement.status() == Statement.Status.FALSE);
    }

    static Stream<Statement<?>> all() {
        return ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("theorems")
    void theoremsHold(Statement<?> statement) {
        Sweep.Summary summary = Sweep.run(statement, Sweep.Options.of(statement, SAMPLE, 2026).on(2));
        assertHolds(statement, summary, SAMPLE);
    }

    private static void assertHolds(Statement<?> statement, Sweep.Summary summary, long instances) {
        assertEquals(0, summary.counts().broken(), () -> statement.name() + ": " + summary.counterexample());
        assertEquals(0, summary.counts().undecided(), () -> statement.name() + ": " + summary.reason());
        assertEquals(instances, summary.counts().tried());
        // A sweep whose hypotheses are hardly ever met shows nothing.
        assertTrue(summary.counts().held() >= instances / 5, () -> statement.name() + ": " + summary);
    }

    /** Refuted, by a certificate that both checkers accept, and by an instance that no smaller record gives. */
    @ParameterizedTest
    @MethodSource("falseStatements")
    void falseStatementsAreRefuted(Statement<?> statement) {
        // More and more of them, until one breaks it.
        Sweep.Summary summary;
        int instances = SAMPLE;
        do {
            summary = Sweep.run(statement, Sweep.Options.of(statement, instances, 2026).on(2));
            instances *= 3;
        } while (summary.counterexample().isEmpty() && instances <= ENOUGH);
        assertEquals(0, summary.counts().undecided(), summary.reason());
        assertEquals(1, summary.counterexample().size(), statement.name());
        Sweep.Counterexample found = summary.counterexample().get(0);
        assertTrue(found.record().equals(found.drawn()) || Shrinker.isSmaller(found.record(), found.drawn()));
        List<List<Claim>> claims = new ArrayList<>();
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Verdict verdict = checker.verify(found.broken().proof().orElseThrow().reader(),
                    Optional.of(found.broken().problem()));
            assertTrue(verdict.isVerified(), verdict.line());
            claims.add(verdict.claims());
        }
        assertEquals(claims.get(0), claims.get(1));
    }

    @ParameterizedTest
    @MethodSource("all")
    void describesItself(Statement<?> statement) {
        assertEquals(statement.status() == Statement.Status.FALSE, statement.name().startsWith("false-"), statement.name());
        assertTrue(statement.sentence().matches("[A-Z][\\x20-\\x7e]+\\."), statement.sentence());
    }

    /** mvn test -Psweeps: minutes for each. */
    @Tag("sweeps")
    @ParameterizedTest
    @MethodSource("all")
    void longSweep(Statement<?> statement) {
        int cores = Runtime.getRuntime().availableProcessors();
        long begin = System.nanoTime();
        Sweep.Summary summary = Sweep.run(statement, Sweep.Options.of(statement, MANY, 1).on(cores));
        System.out.printf("%s: %s, %.0f s%n", statement.name(), summary.counts(), (System.nanoTime() - begin) / 1e9);
        if (statement.status() == Statement.Status.THEOREM) {
            assertHolds(statement, summary, MANY);
        } else {
            assertEquals(1, summary.counterexample().size(), statement.name());
        }
    }
}
