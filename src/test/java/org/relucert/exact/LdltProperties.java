package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.math3.fraction.BigFraction;
import org.jscience.mathematics.number.Rational;

class LdltProperties {

    /** Gram matrices of few vectors in many dimensions and of many in few. */
    @Provide
    Arbitrary<RationalMatrix> grams() {
        return Arbitraries.oneOf(List.of(Generators.matrices(5, Generators.smallRationals()),
                Generators.matrices(4, Generators.entries()), Generators.matrices(2, Generators.rationals(1000)),
                Generators.thinProducts(4))).withoutEdgeCases().map(LdltProperties::gram);
    }

    private static RationalMatrix gram(RationalMatrix g) {
        BigFraction[][] f = Oracle.fractions(g);
        return Oracle.matrix(Oracle.product(Oracle.fractions(g.transpose()), f, g.columns()), g.columns());
    }

    @Property(tries = 200)
    void gramMatricesFactor(@ForAll("grams") RationalMatrix m) {
        Ldlt factors = Ldlt.of(m);
        assertTrue(factors.isPositiveSemidefinite());
        LdltTest.checkFactors(m, factors);
        int rank = Oracle.rank(Oracle.fractions(m), m.columns());
        assertEquals(rank, factors.pivots().stream().filter(d -> Rationals.sign(d) > 0).count());
        assertEquals(rank == m.rows(), factors.isPositiveDefinite());
    }

    /** A Gram matrix shifted by a multiple of the identity, upwards or downwards. */
    @Property(tries = 150)
    void shiftsDecideDefiniteness(@ForAll("grams") RationalMatrix m, @ForAll("shifts") Rational shift) {
        int size = m.rows();
        BigFraction[][] f = Oracle.fractions(m);
        for (int i = 0; i < size; i++) {
            f[i][i] = f[i][i].add(Oracle.fraction(shift));
        }
        RationalMatrix shifted = Oracle.matrix(f, size);
        LdltTest.checkDefinition(shifted);
        if (Rationals.sign(shift) > 0) {
            assertTrue(Ldlt.of(shifted).isPositiveDefinite());
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

    @Property(tries = 200)
    void symmetricMatricesAgainstTheirPrincipalMinors(@ForAll("squares") RationalMatrix m) {
        int size = m.rows();
        BigFraction[][] f = Oracle.fractions(m);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                f[i][j] = f[j][i];
            }
        }
        LdltTest.checkDefinition(Oracle.matrix(f, size));
    }

    /** Positive semidefinite but for one entry on the diagonal, lowered by more than its pivot or by exactly that. */
    @Property(tries = 100)
    void theLastPivotDecides(@ForAll("grams") RationalMatrix m, @ForAll("shifts") Rational shift) {
        int last = m.rows() - 1;
        if (last < 0) {
            return;
        }
        BigFraction[][] f = Oracle.fractions(m);
        f[last][last] = f[last][last].subtract(Oracle.fraction(Ldlt.of(m).pivots().get(last)));
        Ldlt singular = Ldlt.of(Oracle.matrix(f, last + 1));
        assertTrue(singular.isPositiveSemidefinite());
        assertFalse(singular.isPositiveDefinite());
        assertEquals(Rationals.ZERO, singular.pivots().get(last));
        f[last][last] = f[last][last].add(Oracle.fraction(shift));
        assertEquals(Rationals.sign(shift) >= 0, Ldlt.of(Oracle.matrix(f, last + 1)).isPositiveSemidefinite());
    }

    @Property(tries = 80)
    void refusesWhatIsNotSymmetric(@ForAll("squares") RationalMatrix m) {
        if (!m.equals(m.transpose())) {
            assertThrows(IllegalArgumentException.class, () -> Ldlt.of(m));
            assertThrows(IllegalArgumentException.class, () -> InnerProduct.of(m));
        }
    }

    record Form(RationalMatrix m, RationalVector a, RationalVector b) { }

    @Provide
    Arbitrary<Form> forms() {
        return grams().flatMap(m -> Combinators.combine(Generators.vectors(m.rows(), Generators.entries()),
                Generators.vectors(m.rows(), Generators.entries())).as((a, b) -> new Form(m, a, b)));
    }

    /** a^T M b by hand, for M a Gram matrix plus the identity. */
    @Property(tries = 150)
    void innerProductsByHand(@ForAll("forms") Form form) {
        int size = form.m().rows();
        BigFraction[][] f = Oracle.fractions(form.m());
        for (int i = 0; i < size; i++) {
            f[i][i] = f[i][i].add(BigFraction.ONE);
        }
        RationalMatrix m = Oracle.matrix(f, size);
        InnerProduct product = InnerProduct.of(m);
        BigFraction[] a = Oracle.fractions(form.a());
        BigFraction[] b = Oracle.fractions(form.b());
        BigFraction ab = BigFraction.ZERO;
        BigFraction aa = BigFraction.ZERO;
        BigFraction plain = BigFraction.ZERO;
        for (int i = 0; i < size; i++) {
            BigFraction functional = BigFraction.ZERO;
            for (int j = 0; j < size; j++) {
                ab = ab.add(a[i].multiply(f[i][j]).multiply(b[j]));
                aa = aa.add(a[i].multiply(f[i][j]).multiply(a[j]));
                functional = functional.add(f[i][j].multiply(a[j]));
            }
            plain = plain.add(a[i].multiply(b[i]));
            assertEquals(functional, Oracle.fraction(product.functional(form.a()).get(i)));
        }
        assertEquals(ab, Oracle.fraction(product.of(form.a(), form.b())));
        assertEquals(ab, Oracle.fraction(product.of(form.b(), form.a())));
        assertEquals(aa, Oracle.fraction(product.squaredNorm(form.a())));
        assertEquals(plain, Oracle.fraction(InnerProduct.euclidean(size).of(form.a(), form.b())));
        assertEquals(form.a().isZero() ? 0 : 1, Rationals.sign(product.squaredNorm(form.a())));
        assertEquals(m.isDiagonal(), product.isDiagonal());
    }

    /** IN-2: exactly the positive definite matrices are metrics. */
    @Property(tries = 150)
    void metricsAreTheDefiniteMatrices(@ForAll("grams") RationalMatrix m, @ForAll("shifts") Rational shift) {
        BigFraction[][] f = Oracle.fractions(m);
        for (int i = 0; i < f.length; i++) {
            f[i][i] = f[i][i].add(Oracle.fraction(shift));
        }
        RationalMatrix shifted = Oracle.matrix(f, f.length);
        if (Oracle.isPositiveDefinite(f)) {
            assertEquals(shifted, InnerProduct.of(shifted).matrix());
        } else {
            assertThrows(IllegalArgumentException.class, () -> InnerProduct.of(shifted));
        }
    }
}
