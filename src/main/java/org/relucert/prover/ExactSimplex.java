package org.relucert.prover;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.VertexEnumeration;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;

/**
 * The simplex method on {c &gt;= 0 : A c = b}, a bounded polytope given with a feasible basis: integers, fraction-free pivots,
 * Bland's rule. Each run starts from the basis where the last one ended.
 */
final class ExactSimplex {

    private final VertexEnumeration.Reduced polytope;
    private final int rank;
    private final int columns;
    /** B^{-1} [A | b] times the pivot, then the reduced costs times the pivot. */
    private final BigInteger[][] rows;
    private final int[] basis;
    private final BitSet basic = new BitSet();
    private BigInteger pivot = BigInteger.ONE;

    /**
     * Starts at a basis.
     *
     * @param start a feasible basis
     */
    ExactSimplex(VertexEnumeration.Reduced polytope, List<Integer> start) {
        this.polytope = polytope;
        this.rank = polytope.rank();
        this.columns = polytope.a().columns();
        BigInteger[][] system = VertexEnumeration.system(polytope.a(), polytope.b());
        rows = new BigInteger[rank + 1][];
        System.arraycopy(system, 0, rows, 0, rank);
        rows[rank] = new BigInteger[columns + 1];
        Arrays.fill(rows[rank], BigInteger.ZERO);
        basis = start.stream().mapToInt(Integer::intValue).toArray();
        for (int step = 0; step < rank; step++) {
            int found = step;
            while (rows[found][basis[step]].signum() == 0) {
                found++;
            }
            BigInteger[] swap = rows[found];
            rows[found] = rows[step];
            rows[step] = swap;
            if (rows[step][basis[step]].signum() < 0) {
                for (int j = 0; j <= columns; j++) {
                    rows[step][j] = rows[step][j].negate();
                }
            }
            pivot(step, basis[step]);
        }
    }

    private void pivot(int row, int column) {
        Elimination.step(rows, row, column, pivot);
        pivot = rows[row][column];
        basic.clear(basis[row]);
        basic.set(column);
        basis[row] = column;
    }

    /**
     * Minimises cost c.
     *
     * @return y with A^T y &lt;= cost and b^T y the minimum
     */
    RationalVector minimise(int[] cost) {
        BigInteger[] reduced = rows[rank];
        for (int j = 0; j <= columns; j++) {
            reduced[j] = j < columns ? pivot.multiply(BigInteger.valueOf(cost[j])) : BigInteger.ZERO;
            for (int i = 0; i < rank; i++) {
                reduced[j] = reduced[j].subtract(rows[i][j].multiply(BigInteger.valueOf(cost[basis[i]])));
            }
        }
        int entering = entering();
        while (entering >= 0) {
            pivot(leaving(entering), entering);
                entering = entering();
        }
        List<RationalVector> columnsOfBasis = new ArrayList<>();
        long[] right = new long[rank];
        for (int i = 0; i < rank; i++) {
            columnsOfBasis.add(polytope.a().column(basis[i]));
            right[i] = cost[basis[i]];
        }
        return Elimination.solve(RationalMatrix.ofRows(columnsOfBasis, rank), RationalVector.of(right)).orElseThrow();
    }

    private int entering() {
        for (int j = 0; j < columns; j++) {
            if (rows[rank][j].signum() < 0) {
                return j;
            }
        }
        return -1;
    }

    private int leaving(int j) {
        int best = -1;
        for (int i = 0; i < rank; i++) {
            if (rows[i][j].signum() > 0) {
                int order = best < 0 ? -1
                        : rows[i][columns].multiply(rows[best][j]).compareTo(rows[best][columns].multiply(rows[i][j]));
                if (order < 0 || order == 0 && basis[i] < basis[best]) {
                    best = i;
                }
            }
        }
        if (best < 0) {
            throw new IllegalArgumentException("the polytope is not bounded");
        }
        return best;
    }

    /** Where it stands: a vertex. */
    Terms vertex() {
        int[] rowOf = new int[columns];
        for (int i = 0; i < rank; i++) {
            rowOf[basis[i]] = i;
        }
        List<Integer> support = new ArrayList<>();
        List<BigInteger> values = new ArrayList<>();
        for (int j = basic.nextSetBit(0); j >= 0; j = basic.nextSetBit(j + 1)) {
            if (rows[rowOf[j]][columns].signum() != 0) {
                support.add(j);
                values.add(rows[rowOf[j]][columns]);
            }
        }
        return support.isEmpty() ? Terms.NONE
                : new Terms(support, RationalVector.of(values.toArray(new BigInteger[0]), pivot));
    }
}
