package org.relucert.checker;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.certificate.PathNeuron;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** The claim of the whole optimal set (obligations ATM, POL, VTX, DIM, UNQ, MIN, MAX, CMP; Theorems ATM, POL, VTX, CMP). */
public final class OptimalSetCheck {

    /** Most entries of the tableaus of all bases that are visited (VTX-2). */
    private static final long MAX_ENTRIES = 1L << 29;
    /** Most of these entries, each times the square of the bits of a minor. */
    private static final long MAX_BITS = 1L << 43;
    /** Most data rows, the square of which is the size of a matrix, and the number of looks at a row for each exact leaf (POL-2). */
    private static final int MAX_ROWS = 1 << 12;

    private OptimalSetCheck() { }

    /**
     * Checks; the trees have been accepted.
     *
     * @param plus vectors of the exact leaves of the side +1
     * @param minus those of the side -1
     */
    static void check(Certificate certificate, Claim.OptimalSet claim, OptimalSetWitness witness, Set<RationalVector> plus,
            Set<RationalVector> minus) {
        VertexEnumeration.Reduced reduced = polytope(certificate, witness.atoms(), claim.atoms(), claim.rank(), plus, minus);
        Map<List<Integer>, RationalVector> vertices = vertices(reduced, witness);
        listed(witness, vertices);
        determined(certificate, witness.atoms(), union(vertices.keySet()), plus, minus);
        Obligation.VTX_2.require(claim.vertices() == vertices.size(), "the claim counts %d vertices, found %d",
                claim.vertices(), vertices.size());
        counts(certificate.problem(), claim, reduced, vertices.keySet());
    }

    /**
     * Q, from a complete list of atoms (ATM, OPT-1 or MNI-1, POL-2 but for a feasible point).
     *
     * @param atoms the listed atoms
     * @param count how many the claim says there are
     * @param rank the rank it says their features have
     */
    static VertexEnumeration.Reduced polytope(Certificate certificate, List<Atom> atoms, int count, int rank,
            Set<RationalVector> plus, Set<RationalVector> minus) {
        Problem problem = certificate.problem();
        Obligation feasible = problem.loss() == Problem.Loss.SQUARED ? Obligation.OPT_1 : Obligation.MNI_1;
        BoundCheck.dualFeasible(certificate);
        feasible.require(certificate.scale().equals(Rationals.ONE)
                && certificate.levelSquared().equals(problem.betaSquared()),
                "scale is %s and levelSquared %s, expected 1 and beta^2 = %s", Rationals.text(certificate.scale()),
                Rationals.text(certificate.levelSquared()), Rationals.text(problem.betaSquared()));
        // First: above an exact leaf of a free bias there are as many kinks as rows, and each is held against all rows.
        Obligation.POL_2.require(problem.rows() <= MAX_ROWS, "%d rows are too many for the optimal set", problem.rows());
        complete(certificate, atoms, plus, minus);
        Obligation.ATM_2.require(count == atoms.size(), "the claim counts %d atoms, found %d", count, atoms.size());
        RationalMatrix phi = features(problem, atoms);
        bounded(phi, problem.skipMatrix());
        VertexEnumeration.Reduced reduced = VertexEnumeration.Reduced.of(phi, problem.skipMatrix(),
                problem.optimalFit(certificate.nu()));
        Obligation.POL_2.require(reduced.consistent(), "the features and the skip do not span y*");
        Obligation.DIM_2.require(rank == reduced.rank(), "the claim says rank %d, found %d", rank, reduced.rank());
        return reduced;
    }

    /** Whether the features can be reduced modulo the range of S in time, by n x n numbers that are minors of S. */
    private static void bounded(RationalMatrix phi, RationalMatrix skip) {
        Effort.bounded(Obligation.POL_2, skip);
        Effort.bounded(Obligation.POL_2, phi.rows(), phi.columns(), phi.bits() + (skip.columns() + 1L) * skip.bits());
    }

    /** ATM-2: the listed atoms are the exact leaves' vectors that are active, with a free skip up to sign. */
    private static void complete(Certificate certificate, List<Atom> atoms, Set<RationalVector> plus,
            Set<RationalVector> minus) {
        Problem problem = certificate.problem();
        boolean pairs = problem.skip() == Problem.Skip.FREE;
        Set<Atom> listed = new HashSet<>();
        for (int a = 0; a < atoms.size(); a++) {
            Atom atom = atoms.get(a);
            boolean fresh = listed.add(atom);
            if (pairs) {
                fresh &= listed.add(new Atom(atom.sign(), atom.direction().opposite()));
            }
            Obligation.ATM_2.require(fresh, "atom %d is listed twice", a);
        }
        int active = 0;
        for (int sign : new int[] {1, -1}) {
            Set<Atom> found = new HashSet<>();
            for (RationalVector leaf : sign > 0 ? plus : minus) {
                for (Atom atom : shown(problem, certificate.nu(), sign, leaf)) {
                    found.add(atom);
                    if (pairs) {
                        found.add(new Atom(sign, atom.direction().opposite()));
                    }
                }
            }
            for (Atom atom : found) {
                Obligation.ATM_2.require(listed.contains(atom), "the active direction %s of sign %d is not listed",
                        atom.direction(), sign);
            }
            active += found.size();
        }
        Obligation.ATM_2.require(active == listed.size(), "%d atoms are listed, %d are active", listed.size(), active);
    }

