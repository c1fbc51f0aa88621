package org.relucert.checker;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.relucert.certificate.Certificate;
import org.relucert.certificate.Claim;
import org.relucert.certificate.OptimalSetWitness;
import org.relucert.certificate.OptimalSetWitness.Atom;
import org.relucert.certificate.SlotPath;
import org.relucert.certificate.SlotPath.Label;
import org.relucert.certificate.SlotPath.State;
import org.relucert.certificate.TreeNode.Terms;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Problem;

/** The claims that two optimal networks are, or are not, in one component (obligations CMP-PAIR and CMP-DISC; Theorem CMP). */
final class ConnectionCheck extends PathCheck {

    private final boolean connected;
    private final Optional<OptimalSetWitness> set;
    private State start;

    ConnectionCheck(Certificate certificate, SlotPath path, Claim.Path claim, Optional<OptimalSetWitness> set) {
        super(certificate, path);
        this.connected = claim instanceof Claim.Connected;
        this.set = set;
        Obligation.CMP_DISC.require(connected || !problem().hasFreeBias(),
                "with a free bias the directions need not be finitely many");
    }

    @Override
    void first(State state) {
        start = state;
        optimal(state, "state 0", connected ? Obligation.CMP_PAIR : Obligation.CMP_DISC);
    }

    @Override
    void step(State from, State to, int number) {
        optimal(to, "state " + number, connected ? Obligation.CMP_PAIR : Obligation.CMP_DISC);
        if (connected) {
            labelsStay(from, to, number, Obligation.CMP_PAIR);
        }
    }

    @Override
    void last(State end) {
        if (connected) {
            return;
        }
        Obligation.CMP_DISC.require(differ(start, end), "the two networks are the same");
        if (isIsolated(start) || isIsolated(end)) {
            return;
        }
        Obligation.CMP_DISC.require(set.isPresent(), "neither network is isolated, and the optimal set is not claimed");
        List<Terms> vertices = set.get().vertices();
        int a = vertexWithin(atomsInUse(start));
        int b = vertexWithin(atomsInUse(end));
        int width = path().width();
        boolean apart = vertices.get(a).indices().size() == width || vertices.get(b).indices().size() == width
                || !joined(vertices, a, b, width);
        Obligation.CMP_DISC.require(apart, "the vertices on atoms %s and %s, near the networks, are connected at width %d",
                vertices.get(a).indices(), vertices.get(b).indices(), width);
    }

    private boolean differ(State one, State other) {
        for (int j = 0; j < path().width(); j++) {
            RationalVector neuron = neuron(one, j);
            if (!neuron.equals(neuron(other, j)) || !neuron.isZero() && label(one, j).sign() != label(other, j).sign()) {
                return true;
            }
        }
        return false;
    }

    /** CMP-ISO: as many positive weights as slots, features independent modulo the range of S. */
    private boolean isIsolated(State state) {
        RationalMatrix skip = problem().skipMatrix();
        List<RationalVector> columns = new ArrayList<>();
        for (int k = 0; k < skip.columns(); k++) {
            columns.add(skip.column(k));
        }
        for (int j = 0; j < path().width(); j++) {
            if (state.weights().get(j).isZero()) {
                return false;
            }
            columns.add(feature(state.labels().get(j)));
        }
        RationalMatrix modulo = RationalMatrix.ofColumns(columns, problem().rows());
        Effort.bounded(Obligation.CMP_DISC, modulo);
        return Elimination.of(modulo).rank() == Elimination.of(skip).rank() + path().width();
    }

    /** The listed atoms in use; with a free skip the representatives of those in use. */
    private BitSet atomsInUse(State state) {
        List<Atom> atoms = set.orElseThrow().atoms();
        BitSet inUse = new BitSet();
        for (int j = 0; j < path().width(); j++) {
            if (!state.weights().get(j).isZero()) {
                Label label = label(state, j);
                int index = atoms.indexOf(new Atom(label.sign(), label.direction()));
                if (index < 0 && problem().skip() == Problem.Skip.FREE) {
                    index = atoms.indexOf(new Atom(label.sign(), label.direction().opposite()));
                }
                Obligation.CMP_DISC.require(index >= 0, "slot %d has no atom of the list", j);
                inUse.set(index);
            }
        }
        return inUse;
    }

    private int vertexWithin(BitSet atoms) {
        List<Terms> vertices = set.orElseThrow().vertices();
        for (int v = 0; v < vertices.size(); v++) {
            if (vertices.get(v).indices().stream().allMatch(atoms::get)) {
                return v;
            }
        }
        // Cannot be where the optimal set has been accepted; a rejection costs nothing.
        throw new Rejection(Obligation.CMP_DISC, "no vertex lies on the atoms of the network");
    }

    /** Whether two vertices of fewer than width atoms are in one component of H_width. */
    private static boolean joined(List<Terms> vertices, int a, int b, int width) {
        List<BitSet> supports = new ArrayList<>();
        for (Terms vertex : vertices) {
            BitSet support = new BitSet();
            vertex.indices().forEach(support::set);
            supports.add(support);
        }
        BitSet reached = new BitSet();
        List<Integer> front = new ArrayList<>(List.of(a));
        reached.set(a);
        while (!front.isEmpty() && !reached.get(b)) {
            BitSet from = supports.get(front.remove(front.size() - 1));
            for (int v = 0; v < supports.size(); v++) {
                BitSet union = (BitSet) supports.get(v).clone();
                boolean inside = union.cardinality() < width;
                union.or(from);
                if (inside && !reached.get(v) && union.cardinality() <= width) {
                    reached.set(v);
                    front.add(v);
                }
            }
        }
        return reached.get(b);
    }
}
