package org.relucert.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;

/** Hypotheses of every bias, skip, loss and metric, as they read in Markdown. */
class SettingTest {

    private static Setting setting(RationalMatrix inputs, Problem.Loss loss, Rational betaSquared, Problem.Bias bias,
            Problem.Skip skip,
            RationalMatrix metric) {
        RationalMatrix labels = RationalMatrix.ofColumns(List.of(RationalVector.zero(inputs.rows())), inputs.rows());
        return new Setting(Problem.of("", inputs, labels, loss, betaSquared, bias, skip, metric), new Numbers(), false);
    }

    private static Setting squared(RationalMatrix inputs, Problem.Bias bias, Problem.Skip skip, RationalMatrix metric) {
        return setting(inputs, Problem.Loss.SQUARED, Rationals.ONE, bias, skip, metric);
    }

    private static RationalMatrix rows(RationalVector... rows) {
        return RationalMatrix.ofRows(List.of(rows), rows[0].size());
    }

    private static RationalMatrix diagonal(long... entries) {
        return RationalMatrix.diagonal(RationalVector.of(entries));
    }

    private static String networks(Setting setting) {
        String text = Markdown.text(setting.networks());
        return text.substring(text.indexOf("f(x)="), text.indexOf("$ of every"));
    }

    private static final RationalMatrix LINE = rows(RationalVector.of(-1), RationalVector.of(1));
    private static final RationalMatrix PLANE = rows(RationalVector.of(1, 0), RationalVector.of(-1, 2));

    @Test
    void theMetricOfTheTwoPointsIsWrittenOut() {
        Setting setting = squared(LINE, Problem.Bias.REGULARIZED, Problem.Skip.NONE, diagonal(3, 1));
        assertEquals("f(x)=\\sum_{j=1}^{m}\\alpha_j(3w_jx+b_j)\\mathstrut_+", networks(setting));
        assertTrue(setting.objective().endsWith("\\left(3w_j^2+b_j^2+\\alpha_j^2\\right)"));
        assertEquals("where $\\beta=1$. In the coordinates $\\tilde x=\\sqrt{3}x$, $\\tilde w=\\sqrt{3}w$ this is the Euclidean problem "
                + "with the inputs $-\\sqrt{3}$, $\\sqrt{3}$.", Markdown.text(setting.details()));
        assertEquals("-\\tfrac{1}{2}x+5", setting.form(RationalVector.of(Rationals.of(-1, 6), Rationals.of(5))));
    }

    @Test
    void aWeightOfTheBias() {
        Setting setting = squared(LINE, Problem.Bias.REGULARIZED, Problem.Skip.NONE, diagonal(1, 4));
        assertEquals("f(x)=\\sum_{j=1}^{m}\\alpha_j(w_jx+4b_j)\\mathstrut_+", networks(setting));
        assertTrue(setting.objective().contains("w_j^2+4b_j^2"));
        assertEquals("x+8", setting.form(RationalVector.of(1, 2)));
    }

    @Test
    void diagonalMetricOfThePlane() {
        Setting setting = squared(PLANE, Problem.Bias.NONE, Problem.Skip.FREE, diagonal(3, 4));
        assertEquals("f(x)=\\sum_{j=1}^{m}\\alpha_j(\\langle w_j,x\\rangle)\\mathstrut_++s^{\\top}x", networks(setting));
        assertEquals("where $\\beta=1$, and where the linear part $s^{\\top}x$ costs nothing. Here $\\langle "
                + "w,x\\rangle=3w_{1}x_{1}+4w_{2}x_{2}$ and $\\lVert w\\rVert^2=\\langle w,w\\rangle$. In the coordinates $\\tilde "
                + "x_{1}=\\sqrt{3}x_{1}$, $\\tilde w_{1}=\\sqrt{3}w_{1}$, $\\tilde x_{2}=2x_{2}$, $\\tilde w_{2}=2w_{2}$ this is the "
                + "Euclidean problem with the inputs $(\\sqrt{3},0)$, $(-\\sqrt{3},4)$.", Markdown.text(setting.details()));
    }

