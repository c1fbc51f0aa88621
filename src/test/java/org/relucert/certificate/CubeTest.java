package org.relucert.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** A matrix is written as weights exactly where weights say the same. */
class CubeTest {

    private static RationalMatrix matrix(long... rows) {
        return RationalMatrix.ofRows(List.of(RationalVector.of(rows[0], rows[1]), RationalVector.of(rows[2], rows[3])), 2);
    }

    @Test
    void weights() {
        RationalVector weights = RationalVector.of(Rationals.of(1, 2), Rationals.of(3));
        assertEquals(new Cube(Optional.of(weights), List.of()), Cube.of(RationalMatrix.diagonal(weights)));
        assertEquals(Cube.of(weights), Cube.of(RationalMatrix.diagonal(weights)));
    }

    @Test
    void rows() {
        for (RationalMatrix other : List.of(matrix(2, 1, 0, 3), matrix(2, 0, 1, 3), matrix(-2, 0, 0, 3), matrix(2, 0, 0, -3),
                matrix(0, 0, 0, 3), matrix(0, 2, 3, 0))) {
            assertEquals(new Cube(Optional.empty(), List.of(other.row(0), other.row(1))), Cube.of(other));
        }
    }
}
