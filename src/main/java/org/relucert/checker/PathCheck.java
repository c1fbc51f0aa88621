package org.relucert.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jscience.mathematics.number.Rational;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness;
import org.relucert.certificate.SlotPath;
import org.relucert.certificate.SlotPath.Label;
import org.relucert.certificate.SlotPath.State;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.problem.Network;
import org.relucert.problem.Problem;

/**
 * Reads a path, two states at a time, and checks what its claims have in common: the labels, the ends, and that every step is
 * one (obligations IN-1, PTH-0, PTH-1, PTH-4).
 */
abstract class PathCheck {

    private final Certificate certificate;
    private final SlotPath path;
    private final List<RationalVector> features = new ArrayList<>();

    PathCheck(Certificate certificate, SlotPath path) {
        this.certificate = certificate;
        this.path = path;
        for (Label label : path.labels()) {
            features.add(label.feature(certificate.problem()));
        }
    }

    /** Checks a claim; the trees, and the optimal set where it is claimed, have been accepted. */
    static void check(Certificate certificate, Claim.Path claim, CertificateReader reader, Optional<OptimalSetWitness> set) {
        OptimumCheck.feasible(certificate);
        SlotPath path = reader.openPath();
        Obligation.IN_1.require(claim.width() == path.width(), "the claim says width %d, the path %d", claim.width(),
                path.width());
        labels(certificate.problem(), path);
        PathCheck check = claim instanceof Claim.Descent descent ? new DescentCheck(certificate, path, descent)
                : new ConnectionCheck(certificate, path, claim, set);
        check.walk(reader, claim);
    }

    private static void labels(Problem problem, SlotPath path) {
        network(problem, path.from(), "from", path.width());
        network(problem, path.to(), "to", path.width());
        for (int a = 0; a < path.labels().size(); a++) {
            Label label = path.labels().get(a);
            Obligation.IN_1.require(label.direction().size() == problem.dimension(),
                    "label %d has a direction of %d entries, expected %d", a, label.direction().size(), problem.dimension());
            Rational squared = problem.penaltySquared(label.direction());
            Obligation.PTH_0.require(squared.isPositive(), "label %d: R(p)^2 = %s is not positive", a, Rationals.text(squared));
            Rational cost = problem.betaSquared().times(squared);
            Obligation.PTH_0.require(!label.minorant().isNegative() && !label.majorant().isNegative()
                    && Rationals.square(label.minorant()).compareTo(cost) <= 0
                    && Rationals.square(label.majorant()).compareTo(cost) >= 0,
                    "label %d: minorant %s, majorant %s, but beta^2 R(p)^2 = %s", a, Rationals.text(label.minorant()),
                    Rationals.text(label.majorant()), Rationals.text(cost));
        }
    }

    private static void network(Problem problem, Network network, String name, int width) {
        Obligation.IN_1.require(network.neurons().size() <= width, "%s has %d neurons, the width is %d", name,
                network.neurons().size(), width);
        Obligation.IN_1.require(network.skip().size() == problem.skipMatrix().columns(), "%s: skip has %d entries, expected %d",
                name, network.skip().size(), problem.skipMatrix().columns());
        for (int j = 0; j < network.neurons().size(); j++) {
            int size = network.neurons().get(j).weight().size();
            Obligation.IN_1.require(size == problem.dimension(), "%s: neuron %d has a weight of %d entries, expected %d", name,
                    j, size, problem.dimension());
        }
    }

    private void walk(CertificateReader reader, Claim.Path claim) {
        State last = reader.nextState().orElseThrow(() -> new Rejection(Obligation.IN_1, "the path has no state"));
        shape(last, 0);
        end(last, path.from(), "first");
        first(last);
        int states = 1;
        for (Optional<State> next = reader.nextState(); next.isPresent(); next = reader.nextState()) {
            shape(next.get(), states);
            step(last, next.get(), states);
            last = next.get();
            states++;
        }
        end(last, path.to(), "last");
        int expected = claim instanceof Claim.Connected connected ? connected.states()
                : claim instanceof Claim.Descent descent ? descent.states() : 2;
        Obligation.IN_1.require(states == expected, "the path has %d states, expected %d", states, expected);
        last(last);
    }

