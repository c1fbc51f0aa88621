package org.relucert.prover;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jscience.mathematics.number.Rational;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/**
 * Many descents on random problems whose optimum is known by construction: orthogonal data, labels built around a dual vector of
 * which both parts have norm beta.
 */
@Tag("slow")
class ConnectSweepTest {

    @Test
    void everyDescentVerifies() {
        int longest = 0;
        for (int seed = 1; seed <= 150; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(4);
            Proof proof = instance(random, n);
            Verdict verdict = Checker.fast().verify(proof.reader(), Optional.of(proof.problem()));
            assertTrue(verdict.isVerified(), "seed " + seed + ": " + verdict.line());
            Claim last = proof.certificate().claims().get(proof.certificate().claims().size() - 1);
            assertTrue(last instanceof Claim.Descent || last instanceof Claim.Connected, "seed " + seed);
            ConnectTest.assertNonIncreasing(proof.problem(), proof.sections().path().orElseThrow());
            longest = Math.max(longest, proof.sections().path().orElseThrow().states().size());
        }
        assertTrue(longest >= 10, "longest " + longest);
    }

    /** Rows a_i e_i; each part of nu a Pythagorean tuple over its norm, so the atoms are sum nu_i x_i over the one part and the other. */
    private static Proof instance(Random random, int n) {
        int[][] tuples = {{1}, {3, 4}, {1, 2, 2}, {1, 1, 1, 1}, {1, 1, 1, 2, 3}, {2, 3, 6}, {4, 4, 7}};
        int[] norms = {1, 5, 3, 2, 4, 7, 9};
        int positive = random.nextInt(n + 1);
        Rational[] scale = new Rational[n];
        Rational[] nu = new Rational[n];
        int done = 0;
        while (done < n) {
            int side = done < positive ? positive - done : n - done;
            int t = random.nextInt(tuples.length);
            if (tuples[t].length != side) {
                continue;
            }
            for (int k = 0; k < side; k++) {
                scale[done + k] = Rationals.of(1 + random.nextInt(3), 1 + random.nextInt(2));
                nu[done + k] = Rationals.of(done < positive ? tuples[t][k] : -tuples[t][k], norms[t]).divide(scale[done + k]);
            }
            done += side;
        }
        List<RationalVector> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(RationalVector.unit(n, i).times(scale[i]));
        }
        RationalMatrix x = RationalMatrix.ofRows(rows, n);
        RationalVector zero = RationalVector.zero(n);
        List<Network.Neuron> goal = new ArrayList<>();
        for (int sign : new int[] {1, -1}) {
            RationalVector p = zero;
            for (int i = 0; i < n; i++) {
                if (Rationals.sign(nu[i]) == sign) {
                    p = p.plus(x.row(i).times(nu[i].abs()));
                }
            }
            if (!p.isZero()) {
                goal.add(new Network.Neuron(p, Rationals.of(sign * (1 + random.nextInt(5)), 1 + random.nextInt(3))));
            }
        }
        Network to = new Network(goal, RationalVector.zero(0));
        Problem shapes = problem(x, zero);
        Problem problem = problem(x, to.outputs(shapes).plus(RationalVector.of(nu)));
        int width = n + 1 + random.nextInt(3);
        List<Network.Neuron> neurons = new ArrayList<>();
        for (int j = 0; j < width; j++) {
            Rational[] weight = new Rational[n];
            for (int k = 0; k < n; k++) {
                weight[k] = Rationals.of(random.nextInt(5) - 2, 1 + random.nextInt(2));
            }
            neurons.add(new Network.Neuron(RationalVector.of(weight), Rationals.of(random.nextInt(9) - 4, 2)));
        }
        return Prover.connect(problem, new Network(neurons, RationalVector.zero(0)), to, width, Prover.Options.gap(1e-6));
    }

    private static Problem problem(RationalMatrix x, RationalVector y) {
        return Problem.of("orthogonal", x, RationalMatrix.ofColumns(List.of(y), y.size()), Problem.Loss.SQUARED, Rationals.ONE,
                Problem.Bias.NONE, Problem.Skip.NONE, RationalMatrix.identity(y.size()));
    }
}
