package org.relucert.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole or not at all. */
class OutputFileTest {

    @TempDir
    Path folder;

    private static OutputFile.Content text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private long files() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.count();
        }
    }

    @Test
    void writesAndReplaces() throws IOException {
        Path path = folder.resolve("a.json");
        OutputFile.write(path, text("one, longer"));
        assertEquals("one, longer", Files.readString(path));
        OutputFile.write(path, text("two"));
        assertEquals("two", Files.readString(path));
        assertEquals(1, files());
    }

    @Test
    void theOldFileIsThereUntilTheNewOneIsWhole() throws IOException {
        Path path = Files.writeString(folder.resolve("a.json"), "old");
        OutputFile.write(path, out -> {
            out.write('n');
            out.flush();
            assertEquals("old", Files.readString(path));
        });
        assertEquals("n", Files.readString(path));
    }

    @Test
    void failuresLeaveTheOldFileAndNothingElse() throws IOException {
        Path path = Files.writeString(folder.resolve("a.json"), "old");
        assertEquals(path + ": cannot be written: disk full", assertThrows(InputException.class, () -> OutputFile.write(path, out -> {
            out.write('n');
            throw new IOException("disk full");
        })).getMessage());
        assertThrows(IllegalStateException.class, () -> OutputFile.write(path, out -> {
            throw new IllegalStateException();
        }));
        assertEquals(path + ": cannot be written", assertThrows(InputException.class, () -> OutputFile.write(path, out -> {
            throw new IOException();
        })).getMessage());
        assertEquals("old", Files.readString(path));
        assertEquals(1, files());
    }

    @Test
    void compressesByName() throws IOException {
        Path path = folder.resolve("a.json.gz");
        OutputFile.write(path, text("text"));
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(path))) {
            assertEquals("text", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        byte[] once = Files.readAllBytes(path);
        OutputFile.write(path, text("text"));
        // No time stamp: the same text is the same file.
        assertEquals(new String(once, StandardCharsets.ISO_8859_1), Files.readString(path, StandardCharsets.ISO_8859_1));
    }

    @Test
    void places() {
        assertEquals(folder + ": expected a file to write, found a directory",
                assertThrows(InputException.class, () -> OutputFile.write(folder, text(""))).getMessage());
        Path lost = folder.resolve("none/a.json");
        assertEquals(lost + ": cannot be written: no such directory",
                assertThrows(InputException.class, () -> OutputFile.write(lost, text(""))).getMessage());
    }

    @Test
    void belowAFile() throws IOException {
        Path lost = Files.writeString(folder.resolve("a"), "").resolve("b");
        assertEquals(lost + ": cannot be written: Not a directory",
                assertThrows(InputException.class, () -> OutputFile.write(lost, text(""))).getMessage());
    }

    @Test
    void linksStay() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        OutputFile.write(link, text("new"));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(target));
        assertEquals(2, files());
    }

    @Test
    void pipesAreWrittenDirectly() throws Exception {
        Path pipe = folder.resolve("pipe");
        try {
            assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        } catch (IOException noSuchCommand) {
            assumeTrue(false);
        }
        FutureTask<String> reader = new FutureTask<>(() -> Files.readString(pipe));
        Thread thread = new Thread(reader);
        thread.setDaemon(true);
        thread.start();
        OutputFile.write(pipe, text("through"));
        assertTrue(Files.exists(pipe) && !Files.isRegularFile(pipe));
        assertEquals("through", reader.get(10, TimeUnit.SECONDS));
    }

    @Test
    void relativePathsAreWrittenInTheirFolder() throws IOException {
        Path relative = Path.of("").toAbsolutePath().relativize(folder.resolve("b.json"));
        OutputFile.write(relative, text("x"));
        assertEquals("x", Files.readString(folder.resolve("b.json")));
    }
}