    /**
     * The active atoms that the vector of an exact leaf shows (ATM-2): the vector itself, or with a free bias, which the leaf
     * leaves open, those with a kink at a data point.
     */
    public static List<Atom> shown(Problem problem, RationalVector nu, int sign, RationalVector leaf) {
        List<Atom> atoms = new ArrayList<>();
        for (RationalVector direction : problem.hasFreeBias() ? kinks(problem, leaf) : List.of(leaf)) {
            if (isActive(problem, nu, sign, direction)) {
                atoms.add(new Atom(sign, direction));
            }
        }
        return atoms;
    }

    /**
     * ATM-3: no optimal network uses an interval of free biases.
     *
     * @param sigma the atoms that have weight somewhere in Q
     */
    static void determined(Certificate certificate, List<Atom> atoms, Set<Integer> sigma, Set<RationalVector> plus,
            Set<RationalVector> minus) {
        Set<Atom> used = used(certificate.problem(), atoms, sigma);
        for (int sign : new int[] {1, -1}) {
            for (RationalVector leaf : sign > 0 ? plus : minus) {
                Obligation.ATM_3.require(isDetermined(certificate.problem(), used, sign, leaf),
                        "the directions above %s that optimal networks use fill an interval of biases", leaf);
            }
        }
    }

    /** The atoms in use, with a free skip with their opposites. */
    public static Set<Atom> used(Problem problem, List<Atom> atoms, Set<Integer> sigma) {
        Set<Atom> used = new HashSet<>();
        for (int a : sigma) {
            Atom atom = atoms.get(a);
            used.add(atom);
            if (problem.skip() == Problem.Skip.FREE) {
                used.add(new Atom(atom.sign(), atom.direction().opposite()));
            }
        }
        return used;
    }

    /**
     * Whether the biases that optimal networks use above the vector of an exact leaf are all among its kinks: so if they use no
     * two neighbouring kinks, between which every bias would do as well, and not the last one, beyond which every bias would.
     */
    public static boolean isDetermined(Problem problem, Set<Atom> used, int sign, RationalVector leaf) {
        if (!problem.hasFreeBias()) {
            return true;
        }
        boolean previous = false;
        for (RationalVector direction : kinks(problem, leaf)) {
            boolean here = used.contains(new Atom(sign, direction));
            if (here && previous) {
                return false;
            }
            previous = here;
        }
        return !previous;
    }

    /** The leaf's vector with the biases at which a data point is on the kink, ascending. */
    public static List<RationalVector> kinks(Problem problem, RationalVector leaf) {
        int last = problem.dimension() - 1;
        Rational[] entries = leaf.toArray();
        entries[last] = Rationals.ZERO;
        RationalVector unbiased = RationalVector.of(entries);
        TreeSet<Rational> biases = new TreeSet<>();
        for (int i = 0; i < problem.rows(); i++) {
            biases.add(problem.functional(i).dot(unbiased).opposite());
        }
        List<RationalVector> directions = new ArrayList<>();
        for (Rational bias : biases) {
            entries[last] = bias;
            directions.add(RationalVector.of(entries));
        }
        return directions;
    }

    private static boolean isActive(Problem problem, RationalVector nu, int sign, RationalVector direction) {
        return new PathNeuron(sign, Rationals.ONE, direction, Rationals.ZERO).pairing(problem, nu)
                .equals(problem.betaSquared());
    }

    /** Phi, n x atoms: column a is sigma_a (X p_a)_+. */
    public static RationalMatrix features(Problem problem, List<Atom> atoms) {
        List<RationalVector> columns = new ArrayList<>();
        for (Atom atom : atoms) {
            RationalVector feature = problem.activation(atom.direction());
            columns.add(atom.sign() > 0 ? feature : feature.opposite());
        }
        return RationalMatrix.ofColumns(columns, problem.rows());
    }

