package org.relucert.prover;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.TreeNode;
import org.relucert.certificate.TreeNode.ImpliedSign;
import org.relucert.certificate.TreeNode.RowBound;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.certificate.TreeNodes;
import org.relucert.checker.Chord;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.SearchTree;

/** Turns a proposed tree of chord or quadratic leaves over the whole space into an exact one: rounds multipliers into their ranges. */
final class BoxTreeProver {

    private static final RationalVector ONE = RationalVector.of(1);
    /** Slopes that differ from the search's by more units are made good. */
    private static final int MOVED = 16;

    private final Problem problem;
    private final RationalVector nu;
    private final Rational unit;
    private final BigInteger unitNumerator;
    private final BigInteger unitDenominator;
    private final BooleanSupplier stop;
    private final TreeNodes.Builder nodes = new TreeNodes.Builder();
    private final Rational[] norms;
    private final Map<Integer, List<Integer>> parallels = new HashMap<>();
    private Rational level = Rationals.ZERO;

    private final Rational goal;
    private QuadraticLeafProver quadratic;

    private BoxTreeProver(Problem problem, RationalVector nu, Rational unit, Rational goal, BooleanSupplier stop) {
        this.problem = problem;
        this.nu = nu;
        this.unit = unit;
        this.unitNumerator = Rationals.numerator(unit);
        this.unitDenominator = Rationals.denominator(unit);
        this.goal = goal;
        this.stop = stop;
        this.norms = new Rational[problem.rows()];
        for (int i = 0; i < norms.length; i++) {
            norms[i] = majorant(problem.innerProduct().squaredNorm(problem.row(i)));
        }
    }

    /**
     * Proves a tree at whatever level it reaches.
     *
     * @param goal squared level that quadratic leaves should reach if more bits can do it
     */
    static TreeProver.Proved prove(Problem problem, RationalVector nu, SearchTree proposal, Rational unit, Rational goal,
            BooleanSupplier stop) {
        BoxTreeProver prover = new BoxTreeProver(problem, nu, unit, goal, stop);
        prover.walk(proposal.roots().get(0),
                new Path(List.of(), List.of(), new int[problem.rows()], prover.norms, negated(prover.norms),
                        new SearchTree.Bound[problem.rows()], new SearchTree.Bound[problem.rows()]));
        return new TreeProver.Proved(new ProofTree(ProofTree.Root.SPACE, unit, List.of(prover.norms), prover.nodes.build()),
                prover.level);
    }

    private static Rational[] negated(Rational[] values) {
        return Arrays.stream(values).map(Rational::opposite).toArray(Rational[]::new);
    }

    /**
     * What is known on the way to a node.
     *
     * @param high the search's last upper bound of a row, null for none
     * @param low the same of a lower bound
     */
    private record Path(List<RationalVector> rows, List<Integer> split, int[] signs, Rational[] upper, Rational[] lower,
            SearchTree.Bound[] high, SearchTree.Bound[] low) {
        Path child(RationalVector row, int i, int sign) {
            List<RationalVector> grown = new ArrayList<>(rows);
            grown.add(row);
            List<Integer> by = new ArrayList<>(split);
            by.add(i);
            int[] known = signs.clone();
            known[i] = sign;
            return new Path(grown, by, known, upper, lower, high, low);
        }
    }

    private void walk(SearchTree.Node proposal, Path entered) {
        if (stop.getAsBoolean()) {
            throw new Unproved("interrupted");
        }
        List<RowBound> bounds = new ArrayList<>();
        if (proposal instanceof SearchTree.Split split) {
            Path path = tighten(entered, split.tightened(), bounds);
            int i = split.row();
            nodes.add(new TreeNode.Split(i, Optional.empty(), bounds, List.of()));
            walk(split.nonNegative(), path.child(problem.row(i), i, 1));
            walk(split.nonPositive(), path.child(problem.row(i).opposite(), i, -1));
        } else if (proposal instanceof SearchTree.QuadraticLeaf leaf) {
            quadraticLeaf(entered, leaf);
        } else {
            SearchTree.BoxLeaf leaf = (SearchTree.BoxLeaf) proposal;
            leaf(tighten(entered, leaf.tightened(), bounds), leaf, bounds);
        }
    }

