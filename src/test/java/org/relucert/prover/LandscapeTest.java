package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.CertificateWriter;
import org.relucert.certificate.Claim;
import org.relucert.certificate.LandscapeWitness;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.certificate.ProofTree;
import org.relucert.certificate.Sections;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.checker.Checker;
import org.relucert.checker.LandscapeCorpus;
import org.relucert.checker.Verdict;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;

/** Claims about the objective around a network: the test vectors TV-7 to TV-9, refusals, the file. */
class LandscapeTest {

    private static final Prover.Options OPTIONS = Prover.Options.gap(1e-6);
    private static final ProofTree NO_TREE = new ProofTree(ProofTree.Root.SPACE, Rationals.ONE, List.of(), List.of());

    private static Problem problem(String name) {
        return ProblemFile.read(Path.of("certificates/" + name + ".problem.json"));
    }

    /** Neurons as output, weight, output, weight, ... of exact texts. */
    private static Network network(String... texts) {
        List<Network.Neuron> neurons = new ArrayList<>();
        for (int k = 0; k < texts.length; k += 2) {
            List<Rational> weight = new ArrayList<>();
            for (String entry : texts[k + 1].split(" ")) {
                weight.add(Rationals.parseCanonical(entry));
            }
            neurons.add(new Network.Neuron(RationalVector.of(weight), Rationals.parseCanonical(texts[k])));
        }
        return new Network(neurons, RationalVector.zero(0));
    }

