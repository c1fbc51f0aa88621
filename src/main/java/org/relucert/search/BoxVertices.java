package org.relucert.search;

import java.util.Arrays;

/**
 * The vertices v_t of a box in the chart of one face of the cube, in Euclidean coordinates, as constraints of Theorem SX over
 * |v_t|: v_t . w &gt;= P(v_t) + f . v_t, where P is a sum of {@link PositiveParts} and f a functional. With a free bias
 * Euclidean coordinates and lengths are those of the weights, while P and f know the bias.
 *
 * <p>Vertex t has its b-th coordinate (that of the face left out) at the upper end where bit b of t is set. A linear function
 * is never multiplied out at a vertex: its values are those at the vertices of one block, in which the first coordinates differ,
 * and one more number for each block. The object is scratch space, reused for many boxes.
 */
final class BoxVertices implements LeastNormMajorant.Constraints {

    /** Blocks are of 2^BLOCK_BITS vertices, long enough for vector instructions and short enough for the cache. */
    private static final int BLOCK_BITS = 7;

    private final int dimension;
    /** Length of Euclidean vectors. */
    private final int size;
    /** Row j: the Euclidean image of scaled coordinate vector j. */
    private final double[][] axes;
    /** The vertex with all coordinates at the lower end, and what is added for the b-th one at the upper. */
    private final double[] corner;
    private final double[][] growth;
    /** The same in scaled coordinates. */
    private final double[] low;
    private final double[] width;
    private int face;
    /** f at the corner, and what it grows by. */
    private double atCorner;
    private final double[] ofGrowth;
    private final PositiveParts parts;
    /** By blocks: 1 / |v_t|. */
    private final double[][] inverse;
    /** The largest P(v_t) / |v_t| and 1 / |v_t|; negative where they are not known. */
    private double largest;
    private double largestInverse;

    // of a linear function: its values on a block, what is added on each, and what it grows by
    private final double[] block;
    private final double[] offset;
    private final double[] steps;
    private final int blockBits;
    private final double[] lack;

    /**
     * Room for boxes.
     *
     * @param axes row j: the Euclidean image of scaled coordinate vector j, zero for a free bias
     * @param parts P, always of the same box
     */
    BoxVertices(double[][] axes, PositiveParts parts) {
        this.axes = axes;
        this.parts = parts;
        dimension = axes.length;
        size = axes[0].length;
        blockBits = parts.blockBits;
        corner = new double[size];
        growth = new double[dimension - 1][size];
        low = new double[dimension];
        width = new double[dimension - 1];
        ofGrowth = new double[dimension - 1];
        block = new double[1 << blockBits];
        offset = new double[1 << dimension - 1 - blockBits];
        steps = new double[dimension - 1];
        inverse = new double[offset.length][block.length];
        lack = new double[block.length];
    }

    /** P of the search in so many dimensions, in blocks as they are needed here. */
    static PositiveParts parts(int dimension, int rows) {
        return new PositiveParts(dimension, rows, Math.min(dimension - 1, BLOCK_BITS));
    }

    /** The coordinate that bit b of a vertex stands for. */
    static int axis(int face, int b) {
        return b < face / 2 ? b : b + 1;
    }

    /** The bit of a vertex that stands for coordinate j, which is not that of the face. */
    static int bit(int face, int j) {
        return j < face / 2 ? j : j - 1;
    }

    /** Turns to another box. */
    void turnTo(int number, double[] from, double[] to) {
        face = number;
        System.arraycopy(from, 0, low, 0, dimension);
        Arrays.fill(corner, 0);
        for (int j = 0; j < dimension; j++) {
            addMultiple(corner, axes[j], low[j]);
        }
        for (int b = 0; b < growth.length; b++) {
            int j = axis(face, b);
            width[b] = to[j] - low[j];
            Arrays.fill(growth[b], 0);
            addMultiple(growth[b], axes[j], width[b]);
        }
        for (double[] squares : inverse) {
            Arrays.fill(squares, 0);
        }
        for (int k = 0; k < size; k++) {
            for (int b = 0; b < steps.length; b++) {
                steps[b] = growth[b][k];
            }
            linear(corner[k], steps);
            for (int h = 0; h < offset.length; h++) {
                addSquares(inverse[h], block, offset[h]);
            }
        }
        for (double[] squares : inverse) {
            for (int t = 0; t < squares.length; t++) {
                squares[t] = 1 / Math.sqrt(squares[t]);
            }
        }
        largest = -1;
        largestInverse = -1;
    }