    private Path tighten(Path path, List<SearchTree.Bound> proposals, List<RowBound> bounds) {
        if (proposals.isEmpty()) {
            return path;
        }
        Rational[] upper = path.upper.clone();
        Rational[] lower = path.lower.clone();
        SearchTree.Bound[] high = path.high.clone();
        SearchTree.Bound[] low = path.low.clone();
        for (SearchTree.Bound proposal : proposals) {
            int i = proposal.row();
            (proposal.upper() ? high : low)[i] = proposal;
            Terms multipliers = terms(proposal.mu());
            RationalVector.Sum sum = new RationalVector.Sum(problem.dimension());
            sum.add(problem.row(i), proposal.upper() ? BigInteger.ONE : BigInteger.ONE.negate(), BigInteger.ONE);
            combine(sum, path.rows, multipliers);
            Rational value = majorant(problem.innerProduct().squaredNorm(sum.value()));
            // A bound that is zero says the sign is known; the format has no such bound, a unit is as good.
            value = value.isZero() ? unit : value;
            if (proposal.upper() && upper[i].compareTo(value) > 0) {
                upper[i] = value;
                bounds.add(new RowBound(i, value, multipliers));
            } else if (!proposal.upper() && value.opposite().compareTo(lower[i]) > 0) {
                lower[i] = value.opposite();
                bounds.add(new RowBound(i, value.opposite(), multipliers));
            }
        }
        return new Path(path.rows, path.split, path.signs, upper, lower, high, low);
    }

    private void leaf(Path path, SearchTree.BoxLeaf leaf, List<RowBound> bounds) {
        double[] multipliers = leaf.lambda().clone();
        RationalVector.Sum sum = new RationalVector.Sum(problem.dimension());
        RationalVector rounded = Floats.round(clipped(leaf.slopes()), unit);
        List<Integer> slopeRows = new ArrayList<>();
        List<BigInteger> slopes = new ArrayList<>();
        RationalVector.Sum constant = new RationalVector.Sum(1);
        boolean undecided = false;
        for (int i = 0; i < problem.rows(); i++) {
            if (problem.row(i).isZero()) {
                continue;
            }
            BigInteger share = BigInteger.ZERO;
            BigInteger over = BigInteger.ONE;
            if (nu.sign(i) < 0) {
                share = rounded.numerator(i);
                over = rounded.denominator();
                if (share.signum() != 0) {
                    slopeRows.add(i);
                    slopes.add(share);
                }
            } else if (nu.sign(i) > 0 && path.signs[i] == 0) {
                undecided = true;
                Chord chord = Chord.of(path.lower[i], path.upper[i], unitNumerator, unitDenominator);
                constant.add(ONE, chord.constant().multiply(nu.numerator(i)), chord.denominator().multiply(nu.denominator()));
                share = chord.slope();
                over = unitDenominator;
                follow(path.high[i], path.low[i], i, share.doubleValue() / over.doubleValue(), multipliers);
            } else if (nu.sign(i) > 0 && path.signs[i] > 0) {
                share = BigInteger.ONE;
            }
            sum.add(problem.row(i), share.multiply(nu.numerator(i)), over.multiply(nu.denominator()));
        }
        Terms lambda = terms(multipliers);
        combine(sum, path.rows, lambda);
        Rational kappa = constant.value().get(0);
        RationalVector v = sum.value();
        Rational squared = problem.innerProduct().squaredNorm(v);
        Optional<Rational> rho = undecided ? Optional.of(majorant(squared)) : Optional.empty();
        Rational reached = undecided ? Rationals.square(rho.get().plus(kappa)) : squared;
        if (reached.compareTo(level) > 0) {
            level = reached;
        }
        nodes.add(new TreeNode.ChordLeaf(lambda, slopeRows.isEmpty() ? Terms.NONE : new Terms(slopeRows,
                RationalVector.of(slopes.toArray(new BigInteger[0]), rounded.denominator())), bounds, List.of(), rho));
    }

    /**
     * Makes multipliers fit the slope of a chord that is not the search's. Of an interval nearly as short as the unit rounding leaves
     * any slope, and v moves by a multiple of x_i. But the multipliers mu of the bound h or -l make x_i, or -x_i, that short a
     * vector, so the same multiple of them takes back what was moved, up to a multiple of h or l.
     *
     * @param high the search's upper bound, null where it has none
     * @param low the same of the lower bound
     */
    private void follow(SearchTree.Bound high, SearchTree.Bound low, int i, double slope, double[] lambda) {
        if (high == null && low == null) {
            return;
        }
        double above = high == null ? Floats.of(norms[i]) : high.value();
        double below = low == null ? Floats.of(norms[i]) : low.value();
        double moved = slope - above / (above + below);
        SearchTree.Bound bound = moved > 0 ? high : low;
        if (bound != null && Math.abs(moved) > MOVED * Floats.of(unit)) {
            double factor = Math.abs(moved) * Floats.of(nu.get(i));
            for (int k = 0; k < bound.mu().length; k++) {
                lambda[k] += factor * Math.max(0, bound.mu()[k]);
            }
        }
    }

