package org.relucert.prover;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;

/**
 * Exact solutions of large linear systems by p-adic lifting (Dixon 1982): a solution modulo a prime is lifted digit by digit until
 * a fraction for each unknown can be read off, and put into the system.
 *
 * <p>Elimination works on minors all the way, n^3 numbers as long as the solution; a digit costs n^2 products of words. For 200
 * unknowns, of some ten thousand bits each, that is seconds instead of many minutes.
 */
final class PadicSolver {

    private static final long PRIME = Integer.MAX_VALUE;
    private static final int PRIME_BITS = 31;
    /** Systems of smaller rank are eliminated. */
    private static final int LEAST_RANK = 16;
    /** Largest rank: sums of so many products of {@link #PRIME_BITS} and {@link #HALF} bits are words. */
    private static final int MOST_RANK = 1 << 15;
    /** Bits of the lower half of a digit. */
    private static final int HALF = 16;
    private static final long HALF_MASK = (1L << HALF) - 1;
    /** Bits of a limb of an entry. */
    private static final int LIMB = 30;
    private static final BigInteger LIMB_MASK = BigInteger.valueOf((1L << LIMB) - 1);
    /** Digits before the first look for fractions. */
    private static final int FIRST_LOOK = 8;

    /** Column after column, integers without a common factor. */
    private final BigInteger[][] columns;
    private final BigInteger[] right;
    /** The part of the system that is solved: as many rows as columns, regular modulo the prime. */
    private final int[] rows;
    private final int[] unknowns;

    private PadicSolver(BigInteger[][] columns, BigInteger[] right, int[] rows, int[] unknowns) {
        this.columns = columns;
        this.right = right;
        this.rows = rows;
        this.unknowns = unknowns;
    }

    /** One solution of A x = b, empty if there is none. */
    static Optional<RationalVector> solve(RationalMatrix a, RationalVector b) {
        return lifted(a, b).or(() -> Elimination.solve(a, b));
    }

    /** The same; empty also where the system is small or the prime unlucky. */
    static Optional<RationalVector> lifted(RationalMatrix a, RationalVector b) {
        if (Math.min(a.rows(), a.columns()) < LEAST_RANK) {
            return Optional.empty();
        }
        // A = N / s, b = c / t, and column j of N is g_j times that of P: P z = c, x_j = s z_j / (t g_j)
        BigInteger[][] columns = new BigInteger[a.columns()][a.rows()];
        BigInteger[] contents = new BigInteger[columns.length];
        for (int j = 0; j < columns.length; j++) {
            BigInteger content = BigInteger.ZERO;
            for (int i = 0; i < a.rows(); i++) {
                content = content.gcd(a.numerator(i, j));
            }
            contents[j] = content.max(BigInteger.ONE);
            for (int i = 0; i < a.rows(); i++) {
                columns[j][i] = a.numerator(i, j).divide(contents[j]);
            }
        }
        BigInteger[] right = new BigInteger[b.size()];
        Arrays.setAll(right, b::numerator);
        return Optional.ofNullable(ofIntegers(columns, right)).map(solution -> {
            BigInteger[] numerators = new BigInteger[columns.length];
            BigInteger[] denominators = new BigInteger[columns.length];
            for (int j = 0; j < columns.length; j++) {
                numerators[j] = solution.numerators[j].multiply(a.denominator());
                denominators[j] = solution.denominator.multiply(b.denominator()).multiply(contents[j]);
            }
            return RationalVector.of(numerators, denominators);
        });
    }

    /** Fractions over a common denominator. */
    private record Fractions(BigInteger[] numerators, BigInteger denominator) { }

