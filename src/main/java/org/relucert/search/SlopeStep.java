package org.relucert.search;

/**
 * A step of Polyak's length on the slopes in [0,1] of rows with nu &lt; 0, towards a bound that is lower by a given excess: the
 * slopes go against the derivative of the bound, as far as they may.
 */
final class SlopeStep {

    private SlopeStep() { }

    /**
     * Takes the step.
     *
     * @param derivative of the bound by each slope; 0 for those that are to stay
     * @return false, and no slope is changed, if none can be moved
     */
    static boolean take(double[] slopes, double[] derivative, int from, int to, double excess) {
        double square = 0;
        for (int s = from; s < to; s++) {
            square += freeSquare(derivative[s], slopes[s]);
        }
        if (!(square > 0)) {
            return false;
        }
        double length = excess / square;
        for (int s = from; s < to; s++) {
            slopes[s] = Math.min(1, Math.max(0, slopes[s] - length * derivative[s]));
        }
        return true;
    }

    /** d^2 if a slope can be moved against d, else 0. */
    private static double freeSquare(double d, double slope) {
        return Signs.ifPositive(Signs.choose(d, slope, 1 - slope), d * d);
    }
}
