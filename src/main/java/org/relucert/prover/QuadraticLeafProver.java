package org.relucert.prover;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.TreeNode;
import org.relucert.certificate.TreeNode.ImpliedSign;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.Parabola;
import org.relucert.checker.QuadraticForm;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.search.Cholesky;
import org.relucert.search.QuadraticLevel;
import org.relucert.search.SearchTree;

/**
 * Turns the multipliers of a proposed quadratic leaf into an exact leaf (QL). They are rounded inside their ranges, coarsely
 * first; mu is solved for anew, since any multipliers prove some level; and the exact question is the checker's own.
 */
final class QuadraticLeafProver {

    /** Significant bits of multipliers, roughly: a bound is stationary in most of them, so their error enters squared. */
    private static final int[] BITS = {5, 8, 11, 14, 17, 20, 24, 30, 40};
    /** How many more of them mu gets. */
    private static final int[] MORE_BITS = {3, 8, 16};
    /** Bits of the vectors that tell signs. */
    private static final int SIGN_BITS = 9;
    /** Relative error of a level in doubles, generously; multiplied by {@link #GROWTH} until the exact check agrees. */
    private static final double DOUBT = 1e-13;
    private static final double GROWTH = 8;
    private static final int REPAIRS = 40;
    private static final int CURVATURE_BITS = TreeNode.QuadraticLeaf.CURVATURE_STEPS.getLowestSetBit();

    /** Bits of multipliers, unit and level in the matrix, together and generously. */
    private static final int OWN_BITS = 256;

    private final Problem problem;
    private final RationalVector nu;
    private final Rational unit;
    private final BigInteger unitNumerator;
    private final BigInteger unitDenominator;
    private final Rational[] norms;
    private final QuadraticForm.Rows rows;
    private final QuadraticLevel solver;
    private final int size;
    private final double[] nuFloat;
    /** Rows in coordinates in which the metric is the identity; the factor that leads there. */
    private final double[][] whitened;
    private final double[][] factor;
    private final double longest;
    /** The level that leaves should prove, and as a double. */
    private final Rational goal;
    private final double goalFloat;

    /**
     * Whether the matrices of a problem's quadratic leaves keep to the limit of QL-1: their entries are sums of products of two
     * functionals and an entry of nu, over the product of the denominators.
     *
     * @param nuBits length of numerators and denominator of nu together, about
     */
    static boolean suits(Problem problem, int nuBits) {
        long bits = 2L * QuadraticForm.Rows.of(problem).bits() + nuBits + OWN_BITS;
        return (problem.dimension() + 1) * bits <= QuadraticForm.MAX_BITS;
    }

    /**
     * For the leaves of one tree.
     *
     * @param norms majorants of |x_i|, the bounds of rows with nu_i &lt; 0
     * @param goalSquared square of the level that leaves should prove where rounding allows it
     */
    QuadraticLeafProver(Problem problem, RationalVector nu, Rational unit, Rational[] norms, Rational goalSquared) {
        this.problem = problem;
        this.nu = nu;
        this.unit = unit;
        this.unitNumerator = Rationals.numerator(unit);
        this.unitDenominator = Rationals.denominator(unit);
        this.norms = norms;
        this.rows = QuadraticForm.Rows.of(problem);
        this.size = problem.dimension();
        this.solver = new QuadraticLevel(size);
        this.nuFloat = Floats.of(nu);
        this.factor = Cholesky.of(Floats.of(problem.innerProduct().matrix()), size);
        this.whitened = new double[problem.rows()][];
        double largest = 0;
        for (int i = 0; i < whitened.length; i++) {
            whitened[i] = whiten(Floats.of(problem.functional(i)));
            largest = Math.max(largest, Floats.of(norms[i]));
        }
        this.longest = largest;
        Rational root = Floats.round(Floats.exact(Math.sqrt(Floats.of(goalSquared))), unit, 0);
        while (Rationals.square(root).compareTo(goalSquared) > 0) {
            root = root.minus(unit);
        }
        this.goal = root;
        this.goalFloat = Floats.of(root);
    }

