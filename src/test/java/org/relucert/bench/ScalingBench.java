package org.relucert.bench;

import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;
import org.relucert.search.NeuronSearch;

/**
 * How time and nodes grow: with n at fixed d, with d at fixed n, and with the number of neurons that tie at beta; medians over
 * seeds, from the search to the verdict. Beside them the number of activation patterns, 2 sum_{i&lt;d} C(n-1,i) (Cover), that
 * full enumeration would go through.
 */
final class ScalingBench {

    private static final double GAP = 1e-6;
    private static final int FIXED_D = 5;
    private static final int FIXED_N = 60;
    private static final int TIES_N = 100;
    private static final int TIES_D = 4;

    private final Path folder;
    private final PrintStream out;
    private final int seeds;
    private final int[] sizes;
    private final int[] dimensions;
    private final double cap;

    ScalingBench(Path folder, PrintStream out, boolean isLong) {
        this.folder = folder;
        this.out = out;
        this.seeds = isLong ? 5 : 3;
        this.sizes = isLong ? new int[] {25, 50, 100, 200, 400, 800, 1600, 3200} : new int[] {25, 50, 100, 200, 400, 800};
        this.dimensions = isLong ? new int[] {2, 3, 4, 5, 6, 7, 8, 9, 10} : new int[] {2, 3, 4, 5, 6, 7, 8};
        this.cap = isLong ? 60 : 20;
    }

    void run() {
        List<Point> rows = new ArrayList<>();
        for (int n : sizes) {
            rows.add(gaussian(n, FIXED_D, n));
        }
        series("scaling-rows", "n", "rows n, d = " + FIXED_D, true, rows);
        List<Point> columns = new ArrayList<>();
        for (int d : dimensions) {
            columns.add(gaussian(FIXED_N, d, d));
        }
        series("scaling-dimension", "d", "dimension d, n = " + FIXED_N, false, columns);
        series("scaling-ties", "ties", "neurons that tie at beta, n = " + TIES_N + ", d = " + TIES_D, true, ties());
    }

    /** Medians at one x; unfinished where a search met the cap. */
    private record Point(double x, int n, int d, double seconds, double search, double nodes, double bytes, boolean finished) { }

    private Point gaussian(int n, int d, double x) {
        List<Run> runs = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            runs.add(Run.of(Instances.gaussian(n, d, seed), GAP, cap));
        }
        return point(x, n, d, runs);
    }

    private static Point point(double x, int n, int d, List<Run> runs) {
        return new Point(x, n, d, Run.median(runs, Run::total), Run.median(runs, Run::search),
                Run.median(runs, run -> run.nodes()), Run.median(runs, run -> run.bytes()),
                runs.stream().allMatch(run -> run.gap() < 2 * GAP));
    }

    /** Noise trained at smaller and smaller beta, on its dual vector; the neurons of the trained network are those that tie. */
    private List<Point> ties() {
        List<Point> points = new ArrayList<>();
        for (int half = 8; half >= -2; half--) {
            Rational beta = Rationals.of(Math.round(Math.pow(2, half / 2.0) * 64), 64);
            Problem problem = Instances.regression(TIES_N, TIES_D, beta, 1);
            Proof proof;
            try {
                long begin = System.nanoTime();
                proof = Prover.certify(problem, Set.of(Claim.Bound.KEYWORD), List.of(), new Prover.Options(GAP, cap,
                        NeuronSearch.Method.AUTO, () -> Run.since(begin) > cap, p -> { }, p -> { })).proof();
            } catch (Unproved e) {
                out.println("beta " + Rationals.text(beta) + ": " + e.getMessage());
                continue;
            }
            int ties = proof.certificate().neurons().size();
            if (ties < 1 || !points.isEmpty() && points.get(points.size() - 1).x >= ties) {
                continue;
            }
            List<Run> runs = new ArrayList<>();
            for (int repeat = 0; repeat < seeds; repeat++) {
                runs.add(Run.of(new Instances.Instance(problem, proof.certificate().nu()), GAP, cap));
            }
            points.add(point(ties, TIES_N, TIES_D, runs));
        }
        return points;
    }

    private void series(String name, String column, String label, boolean logX, List<Point> points) {
        Table table = new Table(folder.resolve(name + ".csv"), out, column, "total_s", "search_s", "nodes", "bytes", "patterns", "finished");
        List<Double> x = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        List<Double> nodes = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        List<Double> patterns = new ArrayList<>();
        for (Point point : points) {
            BigInteger cover = patterns(point.n, point.d);
            table.row(String.valueOf(Math.round(point.x)), point.seconds, point.search, Math.round(point.nodes), Math.round(point.bytes),
                    cover, point.finished);
            all.add(point.x);
            patterns.add(cover.doubleValue());
            if (point.finished) {
                x.add(point.x);
                seconds.add(point.seconds);
                nodes.add(point.nodes);
            }
        }
        if (x.size() < 2) {
            return;
        }
        Plot time = new Plot("Seconds from search to verdict", label, "seconds", logX);
        time.points("total", x, seconds);
        time.write(folder.resolve(name + "-seconds.svg"));
        Plot count = new Plot("Nodes of both sides, beside all activation patterns", label, "nodes", logX);
        count.points("nodes", x, nodes);
        count.curve("patterns (Cover)", all, patterns);
        count.write(folder.resolve(name + "-nodes.svg"));
        out.printf(Locale.ROOT, "%s: seconds %s, nodes %s, patterns %s%n", name, growth(x, seconds, logX), growth(x, nodes, logX),
                growth(all, patterns, logX));
    }

    private static String growth(List<Double> x, List<Double> y, boolean logX) {
        return Plot.growth(Plot.fit(x.stream().mapToDouble(v -> v).toArray(), y.stream().mapToDouble(v -> v).toArray(), logX), logX);
    }

    /** 2 sum_{i&lt;d} C(n-1, i): the sign patterns of n rows in general position. */
    static BigInteger patterns(int n, int d) {
        BigInteger sum = BigInteger.ZERO;
        BigInteger choices = BigInteger.ONE;
        for (int i = 0; i < d && i < n; i++) {
            sum = sum.add(choices);
            choices = choices.multiply(BigInteger.valueOf(n - 1L - i)).divide(BigInteger.valueOf(i + 1L));
        }
        return sum.shiftLeft(1);
    }
}
