package org.relucert.certificate;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.TreeNode.ChordLeaf;
import org.relucert.certificate.TreeNode.Cut;
import org.relucert.certificate.TreeNode.GeneratorLeaf;
import org.relucert.certificate.TreeNode.ImpliedSign;
import org.relucert.certificate.TreeNode.QuadraticLeaf;
import org.relucert.certificate.TreeNode.RowBound;
import org.relucert.certificate.TreeNode.Split;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * Nodes of a tree in preorder, in little memory: a node is kept as bytes, a tenth or less of what its many numbers take as objects,
 * and made anew whenever it is asked for. Trees have up to millions of nodes. Immutable.
 */
public final class TreeNodes extends AbstractList<TreeNode> implements RandomAccess {

    private static final int SPLIT = 0;
    private static final int CUT = 1;
    private static final int CHORD_LEAF = 2;
    private static final int GENERATOR_LEAF = 3;
    private static final int QUADRATIC_LEAF = 4;
    /** Stands for the length of a number that has as many bytes or more. */
    private static final int LONG = 255;

    private final byte[][] nodes;

    private TreeNodes(byte[][] nodes) {
        this.nodes = nodes;
    }

    /** These nodes. */
    public static TreeNodes copyOf(List<TreeNode> nodes) {
        return nodes instanceof TreeNodes already ? already : new Builder().addAll(nodes).build();
    }

    @Override
    public int size() {
        return nodes.length;
    }

    @Override
    public TreeNode get(int index) {
        return new Decoder(nodes[index]).node();
    }

    /** Collects nodes. */
    public static final class Builder {

        private final List<byte[]> collected = new ArrayList<>();

        /** Appends a node. */
        public Builder add(TreeNode node) {
            collected.add(new Encoder().bytes(node));
            return this;
        }

        /** Appends nodes. */
        public Builder addAll(List<TreeNode> nodes) {
            if (nodes instanceof TreeNodes others) {
                collected.addAll(Arrays.asList(others.nodes));
            } else {
                nodes.forEach(this::add);
            }
            return this;
        }

        /** All nodes so far. */
        public TreeNodes build() {
            return new TreeNodes(collected.toArray(new byte[0][]));
        }
    }

    /** Writes the components of a node one after the other, the kind first. */
    private static final class Encoder {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        byte[] bytes(TreeNode node) {
            if (node instanceof Split split) {
                add(SPLIT);
                add(split.row());
                add(split.normal());
                addFacts(split.bounds(), split.implied());
            } else if (node instanceof Cut cut) {
                add(CUT);
                add(cut.axis());
                add(cut.at());
            } else if (node instanceof ChordLeaf leaf) {
                add(CHORD_LEAF);
                add(leaf.lambda());
                add(leaf.slopes());
                addFacts(leaf.bounds(), leaf.implied());
                add(leaf.rho().map(RationalVector::of));
            } else if (node instanceof GeneratorLeaf leaf) {
                add(GENERATOR_LEAF);
                add(leaf.majorant());
                add(leaf.slopes());
                add(leaf.signs());
            } else {
                QuadraticLeaf leaf = (QuadraticLeaf) node;
                add(QUADRATIC_LEAF);
                add(leaf.level());
                add(leaf.radius());
                add(leaf.lambda());
                add(leaf.curvatures());
                add(leaf.signs());
                add(leaf.slopes());
                addFacts(leaf.bounds(), leaf.implied());
            }
            return bytes.toByteArray();
        }

        private void addFacts(List<RowBound> bounds, List<ImpliedSign> implied) {
            add(bounds.size());
            for (RowBound bound : bounds) {
                add(bound.row());
                add(bound.value());
                add(bound.multipliers());
            }
            add(implied.size());
            for (ImpliedSign sign : implied) {
                add(sign.row());
                add(sign.nonNegative() ? 1 : 0);
                add(sign.multipliers());
            }
        }

        private void add(Terms terms) {
            add(terms.values());
            terms.indices().forEach(this::add);
        }

        private void add(Optional<RationalVector> vector) {
            add(vector.isPresent() ? 1 : 0);
            vector.ifPresent(this::add);
        }

        private void add(RationalVector vector) {
            add(vector.size());
            add(vector.denominator());
            for (int j = 0; j < vector.size(); j++) {
                add(vector.numerator(j));
            }
        }

        private void add(Rational number) {
            add(Rationals.numerator(number));
            add(Rationals.denominator(number));
        }

        private void add(int number) {
            add(BigInteger.valueOf(number));
        }

        /** How many bytes, and these; small numbers and lengths are one byte. */
        private void add(BigInteger number) {
            byte[] digits = number.toByteArray();
            if (digits.length < LONG) {
                bytes.write(digits.length);
            } else {
                bytes.write(LONG);
                add(digits.length);
            }
            bytes.writeBytes(digits);
        }
    }

    /** Reads what {@link Encoder} has written. */
    private static final class Decoder {

        private final byte[] bytes;
        private int at;

        Decoder(byte[] bytes) {
            this.bytes = bytes;
        }

        // Components are read in the order in which they are written: arguments are evaluated from left to right.
        TreeNode node() {
            int kind = integer();
            return switch (kind) {
                case SPLIT -> new Split(integer(), optional(), bounds(), implied());
                case CUT -> new Cut(integer(), rational());
                case CHORD_LEAF -> new ChordLeaf(terms(), terms(), bounds(), implied(), optional().map(rho -> rho.get(0)));
                case GENERATOR_LEAF -> new GeneratorLeaf(vector(), terms(), optional());
                case QUADRATIC_LEAF -> new QuadraticLeaf(rational(), rational(), terms(), vector(), vector(), terms(), bounds(),
                        implied());
                default -> throw new IllegalStateException("no kind of node " + kind);
            };
        }

        private List<RowBound> bounds() {
            List<RowBound> bounds = new ArrayList<>();
            for (int left = integer(); left > 0; left--) {
                bounds.add(new RowBound(integer(), rational(), terms()));
            }
            return bounds;
        }

        private List<ImpliedSign> implied() {
            List<ImpliedSign> implied = new ArrayList<>();
            for (int left = integer(); left > 0; left--) {
                implied.add(new ImpliedSign(integer(), integer() == 1, terms()));
            }
            return implied;
        }

        private Terms terms() {
            RationalVector values = vector();
            List<Integer> indices = new ArrayList<>(values.size());
            for (int t = 0; t < values.size(); t++) {
                indices.add(integer());
            }
            return new Terms(indices, values);
        }

        private Optional<RationalVector> optional() {
            return integer() == 1 ? Optional.of(vector()) : Optional.empty();
        }

        private RationalVector vector() {
            BigInteger[] numerators = new BigInteger[integer()];
            BigInteger denominator = number();
            for (int j = 0; j < numerators.length; j++) {
                numerators[j] = number();
            }
            return RationalVector.of(numerators, denominator);
        }

        private Rational rational() {
            return Rationals.of(number(), number());
        }

        private int integer() {
            return number().intValueExact();
        }

        private BigInteger number() {
            int length = bytes[at++] & 0xff;
            if (length == LONG) {
                length = integer();
            }
            at += length;
            return new BigInteger(bytes, at - length, length);
        }
    }
}
