package org.relucert.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.relucert.family.Choices;
import org.relucert.family.Family;
import org.relucert.family.Instance;
import org.relucert.family.Parameter;
import org.relucert.family.Settings;
import org.relucert.problem.InputException;
import org.relucert.problem.NetworkFile;
import org.relucert.problem.ProblemFile;
import org.relucert.problem.VectorFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code relucert construct FAMILY --key value… [-o PROBLEM]}: writes an instance whose intended properties have been decided. */
@Command(name = "construct", versionProvider = Main.Version.class,
        description = "Writes a problem with known answers, and where known the network and the dual vector that solve it."
                + " Every intended property is decided exactly before anything is written; an instance that lacks one is refused.",
        footer = Main.EXIT_CODES)
final class ConstructCommand extends Reporting {

    private static final JsonFactory JSON = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final String PROBLEM_ENDING = ".problem.json";

    @Parameters(paramLabel = "FAMILY [--key value]",
            description = "The family (--list shows them), then its parameters (FAMILY --help shows them), as --n 7 or --n=7.")
    private List<String> words = List.of();

    @Option(names = "--seed", paramLabel = "S",
            description = "Whole number (default ${DEFAULT-VALUE}); the same seed and parameters"
            + " write the same files.", defaultValue = "0")
    private long seed;

    @Option(names = "-o", paramLabel = "PROBLEM",
            description = "Problem file; the network and the dual vector are written beside it, as"
            + " NAME.network.json and NAME.nu.json (default: a name of the family and the parameters given, in this directory).")
    private Path output;

    @Option(names = "--list", description = "Print every family, its parameters, and what it shows.")
    private boolean list;

