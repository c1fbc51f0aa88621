package org.relucert.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.relucert.search.TrainingResult.Atom;
import org.relucert.search.TrainingResult.Point;

/**
 * Training to global optimality in floating point, by column generation (mathematics, 3.1(b)): {@link Master} solves the convex
 * program restricted to the columns so far, its dual vector nu is priced on both sides, and every violating direction becomes a
 * column. While {@link LocalDescent} finds better networks across the walls of the columns, their patterns join and their residual
 * is priced instead. Local ascent prices first; the branch-and-bound search looks for more with as many nodes as are cheap beside the next program, and
 * to the end when nothing is found any more. Its bounds
 * H &gt;= max |nu^T(Xu)_+| give the lower bound of Theorem AT: tau nu is feasible for |tau| &lt;= beta/H.
 *
 * <p>Anytime: the best bounds so far are returned whenever {@link Options#stop} says so or the time is up.
 */
public final class Trainer {

    /** The neuron search used for pricing. */
    @FunctionalInterface
    public interface Pricer {
        /** See {@link NeuronSearch#search}. */
        NeuronSearch.Result search(NeuronProblem problem, NeuronSearch.Options options);
    }

    /**
     * How to train.
     *
     * @param relativeGap stop when (primal - dual)/primal is at most this
     * @param seconds time limit, by {@code nanoClock}
     * @param seed seed of the random start directions
     * @param method node kind of the search
     * @param pricer the search
     * @param nanoClock clock of the curve and of the time limit; a constant clock makes runs reproducible to the byte
     * @param stop polled often; true ends the training
     * @param progress told of every improvement of a bound
     * @param mostNodes of trees held at once, if memory has room for them; a search that holds more ends the training, which
     *     keeps what it has
     */
    public record Options(double relativeGap, double seconds, long seed, NeuronSearch.Method method, Pricer pricer,
            LongSupplier nanoClock, BooleanSupplier stop, Consumer<Point> progress, long mostNodes) {

        /** Usual settings for a gap. */
        public static Options gap(double relativeGap) {
            return new Options(relativeGap, Double.POSITIVE_INFINITY, 1, NeuronSearch.Method.AUTO, NeuronSearch::search,
                    System::nanoTime, () -> false, p -> { }, Long.MAX_VALUE);
        }

        /** The same with a time limit. */
        public Options within(double limit) {
            return new Options(relativeGap, limit, seed, method, pricer, nanoClock, stop, progress, mostNodes);
        }

        /** The same with another node kind. */
        public Options searching(NeuronSearch.Method other) {
            return new Options(relativeGap, seconds, seed, other, pricer, nanoClock, stop, progress, mostNodes);
        }

        /** The same with another search. */
        public Options pricedBy(Pricer other) {
            return new Options(relativeGap, seconds, seed, method, other, nanoClock, stop, progress, mostNodes);
        }

        /** The same with another progress listener. */
        public Options reporting(Consumer<Point> listener) {
            return new Options(relativeGap, seconds, seed, method, pricer, nanoClock, stop, listener, mostNodes);
        }

        /** The same with so many nodes at most. */
        public Options holding(long nodes) {
            return new Options(relativeGap, seconds, seed, method, pricer, nanoClock, stop, progress, nodes);
        }

        /** The same with a stop signal. */
        public Options stoppedBy(BooleanSupplier signal) {
            return new Options(relativeGap, seconds, seed, method, pricer, nanoClock, signal, progress, mostNodes);
        }
    }

    /** New columns of a side in a round: so many, or this part of the directions found. */
    private static final int COLUMNS_PER_SIDE = 12;
    private static final double COLUMN_SHARE = 0.3;
    /** Nodes of a side that is searched for columns and a first bound while local search finds enough. */
    static final long FEW_NODES = 500;
    /** Work of a search for columns where local search finds too few, and where it finds enough, in that of the last master. */
    private static final double SEARCH_SHARE = 0.25;
    private static final double SMALL_SHARE = 0.05;
    /**
     * Below this violation a fit that is missed by more than a part of the labels is laid to the box, not to columns that are
     * missing: to a box that is smaller than this.
     */
    private static final double NEAR = 0.5;
    private static final double FELT = 1e-3;
    private static final double WIDE_BOX = 1e6;
    /** Relative gap of a search for columns: at most, and in violations that are known already. */
    private static final double SEARCH_GAP = 0.1;
    private static final int STARTS = 24;
    /** Relative gap up to which an interrupted master program counts as solved. */
    private static final double USABLE = 1e-3;
    private static final double FEASIBLE_MISFIT = 1e-9;
    /** The part of the time after which a bound is worth more than a column: what is left goes to one dual vector's search. */
    private static final double ENDGAME = 0.6;
    /** Seconds that a side goes on after the other one has ended for a column. */
    private static final double ALONE = 1;
    /** Part of the gap that a running search must have closed since the last point for another one. */
    private static final double NOTEWORTHY = 0.02;

