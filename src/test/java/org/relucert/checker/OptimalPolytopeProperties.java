package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.relucert.checker.Polytopes.Polytope;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;

/** Vertices and components against brute force from their definitions, on polytopes that are degenerate more often than not. */
class OptimalPolytopeProperties {

    @Provide
    Arbitrary<Polytope> polytopes() {
        return Polytopes.polytopes();
    }

    @Property(tries = 1500)
    void verticesAreThoseOfTheirDefinition(@ForAll("polytopes") Polytope q) {
        VertexEnumeration.Reduced reduced = q.reduced();
        assertTrue(reduced.consistent());
        Map<List<Integer>, RationalVector> expected = q.vertices();
        List<List<Integer>> bases = q.bases();
        assertTrue(!bases.isEmpty());
        for (List<Integer> start : bases) {
            assertEquals(expected, VertexEnumeration.vertices(reduced.a(), reduced.b(), start, bases.size()),
                    () -> "start " + start);
        }
    }

    @Property(tries = 300)
    void whatIsNoFeasibleBasisIsNoStart(@ForAll("polytopes") Polytope q) {
        VertexEnumeration.Reduced reduced = q.reduced();
        Set<List<Integer>> bases = new HashSet<>(q.bases());
        for (int set = 0; set < 1 << q.phi().columns(); set++) {
            List<Integer> start = BitSet.valueOf(new long[] {set}).stream().boxed().toList();
            if (!bases.contains(start)) {
                Rejection rejection = assertThrows(Rejection.class,
                        () -> VertexEnumeration.vertices(reduced.a(), reduced.b(), start, 1000));
                assertEquals(Obligation.VTX_1, rejection.obligation());
            }
        }
    }

    @Property(tries = 300)
    void verticesDoNotDependOnTheOrderOfAtoms(@ForAll("polytopes") Polytope q, @ForAll Random random) {
        List<Integer> order = new ArrayList<>();
        for (int a = 0; a < q.phi().columns(); a++) {
            order.add(a);
        }
        Collections.shuffle(order, random);
        RationalMatrix permuted = RationalMatrix.ofColumns(order.stream().map(q.phi()::column).toList(), q.phi().rows());
        Polytope other = new Polytope(permuted, q.skip(), q.target());
        Set<Set<Integer>> supports = new HashSet<>();
        for (List<Integer> support : enumerate(other)) {
            supports.add(new HashSet<>(support.stream().map(order::get).toList()));
        }
        Set<Set<Integer>> expected = new HashSet<>();
        enumerate(q).forEach(support -> expected.add(new HashSet<>(support)));
        assertEquals(expected, supports);
    }

    private static Collection<List<Integer>> enumerate(Polytope q) {
        VertexEnumeration.Reduced reduced = q.reduced();
        return VertexEnumeration.vertices(reduced.a(), reduced.b(), q.bases().get(0), 1_000_000).keySet();
    }

    // ---- components

