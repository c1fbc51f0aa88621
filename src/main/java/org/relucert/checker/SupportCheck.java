package org.relucert.checker;

import java.util.ArrayList;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.problem.Problem;

/** The claim about the support of an optimum that may be irrational, from strict inequalities (obligations STR). */
public final class SupportCheck {

    /** Bits behind the binary point of the enclosures of square roots. */
    private static final int BITS = 512;

    private final Certificate certificate;
    private final Problem problem;
    private final Rational rho;
    private final Rational spread;
    private final Rational margin;
    /** b_i, once asked for. */
    private final Rational[] norms;

    private SupportCheck(Certificate certificate, Rational rho, Rational spread, Rational margin) {
        this.certificate = certificate;
        this.problem = certificate.problem();
        this.rho = rho;
        this.spread = spread;
        this.margin = margin;
        this.norms = new Rational[problem.rows()];
    }

    /** Prepares the constants; the certificate's bounds are checked on the way (BND-2). */
    public static SupportCheck of(Certificate certificate) {
        Problem problem = certificate.problem();
        Obligation.STR_0.require(problem.loss() == Problem.Loss.SQUARED && !problem.hasFreeBias()
                && problem.skipMatrix().columns() == 0, "the claim needs squared loss, no free bias and no skip");
        BoundCheck.dualFeasible(certificate);
        Rational delta = BoundCheck.primalValue(certificate).minus(BoundCheck.dualValue(certificate));
        Rational rho = SquareRoot.majorant(delta.isNegative() ? Rationals.ZERO : delta.times(Rationals.of(2)), BITS);
        Rational squares = Rationals.ZERO;
        for (int i = 0; i < problem.rows(); i++) {
            squares = squares.plus(problem.innerProduct().squaredNorm(problem.row(i)));
        }
        Rational spread = SquareRoot.majorant(squares, BITS).times(rho);
        Rational margin = SquareRoot.minorant(problem.betaSquared(), BITS).minus(spread);
        Obligation.STR_1.require(certificate.scale().isPositive() && margin.isPositive(),
                "the gap of the bounds is too large: Lambda rho exceeds beta");
        return new SupportCheck(certificate, rho, spread, margin);
    }

    /** Leaves whose squared bound is smaller than this are inactive. */
    Rational activeFrom() {
        return Rationals.square(margin.divide(certificate.scale()));
    }

    /** Whether a leaf with this vector is a candidate. */
    public boolean isCandidate(RationalVector leaf) {
        return problem.innerProduct().squaredNorm(leaf).compareTo(activeFrom()) >= 0;
    }

    /** A row of a candidate leaf may stay undecided if sigma nu_i is smaller than this. */
    Rational concaveBelow() {
        return rho.opposite().divide(certificate.scale());
    }

    /**
     * Decides STR-7 to STR-9.
     *
     * @param inverse W, as many rows as candidates
     * @param plus vectors of the candidate leaves of the side +1, in the order of the tree
     * @param minus those of the side -1
     */
    void check(Claim.Support claim, List<RationalVector> inverse, List<RationalVector> plus, List<RationalVector> minus) {
        List<Candidate> candidates = new ArrayList<>();
        plus.forEach(v -> candidates.add(candidate(1, v)));
        minus.forEach(v -> candidates.add(candidate(-1, v)));
        int count = candidates.size();
        Obligation.STR_7.require(claim.neurons().size() == count, "the claim has %d neurons, the trees %d candidates",
                claim.neurons().size(), count);
        Obligation.STR_7.require(inverse.size() == count && inverse.stream().allMatch(w -> w.size() == problem.rows()),
                "W is not of size %d x %d", count, problem.rows());
        List<Claim.Support.Neuron> found = describe(plus, minus);
        for (int t = 0; t < count; t++) {
            Obligation.STR_8.require(claim.neurons().get(t).equals(found.get(t)), "neuron %d has sign %d and pattern %s", t,
                    found.get(t).sign(), found.get(t).pattern());
        }
        weights(inverse, candidates);
    }