    private final TrainingProblem problem;
    final TrainingSpace space;
    final Options options;
    private final Random random;
    private final long start;
    private final DMatrixRMaj skipInverse;
    final TrainingColumns columns;
    private final List<Deque<double[]>> pool = List.of(new ArrayDeque<>(), new ArrayDeque<>());
    private final List<Point> curve = new ArrayList<>();

    /** Set when the trees have more nodes than there is memory for. */
    private volatile boolean full;
    double upper = Double.POSITIVE_INFINITY;
    List<Atom> atoms = List.of();
    double[] skip;
    double lower;
    private double[] dual;
    double[] candidate;
    double lastBox = 100;
    private TrainingResult.Priced priced;
    private double[] levels = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    private long nodes;
    int rounds;

    Trainer(TrainingProblem problem, Options options) {
        this.problem = problem;
        this.options = options;
        space = new TrainingSpace(problem);
        random = new Random(options.seed());
        columns = new TrainingColumns(space, random);
        start = options.nanoClock().getAsLong();
        int k = problem.skipColumns();
        skipInverse = new DMatrixRMaj(k, space.n);
        if (k > 0) {
            CommonOps_DDRM.pinv(new DMatrixRMaj(problem.skip()), skipInverse);
        }
        skip = new double[k];
        dual = new double[space.n];
        lower = problem.constant();
        candidate = dual;
    }

    /** Trains. */
    public static TrainingResult train(TrainingProblem problem, Options options) {
        return train(problem, options, WarmStart.NONE);
    }

    /**
     * Trains, beginning with what a training on the same data with another beta has left.
     *
     * @param warm {@link TrainingResult#next} of that training, or {@link WarmStart#NONE}
     * @throws IllegalArgumentException if it comes from a problem of another shape
     */
    public static TrainingResult train(TrainingProblem problem, Options options, WarmStart warm) {
        if (warm != WarmStart.NONE && !warm.fits(problem)) {
            throw new IllegalArgumentException("the training to start from had " + warm.nu.length + " data rows, not "
                    + problem.rows() + ", or another dimension");
        }
        Trainer trainer = new Trainer(problem, options);
        boolean converged = trainer.run(warm);
        trainer.polish();
        return trainer.result(converged);
    }

    /** What was found so far. */
    TrainingResult result(boolean converged) {
        List<List<double[]>> directions = pool.stream().map(side -> side.stream().map(space::toInput).toList()).toList();
        return new TrainingResult(problem.residual(dual), atoms, skip, upper, lower, levels[0], levels[1],
                problem.residual(candidate), rounds, nodes, converged,
                List.copyOf(curve), new WarmStart(columns.list(), directions, dual, levels), priced);
    }

    double seconds() {
        return (options.nanoClock().getAsLong() - start) * 1e-9;
    }

    boolean stopped() {
        return full || options.stop().getAsBoolean() || seconds() > options.seconds();
    }

    boolean closed() {
        return TrainingResult.relativeGap(upper, lower) <= options.relativeGap();
    }

    /** Offers the network without neurons and makes the labels without the skip's part the candidate; true if it fits. */
    boolean begin() {
        double[] residual = residual(List.of());
        boolean fits = TrainingSpace.norm(residual) <= 1e-13 * TrainingSpace.norm(problem.labels());
        if (fits) {
            // the skip connection alone fits, or the labels vanish
            Arrays.fill(levels, 0);
        } else {
            candidate = residual;
        }
        offer(List.of());
        record();
        return fits;
    }

