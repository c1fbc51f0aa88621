package org.relucert.report;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement as LaTeX for {@code \input}: plain ASCII, for amsmath, amssymb and amsthm. Long numbers may break anywhere. */
final class Latex {

    /** Digits of a table's line in a text of usual width, and what a column costs beside its content. */
    private static final int LINE = 66;
    private static final int COLUMN = 3;
    /** A column wider than this may get lines of its own. */
    private static final int WIDE = 16;
    /** A table is cut after so many lines, because it cannot break over pages. */
    private static final int PAGE = 40;
    /** Runs of digits and code beyond this length may break. */
    private static final int LONG = 14;
    private static final int GROUP = 5;
    private static final Pattern WORD = Pattern.compile("[0-9A-Za-z?]+");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{" + 2 * GROUP + ",}");

    /** Signs of names that TeX has in its own way. */
    private static final Map<Integer, String> SIGNS = Map.ofEntries(Map.entry((int) '\\', "\\textbackslash{}"),
            Map.entry((int) '{', "\\{"),
            Map.entry((int) '}', "\\}"), Map.entry((int) '$', "\\$"), Map.entry((int) '&', "\\&"), Map.entry((int) '#', "\\#"),
            Map.entry((int) '%', "\\%"), Map.entry((int) '_', "\\_"), Map.entry((int) '^', "\\textasciicircum{}"),
            Map.entry((int) '~', "\\textasciitilde{}"), Map.entry((int) '<', "\\textless{}"), Map.entry((int) '>',
            "\\textgreater{}"),
            Map.entry((int) '|', "\\textbar{}"), Map.entry((int) '"', "\\textquotedbl{}"), Map.entry((int) '`',
            "\\textasciigrave{}"),
            Map.entry((int) '\'', "'"),
            Map.entry(0xdf, "\\ss{}"), Map.entry(0xe6, "\\ae{}"), Map.entry(0xc6, "\\AE{}"), Map.entry(0xf8, "\\o{}"),
            Map.entry(0xd8, "\\O{}"), Map.entry(0x153, "\\oe{}"), Map.entry(0x152, "\\OE{}"), Map.entry(0x142, "\\l{}"),
            Map.entry(0x141, "\\L{}"), Map.entry(0x131, "\\i{}"), Map.entry(0x2013, "--"), Map.entry(0x2014, "---"),
            Map.entry(0x2018, "`"), Map.entry(0x2019, "'"), Map.entry(0x201c, "``"), Map.entry(0x201d, "''"), Map.entry(0x2026,
            "\\dots{}"),
            Map.entry(0x221a, "$\\surd$"), Map.entry(0xd7, "$\\times$"), Map.entry(0xb1, "$\\pm$"), Map.entry(0x2264, "$\\le$"),
            Map.entry(0x2265, "$\\ge$"), Map.entry(0x2260, "$\\ne$"), Map.entry(0x221e, "$\\infty$"), Map.entry(0xb7, "$\\cdot$"),
            Map.entry(0xb2, "$^2$"), Map.entry(0xb3, "$^3$"), Map.entry(0x3b1, "$\\alpha$"), Map.entry(0x3b2, "$\\beta$"),
            Map.entry(0x3b3, "$\\gamma$"), Map.entry(0x3b4, "$\\delta$"), Map.entry(0x3b5, "$\\varepsilon$"), Map.entry(0x3bb,
            "$\\lambda$"),
            Map.entry(0x3bc, "$\\mu$"), Map.entry(0x3bd, "$\\nu$"), Map.entry(0x3c0, "$\\pi$"), Map.entry(0x3c3, "$\\sigma$"),
            Map.entry(0x3c4, "$\\tau$"), Map.entry(0x3c9, "$\\omega$"), Map.entry(0x394, "$\\Delta$"), Map.entry(0x3a3,
            "$\\Sigma$"));

    /** Combining marks that every TeX font can set. */
    private static final Map<Integer, String> ACCENTS = Map.ofEntries(Map.entry(0x300, "\\`"), Map.entry(0x301, "\\'"),
            Map.entry(0x302, "\\^"), Map.entry(0x303, "\\~"), Map.entry(0x304, "\\="), Map.entry(0x306, "\\u"), Map.entry(0x307,
            "\\."),
            Map.entry(0x308, "\\\""), Map.entry(0x30a, "\\r"), Map.entry(0x30b, "\\H"), Map.entry(0x30c, "\\v"), Map.entry(0x327,
            "\\c"));

    private Latex() { }

