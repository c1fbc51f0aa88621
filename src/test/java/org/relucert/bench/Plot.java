package org.relucert.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plot as SVG: series of points over a logarithmic or plain x axis and a logarithmic y axis, each with its fitted line. */
final class Plot {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 480;
    private static final int LEFT = 80;
    private static final int RIGHT = 230;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;
    private static final String[] COLORS = {"#1b6ca8", "#c0392b", "#2e7d32", "#8e44ad", "#b9770e"};

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final boolean logX;
    private final List<Series> series = new ArrayList<>();

    private record Series(String name, double[] x, double[] y, boolean dashed) { }

    Plot(String title, String xLabel, String yLabel, boolean logX) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        this.logX = logX;
    }

    /** Adds measured points, positive; a line is fitted to them if there are three or more. */
    void points(String name, List<Double> x, List<Double> y) {
        series.add(new Series(name, array(x), array(y), false));
    }

    /** Adds a curve to compare with, without fit. */
    void curve(String name, List<Double> x, List<Double> y) {
        series.add(new Series(name, array(x), array(y), true));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * The least-squares line through (log10 x or x, log10 y).
     *
     * @param slope the exponent of x, or the power of ten that one more x costs
     */
    record Fit(double slope, double intercept) { }

    static Fit fit(double[] x, double[] y, boolean logX) {
        int n = x.length;
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        for (int k = 0; k < n; k++) {
            double a = logX ? Math.log10(x[k]) : x[k];
            double b = Math.log10(y[k]);
            sx += a;
            sy += b;
            sxx += a * a;
            sxy += a * b;
        }
        double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
        return new Fit(slope, (sy - slope * sx) / n);
    }

    /** What a fit says: y ~ x^slope, or a factor for each step of x. */
    static String growth(Fit fit, boolean logX) {
        return String.format(Locale.ROOT, logX ? "x^%.2f" : "x%.2f a step", logX ? fit.slope() : Math.pow(10, fit.slope()));
    }

    /** Writes the file. */
    void write(Path file) {
        double minX = Double.POSITIVE_INFINITY;
        double maxX = Double.NEGATIVE_INFINITY;
        double minY = Double.POSITIVE_INFINITY;
        double maxY = Double.NEGATIVE_INFINITY;
        for (Series s : series) {
            for (int k = 0; k < s.x.length; k++) {
                minX = Math.min(minX, scaled(s.x[k]));
                maxX = Math.max(maxX, scaled(s.x[k]));
                minY = Math.min(minY, Math.log10(s.y[k]));
                maxY = Math.max(maxY, Math.log10(s.y[k]));
            }
        }
        Frame frame = new Frame(minX, maxX, Math.floor(minY), Math.ceil(maxY));
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                + "font-family=\"sans-serif\" font-size=\"13\">%n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n",
                WIDTH, HEIGHT, WIDTH, HEIGHT));
        text(svg, LEFT, 28, "start", "black", title);
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 18, "middle", "black", xLabel);
        svg.append(String.format(Locale.ROOT, "<text transform=\"translate(22 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
                HEIGHT / 2, yLabel));
        axes(svg, frame);
        for (int s = 0; s < series.size(); s++) {
            draw(svg, frame, series.get(s), s);
        }
        svg.append("</svg>\n");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, svg);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Frame(double minX, double maxX, double minY, double maxY) {
        double x(double value) {
            return LEFT + (value - minX) / Math.max(1e-9, maxX - minX) * (WIDTH - LEFT - RIGHT);
        }

        double y(double value) {
            return HEIGHT - BOTTOM - (value - minY) / Math.max(1e-9, maxY - minY) * (HEIGHT - TOP - BOTTOM);
        }
    }

    private double scaled(double x) {
        return logX ? Math.log10(x) : x;
    }

    private void axes(StringBuilder svg, Frame frame) {
        int step = (int) Math.ceil((frame.maxY - frame.minY) / 8);
        for (int power = (int) frame.minY; power <= frame.maxY; power += Math.max(1, step)) {
            double y = frame.y(power);
            line(svg, LEFT, y, WIDTH - RIGHT, y, "#dddddd", "");
            text(svg, LEFT - 8, y + 4, "end", "black", power >= 0 && power <= 4 ? String.valueOf(Math.round(Math.pow(10, power))) : "1e" + power);
        }
        double last = Double.NEGATIVE_INFINITY;
        for (double x : series.get(0).x) {
            double at = frame.x(scaled(x));
            if (at - last > 25) {
                line(svg, at, TOP, at, HEIGHT - BOTTOM, "#eeeeee", "");
                text(svg, at, HEIGHT - BOTTOM + 18, "middle", "black", String.format(Locale.ROOT, x == Math.rint(x) ? "%.0f" : "%.3g", x));
                last = at;
            }
        }
        line(svg, LEFT, TOP, LEFT, HEIGHT - BOTTOM, "black", "");
        line(svg, LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "black", "");
    }

    private void draw(StringBuilder svg, Frame frame, Series s, int index) {
        String color = COLORS[index % COLORS.length];
        String label = s.name;
        if (s.dashed) {
            for (int k = 1; k < s.x.length; k++) {
                line(svg, frame.x(scaled(s.x[k - 1])), frame.y(Math.log10(s.y[k - 1])), frame.x(scaled(s.x[k])),
                        frame.y(Math.log10(s.y[k])), color, " stroke-dasharray=\"6 4\"");
            }
        } else {
            for (int k = 0; k < s.x.length; k++) {
                svg.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
                        frame.x(scaled(s.x[k])), frame.y(Math.log10(s.y[k])), color));
            }
            if (s.x.length >= 3) {
                Fit fit = fit(s.x, s.y, logX);
                double from = scaled(s.x[0]);
                double to = scaled(s.x[s.x.length - 1]);
                line(svg, frame.x(from), frame.y(fit.intercept + fit.slope * from), frame.x(to),
                        frame.y(fit.intercept + fit.slope * to), color, "");
                label += " (" + growth(fit, logX) + ")";
            }
        }
        double y = TOP + 16 + 20.0 * index;
        svg.append(String.format(Locale.ROOT, "<rect x=\"%d\" y=\"%.0f\" width=\"10\" height=\"10\" fill=\"%s\"/>%n",
                WIDTH - RIGHT + 14, y - 10, color));
        text(svg, WIDTH - RIGHT + 30, y, "start", "black", label);
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2, String color, String more) {
        svg.append(String.format(Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>%n", x1, y1, x2,
                y2, color, more));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String color, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n", x, y, anchor,
                color, text));
    }
}
