package org.relucert.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.relucert.scip.Scip;
import org.relucert.scip.ScipLp;
import org.relucert.scip.TrainingQcqp;
import org.relucert.search.TrainingResult.Atom;

/**
 * The second route to training: SCIP solves the convex program, in its own ways, and {@link TrainingResult} means the same as
 * from {@link Trainer}. Another solver's answer to compare with; nothing here is trusted either.
 *
 * <ul>
 *   <li>Interpolation, by cutting planes on the dual: maximise y^T nu subject to S^T nu = 0 and |nu^T (X u_t)_+| &lt;= beta R(u_t)
 *       for the directions u_t found so far. Directions that violate their constraint are rows of the next program, which
 *       starts from the last basis. The multipliers of the rows are the weights of a network that interpolates.
 *   <li>Squared loss, by the quadratically constrained program over all activation patterns: small instances only
 *       ({@link #MOST_PATTERNS}). nu = y - f.
 * </ul>
 *
 * <p>Lower bounds are those of Theorem AT, with the levels that {@link NeuronSearch} proves. SCIP's numbers are good to some four
 * digits, and cutting planes close the last digits slowly; so by default the answer is <em>polished</em>: the patterns that
 * SCIP uses become the columns of {@link Master}, which solves the program restricted to them accurately. Where its dual vector
 * still is violated the patterns were not all that matter, and those found violating are added, a few times at most.
 */
public final class ScipTraining {

    /** Squared loss is for at most so many activation patterns: SCIP's program has 2 (D + 1) variables for each. */
    public static final int MOST_PATTERNS = 200;

