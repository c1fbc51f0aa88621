package org.relucert.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * For each pair of columns j, k of a master program the D x D matrix F_j^T (I - Q Q^T) F_k, F_j the data rows active in
 * column j and Q an orthonormal basis of the skip's range. It does not change from one Newton step to the next, and from one program
 * to the next only columns are added and dropped.
 */
final class PatternGram {

    private final Map<Master.Column, Integer> places = new HashMap<>();
    private final double[][][][] matrices;

    /** The matrices of some columns, those of pairs that an earlier one has taken from there; {@code before} may be null. */
    PatternGram(TrainingSpace space, List<Master.Column> columns, PatternGram before) {
        int m = columns.size();
        int size = space.dimension;
        long[][] bits = new long[m][(space.n + Long.SIZE - 1) / Long.SIZE];
        double[][][] skips = new double[m][space.skipBasis.length][size];
        int[] old = new int[m];
        for (int j = 0; j < m; j++) {
            Master.Column column = columns.get(j);
            places.put(column, j);
            old[j] = before == null ? -1 : before.places.getOrDefault(column, -1);
            for (int i : space.activeRows(column)) {
                bits[j][i / Long.SIZE] |= 1L << i;
                for (int q = 0; q < skips[j].length; q++) {
                    for (int a = 0; a < size; a++) {
                        skips[j][q][a] += space.skipBasis[q][i] * space.rows[i][a];
                    }
                }
            }
        }
        matrices = new double[m][][][];
        for (int j = 0; j < m; j++) {
            matrices[j] = new double[m - j][][];
            for (int k = j; k < m; k++) {
                matrices[j][k - j] = old[j] >= 0 && old[k] >= 0 ? before.of(old[j], old[k])
                        : matrix(space, bits[j], bits[k], skips[j], skips[k]);
            }
        }
    }

    private static double[][] matrix(TrainingSpace space, long[] first, long[] second, double[][] firstSkips,
            double[][] secondSkips) {
        int size = space.dimension;
        double[][] matrix = new double[size][size];
        for (int w = 0; w < first.length; w++) {
            for (long both = first[w] & second[w]; both != 0; both &= both - 1) {
                double[] row = space.rows[w * Long.SIZE + Long.numberOfTrailingZeros(both)];
                for (int a = 0; a < size; a++) {
                    double[] target = matrix[a];
                    double factor = row[a];
                    for (int b = a; b < size; b++) {
                        target[b] += factor * row[b];
                    }
                }
            }
        }
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < a; b++) {
                matrix[a][b] = matrix[b][a];
            }
        }
        for (int q = 0; q < firstSkips.length; q++) {
            for (int a = 0; a < size; a++) {
                for (int b = 0; b < size; b++) {
                    matrix[a][b] -= firstSkips[q][a] * secondSkips[q][b];
                }
            }
        }
        return matrix;
    }

    /** That of columns j and k. */
    double[][] of(int j, int k) {
        if (j <= k) {
            return matrices[j][k - j];
        }
        double[][] other = matrices[k][j - k];
        double[][] transposed = new double[other.length][other.length];
        for (int a = 0; a < other.length; a++) {
            for (int b = 0; b < other.length; b++) {
                transposed[a][b] = other[b][a];
            }
        }
        return transposed;
    }
}
