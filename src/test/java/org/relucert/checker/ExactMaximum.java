package org.relucert.checker;

import java.util.ArrayList;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * max |nu^T (Xu)_+| over R(u) &lt;= 1 by enumeration, exactly, for a handful of rows and a penalty that is a norm: the truth
 * against which certificates are held.
 *
 * <p>The maximiser over a closed cone of a pattern is the projection of some sum of nu_i x_i, i in A, onto the cone, and that
 * is the projection onto the orthogonal complement of the rows T that vanish on it (mathematics, Theorem 1.3). So the
 * maximum is attained at one of the projections for disjoint A and T; every other one of them is a neuron too.
 */
public final class ExactMaximum {

    /** An atom of one side: a direction p with sign * nu^T(Xp)_+ &gt; 0. */
    record Candidate(int sign, RationalVector direction, Rational valueSquared) { }

    private ExactMaximum() { }

    /** All candidates, none twice in a row; empty if nu^T(Xu)_+ is zero everywhere. */
    static List<Candidate> candidates(Problem problem, RationalVector nu) {
        List<Candidate> found = new ArrayList<>();
        int n = problem.rows();
        for (int tight = 0; tight < 1 << n; tight++) {
            List<RationalVector> rows = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                if ((tight >> i & 1) == 1) {
                    rows.add(problem.row(i));
                }
            }
            int rest = (1 << n) - 1 & ~tight;
            for (int active = rest; active > 0; active = active - 1 & rest) {
                RationalVector g = RationalVector.zero(problem.dimension());
                for (int i = 0; i < n; i++) {
                    if ((active >> i & 1) == 1) {
                        g = g.plus(problem.row(i).times(nu.get(i)));
                    }
                }
                RationalVector p = projection(problem, g, rows);
                for (int sign : new int[] {1, -1}) {
                    RationalVector u = sign > 0 ? p : p.opposite();
                    Rational value = nu.dot(problem.activation(u));
                    if ((sign > 0 ? value : value.opposite()).isPositive()) {
                        found.add(new Candidate(sign, u, Rationals.square(value).divide(problem.penaltySquared(u))));
                    }
                }
            }
        }
        return found;
    }

    /** The square of the maximum. */
    public static Rational squared(Problem problem, RationalVector nu) {
        Rational best = Rationals.ZERO;
        for (Candidate candidate : candidates(problem, nu)) {
            if (candidate.valueSquared().compareTo(best) > 0) {
                best = candidate.valueSquared();
            }
        }
        return best;
    }

    /**
     * The square of max |nu^T (Xu)_+| over R(u) &lt;= 1, whatever the bias. For a free one, where the entries of nu sum to zero,
     * the best bias puts some data point on the hyperplane: it is the origin of a problem without bias.
     */
    public static Rational squaredOfAnyBias(Problem problem, RationalVector nu) {
        if (!problem.hasFreeBias()) {
            return squared(problem, nu);
        }
        Rational best = Rationals.ZERO;
        for (int origin = 0; origin < problem.rows(); origin++) {
            List<RationalVector> inputs = new ArrayList<>();
            for (int i = 0; i < problem.rows(); i++) {
                inputs.add(problem.inputs().row(i).minus(problem.inputs().row(origin)));
            }
            Problem around = Problem.of("", RationalMatrix.ofRows(inputs, problem.inputs().columns()), problem.labels(),
                    problem.loss(), problem.betaSquared(), Problem.Bias.NONE, Problem.Skip.NONE, problem.metric());
            Rational squared = squared(around, nu);
            best = squared.compareTo(best) > 0 ? squared : best;
        }
        return best;
    }

    private static RationalVector projection(Problem problem, RationalVector g, List<RationalVector> rows) {
        if (rows.isEmpty() || g.isZero()) {
            return g;
        }
        Rational[][] gram = new Rational[rows.size()][rows.size()];
        Rational[] right = new Rational[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            right[i] = problem.innerProduct().of(rows.get(i), g);
            for (int j = 0; j < rows.size(); j++) {
                gram[i][j] = problem.innerProduct().of(rows.get(i), rows.get(j));
            }
        }
        List<RationalVector> lines = new ArrayList<>();
        for (Rational[] line : gram) {
            lines.add(RationalVector.of(line));
        }
        RationalVector c = Elimination.solve(RationalMatrix.ofRows(lines, rows.size()), RationalVector.of(right)).orElseThrow();
        RationalVector p = g;
        for (int i = 0; i < rows.size(); i++) {
            p = p.minus(rows.get(i).times(c.get(i)));
        }
        return p;
    }
}
