package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.CertificateWriter;
import org.relucert.certificate.Claim;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.Sections;
import org.relucert.certificate.TreeNode;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/**
 * The certificates of the corpus with every leaf of their trees split further, so that all of them stand in subtrees that are
 * checked by themselves: what holds on a cone holds on its parts, so both checkers must say what they say of the original.
 */
class RefinedTest {

    /** Splits of a leaf: enough for a subtree of its own. */
    private static final int SPLITS = 4;
    /** Cones of more rays are left as they are: their splits would take the reference long. */
    private static final int MOST_RAYS = 300;
    /** Obligations that a leaf breaks on a part of its cone too, or that stand behind the trees. */
    private static final Set<String> LASTING = Set.of("ATM", "POL", "VTX", "DIM", "UNQ", "MIN", "MAX", "CMP", "NUQ", "MEM", "FUN",
            "OPT", "MNI", "BND", "NEU");
    private static final Set<Obligation> LASTING_IN_TREES = Set.of(Obligation.LF_4, Obligation.SX_3, Obligation.QL_2,
            Obligation.QL_3);

    /** Forged roots, of which the splits below cut nothing, and rows so long that no split by them may be read. */
    private static final Set<String> LEFT_OUT = Set.of("VTX-2-minors-too-long.cert.json.gz", "SX-3-cube-as-orthants.cert.json",
            "SX-3-cube-first-face-missing.cert.json",
            "SX-3-turned-as-weights.cert.json", "SX-3-turned-rows-exchanged.cert.json", "SX-3-turned-transposed.cert.json");

    static List<Corpus.Valid> valid() {
        // Parts of a candidate leaf are so many candidates: those have certificates of their own.
        return Corpus.valid().stream().filter(valid -> !valid.toString().contains(".support")).toList();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void validStaysValid(Corpus.Valid valid) {
        for (long seed = 0; seed < 2; seed++) {
            String text = refined(CertificateReader.of(valid.text()), seed);
            for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
                Verdict original = checker.verify(CertificateReader.of(valid.text()), Optional.empty());
                Verdict verdict = checker.verify(CertificateReader.of(text), Optional.of(valid.problem()));
                assertEquals(original.line(), verdict.line(), text);
            }
        }
    }

    static List<Corpus.Forged> forged() {
        return Corpus.forged().stream().filter(forged -> LASTING_IN_TREES.stream().anyMatch(
                obligation -> obligation.label().equals(forged.expected()))
                || LASTING.contains(forged.expected().replaceFirst("-.*", "")))
                .filter(forged -> !LEFT_OUT.contains(forged.toString())).toList();
    }

