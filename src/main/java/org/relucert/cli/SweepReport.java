package org.relucert.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.relucert.certificate.Claim;
import org.relucert.checker.Verdict;
import org.relucert.experiment.CounterexampleFiles.Written;
import org.relucert.experiment.Statement;
import org.relucert.experiment.Sweep;

/** What {@code sweep} prints. */
final class SweepReport {

    private final Statement<?> statement;
    private final Sweep.Options options;
    private final Sweep.Summary summary;
    private final double seconds;

    SweepReport(Statement<?> statement, Sweep.Options options, Sweep.Summary summary, double seconds) {
        this.statement = statement;
        this.options = options;
        this.summary = summary;
        this.seconds = seconds;
    }

    /** The list of the statements. */
    static void print(List<Statement<?>> statements, boolean json) {
        if (json) {
            System.out.println(Report.object(out -> {
                out.writeArrayFieldStart("statements");
                for (Statement<?> statement : statements) {
                    out.writeStartObject();
                    head(statement, out);
                    out.writeStringField("class", statement.getClass().getName());
                    size(statement.size(), out);
                    out.writeEndObject();
                }
                out.writeEndArray();
            }));
            return;
        }
        for (Statement<?> statement : statements) {
            System.out.println(statement.name() + " (" + status(statement) + "; n <= " + statement.size().n() + ", d <= "
                    + statement.size().d() + ")");
            System.out.println("    " + statement.sentence());
        }
    }

    private static String status(Statement<?> statement) {
        return statement.status().name().toLowerCase(Locale.ROOT);
    }

    private static void head(Statement<?> statement, JsonGenerator out) throws IOException {
        out.writeStringField("theorem", statement.name());
        out.writeStringField("status", status(statement));
        out.writeStringField("sentence", statement.sentence());
    }

    private static void size(Statement.Size size, JsonGenerator out) throws IOException {
        out.writeNumberField("n", size.n());
        out.writeNumberField("d", size.d());
    }

    /** Why nothing is decided; empty if it is. */
    private String reason() {
        Sweep.Counts counts = summary.counts();
        if (counts.broken() > 0) {
            return "";
        }
        if (summary.undecided().isPresent()) {
            return counts.undecided() + (counts.undecided() == 1 ? " instance" : " instances")
                    + " could not be decided; the first is " + summary.undecided().getAsLong() + ": " + summary.reason();
        }
        if (!summary.complete()) {
            return "stopped after " + counts.tried() + " of " + options.instances() + " instances";
        }
        return counts.held() == 0 ? "no instance met the hypotheses" : "";
    }

    private String verdict() {
        return summary.counts().broken() > 0 ? "broken" : reason().isEmpty() ? "held" : "undecided";
    }

    /** A counterexample whose certificate fails in the end. */
    int refused(String reason, boolean json) {
        output("undecided", reason, Optional.empty(), json);
        return Main.REFUSED;
    }

    /** A counterexample whose files cannot be written; what was found is said all the same. */
    int unwritten(String reason, boolean json) {
        output(verdict(), reason, Optional.empty(), json);
        return Main.BAD_INPUT;
    }

    /** Prints, and returns the exit code. */
    int print(Optional<Written> written, boolean json) {
        output(verdict(), reason(), written, json);
        return switch (verdict()) {
            case "held" -> Main.DONE;
            case "broken" -> Main.REJECTED;
            default -> Main.REFUSED;
        };
    }

    private void output(String verdict, String reason, Optional<Written> written, boolean json) {
        System.out.println(json ? toJson(verdict, reason, written) : toText(verdict, reason, written));
    }