    /** A solution, zero where no pivot is modulo the prime; null if there is none, or the prime is unlucky. */
    private static Fractions ofIntegers(BigInteger[][] columns, BigInteger[] right) {
        long[][] reduced = new long[right.length][columns.length + 1];
        for (int i = 0; i < right.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                reduced[i][j] = residue(columns[j][i]);
            }
            reduced[i][columns.length] = residue(right[i]);
        }
        int[] order = new int[right.length];
        Arrays.setAll(order, i -> i);
        int[] pivots = eliminate(reduced, order, columns.length + 1);
        int rank = pivots.length;
        if (rank < LEAST_RANK || rank > MOST_RANK || pivots[rank - 1] == columns.length) {
            return null;
        }
        return new PadicSolver(columns, right, Arrays.copyOf(order, rank), pivots).lift();
    }

    private static long residue(BigInteger number) {
        return number.bitLength() < Long.SIZE ? Math.floorMod(number.longValue(), PRIME)
                : number.mod(BigInteger.valueOf(PRIME)).longValue();
    }

    /**
     * Gauss-Jordan elimination modulo the prime, in place.
     *
     * @param order of the rows, which is changed with them
     * @param pivotable so many of the first columns may have pivots
     * @return the columns of the pivots, ascending
     */
    private static int[] eliminate(long[][] matrix, int[] order, int pivotable) {
        List<Integer> pivots = new ArrayList<>();
        for (int column = 0; column < pivotable && pivots.size() < matrix.length; column++) {
            int row = pivots.size();
            int found = row;
            while (found < matrix.length && matrix[found][column] == 0) {
                found++;
            }
            if (found == matrix.length) {
                continue;
            }
            long[] pivot = matrix[found];
            matrix[found] = matrix[row];
            matrix[row] = pivot;
            int kept = order[found];
            order[found] = order[row];
            order[row] = kept;
            long inverse = BigInteger.valueOf(pivot[column]).modInverse(BigInteger.valueOf(PRIME)).longValue();
            for (int j = column; j < pivot.length; j++) {
                pivot[j] = pivot[j] * inverse % PRIME;
            }
            for (long[] other : matrix) {
                long factor = PRIME - other[column];
                if (other != pivot && factor < PRIME) {
                    for (int j = column; j < pivot.length; j++) {
                        other[j] = (other[j] + factor * pivot[j]) % PRIME;
                    }
                }
            }
            pivots.add(column);
        }
        return pivots.stream().mapToInt(j -> j).toArray();
    }

    /** The inverse of the part modulo the prime. */
    private long[][] inverse() {
        int rank = rows.length;
        long[][] work = new long[rank][2 * rank];
        for (int i = 0; i < rank; i++) {
            for (int j = 0; j < rank; j++) {
                work[i][j] = residue(columns[unknowns[j]][rows[i]]);
            }
            work[i][rank + i] = 1;
        }
        eliminate(work, new int[rank], rank);
        long[][] inverse = new long[rank][];
        Arrays.setAll(inverse, i -> Arrays.copyOfRange(work[i], rank, 2 * rank));
        return inverse;
    }

    /** Row after row, the limbs of the entries of the part, lowest first; only the highest has a sign. */
    private long[][][] limbs() {
        int longest = Arrays.stream(unknowns).map(j -> bits(columns[j])).max().getAsInt();
        long[][][] limbs = new long[longest / LIMB + 1][rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                BigInteger entry = columns[unknowns[j]][rows[i]];
                for (int l = 0; l < limbs.length; l++) {
                    BigInteger limb = entry.shiftRight(l * LIMB);
                    limbs[l][i][j] = (l < limbs.length - 1 ? limb.and(LIMB_MASK) : limb).longValueExact();
                }
            }
        }
        return limbs;
    }

    private Fractions lift() {
        long[][] inverse = inverse();
        long[][][] limbs = limbs();
        BigInteger prime = BigInteger.valueOf(PRIME);
        int rank = rows.length;
        BigInteger[] rest = new BigInteger[rank];
        Arrays.setAll(rest, i -> right[rows[i]]);
        long[] low = new long[rank];
        long[] high = new long[rank];
        List<long[]> digits = new ArrayList<>();
        int look = FIRST_LOOK;
        int most = mostDigits();
        while (true) {
            // rest = p^k-th part of c - P (digits so far); its solution modulo p is the next digit
            for (int i = 0; i < rank; i++) {
                split(residue(rest[i]), i, low, high);
            }
            long[] digit = new long[rank];
            for (int i = 0; i < rank; i++) {
                digit[i] = ((dot(inverse[i], high) % PRIME << HALF) + dot(inverse[i], low)) % PRIME;
            }
            digits.add(digit);
            for (int i = 0; i < rank; i++) {
                split(digit[i], i, low, high);
            }
            for (int i = 0; i < rank; i++) {
                BigInteger product = BigInteger.ZERO;
                for (int l = limbs.length - 1; l >= 0; l--) {
                    product = product.shiftLeft(LIMB).add(BigInteger.valueOf(dot(limbs[l][i], high)).shiftLeft(HALF))
                            .add(BigInteger.valueOf(dot(limbs[l][i], low)));
                }
                rest[i] = rest[i].subtract(product).divide(prime);
            }
            if (digits.size() == look || digits.size() == most) {
                Fractions fractions = fractions(digits);
                if (fractions != null && isSolution(fractions)) {
                    return fractions;
                }
                if (digits.size() == most) {
                    return null;
                }
                look = Math.min(most, look + look / 2);
            }
        }
    }

    private static void split(long number, int i, long[] low, long[] high) {
        low[i] = number & HALF_MASK;
        high[i] = number >> HALF;
    }

    private static long dot(long[] a, long[] b) {
        long sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    /** So many that the solution of the part is known: twice the bits of determinants (Hadamard), for numerator and denominator. */
    private int mostDigits() {
        long bits = 0;
        int logarithm = Integer.SIZE - Integer.numberOfLeadingZeros(rows.length);
        for (int j : unknowns) {
            bits += bits(columns[j]) + logarithm;
        }
        return Math.toIntExact(2 * (bits + bits(right) + logarithm) / (PRIME_BITS - 1) + 2);
    }

    private static int bits(BigInteger[] numbers) {
        return Arrays.stream(numbers).mapToInt(BigInteger::bitLength).max().orElse(0);
    }

    /** Fractions of small numerators over a small common denominator that have these digits; null if there are none. */
    private Fractions fractions(List<long[]> digits) {
        BigInteger modulus = BigInteger.valueOf(PRIME).pow(digits.size());
        BigInteger largest = modulus.shiftRight(1).sqrt();
        BigInteger denominator = BigInteger.ONE;
        BigInteger[] numerators = new BigInteger[columns.length];
        Arrays.fill(numerators, BigInteger.ZERO);
        for (int j = 0; j < unknowns.length; j++) {
            BigInteger value = value(digits, j, 0, digits.size()).multiply(denominator).mod(modulus);
            BigInteger numerator = value.compareTo(modulus.shiftRight(1)) > 0 ? value.subtract(modulus) : value;
            if (numerator.abs().compareTo(largest) > 0) {
                BigInteger[] fraction = fraction(value, modulus, largest);
                denominator = denominator.multiply(fraction[1]);
                if (denominator.compareTo(largest) > 0) {
                    return null;
                }
                for (int before = 0; before < j; before++) {
                    numerators[unknowns[before]] = numerators[unknowns[before]].multiply(fraction[1]);
                }
                numerator = fraction[0];
            }
            numerators[unknowns[j]] = numerator;
        }
        return new Fractions(numerators, denominator);
    }

    /** The number of some digits of unknown j: halves first, so that most products are of long numbers. */
    private static BigInteger value(List<long[]> digits, int j, int from, int to) {
        if (to - from == 1) {
            return BigInteger.valueOf(digits.get(from)[j]);
        }
        int middle = from + to >>> 1;
        return value(digits, j, middle, to).multiply(BigInteger.valueOf(PRIME).pow(middle - from)).add(value(digits, j, from, middle));
    }

    /** The first remainder of Euclid's algorithm that is small enough, over its cofactor: n and d with n = d value modulo the modulus. */
    private static BigInteger[] fraction(BigInteger value, BigInteger modulus, BigInteger largest) {
        BigInteger before = modulus;
        BigInteger now = value;
        BigInteger cofactorBefore = BigInteger.ZERO;
        BigInteger cofactor = BigInteger.ONE;
        while (now.compareTo(largest) > 0) {
            BigInteger[] division = before.divideAndRemainder(now);
            before = now;
            now = division[1];
            BigInteger next = cofactorBefore.subtract(division[0].multiply(cofactor));
            cofactorBefore = cofactor;
            cofactor = next;
        }
        return cofactor.signum() < 0 ? new BigInteger[] {now.negate(), cofactor.negate()} : new BigInteger[] {now, cofactor};
    }

    /** Whether all rows hold, exactly. */
    private boolean isSolution(Fractions fractions) {
        for (int i = 0; i < right.length; i++) {
            BigInteger sum = right[i].multiply(fractions.denominator).negate();
            for (int j : unknowns) {
                sum = sum.add(columns[j][i].multiply(fractions.numerators[j]));
            }
            if (sum.signum() != 0) {
                return false;
            }
        }
        return true;
    }
}
