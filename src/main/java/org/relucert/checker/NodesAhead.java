package org.relucert.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.relucert.certificate.FormatException;
import org.relucert.certificate.TreeNode;

/**
 * The nodes of a tree, read a little ahead to see where subtrees end: never more than {@value #LIMIT} nodes. A file that turns
 * out to be malformed ahead is so only when its place is reached.
 */
final class NodesAhead {

    /** Nodes that are read ahead at most. */
    static final int LIMIT = 32;

    private final Supplier<Optional<TreeNode>> source;
    private final TreeNode[] ahead = new TreeNode[LIMIT];
    private int first;
    private int count;
    private boolean ended;
    private FormatException broken;

    /** The nodes of a source, which returns them in preorder and then none. */
    NodesAhead(Supplier<Optional<TreeNode>> source) {
        this.source = source;
    }

    /** The next node, empty at the end. */
    Optional<TreeNode> next() {
        if (count == 0 && !read()) {
            if (broken != null) {
                throw broken;
            }
            return Optional.empty();
        }
        return Optional.of(take());
    }

    /** Takes the whole subtree that begins with the next node, if it has at least so many nodes and at most {@value #LIMIT}. */
    Optional<List<TreeNode>> subtree(int least) {
        int size = 0;
        // Subtrees that must still come for the one that began to be whole.
        for (int missing = 1; missing > 0; size++) {
            if (size == LIMIT || size == count && !read()) {
                return Optional.empty();
            }
            missing += ahead[(first + size) % LIMIT].isInner() ? 1 : -1;
        }
        if (size < least) {
            return Optional.empty();
        }
        List<TreeNode> nodes = new ArrayList<>(size);
        for (int k = 0; k < size; k++) {
            nodes.add(take());
        }
        return Optional.of(nodes);
    }

    private TreeNode take() {
        TreeNode node = ahead[first];
        ahead[first] = null;
        first = (first + 1) % LIMIT;
        count--;
        return node;
    }

    /** Reads one more; false at the end. */
    private boolean read() {
        if (ended) {
            return false;
        }
        try {
            Optional<TreeNode> node = source.get();
            node.ifPresent(present -> ahead[(first + count) % LIMIT] = present);
            ended = node.isEmpty();
        } catch (FormatException e) {
            broken = e;
            ended = true;
        }
        count += ended ? 0 : 1;
        return !ended;
    }
}
