package org.relucert.report;

import java.util.List;
import java.util.Optional;

/**
 * A theorem in parts, for any of the output formats.
 *
 * @param title the name of the problem, as its author gave it
 * @param fileName of the certificate
 * @param setting the hypotheses, up to the objective
 * @param objective the objective as a formula of its own; none where it plays no role
 * @param details what has to be said after the objective
 * @param claims what is proved; at least one
 * @param tables referred to by their tags
 * @param proof how it is proved
 * @param command how to verify it
 * @param hash of the certificate
 */
record Statement(String title, String fileName, Text setting, Optional<String> objective, Text details, List<Text> claims,
        List<Table> tables, Text proof, String command, String hash) {

    /** Copies the lists. */
    Statement {
        claims = List.copyOf(claims);
        tables = List.copyOf(tables);
    }
}
