package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Basis;
import org.relucert.checker.ReducedProblem;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.TrainingResult;

/**
 * The problem that the floating-point search works on, and its trees are about: where data columns are short combinations of
 * others, the problem without them (DF-5), else the problem itself.
 */
final class Reduction {

    /** Combinations with longer numbers are left alone: they would lengthen all numbers of the metric, and of the trees with them. */
    private static final int MOST_BITS = 24;
    /** Rows that are eliminated at first, for each coordinate. */
    private static final int ROWS_PER_DIMENSION = 2;

    private final Problem problem;
    private final Basis basis;
    private final Optional<ReducedProblem> reduced;

    private Reduction(Problem problem, Basis basis) {
        this.basis = basis;
        this.reduced = basis.isNone() ? Optional.empty() : Optional.of(ReducedProblem.of(problem, basis));
        this.problem = reduced.map(ReducedProblem::problem).orElse(problem);
    }

    static Reduction of(Problem problem) {
        return new Reduction(problem, basis(problem));
    }

    /** The problem to work on. */
    Problem problem() {
        return problem;
    }

    /** The coordinates of {@link #problem}; {@link Basis#NONE} for all. */
    Basis basis() {
        return basis;
    }

    /** A neuron of the problem that was reduced. */
    double[] lifted(double[] neuron) {
        return reduced.isEmpty() || neuron.length == 0 ? neuron : Floats.of(reduced.get().lifted(Floats.exact(neuron)));
    }

    /** The training with network and skip of the problem that was reduced; searches and what is left for the next beta stay. */
    TrainingResult lifted(TrainingResult trained) {
        if (reduced.isEmpty()) {
            return trained;
        }
        List<TrainingResult.Atom> atoms = trained.atoms().stream()
                .map(atom -> new TrainingResult.Atom(atom.sign(), lifted(atom.direction()), atom.weight())).toList();
        return trained.with(atoms, liftedSkip(trained.skip()));
    }

    /** The skip connection has the columns of the data, or none, or with a free bias that of ones alone. */
    private double[] liftedSkip(double[] skip) {
        if (skip.length != basis.columns().size()) {
            return skip;
        }
        double[] lifted = new double[skip.length + basis.others().size()];
        for (int s = 0; s < skip.length; s++) {
            lifted[basis.columns().get(s)] = skip[s];
        }
        return lifted;
    }

    /** A basis of the data columns, if it has fewer of them and the others are short combinations. */
    private static Basis basis(Problem problem) {
        int dimension = problem.dimension();
        if (dimension > ReducedProblem.MAX_DIMENSION) {
            return Basis.NONE;
        }
        Elimination rows = independent(problem);
        if (rows.rank() == dimension || rows.rank() <= (problem.hasFreeBias() ? 1 : 0)) {
            return Basis.NONE;
        }
        List<Integer> order = order(problem);
        List<Integer> columns = rows.pivotColumns().stream().map(order::get).sorted().toList();
        RationalVector[] others = new RationalVector[dimension];
        for (RationalVector relation : rows.nullSpace()) {
            // Of the columns that are no pivot one has an entry, and is minus the combination of the others over it.
            int other = -1;
            Rational[] entries = new Rational[columns.size()];
            for (int place = 0; place < dimension; place++) {
                int column = order.get(place);
                int s = columns.indexOf(column);
                if (s >= 0) {
                    entries[s] = relation.get(place).opposite();
                } else if (relation.sign(place) != 0) {
                    other = place;
                }
            }
            others[order.get(other)] = RationalVector.of(entries).times(relation.get(other).inverse());
        }
        List<RationalVector> combinations = Arrays.stream(others).filter(combination -> combination != null).toList();
        return combinations.stream().allMatch(combination -> combination.bits() <= MOST_BITS)
                ? new Basis(columns, combinations) : Basis.NONE;
    }

    /** Coordinates, a bias first, that a free one be in the basis. */
    private static List<Integer> order(Problem problem) {
        List<Integer> order = new ArrayList<>();
        for (int place = 0; place < problem.dimension(); place++) {
            order.add((place + problem.dimension() - 1) % problem.dimension());
        }
        return order;
    }

    /** The data rows eliminated, or so many of them that the others are their combinations. */
    private static Elimination independent(Problem problem) {
        List<Integer> order = order(problem);
        int dimension = problem.dimension();
        int n = problem.rows();
        List<RationalVector> chosen = new ArrayList<>();
        // Spread over the table, which may be sorted.
        int first = Math.min(n, ROWS_PER_DIMENSION * dimension);
        for (int s = 0; s < first; s++) {
            chosen.add(ordered(problem.row((int) ((long) s * n / first)), order));
        }
        Elimination elimination = Elimination.of(RationalMatrix.ofRows(chosen, dimension));
        List<RationalVector> relations = elimination.nullSpace();
        for (int i = 0; i < n && !relations.isEmpty(); i++) {
            RationalVector row = ordered(problem.row(i), order);
            if (relations.stream().anyMatch(relation -> relation.dotSign(row) != 0)) {
                chosen.add(row);
                elimination = Elimination.of(RationalMatrix.ofRows(chosen, dimension));
                relations = elimination.nullSpace();
            }
        }
        return elimination;
    }

    private static RationalVector ordered(RationalVector row, List<Integer> order) {
        return RationalVector.of(order.stream().map(row::get).toArray(Rational[]::new));
    }
}
