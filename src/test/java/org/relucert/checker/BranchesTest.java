package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.relucert.bench.Instances;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.FormatException;
import org.relucert.certificate.TreeNode;
import org.relucert.exact.RationalVector;
import org.relucert.prover.Prover;

/** A tree checked in parts, on two threads, is judged as if it were read from front to back. */
class BranchesTest {

    private static String judge(String text) {
        try (CertificateReader reader = CertificateReader.of(text)) {
            Verdict verdict = Checker.fast().verify(reader, Optional.empty());
            return verdict.status() + " " + verdict.obligation() + " " + verdict.reason();
        }
    }

    /** Of two faults the first in the file is reported, whichever thread comes upon it first. */
    @Test
    void theFirstFaultOfTheFileIsReported() {
        Instances.Instance instance = Instances.gaussian(200, 5, 5);
        String text = Prover.neuron(instance.problem(), instance.nu(), Prover.Options.gap(1e-5)).text();
        assertTrue(judge(text).startsWith("VERIFIED"));
        String[] lines = text.split("\n");
        int[] leaves = IntStream.range(0, lines.length).filter(k -> lines[k].startsWith(",{\"w\"")).toArray();
        assertTrue(leaves.length > 300, leaves.length + " leaves");
        Random random = new Random(1);
        Set<String> seen = new HashSet<>();
        for (int round = 0; round < 60; round++) {
            int first = leaves[random.nextInt(leaves.length)];
            int second = leaves[random.nextInt(leaves.length)];
            boolean malformed = random.nextInt(3) == 0;
            String early = judge(changed(lines, Math.min(first, second), false));
            String both = judge(changed(changed(lines, Math.min(first, second), false).split("\n"), Math.max(first, second), malformed));
            assertEquals(early, both, "lines " + first + ", " + second);
            assertTrue(early.startsWith("REJECTED Optional[SX_2] "), early);
            seen.add(early);
            String late = judge(changed(lines, Math.max(first, second), malformed));
            assertTrue(late.startsWith("REJECTED Optional[" + (malformed ? "FMT_1" : "SX_2")), late);
        }
        assertTrue(seen.size() > 40);
    }

    /** The header, checked beside the trees, is reported before them, whichever thread comes upon its fault first. */
    @Test
    void theHeaderComesFirst() {
        Instances.Instance instance = Instances.gaussian(200, 5, 5);
        String text = Prover.neuron(instance.problem(), instance.nu(), Prover.Options.gap(1e-3)).text();
        String hash = text.replaceFirst("\"problemSha256\":\"....", "\"problemSha256\":\"beef");
        String claim = text.replaceFirst("\"upper\":\"[^\"]*\"", "\"upper\":\"1/1000\"");
        String[] header = {hash, claim};
        String[] obligations = {"IN_5", "NEU_2"};
        for (int k = 0; k < header.length; k++) {
            String alone = judge(header[k]);
            assertTrue(alone.startsWith("REJECTED Optional[" + obligations[k] + "] "), alone);
            String[] lines = header[k].split("\n");
            int[] leaves = IntStream.range(0, lines.length).filter(l -> lines[l].startsWith(",{\"w\"")).toArray();
            for (int round = 0; round < 40; round++) {
                assertEquals(alone, judge(changed(lines, leaves[round % leaves.length], round % 2 == 0)));
            }
            // A tree that cannot even be opened
            assertEquals(alone, judge(header[k].replace("\"root\":\"orthants\"", "\"root\":\"nothing\"")));
        }
    }

