package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Where the limit of an elimination is; certificates that go beyond it are in the corpora of forged ones. */
class EffortTest {

    @Test
    void limit() {
        // 2^12 rows, rank 2, minors of 2^17 bits: 2^(12 + 1 + 1 + 34), the first power of two that is too much
        assertThrows(Rejection.class, () -> Effort.bounded(Obligation.POL_2, 1 << 12, 2, 1 << 16));
        assertDoesNotThrow(() -> Effort.bounded(Obligation.POL_2, (1 << 12) - 1, 2, 1 << 16));
        assertThrows(Rejection.class, () -> Effort.bounded(Obligation.POL_2, 2, 1 << 12, 1 << 16));
        assertDoesNotThrow(() -> Effort.bounded(Obligation.POL_2, Integer.MAX_VALUE, 0, 1 << 16));
    }
}
