package org.relucert.report;

import java.util.Optional;

/** The forms in which a verified certificate is put into words. */
public enum Format {
    /** A theorem for {@code \input}, with its tables. */
    LATEX,
    /** The same for a README. */
    MARKDOWN;

    /**
     * The theorem that a certificate proves, the same bytes for the same file.
     *
     * @param problemName file name of the user's copy of the problem, for the command that verifies
     * @param full print large tables too
     */
    public String print(Evidence evidence, Optional<String> problemName, boolean full) {
        Statement statement = Theorems.of(evidence, problemName.orElse(""), full);
        return this == LATEX ? Latex.of(statement) : Markdown.of(statement);
    }
}
