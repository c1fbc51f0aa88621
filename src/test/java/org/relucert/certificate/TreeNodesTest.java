package org.relucert.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.relucert.checker.Corpus;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** What is kept as bytes comes back as it was. */
class TreeNodesTest {

    private static final BigInteger LONG = BigInteger.ONE.shiftLeft(8 * 300).subtract(BigInteger.TEN);

    @Test
    void nodesOfTheValidCertificates() {
        Set<Class<?>> kinds = new HashSet<>();
        for (Corpus.Valid valid : Corpus.valid()) {
            try (CertificateReader reader = CertificateReader.of(valid.text())) {
                reader.certificate();
                for (String side : List.of("plus", "minus")) {
                    reader.openTree(side);
                    List<TreeNode> nodes = new ArrayList<>();
                    for (Optional<TreeNode> node = reader.nextNode(); node.isPresent(); node = reader.nextNode()) {
                        nodes.add(node.get());
                        kinds.add(node.get().getClass());
                    }
                    reader.closeTree();
                    assertEquals(nodes, TreeNodes.copyOf(nodes), valid.toString());
                }
            }
        }
        assertEquals(Set.of(TreeNode.class.getPermittedSubclasses()), kinds);
    }

    @Test
    void numbersOfAllLengths() {
        List<TreeNode> nodes = new ArrayList<>();
        for (int bits = 0; bits < 8 * 270; bits += 7) {
            BigInteger number = BigInteger.ONE.shiftLeft(bits);
            for (BigInteger p : List.of(number, number.negate(), number.subtract(BigInteger.ONE), number.not())) {
                nodes.add(new TreeNode.Cut(bits, Rationals.of(p, LONG)));
                nodes.add(new TreeNode.GeneratorLeaf(RationalVector.of(new BigInteger[] {p, LONG.negate(), p}, LONG),
                        TreeNode.Terms.NONE, Optional.empty()));
            }
        }
        TreeNodes kept = TreeNodes.copyOf(nodes);
        assertEquals(nodes, kept);
        assertSame(kept, TreeNodes.copyOf(kept));
        assertEquals(nodes, new TreeNodes.Builder().addAll(kept).build());
    }

    @Test
    void factsOfEveryKind() {
        TreeNode.Terms terms = new TreeNode.Terms(List.of(3, 70_000), RationalVector.of(Rationals.of(-1, 3), Rationals.of(5)));
        List<TreeNode.RowBound> bounds = List.of(new TreeNode.RowBound(7, Rationals.of(-22, 7), terms),
                new TreeNode.RowBound(0, Rationals.of(1), TreeNode.Terms.NONE));
        List<TreeNode.ImpliedSign> implied = List.of(new TreeNode.ImpliedSign(1, true, terms),
                new TreeNode.ImpliedSign(2, false, TreeNode.Terms.NONE));
        List<TreeNode> nodes = List.of(
                new TreeNode.Split(-1, Optional.of(RationalVector.of(1, -2, 0)), bounds, implied),
                new TreeNode.Split(4, Optional.empty(), List.of(), implied),
                new TreeNode.ChordLeaf(terms, TreeNode.Terms.NONE, bounds, implied, Optional.of(Rationals.of(5, 9))),
                new TreeNode.ChordLeaf(TreeNode.Terms.NONE, terms, List.of(), List.of(), Optional.empty()),
                new TreeNode.QuadraticLeaf(Rationals.of(3, 2), Rationals.of(0), terms, RationalVector.zero(0),
                        RationalVector.of(4, 5), TreeNode.Terms.NONE, bounds, implied));
        assertEquals(nodes, TreeNodes.copyOf(nodes));
        assertEquals(nodes.subList(1, 3), new TreeNodes.Builder().add(nodes.get(1)).add(nodes.get(2)).build());
        assertTrue(TreeNodes.copyOf(List.of()).isEmpty());
    }
}
