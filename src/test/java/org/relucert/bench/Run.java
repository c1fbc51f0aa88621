package org.relucert.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.relucert.certificate.CertificateReader;
import org.relucert.certificate.Claim;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.prover.NeuronPhases;
import org.relucert.prover.Proof;

/**
 * One instance of the neuron problem searched, proved, written and verified; times in seconds.
 *
 * @param processor seconds of all threads of the process in the four phases together, compilation and garbage collection
 *     included: at least what one thread would have needed
 * @param nodes nodes of the search, both sides
 * @param gap relative, of the interval that was proved
 * @param leaves leaves of both trees as they were proved
 * @param text the certificate
 */
record Run(double search, double exact, double write, double check, double processor, long nodes, double gap, int leaves, String text) {

    /** Runs it, the search for at most so many seconds; turning what it has into a proof is not limited. */
    static Run of(Instances.Instance instance, double relativeGap, double cap) {
        double before = processorSeconds();
        long begin = System.nanoTime();
        NeuronPhases.Searched searched = NeuronPhases.search(instance.problem(), instance.nu(), relativeGap, () -> since(begin) > cap);
        double search = since(begin);
        long proving = System.nanoTime();
        Proof proof = searched.prove();
        double exact = since(proving);
        long writing = System.nanoTime();
        String text = proof.text();
        double write = since(writing);
        long checking = System.nanoTime();
        require(Checker.fast().verify(CertificateReader.of(text), Optional.of(instance.problem())));
        double check = since(checking);
        return new Run(search, exact, write, check, processorSeconds() - before, searched.nodes(), proved(proof), (proof.nodes() + 1) / 2, text);
    }

    /** Everything, from the search to the verdict. */
    double total() {
        return search + exact + write + check;
    }

    int bytes() {
        return text.length();
    }

    /** Bytes of a leaf, its share of the splits included; the data are not. */
    double bytesPerLeaf() {
        return (text.length() - text.indexOf("\"trees\"")) / (double) Math.max(1, leaves);
    }

    /** (upper - lower) / upper of what was proved. */
    private static double proved(Proof proof) {
        Claim.NeuronMaximum claim = (Claim.NeuronMaximum) proof.certificate().claims().get(0);
        return claim.upper().minus(claim.lower()).divide(claim.upper()).doubleValue();
    }

    static void require(Verdict verdict) {
        if (verdict == null || verdict.status() != Verdict.Status.VERIFIED) {
            throw new IllegalStateException("not verified: " + verdict);
        }
    }

    private static double processorSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    static <T> double median(List<T> runs, ToDoubleFunction<T> value) {
        double[] values = runs.stream().mapToDouble(value).sorted().toArray();
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
