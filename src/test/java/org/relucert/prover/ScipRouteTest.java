package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.exact.Rationals;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;
import org.relucert.scip.Scip;

/** {@code certify --training scip}: what SCIP proposes is proved like anything else. */
class ScipRouteTest {

    private static final Prover.Options SCIP = Prover.Options.gap(1e-6).trainedBy(Prover.Training.SCIP);

    @TempDir
    private Path folder;

    @BeforeAll
    static void scip() {
        if (!Scip.isAvailable()) {
            System.err.println("skipped ScipRouteTest: SCIP is not available: " + Scip.unavailableReason());
        }
        Assumptions.assumeTrue(Scip.isAvailable());
    }

    private Problem problem(String fields) throws IOException {
        Path file = folder.resolve("p.problem.json");
        Files.writeString(file, "{\"format\":\"relucert-problem/1\",\"name\":\"p\",\"architecture\":\"two-layer\","
                + fields.replace('\'', '"') + "}");
        return ProblemFile.read(file);
    }

    private static Claim.Bound verified(Problem problem, Prover.Outcome outcome) {
        Verdict verdict = Checker.fast().verify(outcome.proof().reader(), Optional.of(problem));
        assertTrue(verdict.isVerified(), verdict.line());
        return verdict.claims().stream().filter(Claim.Bound.class::isInstance).map(Claim.Bound.class::cast).findFirst()
                .orElseThrow();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '%', value = {
        "TV-1  | 13   | 'inputs':[[2,0,0,0],[-1,1,1,1]],'labels':[7,7],'loss':'squared','beta':2",
        "TV-2a | 8    | 'inputs':[[0.5,0.5,0.5],[0.5,-0.5,-0.5],[-0.5,0.5,-0.5],[-0.5,-0.5,0.5]],'labels':[2.5,2.5,2.5,2.5],"
                + "'loss':'squared','beta':1",
        "TV-2b | 8    | 'inputs':[[0.5,0.5,0.5],[0.5,-0.5,-0.5],[-0.5,0.5,-0.5],[-0.5,-0.5,0.5]],'labels':[3,2,2,3],"
                + "'loss':'squared','beta':1",
        "TV-4  | 4    | 'inputs':[[-2],['-5/9'],[1]],'labels':['9/2','8/3','62/13'],'loss':'interpolation',"
                + "'bias':'regularized','metric':[3,1]",
        "TV-5 SB | 4  | 'inputs':[[1,0],[-1,0],[0,1],[0,-1],[0,0]],'labels':[1,1,1,1,0],'loss':'interpolation',"
                + "'bias':'regularized','skip':'free','betaSquared':2",
        "TV-5 SNB | 4 | 'inputs':[[1,0],[-1,0],[0,1],[0,-1]],'labels':[1,1,1,1],'loss':'interpolation','skip':'free',"
                + "'betaSquared':2",
        "TV-5 second | 3 | 'inputs':[[-0.2,0.6],[1,0],[-0.2,-0.6],[-0.6,0]],'labels':[0.2,2.6,0.2,0],'loss':'interpolation',"
                + "'skip':'free'",
        "TV-6, bias free | 2 | 'inputs':[[-3],[-1],[1],[3]],'labels':[2,0,0,2],'loss':'interpolation','bias':'free',"
                + "'skip':'free'",
        "TV-7  | 15/8 | 'inputs':[[2],[-1]],'labels':[1,2],'loss':'squared','beta':1",
        "TV-11 | 7    | 'inputs':[[1,0,0],[0,1,0],[0,0,1]],'labels':[3.6,4.8,-2],'loss':'squared','beta':1"})
    void exactOptima(String name, String value, String fields) throws IOException {
        Problem problem = problem(fields);
        Claim.Bound bound = verified(problem, Prover.certify(problem, Set.of(Claim.Optimum.KEYWORD), List.of(), SCIP));
        assertEquals(value, Rationals.text(bound.lower()));
        assertEquals(value, Rationals.text(bound.upper()));
    }

    private static double gap(Claim.Bound bound) {
        double upper = Floats.of(bound.upper());
        return Floats.of(bound.upper().minus(bound.lower())) / upper;
    }

