package org.relucert.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are closed, whether they are read or refused. Seen where the system lists the open files of a process. */
class HandlesTest {

    private static final Path OPEN = Path.of("/proc/self/fd");

    @TempDir
    Path folder;

    @BeforeEach
    void theSystemListsOpenFiles() {
        assumeTrue(Files.isDirectory(OPEN));
    }

    private int open() throws IOException {
        int count = 0;
        for (String handle : OPEN.toFile().list()) {
            Path link = OPEN.resolve(handle);
            if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).startsWith(folder.toRealPath())) {
                count++;
            }
        }
        return count;
    }

    @Test
    void thisTestSeesAnOpenFile() throws IOException {
        try (Reader reader = InputFile.open(Files.writeString(folder.resolve("a"), "a"), 10)) {
            assertEquals(1, open());
        }
        assertEquals(0, open());
    }

    @Test
    void readFilesAreClosed() throws IOException {
        String problem = "{\"format\":\"relucert-problem/1\",\"inputs\":[[1]],\"labels\":[1],\"beta\":1}";
        ProblemFile.read(Files.writeString(folder.resolve("a.json"), problem));
        assertEquals(0, open());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.json.gz")))) {
            out.write(problem.getBytes());
        }
        ProblemFile.read(folder.resolve("a.json.gz"));
        assertEquals(0, open());
        CsvFile.read(Files.writeString(folder.resolve("a.csv"), "1"));
        assertEquals(0, open());
        VectorFile.read(Files.writeString(folder.resolve("nu.json"), "[1]"), 1);
        assertEquals(0, open());
    }

    @Test
    void refusedFilesAreClosed() throws IOException {
        for (String text : List.of("", "x", "{", "{}", "{\"name\":\"\",", "1/0")) {
            for (String name : List.of("a.json", "a.json.gz")) {
                Path path = Files.writeString(folder.resolve(name), text);
                assertThrows(InputException.class, () -> ProblemFile.read(path));
                assertThrows(InputException.class, () -> VectorFile.read(path, 1));
                assertThrows(InputException.class, () -> CsvFile.read(path));
                assertEquals(0, open(), name + " " + text);
            }
        }
    }
}
