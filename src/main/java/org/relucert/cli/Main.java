package org.relucert.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.relucert.problem.InputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line. Exit codes: 0 done or verified, 1 rejected, 2 bad input or usage, 3 refused. */
@Command(name = "relucert", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Exact certificates for what theory and solvers say about ReLU networks.", footer = Main.EXIT_CODES)
public final class Main implements Runnable {

    /** Done, or verified. */
    static final int DONE = 0;
    /** The certificate does not prove its claim. */
    static final int REJECTED = 1;
    /** Bad input or usage. */
    static final int BAD_INPUT = 2;
    /** The claim could not be proved, or is not available. */
    static final int REFUSED = 3;

    /** For the end of every help text. */
    static final String EXIT_CODES = "%nExit codes: 0 done or verified, 1 rejected, 2 bad input or usage, 3 refused.";

    private static final String JSON = "--json";

    private static final List<String> COMMANDS = List.of("certify", "verify", "neuron", "connect", "construct", "sweep", "report");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"relucert " + (version == null ? "(unpackaged)" : version)};
        }
    }

    /** Runs and exits. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs a command line and returns its exit code. */
    static int run(String... arguments) {
        int code;
        try {
            code = commandLine(arguments).execute(arguments);
        } catch (Throwable e) {
            // An Error: the machine's memory or stack.
            code = broken(e, null, Arrays.asList(arguments).contains(JSON));
        }
        // A closed or full output must not look like success.
        if (System.out.checkError()) {
            complain("standard output: cannot be written");
            return code == DONE ? BAD_INPUT : code;
        }
        return code;
    }

    private static CommandLine commandLine(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        // A command is loaded only when it is wanted: verify must not load the rooms that it does not trust.
        boolean known = arguments.length > 0 && COMMANDS.contains(arguments[0]);
        for (String name : known ? List.of(arguments[0]) : COMMANDS) {
            line.addSubcommand(name, switch (name) {
                case "certify" -> new CertifyCommand();
                case "verify" -> new VerifyCommand();
                case "connect" -> new ConnectCommand();
                case "construct" -> new ConstructCommand();
                case "sweep" -> new SweepCommand();
                case "report" -> new ReportCommand();
                default -> new NeuronCommand();
            });
            CommandLine command = line.getSubcommands().get(name);
            // What follows the family are its own parameters.
            command.setUnmatchedOptionsArePositionalParams(name.equals("construct"));
            // The only path of a sweep is a folder, which it makes.
            command.registerConverter(Path.class, name.equals("sweep") ? Main::path : Main::file);
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                // A file name may begin with an @.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, args) -> usage(e, args))
                .setExecutionExceptionHandler((e, commandLine, parsed) -> failure(e, commandLine.getCommand()));
    }

    /** A path that the user has written; Java would take an empty one for the working directory. */
    private static Path path(String written) {
        if (written.isEmpty()) {
            throw new CommandLine.TypeConversionException("expected a file name, found an empty one");
        }
        return Path.of(written);
    }

    /** The same of a file, or a folder that exists: Java drops the slash at the end, and would write a file of the folder's name. */
    private static Path file(String written) {
        Path path = path(written);
        if ((written.endsWith("/") || written.endsWith(File.separator)) && !Files.isDirectory(path)) {
            throw new CommandLine.TypeConversionException("no such directory: " + written);
        }
        return path;
    }

    private static int usage(CommandLine.ParameterException e, String[] arguments) {
        String message = e.getMessage();
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            String first = unmatched.getUnmatched().get(0);
            message = "expected " + (e.getCommandLine().getCommand() instanceof Main ? "a command: " + String.join(", ", COMMANDS)
                    : "no further argument") + ", found " + first;
        }
        message += "; see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        complain(message);
        // The option itself may not have been parsed when the error came.
        if (Arrays.asList(arguments).contains(JSON)) {
            Report report = e.getCommandLine().getCommand() instanceof Reporting command ? command.failure("error", message)
                    : Report.failure("error", message);
            report.print(true);
        }
        return BAD_INPUT;
    }

    private static int failure(Exception e, Object command) {
        if (!(e instanceof InputException)) {
            return broken(e, command, command instanceof Reporting reporting && reporting.json());
        }
        complain(e.getMessage());
        if (command instanceof Reporting reporting && reporting.json()) {
            reporting.failure("error", e.getMessage()).print(true);
        }
        return BAD_INPUT;
    }

    /** What should not happen is a refusal: nothing was proved, and nothing shown wrong. */
    private static int broken(Throwable e, Object command, boolean json) {
        String reason = e instanceof OutOfMemoryError ? "the memory was too short; RELUCERT_JAVA_OPTIONS=-Xmx8g gives more"
                : "internal error, please report it: " + e;
        if (Boolean.getBoolean("relucert.debug")) {
            e.printStackTrace();
        }
        Report report = command instanceof Reporting reporting ? reporting.failure("refused", reason)
                : Report.failure("refused", reason);
        report.print(json);
        return REFUSED;
    }

    /** One line on standard error. */
    static void complain(String message) {
        System.err.println("relucert: " + message.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " "));
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
