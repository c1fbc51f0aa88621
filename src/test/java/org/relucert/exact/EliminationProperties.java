package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.apache.commons.math3.fraction.BigFraction;
import org.apache.commons.math3.linear.ArrayFieldVector;
import org.apache.commons.math3.linear.FieldDecompositionSolver;
import org.apache.commons.math3.linear.FieldLUDecomposition;
import org.jscience.mathematics.number.Rational;
import org.jscience.mathematics.vector.DenseMatrix;
import org.jscience.mathematics.vector.DenseVector;
import org.jscience.mathematics.vector.LUDecomposition;

class EliminationProperties {

    @Provide
    Arbitrary<RationalMatrix> matrices() {
        return Arbitraries.oneOf(List.of(Generators.matrices(4, Generators.entries()),
                Generators.matrices(5, Generators.smallRationals()), Generators.thinProducts(4))).withoutEdgeCases();
    }

    @Provide
    Arbitrary<RationalMatrix> squares() {
        return Arbitraries.oneOf(List.of(Generators.squares(4, Generators.entries()),
                Generators.squares(5, Generators.smallRationals()),
                Generators.singularSquares(4), Generators.squares(2, Generators.rationals(2000)))).withoutEdgeCases();
    }

    @Property(tries = 400)
    void rankAndNullSpace(@ForAll("matrices") RationalMatrix m) {
        BigFraction[][] f = Oracle.fractions(m);
        Elimination elimination = Elimination.of(m);
        int rank = Oracle.rank(f, m.columns());
        Statistics.label("rank deficient").collect(rank < Math.min(m.rows(), m.columns())).coverage(c -> {
            c.check(true).percentage(p -> p > 5);
            c.check(false).percentage(p -> p > 5);
        });
        assertEquals(rank, elimination.rank());
        assertEquals(rank, Elimination.of(m.transpose()).rank());
        List<RationalVector> kernel = elimination.nullSpace();
        assertEquals(m.columns(), rank + kernel.size());
        for (RationalVector x : kernel) {
            Oracle.assertCanonical(x);
            assertEquals(m.columns(), x.size());
            assertTrue(m.times(x).isZero(), () -> "A x is not 0 for x = " + x);
        }
        assertEquals(kernel.size(),
                Oracle.rank(Oracle.fractions(RationalMatrix.ofRows(kernel, m.columns())), m.columns()));
        // The pivot columns are the leftmost independent ones: column j is one iff it raises the rank of those before it.
        List<Integer> leftmost = new ArrayList<>();
        for (int j = 0; j < m.columns(); j++) {
            if (firstColumnsRank(m, j + 1) > firstColumnsRank(m, j)) {
                leftmost.add(j);
            }
        }
        assertEquals(leftmost, elimination.pivotColumns());
    }

    private static int firstColumnsRank(RationalMatrix m, int count) {
        List<RationalVector> columns = new ArrayList<>();
        for (int j = 0; j < count; j++) {
            columns.add(m.column(j));
        }
        return Oracle.rank(Oracle.fractions(RationalMatrix.ofColumns(columns, m.rows())), count);
    }

    @Property(tries = 400)
    void determinantAndInverse(@ForAll("squares") RationalMatrix m) {
        BigFraction[][] f = Oracle.fractions(m);
        BigFraction expected = Oracle.determinant(f);
        Rational determinant = Elimination.of(m).determinant();
        Statistics.label("singular").collect(determinant.isZero()).coverage(c -> {
            c.check(true).percentage(p -> p > 5);
            c.check(false).percentage(p -> p > 5);
        });
        assertEquals(expected, Oracle.fraction(determinant));
        assertEquals(determinant, Elimination.of(m.transpose()).determinant());
        assertEquals(Rationals.square(determinant), Elimination.of(m.times(m)).determinant());
        Optional<RationalMatrix> inverse = Elimination.inverse(m);
        assertEquals(!determinant.isZero(), inverse.isPresent());
        inverse.ifPresent(inv -> {
            Oracle.assertSame(RationalMatrix.identity(m.rows()), m.times(inv));
            Oracle.assertSame(RationalMatrix.identity(m.rows()), inv.times(m));
            Oracle.assertSame(m, Elimination.inverse(inv).orElseThrow());
        });
        if (m.rows() > 0) {
            FieldLUDecomposition<BigFraction> lu = new FieldLUDecomposition<>(Oracle.commons(m));
            assertEquals(lu.getDeterminant(), Oracle.fraction(determinant));
            assertEquals(lu.getSolver().isNonSingular(), inverse.isPresent());
            inverse.ifPresent(inv -> Oracle.assertSame(Oracle.matrix(lu.getSolver().getInverse()), inv));
        }
    }

    /** A system with a right-hand side inside the range or, now and then, outside. */
    record Equations(RationalMatrix a, RationalVector x, RationalVector off, boolean inRange) {
        RationalVector b() {
            return inRange ? a.times(x) : off;
        }
    }