    private void quadraticLeaf(Path path, SearchTree.QuadraticLeaf leaf) {
        if (quadratic == null) {
            quadratic = new QuadraticLeafProver(problem, nu, unit, norms, goal);
        }
        int[] signs = path.signs.clone();
        List<ImpliedSign> implied = implied(path, signs);
        TreeNode.QuadraticLeaf exact = quadratic.prove(path.rows, signs, implied, leaf);
        Rational squared = Rationals.square(exact.level());
        if (squared.compareTo(level) > 0) {
            level = squared;
        }
        nodes.add(exact);
    }

    /** Enters the signs of rows parallel to one that was split, which the search takes for decided too. */
    private List<ImpliedSign> implied(Path path, int[] signs) {
        List<ImpliedSign> implied = new ArrayList<>();
        for (int k = 0; k < path.split.size(); k++) {
            int i = path.split.get(k);
            for (int j : parallel(i)) {
                if (signs[j] == 0) {
                    signs[j] = signs[i];
                    implied.add(new ImpliedSign(j, signs[i] > 0, new Terms(List.of(k), RationalVector.of(ratio(i, j)))));
                }
            }
        }
        return implied;
    }

    /** Rows with nu_j &gt; 0 that are positive multiples of a row. */
    private List<Integer> parallel(int i) {
        return parallels.computeIfAbsent(i, row -> {
            List<Integer> found = new ArrayList<>();
            for (int j = 0; j < problem.rows(); j++) {
                if (j != row && nu.sign(j) > 0 && !problem.row(j).isZero()) {
                    Rational ratio = ratio(row, j);
                    if (ratio.isPositive() && problem.row(row).times(ratio).equals(problem.row(j))) {
                        found.add(j);
                    }
                }
            }
            return found;
        });
    }

    /** What row i has to be multiplied with to be row j, if anything: by the first entry that is not zero. */
    private Rational ratio(int i, int j) {
        int k = 0;
        while (problem.row(i).sign(k) == 0) {
            k++;
        }
        return problem.row(j).get(k).divide(problem.row(i).get(k));
    }

    private static double[] clipped(double[] slopes) {
        double[] clipped = new double[slopes.length];
        for (int i = 0; i < slopes.length; i++) {
            clipped[i] = Math.max(0, Math.min(1, slopes[i]));
        }
        return clipped;
    }

    /** The nonzero multipliers, rounded. */
    private Terms terms(double[] multipliers) {
        double[] positive = new double[multipliers.length];
        for (int k = 0; k < positive.length; k++) {
            positive[k] = Math.max(0, multipliers[k]);
        }
        RationalVector rounded = Floats.round(positive, unit);
        List<Integer> indices = new ArrayList<>();
        List<BigInteger> values = new ArrayList<>();
        for (int k = 0; k < positive.length; k++) {
            if (rounded.sign(k) != 0) {
                indices.add(k);
                values.add(rounded.numerator(k));
            }
        }
        return indices.isEmpty() ? Terms.NONE
                : new Terms(indices, RationalVector.of(values.toArray(new BigInteger[0]), rounded.denominator()));
    }

    private static void combine(RationalVector.Sum sum, List<RationalVector> rows, Terms terms) {
        for (int t = 0; t < terms.indices().size(); t++) {
            sum.add(rows.get(terms.indices().get(t)), terms.values().numerator(t), terms.values().denominator());
        }
    }

    /** A majorant of the square root, the least multiple of the unit. */
    private Rational majorant(Rational squared) {
        // ceil(sqrt(squared / unit^2)) units
        BigInteger p = Rationals.numerator(squared).multiply(unitDenominator).multiply(unitDenominator);
        BigInteger q = Rationals.denominator(squared).multiply(unitNumerator).multiply(unitNumerator);
        BigInteger root = p.divide(q).sqrt();
        if (root.multiply(root).multiply(q).compareTo(p) < 0) {
            root = root.add(BigInteger.ONE);
        }
        return Rationals.of(root.multiply(unitNumerator), unitDenominator);
    }
}