    /** Takes over columns, directions and the lower bound of an earlier training. */
    private void resume(WarmStart warm) {
        warm.columns.forEach(columns::add);
        for (int side = 0; side < 2; side++) {
            for (double[] direction : warm.directions.get(side)) {
                pool.get(side).addLast(space.fromInput(direction));
            }
        }
        if (!columns.isEmpty()) {
            // directions of one beta alone would see only what mattered there
            pool.forEach(side -> side.addAll(startDirections()));
        }
        if (warm.nu.length > 0 && Double.isFinite(warm.levels[0]) && Double.isFinite(warm.levels[1])) {
            offerDual(warm.nu, warm.levels, null);
            record();
        }
    }

    private boolean run(WarmStart warm) {
        if (begin()) {
            return upper <= 1e-20 || closed();
        }
        resume(warm);
        double[] residual = candidate;
        if (columns.isEmpty() && firstColumns(residual) <= 0 && !problem.interpolation()) {
            // beta may be too large for any neuron
            certify(residual, allowedViolation(residual), 0, Long.MAX_VALUE, List.of(new ArrayList<>(), new ArrayList<>()));
            record();
            if (closed()) {
                columns.clear();
                return true;
            }
        }

        double violation = 1;
        double box = 100;
        int nextSearch = 1;
        double nextDescent = problem.interpolation() ? Double.POSITIVE_INFINITY : 1;
        int stuck = 0;
        double masterTolerance = 1e-4;
        double finest = Math.max(1e-12, 1e-2 * options.relativeGap());
        while (!stopped()) {
            Master.Solution solution = Master.solve(space, columns.list(), box, masterTolerance, options.stop());
            if (solution == null) {
                break;
            }
            rounds++;
            if (usable(solution)) {
                candidate = solution.nu();
            }
            lastBox = box;
            boolean fits = solution.misfit() <= FEASIBLE_MISFIT * space.labelScale;
            List<Atom> network = network(solution);
            offer(network);
            record();
            columns.retire(solution);

            double[] nu = solution.nu();
            if (rounds >= nextDescent) {
                boolean better = descend(network);
                nu = better ? candidate : nu;
                nextDescent = better ? rounds + 1 : 2 * rounds;
            }
            double need = allowedViolation(nu);
            List<List<double[]>> found = List.of(new ArrayList<>(), new ArrayList<>());
            double local = priceLocally(nu, solution, found);
            boolean late = seconds() >= ENDGAME * options.seconds();
            boolean rough = masterTolerance > finest && solution.relativeGap() > 10 * finest;
            boolean finish = late || local <= need && !rough;
            boolean few = found.get(0).size() + found.get(1).size() < 2 * COLUMNS_PER_SIDE;
            long most = finish ? Long.MAX_VALUE : affordable(few ? SEARCH_SHARE : SMALL_SHARE, nu, solution);
            if (!finish && local <= need && most <= FEW_NODES) {
                // nothing near is violated: a proof of that is worth its nodes only for a dual vector that may be the last
                masterTolerance = finest;
                continue;
            }
            double worst = local;
            if (most > FEW_NODES || rounds >= nextSearch) {
                if (!finish) {
                    nextSearch = 2 * rounds;
                }
                worst = Math.max(local, certify(nu, need, local, Math.max(FEW_NODES, most), found));
                record();
                if (closed()) {
                    return true;
                }
            }
            int added = 0;
            for (int side = 0; side < 2; side++) {
                added += addColumns(nu, side, found.get(side), need);
            }
            if (worst > 0) {
                violation = worst;
            }
            if (!finish && worst < NEAR && box < WIDE_BOX && solution.misfit() > FELT * space.labelScale) {
                box *= 100;
            }
            if (added == 0) {
                if (!fits && finish) {
                    box *= 100;
                    if (box > 1e9) {
                        break;
                    }
                } else if (masterTolerance > 1e-12) {
                    masterTolerance = Math.max(1e-12, Math.min(1e-3 * masterTolerance, 1e-2 * options.relativeGap()));
                } else if (++stuck >= 3 || columns.list().equals(solution.columns())) {
                    // the next round would be the same
                    break;
                }
            } else {
                double wanted = Math.min(1e-2 * violation, 1e-3 * TrainingResult.relativeGap(upper, lower));
                masterTolerance = Math.max(finest, Math.min(1e-4, wanted));
            }
        }
        return closed();
    }

