package org.relucert.scip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.relucert.scip.TrainingQcqp.Model;
import org.relucert.scip.TrainingQcqp.Result;

@ExtendWith(RequiresScip.class)
class TrainingQcqpTest {

    /** Rows (-1, 1) and (1, 1) in the metric diag(3, 1): a_i = M x_i. */
    private static final double[][] PAIRING = {{-3, 1}, {3, 1}};
    private static final double[][] METRIC = {{3, 0}, {0, 1}};
    private static final boolean[][] ALL = {{false, false}, {false, true}, {true, false}, {true, true}};

    /** The network's output, not the patterns'. */
    private static double[] fit(double[][] pairing, int slots, Result result) {
        double[] f = new double[pairing.length];
        for (int i = 0; i < f.length; i++) {
            for (int k = 0; k < slots; k++) {
                f[i] += (k % 2 == 0 ? 1 : -1) * Math.max(0, Dense.dot(pairing[i], result.q()[k]));
            }
        }
        return f;
    }

    @Test
    void twoPoints() {
        // optimum exactly 39/400, fit 19/20 at both points, reached by one neuron or by two
        Result result = TrainingQcqp.solve(Model.squared(PAIRING, METRIC, new double[] {1, 1}, 0.1), ALL, 60, 0);
        assertEquals(Scip.Status.OPTIMAL, result.status());
        assertEquals(39.0 / 400, result.objective(), 1e-5);
        assertEquals(39.0 / 400, result.lowerBound(), 1e-5);
        double[] f = fit(PAIRING, 8, result);
        assertEquals(0.95, f[0], 5e-3);
        assertEquals(0.95, f[1], 5e-3);
    }

    @Test
    void fewerPatternsCostMore() {
        // only the pattern that sees the second point: min (1 + (f - 1)^2) / 2 + 0.1 |q|, f = 2 |q| at best
        boolean[][] second = {{false, true}};
        Result result = TrainingQcqp.solve(Model.squared(PAIRING, METRIC, new double[] {1, 1}, 0.1), second, 60, 0);
        double f = 0.95;
        assertEquals(0.5 + (1 - f) * (1 - f) / 2 + 0.1 * f / 2, result.objective(), 1e-4);
        assertTrue(result.objective() > 39.0 / 400 + 0.1);
    }

    @Test
    void interpolation() {
        // |q| >= |f| / 2 at each point; one neuron (0, 1) reaches both with norm 1
        Result result = TrainingQcqp.solve(Model.interpolating(PAIRING, METRIC, new double[] {1, 1}, 2), ALL, 60, 0);
        assertEquals(2, result.objective(), 1e-4);
        assertEquals(2, result.lowerBound(), 1e-4);
        assertTrue(result.residual() < 1e-5, result.toString());
        // labels of both signs: (1, -1) is two neurons of norm 1/2 each
        Result mixed = TrainingQcqp.solve(Model.interpolating(PAIRING, METRIC, new double[] {1, -1}, 1), ALL, 60, 0);
        assertEquals(1, mixed.objective(), 1e-4);
    }

    @Test
    void skipColumnsAreFree() {
        double[][] skip = {{-1}, {1}};
        Model model = new Model(PAIRING, METRIC, new double[] {-3, 3}, 0.1, skip, false);
        Result result = TrainingQcqp.solve(model, ALL, 60, 0);
        assertEquals(0, result.objective(), 1e-5);
        assertEquals(3, result.skip()[0], 1e-2);
        // y = (1, 3) = (2, 2) + (-1, 1): the skip column takes the odd part, 2 (1, 1) costs as above: f = 2 - 1/20
        Model even = new Model(PAIRING, METRIC, new double[] {1, 3}, 0.1, skip, false);
        Result rest = TrainingQcqp.solve(even, ALL, 60, 0);
        assertEquals(0.05 * 0.05 + 0.1 * 1.95, rest.objective(), 1e-4);
        Model exact = new Model(PAIRING, METRIC, new double[] {1, 3}, 1, skip, true);
        assertEquals(2, TrainingQcqp.solve(exact, ALL, 60, 0).objective(), 1e-4);
    }

    @Test
    void infeasibleInterpolation() {
        boolean[][] second = {{false, true}};
        Result result = TrainingQcqp.solve(Model.interpolating(PAIRING, METRIC, new double[] {1, 1}, 1), second, 60, 0);
        assertEquals(Scip.Status.INFEASIBLE, result.status());
        assertEquals(0, result.q().length);
        assertEquals(Double.POSITIVE_INFINITY, result.objective());
    }

    /** beta at or above max |y'(Xu)_+| over the ball leaves the zero network. */
    @Test
    void strongPenaltyLeavesNothing() {
        Result result = TrainingQcqp.solve(Model.squared(PAIRING, METRIC, new double[] {1, 1}, 3), ALL, 60, 0);
        assertEquals(1, result.objective(), 1e-5);
        assertEquals(1, result.lowerBound(), 1e-5);
    }

    @Test
    void badInput() {
        Model model = Model.squared(PAIRING, METRIC, new double[] {1, 1}, 0.1);
        assertThrows(IllegalArgumentException.class,
                () -> TrainingQcqp.solve(model, new int[] {2}, new boolean[][] {{true, true}}, 1, 0));
        assertThrows(IllegalArgumentException.class,
                () -> TrainingQcqp.solve(model, new int[] {1}, new boolean[][] {{true}}, 1, 0));
        assertThrows(IllegalArgumentException.class,
                () -> TrainingQcqp.solve(Model.squared(PAIRING, METRIC, new double[] {1, 1}, 0), ALL, 1, 0));
        assertThrows(IllegalArgumentException.class,
                () -> TrainingQcqp.solve(Model.squared(PAIRING, METRIC, new double[] {1}, 1), ALL, 1, 0));
    }
}
