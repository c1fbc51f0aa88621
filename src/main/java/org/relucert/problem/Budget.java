package org.relucert.problem;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Supplier;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * What the numbers of one file may cost: how many, and how many bits.
 *
 * <p>Vectors and matrices are kept over a common denominator, and it is this that lets a short file grow: a thousand short
 * fractions with different prime denominators have a long one. So every vector and matrix that is read is built here and
 * pays the bits of its common denominator once for each entry.
 */
final class Budget {

    private final String file;
    private final int maxNumbers;
    private final long maxBits;
    private int numbers;
    private long bits;

    /** The budget of a file. */
    Budget(String file) {
        this(file, Limits.NUMBERS, Limits.BITS);
    }

    Budget(String file, int maxNumbers, long maxBits) {
        this.file = file;
        this.maxNumbers = maxNumbers;
        this.maxBits = maxBits;
    }

    /** Reads a number and pays for it. */
    Rational number(String text, String field) {
        BigInteger[] fraction = fraction(text, () -> field);
        return Rationals.of(fraction[0], fraction[1]);
    }

    /** The same as numerator and positive denominator, in lowest terms; the field is asked for where it is complained of. */
    BigInteger[] fraction(String text, Supplier<String> field) {
        BigInteger[] fraction = NumberText.fraction(text, file, field);
        if (numbers == maxNumbers) {
            throw new InputException(file, field.get(), "expected at most " + maxNumbers + " numbers in a file, found more");
        }
        numbers++;
        pay(NumberText.bits(fraction), field);
        return fraction;
    }

    /** The vector of entries of a field, as {@link #fraction} reads them. */
    RationalVector vector(List<BigInteger[]> entries, Supplier<String> field) {
        BigInteger common = BigInteger.ONE;
        BigInteger[] numerators = new BigInteger[entries.size()];
        BigInteger[] denominators = new BigInteger[entries.size()];
        for (int k = 0; k < numerators.length; k++) {
            numerators[k] = entries.get(k)[0];
            denominators[k] = entries.get(k)[1];
            common = grow(common, denominators[k], numerators.length, field);
        }
        return RationalVector.of(numerators, denominators);
    }

    /** The matrix of rows of a field, each of the given size. */
    RationalMatrix matrix(List<RationalVector> rows, int columns, String field) {
        BigInteger common = BigInteger.ONE;
        for (RationalVector row : rows) {
            common = grow(common, row.denominator(), (long) rows.size() * columns, () -> field);
        }
        return RationalMatrix.ofRows(rows, columns);
    }

    /** The least common multiple, the growth paid for by each entry. */
    private BigInteger grow(BigInteger common, BigInteger denominator, long entries, Supplier<String> field) {
        BigInteger grown = Rationals.lcm(common, denominator);
        pay((grown.bitLength() - common.bitLength()) * entries, field);
        return grown;
    }

    private void pay(long more, Supplier<String> field) {
        bits += more;
        if (bits > maxBits) {
            throw new InputException(file, field.get(),
                    "expected numbers of at most " + maxBits + " bits in a file, over common denominators, found more");
        }
    }
}
