package org.relucert.search;

import java.util.Arrays;

/**
 * The b at which sum nu_i (p_i + r_i b)_+ is largest: where the bias is free, the best one for given weights. The sum is piecewise
 * linear in b and, for a dual vector orthogonal to the ones, bounded, so it is largest at a kink b = -p_i / r_i. Scratch space,
 * reused for many sums.
 */
final class BestBias {

    /** In the keys to sort by, the low bits of a kink are those of its row. */
    private static final long ROW_BITS = 0xFFFFFL;

    private final double[] kinks;
    private final long[] order;

    /** Room for so many rows. */
    BestBias(int count) {
        kinks = new double[count];
        order = new long[count];
    }

    /** The largest value is at this b; 0 if there is no kink. */
    double of(double[] nu, double[] p, double[] r) {
        int count = 0;
        double slope = 0;
        for (int i = 0; i < nu.length; i++) {
            if (r[i] != 0) {
                kinks[i] = -p[i] / r[i];
                order[count++] = sortable(kinks[i]) & ~ROW_BITS | i & ROW_BITS;
                if (r[i] < 0) {
                    slope += nu[i] * r[i];
                }
            }
        }
        if (count == 0) {
            return 0;
        }
        Arrays.sort(order, 0, count);
        double at = kinks[(int) (order[0] & ROW_BITS)];
        // Before the first kink the sum is constant, whatever it is.
        double value = 0;
        double best = Double.NEGATIVE_INFINITY;
        double bestAt = at;
        for (int j = 0; j < count; j++) {
            int row = (int) (order[j] & ROW_BITS);
            value += slope * (kinks[row] - at);
            at = kinks[row];
            if (value > best) {
                best = value;
                bestAt = at;
            }
            slope += nu[row] * Math.abs(r[row]);
        }
        return bestAt;
    }

    /** Bits of a double, monotone as a signed long. */
    private static long sortable(double x) {
        long bits = Double.doubleToLongBits(x + 0.0);
        return bits >= 0 ? bits : bits ^ Long.MAX_VALUE;
    }
}