    /** Offers the network to which this one descends; if it is the best so far, its residual is the candidate and its patterns are columns. */
    private boolean descend(List<Atom> network) {
        List<Atom> moved = LocalDescent.from(network, space, this::stopped);
        if (moved.isEmpty() || !offer(moved)) {
            return false;
        }
        record();
        for (Atom atom : moved) {
            double[] z = space.fromInput(atom.direction());
            remember(atom.sign() > 0 ? 0 : 1, z);
            columns.add(atom.sign(), z);
        }
        candidate = residual(moved);
        return true;
    }

    /** What a network leaves of the labels, and the best skip connection for it does. */
    double[] residual(List<Atom> network) {
        double[] residual = problem.labels().clone();
        for (Atom atom : network) {
            problem.addFeature(residual, -atom.sign(), atom.direction());
        }
        space.removeSkip(residual);
        return residual;
    }

    /** An interrupted master program may end with a dual vector that is far from its optimum, while its network is still good. */
    private boolean usable(Master.Solution solution) {
        return !stopped() || solution.relativeGap() <= USABLE;
    }

    /** One more master program, as accurate as doubles carry. */
    private void polish() {
        if (columns.isEmpty() || stopped()) {
            return;
        }
        Master.Solution solution = Master.solve(space, columns.list(), lastBox, 0, options.stop());
        if (solution != null) {
            if (usable(solution)) {
                candidate = solution.nu();
            }
            offer(network(solution));
            record();
            for (double tolerance : new double[] {1e-4, 1e-5, 1e-6, 1e-7, 1e-8}) {
                List<Atom> sparse = sparse(solution, tolerance);
                if (sparse.size() < atoms.size() && prefer(sparse, 0.05 * options.relativeGap())) {
                    break;
                }
            }
            if (problem.interpolation()) {
                offer(refitted(atoms));
            }
        }
    }

    /**
     * The neurons that complementarity tells in use: of weight and dual slack one tends to zero, and the larger one shows which.
     * For interpolation their weights are adjusted, as little as possible, to fit again.
     */
    private List<Atom> sparse(Master.Solution solution, double tolerance) {
        double total = 0;
        for (double[] q : solution.directions()) {
            total += problem.norm(q);
        }
        List<Atom> kept = new ArrayList<>();
        for (int j = 0; j < solution.columns().size(); j++) {
            Atom a = atom(solution.columns().get(j).sign(), solution.directions()[j]);
            // a free bias may make a neuron of no weight matter
            if (a.weight() > total * (1 - solution.tightness()[j])) {
                kept.add(a);
            }
        }
        kept.sort(Comparator.comparingDouble((Atom a) -> -a.weight()));
        List<Atom> merged = merge(kept, tolerance);
        return problem.interpolation() ? refitted(merged) : merged;
    }

    private List<Atom> refitted(List<Atom> network) {
        int m = network.size();
        if (m == 0) {
            return network;
        }
        DMatrixRMaj features = new DMatrixRMaj(m, space.n);
        for (int j = 0; j < m; j++) {
            double[] f = new double[space.n];
            problem.addFeature(f, network.get(j).sign(), network.get(j).direction());
            space.removeSkip(f);
            System.arraycopy(f, 0, features.data, j * space.n, space.n);
        }
        double[] change = LeastNormSolution.of(features, residual(network));
        List<Atom> result = new ArrayList<>();
        for (int j = 0; j < m; j++) {
            if (!(change[j] > -1)) {
                continue;
            }
            double[] q = network.get(j).direction().clone();
            TrainingSpace.scale(q, 1 + change[j]);
            result.add(atom(network.get(j).sign(), q));
        }
        return result.size() < m ? refitted(result) : result;
    }

    /**
     * Relative violation v of the dual constraint that costs about a quarter of the requested gap: Theorem AT scales nu by
     * 1/(1 + v), and with the squared loss the dual value loses (y^T nu - |nu|^2) v + |nu|^2 v^2/2 in second order. The second
     * term is all there is where no neuron pays.
     */
    double allowedViolation(double[] nu) {
        double product = TrainingSpace.dot(problem.labels(), nu);
        double curvature = problem.interpolation() ? 0 : TrainingSpace.dot(nu, nu);
        double price = product - curvature;
        double value = problem.dualValue(nu);
        double loss = 0.25 * options.relativeGap() * value;
        double root = Math.sqrt(price * price + 2 * curvature * loss);
        if (!(loss > 0) || !(price + root > 0)) {
            return 0.25 * options.relativeGap();
        }
        return Math.max(1e-15, Math.min(0.25, 2 * loss / (price + root)));
    }