    /** Sets f, in scaled coordinates. */
    void setFunctional(double[] f) {
        atCorner = TrainingSpace.dot(f, low);
        for (int b = 0; b < ofGrowth.length; b++) {
            ofGrowth[b] = f[axis(face, b)] * width[b];
        }
    }

    /** 1 / |v_t|. */
    double inverseLength(int t) {
        return inverse[t >> blockBits][t & block.length - 1];
    }

    @Override
    public void copy(int t, double[] q) {
        System.arraycopy(corner, 0, q, 0, size);
        for (int b = 0; b < growth.length; b++) {
            if ((t >> b & 1) == 1) {
                addMultiple(q, growth[b], 1);
            }
        }
        double factor = inverseLength(t);
        for (int k = 0; k < size; k++) {
            q[k] *= factor;
        }
    }

    @Override
    public double tau(int t) {
        if (!parts.known(t)) {
            parts.find(t);
        }
        double value = atCorner;
        for (int b = 0; b < growth.length; b++) {
            value += (t >> b & 1) * ofGrowth[b];
        }
        return (parts.values[t >> blockBits][t & block.length - 1] + value) * inverseLength(t);
    }

    @Override
    public double scale() {
        for (int h = 0; h < inverse.length && largest < 0; h++) {
            for (int t = 0; t < block.length; t++) {
                largest = Math.max(largest, parts.values[h][t] * inverse[h][t]);
                largestInverse = Math.max(largestInverse, inverse[h][t]);
            }
        }
        double functional = Math.abs(atCorner);
        for (double growths : ofGrowth) {
            functional += Math.abs(growths);
        }
        return largest + functional * largestInverse;
    }

    @Override
    public int mostViolated(double[] w, double most) {
        for (int b = 0; b < growth.length; b++) {
            steps[b] = ofGrowth[b] - TrainingSpace.dot(w, growth[b]);
        }
        linear(atCorner - TrainingSpace.dot(w, corner), steps);
        int worst = -1;
        double violation = most;
        for (int h = 0; h < offset.length; h++) {
            lack(lack, parts.values[h], inverse[h], block, offset[h]);
            for (int t = next(lack, 0, violation); t < lack.length; t = next(lack, t + 1, violation)) {
                int vertex = (h << blockBits) + t;
                if (!parts.known(vertex)) {
                    // a majorant of P that meets the constraint is enough: only here does the true value matter
                    parts.find(vertex);
                    lack[t] = (parts.values[h][t] + (block[t] + offset[h])) * inverse[h][t];
                }
                if (lack[t] > violation) {
                    violation = lack[t];
                    worst = vertex;
                }
            }
        }
        return worst;
    }

    /** Writes the values of a linear function to {@link #block} and {@link #offset}. */
    private void linear(double value, double[] growths) {
        block[0] = value;
        offset[0] = 0;
        for (int b = 0; b < growths.length; b++) {
            double[] values = b < blockBits ? block : offset;
            double step = growths[b];
            for (int t = 0, half = 1 << (b < blockBits ? b : b - blockBits); t < half; t++) {
                values[half + t] = values[t] + step;
            }
        }
    }

    // The innermost loops of the search: without a shift of indices, so that a processor does many steps at a time.

    private static void addSquares(double[] sums, double[] values, double shift) {
        for (int t = 0; t < values.length; t++) {
            double value = values[t] + shift;
            sums[t] += value * value;
        }
    }

    private static void lack(double[] lack, double[] parts, double[] inverse, double[] values, double shift) {
        for (int t = 0; t < lack.length; t++) {
            lack[t] = (parts[t] + (values[t] + shift)) * inverse[t];
        }
    }

    /** The first place from one on with a number above another; the length if there is none. */
    private static int next(double[] numbers, int from, double above) {
        int t = from;
        while (t < numbers.length && !(numbers[t] > above)) {
            t++;
        }
        return t;
    }

    private static void addMultiple(double[] sums, double[] v, double factor) {
        for (int k = 0; k < sums.length; k++) {
            sums[k] += factor * v[k];
        }
    }
}
