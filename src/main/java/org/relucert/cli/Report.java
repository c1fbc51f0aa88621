package org.relucert.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Claim;
import org.relucert.checker.Verdict;
import org.relucert.exact.Rationals;

/** What a command prints: for people, or with {@code --json} one object with the keys of the contract. */
final class Report {

    /** The columns of a path's table. */
    static final String COLUMNS = "beta,lower,upper,relative_gap,neurons,seconds,nodes,bytes";

    /** ASCII alone, so that no locale can spoil it. */
    private static final JsonFactory JSON = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private String verdict;
    private String line;
    private String problem;
    private String certificate;
    private List<Claim> claims = List.of();
    private String obligation;
    private String reason;
    private List<String> weaker = List.of();
    private double searchSeconds;
    private double checkSeconds;
    private long bytes = -1;
    private long nodes = -1;
    private boolean neuron;
    private String beta;
    private String problemFile;
    private boolean theorem;
    private String text;
    private String output;

    private Report() { }

    static Report failure(String verdict, String reason) {
        Report report = new Report();
        report.verdict = verdict;
        report.reason = reason;
        report.line = "s " + verdict.toUpperCase(Locale.ROOT) + " " + reason.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
        return report;
    }

    static Report of(Verdict verdict) {
        Report report = new Report();
        report.verdict = verdict.status().name().toLowerCase(Locale.ROOT);
        report.line = verdict.line();
        report.problem = verdict.problem().map(p -> p.name()).orElse(null);
        report.claims = verdict.claims();
        report.obligation = verdict.obligation().map(o -> o.label()).orElse(null);
        report.reason = verdict.reason().isEmpty() ? null : verdict.reason();
        return report;
    }

    /** The name of the problem, where the report does not know it yet. */
    Report problem(String name) {
        problem = problem == null ? name : problem;
        return this;
    }

    Report certificate(String file, long size) {
        certificate = file;
        bytes = size;
        return this;
    }

    Report seconds(double search, double check) {
        searchSeconds = search;
        checkSeconds = check;
        return this;
    }

    /** What went wrong besides, though the verdict is what it is. */
    Report reason(String why) {
        reason = why;
        return this;
    }

    Report weaker(List<String> reasons) {
        weaker = List.copyOf(reasons);
        return this;
    }

    /** Nodes of the trees. */
    Report nodes(long count) {
        nodes = count;
        return this;
    }

    /** With the interval at the top, as {@code neuron} has it; there without a value when there is none. */
    Report ofNeuron() {
        neuron = true;
        return this;
    }

    /** As one of a path: with its beta, as the user wrote it, and the file of the problem with that beta. */
    Report ofBeta(String written, String file) {
        beta = written;
        problemFile = file;
        return this;
    }

    /** The bound that is claimed, which every certificate of training has. */
    Optional<Claim.Bound> bound() {
        return claims.stream().filter(Claim.Bound.class::isInstance).map(Claim.Bound.class::cast).findFirst();
    }

    /** A line of a path's table, its columns {@link #COLUMNS}; numbers that are missing are empty. */
    String row() {
        List<String> fields = new ArrayList<>(List.of(beta));
        Optional<Claim.Bound> bound = bound();
        fields.add(bound.map(b -> decimal(b.lower(), RoundingMode.FLOOR)).orElse(""));
        fields.add(bound.map(b -> decimal(b.upper(), RoundingMode.CEILING)).orElse(""));
        fields.add(bound.map(b -> String.format(Locale.ROOT, "%.2g", relativeGap(b.lower(), b.upper()))).orElse(""));
        fields.add(bound.map(b -> Integer.toString(b.neurons())).orElse(""));
        fields.add(String.format(Locale.ROOT, "%.3f", searchSeconds + checkSeconds));
        fields.add(nodes < 0 ? "" : Long.toString(nodes));
        fields.add(bytes < 0 ? "" : Long.toString(bytes));
        return String.join(",", fields);
    }

    /** To 17 digits, outwards. */
    private static String decimal(Rational r, RoundingMode direction) {
        return new BigDecimal(Rationals.numerator(r))
                .divide(new BigDecimal(Rationals.denominator(r)), new MathContext(17, direction)).stripTrailingZeros().toPlainString();
    }

    /** With the text of a report, or none, and the file it went to, as {@code report} has them. */
    Report theorem(String printed, String file) {
        theorem = true;
        text = printed;
        output = file;
        return this;
    }

    /** The exit code that goes with the verdict. */
    int exitCode() {
        return switch (verdict) {
            case "verified" -> Main.DONE;
            case "rejected" -> Main.REJECTED;
            case "refused" -> Main.REFUSED;
            default -> Main.BAD_INPUT;
        };
    }

