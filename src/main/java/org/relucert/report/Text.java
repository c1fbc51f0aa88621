package org.relucert.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of running text, immutable: words, formulas in TeX, code, and names that users have given. Formulas use no TeX command
 * made of a backslash and a sign, because Markdown would take the backslash away.
 *
 * @param pieces in order
 */
record Text(List<Piece> pieces) {

    /** Nothing. */
    static final Text EMPTY = new Text(List.of());

    /** What a piece is. */
    enum Kind {
        /** Plain words of this program. */
        WORDS,
        /** A formula in TeX. */
        MATH,
        /** Numbers, hashes, file names, commands. */
        CODE,
        /** A text that a user has given; anything may stand in it. */
        NAME
    }

    /** A piece. */
    record Piece(Kind kind, String content) { }

    /** Copies the list. */
    Text {
        pieces = List.copyOf(pieces);
    }

    /** Words of this program with formulas between dollar signs. Nothing that a user has given may stand in it. */
    static Text of(String sentence) {
        return EMPTY.and(sentence);
    }

    /** A formula. */
    static Text math(String tex) {
        return EMPTY.with(Kind.MATH, tex);
    }

    /** Code. */
    static Text code(String code) {
        return EMPTY.with(Kind.CODE, code);
    }

    /** The same, followed by words with formulas between dollar signs. */
    Text and(String sentence) {
        String[] parts = sentence.split("\\$", -1);
        if (parts.length % 2 == 0) {
            throw new IllegalArgumentException("a formula without end: " + sentence);
        }
        Text text = this;
        for (int k = 0; k < parts.length; k++) {
            if (!parts[k].isEmpty()) {
                text = text.with(k % 2 == 0 ? Kind.WORDS : Kind.MATH, parts[k]);
            }
        }
        return text;
    }

    /** The same, followed by code. */
    Text andCode(String code) {
        return with(Kind.CODE, code);
    }

    /** The same, followed by a text that a user has given. */
    Text andName(String name) {
        return with(Kind.NAME, name);
    }

    /** The same, followed by "name = value". */
    Text equal(String name, Text value) {
        Piece first = value.pieces.get(0);
        return first.kind() == Kind.MATH ? and("$" + name + "=" + first.content() + "$") : and("$" + name + "=$ ").append(value);
    }

    /** The same, followed by another text. */
    Text append(Text other) {
        List<Piece> more = new ArrayList<>(pieces);
        more.addAll(other.pieces);
        return new Text(more);
    }

    private Text with(Kind kind, String content) {
        List<Piece> more = new ArrayList<>(pieces);
        more.add(new Piece(kind, content));
        return new Text(more);
    }

    /** About how many characters wide it is in print. */
    int width() {
        int width = 0;
        for (Piece piece : pieces) {
            String content = piece.content();
            // Commands stand for one sign, braces and allowed breaks for none.
            width += piece.kind() == Kind.MATH
                    ? content.replace("\\allowbreak", "").replaceAll("\\\\[A-Za-z]+ ?", "x").replaceAll("[{}_^]", "").length()
                    : content.length();
        }
        return width;
    }
}
