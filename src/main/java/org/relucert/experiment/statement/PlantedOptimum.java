package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.experiment.Statement;
import org.relucert.family.Choices;
import org.relucert.family.CircleChain;
import org.relucert.family.Hypersimplex;
import org.relucert.family.InverseInstance;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;

/**
 * A problem with a known optimum, by the inverse principle (mathematics, section 4): data and a dual vector nu are drawn, B is
 * the square of the largest |nu^T(Xu)_+|, the atoms are all directions that attain it, both by exhaustion, and the labels are
 * those of drawn weights of the atoms. Rows are small and often mirror images of others, so that atoms tie.
 *
 * @param problem the problem
 * @param nu its dual optimum
 * @param atoms all its atoms; with a free skip p and -p both
 * @param weights c &gt;= 0 with Phi c + S s = y*
 * @param skip s
 */
public record PlantedOptimum(Problem problem, RationalVector nu, List<Atom> atoms, RationalVector weights, RationalVector skip) {

    /** Why a statement about the optimal set says nothing of some instances. */
    static final String NO_NEURON = "y* is not zero modulo the skip functions";

    /** The simplest first; zero less often than one. */
    private static final int[] WEIGHTS = {0, 1, 2, 3, 1, 2};
    private static final int MOST_ENTRY = 2;

    /**
     * What is drawn.
     *
     * @param loss the loss
     * @param skips kinds of skip, the simplest first
     * @param biases kinds of bias, the simplest first; none is free
     * @param families whether circle chains, hypersimplices and orthogonal sums are drawn too; without a skip only
     */
    public record Kind(Problem.Loss loss, List<Problem.Skip> skips, List<Problem.Bias> biases, boolean families) {
        /** Squared loss without a skip, all families. */
        public static final Kind PLAIN = new Kind(Problem.Loss.SQUARED, List.of(Problem.Skip.NONE),
                List.of(Problem.Bias.NONE, Problem.Bias.REGULARIZED), true);
        /** Squared loss, with or without a skip. */
        public static final Kind WITH_SKIP = new Kind(Problem.Loss.SQUARED, List.of(Problem.Skip.NONE, Problem.Skip.FREE),
                List.of(Problem.Bias.NONE, Problem.Bias.REGULARIZED), true);
    }

    /** Draws a problem. */
    public static PlantedOptimum draw(Choices choices, Statement.Size size, Kind kind) {
        int family = kind.families() ? choices.index(6) : 0;
        if (family == 3 && size.n() >= 2) {
            return of(chain(choices, size), choices, kind.loss());
        } else if (family == 4 && size.n() >= 2) {
            // Two rows or four.
            return of(Hypersimplex.of(size.n() >= 4 ? choices.integer(1, 2) : 1), choices, kind.loss());
        } else if (family == 5 && size.n() >= 2) {
            Statement.Size halves = new Statement.Size(size.n() / 2, size.d());
            InverseInstance half = halves.n() < 2 || choices.index(2) == 0 ? zonotope(choices, halves.n(), halves.d())
                    : chain(choices, halves);
            return of(half.minus(half), choices, kind.loss());
        }
        return rows(choices, size, kind);
    }

    /** A circle chain of 2 points or more. */
    static InverseInstance chain(Choices choices, Statement.Size size) {
        return CircleChain.drawn(choices.integer(2, size.n()), choices);
    }

    private static InverseInstance zonotope(Choices choices, int most, int mostInputs) {
        int n = choices.integer(1, most);
        int d = choices.integer(1, mostInputs);
        List<RationalVector> inputs = inputs(choices, n, d, new int[n]);
        if (inputs.stream().allMatch(RationalVector::isZero)) {
            inputs.set(0, RationalVector.unit(d, 0));
        }
        Rational[] nu = new Rational[n];
        for (int i = 0; i < n; i++) {
            nu[i] = choices.positive(2, 2);
        }
        return InverseInstance.zonotope("sum", RationalMatrix.ofRows(inputs, d), RationalMatrix.identity(d),
                RationalVector.of(nu));
    }

