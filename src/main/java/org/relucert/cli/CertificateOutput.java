package org.relucert.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.problem.InputException;
import org.relucert.problem.OutputFile;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;

/**
 * The place of a certificate. It is written beside that place, read back by the checker, and takes the place only when it is
 * verified: whatever happens, what stood there before is whole or has been replaced by a verified certificate.
 */
final class CertificateOutput {

    private static volatile Path unverified;

    private final String name;
    private final Path target;
    /** A pipe or a device, which nothing can replace: it receives the verified bytes. */
    private final boolean stream;

    private CertificateOutput(String name, Path target, boolean stream) {
        this.name = name;
        this.target = target;
        this.stream = stream;
    }

    /**
     * Looks at a place before any work is done for it.
     *
     * @throws InputException if no file can be written there
     */
    static CertificateOutput at(Path place) {
        String name = place.toString();
        if (Files.isDirectory(place)) {
            throw new InputException(name, "", "expected a file to write, found a directory");
        }
        if (Files.exists(place) && !Files.isRegularFile(place)) {
            return new CertificateOutput(name, place, true);
        }
        try {
            // Behind a symbolic link its target is replaced.
            Path target = Files.exists(place) ? place.toRealPath() : place.toAbsolutePath();
            if (!Files.isDirectory(target.getParent())) {
                throw new InputException(name, "", "cannot be written: no such directory");
            }
            if (!Files.isWritable(target.getParent())) {
                throw new InputException(name, "", "cannot be written: permission denied");
            }
            return new CertificateOutput(name, target, false);
        } catch (IOException e) {
            throw new InputException(name, "", "cannot be written: " + e.getMessage());
        }
    }

    /** Complains if what is written here would replace a file that the user has given. */
    void keep(Path given) {
        try {
            if (!stream && Files.exists(target) && Files.exists(given) && Files.isSameFile(target, given)) {
                throw new InputException(name, "", "cannot be written: it is a file that the command reads");
            }
        } catch (IOException e) {
            throw new InputException(given.toString(), "", "cannot be read: " + e.getMessage());
        }
    }

    /** Complains if another output has this place. */
    void keepApart(CertificateOutput other) {
        if (!stream && target.normalize().equals(other.target.normalize())) {
            throw new InputException(other.name, "", "cannot be written: two outputs have this name");
        }
    }

    /** Writes, checks, and puts in place; the report tells which of it succeeded. */
    Report write(Problem problem, Proof proof, double searchSeconds) {
        Path part = part();
        unverified = part;
        try {
            proof.write(part);
            long begin = System.nanoTime();
            Verdict verdict = Checker.fast().verify(part, Optional.of(problem));
            double checkSeconds = (System.nanoTime() - begin) / 1e9;
            if (!verdict.isVerified()) {
                return Report.failure("refused", "the certificate that was found does not verify, please report it: "
                        + verdict.line().substring(2)).problem(problem.name()).seconds(searchSeconds, checkSeconds);
            }
            long size = Files.size(part);
            if (stream) {
                try (OutputStream out = Files.newOutputStream(target)) {
                    Files.copy(part, out);
                }
            } else {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            }
            return Report.of(verdict).certificate(name, size).seconds(searchSeconds, checkSeconds);
        } catch (InputException e) {
            // The part's name is of no use to the user.
            throw new InputException(name, "", e.getMessage().replace(part + ": ", ""));
        } catch (IOException e) {
            throw new InputException(name, "", "cannot be written: " + e.getMessage());
        } finally {
            discard();
        }
    }

    private Path part() {
        // A short name: that of the target may be as long as the file system allows.
        String file = ".relucert-" + ProcessHandle.current().pid() + "-" + Thread.currentThread().getId()
                + (name.endsWith(".gz") ? ".gz" : "");
        return stream ? Path.of(System.getProperty("java.io.tmpdir"), file) : target.resolveSibling(file);
    }

    /** Removes what is unverified, and what {@link OutputFile} has not finished of it; also when the process is ended. */
    static void discard() {
        Path part = unverified;
        unverified = null;
        if (part == null) {
            return;
        }
        try (Stream<Path> siblings = Files.list(part.getParent())) {
            String prefix = part.getFileName().toString();
            for (Path file : siblings.filter(p -> p.getFileName().toString().startsWith(prefix)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Its folder is gone, and it too.
            return;
        } catch (IOException e) {
            Main.complain(part + " is left behind: " + e.getMessage());
        }
    }
}
