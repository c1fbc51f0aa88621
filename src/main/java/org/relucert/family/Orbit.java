package org.relucert.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * Symmetric data (G4): two orbits of a group of signed permutations, nu positive on one and negative on the other. The atoms form
 * orbits too.
 */
public final class Orbit implements Family {

    private static final String CYCLIC = "cyclic";
    private static final String SIGNS = "signs";
    private static final String ROTATIONS = "rotations";

    @Override
    public String name() {
        return "orbit";
    }

    @Override
    public String shows() {
        return "with symmetric data and a dual vector of both signs the optimal directions form orbits";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.integer("d", "input dimension", 2, 2, 3),
                Parameter.choice("group", "signed permutations: cyclic shifts; changes of sign; shifts that change the sign of the"
                        + " entry that goes round", CYCLIC, SIGNS, ROTATIONS), Parameter.loss());
    }

    @Override
    public Instance draw(Settings settings, Choices choices) {
        int d = settings.integer("d");
        List<UnaryOperator<RationalVector>> generators = generators(settings.choice("group"), d);
        Set<RationalVector> positive = orbit(vector(d, choices), generators);
        Rational gain = choices.positive(3, 2);
        Set<RationalVector> negative = orbit(vector(d, choices), generators);
        Rational loss = choices.positive(3, 2);
        List<RationalVector> rows = new ArrayList<>(positive);
        rows.addAll(negative);
        // Where the two orbits cancel they do not with another gain, for nu^T(Xu)_+ is affine in it.
        RationalVector nu = nu(positive.size(), gain, negative.size(), loss);
        RationalMatrix inputs = RationalMatrix.ofRows(rows, d);
        String name = "orbits of " + settings.choice("group") + " in dimension " + d;
        RationalVector other = nu(positive.size(), gain.plus(Rationals.ONE), negative.size(), loss);
        InverseInstance orbits = InverseInstance.unlessZero(name, inputs, RationalMatrix.identity(d), nu)
                .orElseGet(() -> InverseInstance.of(name, inputs, RationalMatrix.identity(d), other));
        return orbits.instance(settings.loss(), orbits.weights(choices), facts -> List.of(
                new Instance.Property("the group moves atoms to atoms", () -> isClosed(facts.atoms(), generators)),
                new Instance.Property("the group moves data points to data points with the same entry of nu",
                        () -> isInvariant(rows, orbits.nu(), generators))));
    }

    private static RationalVector nu(int positive, Rational gain, int negative, Rational loss) {
        Rational[] nu = new Rational[positive + negative];
        Arrays.fill(nu, 0, positive, gain);
        Arrays.fill(nu, positive, nu.length, loss.opposite());
        return RationalVector.of(nu);
    }

    /** A vector that is not zero. */
    private static RationalVector vector(int d, Choices choices) {
        Rational[] entries = new Rational[d];
        for (int k = 0; k < d; k++) {
            entries[k] = Rationals.of(k == 0 ? choices.integer(1, 3) : choices.signed(3));
        }
        return RationalVector.of(entries);
    }

    private static List<UnaryOperator<RationalVector>> generators(String group, int d) {
        if (!group.equals(SIGNS)) {
            int sign = group.equals(ROTATIONS) ? -1 : 1;
            return List.of(v -> {
                Rational[] shifted = new Rational[d];
                for (int k = 0; k < d; k++) {
                    shifted[k] = k > 0 ? v.get(k - 1) : v.get(d - 1).times(sign);
                }
                return RationalVector.of(shifted);
            });
        }
        List<UnaryOperator<RationalVector>> changes = new ArrayList<>();
        for (int j = 0; j < d; j++) {
            int changed = j;
            changes.add(v -> {
                Rational[] entries = v.toArray();
                entries[changed] = entries[changed].opposite();
                return RationalVector.of(entries);
            });
        }
        return changes;
    }

    private static Set<RationalVector> orbit(RationalVector v, List<UnaryOperator<RationalVector>> generators) {
        Set<RationalVector> found = new LinkedHashSet<>(List.of(v));
        List<RationalVector> left = new ArrayList<>(found);
        while (!left.isEmpty()) {
            RationalVector next = left.remove(left.size() - 1);
            for (UnaryOperator<RationalVector> generator : generators) {
                RationalVector moved = generator.apply(next);
                if (found.add(moved)) {
                    left.add(moved);
                }
            }
        }
        return found;
    }

    private static boolean isClosed(List<Atom> atoms, List<UnaryOperator<RationalVector>> generators) {
        return atoms.stream().allMatch(atom -> generators.stream()
                .allMatch(generator -> atoms.contains(new Atom(atom.sign(), generator.apply(atom.direction())))));
    }

    private static boolean isInvariant(List<RationalVector> rows, RationalVector nu,
            List<UnaryOperator<RationalVector>> generators) {
        for (UnaryOperator<RationalVector> generator : generators) {
            List<List<Object>> before = new ArrayList<>();
            List<List<Object>> after = new ArrayList<>();
            for (int i = 0; i < nu.size(); i++) {
                before.add(List.of(rows.get(i), nu.get(i)));
                after.add(List.of(generator.apply(rows.get(i)), nu.get(i)));
            }
            if (!before.containsAll(after)) {
                return false;
            }
        }
        return true;
    }
}
