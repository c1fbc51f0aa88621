package org.relucert.problem;

/**
 * How large input may be. Everything below these limits is read exactly; everything above is refused with one line before
 * it can exhaust the memory.
 */
public final class Limits {

    /** Characters of a number as written, blanks around it included. */
    public static final int NUMBER_LENGTH = 10_000;

    /**
     * Bits of numerator and denominator together, in lowest terms. Chosen so that the canonical text of every number that
     * is read (at most 9,870 characters) can be read again.
     */
    public static final int NUMBER_BITS = 32_768;

    /** Absolute value of a decimal exponent as written. */
    public static final int EXPONENT = 10_000;

    /** Characters of a text that is no number, such as a name. */
    public static final int TEXT_LENGTH = 10_000;

    /**
     * Characters of one JSON token, where the parser itself gives up. Above the two lengths, so that a text which is only a
     * little too long is refused by the name of its field.
     */
    public static final int TOKEN_LENGTH = 100_000;

    /** Nesting of JSON objects and lists. */
    public static final int NESTING = 100;

    /** Columns of the inputs and of the labels; a metric has one more for the bias. */
    public static final int COLUMNS = 1_000;

    /** Numbers in one file. */
    public static final int NUMBERS = 1_000_000;

    /** Bits of all numbers of one file together, and of their common denominators counted once for each entry: 64 MiB. */
    public static final long BITS = 1L << 29;

    /** Bytes of a problem, network, vector or CSV file, after decompression. */
    public static final long PROBLEM_BYTES = 64L << 20;

    /** Bytes of a certificate file, after decompression; it is read as a stream, never held. */
    public static final long CERTIFICATE_BYTES = 4L << 30;

    private Limits() { }
}
