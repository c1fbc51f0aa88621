package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.TrainingResult;
import org.relucert.search.WarmStart;

/** Neurons that act on one row: they do exactly what is asked, where that is possible. */
class LocalCorrectionTest {

    @Test
    void outputsAddUpToTheTarget() {
        int shared = 0;
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int d = 1 + random.nextInt(4);
            Problem.Bias bias = d == 1 ? Problem.Bias.REGULARIZED : Problem.Bias.values()[random.nextInt(Problem.Bias.values().length)];
            List<RationalVector> rows = new ArrayList<>();
            List<Rational> target = new ArrayList<>();
            for (int i = 1 + random.nextInt(30); i > 0; i--) {
                boolean multiple = !rows.isEmpty() && bias == Problem.Bias.NONE && random.nextInt(4) == 0;
                int other = multiple ? random.nextInt(rows.size()) : 0;
                Rational factor = Rationals.of(1 + random.nextInt(5), 3);
                RationalVector row = multiple ? rows.get(other).times(factor) : row(random, d, 12);
                if (!isOnALineOfThese(row, rows, bias) || multiple) {
                    rows.add(row);
                    target.add(multiple ? target.get(other).times(factor) : Rationals.of(random.nextInt(19) - 9, 7));
                    shared += multiple ? 1 : 0;
                }
            }
            Problem problem = problem(rows, target, bias);
            RationalVector sum = RationalVector.zero(rows.size());
            Optional<List<PathNeuron>> neurons = LocalCorrection.of(problem, RationalVector.of(target));
            assertTrue(neurons.isPresent(), "seed " + seed);
            for (PathNeuron neuron : neurons.get()) {
                sum = sum.plus(neuron.output(problem));
                assertTrue(neuron.weight().isPositive() && neuron.majorantHolds(problem), "seed " + seed);
            }
            assertEquals(RationalVector.of(target), sum, "seed " + seed);
        }
        assertTrue(shared > 50, shared + " rows on the ray of another");
    }

    /** Opposite rows, rows of zeros, and one dimension. */
    @Test
    void rowsThatCannotBeCorrected() {
        Rational one = Rationals.ONE;
        RationalVector row = RationalVector.of(2, 3);
        for (List<RationalVector> rows : List.of(List.of(row, row.opposite()), List.of(RationalVector.zero(2), row),
                List.of(RationalVector.of(2), RationalVector.of(-3)), List.of(RationalVector.of(2)))) {
            List<Rational> target = new ArrayList<>(List.of(one));
            while (target.size() < rows.size()) {
                target.add(one);
            }
            Problem problem = problem(rows, target, Problem.Bias.NONE);
            assertTrue(LocalCorrection.of(problem, RationalVector.of(target)).isEmpty(), rows.toString());
        }
    }

    /** So many rows that weights which solve for all of them at once are longer than those of a certificate may be. */
    @Test
    void interpolationOfManyRows() {
        Random random = new Random(3);
        int n = 250;
        List<RationalVector> rows = new ArrayList<>();
        List<Rational> labels = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(RationalVector.of(thousandths(random), thousandths(random)));
            labels.add(thousandths(random));
        }
        Problem problem = problem(rows, labels, Problem.Bias.REGULARIZED);
        List<TrainingResult.Atom> atoms = new ArrayList<>();
        for (int j = 0; j < n + 10; j++) {
            atoms.add(new TrainingResult.Atom(random.nextBoolean() ? 1 : -1, random.doubles(3, -1, 1).toArray(), 1));
        }
        PathNetwork network = Networks.of(problem, new TrainingResult(new double[n], atoms, new double[0], 1, 0, 1, 1, new double[n], 1,
                1, false, List.of(), WarmStart.NONE, null)).orElseThrow();
        assertEquals(problem.scalarLabels(), network.outputs(problem));
        BigInteger common = problem.inputs().denominator();
        for (PathNeuron neuron : network.neurons()) {
            assertTrue(neuron.majorantHolds(problem));
            common = Rationals.lcm(common, Rationals.denominator(neuron.weight()));
        }
        assertTrue(common.bitLength() < 500, common.bitLength() + " bits");
        // what the corrections cost beside the atoms
        List<Rational> costs = network.neurons().stream().map(PathNeuron::cost).sorted().toList();
        Rational small = costs.subList(0, 3 * n).stream().reduce(Rationals.ZERO, Rational::plus);
        assertTrue(network.neurons().size() > 3 * n && small.compareTo(Rationals.of(1, 1_000_000_000)) < 0,
                network.neurons().size() + " neurons, " + Floats.of(small));
    }

    private static Rational thousandths(Random random) {
        return Rationals.of(Math.round(random.nextGaussian() * 1000), 1000);
    }

    private static boolean isOnALineOfThese(RationalVector row, List<RationalVector> rows, Problem.Bias bias) {
        if (row.isZero() && bias == Problem.Bias.NONE) {
            return true;
        }
        for (RationalVector other : rows) {
            Rational product = row.dot(other);
            boolean isParallel = Rationals.square(product).equals(row.dot(row).times(other.dot(other)));
            if (bias == Problem.Bias.NONE ? isParallel : row.equals(other)) {
                return true;
            }
        }
        return false;
    }

    private static RationalVector row(Random random, int d, int range) {
        Rational[] entries = new Rational[d];
        Arrays.setAll(entries, k -> Rationals.of(random.nextInt(2 * range + 1) - range, 1 + random.nextInt(3)));
        return RationalVector.of(entries);
    }

    private static Problem problem(List<RationalVector> rows, List<Rational> labels, Problem.Bias bias) {
        int d = rows.get(0).size();
        return Problem.of("rows", RationalMatrix.ofRows(rows, d),
                RationalMatrix.ofColumns(List.of(RationalVector.of(labels)), rows.size()), Problem.Loss.INTERPOLATION, Rationals.ONE,
                bias, Problem.Skip.NONE, RationalMatrix.identity(bias == Problem.Bias.REGULARIZED ? d + 1 : d));
    }
}
