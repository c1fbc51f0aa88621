package org.relucert.prover;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.PathNeuron;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * Neurons that change a network's output at one data row only, three for each row: numbers as short as those of the data, where
 * weights that solve for all rows at once are as long as determinants.
 *
 * <p>With functionals of the rows p_i (integers without a common factor), g . p_i = 0, c . p_i = 1 and |g . p_j| &gt;= |c . p_j| for
 * all rows not on the line of p_i, the function ((g + c) . p)_+ + ((g - c) . p)_+ - 2 (g . p)_+ is 1 at p_i, and 0 at those: there
 * the three arguments have one sign, or vanish. On -p_i it is 1 too, so a row opposite to another one has no such neurons.
 */
final class LocalCorrection {

    /** Hyperplanes through a row that are looked at: that which keeps farthest from the others costs least. */
    private static final int TRIES = 20;
    private static final int LARGEST_ENTRY = 99;

    private final Problem problem;
    /** p_i; null for a row of zeros. */
    private final BigInteger[][] rows;
    private final Random random = new Random(1);

    private LocalCorrection(Problem problem) {
        this.problem = problem;
        rows = new BigInteger[problem.rows()][];
        Arrays.setAll(rows, i -> problem.functional(i).isZero() ? null : primitive(numerators(problem.functional(i))));
    }

    /** Neurons whose outputs add up to this; empty if there are none of this kind. */
    static Optional<List<PathNeuron>> of(Problem problem, RationalVector target) {
        LocalCorrection correction = new LocalCorrection(problem);
        List<PathNeuron> neurons = new ArrayList<>();
        RationalVector left = target;
        for (int i = 0; i < target.size(); i++) {
            // rows on one ray are corrected together
            if (left.sign(i) != 0) {
                Optional<List<PathNeuron>> some = correction.at(i, left.get(i));
                if (some.isEmpty()) {
                    return Optional.empty();
                }
                for (PathNeuron neuron : some.get()) {
                    left = left.minus(neuron.output(problem));
                    neurons.add(neuron);
                }
            }
        }
        return left.isZero() ? Optional.of(neurons) : Optional.empty();
    }

    private Optional<List<PathNeuron>> at(int i, Rational value) {
        BigInteger[] p = rows[i];
        if (p == null || Arrays.stream(rows).anyMatch(other -> isOpposite(p, other))) {
            return Optional.empty();
        }
        BigInteger[] c = bezout(p);
        BigInteger[] best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int t = 0; t < TRIES; t++) {
            BigInteger[] g = orthogonal(p);
            int shift = shift(g, c, p);
            if (shift >= 0) {
                BigInteger[] shifted = new BigInteger[g.length];
                Arrays.setAll(shifted, k -> g[k].shiftLeft(shift));
                double cost = Floats.of(problem.penaltySquared(vector(shifted)));
                if (cost > 0 && cost < least) {
                    least = cost;
                    best = shifted;
                }
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        // at row i the function is (functional of i) . c, a positive multiple of p_i . c
        Rational weight = value.divide(problem.functional(i).dot(vector(c)));
        RationalVector g = vector(best);
        return Optional.of(List.of(neuron(weight, g.plus(vector(c))), neuron(weight, g.minus(vector(c))),
                neuron(weight.times(Rationals.of(-2)), g)));
    }

    private PathNeuron neuron(Rational weight, RationalVector direction) {
        return Networks.withMajorant(problem, new PathNeuron(Rationals.sign(weight), weight.abs(), direction, Rationals.ZERO));
    }

    /** The least s &gt;= 0 for which 2^s |g . p_j| is surely at least |c . p_j| for all rows but those of p; -1 if there is none. */
    private int shift(BigInteger[] g, BigInteger[] c, BigInteger[] p) {
        int shift = 0;
        for (BigInteger[] row : rows) {
            if (row != null && !Arrays.equals(row, p)) {
                BigInteger product = dot(g, row);
                if (product.signum() == 0) {
                    return -1;
                }
                shift = Math.max(shift, dot(c, row).abs().bitLength() - product.abs().bitLength() + 1);
            }
        }
        return shift;
    }

    /** A random integer vector orthogonal to p, zero in one dimension. */
    private BigInteger[] orthogonal(BigInteger[] p) {
        BigInteger[] any = random.ints(p.length, -LARGEST_ENTRY, LARGEST_ENTRY + 1).mapToObj(BigInteger::valueOf)
                .toArray(BigInteger[]::new);
        BigInteger square = dot(p, p);
        BigInteger along = dot(any, p);
        BigInteger[] g = new BigInteger[p.length];
        Arrays.setAll(g, k -> any[k].multiply(square).subtract(p[k].multiply(along)));
        return primitive(g);
    }

    /** c with c . p = 1, for p without a common factor: Euclid's algorithm from entry to entry. */
    private static BigInteger[] bezout(BigInteger[] p) {
        BigInteger[] c = new BigInteger[p.length];
        Arrays.fill(c, BigInteger.ZERO);
        BigInteger gcd = BigInteger.ZERO;
        for (int k = 0; k < p.length && !gcd.equals(BigInteger.ONE); k++) {
            // x gcd + y p_k = their greatest common divisor
            BigInteger x = BigInteger.ONE;
            BigInteger y = BigInteger.ZERO;
            BigInteger nextX = BigInteger.ZERO;
            BigInteger nextY = BigInteger.ONE;
            BigInteger rest = p[k];
            while (rest.signum() != 0) {
                BigInteger[] division = gcd.divideAndRemainder(rest);
                gcd = rest;
                rest = division[1];
                BigInteger x2 = x.subtract(division[0].multiply(nextX));
                BigInteger y2 = y.subtract(division[0].multiply(nextY));
                x = nextX;
                y = nextY;
                nextX = x2;
                nextY = y2;
            }
            BigInteger sign = BigInteger.valueOf(gcd.signum());
            for (int j = 0; j < k; j++) {
                c[j] = c[j].multiply(x).multiply(sign);
            }
            c[k] = y.multiply(sign);
            gcd = gcd.abs();
        }
        return c;
    }

    private static boolean isOpposite(BigInteger[] p, BigInteger[] other) {
        if (other == null) {
            return false;
        }
        for (int k = 0; k < p.length; k++) {
            if (!p[k].negate().equals(other[k])) {
                return false;
            }
        }
        return true;
    }

    private static BigInteger[] numerators(RationalVector v) {
        BigInteger[] numerators = new BigInteger[v.size()];
        Arrays.setAll(numerators, v::numerator);
        return numerators;
    }

    private static BigInteger[] primitive(BigInteger[] entries) {
        BigInteger content = Arrays.stream(entries).reduce(BigInteger.ZERO, BigInteger::gcd);
        return content.signum() == 0 ? entries : Arrays.stream(entries).map(entry -> entry.divide(content)).toArray(BigInteger[]::new);
    }

    private static BigInteger dot(BigInteger[] a, BigInteger[] b) {
        BigInteger sum = BigInteger.ZERO;
        for (int k = 0; k < a.length; k++) {
            sum = sum.add(a[k].multiply(b[k]));
        }
        return sum;
    }

    private static RationalVector vector(BigInteger[] entries) {
        return RationalVector.of(entries, BigInteger.ONE);
    }
}
