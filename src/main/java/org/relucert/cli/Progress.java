package org.relucert.cli;

import java.util.Locale;
import org.relucert.experiment.Sweep;
import org.relucert.search.NeuronSearch;
import org.relucert.search.TrainingResult;

/** One line on a terminal that is overwritten as work goes on; silent in a pipe. */
final class Progress {

    private static final long INTERVAL_NANOS = 200_000_000L;
    private static final boolean TERMINAL = Boolean.getBoolean("relucert.terminal");
    /** A longer line would wrap and leave its first half behind. */
    private static final int WIDTH = 79;
    private static boolean shown;
    private static long last;

    private Progress() { }

    static void training(TrainingResult.Point point) {
        show(String.format(Locale.ROOT, "training: %.6g <= p* <= %.6g, %d nodes, %.1f s", point.lower(), point.upper(),
                point.nodes(), point.seconds()));
    }

    static void search(NeuronSearch.Progress progress) {
        show(String.format(Locale.ROOT, "neuron search: %.6g <= max <= %.6g, %d nodes, %d open", progress.lower(),
                progress.upper(), progress.nodes(), progress.open()));
    }

    static void sweep(Sweep.Counts counts, long instances) {
        show(String.format(Locale.ROOT, "sweep: %d of %d, %d held, %d broken, %d skipped, %d undecided", counts.tried(),
                instances, counts.held(), counts.broken(), counts.skipped(), counts.undecided()));
    }

    private static synchronized void show(String text) {
        long now = System.nanoTime();
        if (TERMINAL && (!shown || now - last >= INTERVAL_NANOS)) {
            System.err.print("\r\033[K" + text.substring(0, Math.min(text.length(), WIDTH)));
            System.err.flush();
            shown = true;
            last = now;
        }
    }

    /** A line that stays. */
    static synchronized void line(String text) {
        clear();
        System.err.println("relucert: " + text);
    }

    /** Removes what is shown. */
    static synchronized void clear() {
        if (shown) {
            System.err.print("\r\033[K");
            System.err.flush();
            shown = false;
        }
    }
}
