package org.relucert.search;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.Rationals;

/**
 * Rebuilds what a proposed tree claims and complains (AssertionError) about anything that would not survive an exact replay.
 * Independent of the search: only the problem, the tree and, for exact cones, integer data are used.
 */
final class NeuronTreeReplay {

    private final NeuronProblem problem;
    private final SearchTree tree;
    private final String label;
    private final double scale;

    NeuronTreeReplay(NeuronProblem problem, SearchTree tree, String label) {
        this.problem = problem;
        this.tree = tree;
        this.label = label;
        double sum = 1e-300;
        for (int i = 0; i < problem.rows(); i++) {
            double row = 0;
            for (int k = 0; k < problem.dimension(); k++) {
                row += Math.abs(problem.pairing()[i][k]);
            }
            sum += Math.abs(problem.nu()[i]) * row;
        }
        scale = sum;
    }

    private void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(label + ": " + what);
        }
    }

    private double pairing(int row, double[] u) {
        double sum = 0;
        for (int k = 0; k < u.length; k++) {
            sum += problem.pairing()[row][k] * u[k];
        }
        return sum;
    }

    /** Largest leaf bound; must be the upper bound reported. */
    double largestBound() {
        double largest = 0;
        for (SearchTree.Node root : tree.roots()) {
            largest = Math.max(largest, largestBound(root));
        }
        return largest;
    }

    private static double largestBound(SearchTree.Node node) {
        if (node instanceof SearchTree.Split split) {
            return Math.max(largestBound(split.nonNegative()), largestBound(split.nonPositive()));
        }
        if (node instanceof SearchTree.Cut cut) {
            return Math.max(largestBound(cut.nonNegative()), largestBound(cut.nonPositive()));
        }
        if (node instanceof SearchTree.QuadraticLeaf leaf) {
            return leaf.bound();
        }
        return node instanceof SearchTree.ConeLeaf leaf ? leaf.bound() : ((SearchTree.BoxLeaf) node).bound();
    }

    /** Sends random directions, and small perturbations of the given ones, down the tree and checks the leaf they reach. */
    void sample(int tries, long seed, List<double[]> centres) {
        Random random = new Random(seed);
        int dimension = problem.dimension();
        for (int s = 0; s < tries; s++) {
            double[] u = new double[dimension];
            double[] centre = centres.isEmpty() || s % 2 == 0 ? null : centres.get(s / 2 % centres.size());
            double width = Math.pow(10, -6 * random.nextDouble());
            for (int k = 0; k < dimension; k++) {
                u[k] = (centre == null ? 0 : centre[k]) + (centre == null ? 1 : width) * random.nextGaussian();
            }
            sample(u);
        }
        for (double[] centre : centres) {
            sample(centre);
        }
    }

    private void sample(double[] u) {
        int root = 0;
        if (tree.kind() == SearchTree.Kind.ORTHANTS) {
            for (int k = 0; k < u.length; k++) {
                root |= u[k] < 0 ? 1 << k : 0;
            }
        }
        if (tree.kind() == SearchTree.Kind.CUBES) {
            require(tree.roots().size() == 2 * u.length, "not a root for each face");
            double most = 0;
            for (int k = 0; k < u.length; k++) {
                double value = 0;
                for (int j = 0; j < u.length; j++) {
                    value += tree.cube()[k][j] * u[j];
                }
                if (Math.abs(value) > most) {
                    most = Math.abs(value);
                    root = 2 * k + (value < 0 ? 1 : 0);
                }
            }
        }
        List<Integer> path = new ArrayList<>();
        List<Boolean> above = new ArrayList<>();
        Map<Integer, double[]> bounds = new HashMap<>();
        SearchTree.Node node = tree.roots().get(root);
        while (node instanceof SearchTree.Split || node instanceof SearchTree.Cut) {
            if (node instanceof SearchTree.Cut cut) {
                double[] functional = functional(cut, root);
                double side = 0;
                for (int k = 0; k < u.length; k++) {
                    side += functional[k] * u[k];
                }
                node = side >= 0 ? cut.nonNegative() : cut.nonPositive();
                continue;
            }
            SearchTree.Split split = (SearchTree.Split) node;
            collect(split.tightened(), path, above, bounds);
            boolean up = pairing(split.row(), u) >= 0;
            path.add(split.row());
            above.add(up);
            node = up ? split.nonNegative() : split.nonPositive();
        }
        double h = problem.value(u);
        double norm = problem.norm(u);
        double length = 0;
        for (double a : u) {
            length += Math.abs(a);
        }
        double tiny = 1e-9 * scale * length;
        if (node instanceof SearchTree.ConeLeaf leaf) {
            require(h <= leaf.bound() * norm + tiny, "cone leaf bound " + leaf.bound() + " below " + h / norm);
            if (leaf.bound() < Double.POSITIVE_INFINITY) {
                double[] w = majorant(leaf);
                double value = 0;
                for (int i = 0; i < w.length; i++) {
                    for (int j = 0; j < w.length; j++) {
                        value += w[i] * problem.metric()[i][j] * u[j];
                    }
                }
                require(value >= h - tiny, "majorant " + value + " below h " + h);
                require(problem.norm(w) <= leaf.bound() * (1 + 1e-9), "majorant longer than bound");
            }
        } else if (node instanceof SearchTree.QuadraticLeaf leaf) {
            quadratic(leaf, u, path, above, h / norm, norm, tiny / norm);
        } else {
            box((SearchTree.BoxLeaf) node, u, path, above, bounds, h, norm, tiny);
        }
    }

    private double[] majorant(SearchTree.ConeLeaf leaf) {
        double[] w = leaf.majorant().clone();
        if (problem.freeBias()) {
            w[w.length - 1] = 0;
        }
        return w;
    }

    /** The majorant e + &lt;v,u&gt; + q(u) lies above h on the sphere within the cone, and below the bound. */
    private void quadratic(SearchTree.QuadraticLeaf leaf, double[] u, List<Integer> path, List<Boolean> above, double h, double norm,
            double tiny) {
        require(leaf.lambda().length == path.size(), "a leaf has " + leaf.lambda().length + " multipliers at depth " + path.size());
        double majorant = 0;
        for (int i = 0; i < problem.rows(); i++) {
            double t = pairing(i, u) / norm;
            double nu = problem.nu()[i];
            double a = leaf.curvatures()[i];
            double g = leaf.slopes()[i];
            require(a >= 0 && g >= 0 && g <= 1 && (nu > 0 || a == 0), "multipliers of row " + i + " out of range");
            if (nu > 0) {
                majorant += nu * (a > 0 ? a * t * t + t / 2 + 1 / (16 * a) : Math.max(0, t));
            } else if (nu < 0) {
                double length = dualNorm(problem.pairing()[i]);
                majorant += nu * (g * t + (length > 0 ? Math.min(g, 1 - g) / length * t * t : 0));
            }
        }
        for (int k = 0; k < path.size(); k++) {
            require(leaf.lambda()[k] >= 0, "negative lambda");
            majorant += leaf.lambda()[k] * (above.get(k) ? 1 : -1) * pairing(path.get(k), u) / norm;
        }
        require(majorant >= h - tiny, "quadratic majorant " + majorant + " below h " + h);
        require(majorant <= leaf.bound() + tiny, "quadratic majorant " + majorant + " above its bound " + leaf.bound());
    }

    private void collect(List<SearchTree.Bound> list, List<Integer> path, List<Boolean> above, Map<Integer, double[]> bounds) {
        for (SearchTree.Bound bound : list) {
            double[] functional = problem.pairing()[bound.row()].clone();
            for (int k = 0; k < functional.length; k++) {
                functional[k] *= bound.upper() ? 1 : -1;
            }
            require(bound.mu().length == path.size(), "bound has " + bound.mu().length + " multipliers at depth " + path.size());
            for (int j = 0; j < path.size(); j++) {
                require(bound.mu()[j] >= 0, "negative mu");
                add(functional, bound.mu()[j] * (above.get(j) ? 1 : -1), path.get(j));
            }
            require(dualNorm(functional) <= bound.value(), "LF-2 fails: " + dualNorm(functional) + " > " + bound.value());
            bounds.computeIfAbsent(bound.row(), r -> new double[] {Double.NaN, Double.NaN})[bound.upper() ? 1 : 0] = bound.value();
        }
    }

    private void add(double[] functional, double factor, int row) {
        for (int k = 0; k < functional.length; k++) {
            functional[k] += factor * problem.pairing()[row][k];
        }
    }

    /** |x|_M for x = M^-1 a. */
    private double dualNorm(double[] a) {
        double[] x = NeuronTreeReplay.solve(problem.metric(), a);
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * x[k];
        }
        return Math.sqrt(Math.max(0, sum));
    }

    private static double[] solve(double[][] matrix, double[] right) {
        int m = right.length;
        double[][] a = new double[m][];
        for (int i = 0; i < m; i++) {
            a[i] = Arrays.copyOf(matrix[i], m + 1);
            a[i][m] = right[i];
        }
        for (int c = 0; c < m; c++) {
            for (int i = 0; i < m; i++) {
                if (i != c) {
                    double f = a[i][c] / a[c][c];
                    for (int j = c; j <= m; j++) {
                        a[i][j] -= f * a[c][j];
                    }
                }
            }
        }
        double[] x = new double[m];
        for (int i = 0; i < m; i++) {
            x[i] = a[i][m] / a[i][i];
        }
        return x;
    }

    private void box(SearchTree.BoxLeaf leaf, double[] u, List<Integer> path, List<Boolean> above, Map<Integer, double[]> bounds,
            double h, double norm, double tiny) {
        collect(leaf.tightened(), path, above, bounds);
        double[] v = new double[u.length];
        double kappa = 0;
        require(leaf.lambda().length == path.size(), "lambda has the wrong length");
        for (int j = 0; j < path.size(); j++) {
            require(leaf.lambda()[j] >= 0, "negative lambda");
            add(v, leaf.lambda()[j] * (above.get(j) ? 1 : -1), path.get(j));
        }
        for (int i = 0; i < problem.rows(); i++) {
            double nu = problem.nu()[i];
            if (nu < 0) {
                require(leaf.slopes()[i] >= 0 && leaf.slopes()[i] <= 1, "slope outside [0,1]");
                add(v, leaf.slopes()[i] * nu, i);
            } else if (nu > 0) {
                int at = path.indexOf(i);
                if (at >= 0) {
                    add(v, above.get(at) ? nu : 0, i);
                } else {
                    double own = dualNorm(problem.pairing()[i]);
                    if (own > 0) {
                        double[] proved = bounds.getOrDefault(i, new double[] {Double.NaN, Double.NaN});
                        double low = Double.isNaN(proved[0]) ? own : proved[0];
                        double high = Double.isNaN(proved[1]) ? own : proved[1];
                        kappa += nu * high * low / (high + low);
                        add(v, nu * high / (high + low), i);
                    }
                }
            }
        }
        double value = kappa * norm;
        for (int k = 0; k < u.length; k++) {
            value += v[k] * u[k];
        }
        require(value >= h - tiny, "box majorant " + value + " below h " + h);
        require(dualNorm(v) + kappa <= leaf.bound() + 1e-8 * (leaf.bound() + 1e-3 * scale), "leaf claims " + leaf.bound() + " but |v| + kappa = "
                + (dualNorm(v) + kappa));
    }

    /**
     * Replays a tree over cones in exact arithmetic: every split must have generators strictly on both sides, and every leaf's
     * majorant must hold on the exact extreme rays and be no longer than the bound.
     */
    void exactCones() {
        BigInteger[][] pairing = new BigInteger[problem.rows()][];
        for (int i = 0; i < pairing.length; i++) {
            pairing[i] = integers(problem.pairing()[i]);
        }
        int dimension = problem.dimension();
        boolean cubes = tree.kind() == SearchTree.Kind.CUBES;
        for (int b = 0; b < tree.roots().size(); b++) {
            if (cubes) {
                exactCones(tree.roots().get(b), face(b), 2 * dimension, pairing, b);
            } else {
                exactCones(tree.roots().get(b), orthant(b), dimension, pairing, b);
            }
        }
    }

    private List<Ray> orthant(int b) {
        int dimension = problem.dimension();
        List<Ray> rays = new ArrayList<>();
        for (int k = 0; k < dimension; k++) {
            BigInteger[] g = new BigInteger[dimension];
            Arrays.fill(g, BigInteger.ZERO);
            g[k] = BigInteger.valueOf((b >> k & 1) == 1 ? -1 : 1);
            java.util.BitSet zeros = new java.util.BitSet();
            zeros.set(0, dimension);
            zeros.clear(k);
            rays.add(new Ray(g, zeros));
        }
        return rays;
    }

    /** Rays over the vertices of a face; constraints 2j and 2j + 1 are s a_k . u -+ a_j . u >= 0. */
    private List<Ray> face(int b) {
        int dimension = problem.dimension();
        Rational[][] entries = new Rational[dimension][dimension];
        for (int k = 0; k < dimension; k++) {
            for (int j = 0; j < dimension; j++) {
                BigDecimal exact = new BigDecimal(tree.cube()[k][j]);
                entries[k][j] = Rationals.of(exact.unscaledValue(), BigInteger.ONE).times(
                        exact.scale() >= 0 ? Rationals.of(BigInteger.ONE, BigInteger.TEN.pow(exact.scale()))
                                : Rationals.of(BigInteger.TEN.pow(-exact.scale()), BigInteger.ONE));
            }
        }
        RationalMatrix edges = Elimination.inverse(RationalMatrix.of(entries)).orElseThrow();
        List<Ray> rays = new ArrayList<>();
        for (int signs = 0; signs < 1 << dimension; signs++) {
            if ((signs >> b / 2 & 1) != b % 2) {
                continue;
            }
            BigInteger[] g = new BigInteger[dimension];
            Arrays.fill(g, BigInteger.ZERO);
            java.util.BitSet zeros = new java.util.BitSet();
            for (int j = 0; j < dimension; j++) {
                int down = signs >> j & 1;
                for (int i = 0; i < dimension; i++) {
                    BigInteger entry = edges.numerator(i, j);
                    g[i] = g[i].add(down == 1 ? entry.negate() : entry);
                }
                if (j != b / 2) {
                    zeros.set(2 * j + down);
                }
            }
            rays.add(new Ray(g, zeros));
        }
        return rays;
    }

    /** a_j - t s a_k, nonnegative on the first child of a cut in face (k, s). */
    private double[] functional(SearchTree.Cut cut, int root) {
        double[] functional = new double[problem.dimension()];
        for (int i = 0; i < functional.length; i++) {
            functional[i] = tree.cube()[cut.axis()][i] - (root % 2 == 0 ? cut.at() : -cut.at()) * tree.cube()[root / 2][i];
        }
        return functional;
    }

    /** Integers in the same direction: a double is an integer over a power of two. */
    private static BigInteger[] integers(double[] values) {
        int least = Integer.MAX_VALUE;
        for (double value : values) {
            if (value != 0) {
                least = Math.min(least, Math.getExponent(value) - 52);
            }
        }
        BigInteger[] result = new BigInteger[values.length];
        for (int k = 0; k < values.length; k++) {
            int exponent = Math.getExponent(values[k]) - 52;
            result[k] = values[k] == 0 ? BigInteger.ZERO
                    : BigInteger.valueOf((long) Math.scalb(values[k], -exponent)).shiftLeft(exponent - least);
        }
        return result;
    }

    private record Ray(BigInteger[] g, java.util.BitSet zeros) { }

    private void exactCones(SearchTree.Node node, List<Ray> rays, int constraints, BigInteger[][] pairing, int root) {
        if (!(node instanceof SearchTree.ConeLeaf)) {
            BigInteger[] functional = node instanceof SearchTree.Cut cut ? integers(functional(cut, root))
                    : pairing[((SearchTree.Split) node).row()];
            List<Ray> plus = new ArrayList<>();
            List<Ray> minus = new ArrayList<>();
            List<Ray> up = new ArrayList<>();
            List<Ray> down = new ArrayList<>();
            for (Ray ray : rays) {
                int sign = value(ray.g, functional).signum();
                if (sign > 0) {
                    plus.add(ray);
                } else if (sign < 0) {
                    minus.add(ray);
                } else {
                    java.util.BitSet zeros = (java.util.BitSet) ray.zeros.clone();
                    zeros.set(constraints);
                    up.add(new Ray(ray.g, zeros));
                    down.add(new Ray(ray.g, zeros));
                }
            }
            require(!plus.isEmpty() && !minus.isEmpty(), "all rays on one side of a split");
            for (Ray p : plus) {
                for (Ray q : minus) {
                    java.util.BitSet common = (java.util.BitSet) p.zeros.clone();
                    common.and(q.zeros);
                    boolean adjacent = true;
                    for (Ray k : rays) {
                        if (k != p && k != q) {
                            java.util.BitSet missing = (java.util.BitSet) common.clone();
                            missing.andNot(k.zeros);
                            adjacent &= !missing.isEmpty();
                        }
                    }
                    if (adjacent) {
                        BigInteger vp = value(p.g, functional);
                        BigInteger vq = value(q.g, functional);
                        BigInteger[] g = new BigInteger[p.g.length];
                        BigInteger divisor = BigInteger.ZERO;
                        for (int k = 0; k < g.length; k++) {
                            g[k] = vp.multiply(q.g[k]).subtract(vq.multiply(p.g[k]));
                            divisor = divisor.gcd(g[k]);
                        }
                        for (int k = 0; k < g.length; k++) {
                            g[k] = g[k].divide(divisor);
                        }
                        common.set(constraints);
                        up.add(new Ray(g, common));
                        down.add(new Ray(g, common));
                    }
                }
            }
            up.addAll(plus);
            down.addAll(minus);
            if (node instanceof SearchTree.Cut cut) {
                exactCones(cut.nonNegative(), up, constraints + 1, pairing, root);
                exactCones(cut.nonPositive(), down, constraints + 1, pairing, root);
            } else {
                SearchTree.Split split = (SearchTree.Split) node;
                exactCones(split.nonNegative(), up, constraints + 1, pairing, root);
                exactCones(split.nonPositive(), down, constraints + 1, pairing, root);
            }
            return;
        }
        SearchTree.ConeLeaf leaf = (SearchTree.ConeLeaf) node;
        double[] slopes = new double[problem.rows()];
        Arrays.fill(slopes, Double.NaN);
        for (int j = 0; j < leaf.slopeRows().length; j++) {
            slopes[leaf.slopeRows()[j]] = leaf.slopes()[j];
        }
        for (int i = 0; i < problem.rows(); i++) {
            boolean above = false;
            boolean below = false;
            for (Ray ray : rays) {
                int sign = value(ray.g, pairing[i]).signum();
                above |= sign > 0;
                below |= sign < 0;
            }
            if (problem.nu()[i] < 0 && above && below) {
                slopes[i] = Double.isNaN(slopes[i]) ? SearchTree.ConeLeaf.slope(problem.pairing()[i], leaf.majorant()) : slopes[i];
            } else {
                slopes[i] = above ? 1 : 0;
            }
        }
        double[] w = majorant(leaf);
        require(problem.norm(w) <= leaf.bound() * (1 + 1e-9) + 1e-12 * scale, "majorant longer than bound");
        for (Ray ray : rays) {
            BigInteger largest = BigInteger.ONE;
            for (BigInteger x : ray.g) {
                largest = largest.max(x.abs());
            }
            double[] u = new double[w.length];
            for (int k = 0; k < u.length; k++) {
                u[k] = new java.math.BigDecimal(ray.g[k]).divide(new java.math.BigDecimal(largest), java.math.MathContext.DECIMAL64)
                        .doubleValue();
            }
            double tau = 0;
            for (int i = 0; i < problem.rows(); i++) {
                double t = pairing(i, u);
                double nu = problem.nu()[i];
                tau += nu > 0 ? nu * Math.max(0, t) : nu * slopes[i] * t;
            }
            double value = 0;
            for (int i = 0; i < w.length; i++) {
                for (int j = 0; j < w.length; j++) {
                    value += w[i] * problem.metric()[i][j] * u[j];
                }
            }
            require(value >= tau - 1e-10 * scale, "majorant misses an exact ray by " + (tau - value) + " of " + scale);
        }
    }

    private static BigInteger value(BigInteger[] g, BigInteger[] row) {
        BigInteger sum = BigInteger.ZERO;
        for (int k = 0; k < row.length; k++) {
            sum = sum.add(g[k].multiply(row[k]));
        }
        return sum;
    }
}