    /** Where no trees follow the header is heard all the same. */
    @Test
    void theHeaderIsHeardWithoutTrees() {
        String inputs = "[" + "[\"1\"],".repeat(149) + "[\"1\"]]";
        String labels = "[" + "\"1\",\"-1\",".repeat(74) + "\"1\",\"-1\"]";
        String text = "{\"format\":\"relucert-certificate/1\",\"convention\":"
                + "\"nu has the sign of the residual y - f; objective 1/2 |f - y|^2 + (beta/2) sum(R(w)^2 + alpha^2)\","
                + "\"problem\":{\"format\":\"relucert-problem/1\",\"inputs\":" + inputs + ",\"labels\":" + labels + ",\"beta\":\"1\"},"
                + "\"problemSha256\":\"\",\"claims\":[{\"claim\":\"stationary\",\"kind\":\"box\",\"width\":1,\"value\":\"75\"}],"
                + "\"network\":{\"neurons\":[],\"skip\":[]},\"landscape\":{\"slopes\":[]}}";
        String unheard = judge(text);
        assertTrue(unheard.startsWith("REJECTED Optional[IN_5] "), unheard);
        String right = text.replace("\"problemSha256\":\"", "\"problemSha256\":\"" + unheard.replaceFirst(".*expected ", ""));
        assertTrue(judge(right).startsWith("VERIFIED"), judge(right));
        String value = judge(right.replace("\"75\"", "\"76\""));
        assertTrue(value.startsWith("REJECTED Optional[STA_3] "), value);
        assertEquals(unheard, judge(text.replace("\"75\"", "\"76\"")));
    }

    /** The text with a slope that is none, or with something that is no node, in a line. */
    private static String changed(String[] lines, int line, boolean malformed) {
        String[] copy = lines.clone();
        copy[line] = malformed ? copy[line].replace("\"w\"", "\"v\"") : copy[line].replaceAll("(\"u\":\\[.*?],)?\"[gs]\":\\[.*?]", "\"g\":[999999,1]");
        return String.join("\n", copy) + "\n";
    }

    private static final TreeNode SPLIT = new TreeNode.Split(0, Optional.empty(), List.of(), List.of());
    private static final TreeNode LEAF = new TreeNode.GeneratorLeaf(RationalVector.zero(1), TreeNode.Terms.NONE, Optional.empty());

    private static NodesAhead ahead(List<TreeNode> nodes, boolean broken) {
        Iterator<TreeNode> rest = nodes.iterator();
        return new NodesAhead(() -> {
            if (!rest.hasNext() && broken) {
                throw assertThrows(FormatException.class, () -> CertificateReader.of("[]").certificate());
            }
            return rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
        });
    }

    private static void tree(Random random, int splits, List<TreeNode> nodes) {
        if (splits == 0) {
            nodes.add(LEAF);
            return;
        }
        nodes.add(SPLIT);
        int left = random.nextInt(splits);
        tree(random, left, nodes);
        tree(random, splits - 1 - left, nodes);
    }

    /** Whether taken one by one or by subtrees, the same nodes come in the same order; subtrees are whole and not too large. */
    @Test
    void nodesComeInOrder() {
        Random random = new Random(2);
        int taken = 0;
        for (int round = 0; round < 200; round++) {
            List<TreeNode> nodes = new ArrayList<>();
            int trees = 1 + random.nextInt(5);
            for (int t = 0; t < trees; t++) {
                tree(random, random.nextInt(400), nodes);
            }
            NodesAhead ahead = ahead(nodes, false);
            List<TreeNode> seen = new ArrayList<>();
            while (seen.size() < nodes.size()) {
                int least = 1 + random.nextInt(20);
                Optional<List<TreeNode>> subtree = ahead.subtree(least);
                int size = size(nodes, seen.size());
                assertEquals(size >= least && size <= NodesAhead.LIMIT, subtree.isPresent());
                if (subtree.isPresent()) {
                    assertEquals(size, subtree.get().size());
                    seen.addAll(subtree.get());
                    taken++;
                } else {
                    seen.add(ahead.next().orElseThrow());
                }
            }
            assertEquals(nodes, seen);
            assertTrue(ahead.subtree(1).isEmpty());
            assertTrue(ahead.next().isEmpty());
        }
        assertTrue(taken > 1000, taken + " subtrees");
    }

    private static int size(List<TreeNode> nodes, int from) {
        int missing = 1;
        int size = 0;
        while (missing > 0) {
            missing += nodes.get(from + size) instanceof TreeNode.Split ? 1 : -1;
            size++;
        }
        return size;
    }

