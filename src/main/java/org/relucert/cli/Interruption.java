package org.relucert.cli;

import java.lang.reflect.Proxy;

/**
 * Ctrl-C, and a polite request to end: the first asks the running search to stop and keep what it has, so that the command
 * ends as usual, with a verified certificate and its exit code. The second ends the process at once.
 *
 * <p>A shutdown hook would not do: once it runs, the exit code is that of the signal, and no second one gets through.
 */
final class Interruption {

    /** Exit code of a process that a signal ended: this and the signal's number. */
    private static final int SIGNALLED = 128;

    private static boolean listening;
    private static volatile boolean requested;

    private Interruption() { }

    /** Starts to listen. */
    static synchronized void listen() {
        if (!listening) {
            listening = true;
            handle("INT");
            handle("TERM");
            handle("HUP");
        }
    }

    /** Whether the user has asked to stop. */
    static boolean requested() {
        return requested;
    }

    private static void handle(String signal) {
        try {
            // Reflection, for the compiler warns of sun.misc and nothing can quiet it; a Java without it ends at once.
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object instance = type.getConstructor(String.class).newInstance(signal);
            int number = (Integer) type.getMethod("getNumber").invoke(instance);
            Object proxy = Proxy.newProxyInstance(Interruption.class.getClassLoader(), new Class<?>[] {handler},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            received(number);
                            yield null;
                        }
                        case "hashCode" -> System.identityHashCode(self);
                        case "equals" -> self == arguments[0];
                        default -> "handler of " + signal;
                    });
            type.getMethod("handle", type, handler).invoke(null, instance, proxy);
        } catch (ReflectiveOperationException e) {
            // No such signal on this system, or somebody else handles it: then it does what it does.
            return;
        }
    }

    private static synchronized void received(int number) {
        if (requested) {
            CertificateOutput.discard();
            Progress.clear();
            Runtime.getRuntime().halt(SIGNALLED + number);
        }
        requested = true;
        Progress.line("interrupted, finishing with what there is; once more to stop at once");
    }
}
