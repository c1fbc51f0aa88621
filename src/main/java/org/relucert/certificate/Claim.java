package org.relucert.certificate;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * What a certificate claims. The sentence of a claim is what its verification proves; soundness.md says why.
 */
public sealed interface Claim {

    /** The name of the claim in files and on the command line. */
    String keyword();

    /** The claim as a sentence about the problem. */
    String sentence(Problem problem);

    /**
     * lower &lt;= p* &lt;= upper, p* the infimum of the objective over networks of every width.
     *
     * @param lower no network of any width has a smaller objective
     * @param upper the network of the certificate, balanced, has at most this objective
     * @param neurons number of neurons of that network
     */
    record Bound(Rational lower, Rational upper, int neurons) implements Claim {
        /** {@value}. */
        public static final String KEYWORD = "bound";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return "every network of every width has objective at least " + Rationals.text(lower)
                    + ", and a network with " + count(neurons) + " has objective at most " + Rationals.text(upper);
        }
    }

    /**
     * p* is exactly this value, and the network of the certificate attains it.
     *
     * @param value p*
     * @param neurons number of neurons of the optimal network
     */
    record Optimum(Rational value, int neurons) implements Claim {
        /** {@value}. */
        public static final String KEYWORD = "optimum";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return "the minimum of the objective over networks of every width is exactly " + Rationals.text(value)
                    + ", attained by a network with " + count(neurons);
        }
    }

    /**
     * lower &lt;= max |nu^T (Xu)_+| &lt;= upper over R(u) &lt;= 1.
     *
     * @param lower attained by the direction of the certificate
     * @param upper proved by its two trees
     */
    record NeuronMaximum(Rational lower, Rational upper) implements Claim {
        /** {@value}. */
        public static final String KEYWORD = "neuron";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return "for the nu of the certificate, the maximum of |nu^T (Xu)_+| over neurons u of penalty at most 1 is at least "
                    + Rationals.text(lower) + " and at most " + Rationals.text(upper);
        }
    }

    /**
     * The set of all optimal networks, exactly (mathematics, 2.4 to 2.7). Q is the polytope of the weights of the atoms; with a
     * free skip, an atom stands for the pair p, -p, which differ by a skip function, and Q is stated for functions.
     *
     * @param atoms number of atoms
     * @param rank rank of their features modulo the range of S
     * @param dimension dimension of Q, skip coefficients included: they are not determined where columns of S are dependent
     * @param unique whether there is exactly one optimal network up to permutation and splitting; with a free skip, one function
     * @param vertices number of vertices of the weights in Q
     * @param mStar least width of an optimal network: fewest atoms of a vertex
     * @param maxStar M*: most atoms of a vertex
     * @param components for each width from m* to rank + 1 the connected components of the optimal networks of that width
     * @param isolated how many of them are single points
     */
    record OptimalSet(int atoms, int rank, int dimension, boolean unique, int vertices, int mStar, int maxStar,
            SortedMap<Integer, BigInteger> components, SortedMap<Integer, BigInteger> isolated) implements Claim {
        /** {@value}. */
        public static final String KEYWORD = "optimal-set";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            StringBuilder text = new StringBuilder(shape(problem, unique, dimension));
            if (!unique) {
                text.append(" with ").append(vertices).append(vertices == 1 ? " vertex" : " vertices");
            }
            text.append("; m* = ").append(mStar).append(", M* = ").append(maxStar);
            components.forEach((width, count) -> text.append(", width ").append(width).append(": ").append(count)
                    .append(count.equals(BigInteger.ONE) ? " component" : " components"));
            return text.toString();
        }
    }

    /**
     * The set of all optimal networks where its vertices are too many to list: the atoms, the dimension, and bounds of m* and M*
     * (mathematics, 2.4 to 2.7).
     *
     * @param atoms number of atoms, as for {@link OptimalSet}
     * @param rank rank of their features modulo the range of S
     * @param dimension dimension of Q, as for {@link OptimalSet}
     * @param unique as for {@link OptimalSet}
     * @param leastLower m* is at least this
     * @param leastUpper m* is at most this
     * @param mostLower M* is at least this
     * @param mostUpper M* is at most this
     */
    record OptimalSetOutline(int atoms, int rank, int dimension, boolean unique, int leastLower, int leastUpper, int mostLower,
            int mostUpper) implements Claim {
        /** {@value}. */
        public static final String KEYWORD = "optimal-set-outline";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        /** The width from which on the optimal networks are connected (Theorem CMP): rank + 1. */
        public int connectedFrom() {
            return rank + 1;
        }

        @Override
        public String sentence(Problem problem) {
            return shape(problem, unique, dimension) + "; " + interval("m*", leastLower, leastUpper) + ", "
                    + interval("M*", mostLower, mostUpper) + ", connected from width " + connectedFrom()
                    + " on; the vertices and the components at smaller widths are not proved";
        }

        private static String interval(String name, int lower, int upper) {
            return lower == upper ? name + " = " + lower : lower + " <= " + name + " <= " + upper;
        }
    }

    private static String shape(Problem problem, boolean unique, int dimension) {
        boolean functions = problem.skip() == Problem.Skip.FREE;
        if (unique) {
            return functions ? "the optimal function is unique"
                    : "the optimal network is unique up to permutation and splitting of neurons";
        }
        // A skip function that vanishes on the data is free: Q is then a polytope times the linear space of these.
        int free = problem.skipMatrix().columns() - Elimination.of(problem.skipMatrix()).rank();
        return (functions ? "the optimal functions are not unique, they" : "the optimal networks are not unique, they")
                + " form a polytope of dimension " + dimension
                + (free == 0 ? "" : " (" + free + " of them skip functions that vanish on the data)");
    }

    /**
     * There is exactly one optimal network up to permutation and splitting; with a free skip, one optimal function. Stands only
     * beside a claim {@link OptimalSet}, which proves it.
     */
    record Unique() implements Claim {
        /** {@value}. */
        public static final String KEYWORD = "unique";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return problem.skip() == Problem.Skip.FREE ? "there is exactly one optimal function"
                    : "there is exactly one optimal network, up to permutation and splitting of neurons";
        }
    }

    /**
     * There is exactly one optimal function, though several networks may realise it. Stands only beside a claim {@link
     * OptimalSet}, whose vertices it compares.
     */
    record UniqueFunction() implements Claim {
        /** {@value}. */
        public static final String KEYWORD = "unique-function";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return "there is exactly one optimal function: all optimal networks have the same output at every input";
        }
    }

    /**
     * The optimal function is not unique: the network of the certificate and its second network are both optimal and differ at
     * an input point; so does every network on the segment between them.
     *
     * @param input a point of the input space, length d
     * @param first output of the network there
     * @param second output of the second network there
     */
    record Nonunique(RationalVector input, Rational first, Rational second) implements Claim {
        /** {@value}. */
        public static final String KEYWORD = "nonunique";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return "there is a continuum of optimal functions: two optimal networks have outputs " + Rationals.text(first)
                    + " and " + Rationals.text(second) + " at the input " + input;
        }
    }

    /**
     * The network of the certificate is an optimal one, the point of Q with these weights. Stands only beside a claim
     * {@link OptimalSet}.
     *
     * @param coordinates atoms with their weights
     */
    record Member(TreeNode.Terms coordinates) implements Claim {
        /** {@value}. */
        public static final String KEYWORD = "member";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            StringBuilder text = new StringBuilder("the given network is optimal, with weights");
            for (int k = 0; k < coordinates.indices().size(); k++) {
                text.append(k == 0 ? " " : ", ").append(Rationals.text(coordinates.values().get(k))).append(" on atom ")
                        .append(coordinates.indices().get(k));
            }
            return text.toString();
        }
    }

    /**
     * The optimal network is unique up to permutation and splitting and has exactly these neurons, whether or not its weights are
     * rational.
     *
     * @param neurons output signs and activation patterns
     */
    record Support(List<Neuron> neurons) implements Claim {
        /** {@value}. */
        public static final String KEYWORD = "support";

        /**
         * A neuron of the optimal network.
         *
         * @param sign output sign
         * @param pattern one character a data row: 1 active, 0 inactive, ? not decided
         */
        public record Neuron(int sign, String pattern) { }

        /** Copies the list. */
        public Support {
            neurons = List.copyOf(neurons);
        }

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return "the optimal network is unique up to permutation and splitting of neurons, and has exactly "
                    + count(neurons.size());
        }
    }

    /** A claim about the two networks of the certificate's path, seen as slots (obligations PTH and CMP). */
    sealed interface Path extends Claim permits Connected, Disconnected, Descent {
        /** Number of slots m. */
        int width();
    }

    /**
     * Both networks are optimal, and a path of optimal networks joins them.
     *
     * @param width number of slots m
     * @param states states of the path
     */
    record Connected(int width, int states) implements Path {
        /** {@value}. */
        public static final String KEYWORD = "connected";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return "the two given networks, balanced, are optimal, and a path of optimal networks of width " + width
                    + " joins them";
        }
    }

    /**
     * Both networks are optimal, and no path of optimal networks joins them.
     *
     * @param width number of slots m
     */
    record Disconnected(int width) implements Path {
        /** {@value}. */
        public static final String KEYWORD = "disconnected";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return "the two given networks, balanced, are optimal, and no path of optimal networks of width " + width
                    + " joins them";
        }
    }

    /**
     * The second network is optimal, and a path along which the objective does not increase leads to it from the first.
     *
     * @param width number of slots m
     * @param states states of the path
     * @param from upper bound of the objective of the first network, balanced
     * @param to p*
     */
    record Descent(int width, int states, Rational from, Rational to) implements Path {
        /** {@value}. */
        public static final String KEYWORD = "descent";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return "along a path of networks of width " + width
                    + " from the first given network, balanced, whose objective is at most "
                    + Rationals.text(from) + ", to the second, which is optimal with the value " + Rationals.text(to)
                    + ", the objective does not increase";
        }
    }

    /**
     * A claim about the objective around the network of the certificate, balanced, among networks of its width (obligations STA,
     * LOC, LNO, BAD, SUB). It needs no dual vector and no trees.
     */
    sealed interface Landscape extends Claim
            permits Stationary, NotStationary, LocalMinimum, NotLocalMinimum, BadLocalMinimum, NotConeOptimal {
        /** The width m: the neurons of the network, and zero neurons. */
        int width();

        /** The network as the sentences name it. */
        private String network() {
            return "the given network, balanced, of width " + width() + ",";
        }
    }

    /**
     * The network is stationary.
     *
     * @param kind in which sense
     * @param width m, zero neurons included
     * @param value its objective
     */
    record Stationary(Kind kind, int width, Rational value) implements Landscape {
        /** {@value}. */
        public static final String KEYWORD = "stationary";

        /** The notion of stationarity (mathematics, 2.9); Clarke stationary points are box-stationary. */
        public enum Kind {
            /** Every kink may take a slope in [0,1] by itself. */
            BOX,
            /** 0 is in the convex hull of the limits of gradients. */
            CLARKE;

            /** The name in files. */
            public String text() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return Landscape.super.network() + " has objective " + Rationals.text(value) + (kind == Kind.CLARKE
                    ? " and is Clarke stationary: 0 is in the convex hull of the limits of gradients"
                    : " and is box-stationary: its gradient vanishes for some slopes in [0,1], one for each kink of each neuron");
        }
    }

    /**
     * The network is not stationary in either sense.
     *
     * @param width m, zero neurons included
     */
    record NotStationary(int width) implements Landscape {
        /** {@value}. */
        public static final String KEYWORD = "not-stationary";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return Landscape.super.network() + " is not stationary: its gradient does not vanish for any slopes in [0,1] of its kinks";
        }
    }

    /**
     * The network is a local minimum of the objective of networks of its width.
     *
     * @param width m, the number of neurons
     * @param value its objective
     */
    record LocalMinimum(int width, Rational value) implements Landscape {
        /** {@value}. */
        public static final String KEYWORD = "local-minimum";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return Landscape.super.network() + " is a local minimum of the objective, with the value " + Rationals.text(value);
        }
    }

    /**
     * The network is no local minimum of the objective of networks of its width.
     *
     * @param width m, zero neurons included
     */
    record NotLocalMinimum(int width) implements Landscape {
        /** {@value}. */
        public static final String KEYWORD = "not-local-minimum";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return Landscape.super.network() + " is not a local minimum of the objective";
        }
    }

    /**
     * The network is a local minimum of the objective of networks of its width, and not a global one.
     *
     * @param width m, the number of neurons
     * @param value its objective
     */
    record BadLocalMinimum(int width, Rational value) implements Landscape {
        /** {@value}. */
        public static final String KEYWORD = "bad-local-minimum";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return Landscape.super.network() + " is a bad local minimum of the objective: it has the value " + Rationals.text(value)
                    + ", and another network of that width has a smaller one";
        }
    }

    /**
     * The network is not an optimum of the convex program that is restricted to the signs and activation patterns of its neurons.
     *
     * @param width m, zero neurons included
     * @param value its objective
     * @param upper the restricted program has a point of at most this objective, smaller than the value
     */
    record NotConeOptimal(int width, Rational value, Rational upper) implements Landscape {
        /** {@value}. */
        public static final String KEYWORD = "not-cone-optimal";

        @Override
        public String keyword() {
            return KEYWORD;
        }

        @Override
        public String sentence(Problem problem) {
            return Landscape.super.network() + " has objective " + Rationals.text(value) + " and is not an optimum of the convex"
                    + " program sub-sampled at the activation patterns 1[Xw >= 0] of its neurons, which has a point of objective"
                    + " at most " + Rationals.text(upper);
        }
    }

    private static String count(int neurons) {
        return neurons == 1 ? "1 neuron" : neurons + " neurons";
    }
}
