package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * The vertices of Q = {c &gt;= 0 : Phi c + S s = y* for some s} by their definition: every set of atoms whose features are
 * independent modulo S, with positive weights. Goes through all sets, no pivots.
 *
 * @param vertices support, ascending, to the weights on it
 * @param rank of the features modulo S
 */
record OptimalPolytope(Map<List<Integer>, RationalVector> vertices, int rank) {

    /** Of some atoms and a target. */
    static OptimalPolytope of(Problem problem, List<Atom> atoms, RationalVector target) {
        RationalMatrix orthogonal = RationalMatrix.ofRows(Elimination.of(problem.skipMatrix().transpose()).nullSpace(),
                problem.rows());
        RationalMatrix phi = orthogonal.times(features(problem, atoms));
        RationalVector right = orthogonal.times(target);
        int rank = Elimination.of(phi).rank();
        Map<List<Integer>, RationalVector> found = new LinkedHashMap<>();
        visit(phi, right, rank, 0, new ArrayList<>(), found);
        return new OptimalPolytope(found, rank);
    }

    /** Phi, n x atoms. */
    static RationalMatrix features(Problem problem, List<Atom> atoms) {
        List<RationalVector> columns = new ArrayList<>();
        for (Atom atom : atoms) {
            columns.add(problem.activation(atom.direction()).times(Rationals.of(atom.sign())));
        }
        return RationalMatrix.ofColumns(columns, problem.rows());
    }

    private static void visit(RationalMatrix phi, RationalVector right, int rank, int from, List<Integer> support,
            Map<List<Integer>, RationalVector> found) {
        RationalMatrix columns = RationalMatrix.ofColumns(support.stream().map(phi::column).toList(), phi.rows());
        if (Elimination.of(columns).rank() < support.size()) {
            return;
        }
        positive(columns, right).ifPresent(weights -> found.put(List.copyOf(support), weights));
        for (int a = from; a < phi.columns() && support.size() < rank; a++) {
            support.add(a);
            visit(phi, right, rank, a + 1, support, found);
            support.remove(support.size() - 1);
        }
    }

    private static Optional<RationalVector> positive(RationalMatrix columns, RationalVector right) {
        if (columns.columns() == 0) {
            return right.isZero() ? Optional.of(RationalVector.zero(0)) : Optional.empty();
        }
        return Elimination.solve(columns, right).filter(weights -> {
            boolean positive = true;
            for (int k = 0; k < weights.size(); k++) {
                positive &= weights.sign(k) > 0;
            }
            return positive;
        });
    }

    /** m*: fewest atoms of a vertex. */
    int least() {
        return vertices.keySet().stream().mapToInt(List::size).min().orElseThrow();
    }

    /** M*: most atoms of a vertex. */
    int most() {
        return vertices.keySet().stream().mapToInt(List::size).max().orElseThrow();
    }

    /** A vertex as weights of all atoms. */
    static Rational[] weights(Map.Entry<List<Integer>, RationalVector> vertex, int atoms) {
        Rational[] weights = new Rational[atoms];
        Arrays.fill(weights, Rationals.ZERO);
        for (int k = 0; k < vertex.getKey().size(); k++) {
            weights[vertex.getKey().get(k)] = vertex.getValue().get(k);
        }
        return weights;
    }
}