    static String of(Statement statement) {
        StringBuilder out = new StringBuilder();
        line(out, "% What the certificate " + comment(statement.fileName()) + " proves, as relucert report --latex prints it.");
        line(out, "% SHA-256 of the certificate: " + statement.hash());
        line(out, "% Needs amsmath, amssymb and amsthm, and \\newtheorem{theorem}{Theorem} in the preamble.");
        line(out, "\\begin{theorem}" + (statement.title().isBlank() ? "" : "[{" + escape(statement.title()) + "}]")
                + label(statement.fileName()));
        line(out, "\\sloppy");
        line(out, text(statement.setting()));
        statement.objective().ifPresent(objective -> line(out, "\\[" + objective + (statement.details().pieces().isEmpty() ? "."
                : ",")
                + "\\]"));
        if (!statement.details().pieces().isEmpty()) {
            line(out, text(statement.details()));
        }
        if (statement.claims().size() == 1) {
            line(out, text(statement.claims().get(0)));
        } else {
            line(out, "\\begin{enumerate}");
            for (int k = 0; k < statement.claims().size(); k++) {
                line(out, "\\item[\\textup{(" + roman(k + 1) + ")}] " + text(statement.claims().get(k)));
            }
            line(out, "\\end{enumerate}");
        }
        line(out, "\\end{theorem}");
        for (Table table : statement.tables()) {
            table(out, table);
        }
        line(out, "\\begin{proof}");
        line(out, "\\sloppy");
        line(out, text(statement.proof()));
        line(out, "The certificate has the SHA-256 hash " + code(statement.hash()) + ", and");
        line(out, code(statement.command()) + " checks it again.");
        line(out, "\\end{proof}");
        return out.toString();
    }

    private static void line(StringBuilder out, String line) {
        out.append(line).append('\n');
    }

