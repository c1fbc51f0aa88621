package org.relucert.certificate;

import java.util.List;
import java.util.Optional;
import org.relucert.exact.RationalVector;

/**
 * What follows the trees in a certificate, as far as its claims need it, in the order of the file.
 *
 * @param optimalSet the lists of the optimal set
 * @param outline the lists of an outline of the optimal set
 * @param second a second optimal network
 * @param inverse the matrix W of a claim about the support, row by row; empty without
 * @param path the path between two networks
 * @param landscape what claims about the objective around the network rest on
 */
public record Sections(Optional<OptimalSetWitness> optimalSet, Optional<OutlineWitness> outline, Optional<PathNetwork> second,
        List<RationalVector> inverse, Optional<SlotPath> path, Optional<LandscapeWitness> landscape) {

    /** Nothing. */
    public static final Sections NONE = new Sections(Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
            Optional.empty(), Optional.empty());

    /** Copies the list. */
    public Sections {
        inverse = List.copyOf(inverse);
    }

    /** The same with the lists of the optimal set. */
    public Sections with(OptimalSetWitness set) {
        return new Sections(Optional.of(set), outline, second, inverse, path, landscape);
    }

    /** The same with the lists of an outline. */
    public Sections with(OutlineWitness lists) {
        return new Sections(optimalSet, Optional.of(lists), second, inverse, path, landscape);
    }

    /** The same with the matrix of a claim about the support. */
    public Sections with(List<RationalVector> rows) {
        return new Sections(optimalSet, outline, second, rows, path, landscape);
    }

    /** The same with a second network. */
    public Sections with(PathNetwork network) {
        return new Sections(optimalSet, outline, Optional.of(network), inverse, path, landscape);
    }

    /** The same with a path. */
    public Sections with(SlotPath way) {
        return new Sections(optimalSet, outline, second, inverse, Optional.of(way), landscape);
    }

    /** The same with the witnesses of claims about the objective around the network. */
    public Sections with(LandscapeWitness witness) {
        return new Sections(optimalSet, outline, second, inverse, path, Optional.of(witness));
    }
}
