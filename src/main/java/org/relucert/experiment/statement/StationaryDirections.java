package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * The directions where a side h(u) = sigma nu^T(Xu)_+ of a norm penalty is stationary on the face of its pattern, by going
 * through all 3^n sign vectors; an exact enumeration that shares nothing with the branch and bound.
 *
 * <p>On the relatively open face F of a sign vector s in {-, 0, +}^n, h is linear, &lt;g, u&gt; with g = sum of sigma nu_i x_i
 * over s_i = +. On the unit ball of the span of F its only critical value above zero is |p| at u = p/|p|, p the projection of g
 * onto the rows orthogonal to {x_i : s_i = 0}; it counts when p lies in F. Then h(p) = |p|^2. A maximiser over the sphere lies
 * in some F and is the maximiser there, so the largest |p| is the maximum of h, where that is positive, and the p that attain
 * it are all atoms.
 */
final class StationaryDirections {

    /**
     * A stationary direction.
     *
     * @param sign sigma
     * @param direction p, not zero
     * @param squaredNorm |p|^2 = h(p)
     * @param kinks the rows, zero rows left out, with &lt;x_i, p&gt; = 0
     */
    record Stationary(int sign, RationalVector direction, Rational squaredNorm, List<Integer> kinks) {
        Atom atom() {
            return new Atom(sign, direction);
        }
    }

    private StationaryDirections() { }

    /** All of both sides, none twice. */
    static List<Stationary> of(Problem problem, RationalVector nu) {
        if (problem.hasFreeBias()) {
            throw new IllegalArgumentException("the penalty of a free bias is no norm");
        }
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < problem.rows(); i++) {
            if (!problem.row(i).isZero()) {
                rows.add(i);
            }
        }
        int n = rows.size();
        List<Stationary> found = new ArrayList<>();
        for (int zero = 0; zero < 1 << n; zero++) {
            List<RationalVector> vanishing = new ArrayList<>();
            List<Integer> kinks = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                if ((zero >> i & 1) == 1) {
                    vanishing.add(problem.row(rows.get(i)));
                    kinks.add(rows.get(i));
                }
            }
            RationalVector[] terms = new RationalVector[n];
            Projection projection = new Projection(problem, vanishing);
            for (int i = 0; i < n; i++) {
                if ((zero >> i & 1) == 0) {
                    terms[i] = projection.of(problem.row(rows.get(i))).times(nu.get(rows.get(i)));
                }
            }
            int rest = (1 << n) - 1 & ~zero;
            for (int active = rest; active > 0; active = active - 1 & rest) {
                RationalVector g = RationalVector.zero(problem.dimension());
                for (int i = 0; i < n; i++) {
                    if ((active >> i & 1) == 1) {
                        g = g.plus(terms[i]);
                    }
                }
                if (!g.isZero()) {
                    for (int sign : new int[] {1, -1}) {
                        RationalVector p = sign > 0 ? g : g.opposite();
                        if (hasSigns(problem, rows, p, zero, active)) {
                            found.add(new Stationary(sign, p, problem.penaltySquared(p), List.copyOf(kinks)));
                        }
                    }
                }
            }
        }
        return found;
    }

    private static boolean hasSigns(Problem problem, List<Integer> rows, RationalVector p, int zero, int active) {
        for (int i = 0; i < rows.size(); i++) {
            int expected = (active >> i & 1) == 1 ? 1 : (zero >> i & 1) == 1 ? 0 : -1;
            if (problem.functional(rows.get(i)).dotSign(p) != expected) {
                return false;
            }
        }
        return true;
    }

    /** The square of max |nu^T(Xu)_+| over |u| &lt;= 1. */
    static Rational maximumSquared(List<Stationary> stationary) {
        Rational largest = Rationals.ZERO;
        for (Stationary s : stationary) {
            if (s.squaredNorm().compareTo(largest) > 0) {
                largest = s.squaredNorm();
            }
        }
        return largest;
    }

    /** Those with |p|^2 = B. */
    static List<Stationary> atLevel(List<Stationary> stationary, Rational betaSquared) {
        return stationary.stream().filter(s -> s.squaredNorm().equals(betaSquared)).toList();
    }

    /** The orthogonal projection, in the metric, onto what is orthogonal to some rows. */
    private static final class Projection {
        private final Problem problem;
        private final List<RationalVector> rows;
        private final RationalMatrix gram;

        Projection(Problem problem, List<RationalVector> rows) {
            this.problem = problem;
            this.rows = rows;
            List<RationalVector> lines = new ArrayList<>();
            for (RationalVector row : rows) {
                lines.add(pairings(row));
            }
            gram = RationalMatrix.ofRows(lines, rows.size());
        }

        private RationalVector pairings(RationalVector v) {
            return RationalVector.of(rows.stream().map(row -> problem.innerProduct().of(row, v)).toList());
        }

        RationalVector of(RationalVector v) {
            if (rows.isEmpty()) {
                return v;
            }
            // Dependent rows leave the coefficients open, not their sum.
            RationalVector coefficients = Elimination.solve(gram, pairings(v)).orElseThrow();
            RationalVector p = v;
            for (int k = 0; k < rows.size(); k++) {
                p = p.minus(rows.get(k).times(coefficients.get(k)));
            }
            return p;
        }
    }
}
