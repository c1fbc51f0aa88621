package org.relucert.prover;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.PathNeuron;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.Refinement;

/**
 * A rational dual vector where dual optima are not unique, as often in interpolation: Newton's method comes to rest at any of them,
 * rarely at a rational one.
 *
 * <p>With the atoms known exactly S^T nu = 0 and their stationarity, sum over active rows nu_i x_i + sum over kinks h_i x_i = sigma p
 * with h_i = g_i nu_i (mathematics, 3.4), are linear equations in nu and h. A solution near the refined one is feasible unless that lies
 * at the edge of the dual optima, which the trees decide.
 */
final class DualFace {

    /** Bits kept of the refined numbers, relative to the largest: short numbers make short trees. */
    private static final int BITS = 20;

    private DualFace() { }

    /**
     * A rational solution near the refined one; empty if there is no solution.
     *
     * @param atoms those of the refined solution, exactly
     */
    static Optional<RationalVector> near(Problem problem, List<PathNeuron> atoms, Refinement.Result refined) {
        int n = problem.rows();
        List<RationalVector> columns = new ArrayList<>();
        double[] nu = Arrays.stream(refined.nu()).mapToDouble(BigDecimal::doubleValue).toArray();
        List<Double> start = new ArrayList<>(DoubleStream.of(nu).boxed().toList());
        for (int i = 0; i < n; i++) {
            List<Rational> column = new ArrayList<>(List.of(problem.skipMatrix().row(i).toArray()));
            for (PathNeuron atom : atoms) {
                boolean active = problem.functional(i).dotSign(atom.direction()) > 0;
                column.addAll(List.of((active ? problem.row(i) : RationalVector.zero(problem.dimension())).toArray()));
            }
            columns.add(RationalVector.of(column));
        }
        List<Rational> right = new ArrayList<>(List.of(RationalVector.zero(problem.skipMatrix().columns()).toArray()));
        for (int a = 0; a < atoms.size(); a++) {
            PathNeuron atom = atoms.get(a);
            int at = right.size();
            for (int i = 0; i < n; i++) {
                if (problem.functional(i).dotSign(atom.direction()) == 0) {
                    Rational[] column = RationalVector.zero(columns.get(0).size()).toArray();
                    System.arraycopy(problem.row(i).toArray(), 0, column, at, problem.dimension());
                    columns.add(RationalVector.of(column));
                    start.add(slope(refined.atoms().get(a), i) * nu[i]);
                }
            }
            Rational[] direction = atom.direction().times(Rationals.of(atom.sign())).toArray();
            if (problem.hasFreeBias()) {
                direction[direction.length - 1] = Rationals.ZERO;
            }
            right.addAll(List.of(direction));
        }
        RationalVector rounded = Floats.round(start.stream().mapToDouble(Double::doubleValue).toArray(), BITS);
        RationalMatrix matrix = RationalMatrix.ofColumns(columns, right.size());
        RationalVector residue = matrix.times(rounded).minus(RationalVector.of(right));
        return BoundProver.corrected(matrix.transpose(), rounded, residue)
                .map(solution -> RationalVector.of(Arrays.copyOf(solution.toArray(), n)));
    }

    private static double slope(Refinement.RefinedAtom atom, int row) {
        for (int k = 0; k < atom.kinks().length; k++) {
            if (atom.kinks()[k] == row) {
                return atom.slopes()[k];
            }
        }
        return 0;
    }
}
