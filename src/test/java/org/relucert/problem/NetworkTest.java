package org.relucert.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network.Neuron;

/** Outputs of networks on the data of a problem. */
class NetworkTest {

    private static Problem problem(Problem.Skip skip, RationalMatrix metric) {
        return Problem.of("p", ProblemTest.matrix(new long[] {1}, new long[] {-2}), ProblemTest.matrix(new long[] {0}, new long[] {0}),
                Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.REGULARIZED, skip, metric);
    }

    private static Neuron neuron(long weight, long bias, long output) {
        return new Neuron(RationalVector.of(weight, bias), Rationals.of(output));
    }

    @Test
    void outputsAddNeuronsAndSkip() {
        Problem problem = problem(Problem.Skip.FREE, RationalMatrix.identity(2));
        Network network = new Network(List.of(neuron(1, 1, 3), neuron(-1, 0, -5)), RationalVector.of(10, 100));
        // neuron 1: (2, -1)_+ * 3; neuron 2: (-1, 2)_+ * -5; skip: (10, -20) + 100
        assertEquals(RationalVector.of(6 + 110, -10 + 80), network.outputs(problem));
    }

    @Test
    void outputsUseTheMetric() {
        Problem problem = problem(Problem.Skip.NONE, RationalMatrix.diagonal(RationalVector.of(3, 2)));
        Network network = new Network(List.of(neuron(1, 1, 1)), RationalVector.zero(0));
        assertEquals(RationalVector.of(5, 0), network.outputs(problem));
    }

    @Test
    void noNeuronIsZero() {
        Problem problem = problem(Problem.Skip.NONE, RationalMatrix.identity(2));
        assertEquals(RationalVector.zero(2), new Network(List.of(), RationalVector.zero(0)).outputs(problem));
    }

    @Test
    void shapesMustFit() {
        Problem problem = problem(Problem.Skip.NONE, RationalMatrix.identity(2));
        Network wide = new Network(List.of(new Neuron(RationalVector.of(1, 2, 3), Rationals.ONE)), RationalVector.zero(0));
        assertThrows(IllegalArgumentException.class, () -> wide.outputs(problem));
        Network skipping = new Network(List.of(), RationalVector.of(1));
        assertThrows(IllegalArgumentException.class, () -> skipping.outputs(problem));
    }

    @Test
    void pathForm() {
        assertEquals(RationalVector.of(-6, 9), neuron(-2, 3, -3).path());
        assertEquals(RationalVector.of(-6, 9), neuron(-2, 3, 3).path());
        assertEquals(RationalVector.zero(2), neuron(-2, 3, 0).path());
    }

    @Test
    void nothingMayBeMissing() {
        assertThrows(NullPointerException.class, () -> new Neuron(null, Rationals.ONE));
        assertThrows(NullPointerException.class, () -> new Neuron(RationalVector.zero(1), null));
        assertThrows(NullPointerException.class, () -> new Network(null, RationalVector.zero(0)));
        assertThrows(NullPointerException.class, () -> new Network(List.of(), null));
    }

    @Test
    void theListIsCopied() {
        List<Neuron> neurons = new ArrayList<>(List.of(neuron(1, 2, 3)));
        Network network = new Network(neurons, RationalVector.zero(0));
        neurons.clear();
        assertEquals(1, network.neurons().size());
    }
}
