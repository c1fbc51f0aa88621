package org.relucert.prover;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * The chambers of the hyperplanes &lt;x_i, .&gt; = 0 of some nonzero rows, each with a direction inside: what is next to a neuron
 * with kinks at these rows. Exact; row by row, a linear program decides whether the other side of a row is there too.
 */
final class AdjacentChambers {

    private final Problem problem;
    private final List<Integer> rows;
    private final int most;
    private final List<RationalVector> directions = new ArrayList<>();

    private AdjacentChambers(Problem problem, List<Integer> rows, int most) {
        this.problem = problem;
        this.rows = rows;
        this.most = most;
    }

    /**
     * One direction inside each chamber.
     *
     * @param rows nonzero data rows
     * @param most more chambers than this are given up
     * @throws Unproved if there are more
     */
    static List<RationalVector> of(Problem problem, List<Integer> rows, int most) {
        AdjacentChambers chambers = new AdjacentChambers(problem, rows, most);
        chambers.extend(List.of(), RationalVector.zero(problem.dimension()));
        return chambers.directions;
    }

    /** Goes on from a cell of the first rows, given by their sides, and a point inside it. */
    private void extend(List<Integer> sides, RationalVector inside) {
        if (sides.size() == rows.size()) {
            if (directions.size() == most) {
                throw new Unproved("a neuron's kinks have more than " + most + " adjacent chambers");
            }
            directions.add(inside);
            return;
        }
        int side = problem.functional(rows.get(sides.size())).dotSign(inside);
        for (int next : new int[] {1, -1}) {
            List<Integer> longer = new ArrayList<>(sides);
            longer.add(next);
            Optional<RationalVector> point = next == side ? Optional.of(inside) : inside(longer);
            point.ifPresent(e -> extend(longer, e));
        }
    }

    /** e with side_k &lt;x_k,e&gt; &gt;= 1 for the first rows, if there is one: e = u - v with u, v and the excess nonnegative. */
    private Optional<RationalVector> inside(List<Integer> sides) {
        int dimension = problem.dimension();
        List<RationalVector> columns = new ArrayList<>();
        for (int k = 0; k < dimension; k++) {
            Rational[] column = new Rational[sides.size()];
            for (int i = 0; i < column.length; i++) {
                Rational entry = problem.functional(rows.get(i)).get(k);
                column[i] = sides.get(i) > 0 ? entry : entry.opposite();
            }
            columns.add(RationalVector.of(column));
        }
        for (int k = 0; k < dimension; k++) {
            columns.add(columns.get(k).opposite());
        }
        Rational[] ones = new Rational[sides.size()];
        for (int i = 0; i < ones.length; i++) {
            columns.add(RationalVector.unit(ones.length, i).opposite());
            ones[i] = Rationals.ONE;
        }
        ExactFeasibility.Answer answer = ExactFeasibility.solve(columns, RationalVector.of(ones), false);
        if (!answer.feasible()) {
            return Optional.empty();
        }
        Rational[] e = new Rational[dimension];
        for (int k = 0; k < dimension; k++) {
            e[k] = answer.vector().get(k).minus(answer.vector().get(dimension + k));
        }
        return Optional.of(RationalVector.of(e));
    }
}
