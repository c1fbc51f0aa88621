package org.relucert.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Whatever is written is read as the same. */
class FileProperties {

    @Provide
    Arbitrary<Problem> problems() {
        return Problems.problems();
    }

    @Provide
    Arbitrary<Problems.Pair> pairs() {
        return Problems.pairs();
    }

    @Property(tries = 400)
    void canonicalFormIsAFixedPoint(@ForAll("problems") Problem problem) throws IOException {
        String canonical = ProblemFile.canonicalJson(problem);
        try (JsonParser parser = JsonInput.factory().createParser("[" + canonical + ",7]")) {
            parser.nextToken();
            parser.nextToken();
            Problem again = ProblemFile.read(parser, "memory");
            assertEquals(problem, again);
            assertEquals(problem.name(), again.name());
            assertEquals(canonical, ProblemFile.canonicalJson(again));
            assertEquals(ProblemFile.sha256(problem), ProblemFile.sha256(again));
            // The parser stands at the end of the object and whoever embeds it goes on.
            assertEquals(JsonToken.END_OBJECT, parser.currentToken());
            assertEquals(JsonToken.VALUE_NUMBER_INT, parser.nextToken());
        }
    }

    @Property(tries = 200)
    void anyChangedNumberChangesTheHash(@ForAll("problems") Problem p, @ForAll int place) {
        int entries = p.inputs().columns() * p.rows() + p.labels().columns() * p.rows() + 1;
        int k = Math.floorMod(place, entries);
        RationalMatrix inputs = p.inputs();
        RationalMatrix labels = p.labels();
        Rational b = p.betaSquared();
        int cells = inputs.columns() * p.rows();
        if (k < cells) {
            inputs = bumped(inputs, k);
        } else if (k < entries - 1) {
            labels = bumped(labels, k - cells);
        } else {
            b = b.plus(Rationals.ONE);
        }
        Problem changed = Problem.of(p.name(), inputs, labels, p.loss(), b, p.bias(), p.skip(), p.metric());
        assertNotEquals(p, changed);
        assertNotEquals(ProblemFile.sha256(p), ProblemFile.sha256(changed));
    }

    private static RationalMatrix bumped(RationalMatrix matrix, int k) {
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < matrix.rows(); i++) {
            RationalVector row = matrix.row(i);
            rows.add(i == k / matrix.columns()
                    ? row.plus(RationalVector.unit(row.size(), k % matrix.columns()))
                    : row);
        }
        return RationalMatrix.ofRows(rows, matrix.columns());
    }

    @Property(tries = 200)
    void networksAreReadAsWritten(@ForAll("pairs") Problems.Pair pair) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JsonInput.factory().createGenerator(text)) {
            NetworkFile.write(pair.network(), out);
        }
        try (JsonParser parser = JsonInput.factory().createParser(text.toString())) {
            parser.nextToken();
            assertEquals(pair.network(), NetworkFile.read(parser, "memory", pair.problem()));
            assertEquals(JsonToken.END_OBJECT, parser.currentToken());
        }
    }
}
