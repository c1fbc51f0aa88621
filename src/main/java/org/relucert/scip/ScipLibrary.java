package org.relucert.scip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the file of SCIP's library: the one named by {@code -Drelucert.scip}, else the one carried inside OR-Tools' native
 * artifact of this platform, copied out into the user's cache directory.
 *
 * <p>A library in a directory that others may write to is a way into this process. So the cache directory must belong to
 * the user and be writable by nobody else, its files are compared byte for byte with the artifact before they are used, and
 * new ones come in by atomic move; a process that has the old file open keeps it. Where no such directory can be had, a
 * fresh private temporary directory serves, deleted when the JVM ends.
 */
final class ScipLibrary {

    /** Names the library file to load instead of the carried one. */
    static final String PROPERTY = "relucert.scip";
    /** Names the directory that holds the copied library, instead of the user's cache directory. */
    static final String CACHE_PROPERTY = "relucert.scip.cache";

    /** What the artifact of a platform carries; the first file is SCIP, the others are what it loads from beside it. */
    record Carried(String folder, List<String> files) {}

    private ScipLibrary() {}

    /** The library's absolute path, copied out if need be; throws with a reason that a user can act on. */
    static Path locate() throws IOException {
        String own = System.getProperty(PROPERTY);
        if (own != null && !own.isBlank()) {
            Path path = Path.of(own).toAbsolutePath();
            if (!Files.isRegularFile(path)) {
                throw new IOException("no file at -D" + PROPERTY + "=" + own);
            }
            return path;
        }
        Carried carried = carried(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        if (carried == null) {
            throw new IOException("no SCIP library is carried for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch") + "; name one with -D" + PROPERTY);
        }
        String first = carried.folder + "/" + carried.files.get(0);
        if (resource(first) == null) {
            throw new IOException("the class path lacks com.google.ortools:" + carried.folder + " (" + first + ")");
        }
        try {
            return extract(carried, cacheDirectory(carried.folder));
        } catch (IOException | SecurityException e) {
            // an unwritable home, or a directory that is not private: a fresh one, for this process only
            return extract(carried, freshDirectory(carried));
        }
    }

    /** The artifact's contents for a platform as Java names it, or null. */
    static Carried carried(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86-64";
            case "aarch64", "arm64" -> "aarch64";
            default -> null;
        };
        if (arch == null) {
            return null;
        }
        if (os.contains("linux")) {
            return new Carried("ortools-linux-" + arch, List.of("libscip.so.10.0", "libz.so.1"));
        }
        if (os.contains("mac") || os.contains("darwin")) {
            return new Carried("ortools-darwin-" + arch, List.of("libscip.10.0.dylib", "libz.1.dylib"));
        }
        if (os.contains("windows") && arch.equals("x86-64")) {
            return new Carried("ortools-win32-x86-64", List.of("libscip.dll", "zlib1.dll"));
        }
        return null;
    }

    private static InputStream resource(String name) {
        return ScipLibrary.class.getClassLoader().getResourceAsStream(name);
    }

    private static Path cacheDirectory(String folder) throws IOException {
        String named = System.getProperty(CACHE_PROPERTY);
        Path base;
        if (named != null && !named.isBlank()) {
            base = Path.of(named);
        } else {
            String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
            String home = System.getProperty("user.home", "");
            String local = System.getenv("LOCALAPPDATA");
            String xdg = System.getenv("XDG_CACHE_HOME");
            if (os.contains("windows") && local != null && !local.isBlank()) {
                base = Path.of(local, "relucert");
            } else if (xdg != null && Path.of(xdg).isAbsolute()) {
                base = Path.of(xdg, "relucert");
            } else if (home.isBlank() || home.equals("?") || !Files.isDirectory(Path.of(home))) {
                throw new IOException("no home directory");
            } else if (os.contains("mac")) {
                base = Path.of(home, "Library", "Caches", "relucert");
            } else {
                base = Path.of(home, ".cache", "relucert");
            }
        }
        Path directory = base.toAbsolutePath().resolve(folder);
        Files.createDirectories(directory, privately(directory));
        requirePrivate(directory);
        requirePrivate(directory.getParent());
        return directory;
    }

    private static Path freshDirectory(Carried carried) throws IOException {
        Path directory = Files.createTempDirectory("relucert-scip-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                for (String file : carried.files) {
                    Files.deleteIfExists(directory.resolve(file));
                }
                Files.deleteIfExists(directory);
            } catch (IOException e) {
                // a loaded library cannot be deleted on every platform
            }
        }, "relucert-scip-cleanup"));
        return directory;
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] privately(Path path) {
        return posix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))}
                : new FileAttribute<?>[0];
    }

    private static void requirePrivate(Path path) throws IOException {
        if (!posix(path)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (Files.isSymbolicLink(path) || permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(path + " is writable by others");
        }
        // whoever this process is: the owner of a file it makes
        Path probe = Files.createTempFile(path, "owner", null);
        try {
            if (!Files.getOwner(probe).equals(Files.getOwner(path, LinkOption.NOFOLLOW_LINKS))) {
                throw new IOException(path + " belongs to another user");
            }
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static Path extract(Carried carried, Path directory) throws IOException {
        for (String file : carried.files) {
            String name = carried.folder + "/" + file;
            Path target = directory.resolve(file);
            if (same(name, target)) {
                continue;
            }
            Path part = Files.createTempFile(directory, file, ".part");
            try (InputStream in = resource(name)) {
                if (in == null) {
                    throw new IOException("the class path lacks " + name);
                }
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                try {
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                } catch (AtomicMoveNotSupportedException e) {
                    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
                }
            } finally {
                Files.deleteIfExists(part);
            }
        }
        return directory.resolve(carried.files.get(0));
    }

    /** Whether the file holds exactly the resource's bytes. */
    private static boolean same(String name, Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream expected = resource(name); InputStream found = Files.newInputStream(file)) {
            if (expected == null) {
                throw new IOException("the class path lacks " + name);
            }
            byte[] a = new byte[1 << 16];
            byte[] b = new byte[1 << 16];
            while (true) {
                int m = expected.readNBytes(a, 0, a.length);
                int n = found.readNBytes(b, 0, b.length);
                if (m != n || !java.util.Arrays.equals(a, 0, m, b, 0, m)) {
                    return false;
                }
                if (m == 0) {
                    return true;
                }
            }
        }
    }
}
