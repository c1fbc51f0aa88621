package org.relucert.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relucert.cli.Runs.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with a Maven and a Java that only tell how they were called, in a directory with a blank in its name. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final List<String> TOOLS = List.of("sh", "find", "head", "dirname", "readlink", "mkdir", "rm", "mv", "sleep",
            "flock", "rmdir", "cat", "touch");

    @TempDir
    private Path dir;
    private Path home;
    private Path bin;
    private Path launcher;

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(dir.resolve("my tools"));
        bin = Files.createDirectory(dir.resolve("bin"));
        launcher = home.resolve("relucert");
        Files.copy(Path.of("relucert"), launcher);
        launcher.toFile().setExecutable(true);
        write(home.resolve("pom.xml"), "pom");
        write(Files.createDirectories(home.resolve("src/main/java")).resolve("A.java"), "class A");
        for (String tool : TOOLS) {
            for (Path place : List.of(Path.of("/usr/bin", tool), Path.of("/bin", tool))) {
                if (Files.isExecutable(place) && !Files.exists(bin.resolve(tool))) {
                    script(tool, "exec " + place + " \"$@\"");
                }
            }
        }
        script("mvn", "echo built >>builds; sleep 0.3; mkdir -p target/lib; echo jar >target/relucert.jar");
        script("java", "for a in \"$@\"; do echo \"[$a]\"; done; cat \"$HOMEJAR\"");
    }

    @Test
    void buildsOnceAndHandsTheArgumentsOver() throws Exception {
        Runs.Run first = launch(launcher, "verify", "a file", "");
        assertEquals(0, first.code(), first::toString);
        assertTrue(first.out().endsWith("[-jar]\n[" + home.toRealPath().resolve("target/relucert.jar") + "]\n[verify]\n[a file]\n[]\njar\n"),
                first::toString);
        assertTrue(first.out().contains("[-Drelucert.terminal=false]"), first::toString);
        assertEquals("relucert: building (once)\n", first.err());
        Runs.Run second = launch(launcher, "verify");
        assertEquals("", second.err());
        assertEquals(1, builds());
    }

    @Test
    void worksThroughLinks() throws Exception {
        Path other = Files.createDirectories(dir.resolve("elsewhere/deep"));
        Files.createSymbolicLink(other.resolve("r"), Path.of("../../my tools/relucert"));
        Files.createSymbolicLink(dir.resolve("rr"), other.resolve("r"));
        assertTrue(launch(dir.resolve("rr"), "x").out().contains("my tools/target/relucert.jar"));
        assertEquals(1, builds());
    }

    @Test
    void buildsAgainWhenSourcesAreNewer() throws Exception {
        launch(launcher, "x");
        Files.setLastModifiedTime(home.resolve("src/main/java/A.java"), FileTime.from(Instant.now().plusSeconds(1)));
        assertTrue(launch(launcher, "x").err().contains("building"));
        assertEquals(2, builds());
        // A build by hand counts too.
        Files.delete(home.resolve("target/relucert.built"));
        Files.setLastModifiedTime(home.resolve("target/relucert.jar"), FileTime.from(Instant.now().plusSeconds(2)));
        assertEquals("", launch(launcher, "x").err());
    }

    @Test
    void aFailedBuildRunsNothing() throws Exception {
        launch(launcher, "x");
        Files.setLastModifiedTime(home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(1)));
        script("mvn", "echo no >>builds; touch target/relucert.jar; exit 1");
        for (int k = 0; k < 2; k++) {
            Runs.Run run = launch(launcher, "x");
            assertEquals(2, run.code(), run::toString);
            assertEquals("", run.out());
            assertTrue(run.err().endsWith("relucert: the build failed; it needs a JDK 17 or later and Maven\n"), run::toString);
        }
        script("mvn", "echo built >>builds");
        assertEquals(0, launch(launcher, "x").code());
    }

    @Test
    void severalFirstRunsBuildOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            Callable<Runs.Run> run = () -> launch(launcher, "x");
            for (Future<Runs.Run> done : pool.invokeAll(List.of(run, run, run))) {
                assertEquals(0, done.get().code(), () -> done.toString());
                assertTrue(done.get().out().endsWith("[x]\njar\n"), done.get()::toString);
            }
        } finally {
            pool.shutdown();
        }
        assertEquals(1, builds());
    }

    @Test
    void alsoWithoutFlock() throws Exception {
        Files.deleteIfExists(bin.resolve("flock"));
        severalFirstRunsBuildOnce();
        assertFalse(Files.exists(home.resolve("target/relucert.lock.d")));
        aFailedBuildRunsNothing();
        assertFalse(Files.exists(home.resolve("target/relucert.lock.d")));
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        Files.delete(bin.resolve("mvn"));
        assertMissing("mvn is missing");
        Files.delete(bin.resolve("java"));
        assertMissing("java is missing");
        Runs.Run run = launch(Map.of("JAVA_HOME", dir.resolve("nowhere").toString()), launcher, "x");
        assertEquals(2, run.code());
        assertTrue(run.err().matches("relucert: JAVA_HOME is [^\n]*nowhere, but [^\n]*\n"), run::toString);
    }

    @Test
    void javaHomeGoesFirst() throws Exception {
        Path jdk = Files.createDirectories(dir.resolve("a jdk/bin"));
        Files.delete(bin.resolve("java"));
        bin = jdk;
        script("java", "echo from home");
        bin = dir.resolve("bin");
        assertEquals("from home\n", launch(Map.of("JAVA_HOME", jdk.getParent().toString()), launcher, "x").out());
    }

    /** Its exit code would be 1, which is that of a rejected certificate. */
    @Test
    void aJavaThatDoesNotStartRejectsNothing() throws Exception {
        script("java", "case \"$*\" in *-Xmx1x*) echo 'Invalid maximum heap size: -Xmx1x'; exit 1 ;; esac");
        Runs.Run options = launch(Map.of("RELUCERT_JAVA_OPTIONS", "-Dx=1 -Xmx1x"), launcher, "verify", "c");
        assertEquals(2, options.code(), options::toString);
        assertEquals("", options.out());
        assertTrue(options.err().matches("(?s).*\nInvalid maximum heap size: -Xmx1x\nrelucert: java does not start: [^\n]*"
                + "RELUCERT_JAVA_OPTIONS is -Dx=1 -Xmx1x\n"), options::toString);
        script("java", "echo UnsupportedClassVersionError; exit 1");
        Runs.Run old = launch(launcher, "verify", "c");
        assertEquals(2, old.code(), old::toString);
        assertEquals("UnsupportedClassVersionError\nrelucert: java does not start: it needs a JDK 17 or later\n", old.err());
    }

    /** Its exit code would be 0, which is that of a verified certificate. */
    @Test
    void aJavaThatOnlyTellsItsVersionVerifiesNothing() throws Exception {
        script("java", "case \"${JDK_JAVA_OPTIONS:-}\" in *--version*) echo 'Option --version is not allowed'; exit 1 ;; esac; echo 17");
        Runs.Run run = launch(Map.of("RELUCERT_JAVA_OPTIONS", "-Dx=1 --version"), launcher, "verify", "c");
        assertEquals(2, run.code(), run::toString);
        assertEquals("", run.out());
        assertTrue(run.err().matches("(?s).*\nOption --version is not allowed\nrelucert: java does not start: [^\n]*"
                + "RELUCERT_JAVA_OPTIONS is -Dx=1 --version\n"), run::toString);
    }

    /** So that a signal sent to the launcher reaches Java. */
    @Test
    void javaTakesThePlaceOfTheLauncher() throws Exception {
        script("java", "[ \"$1\" = --dry-run ] && exit; echo $$; exit 3");
        AtomicLong launched = new AtomicLong();
        Runs.Run run = launch(Map.of("RELUCERT_JAVA_OPTIONS", "-Dx=1"), launched::set, launcher, "verify", "c");
        assertEquals(3, run.code(), run::toString);
        assertEquals(launched.get() + "\n", run.out());
        script("java", "[ \"$1\" = --dry-run ] && exit; exit 1");
        assertEquals(1, launch(launcher, "verify", "c").code());
    }

    /** Java takes the letters of file names from the locale, and one that is not installed is the C locale, with English ones only. */
    @Test
    void fileNamesHaveTheirLettersInEveryLocale() throws Exception {
        script("java", "echo \"locale $LC_ALL\"");
        script("locale", "[ \"$*\" = charmap ] && case $LC_ALL in de_*) echo UTF-8 ;; *) echo ANSI_X3.4-1968 ;; esac");
        assertEquals("locale de_DE.UTF-8\n", launch(Map.of("LC_ALL", "de_DE.UTF-8"), launcher, "x").out());
        assertEquals("locale C.UTF-8\n", launch(Map.of("LC_ALL", "tr_TR.UTF-8"), launcher, "x").out());
        assertEquals("locale C.UTF-8\n", launch(Map.of("LANG", "tr_TR.UTF-8", "LC_CTYPE", "UTF-8"), launcher, "x").out());
        // A system without the command.
        Files.delete(bin.resolve("locale"));
        assertEquals("locale tr_TR.UTF-8\n", launch(Map.of("LC_ALL", "tr_TR.UTF-8"), launcher, "x").out());
        assertEquals("locale C.UTF-8\n", launch(Map.of("LANG", "C"), launcher, "x").out());
        assertEquals("locale C.UTF-8\n", launch(launcher, "x").out());
    }

    private void assertMissing(String what) throws Exception {
        Runs.Run run = launch(launcher, "x");
        assertEquals(2, run.code(), run::toString);
        assertEquals("", run.out());
        assertTrue(run.err().matches("relucert: " + what + "[^\n]*\n"), run::toString);
    }

    private Runs.Run launch(Path file, String... arguments) throws Exception {
        return launch(Map.of(), file, arguments);
    }

    private Runs.Run launch(Map<String, String> environment, Path file, String... arguments) throws Exception {
        return launch(environment, pid -> { }, file, arguments);
    }

    private Runs.Run launch(Map<String, String> environment, LongConsumer meanwhile, Path file, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("HOMEJAR", home.resolve("target/relucert.jar").toString());
        builder.environment().putAll(environment);
        return Runs.process(builder, meanwhile);
    }

    private int builds() throws IOException {
        return Files.readAllLines(home.resolve("builds")).size();
    }

    private void script(String name, String body) throws IOException {
        Path file = write(bin.resolve(name), "#!/bin/sh\n" + body + "\n");
        file.toFile().setExecutable(true);
    }
}