    private static PlantedOptimum of(InverseInstance data, Choices choices, Problem.Loss loss) {
        Problem blank = data.problem(loss, RationalVector.zero(data.atoms().size()));
        return planted(blank, data.nu(), choices);
    }

    private static PlantedOptimum rows(Choices choices, Statement.Size size, Kind kind) {
        int d = choices.integer(1, size.d());
        Problem.Bias bias = kind.biases().get(choices.index(kind.biases().size()));
        Problem.Skip skip = kind.skips().get(choices.index(kind.skips().size()));
        // With as many skip functions as rows nu would be zero.
        int functions = skip == Problem.Skip.NONE ? 0 : bias == Problem.Bias.NONE ? d : d + 1;
        int n = choices.integer(Math.min(functions + 1, size.n()), size.n());
        int[] image = new int[n];
        RationalMatrix inputs = RationalMatrix.ofRows(inputs(choices, n, d, image), d);
        Rational[] nu = new Rational[n];
        for (int i = 0; i < n; i++) {
            nu[i] = image[i] < i ? nu[image[i]] : choices.rational(2, 2);
        }
        Problem blank = Problem.of("planted", inputs, column(RationalVector.zero(n)), kind.loss(), Rationals.ONE, bias, skip,
                metric(choices, d + (bias == Problem.Bias.NONE ? 0 : 1)));
        return planted(blank, orthogonal(RationalVector.of(nu), blank.skipMatrix()), choices);
    }

