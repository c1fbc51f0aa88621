package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.relucert.bench.Instances;
import org.relucert.search.NeuronSearch;

/** The search of both sides of a dual vector, in one thread and in two. */
class SidesTest {

    private static final double GAP = 1e-6;

    @Test
    void sameTreesInOneThreadAndInTwo() {
        for (Instances.Instance instance : List.of(Instances.gaussian(60, 5, 1), Instances.gaussian(80, 7, 3), Instances.named("iris"))) {
            Sides.Proposal alone = Sides.propose(instance.problem(), instance.nu(), NeuronSearch.Method.AUTO, GAP, 0, false,
                    () -> false, p -> { });
            List<NeuronSearch.Progress> told = Collections.synchronizedList(new ArrayList<>());
            Sides.Proposal atOnce = Sides.propose(instance.problem(), instance.nu(), NeuronSearch.Method.AUTO, GAP, 0, true,
                    () -> false, told::add);
            Sides one = Sides.prove(instance.problem(), instance.nu(), alone, GAP, false);
            Sides two = Sides.prove(instance.problem(), instance.nu(), atOnce, GAP, true);
            assertEquals(one.nodes(), two.nodes());
            assertEquals(one.levelSquared(), two.levelSquared());
            assertEquals(one.plus(), two.plus());
            assertEquals(one.minus(), two.minus());
            double lower = Math.max(alone.plus().lower(), alone.minus().lower());
            assertTrue(alone.reached() >= lower * (1 - 1e-12) && lower >= alone.reached() * (1 - GAP * (1 + 1e-6)));
            for (NeuronSearch.Progress progress : told) {
                assertTrue(progress.lower() <= lower * (1 + 1e-12) && progress.lower() <= progress.upper() * (1 + 1e-12));
            }
        }
    }

    @Test
    void aStopLeavesBothSidesABound() {
        Instances.Instance instance = Instances.gaussian(200, 10, 1);
        // stops each side after as many questions of its own
        ThreadLocal<int[]> asked = ThreadLocal.withInitial(() -> new int[1]);
        Sides.Proposal stopped = Sides.propose(instance.problem(), instance.nu(), NeuronSearch.Method.AUTO, GAP, 0, true,
                () -> ++asked.get()[0] > 500, p -> { });
        assertTrue(Math.min(stopped.plus().nodes(), stopped.minus().nodes()) > 500,
                stopped.plus().nodes() + " and " + stopped.minus().nodes() + " nodes");
    }
}