    @Provide
    Arbitrary<Equations> equations() {
        return matrices().flatMap(a -> Combinators.combine(Generators.vectors(a.columns(), Generators.entries()),
                Generators.vectors(a.rows(), Generators.entries()), Arbitraries.of(true, false))
                .as((x, off, inRange) -> new Equations(a, x, off, inRange)));
    }

    @Property(tries = 500)
    void solutionsExistExactlyWhenTheRankDoesNotRise(@ForAll("equations") Equations equations) {
        RationalMatrix a = equations.a();
        RationalVector b = equations.b();
        Optional<RationalVector> solution = Elimination.solve(a, b);
        List<RationalVector> augmented = new ArrayList<>();
        for (int i = 0; i < a.rows(); i++) {
            augmented.add(a.row(i).append(b.get(i)));
        }
        boolean solvable = Oracle.rank(Oracle.fractions(RationalMatrix.ofRows(augmented, a.columns() + 1)), a.columns() + 1)
                == Oracle.rank(Oracle.fractions(a), a.columns());
        Statistics.label("solvable").collect(solvable).coverage(c -> {
            c.check(true).percentage(p -> p > 5);
            c.check(false).percentage(p -> p > 5);
        });
        assertEquals(solvable, solution.isPresent());
        assertTrue(solvable || !equations.inRange());
        solution.ifPresent(x -> {
            Oracle.assertCanonical(x);
            Oracle.assertSame(b, a.times(x));
            List<Integer> pivots = Elimination.of(a).pivotColumns();
            for (int j = 0; j < x.size(); j++) {
                assertTrue(pivots.contains(j) || x.sign(j) == 0, () -> "not 0 outside the pivots: " + x);
            }
        });
        if (a.rows() == a.columns() && a.rows() > 0) {
            FieldDecompositionSolver<BigFraction> solver = new FieldLUDecomposition<>(Oracle.commons(a)).getSolver();
            if (solver.isNonSingular()) {
                Oracle.assertSame(Oracle.vector(solver.solve(new ArrayFieldVector<>(Oracle.fractions(b))).toArray()),
                        solution.orElseThrow());
            }
        }
    }

    @Provide
    Arbitrary<RationalMatrix> regular() {
        return Arbitraries.integers().between(1, 4).flatMap(size -> Generators.matrices(size, size, Generators.entries()))
                .filter(m -> !Oracle.determinant(Oracle.fractions(m)).equals(BigFraction.ZERO));
    }

    /** JScience's decomposition knows regular matrices only. */
    @Property(tries = 120)
    void agreesWithJScience(@ForAll("regular") RationalMatrix m) {
        DenseMatrix<Rational> dense = Oracle.jscience(m);
        LUDecomposition<Rational> lu = LUDecomposition.valueOf(dense);
        Elimination elimination = Elimination.of(m);
        assertEquals(Oracle.fraction(lu.determinant()), Oracle.fraction(elimination.determinant()));
        assertEquals(Oracle.fraction(dense.determinant()), Oracle.fraction(elimination.determinant()));
        RationalMatrix inverse = Elimination.inverse(m).orElseThrow();
        Oracle.assertSame(Oracle.matrix(lu.inverse()), inverse);
        Oracle.assertSame(Oracle.matrix(dense.inverse()), inverse);
        RationalVector b = m.column(0).plus(m.column(m.columns() - 1).times(Rationals.of(-2, 7)));
        RationalVector x = Elimination.solve(m, b).orElseThrow();
        DenseMatrix<Rational> column = DenseMatrix.valueOf(List.of(DenseVector.valueOf(b.toArray()))).transpose();
        Oracle.assertSame(Oracle.matrix(lu.solve(column)).column(0), x);
    }

    /** A factor common to everything, and a negative denominator, change what they must and nothing else. */
    @Property(tries = 120)
    void scalingByAHugeFactor(@ForAll("squares") RationalMatrix m, @ForAll("factors") BigInteger factor) {
        BigInteger[][] numerators = m.copyNumerators();
        for (BigInteger[] row : numerators) {
            for (int j = 0; j < row.length; j++) {
                row[j] = row[j].multiply(factor);
            }
        }
        RationalMatrix same = RationalMatrix.of(m.rows(), m.columns(), numerators, m.denominator().multiply(factor));
        Oracle.assertSame(m, same);
        RationalMatrix scaled = RationalMatrix.of(m.rows(), m.columns(), numerators, m.denominator());
        assertEquals(Oracle.fraction(Elimination.of(m).determinant()).multiply(new BigFraction(factor).pow(m.rows())),
                Oracle.fraction(Elimination.of(scaled).determinant()));
        assertEquals(Elimination.of(m).nullSpace(), Elimination.of(scaled).nullSpace());
        assertEquals(Elimination.of(m).pivotColumns(), Elimination.of(scaled).pivotColumns());
    }

    @Provide
    Arbitrary<BigInteger> factors() {
        return Generators.nonzero(600);
    }
}