    // ---- columns ---------------------------------------------------------------------------------------------------

    List<double[]> startDirections() {
        List<double[]> starts = new ArrayList<>();
        int stride = Math.max(1, space.n / STARTS);
        for (int i = 0; i < space.n; i += stride) {
            starts.add(space.rows[i].clone());
            double[] minus = space.rows[i].clone();
            TrainingSpace.scale(minus, -1);
            starts.add(minus);
        }
        for (int k = 0; k < STARTS; k++) {
            starts.add(space.randomDirection(random));
        }
        return starts;
    }

    /** Patterns to start from; returns the largest relative violation of the residual met on the way. */
    private double firstColumns(double[] residual) {
        double worst = Double.NEGATIVE_INFINITY;
        for (int side = 0; side < 2; side++) {
            double[] nu = residual.clone();
            List<double[]> found = new ArrayList<>();
            worst = Math.max(worst, climbAll(nu, side, startDirections(), found, 0));
            addColumns(nu, side, found, Double.NEGATIVE_INFINITY);
        }
        return worst;
    }

    /** sigma nu in scaled units, in which the level to compare with is {@code space.beta}. */
    private double[] scaledSide(double[] nu, int side) {
        double[] scaled = nu.clone();
        TrainingSpace.scale(scaled, (side == 0 ? 1 : -1) * space.beta * space.rowScale / problem.beta());
        return scaled;
    }

    /** Climbs from every start and appends the distinct results above the level; returns the largest relative violation. */
    double climbAll(double[] nu, int side, List<double[]> starts, List<double[]> found, double level) {
        TrainingAscent ascent = new TrainingAscent(space, scaledSide(nu, side));
        double worst = 0;
        for (double[] start : starts) {
            if (stopped()) {
                break;
            }
            double[] z = ascent.climb(start);
            if (z == null) {
                continue;
            }
            double violation = ascent.value(z) / space.beta - 1;
            worst = Math.max(worst, violation);
            if (violation > level || level == 0) {
                boolean known = false;
                for (double[] other : found) {
                    known |= close(z, other);
                }
                if (!known) {
                    found.add(z);
                }
            }
        }
        return worst;
    }

    private boolean close(double[] a, double[] b) {
        double distance = 0;
        double size = 1;
        for (int k = 0; k < a.length; k++) {
            distance = Math.max(distance, Math.abs(a[k] - b[k]));
            size = Math.max(size, Math.abs(a[k]));
        }
        return distance < 1e-9 * size;
    }

    private double priceLocally(double[] nu, Master.Solution solution, List<List<double[]>> found) {
        List<double[]> plus = starts(0, solution);
        List<double[]> minus = starts(1, solution);
        return TwoSides.run(() -> climbAll(nu, 0, plus, found.get(0), 1e-14), () -> climbAll(nu, 1, minus, found.get(1), 1e-14))
                .stream().mapToDouble(x -> x).max().getAsDouble();
    }

    /** Where to start from on a side: neurons in use, directions found before, and some at random. */
    private List<double[]> starts(int side, Master.Solution solution) {
        List<double[]> starts = new ArrayList<>();
        int sign = side == 0 ? 1 : -1;
        for (int j = 0; j < solution.columns().size(); j++) {
            if (solution.columns().get(j).sign() == sign && problem.norm(solution.directions()[j]) > 1e-9 * space.labelScale / space.rowScale) {
                starts.add(space.fromInput(solution.directions()[j]));
            }
        }
        starts.addAll(pool.get(side));
        for (int k = 0; k < STARTS; k++) {
            starts.add(k % 3 == 0 && space.n > 0 ? space.rows[random.nextInt(space.n)].clone() : space.randomDirection(random));
        }
        return starts;
    }

