package org.relucert.prover;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.TreeNode;
import org.relucert.certificate.TreeNode.GeneratorLeaf;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.Cell;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Leaves by generators in few characters. */
final class ShortLeaf {

    private ShortLeaf() { }

    /** The leaf in the shorter of its two forms: slopes that are not 0, or those that the sign at a vector u does not tell. */
    static GeneratorLeaf of(Cell cell, RationalVector w, Terms slopes, RationalVector u) {
        BitSet told = cell.positiveConcave(u);
        BigInteger one = slopes.values().denominator();
        BitSet untold = (BitSet) told.clone();
        for (int t = 0; t < slopes.indices().size(); t++) {
            int i = slopes.indices().get(t);
            untold.set(i, !(told.get(i) && slopes.values().numerator(t).equals(one)));
        }
        if (untold.cardinality() >= slopes.indices().size()) {
            return new GeneratorLeaf(w, slopes, Optional.empty());
        }
        return new GeneratorLeaf(w, untold.isEmpty() ? Terms.NONE : of(untold, slopes), Optional.of(u));
    }

    /** The slopes of some rows, those that are 0 among them. */
    private static Terms of(BitSet rows, Terms slopes) {
        List<Integer> indices = new ArrayList<>();
        List<BigInteger> values = new ArrayList<>();
        int t = 0;
        for (int i = rows.nextSetBit(0); i >= 0; i = rows.nextSetBit(i + 1)) {
            while (t < slopes.indices().size() && slopes.indices().get(t) < i) {
                t++;
            }
            boolean has = t < slopes.indices().size() && slopes.indices().get(t) == i;
            indices.add(i);
            values.add(has ? slopes.values().numerator(t) : BigInteger.ZERO);
        }
        return new Terms(indices, RationalVector.of(values.toArray(new BigInteger[0]), slopes.values().denominator()));
    }

    /** Characters of a leaf, or nearly. */
    static int length(GeneratorLeaf leaf) {
        int length = 6 * leaf.slopes().indices().size() + length(leaf.majorant());
        return leaf.signs().isEmpty() || leaf.signs().get().equals(leaf.majorant()) ? length
                : length + length(leaf.signs().get());
    }

    private static int length(RationalVector values) {
        int length = 0;
        for (int k = 0; k < values.size(); k++) {
            length += 2 + decimals(values.numerator(k).bitLength());
        }
        return length;
    }

    /** A vector of short integers in nearly the direction of one of doubles. */
    static RationalVector direction(double[] v, int bits) {
        double largest = 0;
        for (double entry : v) {
            largest = Math.max(largest, Math.abs(entry));
        }
        long[] entries = new long[v.length];
        for (int k = 0; k < entries.length && largest > 0; k++) {
            entries[k] = Math.round(Math.scalb(v[k], bits - Math.getExponent(largest)));
        }
        return RationalVector.of(entries);
    }

    /** The unit, or 2^m units, with which the leaves of a tree are shortest. */
    static Rational unit(List<TreeNode> nodes, Rational unit) {
        BigInteger denominator = Rationals.denominator(unit);
        if (!Rationals.numerator(unit).equals(BigInteger.ONE) || denominator.bitCount() != 1) {
            return unit;
        }
        int finest = denominator.getLowestSetBit();
        // Characters of all numbers, for each number of bits behind the point of the unit.
        long[] length = new long[finest + 1];
        for (TreeNode node : nodes) {
            if (node instanceof GeneratorLeaf leaf) {
                count(leaf.majorant(), length);
                if (leaf.signs().isEmpty()) {
                    count(leaf.slopes().values(), length);
                }
            }
        }
        int best = finest;
        for (int bits = finest; bits >= 0; bits--) {
            best = length[bits] < length[best] ? bits : best;
        }
        return Floats.power(-best);
    }

    private static void count(RationalVector values, long[] length) {
        BigInteger q = values.denominator();
        for (int k = 0; k < values.size(); k++) {
            BigInteger p = values.numerator(k);
            int common = p.signum() == 0 ? q.getLowestSetBit() : Math.min(p.getLowestSetBit(), q.getLowestSetBit());
            int own = q.getLowestSetBit() - common;
            int digits = p.bitLength() - common;
            int quoted = decimals(digits) + (own == 0 ? 2 : 3 + decimals(own + 1));
            for (int bits = 0; bits < length.length; bits++) {
                boolean multiple = bits >= own && q.bitCount() == 1;
                length[bits] += multiple ? Math.min(quoted, decimals(digits + bits - own)) : quoted;
            }
        }
    }

    /** Decimal digits of an integer of so many bits, or nearly. */
    private static int decimals(int bits) {
        return 1 + (int) (bits * Math.log10(2));
    }
}
