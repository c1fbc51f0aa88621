package org.relucert.experiment.statement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The components of the set of optimal networks of a width by the definition of that set, not by the component formula: it is
 * the union of the cells {c &gt;= 0 : sum_j c_j phi_l(j) = y*} over all labellings l of the slots by atoms, a cell is a
 * polytope, and two cells meet in a face of both. So they are those of the graph of all cells and their vertices, which are
 * vertices of Q placed on slots of their labels.
 */
final class PlacedNetworks {

    /**
     * The components of a width.
     *
     * @param total how many
     * @param isolated how many are single points
     * @param placementsJoined whether all placements of each vertex with fewer atoms than the width are in one component
     */
    record Count(int total, int isolated, boolean placementsJoined) { }

    private final List<List<Integer>> supports;
    private final int atoms;
    private final int width;
    private final Map<List<Integer>, Integer> ids = new HashMap<>();
    private final List<Integer> vertexOf = new ArrayList<>();
    private int[] parent = new int[64];

    private PlacedNetworks(List<List<Integer>> supports, int atoms, int width) {
        this.supports = supports;
        this.atoms = atoms;
        this.width = width;
    }

    /** Number of cells, at most the limit and one more. */
    static long cells(int atoms, int width, long limit) {
        long cells = 1;
        for (int j = 0; j < width && cells <= limit; j++) {
            cells *= atoms;
        }
        return Math.min(cells, limit + 1);
    }

    /**
     * Counts.
     *
     * @param q the vertices, not all zero
     * @param atoms number of atoms
     * @param width m, at least m*
     */
    static Count count(OptimalPolytope q, int atoms, int width) {
        return new PlacedNetworks(List.copyOf(q.vertices().keySet()), atoms, width).count();
    }

    private Count count() {
        int[] labels = new int[width];
        do {
            cell(labels);
        } while (next(labels));
        int[] size = new int[vertexOf.size()];
        for (int v = 0; v < size.length; v++) {
            size[root(v)]++;
        }
        int total = 0;
        int isolated = 0;
        for (int s : size) {
            total += s > 0 ? 1 : 0;
            isolated += s == 1 ? 1 : 0;
        }
        boolean joined = true;
        Map<Integer, Set<Integer>> roots = new HashMap<>();
        for (int v = 0; v < size.length; v++) {
            if (supports.get(vertexOf.get(v)).size() < width) {
                roots.computeIfAbsent(vertexOf.get(v), r -> new HashSet<>()).add(root(v));
            }
        }
        for (Set<Integer> of : roots.values()) {
            joined &= of.size() == 1;
        }
        return new Count(total, isolated, joined);
    }

    private boolean next(int[] labels) {
        for (int j = 0; j < width; j++) {
            if (++labels[j] < atoms) {
                return true;
            }
            labels[j] = 0;
        }
        return false;
    }

    /** Joins the vertices of a cell. */
    private void cell(int[] labels) {
        int first = -1;
        for (int r = 0; r < supports.size(); r++) {
            List<Integer> slots = new ArrayList<>();
            for (int j = 0; j < width; j++) {
                slots.add(-1);
            }
            first = place(labels, r, 0, slots, first);
        }
    }

    /** Places atom k of a vertex on every slot of its label, then the next. */
    private int place(int[] labels, int vertex, int k, List<Integer> slots, int first) {
        List<Integer> support = supports.get(vertex);
        int joined = first;
        if (k == support.size()) {
            List<Integer> key = new ArrayList<>(slots);
            key.add(vertex);
            int id = id(key, vertex);
            if (joined < 0) {
                return id;
            }
            parent[root(id)] = root(joined);
            return joined;
        }
        for (int j = 0; j < width; j++) {
            if (labels[j] == support.get(k)) {
                slots.set(j, support.get(k));
                joined = place(labels, vertex, k + 1, slots, joined);
                slots.set(j, -1);
            }
        }
        return joined;
    }

    private int id(List<Integer> key, int vertex) {
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        int id = vertexOf.size();
        ids.put(key, id);
        vertexOf.add(vertex);
        if (id == parent.length) {
            parent = Arrays.copyOf(parent, 2 * id);
        }
        parent[id] = id;
        return id;
    }

    private int root(int v) {
        int r = v;
        while (parent[r] != r) {
            parent[r] = parent[parent[r]];
            r = parent[r];
        }
        return r;
    }
}
