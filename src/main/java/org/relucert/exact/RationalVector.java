package org.relucert.exact;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.jscience.mathematics.number.Rational;

/**
 * An immutable vector of rationals, kept as integers over one positive denominator without common factor.
 *
 * <p>Sizes from 0. Operations on vectors of different sizes throw {@link IllegalArgumentException}.
 */
public final class RationalVector {

    private final BigInteger[] numerators;
    private final BigInteger denominator;

    private RationalVector(BigInteger[] numerators, BigInteger denominator) {
        this.numerators = numerators;
        this.denominator = denominator;
    }

    /** The vector with these entries. */
    public static RationalVector of(Rational... entries) {
        BigInteger[] numerators = new BigInteger[entries.length];
        BigInteger[] denominators = new BigInteger[entries.length];
        for (int i = 0; i < entries.length; i++) {
            numerators[i] = Rationals.numerator(entries[i]);
            denominators[i] = Rationals.denominator(entries[i]);
        }
        return of(numerators, denominators);
    }

    /** The vector with the entries numerators[i] / denominators[i], denominators positive. */
    public static RationalVector of(BigInteger[] numerators, BigInteger[] denominators) {
        RationalVector small = ofSmall(numerators, denominators);
        if (small != null) {
            return small;
        }
        BigInteger common = BigInteger.ONE;
        for (BigInteger denominator : denominators) {
            if (denominator.signum() <= 0) {
                throw new ArithmeticException("denominator is not positive");
            }
            common = Rationals.lcm(common, denominator);
        }
        BigInteger[] scaled = numerators.clone();
        for (int i = 0; i < scaled.length; i++) {
            if (!denominators[i].equals(common)) {
                scaled[i] = scaled[i].multiply(common.divide(denominators[i]));
            }
        }
        return of(scaled, common);
    }

