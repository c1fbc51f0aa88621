package org.relucert.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Vector files that are read; what is refused is in the corpus. */
class VectorFileTest {

    @TempDir
    Path folder;

    private RationalVector read(String text, int length) throws IOException {
        return VectorFile.read(Files.writeString(folder.resolve("nu.json"), text), length);
    }

    @Test
    void listOrObject() throws IOException {
        RationalVector expected = RationalVector.of(Rationals.of(1, 10), Rationals.of(-2));
        assertEquals(expected, read("[0.10, \"-4/2\"]", 2));
        assertEquals(expected, read("{\"source\": \"a solver\", \"nu\": [\"1e-1\", -2]}", 2));
        assertEquals(RationalVector.zero(0), read("[]", 0));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        RationalVector nu = RationalVector.of(Rationals.of(-1, 3), Rationals.ZERO, Rationals.of(7));
        Path file = folder.resolve("written.json");
        VectorFile.write(nu, file);
        assertEquals("{\n  \"nu\": [\"-1/3\", \"0\", \"7\"]\n}\n", Files.readString(file));
        assertEquals(nu, VectorFile.read(file, 3));
    }
}
