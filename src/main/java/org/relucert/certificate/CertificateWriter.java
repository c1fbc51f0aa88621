package org.relucert.certificate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.TreeNode.ImpliedSign;
import org.relucert.certificate.TreeNode.RowBound;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.OutputFile;
import org.relucert.problem.ProblemFile;

/** Writes certificates, byte for byte the same for the same content. */
public final class CertificateWriter {

    private final JsonGenerator json;
    private BigInteger unitNumerator;
    private BigInteger unitDenominator;

    private CertificateWriter(JsonGenerator json) {
        this.json = json;
    }

    /**
     * Writes a certificate file whole or not at all; gzip when the name ends in {@code .gz}.
     *
     * @throws org.relucert.problem.InputException if the place cannot be written
     */
    public static void write(Path file, Certificate certificate, ProofTree plus, ProofTree minus, Sections sections) {
        OutputFile.write(file, out -> {
            JsonGenerator json = new JsonFactory().createGenerator(out);
            new CertificateWriter(json).all(certificate, plus, minus, sections);
            json.flush();
        });
    }

    /** The text of a certificate. */
    public static String text(Certificate certificate, ProofTree plus, ProofTree minus, Sections sections) {
        StringWriter writer = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(writer)) {
            new CertificateWriter(json).all(certificate, plus, minus, sections);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.toString();
    }

