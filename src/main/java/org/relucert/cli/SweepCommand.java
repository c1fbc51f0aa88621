package org.relucert.cli;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.relucert.experiment.CounterexampleFiles;
import org.relucert.experiment.Statement;
import org.relucert.experiment.Statements;
import org.relucert.experiment.Sweep;
import org.relucert.problem.InputException;
import org.relucert.prover.Unproved;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code relucert sweep THEOREM}. */
@Command(name = "sweep", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Checks a statement exactly on random small instances. The first instance that breaks it is shrunk and"
                + " written as problem and certificate.",
        footer = "%nExit codes: 0 held, 1 broken, 2 bad input or usage, 3 could not decide.")
final class SweepCommand extends Reporting {

    private static final int MOST_ROWS = 12;
    private static final int MOST_INPUTS = 6;
    private static final int MOST_THREADS = 1024;
    private static final long MOST_INSTANCES = 1_000_000_000;

    @Parameters(index = "0", arity = "0..1", paramLabel = "THEOREM", description = "Name of a statement; --list shows them.")
    private String name;

    @Option(names = "--list", description = "List the statements.")
    private boolean list;

    @Option(names = "--instances", paramLabel = "N", description = "Number of instances (default ${DEFAULT-VALUE}).",
            defaultValue = "1000")
    private long instances;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Seed (default ${DEFAULT-VALUE}): the same one draws the same instances, whatever the threads.")
    private long seed;

    @Option(names = "--threads", paramLabel = "T", description = "Number of threads (default: the machine's cores).")
    private Integer threads;

    @Option(names = "-o", paramLabel = "DIR",
            description = "Where the files of a counterexample go, THEOREM.problem.json and others; made if there is none"
                    + " (default: the working directory).")
    private Path directory = Path.of("");

    @Option(names = "--time-limit", paramLabel = "S",
            description = "Seconds, after which no instance is begun (default: no limit). Ctrl-C ends it too.")
    private Double seconds;

    @Option(names = "--n", paramLabel = "N", description = "Most data points of an instance (default: as --list says).")
    private Integer rows;

    @Option(names = "--d", paramLabel = "D", description = "Most inputs of an instance.")
    private Integer inputs;

    @Option(names = "--classpath", paramLabel = "PATH",
            description = "Jars and directories with statements of your own, separated as on Java's class path.")
    private String classpath;

    @Override
    public Integer call() {
        Statements statements = Statements.load(loader());
        if (list) {
            SweepReport.print(statements.all(), json());
            return Main.DONE;
        }
        String names = statements.all().stream().map(Statement::name).collect(Collectors.joining(", "));
        if (name == null) {
            throw new InputException("arguments", "THEOREM", "expected one of " + names);
        }
        Statement<?> statement = statements.named(name)
                .orElseThrow(() -> new InputException("arguments", "THEOREM", "expected one of " + names + ", found " + name));
        Sweep.Options options = options(statement);
        CounterexampleFiles.require(directory);
        Interruption.listen();
        long begin = System.nanoTime();
        Sweep.Summary summary;
        try {
            summary = Sweep.run(statement, options);
        } finally {
            Progress.clear();
        }
        double took = (System.nanoTime() - begin) / 1e9;
        Optional<CounterexampleFiles.Written> written = Optional.empty();
        SweepReport report = new SweepReport(statement, options, summary, took);
        if (!summary.counterexample().isEmpty()) {
            try {
                written = Optional.of(CounterexampleFiles.write(directory, name, summary.counterexample().get(0).broken()));
            } catch (Unproved e) {
                return report.refused(e.getMessage(), json());
            } catch (InputException e) {
                Main.complain(e.getMessage());
                return report.unwritten(e.getMessage(), json());
            }
        }
        return report.print(written, json());
    }

    private Sweep.Options options(Statement<?> statement) {
        Statement.Size size = statement.size();
        int cores = Runtime.getRuntime().availableProcessors();
        int most = (int) within("--n", rows == null ? size.n() : rows, MOST_ROWS);
        int mostInputs = (int) within("--d", inputs == null ? size.d() : inputs, MOST_INPUTS);
        if (seed < 0) {
            throw new InputException("arguments", "--seed", "expected a whole number from 0 on, found " + seed);
        }
        if (seconds != null && !(seconds > 0)) {
            throw new InputException("arguments", "--time-limit", "expected a positive number of seconds, found " + seconds);
        }
        return new Sweep.Options(within("--instances", instances, MOST_INSTANCES), seed,
                (int) within("--threads", threads == null ? cores : threads, MOST_THREADS), new Statement.Size(most, mostInputs),
                seconds == null ? Double.POSITIVE_INFINITY : seconds, Interruption::requested,
                counts -> Progress.sweep(counts, instances));
    }

    private static long within(String option, long value, long most) {
        if (value < 1 || value > most) {
            throw new InputException("arguments", option, "expected a whole number from 1 to " + most + ", found " + value);
        }
        return value;
    }

    private ClassLoader loader() {
        ClassLoader own = Statement.class.getClassLoader();
        if (classpath == null) {
            return own;
        }
        List<URL> urls = new ArrayList<>();
        for (String entry : classpath.split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (entry.isEmpty() || !Files.exists(path)) {
                throw new InputException("arguments", "--classpath", "expected jars and directories, found " + entry);
            }
            try {
                urls.add(path.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new InputException("arguments", "--classpath", "expected jars and directories, found " + entry);
            }
        }
        return new URLClassLoader(urls.toArray(new URL[0]), own);
    }
}
