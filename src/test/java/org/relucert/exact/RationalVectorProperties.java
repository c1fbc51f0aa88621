package org.relucert.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.math3.fraction.BigFraction;
import org.jscience.mathematics.number.Rational;

class RationalVectorProperties {

    record Instance(RationalVector a, RationalVector b, RationalVector c, Rational s, Rational t) { }

    private static Arbitrary<Instance> instances(int maxSize, Arbitrary<Rational> entries) {
        return Generators.sizes(maxSize).flatMap(size -> Combinators.combine(Generators.vectors(size, entries),
                Generators.vectors(size, entries), Generators.vectors(size, entries), entries, entries).as(Instance::new));
    }

    @Provide
    Arbitrary<Instance> instances() {
        return instances(6, Generators.entries());
    }

    @Provide
    Arbitrary<Instance> wide() {
        return instances(3, Generators.rationals(2000));
    }

    @Property(tries = 240)
    void isAVectorSpaceWithAnInnerProduct(@ForAll("instances") Instance i) {
        checkLaws(i);
        checkEntries(i);
    }

    @Property(tries = 30)
    void isAVectorSpaceWithAnInnerProductAtThousandsOfBits(@ForAll("wide") Instance i) {
        checkLaws(i);
        checkEntries(i);
    }

    private static void checkLaws(Instance i) {
        RationalVector a = i.a();
        RationalVector zero = RationalVector.zero(a.size());
        Oracle.assertSame(a.plus(i.b()), i.b().plus(a));
        Oracle.assertSame(a.plus(i.b()).plus(i.c()), a.plus(i.b().plus(i.c())));
        Oracle.assertSame(a, a.plus(zero));
        Oracle.assertSame(zero, a.minus(a));
        Oracle.assertSame(zero, a.plus(a.opposite()));
        Oracle.assertSame(a.times(Rationals.of(2)), a.plus(a));
        Oracle.assertSame(a.opposite(), a.times(Rationals.of(-1)));
        Oracle.assertSame(zero, a.times(Rationals.ZERO));
        Oracle.assertSame(a, a.times(Rationals.ONE));
        Oracle.assertSame(a.plus(i.b()).times(i.s()), a.times(i.s()).plus(i.b().times(i.s())));
        Oracle.assertSame(a.times(i.s()).times(i.t()), a.times(i.s().times(i.t())));
        Oracle.assertSame(a, a.positivePart().minus(a.opposite().positivePart()));
        assertEquals(Rationals.ZERO, a.positivePart().dot(a.opposite().positivePart()));
        assertEquals(a.dot(i.b()), i.b().dot(a));
        assertEquals(a.dot(i.b()).plus(a.dot(i.c())), a.dot(i.b().plus(i.c())));
        assertEquals(a.times(i.s()).dot(i.b()), a.dot(i.b()).times(i.s()));
        assertEquals(a.isZero(), a.dot(a).isZero());
        assertEquals(a.isZero(), a.equals(zero));
        assertTrue(a.dotSign(a) >= 0);
        assertEquals(Rationals.sign(a.dot(i.b())), a.dotSign(i.b()));
    }

    private static void checkEntries(Instance i) {
        BigFraction[] a = Oracle.fractions(i.a());
        BigFraction[] b = Oracle.fractions(i.b());
        RationalVector sum = i.a().plus(i.b());
        RationalVector difference = i.a().minus(i.b());
        RationalVector scaled = i.a().times(i.s());
        RationalVector longer = i.a().append(i.t());
        BigFraction dot = BigFraction.ZERO;
        for (int k = 0; k < a.length; k++) {
            assertEquals(a[k].add(b[k]), Oracle.fraction(sum.get(k)));
            assertEquals(a[k].subtract(b[k]), Oracle.fraction(difference.get(k)));
            assertEquals(a[k].multiply(Oracle.fraction(i.s())), Oracle.fraction(scaled.get(k)));
            assertEquals(a[k].negate(), Oracle.fraction(i.a().opposite().get(k)));
            assertEquals(a[k].compareTo(BigFraction.ZERO) > 0 ? a[k] : BigFraction.ZERO,
                    Oracle.fraction(i.a().positivePart().get(k)));
            assertEquals(a[k].getNumerator().signum(), i.a().sign(k));
            assertEquals(a[k], Oracle.fraction(longer.get(k)));
            dot = dot.add(a[k].multiply(b[k]));
        }
        assertEquals(a.length + 1, longer.size());
        assertEquals(i.t(), longer.get(a.length));
        Oracle.assertCanonical(longer);
        assertEquals(dot, Oracle.fraction(i.a().dot(i.b())));
    }

    @Provide
    Arbitrary<BigInteger> factors() {
        return Generators.nonzero(500);
    }

    /** However it was built, and whatever factor both sides carried, it is the same value. */
    @Property(tries = 200)
    void equalValuesBuiltDifferentlyAreEqual(@ForAll("instances") Instance i, @ForAll("factors") BigInteger factor) {
        BigInteger[] numerators = new BigInteger[i.a().size()];
        for (int k = 0; k < numerators.length; k++) {
            numerators[k] = i.a().numerator(k).multiply(factor);
        }
        Oracle.assertSame(i.a(), RationalVector.of(numerators, i.a().denominator().multiply(factor)));
        Oracle.assertSame(i.a(), RationalVector.of(i.a().toArray()));
        Oracle.assertSame(i.a(), RationalVector.of(java.util.List.of(i.a().toArray())));
        assertEquals(i.a().equals(i.b()), java.util.Arrays.equals(Oracle.fractions(i.a()), Oracle.fractions(i.b())));
    }
}
