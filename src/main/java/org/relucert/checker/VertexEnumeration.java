package org.relucert.checker;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;

/**
 * All vertices of a bounded polytope {c &gt;= 0 : A c = b}, exactly (obligation VTX-2).
 *
 * <p>Walks the lexicographically feasible bases from one of them, by pivoting on integers until no new basis appears. A tiny
 * lexicographic perturbation of b, in the directions of the first basis, makes the polytope simple, so its graph is connected
 * by these pivots, and every vertex of the unperturbed polytope is the limit of a perturbed one: degenerate vertices need no
 * special care (proof in obligations.md).
 *
 * <p>Public because the prover explores with it.
 */
public final class VertexEnumeration {

    /** Thrown when there are more bases, or more vertices, than allowed. */
    public static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMany(int limit, String what) {
            super("more than " + limit + " " + what, null, false, false);
        }
    }

    private final int rank;
    private final int columns;
    private final int[] start;
    private final Tableau tableau;
    private final Map<List<Integer>, RationalVector> vertices = new LinkedHashMap<>();

    private VertexEnumeration(BigInteger[][] system, int columns, int[] start) {
        this.rank = system.length;
        this.columns = columns;
        this.start = start;
        this.tableau = new Tableau(system);
    }

    /**
     * Enumerates.
     *
     * @param a rank x columns, independent rows
     * @param b right-hand side
     * @param start columns of a feasible basis, as many as rows
     * @param limit most bases to visit
     * @return the vertices: support, ascending, to the entries on it; in the order met
     * @throws Rejection if the start is not a feasible basis, or the polytope is not bounded (VTX-1)
     * @throws TooMany if there are more bases than the limit
     */
    public static Map<List<Integer>, RationalVector> vertices(RationalMatrix a, RationalVector b, List<Integer> start, int limit) {
        return vertices(a, b, start, limit, Integer.MAX_VALUE);
    }

    /**
     * The same where there are not more than so many vertices.
     *
     * @throws TooMany if there are more bases than the limit, or more vertices than these
     */
    static Map<List<Integer>, RationalVector> vertices(RationalMatrix a, RationalVector b, List<Integer> start, int limit,
            int mostVertices) {
        VertexEnumeration enumeration = of(a, b, start);
        enumeration.walk(limit, mostVertices);
        return enumeration.vertices;
    }

    private static VertexEnumeration of(RationalMatrix a, RationalVector b, List<Integer> start) {
        int[] basis = start.stream().mapToInt(Integer::intValue).sorted().toArray();
        Obligation.VTX_1.require(basis.length == a.rows() && Arrays.stream(basis).distinct().count() == basis.length
                && Arrays.stream(basis).allMatch(j -> j >= 0 && j < a.columns()),
                "the start has %d atoms, expected %d different ones", basis.length, a.rows());
        return new VertexEnumeration(system(a, b), a.columns(), basis);
    }

    /** [A | b] on integers: A c = b over a common denominator of both sides. */
    public static BigInteger[][] system(RationalMatrix a, RationalVector b) {
        BigInteger[][] system = new BigInteger[a.rows()][a.columns() + 1];
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                system[i][j] = a.numerator(i, j).multiply(b.denominator());
            }
            system[i][a.columns()] = b.numerator(i).multiply(a.denominator());
        }
        return system;
    }

    /** A pivot that was made: column {@code entered} took the place of column {@code left} in a row. */
    private record Move(int row, int left, int entered) { }

    /** Depth first, on one tableau: a pivot leads to each new basis, and the opposite pivot back from it. */
    private void walk(int limit, int mostVertices) {
        Set<BitSet> seen = new HashSet<>();
        Deque<Move> path = new ArrayDeque<>();
        seen.add((BitSet) tableau.basic.clone());
        arrive(seen, limit, mostVertices);
        int column = 0;
        while (true) {
            if (column == columns) {
                if (path.isEmpty()) {
                    return;
                }
                Move back = path.pop();
                tableau.pivot(back.row, back.left);
                column = back.entered + 1;
            } else if (tableau.basic.get(column)) {
                column++;
            } else {
                int row = tableau.leaving(column);
                int left = tableau.basis[row];
                BitSet neighbour = (BitSet) tableau.basic.clone();
                neighbour.clear(left);
                neighbour.set(column);
                if (seen.add(neighbour)) {
                    tableau.pivot(row, column);
                    path.push(new Move(row, left, column));
                    arrive(seen, limit, mostVertices);
                    column = 0;
                } else {
                    column++;
                }
            }
        }
    }

    /** Records the basic solution of a basis not met before. */
    private void arrive(Set<BitSet> seen, int limit, int mostVertices) {
        if (seen.size() > limit) {
            throw new TooMany(limit, "bases");
        }
        tableau.requireFeasible();
        List<Integer> support = new ArrayList<>();
        List<BigInteger> values = new ArrayList<>();
        for (int j = tableau.basic.nextSetBit(0); j >= 0; j = tableau.basic.nextSetBit(j + 1)) {
            BigInteger value = tableau.rows[tableau.rowOf[j]][columns];
            if (value.signum() != 0) {
                support.add(j);
                values.add(value);
            }
        }
        vertices.computeIfAbsent(List.copyOf(support),
                s -> RationalVector.of(values.toArray(new BigInteger[0]), tableau.pivot));
        if (vertices.size() > mostVertices) {
            throw new TooMany(mostVertices, "vertices");
        }
    }

    /** B^{-1} [A | b] times a positive pivot, on integers; each row belongs to the column of the basis that is a unit vector in it. */
    private final class Tableau {
        final BigInteger[][] rows;
        /** The column of each row. */
        final int[] basis;
        /** The row of each column in the basis. */
        final int[] rowOf;
        final BitSet basic = new BitSet();
        BigInteger pivot = BigInteger.ONE;

        /** Fraction-free Gauss-Jordan on the columns of the start. */
        Tableau(BigInteger[][] system) {
            rows = system;
            basis = start.clone();
            rowOf = new int[columns];
            for (int step = 0; step < rank; step++) {
                int found = step;
                while (found < rank && rows[found][basis[step]].signum() == 0) {
                    found++;
                }
                Obligation.VTX_1.require(found < rank, "the atoms %s of the start are dependent", Arrays.toString(start));
                BigInteger[] swap = rows[found];
                rows[found] = rows[step];
                rows[step] = swap;
                if (rows[step][basis[step]].signum() < 0) {
                    negate(rows[step]);
                }
                pivot(step, basis[step]);
            }
        }

        private void negate(BigInteger[] row) {
            for (int j = 0; j < row.length; j++) {
                row[j] = row[j].negate();
            }
        }

        /**
         * Makes a column the unit vector of a row, where its entry must be positive. Entries are minors of the integer system,
         * the pivot that of the old basis, so every division is exact (Bareiss).
         */
        void pivot(int row, int column) {
            Elimination.step(rows, row, column, pivot);
            pivot = rows[row][column];
            basic.clear(basis[row]);
            basic.set(column);
            basis[row] = column;
            rowOf[column] = row;
        }

        /** Every row of B^{-1} [b P] is lexicographically positive. Pivots keep it, so only the start can fail. */
        void requireFeasible() {
            for (int i = 0; i < rank; i++) {
                int sign = rows[i][columns].signum();
                for (int k = 0; k < rank && sign == 0; k++) {
                    sign = rows[i][start[k]].signum();
                }
                Obligation.VTX_1.require(sign > 0, "the atoms %s are no feasible basis", basic);
            }
        }

        /** The row that leaves when column j enters: the lexicographically smallest ratio. */
        int leaving(int j) {
            int best = -1;
            for (int i = 0; i < rank; i++) {
                if (rows[i][j].signum() > 0 && (best < 0 || ratioIsSmaller(i, best, j))) {
                    best = i;
                }
            }
            Obligation.VTX_1.require(best >= 0, "the polytope is not bounded along atom %d", j);
            return best;
        }

        private boolean ratioIsSmaller(int i, int best, int j) {
            int order = compareRatio(columns, i, best, j);
            for (int k = 0; k < rank && order == 0; k++) {
                order = compareRatio(start[k], i, best, j);
            }
            return order < 0;
        }

        /** Compares rows[i][k] / rows[i][j] with rows[best][k] / rows[best][j], both divisors positive. */
        private int compareRatio(int k, int i, int best, int j) {
            return rows[i][k].multiply(rows[best][j]).compareTo(rows[best][k].multiply(rows[i][j]));
        }
    }

    /**
     * The system of {c : Phi c + S s = y for some s} with independent rows: left multiplied by a basis of the vectors
     * orthogonal to the range of S.
     *
     * @param a independent rows, one for each unit of rank modulo S
     * @param b right-hand side
     * @param consistent whether no row was contradictory
     * @param orthogonal the vectors n_i with n_i^T S = 0, n_i^T Phi row i of a and n_i^T y entry i of b
     */
    public record Reduced(RationalMatrix a, RationalVector b, boolean consistent, RationalMatrix orthogonal) {

        /** Reduces Phi (n x atoms) with y and S. */
        public static Reduced of(RationalMatrix phi, RationalMatrix skip, RationalVector y) {
            RationalMatrix orthogonal = RationalMatrix.ofRows(Elimination.of(skip.transpose()).nullSpace(), phi.rows());
            RationalMatrix a = orthogonal.times(phi);
            RationalVector b = orthogonal.times(y);
            boolean consistent = Elimination.solve(a, b).isPresent();
            List<Integer> independent = Elimination.of(a.transpose()).pivotColumns();
            List<RationalVector> rows = new ArrayList<>();
            List<Rational> right = new ArrayList<>();
            List<RationalVector> kept = new ArrayList<>();
            for (int i : independent) {
                rows.add(a.row(i));
                right.add(b.get(i));
                kept.add(orthogonal.row(i));
            }
            return new Reduced(RationalMatrix.ofRows(rows, phi.columns()), RationalVector.of(right), consistent,
                    RationalMatrix.ofRows(kept, phi.rows()));
        }

        /** rank [Phi S] - rank S. */
        public int rank() {
            return a.rows();
        }
    }
}