    void print(boolean json) {
        System.out.println(json ? toJson() : toText());
    }

    private String toText() {
        List<String> lines = new ArrayList<>();
        lines.add(line);
        if (beta != null) {
            lines.add("c beta " + beta + (problemFile == null ? "" : ", problem " + problemFile));
        }
        for (Claim claim : claims) {
            if (claim instanceof Claim.Bound bound) {
                lines.add("c " + interval(bound.lower(), bound.upper()));
            } else if (claim instanceof Claim.NeuronMaximum maximum) {
                lines.add("c " + interval(maximum.lower(), maximum.upper()));
            }
        }
        if (certificate != null && searchSeconds > 0) {
            lines.add(String.format(Locale.ROOT, "c certificate %s, %d bytes; search %.2f s, check %.2f s", certificate, bytes,
                    searchSeconds, checkSeconds));
        }
        for (String why : weaker) {
            lines.add("c not proved: " + why);
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String interval(Rational lower, Rational upper) {
        return String.format(Locale.ROOT, "[%.12g, %.12g], relative gap %.2g", approximate(lower), approximate(upper),
                relativeGap(lower, upper));
    }

    /** (upper - lower) / |upper|, 0 where both agree. */
    static double relativeGap(Rational lower, Rational upper) {
        Rational gap = upper.minus(lower);
        return gap.isZero() ? 0 : upper.isZero() ? Double.POSITIVE_INFINITY : approximate(gap.divide(upper.abs()));
    }

    private static double approximate(Rational r) {
        BigInteger p = Rationals.numerator(r);
        BigInteger q = Rationals.denominator(r);
        return new BigDecimal(p).divide(new BigDecimal(q), MathContext.DECIMAL64).doubleValue();
    }

    /** What is written into an object. */
    interface Content {
        /** Writes the fields. */
        void write(JsonGenerator json) throws IOException;
    }

    /** One object on one line. */
    static String object(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private String toJson() {
        return object(this::content);
    }

    /** The fields of the object. */
    void content(JsonGenerator json) throws IOException {
        if (beta != null) {
            beta(json);
        }
        json.writeStringField("verdict", verdict);
        json.writeStringField("problem", problem);
        json.writeStringField("certificate", certificate);
        json.writeArrayFieldStart("claims");
        for (Claim claim : claims) {
            json.writeStartObject();
            claim(json, claim);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("obligation", obligation);
        json.writeStringField("reason", reason);
        json.writeArrayFieldStart("notProved");
        for (String why : weaker) {
            json.writeString(why);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("seconds");
        json.writeNumberField("search", searchSeconds);
        json.writeNumberField("check", checkSeconds);
        json.writeEndObject();
        count(json, "bytes", bytes);
        if (neuron) {
            neuron(json);
        }
        if (theorem) {
            json.writeStringField("text", text);
            json.writeStringField("output", output);
        }
    }

    private void beta(JsonGenerator json) throws IOException {
        json.writeStringField("beta", beta);
        Optional<Claim.Bound> bound = bound();
        if (bound.isPresent()) {
            interval(json, bound.get().lower(), bound.get().upper());
            json.writeNumberField("neurons", bound.get().neurons());
        } else {
            for (String key : List.of("lower", "upper", "relativeGap", "neurons")) {
                json.writeNullField(key);
            }
        }
        count(json, "nodes", nodes);
        json.writeStringField("problemFile", problemFile);
    }

    private void neuron(JsonGenerator json) throws IOException {
        count(json, "nodes", nodes);
        if (!claims.isEmpty() && claims.get(0) instanceof Claim.NeuronMaximum maximum) {
            interval(json, maximum.lower(), maximum.upper());
        } else {
            json.writeNullField("lower");
            json.writeNullField("upper");
            json.writeNullField("relativeGap");
        }
    }

    private static void count(JsonGenerator json, String key, long value) throws IOException {
        if (value >= 0) {
            json.writeNumberField(key, value);
        } else {
            json.writeNullField(key);
        }
    }

    /** The keys of a claim. */
    static void claim(JsonGenerator json, Claim claim) throws IOException {
        json.writeStringField("claim", claim.keyword());
        if (claim instanceof Claim.Bound bound) {
            interval(json, bound.lower(), bound.upper());
        } else if (claim instanceof Claim.Optimum optimum) {
            json.writeStringField("value", Rationals.text(optimum.value()));
            json.writeNumberField("neurons", optimum.neurons());
        } else if (claim instanceof Claim.NeuronMaximum maximum) {
            interval(json, maximum.lower(), maximum.upper());
        } else if (claim instanceof Claim.OptimalSetOutline outline) {
            json.writeNumberField("atoms", outline.atoms());
            json.writeNumberField("rank", outline.rank());
            json.writeNumberField("dimension", outline.dimension());
            json.writeBooleanField("unique", outline.unique());
            json.writeNullField("vertices");
            interval(json, "mStar", outline.leastLower(), outline.leastUpper());
            interval(json, "MStar", outline.mostLower(), outline.mostUpper());
            json.writeObjectFieldStart("components");
            json.writeStringField(Integer.toString(outline.connectedFrom()), "1");
            json.writeEndObject();
        } else if (claim instanceof Claim.Nonunique nonunique) {
            json.writeArrayFieldStart("input");
            for (Rational entry : nonunique.input().toArray()) {
                json.writeString(Rationals.text(entry));
            }
            json.writeEndArray();
            json.writeStringField("first", Rationals.text(nonunique.first()));
            json.writeStringField("second", Rationals.text(nonunique.second()));
        } else if (claim instanceof Claim.Member member) {
            json.writeObjectFieldStart("coordinates");
            for (int k = 0; k < member.coordinates().indices().size(); k++) {
                json.writeStringField(member.coordinates().indices().get(k).toString(),
                        Rationals.text(member.coordinates().values().get(k)));
            }
            json.writeEndObject();
        } else if (claim instanceof Claim.Support support) {
            json.writeArrayFieldStart("neurons");
            for (Claim.Support.Neuron neuron : support.neurons()) {
                json.writeStartObject();
                json.writeNumberField("sign", neuron.sign());
                json.writeStringField("pattern", neuron.pattern());
                json.writeEndObject();
            }
            json.writeEndArray();
        } else if (claim instanceof Claim.OptimalSet set) {
            json.writeNumberField("atoms", set.atoms());
            json.writeNumberField("rank", set.rank());
            json.writeNumberField("dimension", set.dimension());
            json.writeBooleanField("unique", set.unique());
            json.writeNumberField("vertices", set.vertices());
            json.writeNumberField("mStar", set.mStar());
            json.writeNumberField("MStar", set.maxStar());
            counts(json, "components", set.components());
            counts(json, "isolated", set.isolated());
        } else if (claim instanceof Claim.Connected connected) {
            json.writeNumberField("width", connected.width());
            json.writeNumberField("states", connected.states());
        } else if (claim instanceof Claim.Disconnected disconnected) {
            json.writeNumberField("width", disconnected.width());
        } else if (claim instanceof Claim.Descent descent) {
            json.writeNumberField("width", descent.width());
            json.writeNumberField("states", descent.states());
            json.writeStringField("from", Rationals.text(descent.from()));
            json.writeStringField("to", Rationals.text(descent.to()));
        } else if (claim instanceof Claim.Landscape landscape) {
            landscape(json, landscape);
        }
    }

    private static void landscape(JsonGenerator json, Claim.Landscape claim) throws IOException {
        json.writeNumberField("width", claim.width());
        if (claim instanceof Claim.Stationary stationary) {
            json.writeStringField("kind", stationary.kind().text());
            json.writeStringField("value", Rationals.text(stationary.value()));
        } else if (claim instanceof Claim.LocalMinimum minimum) {
            json.writeStringField("value", Rationals.text(minimum.value()));
        } else if (claim instanceof Claim.BadLocalMinimum minimum) {
            json.writeStringField("value", Rationals.text(minimum.value()));
        } else if (claim instanceof Claim.NotConeOptimal point) {
            json.writeStringField("value", Rationals.text(point.value()));
            json.writeStringField("upper", Rationals.text(point.upper()));
        }
    }

    /** The number where both bounds agree, else the two bounds. */
    private static void interval(JsonGenerator json, String name, int lower, int upper) throws IOException {
        if (lower == upper) {
            json.writeNumberField(name, lower);
        } else {
            json.writeNumberField(name + "Lower", lower);
            json.writeNumberField(name + "Upper", upper);
        }
    }

    private static void counts(JsonGenerator json, String name, SortedMap<Integer, BigInteger> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<Integer, BigInteger> count : counts.entrySet()) {
            json.writeStringField(count.getKey().toString(), count.getValue().toString());
        }
        json.writeEndObject();
    }

    private static void interval(JsonGenerator json, Rational lower, Rational upper) throws IOException {
        json.writeStringField("lower", Rationals.text(lower));
        json.writeStringField("upper", Rationals.text(upper));
        double gap = relativeGap(lower, upper);
        if (Double.isFinite(gap)) {
            json.writeNumberField("relativeGap", gap);
        } else {
            json.writeNullField("relativeGap");
        }
    }
}