    /** Turns directions into columns, best first; returns how many were new. */
    int addColumns(double[] nu, int side, List<double[]> directions, double least) {
        TrainingAscent ascent = new TrainingAscent(space, scaledSide(nu, side));
        List<double[]> sorted = new ArrayList<>(directions);
        sorted.sort(Comparator.comparingDouble(z -> -ascent.value(z)));
        double most = Math.max(COLUMNS_PER_SIDE, COLUMN_SHARE * sorted.size());
        int added = 0;
        for (double[] z : sorted) {
            double violation = ascent.value(z) / space.beta - 1;
            if (violation < 0.1 * least || added >= most) {
                break;
            }
            remember(side, z);
            if (columns.add(side == 0 ? 1 : -1, z)) {
                added++;
            }
        }
        return added;
    }

    /** Keeps a direction to start from in the next rounds. */
    private void remember(int side, double[] z) {
        Deque<double[]> recent = pool.get(side);
        recent.addFirst(z);
        if (recent.size() > 2 * STARTS) {
            recent.removeLast();
        }
    }

    // ---- bounds ----------------------------------------------------------------------------------------------------

    /** Nodes of a side that take this part of the time that the master took. */
    private long affordable(double share, double[] nu, Master.Solution solution) {
        return (long) (share * solution.work()
                / NeuronSearch.workOfNode(problem.side(1, nu), options.method()));
    }

    /**
     * Runs the search on both sides, updates the lower bound, appends incumbents; returns the largest violation met.
     *
     * @param local a violation that is known
     * @param most nodes of a side; no limit means that the bound of this dual vector is wanted, and not columns alone
     */
    double certify(double[] nu, double need, double local, long most, List<List<double[]>> found) {
        double[] reached = new double[2];
        double worst = 0;
        boolean bounded = most < Long.MAX_VALUE;
        double gap = bounded ? Math.max(need, SEARCH_GAP * Math.min(1, local)) : need;
        double target = problem.beta() * (1 + need);
        double enough = bounded ? Double.POSITIVE_INFINITY : problem.beta() * (1 + Math.max(2 * local, 4 * need));
        Running running = new Running(nu);
        // A side that ends for a column leaves a poor level behind: the other one need not work for the bound any more.
        AtomicBoolean ends = new AtomicBoolean();
        List<NeuronSearch.Result> results = TwoSides.run(
                () -> price(0, nu, found.get(0), gap, target, enough, most, running, ends),
                () -> price(1, nu, found.get(1), gap, target, enough, most, running, ends));
        for (int side = 0; side < 2; side++) {
            NeuronSearch.Result result = results.get(side);
            nodes += result.nodes();
            reached[side] = Math.max(result.upper(), 0);
            worst = Math.max(worst, result.lower() / problem.beta() - 1);
            List<double[]> more = new ArrayList<>();
            for (double[] u : result.incumbents()) {
                more.add(space.fromInput(u));
            }
            if (result.lower() > 0) {
                more.add(space.fromInput(result.best()));
            }
            climbAll(nu, side, more, found.get(side), 1e-14);
        }
        offerDual(nu, reached, new TrainingResult.Priced(problem.residual(nu), results.get(0), results.get(1)));
        return worst;
    }

    /**
     * Searches one side; a full search ends early when it meets a violation that is plainly worth a column. Not so towards the
     * end of the time: the dual vector at hand is then the one whose bound will be reported.
     *
     * @param enough the value that ends the search early
     * @param ends set by the side that ends early; heeded after a while only, so that short searches do not depend on each other
     */
    private NeuronSearch.Result price(int side, double[] nu, List<double[]> found, double gap, double target, double enough,
            long most, Running running, AtomicBoolean ends) {
        double begin = seconds();
        List<double[]> starts = new ArrayList<>();
        for (double[] z : found) {
            starts.add(space.toInput(z));
        }
        boolean[] violated = {false};
        BooleanSupplier early = () -> violated[0] || ends.get() && seconds() > begin + ALONE;
        return options.pricer().search(problem.side(side == 0 ? 1 : -1, nu),
                new NeuronSearch.Options(options.method(), gap, target, starts, most,
                        () -> early.getAsBoolean() && seconds() < ENDGAME * options.seconds() || stopped(),
                        p -> {
                            violated[0] |= p.lower() > enough;
                            if (violated[0]) {
                                ends.set(true);
                            }
                            running.report(side, p);
                        }));
    }

