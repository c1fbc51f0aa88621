package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.VertexEnumeration;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Whether A x = b has a solution x &gt;= 0, perhaps with x &lt;= 1, decided exactly: either a solution or a Farkas vector. */
final class ExactFeasibility {

    /**
     * One of the two.
     *
     * @param feasible which
     * @param vector x with A x = b in the bounds; or y with y^T b &gt; 0 and y^T A &lt;= 0, for bounded x with y^T b &gt; sum of
     *     (y^T A_j)_+
     */
    record Answer(boolean feasible, RationalVector vector) { }

    private ExactFeasibility() { }

    /**
     * Decides.
     *
     * @param columns of A
     * @param b right-hand side
     * @param bounded whether x is at most 1
     */
    static Answer solve(List<RationalVector> columns, RationalVector b, boolean bounded) {
        int n = columns.size();
        int equations = b.size();
        int rows = equations + (bounded ? n : 0);
        // Phase one of the simplex method. Columns: x, one artificial for each equation, a slack for each bound.
        List<RationalVector> all = new ArrayList<>();
        for (int j = 0; j < n; j++) {
            Rational[] entries = zeros(rows);
            for (int i = 0; i < equations; i++) {
                Rational entry = columns.get(j).get(i);
                entries[i] = b.sign(i) < 0 ? entry.opposite() : entry;
            }
            if (bounded) {
                entries[equations + j] = Rationals.ONE;
            }
            all.add(RationalVector.of(entries));
        }
        List<Integer> start = new ArrayList<>();
        int[] cost = new int[n + rows];
        Rational[] right = new Rational[rows];
        for (int i = 0; i < rows; i++) {
            all.add(RationalVector.unit(rows, i));
            start.add(n + i);
            cost[n + i] = i < equations ? 1 : 0;
            right[i] = i < equations ? b.get(i).abs() : Rationals.ONE;
        }
        ExactSimplex simplex = new ExactSimplex(new VertexEnumeration.Reduced(RationalMatrix.ofColumns(all, rows),
                RationalVector.of(right), true, RationalMatrix.identity(rows)), start);
        RationalVector dual = simplex.minimise(cost);
        Terms vertex = simplex.vertex();
        Rational[] x = zeros(n);
        boolean feasible = true;
        for (int k = 0; k < vertex.indices().size(); k++) {
            int column = vertex.indices().get(k);
            if (column < n) {
                x[column] = vertex.values().get(k);
            }
            feasible &= column < n || column >= n + equations;
        }
        if (feasible) {
            return new Answer(true, RationalVector.of(x));
        }
        Rational[] y = new Rational[equations];
        for (int i = 0; i < equations; i++) {
            y[i] = b.sign(i) < 0 ? dual.get(i).opposite() : dual.get(i);
        }
        return new Answer(false, RationalVector.of(y));
    }

    private static Rational[] zeros(int size) {
        Rational[] zeros = new Rational[size];
        Arrays.fill(zeros, Rationals.ZERO);
        return zeros;
    }
}
