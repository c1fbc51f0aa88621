package org.relucert.search;

/**
 * One extreme ray of a cone in the search, in scaled coordinates (see {@link NeuronGeometry}). Immutable; shared by all
 * nodes whose cone it generates.
 */
final class ConeRay {

    /** Unit generator, length D. */
    final double[] generator;
    /** Unit vector along the Euclidean image of the generator, length size; zero for the pure bias direction. */
    final double[] image;
    /** Length of the Euclidean image of the generator; 0 for the pure bias direction. */
    final double length;
    /** Sum over nu_i &gt; 0 of nu_i (&lt;x_i,g&gt;)_+, whatever is decided: the positive part of tau. */
    final double convexPart;
    /** Bit j set when constraint j of the path (first the D signs) vanishes on the ray. */
    final long[] zeros;

    ConeRay(double[] generator, double[] image, double length, double convexPart, long[] zeros) {
        this.generator = generator;
        this.image = image;
        this.length = length;
        this.convexPart = convexPart;
        this.zeros = zeros;
    }

    /** The same ray, one more constraint vanishing on it. */
    ConeRay withZero(int constraint) {
        return new ConeRay(generator, image, length, convexPart, with(zeros, constraint));
    }

    static long[] with(long[] bits, int index) {
        int word = index >> 6;
        long[] copy = java.util.Arrays.copyOf(bits, Math.max(bits.length, word + 1));
        copy[word] |= 1L << index;
        return copy;
    }
}
