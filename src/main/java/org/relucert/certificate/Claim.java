package org.relucert.certificate;

import org.jscience.mathematics.number.Rational;
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
            return "for the given nu, the maximum of |nu^T (Xu)_+| over neurons u of penalty at most 1 is at least "
                    + Rationals.text(lower) + " and at most " + Rationals.text(upper);
        }
    }

    private static String count(int neurons) {
        return neurons == 1 ? "1 neuron" : neurons + " neurons";
    }
}
