package org.relucert.problem;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.file.Path;
import java.util.List;
import org.relucert.exact.RationalVector;

/**
 * Files that hold a dual vector: a JSON list of numbers, or an object {@code {"nu": [...]}}.
 */
public final class VectorFile {

    private static final String KEY = "nu";

    private VectorFile() { }

    /**
     * Reads a vector exactly as written.
     *
     * @param length the length it must have
     * @throws InputException if it is not readable, not a list of numbers, or of another length
     */
    public static RationalVector read(Path path, int length) {
        try (JsonInput in = JsonInput.open(path, Limits.PROBLEM_BYTES)) {
            RationalVector[] nu = new RationalVector[1];
            if (in.token() == JsonToken.START_OBJECT) {
                in.object("", List.of(KEY), key -> nu[0] = in.vector(key, Limits.NUMBERS));
            } else {
                nu[0] = in.vector(KEY, Limits.NUMBERS);
            }
            if (nu[0] == null) {
                throw in.complaint(KEY, "expected a list of " + length + " numbers, found nothing");
            }
            if (nu[0].size() != length) {
                throw in.complaint(KEY, "expected " + length + " numbers, one for each row of inputs, found " + nu[0].size());
            }
            in.finish();
            return nu[0];
        }
    }

    /**
     * Writes a dual vector. Whole or not at all.
     *
     * @throws InputException if the place cannot be written
     */
    public static void write(RationalVector nu, Path path) {
        ProblemFile.writeFile(path, out -> {
            out.writeStartObject();
            out.writeFieldName(KEY);
            ProblemFile.writeVector(nu, out);
            out.writeEndObject();
        });
    }
}
