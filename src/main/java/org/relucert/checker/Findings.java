package org.relucert.checker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.relucert.exact.RationalVector;

/** What the leaves of a part of a tree have to say beside holding, in the order of the tree. */
final class Findings {

    private final Set<RationalVector> tight = new LinkedHashSet<>();
    private final List<RationalVector> candidates = new ArrayList<>();
    private String inexact;
    private String undecided;

    /** A leaf that reaches the level exactly, with its vector if it has one (ATM-1). */
    void reached(Optional<RationalVector> vector, String where) {
        if (vector.isPresent()) {
            tight.add(vector.get());
        } else if (inexact == null) {
            inexact = where;
        }
    }

    /** A candidate leaf (STR-1). */
    void candidate(RationalVector vector) {
        candidates.add(vector);
    }

    /** A reason why the candidates say nothing. */
    void undecided(String reason) {
        if (undecided == null) {
            undecided = reason;
        }
    }

    /** Adds the findings of the part that follows. */
    void append(Findings later) {
        tight.addAll(later.tight);
        candidates.addAll(later.candidates);
        inexact = inexact == null ? later.inexact : inexact;
        undecided = undecided == null ? later.undecided : undecided;
    }

    /** The vectors of the exact leaves, without repetition. */
    Set<RationalVector> tight() {
        Obligation.ATM_1.require(inexact == null, "%s reaches the level with rows undecided", inexact);
        return tight;
    }

    /** The vectors of the candidate leaves. */
    List<RationalVector> candidates() {
        Obligation.STR_1.require(undecided == null, "%s", undecided);
        return candidates;
    }
}
