package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.certificate.LandscapeWitness;
import org.relucert.certificate.PathNetwork;
import org.relucert.checker.Checker;
import org.relucert.checker.LandscapeCorpus;
import org.relucert.checker.Verdict;
import org.relucert.exact.InnerProduct;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/**
 * Random stationary networks with kinks, by the inverse principle: first X and the residual, then directions
 * p = sigma X^T G r that have the activations G, then the labels. What is claimed of them is compared with what the objective
 * does in floating point near them.
 */
class LandscapeProperties {

    private static final Prover.Options OPTIONS = Prover.Options.gap(1e-6);
    private static final double CLOSE = 1e-5;

    /** A box-stationary network; the slopes of its kinks are halves. */
    private record Point(Problem problem, Network network, int kinks) { }

    private static RationalVector integers(Random random, int size, int bound) {
        long[] entries = new long[size];
        for (int k = 0; k < size; k++) {
            entries[k] = random.nextInt(2 * bound + 1) - bound;
        }
        return RationalVector.of(entries);
    }

    private static Point point(Random random) {
        // Most have no kinks, and then there is little to decide.
        boolean kinked = random.nextBoolean();
        while (true) {
            int n = 2 + random.nextInt(4);
            int d = 1 + random.nextInt(3);
            boolean freeBias = random.nextInt(4) == 0;
            List<RationalVector> rows = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                // Twins and opposites now and then, for dependent kinks.
                rows.add(i > 0 && random.nextInt(3) == 0 ? rows.get(random.nextInt(i)).times(Rationals.of(random.nextBoolean() ? 1 : -1))
                        : integers(random, d, 2));
            }
            RationalMatrix metric = RationalMatrix.identity(d);
            if (random.nextBoolean()) {
                Rational[] diagonal = new Rational[d];
                for (int k = 0; k < d; k++) {
                    diagonal[k] = Rationals.of(1 + random.nextInt(3));
                }
                metric = RationalMatrix.diagonal(RationalVector.of(diagonal));
            }
            RationalVector r = integers(random, n, 2);
            Problem bare = Problem.of("bare", RationalMatrix.ofRows(rows, d), RationalMatrix.ofColumns(List.of(r), n),
                    Problem.Loss.SQUARED, Rationals.ONE, freeBias ? Problem.Bias.FREE : Problem.Bias.NONE, Problem.Skip.NONE, metric);
            Optional<Point> point = point(random, bare, r);
            if (point.isPresent() && (!kinked || point.get().kinks() > 0)) {
                return point.get();
            }
        }
    }

    private static Optional<Point> point(Random random, Problem bare, RationalVector r) {
        int n = bare.rows();
        if (!bare.skipMatrix().transpose().times(r).isZero()) {
            return Optional.empty();
        }
        List<Network.Neuron> neurons = new ArrayList<>();
        Rational squared = null;
        int kinks = 0;
        int wanted = 1 + random.nextInt(3);
        for (int attempt = 0; attempt < 40 && neurons.size() < wanted; attempt++) {
            int sign = random.nextInt(3) == 0 ? -1 : 1;
            int[] halves = new int[n];
            RationalVector p = RationalVector.zero(bare.dimension());
            for (int i = 0; i < n; i++) {
                halves[i] = random.nextInt(3);
                p = p.plus(bare.row(i).times(r.get(i).times(Rationals.of(sign * halves[i], 2))));
            }
            if (bare.hasFreeBias()) {
                if (p.sign(p.size() - 1) != 0) {
                    continue;
                }
                p = p.plus(RationalVector.unit(p.size(), p.size() - 1).times(Rationals.of(random.nextInt(9) - 4, 2)));
            }
            Rational norm = bare.penaltySquared(p);
            boolean fits = norm.isPositive() && (squared == null || squared.equals(norm));
            int own = 0;
            for (int i = 0; i < n && fits; i++) {
                int side = bare.functional(i).dotSign(p);
                fits = side == 0 || (side > 0 ? halves[i] == 2 : halves[i] == 0) || bare.row(i).isZero();
                own += side == 0 ? 1 : 0;
            }
            if (fits) {
                squared = norm;
                kinks += own;
                // Any scaling between weight and output.
                Rational scale = Rationals.of(1 + random.nextInt(3), 1 + random.nextInt(3));
                neurons.add(new Network.Neuron(p.times(scale), Rationals.of(sign * (1 + random.nextInt(3)), 2)));
            }
        }
        if (neurons.isEmpty()) {
            return Optional.empty();
        }
        Network network = new Network(neurons, integers(random, bare.skipMatrix().columns(), 1));
        RationalVector labels = network.outputs(bare).plus(r);
        Problem problem = Problem.of("random", bare.inputs(), RationalMatrix.ofColumns(List.of(labels), n), Problem.Loss.SQUARED,
                squared, bare.bias(), bare.skip(), bare.metric());
        return Optional.of(new Point(problem, network, kinks));
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void claimsAreTrue(@ForAll long seed) {
        Random random = new Random(seed);
        Point point = point(random);
        String message = "seed " + seed + ": " + point;
        Proof proof = proof(point, Set.of());
        List<Claim> claims = proof.certificate().claims();
        assertTrue(claims.get(0) instanceof Claim.Stationary, message + claims);
        boolean local = claims.stream().anyMatch(Claim.LocalMinimum.class::isInstance);
        boolean not = claims.stream().anyMatch(Claim.NotLocalMinimum.class::isInstance);
        assertTrue(local != not, message + claims);
        double slope = steepest(point, random);
        if (local) {
            assertTrue(slope >= -CLOSE, message + ": descends with slope " + slope);
        } else {
            // By the direction of the certificate.
            RationalVector e = proof.sections().landscape().orElseThrow().notLocalMinimum().orElseThrow().direction();
            int j = proof.sections().landscape().orElseThrow().notLocalMinimum().orElseThrow().neuron();
            assertTrue(slope(point, j, Floats.of(e)) < -CLOSE, message);
        }
    }

    /** Whether a network is an optimum of the program of its patterns is decided, and a local minimum always is one. */
    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void coneOptima(@ForAll long seed) {
        Random random = new Random(seed);
        Point point = point(random);
        boolean local = proof(point, Set.of()).certificate().claims().stream().anyMatch(Claim.LocalMinimum.class::isInstance);
        try {
            Proof not = proof(point, Set.of("not-cone-optimal"));
            Claim.NotConeOptimal claim = (Claim.NotConeOptimal) not.certificate().claims().get(0);
            assertTrue(claim.upper().compareTo(claim.value()) < 0);
            // A local minimum is an optimum on every closed cone that contains it.
            assertFalse(local, "seed " + seed + ": " + point);
        } catch (Unproved e) {
            assertTrue(e.getMessage().contains("is an optimum"), e.getMessage());
        }
    }

    /** A network moved off a stationary point in one entry is proved not to be stationary, or is another stationary point. */
    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void movedNetworks(@ForAll long seed) {
        Random random = new Random(seed);
        Point point = point(random);
        List<Network.Neuron> neurons = new ArrayList<>(point.network().neurons());
        int j = random.nextInt(neurons.size());
        RationalVector weight = neurons.get(j).weight();
        RationalVector moved = weight.plus(RationalVector.unit(weight.size(), random.nextInt(weight.size()))
                .times(Rationals.of(random.nextBoolean() ? 1 : -1, 1 + random.nextInt(4))));
        neurons.set(j, new Network.Neuron(moved, neurons.get(j).output()));
        if (point.problem().penaltySquared(moved).isZero() && !moved.isZero()) {
            return;
        }
        Point other = new Point(point.problem(), new Network(neurons, point.network().skip()), 0);
        List<Claim> claims = proof(other, Set.of()).certificate().claims();
        if (claims.get(0) instanceof Claim.NotStationary) {
            assertEquals(List.of(Claim.NotStationary.class, Claim.NotLocalMinimum.class), claims.stream().map(Object::getClass).toList());
            assertTrue(steepest(other, random) < CLOSE || point.problem().skipMatrix().columns() > 0, "seed " + seed);
        }
    }

    /** G6: a self-consistent vertex of the zonotope that is not the longest is bad for two neurons. */
    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void plantedBadMinima(@ForAll long seed) {
        Random random = new Random(seed);
        int n = 2 + random.nextInt(4);
        int d = 1 + random.nextInt(3);
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(integers(random, d, 3));
        }
        RationalVector nu = integers(random, n, 1).plus(RationalVector.of(Collections.nCopies(n, Rationals.of(2))));
        InnerProduct euclidean = InnerProduct.euclidean(d);
        List<RationalVector> consistent = new ArrayList<>();
        Rational longest = Rationals.ZERO;
        for (int set = 1; set < 1 << n; set++) {
            RationalVector p = RationalVector.zero(d);
            for (int i = 0; i < n; i++) {
                p = (set >> i & 1) == 1 ? p.plus(rows.get(i).times(nu.get(i))) : p;
            }
            boolean vertex = !p.isZero();
            for (int i = 0; i < n && vertex; i++) {
                int side = rows.get(i).dotSign(p);
                vertex = (set >> i & 1) == 1 ? side > 0 : side < 0;
            }
            longest = euclidean.squaredNorm(p).compareTo(longest) > 0 ? euclidean.squaredNorm(p) : longest;
            if (vertex) {
                consistent.add(p);
            }
        }
        for (RationalVector p : consistent) {
            Rational squared = euclidean.squaredNorm(p);
            Network network = new Network(List.of(new Network.Neuron(p, Rationals.of(1, 2)), new Network.Neuron(p, Rationals.of(1, 3))),
                    RationalVector.zero(0));
            Problem bare = Problem.of("bare", RationalMatrix.ofRows(rows, d), RationalMatrix.ofColumns(List.of(nu), n),
                    Problem.Loss.SQUARED, squared, Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(d));
            Problem problem = Problem.of("planted", bare.inputs(), RationalMatrix.ofColumns(List.of(network.outputs(bare).plus(nu)), n),
                    Problem.Loss.SQUARED, squared, Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(d));
            Point point = new Point(problem, network, 0);
            if (squared.compareTo(longest) < 0) {
                assertTrue(proof(point, Set.of("bad-local-minimum")).certificate().claims().get(0) instanceof Claim.BadLocalMinimum);
            } else {
                // The longest is dual feasible: a global minimum, which nothing may call bad.
                assertThrows(Unproved.class, () -> proof(point, Set.of("bad-local-minimum")));
                proof(point, Set.of("local-minimum"));
            }
        }
    }

    /** One character of a certificate changed: both checkers judge it alike, and what they accept is true. */
    @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
    void changedCertificates(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<Path> files = LandscapeCorpus.valid();
        String text = Files.readString(files.get(random.nextInt(files.size())));
        int from = text.indexOf("\"claims\"");
        int at = from + random.nextInt(text.length() - from);
        if (!Character.isDigit(text.charAt(at))) {
            return;
        }
        String changed = text.substring(0, at) + "-0123456789".charAt(random.nextInt(11)) + text.substring(at + 1);
        Verdict fast = Checker.fast().verify(CertificateReader.of(changed), Optional.empty());
        assertEquals(fast.line(), Checker.reference().verify(CertificateReader.of(changed), Optional.empty()).line());
        if (fast.isVerified()) {
            try (CertificateReader reader = CertificateReader.of(changed)) {
                Certificate certificate = reader.certificate();
                LandscapeWitness witness = reader.landscape();
                Point point = new Point(certificate.problem(), network(certificate.network()), 0);
                for (Claim claim : certificate.claims()) {
                    assertTrue(holds(claim, point, witness, random), "seed " + seed + ": accepted, but false: " + claim + "\n" + changed);
                }
            }
        }
    }

    private static Network network(PathNetwork path) {
        return new Network(path.neurons().stream().map(neuron -> new Network.Neuron(neuron.direction(),
                neuron.weight().times(Rationals.of(neuron.sign())))).toList(), path.skip());
    }

    private static boolean holds(Claim claim, Point point, LandscapeWitness witness, Random random) {
        double objective = objective(point, 0, new double[point.problem().dimension()]);
        if (claim instanceof Claim.Stationary stationary) {
            return Math.abs(Floats.of(stationary.value()) - objective) < CLOSE;
        }
        if (claim instanceof Claim.LocalMinimum minimum) {
            return Math.abs(Floats.of(minimum.value()) - objective) < CLOSE && steepest(point, random) > -CLOSE;
        }
        if (claim instanceof Claim.BadLocalMinimum minimum) {
            return holds(new Claim.LocalMinimum(minimum.width(), minimum.value()), point, witness, random)
                    && (minimum.width() > 1 || witness.better().orElseThrow().by() == LandscapeWitness.Improvement.By.NETWORK);
        }
        if (claim instanceof Claim.NotConeOptimal not) {
            Point other = new Point(point.problem(), network(witness.restricted().orElseThrow()), 0);
            return Math.abs(Floats.of(not.value()) - objective) < CLOSE
                    && objective(other, 0, new double[point.problem().dimension()]) < objective;
        }
        LandscapeWitness.Departure departure = (claim instanceof Claim.NotStationary ? witness.notStationary()
                : witness.notLocalMinimum()).orElseThrow();
        double[] p = point.network().neurons().isEmpty() ? new double[point.problem().dimension()]
                : Floats.of(point.network().neurons().get(departure.neuron()).weight());
        return switch (departure.by()) {
            case SKIP -> true;
            case SCALE -> Math.min(slope(point, departure.neuron(), p), slope(point, departure.neuron(), scaled(p, -1))) < -CLOSE;
            // Box-stationarity implies that no direction descends by more than the kinks allow; the opposite of z does.
            case DIRECTION -> slope(point, departure.neuron(), scaled(Floats.of(departure.direction()),
                    claim instanceof Claim.NotStationary ? -1 : 1)) < -CLOSE;
            case ZERO -> ((Claim.Landscape) claim).width() > point.network().neurons().size();
        };
    }

    private static Proof proof(Point point, Set<String> claims) {
        Proof proof = Prover.landscape(point.problem(), point.network(), claims, OPTIONS);
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Verdict verdict = checker.verify(proof.reader(), Optional.of(point.problem()));
            assertTrue(verdict.isVerified(), verdict.line());
        }
        return proof;
    }

    // ---- the objective in floating point, from the definition

    /** Least slope found over many unit directions of each neuron. */
    private static double steepest(Point point, Random random) {
        double least = Double.POSITIVE_INFINITY;
        int dimension = point.problem().dimension();
        for (int j = 0; j < point.network().neurons().size(); j++) {
            for (int k = 0; k < 200; k++) {
                double[] e = new double[dimension];
                double norm = 0;
                for (int l = 0; l < dimension; l++) {
                    e[l] = k % 2 == 0 ? random.nextGaussian() : random.nextInt(5) - 2;
                    norm += e[l] * e[l];
                }
                if (norm > 0) {
                    least = Math.min(least, slope(point, j, scaled(e, 1 / Math.sqrt(norm))));
                }
            }
        }
        return least;
    }

    /** The slope of the objective of the balanced network when q_j moves in a direction: a difference, less its curvature. */
    private static double slope(Point point, int j, double[] e) {
        double t = 1e-4;
        double before = objective(point, j, new double[e.length]);
        double one = objective(point, j, scaled(e, t)) - before;
        double half = objective(point, j, scaled(e, t / 2)) - before;
        // Exact for a quadratic; the third order of the norm is far below the tolerance.
        return (4 * half - one) / t;
    }

    private static double[] scaled(double[] e, double t) {
        double[] scaled = new double[e.length];
        for (int k = 0; k < e.length; k++) {
            scaled[k] = t * e[k];
        }
        return scaled;
    }

    /** 1/2 |f - y|^2 + beta sum R(q), with q_j moved. */
    private static double objective(Point point, int moved, double[] by) {
        Problem problem = point.problem();
        double[] f = Floats.of(problem.skipMatrix().times(point.network().skip()));
        double cost = 0;
        for (int j = 0; j < point.network().neurons().size(); j++) {
            Network.Neuron neuron = point.network().neurons().get(j);
            double[] q = Floats.of(neuron.path());
            for (int k = 0; k < q.length && j == moved; k++) {
                q[k] += by[k];
            }
            for (int i = 0; i < f.length; i++) {
                double[] row = Floats.of(problem.functional(i));
                double product = 0;
                for (int k = 0; k < q.length; k++) {
                    product += row[k] * q[k];
                }
                f[i] += Rationals.sign(neuron.output()) * Math.max(0, product);
            }
            double squared = 0;
            double[][] metric = Floats.of(problem.metric());
            for (int k = 0; k < metric.length; k++) {
                for (int l = 0; l < metric.length; l++) {
                    squared += q[k] * metric[k][l] * q[l];
                }
            }
            cost += Math.sqrt(squared);
        }
        double sum = Math.sqrt(Floats.of(problem.betaSquared())) * cost;
        double[] y = Floats.of(problem.scalarLabels());
        for (int i = 0; i < f.length; i++) {
            sum += (f[i] - y[i]) * (f[i] - y[i]) / 2;
        }
        return sum;
    }
}