    /** What a forged certificate breaks, its refinement breaks. */
    @ParameterizedTest
    @MethodSource("forged")
    void forgedStaysForged(Corpus.Forged forged) {
        String text;
        try (CertificateReader reader = CertificateReader.open(forged.file())) {
            text = refined(reader, 1);
        }
        List<String> places = new ArrayList<>();
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Verdict verdict = checker.verify(CertificateReader.of(text), Optional.of(forged.problem()));
            assertEquals(forged.expected(), ForgedTest.outcome(verdict), forged + ": " + verdict.line());
            places.add(verdict.reason().replaceFirst("(node \\d+).*", "$1"));
        }
        assertEquals(places.get(1), places.get(0));
    }

    @Test
    void manyAreForged() {
        assertTrue(forged().size() > 150);
    }

    private static String refined(CertificateReader reader, long seed) {
        Certificate certificate = reader.certificate();
        Random random = new Random(seed);
        ProofTree plus = refined(certificate.problem(), certificate.nu(), random, tree(reader, "plus"));
        ProofTree minus = refined(certificate.problem(), certificate.nu().opposite(), random, tree(reader, "minus"));
        reader.endTrees();
        Sections sections = Sections.NONE;
        if (certificate.claims().stream().anyMatch(Claim.OptimalSet.class::isInstance)) {
            sections = sections.with(reader.optimalSet());
        }
        if (certificate.claims().stream().anyMatch(Claim.OptimalSetOutline.class::isInstance)) {
            sections = sections.with(reader.outline());
        }
        if (certificate.claims().stream().anyMatch(Claim.Nonunique.class::isInstance)) {
            sections = sections.with(reader.secondNetwork());
        }
        return CertificateWriter.text(certificate, plus, minus, sections);
    }

    private static ProofTree refined(Problem problem, RationalVector nu, Random random, ProofTree tree) {
        Problem own = tree.basis().isNone() ? problem : ReducedProblem.of(problem, tree.basis()).problem();
        return new Refinement(own, nu, random).of(tree);
    }

    private static ProofTree tree(CertificateReader reader, String side) {
        ProofTree head = reader.openTree(side);
        List<TreeNode> nodes = new ArrayList<>();
        for (Optional<TreeNode> node = reader.nextNode(); node.isPresent(); node = reader.nextNode()) {
            nodes.add(node.get());
        }
        reader.closeTree();
        return head.with(nodes);
    }

    /** Splits leaves at random. */
    private static final class Refinement {

        private final Problem problem;
        private final int dimension;
        private final ConeRows rows;
        private final RationalMatrix inverseMetric;
        private final Random random;
        private final List<TreeNode> nodes = new ArrayList<>();

        Refinement(Problem problem, RationalVector nu, Random random) {
            this.problem = problem;
            this.dimension = problem.dimension();
            this.rows = ConeRows.of(problem, nu);
            this.inverseMetric = Elimination.inverse(problem.innerProduct().matrix()).orElseThrow();
            this.random = random;
        }

        ProofTree of(ProofTree tree) {
            if (tree.root() == ProofTree.Root.SPACE) {
                tree.nodes().forEach(node -> space(node, SPLITS));
            } else {
                Deque<Cell> open = new ArrayDeque<>();
                roots(tree).forEach(open::addLast);
                for (TreeNode node : tree.nodes()) {
                    visit(node, open);
                }
            }
            return tree.with(nodes);
        }

        /** A leaf over the whole space may be split by anything. */
        private void space(TreeNode node, int splits) {
            if (node.isInner() || splits == 0) {
                nodes.add(node);
                return;
            }
            nodes.add(split(RationalVector.unit(dimension, random.nextInt(dimension))));
            boolean first = random.nextBoolean();
            space(node, first ? splits - 1 : 0);
            space(node, first ? 0 : splits - 1);
        }

        private List<Cell> roots(ProofTree tree) {
            List<Cell> roots = new ArrayList<>();
            if (tree.root() == ProofTree.Root.ORTHANTS) {
                Cone.Orthants orthants = new Cone.Orthants(rows);
                for (int b = 0; b < 1 << dimension; b++) {
                    roots.add(orthants.cone(b));
                }
            } else {
                RationalMatrix functionals = tree.cube().weights().map(RationalMatrix::diagonal)
                        .orElseGet(() -> RationalMatrix.ofRows(tree.cube().rows(), dimension));
                CubeRows cube = new CubeRows(rows, functionals, Elimination.inverse(functionals).orElseThrow());
                for (int b = 0; b < 2 * dimension; b++) {
                    roots.add(Box.face(cube, b));
                }
            }
            return roots;
        }

        private void visit(TreeNode node, Deque<Cell> open) {
            Cell cell = open.pop();
            if (node instanceof TreeNode.GeneratorLeaf leaf) {
                leaf(cell, leaf, SPLITS);
                return;
            }
            nodes.add(node);
            if (node instanceof TreeNode.Cut cut) {
                Box.Halves halves = ((Box) cell).cut(cut.axis(), cut.at());
                open.push(halves.nonPositive());
                open.push(halves.nonNegative());
            } else {
                TreeNode.Split split = (TreeNode.Split) node;
                Cone.Halves halves = split.normal().isEmpty() ? cell.cone().split(split.row())
                        : cell.cone().split(problem.innerProduct().functional(split.normal().get()));
                open.push(halves.nonPositive());
                open.push(halves.nonNegative());
            }
        }

        private void leaf(Cell cell, TreeNode.GeneratorLeaf leaf, int splits) {
            Cone cone = cell.cone();
            if (splits == 0 || cone.generators() == 1 || cone.generators() > MOST_RAYS) {
                nodes.add(decided(cell, leaf));
                return;
            }
            Cell nonNegative;
            Cell nonPositive;
            int axis = random.nextInt(dimension);
            Rational at = Rationals.of(random.nextInt(15) - 7, 8);
            Box.Halves boxes = cell instanceof Box box && box.hasAxis(axis) ? box.cut(axis, at) : null;
            if (boxes != null) {
                nodes.add(new TreeNode.Cut(axis, at));
                nonNegative = boxes.nonNegative();
                nonPositive = boxes.nonPositive();
            } else {
                RationalVector normal = inverseMetric.times(between(cone));
                nodes.add(split(normal));
                Cone.Halves halves = cone.split(problem.innerProduct().functional(normal));
                nonNegative = halves.nonNegative();
                nonPositive = halves.nonPositive();
            }
            boolean first = random.nextBoolean();
            leaf(nonNegative, leaf, first ? splits - 1 : 0);
            leaf(nonPositive, leaf, first ? 0 : splits - 1);
        }

        /** A functional that is 1 on a generator and -1 on another. */
        private RationalVector between(Cone cone) {
            int k = random.nextInt(cone.generators());
            RationalVector g = cone.generator(k);
            RationalVector h = cone.generator((k + 1 + random.nextInt(cone.generators() - 1)) % cone.generators());
            Rational gh = g.dot(h);
            Rational determinant = g.dot(g).times(h.dot(h)).minus(Rationals.square(gh));
            return g.times(h.dot(h).plus(gh).divide(determinant)).minus(h.times(g.dot(g).plus(gh).divide(determinant)));
        }

        private static TreeNode split(RationalVector normal) {
            return new TreeNode.Split(-1, Optional.of(normal), List.of(), List.of());
        }

        /** The leaf without slopes of rows that the part of its cone decides. */
        private static TreeNode decided(Cell cell, TreeNode.GeneratorLeaf leaf) {
            List<Integer> indices = new ArrayList<>();
            List<Rational> values = new ArrayList<>();
            for (int t = 0; t < leaf.slopes().indices().size(); t++) {
                if (cell.isUndecided(leaf.slopes().indices().get(t))) {
                    indices.add(leaf.slopes().indices().get(t));
                    values.add(leaf.slopes().values().get(t));
                }
            }
            TreeNode.Terms slopes = indices.isEmpty() ? TreeNode.Terms.NONE
                    : new TreeNode.Terms(indices, RationalVector.of(values));
            return new TreeNode.GeneratorLeaf(leaf.majorant(), slopes, leaf.signs());
        }
    }
}
