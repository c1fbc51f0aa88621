package org.relucert.prover;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.PathNetwork;
import org.relucert.certificate.PathNeuron;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.problem.Problem;
import org.relucert.search.Refinement;
import org.relucert.search.TrainingResult;

/**
 * Proves a claim {@link Claim.Bound} from an approximate dual vector and an approximate network: rounds nu, restores S^T nu =
 * 0 exactly, proves its level, and scales it to feasibility (Theorem AT).
 */
final class BoundProver {

    /** The part of the gap that the level of the trees may use up. */
    private static final double LEVEL_SHARE = 0.05;
    /** Significant bits of tau and of the claimed bounds. */
    private static final int BITS = 48;
    /** Digits of a refined optimum, and the rounding that goes with them. */
    private static final int DIGITS = 25;
    private static final Rational DIGIT_UNIT = Floats.power(-80);

    private BoundProver() { }

    /**
     * Proves the bound of a training. Its dual vector has been searched there, and the trees of that search prove what they
     * prove for the rounded vector too: their leaves are solved anew. Only what rests on no search is searched.
     */
    static Proof prove(Problem problem, TrainingResult trained, PathNetwork network, Prover.Options options) {
        TrainingResult.Priced priced = trained.priced();
        if (priced == null) {
            return prove(problem, trained.nu(), network, options);
        }
        RationalVector rounded = dual(problem, priced.nu(), options.relativeGap());
        double reached = Math.max(target(problem, options), Math.max(priced.plus().upper(), priced.minus().upper()));
        return prove(problem, rounded, network, Sides.prove(problem, rounded,
                new Sides.Proposal(priced.plus(), priced.minus(), reached), options.relativeGap(), true));
    }

    /**
     * A bound from the optimum refined to more digits than doubles carry, for squared loss; empty where the active system has no
     * isolated solution nearby, and where rows are too many.
     */
    static Optional<Proof> refined(Problem problem, TrainingResult trained, Prover.Options options) {
        Refinement.Result refined = Refinement.refine(OptimumProver.refinementProblem(problem), trained, DIGITS, options.stop());
        if (!refined.converged()) {
            return Optional.empty();
        }
        List<PathNeuron> neurons = new ArrayList<>();
        for (Refinement.RefinedAtom atom : refined.atoms()) {
            Rational weight = Floats.round(Floats.exact(atom.weight()), DIGIT_UNIT, 0);
            if (weight.isPositive()) {
                neurons.add(Networks.withMajorant(problem, new PathNeuron(atom.sign(), weight, vector(atom.direction()),
                        Rationals.ZERO)));
            }
        }
        double[] nu = Arrays.stream(refined.nu()).mapToDouble(BigDecimal::doubleValue).toArray();
        return Optional.of(prove(problem, nu, new PathNetwork(neurons, vector(refined.skip())), options));
    }

    private static RationalVector vector(BigDecimal[] values) {
        return RationalVector.of(Arrays.stream(values).map(value -> Floats.round(Floats.exact(value), DIGIT_UNIT, 0))
                .toArray(Rational[]::new));
    }

    /** Searches the dual vector and proves its bound. */
    static Proof prove(Problem problem, double[] nu, PathNetwork network, Prover.Options options) {
        RationalVector rounded = dual(problem, nu, options.relativeGap());
        return prove(problem, rounded, network, Sides.prove(problem, rounded, options.method(), LEVEL_SHARE * options.relativeGap(),
                target(problem, options), options.stop(), options.search()));
    }

    /** A level of the trees that is good enough. */
    private static double target(Problem problem, Prover.Options options) {
        return Math.sqrt(Floats.of(problem.betaSquared())) * (1 + LEVEL_SHARE * options.relativeGap());
    }

    private static Proof prove(Problem problem, RationalVector rounded, PathNetwork network, Sides sides) {
        Rational level = sides.levelSquared().isZero() ? problem.betaSquared() : sides.levelSquared();
        return assemble(problem, rounded, level, scale(problem, rounded, level), network, sides);
    }

    /** A certificate of a bound; the bounds claimed are the proved ones, rounded outwards. */
    static Proof assemble(Problem problem, RationalVector nu, Rational level, Rational scale,
            PathNetwork network, Sides sides) {
        Rational lower = scale.times(problem.scalarLabels().dot(nu));
        RationalVector error = network.outputs(problem).minus(problem.scalarLabels());
        Rational upper = Rationals.ZERO;
        for (PathNeuron neuron : network.neurons()) {
            upper = upper.plus(neuron.cost());
        }
        if (problem.loss() == Problem.Loss.SQUARED) {
            Rational two = Rationals.of(2);
            lower = lower.minus(Rationals.square(scale).times(nu.dot(nu)).divide(two));
            upper = upper.plus(error.dot(error).divide(two));
        }
        Claim bound = new Claim.Bound(shorter(lower, -1), shorter(upper, 1), network.neurons().size());
        return certificate(problem, List.of(bound), nu, level, scale, network, sides);
    }