    /** What the searches of both sides prove while they run: if they were stopped, this would be the bound. */
    private final class Running {
        private final double[] nu;
        private final double[] uppers = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        private final long[] counts = new long[2];
        /** Nodes of the trees that the bound rests on, which are kept until there is a better one. */
        private final long held;
        /** Nodes of trees that may be held. */
        private final long mostNodes;

        Running(double[] nu) {
            this.nu = nu;
            this.held = priced == null ? 0 : priced.nodes();
            this.mostNodes = Math.min(options.mostNodes(), NeuronSearch.mostNodes(problem.side(1, nu), options.method()));
        }

        synchronized void report(int side, NeuronSearch.Progress progress) {
            uppers[side] = progress.upper();
            counts[side] = progress.nodes();
            full |= held + counts[0] + counts[1] > mostNodes;
            double level = Math.max(uppers[0], uppers[1]);
            if (Double.isInfinite(level) || curve.isEmpty()) {
                return;
            }
            double[] scaled = scaled(nu, level);
            double value = scaled == null ? lower : problem.dualValue(scaled);
            Point last = curve.get(curve.size() - 1);
            if (value - last.lower() > NOTEWORTHY * (upper - last.lower())) {
                show(new Point(seconds(), value, upper, nodes + counts[0] + counts[1]));
            }
        }
    }

    /** Theorem AT: a dual vector with proved levels of its sides, and what proved them if that is at hand. */
    private void offerDual(double[] nu, double[] reached, TrainingResult.Priced searches) {
        double[] scaled = scaled(nu, Math.max(reached[0], reached[1]));
        if (scaled == null) {
            return;
        }
        double value = problem.dualValue(scaled);
        if (value > lower || Double.isInfinite(levels[0])) {
            lower = Math.max(lower, value);
            dual = scaled;
            priced = searches;
            double tau = TrainingSpace.norm(scaled) / Math.max(TrainingSpace.norm(nu), Double.MIN_NORMAL);
            levels = new double[] {tau * reached[0], tau * reached[1]};
        }
    }

    /** The best multiple of nu that is feasible when both sides are at most the level; null if there is no best one. */
    private double[] scaled(double[] nu, double level) {
        double most = level > 0 ? problem.beta() / level : Double.POSITIVE_INFINITY;
        double best = problem.interpolation() ? Double.POSITIVE_INFINITY
                : TrainingSpace.dot(problem.labels(), nu) / TrainingSpace.dot(nu, nu);
        double tau = Math.max(-most, Math.min(most, best));
        if (Double.isNaN(tau) || Double.isInfinite(tau)) {
            return null;
        }
        double[] scaled = nu.clone();
        TrainingSpace.scale(scaled, tau);
        return scaled;
    }

    /** Objective of a network, with the best skip vector for it; infinite if it must interpolate and does not. */
    private double objective(List<Atom> network, double[] bestSkip) {
        double[] residual = problem.labels().clone();
        double[] f = new double[space.n];
        double penalty = 0;
        for (Atom atom : network) {
            problem.addFeature(f, atom.sign(), atom.direction());
            penalty += atom.weight();
        }
        for (int i = 0; i < space.n; i++) {
            residual[i] -= f[i];
        }
        int k = bestSkip.length;
        if (k > 0) {
            DMatrixRMaj s = new DMatrixRMaj(k, 1);
            CommonOps_DDRM.mult(skipInverse, DMatrixRMaj.wrap(space.n, 1, residual), s);
            System.arraycopy(s.data, 0, bestSkip, 0, k);
            for (int i = 0; i < space.n; i++) {
                residual[i] -= TrainingSpace.dot(problem.skip()[i], bestSkip);
            }
        }
        if (problem.interpolation()) {
            // what is missed will be made good at the price of the dual vector
            double price = 0;
            for (int i = 0; i < residual.length; i++) {
                if (Math.abs(residual[i]) > 10 * FEASIBLE_MISFIT * space.labelScale) {
                    return Double.POSITIVE_INFINITY;
                }
                price += Math.abs(candidate[i] * residual[i]);
            }
            return problem.beta() * penalty + price;
        }
        return problem.constant() + 0.5 * TrainingSpace.dot(residual, residual) + problem.beta() * penalty;
    }

