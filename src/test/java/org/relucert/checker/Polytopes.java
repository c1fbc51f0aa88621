package org.relucert.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Small random polytopes {c >= 0: Phi c + S s = y* for some s}, degenerate on purpose, with their vertices by brute force. */
public final class Polytopes {

    private Polytopes() { }

    /**
     * A polytope.
     *
     * @param phi features; the sum of each column is positive, which takes the place of nu^T phi > 0
     * @param skip columns that sum to zero, possibly dependent
     * @param target y*, from a point with few atoms
     */
    public record Polytope(RationalMatrix phi, RationalMatrix skip, RationalVector target) {

        /** The equations that the checker works with. */
        public VertexEnumeration.Reduced reduced() {
            return VertexEnumeration.Reduced.of(phi, skip, target);
        }

        /** Every set of atoms that is independent modulo S and has positive weights: the vertices, by their definition. */
        public Map<List<Integer>, RationalVector> vertices() {
            Map<List<Integer>, RationalVector> found = new HashMap<>();
            int skipRank = Elimination.of(skip).rank();
            for (int set = 0; set < 1 << phi.columns(); set++) {
                List<Integer> support = new ArrayList<>();
                List<RationalVector> columns = new ArrayList<>();
                for (int a = 0; a < phi.columns(); a++) {
                    if ((set >> a & 1) != 0) {
                        support.add(a);
                        columns.add(phi.column(a));
                    }
                }
                for (int j = 0; j < skip.columns(); j++) {
                    columns.add(skip.column(j));
                }
                RationalMatrix both = RationalMatrix.ofColumns(columns, phi.rows());
                if (Elimination.of(both).rank() < support.size() + skipRank) {
                    continue;
                }
                Elimination.solve(both, target).ifPresent(solution -> {
                    List<Rational> weights = new ArrayList<>();
                    boolean positive = true;
                    for (int k = 0; k < support.size(); k++) {
                        weights.add(solution.get(k));
                        positive &= solution.sign(k) > 0;
                    }
                    if (positive) {
                        found.put(support, RationalVector.of(weights));
                    }
                });
            }
            return found;
        }

        /** Every feasible basis. */
        public List<List<Integer>> bases() {
            VertexEnumeration.Reduced reduced = reduced();
            List<List<Integer>> bases = new ArrayList<>();
            for (int set = 0; set < 1 << phi.columns(); set++) {
                if (Integer.bitCount(set) != reduced.rank()) {
                    continue;
                }
                List<Integer> basis = new ArrayList<>();
                for (int a = 0; a < phi.columns(); a++) {
                    if ((set >> a & 1) != 0) {
                        basis.add(a);
                    }
                }
                RationalMatrix columns = RationalMatrix.ofColumns(basis.stream().map(reduced.a()::column).toList(),
                        reduced.rank());
                if (Elimination.of(columns).rank() == reduced.rank()) {
                    RationalVector weights = Elimination.solve(columns, reduced.b()).orElseThrow();
                    boolean feasible = true;
                    for (int k = 0; k < weights.size(); k++) {
                        feasible &= weights.sign(k) >= 0;
                    }
                    if (feasible) {
                        bases.add(basis);
                    }
                }
            }
            return bases;
        }
    }

    /** Up to 4 rows, 8 atoms of small entries, 2 skip columns. */
    public static Arbitrary<Polytope> polytopes() {
        return Arbitraries.integers().between(1, 4).flatMap(n -> {
            Arbitrary<RationalVector> zeroOne = Arbitraries.longs().between(0, 1).array(long[].class).ofSize(n)
                    .map(RationalVector::of);
            Arbitrary<RationalVector> signed = Arbitraries.longs().between(-1, 3).array(long[].class).ofSize(n)
                    .map(RationalVector::of);
            Arbitrary<RationalVector> feature = Arbitraries.oneOf(zeroOne, signed).filter(v -> sum(v).isPositive());
            Arbitrary<RationalVector> free = Arbitraries.longs().between(-1, 1).array(long[].class).ofSize(n).map(entries -> {
                entries[n - 1] = 0;
                for (int i = 0; i < n - 1; i++) {
                    entries[n - 1] -= entries[i];
                }
                return RationalVector.of(entries);
            });
            return Combinators.combine(feature.list().ofMinSize(1).ofMaxSize(8),
                    Arbitraries.frequencyOf(Tuple.of(3, free.list().ofSize(0)),
                            Tuple.of(1, free.list().ofMaxSize(2))),
                    Arbitraries.longs().between(0, 3).array(long[].class).ofSize(8),
                    Arbitraries.longs().between(-1, 2).array(long[].class).ofSize(2)).as((columns, skips, weights, shift) -> {
                RationalVector target = RationalVector.zero(n);
                for (int a = 0; a < columns.size(); a++) {
                    target = target.plus(columns.get(a).times(Rationals.of(weights[a])));
                }
                for (int j = 0; j < skips.size(); j++) {
                    target = target.plus(skips.get(j).times(Rationals.of(shift[j])));
                }
                return new Polytope(RationalMatrix.ofColumns(columns, n), RationalMatrix.ofColumns(skips, n), target);
            });
        });
    }

    private static Rational sum(RationalVector v) {
        Rational sum = Rationals.ZERO;
        for (Rational entry : v.toArray()) {
            sum = sum.plus(entry);
        }
        return sum;
    }
}
