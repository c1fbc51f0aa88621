package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Result;
import org.relucert.family.Choices;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/** The fraction of cones with a global minimum for orthogonal data (mathematics, 2.12), against a count of all cones. */
public final class OrthogonalFraction extends Named<OrthogonalFraction.Cones> {

    /** Whole vectors of whole length, by their size; the last number is the length. */
    private static final int[][][] TUPLES = {{{1, 1}, {2, 2}}, {{3, 4, 5}, {5, 12, 13}}, {{1, 2, 2, 3}, {2, 3, 6, 7}}};
    private static final int MOST_ROWS = 3;
    private static final int MOST_WIDTH = 3;

    /** Orthogonal data with a planted optimum, and a width. */
    record Cones(Problem problem, RationalVector nu, Network network, List<Atom> atoms, int width) { }

    /** The statement. */
    public OrthogonalFraction() {
        super("orthogonal-fraction", Status.THEOREM, "Let n data rows be orthogonal, k of the labels positive and l negative,"
                + " and let the optimal network have a neuron of each sign. Of the 2^((n+1)m) pairs of signs and activation"
                + " patterns of m neurons, the closed cones that contain a global minimum make up 1 - (1-a)^m - (1-b)^m +"
                + " (1-a-b)^m, where a = 2^(-k-1), b = 2^(-l-1); with one neuron, 1 - (1-a)^m or 1 - (1-b)^m.");
    }

    @Override
    public Size size() {
        return new Size(MOST_ROWS, MOST_ROWS);
    }

    @Override
    public Cones draw(Choices choices, Size size) {
        int n = choices.integer(1, Math.min(MOST_ROWS, size.n()));
        int positive = choices.index(n + 1);
        int width = choices.integer(1, n == MOST_ROWS ? 2 : MOST_WIDTH);
        Rational[] scale = new Rational[n];
        Rational[] nu = new Rational[n];
        List<Atom> atoms = new ArrayList<>();
        List<Network.Neuron> neurons = new ArrayList<>();
        for (int sign : new int[] {1, -1}) {
            int from = sign > 0 ? 0 : positive;
            int count = sign > 0 ? positive : n - positive;
            if (count == 0) {
                continue;
            }
            int[] tuple = TUPLES[count - 1][choices.index(2)];
            Rational[] direction = new Rational[n];
            Arrays.fill(direction, Rationals.ZERO);
            for (int k = 0; k < count; k++) {
                scale[from + k] = choices.positive(3, 2);
                direction[from + k] = Rationals.of(tuple[k], tuple[count]);
                nu[from + k] = direction[from + k].divide(scale[from + k]).times(Rationals.of(sign));
            }
            Atom atom = new Atom(sign, RationalVector.of(direction));
            atoms.add(atom);
            neurons.add(new Network.Neuron(atom.direction(), choices.positive(3, 2).times(Rationals.of(sign))));
        }
        RationalMatrix inputs = RationalMatrix.diagonal(RationalVector.of(scale));
        Network network = new Network(neurons, RationalVector.zero(0));
        Problem blank = Problem.of("orthogonal", inputs, PlantedOptimum.column(RationalVector.zero(n)), Problem.Loss.SQUARED,
                Rationals.ONE, Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(n));
        RationalVector dual = RationalVector.of(nu);
        Problem problem = PlantedOptimum.with(blank, network.outputs(blank).plus(dual), Rationals.ONE);
        return new Cones(problem, dual, network, atoms, width);
    }

    @Override
    public Result check(Cones cones, Prover.Options options) {
        Problem problem = cones.problem;
        Proof proof = Prover.known(problem, cones.nu, cones.network, Set.of(Claim.OptimalSet.KEYWORD), options).proof();
        Claim.OptimalSet claim = PlantedOptimum.claim(proof);
        int n = problem.rows();
        int patterns = 2 << n;
        long all = 1;
        for (int j = 0; j < cones.width; j++) {
            all *= patterns;
        }
        long with = 0;
        for (long cone = 0; cone < all; cone++) {
            with += holdsMinimum(cones, cone, patterns) ? 1 : 0;
        }
        RationalVector y = problem.scalarLabels();
        int positive = 0;
        for (int i = 0; i < n; i++) {
            positive += y.sign(i) > 0 ? 1 : 0;
        }
        Rational a = positive > 0 ? Rationals.of(1, 2L << positive) : Rationals.ZERO;
        Rational b = positive < n ? Rationals.of(1, 2L << n - positive) : Rationals.ZERO;
        Rational formula = Rationals.ONE.minus(power(Rationals.ONE.minus(a), cones.width))
                .minus(power(Rationals.ONE.minus(b), cones.width)).plus(power(Rationals.ONE.minus(a).minus(b), cones.width));
        if (a.isZero() || b.isZero()) {
            formula = Rationals.ONE.minus(power(Rationals.ONE.minus(a).minus(b), cones.width));
        }
        boolean unique = claim.unique() && claim.mStar() == cones.atoms.size();
        return unique && formula.equals(Rationals.of(with, all)) ? Result.held()
                : Result.broken(with + " of " + all + " cones of width " + cones.width + " hold a global minimum, the formula"
                        + " says " + Rationals.text(formula), proof, Map.of("optimal", cones.network));
    }

    private static Rational power(Rational base, int exponent) {
        Rational power = Rationals.ONE;
        for (int k = 0; k < exponent; k++) {
            power = power.times(base);
        }
        return power;
    }

    /** Whether different slots of a cone can carry the neurons of the optimal network. */
    private static boolean holdsMinimum(Cones cones, long cone, int patterns) {
        long rest = cone;
        int carried = 0;
        // A slot has one sign, and there is one atom of each sign: no conflict.
        for (int j = 0; j < cones.width; j++) {
            int slot = (int) (rest % patterns);
            rest /= patterns;
            for (int a = 0; a < cones.atoms.size(); a++) {
                if (carries(cones, slot, cones.atoms.get(a))) {
                    carried |= 1 << a;
                }
            }
        }
        return carried == (1 << cones.atoms.size()) - 1;
    }

    private static boolean carries(Cones cones, int slot, Atom atom) {
        if ((slot & 1) == 1 != atom.sign() > 0) {
            return false;
        }
        for (int i = 0; i < cones.problem.rows(); i++) {
            int sign = cones.problem.functional(i).dotSign(atom.direction());
            if (sign != 0 && sign > 0 != ((slot >> i + 1 & 1) == 1)) {
                return false;
            }
        }
        return true;
    }
}
