package org.relucert.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.checker.Cone;
import org.relucert.checker.ConeRows;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * max |nu^T (Xu)_+| over |u| &lt;= 1 with all directions that attain it, exactly, chamber by chamber (mathematics, Theorem 1.3):
 * on a chamber the function is linear, &lt;g, u&gt;, and its maximum is the norm of the projection of g onto the chamber. For a
 * handful of rows in few dimensions, and a penalty that is a norm.
 *
 * @param squared the square of the maximum
 * @param atoms all (sigma, p) with |p|^2 = squared and sigma nu^T (Xp)_+ = squared; empty if the maximum is 0
 */
record ExactMaximum(Rational squared, List<Atom> atoms) {

    /** The maximum of both sides. */
    static ExactMaximum of(Problem problem, RationalVector nu) {
        Search search = new Search(problem, nu);
        Cone.Orthants orthants = new Cone.Orthants(ConeRows.of(problem, nu));
        for (int orthant = 0; orthant < 1 << problem.dimension(); orthant++) {
            search.walk(orthants.cone(orthant));
        }
        return new ExactMaximum(search.largest, List.copyOf(search.found));
    }

    private static final class Search {

        private final Problem problem;
        private final RationalVector nu;
        private final Set<Atom> found = new LinkedHashSet<>();
        private Rational largest = Rationals.ZERO;

        Search(Problem problem, RationalVector nu) {
            this.problem = problem;
            this.nu = nu;
        }

        void walk(Cone cone) {
            for (int row : cone.undecided()) {
                if (nu.sign(row) != 0) {
                    Cone.Halves halves = cone.split(row);
                    walk(halves.nonNegative());
                    walk(halves.nonPositive());
                    return;
                }
            }
            chamber(cone);
        }

        private void chamber(Cone cone) {
            RationalVector gradient = RationalVector.zero(problem.dimension());
            for (int i = 0; i < problem.rows(); i++) {
                for (int k = 0; k < cone.generators(); k++) {
                    if (nu.sign(i) != 0 && cone.sign(k, i) > 0) {
                        gradient = gradient.plus(problem.row(i).times(nu.get(i)));
                        break;
                    }
                }
            }
            List<RationalVector> rays = new ArrayList<>();
            for (int k = 0; k < cone.generators(); k++) {
                rays.add(cone.generator(k));
            }
            for (int sign : new int[] {1, -1}) {
                RationalVector p = projection(sign > 0 ? gradient : gradient.opposite(), rays);
                Rational square = problem.penaltySquared(p);
                int order = square.compareTo(largest);
                if (order > 0) {
                    found.clear();
                    largest = square;
                }
                if (order >= 0 && !p.isZero()) {
                    found.add(new Atom(sign, p));
                }
            }
        }

        /**
         * The point of the cone of the rays that is nearest to g: nonnegative least squares by active sets, which ends as it is
         * exact.
         */
        private RationalVector projection(RationalVector g, List<RationalVector> rays) {
            Rational[] weights = new Rational[rays.size()];
            Arrays.fill(weights, Rationals.ZERO);
            List<Integer> passive = new ArrayList<>();
            RationalVector point = RationalVector.zero(g.size());
            while (true) {
                RationalVector rest = g.minus(point);
                int entering = -1;
                Rational steepest = Rationals.ZERO;
                for (int k = 0; k < weights.length; k++) {
                    Rational slope = problem.innerProduct().of(rest, rays.get(k));
                    if (!passive.contains(k) && slope.compareTo(steepest) > 0) {
                        steepest = slope;
                        entering = k;
                    }
                }
                if (entering < 0) {
                    return point;
                }
                passive.add(entering);
                fit(g, rays, passive, weights);
                point = RationalVector.zero(g.size());
                for (int k : passive) {
                    point = point.plus(rays.get(k).times(weights[k]));
                }
            }
        }

        /** The best weights of the passive rays, which leave as far as they would become negative. */
        private void fit(RationalVector g, List<RationalVector> rays, List<Integer> passive, Rational[] weights) {
            while (true) {
                int size = passive.size();
                Rational[][] gram = new Rational[size][size];
                Rational[] right = new Rational[size];
                for (int a = 0; a < size; a++) {
                    right[a] = problem.innerProduct().of(g, rays.get(passive.get(a)));
                    for (int b = 0; b < size; b++) {
                        gram[a][b] = problem.innerProduct().of(rays.get(passive.get(a)), rays.get(passive.get(b)));
                    }
                }
                RationalVector best = Elimination.solve(RationalMatrix.of(gram), RationalVector.of(right)).orElseThrow();
                Rational step = Rationals.ONE;
                for (int a = 0; a < size; a++) {
                    if (best.sign(a) <= 0) {
                        Rational now = weights[passive.get(a)];
                        Rational far = now.divide(now.minus(best.get(a)));
                        step = far.compareTo(step) < 0 ? far : step;
                    }
                }
                boolean whole = true;
                for (int a = size - 1; a >= 0; a--) {
                    int k = passive.get(a);
                    weights[k] = weights[k].plus(step.times(best.get(a).minus(weights[k])));
                    if (best.sign(a) <= 0) {
                        whole = false;
                        if (weights[k].isZero()) {
                            passive.remove(a);
                        }
                    }
                }
                if (whole) {
                    return;
                }
            }
        }
    }
}
