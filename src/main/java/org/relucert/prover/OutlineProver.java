package org.relucert.prover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OutlineWitness;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.HittingSet;
import org.relucert.checker.OptimalSetCheck;
import org.relucert.checker.VertexEnumeration;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * Proves a claim {@link Claim.OptimalSetOutline}, for optimal sets with too many vertices to list: exact linear programs over
 * Q give a point with as many atoms as any, the vector that says so, a vertex with many atoms; an implicit hitting set loop
 * gives m* (mathematics, 2.5, 2.6, 3.5).
 */
final class OutlineProver {

    /** Random linear programs in search of a vertex with many atoms. */
    private static final int OBJECTIVES = 300;
    /** Most cuts of the hitting set loop. */
    private static final int CUTS = 1000;
    /** Most branches of one search for a hitting set. */
    private static final int BRANCHES = 1_000_000;

    private final VertexEnumeration.Reduced polytope;
    private final int atoms;
    private final ExactSimplex simplex;
    private final BooleanSupplier stop;
    /** The same for the same problem: certificates are deterministic. */
    private final Random random = new Random(1);
    private Terms fewest;
    private Terms most;

    private OutlineProver(OptimalSetProver.Polytope q, BooleanSupplier stop) {
        this.polytope = q.reduced();
        this.atoms = q.atoms().size();
        this.stop = stop;
        this.simplex = new ExactSimplex(polytope, q.start());
        fewest = simplex.vertex();
        most = fewest;
    }

    /** Extends the certificate of an optimum. */
    static Proof extend(Proof optimum, OptimalSetProver.Polytope q, BooleanSupplier stop) {
        return new OutlineProver(q, stop).extend(optimum, q);
    }

    /** A point of Q that is positive on every atom that any point of Q has weight on, and these atoms. */
    static Terms interior(OptimalSetProver.Polytope q) {
        return new OutlineProver(q, () -> false).interior().point;
    }

    private Proof extend(Proof optimum, OptimalSetProver.Polytope q) {
        Interior interior = interior();
        int largest = OptimalSetCheck.rank(polytope, interior.point.indices());
        for (int t = 0; t < OBJECTIVES && most.indices().size() < largest && !stop.getAsBoolean(); t++) {
            minimise(random.ints(atoms, -1000, 1001).toArray());
        }
        List<RationalVector> cuts = new ArrayList<>();
        int least = least(cuts);
        int dimension = OptimalSetCheck.dimension(optimum.problem(), polytope, new TreeSet<>(interior.point.indices()));
        Claim claim = new Claim.OptimalSetOutline(atoms, polytope.rank(), dimension, dimension == 0, least,
                fewest.indices().size(), most.indices().size(), largest);
        return optimum.with(claim, optimum.sections().with(new OutlineWitness(q.atoms(), interior.point, interior.separator,
                fewest, most, cuts)));
    }

    /** Minimises, taking note of the vertex; returns the dual solution y of the reduced system. */
    private RationalVector minimise(int[] cost) {
        RationalVector y = simplex.minimise(cost);
        Terms vertex = simplex.vertex();
        if (vertex.indices().size() < fewest.indices().size()) {
            fewest = vertex;
        }
        if (vertex.indices().size() > most.indices().size()) {
            most = vertex;
        }
        return y;
    }

    /** The vector mu of label space with mu^T Phi = y^T A and mu^T y* = y^T b. */
    private RationalVector lifted(RationalVector y) {
        return polytope.orthogonal().transpose().times(y);
    }

    /** A point positive on every atom that any point has weight on, and mu of DIM-2. */
    private record Interior(Terms point, RationalVector separator) { }

    private Interior interior() {
        RationalVector sum = dense(simplex.vertex());
        int count = 1;
        while (true) {
            int[] cost = new int[atoms];
            for (int a = 0; a < atoms; a++) {
                cost[a] = sum.sign(a) == 0 ? -1 : 0;
            }
            RationalVector dual = minimise(cost);
            RationalVector vertex = dense(simplex.vertex());
            boolean fresh = false;
            for (int a = 0; a < atoms; a++) {
                fresh |= cost[a] < 0 && vertex.sign(a) > 0;
            }
            if (!fresh) {
                // A^T y <= cost and b^T y = 0: with the opposite sign, mu.
                return new Interior(sparse(sum.times(Rationals.of(1, count))), lifted(dual).opposite());
            }
            sum = sum.plus(vertex);
            count++;
        }
    }

    private RationalVector dense(Terms terms) {
        Rational[] entries = new Rational[atoms];
        Arrays.fill(entries, Rationals.ZERO);
        for (int t = 0; t < terms.indices().size(); t++) {
            entries[terms.indices().get(t)] = terms.values().get(t);
        }
        return RationalVector.of(entries);
    }

    private Terms sparse(RationalVector weights) {
        List<Integer> support = new ArrayList<>();
        List<Rational> values = new ArrayList<>();
        for (int a = 0; a < atoms; a++) {
            if (weights.sign(a) != 0) {
                support.add(a);
                values.add(weights.get(a));
            }
        }
        return support.isEmpty() ? Terms.NONE : new Terms(support, RationalVector.of(values));
    }

    /** Finds m* or a lower bound, with the cuts that prove it. */
    private int least(List<RationalVector> cuts) {
        List<BitSet> sets = new ArrayList<>();
        int least = 0;
        while (least < fewest.indices().size()) {
            HittingSet.Answer answer = new HittingSet(sets, BRANCHES).within(least);
            if (!answer.known()) {
                return least;
            }
            if (answer.set().isEmpty()) {
                least++;
                continue;
            }
            if (cuts.size() == CUTS || stop.getAsBoolean()) {
                return least;
            }
            Optional<Cut> cut = cut(answer.set().get());
            if (cut.isPresent()) {
                cuts.add(cut.get().mu);
                sets.add(cut.get().set);
            }
            // Without a cut a point of Q has at most these atoms, and the loop ends.
        }
        return least;
    }

    /** A vector mu with mu^T y* < 0 and the atoms with phi^T mu < 0. */
    private record Cut(RationalVector mu, BitSet set) { }

    /** A cut that misses the allowed atoms, with few atoms; none if y* is in their cone. */
    private Optional<Cut> cut(BitSet allowed) {
        Optional<Cut> best = separate(allowed);
        if (best.isEmpty()) {
            return best;
        }
        List<Integer> order = new ArrayList<>(best.get().set.stream().boxed().toList());
        Collections.shuffle(order, random);
        for (int a : order) {
            if (best.get().set.get(a) && !stop.getAsBoolean()) {
                BitSet more = new BitSet();
                more.set(0, atoms);
                more.andNot(best.get().set);
                more.set(a);
                Optional<Cut> smaller = separate(more);
                best = smaller.isPresent() ? smaller : best;
            }
        }
        return best;
    }

    private Optional<Cut> separate(BitSet allowed) {
        int[] cost = new int[atoms];
        for (int a = 0; a < atoms; a++) {
            cost[a] = allowed.get(a) ? 0 : 1;
        }
        RationalVector y = minimise(cost);
        if (simplex.vertex().indices().stream().allMatch(allowed::get)) {
            return Optional.empty();
        }
        // A^T y <= cost and b^T y > 0.
        RationalVector products = polytope.a().transpose().times(y);
        BitSet set = new BitSet();
        for (int a = 0; a < atoms; a++) {
            set.set(a, products.sign(a) > 0);
        }
        return Optional.of(new Cut(lifted(y).opposite(), set));
    }
}
