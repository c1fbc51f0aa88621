package org.relucert.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.Rationals;
import org.relucert.problem.InputException;
import org.relucert.problem.NumberText;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;
import org.relucert.prover.Prover;
import org.relucert.prover.Unproved;
import org.relucert.search.TrainingResult;
import org.relucert.search.WarmStart;

/**
 * {@code certify --betas}: one problem's data with several betas, in the order given. Each beta has a verified certificate and
 * the problem file to check it against; tables are written anew after each, so that whatever ends the path, what is done stands.
 */
final class BetaPath {

    /** A beta names files. */
    private static final int LONGEST = 40;
    private static final Pattern NAME = Pattern.compile("(.*?)(\\.cert)?(\\.json)?(\\.gz)?");

    /** One beta, as it was written, and where its files go. */
    private record Step(String text, Problem problem, CertificateOutput certificate, Path problemFile) { }

    private final CertifyCommand command;
    private final String betas;
    private final Set<String> claims;
    private final Path table;
    private final Path curve;
    private final List<String> rows = new ArrayList<>(List.of(Report.COLUMNS));
    private final List<String> points = new ArrayList<>(List.of("beta,seconds,lower,upper,nodes"));
    private final Set<String> unwritten = new LinkedHashSet<>();
    private WarmStart warm = WarmStart.NONE;

    /**
     * A path.
     *
     * @param betas the list as it was given
     * @param table for a row of each beta, or null
     * @param curve for the bounds of each over time, or null
     */
    BetaPath(CertifyCommand command, String betas, Set<String> claims, Path table, Path curve) {
        this.command = command;
        this.betas = betas;
        this.claims = claims;
        this.table = table;
        this.curve = curve;
    }

    /** Works through the betas; the exit code. */
    int run() {
        command.searchArguments().options();
        Map<String, Rational> values = values();
        Problem data = command.named(command.problemArguments().readWithoutBeta());
        if (data.loss() != Problem.Loss.SQUARED) {
            throw new InputException("arguments", "--betas",
                    "expected a problem with squared loss: with interpolation beta scales the objective and nothing else");
        }
        List<Step> steps = steps(data, values);
        Interruption.listen();
        List<Report> reports = new ArrayList<>();
        for (Step step : steps) {
            if (Interruption.requested()) {
                break;
            }
            Report report = prove(step);
            Progress.clear();
            reports.add(report);
            rows.add(report.row());
            write(table, rows);
            write(curve, points);
            if (!command.json() && report.exitCode() != Main.BAD_INPUT) {
                report.print(false);
                System.out.flush();
            }
        }
        return finish(data, reports, steps.stream().skip(reports.size()).map(Step::text).toList());
    }

    private Report prove(Step step) {
        long begin = System.nanoTime();
        Report report;
        try {
            Prover.Options options = command.searchArguments().options();
            Prover.Outcome outcome = Prover.certify(step.problem(), claims, List.of(), options, warm);
            warm = outcome.trained().next();
            Progress.clear();
            for (TrainingResult.Point point : outcome.trained().curve()) {
                points.add(String.format(Locale.ROOT, "%s,%s,%s,%s,%d", step.text(), point.seconds(), point.lower(),
                        point.upper(), point.nodes()));
            }
            report = step.certificate().write(step.problem(), outcome.proof(), (System.nanoTime() - begin) / 1e9)
                    .nodes(outcome.trained().nodes()).weaker(outcome.weaker());
            boolean verified = report.exitCode() == Main.DONE;
            if (verified && !Files.exists(step.problemFile())) {
                ProblemFile.write(step.problem(), "beta = " + step.text(), step.problemFile());
            }
            return report.ofBeta(step.text(), verified ? step.problemFile().toString() : null);
        } catch (Unproved e) {
            report = command.failure("refused", e.getMessage());
        } catch (OutOfMemoryError e) {
            report = command.failure("refused", "the memory was too short; RELUCERT_JAVA_OPTIONS=-Xmx8g gives 8 GB, say");
        } catch (InputException e) {
            complain(e.getMessage());
            report = command.failure("error", e.getMessage());
        }
        return report.seconds((System.nanoTime() - begin) / 1e9, 0).ofBeta(step.text(), null);
    }

    private void write(Path file, List<String> lines) {
        if (file == null) {
            return;
        }
        try {
            SearchCommand.write(file, lines);
        } catch (InputException e) {
            // The certificates stand all the same.
            complain(e.getMessage());
        }
    }

