package org.relucert.report;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiFunction;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.LandscapeWitness;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.certificate.SlotPath;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/**
 * The claims of a verified certificate as sentences of a theorem, with the tables they speak of and the theorems they rest on.
 * Each says what {@link Claim#sentence} says, no more. A kind of claim is one method and one line in {@link #KINDS}; a test
 * complains of a kind without one.
 */
final class Theorems {

    /** How a claim is put into words; empty where another claim of the certificate says it already. */
    private interface Writer extends BiFunction<Theorems, Claim, Optional<Text>> { }

    /** Every kind of claim. */
    static final Map<Class<? extends Claim>, Writer> KINDS = kinds();

    /** Up to so many atoms, and vertices, are printed, unless all are asked for. */
    private static final int MOST_ATOMS = 40;
    private static final int MOST_VERTICES = 24;
    /** Up to so many widths stand in a sentence. */
    private static final int MOST_WIDTHS = 8;
    /** A formula of a function is printed up to this width. */
    private static final int FORMULA_WIDTH = 90;
    /** Vectors with as many entries as there are data points are printed up to this length, activation patterns up to that. */
    private static final int MOST_ENTRIES = 24;
    private static final int MOST_PATTERN = 200;

    private final Evidence evidence;
    private final Certificate certificate;
    private final Problem problem;
    private final Setting setting;
    private final Numbers numbers;
    private final boolean full;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();
    /** Whether a claim has named the network already whose surroundings it is about. */
    private boolean introduced;

    private Theorems(Evidence evidence, boolean full) {
        this.evidence = evidence;
        this.certificate = evidence.certificate();
        this.problem = evidence.problem();
        this.full = full;
        this.numbers = new Numbers();
        this.setting = new Setting(problem, numbers, full);
    }

    private static Map<Class<? extends Claim>, Writer> kinds() {
        Map<Class<? extends Claim>, Writer> kinds = new LinkedHashMap<>();
        kind(kinds, Claim.Bound.class, Theorems::bound);
        kind(kinds, Claim.Optimum.class, Theorems::optimum);
        kind(kinds, Claim.NeuronMaximum.class, Theorems::neuron);
        kind(kinds, Claim.OptimalSet.class, Theorems::optimalSet);
        kind(kinds, Claim.OptimalSetOutline.class, Theorems::outline);
        kind(kinds, Claim.Unique.class, Theorems::unique);
        kind(kinds, Claim.UniqueFunction.class, Theorems::uniqueFunction);
        kind(kinds, Claim.Nonunique.class, Theorems::nonunique);
        kind(kinds, Claim.Member.class, Theorems::member);
        kind(kinds, Claim.Support.class, Theorems::support);
        kind(kinds, Claim.Connected.class, Theorems::connected);
        kind(kinds, Claim.Disconnected.class, Theorems::disconnected);
        kind(kinds, Claim.Descent.class, Theorems::descent);
        kind(kinds, Claim.Stationary.class, Theorems::stationary);
        kind(kinds, Claim.NotStationary.class, Theorems::notStationary);
        kind(kinds, Claim.LocalMinimum.class, Theorems::localMinimum);
        kind(kinds, Claim.NotLocalMinimum.class, Theorems::notLocalMinimum);
        kind(kinds, Claim.BadLocalMinimum.class, Theorems::badLocalMinimum);
        kind(kinds, Claim.NotConeOptimal.class, Theorems::notConeOptimal);
        return kinds;
    }

    private static <C extends Claim> void kind(Map<Class<? extends Claim>, Writer> kinds, Class<C> kind,
            BiFunction<Theorems, C, Optional<Text>> writer) {
        kinds.put(kind, (theorems, claim) -> writer.apply(theorems, kind.cast(claim)));
    }

    /**
     * The theorem that a certificate proves.
     *
     * @param problemName file name of the user's copy of the problem, for the command that verifies; empty without one
     * @param full print large tables too
     */
    static Statement of(Evidence evidence, String problemName, boolean full) {
        return new Theorems(evidence, full).statement(problemName);
    }