    /** Signs and patterns of the candidates, in the order of the check. */
    public List<Claim.Support.Neuron> describe(List<RationalVector> plus, List<RationalVector> minus) {
        List<Claim.Support.Neuron> neurons = new ArrayList<>();
        plus.forEach(v -> neurons.add(new Claim.Support.Neuron(1, pattern(candidate(1, v)))));
        minus.forEach(v -> neurons.add(new Claim.Support.Neuron(-1, pattern(candidate(-1, v)))));
        return neurons;
    }

    private record Candidate(int sign, RationalVector vector, Rational radius, RationalVector feature) { }

    private Candidate candidate(int sign, RationalVector leaf) {
        RationalVector v = leaf.times(certificate.scale());
        Rational beta = SquareRoot.majorant(problem.betaSquared(), BITS);
        Rational squared = problem.innerProduct().squaredNorm(v).minus(problem.betaSquared())
                .plus(beta.times(spread).times(Rationals.of(2)));
        Rational radius = SquareRoot.majorant(squared.isNegative() ? Rationals.ZERO : squared, BITS);
        RationalVector feature = problem.activation(v);
        return new Candidate(sign, v, radius, sign > 0 ? feature : feature.opposite());
    }

    private Rational error(Candidate candidate, int i) {
        if (norms[i] == null) {
            norms[i] = SquareRoot.majorant(problem.innerProduct().squaredNorm(problem.row(i)), BITS);
        }
        return norms[i].times(candidate.radius);
    }

    private String pattern(Candidate candidate) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < problem.rows(); i++) {
            Rational product = problem.functional(i).dot(candidate.vector);
            boolean known = product.abs().compareTo(error(candidate, i)) > 0;
            pattern.append(!known ? '?' : product.isPositive() ? '1' : '0');
        }
        return pattern.toString();
    }

    private void weights(List<RationalVector> inverse, List<Candidate> candidates) {
        int count = candidates.size();
        RationalVector f = certificate.network().outputs(problem);
        RationalMatrix features = RationalMatrix.ofColumns(candidates.stream().map(Candidate::feature).toList(),
                problem.rows());
        RationalMatrix product = RationalMatrix.ofRows(inverse, problem.rows()).times(features);
        Rational[] rowSums = new Rational[count];
        Rational largestSum = Rationals.ZERO;
        Rational[] slack = new Rational[count];
        Rational largestWeight = Rationals.ZERO;
        for (int t = 0; t < count; t++) {
            Rational sum = Rationals.ZERO;
            for (int s = 0; s < count; s++) {
                Rational identity = s == t ? Rationals.ONE : Rationals.ZERO;
                sum = sum.plus(product.get(t, s).minus(identity).abs());
                for (int i = 0; i < problem.rows(); i++) {
                    if (inverse.get(t).sign(i) != 0) {
                        sum = sum.plus(inverse.get(t).get(i).abs().times(error(candidates.get(s), i)));
                    }
                }
            }
            Obligation.STR_7.require(sum.compareTo(Rationals.ONE) < 0, "row %d of W: the sum is at least 1", t);
            rowSums[t] = sum;
            largestSum = max(largestSum, sum);
            slack[t] = SquareRoot.majorant(inverse.get(t).dot(inverse.get(t)), BITS).times(rho);
            largestWeight = max(largestWeight, inverse.get(t).dot(f).abs().plus(slack[t]));
        }
        Rational bound = largestWeight.divide(Rationals.ONE.minus(largestSum));
        for (int t = 0; t < count; t++) {
            Rational weight = inverse.get(t).dot(f).minus(slack[t]).minus(rowSums[t].times(bound));
            Obligation.STR_9.require(weight.isPositive(), "the weight of neuron %d is not bounded away from zero", t);
        }
    }

    private static Rational max(Rational a, Rational b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
