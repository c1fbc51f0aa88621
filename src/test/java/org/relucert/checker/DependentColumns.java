package org.relucert.checker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Basis;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * Small random problems of which some data columns are combinations of others, and how, each from one seed.
 *
 * @param problem the problem with all columns
 * @param basis as many of its coordinates as there were before columns were added, and the others as their combinations
 */
public record DependentColumns(Problem problem, Basis basis) {

    /** A problem of at most six rows, any bias, skip, loss and metric, of dimension at most six. */
    public static DependentColumns of(long seed) {
        Problem base = new Instances(seed).problem();
        Random random = new Random(seed);
        boolean biased = base.bias() != Problem.Bias.NONE;
        int size = base.dimension();
        int dimension = size + 1 + random.nextInt(3);
        // Each new coordinate as a combination of the old ones; the bias stays last.
        List<Integer> places = new ArrayList<>(IntStream.range(0, biased ? dimension - 1 : dimension).boxed().toList());
        Collections.shuffle(places, random);
        List<Integer> kept = new ArrayList<>(places.subList(0, biased ? size - 1 : size));
        if (biased) {
            kept.add(dimension - 1);
        }
        RationalVector[] columns = new RationalVector[dimension];
        for (int k = 0; k < dimension; k++) {
            int s = kept.indexOf(k);
            columns[k] = s >= 0 ? RationalVector.unit(size, s) : combination(random, size);
        }
        RationalMatrix matrix = RationalMatrix.ofColumns(List.of(columns), size);
        List<RationalVector> inputs = new ArrayList<>();
        int width = biased ? dimension - 1 : dimension;
        for (int i = 0; i < base.rows(); i++) {
            inputs.add(RationalVector.of(Arrays.copyOf(matrix.transpose().times(base.row(i)).toArray(), width)));
        }
        Problem.Loss loss = Problem.Loss.values()[random.nextInt(2)];
        Problem problem = Problem.of("", RationalMatrix.ofRows(inputs, width), base.labels(), loss, base.betaSquared(),
                base.bias(), base.skip(), metric(random, base.bias() == Problem.Bias.REGULARIZED ? dimension : width));
        return new DependentColumns(problem, basis(random, problem.hasFreeBias(), matrix));
    }

    /** Random coordinates of which all others are combinations; a free bias is one of them. */
    private static Basis basis(Random random, boolean freeBias, RationalMatrix matrix) {
        List<Integer> all = new ArrayList<>(IntStream.range(0, matrix.columns()).boxed().toList());
        Collections.shuffle(all, random);
        if (freeBias) {
            all.remove((Integer) (matrix.columns() - 1));
            all.add(0, matrix.columns() - 1);
        }
        List<RationalVector> shuffled = all.stream().map(matrix::column).toList();
        List<Integer> columns = Elimination.of(RationalMatrix.ofColumns(shuffled, matrix.rows())).pivotColumns().stream()
                .map(all::get).sorted().toList();
        RationalMatrix part = RationalMatrix.ofColumns(columns.stream().map(matrix::column).toList(), matrix.rows());
        List<RationalVector> others = new ArrayList<>();
        for (int k = 0; k < matrix.columns(); k++) {
            if (!columns.contains(k)) {
                others.add(Elimination.solve(part, matrix.column(k)).orElseThrow());
            }
        }
        return new Basis(columns, others);
    }

    /** A column again, a zero one, or any. */
    private static RationalVector combination(Random random, int size) {
        int kind = random.nextInt(6);
        if (kind < 2) {
            return kind == 0 ? RationalVector.zero(size) : RationalVector.unit(size, random.nextInt(size));
        }
        Rational[] entries = new Rational[size];
        Arrays.setAll(entries, s -> Rationals.of(random.nextInt(5) - 2, 1 + random.nextInt(2)));
        return RationalVector.of(entries);
    }

    private static RationalMatrix metric(Random random, int size) {
        RationalMatrix identity = RationalMatrix.identity(size);
        if (random.nextInt(4) == 0) {
            return identity;
        }
        Rational[][] g = new Rational[size][size];
        Rational[][] sum = new Rational[size][size];
        for (Rational[] row : g) {
            Arrays.setAll(row, k -> Rationals.of(random.nextInt(3) - 1, 1 + random.nextInt(2)));
        }
        RationalMatrix gram = RationalMatrix.of(g).times(RationalMatrix.of(g).transpose());
        for (int k = 0; k < size; k++) {
            for (int j = 0; j < size; j++) {
                sum[k][j] = gram.get(k, j).plus(identity.get(k, j));
            }
        }
        return RationalMatrix.of(sum);
    }

    /**
     * The basis of the leftmost independent data columns, the last one, which may be a bias, before them: all dependencies that
     * there are. Empty if all columns are zero, or with a free bias constant.
     */
    public static Optional<Basis> leftmost(Problem problem) {
        int dimension = problem.dimension();
        List<Integer> order = IntStream.range(0, dimension).map(k -> (k + dimension - 1) % dimension).boxed().toList();
        List<RationalVector> ordered = order.stream().map(k -> column(problem, k)).toList();
        List<Integer> columns = Elimination.of(RationalMatrix.ofColumns(ordered, problem.rows())).pivotColumns().stream()
                .map(order::get).sorted().toList();
        if (columns.size() <= (problem.hasFreeBias() ? 1 : 0)) {
            return Optional.empty();
        }
        RationalMatrix part = RationalMatrix.ofColumns(columns.stream().map(k -> column(problem, k)).toList(), problem.rows());
        return Optional.of(new Basis(columns, IntStream.range(0, dimension).filter(k -> !columns.contains(k))
                .mapToObj(k -> Elimination.solve(part, column(problem, k)).orElseThrow()).toList()));
    }

    /** A column of the augmented data. */
    public static RationalVector column(Problem problem, int k) {
        return RationalVector.of(IntStream.range(0, problem.rows()).mapToObj(i -> problem.row(i).get(k)).toList());
    }
}
