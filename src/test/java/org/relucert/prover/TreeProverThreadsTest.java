package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.bench.Instances;
import org.relucert.exact.Rationals;
import org.relucert.search.NeuronProblem;
import org.relucert.search.NeuronSearch;

/** The proof of a tree on one thread and on several. */
class TreeProverThreadsTest {

    private static final Rational UNIT = Rationals.of(1, 1 << 24);

    @Test
    void sameTreeWhateverTheThreads() {
        for (NeuronSearch.Method method : List.of(NeuronSearch.Method.CONES, NeuronSearch.Method.CUBES)) {
            Instances.Instance instance = Instances.gaussian(120, 7, 1);
            NeuronSearch.Result found = search(instance, method);
            Rational goal = Rationals.square(Floats.exact(found.upper() * (1 + 1e-6)));
            TreeProver.Proved alone = prove(instance, found, goal, 1);
            assertTrue(alone.tree().nodes().size() > 1_000, alone.tree().nodes().size() + " nodes");
            assertTrue(alone.levelSquared().compareTo(goal) <= 0);
            for (int threads = 2; threads <= 3; threads++) {
                assertEquals(alone, prove(instance, found, goal, threads), method + " on " + threads + " threads");
            }
        }
    }

    @Test
    void stops() {
        Instances.Instance instance = Instances.gaussian(120, 7, 2);
        NeuronSearch.Result found = search(instance, NeuronSearch.Method.CUBES);
        for (int threads = 1; threads <= 3; threads++) {
            AtomicInteger asked = new AtomicInteger();
            int most = threads;
            assertThrows(Unproved.class, () -> TreeProver.round(instance.problem(), instance.nu(), found.tree(), UNIT,
                    Rationals.ONE, () -> asked.incrementAndGet() > 300, most));
            assertTrue(asked.get() < 1_000, asked.get() + " leaves");
        }
    }

    private static NeuronSearch.Result search(Instances.Instance instance, NeuronSearch.Method method) {
        NeuronProblem problem = Floats.neuronProblem(instance.problem(), instance.nu());
        return NeuronSearch.search(problem,
                new NeuronSearch.Options(method, 1e-4, 0, List.of(), Long.MAX_VALUE, () -> false, p -> { }));
    }

    private static TreeProver.Proved prove(Instances.Instance instance, NeuronSearch.Result found, Rational goal, int threads) {
        return TreeProver.round(instance.problem(), instance.nu(), found.tree(), UNIT, goal, () -> false, threads);
    }
}
