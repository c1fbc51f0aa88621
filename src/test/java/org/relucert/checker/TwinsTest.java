package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relucert.bench.Instances;
import org.relucert.certificate.CertificateReader;
import org.relucert.prover.Prover;

/** Both tree checks on the same trees: as proved, and with single digits changed. */
class TwinsTest {

    private static String certificate(int n, int d, long seed, double gap) {
        Instances.Instance instance = Instances.gaussian(n, d, seed);
        return Prover.neuron(instance.problem(), instance.nu(), Prover.Options.gap(gap)).text();
    }

    private static String verdict(Checker checker, String text) {
        try (CertificateReader reader = CertificateReader.of(text)) {
            Verdict verdict = checker.verify(reader, Optional.empty());
            return verdict.status() + " " + verdict.obligation();
        }
    }

    @ParameterizedTest
    @CsvSource({"40,5", "60,3", "12,8", "200,2", "15,4"})
    void accept(int n, int d) {
        String text = certificate(n, d, 5, 1e-4);
        assertEquals("VERIFIED Optional.empty", verdict(Checker.fast(), text));
        assertEquals("VERIFIED Optional.empty", verdict(Checker.reference(), text));
    }

    @Test
    void judgeChangedDigitsAlike() {
        Random random = new Random(6);
        int rejected = 0;
        for (int[] size : new int[][] {{8, 3}, {12, 2}, {6, 8}}) {
            String text = certificate(size[0], size[1], 7, 1e-3);
            int from = text.indexOf("\"trees\"");
            for (int round = 0; round < 150; round++) {
                int at = from + random.nextInt(text.length() - from);
                if (Character.isDigit(text.charAt(at))) {
                    String changed = text.substring(0, at) + (char) ('0' + random.nextInt(10)) + text.substring(at + 1);
                    String fast = verdict(Checker.fast(), changed);
                    assertEquals(verdict(Checker.reference(), changed), fast, "character " + at);
                    rejected += fast.startsWith("REJECTED") ? 1 : 0;
                }
            }
        }
        assertTrue(rejected > 30, rejected + " rejected");
    }
}