    private void all(Certificate certificate, ProofTree plus, ProofTree minus, Sections sections) throws IOException {
        // One field a line at the top, one leaf a line in the trees: readable, and differences stay local.
        json.writeStartObject();
        line();
        json.writeStringField("format", Certificate.FORMAT);
        line();
        json.writeStringField("convention", certificate.convention());
        line();
        json.writeFieldName("problem");
        ProblemFile.write(certificate.problem(), json);
        line();
        json.writeStringField("problemSha256", certificate.problemSha256());
        line();
        json.writeArrayFieldStart("claims");
        for (Claim claim : certificate.claims()) {
            claim(claim);
        }
        json.writeEndArray();
        line();
        if (certificate.hasDual()) {
            json.writeObjectFieldStart("dual");
            vector("nu", certificate.nu());
            rational("levelSquared", certificate.levelSquared());
            rational("scale", certificate.scale());
            json.writeEndObject();
            line();
        }
        json.writeFieldName("network");
        network(certificate.network());
        if (certificate.hasDual()) {
            line();
            json.writeObjectFieldStart("trees");
            tree("plus", plus);
            line();
            tree("minus", minus);
            json.writeEndObject();
        }
        if (sections.optimalSet().isPresent()) {
            line();
            optimalSet(sections.optimalSet().get());
        }
        if (sections.outline().isPresent()) {
            line();
            outline(sections.outline().get());
        }
        if (sections.second().isPresent()) {
            line();
            json.writeFieldName("second");
            network(sections.second().get());
        }
        if (!sections.inverse().isEmpty()) {
            line();
            json.writeObjectFieldStart("support");
            json.writeArrayFieldStart("inverse");
            for (RationalVector row : sections.inverse()) {
                line();
                vector(row);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        if (sections.path().isPresent()) {
            line();
            path(sections.path().get());
        }
        if (sections.landscape().isPresent()) {
            line();
            landscape(sections.landscape().get(), certificate.claims());
        }
        json.writeEndObject();
        line();
    }

    private void network(PathNetwork network) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("neurons");
        for (PathNeuron neuron : network.neurons()) {
            line();
            json.writeStartObject();
            json.writeNumberField("sign", neuron.sign());
            rational("weight", neuron.weight());
            vector("direction", neuron.direction());
            rational("majorant", neuron.majorant());
            json.writeEndObject();
        }
        json.writeEndArray();
        vector("skip", network.skip());
        json.writeEndObject();
    }

    private void outline(OutlineWitness outline) throws IOException {
        json.writeObjectFieldStart("outline");
        atoms(outline.atoms());
        json.writeFieldName("point");
        plainTerms(outline.point());
        line();
        vector("separator", outline.separator());
        line();
        json.writeFieldName("fewest");
        plainTerms(outline.fewest());
        line();
        json.writeFieldName("most");
        plainTerms(outline.most());
        line();
        json.writeArrayFieldStart("cuts");
        for (RationalVector cut : outline.cuts()) {
            line();
            vector(cut);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void atoms(List<OptimalSetWitness.Atom> atoms) throws IOException {
        json.writeArrayFieldStart("atoms");
        for (OptimalSetWitness.Atom atom : atoms) {
            line();
            json.writeStartObject();
            json.writeNumberField("sign", atom.sign());
            vector("direction", atom.direction());
            json.writeEndObject();
        }
        json.writeEndArray();
        line();
    }

    private void optimalSet(OptimalSetWitness set) throws IOException {
        json.writeObjectFieldStart("optimalSet");
        atoms(set.atoms());
        json.writeArrayFieldStart("start");
        for (int atom : set.start()) {
            json.writeNumber(atom);
        }
        json.writeEndArray();
        line();
        json.writeArrayFieldStart("vertices");
        for (Terms vertex : set.vertices()) {
            line();
            plainTerms(vertex);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void path(SlotPath path) throws IOException {
        json.writeObjectFieldStart("path");
        json.writeNumberField("width", path.width());
        givenNetwork("from", path.from());
        givenNetwork("to", path.to());
        line();
        json.writeArrayFieldStart("labels");
        for (SlotPath.Label label : path.labels()) {
            line();
            json.writeStartObject();
            json.writeNumberField("sign", label.sign());
            vector("direction", label.direction());
            rational("minorant", label.minorant());
            rational("majorant", label.majorant());
            json.writeEndObject();
        }
        json.writeEndArray();
        line();
        json.writeArrayFieldStart("states");
        for (SlotPath.State state : path.states()) {
            line();
            json.writeStartObject();
            json.writeArrayFieldStart("slots");
            for (int j = 0; j < state.labels().size(); j++) {
                json.writeNumber(state.labels().get(j));
                json.writeString(Rationals.text(state.weights().get(j)));
            }
            json.writeEndArray();
            vector("skip", state.skip());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void givenNetwork(String name, Network network) throws IOException {
        line();
        json.writeObjectFieldStart(name);
        json.writeArrayFieldStart("neurons");
        for (Network.Neuron neuron : network.neurons()) {
            json.writeStartObject();
            vector("weight", neuron.weight());
            rational("output", neuron.output());
            json.writeEndObject();
        }
        json.writeEndArray();
        vector("skip", network.skip());
        json.writeEndObject();
    }

    private void landscape(LandscapeWitness witness, List<Claim> claims) throws IOException {
        json.writeObjectFieldStart("landscape");
        if (LandscapeWitness.hasSlopes(claims)) {
            json.writeArrayFieldStart("slopes");
            for (List<Terms> lists : witness.slopes()) {
                line();
                json.writeStartArray();
                for (Terms slopes : lists) {
                    plainTerms(slopes);
                }
                json.writeEndArray();
            }
            json.writeEndArray();
            line();
        }
        if (LandscapeWitness.hasChambers(claims)) {
            json.writeArrayFieldStart("chambers");
            for (List<LandscapeWitness.Chamber> chambers : witness.chambers()) {
                line();
                json.writeStartArray();
                for (LandscapeWitness.Chamber chamber : chambers) {
                    json.writeStartObject();
                    rational("weight", chamber.weight());
                    vector("direction", chamber.direction());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndArray();
            line();
        }
        if (witness.notStationary().isPresent()) {
            departure("notStationary", witness.notStationary().get());
        }
        if (witness.notLocalMinimum().isPresent()) {
            departure("notLocalMinimum", witness.notLocalMinimum().get());
        }
        if (witness.better().isPresent()) {
            LandscapeWitness.Improvement better = witness.better().get();
            json.writeObjectFieldStart("better");
            json.writeStringField("by", better.by().name().toLowerCase(Locale.ROOT));
            if (better.by() == LandscapeWitness.Improvement.By.NETWORK) {
                json.writeFieldName("network");
                network(better.network());
            } else {
                vector("direction", better.direction());
            }
            json.writeEndObject();
            line();
        }
        if (witness.restricted().isPresent()) {
            json.writeFieldName("restricted");
            network(witness.restricted().get());
        }
        json.writeEndObject();
    }

    private void departure(String name, LandscapeWitness.Departure departure) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("by", departure.by().name().toLowerCase(Locale.ROOT));
        switch (departure.by()) {
            case SKIP -> { }
            case SCALE -> json.writeNumberField("neuron", departure.neuron());
            case DIRECTION -> {
                json.writeNumberField("neuron", departure.neuron());
                vector("direction", departure.direction());
            }
            case ZERO -> vector("direction", departure.direction());
        }
        json.writeEndObject();
        line();
    }

    private void claim(Claim claim) throws IOException {
        json.writeStartObject();
        json.writeStringField("claim", claim.keyword());
        if (claim instanceof Claim.Bound bound) {
            rational("lower", bound.lower());
            rational("upper", bound.upper());
            json.writeNumberField("neurons", bound.neurons());
        } else if (claim instanceof Claim.Optimum optimum) {
            rational("value", optimum.value());
            json.writeNumberField("neurons", optimum.neurons());
        } else if (claim instanceof Claim.NeuronMaximum maximum) {
            rational("lower", maximum.lower());
            rational("upper", maximum.upper());
        } else if (claim instanceof Claim.OptimalSet set) {
            json.writeNumberField("atoms", set.atoms());
            json.writeNumberField("rank", set.rank());
            json.writeNumberField("dimension", set.dimension());
            json.writeBooleanField("unique", set.unique());
            json.writeNumberField("vertices", set.vertices());
            json.writeNumberField("mStar", set.mStar());
            json.writeNumberField("MStar", set.maxStar());
            counts("components", set.components());
            counts("isolated", set.isolated());
        } else if (claim instanceof Claim.OptimalSetOutline outline) {
            json.writeNumberField("atoms", outline.atoms());
            json.writeNumberField("rank", outline.rank());
            json.writeNumberField("dimension", outline.dimension());
            json.writeBooleanField("unique", outline.unique());
            json.writeNumberField("mStarLower", outline.leastLower());
            json.writeNumberField("mStarUpper", outline.leastUpper());
            json.writeNumberField("MStarLower", outline.mostLower());
            json.writeNumberField("MStarUpper", outline.mostUpper());
        } else if (claim instanceof Claim.Connected connected) {
            json.writeNumberField("width", connected.width());
            json.writeNumberField("states", connected.states());
        } else if (claim instanceof Claim.Disconnected disconnected) {
            json.writeNumberField("width", disconnected.width());
        } else if (claim instanceof Claim.Descent descent) {
            json.writeNumberField("width", descent.width());
            json.writeNumberField("states", descent.states());
            rational("from", descent.from());
            rational("to", descent.to());
        } else if (claim instanceof Claim.Nonunique nonunique) {
            vector("input", nonunique.input());
            rational("first", nonunique.first());
            rational("second", nonunique.second());
        } else if (claim instanceof Claim.Support support) {
            json.writeArrayFieldStart("neurons");
            for (Claim.Support.Neuron neuron : support.neurons()) {
                line();
                json.writeStartObject();
                json.writeNumberField("sign", neuron.sign());
                json.writeStringField("pattern", neuron.pattern());
                json.writeEndObject();
            }
            json.writeEndArray();
        } else if (claim instanceof Claim.Member member) {
            json.writeFieldName("coordinates");
            plainTerms(member.coordinates());
        } else if (claim instanceof Claim.Landscape landscape) {
            landscapeClaim(landscape);
        }
        json.writeEndObject();
    }

    private void landscapeClaim(Claim.Landscape claim) throws IOException {
        if (claim instanceof Claim.Stationary stationary) {
            json.writeStringField("kind", stationary.kind().text());
        }
        json.writeNumberField("width", claim.width());
        if (claim instanceof Claim.Stationary stationary) {
            rational("value", stationary.value());
        } else if (claim instanceof Claim.LocalMinimum minimum) {
            rational("value", minimum.value());
        } else if (claim instanceof Claim.BadLocalMinimum minimum) {
            rational("value", minimum.value());
        } else if (claim instanceof Claim.NotConeOptimal point) {
            rational("value", point.value());
            rational("upper", point.upper());
        }
    }

    private void counts(String name, SortedMap<Integer, BigInteger> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<Integer, BigInteger> count : counts.entrySet()) {
            json.writeStringField(count.getKey().toString(), count.getValue().toString());
        }
        json.writeEndObject();
    }

    private void tree(String side, ProofTree tree) throws IOException {
        unitNumerator = Rationals.numerator(tree.unit());
        unitDenominator = Rationals.denominator(tree.unit());
        json.writeObjectFieldStart(side);
        json.writeStringField("root", switch (tree.root()) {
            case SPACE -> "space";
            case ORTHANTS -> "orthants";
            case CUBES -> "cubes";
        });
        if (tree.root() == ProofTree.Root.CUBES) {
            cube(tree.cube());
        }
        if (tree.merged()) {
            json.writeBooleanField("merged", true);
        }
        if (!tree.basis().isNone()) {
            basis(tree.basis());
        }
        rational("unit", tree.unit());
        vector("norms", RationalVector.of(tree.norms()));
        json.writeArrayFieldStart("nodes");
        for (TreeNode node : tree.nodes()) {
            node(node);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void basis(Basis basis) throws IOException {
        json.writeObjectFieldStart("basis");
        json.writeArrayFieldStart("columns");
        for (int column : basis.columns()) {
            json.writeNumber(column);
        }
        json.writeEndArray();
        json.writeFieldName("others");
        vectors(basis.others());
        json.writeEndObject();
    }

    private void cube(Cube cube) throws IOException {
        json.writeFieldName("cube");
        if (cube.weights().isPresent()) {
            vector(cube.weights().get());
            return;
        }
        vectors(cube.rows());
    }

    private void vectors(List<RationalVector> vectors) throws IOException {
        json.writeStartArray();
        for (RationalVector vector : vectors) {
            vector(vector);
        }
        json.writeEndArray();
    }

    private void node(TreeNode node) throws IOException {
        if (node instanceof TreeNode.Split split) {
            if (split.normal().isEmpty() && split.bounds().isEmpty() && split.implied().isEmpty()) {
                json.writeNumber(split.row());
                return;
            }
            line();
            json.writeStartObject();
            if (split.normal().isPresent()) {
                vector("split", split.normal().get());
            } else {
                json.writeNumberField("split", split.row());
            }
            facts(split.bounds(), split.implied());
            json.writeEndObject();
        } else if (node instanceof TreeNode.Cut cut) {
            line();
            json.writeStartObject();
            json.writeNumberField("cut", cut.axis());
            rational("at", cut.at());
            json.writeEndObject();
        } else if (node instanceof TreeNode.ChordLeaf leaf) {
            line();
            json.writeStartObject();
            terms("lambda", leaf.lambda());
            terms("g", leaf.slopes());
            facts(leaf.bounds(), leaf.implied());
            if (leaf.rho().isPresent()) {
                json.writeFieldName("rho");
                treeNumber(leaf.rho().get());
            }
            json.writeEndObject();
        } else if (node instanceof TreeNode.GeneratorLeaf leaf) {
            line();
            json.writeStartObject();
            numbers("w", leaf.majorant(), unitNumerator, unitDenominator);
            if (leaf.signs().isPresent()) {
                if (!leaf.signs().get().equals(leaf.majorant())) {
                    numbers("u", leaf.signs().get(), BigInteger.ONE, BigInteger.ONE);
                }
                json.writeArrayFieldStart("s");
                termValues(leaf.slopes(), BigInteger.ONE, TreeNode.GeneratorLeaf.SLOPE_STEPS);
                json.writeEndArray();
            } else {
                terms("g", leaf.slopes());
            }
            json.writeEndObject();
        } else if (node instanceof TreeNode.QuadraticLeaf leaf) {
            line();
            json.writeStartObject();
            json.writeFieldName("h");
            treeNumber(leaf.level());
            json.writeFieldName("mu");
            treeNumber(leaf.radius());
            terms("lambda", leaf.lambda());
            numbers("a", leaf.curvatures(), BigInteger.ONE, TreeNode.QuadraticLeaf.CURVATURE_STEPS);
            numbers("u", leaf.signs(), BigInteger.ONE, BigInteger.ONE);
            terms("g", leaf.slopes());
            facts(leaf.bounds(), leaf.implied());
            json.writeEndObject();
        }
    }

    private void numbers(String name, RationalVector values, BigInteger p, BigInteger q) throws IOException {
        json.writeArrayFieldStart(name);
        for (int k = 0; k < values.size(); k++) {
            number(values.numerator(k), values.denominator(), p, q);
        }
        json.writeEndArray();
    }

    private void facts(List<RowBound> bounds, List<ImpliedSign> implied) throws IOException {
        if (!bounds.isEmpty()) {
            json.writeArrayFieldStart("bounds");
            for (RowBound bound : bounds) {
                json.writeStartArray();
                json.writeNumber(bound.row());
                treeNumber(bound.value());
                termValues(bound.multipliers());
                json.writeEndArray();
            }
            json.writeEndArray();
        }
        if (!implied.isEmpty()) {
            json.writeArrayFieldStart("implied");
            for (ImpliedSign sign : implied) {
                json.writeStartArray();
                json.writeNumber(sign.row());
                json.writeNumber(sign.nonNegative() ? 1 : -1);
                termValues(sign.multipliers());
                json.writeEndArray();
            }
            json.writeEndArray();
        }
    }

    private void terms(String name, Terms terms) throws IOException {
        json.writeArrayFieldStart(name);
        termValues(terms);
        json.writeEndArray();
    }

    /** Terms whose integers stand for themselves. */
    private void plainTerms(Terms terms) throws IOException {
        json.writeStartArray();
        termValues(terms, BigInteger.ONE, BigInteger.ONE);
        json.writeEndArray();
    }

    private void termValues(Terms terms) throws IOException {
        termValues(terms, unitNumerator, unitDenominator);
    }

    /** Terms whose integers stand for multiples of a unit p/q. */
    private void termValues(Terms terms, BigInteger p, BigInteger q) throws IOException {
        for (int k = 0; k < terms.indices().size(); k++) {
            json.writeNumber(terms.indices().get(k));
            number(terms.values().numerator(k), terms.values().denominator(), p, q);
        }
    }

    private void treeNumber(Rational value) throws IOException {
        treeNumber(Rationals.numerator(value), Rationals.denominator(value));
    }

    private void treeNumber(BigInteger p, BigInteger q) throws IOException {
        number(p, q, unitNumerator, unitDenominator);
    }

    /** p/q, q positive, as a multiple of a unit or as it is, whichever is shorter. */
    private void number(BigInteger p, BigInteger q, BigInteger unitNumerator, BigInteger unitDenominator) throws IOException {
        String text = Rationals.text(p, q);
        BigInteger[] multiple = p.multiply(unitDenominator).divideAndRemainder(q.multiply(unitNumerator));
        if (multiple[1].signum() == 0) {
            String digits = multiple[0].toString();
            if (digits.length() <= text.length() + 2) {
                json.writeNumber(digits);
                return;
            }
        }
        json.writeString(text);
    }

    private void rational(String name, Rational value) throws IOException {
        json.writeStringField(name, Rationals.text(value));
    }

    private void vector(String name, RationalVector vector) throws IOException {
        json.writeFieldName(name);
        vector(vector);
    }

    private void vector(RationalVector vector) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < vector.size(); i++) {
            json.writeString(Rationals.text(vector.get(i)));
        }
        json.writeEndArray();
    }

    private void line() throws IOException {
        json.writeRaw('\n');
    }
}