    private double[] whiten(double[] functional) {
        double[] result = new double[size];
        Cholesky.solve(factor, functional, result, 0);
        return result;
    }

    /**
     * The exact leaf.
     *
     * @param path rows of the node
     * @param signs 1 or -1 for the data rows of known sign, 0 for the others
     * @param implied signs proved at the leaf, known already in what is given
     * @throws Unproved if no rounding gives a proof
     */
    TreeNode.QuadraticLeaf prove(List<RationalVector> path, int[] signs, List<ImpliedSign> implied, SearchTree.QuadraticLeaf leaf) {
        for (int bits : BITS) {
            Rounded rounded = new Rounded(path, signs, leaf, bits);
            double room = goalFloat - rounded.level;
            if (!(room > 0)) {
                continue;
            }
            for (int more : MORE_BITS) {
                Rational mu = rounded.mu(bits + more);
                if (rounded.proves(goal, mu)) {
                    return rounded.leaf(goal, mu, implied);
                }
            }
        }
        // Whatever it reaches, with all bits.
        int finest = BITS[BITS.length - 1];
        Rounded rounded = new Rounded(path, signs, leaf, finest);
        Rational mu = rounded.mu(finest);
        double excess = DOUBT * rounded.level;
        for (int attempt = 0; attempt < REPAIRS; attempt++, excess *= GROWTH) {
            Rational level = Floats.round(Floats.exact(rounded.level + excess), unit, 1);
            if (rounded.proves(level, mu)) {
                return rounded.leaf(level, mu, implied);
            }
        }
        throw new Unproved("a quadratic leaf could not be proved exactly");
    }

    /** Multipliers rounded to some bits, the quadratic function they give, and the level it reaches in doubles. */
    private final class Rounded {
        private final Terms lambda;
        private final RationalVector curvatures;
        private final RationalVector signs;
        private final Terms slopes;
        private final Rational constant;
        private final RationalVector linear;
        private final QuadraticForm form = new QuadraticForm(rows);
        private final double level;
        private final double mu;

        Rounded(List<RationalVector> path, int[] known, SearchTree.QuadraticLeaf leaf, int bits) {
            int n = problem.rows();
            double[] point = leaf.point();
            signs = ShortLeaf.direction(point, SIGN_BITS);
            RationalVector.Sum sum = new RationalVector.Sum(size);
            lambda = multipliers(leaf.lambda(), Floats.powerBelow(leaf.bound() / longest / (1L << bits)));
            for (int t = 0; t < lambda.indices().size(); t++) {
                sum.add(path.get(lambda.indices().get(t)), lambda.values().numerator(t), lambda.values().denominator());
            }
            int places = places(known, leaf.curvatures(), bits);
            BigInteger over = BigInteger.ONE.shiftLeft(places);
            BigInteger units = BigInteger.ZERO;
            List<BigInteger> given = new ArrayList<>();
            BigInteger[] convex = new BigInteger[n];
            List<Integer> indices = new ArrayList<>();
            List<BigInteger> values = new ArrayList<>();
            BigInteger[] concave = new BigInteger[n];
            double[] form0 = new double[size * size];
            for (int i = 0; i < n; i++) {
                if (problem.row(i).isZero() || nu.sign(i) == 0) {
                    continue;
                }
                if (nu.sign(i) > 0) {
                    if (known[i] > 0) {
                        sum.add(problem.row(i), nu.numerator(i), nu.denominator());
                    } else if (known[i] == 0) {
                        double steps = Math.scalb(curvature(leaf.curvatures(), i), places);
                        BigInteger a = Rationals.numerator(Floats.round(steps, Rationals.ONE)).max(BigInteger.ONE);
                        given.add(a);
                        convex[i] = a.multiply(nu.numerator(i));
                        units = units.add(Parabola.constant(a, over, unitNumerator, unitDenominator).multiply(nu.numerator(i)));
                        sum.add(problem.row(i), nu.numerator(i), nu.denominator().shiftLeft(1));
                        addSquare(form0, i, Math.scalb(a.doubleValue(), -places) * nuFloat[i]);
                    }
                    continue;
                }
                Rational g = Floats.round(Math.max(0, Math.min(1, leaf.slopes()[i])), Floats.power(-bits));
                boolean told = problem.functional(i).dotSign(signs) > 0;
                if (!g.equals(told ? Rationals.ONE : Rationals.ZERO)) {
                    indices.add(i);
                    values.add(Rationals.numerator(g.times(Rationals.of(1L << bits))));
                }
                if (!g.isZero()) {
                    sum.add(problem.row(i), Rationals.numerator(g).multiply(nu.numerator(i)),
                            Rationals.denominator(g).multiply(nu.denominator()));
                }
                if (!g.isZero() && !g.equals(Rationals.ONE)) {
                    BigInteger c = Parabola.curvature(g, norms[i].opposite(), norms[i], unitNumerator, unitDenominator);
                    concave[i] = c.multiply(nu.numerator(i)).multiply(unitNumerator);
                    addSquare(form0, i, Floats.of(c.multiply(unitNumerator), unitDenominator) * nuFloat[i]);
                }
            }
            curvatures = RationalVector.of(given.toArray(new BigInteger[0]), over);
            slopes = indices.isEmpty() ? Terms.NONE
                    : new Terms(indices, RationalVector.of(values.toArray(new BigInteger[0]), BigInteger.ONE.shiftLeft(bits)));
            form.add(convex, over.multiply(nu.denominator()));
            form.add(concave, unitDenominator.multiply(nu.denominator()));
            constant = Rationals.of(units.multiply(unitNumerator), nu.denominator().multiply(unitDenominator));
            linear = sum.value();
            double value = solver.solve(whiten(Floats.of(problem.innerProduct().functional(linear))), form0);
            level = Floats.of(constant) + value;
            mu = solver.mu;
        }