    private void shape(State state, int number) {
        Obligation.IN_1.require(state.labels().size() == path.width(), "state %d has %d slots, expected %d", number,
                state.labels().size(), path.width());
        Obligation.IN_1.require(state.skip().size() == problem().skipMatrix().columns(), "state %d: skip has %d entries, expected %d",
                number, state.skip().size(), problem().skipMatrix().columns());
        for (int j = 0; j < path.width(); j++) {
            Obligation.IN_1.require(state.labels().get(j) < features.size(), "state %d, slot %d: there is no label %d", number, j,
                    state.labels().get(j));
            Obligation.PTH_1.require(!state.weights().get(j).isNegative(), "state %d, slot %d: weight %s is negative", number, j,
                    Rationals.text(state.weights().get(j)));
        }
    }

    /** PTH-4: the state is the network in path form. */
    private void end(State state, Network network, String which) {
        for (int j = 0; j < path.width(); j++) {
            RationalVector found = neuron(state, j);
            boolean there = j < network.neurons().size();
            RationalVector expected = there ? network.neurons().get(j).path() : RationalVector.zero(problem().dimension());
            boolean sign = expected.isZero() || label(state, j).sign() == Rationals.sign(network.neurons().get(j).output());
            Obligation.PTH_4.require(sign && found.equals(expected), "%s state, slot %d: sign %d, %s, expected %s%s", which, j,
                    label(state, j).sign(), found, expected, sign ? "" : " of the other sign");
        }
        Obligation.PTH_4.require(state.skip().equals(network.skip()), "%s state: skip %s, expected %s", which, state.skip(),
                network.skip());
    }

    /** PTH-1: no slot has positive weight in both states with different labels. */
    final void labelsStay(State from, State to, int number, Obligation obligation) {
        for (int j = 0; j < path.width(); j++) {
            obligation.require(from.weights().get(j).isZero() || to.weights().get(j).isZero()
                    || from.labels().get(j).equals(to.labels().get(j)),
                    "state %d, slot %d changes from label %d to %d while it has weight", number, j, from.labels().get(j),
                    to.labels().get(j));
        }
    }

    /** OPT-2 and OPT-3, for interpolation MNI-2: the state is an optimal network. */
    final void optimal(State state, String which, Obligation obligation) {
        Rational b = problem().betaSquared();
        for (int j = 0; j < path.width(); j++) {
            if (state.weights().get(j).isZero()) {
                continue;
            }
            Rational norm = problem().penaltySquared(label(state, j).direction());
            obligation.require(norm.equals(b), "%s, slot %d: R(p)^2 = %s, expected beta^2 = %s", which, j, Rationals.text(norm),
                    Rationals.text(b));
            Rational pairing = certificate.nu().dot(features.get(state.labels().get(j)));
            obligation.require(pairing.equals(b), "%s, slot %d: sigma nu^T (Xp)_+ = %s, expected beta^2 = %s", which, j,
                    Rationals.text(pairing), Rationals.text(b));
        }
        boolean squared = problem().loss() == Problem.Loss.SQUARED;
        RationalVector target = problem().optimalFit(certificate.nu());
        RationalVector f = outputs(state);
        obligation.require(f.equals(target), "%s: f - (%s) = %s", which, squared ? "y - nu" : "y", f.minus(target));
    }

    /** f = sum c_j sigma_j (X p_j)_+ + S s. */
    final RationalVector outputs(State state) {
        RationalVector f = problem().skipMatrix().times(state.skip());
        for (int j = 0; j < path.width(); j++) {
            f = f.plus(features.get(state.labels().get(j)).times(state.weights().get(j)));
        }
        return f;
    }

    /** c_j p_j. */
    final RationalVector neuron(State state, int slot) {
        return label(state, slot).direction().times(state.weights().get(slot));
    }

    final Label label(State state, int slot) {
        return path.labels().get(state.labels().get(slot));
    }

    final Certificate certificate() {
        return certificate;
    }

    final Problem problem() {
        return certificate.problem();
    }

    final SlotPath path() {
        return path;
    }

    /** sigma_a (X p_a)_+. */
    final RationalVector feature(int label) {
        return features.get(label);
    }

    /** Checks the first state. */
    abstract void first(State state);

    /** Checks a state with the one before it. */
    abstract void step(State from, State to, int number);

    /** Checks the last state, after all steps. */
    abstract void last(State state);
}
