package org.relucert.checker;

import java.math.BigInteger;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * The data rows of one side as {@link Cone} needs them: each functional M x_i as a primitive integer vector, and the
 * coefficients by which nu_i &lt;x_i, u&gt; = c_i/denominator * (primitive . u).
 *
 * @param primitive n x D, coprime integers; zero for a zero row
 * @param coefficients c_i, with the sign of nu_i
 * @param denominator positive, common to all coefficients
 */
public record ConeRows(BigInteger[][] primitive, BigInteger[] coefficients, BigInteger denominator) {

    /** The rows of a problem with a dual vector, or with -nu for the other side. */
    public static ConeRows of(Problem problem, RationalVector nu) {
        int n = problem.rows();
        BigInteger[][] primitive = new BigInteger[n][];
        Rational[] factors = new Rational[n];
        for (int i = 0; i < n; i++) {
            RationalVector functional = problem.functional(i);
            BigInteger content = content(functional);
            primitive[i] = new BigInteger[functional.size()];
            for (int k = 0; k < functional.size(); k++) {
                primitive[i][k] = functional.numerator(k).divide(content);
            }
            factors[i] = nu.get(i).times(Rationals.of(content, functional.denominator()));
        }
        RationalVector coefficients = RationalVector.of(factors);
        BigInteger[] numerators = new BigInteger[n];
        for (int i = 0; i < n; i++) {
            numerators[i] = coefficients.numerator(i);
        }
        return new ConeRows(primitive, numerators, coefficients.denominator());
    }

    /** The gcd of the numerators, 1 for a zero vector. */
    static BigInteger content(RationalVector v) {
        BigInteger gcd = BigInteger.ZERO;
        for (int k = 0; k < v.size(); k++) {
            gcd = gcd.gcd(v.numerator(k));
        }
        return gcd.signum() == 0 ? BigInteger.ONE : gcd;
    }

    /** Number of rows n. */
    public int size() {
        return primitive.length;
    }

    /** Dimension D. */
    public int dimension() {
        return primitive[0].length;
    }
}
