package org.relucert.problem;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a file whole or not at all: the bytes go to a file beside it, which then takes its place.
 */
public final class OutputFile {

    /** What is written. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything; need not close the stream. */
        void writeTo(OutputStream out) throws IOException;
    }

    private OutputFile() { }

    /**
     * Writes a file, compressed where its name ends in {@code .gz}. A device or a pipe is written directly; behind a symbolic
     * link its target is replaced. If the content throws, the old file is as it was.
     *
     * @throws InputException if the place cannot be written
     */
    public static void write(Path path, Content content) {
        String file = path.toString();
        if (Files.isDirectory(path)) {
            throw new InputException(file, "", "expected a file to write, found a directory");
        }
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                pour(path, file, content);
            } else {
                replace(Files.exists(path) ? path.toRealPath() : path.toAbsolutePath(), file, content);
            }
        } catch (NoSuchFileException missing) {
            throw new InputException(file, "", "cannot be written: no such directory");
        } catch (AccessDeniedException denied) {
            throw new InputException(file, "", "cannot be written: permission denied");
        } catch (IOException failure) {
            String reason = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
            throw new InputException(file, "", "cannot be written" + (reason == null ? "" : ": " + reason));
        }
    }

    private static void replace(Path path, String file, Content content) throws IOException {
        // Two writers of the same file must not share this one.
        String suffix = "." + ProcessHandle.current().pid() + "-" + Thread.currentThread().getId() + ".part";
        Path part = path.resolveSibling(path.getFileName() + suffix);
        try {
            pour(part, file, content);
            try {
                Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException unsupported) {
                Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void pour(Path path, String name, Content content) throws IOException {
        try (OutputStream bytes = Files.newOutputStream(path)) {
            if (name.endsWith(".gz")) {
                try (OutputStream compressed = new GZIPOutputStream(bytes)) {
                    content.writeTo(compressed);
                }
            } else {
                content.writeTo(bytes);
            }
        }
    }
}
