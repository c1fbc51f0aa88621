package org.relucert.checker;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Thrown when there are more bases than allowed. */
    public static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMany(int limit) {
            super("more than " + limit + " bases", null, false, false);
        }
    }

    private final int rank;
    private final int columns;
    /** Independent rows of [A | b], integers; each row may be scaled by itself. */
    private final BigInteger[][] system;
    private final int[] start;
    private final Map<List<Integer>, RationalVector> vertices = new LinkedHashMap<>();
    private int bases;

    private VertexEnumeration(BigInteger[][] system, int columns, int[] start) {
        this.rank = system.length;
        this.columns = columns;
        this.system = system;
        this.start = start;
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
        VertexEnumeration enumeration = of(a, b, start);
        enumeration.walk(limit);
        return enumeration.vertices;
    }

    private static VertexEnumeration of(RationalMatrix a, RationalVector b, List<Integer> start) {
        BigInteger[][] system = new BigInteger[a.rows()][a.columns() + 1];
        for (int i = 0; i < a.rows(); i++) {
            // A c = b over a common denominator of both sides
            for (int j = 0; j < a.columns(); j++) {
                system[i][j] = a.numerator(i, j).multiply(b.denominator());
            }
            system[i][a.columns()] = b.numerator(i).multiply(a.denominator());
        }
        int[] basis = start.stream().mapToInt(Integer::intValue).sorted().toArray();
        Obligation.VTX_1.require(basis.length == a.rows() && Arrays.stream(basis).distinct().count() == basis.length
                && Arrays.stream(basis).allMatch(j -> j >= 0 && j < a.columns()),
                "the start has %d atoms, expected %d different ones", basis.length, a.rows());
        return new VertexEnumeration(system, a.columns(), basis);
    }

    private void walk(int limit) {
        Set<List<Integer>> seen = new HashSet<>();
        Deque<int[]> open = new ArrayDeque<>();
        seen.add(key(start));
        open.add(start);
        while (!open.isEmpty()) {
            if (bases++ >= limit) {
                throw new TooMany(limit);
            }
            int[] basis = open.remove();
            Tableau tableau = tableau(basis);
            record(tableau);
            for (int j = 0; j < columns; j++) {
                if (Arrays.binarySearch(basis, j) >= 0) {
                    continue;
                }
                int[] neighbour = basis.clone();
                neighbour[tableau.leaving(j)] = j;
                Arrays.sort(neighbour);
                if (seen.add(key(neighbour))) {
                    open.add(neighbour);
                }
            }
        }
    }

    private static List<Integer> key(int[] basis) {
        return Arrays.stream(basis).boxed().toList();
    }

    private void record(Tableau tableau) {
        List<Integer> support = new ArrayList<>();
        List<BigInteger> values = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            BigInteger value = tableau.rows[i][columns];
            if (value.signum() != 0) {
                support.add(tableau.basis[i]);
                values.add(value);
            }
        }
        vertices.putIfAbsent(List.copyOf(support), RationalVector.of(values.toArray(new BigInteger[0]), tableau.pivot));
    }

    /** B^{-1} [A | b] times a positive pivot, rows in the order of the basis. */
    private final class Tableau {
        final int[] basis;
        final BigInteger[][] rows;
        final BigInteger pivot;

        Tableau(int[] basis, BigInteger[][] rows, BigInteger pivot) {
            this.basis = basis;
            this.rows = rows;
            this.pivot = pivot;
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

    /** Fraction-free Gauss-Jordan on the columns of a basis. */
    private Tableau tableau(int[] basis) {
        BigInteger[][] work = new BigInteger[rank][];
        for (int i = 0; i < rank; i++) {
            work[i] = system[i].clone();
        }
        BigInteger previous = BigInteger.ONE;
        for (int step = 0; step < rank; step++) {
            int column = basis[step];
            int found = step;
            while (found < rank && work[found][column].signum() == 0) {
                found++;
            }
            Obligation.VTX_1.require(found < rank, "atoms %s are dependent", key(basis));
            BigInteger[] swap = work[found];
            work[found] = work[step];
            work[step] = swap;
            BigInteger head = work[step][column];
            for (int i = 0; i < rank; i++) {
                BigInteger factor = work[i][column];
                if (i == step) {
                    continue;
                }
                for (int j = 0; j <= columns; j++) {
                    work[i][j] = head.multiply(work[i][j]).subtract(factor.multiply(work[step][j])).divide(previous);
                }
            }
            previous = head;
        }
        if (previous.signum() < 0) {
            previous = previous.negate();
            for (BigInteger[] row : work) {
                for (int j = 0; j <= columns; j++) {
                    row[j] = row[j].negate();
                }
            }
        }
        Tableau tableau = new Tableau(basis, work, previous);
        for (int i = 0; i < rank; i++) {
            // Lexicographic feasibility of the start; pivots keep it, so for the others this is a proof read twice.
            int sign = work[i][columns].signum();
            for (int k = 0; k < rank && sign == 0; k++) {
                sign = work[i][start[k]].signum();
            }
            Obligation.VTX_1.require(sign > 0, "atoms %s are no feasible basis", key(basis));
        }
        return tableau;
    }

    /**
     * The system of {c : Phi c + S s = y for some s} with independent rows: left multiplied by a basis of the vectors
     * orthogonal to the range of S.
     *
     * @param a independent rows, one for each unit of rank modulo S
     * @param b right-hand side
     * @param consistent whether no row was contradictory
     */
    public record Reduced(RationalMatrix a, RationalVector b, boolean consistent) {

        /** Reduces Phi (n x atoms) with y and S. */
        public static Reduced of(RationalMatrix phi, RationalMatrix skip, RationalVector y) {
            RationalMatrix orthogonal = RationalMatrix.ofRows(Elimination.of(skip.transpose()).nullSpace(), phi.rows());
            RationalMatrix a = orthogonal.times(phi);
            RationalVector b = orthogonal.times(y);
            boolean consistent = Elimination.solve(a, b).isPresent();
            List<Integer> independent = Elimination.of(a.transpose()).pivotColumns();
            List<RationalVector> rows = new ArrayList<>();
            List<Rational> right = new ArrayList<>();
            for (int i : independent) {
                rows.add(a.row(i));
                right.add(b.get(i));
            }
            return new Reduced(RationalMatrix.ofRows(rows, phi.columns()), RationalVector.of(right), consistent);
        }

        /** rank [Phi S] - rank S. */
        public int rank() {
            return a.rows();
        }
    }
}
