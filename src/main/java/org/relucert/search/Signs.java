package org.relucert.search;

/**
 * Choices by the sign of a number, without a branch. Which rows are positive at a point is as good as random, so a processor
 * foretells half of such branches wrongly, and each costs it as long as a dozen additions. (A conditional expression of
 * {@code double}s is a branch in Java's machine code.)
 */
final class Signs {

    private Signs() { }

    /** All bits set if a number is positive, else none. */
    private static long positive(double number) {
        long bits = Double.doubleToRawLongBits(number);
        return (-bits & ~bits) >> Long.SIZE - 1;
    }

    /** One if a number is positive, else zero. */
    static int isPositive(double number) {
        return (int) -positive(number);
    }

    /** A number if another one is positive, else 0. */
    static double ifPositive(double other, double number) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(number) & positive(other));
    }

    /** The opposite of a number if another one is positive, else the number. */
    static double oppositeIfPositive(double other, double number) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(number) ^ positive(other) & Long.MIN_VALUE);
    }

    /** One number if a third one is positive, else the other. */
    static double choose(double third, double ifPositive, double otherwise) {
        long mask = positive(third);
        return Double.longBitsToDouble(Double.doubleToRawLongBits(ifPositive) & mask
                | Double.doubleToRawLongBits(otherwise) & ~mask);
    }

    /** (number)_+ twice, of a finite number. */
    static double twicePositivePart(double number) {
        return number + Math.abs(number);
    }
}
