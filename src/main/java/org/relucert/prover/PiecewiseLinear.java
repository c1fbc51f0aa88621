package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.OptimalSetCheck;
import org.relucert.checker.VertexEnumeration;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.problem.Problem;

/**
 * Interpolation on a line with a free bias is a linear program (mathematics, 2.13, MNI-F): h is piecewise linear in the bias, so
 * the only directions that matter have their kink at a data point. Its exact optimum is a rational dual optimum with an optimal
 * network; nothing is trained or guessed.
 */
final class PiecewiseLinear {

    /** Most data points: the exact simplex method is for a handful. */
    private static final int MOST_ROWS = 60;

    private PiecewiseLinear() { }

    /** Whether the problem is such a linear program, with directions that have rational entries. */
    static boolean applies(Problem problem) {
        return problem.hasFreeBias() && problem.inputs().columns() == 1 && problem.loss() == Problem.Loss.INTERPOLATION
                && problem.rows() <= MOST_ROWS && Rationals.square(slope(problem)).times(problem.metric().get(0, 0))
                        .equals(problem.betaSquared());
    }

    /** w &gt; 0 with M w^2 = B, where it is rational. */
    private static Rational slope(Problem problem) {
        return SquareRoot.minorant(problem.betaSquared().divide(problem.metric().get(0, 0)), 0);
    }

    /** The optimum. */
    static OptimumProver.Candidate solve(Problem problem) {
        RationalVector right = RationalVector.of(slope(problem), Rationals.ZERO);
        List<RationalVector> kinks = OptimalSetCheck.kinks(problem, right);
        List<Atom> atoms = new ArrayList<>();
        for (int sign : new int[] {1, -1}) {
            kinks.forEach(kink -> atoms.add(new Atom(sign, kink)));
        }
        for (int sign : new int[] {1, -1}) {
            OptimalSetCheck.kinks(problem, right.opposite()).forEach(kink -> atoms.add(new Atom(sign, kink)));
        }
        RationalVector y = problem.scalarLabels();
        VertexEnumeration.Reduced reduced = VertexEnumeration.Reduced.of(OptimalSetCheck.features(problem, atoms),
                problem.skipMatrix(), y);
        ExactSimplex simplex = new ExactSimplex(reduced, start(problem, kinks));
        int[] cost = new int[atoms.size()];
        Arrays.fill(cost, 1);
        RationalVector dual = simplex.minimise(cost);
        RationalVector nu = reduced.orthogonal().transpose().times(dual).times(problem.betaSquared());
        Terms vertex = simplex.vertex();
        List<PathNeuron> neurons = new ArrayList<>();
        RationalVector rest = y;
        for (int t = 0; t < vertex.indices().size(); t++) {
            Atom atom = atoms.get(vertex.indices().get(t));
            PathNeuron neuron = new PathNeuron(atom.sign(), vertex.values().get(t), atom.direction(), problem.betaSquared());
            neurons.add(neuron);
            rest = rest.minus(neuron.output(problem));
        }
        return new OptimumProver.Candidate(nu, new PathNetwork(neurons, Elimination.solve(problem.skipMatrix(), rest)
                .orElseThrow()));
    }

    /**
     * The interpolator that bends at the data points between the outermost, and without a skip at the first too: a basis of
     * atoms. The kinks come with the largest data point first.
     */
    private static List<Integer> start(Problem problem, List<RationalVector> kinks) {
        int last = kinks.size() - (problem.skip() == Problem.Skip.FREE ? 1 : 0);
        List<RationalVector> columns = new ArrayList<>();
        for (int k = 1; k < last; k++) {
            columns.add(problem.activation(kinks.get(k)));
        }
        int used = columns.size();
        columns.addAll(Networks.skipColumns(problem));
        Optional<RationalVector> weights = Elimination.solve(RationalMatrix.ofColumns(columns, problem.rows()),
                problem.scalarLabels());
        List<Integer> basis = new ArrayList<>();
        for (int k = 0; k < used; k++) {
            // The atoms of sign -1 follow those of sign 1.
            basis.add(weights.orElseThrow().sign(k) < 0 ? kinks.size() + k + 1 : k + 1);
        }
        return basis;
    }
}
