package org.relucert.cli;

import org.relucert.problem.InputException;
import org.relucert.prover.Unproved;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line. Exit codes: 0 done or verified, 1 rejected, 2 bad input or usage, 3 refused. */
@Command(name = "relucert", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Exact certificates for what theory and solvers say about ReLU networks.",
        subcommands = {CertifyCommand.class, VerifyCommand.class, NeuronCommand.class})
public final class Main implements Runnable {

    /** Done, or verified. */
    static final int DONE = 0;
    /** The certificate does not prove its claim. */
    static final int REJECTED = 1;
    /** Bad input or usage. */
    static final int BAD_INPUT = 2;
    /** The claim could not be proved, or is not available. */
    static final int REFUSED = 3;

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
        int code = run(arguments);
        System.out.flush();
        // The shutdown hook of an interrupted command waits for this, then lets the machine go down.
        Interruption.finished();
        System.exit(code);
    }

    /** Runs a command line and returns its exit code. */
    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, args) -> {
                    complain(e.getMessage() + "; see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
                    return BAD_INPUT;
                })
                .setExecutionExceptionHandler((e, commandLine, parsed) -> failure(e, commandLine))
                .execute(arguments);
    }

    private static int failure(Exception e, CommandLine commandLine) {
        boolean json = commandLine.getCommand() instanceof Reporting reporting && reporting.json();
        if (e instanceof InputException) {
            complain(e.getMessage());
            if (json) {
                Report.failure("error", e.getMessage()).print(true);
            }
            return BAD_INPUT;
        }
        if (e instanceof Unproved) {
            Report.failure("refused", e.getMessage()).print(json);
            return REFUSED;
        }
        complain("internal error, please report it: " + e);
        if (Boolean.getBoolean("relucert.debug")) {
            e.printStackTrace();
        }
        return REFUSED;
    }

    static void complain(String message) {
        System.err.println("relucert: " + message.replaceAll("\\p{Cntrl}+", " "));
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
