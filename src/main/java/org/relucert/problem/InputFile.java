package org.relucert.problem;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Opens files of text: strict UTF-8 with or without a byte order mark, decompressed where the name ends in {@code .gz}, and
 * never more than a limit of bytes.
 */
public final class InputFile {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private InputFile() { }

    /**
     * Opens a file.
     *
     * <p>The reader throws {@link IOException} on bytes that are no UTF-8, broken compression, or beyond the limit:
     * {@link #complaint} turns each into a line for the user.
     *
     * @param limit bytes at most, after decompression
     * @throws InputException if there is no such file, it is too large or cannot be opened
     */
    public static Reader open(Path path, long limit) {
        String file = path.toString();
        if (Files.isDirectory(path)) {
            throw new InputException(file, "", "expected a file, found a directory");
        }
        InputStream bytes = null;
        try {
            if (Files.size(path) > limit) {
                throw new TooLarge(limit);
            }
            bytes = new Limited(Files.newInputStream(path), limit);
            if (file.endsWith(".gz")) {
                bytes = new Limited(new GZIPInputStream(bytes), limit);
            }
            // The decoder made here reports malformed bytes; a reader made from the charset would replace them.
            BufferedReader text = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
            text.mark(1);
            if (text.read() != BYTE_ORDER_MARK) {
                text.reset();
            }
            return text;
        } catch (IOException failure) {
            close(bytes);
            throw complaint(file, failure);
        }
    }

    private static void close(InputStream bytes) {
        if (bytes != null) {
            try {
                bytes.close();
            } catch (IOException ignored) {
                // The failure that led here is the one to report.
            }
        }
    }

    /** What a failure to read a file means to its user. */
    public static InputException complaint(String file, IOException failure) {
        return new InputException(file, "", words(failure));
    }

    /** The same without the name of the file. */
    public static String words(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "cannot be read: permission denied";
        }
        if (failure instanceof CharacterCodingException) {
            return "expected UTF-8 text, found other bytes";
        }
        if (failure instanceof ZipException || failure instanceof EOFException) {
            return "expected complete gzip data, as the name ends in .gz";
        }
        if (failure instanceof TooLarge) {
            return failure.getMessage();
        }
        String reason = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        return "cannot be read" + (reason == null ? "" : ": " + reason);
    }

    /** More bytes than the limit. */
    private static final class TooLarge extends IOException {

        private static final long serialVersionUID = 1L;

        TooLarge(long limit) {
            super("expected at most " + limit + " bytes, found more");
        }
    }

    /** A stream that fails beyond a number of bytes. */
    private static final class Limited extends FilterInputStream {

        private final long limit;
        private long count;

        Limited(InputStream in, long limit) {
            super(in);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count += Math.max(read, 0);
            if (count > limit) {
                throw new TooLarge(limit);
            }
            return read;
        }
    }
}