    /** Takes a network if it is the best so far; whether it is. */
    boolean offer(List<Atom> network) {
        double[] candidate = new double[skip.length];
        List<Atom> fitting = network;
        double value = objective(fitting, candidate);
        if (Double.isInfinite(value)) {
            // a master that ends early leaves more of the labels than its weights need to
            fitting = refitted(network);
            value = objective(fitting, candidate);
        }
        if (!(value < upper)) {
            return false;
        }
        upper = value;
        atoms = List.copyOf(fitting);
        skip = candidate;
        return true;
    }

    /** Takes a network though it may cost a little more than the best one, for its other merits; whether it does. */
    boolean prefer(List<Atom> network, double relativeSlack) {
        double[] candidate = new double[skip.length];
        double value = objective(network, candidate);
        if (!(value <= upper * (1 + relativeSlack))) {
            return false;
        }
        upper = value;
        atoms = List.copyOf(network);
        skip = candidate;
        return true;
    }

    Atom atom(int sign, double[] q) {
        return new Atom(sign, q, problem.norm(q));
    }

    /** Network of a restricted solution: idle columns dropped and neurons of one closed cone merged where that does not hurt. */
    List<Atom> network(Master.Solution solution) {
        List<Atom> all = new ArrayList<>();
        for (int j = 0; j < solution.columns().size(); j++) {
            all.add(atom(solution.columns().get(j).sign(), solution.directions()[j]));
        }
        all.sort(Comparator.comparingDouble((Atom a) -> -a.weight()));
        double total = all.stream().mapToDouble(Atom::weight).sum();
        double[] scratch = new double[skip.length];
        double reference = objective(all, scratch);
        List<Atom> best = all;
        // a free bias may carry a neuron of no cost that still matters, so nothing is dropped by its weight alone
        for (double tolerance : new double[] {1e-5, 1e-7, 1e-9, 1e-11}) {
            List<Atom> kept = new ArrayList<>();
            for (Atom a : all) {
                if (a.weight() > tolerance * total) {
                    kept.add(a);
                }
            }
            List<Atom> merged = merge(kept, tolerance);
            double value = objective(merged, scratch);
            if (value <= reference * (1 + 1e-13)) {
                return merged;
            }
        }
        return best;
    }

    private List<Atom> merge(List<Atom> network, double tolerance) {
        List<Atom> result = new ArrayList<>();
        List<double[]> outputs = new ArrayList<>();
        for (Atom a : network) {
            double[] t = outputs(a);
            boolean done = false;
            for (int j = 0; j < result.size() && !done; j++) {
                Atom b = result.get(j);
                if (b.sign() == a.sign() && compatible(t, a.weight(), outputs.get(j), b.weight(), tolerance)) {
                    double[] q = b.direction().clone();
                    for (int k = 0; k < q.length; k++) {
                        q[k] += a.direction()[k];
                    }
                    Atom sum = atom(a.sign(), q);
                    result.set(j, sum);
                    outputs.set(j, outputs(sum));
                    done = true;
                }
            }
            if (!done) {
                result.add(a);
                outputs.add(t);
            }
        }
        return result;
    }

    private double[] outputs(Atom a) {
        double[] t = new double[space.n];
        for (int i = 0; i < space.n; i++) {
            t[i] = TrainingSpace.dot(problem.pairing()[i], a.direction());
        }
        return t;
    }

    private boolean compatible(double[] a, double sizeA, double[] b, double sizeB, double tolerance) {
        double scale = tolerance * space.rowScale;
        for (int i = 0; i < a.length; i++) {
            if (a[i] > scale * sizeA && b[i] < -scale * sizeB || a[i] < -scale * sizeA && b[i] > scale * sizeB) {
                return false;
            }
        }
        return true;
    }

    void record() {
        Point last = curve.isEmpty() ? null : curve.get(curve.size() - 1);
        // a running search may have shown a little more than it is worth in the end
        double best = last == null ? lower : Math.max(lower, last.lower());
        if (last == null || last.lower() != best || last.upper() != upper) {
            show(new Point(seconds(), best, upper, nodes));
        }
    }

    private void show(Point point) {
        curve.add(point);
        options.progress().accept(point);
    }
}
