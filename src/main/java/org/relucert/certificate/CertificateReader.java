package org.relucert.certificate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.TreeNode.ImpliedSign;
import org.relucert.certificate.TreeNode.RowBound;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.InputException;
import org.relucert.problem.InputFile;
import org.relucert.problem.JsonInput;
import org.relucert.problem.Limits;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;

/**
 * Reads a certificate file from front to back, holding one tree node at a time. The order of the fields is part of the
 * format (proofs-notes/certificate-format.md).
 *
 * <p>Use: {@link #certificate()}, then if it has a dual vector for each side {@link #openTree(String)} and {@link #nextNode()}
 * as often as the tree has nodes, then {@link #closeTree()}, after both {@link #endTrees()}; then what the claims need, and at
 * the end {@link #finish()}.
 */
public final class CertificateReader implements AutoCloseable {

    /** Longest text of one number, in characters. */
    public static final int MAX_NUMBER_LENGTH = 100_000;
    /**
     * Entries of a vector, or of all vectors in a sum, times the square of the bits of their common denominator: as long as it
     * takes to reduce them.
     */
    private static final long MAX_REDUCTION = 1L << 43;
    /**
     * Most bits of what leaves, states and neurons of a few bytes each are held against: dual vector, level and scale, labels of a
     * path, the input of two functions. As of a number of a problem.
     */
    private static final int MAX_DUAL_BITS = Limits.NUMBER_BITS;
    /** Most bits of what many leaves of a few bytes each may share: unit, norms, hyperplanes and bounds; and of a row of W. */
    private static final int MAX_SHARED_BITS = 1 << 12;
    /** So many characters always fit an int. */
    private static final int INT_DIGITS = 9;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(MAX_NUMBER_LENGTH).maxStringLength(MAX_NUMBER_LENGTH).maxNestingDepth(32).build())
            .build();

    private final JsonParser parser;
    private Certificate certificate;
    private BigInteger unitNumerator;
    private BigInteger unitDenominator;
    /** Of the directions, minorants and majorants of all labels of the open path. */
    private BigInteger pathDenominator = BigInteger.ONE;

    private CertificateReader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Opens a certificate file; gzip when the name ends in {@code .gz}.
     *
     * @throws InputException if there is no such file or it cannot be opened
     * @throws FormatException if its first bytes show already that it is no text
     */
    public static CertificateReader open(Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException(file.toString(), "", "expected a file, found a directory");
        }
        // What stands in the file is the certificate's fault wherever it stands; opening reads the first block already. A pipe gives
        // its bytes once.
        if (!Files.exists(file) || Files.isRegularFile(file)) {
            try (InputStream bytes = Files.newInputStream(file)) {
                bytes.read();
            } catch (IOException e) {
                throw InputFile.complaint(file.toString(), e);
            }
        }
        try {
            Reader text = InputFile.open(file, Limits.CERTIFICATE_BYTES);
            return new CertificateReader(JSON.createParser(text));
        } catch (InputException e) {
            throw FormatException.malformed("certificate", e.getMessage());
        } catch (IOException e) {
            throw FormatException.malformed("certificate", JsonInput.words(e));
        }
    }

    /** Reads from a text in memory. */
    public static CertificateReader of(String text) {
        try {
            return new CertificateReader(JSON.createParser(text));
        } catch (IOException e) {
            throw FormatException.malformed("certificate", e.getMessage());
        }
    }

    /** Everything before the trees; read once. */
    public Certificate certificate() {
        if (certificate == null) {
            certificate = readHeader();
        }
        return certificate;
    }

    private Certificate readHeader() {
        expect(JsonToken.START_OBJECT, "an object");
        String format = text("format");
        if (!format.equals(Certificate.FORMAT)) {
            throw FormatException.unsupported("format " + Rationals.abbreviate(format) + " is unknown, this version reads "
                    + Certificate.FORMAT);
        }
        String convention = text("convention");
        field("problem");
        expect(JsonToken.START_OBJECT, "an object");
        Problem problem;
        try {
            problem = ProblemFile.read(parser, "problem");
        } catch (InputException e) {
            throw FormatException.malformed("certificate", e.getMessage());
        }
        String hash = text("problemSha256");
        List<Claim> claims = claims();
        if (claims.stream().allMatch(Claim.Landscape.class::isInstance)) {
            field("network");
            PathNetwork network = network(problem.rows());
            return new Certificate(convention, problem, hash, claims, RationalVector.zero(0), Rationals.ZERO, Rationals.ZERO,
                    network.neurons(), network.skip());
        }
        field("dual");
        expect(JsonToken.START_OBJECT, "an object");
        RationalVector nu = shared(vectorField("nu"), MAX_DUAL_BITS);
        Rational level = shared(rationalField("levelSquared"), MAX_DUAL_BITS);
        Rational scale = shared(rationalField("scale"), MAX_DUAL_BITS);
        expect(JsonToken.END_OBJECT, "the end of dual");
        field("network");
        PathNetwork network = network(problem.rows());
        field("trees");
        expect(JsonToken.START_OBJECT, "an object");
        return new Certificate(convention, problem, hash, claims, nu, level, scale, network.neurons(), network.skip());
    }

    private List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        field("claims");
        expect(JsonToken.START_ARRAY, "an array");
        while (next() == JsonToken.START_OBJECT) {
            String keyword = text("claim");
            switch (keyword) {
                case Claim.Bound.KEYWORD ->
                    claims.add(new Claim.Bound(rationalField("lower"), rationalField("upper"), countField("neurons")));
                case Claim.Optimum.KEYWORD ->
                    claims.add(new Claim.Optimum(rationalField("value"), countField("neurons")));
                case Claim.NeuronMaximum.KEYWORD ->
                    claims.add(new Claim.NeuronMaximum(rationalField("lower"), rationalField("upper")));
                case Claim.OptimalSet.KEYWORD ->
                    claims.add(new Claim.OptimalSet(countField("atoms"), countField("rank"), countField("dimension"),
                            booleanField("unique"), countField("vertices"), countField("mStar"), countField("MStar"),
                            countsField("components"), countsField("isolated")));
                case Claim.OptimalSetOutline.KEYWORD ->
                    claims.add(new Claim.OptimalSetOutline(countField("atoms"), countField("rank"), countField("dimension"),
                            booleanField("unique"), countField("mStarLower"), countField("mStarUpper"),
                            countField("MStarLower"), countField("MStarUpper")));
                case Claim.Unique.KEYWORD -> claims.add(new Claim.Unique());
                case Claim.UniqueFunction.KEYWORD -> claims.add(new Claim.UniqueFunction());
                case Claim.Nonunique.KEYWORD -> claims.add(new Claim.Nonunique(shared(vectorField("input"), MAX_DUAL_BITS),
                        rationalField("first"), rationalField("second")));
                case Claim.Member.KEYWORD -> {
                    field("coordinates");
                    expect(JsonToken.START_ARRAY, "an array");
                    claims.add(new Claim.Member(plainTerms()));
                }
                case Claim.Support.KEYWORD -> claims.add(new Claim.Support(supportNeurons()));
                case Claim.Connected.KEYWORD -> claims.add(new Claim.Connected(countField("width"), countField("states")));
                case Claim.Disconnected.KEYWORD -> claims.add(new Claim.Disconnected(countField("width")));
                case Claim.Descent.KEYWORD -> claims.add(new Claim.Descent(countField("width"), countField("states"),
                        rationalField("from"), rationalField("to")));
                case Claim.Stationary.KEYWORD ->
                    claims.add(new Claim.Stationary(stationarityKind(), countField("width"), rationalField("value")));
                case Claim.NotStationary.KEYWORD -> claims.add(new Claim.NotStationary(countField("width")));
                case Claim.LocalMinimum.KEYWORD ->
                    claims.add(new Claim.LocalMinimum(countField("width"), rationalField("value")));
                case Claim.NotLocalMinimum.KEYWORD -> claims.add(new Claim.NotLocalMinimum(countField("width")));
                case Claim.BadLocalMinimum.KEYWORD ->
                    claims.add(new Claim.BadLocalMinimum(countField("width"), rationalField("value")));
                case Claim.NotConeOptimal.KEYWORD -> claims.add(new Claim.NotConeOptimal(countField("width"),
                        rationalField("value"), rationalField("upper")));
                default -> throw FormatException.unsupported("claim " + Rationals.abbreviate(keyword) + " is unknown");
            }
            expect(JsonToken.END_OBJECT, "the end of the claim");
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "the end of claims");
        require(!claims.isEmpty(), "at least one claim");
        return claims;
    }

    private Claim.Stationary.Kind stationarityKind() {
        String text = text("kind");
        for (Claim.Stationary.Kind kind : Claim.Stationary.Kind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw malformed("expected kind \"box\" or \"clarke\"");
    }

    private List<PathNeuron> neurons() {
        List<PathNeuron> neurons = new ArrayList<>();
        field("neurons");
        expect(JsonToken.START_ARRAY, "an array");
        while (next() == JsonToken.START_OBJECT) {
            neurons.add(new PathNeuron(sign(), rationalField("weight"), vectorField("direction"), rationalField("majorant")));
            expect(JsonToken.END_OBJECT, "the end of the neuron");
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "the end of neurons");
        return neurons;
    }

    /**
     * Opens the tree of a side.
     *
     * @param side {@code plus}, then {@code minus}
     * @return its root with cube, basis, unit, norms and whether rows are merged, without nodes
     */
    public ProofTree openTree(String side) {
        field(side);
        expect(JsonToken.START_OBJECT, "an object");
        String rootText = text("root");
        ProofTree.Root root = switch (rootText) {
            case "space" -> ProofTree.Root.SPACE;
            case "orthants" -> ProofTree.Root.ORTHANTS;
            case "cubes" -> ProofTree.Root.CUBES;
            default -> throw malformed("root \"space\", \"orthants\" or \"cubes\"");
        };
        Cube cube = root == ProofTree.Root.CUBES ? cube() : Cube.NONE;
        boolean merged = fieldName().equals("merged");
        if (merged) {
            expect(JsonToken.VALUE_TRUE, "true, or no field \"merged\"");
            fieldName();
        }
        Basis basis = Basis.NONE;
        if (currentName().equals("basis")) {
            basis = basis();
            fieldName();
        }
        require(currentName().equals("unit"), "field \"unit\"");
        expect(JsonToken.VALUE_STRING, "a text");
        Rational unit = shared(canonical(currentText()), MAX_SHARED_BITS);
        require(unit.isPositive(), "a positive unit");
        unitNumerator = Rationals.numerator(unit);
        unitDenominator = Rationals.denominator(unit);
        RationalVector norms = shared(vectorField("norms"), MAX_SHARED_BITS);
        field("nodes");
        expect(JsonToken.START_ARRAY, "an array");
        return new ProofTree(root, cube, merged, basis, unit, List.of(norms.toArray()), List.of());
    }

    private Basis basis() {
        expect(JsonToken.START_OBJECT, "an object");
        field("columns");
        expect(JsonToken.START_ARRAY, "an array");
        List<Integer> columns = new ArrayList<>();
        while (next() == JsonToken.VALUE_NUMBER_INT) {
            columns.add(currentIndex());
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "the end of columns");
        require(!columns.isEmpty(), "at least one column of the basis");
        List<RationalVector> others = vectorsField("others");
        others.forEach(other -> shared(other, MAX_SHARED_BITS));
        expect(JsonToken.END_OBJECT, "the end of basis");
        return new Basis(columns, others);
    }

    /** An array of rationals, the weights, or of arrays of them, the rows. */
    private Cube cube() {
        field("cube");
        expect(JsonToken.START_ARRAY, "an array");
        if (next() != JsonToken.START_ARRAY) {
            return Cube.of(restOfVector());
        }
        List<RationalVector> rows = new ArrayList<>();
        do {
            rows.add(currentVector());
        } while (next() == JsonToken.START_ARRAY);
        require(parser.currentToken() == JsonToken.END_ARRAY, "the end of cube");
        return new Cube(Optional.empty(), rows);
    }

    /** The next node of the open tree, in preorder; empty at its end. */
    public Optional<TreeNode> nextNode() {
        return switch (next()) {
            case VALUE_NUMBER_INT -> Optional.of(new TreeNode.Split(currentIndex(), Optional.empty(), List.of(), List.of()));
            case START_OBJECT -> Optional.of(node());
            case END_ARRAY -> Optional.empty();
            default -> throw malformed("a node");
        };
    }

    private TreeNode node() {
        String kind = fieldName();
        List<RowBound> bounds = new ArrayList<>();
        List<ImpliedSign> implied = new ArrayList<>();
        TreeNode node;
        switch (kind) {
            case "split" -> {
                boolean byRow = next() == JsonToken.VALUE_NUMBER_INT;
                int row = byRow ? currentIndex() : -1;
                Optional<RationalVector> normal = byRow ? Optional.empty()
                        : Optional.of(shared(currentVector(), MAX_SHARED_BITS));
                facts(bounds, implied);
                node = new TreeNode.Split(row, normal, bounds, implied);
            }
            case "cut" -> {
                node = new TreeNode.Cut(index(), rationalField("at"));
                next();
            }
            case "lambda" -> {
                Terms lambda = terms();
                field("g");
                Terms slopes = terms();
                boolean more = facts(bounds, implied);
                Optional<Rational> rho = Optional.empty();
                if (more) {
                    require(currentName().equals("rho"), "field \"rho\"");
                    rho = Optional.of(treeNumber(next()));
                    next();
                }
                node = new TreeNode.ChordLeaf(lambda, slopes, bounds, implied, rho);
            }
            case "w" -> {
                expect(JsonToken.START_ARRAY, "an array");
                RationalVector majorant = treeVector();
                node = generatorLeaf(majorant);
                next();
            }
            case "h" -> node = quadraticLeaf(treeNumber(next()), bounds, implied);
            default -> throw malformed("a node with \"split\", \"cut\", \"lambda\", \"w\" or \"h\"");
        }
        require(parser.currentToken() == JsonToken.END_OBJECT, "the end of the node");
        return node;
    }

    private TreeNode generatorLeaf(RationalVector majorant) {
        if (fieldName().equals("g")) {
            return new TreeNode.GeneratorLeaf(majorant, terms(), Optional.empty());
        }
        RationalVector signs = majorant;
        if (currentName().equals("u")) {
            expect(JsonToken.START_ARRAY, "an array");
            signs = vector(fractions(BigInteger.ONE, BigInteger.ONE));
            fieldName();
        }
        require(currentName().equals("s"), "field \"g\", or \"s\" with or without \"u\"");
        expect(JsonToken.START_ARRAY, "an array");
        Terms slopes = currentTerms(BigInteger.ONE, TreeNode.GeneratorLeaf.SLOPE_STEPS);
        return new TreeNode.GeneratorLeaf(majorant, slopes, Optional.of(signs));
    }

    private TreeNode quadraticLeaf(Rational level, List<RowBound> bounds, List<ImpliedSign> implied) {
        field("mu");
        Rational radius = treeNumber(next());
        field("lambda");
        Terms lambda = terms();
        field("a");
        expect(JsonToken.START_ARRAY, "an array");
        RationalVector curvatures = vector(fractions(BigInteger.ONE, TreeNode.QuadraticLeaf.CURVATURE_STEPS));
        field("u");
        expect(JsonToken.START_ARRAY, "an array");
        RationalVector signs = vector(fractions(BigInteger.ONE, BigInteger.ONE));
        field("g");
        Terms slopes = terms();
        facts(bounds, implied);
        return new TreeNode.QuadraticLeaf(level, radius, lambda, curvatures, signs, slopes, bounds, implied);
    }

    /**
     * Reads the optional fields bounds and implied; on return the parser stands behind them, on a field name (true) or on
     * the end of the node (false).
     */
    private boolean facts(List<RowBound> bounds, List<ImpliedSign> implied) {
        boolean more = next() == JsonToken.FIELD_NAME;
        if (more && currentName().equals("bounds")) {
            expect(JsonToken.START_ARRAY, "an array");
            while (next() == JsonToken.START_ARRAY) {
                int row = index();
                Rational value = shared(treeNumber(next()), MAX_SHARED_BITS);
                bounds.add(new RowBound(row, value, currentTerms()));
            }
            require(parser.currentToken() == JsonToken.END_ARRAY, "the end of bounds");
            more = next() == JsonToken.FIELD_NAME;
        }
        if (more && currentName().equals("implied")) {
            expect(JsonToken.START_ARRAY, "an array");
            while (next() == JsonToken.START_ARRAY) {
                int row = index();
                next();
                int sign = currentInt();
                require(sign == 1 || sign == -1, "sign 1 or -1");
                implied.add(new ImpliedSign(row, sign > 0, currentTerms()));
            }
            require(parser.currentToken() == JsonToken.END_ARRAY, "the end of implied");
            more = next() == JsonToken.FIELD_NAME;
        }
        return more;
    }

    /** An array index, value, index, value, ... with ascending indices. */
    private Terms terms() {
        expect(JsonToken.START_ARRAY, "an array");
        return currentTerms();
    }

    private Terms currentTerms() {
        return currentTerms(unitNumerator, unitDenominator);
    }

    /** Terms whose integers stand for multiples of p/q. */
    private Terms currentTerms(BigInteger p, BigInteger q) {
        List<Integer> indices = new ArrayList<>();
        List<BigInteger[]> values = new ArrayList<>();
        int last = -1;
        while (next() != JsonToken.END_ARRAY) {
            int index = currentIndex();
            require(index > last, "ascending indices");
            indices.add(index);
            values.add(fraction(next(), p, q));
            last = index;
        }
        return indices.isEmpty() ? Terms.NONE : new Terms(indices, vector(values));
    }

    private RationalVector treeVector() {
        return vector(fractions(unitNumerator, unitDenominator));
    }

    private List<BigInteger[]> fractions(BigInteger p, BigInteger q) {
        List<BigInteger[]> values = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            values.add(fraction(parser.currentToken(), p, q));
        }
        return values;
    }

    /** The vector of these fractions; its common denominator, which each entry pays for, keeps to the limit of a file. */
    private RationalVector vector(List<BigInteger[]> fractions) {
        BigInteger[] numerators = new BigInteger[fractions.size()];
        BigInteger[] denominators = new BigInteger[fractions.size()];
        BigInteger common = BigInteger.ONE;
        boolean same = true;
        for (int k = 0; k < numerators.length; k++) {
            numerators[k] = fractions.get(k)[0];
            denominators[k] = fractions.get(k)[1];
            same &= denominators[k].equals(denominators[0]);
            if (!denominators[k].equals(common)) {
                common = common(common, denominators[k], numerators.length);
            }
        }
        return same ? RationalVector.of(numerators, common) : RationalVector.of(numerators, denominators);
    }

    /** The common denominator of two, over which so many entries may have to be brought. */
    private BigInteger common(BigInteger one, BigInteger other, long entries) {
        BigInteger common = Rationals.lcm(one, other);
        requireShort(common.bitLength(), entries);
        return common;
    }

    private void requireShort(long denominatorBits, long entries) {
        require(isShort(denominatorBits, entries), "a shorter common denominator");
    }

    /** Whether so many entries may be over a common denominator of so many bits (FMT-1). */
    public static boolean isShort(long denominatorBits, long entries) {
        long bits = denominatorBits * entries;
        return bits <= Limits.BITS && bits * denominatorBits <= MAX_REDUCTION;
    }

    /** Reads a field that is an array of vectors. */
    private List<RationalVector> vectorsField(String name) {
        List<RationalVector> vectors = new ArrayList<>();
        field(name);
        expect(JsonToken.START_ARRAY, "an array");
        while (next() == JsonToken.START_ARRAY) {
            vectors.add(currentVector());
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "the end of " + name);
        return vectors;
    }

    /** The numbers, of which numerators and common denominator are no longer than this. */
    private RationalVector shared(RationalVector numbers, int mostBits) {
        require(numbers.bits() <= mostBits, "numbers of at most " + mostBits + " bits");
        return numbers;
    }

    private Rational shared(Rational number, int mostBits) {
        shared(RationalVector.of(number), mostBits);
        return number;
    }

    private Rational treeNumber(JsonToken token) {
        BigInteger[] fraction = treeFraction(token);
        return Rationals.of(fraction[0], fraction[1]);
    }

    /** A tree number as {p, q}, not reduced: an integer stands for that multiple of the unit, a text for itself. */
    private BigInteger[] treeFraction(JsonToken token) {
        return fraction(token, unitNumerator, unitDenominator);
    }

    /** The same with p/q for the unit. */
    private BigInteger[] fraction(JsonToken token, BigInteger p, BigInteger q) {
        try {
            if (token == JsonToken.VALUE_STRING) {
                return Rationals.parseCanonicalFraction(currentText());
            }
            require(token == JsonToken.VALUE_NUMBER_INT, "an integer or a rational in quotes");
            BigInteger multiple = wholeNumber();
            return new BigInteger[] {p.equals(BigInteger.ONE) ? multiple : multiple.multiply(p), q};
        } catch (NumberFormatException e) {
            throw malformed(e.getMessage());
        }
    }

    /** Closes the open tree, after {@link #nextNode()} was empty. */
    public void closeTree() {
        expect(JsonToken.END_OBJECT, "the end of the tree");
    }

    /** Reads the end of the trees. */
    public void endTrees() {
        expect(JsonToken.END_OBJECT, "the end of trees");
    }

    /** Reads the lists of an optimal set, which follow the trees. */
    public OptimalSetWitness optimalSet() {
        field("optimalSet");
        expect(JsonToken.START_OBJECT, "an object");
        List<OptimalSetWitness.Atom> atoms = atoms();
        List<Integer> start = new ArrayList<>();
        field("start");
        expect(JsonToken.START_ARRAY, "an array");
        while (next() == JsonToken.VALUE_NUMBER_INT) {
            start.add(currentIndex());
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "the end of start");
        List<Terms> vertices = new ArrayList<>();
        field("vertices");
        expect(JsonToken.START_ARRAY, "an array");
        while (next() == JsonToken.START_ARRAY) {
            vertices.add(plainTerms());
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "the end of vertices");
        expect(JsonToken.END_OBJECT, "the end of optimalSet");
        return new OptimalSetWitness(atoms, start, vertices);
    }

    private List<Claim.Support.Neuron> supportNeurons() {
        List<Claim.Support.Neuron> neurons = new ArrayList<>();
        field("neurons");
        expect(JsonToken.START_ARRAY, "an array");
        while (next() == JsonToken.START_OBJECT) {
            neurons.add(new Claim.Support.Neuron(sign(), text("pattern")));
            expect(JsonToken.END_OBJECT, "the end of the neuron");
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "the end of neurons");
        return neurons;
    }

    /** Reads the matrix W of a claim about the support, row by row. */
    public List<RationalVector> supportInverse() {
        field("support");
        expect(JsonToken.START_OBJECT, "an object");
        List<RationalVector> rows = vectorsField("inverse");
        rows.forEach(row -> shared(row, MAX_SHARED_BITS));
        expect(JsonToken.END_OBJECT, "the end of support");
        return rows;
    }

    /** Terms whose integers stand for themselves. */
    private Terms plainTerms() {
        return currentTerms(BigInteger.ONE, BigInteger.ONE);
    }

    /** Reads the second network of a claim that the optimum is not unique. */
    public PathNetwork secondNetwork() {
        field("second");
        return network();
    }

    private PathNetwork network() {
        return network(certificate().problem().rows());
    }

    /** A network with so many outputs. */
    private PathNetwork network(int rows) {
        expect(JsonToken.START_OBJECT, "an object");
        List<PathNeuron> neurons = neurons();
        RationalVector skip = vectorField("skip");
        expect(JsonToken.END_OBJECT, "the end of the network");
        BigInteger common = skip.denominator();
        for (PathNeuron neuron : neurons) {
            BigInteger weight = Rationals.denominator(neuron.weight());
            long entries = (long) rows * neurons.size();
            common = common(common, weight.multiply(neuron.direction().denominator()), entries);
            common = common(common, weight.multiply(Rationals.denominator(neuron.majorant())), entries);
        }
        return new PathNetwork(neurons, skip);
    }

    /** Opens the path, which comes last; its states are read one by one with {@link #nextState()}. */
    public SlotPath openPath() {
        field("path");
        expect(JsonToken.START_OBJECT, "an object");
        int width = countField("width");
        Network from = givenNetwork("from");
        Network to = givenNetwork("to");
        List<SlotPath.Label> labels = new ArrayList<>();
        field("labels");
        expect(JsonToken.START_ARRAY, "an array");
        while (next() == JsonToken.START_OBJECT) {
            SlotPath.Label label = new SlotPath.Label(sign(), shared(vectorField("direction"), MAX_DUAL_BITS),
                    shared(rationalField("minorant"), MAX_DUAL_BITS), shared(rationalField("majorant"), MAX_DUAL_BITS));
            labels.add(label);
            for (BigInteger denominator : List.of(label.direction().denominator(), Rationals.denominator(label.minorant()),
                    Rationals.denominator(label.majorant()))) {
                pathDenominator = common(pathDenominator, denominator, certificate().problem().rows());
            }
            expect(JsonToken.END_OBJECT, "the end of the label");
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "the end of labels");
        field("states");
        expect(JsonToken.START_ARRAY, "an array");
        return new SlotPath(width, from, to, labels, List.of());
    }

    /** The next state of the open path; empty at its end, when the path is closed too. */
    public Optional<SlotPath.State> nextState() {
        if (next() == JsonToken.END_ARRAY) {
            expect(JsonToken.END_OBJECT, "the end of path");
            return Optional.empty();
        }
        require(parser.currentToken() == JsonToken.START_OBJECT, "a state");
        List<Integer> labels = new ArrayList<>();
        List<Rational> weights = new ArrayList<>();
        field("slots");
        expect(JsonToken.START_ARRAY, "an array");
        while (next() != JsonToken.END_ARRAY) {
            labels.add(currentIndex());
            expect(JsonToken.VALUE_STRING, "a weight in quotes");
            weights.add(canonical(currentText()));
        }
        RationalVector skip = vectorField("skip");
        expect(JsonToken.END_OBJECT, "the end of the state");
        BigInteger common = skip.denominator();
        long entries = (long) certificate().problem().rows() * weights.size();
        for (Rational weight : weights) {
            common = common(common, Rationals.denominator(weight), entries);
        }
        requireShort(common.bitLength() + pathDenominator.bitLength(), entries);
        return Optional.of(new SlotPath.State(labels, weights, skip));
    }

    private Network givenNetwork(String name) {
        field(name);
        expect(JsonToken.START_OBJECT, "an object");
        List<Network.Neuron> neurons = new ArrayList<>();
        field("neurons");
        expect(JsonToken.START_ARRAY, "an array");
        while (next() == JsonToken.START_OBJECT) {
            neurons.add(new Network.Neuron(vectorField("weight"), rationalField("output")));
            expect(JsonToken.END_OBJECT, "the end of the neuron");
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "the end of neurons");
        RationalVector skip = vectorField("skip");
        expect(JsonToken.END_OBJECT, "the end of " + name);
        return new Network(neurons, skip);
    }

    /** Reads the lists of an outline of the optimal set, which follow the trees. */
    public OutlineWitness outline() {
        field("outline");
        expect(JsonToken.START_OBJECT, "an object");
        List<OptimalSetWitness.Atom> atoms = atoms();
        field("point");
        expect(JsonToken.START_ARRAY, "an array");
        Terms point = plainTerms();
        RationalVector separator = vectorField("separator");
        field("fewest");
        expect(JsonToken.START_ARRAY, "an array");
        Terms fewest = plainTerms();
        field("most");
        expect(JsonToken.START_ARRAY, "an array");
        Terms most = plainTerms();
        List<RationalVector> cuts = vectorsField("cuts");
        expect(JsonToken.END_OBJECT, "the end of outline");
        return new OutlineWitness(atoms, point, separator, fewest, most, cuts);
    }

    /** Reads the witnesses of claims about the objective around the network, which come last. */
    public LandscapeWitness landscape() {
        List<Claim> claims = certificate().claims();
        field("landscape");
        expect(JsonToken.START_OBJECT, "an object");
        LandscapeWitness witness = new LandscapeWitness(
                LandscapeWitness.hasSlopes(claims) ? slopes() : List.of(),
                LandscapeWitness.hasChambers(claims) ? chambers() : List.of(),
                departure(claims, Claim.NotStationary.class, "notStationary"),
                departure(claims, Claim.NotLocalMinimum.class, "notLocalMinimum"),
                LandscapeWitness.has(claims, Claim.BadLocalMinimum.class) ? Optional.of(improvement()) : Optional.empty(),
                LandscapeWitness.has(claims, Claim.NotConeOptimal.class) ? Optional.of(restricted()) : Optional.empty());
        expect(JsonToken.END_OBJECT, "the end of landscape");
        return witness;
    }

    private List<List<Terms>> slopes() {
        List<List<Terms>> neurons = new ArrayList<>();
        field("slopes");
        expect(JsonToken.START_ARRAY, "an array");
        while (next() == JsonToken.START_ARRAY) {
            List<Terms> lists = new ArrayList<>();
            while (next() == JsonToken.START_ARRAY) {
                lists.add(plainTerms());
            }
            require(parser.currentToken() == JsonToken.END_ARRAY, "the end of the slopes of a neuron");
            neurons.add(lists);
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "the end of slopes");
        return neurons;
    }

    private List<List<LandscapeWitness.Chamber>> chambers() {
        List<List<LandscapeWitness.Chamber>> neurons = new ArrayList<>();
        field("chambers");
        expect(JsonToken.START_ARRAY, "an array");
        while (next() == JsonToken.START_ARRAY) {
            List<LandscapeWitness.Chamber> chambers = new ArrayList<>();
            while (next() == JsonToken.START_OBJECT) {
                chambers.add(new LandscapeWitness.Chamber(rationalField("weight"), vectorField("direction")));
                expect(JsonToken.END_OBJECT, "the end of the chamber");
            }
            require(parser.currentToken() == JsonToken.END_ARRAY, "the end of the chambers of a neuron");
            neurons.add(chambers);
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "the end of chambers");
        return neurons;
    }

    private Optional<LandscapeWitness.Departure> departure(List<Claim> claims, Class<? extends Claim.Landscape> kind,
            String name) {
        if (!LandscapeWitness.has(claims, kind)) {
            return Optional.empty();
        }
        field(name);
        expect(JsonToken.START_OBJECT, "an object");
        LandscapeWitness.Departure departure = switch (text("by")) {
            case "skip" -> new LandscapeWitness.Departure(LandscapeWitness.Departure.By.SKIP, 0, RationalVector.zero(0));
            case "scale" -> new LandscapeWitness.Departure(LandscapeWitness.Departure.By.SCALE, countField("neuron"),
                    RationalVector.zero(0));
            case "direction" -> new LandscapeWitness.Departure(LandscapeWitness.Departure.By.DIRECTION, countField("neuron"),
                    vectorField("direction"));
            case "zero" -> new LandscapeWitness.Departure(LandscapeWitness.Departure.By.ZERO, 0, vectorField("direction"));
            default -> throw malformed("expected by \"skip\", \"scale\", \"direction\" or \"zero\"");
        };
        expect(JsonToken.END_OBJECT, "the end of " + name);
        return Optional.of(departure);
    }

    private LandscapeWitness.Improvement improvement() {
        PathNetwork none = new PathNetwork(List.of(), RationalVector.zero(0));
        field("better");
        expect(JsonToken.START_OBJECT, "an object");
        LandscapeWitness.Improvement improvement = switch (text("by")) {
            case "network" -> {
                field("network");
                yield new LandscapeWitness.Improvement(LandscapeWitness.Improvement.By.NETWORK, network(),
                        RationalVector.zero(0));
            }
            case "merge" -> new LandscapeWitness.Improvement(LandscapeWitness.Improvement.By.MERGE, none,
                    vectorField("direction"));
            case "width" -> new LandscapeWitness.Improvement(LandscapeWitness.Improvement.By.WIDTH, none,
                    vectorField("direction"));
            default -> throw malformed("expected by \"network\", \"merge\" or \"width\"");
        };
        expect(JsonToken.END_OBJECT, "the end of better");
        return improvement;
    }

    private PathNetwork restricted() {
        field("restricted");
        return network();
    }

    private List<OptimalSetWitness.Atom> atoms() {
        List<OptimalSetWitness.Atom> atoms = new ArrayList<>();
        field("atoms");
        expect(JsonToken.START_ARRAY, "an array");
        while (next() == JsonToken.START_OBJECT) {
            atoms.add(new OptimalSetWitness.Atom(sign(), vectorField("direction")));
            expect(JsonToken.END_OBJECT, "the end of the atom");
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "the end of atoms");
        return atoms;
    }

    private boolean booleanField(String name) {
        field(name);
        boolean value = next() == JsonToken.VALUE_TRUE;
        require(value || parser.currentToken() == JsonToken.VALUE_FALSE, "true or false");
        return value;
    }

    private int sign() {
        field("sign");
        int sign = integer();
        require(sign == 1 || sign == -1, "sign 1 or -1");
        return sign;
    }

    private SortedMap<Integer, BigInteger> countsField(String name) {
        SortedMap<Integer, BigInteger> counts = new TreeMap<>();
        field(name);
        expect(JsonToken.START_OBJECT, "an object");
        while (next() == JsonToken.FIELD_NAME) {
            Rational width = canonical(currentName());
            expect(JsonToken.VALUE_STRING, "a count in quotes");
            Rational count = canonical(currentText());
            require(isCount(width) && isCount(count) && currentName().length() <= 9, "a width with a count");
            int key = Rationals.numerator(width).intValueExact();
            require(counts.isEmpty() || counts.lastKey() < key, "ascending widths");
            counts.put(key, Rationals.numerator(count));
        }
        require(parser.currentToken() == JsonToken.END_OBJECT, "the end of " + name);
        return counts;
    }

    private static boolean isCount(Rational value) {
        return !value.isNegative() && Rationals.denominator(value).equals(BigInteger.ONE);
    }

    /** Reads the end of the file; anything left is an error. */
    public void finish() {
        expect(JsonToken.END_OBJECT, "the end of the certificate");
        require(next() == null, "nothing after the certificate");
    }

    // ---- the field level

    private String text(String name) {
        field(name);
        expect(JsonToken.VALUE_STRING, "a text");
        return currentText();
    }

    private Rational rationalField(String name) {
        return canonical(text(name));
    }

    private int countField(String name) {
        field(name);
        return index();
    }

    private RationalVector vectorField(String name) {
        field(name);
        next();
        return currentVector();
    }

    private RationalVector currentVector() {
        require(parser.currentToken() == JsonToken.START_ARRAY, "an array");
        next();
        return restOfVector();
    }

    /** From its first number, or its end, on. */
    private RationalVector restOfVector() {
        List<BigInteger[]> values = new ArrayList<>();
        for (; parser.currentToken() == JsonToken.VALUE_STRING; next()) {
            values.add(treeFraction(JsonToken.VALUE_STRING));
        }
        require(parser.currentToken() == JsonToken.END_ARRAY, "rationals in quotes");
        return vector(values);
    }

    private Rational canonical(String text) {
        try {
            return Rationals.parseCanonical(text);
        } catch (NumberFormatException e) {
            throw malformed(e.getMessage());
        }
    }

    private int index() {
        next();
        return currentIndex();
    }

    private int currentIndex() {
        int value = currentInt();
        require(value >= 0, "a nonnegative integer");
        return value;
    }

    private int integer() {
        next();
        return currentInt();
    }

    private int currentInt() {
        require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT && textLength() <= INT_DIGITS, "a small integer");
        return wholeNumber().intValueExact();
    }

    /** The canonical integer that is the current token. */
    private BigInteger wholeNumber() {
        try {
            if (textLength() <= INT_DIGITS) {
                // JSON has no plus sign and no leading zeros; a minus zero is left to be refused below.
                int value = parser.getIntValue();
                if (value != 0 || textLength() == 1) {
                    return BigInteger.valueOf(value);
                }
            }
            return Rationals.parseCanonicalInteger(currentText());
        } catch (NumberFormatException e) {
            throw malformed(e.getMessage());
        } catch (IOException e) {
            throw malformed(JsonInput.words(e));
        }
    }

    private int textLength() {
        try {
            return parser.getTextLength();
        } catch (IOException e) {
            throw malformed(JsonInput.words(e));
        }
    }

    private void field(String name) {
        require(next() == JsonToken.FIELD_NAME && currentName().equals(name), "field \"" + name + "\"");
    }

    private String fieldName() {
        require(next() == JsonToken.FIELD_NAME, "a field");
        return currentName();
    }

    private void expect(JsonToken token, String what) {
        require(next() == token, what);
    }

    private void require(boolean condition, String expectation) {
        if (!condition) {
            throw malformed("expected " + expectation);
        }
    }

    private FormatException malformed(String expectation) {
        return FormatException.malformed("certificate, line " + parser.currentLocation().getLineNr() + ", column "
                + parser.currentLocation().getColumnNr(), expectation);
    }

    private JsonToken next() {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw malformed(JsonInput.words(e));
        }
    }

    private String currentText() {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw malformed(JsonInput.words(e));
        }
    }

    private String currentName() {
        try {
            return parser.currentName();
        } catch (IOException e) {
            throw malformed(JsonInput.words(e));
        }
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            // Only read from: nothing can be lost by it.
        }
    }
}
