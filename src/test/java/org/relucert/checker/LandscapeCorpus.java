package org.relucert.checker;

import java.nio.file.Path;
import java.util.List;

/** The certificates about the objective around a network, {@code src/test/resources/landscape}. */
public final class LandscapeCorpus {

    static final Path FOLDER = Path.of("src/test/resources/landscape");

    private LandscapeCorpus() { }

    /** Every valid certificate that makes such claims; others are there for their problem. */
    public static List<Path> valid() {
        return Corpus.certificates(FOLDER.resolve("valid")).stream()
                .filter(file -> new Corpus.Valid(file).text().contains("\"landscape\"")).toList();
    }
}