    private static Proof landscape(Problem problem, Network network, String... claims) {
        Proof proof = Prover.landscape(problem, network, Set.of(claims), OPTIONS);
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            Verdict verdict = checker.verify(proof.reader(), Optional.of(problem));
            assertTrue(verdict.isVerified(), verdict.line());
        }
        return proof;
    }

    private static List<Claim> claims(Proof proof) {
        return proof.certificate().claims();
    }

    private static String refused(Problem problem, Network network, String... claims) {
        return assertThrows(Unproved.class, () -> Prover.landscape(problem, network, Set.of(claims), OPTIONS)).getMessage();
    }

    // ---- TV-7

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void badLocalMinimum(int width) {
        String[] texts = new String[2 * width];
        for (int j = 0; j < width; j++) {
            // Balanced or not, of equal or different weights: the path form counts, and its sum is 1.
            texts[2 * j] = j == 0 ? "1/2" : Rationals.text(Rationals.of(1, 6 * (width - 1)));
            texts[2 * j + 1] = j == 0 ? "-1" : "-3";
        }
        Proof proof = landscape(problem("tv-7"), network(texts));
        assertEquals(List.of(new Claim.Stationary(Claim.Stationary.Kind.CLARKE, width, Rationals.of(2)),
                new Claim.LocalMinimum(width, Rationals.of(2)), new Claim.BadLocalMinimum(width, Rationals.of(2))), claims(proof));
        assertFalse(proof.certificate().hasDual());
        assertFalse(proof.text().contains("\"dual\"") || proof.text().contains("\"trees\""));
    }

    /** The same point alone is the best network of width 1, though a neuron would descend from zero. */
    @Test
    void goodAtWidthOne() {
        Problem problem = problem("tv-7");
        Proof proof = landscape(problem, network("1", "-1"));
        assertEquals(List.of(new Claim.Stationary(Claim.Stationary.Kind.CLARKE, 1, Rationals.of(2)),
                new Claim.LocalMinimum(1, Rationals.of(2))), claims(proof));
        assertTrue(refused(problem, network("1", "-1"), "bad-local-minimum").contains("width 1"));
        for (LandscapeWitness.Improvement.By by : List.of(LandscapeWitness.Improvement.By.MERGE,
                LandscapeWitness.Improvement.By.WIDTH)) {
            LandscapeWitness witness = new LandscapeWitness(List.of(List.of(Terms.NONE)),
                    List.of(), Optional.empty(), Optional.empty(), Optional.of(new LandscapeWitness.Improvement(by,
                            new PathNetwork(List.of(), RationalVector.zero(0)), RationalVector.of(1))), Optional.empty());
            Proof forged = new Proof(proof.certificate().claiming(List.of(new Claim.BadLocalMinimum(1, Rationals.of(2)))),
                    NO_TREE, NO_TREE, Sections.NONE.with(witness));
            assertEquals("BAD-2", Checker.fast().verify(forged.reader(), Optional.of(problem)).obligation().orElseThrow()
                    .label());
        }
    }

    /** Three points, the heaviest served by no neuron; the width is below n and no two neurons are equal. */
    @Test
    void badWithDifferentNeurons() {
        RationalMatrix inputs = RationalMatrix.ofRows(List.of(RationalVector.of(1, 0),
                RationalVector.of(Rationals.of(-3, 5), Rationals.of(4, 5)), RationalVector.of(Rationals.of(-3, 5), Rationals.of(-4, 5))),
                2);
        Problem problem = Problem.of("three", inputs, RationalMatrix.ofColumns(List.of(RationalVector.of(5, 4, 3)), 3),
                Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(2));
        Proof proof = landscape(problem, network("3", "-3/5 4/5", "2", "-3/5 -4/5"), "local-minimum", "bad-local-minimum");
        assertEquals(new Claim.BadLocalMinimum(2, Rationals.of(37, 2)), claims(proof).get(1));
        assertEquals(LandscapeWitness.Improvement.By.NETWORK, proof.sections().landscape().orElseThrow().better().orElseThrow().by());
    }

    /** With a zero neuron it is no local minimum at all, and what is asked in vain is said. */
    @Test
    void zeroNeuron() {
        Problem problem = problem("tv-7");
        for (Network network : List.of(network("1", "-1", "0", "3"), network("1", "-1", "5", "0"))) {
            assertEquals(List.of(new Claim.Stationary(Claim.Stationary.Kind.CLARKE, 2, Rationals.of(2)),
                    new Claim.NotLocalMinimum(2)), claims(landscape(problem, network)));
            assertTrue(refused(problem, network, "local-minimum").contains("zero neuron"));
        }
        // No neuron at all, a stationary point from which one descends; at the optimum none does.
        assertEquals(List.of(new Claim.Stationary(Claim.Stationary.Kind.CLARKE, 1, Rationals.of(5, 2)),
                new Claim.NotLocalMinimum(1)), claims(landscape(problem, network("0", "0"))));
        Network optimal = network("1/4", "1", "1", "-1", "0", "0");
        assertEquals(List.of(new Claim.Stationary(Claim.Stationary.Kind.CLARKE, 3, Rationals.of(15, 8))),
                claims(landscape(problem, optimal)));
        assertTrue(refused(problem, optimal, "not-local-minimum").contains("may be optimal"));
        assertTrue(refused(problem, optimal, "not-cone-optimal").contains("is an optimum"));
    }

    @Test
    void notStationary() {
        Problem problem = problem("tv-7");
        Proof proof = landscape(problem, network("1", "-1/2"));
        assertEquals(List.of(new Claim.NotStationary(1), new Claim.NotLocalMinimum(1)), claims(proof));
        assertTrue(refused(problem, network("1", "-1/2"), "stationary").contains("not stationary"));
        assertTrue(refused(problem, network("1", "-1/2"), "local-minimum").contains("not a local minimum"));
        assertTrue(refused(problem, network("1", "-1"), "not-stationary").contains("is stationary"));
    }

    // ---- TV-8 and TV-9

    @Test
    void clarkeStationaryButNotConeOptimal() {
        Problem problem = problem("tv-8");
        Network network = network("2", "1 0");
        assertEquals(List.of(new Claim.Stationary(Claim.Stationary.Kind.CLARKE, 1, Rationals.of(9, 2)),
                new Claim.NotLocalMinimum(1)), claims(landscape(problem, network)));
        Proof proof = landscape(problem, network, "stationary", "not-cone-optimal");
        assertEquals(new Claim.Stationary(Claim.Stationary.Kind.CLARKE, 1, Rationals.of(9, 2)), claims(proof).get(0));
        Claim.NotConeOptimal not = (Claim.NotConeOptimal) claims(proof).get(1);
        assertTrue(not.value().equals(Rationals.of(9, 2)) && not.upper().compareTo(Rationals.of(443, 100)) < 0);
        // A witness of the user; one on the other side of the kink is outside of the cone.
        Proof given = Prover.landscape(problem, network, Set.of("not-cone-optimal"), Optional.of(network("1", "2 1/10")), OPTIONS);
        assertTrue(((Claim.NotConeOptimal) claims(given).get(0)).upper().compareTo(Rationals.of(44125, 10000)) <= 0);
        assertTrue(assertThrows(Unproved.class, () -> Prover.landscape(problem, network, Set.of("not-cone-optimal"),
                Optional.of(network("1", "2 -1/10")), OPTIONS)).getMessage().contains("SUB-1"));
    }

    @Test
    void boxStationaryOnly() {
        Problem problem = problem("tv-9");
        Proof proof = landscape(problem, network("1/2", "4 0"));
        assertEquals(List.of(new Claim.Stationary(Claim.Stationary.Kind.BOX, 1, Rationals.of(7, 2)),
                new Claim.NotLocalMinimum(1)), claims(proof));
        assertTrue(claims(proof).get(0).sentence(problem).contains("box-stationary"));
    }

    // ---- refusals

    @Test
    void interpolation() {
        Problem squared = problem("tv-7");
        Problem problem = Problem.of("interpolation", squared.inputs(), squared.labels(), Problem.Loss.INTERPOLATION,
                squared.betaSquared(), squared.bias(), squared.skip(), squared.metric());
        assertTrue(refused(problem, network("1", "-1"), "stationary").contains("squared loss"));
        Proof proof = landscape(squared, network("1", "-1"), "stationary");
        Certificate certificate = Certificate.ofNetwork(problem, claims(proof), proof.certificate().network());
        Proof forged = new Proof(certificate, NO_TREE, NO_TREE, proof.sections());
        Verdict verdict = Checker.fast().verify(forged.reader(), Optional.of(problem));
        assertEquals("STA-0", verdict.obligation().orElseThrow().label(), verdict.line());
    }

    @Test
    void pureBias() {
        Problem line = problem("tv-7");
        Problem problem = Problem.of("free bias", line.inputs(), line.labels(), Problem.Loss.SQUARED, line.betaSquared(),
                Problem.Bias.FREE, Problem.Skip.NONE, line.metric());
        Network network = new Network(List.of(new Network.Neuron(RationalVector.of(0, 1), Rationals.ONE)), RationalVector.of(0));
        assertTrue(refused(problem, network, "stationary").contains("belongs to the skip"));
    }

    @Test
    void unknownClaim() {
        assertTrue(refused(problem("tv-7"), network("1", "-1"), "optimum").contains("expected claims among"));
    }

    // ---- the file

    /** Beside claims that need a dual vector: the optimum is a local minimum, too. */
    @Test
    void besideTheOptimum() {
        Problem problem = problem("tv-7");
        Network network = network("1/4", "1", "1", "-1");
        Proof optimum = Prover.certify(problem, Set.of("optimum"), List.of(network), OPTIONS).proof();
        Proof local = landscape(problem, network, "stationary", "local-minimum");
        assertEquals(local.certificate().network(), optimum.certificate().network());
        List<Claim> all = new ArrayList<>(claims(optimum));
        all.addAll(claims(local));
        Proof both = new Proof(optimum.certificate().claiming(all), optimum.plus(), optimum.minus(), local.sections());
        assertTrue(both.certificate().hasDual());
        for (Checker checker : List.of(Checker.fast(), Checker.reference())) {
            assertTrue(checker.verify(both.reader(), Optional.of(problem)).isVerified());
            String broken = both.text().replaceFirst("\"levelSquared\":\"1\"", "\"levelSquared\":\"1/2\"");
            assertEquals("REJECTED", checker.verify(CertificateReader.of(broken), Optional.of(problem)).status().toString());
        }
    }

    static List<Path> valid() {
        return LandscapeCorpus.valid();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void writtenAsRead(Path file) throws IOException {
        String text = Files.readString(file);
        try (CertificateReader reader = CertificateReader.of(text)) {
            Certificate certificate = reader.certificate();
            LandscapeWitness witness = reader.landscape();
            reader.finish();
            assertEquals(text, CertificateWriter.text(certificate, NO_TREE, NO_TREE, Sections.NONE.with(witness)));
            for (Claim claim : certificate.claims()) {
                assertTrue(claim.sentence(certificate.problem()).contains("width " + ((Claim.Landscape) claim).width()));
            }
        }
    }

    /** A neuron of irrational norm: its level is not stationary, and its objective is not rational. */
    @Test
    void irrationalNorm() {
        Problem problem = Problem.of("plane", RationalMatrix.identity(2), RationalMatrix.ofRows(List.of(RationalVector.of(3),
                RationalVector.of(3)), 1), Problem.Loss.SQUARED, Rationals.ONE, Problem.Bias.NONE, Problem.Skip.NONE,
                RationalMatrix.identity(2));
        Network network = network("1", "1 1");
        Proof proof = landscape(problem, network);
        assertEquals(List.of(new Claim.NotStationary(1), new Claim.NotLocalMinimum(1)), claims(proof));
        PathNeuron neuron = proof.certificate().neurons().get(0);
        assertTrue(neuron.majorantHolds(problem));
        assertTrue(refused(problem, network, "not-cone-optimal").contains("irrational"));
    }
}
