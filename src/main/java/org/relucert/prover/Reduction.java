package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Basis;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.checker.ReducedProblem;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.NeuronSearch;
import org.relucert.search.TrainingResult;

/**
 * The problem that the floating-point search works on, the exact optimum is recognised in, and trees are about: where data columns
 * are short combinations of others, the problem without them (DF-5), else the problem itself.
 */
final class Reduction {

    /** Combinations with longer numbers are left alone: they would lengthen all numbers of the metric, and of the trees with them. */
    private static final int MOST_BITS = 24;
    /** Rows that are eliminated at first, for each coordinate. */
    private static final int ROWS_PER_DIMENSION = 2;

    private final Problem whole;
    private final Problem problem;
    private final Basis basis;
    private final Optional<ReducedProblem> reduced;

    private Reduction(Problem problem, Basis basis) {
        this.whole = problem;
        this.basis = basis;
        this.reduced = basis.isNone() ? Optional.empty() : Optional.of(ReducedProblem.of(problem, basis));
        this.problem = reduced.map(ReducedProblem::problem).orElse(problem);
    }

    static Reduction of(Problem problem) {
        return of(problem, basis(problem));
    }

    /** By a basis that is known, or {@link Basis#NONE}. */
    static Reduction of(Problem problem, Basis basis) {
        return new Reduction(problem, basis);
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

    private double[] liftedSkip(double[] skip) {
        if (!hasDataSkip(skip.length)) {
            return skip;
        }
        double[] lifted = new double[whole.dimension()];
        for (int s = 0; s < skip.length; s++) {
            lifted[basis.columns().get(s)] = skip[s];
        }
        return lifted;
    }

    /** The skip connection has the columns of the data, or none, or with a free bias that of ones alone. */
    private boolean hasDataSkip(int columns) {
        return columns == basis.columns().size();
    }

    /** A direction of the problem that was reduced, exactly: it does the same on every data point, at the same penalty. */
    RationalVector lifted(RationalVector direction) {
        return reduced.map(r -> r.lifted(direction)).orElse(direction);
    }

    /** A network of the problem that was reduced, exactly: with the same outputs and cost. */
    PathNetwork lifted(PathNetwork network) {
        if (reduced.isEmpty()) {
            return network;
        }
        RationalVector skip = network.skip();
        if (hasDataSkip(skip.size())) {
            RationalVector.Sum sum = new RationalVector.Sum(whole.dimension());
            for (int s = 0; s < basis.columns().size(); s++) {
                sum.add(RationalVector.unit(whole.dimension(), basis.columns().get(s)), skip.numerator(s), skip.denominator());
            }
            skip = sum.value();
        }
        return new PathNetwork(network.neurons().stream().map(neuron -> with(neuron, lifted(neuron.direction()))).toList(), skip);
    }

    /** The neuron that does the same in the coordinates of {@link #problem}, if it is one of least penalty. */
    PathNeuron lowered(PathNeuron neuron) {
        if (reduced.isEmpty()) {
            return neuron;
        }
        RationalVector direction = neuron.direction();
        Rational[] entries = basis.columns().stream().map(direction::get).toArray(Rational[]::new);
        if (problem.hasFreeBias()) {
            // The other columns have a constant part, which shifts the bias: by as much on every data point.
            int last = entries.length - 1;
            entries[last] = Rationals.ZERO;
            entries[last] = whole.functional(0).dot(direction).minus(problem.functional(0).dot(RationalVector.of(entries)));
        }
        return with(neuron, RationalVector.of(entries));
    }

    private static PathNeuron with(PathNeuron neuron, RationalVector direction) {
        return new PathNeuron(neuron.sign(), neuron.weight(), direction, neuron.majorant());
    }

    /** A basis of the data columns, if it has fewer of them and the others are short combinations. */
    private static Basis basis(Problem problem) {
        int dimension = problem.dimension();
        if (dimension > ReducedProblem.MAX_DIMENSION) {
            return Basis.NONE;
        }
        List<Integer> order = order(problem);
        Elimination rows = independent(problem, order);
        if (rows.rank() == dimension || rows.rank() <= (problem.hasFreeBias() ? 1 : 0)) {
            return Basis.NONE;
        }
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
        int most = mostBits(problem);
        return combinations.stream().allMatch(combination -> combination.bits() <= most)
                ? new Basis(columns, combinations) : Basis.NONE;
    }

    /** With a free bias there is nothing for many dimensions but to have fewer, however long the numbers. */
    private static int mostBits(Problem problem) {
        return problem.hasFreeBias() && problem.dimension() > NeuronSearch.LARGEST_CUBE_DIMENSION ? ReducedProblem.MAX_BITS : MOST_BITS;
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
    private static Elimination independent(Problem problem, List<Integer> order) {
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