    /** Rows, each new or the mirror image of an earlier one. */
    static List<RationalVector> inputs(Choices choices, int n, int d, int[] image) {
        List<RationalVector> inputs = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            image[i] = i;
            if (i > 0 && choices.index(2) == 1) {
                image[i] = choices.index(i);
                inputs.add(mirrored(choices, inputs.get(image[i])));
            } else {
                inputs.add(choices.vector(d, MOST_ENTRY, 1));
            }
        }
        return inputs;
    }

    /** A row, new or the mirror image of one of the others. */
    static RationalVector input(Choices choices, List<RationalVector> others, int d) {
        return !others.isEmpty() && choices.index(2) == 1 ? mirrored(choices, others.get(choices.index(others.size())))
                : choices.vector(d, MOST_ENTRY, 1);
    }

    private static RationalVector mirrored(Choices choices, RationalVector row) {
        int d = row.size();
        Rational[] entries = row.toArray();
        int turn = choices.index(3);
        int k = choices.index(d);
        if (turn == 0) {
            return row.opposite();
        } else if (turn == 1) {
            entries[k] = entries[k].opposite();
        } else {
            Rational swap = entries[k];
            entries[k] = entries[(k + 1) % d];
            entries[(k + 1) % d] = swap;
        }
        return RationalVector.of(entries);
    }

    /** The identity, or a diagonal of small numbers. */
    static RationalMatrix metric(Choices choices, int size) {
        if (choices.index(3) < 2) {
            return RationalMatrix.identity(size);
        }
        Rational[] entries = new Rational[size];
        for (int k = 0; k < size; k++) {
            entries[k] = choices.positive(3, 1);
        }
        return RationalMatrix.diagonal(RationalVector.of(entries));
    }

    /** The part of v orthogonal to the range of S. */
    static RationalVector orthogonal(RationalVector v, RationalMatrix s) {
        if (s.columns() == 0) {
            return v;
        }
        RationalMatrix t = s.transpose();
        return v.minus(s.times(Elimination.solve(t.times(s), t.times(v)).orElseThrow()));
    }

    static RationalMatrix column(RationalVector v) {
        return RationalMatrix.ofColumns(List.of(v), v.size());
    }

    /** The same problem with other labels and another B. */
    static Problem with(Problem problem, RationalVector labels, Rational betaSquared) {
        return Problem.of(problem.name(), problem.inputs(), column(labels), problem.loss(), betaSquared, problem.bias(),
                problem.skip(), problem.metric());
    }

    private static PlantedOptimum planted(Problem blank, RationalVector nu, Choices choices) {
        List<StationaryDirections.Stationary> stationary = StationaryDirections.of(blank, nu);
        Rational maximum = StationaryDirections.maximumSquared(stationary);
        // Where nothing is stationary nu^T(Xu)_+ vanishes, and any B will do.
        Rational betaSquared = maximum.isZero() ? Rationals.ONE : maximum;
        List<Atom> atoms = StationaryDirections.atLevel(stationary, betaSquared).stream()
                .map(StationaryDirections.Stationary::atom).toList();
        Rational[] weights = new Rational[atoms.size()];
        // Often the same for all atoms: symmetric labels have many vertices.
        int common = choices.index(3) == 2 ? choices.integer(1, 2) : 0;
        for (int a = 0; a < weights.length; a++) {
            weights[a] = Rationals.of(common > 0 ? common : WEIGHTS[choices.index(WEIGHTS.length)]);
        }
        RationalVector c = RationalVector.of(weights);
        RationalVector s = choices.vector(blank.skipMatrix().columns(), 1, 1);
        RationalVector labels = OptimalPolytope.features(blank, atoms).times(c).plus(blank.skipMatrix().times(s));
        if (blank.loss() == Problem.Loss.SQUARED) {
            labels = labels.plus(nu);
        }
        return new PlantedOptimum(with(blank, labels, betaSquared), nu, atoms, c, s);
    }

    /** The hypothesis that only the zero skip function vanishes on the data, where it is not met. */
    static Optional<String> missing(Problem problem) {
        return Elimination.of(problem.skipMatrix()).rank() == problem.skipMatrix().columns() ? Optional.empty()
                : Optional.of("only the zero skip function vanishes on the data");
    }

    /** Whether an optimal network has a neuron. */
    public boolean needsNeurons() {
        return !orthogonal(target(), problem.skipMatrix()).isZero();
    }

    /** y*. */
    public RationalVector target() {
        return problem.optimalFit(nu);
    }

    /** The network of the drawn weights. */
    public Network network() {
        return network(weights.toArray(), skip);
    }

    /** A network of atoms with weights. */
    Network network(Rational[] c, RationalVector s) {
        List<Network.Neuron> neurons = new ArrayList<>();
        for (int a = 0; a < c.length; a++) {
            if (!c[a].isZero()) {
                neurons.add(neuron(a, c[a]));
            }
        }
        return new Network(neurons, s);
    }

    /** An atom with a weight. */
    Network.Neuron neuron(int atom, Rational weight) {
        return new Network.Neuron(atoms.get(atom).direction(), weight.times(Rationals.of(atoms.get(atom).sign())));
    }

    /** The vertices of the optimal polytope, by exhaustion. */
    OptimalPolytope polytope() {
        return OptimalPolytope.of(problem, atoms, target());
    }

    /** p*, by the network: |f - y|^2/2 + B sum c, or the second term alone. */
    public Rational value() {
        Rational cost = Rationals.ZERO;
        for (Rational c : weights.toArray()) {
            cost = cost.plus(c.times(problem.betaSquared()));
        }
        if (problem.loss() == Problem.Loss.INTERPOLATION) {
            return cost;
        }
        RationalVector error = network().outputs(problem).minus(problem.scalarLabels());
        return cost.plus(error.dot(error).divide(Rationals.of(2)));
    }

    /** A proof of the optimal set from the branch and bound and its exact trees, which were not told the atoms. */
    public Proof optimalSet(Prover.Options options) {
        return Prover.known(problem, nu, network(), Set.of(Claim.OptimalSet.KEYWORD), options).proof();
    }

    /** The claim of such a proof. */
    static Claim.OptimalSet claim(Proof proof) {
        return proof.claim(Claim.OptimalSet.class).orElseThrow();
    }

    /** The planted network as the networks of a counterexample. */
    public Map<String, Network> networks() {
        return Map.of("optimal", network());
    }
}