    @Option(names = {"-h", "--help"}, description = "Show this help, or that of the family.")
    private boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Print version information and exit.")
    private boolean version;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        Optional<Family> family = family();
        if (list) {
            require(words.isEmpty(), "--list", "expected nothing else, found " + String.join(" ", words));
            print(Family.ALL);
        } else if (help && family.isEmpty()) {
            spec.commandLine().usage(System.out);
        } else if (help) {
            print(List.of(family.get()));
        } else {
            return construct(family.orElseThrow(() -> new InputException("arguments", "FAMILY", "expected one of " + names()
                    + ", found nothing; construct --list says what each shows")));
        }
        return Main.DONE;
    }

    private static void require(boolean holds, String field, String complaint) {
        if (!holds) {
            throw new InputException("arguments", field, complaint);
        }
    }

    private static String names() {
        return String.join(", ", Family.ALL.stream().map(Family::name).toList());
    }

    private Optional<Family> family() {
        if (words.isEmpty()) {
            return Optional.empty();
        }
        Optional<Family> family = Family.of(words.get(0));
        require(family.isPresent(), "FAMILY", "expected one of " + names() + ", found " + words.get(0));
        return family;
    }

    /** The parameters given after the family. */
    private Map<String, String> given(Family family) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int k = 1; k < words.size(); k++) {
            String word = words.get(k);
            require(word.startsWith("--") && word.length() > 2, word, "expected a parameter of " + family.name() + ", such as --"
                    + family.parameters().get(0).name());
            int equals = word.indexOf('=');
            String key = equals < 0 ? word.substring(2) : word.substring(2, equals);
            require(equals >= 0 || k + 1 < words.size(), "--" + key, "expected a value, found nothing");
            String value = equals < 0 ? words.get(++k) : word.substring(equals + 1);
            require(given.put(key, value) == null, "--" + key, "expected once, found twice");
        }
        return given;
    }

    /** Draws an instance of the family, decides its properties, and writes it. */
    int construct(Family family) {
        Map<String, String> given = given(family);
        Settings settings;
        Instance instance;
        try {
            settings = Settings.of(family.parameters(), given);
            instance = family.draw(settings, Choices.random(seed));
        } catch (IllegalArgumentException e) {
            throw new InputException("arguments", "", e.getMessage());
        }
        named(instance.problem());
        Path place = output != null ? output : Path.of(defaultName(family, given));
        List<Path> files = files(place, instance);
        files.forEach(CertificateOutput::at);
        Optional<Instance.Property> broken = instance.broken();
        if (broken.isPresent()) {
            String reason = "the instance of " + family.name() + " " + settings + " with seed " + seed
                    + " lacks an intended property: " + broken.get().sentence();
            failure("refused", reason).print(json());
            return Main.REFUSED;
        }
        write(family, settings, instance, files);
        if (json()) {
            System.out.println(json(family, settings, instance, files));
        } else {
            for (Instance.Property property : instance.properties()) {
                System.out.println("c checked: " + property.sentence());
            }
            for (Path file : files) {
                System.out.println("c written: " + file);
            }
        }
        return Main.DONE;
    }

    private String defaultName(Family family, Map<String, String> given) {
        StringBuilder name = new StringBuilder(family.name());
        given.forEach((key, value) -> name.append('-').append(key).append('-').append(value));
        return name.append("-seed-").append(seed).append(PROBLEM_ENDING).toString();
    }

    /** The problem, the dual vector if there is one, the networks. */
    private static List<Path> files(Path place, Instance instance) {
        List<Path> files = new ArrayList<>(List.of(place));
        if (Files.exists(place) && !Files.isRegularFile(place) && !Files.isDirectory(place)) {
            // A pipe or a device has no place beside it.
            return files;
        }
        require(place.getFileName() != null, "-o", "expected a file name, found " + place);
        String stem = place.getFileName().toString().replaceFirst("(\\.problem)?\\.json(\\.gz)?$", "");
        instance.nu().ifPresent(nu -> files.add(place.resolveSibling(stem + ".nu.json")));
        for (String name : instance.networks().keySet()) {
            files.add(place.resolveSibling(stem + (name.equals(Instance.OPTIMAL) ? "" : "." + name) + ".network.json"));
        }
        require(files.stream().distinct().count() == files.size(), "-o",
                "expected a name other than those of the files beside it");
        return files;
    }

    private void write(Family family, Settings settings, Instance instance, List<Path> files) {
        List<Runnable> writers = new ArrayList<>();
        StringBuilder command = new StringBuilder("relucert construct ").append(family.name());
        settings.values().forEach((key, value) -> command.append(" --").append(key).append(' ').append(value));
        String comment = command + " --seed " + seed + ": " + family.shows();
        writers.add(() -> ProblemFile.write(instance.problem(), comment, files.get(0)));
        instance.nu().ifPresent(nu -> writers.add(() -> VectorFile.write(nu, files.get(1))));
        List<Path> others = files.subList(Math.min(writers.size(), files.size()), files.size());
        int[] next = {0};
        instance.networks().values().forEach(network -> writers.add(() -> NetworkFile.write(network, others.get(next[0]++))));
        // The problem last: where it stands, the others do.
        for (int k = 1; k < files.size(); k++) {
            writers.get(k).run();
        }
        writers.get(0).run();
    }

    private void print(List<Family> families) {
        if (json()) {
            System.out.println(json(families));
            return;
        }
        for (Family family : families) {
            System.out.println(family.name() + ": " + family.shows());
            for (Parameter parameter : family.parameters()) {
                System.out.println("  --" + parameter.name() + ": " + parameter.meaning() + "; " + parameter.expected()
                        + " (default "
                        + parameter.standard() + ")");
            }
        }
    }

    /** What is written by a generator. */
    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static String text(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            content.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private String json(Family family, Settings settings, Instance instance, List<Path> files) {
        return text(json -> {
            json.writeStringField("verdict", "constructed");
            json.writeStringField("problem", instance.problem().name());
            json.writeStringField("family", family.name());
            json.writeObjectFieldStart("settings");
            for (Map.Entry<String, String> setting : settings.values().entrySet()) {
                json.writeStringField(setting.getKey(), setting.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("seed", seed);
            json.writeArrayFieldStart("files");
            for (Path file : files) {
                json.writeString(file.toString());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("properties");
            for (Instance.Property property : instance.properties()) {
                json.writeString(property.sentence());
            }
            json.writeEndArray();
            json.writeNullField("reason");
        });
    }

    private static String json(List<Family> families) {
        return text(json -> {
            json.writeArrayFieldStart("families");
            for (Family family : families) {
                json.writeStartObject();
                json.writeStringField("name", family.name());
                json.writeStringField("shows", family.shows());
                json.writeArrayFieldStart("parameters");
                for (Parameter parameter : family.parameters()) {
                    json.writeStartObject();
                    json.writeStringField("name", parameter.name());
                    json.writeStringField("meaning", parameter.meaning());
                    json.writeStringField("default", parameter.standard());
                    json.writeStringField("expected", parameter.expected());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