    /** The same in words, of numbers and a common denominator below 2^31 in absolute value; null for others. */
    private static RationalVector ofSmall(BigInteger[] numerators, BigInteger[] denominators) {
        long common = 1;
        for (int i = 0; i < numerators.length; i++) {
            if (numerators[i].bitLength() >= Integer.SIZE || denominators[i].bitLength() >= Integer.SIZE
                    || denominators[i].signum() <= 0) {
                return null;
            }
            long denominator = denominators[i].longValue();
            if (common % denominator != 0) {
                common = common / Rationals.gcd(common, denominator) * denominator;
            }
            if (common > Integer.MAX_VALUE) {
                return null;
            }
        }
        long[] scaled = new long[numerators.length];
        long gcd = common;
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = numerators[i].longValue() * (common / denominators[i].longValue());
            gcd = gcd == 1 ? 1 : Rationals.gcd(gcd, scaled[i]);
        }
        BigInteger[] reduced = numerators.clone();
        for (int i = 0; i < reduced.length; i++) {
            if (scaled[i] != gcd * numerators[i].longValue()) {
                reduced[i] = BigInteger.valueOf(scaled[i] / gcd);
            }
        }
        return new RationalVector(reduced, BigInteger.valueOf(common / gcd));
    }

    /** The vector with these entries. */
    public static RationalVector of(List<Rational> entries) {
        return of(entries.toArray(new Rational[0]));
    }

    /** The vector of integers. */
    public static RationalVector of(long... entries) {
        BigInteger[] numerators = new BigInteger[entries.length];
        for (int i = 0; i < entries.length; i++) {
            numerators[i] = BigInteger.valueOf(entries[i]);
        }
        return new RationalVector(numerators, BigInteger.ONE);
    }

    /**
     * The vector numerators / denominator.
     *
     * @throws ArithmeticException if the denominator is zero
     */
    public static RationalVector of(BigInteger[] numerators, BigInteger denominator) {
        if (denominator.signum() == 0) {
            throw new ArithmeticException("denominator is zero");
        }
        if (denominator.signum() > 0 && denominator.bitCount() == 1) {
            return overPowerOfTwo(numerators, denominator);
        }
        BigInteger gcd = denominator;
        for (int i = 0; i < numerators.length && !gcd.equals(BigInteger.ONE); i++) {
            gcd = Rationals.gcd(gcd, numerators[i]);
        }
        gcd = gcd.abs();
        if (denominator.signum() < 0) {
            gcd = gcd.negate();
        }
        BigInteger[] reduced = numerators.clone();
        if (!gcd.equals(BigInteger.ONE)) {
            for (int i = 0; i < reduced.length; i++) {
                reduced[i] = reduced[i].divide(gcd);
            }
        }
        return new RationalVector(reduced, denominator.divide(gcd));
    }

    /** The same where only factors 2 can be common, which need no gcd. */
    private static RationalVector overPowerOfTwo(BigInteger[] numerators, BigInteger denominator) {
        int common = denominator.getLowestSetBit();
        for (int i = 0; i < numerators.length && common > 0; i++) {
            if (numerators[i].signum() != 0) {
                common = Math.min(common, numerators[i].getLowestSetBit());
            }
        }
        BigInteger[] reduced = numerators.clone();
        if (common > 0) {
            for (int i = 0; i < reduced.length; i++) {
                reduced[i] = reduced[i].shiftRight(common);
            }
        }
        return new RationalVector(reduced, denominator.shiftRight(common));
    }

    /** The zero vector of a size. */
    public static RationalVector zero(int size) {
        BigInteger[] numerators = new BigInteger[size];
        Arrays.fill(numerators, BigInteger.ZERO);
        return new RationalVector(numerators, BigInteger.ONE);
    }

    /** The k-th unit vector of a size. */
    public static RationalVector unit(int size, int k) {
        BigInteger[] numerators = new BigInteger[size];
        Arrays.fill(numerators, BigInteger.ZERO);
        numerators[k] = BigInteger.ONE;
        return new RationalVector(numerators, BigInteger.ONE);
    }

    /** Number of entries. */
    public int size() {
        return numerators.length;
    }

    /** Entry i. */
    public Rational get(int i) {
        return Rationals.of(numerators[i], denominator);
    }

    /** Numerator of entry i over {@link #denominator()}. */
    public BigInteger numerator(int i) {
        return numerators[i];
    }

    /** The common denominator, positive. */
    public BigInteger denominator() {
        return denominator;
    }

    /** Length of the longest numerator, or of the denominator. */
    public int bits() {
        int longest = denominator.bitLength();
        for (BigInteger numerator : numerators) {
            longest = Math.max(longest, numerator.bitLength());
        }
        return longest;
    }

    /** -1, 0 or 1: the sign of entry i. */
    public int sign(int i) {
        return numerators[i].signum();
    }

    /** Whether every entry is zero. */
    public boolean isZero() {
        for (BigInteger numerator : numerators) {
            if (numerator.signum() != 0) {
                return false;
            }
        }
        return true;
    }

    /** this + other. */
    public RationalVector plus(RationalVector other) {
        return combine(other, false);
    }

    /** this - other. */
    public RationalVector minus(RationalVector other) {
        return combine(other, true);
    }

    private RationalVector combine(RationalVector other, boolean subtract) {
        requireSameSize(other);
        BigInteger common = Rationals.lcm(denominator, other.denominator);
        BigInteger left = common.divide(denominator);
        BigInteger right = common.divide(other.denominator);
        if (subtract) {
            right = right.negate();
        }
        BigInteger[] sum = new BigInteger[numerators.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = numerators[i].multiply(left).add(other.numerators[i].multiply(right));
        }
        return of(sum, common);
    }

    /** -this. */
    public RationalVector opposite() {
        BigInteger[] negated = new BigInteger[numerators.length];
        for (int i = 0; i < negated.length; i++) {
            negated[i] = numerators[i].negate();
        }
        return new RationalVector(negated, denominator);
    }

    /** factor * this. */
    public RationalVector times(Rational factor) {
        BigInteger p = Rationals.numerator(factor);
        BigInteger[] scaled = new BigInteger[numerators.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = numerators[i].multiply(p);
        }
        return of(scaled, denominator.multiply(Rationals.denominator(factor)));
    }

    /** A combination of many vectors under construction: integers over a common denominator, reduced once at the end. */
    public static final class Sum {

        private final BigInteger[] numerators;
        private BigInteger denominator = BigInteger.ONE;

        /** Zero. */
        public Sum(int size) {
            numerators = new BigInteger[size];
            Arrays.fill(numerators, BigInteger.ZERO);
        }

        /** Adds v p/q, q positive. */
        public void add(RationalVector v, BigInteger p, BigInteger q) {
            if (v.size() != numerators.length || q.signum() <= 0) {
                throw new IllegalArgumentException("a vector of size " + v.size() + " over " + q + " to a sum of size "
                        + numerators.length);
            }
            if (p.signum() == 0) {
                return;
            }
            BigInteger own = v.denominator.multiply(q);
            BigInteger factor = p;
            if (!own.equals(denominator)) {
                BigInteger common = Rationals.lcm(denominator, own);
                if (!common.equals(denominator)) {
                    BigInteger scale = common.divide(denominator);
                    for (int i = 0; i < numerators.length; i++) {
                        numerators[i] = numerators[i].multiply(scale);
                    }
                    denominator = common;
                }
                factor = p.multiply(common.divide(own));
            }
            for (int i = 0; i < numerators.length; i++) {
                if (v.numerators[i].signum() != 0) {
                    numerators[i] = numerators[i].add(v.numerators[i].multiply(factor));
                }
            }
        }

        /** Adds v. */
        public void add(RationalVector v) {
            add(v, BigInteger.ONE, BigInteger.ONE);
        }

        /** The sum so far. */
        public RationalVector value() {
            return of(numerators, denominator);
        }
    }

    /** The plain dot product of two vectors. */
    public Rational dot(RationalVector other) {
        return Rationals.of(integerDot(other), denominator.multiply(other.denominator));
    }

    /** The sign of the plain dot product. */
    public int dotSign(RationalVector other) {
        return integerDot(other).signum();
    }

    private BigInteger integerDot(RationalVector other) {
        requireSameSize(other);
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < numerators.length; i++) {
            if (numerators[i].signum() != 0 && other.numerators[i].signum() != 0) {
                sum = sum.add(numerators[i].multiply(other.numerators[i]));
            }
        }
        return sum;
    }

    /** The positive parts of the entries, (v)_+. */
    public RationalVector positivePart() {
        BigInteger[] positive = new BigInteger[numerators.length];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = numerators[i].max(BigInteger.ZERO);
        }
        return of(positive, denominator);
    }

    /** The entries followed by one more. */
    public RationalVector append(Rational last) {
        BigInteger[] entries = Arrays.copyOf(numerators, size() + 1);
        BigInteger[] denominators = new BigInteger[entries.length];
        Arrays.fill(denominators, denominator);
        entries[size()] = Rationals.numerator(last);
        denominators[size()] = Rationals.denominator(last);
        return of(entries, denominators);
    }

    /** The entries, in order, in a fresh array. */
    public Rational[] toArray() {
        Rational[] entries = new Rational[numerators.length];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = get(i);
        }
        return entries;
    }

    private void requireSameSize(RationalVector other) {
        if (size() != other.size()) {
            throw new IllegalArgumentException("vectors of sizes " + size() + " and " + other.size());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RationalVector that && denominator.equals(that.denominator)
                && Arrays.equals(numerators, that.numerators);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(numerators) + denominator.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < numerators.length; i++) {
            text.append(i == 0 ? "" : ", ").append(Rationals.text(get(i)));
        }
        return text.append(')').toString();
    }
}
