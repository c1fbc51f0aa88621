package org.relucert.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/**
 * Data with a known dual optimum and all its atoms, by the inverse principle (mathematics, section 4): first X and nu, then B
 * as the largest value, then labels y = Phi c + nu (squared loss) or y = Phi c (interpolation) for weights c &gt;= 0 of your
 * choice. Then nu is a dual optimum and the optimal networks are the points of Q = {c &gt;= 0: Phi c = y*}.
 *
 * <p>No skip, and no bias unless {@link #withBias} makes one of a column of ones.
 */
public final class InverseInstance {

    /** Most rows: all their subsets are gone through. */
    public static final int MAX_ROWS = 18;

    private final String name;
    private final RationalMatrix inputs;
    private final RationalMatrix metric;
    private final RationalVector nu;
    private final Rational betaSquared;
    private final List<Atom> atoms;
    private final boolean biased;

    private InverseInstance(String name, RationalMatrix inputs, RationalMatrix metric, RationalVector nu, Rational betaSquared,
            List<Atom> atoms, boolean biased) {
        this.name = name;
        this.inputs = inputs;
        this.metric = metric;
        this.nu = nu;
        this.betaSquared = betaSquared;
        this.atoms = List.copyOf(atoms);
        this.biased = biased;
    }

    /**
     * The zonotope method (G1): for nu &gt; 0, nu^T(Xu)_+ is the support function of the zonotope of the segments [0, nu_i x_i],
     * so B is the largest squared norm of a sum of some nu_i x_i, and the atoms are the sums that attain it, with sign +.
     *
     * @param inputs n x d, n at most {@link #MAX_ROWS}, not zero
     * @param metric d x d
     * @param nu positive, length n
     */
    public static InverseInstance zonotope(String name, RationalMatrix inputs, RationalMatrix metric, RationalVector nu) {
        int n = inputs.rows();
        if (n > MAX_ROWS || nu.size() != n) {
            throw new IllegalArgumentException(n + " rows with nu of size " + nu.size());
        }
        for (int i = 0; i < n; i++) {
            if (nu.sign(i) <= 0) {
                throw new IllegalArgumentException("nu is not positive");
            }
        }
        Problem pairing = problem(name, inputs, metric, RationalVector.zero(n), Problem.Loss.SQUARED, Rationals.ONE);
        Rational largest = Rationals.ZERO;
        Set<RationalVector> attaining = new LinkedHashSet<>();
        RationalVector[] sums = new RationalVector[1 << n];
        sums[0] = RationalVector.zero(inputs.columns());
        for (int set = 1; set < sums.length; set++) {
            int i = Integer.numberOfTrailingZeros(set);
            sums[set] = sums[set & set - 1].plus(inputs.row(i).times(nu.get(i)));
            Rational norm = pairing.innerProduct().squaredNorm(sums[set]);
            int order = norm.compareTo(largest);
            if (order > 0) {
                attaining.clear();
                largest = norm;
            }
            if (order >= 0) {
                attaining.add(sums[set]);
            }
        }
        if (largest.isZero()) {
            throw new IllegalArgumentException("the inputs are zero");
        }
        return new InverseInstance(name, inputs, metric, nu, largest, attaining.stream().map(p -> new Atom(1, p)).toList(),
                false);
    }

    /**
     * Any nu (the inverse principle as it stands): B and the atoms come from all chambers of the rows.
     *
     * @param inputs n x d, for a handful of rows in few dimensions
     * @param metric d x d
     * @param nu length n
     * @throws IllegalArgumentException if nu^T(Xu)_+ is zero everywhere
     */
    public static InverseInstance of(String name, RationalMatrix inputs, RationalMatrix metric, RationalVector nu) {
        return unlessZero(name, inputs, metric, nu).orElseThrow(() ->
                new IllegalArgumentException("no neuron gains anything from nu"));
    }

    /** The same, or nothing if nu^T(Xu)_+ is zero everywhere. */
    static Optional<InverseInstance> unlessZero(String name, RationalMatrix inputs, RationalMatrix metric, RationalVector nu) {
        ExactMaximum maximum = ExactMaximum.of(problem(name, inputs, metric, RationalVector.zero(inputs.rows()),
                Problem.Loss.SQUARED,
                Rationals.ONE), nu);
        return maximum.squared().isZero() ? Optional.empty()
                : Optional.of(new InverseInstance(name, inputs, metric, nu, maximum.squared(), maximum.atoms(), false));
    }

    /** The same with the metric times a positive factor, and so B; the atoms stay. */
    public InverseInstance scaled(Rational factor) {
        List<RationalVector> rows = new ArrayList<>();
        for (int k = 0; k < metric.rows(); k++) {
            rows.add(metric.row(k).times(factor));
        }
        return new InverseInstance(name, inputs, RationalMatrix.ofRows(rows, metric.rows()), nu, betaSquared.times(factor), atoms,
                biased);
    }

    /** The same under another name. */
    InverseInstance named(String other) {
        return new InverseInstance(other, inputs, metric, nu, betaSquared, atoms, biased);
    }

    /** The same, the last input a penalised bias: its column must be ones. */
    InverseInstance withBias() {
        for (int i = 0; i < inputs.rows(); i++) {
            if (!inputs.get(i, inputs.columns() - 1).equals(Rationals.ONE)) {
                throw new IllegalArgumentException("the last column is not all ones");
            }
        }
        return new InverseInstance(name, inputs, metric, nu, betaSquared, atoms, true);
    }