    /** What is malformed further on does not hide the nodes before it; a tree that ends too early is no subtree. */
    @Test
    void theEndComesInItsPlace() {
        NodesAhead ahead = ahead(List.of(SPLIT, LEAF), true);
        assertTrue(ahead.subtree(1).isEmpty());
        assertEquals(Optional.of(SPLIT), ahead.next());
        assertEquals(Optional.of(List.of(LEAF)), ahead.subtree(1));
        assertThrows(FormatException.class, ahead::next);
        assertThrows(FormatException.class, ahead::next);
        ahead = ahead(List.of(SPLIT, LEAF), false);
        assertTrue(ahead.subtree(1).isEmpty());
        assertEquals(Optional.of(SPLIT), ahead.next());
        assertEquals(Optional.of(LEAF), ahead.next());
        assertEquals(Optional.empty(), ahead.next());
    }

    private static Findings findings(int number, boolean inexact) {
        Findings findings = new Findings();
        findings.candidate(RationalVector.of(number));
        findings.reached(inexact ? Optional.empty() : Optional.of(RationalVector.of(number / 2)), "place " + number);
        if (inexact) {
            findings.reached(Optional.empty(), "later in " + number);
            findings.undecided("reason " + number);
            findings.undecided("another in " + number);
        }
        return findings;
    }

    /** Findings of parts and of the walk between them stand in the order of the file; of the reasons the first counts. */
    @Test
    void findingsStandInOrder() {
        Branches branches = new Branches();
        List<RationalVector> expected = new ArrayList<>();
        for (int k = 0; k < 300; k++) {
            int number = k;
            expected.add(RationalVector.of(k));
            if (k % 3 == 0) {
                branches.own().candidate(RationalVector.of(k));
                branches.own().reached(Optional.of(RationalVector.of(k / 2)), "");
            } else {
                branches.run(() -> findings(number, false));
            }
        }
        Findings all = branches.settle();
        assertEquals(expected, all.candidates());
        assertEquals(150, all.tight().size());
        assertEquals(List.copyOf(all.tight()), IntStream.range(0, 150).mapToObj(RationalVector::of).toList());
        // The other side begins with nothing.
        branches.own().candidate(RationalVector.of(7));
        branches.run(() -> findings(8, false));
        Findings others = branches.settle();
        assertEquals(List.of(RationalVector.of(7), RationalVector.of(8)), others.candidates());
        assertEquals(Set.of(RationalVector.of(4)), others.tight());
        assertEquals(List.of(), branches.settle().candidates());
        branches.close();
        Branches inexact = new Branches();
        for (int k = 0; k < 30; k++) {
            int number = k;
            inexact.run(() -> findings(number, number > 3));
        }
        Findings reasons = inexact.settle();
        assertEquals("place 4 reaches the level with rows undecided",
                assertThrows(Rejection.class, reasons::tight).getMessage());
        assertEquals("reason 4", assertThrows(Rejection.class, reasons::candidates).getMessage());
        inexact.close();
    }

    /** The first failure stays the failure, however often one asks; errors come through as they are. */
    @Test
    void theFirstFailureStays() {
        Branches branches = new Branches();
        branches.run(() -> findings(0, false));
        for (int k = 1; k < 20; k++) {
            int number = k;
            try {
                branches.run(() -> {
                    throw new Rejection(Obligation.SX_3, "number " + number);
                });
            } catch (Rejection e) {
                assertEquals("number 1", e.getMessage());
            }
        }
        for (int again = 0; again < 2; again++) {
            assertEquals("number 1", assertThrows(Rejection.class, branches::settle).getMessage());
        }
        branches.close();
        Branches errors = new Branches();
        assertThrows(StackOverflowError.class, () -> {
            for (int k = 0; k < 20; k++) {
                int number = k;
                errors.run(() -> {
                    if (number == 15) {
                        throw new StackOverflowError("tested");
                    }
                    return findings(number, false);
                });
            }
            errors.settle();
        });
        errors.close();
    }
}
