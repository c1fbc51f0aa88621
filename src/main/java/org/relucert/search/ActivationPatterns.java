package org.relucert.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** All activation patterns whose closed cone has interior (mathematics, 0.6): the chambers of the data's hyperplanes. */
final class ActivationPatterns {
    private ActivationPatterns() { }

    /**
     * Every pattern but the one that sees nothing, whose neurons have no output; empty if there are more than {@code most}.
     * Hyperplane by hyperplane: each chamber of the first ones is cut, and only grows in number.
     */
    static Optional<List<boolean[]>> all(TrainingSpace space, int most) {
        List<boolean[]> chambers = List.of(new boolean[0]);
        for (int g = 0; g < space.groups; g++) {
            List<boolean[]> next = new ArrayList<>();
            for (boolean[] chamber : chambers) {
                for (int side = 0; side < 2; side++) {
                    boolean[] cut = Arrays.copyOf(chamber, g + 1);
                    cut[g] = side == 1;
                    if (TrainingCone.interior(cone(space, cut), space.dimension) != null) {
                        next.add(cut);
                    }
                }
                // the pattern that sees nothing may be among them
                if (next.size() > most + 1) {
                    return Optional.empty();
                }
            }
            chambers = next;
        }
        List<boolean[]> patterns = new ArrayList<>();
        for (boolean[] chamber : chambers) {
            boolean[] pattern = new boolean[space.n];
            boolean sees = false;
            for (int i = 0; i < space.n; i++) {
                pattern[i] = space.group[i] >= 0 && chamber[space.group[i]] == space.orientation[i] > 0;
                sees |= pattern[i];
            }
            if (sees) {
                patterns.add(pattern);
            }
        }
        return patterns.size() > most ? Optional.empty() : Optional.of(patterns);
    }

    private static double[][] cone(TrainingSpace space, boolean[] chamber) {
        double[][] rows = new double[chamber.length][];
        for (int i = 0; i < space.n; i++) {
            int g = space.group[i];
            if (g >= 0 && g < rows.length && rows[g] == null) {
                // the first row of a class is its representative
                rows[g] = space.rows[i].clone();
                TrainingSpace.scale(rows[g], (chamber[g] ? 1 : -1) / space.rowNorms[i]);
            }
        }
        return rows;
    }
}
