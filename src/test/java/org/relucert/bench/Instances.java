package org.relucert.bench;

import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** Seeded instances of the neuron problem. */
public final class Instances {

    /** Data and a dual vector. */
    public record Instance(Problem problem, RationalVector nu) { }

    private Instances() { }

    /** Gaussian data and dual vector, rounded to three decimals. */
    public static Instance gaussian(int n, int d, long seed) {
        Random random = new Random(seed);
        RationalVector[] rows = new RationalVector[n];
        Rational[] nu = new Rational[n];
        Rational[] labels = new Rational[n];
        for (int i = 0; i < n; i++) {
            Rational[] entries = new Rational[d];
            for (int k = 0; k < d; k++) {
                entries[k] = thousandths(random);
            }
            rows[i] = RationalVector.of(entries);
            nu[i] = thousandths(random);
            labels[i] = Rationals.ZERO;
        }
        Problem problem = Problem.of("gaussian " + n + "x" + d + " seed " + seed, RationalMatrix.ofRows(java.util.List.of(rows), d),
                RationalMatrix.ofColumns(java.util.List.of(RationalVector.of(labels)), n), Problem.Loss.SQUARED, Rationals.ONE,
                Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(d));
        return new Instance(problem, RationalVector.of(nu));
    }

    private static Rational thousandths(Random random) {
        return Rationals.of(Math.round(random.nextGaussian() * 1000), 1000);
    }
}
