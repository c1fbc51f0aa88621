package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.apache.commons.math3.fraction.BigFraction;
import org.jscience.mathematics.number.Rational;

class LdltProperties {

    /** Gram matrices of few vectors in many dimensions and of many in few. */
    @Provide
    Arbitrary<RationalMatrix> grams() {
        return gramMatrices();
    }

    static Arbitrary<RationalMatrix> gramMatrices() {
        return Arbitraries.oneOf(List.of(Generators.matrices(5, Generators.smallRationals()),
                Generators.matrices(4, Generators.entries()), Generators.matrices(2, Generators.rationals(1000)),
                Generators.thinProducts(4))).withoutEdgeCases().map(LdltProperties::gram);
    }

    static RationalMatrix gram(RationalMatrix g) {
        BigFraction[][] f = Oracle.fractions(g);
        return Oracle.matrix(Oracle.product(Oracle.fractions(g.transpose()), f, g.columns()), g.columns());
    }

    @Property(tries = 400)
    void gramMatricesAreSemidefinite(@ForAll("grams") RationalMatrix m) {
        assertTrue(LdltTest.isPositiveSemidefinite(m));
        int rank = Oracle.rank(Oracle.fractions(m), m.columns());
        Statistics.label("singular").collect(rank < m.rows()).coverage(c -> {
            c.check(true).percentage(p -> p > 5);
            c.check(false).percentage(p -> p > 5);
        });
        assertEquals(rank == m.rows(), Ldlt.isPositiveDefinite(m));
    }

    /** A Gram matrix shifted by a multiple of the identity, upwards or downwards. */
    @Property(tries = 300)
    void shiftsDecideDefiniteness(@ForAll("grams") RationalMatrix m, @ForAll("shifts") Rational shift) {
        int size = m.rows();
        BigFraction[][] f = Oracle.fractions(m);
        for (int i = 0; i < size; i++) {
            f[i][i] = f[i][i].add(Oracle.fraction(shift));
        }
        RationalMatrix shifted = Oracle.matrix(f, size);
        LdltTest.checkDefinition(shifted);
        if (Rationals.sign(shift) > 0) {
            assertTrue(Ldlt.isPositiveDefinite(shifted));
        }
    }

    @Provide
    Arbitrary<Rational> shifts() {
        return Generators.entries();
    }

    @Provide
    Arbitrary<RationalMatrix> squares() {
        return Generators.squares(4, Generators.entries());
    }

    @Property(tries = 400)
    void symmetricMatricesAgainstTheirPrincipalMinors(@ForAll("squares") RationalMatrix m) {
        Statistics.label("semidefinite").collect(LdltTest.isPositiveSemidefinite(symmetric(m)))
                .coverage(c -> {
                    c.check(true).percentage(p -> p > 5);
                    c.check(false).percentage(p -> p > 5);
                });
        LdltTest.checkDefinition(symmetric(m));
    }

    /** Its upper triangle, mirrored. */
    private static RationalMatrix symmetric(RationalMatrix m) {
        int size = m.rows();
        BigFraction[][] f = Oracle.fractions(m);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                f[i][j] = f[j][i];
            }
        }
        return Oracle.matrix(f, size);
    }

    /** Definite but for the last entry on the diagonal, lowered by its pivot: by a little more, and it is not semidefinite. */
    @Property(tries = 200)
    void theLastPivotDecides(@ForAll("grams") RationalMatrix m, @ForAll("shifts") Rational shift) {
        int last = m.rows() - 1;
        BigFraction[][] f = Oracle.fractions(m);
        if (last < 0 || !Oracle.isPositiveDefinite(f)) {
            return;
        }
        List<Integer> all = Oracle.range(last + 1);
        List<Integer> leading = Oracle.range(last);
        f[last][last] = f[last][last].subtract(Oracle.minor(f, all, all).divide(Oracle.minor(f, leading, leading)));
        RationalMatrix singular = Oracle.matrix(f, last + 1);
        assertTrue(LdltTest.isPositiveSemidefinite(singular));
        assertFalse(Ldlt.isPositiveDefinite(singular));
        f[last][last] = f[last][last].add(Oracle.fraction(shift));
        RationalMatrix shifted = Oracle.matrix(f, last + 1);
        assertEquals(Rationals.sign(shift) >= 0, LdltTest.isPositiveSemidefinite(shifted));
        assertEquals(Rationals.sign(shift) > 0, Ldlt.isPositiveDefinite(shifted));
    }

    @Property(tries = 160)
    void refusesWhatIsNotSymmetric(@ForAll("squares") RationalMatrix m) {
        if (!m.equals(m.transpose())) {
            assertThrows(IllegalArgumentException.class, () -> Ldlt.isPositiveDefinite(m));
        }
    }
}
