package org.relucert.prover;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.certificate.SlotPath.Label;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.exact.SquareRoot;
import org.relucert.problem.Problem;

/**
 * The labels of a path, and exact comparisons of their costs.
 *
 * <p>Directions are scaled so that norms with a rational ratio are equal; labels of equal norm form a group, and group 0 is the
 * normal form R(p)^2 = B. The costs of different groups are rational multiples of square roots of different square-free integers,
 * which are linearly independent over the rationals: a rational combination of them is zero only if every coefficient is, and
 * otherwise tight enough enclosures show its sign. So every comparison here is decided exactly.
 */
final class PathLabels {

    /** First precision of enclosures, in bits behind the point. */
    private static final int BITS = 64;

    private final Problem problem;
    private final List<Atom> atoms = new ArrayList<>();
    private final Map<Atom, Integer> index = new HashMap<>();
    private final List<Integer> groups = new ArrayList<>();
    private final List<RationalVector> features = new ArrayList<>();
    /** R(p)^2 of each group. */
    private final List<Rational> squares = new ArrayList<>();

    PathLabels(Problem problem) {
        this.problem = problem;
        squares.add(problem.betaSquared());
    }

    /**
     * A label with its weight.
     *
     * @param label index
     * @param weight c with q = c p
     */
    record Weighted(int label, Rational weight) { }

    /**
     * The label of a neuron in path form.
     *
     * @param q not zero
     * @throws Unproved if it costs nothing
     */
    Weighted of(int sign, RationalVector q) {
        Rational squared = problem.penaltySquared(q);
        if (squared.isZero()) {
            throw new Unproved("a neuron with nothing but a free bias has no balanced form");
        }
        for (int g = 0; g < squares.size(); g++) {
            Rational ratio = squared.divide(squares.get(g));
            Rational root = SquareRoot.minorant(ratio, 0);
            if (Rationals.square(root).equals(ratio)) {
                return new Weighted(add(new Atom(sign, q.times(root.inverse())), g), root);
            }
        }
        // The primitive integer vector, for short numbers.
        BigInteger content = BigInteger.ZERO;
        for (int k = 0; k < q.size(); k++) {
            content = content.gcd(q.numerator(k));
        }
        Rational scale = Rationals.of(content, q.denominator());
        squares.add(squared.divide(Rationals.square(scale)));
        return new Weighted(add(new Atom(sign, q.times(scale.inverse())), squares.size() - 1), scale);
    }

    private int add(Atom atom, int group) {
        Integer known = index.get(atom);
        if (known != null) {
            return known;
        }
        index.put(atom, atoms.size());
        atoms.add(atom);
        groups.add(group);
        RationalVector feature = problem.activation(atom.direction());
        features.add(atom.sign() < 0 ? feature.opposite() : feature);
        return atoms.size() - 1;
    }

    int size() {
        return atoms.size();
    }

    Atom atom(int label) {
        return atoms.get(label);
    }

    /** sigma (Xp)_+. */
    RationalVector feature(int label) {
        return features.get(label);
    }

    /** The group of a label. */
    int group(int label) {
        return groups.get(label);
    }

    /** Number of groups. */
    int groups() {
        return squares.size();
    }

    /** The sign of sum_g k_g beta R(p_g). */
    int sign(Rational[] k) {
        int decided = 0;
        boolean mixed = false;
        for (Rational entry : k) {
            int sign = Rationals.sign(entry);
            mixed |= sign != 0 && decided != 0 && sign != decided;
            decided = sign != 0 ? sign : decided;
        }
        if (!mixed) {
            return decided;
        }
        for (int bits = BITS;; bits *= 2) {
            if (bound(k, bits, true).isNegative()) {
                return -1;
            }
            if (bound(k, bits, false).isPositive()) {
                return 1;
            }
        }
    }

    /** An upper or lower bound of sum_g k_g beta R(p_g). */
    Rational bound(Rational[] k, int bits, boolean upper) {
        Rational sum = Rationals.ZERO;
        for (int g = 0; g < k.length; g++) {
            if (!k[g].isZero()) {
                sum = sum.plus(k[g].times(k[g].isNegative() == upper ? minorant(g, bits) : majorant(g, bits)));
            }
        }
        return sum;
    }

    private Rational minorant(int group, int bits) {
        return SquareRoot.minorant(problem.betaSquared().times(squares.get(group)), bits);
    }

    private Rational majorant(int group, int bits) {
        return SquareRoot.majorant(problem.betaSquared().times(squares.get(group)), bits);
    }

    /** The labels for the certificate. */
    List<Label> labels(int bits) {
        List<Label> labels = new ArrayList<>();
        for (int a = 0; a < atoms.size(); a++) {
            labels.add(new Label(atoms.get(a).sign(), atoms.get(a).direction(), minorant(groups.get(a), bits),
                    majorant(groups.get(a), bits)));
        }
        return labels;
    }
}
