package org.relucert.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening files within a limit of bytes. */
class InputFileTest {

    @TempDir
    Path folder;

    private static String read(Path path, long limit) throws IOException {
        StringWriter text = new StringWriter();
        try (Reader reader = InputFile.open(path, limit)) {
            reader.transferTo(text);
        } catch (IOException failure) {
            throw InputFile.complaint("f", failure);
        }
        return text.toString();
    }

    private Path zipped(String text) throws IOException {
        Path path = folder.resolve("a.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return path;
    }

    @Test
    void limitOfPlainFiles() throws IOException {
        Path path = Files.writeString(folder.resolve("a"), "12345");
        assertEquals("12345", read(path, 5));
        assertEquals(path + ": expected at most 4 bytes, found more",
                assertThrows(InputException.class, () -> read(path, 4)).getMessage());
    }

    @Test
    void limitHoldsWhereTheSizeIsNotKnown() throws IOException {
        // The files of /proc say that they are empty.
        Path path = Path.of("/proc/self/status");
        if (Files.exists(path)) {
            assertEquals(path + ": expected at most 10 bytes, found more",
                    assertThrows(InputException.class, () -> read(path, 10)).getMessage());
        }
    }

    @Test
    void limitCountsAfterDecompression() throws IOException {
        Path bomb = zipped("0".repeat(1_000_000));
        assertEquals(1_000_000, read(bomb, 1_000_000).length());
        assertEquals("f: expected at most 999999 bytes, found more",
                assertThrows(InputException.class, () -> read(bomb, 999_999)).getMessage());
    }

    @Test
    void limitCountsBeforeDecompression() throws IOException {
        Path small = zipped("a");
        assertEquals(small + ": expected at most 10 bytes, found more",
                assertThrows(InputException.class, () -> read(small, 10)).getMessage());
    }

    @Test
    void onlyTheFirstMarkIsSkipped() throws IOException {
        Path path = Files.writeString(folder.resolve("a"), "\ufeff\ufeffa");
        assertEquals("\ufeffa", read(path, 100));
        Files.writeString(path, "a\ufeff");
        assertEquals("a\ufeff", read(path, 100));
        Files.writeString(path, "");
        assertEquals("", read(path, 0));
    }

    @Test
    void readsSingleCharacters() throws IOException {
        try (BufferedReader reader = (BufferedReader) InputFile.open(zipped("ab"), 100)) {
            assertEquals('a', reader.read());
            assertEquals('b', reader.read());
            assertEquals(-1, reader.read());
        }
    }

    @Test
    void complaints() {
        assertEquals("f: cannot be read: disk on fire", InputFile.complaint("f", new IOException("disk on fire")).getMessage());
        assertEquals("f: cannot be read", InputFile.complaint("f", new IOException()).getMessage());
        assertEquals("f: cannot be read: why", InputFile.complaint("f", new FileSystemException("x", "y", "why")).getMessage());
        assertEquals("f: cannot be read: permission denied", InputFile.complaint("f", new AccessDeniedException("x")).getMessage());
        assertEquals("f: expected complete gzip data, as the name ends in .gz",
                InputFile.complaint("f", new EOFException()).getMessage());
    }
}