    /** Why this route cannot be taken, in one sentence. */
    public static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unavailable(String reason) {
            super(reason);
        }
    }

    /** What SCIP alone is asked for before polishing. */
    private static final double ROUGH = 1e-4;
    /** A direction this close to its bound, relatively, may be in use. */
    private static final double NEAR = 1e-3;
    /** Part of the largest neuron below which a slot of SCIP's answer counts as unused. */
    private static final double UNUSED = 1e-4;
    private static final int POLISHES = 20;
    /** In units of a problem of size one, as {@link Master}: bounds on nu that keep the first programs finite. */
    private static final double FIRST_BOX = 100;
    private static final double LAST_BOX = 1e9;
    /** What of labels of size one no network fits before they count as contradictory. */
    private static final double CONTRADICTION = 1e-9;
    /** The penalty on a free bias, against 1 on a weight; SCIP's model knows norms only. */
    private static final double BIAS_PENALTY = 1e-3;
    /** Part of the time left that SCIP's quadratic program may use. */
    private static final double QUADRATIC_SHARE = 0.7;

    private final TrainingProblem problem;
    private final TrainingSpace space;
    private final Trainer.Options options;
    /** Keeps the bounds, and the columns for polishing. */
    private final Trainer books;
    private final boolean polish;

    private ScipTraining(TrainingProblem problem, Trainer.Options options, boolean polish) {
        this.problem = problem;
        this.options = options;
        this.polish = polish;
        books = new Trainer(problem, options);
        space = books.space;
    }

    /**
     * Trains, and polishes.
     *
     * @throws Unavailable where SCIP does not load, or the loss is squared and there are more than {@link #MOST_PATTERNS} patterns
     */
    public static TrainingResult train(TrainingProblem problem, Trainer.Options options) {
        return train(problem, options, true);
    }

    /** The same; without polishing the result is what SCIP alone finds. */
    public static TrainingResult train(TrainingProblem problem, Trainer.Options options, boolean polish) {
        if (!Scip.isAvailable()) {
            throw new Unavailable("SCIP is not available: " + Scip.unavailableReason());
        }
        return new ScipTraining(problem, options, polish).run();
    }

    /**
     * For interpolation, a proof in doubles that no network whatever fits the labels: w with w^T (Xu)_+ = 0 for all u, S^T w = 0
     * and y^T w = |w|^2 &gt; 0, on which the dual objective grows without end. Empty if the labels can be fitted.
     *
     * <p>By (Xu)_+ = (|Xu| + Xu)/2 the features span what the columns of X and the vectors |Xu| span. The functions |&lt;x_i, u&gt;| of
     * u have their kinks on different hyperplanes unless rows are parallel, so the latter span everything that is |x_i| times
     * a value for each class of parallel rows.
     */
    public static Optional<double[]> contradiction(TrainingProblem problem) {
        return problem.interpolation() ? contradiction(new TrainingSpace(problem)) : Optional.empty();
    }

    private static Optional<double[]> contradiction(TrainingSpace space) {
        double[][] spanning = new double[space.groups + space.dimension + space.skipBasis.length][space.n];
        for (int i = 0; i < space.n; i++) {
            if (space.group[i] >= 0) {
                spanning[space.group[i]][i] = space.rowNorms[i];
            }
            for (int k = 0; k < space.dimension; k++) {
                spanning[space.groups + k][i] = space.rowNorms[i] > 0 ? space.rows[i][k] : 0;
            }
        }
        System.arraycopy(space.skipBasis, 0, spanning, space.groups + space.dimension, space.skipBasis.length);
        double[] rest = space.labels.clone();
        TrainingSpace.remove(Arrays.asList(TrainingSpace.orthonormal(spanning)), rest);
        if (TrainingSpace.norm(rest) <= CONTRADICTION * Math.max(1, TrainingSpace.norm(space.labels))) {
            return Optional.empty();
        }
        TrainingSpace.scale(rest, space.labelScale);
        return Optional.of(rest);
    }

    private TrainingResult run() {
        if (problem.interpolation()) {
            Optional<double[]> witness = contradiction(space);
            if (witness.isPresent()) {
                double[] w = witness.get();
                return new TrainingResult(problem.residual(w), List.of(), new double[problem.skipColumns()], Double.POSITIVE_INFINITY,
                        problem.dualValue(w), 0, 0, problem.residual(w), 0, 0, false,
                        List.of(new TrainingResult.Point(books.seconds(), problem.dualValue(w), Double.POSITIVE_INFINITY, 0)),
                        WarmStart.NONE, null);
            }
        }
        Optional<List<boolean[]>> patterns = problem.interpolation() ? Optional.of(List.of())
                : ActivationPatterns.all(space, MOST_PATTERNS);
        if (patterns.isEmpty()) {
            throw new Unavailable("training with squared loss through SCIP goes over all activation patterns, of which there are"
                    + " more than " + MOST_PATTERNS + " here; the Java search has no such limit");
        }
        if (!books.begin()) {
            if (problem.interpolation()) {
                interpolate();
            } else {
                quadratic(patterns.get());
            }
        }
        if (polish) {
            fewerNeurons();
        }
        return books.result(books.closed() || books.upper <= 1e-20);
    }

    // ---- interpolation: cutting planes ---------------------------------------------------------------------------------

    private void interpolate() {
        try (ScipLp program = new ScipLp()) {
            program.setTolerances(1e-9, 1e-9);
            program.maximize();
            for (double y : space.labels) {
                program.addColumn(y, -FIRST_BOX, FIRST_BOX);
            }
            for (double[] b : space.skipBasis) {
                program.addRow(0, b, 0);
            }
            new CuttingPlanes(program).run();
        }
    }

    private final class CuttingPlanes {
        final ScipLp program;
        /** u_t with R(u_t) = 1, in coordinates of the space; row t of the program comes after the skip's. */
        final List<double[]> directions = new ArrayList<>();
        double box = FIRST_BOX;

        CuttingPlanes(ScipLp program) {
            this.program = program;
        }

        void run() {
            double goal = polish ? Math.max(ROUGH, options.relativeGap()) : options.relativeGap();
            List<List<double[]>> found = List.of(new ArrayList<>(), new ArrayList<>());
            for (int side = 0; side < 2; side++) {
                books.climbAll(books.candidate, side, books.startDirections(), found.get(side), 0);
            }
            found.forEach(this::add);
            int nextSearch = 1;
            while (!books.stopped() && solve()) {
                books.rounds++;
                double[] nu = program.primal();
                space.removeSkip(nu);
                TrainingSpace.scale(nu, problem.beta() / space.rowScale);
                books.candidate = nu;
                double[] weights = Arrays.copyOfRange(program.dual(), space.skipBasis.length, program.rows());
                boolean boxed = boxed();
                if (!boxed) {
                    books.offer(network(weights));
                    books.record();
                }
                boolean stuck = price(nu, weights, boxed, goal, books.rounds >= nextSearch);
                if (books.rounds >= nextSearch) {
                    nextSearch = 2 * books.rounds;
                }
                if (TrainingResult.relativeGap(books.upper, books.lower) <= goal || stuck && !boxed) {
                    if (polish) {
                        columns(weights, nu);
                        polish(box);
                    }
                    if (books.closed() || goal <= options.relativeGap()) {
                        return;
                    }
                    // the last program may be exact already, and only its search too coarse
                    goal = Math.max(1e-2 * goal, options.relativeGap());
                } else if (stuck) {
                    box *= 100;
                    if (box > LAST_BOX) {
                        return;
                    }
                    for (int i = 0; i < space.n; i++) {
                        program.setBounds(i, -box, box);
                    }
                }
            }
        }

        private boolean solve() {
            double left = options.seconds() - books.seconds();
            if (left < 1e19) {
                program.setTimeLimit(Math.max(1e-3, left));
            }
            return program.solve() == ScipLp.Status.OPTIMAL;
        }

        /** Whether the bounds on nu hold the optimum back, so that its multipliers do not fit the labels. */
        private boolean boxed() {
            for (double r : program.reducedCosts()) {
                if (Math.abs(r) > CONTRADICTION) {
                    return true;
                }
            }
            return false;
        }

        /** Adds what violates its constraint at nu, and improves the lower bound; true if nothing does. */
        private boolean price(double[] nu, double[] weights, boolean boxed, double goal, boolean due) {
            double need = Math.min(0.25, books.allowedViolation(nu) * goal / options.relativeGap());
            List<List<double[]>> found = List.of(new ArrayList<>(), new ArrayList<>());
            double local = 0;
            for (int side = 0; side < 2 && !books.stopped(); side++) {
                List<double[]> starts = books.startDirections();
                for (int t = 0; t < weights.length; t++) {
                    if (side == 0 ? weights[t] > 0 : weights[t] < 0) {
                        starts.add(directions.get(t));
                    }
                }
                local = Math.max(local, books.climbAll(nu, side, starts, found.get(side), 1e-14));
            }
            boolean finish = local <= need;
            if (finish || due) {
                books.certify(nu, need, local, finish ? Long.MAX_VALUE : Trainer.FEW_NODES, found);
                books.record();
            }
            int before = directions.size();
            double[] scaled = nu.clone();
            TrainingSpace.scale(scaled, space.rowScale / problem.beta());
            for (List<double[]> side : found) {
                side.removeIf(z -> Math.abs(TrainingSpace.dot(feature(z), scaled)) <= 1 + 1e-9);
                add(side);
            }
            return directions.size() == before;
        }

        private void add(List<double[]> found) {
            for (double[] z : found) {
                program.addRow(-1, feature(z), 1);
                directions.add(z);
            }
        }

        private double[] feature(double[] z) {
            double[] feature = new double[space.n];
            for (int i = 0; i < space.n; i++) {
                feature[i] = Math.max(0, TrainingSpace.dot(space.rows[i], z));
            }
            return feature;
        }

        private List<Atom> network(double[] weights) {
            List<Atom> atoms = new ArrayList<>();
            for (int t = 0; t < weights.length; t++) {
                if (weights[t] != 0) {
                    double[] z = directions.get(t).clone();
                    TrainingSpace.scale(z, Math.abs(weights[t]) * space.labelScale / space.rowScale);
                    atoms.add(books.atom(weights[t] > 0 ? 1 : -1, space.toInput(z)));
                }
            }
            atoms.sort((a, b) -> Double.compare(b.weight(), a.weight()));
            return atoms;
        }

        /** The patterns of the directions in use, and of those that nearly are. */
        private void columns(double[] weights, double[] nu) {
            double[] scaled = nu.clone();
            TrainingSpace.scale(scaled, space.rowScale / problem.beta());
            for (int t = 0; t < weights.length; t++) {
                double[] z = directions.get(t);
                double value = TrainingSpace.dot(feature(z), scaled);
                if (weights[t] != 0 || Math.abs(value) > 1 - NEAR) {
                    books.columns.add(value > 0 ? 1 : -1, z);
                }
            }
        }
    }

    // ---- squared loss: all patterns ------------------------------------------------------------------------------------

    private void quadratic(List<boolean[]> patterns) {
        int slots = 2 * patterns.size();
        int[] signs = new int[slots];
        boolean[][] slot = new boolean[slots][];
        for (int k = 0; k < slots; k++) {
            signs[k] = k % 2 == 0 ? 1 : -1;
            slot[k] = patterns.get(k / 2);
        }
        double[][] metric = new double[space.dimension][space.dimension];
        for (int k = 0; k < space.dimension; k++) {
            metric[k][k] = k < space.penalised ? 1 : BIAS_PENALTY * BIAS_PENALTY;
        }
        double[][] skip = new double[space.n][space.skipBasis.length];
        for (int i = 0; i < space.n; i++) {
            for (int j = 0; j < skip[i].length; j++) {
                skip[i][j] = space.skipBasis[j][i];
            }
        }
        double left = QUADRATIC_SHARE * (options.seconds() - books.seconds());
        TrainingQcqp.Result answer = TrainingQcqp.solve(
                new TrainingQcqp.Model(space.rows, metric, space.labels, space.beta, skip, false), signs, slot,
                left < 1e19 ? Math.max(1e-3, left) : Double.POSITIVE_INFINITY, polish ? ROUGH : options.relativeGap(),
                books::stopped);
        books.rounds++;
        double largest = 0;
        for (double[] q : answer.q()) {
            largest = Math.max(largest, TrainingSpace.norm(q));
        }
        List<Atom> atoms = new ArrayList<>();
        for (int k = 0; k < answer.q().length; k++) {
            if (TrainingSpace.norm(answer.q()[k]) > UNUSED * largest) {
                atoms.add(books.atom(signs[k], space.neuron(answer.q()[k])));
                books.columns.add(new Master.Column(signs[k], slot[k]));
            }
        }
        atoms.sort((a, b) -> Double.compare(b.weight(), a.weight()));
        books.offer(atoms);
        books.record();
        search(books.residual(atoms));
        if (polish) {
            polish(FIRST_BOX);
        }
    }

    // ---- polishing -----------------------------------------------------------------------------------------------------

    /** Prices nu on both sides; the new patterns become columns, and their number is returned. */
    private int search(double[] nu) {
        books.candidate = nu;
        List<List<double[]>> found = List.of(new ArrayList<>(), new ArrayList<>());
        double need = books.allowedViolation(nu);
        books.certify(nu, need, 0, Long.MAX_VALUE, found);
        books.record();
        int added = 0;
        for (int side = 0; side < 2; side++) {
            added += books.addColumns(nu, side, found.get(side), need);
        }
        return added;
    }

    /**
     * The restricted programs over the columns at hand, until no violated pattern is new.
     *
     * @param first bound on nu to begin with, in units of a problem of size one
     */
    private void polish(double first) {
        double[] rough = books.candidate;
        double box = first;
        for (int round = 0; round < POLISHES && !books.columns.isEmpty() && !books.closed() && !books.stopped(); round++) {
            Master.Solution solution = Master.solve(space, books.columns.list(), box, 0, options.stop());
            if (solution == null) {
                break;
            }
            books.rounds++;
            books.lastBox = box;
            books.offer(books.network(solution));
            books.record();
            if (search(solution.nu()) == 0) {
                if (!problem.interpolation() || solution.misfit() <= CONTRADICTION * space.labelScale || box > LAST_BOX) {
                    break;
                }
                box *= 100;
            }
        }
        if (!books.closed()) {
            // badly scaled problems defeat the interior point; SCIP's own answer is the better one then
            books.candidate = rough;
        }
    }

    /**
     * A vertex of the networks with the same output over the same directions: at most n - rank S neurons (Theorem 1.2), whose
     * outputs are independent, so that exact weights are found by elimination. Interior points use every direction there is.
     */
    private void fewerNeurons() {
        List<Atom> atoms = books.atoms;
        if (atoms.size() <= space.n - space.skipBasis.length || books.stopped()) {
            return;
        }
        double total = 0;
        double[] output = new double[space.n];
        double[][] features = new double[atoms.size()][space.n];
        for (int j = 0; j < features.length; j++) {
            total += atoms.get(j).weight();
            problem.addFeature(features[j], atoms.get(j).sign(), atoms.get(j).direction());
            TrainingSpace.axpy(1, features[j], output);
        }
        if (problem.interpolation()) {
            // what the neurons do not fit is left to the skip connection, here as there
            output = problem.labels().clone();
        }
        int[] rows = IntStream.range(0, space.n).toArray();
        try (ScipLp program = new ScipLp()) {
            program.setTolerances(1e-9, 1e-9);
            for (double value : output) {
                program.addRow(value / space.labelScale, new int[0], new double[0], value / space.labelScale);
            }
            for (int j = 0; j < features.length; j++) {
                TrainingSpace.scale(features[j], 1 / space.labelScale);
                program.addColumn(atoms.get(j).weight() / total, 0, Double.POSITIVE_INFINITY, rows, features[j]);
            }
            for (double[] b : space.skipBasis) {
                program.addColumn(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, rows, b);
            }
            if (program.solvePrimal() != ScipLp.Status.OPTIMAL) {
                return;
            }
            double[] factors = program.primal();
            List<Atom> fewer = new ArrayList<>();
            for (int j = 0; j < features.length; j++) {
                if (factors[j] > 0) {
                    double[] q = atoms.get(j).direction().clone();
                    TrainingSpace.scale(q, factors[j]);
                    fewer.add(books.atom(atoms.get(j).sign(), q));
                }
            }
            fewer.sort((a, b) -> Double.compare(b.weight(), a.weight()));
            books.prefer(fewer, 1e-9);
        }
    }
}
