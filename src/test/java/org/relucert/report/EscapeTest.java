package org.relucert.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Names that users have given come out as they are, whatever stands in them. */
class EscapeTest {

    private static final String EVIL = "50% of_the {best} \\input{x} $y$ #1 ~^ & a--b <i> |x| \"q\" `c` [n]";

    @Test
    void latex() {
        assertEquals("50\\% of\\_the \\{best\\} \\textbackslash{}input\\{x\\} \\$y\\$ \\#1 \\textasciitilde{}\\textasciicircum{} \\& a-{}-b "
                + "\\textless{}i\\textgreater{} \\textbar{}x\\textbar{} \\textquotedbl{}q\\textquotedbl{} \\textasciigrave{}c\\textasciigrave{} [n]",
                Latex.escape(EVIL));
        assertEquals("G\\\"{o}del, \\v{C}ech, na\\\"{\\i}ve, Stra\\ss{}e, $\\beta$ $\\le$ $\\surd$3, [U+4E2D][U+1F600], a b c d",
                Latex.escape("G\u00f6del, \u010cech, na\u00efve, Stra\u00dfe, \u03b2 \u2264 \u221a3, \u4e2d\ud83d\ude00, a\nb\u202ec\u0007d"));
    }

    @Test
    void markdown() {
        assertEquals("50% of\\_the \\{best\\} \\\\input\\{x\\} <span>$</span>y<span>$</span> \\#1 \\~^ &amp; a--b &lt;i\\> \\|x\\| \"q\" "
                + "\\`c\\` \\[n\\]", Markdown.escape(EVIL));
        assertEquals("G\u00f6del a b", Markdown.escape("G\u00f6del\na\u202eb"));
    }

    @Test
    void codeInBothFormats() {
        assertEquals("``` a``b ```", Markdown.text(Text.code("a``b")));
        assertEquals("\\texttt{a\\_b.cert}", Latex.text(Text.code("a_b.cert")));
        String hash = "0123456789abcdef0123";
        assertEquals(hash, Latex.text(Text.code(hash)).replace("\\allowbreak{}", "").replace("\\texttt{", "").replace("}", ""));
        assertTrue(Latex.text(Text.code(hash)).contains("\\allowbreak{}"));
    }

    /** No name ends a paragraph, an argument, or the comment at the top. */
    @Property(tries = 500)
    void anyName(@ForAll @StringLength(max = 30) String name) {
        Statement statement = new Statement(name, name, Text.EMPTY.andName(name), Optional.empty(), Text.EMPTY,
                List.of(Text.of("It holds.")),
                List.of(), Text.EMPTY.andCode(name), "relucert verify x", "00");
        String latex = Latex.of(statement);
        assertTrue(latex.matches("[\\x20-\\x7e\\n]*"), latex);
        String bare = latex.replaceAll("(?m)^%.*$", "").replaceAll("\\\\[{}$%&#_]", "");
        assertEquals(bare.chars().filter(c -> c == '{').count(), bare.chars().filter(c -> c == '}').count(), latex);
        assertEquals(15, latex.split("\n", -1).length, latex);
        assertTrue(Latex.escape(name).replaceAll("\\\\[{}$%&#_]|\\$[^$]*\\$|\\\\[a-z]+\\{\\}", "").matches("[^%&#$]*"), latex);
        assertEquals(10, Markdown.of(statement).split("\\R", -1).length, () -> Markdown.of(statement));
    }
}
