package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness;
import org.relucert.certificate.PathNeuron;
import org.relucert.certificate.SlotPath;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;

/** Paths between networks: what is proved is verified, by both checkers, and is what the mathematics says. */
class ConnectTest {

    private static final Prover.Options OPTIONS = Prover.Options.gap(1e-6);

    // ---- helpers

    static Network.Neuron neuron(String output, String... weight) {
        return new Network.Neuron(vector(weight), Rationals.parseCanonical(output));
    }

    static RationalVector vector(String... entries) {
        Rational[] values = new Rational[entries.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = Rationals.parseCanonical(entries[k]);
        }
        return RationalVector.of(values);
    }

    static Network network(Network.Neuron... neurons) {
        return new Network(List.of(neurons), RationalVector.zero(0));
    }

    static Problem problem(String name) {
        return ProblemFile.read(Path.of("certificates", name + ".problem.json"));
    }

    /** The proof, verified by both checkers; its last claim. */
    static Claim.Path connect(Problem problem, Network from, Network to, int width) {
        return claim(proof(problem, from, to, width));
    }

    static Claim.Path claim(Proof proof) {
        List<Claim> claims = proof.certificate().claims();
        return assertInstanceOf(Claim.Path.class, claims.get(claims.size() - 1));
    }

    static Proof proof(Problem problem, Network from, Network to, int width) {
        Proof proof = Prover.connect(problem, from, to, width, OPTIONS);
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Verdict verdict = checker.verify(proof.reader(), Optional.of(problem));
            assertTrue(verdict.isVerified(), verdict.line());
            assertEquals(proof.certificate().claims(), verdict.claims());
        }
        assertEquals(from, proof.sections().path().orElseThrow().from());
        assertEquals(to, proof.sections().path().orElseThrow().to());
        return proof;
    }

    // ---- TV-1

    private static final Network.Neuron MIDDLE = neuron("3", "1", "1", "1", "1");
    private static final Network.Neuron LEFT = neuron("3/2", "2", "0", "0", "0");
    private static final Network.Neuron RIGHT = neuron("3/2", "-1", "1", "1", "1");
    private static final Network.Neuron NOTHING = neuron("0", "1", "0", "0", "0");

    @Test
    void twoVerticesAreApartAtWidthTwoAndJoinedAtThree() {
        Problem problem = problem("tv-1");
        assertEquals(new Claim.Disconnected(2), connect(problem, network(MIDDLE), network(LEFT, RIGHT), 2));
        assertEquals(new Claim.Disconnected(2), connect(problem, network(LEFT, RIGHT), network(MIDDLE), 2));
        assertInstanceOf(Claim.Connected.class, connect(problem, network(MIDDLE), network(LEFT, RIGHT), 3));
        assertInstanceOf(Claim.Connected.class, connect(problem, network(LEFT, RIGHT), network(MIDDLE), 3));
    }

    @Test
    void permutedCopiesAreOtherPoints() {
        Problem problem = problem("tv-1");
        assertEquals(new Claim.Disconnected(2), connect(problem, network(LEFT, RIGHT), network(RIGHT, LEFT), 2));
        assertInstanceOf(Claim.Connected.class, connect(problem, network(LEFT, RIGHT), network(RIGHT, LEFT), 3));
        assertInstanceOf(Claim.Connected.class, connect(problem, network(MIDDLE, NOTHING), network(NOTHING, MIDDLE), 2));
        assertEquals(new Claim.Connected(2, 1), connect(problem, network(LEFT, RIGHT), network(LEFT, RIGHT), 2));
        // Other scalings of the same neurons are the same balanced network.
        assertEquals(new Claim.Connected(2, 1),
                connect(problem, network(LEFT, RIGHT), network(neuron("3", "1", "0", "0", "0"), RIGHT), 2));
        assertInstanceOf(Claim.Connected.class, connect(problem, network(MIDDLE),
                network(neuron("1", "1", "1", "1", "1"), neuron("2", "1", "1", "1", "1")), 2));
    }

    // ---- TV-2 (b)

    @Test
    void componentsOfTheHypersimplexAreThoseOfTheTheorem() {
        Problem problem = problem("tv-2b");
        Proof set = Prover.certify(problem, Set.of(Claim.OptimalSet.KEYWORD), List.of(), OPTIONS).proof();
        List<Network> vertices = vertices(set);
        assertEquals(3, vertices.size());
        // Width 2: the only vertex of two atoms, in two placements.
        Network small = vertices.stream().filter(v -> v.neurons().size() == 2).findFirst().orElseThrow();
        assertEquals(new Claim.Disconnected(2), connect(problem, small, permuted(small, 1, 0), 2));
        // Width 3: all placements of the large vertices, and one more component.
        List<Network> placed = new ArrayList<>();
        for (Network vertex : vertices) {
            if (vertex.neurons().size() == 3) {
                for (int[] order : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
                    placed.add(permuted(vertex, order));
                }
            }
        }
        placed.add(small);
        assertEquals(13, placed.size());
        for (int k = 0; k < placed.size(); k += 3) {
            for (int l = 0; l < placed.size(); l++) {
                Claim claim = connect(problem, placed.get(k), placed.get(l), 3);
                assertEquals(k == l, claim instanceof Claim.Connected, k + " " + l);
            }
        }
        assertInstanceOf(Claim.Connected.class, connect(problem, small, permuted(small, 1, 0), 3));
        // Width 4: all one.
        for (Network vertex : placed) {
            assertInstanceOf(Claim.Connected.class, connect(problem, placed.get(0), vertex, 4));
        }
    }

    /** At width 2 and below the atoms of TV-2 (a) are all in pairs; the optimal set decides width 3. */
    @Test
    void theOptimalSetDecidesWhereNoneIsIsolated() {
        Problem problem = problem("tv-2a");
        List<Network> vertices = vertices(Prover.certify(problem, Set.of(Claim.OptimalSet.KEYWORD), List.of(), OPTIONS).proof());
        assertEquals(3, vertices.size());
        Proof apart = proof(problem, vertices.get(0), vertices.get(1), 3);
        assertEquals(new Claim.Disconnected(3), claim(apart));
        assertTrue(apart.sections().optimalSet().isPresent());
        assertInstanceOf(Claim.Connected.class, connect(problem, vertices.get(0), permuted(vertices.get(0), 1, 0), 3));
        assertInstanceOf(Claim.Connected.class, connect(problem, vertices.get(0), vertices.get(1), 4));
    }

    @Test
    void interpolationWithFreeSkipAndSigns() {
        Problem problem = problem("tv-5");
        Proof set = Prover.certify(problem, Set.of(Claim.OptimalSet.KEYWORD), List.of(), OPTIONS).proof();
        List<Network> vertices = vertices(set);
        int skip = problem.skipMatrix().columns();
        for (Network from : vertices) {
            for (Network to : vertices) {
                int least = Math.max(from.neurons().size(), to.neurons().size());
                for (int width = least; width <= least + 2; width++) {
                    Claim claim = connect(problem, from, to, width);
                    // Width 1 has isolated points, from width rank + 1 on all are joined.
                    if (!from.equals(to) && width == least) {
                        assertEquals(new Claim.Disconnected(width), claim);
                    }
                    if (width > 3) {
                        assertInstanceOf(Claim.Connected.class, claim, from + " " + to);
                    }
                }
            }
        }
        assertTrue(skip >= 0);
    }

    static List<Network> vertices(Proof proof) {
        OptimalSetWitness set = proof.sections().optimalSet().orElseThrow();
        Problem problem = proof.problem();
        RationalVector target = problem.loss() == Problem.Loss.SQUARED
                ? problem.scalarLabels().minus(proof.certificate().nu()) : problem.scalarLabels();
        List<Network> networks = new ArrayList<>();
        for (Terms vertex : set.vertices()) {
            List<Network.Neuron> neurons = new ArrayList<>();
            RationalVector rest = target;
            for (int k = 0; k < vertex.indices().size(); k++) {
                OptimalSetWitness.Atom atom = set.atoms().get(vertex.indices().get(k));
                Rational c = vertex.values().get(k);
                neurons.add(new Network.Neuron(atom.direction(), atom.sign() < 0 ? c.opposite() : c));
                rest = rest.minus(new PathNeuron(atom.sign(), c, atom.direction(), Rationals.ZERO).output(problem));
            }
            networks.add(new Network(neurons,
                    org.relucert.exact.Elimination.solve(problem.skipMatrix(), rest).orElseThrow()));
        }
        return networks;
    }

    static Network permuted(Network network, int... order) {
        List<Network.Neuron> neurons = new ArrayList<>();
        for (int j : order) {
            neurons.add(network.neurons().get(j));
        }
        return new Network(neurons, network.skip());
    }

    // ---- TV-7

    static final Problem SEVEN = Problem.of("TV-7", RationalMatrix.of(new Rational[][] {{Rationals.of(2)}, {Rationals.of(-1)}}),
            RationalMatrix.of(new Rational[][] {{Rationals.of(1)}, {Rationals.of(2)}}), Problem.Loss.SQUARED, Rationals.ONE,
            Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(1));
    static final Network LOCAL = network(neuron("1/3", "-1"), neuron("1/3", "-1"), neuron("1/3", "-1"));
    static final Network GLOBAL = network(neuron("1", "-1"), neuron("1/2", "1/2"));

    @Test
    void aBadLocalMinimumIsLeftAlongAFlatPiece() {
        Proof proof = proof(SEVEN, LOCAL, GLOBAL, 3);
        Claim.Descent descent = assertInstanceOf(Claim.Descent.class, claim(proof));
        assertEquals(Rationals.of(2), descent.from());
        assertEquals(Rationals.of(15, 8), descent.to());
        SlotPath path = proof.sections().path().orElseThrow();
        assertNonIncreasing(SEVEN, path);
        // Merge, then descend.
        assertEquals(3, path.states().size());
        List<String> csv = PathSamples.csv(SEVEN, path, 1);
        assertEquals(List.of("2.00000000000", "2.00000000000", "2.00000000000", "1.90625000000", "1.87500000000"),
                csv.stream().skip(1).map(line -> line.split(",")[1]).toList());
    }


    @Test
    void widthBelowTheTheoremIsTriedAndRefusedByName() {
        Network two = network(neuron("1/2", "-1"), neuron("1/2", "-1"));
        // Width 2 is less than n + 1, but merging frees the slot that is needed.
        assertInstanceOf(Claim.Descent.class, connect(SEVEN, two, GLOBAL, 2));
        // Two different neurons, in the wrong order, and no slot free.
        Network start = network(neuron("1", "1"), neuron("1", "-1"));
        Unproved refused = assertThrows(Unproved.class, () -> Prover.connect(SEVEN, start, GLOBAL, 2, OPTIONS));
        assertTrue(refused.getMessage().contains("at width 3"), refused.getMessage());
        assertInstanceOf(Claim.Descent.class, connect(SEVEN, start, GLOBAL, 3));
    }

    @Test
    void whatIsNotOptimalIsNoGoal() {
        assertThrows(Unproved.class, () -> Prover.connect(SEVEN, GLOBAL, LOCAL, 3, OPTIONS));
        assertThrows(IllegalArgumentException.class, () -> Prover.connect(SEVEN, LOCAL, GLOBAL, 2, OPTIONS));
        Problem interpolation = problem("tv-5");
        Proof optimum = Prover.certify(interpolation, Set.of(Claim.OptimalSet.KEYWORD), List.of(), OPTIONS).proof();
        Network goal = vertices(optimum).get(0);
        Unproved refused = assertThrows(Unproved.class, () -> Prover.connect(interpolation,
                new Network(List.of(), goal.skip()), goal, 2, OPTIONS));
        assertTrue(refused.getMessage().contains("squared loss"), refused.getMessage());
    }

    /** Neurons with an irrational norm: parallel ones merge, and orthogonal ones of commensurable norms trade, at no cost. */
    @Test
    void irrationalNormsOfOneGroupTradeAtNoCost() {
        Problem problem = problem("tv-2b");
        Network goal = vertices(Prover.certify(problem, Set.of(Claim.OptimalSet.KEYWORD), List.of(), OPTIONS).proof()).get(0);
        Network start = network(neuron("1", "1", "1", "0"), neuron("2", "1", "1", "0"), neuron("-3", "2", "2", "0"),
                neuron("1/7", "0", "1", "-1"), neuron("5", "3", "0", "3"));
        Proof proof = proof(problem, start, goal, 5);
        assertInstanceOf(Claim.Descent.class, claim(proof));
        assertNonIncreasing(problem, proof.sections().path().orElseThrow());
    }

    // ---- random instances

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void fromAnywhereToTheOptimum(int seed) {
        Random random = new Random(seed);
        Problem problem = switch (seed % 4) {
            case 0 -> problem("tv-1");
            case 1 -> problem("tv-2a");
            case 2 -> problem("tv-2b");
            default -> SEVEN;
        };
        Proof set = Prover.certify(problem, Set.of(Claim.OptimalSet.KEYWORD), List.of(), OPTIONS).proof();
        List<Network> vertices = vertices(set);
        Network goal = vertices.get(random.nextInt(vertices.size()));
        int width = problem.rows() + 1;
        List<Network.Neuron> slots = new ArrayList<>(goal.neurons());
        while (slots.size() < width) {
            slots.add(new Network.Neuron(RationalVector.zero(problem.dimension()), Rationals.ONE));
        }
        Collections.shuffle(slots, random);
        List<Network.Neuron> neurons = new ArrayList<>();
        for (int j = 0; j < width; j++) {
            Rational[] weight = new Rational[problem.dimension()];
            for (int k = 0; k < weight.length; k++) {
                weight[k] = Rationals.of(random.nextInt(9) - 4, 1 + random.nextInt(3));
            }
            neurons.add(new Network.Neuron(RationalVector.of(weight), Rationals.of(random.nextInt(7) - 3, 1 + random.nextInt(2))));
        }
        Network start = network(neurons.toArray(new Network.Neuron[0]));
        Proof proof = proof(problem, start, network(slots.toArray(new Network.Neuron[0])), width);
        assertInstanceOf(Claim.Descent.class, claim(proof), "seed " + seed);
        assertNonIncreasing(problem, proof.sections().path().orElseThrow());
    }

    /** Orthogonal data, of which the optimum is known: nu+ and nu- are the only atoms if both have norm beta. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void onOrthogonalData(int seed) {
        Random random = new Random(1000 + seed);
        RationalVector plus = vector("3/5", "4/5", "0", "0", "0");
        RationalVector minus = vector("0", "0", "2/3", "2/3", "1/3");
        Network goal = network(new Network.Neuron(plus, Rationals.of(1 + random.nextInt(4))),
                new Network.Neuron(minus, Rationals.of(-1 - random.nextInt(4))));
        RationalMatrix x = RationalMatrix.identity(5);
        Problem shapes = orthogonal(x, RationalVector.zero(5));
        Problem problem = orthogonal(x, goal.outputs(shapes).plus(plus.minus(minus)));
        int width = 6 + random.nextInt(3);
        List<Network.Neuron> neurons = new ArrayList<>();
        for (int j = 0; j < width; j++) {
            Rational[] weight = new Rational[5];
            for (int k = 0; k < 5; k++) {
                weight[k] = Rationals.of(random.nextInt(7) - 3, 1 + random.nextInt(2));
            }
            neurons.add(new Network.Neuron(RationalVector.of(weight), Rationals.of(random.nextInt(5) - 2)));
        }
        Proof proof = proof(problem, network(neurons.toArray(new Network.Neuron[0])), goal, width);
        assertInstanceOf(Claim.Descent.class, claim(proof));
        assertNonIncreasing(problem, proof.sections().path().orElseThrow());
    }

    private static Problem orthogonal(RationalMatrix x, RationalVector y) {
        return Problem.of("orthogonal", x, RationalMatrix.ofColumns(List.of(y), 5), Problem.Loss.SQUARED, Rationals.ONE,
                Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(5));
    }

    /** Skip and bias: problems made to have a rational optimum, y = f + nu for a nu whose tight neurons are known. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void withAFreeSkip(int seed) {
        Random random = new Random(seed);
        // TV-5 (SNB): nu = (1,1,1,1) is orthogonal to the inputs, B = 2, atoms (+-1, +-1).
        RationalMatrix x = RationalMatrix.ofRows(List.of(vector("1", "0"), vector("-1", "0"), vector("0", "1"), vector("0", "-1")), 2);
        Network goal = new Network(List.of(neuron("2", "1", "1"), neuron("1", "-1", "1")), vector("1", "-2"));
        Problem shapes = squared(x, RationalVector.zero(4));
        Problem problem = squared(x, goal.outputs(shapes).plus(vector("1", "1", "1", "1")));
        List<Network.Neuron> neurons = new ArrayList<>();
        int width = problem.rows() - 2 + 1;
        for (int j = 0; j < width; j++) {
            neurons.add(neuron(String.valueOf(random.nextInt(7) - 3), String.valueOf(random.nextInt(5) - 2),
                    String.valueOf(random.nextInt(5) - 2)));
        }
        Proof proof = proof(problem, new Network(neurons, vector("3", "-1")), goal, width);
        assertInstanceOf(Claim.Descent.class, claim(proof));
        assertNonIncreasing(problem, proof.sections().path().orElseThrow());
        Network flipped = new Network(List.of(neuron("1", "-1", "-1"), neuron("1", "1", "1"), neuron("1", "-1", "1")), vector("2", "-1"));
        assertInstanceOf(Claim.Connected.class, connect(problem, flipped, goal, 3));
        assertInstanceOf(Claim.Connected.class, connect(problem, goal, flipped, 3));
    }

    private static Problem squared(RationalMatrix x, RationalVector y) {
        return Problem.of("skip", x, RationalMatrix.ofColumns(List.of(y), x.rows()), Problem.Loss.SQUARED, Rationals.of(2),
                Problem.Bias.NONE, Problem.Skip.FREE, RationalMatrix.identity(2));
    }

    /** By enclosures of the objective computed here from the networks, not from the certificate's bounds. */
    static void assertNonIncreasing(Problem problem, SlotPath path) {
        Rational lowest = null;
        for (SlotPath.State state : path.states()) {
            RationalVector f = problem.skipMatrix().times(state.skip());
            Rational upper = Rationals.ZERO;
            Rational lower = Rationals.ZERO;
            for (int j = 0; j < path.width(); j++) {
                SlotPath.Label label = path.labels().get(state.labels().get(j));
                RationalVector q = label.direction().times(state.weights().get(j));
                RationalVector output = problem.activation(q);
                f = label.sign() > 0 ? f.plus(output) : f.minus(output);
                Rational squared = problem.betaSquared().times(problem.penaltySquared(q));
                upper = upper.plus(SquareRoot.majorant(squared, 200));
                lower = lower.plus(SquareRoot.minorant(squared, 200));
            }
            RationalVector error = f.minus(problem.scalarLabels());
            Rational misfit = error.dot(error).divide(Rationals.of(2));
            if (lowest != null) {
                assertTrue(misfit.plus(lower).compareTo(lowest) <= 0, "the objective rises");
            }
            lowest = misfit.plus(upper);
        }
    }
}