    private Statement statement(String problemName) {
        boolean trained = trained();
        setting.table(trained).ifPresent(this::table);
        List<Text> claims = new ArrayList<>();
        for (Claim claim : certificate.claims()) {
            Writer writer = KINDS.get(claim.getClass());
            if (writer == null) {
                throw new IllegalStateException("no words for the claim " + claim.keyword());
            }
            writer.apply(this, claim).ifPresent(claims::add);
        }
        // After the claims, which give names to numbers.
        Text details = trained ? setting.details() : Text.EMPTY;
        exactValues();
        return new Statement(problem.name(), evidence.fileName(), trained ? setting.data(true).and("").append(setting.networks())
                .and(setting.task()) : setting.data(false).append(neurons()),
                trained ? Optional.of(setting.objective()) : Optional.empty(), details, claims, List.copyOf(tables.values()),
                proof(),
                "relucert verify " + quoted(evidence.fileName()) + (problemName.isEmpty() ? "" : " --problem "
                + quoted(problemName)),
                evidence.sha256());
    }

    /** A file name as a shell takes it. */
    private static String quoted(String name) {
        return name.matches("[A-Za-z0-9._+/-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
    }

    private Text proof() {
        boolean scaled = certificate.hasDual() && !certificate.scale().equals(Rationals.ONE);
        String feasible = trained() ? (scaled ? "$\\tau\\nu$, with its scale $\\tau$ and its vector" : "its vector") + " $\\nu"
                + dual() + "$"
                + (scaled ? "," : "") + " is feasible for the dual problem" : "the upper bound holds";
        return Text.of("By the certificate ").andCode(evidence.fileName())
                .and(", checked in exact rational arithmetic: " + (certificate.hasDual() ? "its trees show by "
                + "Theorems DF and SX that " + feasible + ", and the rest" : "the statement") + " follows from the "
                + (names.size() == 1 ? "obligation " : "obligations ") + enumerated(List.copyOf(names))
                + " in the notes of relucert, "
                + (names.size() == 1 ? "which holds." : "all of which hold."));
    }

    private static String enumerated(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }

    /** Whether the theorem is about trained networks; it may be about a dual vector alone. */
    private boolean trained() {
        return !certificate.claims().stream().allMatch(Claim.NeuronMaximum.class::isInstance);
    }

    private String dual() {
        Text nu = Numbers.vector(certificate.nu());
        return certificate.nu().size() <= MOST_ENTRIES && nu.pieces().get(0).kind() == Text.Kind.MATH
                && nu.width() <= FORMULA_WIDTH ? "=" + nu.pieces().get(0).content() : "";
    }

    // ---- the claims, one method each

    private Optional<Text> bound(Claim.Bound claim) {
        boolean said = evidence.claim(Claim.Optimum.class).filter(optimum -> optimum.value().equals(claim.lower())
                && optimum.value().equals(claim.upper()) && optimum.neurons() == claim.neurons()).isPresent();
        if (said) {
            return Optional.empty();
        }
        names.add("AT");
        names.add("BND");
        Text text = Text.of("Every such network, of every width, has $J\\ge " + numbers.tex(claim.lower())
                + "$, and the network ")
                .append(network(false)).and(", which has " + count(claim.neurons(), "neuron") + ", has $J\\le "
                + numbers.tex(claim.upper()) + "$");
        Rational gap = claim.upper().minus(claim.lower());
        return Optional.of(gap.isZero() || !claim.upper().isPositive() ? text.and(".")
                : text.and(": the infimum is known to a relative gap of at most $" + Numbers.above(gap.divide(claim.upper()))
                + "$."));
    }

    private Optional<Text> optimum(Claim.Optimum claim) {
        names.add(problem.loss() == Problem.Loss.SQUARED ? "OPT" : "MNI");
        return Optional.of(Text.of("The minimum of $J$ over these networks of every width is exactly $"
                + numbers.tex(claim.value())
                + "$, attained by the network ").append(network(true)).and(", which has " + count(claim.neurons(), "neuron")
                + "."));
    }

    private Optional<Text> neuron(Claim.NeuronMaximum claim) {
        names.add("NEU");
        String maximum = "\\left\\lvert\\sum_{i=1}^{" + problem.rows() + "}\\nu_i(" + pairing("x_i") + ")_+\\right\\rvert";
        Text text = Text.of("The maximum over all neurons with $R^2=" + setting.penaltySquared("w", "b") + "\\le1$ of $" + maximum
                + "$ is ");
        text = claim.lower().equals(claim.upper()) ? text.and("exactly $" + numbers.tex(claim.lower()) + "$")
                : text.and("at least $" + numbers.tex(claim.lower()) + "$ and at most $" + numbers.tex(claim.upper()) + "$");
        if (certificate.neurons().isEmpty()) {
            return Optional.of(text.and("."));
        }
        Text direction = Numbers.vector(certificate.neurons().get(0).direction());
        text = text.and("; the lower bound is reached in the direction ");
        return Optional.of(text.append(direction).and(setting.hasBias() ? " (the bias last)." : "."));
    }

    private Optional<Text> optimalSet(Claim.OptimalSet claim) {
        names.addAll(List.of("ATM", "POL", "VTX", "DIM", "CMP"));
        List<Atom> atoms = evidence.sections().optimalSet().orElseThrow().atoms();
        List<Terms> vertices = evidence.sections().optimalSet().orElseThrow().vertices();
        Text text = set(atoms, claim.rank());
        if (!claim.unique()) {
            text = text.and(shape(claim.dimension())).and(", with " + count(claim.vertices(), "vertex", "vertices")
                    + vertices(vertices) + ".");
        } else if (evidence.claim(Claim.Unique.class).isEmpty()) {
            text = text.and(" $Q$ is a single point: " + uniqueness() + ".");
        } else {
            text = text.and(" $Q$ is a single point.");
        }
        text = text.and(widths("$m^\\ast=" + claim.mStar() + "$", "$M^\\ast=" + claim.maxStar() + "$"));
        return Optional.of(text.and(components(claim.components(), claim.isolated(), claim.rank() + 1)));
    }

    private Optional<Text> outline(Claim.OptimalSetOutline claim) {
        names.addAll(List.of("ATM", "POL", "DIM", "MIN", "CMP"));
        Text text = set(evidence.sections().outline().orElseThrow().atoms(), claim.rank());
        text = claim.unique() ? text.and(" $Q$ is a single point: " + uniqueness() + ".")
                : text.and(shape(claim.dimension())).and("; its vertices are not listed.");
        text = text.and(widths(interval("m^\\ast", claim.leastLower(), claim.leastUpper()),
                interval("M^\\ast", claim.mostLower(), claim.mostUpper())));
        return Optional.of(text.and(" The set of optimal networks of width $m$, as a set of parameters, is connected for every $m\\ge "
                + claim.connectedFrom() + "$."));
    }

    private Optional<Text> unique(Claim.Unique claim) {
        names.add("UNQ");
        return Optional.of(Text.of("There is exactly one optimal " + (functions() ? "function."
                : "network, up to permutation and splitting of neurons.")));
    }

    private Optional<Text> uniqueFunction(Claim.UniqueFunction claim) {
        names.add("FUN");
        return Optional.of(Text.of("There is exactly one optimal function: all optimal networks have the same output at every input."));
    }

    private Optional<Text> nonunique(Claim.Nonunique claim) {
        names.add("NUQ");
        PathNetwork second = evidence.sections().second().orElseThrow();
        Text first = network(true);
        Text text = Text.of("There is a continuum of optimal functions. The network ").append(first)
                .and(" is optimal, and so is the network ").append(network(second, "G", "g", true))
                .and(", and with them every function $(1-\\lambda)f+\\lambda g$, $0\\le\\lambda\\le1$. At the input ");
        text = text.equal("x", Numbers.vector(claim.input()));
        return Optional.of(text.and(" they have the values $f(x)=" + numbers.tex(claim.first()) + "$ and $g(x)="
                + numbers.tex(claim.second()) + "$."));
    }

    private Optional<Text> member(Claim.Member claim) {
        names.add("MEM");
        Text text = Text.of("The network ").append(network(true)).and(" is optimal; in $Q$ it is the point with ");
        text = text.append(weights(claim.coordinates()));
        return Optional.of(text.and(claim.coordinates().indices().isEmpty() ? "." : ", and zero otherwise."));
    }

    private Optional<Text> support(Claim.Support claim) {
        names.addAll(List.of("BND", "STR"));
        List<Claim.Support.Neuron> neurons = claim.neurons();
        boolean printed = full || problem.rows() <= MOST_PATTERN;
        List<Text> columns = new ArrayList<>(List.of(Text.of("neuron"), Text.of("output"), Text.of("active"), Text.of("inactive"),
                Text.of("not decided")));
        if (printed) {
            columns.add(Text.of("pattern"));
        }
        List<List<Text>> rows = new ArrayList<>();
        int positive = 0;
        for (Claim.Support.Neuron neuron : neurons) {
            positive += neuron.sign() > 0 ? 1 : 0;
            List<Text> row = new ArrayList<>(List.of(Text.math("" + (rows.size() + 1)), Text.of(neuron.sign() > 0 ? "positive"
                    : "negative")));
            for (char kind : new char[] {'1', '0', '?'}) {
                row.add(Text.math("" + neuron.pattern().chars().filter(c -> c == kind).count()));
            }
            if (printed) {
                row.add(Text.code(neuron.pattern()));
            }
            rows.add(row);
        }
        Text text = Text.of("Whether or not its weights are rational, the optimal network is unique up to permutation and splitting of "
                + "neurons, and has exactly " + count(neurons.size(), "neuron"));
        if (neurons.isEmpty()) {
            return Optional.of(text.and("."));
        }
        table(new Table("S", Text.of("The neurons of the optimal network: the sign of the output weight, and on how many data points the "
                + "neuron is active, inactive, or not decided" + (printed
                ? "; the pattern goes through the data points in order (1 active, "
                + "0 inactive, ? not decided)" : "") + "."), columns, rows));
        return Optional.of(text.and(", " + positive + " with positive and " + (neurons.size() - positive)
                + " with negative output, with "
                + "the activation patterns of Table S."));
    }

    private Optional<Text> connected(Claim.Connected claim) {
        names.add("CMP");
        ends();
        return Optional.of(Text.of("The networks of Tables F and T, balanced, are optimal. As networks of width $" + claim.width()
                + "$ they are joined by a continuous path of optimal networks of that width."));
    }

    private Optional<Text> disconnected(Claim.Disconnected claim) {
        names.add("CMP");
        ends();
        return Optional.of(Text.of("The networks of Tables F and T, balanced, are optimal. As networks of width $" + claim.width()
                + "$ they are not joined by any continuous path of optimal networks of that width."));
    }

    private Optional<Text> descent(Claim.Descent claim) {
        names.add("PTH");
        ends();
        return Optional.of(Text.of("The network of Table T is optimal, with $J=" + numbers.tex(claim.to())
                + "$. A continuous path of networks of width $" + claim.width()
                + "$, along which $J$ does not increase, leads to it from the "
                + "network of Table F, which has $J\\le " + numbers.tex(claim.from()) + "$; both are taken balanced."));
    }

    private Optional<Text> stationary(Claim.Stationary claim) {
        names.add("STA");
        return Optional.of(around(claim, " has $J=" + numbers.tex(claim.value()) + "$ and is "
                + (claim.kind() == Claim.Stationary.Kind.CLARKE
                ? "a Clarke stationary point of $J$: zero is in the convex hull of the limits of gradients there."
                : "a box-stationary point of $J$: its gradient vanishes if each kink of each neuron is given some slope in $[0,1]$ "
                + "of its own.")));
    }

    private Optional<Text> notStationary(Claim.NotStationary claim) {
        names.add("STA");
        return Optional.of(around(claim, " is not a stationary point of $J$: its gradient does not vanish, whatever slopes in $[0,1]$ "
                + "the kinks of its neurons are given."));
    }

    private Optional<Text> localMinimum(Claim.LocalMinimum claim) {
        if (evidence.claim(Claim.BadLocalMinimum.class).isPresent()) {
            return Optional.empty();
        }
        names.add("LOC");
        return Optional.of(around(claim, " is a local minimum of $J$ among networks of that width, with $J=" + numbers.tex(claim.value())
                + "$."));
    }

    private Optional<Text> notLocalMinimum(Claim.NotLocalMinimum claim) {
        names.add("LNO");
        return Optional.of(around(claim, " is not a local minimum of $J$ among networks of that width."));
    }

    private Optional<Text> badLocalMinimum(Claim.BadLocalMinimum claim) {
        names.addAll(List.of("LOC", "BAD"));
        LandscapeWitness.Improvement better = evidence.sections().landscape().flatMap(LandscapeWitness::better).orElseThrow();
        Text text = around(claim, " is a bad local minimum of $J$: it is a local minimum among networks of that width, with $J="
                + numbers.tex(claim.value()) + "$, and ");
        return Optional.of(better.by() == LandscapeWitness.Improvement.By.NETWORK
                ? text.and("the network ").append(network(better.network(), "G", "g", false)).and(" of at most that width has a smaller $J$.")
                : text.and("another network of that width has a smaller $J$."));
    }

    private Optional<Text> notConeOptimal(Claim.NotConeOptimal claim) {
        names.add("SUB");
        PathNetwork point = evidence.sections().landscape().flatMap(LandscapeWitness::restricted).orElseThrow();
        return Optional.of(around(claim, ", which has $J=" + numbers.tex(claim.value())
                + "$, is not an optimum of the convex program sub-sampled at the activation patterns of its neurons, active where a "
                + "neuron's input is at least $0$: among the points of that program is the network ")
                .append(network(point, "H", "h", false)).and(", with $J\\le " + numbers.tex(claim.upper()) + "$."));
    }

    /** The network of a landscape claim, with what is said of it. */
    private Text around(Claim.Landscape claim, String words) {
        if (introduced) {
            return Text.of("This network" + words);
        }
        introduced = true;
        int zero = claim.width() - certificate.neurons().size();
        return Text.of("As a network of width $" + claim.width() + "$, ").append(network(normal()))
                .and(zero == 0 ? "" : ", with " + count(zero, "zero neuron")).and(words);
    }

    /** Whether all neurons of the network are in normal form. */
    private boolean normal() {
        return certificate.neurons().stream()
                .allMatch(neuron -> problem.penaltySquared(neuron.direction()).equals(problem.betaSquared()));
    }

    // ---- what claims have in common

    /** Whether uniqueness is stated for functions (Claim.OptimalSet). */
    private boolean functions() {
        return problem.skip() == Problem.Skip.FREE;
    }

    private String uniqueness() {
        return functions() ? "the optimal function is unique"
                : "the optimal network is unique up to permutation and splitting of neurons";
    }

    private String pairing(String x) {
        return setting.pairing("w", "b", x);
    }

    /** What a neuron is, where nothing is trained. */
    private Text neurons() {
        String parameters = setting.hasBias() ? "w,b" : "w";
        Text text = Text.of(" A neuron $u=" + (setting.hasBias() ? "(" + parameters + ")" : parameters) + "$ takes the value $("
                + pairing("x")
                + ")_+$ at an input $x$, where $t_+=\\max(t,0)$, and has the penalty $R\\ge0$ with $R^2="
                + setting.penaltySquared("w", "b")
                + "$.").and(setting.geometry());
        Text nu = Numbers.vector(certificate.nu());
        if (certificate.nu().size() <= MOST_ENTRIES && nu.width() <= FORMULA_WIDTH) {
            return text.and(" Let ").equal("\\nu", nu).and(".");
        }
        if (full || certificate.nu().size() <= 2 * MOST_ENTRIES) {
            List<List<Text>> rows = new ArrayList<>();
            for (int i = 0; i < problem.rows(); i++) {
                rows.add(List.of(Text.math("" + (i + 1)), Numbers.cell(certificate.nu().get(i))));
            }
            table(new Table("W", Text.of("The vector $\\nu$."), List.of(Text.math("i"), Text.math("\\nu_i")), rows));
            return text.and(" Let $\\nu$ be the vector of Table W.");
        }
        return text.and(" Let $\\nu$ be the vector of the certificate.");
    }

    /** " : f(x) = ..., Table N" for the network of the certificate. */
    private Text network(boolean tight) {
        return network(certificate.network(), "N", "f", tight);
    }

    /**
     * A network, with its table.
     *
     * @param tight whether its neurons are in normal form, R(p) = beta
     */
    private Text network(PathNetwork network, String tag, String letter, boolean tight) {
        List<String> terms = new ArrayList<>();
        for (PathNeuron neuron : network.neurons()) {
            terms.add(setting.term(neuron.sign() < 0 ? neuron.weight().opposite() : neuron.weight(), neuron.direction()));
        }
        terms.addAll(setting.skipTerms(network.skip()));
        String formula = letter + "(x)=" + Numbers.sum(terms);
        boolean table = !network.neurons().isEmpty();
        if (table && !tables.containsKey(tag)) {
            table(neurons(network, tag, tight));
        }
        // The network without neurons is short, and has no table.
        return Text.math(formula).width() <= FORMULA_WIDTH || !table ? Text.of("$" + formula + "$").and(table ? " (Table " + tag
                + ")" : "")
                : Text.of("$" + letter + "$ of Table " + tag);
    }

    private Table neurons(PathNetwork network, String tag, boolean tight) {
        List<List<Text>> rows = new ArrayList<>();
        for (PathNeuron neuron : network.neurons()) {
            rows.add(List.of(Text.math("" + (rows.size() + 1)), sign(neuron.sign()), Numbers.cell(neuron.weight()),
                    Numbers.vector(neuron.direction())));
        }
        String radius = tight ? "\\beta" : "r_j";
        String own = setting.hasBias() ? "(w_j,b_j)" : "w_j";
        Text caption = Text.of("A network: neuron $j$ has $" + own + "=\\sqrt{c_j/" + radius
                + "}p_j$ and $\\alpha_j=\\sigma_j\\sqrt{c_j"
                + radius + "}$" + (tight ? "" : ", where $r_j=R(p_j)$ with $R^2=" + setting.penaltySquared("w", "b") + "$") + "."
                + (network.neurons().stream().anyMatch(neuron -> problem.penaltySquared(neuron.direction()).isZero())
                        ? " A neuron with $r_j=0$ is a constant" + (setting.hasConstant() ? ", and counts as a part of $t$."
                        : ", zero.") : ""))
                .append(setting.skip(network.skip()));
        RationalVector f = network.outputs(problem);
        Text outputs = Numbers.vector(f);
        if (f.size() <= MOST_ENTRIES && outputs.width() <= FORMULA_WIDTH) {
            caption = caption.and(" Its outputs on the data are ").append(outputs).and(".");
        }
        return new Table(tag, caption, List.of(Text.math("j"), Text.math("\\sigma_j"), Text.math("c_j"), Text.math("p_j")), rows);
    }

    private static Text sign(int sign) {
        return Text.math(sign > 0 ? "+1" : "-1");
    }

    /** The two ends of a path, as their files have them. */
    private void ends() {
        SlotPath path = evidence.sections().path().orElseThrow();
        table(given(path.from(), "F"));
        table(given(path.to(), "T"));
    }

    private Table given(Network network, String tag) {
        List<List<Text>> rows = new ArrayList<>();
        for (Network.Neuron neuron : network.neurons()) {
            rows.add(List.of(Text.math("" + (rows.size() + 1)), Numbers.cell(neuron.output()), Numbers.vector(neuron.weight())));
        }
        Text caption = Text.of(rows.isEmpty() ? "The network without neurons."
                : "A network, up to the balancing of its neurons.").append(setting.skip(network.skip()));
        return new Table(tag, caption, List.of(Text.math("j"), Text.math("\\alpha_j"), Text.math(setting.hasBias() ? "(w_j,b_j)"
                : "w_j")),
                rows);
    }

    /** The polytope Q and how its points are networks. */
    private Text set(List<Atom> atoms, int rank) {
        boolean printed = full || atoms.size() <= MOST_ATOMS;
        String feature = "\\phi_a=\\sigma_a\\left((" + setting.pairing(setting.hasBias() ? "w_a" : "p_a", "b_a", "x_i")
                + ")_+\\right)_i";
        if (printed && !atoms.isEmpty()) {
            List<List<Text>> rows = new ArrayList<>();
            for (Atom atom : atoms) {
                List<Text> row = new ArrayList<>(List.of(Text.math("" + (rows.size() + 1)), sign(atom.sign()),
                        Numbers.vector(atom.direction())));
                Text phi = Numbers.vector(new PathNeuron(atom.sign(), Rationals.ONE, atom.direction(), Rationals.ONE)
                        .output(problem));
                row.add(phi);
                rows.add(row);
            }
            boolean features = problem.rows() <= MOST_ENTRIES;
            List<Text> columns = List.of(Text.math("a"), Text.math("\\sigma_a"),
                    Text.math(setting.hasBias() ? "p_a=(w_a,b_a)" : "p_a"), Text.math("\\phi_a"));
            table(new Table("A", Text.of(functions() ? "The atoms, one of each pair $p$, $-p$." : "The atoms."),
                    features ? columns : columns.subList(0, 3),
                    features ? rows : rows.stream().map(row -> row.subList(0, 3)).toList()));
        }
        String skip = setting.hasSkip() ? "+Ss" : "";
        String variables = setting.hasSkip() ? "(c,s)" : "c";
        Text text = Text.of((atoms.size() == 1 ? "There is exactly " : "There are exactly ") + count(atoms.size(), "atom")
                + (functions() ? ", counting $p$ and $-p$ once, which differ by a "
                + "skip function" : "") + ": the pairs $(\\sigma_a,p_a)$" + (printed && !atoms.isEmpty() ? " of Table A"
                : ", which the certificate lists,") + " with $" + setting.penaltySquared(setting.hasBias() ? "w_a" : "p_a", "b_a")
                + "=\\beta^2$ for which the dual constraint is tight. Optimal networks use no other neurons, up to scaling. The features $"
                + feature + "$ have rank $" + rank + "$"
                + (setting.hasSkip() ? " modulo the range of the skip matrix $S$" : "") + ". The optimal "
                + (functions() ? "functions are those of the points of "
                : "networks are, up to permutation and splitting of neurons, the points of ")
                + "$Q=\\lbrace " + variables + ":c\\ge0,\\sum_ac_a\\phi_a" + skip + "=y^\\ast\\rbrace$");
        text = text.and(functions() ? ""
                : ", where $c$ stands for the neurons $\\sqrt{c_a/\\beta}p_a$ with outputs $\\sigma_a\\sqrt{c_a\\beta}$");
        RationalVector fit = problem.optimalFit(certificate.nu());
        Text printedFit = Numbers.vector(fit);
        if (problem.loss() == Problem.Loss.INTERPOLATION) {
            text = text.and(", and $y^\\ast=y$.");
        } else if (fit.size() <= MOST_ENTRIES && printedFit.width() <= FORMULA_WIDTH) {
            text = text.and(", and the optimal outputs are ").equal("y^\\ast", printedFit).and(".");
        } else {
            text = text.and(", and $y^\\ast=y-\\nu$ with the vector $\\nu$ of the certificate.");
        }
        return text;
    }

    /** " Q is a segment", or a polytope times a linear space. */
    private String shape(int dimension) {
        int free = kernel();
        String polytope = switch (dimension - free) {
            case 0 -> "a point";
            case 1 -> "a segment";
            case 2 -> "a polygon";
            default -> "a polytope of dimension $" + (dimension - free) + "$";
        };
        return " $Q$ is " + polytope + (free == 0 ? "" : ", times the linear space of dimension $" + free
                + "$ of the skip functions that vanish on the data");
    }

    /** Dimension of the skip functions that vanish on the data. */
    private int kernel() {
        return problem.skipMatrix().columns() - Elimination.of(problem.skipMatrix()).rank();
    }

    private String vertices(List<Terms> vertices) {
        if (!full && vertices.size() > MOST_VERTICES) {
            return ", which the certificate lists";
        }
        List<List<Text>> rows = new ArrayList<>();
        for (Terms vertex : vertices) {
            rows.add(List.of(Text.math("" + (rows.size() + 1)), Text.math("" + vertex.indices().size()), weights(vertex)));
        }
        table(new Table("V", Text.of("The vertices of $Q$: the weights that are not zero."),
                List.of(Text.of("vertex"), Text.of("atoms"), Text.of("weights")), rows));
        return ", those of Table V";
    }

    /** "c_1 = 3, c_4 = 1/2". */
    private static Text weights(Terms terms) {
        if (terms.indices().isEmpty()) {
            return Text.of("all weights zero");
        }
        Text text = Text.EMPTY;
        for (int k = 0; k < terms.indices().size(); k++) {
            Rational value = terms.values().get(k);
            String name = (k == 0 ? "" : ", ") + "$c_{" + (terms.indices().get(k) + 1) + "}=";
            text = Numbers.digits(value) > Numbers.MOST_DIGITS ? text.and(name + "$ ").andCode(Rationals.text(value))
                    : text.and(name + Rationals.text(value) + "$");
        }
        return text;
    }

    private String widths(String least, String most) {
        return " The least width of an optimal network is " + least
                + ", and the largest number of neurons of one whose features are "
                + "linearly independent" + (setting.hasSkip() ? " modulo the range of $S$" : "") + " is " + most + ".";
    }

    private static String interval(String name, int lower, int upper) {
        return lower == upper ? "$" + name + "=" + lower + "$" : "$" + name + "$ with $" + lower + "\\le " + name + "\\le "
                + upper + "$";
    }

    private String components(SortedMap<Integer, BigInteger> components, SortedMap<Integer, BigInteger> isolated,
            int connectedFrom) {
        List<String> widths = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        List<String> points = new ArrayList<>();
        List<List<Text>> rows = new ArrayList<>();
        components.forEach((width, count) -> {
            BigInteger single = isolated.getOrDefault(width, BigInteger.ZERO);
            widths.add("$" + width + "$");
            counts.add("$" + count + "$");
            points.add("$" + single + "$");
            rows.add(List.of(Text.math("" + width), Text.math("" + count), Text.math("" + single)));
        });
        String modulo = kernel() == 0 ? "" : " (up to the skip functions that vanish on the data)";
        String text = " As a set of parameters, the optimal networks of width $m$ have ";
        if (rows.size() <= MOST_WIDTHS) {
            boolean one = counts.size() == 1;
            text += (one ? counts.get(0) + (counts.get(0).equals("$1$") ? " connected component" : " connected components")
                    + " for $m="
                    : String.join(", ", counts) + " connected components for $m=") + String.join(", ", widths).replace("$", "")
                    + "$, of which "
                    + (one ? points.get(0) : String.join(", ", points)) + (one && points.get(0).equals("$1$")
                    ? " is a single point"
                    : " are single points") + modulo;
        } else {
            table(new Table("C", Text.of("The components of the optimal networks of width $m$, and how many are single points"
                    + modulo + "."),
                    List.of(Text.math("m"), Text.of("components"), Text.of("single points")), rows));
            text += "the numbers of connected components of Table C";
        }
        return text + "; they are connected for every $m\\ge " + connectedFrom + "$.";
    }

    private static String count(int count, String one) {
        return count(count, one, one + "s");
    }

    private static String count(int count, String one, String many) {
        return count == 0 ? "no " + many : count == 1 ? "one " + one : "$" + count + "$ " + many;
    }

    private void table(Table table) {
        tables.putIfAbsent(table.tag(), table);
    }

    private void exactValues() {
        if (!numbers.named().isEmpty()) {
            List<List<Text>> rows = new ArrayList<>();
            numbers.named().forEach((value, name) -> rows.add(List.of(Text.math(name), Text.code(Rationals.text(value)))));
            table(new Table("E", Text.of("Exact values of the numbers that are cut off above."),
                    List.of(Text.of("number"), Text.of("exact value")), rows));
        }
    }
}