        private void addSquare(double[] target, int i, double weight) {
            double[] x = whitened[i];
            for (int j = 0; j < size; j++) {
                for (int k = 0; k < size; k++) {
                    target[j * size + k] += weight * x[j] * x[k];
                }
            }
        }

        /** mu rounded to so many significant bits. */
        Rational mu(int bits) {
            return Floats.round(mu, Floats.power(Math.getExponent(Math.max(mu, Double.MIN_NORMAL)) - bits));
        }

        boolean proves(Rational proved, Rational radius) {
            return form.bounded(proved.minus(constant).minus(radius), linear, radius) == QuadraticForm.Answer.HOLDS;
        }

        TreeNode.QuadraticLeaf leaf(Rational proved, Rational radius, List<ImpliedSign> implied) {
            return new TreeNode.QuadraticLeaf(proved, radius, lambda, curvatures, signs, slopes, List.of(), implied);
        }
    }

    /** What the search gives, or for a row that it took for decided a value that is never far off. */
    private double curvature(double[] curvatures, int i) {
        return curvatures[i] > 0 ? curvatures[i] : 1 / (4 * Floats.of(norms[i]));
    }

    /** Bits behind the point that give the smallest curvature so many significant ones; at least those of the format's steps. */
    private int places(int[] known, double[] curvatures, int bits) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < known.length; i++) {
            if (nu.sign(i) > 0 && known[i] == 0 && !problem.row(i).isZero()) {
                least = Math.min(least, curvature(curvatures, i));
            }
        }
        return least < Double.POSITIVE_INFINITY ? Math.max(CURVATURE_BITS, bits - Math.getExponent(least)) : CURVATURE_BITS;
    }

    /** The nonzero multipliers, rounded. */
    private static Terms multipliers(double[] multipliers, Rational grid) {
        List<Integer> indices = new ArrayList<>();
        List<Rational> values = new ArrayList<>();
        for (int k = 0; k < multipliers.length; k++) {
            Rational value = Floats.round(Math.max(0, multipliers[k]), grid);
            if (!value.isZero()) {
                indices.add(k);
                values.add(value);
            }
        }
        return indices.isEmpty() ? Terms.NONE : new Terms(indices, RationalVector.of(values));
    }
}
