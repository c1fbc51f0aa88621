package org.relucert.checker;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OutlineWitness;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** The claim of the outline of the optimal set (obligations ATM, POL, DIM, MIN, MAX). */
final class OutlineCheck {

    /** Most nodes of the search that proves MIN-2. */
    static final int MAX_BRANCHES = 20_000_000;
    /** Most looks at a cut in that search, each node taking one at every cut. */
    static final int MAX_LOOKS = 1 << 30;

    private OutlineCheck() { }

    /** Checks; the trees have been accepted, plus and minus are the vectors of their exact leaves. */
    static void check(Certificate certificate, Claim.OptimalSetOutline claim, OutlineWitness witness, Set<RationalVector> plus,
            Set<RationalVector> minus) {
        Problem problem = certificate.problem();
        VertexEnumeration.Reduced reduced = OptimalSetCheck.polytope(certificate, witness.atoms(), claim.atoms(), claim.rank(),
                plus, minus);
        RationalMatrix phi = OptimalSetCheck.features(problem, witness.atoms());
        RationalVector target = problem.optimalFit(certificate.nu());

        requirePoint(Obligation.DIM_1, reduced, witness.point());
        Set<Integer> sigma = new TreeSet<>(witness.point().indices());
        RationalVector separator = witness.separator();
        requireOrthogonal(Obligation.DIM_2, problem, separator);
        Obligation.DIM_2.require(separator.dotSign(target) == 0, "mu^T y* = %s", Rationals.text(separator.dot(target)));
        RationalVector products = phi.transpose().times(separator);
        for (int a = 0; a < witness.atoms().size(); a++) {
            Obligation.DIM_2.require(products.sign(a) > 0 || products.sign(a) == 0 && sigma.contains(a),
                    "mu^T phi = %s for atom %d", Rationals.text(products.get(a)), a);
        }
        OptimalSetCheck.determined(certificate, witness.atoms(), sigma, plus, minus);
        int dimension = OptimalSetCheck.dimension(problem, reduced, sigma);
        Obligation.DIM_2.require(claim.dimension() == dimension, "the claim says dimension %d, found %d", claim.dimension(),
                dimension);
        Obligation.UNQ_2.require(claim.unique() == (dimension == 0), "the claim says unique: %s, but the dimension is %d",
                claim.unique(), dimension);

        requirePoint(Obligation.MIN_1, reduced, witness.fewest());
        Obligation.MIN_1.require(witness.fewest().indices().size() <= claim.leastUpper(),
                "the claim says m* <= %d, the point has %d atoms", claim.leastUpper(), witness.fewest().indices().size());
        lower(problem, claim, witness, phi, target);

        requirePoint(Obligation.MAX_1, reduced, witness.most());
        int size = witness.most().indices().size();
        Obligation.MAX_1.require(OptimalSetCheck.rank(reduced, witness.most().indices()) == size,
                "the atoms %s are dependent, no vertex has them", witness.most().indices());
        Obligation.MAX_1.require(claim.mostLower() <= size, "the claim says M* >= %d, the vertex has %d atoms",
                claim.mostLower(), size);
        int rank = OptimalSetCheck.rank(reduced, sigma);
        Obligation.MAX_2.require(rank <= claim.mostUpper(), "the claim says M* <= %d, but the rank is %d", claim.mostUpper(),
                rank);
    }

    /** c positive on the atoms named, and A c = b. */
    private static void requirePoint(Obligation obligation, VertexEnumeration.Reduced reduced, Terms point) {
        RationalVector sum = RationalVector.zero(reduced.rank());
        for (int t = 0; t < point.indices().size(); t++) {
            int a = point.indices().get(t);
            obligation.require(a < reduced.a().columns(), "there is no atom %d", a);
            obligation.require(point.values().sign(t) > 0, "the weight %s of atom %d is not positive",
                    Rationals.text(point.values().get(t)), a);
            sum = sum.plus(reduced.a().column(a).times(point.values().get(t)));
        }
        obligation.require(sum.equals(reduced.b()), "the atoms %s with their weights do not give y*", point.indices());
    }

    private static void requireOrthogonal(Obligation obligation, Problem problem, RationalVector mu) {
        obligation.require(mu.size() == problem.rows(), "mu has %d entries, expected %d", mu.size(), problem.rows());
        RationalVector residue = problem.skipMatrix().transpose().times(mu);
        obligation.require(residue.isZero(), "S^T mu = %s", residue);
    }

    /** MIN-2: no set of fewer atoms than the claim says meets every cut. */
    private static void lower(Problem problem, Claim.OptimalSetOutline claim, OutlineWitness witness, RationalMatrix phi,
            RationalVector target) {
        List<BitSet> cuts = new ArrayList<>();
        for (int t = 0; t < witness.cuts().size(); t++) {
            RationalVector mu = witness.cuts().get(t);
            requireOrthogonal(Obligation.MIN_2, problem, mu);
            Obligation.MIN_2.require(mu.dotSign(target) < 0, "cut %d: mu^T y* = %s is not negative", t,
                    Rationals.text(mu.dot(target)));
            RationalVector products = phi.transpose().times(mu);
            BitSet cut = new BitSet();
            for (int a = 0; a < witness.atoms().size(); a++) {
                cut.set(a, products.sign(a) < 0);
            }
            cuts.add(cut);
        }
        if (claim.leastLower() > 0) {
            int branches = Math.min(MAX_BRANCHES, MAX_LOOKS / Math.max(1, cuts.size()));
            HittingSet.Answer answer = new HittingSet(cuts, branches).within(claim.leastLower() - 1);
            Obligation.MIN_2.require(answer.isNone(), "the claim says m* >= %d, but %s", claim.leastLower(),
                    answer.set().map(set -> "the atoms " + set + " meet every cut")
                            .orElse("its proof needs more than " + branches + " branches"));
        }
    }
}
