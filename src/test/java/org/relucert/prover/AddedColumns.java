package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/**
 * A problem with data columns added that are combinations of its own, and a metric in which nothing changes: a neuron with a given
 * effect on the data costs what it did.
 *
 * <p>With the new columns X C, after those that there are, the metric is M + C C^T for the old coordinates, I for the new ones and
 * -C between them. So A M' A^T = M for A = (I C) (DF-5), the cheapest neuron that does what u did is A^T u, and the optima are those
 * of the problem without the columns.
 *
 * @param base the problem without them
 * @param problem the problem with them
 * @param combinations C
 */
record AddedColumns(Problem base, Problem problem, RationalMatrix combinations) {

    static AddedColumns to(Problem base, long seed, int count) {
        Random random = new Random(seed);
        int size = base.metric().rows();
        int width = base.inputs().columns();
        Rational[][] c = new Rational[size][count];
        for (Rational[] row : c) {
            Arrays.setAll(row, j -> Rationals.of(random.nextInt(5) - 2, 1 + random.nextInt(2)));
        }
        RationalMatrix combinations = RationalMatrix.of(c);
        // A free bias costs nothing, so that columns may have any constant part.
        RationalVector constants = base.hasFreeBias() ? RationalVector.of(random.ints(count, -1, 2).asLongStream().toArray())
                : RationalVector.zero(count);
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < base.rows(); i++) {
            RationalVector row = RationalVector.of(Arrays.copyOf(base.row(i).toArray(), size));
            rows.add(inserted(base.inputs().row(i), width, combinations.transpose().times(row).plus(constants)));
        }
        Rational[][] metric = new Rational[size + count][size + count];
        for (int k = 0; k < size + count; k++) {
            for (int l = 0; l < size + count; l++) {
                metric[place(k, width, size, count)][place(l, width, size, count)] = k < size && l < size
                        ? base.metric().get(k, l).plus(combinations.row(k).dot(combinations.row(l)))
                        : k < size ? c[k][l - size].opposite() : l < size ? c[l][k - size].opposite() : Rationals.of(k == l ? 1 : 0);
            }
        }
        return new AddedColumns(base, Problem.of(base.name(), RationalMatrix.ofRows(rows, width + count), base.labels(), base.loss(),
                base.betaSquared(), base.bias(), base.skip(), RationalMatrix.of(metric)), combinations);
    }

    /** Where an old coordinate, or one of the new ones that are counted after them, stands: a penalised bias stays last. */
    private static int place(int k, int width, int size, int count) {
        return k < width ? k : k < size ? k + count : k - size + width;
    }

    private static RationalVector inserted(RationalVector vector, int at, RationalVector others) {
        List<Rational> entries = new ArrayList<>(List.of(vector.toArray()));
        entries.addAll(at, List.of(others.toArray()));
        return RationalVector.of(entries);
    }

    /** A direction of the problem without the columns, as one with them. */
    RationalVector lifted(RationalVector direction) {
        RationalVector penalised = RationalVector.of(Arrays.copyOf(direction.toArray(), base.metric().rows()));
        return inserted(direction, base.inputs().columns(), combinations.transpose().times(penalised));
    }

    /** The network that does the same on the data, at the same cost. */
    Network lifted(Network network) {
        RationalVector skip = base.skip() == Problem.Skip.NONE ? network.skip()
                : inserted(network.skip(), base.inputs().columns(), RationalVector.zero(combinations.columns()));
        return new Network(network.neurons().stream().map(neuron -> new Network.Neuron(lifted(neuron.weight()), neuron.output()))
                .toList(), skip);
    }
}
