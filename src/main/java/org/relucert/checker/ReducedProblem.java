package org.relucert.checker;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Basis;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * A problem in the coordinates of a basis of its data columns: what is proved of its neurons is proved of those of the whole
 * problem (obligation DF-5). Immutable.
 *
 * <p>Public because the prover reduces as the checker will reduce.
 */
public final class ReducedProblem {

    /** Most coordinates of a basis. */
    public static final int MAX_DIMENSION = 64;
    /** Most bits of the numbers of a combination over their common denominator, which counts too. */
    public static final int MAX_BITS = 128;

    private final Problem whole;
    private final Problem problem;
    /** The rows of A for the penalised coordinates of the basis. */
    private final List<RationalVector> penalised;
    /** The row of A for a free bias, without the bias itself; zero where there is none. */
    private final RationalVector shift;

    private ReducedProblem(Problem whole, Basis basis) {
        this.whole = whole;
        List<RationalVector> matrix = matrix(basis);
        boolean free = whole.hasFreeBias();
        int size = matrix.size() - (free ? 1 : 0);
        penalised = matrix.subList(0, size);
        shift = free ? matrix.get(size).minus(RationalVector.unit(whole.dimension(), whole.dimension() - 1))
                : RationalVector.zero(whole.dimension());
        List<RationalVector> inputs = new ArrayList<>();
        for (int i = 0; i < whole.rows(); i++) {
            inputs.add(RationalVector.of(numerators(whole.row(i), basis.columns().subList(0, size)), whole.row(i).denominator()));
        }
        Rational[][] metric = new Rational[size][size];
        for (int s = 0; s < size; s++) {
            RationalVector functional = whole.innerProduct().functional(penalised.get(s));
            for (int t = 0; t < size; t++) {
                metric[s][t] = functional.dot(penalised.get(t));
            }
        }
        problem = Problem.of(whole.name(), RationalMatrix.ofRows(inputs, size), whole.labels(), whole.loss(), whole.betaSquared(),
                free ? Problem.Bias.FREE : Problem.Bias.NONE, whole.skip(), RationalMatrix.of(metric));
    }

    /**
     * The problem with the data columns of a basis.
     *
     * @param basis not {@link Basis#NONE}
     * @throws RuntimeException if it is no basis of the data columns
     */
    public static ReducedProblem of(Problem whole, Basis basis) {
        requireShape(whole, basis);
        for (int i = 0; i < whole.rows(); i++) {
            requireCombinations(whole, basis, i);
        }
        return new ReducedProblem(whole, basis);
    }

    static void requireShape(Problem whole, Basis basis) {
        List<Integer> columns = basis.columns();
        int size = columns.size();
        Obligation.DF_5.require(size <= MAX_DIMENSION, "a basis of %d coordinates, at most %d are allowed", size, MAX_DIMENSION);
        for (int s = 0; s < size; s++) {
            Obligation.DF_5.require(columns.get(s) < whole.dimension() && (s == 0 || columns.get(s) > columns.get(s - 1)),
                    "the columns of the basis are %s, expected ascending ones below %d", columns, whole.dimension());
        }
        Obligation.DF_5.require(!whole.hasFreeBias() || size > 1 && columns.get(size - 1) == whole.dimension() - 1,
                "a free bias is in no basis, or alone in it");
        Obligation.DF_5.require(basis.others().size() == whole.dimension() - size, "%d combinations, expected %d",
                basis.others().size(), whole.dimension() - size);
        for (RationalVector other : basis.others()) {
            Obligation.DF_5.require(other.size() == size, "a combination of %d coordinates, expected %d", other.size(), size);
            Obligation.DF_5.require(other.bits() <= MAX_BITS, "a combination has numbers of %d bits, at most %d are allowed",
                    other.bits(), MAX_BITS);
        }
    }

    /** Requires of data row i that its other coordinates are what the basis says. */
    private static void requireCombinations(Problem whole, Basis basis, int i) {
        RationalVector row = whole.row(i);
        BigInteger[] known = numerators(row, basis.columns());
        int next = 0;
        for (int k = 0; k < row.size(); k++) {
            if (!basis.columns().contains(k)) {
                RationalVector combination = basis.others().get(next++);
                // On integers: a hostile file may have many of them.
                BigInteger[] factors = new BigInteger[known.length];
                Arrays.setAll(factors, combination::numerator);
                BigInteger sum = IntegerVector.dot(factors, known);
                if (!sum.equals(row.numerator(k).multiply(combination.denominator()))) {
                    throw new Rejection(Obligation.DF_5, "row " + i + " has " + Rationals.text(row.get(k)) + " in coordinate " + k
                            + ", the basis says "
                            + Rationals.text(Rationals.of(sum, combination.denominator().multiply(row.denominator()))));
                }
            }
        }
    }

    /** The rows of A. */
    private static List<RationalVector> matrix(Basis basis) {
        int size = basis.columns().size();
        List<RationalVector> columns = new ArrayList<>(basis.others());
        for (int s = 0; s < size; s++) {
            columns.add(basis.columns().get(s), RationalVector.unit(size, s));
        }
        RationalMatrix transposed = RationalMatrix.ofRows(columns, size);
        return IntStream.range(0, size).mapToObj(transposed::column).toList();
    }

    private static BigInteger[] numerators(RationalVector row, List<Integer> columns) {
        BigInteger[] entries = new BigInteger[columns.size()];
        Arrays.setAll(entries, s -> row.numerator(columns.get(s)));
        return entries;
    }

    /** The reduced problem; same data points, labels and beta. */
    public Problem problem() {
        return problem;
    }

    /** The neuron of the whole problem, of least penalty, that does the same on every data point. */
    public RationalVector lifted(RationalVector neuron) {
        RationalVector.Sum sum = new RationalVector.Sum(whole.dimension());
        for (int s = 0; s < penalised.size(); s++) {
            sum.add(penalised.get(s), neuron.numerator(s), neuron.denominator());
        }
        RationalVector lifted = sum.value();
        if (!whole.hasFreeBias()) {
            return lifted;
        }
        Rational bias = neuron.get(penalised.size()).minus(whole.innerProduct().of(shift, lifted));
        return lifted.plus(RationalVector.unit(whole.dimension(), whole.dimension() - 1).times(bias));
    }
}