    private String toText(String verdict, String reason, Optional<Written> written) {
        Sweep.Counts counts = summary.counts();
        List<String> lines = new ArrayList<>();
        lines.add("s " + verdict.toUpperCase(Locale.ROOT) + " " + statement.name() + " (" + status(statement) + "): "
                + statement.sentence());
        if (!reason.isEmpty()) {
            lines.add("c " + reason);
        }
        lines.add(String.format(Locale.ROOT, "c %d instances: %d held, %d broken, %d skipped, %d undecided; seed %d, n <= %d,"
                + " d <= %d; %.1f s", counts.tried(), counts.held(), counts.broken(), counts.skipped(), counts.undecided(),
                options.seed(), options.size().n(), options.size().d(), seconds));
        summary.hypotheses().forEach((hypothesis, count) -> lines.add("c skipped " + count + ": not met is that " + hypothesis));
        summary.counterexample().forEach(found -> {
            lines.add("c instance " + found.index() + ", shrunk from " + found.drawn().size() + " choices to "
                    + found.record().size() + ": " + found.broken().explanation());
        });
        written.ifPresent(files -> {
            lines.add("c problem " + files.problem());
            files.networks().forEach(file -> lines.add("c network " + file));
            lines.add(files.certificate().map(file -> "c certificate " + file + ": " + files.verdict().orElseThrow().line())
                    .orElse("c no certificate states what breaks it"));
        });
        return String.join(System.lineSeparator(), lines).replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\r\\n]]+", " ");
    }

    private String toJson(String verdict, String reason, Optional<Written> written) {
        Sweep.Counts counts = summary.counts();
        return Report.object(out -> {
            out.writeStringField("verdict", verdict);
            head(statement, out);
            out.writeNumberField("instances", options.instances());
            out.writeNumberField("tried", counts.tried());
            out.writeNumberField("held", counts.held());
            out.writeNumberField("broken", counts.broken());
            out.writeNumberField("skipped", counts.skipped());
            out.writeNumberField("undecided", counts.undecided());
            out.writeObjectFieldStart("hypotheses");
            for (Map.Entry<String, Long> hypothesis : summary.hypotheses().entrySet()) {
                out.writeNumberField(hypothesis.getKey(), hypothesis.getValue());
            }
            out.writeEndObject();
            out.writeNumberField("seed", options.seed());
            size(options.size(), out);
            out.writeNumberField("threads", options.threads());
            out.writeFieldName("counterexample");
            if (summary.counterexample().isEmpty()) {
                out.writeNull();
            } else {
                counterexample(out, summary.counterexample().get(0));
            }
            string(out, "problem", summary.counterexample().stream().map(found -> found.broken().problem().name()).findFirst());
            string(out, "problemFile", written.map(files -> files.problem().toString()));
            out.writeArrayFieldStart("networks");
            for (Path file : written.map(Written::networks).orElse(List.of())) {
                out.writeString(file.toString());
            }
            out.writeEndArray();
            string(out, "certificate", written.flatMap(Written::certificate).map(Path::toString));
            out.writeArrayFieldStart("claims");
            for (Claim claim : written.flatMap(Written::verdict).map(Verdict::claims).orElse(List.of())) {
                out.writeStartObject();
                Report.claim(out, claim);
                out.writeEndObject();
            }
            out.writeEndArray();
            string(out, "reason", reason.isEmpty() ? Optional.empty() : Optional.of(reason));
            out.writeNullField("obligation");
            out.writeObjectFieldStart("seconds");
            out.writeNumberField("search", seconds);
            out.writeNumberField("check", 0);
            out.writeEndObject();
        });
    }

    private static void counterexample(JsonGenerator out, Sweep.Counterexample found) throws IOException {
        out.writeStartObject();
        out.writeNumberField("instance", found.index());
        out.writeArrayFieldStart("choices");
        for (int choice : found.record()) {
            out.writeNumber(choice);
        }
        out.writeEndArray();
        out.writeStringField("explanation", found.broken().explanation());
        out.writeEndObject();
    }

    private static void string(JsonGenerator out, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            out.writeStringField(name, value.get());
        } else {
            out.writeNullField(name);
        }
    }
}
