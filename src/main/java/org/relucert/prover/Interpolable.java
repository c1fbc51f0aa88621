package org.relucert.prover;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * Whether any network fits the labels, decided before a search that would have no end.
 *
 * <p>A network without its skip part is positively homogeneous in the row (bias included), f(cx) = c f(x) for c &gt; 0, and a
 * skip part is linear in it: rows on one ray need labels in proportion, and a row of zeros the label 0. Since u_+ - (-u)_+ = u,
 * f(x) - f(-x) is linear in x: opposite rays need that too. Nothing else is needed, for sums of |u^T x| fit any values on
 * distinct lines.
 */
final class Interpolable {

    private Interpolable() { }

    /** A row in proportion to which the others of its ray are measured. */
    private record Ray(int row, Rational label) { }

    /** Refuses a problem that no network interpolates. */
    static void require(Problem problem) {
        obstacle(problem).ifPresent(why -> {
            throw new Unproved("no network interpolates the labels: " + why);
        });
    }

    /** Why no network interpolates the labels; empty if one does, or if the problem does not ask for it. */
    static Optional<String> obstacle(Problem problem) {
        if (problem.loss() != Problem.Loss.INTERPOLATION) {
            return Optional.empty();
        }
        Map<RationalVector, Ray> rays = new HashMap<>();
        for (int i = 0; i < problem.rows(); i++) {
            RationalVector row = problem.row(i);
            Rational label = problem.scalarLabels().get(i);
            if (row.isZero()) {
                if (!label.isZero()) {
                    return Optional.of("without a bias its output is 0 at row " + i
                            + ", whose inputs are all 0 and whose label is " + Rationals.text(label));
                }
                continue;
            }
            Rational scale = size(row).inverse();
            Ray ray = new Ray(i, label.times(scale));
            Ray other = rays.putIfAbsent(row.times(scale), ray);
            if (other != null && !other.label().equals(ray.label())) {
                return Optional.of("rows " + other.row() + " and " + i + " (from 0) are "
                        + (problem.row(other.row()).equals(row) ? "equal, their labels are not"
                                : "positive multiples of each other, their labels are not in the same proportion"));
            }
        }
        return opposite(problem, rays);
    }

    private static Optional<String> opposite(Problem problem, Map<RationalVector, Ray> rays) {
        List<RationalVector> rows = new ArrayList<>();
        List<Rational> differences = new ArrayList<>();
        rays.forEach((direction, ray) -> {
            Ray other = rays.get(direction.opposite());
            if (other != null && ray.row() < other.row()) {
                rows.add(direction);
                differences.add(ray.label().minus(other.label()));
            }
        });
        if (!rows.isEmpty() && Elimination.solve(RationalMatrix.ofRows(rows, problem.dimension()),
                RationalVector.of(differences)).isEmpty()) {
            return Optional.of("without a bias, the differences between the labels of opposite rows must be a linear function of"
                    + " the row, and they are not");
        }
        return Optional.empty();
    }

    /** The largest absolute entry. */
    private static Rational size(RationalVector row) {
        Rational size = Rationals.ZERO;
        for (Rational entry : row.toArray()) {
            size = entry.abs().compareTo(size) > 0 ? entry.abs() : size;
        }
        return size;
    }
}
