package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.math3.fraction.BigFraction;
import org.jscience.mathematics.number.Rational;

class RationalMatrixProperties {

    /** a is r x k, b is k x c, d is c x e; v has size c. */
    record Chain(RationalMatrix a, RationalMatrix b, RationalMatrix d, RationalVector v) { }

    private static Arbitrary<Chain> chains(int max, Arbitrary<Rational> entries) {
        return Combinators.combine(Generators.sizes(max), Generators.sizes(max), Generators.sizes(max), Generators.sizes(max))
                .flatAs((r, k, c, e) -> Combinators.combine(Generators.matrices(r, k, entries),
                        Generators.matrices(k, c, entries), Generators.matrices(c, e, entries),
                        Generators.vectors(c, entries)).as(Chain::new));
    }

    @Provide
    Arbitrary<Chain> chains() {
        return chains(4, Generators.entries());
    }

    @Provide
    Arbitrary<Chain> wide() {
        return chains(2, Generators.rationals(2000));
    }

    @Provide
    Arbitrary<RationalMatrix> squares() {
        return Generators.squares(4, Generators.entries());
    }

    @Provide
    Arbitrary<RationalMatrix> matrices() {
        return Generators.matrices(4, Generators.entries());
    }

    @Property(tries = 240)
    void productsAreThoseOfTheSchoolbookAndOfTwoLibraries(@ForAll("chains") Chain chain) {
        checkProducts(chain);
    }

    @Property(tries = 50)
    void productsAtThousandsOfBits(@ForAll("wide") Chain chain) {
        checkProducts(chain);
    }

    private static void checkProducts(Chain chain) {
        RationalMatrix a = chain.a();
        RationalMatrix b = chain.b();
        RationalMatrix ab = a.times(b);
        assertEquals(a.rows(), ab.rows());
        assertEquals(b.columns(), ab.columns());
        BigFraction[][] fractionsA = Oracle.fractions(a);
        BigFraction[][] fractionsB = Oracle.fractions(b);
        Oracle.assertSame(Oracle.matrix(Oracle.product(fractionsA, fractionsB, b.columns()), b.columns()), ab);
        Oracle.assertSame(a.times(b.times(chain.d())), ab.times(chain.d()));
        Oracle.assertSame(a.times(b.times(chain.v())), ab.times(chain.v()));
        Oracle.assertSame(b.transpose().times(a.transpose()), ab.transpose());
        Oracle.assertSame(a, a.times(RationalMatrix.identity(a.columns())));
        Oracle.assertSame(a, RationalMatrix.identity(a.rows()).times(a));
        if (a.rows() > 0 && a.columns() > 0 && b.columns() > 0) {
            Oracle.assertSame(Oracle.matrix(Oracle.commons(a).multiply(Oracle.commons(b))), ab);
            Oracle.assertSame(Oracle.matrix(Oracle.jscience(a).times(Oracle.jscience(b))), ab);
            assertArrayEquals(Oracle.commons(b).operate(Oracle.fractions(chain.v())), Oracle.fractions(b.times(chain.v())));
        }
    }

    @Property(tries = 160)
    void squaresOfTheSameObject(@ForAll("squares") RationalMatrix m) {
        BigFraction[][] f = Oracle.fractions(m);
        Oracle.assertSame(Oracle.matrix(Oracle.product(f, f, m.columns()), m.columns()), m.times(m));
        assertEquals(m.equals(m.transpose()), m.isSymmetric());
        RationalMatrix gram = m.transpose().times(m);
        assertEquals(gram, gram.transpose());
        assertEquals(true, gram.isSymmetric());
    }

    @Property(tries = 200)
    void transposesRowsAndColumns(@ForAll("matrices") RationalMatrix m) {
        Oracle.assertCanonical(m);
        RationalMatrix t = m.transpose();
        Oracle.assertSame(m, t.transpose());
        assertEquals(m.columns(), t.rows());
        assertEquals(m.rows(), t.columns());
        if (m.rows() > 0 && m.columns() > 0) {
            Oracle.assertSame(Oracle.matrix(Oracle.commons(m).transpose()), t);
            Oracle.assertSame(Oracle.matrix(Oracle.jscience(m).transpose()), t);
        }
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < m.rows(); i++) {
            rows.add(m.row(i));
            Oracle.assertSame(m.row(i), t.column(i));
            Oracle.assertSame(m.row(i), t.times(RationalVector.unit(m.rows(), i)));
        }
        List<RationalVector> columns = new ArrayList<>();
        for (int j = 0; j < m.columns(); j++) {
            columns.add(m.column(j));
            Oracle.assertSame(m.column(j), m.times(RationalVector.unit(m.columns(), j)));
        }
        Oracle.assertSame(m, RationalMatrix.ofRows(rows, m.columns()));
        Oracle.assertSame(m, RationalMatrix.ofColumns(columns, m.rows()));
        Oracle.assertSame(m, RationalMatrix.of(m.rows(), m.columns(), m.copyNumerators(), m.denominator()));
    }

    @Property(tries = 120)
    void diagonalMatricesScaleRows(@ForAll("chains") Chain chain) {
        RationalMatrix d = RationalMatrix.diagonal(chain.v());
        Oracle.assertCanonical(d);
        assertEquals(true, d.isDiagonal());
        assertEquals(true, d.isSymmetric());
        for (int i = 0; i < chain.v().size(); i++) {
            Oracle.assertSame(chain.d().row(i).times(chain.v().get(i)), d.times(chain.d()).row(i));
            assertEquals(chain.v().get(i), d.get(i, i));
        }
    }
}
