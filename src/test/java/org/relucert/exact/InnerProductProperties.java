package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.math3.fraction.BigFraction;
import org.jscience.mathematics.number.Rational;

class InnerProductProperties {

    @Provide
    Arbitrary<RationalMatrix> grams() {
        return LdltProperties.gramMatrices();
    }

    @Provide
    Arbitrary<Rational> shifts() {
        return Generators.entries();
    }

    record Form(RationalMatrix m, RationalVector a, RationalVector b) { }

    @Provide
    Arbitrary<Form> forms() {
        return LdltProperties.gramMatrices().flatMap(m -> Combinators.combine(Generators.vectors(m.rows(), Generators.entries()),
                Generators.vectors(m.rows(), Generators.entries())).as((a, b) -> new Form(m, a, b)));
    }

    /** a^T M b by hand, for M a Gram matrix plus the identity. */
    @Property(tries = 300)
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
        BigInteger p = aa.getNumerator();
        BigInteger q = aa.getDenominator();
        for (int side = -1; side <= 1; side++) {
            // Another pair for the same number, and the next ones below and above it.
            assertEquals(-side, product.compareSquaredNorm(form.a(), p.multiply(BigInteger.TEN).add(BigInteger.valueOf(side)),
                    q.multiply(BigInteger.TEN)));
        }
    }

    /** IN-2: exactly the positive definite matrices are metrics. */
    @Property(tries = 300)
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
