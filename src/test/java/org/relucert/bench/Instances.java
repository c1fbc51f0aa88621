package org.relucert.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** Instances of the neuron problem: seeded random ones, and trained dual vectors of real tables. */
public final class Instances {

    private static final Path CERTIFICATES = Path.of("certificates");

    /** Data and a dual vector. */
    public record Instance(Problem problem, RationalVector nu) { }

    private Instances() { }

    /** By name: NxD is the Gaussian instance with seed 1, any other the data and the dual vector of a certificate of that name. */
    public static Instance named(String name) {
        if (name.matches("[0-9]+x[0-9]+")) {
            String[] size = name.split("x");
            return gaussian(Integer.parseInt(size[0]), Integer.parseInt(size[1]), 1);
        }
        Path plain = CERTIFICATES.resolve(name + ".cert.json");
        Path file = Files.exists(plain) ? plain : CERTIFICATES.resolve(name + ".cert.json.gz");
        try (CertificateReader reader = CertificateReader.open(file)) {
            Certificate certificate = reader.certificate();
            return new Instance(certificate.problem(), certificate.nu());
        }
    }

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

    /** Gaussian inputs and labels, rounded to three decimals: a problem to train, with many neurons where beta is small. */
    static Problem regression(int n, int d, Rational beta, long seed) {
        Instance instance = gaussian(n, d, seed);
        Random random = new Random(-seed);
        Rational[] labels = new Rational[n];
        for (int i = 0; i < n; i++) {
            labels[i] = thousandths(random);
        }
        return Problem.of("noise " + n + "x" + d + " beta " + Rationals.text(beta), instance.problem().inputs(),
                RationalMatrix.ofColumns(java.util.List.of(RationalVector.of(labels)), n), Problem.Loss.SQUARED,
                Rationals.square(beta), Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(d));
    }

    /**
     * Gaussian inputs, labels 2 (x_0 + 1/2)_+ - 3/2 (x_1 - x_2)_+ and noise of 3/10, rounded to three decimals, with a penalised bias: the
     * tables with more rows than a trained network has parameters.
     */
    static Problem teacher(int n, int d, Rational beta, long seed) {
        RationalMatrix inputs = gaussian(n, d, seed).problem().inputs();
        Random random = new Random(-seed);
        Rational[] labels = new Rational[n];
        for (int i = 0; i < n; i++) {
            double[] x = new double[d];
            for (int k = 0; k < d; k++) {
                x[k] = inputs.get(i, k).doubleValue();
            }
            double label = 2 * Math.max(0, x[0] + 0.5) - 1.5 * Math.max(0, x[1] - x[2]) + 0.3 * random.nextGaussian();
            labels[i] = Rationals.of(Math.round(label * 1000), 1000);
        }
        return Problem.of("teacher " + n + "x" + d + " beta " + Rationals.text(beta), inputs,
                RationalMatrix.ofColumns(java.util.List.of(RationalVector.of(labels)), n), Problem.Loss.SQUARED,
                Rationals.square(beta), Problem.Bias.REGULARIZED, Problem.Skip.NONE, RationalMatrix.identity(d + 1));
    }

    /**
     * A table with categories: four columns of zeros and ones that sum to 1, a count of 0 to 10 and a grade of 0 to 3. The label is the grade and
     * the count, which falls in three of the categories, and noise of 1, rounded to three decimals.
     */
    static Problem categories(int n, Rational beta, Problem.Bias bias, long seed) {
        Random random = new Random(seed);
        RationalVector[] rows = new RationalVector[n];
        Rational[] labels = new Rational[n];
        for (int i = 0; i < n; i++) {
            long[] row = new long[6];
            int category = random.nextInt(4);
            row[category] = 1;
            row[4] = random.nextInt(11);
            row[5] = random.nextInt(4);
            rows[i] = RationalVector.of(row);
            labels[i] = Rationals.of(Math.round(1000 * ((category == 0 ? 1 : -1) * row[4] + row[5] + random.nextGaussian())), 1000);
        }
        return Problem.of("categories " + n + "x6 beta " + Rationals.text(beta), RationalMatrix.ofRows(java.util.List.of(rows), 6),
                RationalMatrix.ofColumns(java.util.List.of(RationalVector.of(labels)), n), Problem.Loss.SQUARED,
                Rationals.square(beta), bias, Problem.Skip.NONE, RationalMatrix.identity(bias == Problem.Bias.REGULARIZED ? 7 : 6));
    }
}