    /** A vertex of the polytope of a width: which atom, or none (-1), each slot carries. */
    private static void place(List<Integer> atoms, int next, int[] slots, List<int[]> placed) {
        if (next == atoms.size()) {
            placed.add(slots.clone());
            return;
        }
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] < 0) {
                slots[slot] = atoms.get(next);
                place(atoms, next + 1, slots, placed);
                slots[slot] = -1;
            }
        }
    }

    /** The graph of 2.7: placed vertices, joined when no slot carries two different atoms. */
    private static Components bruteForce(Collection<List<Integer>> supports, int width) {
        List<int[]> placed = new ArrayList<>();
        for (List<Integer> support : supports) {
            if (support.size() <= width) {
                int[] slots = new int[width];
                Arrays.fill(slots, -1);
                place(support, 0, slots, placed);
            }
        }
        int components = 0;
        int isolated = 0;
        boolean[] reached = new boolean[placed.size()];
        for (int from = 0; from < placed.size(); from++) {
            if (reached[from]) {
                continue;
            }
            reached[from] = true;
            components++;
            List<Integer> front = new ArrayList<>(List.of(from));
            int size = 0;
            while (!front.isEmpty()) {
                int[] here = placed.get(front.remove(front.size() - 1));
                size++;
                for (int to = 0; to < placed.size(); to++) {
                    if (!reached[to] && shareACell(here, placed.get(to))) {
                        reached[to] = true;
                        front.add(to);
                    }
                }
            }
            isolated += size == 1 ? 1 : 0;
        }
        return new Components(BigInteger.valueOf(components), BigInteger.valueOf(isolated));
    }

    private static boolean shareACell(int[] a, int[] b) {
        for (int slot = 0; slot < a.length; slot++) {
            if (a[slot] >= 0 && b[slot] >= 0 && a[slot] != b[slot]) {
                return false;
            }
        }
        return true;
    }

    /** Atom a as 2a or 2a + 1, in every combination: the vertices where p and -p are both atoms. */
    private static List<List<Integer>> signed(Collection<List<Integer>> supports) {
        List<List<Integer>> all = new ArrayList<>();
        for (List<Integer> support : supports) {
            for (int signs = 0; signs < 1 << support.size(); signs++) {
                List<Integer> one = new ArrayList<>();
                for (int k = 0; k < support.size(); k++) {
                    one.add(2 * support.get(k) + (signs >> k & 1));
                }
                all.add(one);
            }
        }
        return all;
    }

    @Property(tries = 1000)
    void componentsAreThoseOfTheCellComplex(@ForAll("polytopes") Polytope q) {
        Collection<List<Integer>> supports = q.vertices().keySet();
        int least = supports.stream().mapToInt(List::size).min().orElseThrow();
        for (int width = Math.max(least, 1); width <= Math.min(q.reduced().rank() + 1, 4); width++) {
            assertEquals(bruteForce(supports, width), Components.of(supports, width, false), "width " + width);
            if (width <= 3) {
                assertEquals(bruteForce(signed(supports), width), Components.of(supports, width, true), "signed, width " + width);
            }
        }
    }

    @Property(tries = 1000)
    void staircase(@ForAll("polytopes") Polytope q) {
        Collection<List<Integer>> supports = q.vertices().keySet();
        int least = supports.stream().mapToInt(List::size).min().orElseThrow();
        int most = supports.stream().mapToInt(List::size).max().orElseThrow();
        int rank = q.reduced().rank();
        Assume.that(least > 0);
        assertTrue(most <= rank);
        for (boolean signed : new boolean[] {false, true}) {
            Components first = Components.of(supports, least, signed);
            assertEquals(first.total(), first.isolated(), "at m* all are isolated");
            assertTrue(Components.of(supports, most, signed).isolated().signum() > 0, "at M* some are isolated");
            for (int width = least; width <= rank + most + 2; width++) {
                Components components = Components.of(supports, width, signed);
                assertTrue(components.isolated().compareTo(components.total()) <= 0);
                if (width > least) {
                    assertTrue(components.isolated().compareTo(components.total()) < 0, "beyond m* some component is no point");
                }
                if (width > most) {
                    assertEquals(BigInteger.ZERO, components.isolated(), "beyond M* none is isolated");
                }
                if (width >= least + most || width > rank) {
                    assertEquals(BigInteger.ONE, components.total(), "connected at width " + width);
                }
            }
        }
        Components last = Components.of(supports, most, false);
        // Two atoms may have the same feature here, so that M* = 1 with several vertices is possible.
        assertEquals(most > 1 || supports.size() > 1, last.total().compareTo(BigInteger.ONE) > 0, "connected at M*");
    }

    @Property(tries = 20)
    void withoutNeuronsTheZeroNetworkIsAll(@ForAll("polytopes") Polytope q) {
        Polytope zero = new Polytope(q.phi(), q.skip(), RationalVector.zero(q.phi().rows()));
        assertEquals(Set.of(List.of()), zero.vertices().keySet());
        assertEquals(List.of(List.of()), List.copyOf(enumerate(zero)));
        for (int width = 0; width < 4; width++) {
            assertEquals(new Components(BigInteger.ONE, BigInteger.ONE), Components.of(List.of(List.of()), width, true));
        }
    }

    // ---- hitting sets

    @Provide
    Arbitrary<List<BitSet>> sets() {
        return Arbitraries.integers().between(1, 255).map(set -> BitSet.valueOf(new long[] {set})).list().ofMaxSize(8);
    }

    @Property(tries = 1000)
    void hittingSetsAgainstAllSets(@ForAll("sets") List<BitSet> sets) {
        int least = 8;
        for (int set = 0; set < 256; set++) {
            BitSet chosen = BitSet.valueOf(new long[] {set});
            if (sets.stream().allMatch(chosen::intersects)) {
                least = Math.min(least, chosen.cardinality());
            }
        }
        for (int size = 0; size <= 8; size++) {
            HittingSet.Answer answer = new HittingSet(sets, 1_000_000).within(size);
            assertTrue(answer.known());
            assertEquals(size >= least, answer.set().isPresent());
            if (answer.set().isPresent()) {
                BitSet found = answer.set().get();
                assertTrue(found.cardinality() <= size && sets.stream().allMatch(found::intersects));
            }
        }
    }

    @Property(tries = 300)
    void anUnfinishedSearchSaysSo(@ForAll("sets") List<BitSet> sets, @ForAll Random random) {
        for (int size = 0; size <= 8; size++) {
            HittingSet.Answer whole = new HittingSet(sets, 1_000_000).within(size);
            HittingSet.Answer part = new HittingSet(sets, 1 + random.nextInt(10)).within(size);
            assertTrue(!part.known() || part.set().isPresent() == whole.set().isPresent());
        }
    }
}
