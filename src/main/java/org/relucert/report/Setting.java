package org.relucert.report;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;

/**
 * The hypotheses of a theorem: data, networks, inner product and objective of a problem, as a mathematician would write them
 * (mathematics, section 1). With one input, products are written out; a metric is always spelled out.
 */
final class Setting {

    /** Up to so many data points stand in a sentence, if they are short. */
    private static final int INLINE_ROWS = 6;
    private static final int INLINE_WIDTH = 100;
    /** Up to so many data points, and numbers, stand in a table. */
    private static final int TABLE_ROWS = 60;
    private static final int TABLE_NUMBERS = 300;
    /** Up to so many inputs a metric is written out. */
    private static final int WRITTEN_OUT = 6;

    private static final String DATA = "D";

    private final Problem problem;
    private final Numbers numbers;
    private final boolean full;
    private final int n;
    private final int d;
    /** Whether the bias is orthogonal to the weights, so that both can be written apart. */
    private final boolean apart;
    /** Weight of the bias in the metric. */
    private final Rational omega;
    private final boolean euclidean;
    private final boolean diagonal;

    /**
     * The hypotheses of a problem.
     *
     * @param numbers gives names to long numbers
     * @param full print large tables too
     */
    Setting(Problem problem, Numbers numbers, boolean full) {
        this.problem = problem;
        this.numbers = numbers;
        this.full = full;
        this.n = problem.rows();
        this.d = problem.inputs().columns();
        RationalMatrix metric = problem.metric();
        boolean orthogonal = true;
        for (int k = 0; problem.bias() == Problem.Bias.REGULARIZED && k < d; k++) {
            orthogonal &= metric.get(k, d).isZero();
        }
        this.apart = orthogonal;
        this.omega = problem.bias() == Problem.Bias.REGULARIZED ? metric.get(d, d) : Rationals.ONE;
        boolean identity = true;
        boolean zero = true;
        for (int k = 0; k < d; k++) {
            for (int l = 0; l < d; l++) {
                identity &= metric.get(k, l).equals(k == l ? Rationals.ONE : Rationals.ZERO);
                zero &= k == l || metric.get(k, l).isZero();
            }
        }
        this.euclidean = identity && apart;
        this.diagonal = zero && apart;
    }

    boolean hasBias() {
        return problem.bias() != Problem.Bias.NONE;
    }

    /** Number of inputs d. */
    int inputs() {
        return d;
    }

    // ---- the data

    /** "Let n = 2 and d = 1, with the inputs ... and the labels ...". */
    Text data(boolean withLabels) {
        Text text = Text.of("Let $n=" + n + "$ and $d=" + d + "$");
        if (isInline(withLabels)) {
            List<String> parts = new ArrayList<>();
            if (d > 0) {
                parts.add("the " + (n == 1 ? "input " : "inputs ") + inlineInputs());
            }
            if (withLabels) {
                parts.add("the " + (n == 1 ? "label " : "labels ") + inlineLabels());
            }
            return text.and((parts.isEmpty() ? "" : ", with " + String.join(" and ", parts)) + ".");
        }
        if (isTabled()) {
            return text.and(", with the inputs $x_i$" + (withLabels ? " and labels $y_i$" : "") + " of Table " + DATA + ".");
        }
        return text.and(", with the " + n + " inputs $x_i\\in\\mathbb{Q}^{" + d + "}$" + (withLabels ? " and labels $y_i$" : "")
                + " of the table ").andName(problem.name()).and(" (SHA-256 of the problem in canonical form: ")
                .andCode(ProblemFile.sha256(problem)).and(").");
    }

    private boolean isInline(boolean withLabels) {
        return n <= INLINE_ROWS
                && Text.of(inlineInputs() + (withLabels ? inlineLabels() : "")).width() <= INLINE_WIDTH;
    }

    private boolean isTabled() {
        return full || n <= TABLE_ROWS && n * (d + 1) <= TABLE_NUMBERS;
    }

