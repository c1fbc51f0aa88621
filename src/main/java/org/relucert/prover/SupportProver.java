package org.relucert.prover;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.Sections;
import org.relucert.certificate.TreeNode;
import org.relucert.checker.SupportCheck;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.problem.Problem;
import org.relucert.search.NeuronSearch;
import org.relucert.search.Refinement;
import org.relucert.search.TrainingResult;

/**
 * Proves a claim {@link Claim.Support}: refines the optimum to many digits, so that the gap of the bounds is far below every
 * distance that matters, and proves a tree with one leaf for each active direction.
 */
final class SupportProver {

    private static final int DIGITS = 70;
    /** Rounding of everything, a little finer than the digits. */
    private static final Rational UNIT = Floats.power(-240);
    private static final int ROOT_BITS = 300;
    /** Searching stops this far above beta. */
    private static final double MARGIN = 1e-7;
    /** Leaves this far below beta need no care; far above what the gap of the bounds can blur. */
    private static final double STRICT = 1e-9;
    private static final Rational INVERSE_UNIT = Floats.power(-40);
    private static final int MAX_DIMENSION = 10;

    private SupportProver() { }

    static Proof prove(Problem problem, TrainingResult trained, Prover.Options options) {
        if (problem.loss() != Problem.Loss.SQUARED || problem.hasFreeBias() || problem.skipMatrix().columns() > 0) {
            throw new Unproved("the claim support is available for squared loss without free bias and without skip");
        }
        if (problem.dimension() > MAX_DIMENSION) {
            throw new Unproved("the claim support is limited to dimension " + MAX_DIMENSION);
        }
        Refinement.Result refined = Refinement.refine(OptimumProver.refinementProblem(problem), trained, DIGITS, options.stop());
        if (!refined.converged()) {
            throw new Unproved("the optimum could not be refined: " + refined.reason());
        }
        RationalVector nu = vector(refined.nu());
        List<PathNeuron> neurons = new ArrayList<>();
        for (Refinement.RefinedAtom atom : refined.atoms()) {
            if (atom.weight().signum() > 0) {
                RationalVector direction = vector(atom.direction());
                Rational squared = problem.betaSquared().times(problem.penaltySquared(direction));
                neurons.add(new PathNeuron(atom.sign(), rational(atom.weight()), direction,
                        SquareRoot.majorant(squared, ROOT_BITS)));
            }
        }
        PathNetwork network = new PathNetwork(neurons, RationalVector.zero(0));
        double beta = Math.sqrt(Floats.of(problem.betaSquared()));
        Rational goal = problem.betaSquared().times(Floats.exact(1 - STRICT));
        TreeProver.Proved plus = side(problem, nu, 1, refined, beta, goal, options);
        TreeProver.Proved minus = side(problem, nu.opposite(), -1, refined, beta, goal, options);
        Rational level = plus.levelSquared().compareTo(minus.levelSquared()) > 0 ? plus.levelSquared() : minus.levelSquared();
        Rational ratio = problem.betaSquared().divide(level);
        Rational scale = ratio.compareTo(Rationals.ONE) >= 0 ? Rationals.ONE : SquareRoot.minorant(ratio, ROOT_BITS);
        Sides sides = new Sides(plus.tree(), minus.tree(), level, 1, new double[0], 0);
        Proof bound = BoundProver.assemble(problem, nu, level, scale, network, sides);

        SupportCheck check = support(bound.certificate());
        List<RationalVector> above = candidates(plus.tree(), check);
        List<RationalVector> below = candidates(minus.tree(), check);
        List<Claim> claims = new ArrayList<>(bound.certificate().claims());
        claims.add(new Claim.Support(check.describe(above, below)));
        Certificate certificate = bound.certificate().claiming(claims);
        return new Proof(certificate, bound.plus(), bound.minus(),
                Sections.NONE.with(inverse(problem, above, below)));
    }

    private static SupportCheck support(Certificate certificate) {
        try {
            return SupportCheck.of(certificate);
        } catch (RuntimeException e) {
            throw new Unproved("the bounds are not close enough: " + e.getMessage());
        }
    }

    private static TreeProver.Proved side(Problem problem, RationalVector nu, int sign, Refinement.Result refined, double beta,
            Rational goal, Prover.Options options) {
        List<TreeProver.NearAtom> atoms = new ArrayList<>();
        for (Refinement.RefinedAtom atom : refined.atoms()) {
            if (atom.sign() == sign) {
                double[] direction = Arrays.stream(atom.direction()).mapToDouble(BigDecimal::doubleValue).toArray();
                Set<Integer> kinks = new TreeSet<>();
                for (int i : atom.kinks()) {
                    kinks.add(i);
                }
                atoms.add(new TreeProver.NearAtom(direction, kinks));
            }
        }
        NeuronSearch.Result found = NeuronSearch.search(Floats.neuronProblem(problem, nu),
                new NeuronSearch.Options(NeuronSearch.Method.CONES, 0, beta * (1 + MARGIN), List.of(), Long.MAX_VALUE,
                        options.stop(), options.search()));
        if (found.upper() > beta * (1 + 10 * MARGIN)) {
            throw new Unproved("the time was too short to prove dual feasibility");
        }
        return TreeProver.near(problem, nu, found.tree(), UNIT, goal, atoms, options.stop());
    }

    private static List<RationalVector> candidates(ProofTree tree, SupportCheck check) {
        List<RationalVector> candidates = new ArrayList<>();
        for (TreeNode node : tree.nodes()) {
            if (node instanceof TreeNode.GeneratorLeaf leaf && check.isCandidate(leaf.majorant())) {
                candidates.add(leaf.majorant());
            }
        }
        return candidates;
    }

    /** A rounded pseudo-inverse of the features. */
    private static List<RationalVector> inverse(Problem problem, List<RationalVector> plus, List<RationalVector> minus) {
        int count = plus.size() + minus.size();
        DMatrixRMaj features = new DMatrixRMaj(problem.rows(), count);
        for (int t = 0; t < count; t++) {
            boolean above = t < plus.size();
            RationalVector v = above ? plus.get(t) : minus.get(t - plus.size());
            double[] feature = Floats.of(problem.activation(v));
            for (int i = 0; i < feature.length; i++) {
                features.set(i, t, above ? feature[i] : -feature[i]);
            }
        }
        DMatrixRMaj inverse = new DMatrixRMaj(count, problem.rows());
        if (count > 0) {
            CommonOps_DDRM.pinv(features, inverse);
        }
        List<RationalVector> rows = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            rows.add(Floats.round(CommonOps_DDRM.extractRow(inverse, t, null).data, INVERSE_UNIT));
        }
        return rows;
    }

    private static RationalVector vector(BigDecimal[] values) {
        return RationalVector.of(Arrays.stream(values).map(SupportProver::rational).toArray(Rational[]::new));
    }

    private static Rational rational(BigDecimal value) {
        return Floats.round(Floats.exact(value), UNIT, 0);
    }
}