    @Test
    void teacherIsNotOptimal() throws IOException {
        // TV-10: its optimum is irrational
        Problem problem = problem("'inputs':[[1,0,0],['8/9','-4/9','1/9'],['8/9','4/9','1/9']],'labels':['4/5','7/9','7/9'],"
                + "'loss':'interpolation'");
        Claim.Bound bound = verified(problem, Prover.certify(problem, Set.of(), List.of(), SCIP));
        assertTrue(gap(bound) <= 1e-6, "" + gap(bound));
        double value = (6 * Math.sqrt(17) + 4 * Math.sqrt(221)) / 85;
        assertEquals(value, Floats.of(bound.upper()), 1e-6);
    }

    @Test
    void moreDirectionsThanPoints() throws IOException {
        Random random = new Random(3);
        StringBuilder inputs = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            inputs.append(i > 0 ? "," : "").append("[").append(random.nextInt(199) - 99).append(",")
                    .append(random.nextInt(199) - 99).append(",").append(random.nextInt(199) - 99).append("]");
            labels.append(i > 0 ? "," : "").append(random.nextInt(11) - 5);
        }
        Problem problem = problem("'inputs':[" + inputs + "],'labels':[" + labels
                + "],'loss':'interpolation','bias':'regularized'");
        Claim.Bound bound = verified(problem, Prover.certify(problem, Set.of(Claim.Bound.KEYWORD), List.of(), SCIP));
        assertTrue(gap(bound) <= 1e-6, "" + gap(bound));
    }

    /** What the interior points leave open SCIP closes, though a network was found. */
    @Test
    void aSecondOpinion() throws IOException {
        for (long seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            StringBuilder inputs = new StringBuilder();
            StringBuilder labels = new StringBuilder();
            for (int i = 0; i < 7; i++) {
                inputs.append(i > 0 ? "," : "").append("[").append(10000 + random.nextInt(200)).append(",")
                        .append(10000 + random.nextInt(200)).append(",").append(10000 + random.nextInt(200)).append("]");
                labels.append(i > 0 ? "," : "").append(random.nextInt(11) - 5);
            }
            Problem problem = problem("'inputs':[" + inputs + "],'labels':[" + labels + "],'loss':'interpolation','bias':'free'");
            Claim.Bound bound = verified(problem, Prover.certify(problem, Set.of(Claim.Bound.KEYWORD), List.of(),
                    Prover.Options.gap(1e-6)));
            assertTrue(gap(bound) <= 1e-6, "seed " + seed + ": " + gap(bound));
        }
    }

    @Test
    void noNetworkInterpolates() throws IOException {
        Problem problem = problem("'inputs':[[1,2],[1,2],[0,1]],'labels':[1,2,1],'loss':'interpolation'");
        Unproved refusal = assertThrows(Unproved.class,
                () -> Prover.certify(problem, Set.of(), List.of(), SCIP));
        assertTrue(refusal.getMessage().contains("no network interpolates"), refusal.getMessage());
    }

    @Test
    void withoutScipOneWarningLineAndTheJavaRoute() throws Exception {
        problem("'inputs':[[2],[-1]],'labels':[1,2],'loss':'squared','beta':1");
        Path err = folder.resolve("err");
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "--enable-native-access=ALL-UNNAMED",
                "-Drelucert.scip=" + folder.resolve("nothing.so"), "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), "org.relucert.cli.Main",
                "certify", folder.resolve("p.problem.json").toString(), "--training", "scip")
                        .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), Files.readString(err));
        assertTrue(Files.readString(out).startsWith("s VERIFIED"), Files.readString(out));
        List<String> lines = Files.readAllLines(err);
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("relucert: ") && lines.get(0).contains("nothing.so"), lines.toString());
    }

    @Test
    void whatScipCannotDoIsRefusedByName() throws IOException {
        StringBuilder inputs = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        Random random = new Random(4);
        for (int i = 0; i < 14; i++) {
            inputs.append(i > 0 ? "," : "").append("[").append(random.nextInt(19) - 9).append(",").append(random.nextInt(19) - 9)
                    .append(",").append(random.nextInt(19) - 9).append(",").append(random.nextInt(19) - 9).append("]");
            labels.append(i > 0 ? "," : "").append(random.nextInt(11) - 5);
        }
        Problem problem = problem("'inputs':[" + inputs + "],'labels':[" + labels + "],'loss':'squared','beta':1");
        Unproved refusal = assertThrows(Unproved.class,
                () -> Prover.certify(problem, Set.of(), List.of(), SCIP));
        assertTrue(refusal.getMessage().contains("activation patterns"), refusal.getMessage());
    }
}
