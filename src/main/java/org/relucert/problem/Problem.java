package org.relucert.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.InnerProduct;
import org.relucert.exact.Ldlt;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;

/**
 * A training problem for two-layer ReLU networks (mathematics, section 1), exact and immutable.
 *
 * <p>With n data points of d inputs, the <em>input space</em> of the neurons has dimension D: D = d without a bias, D = d + 1
 * with one, when a coordinate 1 is appended to each data point. Neurons u live in Q^D, {@link #row(int)} is the augmented
 * data point, the pairing is &lt;x_i, u&gt;_M in {@link #innerProduct()}, the penalty is R(u): the norm |u|_M, or with a free
 * bias the seminorm that leaves the last coordinate out.
 *
 * <p>Objective: squared loss, 1/2 |f - y|^2 + (beta/2) sum(R(w_j)^2 + alpha_j^2); interpolation, the penalty alone subject to
 * f = y. The network's output is f = sum alpha_j (X w_j)_+ + S s with the skip matrix S.
 *
 * <p>Two problems are equal when they are the same mathematics; the name does not count.
 */
public final class Problem {

    /** What is minimised beside the penalty. */
    public enum Loss {
        /** 1/2 |f - y|^2. */
        SQUARED,
        /** f = y is required. */
        INTERPOLATION
    }

    /** How neurons treat their bias. */
    public enum Bias {
        /** No bias. */
        NONE,
        /** A bias whose weight is penalised. */
        REGULARIZED,
        /** A bias that costs nothing. */
        FREE
    }

    /** The skip connection. */
    public enum Skip {
        /** None. */
        NONE,
        /** An unpenalised linear part; with a bias, affine. */
        FREE
    }

    private final String name;
    private final RationalMatrix inputs;
    private final RationalMatrix labels;
    private final Loss loss;
    private final Rational betaSquared;
    private final Bias bias;
    private final Skip skip;
    private final RationalMatrix metric;
    private final List<RationalVector> rows;
    private final RationalMatrix functionals;
    private final InnerProduct innerProduct;
    private final RationalMatrix skipMatrix;

    private Problem(String name, RationalMatrix inputs, RationalMatrix labels, Loss loss, Rational betaSquared, Bias bias,
            Skip skip, RationalMatrix metric) {
        this.name = Objects.requireNonNull(name);
        this.inputs = inputs;
        this.labels = labels;
        this.loss = Objects.requireNonNull(loss);
        this.betaSquared = betaSquared;
        this.bias = Objects.requireNonNull(bias);
        this.skip = Objects.requireNonNull(skip);
        this.metric = metric;
        boolean euclidean = metric.equals(RationalMatrix.identity(metric.rows()));
        RationalMatrix pairing = bias == Bias.FREE ? bordered(metric) : metric;
        // The identity needs no factorisation and no product, both of which are slow for hundreds of columns.
        this.innerProduct = euclidean ? InnerProduct.euclidean(pairing.rows()) : InnerProduct.of(pairing);
        this.rows = new ArrayList<>();
        List<RationalVector> images = new ArrayList<>();
        for (int i = 0; i < inputs.rows(); i++) {
            RationalVector row = inputs.row(i);
            rows.add(bias == Bias.NONE ? row : row.append(Rationals.ONE));
            images.add(euclidean ? rows.get(i) : innerProduct.functional(rows.get(i)));
        }
        this.functionals = euclidean && bias == Bias.NONE ? inputs : RationalMatrix.ofRows(images, innerProduct.dimension());
        List<RationalVector> skipColumns = new ArrayList<>();
        if (skip == Skip.FREE) {
            for (int j = 0; j < inputs.columns(); j++) {
                skipColumns.add(inputs.column(j));
            }
        }
        if (bias == Bias.FREE || skip == Skip.FREE && bias == Bias.REGULARIZED) {
            Rational[] ones = new Rational[inputs.rows()];
            Arrays.fill(ones, Rationals.ONE);
            skipColumns.add(RationalVector.of(ones));
        }
        this.skipMatrix = RationalMatrix.ofColumns(skipColumns, inputs.rows());
    }

    private static RationalMatrix bordered(RationalMatrix metric) {
        List<RationalVector> grown = new ArrayList<>();
        for (int i = 0; i < metric.rows(); i++) {
            grown.add(metric.row(i).append(Rationals.ZERO));
        }
        grown.add(RationalVector.unit(metric.rows() + 1, metric.rows()));
        return RationalMatrix.ofRows(grown, metric.rows() + 1);
    }

