package org.relucert.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures that the plots state. */
class PlotTest {

    /** Points on a power and on an exponential give it back. */
    @Test
    void fits() {
        double[] x = {1, 2, 5, 30};
        double[] power = new double[x.length];
        double[] exponential = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            power[k] = 7 * Math.pow(x[k], 1.5);
            exponential[k] = 0.2 * Math.pow(3, x[k]);
        }
        assertEquals("x^1.50", Plot.growth(Plot.fit(x, power, true), true));
        assertEquals("x3.00 a step", Plot.growth(Plot.fit(x, exponential, false), false));
        assertEquals(Math.log10(7), Plot.fit(x, power, true).intercept(), 1e-9);
    }

    /** Cover's count against the sign patterns that random directions meet. */
    @Test
    void patternsInGeneralPosition() {
        Random random = new Random(1);
        for (int d = 1; d <= 3; d++) {
            int n = 6;
            double[][] rows = new double[n][];
            for (int i = 0; i < n; i++) {
                rows[i] = random.doubles(d, -1, 1).toArray();
            }
            Set<Integer> patterns = new HashSet<>();
            for (int k = 0; k < 200_000; k++) {
                int pattern = 0;
                double[] u = random.doubles(d, -1, 1).toArray();
                for (int i = 0; i < n; i++) {
                    double product = 0;
                    for (int j = 0; j < d; j++) {
                        product += rows[i][j] * u[j];
                    }
                    pattern |= product > 0 ? 1 << i : 0;
                }
                patterns.add(pattern);
            }
            assertEquals(ScalingBench.patterns(n, d).intValue(), patterns.size(), "d = " + d);
        }
        assertEquals(BigInteger.valueOf(16), ScalingBench.patterns(4, 9));
    }

    /** Well-formed XML with a circle for every point. */
    @Test
    void writesSvg(@TempDir Path folder) throws Exception {
        Plot plot = new Plot("title", "x", "y", true);
        plot.points("points", List.of(1.0, 10.0, 100.0), List.of(0.01, 5.0, 2000.0));
        plot.curve("curve", List.of(1.0, 100.0), List.of(1.0, 1e6));
        Path file = folder.resolve("plot.svg");
        plot.write(file);
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        assertEquals(3, document.getElementsByTagName("circle").getLength());
        assertTrue(text(file).contains("points (x^2.65)"), text(file));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file);
    }
}
