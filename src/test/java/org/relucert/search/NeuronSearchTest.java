package org.relucert.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.checker.Cone;
import org.relucert.checker.ConeRows;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.NeuronSearch.Method;

/** The neuron search against enumeration, and its trees against an independent replay. */
class NeuronSearchTest {

    static NeuronSearch.Options options(Method method, double gap) {
        return new NeuronSearch.Options(method, gap, 0, List.of(), Long.MAX_VALUE, () -> false, p -> { });
    }

    static double[][] identity(int d) {
        double[][] identity = new double[d][d];
        for (int k = 0; k < d; k++) {
            identity[k][k] = 1;
        }
        return identity;
    }

    static double[][] randomMetric(Random random, int d) {
        double[][] a = new double[d][d];
        double[][] m = identity(d);
        for (double[] row : a) {
            for (int k = 0; k < d; k++) {
                row[k] = random.nextGaussian();
            }
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                for (int k = 0; k < d; k++) {
                    m[i][j] += a[k][i] * a[k][j];
                }
            }
        }
        return m;
    }

    /** A small problem whose rows are integers in a small range: duplicates, zero rows, parallel rows are common. */
    static NeuronProblem small(Random random, int n, int d, int range, boolean metric, boolean freeBias) {
        double[][] x = new double[n][d];
        double[] nu = new double[n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < d; k++) {
                x[i][k] = range > 0 ? random.nextInt(2 * range + 1) - range : random.nextGaussian();
            }
            if (freeBias) {
                x[i][d - 1] = 1;
            }
            nu[i] = range > 0 ? random.nextInt(9) - 4 : random.nextGaussian();
        }
        if (freeBias) {
            double sum = 0;
            for (double a : nu) {
                sum += a;
            }
            nu[n - 1] -= sum;
        }
        double[][] m = metric ? randomMetric(random, d) : identity(d);
        if (freeBias) {
            for (int k = 0; k < d; k++) {
                m[d - 1][k] = 0;
                m[k][d - 1] = 0;
            }
            m[d - 1][d - 1] = 1;
        }
        return new NeuronProblem(x, m, freeBias, nu);
    }

    private static void compare(NeuronProblem problem, Method method, String label) {
        double truth = NeuronBruteForce.maximum(problem);
        NeuronSearch.Result result = NeuronSearch.search(problem, options(method, 1e-7));
        double tiny = 1e-9 * (1 + truth);
        assertTrue(result.lower() <= truth + tiny, label + ": lower " + result.lower() + " above the maximum " + truth);
        assertTrue(result.upper() >= truth - tiny, label + ": upper " + result.upper() + " below the maximum " + truth);
        assertTrue(result.upper() <= truth * (1 + 3e-7) + 1e-6 * (truth == 0 ? 1 : 0) + tiny,
                label + ": upper " + result.upper() + " has not reached the maximum " + truth);
        check(problem, result, label);
    }

    /** Everything a result promises, whatever the stopping reason. */
    static void check(NeuronProblem problem, NeuronSearch.Result result, String label) {
        NeuronTreeReplay replay = new NeuronTreeReplay(problem, result.tree(), label);
        assertEquals(result.upper(), replay.largestBound(), label);
        replay.sample(60, 1, result.incumbents());
        for (double[] u : result.incumbents()) {
            assertEquals(1, problem.norm(u), 1e-9, label);
            assertTrue(problem.value(u) <= result.lower() * (1 + 1e-12) + 1e-300, label);
        }
        if (result.lower() > 0) {
            assertEquals(result.lower(), problem.value(result.best()), 1e-9 * result.lower(), label);
        }
    }

    @Test
    void agreesWithEnumeration() {
        for (int seed = 0; seed < 240; seed++) {
            Random random = new Random(seed);
            int n = random.nextInt(8);
            int d = 1 + random.nextInt(3);
            NeuronProblem problem = small(random, n, d, seed % 3 == 0 ? 2 : 0, seed % 2 == 0, false);
            compare(problem, Method.CONES, "cones, seed " + seed);
            compare(problem, Method.BOX, "box, seed " + seed);
            compare(problem, Method.QUADRATIC, "quadratic, seed " + seed);
        }
    }

    @Test
    void agreesWithEnumerationForAFreeBias() {
        for (int seed = 0; seed < 160; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(6);
            int d = 2 + random.nextInt(2);
            NeuronProblem problem = small(random, n, d, seed % 3 == 0 ? 2 : 0, seed % 2 == 0, true);
            compare(problem, Method.CONES, "cones, seed " + seed);
            compare(problem, Method.CUBES, "cubes, seed " + seed);
        }
    }

    @Test
    void treesOfIntegerGridsSurviveAnExactReplay() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int d = 2 + seed % 4;
            int n = 10 + random.nextInt(50);
            boolean freeBias = seed % 5 == 4;
            NeuronProblem problem = small(random, n, d, 1 + seed % 3, false, freeBias);
            NeuronSearch.Result result = NeuronSearch.search(problem, options(Method.CONES, 1e-6));
            String label = "seed " + seed;
            assertTrue(result.upper() <= result.lower() * (1 + 2e-6) + 1e-9, label + ": " + result.lower() + " " + result.upper());
            check(problem, result, label);
            new NeuronTreeReplay(problem, result.tree(), label).exactCones();
        }
    }

    @Test
    void cubesAgreeWithEnumeration() {
        for (int seed = 0; seed < 160; seed++) {
            Random random = new Random(seed);
            int d = 1 + seed % 5;
            int n = random.nextInt(d < 4 ? 8 : 7);
            NeuronProblem problem = small(random, n, d, seed % 3 == 0 ? 2 : 0, seed % 2 == 0, false);
            compare(problem, Method.CUBES, "seed " + seed);
        }
    }

    @Test
    void cubeTreesSurviveAnExactReplay() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            int d = 1 + seed % 5;
            int n = d == 5 ? 12 : 1 + random.nextInt(30);
            boolean freeBias = d > 1 && seed % 4 == 3;
            NeuronProblem plain = small(random, n, d, seed % 2 == 0 ? 2 : 0, seed % 3 == 0, freeBias);
            double[][] x = new double[n][d];
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < d; k++) {
                    // columns of different sizes, so that the weights of the cube differ
                    x[i][k] = freeBias && k == d - 1 ? 1 : plain.pairing()[i][k] * Math.scalb(1.0, 3 * k);
                }
            }
            NeuronProblem problem = new NeuronProblem(x, plain.metric(), freeBias, plain.nu());
            NeuronSearch.Result result = NeuronSearch.search(problem, options(Method.CUBES, 1e-4));
            String label = "seed " + seed;
            assertTrue(result.upper() <= result.lower() * (1 + 2e-4) + 1e-9, label + ": " + result.lower() + " " + result.upper());
            assertEquals(2 * d, result.tree().roots().size(), label);
            check(problem, result, label);
            new NeuronTreeReplay(problem, result.tree(), label).exactCones();
        }
    }

    @Test
    void cubesAndConesAgreeInEightDimensions() {
        NeuronProblem problem = NeuronSearchBenchTest.gaussian(30, 8, 2);
        NeuronSearch.Result cones = NeuronSearch.search(problem, options(Method.CONES, 1e-4));
        NeuronSearch.Result cubes = NeuronSearch.search(problem, options(Method.CUBES, 1e-4));
        assertEquals(cones.lower(), cubes.lower(), 2e-4 * cones.lower());
        assertTrue(cubes.upper() <= cubes.lower() * (1 + 2e-4));
        check(problem, cubes, "cubes");
    }

    @Test
    void cubesAndConesAgreeWithAFreeBias() {
        for (int seed = 0; seed < 8; seed++) {
            NeuronProblem problem = small(new Random(seed), 40 + 20 * seed, 3 + seed % 4, 0, seed % 2 == 0, true);
            NeuronSearch.Result cones = NeuronSearch.search(problem, options(Method.CONES, 1e-6));
            NeuronSearch.Result cubes = NeuronSearch.search(problem, options(Method.CUBES, 1e-6));
            assertEquals(cones.lower(), cubes.lower(), 2e-6 * cones.lower(), "seed " + seed);
            assertTrue(cubes.upper() <= cubes.lower() * (1 + 2e-6), "seed " + seed);
            check(problem, cubes, "cubes, seed " + seed);
        }
    }

    @Test
    void upperBoundsOfCubesOnlyFall() {
        NeuronProblem problem = NeuronSearchBenchTest.gaussian(60, 5, 4);
        double last = Double.POSITIVE_INFINITY;
        for (long limit = 0; limit <= 400; limit += 40) {
            double upper = NeuronSearch.search(problem, new NeuronSearch.Options(Method.CUBES, 1e-6, 0, List.of(), limit,
                    () -> false, p -> { })).upper();
            assertTrue(upper <= last, "limit " + limit);
            last = upper;
        }
    }

    @Test
    void enginesAgreeOnLargerInstances() {
        for (int seed = 0; seed < 6; seed++) {
            Random random = new Random(seed);
            NeuronProblem problem = small(random, 30, 4, 0, true, false);
            NeuronSearch.Result cones = NeuronSearch.search(problem, options(Method.CONES, 1e-6));
            NeuronSearch.Result box = NeuronSearch.search(problem, options(Method.BOX, 1e-6));
            assertEquals(cones.lower(), box.lower(), 2e-6 * cones.lower(), "seed " + seed);
            check(problem, cones, "cones, seed " + seed);
            check(problem, box, "box, seed " + seed);
            NeuronSearch.Result quadratic = NeuronSearch.search(problem, options(Method.QUADRATIC, 1e-6));
            assertEquals(cones.lower(), quadratic.lower(), 2e-6 * cones.lower(), "seed " + seed);
            assertTrue(quadratic.upper() <= quadratic.lower() * (1 + 2e-6), "seed " + seed);
            check(problem, quadratic, "quadratic, seed " + seed);
        }
    }

    @Test
    void rescalingColumnsAndRowsChangesNothing() {
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            NeuronProblem plain = small(random, 25, 3, 0, false, false);
            double[] columns = {1e-3, 1, 1e4};
            double[][] x = new double[25][3];
            double[][] metric = new double[3][3];
            for (int k = 0; k < 3; k++) {
                metric[k][k] = columns[k] * columns[k];
                for (int i = 0; i < 25; i++) {
                    x[i][k] = plain.pairing()[i][k] * columns[k];
                }
            }
            NeuronProblem scaled = new NeuronProblem(x, metric, false, plain.nu());
            for (Method method : List.of(Method.CONES, Method.CUBES, Method.BOX, Method.QUADRATIC)) {
                NeuronSearch.Result a = NeuronSearch.search(plain, options(method, 1e-6));
                NeuronSearch.Result b = NeuronSearch.search(scaled, options(method, 1e-6));
                assertEquals(a.lower(), b.lower(), 2e-6 * a.lower(), method + ", seed " + seed);
                check(scaled, b, method + ", seed " + seed);
            }
        }
    }

    @Test
    void degenerateProblems() {
        for (Method method : List.of(Method.CONES, Method.CUBES, Method.BOX, Method.QUADRATIC)) {
            NeuronSearch.Result none = NeuronSearch.search(new NeuronProblem(new double[0][2], identity(2), false, new double[0]),
                    options(method, 1e-6));
            assertEquals(0, none.upper());
            NeuronProblem negative = new NeuronProblem(new double[][] {{1, 2}, {-1, 3}}, identity(2), false, new double[] {-1, -2});
            NeuronSearch.Result zero = NeuronSearch.search(negative, options(method, 1e-6));
            assertEquals(0, zero.upper(), 1e-12);
            assertEquals(0, zero.lower());
            assertArrayEquals(new double[2], zero.best());
            check(negative, zero, method.toString());
            NeuronProblem zeroRows = new NeuronProblem(new double[][] {{0, 0}, {3, 4}, {3, 4}, {6, 8}}, identity(2), false,
                    new double[] {5, 1, 1, 0.5});
            NeuronSearch.Result merged = NeuronSearch.search(zeroRows, options(method, 1e-6));
            assertEquals(15, merged.lower(), 1e-9, method.toString());
            check(zeroRows, merged, method.toString());
            NeuronProblem line = new NeuronProblem(new double[][] {{2}, {-1}}, identity(1), false, new double[] {1, 1});
            assertEquals(2, NeuronSearch.search(line, options(method, 1e-9)).upper(), 1e-8);
        }
    }

    @Test
    void stoppingEarlyLeavesACompleteValidTree() {
        for (Method method : List.of(Method.CONES, Method.CUBES, Method.BOX, Method.QUADRATIC)) {
            for (long limit : new long[] {0, 1, 10, 41, 100}) {
                NeuronProblem problem = NeuronSearchBenchTest.gaussian(60, 4, limit);
                NeuronSearch.Result full = NeuronSearch.search(problem, options(method, 1e-6));
                NeuronSearch.Result result = NeuronSearch.search(problem, new NeuronSearch.Options(method, 1e-6, 0, List.of(), limit,
                        () -> false, p -> { }));
                String label = method + ", limit " + limit;
                assertTrue(result.upper() >= full.lower() * (1 - 1e-12), label);
                assertTrue(result.nodes() <= Math.max(limit + 2, 16), label);
                check(problem, result, label);
            }
        }
        NeuronProblem problem = NeuronSearchBenchTest.gaussian(60, 4, 3);
        int[] polls = {0};
        NeuronSearch.Result stopped = NeuronSearch.search(problem, new NeuronSearch.Options(Method.CONES, 1e-6, 0, List.of(),
                Long.MAX_VALUE, () -> ++polls[0] > 5, p -> { }));
        assertTrue(stopped.nodes() < 40);
        check(problem, stopped, "stopped");
    }

    @Test
    void depthFirstReachesTheSameGap() {
        for (int seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            NeuronProblem problem = small(random, 25, 3 + seed % 3, seed % 2 == 0 ? 2 : 0, seed % 3 == 0, seed % 4 == 3);
            NeuronSearch.Result best = NeuronSearch.search(problem, options(Method.CONES, 1e-6));
            for (long frontier : new long[] {0, 60}) {
                NeuronSearch.Result deep = NeuronSearch.search(problem, options(Method.CONES, 1e-6), limits(frontier));
                String label = "seed " + seed + ", frontier " + frontier;
                assertEquals(best.lower(), deep.lower(), 2e-6 * best.lower() + 1e-12, label);
                assertTrue(deep.upper() <= deep.lower() * (1 + 2e-6) + 1e-9, label);
                check(problem, deep, label);
                NeuronSearch.Result cut = NeuronSearch.search(problem, new NeuronSearch.Options(Method.CONES, 1e-6, 0, List.of(), 40,
                        () -> false, p -> { }), limits(frontier));
                assertTrue(cut.upper() >= best.lower() * (1 - 1e-12), label);
                check(problem, cut, label + ", cut short");
            }
        }
    }

    /** A frontier; else as always. */
    private static ConeSearch.Limits limits(long frontier) {
        return new ConeSearch.Limits(frontier, Cone.MAX_RAYS, Cone.MAX_PATH_RAYS);
    }

    /** What the checker would count, exactly. */
    @Test
    void conesKeepToTheirLimits() {
        int bitten = 0;
        for (int seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            int dimension = 4 + seed % 3;
            NeuronProblem problem = small(random, 30, dimension, seed % 2 == 0 ? 3 : 1000, false, seed % 4 == 3);
            NeuronSearch.Result free = NeuronSearch.search(problem, options(Method.CONES, 1e-6));
            for (ConeSearch.Limits limits : List.of(new ConeSearch.Limits(1000, 14, Integer.MAX_VALUE),
                    new ConeSearch.Limits(1000, Integer.MAX_VALUE, 60), new ConeSearch.Limits(0, 20, 120))) {
                String label = "seed " + seed + ", " + limits;
                NeuronSearch.Result limited = NeuronSearch.search(problem, options(Method.CONES, 1e-6), limits);
                check(problem, limited, label);
                assertTrue(limited.upper() >= free.lower() * (1 - 1e-12), label);
                // What may not be split leaves its bound; but for that the search goes on.
                bitten += limited.upper() > limited.lower() * (1 + 1e-5) ? 1 : 0;
                Cone.Orthants orthants = new Cone.Orthants(ConeRows.of(exact(problem), RationalVector.zero(30)));
                for (int b = 0; b < 1 << dimension; b++) {
                    requireFew(orthants.cone(b), limited.tree().roots().get(b), 0, limits, label);
                }
            }
        }
        assertTrue(bitten > 18, bitten + " searches were limited");
    }

    private static void requireFew(Cone cone, SearchTree.Node node, int path, ConeSearch.Limits limits, String label) {
        if (node instanceof SearchTree.Split split) {
            Cone.Halves halves = cone.split(split.row());
            for (Cone half : List.of(halves.nonNegative(), halves.nonPositive())) {
                int both = path + half.generators();
                assertTrue(half.generators() <= limits.cone() && both <= limits.path(), label);
                requireFew(half, half == halves.nonNegative() ? split.nonNegative() : split.nonPositive(), both, limits, label);
            }
        }
    }

    private static Problem exact(NeuronProblem problem) {
        RationalMatrix rows = RationalMatrix.of(Arrays.stream(problem.pairing())
                .map(row -> Arrays.stream(row).mapToObj(entry -> Rationals.of((long) entry)).toArray(Rational[]::new))
                .toArray(Rational[][]::new));
        RationalMatrix labels = RationalMatrix.ofColumns(List.of(RationalVector.zero(problem.rows())), problem.rows());
        return Problem.of("", rows, labels, Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE, Problem.Skip.NONE,
                RationalMatrix.identity(problem.dimension()));
    }

    @Test
    void manyRowsFromFiveDimensionsOnCallForCubes() {
        for (int n : new int[] {40, 200}) {
            assertEquals(n == 40 ? SearchTree.Kind.BOX : SearchTree.Kind.CUBES,
                    automatic(NeuronSearchBenchTest.gaussian(n, 9, 1)), "n = " + n);
        }
        // a common factor in all columns
        NeuronProblem skew = NeuronSearchBenchTest.gaussian(100, 9, 1);
        for (double[] row : skew.pairing()) {
            double factor = 4 * row[0];
            for (int k = 0; k < 9; k++) {
                row[k] += factor;
            }
        }
        assertEquals(SearchTree.Kind.CUBES, automatic(skew));
        assertEquals(SearchTree.Kind.CUBES, automatic(NeuronSearchBenchTest.gaussian(150, 7, 1)));
        assertEquals(SearchTree.Kind.ORTHANTS, automatic(NeuronSearchBenchTest.gaussian(479, 6, 1)));
        assertEquals(SearchTree.Kind.CUBES, automatic(NeuronSearchBenchTest.gaussian(480, 6, 1)));
        assertEquals(SearchTree.Kind.ORTHANTS, automatic(NeuronSearchBenchTest.gaussian(399, 5, 1)));
        assertEquals(SearchTree.Kind.CUBES, automatic(NeuronSearchBenchTest.gaussian(400, 5, 1)));
        assertEquals(SearchTree.Kind.ORTHANTS, automatic(NeuronSearchBenchTest.gaussian(1000, 4, 1)));
        NeuronProblem constant = NeuronSearchBenchTest.gaussian(200, 8, 1);
        for (double[] row : constant.pairing()) {
            row[3] = 0;
        }
        assertEquals(SearchTree.Kind.CUBES, automatic(constant));
    }

    @Test
    void fewRowsFromSevenDimensionsOnCallForQuadraticLeaves() {
        for (int[] size : new int[][] {{40, 7}, {105, 7}, {100, 9}, {5, 30}, {0, 8}}) {
            assertTrue(quadratic(NeuronSearchBenchTest.gaussian(size[0], size[1], 2)), Arrays.toString(size));
        }
        for (int[] size : new int[][] {{40, 6}, {106, 7}, {136, 9}, {20, 65}}) {
            assertFalse(quadratic(NeuronSearchBenchTest.gaussian(size[0], size[1], 2)), Arrays.toString(size));
        }
        // rows that crowd around one direction, as with a large mean
        NeuronProblem crowded = NeuronSearchBenchTest.gaussian(60, 8, 2);
        for (double[] row : crowded.pairing()) {
            row[0] += 10;
        }
        assertFalse(quadratic(crowded));
    }

    /** All points of a two-level design: quadratic leaves are far from closing it when cubes have. */
    private static NeuronProblem design(int factors) {
        Random random = new Random(3);
        double[][] x = new double[1 << factors][factors + 1];
        double[] nu = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < factors; k++) {
                x[i][k] = i >> k & 1;
            }
            x[i][factors] = 1;
            nu[i] = random.nextGaussian();
        }
        return new NeuronProblem(x, identity(factors + 1), false, nu);
    }

    @Test
    void quadraticLeavesThatDoNotCloseGiveWayToCubes() {
        NeuronProblem problem = design(7);
        NeuronSearch.Result quadratic = NeuronSearch.search(problem, limited(Method.QUADRATIC, 256, new ArrayList<>()));
        assertTrue(quadratic.upper() > 1.01 * quadratic.lower());
        List<NeuronSearch.Progress> told = new ArrayList<>();
        NeuronSearch.Result result = NeuronSearch.search(problem, limited(Method.AUTO, Long.MAX_VALUE, told));
        assertEquals(SearchTree.Kind.CUBES, result.tree().kind());
        assertTrue(result.upper() <= result.lower() * (1 + 2e-6));
        assertEquals(NeuronSearch.search(problem, options(Method.CUBES, 1e-6)).lower(), result.lower(), 2e-6 * result.lower());
        check(problem, result, "design");
        for (int k = 1; k < told.size(); k++) {
            assertTrue(told.get(k).upper() <= told.get(k - 1).upper() && told.get(k).lower() >= told.get(k - 1).lower()
                    && told.get(k).nodes() >= told.get(k - 1).nodes(), "told " + k);
        }
    }

    @Test
    void quadraticLeavesAndCubesInTurnsKeepToLimits() {
        NeuronProblem problem = design(7);
        double last = Double.POSITIVE_INFINITY;
        for (long limit : new long[] {0, 100, 256, 300, 600, 1200, 60_000}) {
            NeuronSearch.Result result = NeuronSearch.search(problem, limited(Method.AUTO, limit, new ArrayList<>()));
            // the faces of the cube are evaluated in any case
            assertTrue(result.nodes() <= Math.max(limit, 256) + 18, "limit " + limit);
            assertTrue(result.upper() <= last, "limit " + limit);
            last = result.upper();
            check(problem, result, "limit " + limit);
        }
        assertTrue(last <= NeuronSearch.search(problem, limited(Method.QUADRATIC, 256, new ArrayList<>())).upper());
        int[] polls = {0};
        NeuronSearch.Result stopped = NeuronSearch.search(problem, new NeuronSearch.Options(Method.AUTO, 1e-6, 0, List.of(),
                Long.MAX_VALUE, () -> ++polls[0] > 20_000, p -> { }));
        check(problem, stopped, "stopped");
    }

    @Test
    void quadraticLeavesAndChordsInTurnsBeyondCubes() {
        // many rows: chords alone are far behind
        NeuronProblem many = NeuronSearchBenchTest.gaussian(230, 14, 1);
        NeuronSearch.Result inTurns = NeuronSearch.search(many, limited(Method.AUTO, 2_000, new ArrayList<>()));
        double byChords = NeuronSearch.search(many, limited(Method.BOX, 2_000, new ArrayList<>())).upper();
        assertTrue(inTurns.upper() < 0.8 * byChords, inTurns.upper() + " and " + byChords);
        check(many, inTurns, "many");
        // rows around one direction: chords close, quadratic leaves not so soon
        NeuronProblem crowded = NeuronSearchBenchTest.gaussian(230, 14, 2);
        for (double[] row : crowded.pairing()) {
            row[0] += 10;
        }
        NeuronSearch.Result quadratic = NeuronSearch.search(crowded, limited(Method.QUADRATIC, 32, new ArrayList<>()));
        assertTrue(quadratic.upper() > 1.01 * quadratic.lower(), "quadratic leaves alone");
        NeuronSearch.Result result = NeuronSearch.search(crowded, limited(Method.AUTO, Long.MAX_VALUE, new ArrayList<>()));
        assertTrue(result.upper() <= result.lower() * (1 + 2e-6));
        check(crowded, result, "crowded");
    }

    private static NeuronSearch.Options limited(Method method, long limit, List<NeuronSearch.Progress> told) {
        return new NeuronSearch.Options(method, 1e-6, 0, List.of(), limit, () -> false, told::add);
    }

    private static boolean quadratic(NeuronProblem problem) {
        return QuadraticSearch.suits(new NeuronGeometry(problem));
    }

    private static SearchTree.Kind automatic(NeuronProblem problem) {
        return NeuronSearch.search(problem, new NeuronSearch.Options(Method.AUTO, 1e-6, 0, List.of(), 1, () -> false, p -> { }))
                .tree().kind();
    }

    @Test
    void twoSidesGiveBothResultsOrWhatTheyThrow() {
        assertEquals(List.of("plus", "minus"), TwoSides.run(() -> "plus", () -> "minus"));
        for (boolean plus : new boolean[] {true, false}) {
            assertThrows(ArithmeticException.class, () -> TwoSides.run(() -> thrown(plus), () -> thrown(!plus)));
        }
    }

    private static String thrown(boolean now) {
        if (now) {
            throw new ArithmeticException();
        }
        return "none";
    }

    @Test
    void aTargetAboveTheMaximumEndsTheSearchThere() {
        NeuronProblem problem = NeuronSearchBenchTest.gaussian(80, 4, 5);
        for (Method method : List.of(Method.CONES, Method.CUBES, Method.BOX, Method.QUADRATIC)) {
            NeuronSearch.Result full = NeuronSearch.search(problem, options(method, 1e-6));
            double target = full.lower() * 1.2;
            NeuronSearch.Result result = NeuronSearch.search(problem, new NeuronSearch.Options(method, 1e-6, target, List.of(),
                    Long.MAX_VALUE, () -> false, p -> { }));
            assertTrue(result.upper() <= target, method.toString());
            assertTrue(result.nodes() < full.nodes(), method.toString());
            check(problem, result, method.toString());
        }
    }

    @Test
    void sameInputSameTree() {
        NeuronProblem problem = NeuronSearchBenchTest.gaussian(60, 4, 9);
        for (Method method : List.of(Method.CONES, Method.CUBES, Method.BOX, Method.QUADRATIC)) {
            assertEquals(print(NeuronSearch.search(problem, options(method, 1e-6)).tree()),
                    print(NeuronSearch.search(problem, options(method, 1e-6)).tree()));
        }
    }

    private static String print(SearchTree tree) {
        StringBuilder text = new StringBuilder();
        tree.roots().forEach(root -> print(root, text));
        return text.toString();
    }

    private static void print(SearchTree.Node node, StringBuilder text) {
        if (node instanceof SearchTree.Split split) {
            text.append(split.row()).append(' ');
            print(split.nonNegative(), text);
            print(split.nonPositive(), text);
        } else if (node instanceof SearchTree.Cut cut) {
            text.append(cut.axis()).append('@').append(cut.at());
            print(cut.nonNegative(), text);
            print(cut.nonPositive(), text);
        } else if (node instanceof SearchTree.ConeLeaf leaf) {
            text.append(leaf.bound()).append(Arrays.toString(leaf.slopes())).append(Arrays.toString(leaf.majorant()));
        } else if (node instanceof SearchTree.QuadraticLeaf leaf) {
            text.append(leaf.bound()).append(Arrays.toString(leaf.slopes())).append(Arrays.toString(leaf.curvatures()));
        } else if (node instanceof SearchTree.BoxLeaf leaf) {
            text.append(leaf.bound()).append(Arrays.toString(leaf.slopes())).append(Arrays.toString(leaf.lambda()));
        }
    }

    @Test
    void onlyConesAndCubesTakeAFreeBias() {
        NeuronProblem problem = small(new Random(1), 5, 2, 0, false, true);
        assertThrows(IllegalArgumentException.class, () -> NeuronSearch.search(problem, options(Method.BOX, 1e-6)));
        assertThrows(IllegalArgumentException.class, () -> NeuronSearch.search(problem, options(Method.QUADRATIC, 1e-6)));
        NeuronProblem wide = NeuronSearchBenchTest.gaussian(3, 65, 1);
        assertThrows(IllegalArgumentException.class, () -> NeuronSearch.search(wide, options(Method.QUADRATIC, 1e-6)));
    }

    @Test
    void aFreeBiasWithUnbalancedNuIsUnbounded() {
        NeuronProblem problem = new NeuronProblem(new double[][] {{1, 1}, {-2, 1}}, identity(2), true, new double[] {1, 1});
        for (Method method : List.of(Method.AUTO, Method.CUBES)) {
            assertEquals(Double.POSITIVE_INFINITY, NeuronSearch.search(problem, options(method, 1e-6)).upper());
        }
    }

    @Test
    void nearlyParallelRows() {
        for (int seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            List<double[]> rows = new ArrayList<>();
            double[] nu = new double[40];
            for (int i = 0; i < 40; i++) {
                rows.add(new double[] {1 + 1e-3 * random.nextInt(9), 1 + 1e-3 * random.nextInt(9), 1});
                nu[i] = random.nextGaussian();
            }
            NeuronProblem problem = new NeuronProblem(rows.toArray(new double[0][]), identity(3), false, nu);
            NeuronSearch.Result result = NeuronSearch.search(problem, options(Method.CONES, 1e-6));
            assertTrue(result.upper() <= result.lower() * (1 + 2e-6), "seed " + seed + ": " + result.lower() + " " + result.upper());
            check(problem, result, "seed " + seed);
        }
    }
}
