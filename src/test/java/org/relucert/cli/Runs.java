package org.relucert.cli;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Runs of the command line: in this process with captured output, or in one of its own. */
final class Runs {

    static final String TWO_POINTS = """
            {"format": "relucert-problem/1", "name": "two points", "inputs": [["-1"], ["1"]], "labels": ["1", "1"],
             "loss": "squared", "beta": "1/10", "bias": "regularized", "metric": ["3", "1"]}""";

    /** What came of a run. */
    record Run(int code, String out, String err) {
        @Override
        public String toString() {
            return "exit code " + code + "\nstandard output:\n" + out + "\nstandard error:\n" + err;
        }
    }

    private Runs() { }

    /** Runs in this process. */
    static synchronized Run run(Object... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            int code = Main.run(strings(arguments));
            return new Run(code, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** Runs in a process of its own; options for Java first. */
    static Run fork(Path directory, List<String> javaOptions, Object... arguments) throws Exception {
        return fork(directory, javaOptions, pid -> { }, arguments);
    }

    /** The same; meanwhile something is done with the process. */
    static Run fork(Path directory, List<String> javaOptions, LongConsumer meanwhile, Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", classPath(), Main.class.getName()));
        command.addAll(List.of(strings(arguments)));
        return process(new ProcessBuilder(command).directory(directory.toFile()), meanwhile);
    }

    /** Runs any process to its end. */
    static Run process(ProcessBuilder builder, LongConsumer meanwhile) throws Exception {
        Path out = Files.createTempFile("relucert-test", ".out");
        Path err = Files.createTempFile("relucert-test", ".err");
        try {
            if (builder.redirectOutput() == ProcessBuilder.Redirect.PIPE) {
                builder.redirectOutput(out.toFile());
            }
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            Process process = builder.redirectError(err.toFile()).redirectInput(new File("/dev/null")).start();
            try {
                meanwhile.accept(process.pid());
                if (!process.waitFor(50, TimeUnit.SECONDS)) {
                    throw new AssertionError("still running: " + builder.command() + "\n" + Files.readString(err));
                }
            } finally {
                process.destroyForcibly();
            }
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** The program without its tests. */
    static String classPath() {
        List<String> entries = new ArrayList<>(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
        entries.removeIf(entry -> entry.endsWith("test-classes"));
        return String.join(File.pathSeparator, entries);
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Tables that take far longer than a test: X.csv and y.csv. */
    static void writeLong(Path directory) {
        Random random = new Random(5);
        StringBuilder inputs = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            for (int k = 0; k < 7; k++) {
                inputs.append(k == 0 ? "" : ",").append(random.nextInt(2001) - 1000);
            }
            inputs.append('\n');
            labels.append(random.nextInt(2001) - 1000).append('\n');
        }
        write(directory.resolve("X.csv"), inputs.toString());
        write(directory.resolve("y.csv"), labels.toString());
    }

    /** The names in a directory, in order. */
    static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static String[] strings(Object... arguments) {
        return List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
    }
}