    private static String comment(String fileName) {
        return fileName.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static String label(String fileName) {
        String name = fileName.replaceFirst("\\.cert\\.json(\\.gz)?$", "").replaceAll("[^A-Za-z0-9.-]", "-");
        return "\\label{thm:" + name + "}";
    }

    private static String roman(int k) {
        return k <= 8 ? List.of("i", "ii", "iii", "iv", "v", "vi", "vii", "viii").get(k - 1) : Integer.toString(k);
    }

    // ---- tables

    private static void table(StringBuilder out, Table table) {
        line(out, "\\par\\medskip\\noindent{\\sloppy\\textbf{Table " + table.tag() + ".} " + text(table.caption()) + "\\par}");
        if (table.rows().isEmpty()) {
            return;
        }
        List<Integer> widths = widths(table);
        if (total(widths) > 2 * LINE) {
            list(out, table);
            return;
        }
        int[] shares = shares(widths);
        StringBuilder columns = new StringBuilder();
        for (int k = 0; k < shares.length; k++) {
            columns.append(shares[k] == 0 ? widths.get(k) > WIDE / 2 ? "l" : "r" : String.format("p{0.%02d\\linewidth}",
                    shares[k]));
        }
        // A table of very many narrow columns.
        boolean small = total(widths) > LINE && Arrays.stream(shares).allMatch(share -> share == 0);
        for (int from = 0; from < table.rows().size(); from += PAGE) {
            line(out, "\\begin{center}" + (small ? "\\scriptsize\\setlength{\\tabcolsep}{2pt}" : ""));
            line(out, "\\begin{tabular}{" + columns + "}");
            line(out, "\\hline");
            line(out, row(table.columns(), shares));
            line(out, "\\hline");
            for (List<Text> row : table.rows().subList(from, Math.min(from + PAGE, table.rows().size()))) {
                line(out, row(row, shares));
            }
            line(out, "\\hline");
            line(out, "\\end{tabular}");
            line(out, "\\end{center}");
        }
    }

    /** A table of very long entries, row by row, so that it breaks over lines and pages. */
    private static void list(StringBuilder out, Table table) {
        for (List<Text> row : table.rows()) {
            List<String> entries = new ArrayList<>();
            for (int k = 0; k < row.size(); k++) {
                Text head = table.columns().get(k);
                boolean formula = head.pieces().get(0).kind() == Text.Kind.MATH;
                entries.add(text(formula ? Text.EMPTY.equal(head.pieces().get(0).content(), row.get(k)) : head.and(" ")
                        .append(row.get(k))));
            }
            line(out, "\\par\\smallskip{\\raggedright\\noindent " + String.join(", ", entries) + ".\\par}");
        }
        line(out, "\\par\\medskip");
    }

    private static List<Integer> widths(Table table) {
        List<Integer> widths = new ArrayList<>();
        for (int k = 0; k < table.columns().size(); k++) {
            int width = table.columns().get(k).width();
            for (List<Text> row : table.rows()) {
                width = Math.max(width, row.get(k).width());
            }
            widths.add(width);
        }
        return widths;
    }

    private static int total(List<Integer> widths) {
        return widths.stream().mapToInt(width -> width + COLUMN).sum();
    }

    /** Hundredths of the line for the columns that may break; 0 for those that need not. */
    private static int[] shares(List<Integer> widths) {
        int[] shares = new int[widths.size()];
        if (total(widths) <= LINE) {
            return shares;
        }
        int narrow = widths.stream().mapToInt(width -> COLUMN + (width > WIDE ? 0 : width)).sum();
        int wide = widths.stream().filter(width -> width > WIDE).mapToInt(width -> width).sum();
        int room = Math.max(20, 100 * (LINE - narrow) / LINE);
        for (int k = 0; k < shares.length; k++) {
            if (widths.get(k) > WIDE) {
                // The widest does not take everything: each gets a tenth of the line at least.
                shares[k] = Math.max(10, room * widths.get(k) / wide);
            }
        }
        int sum = Arrays.stream(shares).sum();
        for (int k = 0; k < shares.length && sum > room; k++) {
            shares[k] = shares[k] * room / sum;
        }
        return shares;
    }

    private static String row(List<Text> cells, int[] shares) {
        List<String> parts = new ArrayList<>();
        for (int k = 0; k < shares.length; k++) {
            parts.add((shares[k] == 0 ? "" : "\\raggedright ") + text(cells.get(k)));
        }
        return String.join(" & ", parts) + " \\tabularnewline";
    }

    // ---- text

    /** Running text. */
    static String text(Text text) {
        StringBuilder out = new StringBuilder();
        for (Text.Piece piece : text.pieces()) {
            out.append(switch (piece.kind()) {
                case WORDS -> piece.content().replaceAll("Table ([A-Z])", "Table~$1").replaceAll("([.:]) (?=[A-Z]|$)", "$1\n");
                case MATH -> "$" + breakable(piece.content()) + "$";
                case CODE -> code(piece.content());
                case NAME -> escape(piece.content());
            });
        }
        return out.toString();
    }

    private static String breakable(String tex) {
        return DIGITS.matcher(tex.replaceAll("/(?=[0-9]{" + GROUP + "})", "/\\\\allowbreak "))
                .replaceAll(m -> Matcher.quoteReplacement(grouped(m.group())));
    }

    private static String grouped(String digits) {
        StringBuilder out = new StringBuilder();
        for (int k = 0; k < digits.length(); k++) {
            out.append(k > 0 && k % GROUP == 0 ? "\\allowbreak " : "").append(digits.charAt(k));
        }
        return out.toString();
    }

    /** In typewriter type, breakable if it is long. */
    private static String code(String code) {
        StringBuilder out = new StringBuilder("\\texttt{");
        Matcher words = WORD.matcher(code);
        int end = 0;
        while (words.find()) {
            out.append(escape(code.substring(end, words.start())).replace("'", "\\textquotesingle{}"));
            String word = words.group();
            if (word.length() <= LONG) {
                out.append(word);
            } else {
                out.append(String.join("\\allowbreak{}", word.split("(?<=\\G.{" + GROUP + "})")));
            }
            end = words.end();
            // Behind a sign a long text may break.
            out.append(code.length() > LONG && end < code.length() ? "\\allowbreak{}" : "");
        }
        out.append(escape(code.substring(end)).replace("'", "\\textquotesingle{}"));
        return out.append('}').toString();
    }

    /**
     * Any text as LaTeX of plain ASCII. Letters with the usual accents are set with them, some signs as formulas; of others the
     * number is printed.
     */
    static String escape(String text) {
        StringBuilder out = new StringBuilder();
        int[] letters = Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().toArray();
        for (int k = 0; k < letters.length; k++) {
            int letter = letters[k];
            int[] parts = Normalizer.normalize(Character.toString(letter), Normalizer.Form.NFD).codePoints().toArray();
            String accent = parts.length == 2 && parts[0] < 0x80 && Character.isLetter(parts[0]) ? ACCENTS.get(parts[1]) : null;
            if (accent != null) {
                // An i or j loses its dot.
                String base = parts[0] == 'i' ? "\\i" : parts[0] == 'j' ? "\\j" : Character.toString(parts[0]);
                out.append(accent).append('{').append(base).append('}');
            } else if (SIGNS.containsKey(letter)) {
                out.append(SIGNS.get(letter));
            } else if (letter >= 0x20 && letter < 0x7f) {
                out.append((char) letter);
                // Two hyphens would become a dash, and so with the other ligatures.
                out.append(k + 1 < letters.length && letters[k + 1] == letter && "-,?!'`".indexOf(letter) >= 0 ? "{}" : "");
            } else if (Character.isWhitespace(letter) || Character.isISOControl(letter)
                    || Character.getType(letter) == Character.FORMAT) {
                out.append(' ');
            } else {
                out.append(String.format("[U+%04X]", letter));
            }
        }
        return out.toString();
    }
}
