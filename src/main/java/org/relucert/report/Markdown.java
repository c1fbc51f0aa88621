package org.relucert.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A statement as GitHub-flavoured Markdown, formulas between dollar signs. */
final class Markdown {

    private Markdown() { }

    static String of(Statement statement) {
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add("**Theorem**" + (statement.title().isBlank() ? "" : " (" + escape(statement.title()) + ")") + ". "
                + text(statement.setting()));
        statement.objective().ifPresent(objective -> paragraphs.add("$$" + math(objective)
                + (statement.details().pieces().isEmpty() ? "." : ",") + "$$"));
        if (!statement.details().pieces().isEmpty()) {
            paragraphs.add(text(statement.details()));
        }
        if (statement.claims().size() == 1) {
            paragraphs.add(text(statement.claims().get(0)));
        } else {
            List<String> items = new ArrayList<>();
            for (Text claim : statement.claims()) {
                items.add((items.size() + 1) + ". " + text(claim));
            }
            paragraphs.add(String.join("\n", items));
        }
        for (Table table : statement.tables()) {
            paragraphs.add("**Table " + table.tag() + ".** " + text(table.caption()));
            if (!table.rows().isEmpty()) {
                paragraphs.add(table(table));
            }
        }
        paragraphs.add("*Proof.* " + text(statement.proof()) + " The certificate has the SHA-256 hash " + code(statement.hash())
                + "; this checks it again:");
        paragraphs.add("```\n" + oneLine(statement.command()) + "\n```");
        return String.join("\n\n", paragraphs) + "\n";
    }

    private static String table(Table table) {
        List<String> lines = new ArrayList<>();
        lines.add(row(table.columns()));
        lines.add(table.columns().stream().map(column -> "---").collect(Collectors.joining("|", "|", "|")));
        table.rows().forEach(row -> lines.add(row(row)));
        return String.join("\n", lines);
    }

    private static String row(List<Text> cells) {
        // A | ends a cell even in code.
        return cells.stream().map(cell -> text(cell).replaceAll("(?<!\\\\)\\|", "\\\\|")).collect(Collectors.joining(" | ", "| ",
                " |"));
    }

    /** Running text. */
    static String text(Text text) {
        StringBuilder out = new StringBuilder();
        for (Text.Piece piece : text.pieces()) {
            out.append(switch (piece.kind()) {
                case WORDS -> piece.content();
                case MATH -> "$" + math(piece.content()) + "$";
                case CODE -> code(piece.content());
                case NAME -> escape(piece.content());
            });
        }
        return out.toString();
    }

    /**
     * TeX that Markdown leaves alone: an underscore behind a parenthesis would begin emphasis, behind a letter it does not.
     */
    private static String math(String tex) {
        return tex.replace("\\allowbreak ", "").replace(")_", ")\\mathstrut_");
    }

    /** A code span; longer fences than any run of backticks in it. */
    private static String code(String code) {
        String clean = oneLine(code);
        String fence = "`";
        while (clean.contains(fence)) {
            fence += "`";
        }
        return fence.length() == 1 ? fence + clean + fence : fence + " " + clean + " " + fence;
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", " ");
    }

    /** Any text as Markdown that shows it as it is. */
    static String escape(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(letter -> {
            if (letter == '<') {
                out.append("&lt;");
            } else if (letter == '&') {
                out.append("&amp;");
            } else if (letter == '$') {
                // A backslash does not keep GitHub from seeing a formula.
                out.append("<span>$</span>");
            } else if ("\\`*_{}[]()#+!|~>@:".indexOf(letter) >= 0) {
                out.append('\\').append((char) letter);
            } else if (Character.isWhitespace(letter) || Character.isISOControl(letter)
                    || Character.getType(letter) == Character.FORMAT) {
                out.append(' ');
            } else {
                out.appendCodePoint(letter);
            }
        });
        return out.toString();
    }
}