    static Proof certificate(Problem problem, List<Claim> claims, RationalVector nu, Rational level, Rational scale,
            PathNetwork network, Sides sides) {
        return new Proof(Certificate.of(problem, claims, nu, level, scale, network.neurons(), network.skip()), sides.plus(),
                sides.minus());
    }

    /** The value itself if it is short, else rounded down (-1) or up (1) to a decimal of about 15 digits. */
    static Rational shorter(Rational value, int direction) {
        if (Rationals.denominator(value).bitLength() <= BITS) {
            return value;
        }
        double size = Math.abs(Floats.of(value));
        int digits = (int) Math.max(0, Math.min(300, Math.ceil(15 - Math.log10(Math.max(size, 1e-300)))));
        Rational unit = Rationals.of(BigInteger.ONE, BigInteger.TEN.pow(digits));
        return Floats.round(value, unit, direction);
    }

    /** The best tau of Theorem AT, short. */
    static Rational scale(Problem problem, RationalVector nu, Rational level) {
        Rational ratio = problem.betaSquared().divide(level);
        Rational largest = SquareRoot.minorant(ratio, NeuronProver.bits(ratio));
        Rational square = nu.dot(nu);
        if (square.isZero()) {
            return Rationals.ONE.compareTo(largest) > 0 ? largest : Rationals.ONE;
        }
        Rational linear = problem.scalarLabels().dot(nu);
        Rational smallest = largest.opposite();
        Rational best = problem.loss() == Problem.Loss.INTERPOLATION
                ? linear.isNegative() ? smallest : largest
                : linear.divide(square);
        if (best.compareTo(largest) > 0) {
            best = largest;
        } else if (smallest.compareTo(best) > 0) {
            best = smallest;
        }
        double size = Math.abs(Floats.of(best));
        // Towards zero, so that tau^2 H^2 <= B stays true.
        return size == 0 ? Rationals.ZERO
                : Floats.round(best, Floats.power(Math.getExponent(size) - BITS), best.isNegative() ? 1 : -1);
    }

    /** nu rounded to a power of two, with S^T nu = 0 restored by solving for as many entries as S has independent rows. */
    static RationalVector dual(Problem problem, double[] nu, double relativeGap) {
        double beta = Math.sqrt(Floats.of(problem.betaSquared()));
        double norms = 0;
        for (int i = 0; i < problem.rows(); i++) {
            norms += Math.sqrt(Floats.of(problem.innerProduct().squaredNorm(problem.row(i))));
        }
        Rational unit = Floats.powerBelow(LEVEL_SHARE * relativeGap * beta / Math.max(norms, Double.MIN_NORMAL));
        RationalVector rounded = Floats.round(nu, unit);
        RationalVector residue = problem.skipMatrix().transpose().times(rounded);
        return residue.isZero() ? rounded : corrected(problem.skipMatrix(), rounded, residue).orElseThrow();
    }

    /**
     * A vector near this one whose combination of the rows is less by the residue; empty if that is none of them. Any correction will
     * do: it is as small as the residue, times the condition of the rows that are changed, the first independent ones of those
     * {@link #apart}.
     */
    static Optional<RationalVector> corrected(RationalMatrix rows, RationalVector vector, RationalVector residue) {
        int[] order = apart(Floats.of(rows));
        RationalMatrix columns = RationalMatrix.ofColumns(Arrays.stream(order).mapToObj(rows::row).toList(), residue.size());
        return Elimination.solve(columns, residue).map(correction -> {
            Rational[] entries = vector.toArray();
            for (int k = 0; k < order.length; k++) {
                entries[order[k]] = entries[order[k]].minus(correction.get(k));
            }
            return RationalVector.of(entries);
        });
    }

    /**
     * An order of rows in which each of the first is the farthest from the span of those before it, where all columns have one size:
     * a table may begin with rows that are nearly parallel.
     */
    private static int[] apart(double[][] rows) {
        int[] order = IntStream.range(0, rows.length).toArray();
        for (int j = 0; j < rows[0].length; j++) {
            double largest = 0;
            for (double[] row : rows) {
                largest = Math.max(largest, Math.abs(row[j]));
            }
            for (double[] row : rows) {
                row[j] /= Math.max(largest, Double.MIN_NORMAL);
            }
        }
        for (int k = 0; k < Math.min(rows.length, rows[0].length); k++) {
            int farthest = k;
            for (int i = k + 1; i < rows.length; i++) {
                if (square(rows[order[i]]) > square(rows[order[farthest]])) {
                    farthest = i;
                }
            }
            int chosen = order[farthest];
            order[farthest] = order[k];
            order[k] = chosen;
            double square = square(rows[chosen]);
            for (int i = k + 1; i < rows.length && square > 0; i++) {
                double[] row = rows[order[i]];
                double part = TreeProver.dot(row, rows[chosen]) / square;
                for (int j = 0; j < row.length; j++) {
                    row[j] -= part * rows[chosen][j];
                }
            }
        }
        return order;
    }

    private static double square(double[] row) {
        return TreeProver.dot(row, row);
    }
}