    /** The vertices, as long as they are not more than are listed, nor the bases too many. */
    private static Map<List<Integer>, RationalVector> vertices(VertexEnumeration.Reduced reduced, OptimalSetWitness witness) {
        try {
            return VertexEnumeration.vertices(reduced.a(), reduced.b(), witness.start(), mostBases(reduced),
                    witness.vertices().size());
        } catch (VertexEnumeration.TooMany e) {
            throw new Rejection(Obligation.VTX_2, witness.vertices().size() + " vertices are listed, there are " + e.getMessage());
        }
    }

    /** Most bases that are visited: the entries of their tableaus are minors of rank numbers of the system (VTX-2). */
    public static int mostBases(VertexEnumeration.Reduced reduced) {
        long entries = (long) reduced.rank() * reduced.a().columns() + 1;
        long minors = Math.min(reduced.rank() * ((long) reduced.a().bits() + reduced.b().bits()) + 1, Integer.MAX_VALUE);
        return (int) (Math.min(MAX_ENTRIES, MAX_BITS / (minors * minors)) / entries);
    }

    /** VTX-1 and VTX-2: the list is the set that the enumeration found. */
    private static void listed(OptimalSetWitness witness, Map<List<Integer>, RationalVector> vertices) {
        Set<List<Integer>> seen = new HashSet<>();
        for (int v = 0; v < witness.vertices().size(); v++) {
            Terms vertex = witness.vertices().get(v);
            Obligation.VTX_1.require(vertex.values().equals(vertices.get(vertex.indices())), "vertex %d, atoms %s, is no vertex", v,
                    vertex.indices());
            Obligation.VTX_1.require(seen.add(vertex.indices()), "vertex %d is listed twice", v);
        }
        for (List<Integer> support : vertices.keySet()) {
            Obligation.VTX_2.require(seen.contains(support), "the vertex on atoms %s is missing", support);
        }
    }

    private static void counts(Problem problem, Claim.OptimalSet claim, VertexEnumeration.Reduced reduced,
            Set<List<Integer>> supports) {
        Claim.OptimalSet found = describe(problem, claim.atoms(), reduced, supports);
        Obligation.DIM_2.require(claim.dimension() == found.dimension(), "the claim says dimension %d, found %d",
                claim.dimension(), found.dimension());
        Obligation.UNQ_2.require(claim.unique() == found.unique(), "the claim says unique: %s, but the dimension is %d",
                claim.unique(), found.dimension());
        Obligation.MIN_1.require(claim.mStar() == found.mStar(), "the claim says m* = %d, found %d", claim.mStar(),
                found.mStar());
        Obligation.MAX_1.require(claim.maxStar() == found.maxStar(), "the claim says M* = %d, found %d", claim.maxStar(),
                found.maxStar());
        Obligation.CMP_COUNT.require(claim.components().equals(found.components())
                && claim.isolated().equals(found.isolated()), "found components %s, of them isolated %s", found.components(),
                found.isolated());
    }

    /** What the vertices say about the optimal set. */
    public static Claim.OptimalSet describe(Problem problem, int atoms, VertexEnumeration.Reduced reduced,
            Set<List<Integer>> supports) {
        int least = supports.stream().mapToInt(List::size).min().orElseThrow();
        int most = supports.stream().mapToInt(List::size).max().orElseThrow();
        SortedMap<Integer, BigInteger> total = new TreeMap<>();
        SortedMap<Integer, BigInteger> isolated = new TreeMap<>();
        for (int width = least; width <= reduced.rank() + 1; width++) {
            Components components = Components.of(supports, width, problem.skip() == Problem.Skip.FREE);
            total.put(width, components.total());
            isolated.put(width, components.isolated());
        }
        int dimension = dimension(problem, reduced, union(supports));
        return new Claim.OptimalSet(atoms, reduced.rank(), dimension, dimension == 0, supports.size(), least, most, total,
                isolated);
    }

    private static Set<Integer> union(Set<List<Integer>> supports) {
        Set<Integer> union = new HashSet<>();
        supports.forEach(union::addAll);
        return union;
    }

    /** Rank of the features of some atoms modulo S. */
    public static int rank(VertexEnumeration.Reduced reduced, Collection<Integer> atoms) {
        List<RationalVector> columns = atoms.stream().map(reduced.a()::column).toList();
        return Elimination.of(RationalMatrix.ofColumns(columns, reduced.rank())).rank();
    }

    /**
     * dim Q = |Sigma| + k - rank [Phi_Sigma S], where Sigma is the set of atoms that have weight somewhere in Q. With dependent
     * columns of S the skip coefficients are not determined, which counts.
     */
    public static int dimension(Problem problem, VertexEnumeration.Reduced reduced, Set<Integer> sigma) {
        return sigma.size() - rank(reduced, sigma) + kernel(problem);
    }

    /** k - rank S. */
    private static int kernel(Problem problem) {
        return problem.skipMatrix().columns() - Elimination.of(problem.skipMatrix()).rank();
    }
}