    /** Its name. */
    String name() {
        return name;
    }

    /** The data. */
    RationalMatrix inputs() {
        return inputs;
    }

    /** The metric. */
    RationalMatrix metric() {
        return metric;
    }

    /**
     * The instance of these weights. First among its properties are that nu and the network are optimal, and that the atoms are
     * all.
     *
     * @param more further properties, from what is proved about the instance
     */
    Instance instance(Problem.Loss loss, RationalVector weights, Function<Facts, List<Instance.Property>> more) {
        Problem planted = problem(loss, weights);
        Network optimal = network(weights);
        Facts facts = Facts.of(planted, nu, optimal);
        List<Instance.Property> properties = new ArrayList<>(facts.planted(atoms));
        properties.addAll(more.apply(facts));
        return new Instance(planted, Optional.of(nu), Map.of(Instance.OPTIMAL, optimal), properties);
    }

    /** Drawn weights of the atoms, not all zero; the simplest is one atom. */
    RationalVector weights(Choices choices) {
        Rational[] weights = new Rational[atoms.size()];
        for (int a = 0; a < weights.length; a++) {
            weights[a] = Rationals.of(choices.index(4) + (a == 0 ? 1 : 0));
        }
        return RationalVector.of(weights);
    }

    /**
     * The orthogonal sum with opposite signs (G5): X is block diagonal, nu = (nu_1, -nu_2), and Q is the product. Both must have
     * nu &gt; 0 and the same B. A bias becomes an input like others.
     */
    public InverseInstance minus(InverseInstance other) {
        if (!betaSquared.equals(other.betaSquared)) {
            throw new IllegalArgumentException("different beta: " + Rationals.text(betaSquared) + ", "
                    + Rationals.text(other.betaSquared));
        }
        List<Atom> all = new ArrayList<>();
        for (Atom atom : atoms) {
            all.add(new Atom(atom.sign(), joined(atom.direction(), RationalVector.zero(other.inputs.columns()))));
        }
        for (Atom atom : other.atoms) {
            all.add(new Atom(-atom.sign(), joined(RationalVector.zero(inputs.columns()), atom.direction())));
        }
        return new InverseInstance(name + " - " + other.name, blocks(inputs, other.inputs), blocks(metric, other.metric),
                joined(nu, other.nu.opposite()), betaSquared, all, false);
    }

    private static RationalVector joined(RationalVector a, RationalVector b) {
        Rational[] entries = Arrays.copyOf(a.toArray(), a.size() + b.size());
        System.arraycopy(b.toArray(), 0, entries, a.size(), b.size());
        return RationalVector.of(entries);
    }

    private static RationalMatrix blocks(RationalMatrix a, RationalMatrix b) {
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < a.rows(); i++) {
            rows.add(joined(a.row(i), RationalVector.zero(b.columns())));
        }
        for (int i = 0; i < b.rows(); i++) {
            rows.add(joined(RationalVector.zero(a.columns()), b.row(i)));
        }
        return RationalMatrix.ofRows(rows, a.columns() + b.columns());
    }

    /** The dual optimum. */
    public RationalVector nu() {
        return nu;
    }

    /** B. */
    public Rational betaSquared() {
        return betaSquared;
    }

    /** All atoms. */
    public List<Atom> atoms() {
        return atoms;
    }

    /** Phi, n x atoms: column a is sigma_a (X p_a)_+. */
    public RationalMatrix features() {
        Problem pairing = problem(name, inputs, metric, RationalVector.zero(inputs.rows()), Problem.Loss.SQUARED, betaSquared);
        List<RationalVector> columns = new ArrayList<>();
        for (Atom atom : atoms) {
            columns.add(pairing.activation(atom.direction()).times(Rationals.of(atom.sign())));
        }
        return RationalMatrix.ofColumns(columns, inputs.rows());
    }

    /** The problem whose optimal networks contain the one with these weights of the atoms. */
    public Problem problem(Problem.Loss loss, RationalVector weights) {
        RationalVector target = features().times(weights);
        RationalVector labels = loss == Problem.Loss.SQUARED ? target.plus(nu) : target;
        if (!biased) {
            return problem(name, inputs, metric, labels, loss, betaSquared);
        }
        List<RationalVector> columns = new ArrayList<>();
        for (int k = 0; k + 1 < inputs.columns(); k++) {
            columns.add(inputs.column(k));
        }
        return Problem.of(name, RationalMatrix.ofColumns(columns, inputs.rows()),
                RationalMatrix.ofColumns(List.of(labels), inputs.rows()),
                loss, betaSquared, Problem.Bias.REGULARIZED, Problem.Skip.NONE, metric);
    }

    private static Problem problem(String name, RationalMatrix inputs, RationalMatrix metric, RationalVector labels,
            Problem.Loss loss, Rational betaSquared) {
        return Problem.of(name, inputs, RationalMatrix.ofColumns(List.of(labels), inputs.rows()), loss, betaSquared,
                Problem.Bias.NONE, Problem.Skip.NONE, metric);
    }

    /** The optimal network with these weights of the atoms. */
    public Network network(RationalVector weights) {
        List<Network.Neuron> neurons = new ArrayList<>();
        for (int a = 0; a < atoms.size(); a++) {
            if (weights.sign(a) != 0) {
                neurons.add(new Network.Neuron(atoms.get(a).direction(),
                        weights.get(a).times(Rationals.of(atoms.get(a).sign()))));
            }
        }
        return new Network(neurons, RationalVector.zero(0));
    }
}