    /**
     * A problem (obligations IN-1 to IN-3).
     *
     * @param name any text, for people
     * @param inputs n x d, n at least 1, d at least 1 unless the bias is regularised
     * @param labels n x c, c at least 1; c = 1 for scalar outputs
     * @param betaSquared B = beta^2, positive
     * @param metric symmetric positive definite matrix of the penalised input space: d x d, or (d+1) x (d+1) for a
     *     regularised bias
     * @throws IllegalArgumentException if a shape does not fit, B is not positive or the metric not positive definite
     */
    public static Problem of(String name, RationalMatrix inputs, RationalMatrix labels, Loss loss, Rational betaSquared,
            Bias bias, Skip skip, RationalMatrix metric) {
        if (inputs.rows() == 0) {
            throw new IllegalArgumentException("inputs: expected at least one row");
        }
        if (labels.rows() != inputs.rows()) {
            throw new IllegalArgumentException("labels: expected " + inputs.rows() + ", one for each row of inputs, found "
                    + labels.rows());
        }
        if (labels.columns() == 0) {
            throw new IllegalArgumentException("labels: expected at least one column");
        }
        int penalised = inputs.columns() + (bias == Bias.REGULARIZED ? 1 : 0);
        if (penalised == 0) {
            throw new IllegalArgumentException("inputs: expected at least one column");
        }
        if (metric.rows() != penalised || metric.columns() != penalised) {
            throw new IllegalArgumentException("metric: expected size " + penalised + " x " + penalised + ", found "
                    + metric.rows() + " x " + metric.columns());
        }
        if (!metric.isSymmetric()) {
            throw new IllegalArgumentException("metric: expected a symmetric matrix");
        }
        if (!isPositiveDefinite(metric)) {
            throw new IllegalArgumentException("metric: expected a positive definite matrix");
        }
        if (!betaSquared.isPositive()) {
            throw new IllegalArgumentException("beta: expected a positive number");
        }
        return new Problem(name, inputs, labels, loss, betaSquared, bias, skip, metric);
    }

    private static boolean isPositiveDefinite(RationalMatrix symmetric) {
        if (!symmetric.isDiagonal()) {
            return Ldlt.isPositiveDefinite(symmetric);
        }
        // The common case, for which a factorisation of hundreds of columns is slow.
        for (int i = 0; i < symmetric.rows(); i++) {
            if (symmetric.numerator(i, i).signum() <= 0) {
                return false;
            }
        }
        return true;
    }

    /** The name, for people; no part of the mathematics. */
    public String name() {
        return name;
    }

    /** The data as given, n x d. */
    public RationalMatrix inputs() {
        return inputs;
    }

    /** The labels, n x c. */
    public RationalMatrix labels() {
        return labels;
    }

    /**
     * The labels y of a problem with scalar outputs, length n.
     *
     * @throws IllegalStateException if the labels have several columns
     */
    public RationalVector scalarLabels() {
        if (labels.columns() != 1) {
            throw new IllegalStateException("the labels have " + labels.columns() + " columns");
        }
        return labels.column(0);
    }

    /** y*, what an optimal network with the dual optimum nu outputs: y - nu for the squared loss, y for interpolation. */
    public RationalVector optimalFit(RationalVector nu) {
        return loss == Loss.SQUARED ? scalarLabels().minus(nu) : scalarLabels();
    }

    /** The loss. */
    public Loss loss() {
        return loss;
    }

    /** B = beta^2. */
    public Rational betaSquared() {
        return betaSquared;
    }

    /** beta where it is rational. */
    public Optional<Rational> beta() {
        Rational root = SquareRoot.minorant(betaSquared, 0);
        return Rationals.square(root).equals(betaSquared) ? Optional.of(root) : Optional.empty();
    }

    /** The bias. */
    public Bias bias() {
        return bias;
    }

    /** The skip connection as asked for; the constant column of a free bias is not counted here, see {@link #skipMatrix()}. */
    public Skip skip() {
        return skip;
    }

    /** The metric of the penalised input space, as given. */
    public RationalMatrix metric() {
        return metric;
    }

    /** Number of data points n. */
    public int rows() {
        return rows.size();
    }

    /** Dimension D of the input space of the neurons, bias included. */
    public int dimension() {
        return innerProduct.dimension();
    }

    /** Augmented data point x_i in Q^D. */
    public RationalVector row(int i) {
        return rows.get(i);
    }

    /** The functional M x_i: &lt;x_i, u&gt;_M is its plain dot product with u. */
    public RationalVector functional(int i) {
        return functionals.row(i);
    }

    /** The pairing of Q^D; with a free bias the last coordinate pairs with weight 1, unpenalised. */
    public InnerProduct innerProduct() {
        return innerProduct;
    }

    /** Whether the last coordinate of u is not penalised. */
    public boolean hasFreeBias() {
        return bias == Bias.FREE;
    }

    /** R(u)^2 of a vector of the input space. */
    public Rational penaltySquared(RationalVector u) {
        Rational squared = innerProduct.squaredNorm(u);
        // The free bias is orthogonal to the rest and has weight 1.
        return hasFreeBias() ? squared.minus(Rationals.square(u.get(u.size() - 1))) : squared;
    }

    /** S, n x k: no column, the inputs, a column of ones, or both. */
    public RationalMatrix skipMatrix() {
        return skipMatrix;
    }

    /** (Xu)_+, the positive parts of &lt;x_i, u&gt;_M, length n. */
    public RationalVector activation(RationalVector u) {
        return functionals.times(u).positivePart();
    }

    /** Whether the other problem is the same mathematics; names are not compared. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Problem that && inputs.equals(that.inputs) && labels.equals(that.labels)
                && loss == that.loss && betaSquared.equals(that.betaSquared) && bias == that.bias && skip == that.skip
                && metric.equals(that.metric);
    }

    @Override
    public int hashCode() {
        return Objects.hash(inputs, labels, loss, bias, skip);
    }

    @Override
    public String toString() {
        return "Problem \"" + name + "\" (" + inputs.rows() + " x " + inputs.columns() + ")";
    }
}
