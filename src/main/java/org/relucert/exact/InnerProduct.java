package org.relucert.exact;

import java.math.BigInteger;
import org.jscience.mathematics.number.Rational;

/**
 * The inner product &lt;a, b&gt;_M = a^T M b of the input space (mathematics, 0.1), M symmetric positive definite.
 */
public final class InnerProduct {

    private final RationalMatrix matrix;
    private final boolean euclidean;

    private InnerProduct(RationalMatrix matrix) {
        this.matrix = matrix;
        this.euclidean = matrix.equals(RationalMatrix.identity(matrix.rows()));
    }

    /**
     * The inner product of a matrix (obligation IN-2).
     *
     * @throws IllegalArgumentException if the matrix is not symmetric or not positive definite
     */
    public static InnerProduct of(RationalMatrix matrix) {
        if (!Ldlt.isPositiveDefinite(matrix)) {
            throw new IllegalArgumentException("the matrix is not positive definite");
        }
        return new InnerProduct(matrix);
    }

    /** The Euclidean inner product in a dimension. */
    public static InnerProduct euclidean(int dimension) {
        return new InnerProduct(RationalMatrix.identity(dimension));
    }

    /** The dimension of the space. */
    public int dimension() {
        return matrix.rows();
    }

    /** M. */
    public RationalMatrix matrix() {
        return matrix;
    }

    /** The functional &lt;a, .&gt;_M, that is M a. */
    public RationalVector functional(RationalVector a) {
        return euclidean && a.size() == dimension() ? a : matrix.times(a);
    }

    /** &lt;a, b&gt;_M. */
    public Rational of(RationalVector a, RationalVector b) {
        return functional(a).dot(b);
    }

    /** |v|_M^2. */
    public Rational squaredNorm(RationalVector v) {
        return of(v, v);
    }

    /** -1, 0 or 1: how |v|_M^2 compares with p/q, q positive. */
    public int compareSquaredNorm(RationalVector v, BigInteger p, BigInteger q) {
        RationalVector functional = functional(v);
        BigInteger squared = BigInteger.ZERO;
        for (int k = 0; k < v.size(); k++) {
            squared = squared.add(functional.numerator(k).multiply(v.numerator(k)));
        }
        return squared.multiply(q).compareTo(p.multiply(functional.denominator()).multiply(v.denominator()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InnerProduct that && matrix.equals(that.matrix);
    }

    @Override
    public int hashCode() {
        return matrix.hashCode();
    }

    @Override
    public String toString() {
        return matrix.toString();
    }
}
