package org.relucert.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** Small random problems, degenerate ones not spared, each from one seed. */
public final class Instances {

    /** A problem whose optimum is known, and a dual optimum of it (mathematics, section 4, the inverse principle). */
    record Known(Problem problem, RationalVector nu, Rational optimum) { }

    private final Random random;

    public Instances(long seed) {
        this.random = new Random(seed);
    }

    /** A problem of at most six rows and dimension at most three, of any bias, skip and metric. */
    public Problem problem() {
        Problem.Bias bias = Problem.Bias.values()[random.nextInt(3)];
        int d = 1 + random.nextInt(bias == Problem.Bias.NONE ? 3 : 2);
        int n = 1 + random.nextInt(6);
        return Problem.of("", inputs(n, d), column(n), Problem.Loss.SQUARED, Rationals.of(1 + random.nextInt(4), 1 + random.nextInt(4)),
                bias, Problem.Skip.values()[random.nextInt(2)], metric(bias == Problem.Bias.REGULARIZED ? d + 1 : d));
    }

    /** A dual vector; with a free bias its entries sum to zero, else the neuron problem is unbounded. */
    public RationalVector dual(Problem problem) {
        Rational[] nu = new Rational[problem.rows()];
        Rational sum = Rationals.ZERO;
        for (int i = 0; i < nu.length; i++) {
            nu[i] = entry();
            sum = sum.plus(nu[i]);
        }
        if (problem.hasFreeBias()) {
            nu[0] = nu[0].minus(sum);
        }
        return RationalVector.of(nu);
    }

    /** A problem without skip and with a norm penalty, built backwards from its dual optimum; its beta^2 is rational. */
    Known known() {
        while (true) {
            Problem.Bias bias = random.nextBoolean() ? Problem.Bias.NONE : Problem.Bias.REGULARIZED;
            int d = 1 + random.nextInt(2);
            int n = 1 + random.nextInt(4);
            RationalMatrix inputs = inputs(n, d);
            RationalMatrix metric = metric(bias == Problem.Bias.REGULARIZED ? d + 1 : d);
            Problem draft = Problem.of("", inputs, column(n), Problem.Loss.SQUARED, Rationals.ONE, bias, Problem.Skip.NONE, metric);
            RationalVector nu = dual(draft);
            Rational b = ExactMaximum.squared(draft, nu);
            if (b.isZero()) {
                continue;
            }
            RationalVector fit = RationalVector.zero(n);
            Rational weights = Rationals.ZERO;
            int atoms = 0;
            for (ExactMaximum.Candidate candidate : ExactMaximum.candidates(draft, nu)) {
                // An active projection is in normal form already: R(p)^2 = sign nu^T(Xp)_+ = B.
                if (candidate.valueSquared().equals(b) && draft.penaltySquared(candidate.direction()).equals(b) && atoms++ < 3) {
                    Rational weight = Rationals.of(1 + random.nextInt(5), 1 + random.nextInt(3));
                    RationalVector feature = draft.activation(candidate.direction()).times(weight);
                    fit = candidate.sign() > 0 ? fit.plus(feature) : fit.minus(feature);
                    weights = weights.plus(weight);
                }
            }
            boolean squared = random.nextBoolean();
            RationalVector labels = squared ? fit.plus(nu) : fit;
            Rational optimum = b.times(weights);
            if (squared) {
                optimum = optimum.plus(nu.dot(nu).divide(Rationals.of(2)));
            }
            return new Known(Problem.of("", inputs, RationalMatrix.ofColumns(List.of(labels), n),
                    squared ? Problem.Loss.SQUARED : Problem.Loss.INTERPOLATION, b, bias, Problem.Skip.NONE, metric), nu, optimum);
        }
    }

    private RationalMatrix inputs(int n, int d) {
        boolean grid = random.nextBoolean();
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int kind = random.nextInt(8);
            if (kind == 0 && i > 0) {
                rows.add(rows.get(random.nextInt(i)).times(Rationals.of(random.nextInt(4) - 1)));
                continue;
            }
            Rational[] row = new Rational[d];
            for (int k = 0; k < d; k++) {
                row[k] = kind == 1 ? Rationals.ZERO : grid ? Rationals.of(random.nextInt(5) - 2) : entry();
            }
            rows.add(RationalVector.of(row));
        }
        return RationalMatrix.ofRows(rows, d);
    }

    private RationalMatrix column(int n) {
        Rational[] labels = new Rational[n];
        for (int i = 0; i < n; i++) {
            labels[i] = entry();
        }
        return RationalMatrix.ofColumns(List.of(RationalVector.of(labels)), n);
    }

    private RationalMatrix metric(int size) {
        int kind = random.nextInt(3);
        if (kind == 0) {
            return RationalMatrix.identity(size);
        }
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Rational[] row = new Rational[size];
            for (int k = 0; k < size; k++) {
                row[k] = kind == 1 || random.nextBoolean() ? Rationals.ZERO : Rationals.of(random.nextInt(3) - 1, 1 + random.nextInt(2));
            }
            row[i] = Rationals.of(1 + random.nextInt(3), 1 + random.nextInt(3));
            rows.add(RationalVector.of(row));
        }
        RationalMatrix a = RationalMatrix.ofRows(rows, size);
        RationalMatrix gram = a.transpose().times(a);
        return Elimination.of(gram).rank() == size ? gram : RationalMatrix.identity(size);
    }

    private Rational entry() {
        return Rationals.of(random.nextInt(13) - 6, 1 + random.nextInt(5));
    }
}