    @Test
    void fullMetrics() {
        RationalMatrix gram = rows(RationalVector.of(2, 1), RationalVector.of(1, 2));
        Setting plane = squared(PLANE, Problem.Bias.FREE, Problem.Skip.NONE, gram);
        assertEquals("f(x)=\\sum_{j=1}^{m}\\alpha_j(\\langle w_j,x\\rangle+b_j)\\mathstrut_++t", networks(plane));
        assertTrue(plane.objective().endsWith("(\\lVert w_j\\rVert^2+\\alpha_j^2\\right)"), plane.objective());
        assertEquals("where $\\beta=1$, and where the biases $b_j$ and the constant $t$ cost nothing. Here $\\langle "
                + "a,b\\rangle=a^{\\top}Mb$ and $\\lVert a\\rVert^2=\\langle a,a\\rangle$ with "
                + "$M=\\begin{pmatrix}2&1\\cr 1&2\\end{pmatrix}$.", Markdown.text(plane.details()));
        // The bias is not orthogonal to the weight, so they cannot be written apart.
        Setting line = squared(LINE, Problem.Bias.REGULARIZED, Problem.Skip.NONE, gram);
        assertEquals("f(x)=\\sum_{j=1}^{m}\\alpha_j(\\langle(w_j,b_j),(x,1)\\rangle)\\mathstrut_+", networks(line));
        assertTrue(line.objective().contains("\\lVert(w_j,b_j)\\rVert^2+\\alpha_j^2"));
        assertTrue(line.geometry().contains("\\begin{pmatrix}2&1\\cr 1&2\\end{pmatrix}"));
        assertEquals("3x+3", line.form(RationalVector.of(1, 1)));
    }

    @Test
    void interpolationAndIrrationalBeta() {
        Setting setting = setting(PLANE, Problem.Loss.INTERPOLATION, Rationals.of(3, 2), Problem.Bias.REGULARIZED,
                Problem.Skip.FREE,
                RationalMatrix.identity(3));
        assertEquals("J=\\tfrac{\\beta}{2}\\sum_{j=1}^{m}\\left(\\lVert w_j\\rVert^2+b_j^2+\\alpha_j^2\\right)",
                setting.objective());
        assertEquals(", that interpolate the data, $f(x_i)=y_i$ for all $i$, with the objective", setting.task());
        assertEquals("where $\\beta=\\sqrt{3/2}$, and where the affine part $s^{\\top}x+t$ costs nothing. Inner product and norm are the "
                + "Euclidean ones.", Markdown.text(setting.details()));
        assertEquals(" The part beside the neurons has $s=(1,0)$ and $t=-1/2$.",
                Markdown.text(setting.skip(RationalVector.of(Rationals.ONE, Rationals.ZERO, Rationals.of(-1, 2)))));
        assertEquals(List.of("x_{1}", "-\\tfrac{1}{2}"),
                setting.skipTerms(RationalVector.of(Rationals.ONE, Rationals.ZERO, Rationals.of(-1, 2))));
    }

    @Test
    void noInputs() {
        Setting setting = squared(RationalMatrix.ofRows(List.of(RationalVector.zero(0)), 0), Problem.Bias.REGULARIZED,
                Problem.Skip.NONE,
                diagonal(1));
        assertEquals("f(x)=\\sum_{j=1}^{m}\\alpha_j(b_j)\\mathstrut_+", networks(setting));
        assertEquals("Let $n=1$ and $d=0$, with the label $y_{1}=0$.", Markdown.text(setting.data(true)));
        assertEquals("where $\\beta=1$.", Markdown.text(setting.details()));
    }

    /** Few points in a sentence, more in a table, many by name and hash, unless all are asked for. */
    @Test
    void dataOfThreeSizes() {
        for (int n : new int[] {3, 30, 300}) {
            RationalVector[] rows = new RationalVector[n];
            for (int i = 0; i < n; i++) {
                rows[i] = RationalVector.of(i);
            }
            RationalMatrix inputs = rows(rows);
            Setting setting = squared(inputs, Problem.Bias.NONE, Problem.Skip.NONE, diagonal(1));
            String text = Markdown.text(setting.data(true));
            assertEquals(n == 3, text.contains("$x_{2}=1$"), text);
            assertEquals(n == 30, text.contains("of Table D"), text);
            assertEquals(n == 300, text.contains("SHA-256"), text);
            assertEquals(n == 30, setting.table(true).isPresent());
            RationalMatrix labels = RationalMatrix.ofColumns(List.of(RationalVector.zero(n)), n);
            Setting full = new Setting(Problem.of("", inputs, labels, Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE,
                    Problem.Skip.NONE, diagonal(1)), new Numbers(), true);
            assertEquals(n > 3, full.table(true).isPresent());
        }
    }
}