    /** Says what cannot be written; of a table, after the first beta only. */
    private void complain(String message) {
        if (unwritten.add(message)) {
            Main.complain(message);
        }
    }

    private int finish(Problem data, List<Report> reports, List<String> left) {
        boolean whole = left.isEmpty() && reports.stream().allMatch(report -> report.exitCode() == Main.DONE);
        boolean error = reports.stream().anyMatch(report -> report.exitCode() == Main.BAD_INPUT);
        List<String> reasons = new ArrayList<>(unwritten);
        if (!left.isEmpty()) {
            reasons.add("interrupted before beta " + String.join(", ", left));
        }
        if (command.json()) {
            System.out.println(Report.object(json -> {
                json.writeStringField("verdict", whole ? "verified" : error ? "error" : "refused");
                json.writeStringField("problem", data.name());
                json.writeArrayFieldStart("path");
                for (Report report : reports) {
                    json.writeStartObject();
                    report.content(json);
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeStringField("reason", reasons.isEmpty() ? null : String.join("; ", reasons));
            }));
        } else if (!left.isEmpty()) {
            System.out.println("s REFUSED " + reasons.get(reasons.size() - 1));
        }
        return !unwritten.isEmpty() ? Main.BAD_INPUT : whole ? Main.DONE : Main.REFUSED;
    }

    /** The betas by the text that stands for each, in order. */
    private Map<String, Rational> values() {
        Map<String, Rational> values = new LinkedHashMap<>();
        Map<Rational, String> seen = new HashMap<>();
        for (String item : betas.split(",", -1)) {
            String text = item.strip();
            Rational beta = NumberText.parse(text, "arguments", "--betas");
            text = text.startsWith("+") ? text.substring(1) : text;
            if (!beta.isPositive()) {
                throw new InputException("arguments", "--betas", "expected positive numbers, found " + text);
            }
            if (text.length() > LONGEST) {
                throw new InputException("arguments", "--betas", "expected numbers of at most " + LONGEST
                        + " characters, for they name files, found one of " + text.length());
            }
            String other = seen.put(beta, text);
            if (other != null) {
                throw new InputException("arguments", "--betas", "expected different numbers, found " + other + " and " + text);
            }
            values.put(text, beta);
        }
        return values;
    }

    /** Looks at every place before any work is done. */
    private List<Step> steps(Problem data, Map<String, Rational> values) {
        Path place = command.place();
        if (Files.isDirectory(place)) {
            place = place.resolve(command.problemArguments().stem() + ".cert.json");
        } else if (Files.exists(place) && !Files.isRegularFile(place)) {
            throw new InputException("arguments", "-o", "expected a file name, of which the names for each beta are made; "
                    + place + " is a pipe or a device");
        }
        Matcher name = NAME.matcher(place.getFileName().toString());
        boolean matches = name.matches();
        String stem = matches ? name.group(1) : place.getFileName().toString();
        String end = ".cert.json" + (matches && name.group(4) != null ? ".gz" : "");
        Set<Path> places = new HashSet<>();
        List<Step> steps = new ArrayList<>();
        for (Map.Entry<String, Rational> entry : values.entrySet()) {
            // A fraction's stroke would be a folder.
            String begin = stem + ".beta-" + entry.getKey().replace('/', '_');
            Path problemFile = place.resolveSibling(begin + ".problem.json");
            Problem problem = Problem.of(data.name(), data.inputs(), data.labels(), data.loss(),
                    Rationals.square(entry.getValue()), data.bias(), data.skip(), data.metric());
            Step step = new Step(entry.getKey(), problem, output(place.resolveSibling(begin + end), places), problemFile);
            output(problemFile, places);
            requireSame(step);
            steps.add(step);
        }
        if (table != null) {
            output(table, places);
        }
        if (curve != null) {
            output(curve, places);
        }
        return steps;
    }

    private CertificateOutput output(Path file, Set<Path> places) {
        CertificateOutput target = CertificateOutput.at(file);
        command.problemArguments().files().forEach(target::keep);
        if (!places.add(file.toAbsolutePath().normalize())) {
            throw new InputException(file.toString(), "", "cannot be written: two outputs have this name");
        }
        return target;
    }

    /** A file of the user's own stays: it is the problem already, or the path goes elsewhere. */
    private static void requireSame(Step step) {
        if (Files.exists(step.problemFile()) && !ProblemFile.read(step.problemFile()).equals(step.problem())) {
            throw new InputException(step.problemFile().toString(), "",
                    "expected the problem with beta " + step.text() + " or no file, found another problem; -o chooses other"
                            + " names");
        }
    }
}