    private String inlineInputs() {
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            inputs.add("$x_{" + (i + 1) + "}=" + Numbers.vectorTex(problem.inputs().row(i)) + "$");
        }
        return String.join(", ", inputs);
    }

    private String inlineLabels() {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            labels.add("$y_{" + (i + 1) + "}=" + Rationals.text(problem.scalarLabels().get(i)) + "$");
        }
        return String.join(", ", labels);
    }

    /** The table of the data, where they stand in one. */
    Optional<Table> table(boolean withLabels) {
        if (isInline(withLabels) || !isTabled()) {
            return Optional.empty();
        }
        List<Text> columns = new ArrayList<>(List.of(Text.math("i")));
        for (int k = 0; k < d; k++) {
            columns.add(Text.math(d == 1 ? "x_i" : "x_{i" + (d > 9 ? "," : "") + (k + 1) + "}"));
        }
        if (withLabels) {
            columns.add(Text.math("y_i"));
        }
        List<List<Text>> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            List<Text> row = new ArrayList<>(List.of(Text.math("" + (i + 1))));
            for (int k = 0; k < d; k++) {
                row.add(Numbers.cell(problem.inputs().get(i, k)));
            }
            if (withLabels) {
                row.add(Numbers.cell(problem.scalarLabels().get(i)));
            }
            rows.add(row);
        }
        return Optional.of(new Table(DATA, Text.of("The data."), columns, rows));
    }

    // ---- networks

    /** "Consider the two-layer ReLU networks f(x) = ... of every width m". */
    Text networks() {
        String sum = "f(x)=\\sum_{j=1}^{m}\\alpha_j" + positive(pairing("w_j", "b_j", "x"));
        Text text = Text.of(" Consider the two-layer ReLU networks $" + sum + skipTerm() + "$ of every width $m$");
        return text.and(", where $t_+=\\max(t,0)$");
    }

    private static String positive(String form) {
        return "(" + form + ")_+";
    }

    /** The pairing of a neuron with a data point, for example 3wx + b. */
    String pairing(String w, String b, String x) {
        if (!apart) {
            return "\\langle(" + w + "," + b + "),(" + x + ",1)\\rangle";
        }
        if (d == 0) {
            return Numbers.coefficient(omega, b);
        }
        String product = d == 1 ? Numbers.coefficient(problem.metric().get(0, 0), w + x) : "\\langle " + w + "," + x + "\\rangle";
        return hasBias() ? product + "+" + Numbers.coefficient(omega, b) : product;
    }

    /** R(u)^2 of a neuron, for example 3w^2 + b^2. */
    String penaltySquared(String w, String b) {
        if (!apart) {
            return "\\lVert(" + w + "," + b + ")\\rVert^2";
        }
        if (d == 0) {
            return Numbers.coefficient(omega, b + "^2");
        }
        String norm = d == 1 ? Numbers.coefficient(problem.metric().get(0, 0), w + "^2") : "\\lVert " + w + "\\rVert^2";
        return problem.bias() == Problem.Bias.REGULARIZED ? norm + "+" + Numbers.coefficient(omega, b + "^2") : norm;
    }

    private String skipTerm() {
        String linear = problem.skip() == Problem.Skip.FREE ? d == 1 ? "+sx" : "+s^{\\top}x" : "";
        return linear + (hasConstant() ? "+t" : "");
    }

    /** Whether the skip part has a constant t. */
    boolean hasConstant() {
        return problem.bias() == Problem.Bias.FREE || problem.skip() == Problem.Skip.FREE
                && problem.bias() == Problem.Bias.REGULARIZED;
    }

    /** Whether there is anything beside the neurons. */
    boolean hasSkip() {
        return problem.skipMatrix().columns() > 0;
    }

    /** The objective as a formula of its own. */
    String objective() {
        String fit = problem.loss() == Problem.Loss.SQUARED ? "\\tfrac{1}{2}\\sum_{i=1}^{" + n + "}(f(x_i)-y_i)^2+" : "";
        return "J=" + fit + "\\tfrac{\\beta}{2}\\sum_{j=1}^{m}\\left(" + penaltySquared("w_j", "b_j") + "+\\alpha_j^2\\right)";
    }

    /** What leads to the objective. */
    String task() {
        return problem.loss() == Problem.Loss.SQUARED ? ", with the objective"
                : ", that interpolate the data, $f(x_i)=y_i$ for all $i$, with the objective";
    }

    /** beta, what is free, and the inner product. */
    Text details() {
        String beta = problem.beta().map(numbers::tex).orElse(Numbers.root(problem.betaSquared()));
        return Text.of("where $\\beta=" + beta + "$" + freeParts() + ".").and(geometry());
    }

    private String freeParts() {
        List<String> free = new ArrayList<>();
        if (problem.bias() == Problem.Bias.FREE) {
            free.add("the biases $b_j$");
        }
        if (problem.skip() == Problem.Skip.FREE) {
            free.add(hasConstant() ? "the affine part $" + (d == 1 ? "sx" : "s^{\\top}x") + "+t$"
                    : "the linear part $" + (d == 1 ? "sx" : "s^{\\top}x") + "$");
        } else if (hasConstant()) {
            free.add("the constant $t$");
        }
        return free.isEmpty() ? "" : ", and where " + String.join(" and ", free) + (free.size() == 1 && !free.get(0)
                .contains("biases")
                ? " costs nothing" : " cost nothing");
    }

    /** The inner product, and what it amounts to. */
    String geometry() {
        if (d == 0) {
            return "";
        }
        if (d == 1 && apart) {
            return euclideanPoints();
        }
        if (euclidean) {
            return " Inner product and norm are the Euclidean ones.";
        }
        if (diagonal) {
            List<String> products = new ArrayList<>();
            for (int k = 0; k < d; k++) {
                products.add(Numbers.coefficient(problem.metric().get(k, k), "w_{" + (k + 1) + "}x_{" + (k + 1) + "}"));
            }
            return (d <= WRITTEN_OUT ? " Here $\\langle w,x\\rangle=" + Numbers.sum(products) + "$"
                    : " Here $\\langle w,x\\rangle=\\sum_k m_kw_kx_k$ with $m=" + Numbers.vectorTex(weights()) + "$")
                    + " and $\\lVert w\\rVert^2=\\langle w,w\\rangle$." + euclideanPoints();
        }
        int size = apart ? d : d + 1;
        List<String> rows = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            List<String> entries = new ArrayList<>();
            for (int l = 0; l < size; l++) {
                entries.add(Rationals.text(problem.metric().get(k, l)));
            }
            rows.add(String.join("&", entries));
        }
        return " Here $\\langle a,b\\rangle=a^{\\top}Mb$ and $\\lVert a\\rVert^2=\\langle a,a\\rangle$ with $M=\\begin{pmatrix}"
                + String.join("\\cr ", rows) + "\\end{pmatrix}$.";
    }

    private RationalVector weights() {
        Rational[] weights = new Rational[d];
        for (int k = 0; k < d; k++) {
            weights[k] = problem.metric().get(k, k);
        }
        return RationalVector.of(weights);
    }

    /** The same problem in orthonormal coordinates, where a diagonal metric hides irrational inputs. */
    private String euclideanPoints() {
        if (euclidean || !diagonal || !omega.equals(Rationals.ONE) || d > WRITTEN_OUT) {
            return "";
        }
        List<String> substitutions = new ArrayList<>();
        for (int k = 0; k < d; k++) {
            String index = d == 1 ? "" : "_{" + (k + 1) + "}";
            Rational weight = problem.metric().get(k, k);
            if (!weight.equals(Rationals.ONE)) {
                String root = Numbers.timesRoot(Rationals.ONE, weight);
                substitutions.add("$\\tilde x" + index + "=" + root + "x" + index + "$, $\\tilde w" + index + "=" + root + "w"
                        + index + "$");
            }
        }
        String text = " In the coordinates " + String.join(", ", substitutions) + " this is the Euclidean problem";
        if (n > INLINE_ROWS) {
            return text + ".";
        }
        List<String> points = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            List<String> entries = new ArrayList<>();
            for (int k = 0; k < d; k++) {
                entries.add(Numbers.timesRoot(problem.inputs().get(i, k), problem.metric().get(k, k)));
            }
            points.add("$" + (d == 1 ? entries.get(0) : "(" + String.join(",", entries) + ")") + "$");
        }
        return text + " with the " + (n == 1 ? "input " : "inputs ") + String.join(", ", points) + ".";
    }

    // ---- functions

    /** The linear form x -&gt; &lt;x, p&gt; of the neurons, bias included, for example 3x + 1/2. */
    String form(RationalVector p) {
        RationalVector functional = problem.innerProduct().functional(p);
        List<String> terms = new ArrayList<>();
        for (int k = 0; k < d; k++) {
            if (functional.sign(k) != 0) {
                terms.add(Numbers.coefficient(functional.get(k), d == 1 ? "x" : "x_{" + (k + 1) + "}"));
            }
        }
        if (hasBias() && functional.sign(d) != 0) {
            terms.add(number(functional.get(d)));
        }
        return Numbers.sum(terms);
    }

    /** sigma c (form of p)_+. */
    String term(Rational factor, RationalVector p) {
        return Numbers.coefficient(factor, positive(form(p)));
    }

    /** The terms of the skip part. */
    List<String> skipTerms(RationalVector skip) {
        List<String> terms = new ArrayList<>();
        int column = 0;
        if (problem.skip() == Problem.Skip.FREE) {
            for (; column < d; column++) {
                if (skip.sign(column) != 0) {
                    terms.add(Numbers.coefficient(skip.get(column), d == 1 ? "x" : "x_{" + (column + 1) + "}"));
                }
            }
        }
        if (column < skip.size() && skip.sign(column) != 0) {
            terms.add(number(skip.get(column)));
        }
        return terms;
    }

    /** "s = (1, 1), t = 0", or nothing where there is no skip part. */
    Text skip(RationalVector skip) {
        if (!hasSkip()) {
            return Text.EMPTY;
        }
        Rational[] entries = skip.toArray();
        Text text = Text.of(" The part beside the neurons has ");
        if (problem.skip() == Problem.Skip.FREE) {
            RationalVector linear = RationalVector.of(Arrays.copyOf(entries, d));
            text = text.equal("s", Numbers.vector(linear));
            text = hasConstant() ? text.and(" and ") : text;
        }
        return (hasConstant() ? text.equal("t", Numbers.cell(entries[entries.length - 1])) : text).and(".");
    }

    private static String number(Rational r) {
        return Rationals.denominator(r).equals(BigInteger.ONE) ? Rationals.text(r) : Numbers.coefficient(r, "");
    }
}
