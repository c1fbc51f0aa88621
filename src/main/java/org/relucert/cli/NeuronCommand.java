package org.relucert.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.relucert.exact.RationalVector;
import org.relucert.problem.Problem;
import org.relucert.problem.VectorFile;
import org.relucert.prover.Proof;
import org.relucert.prover.Prover;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code relucert neuron PROBLEM --nu NU.json}. */
@Command(name = "neuron", mixinStandardHelpOptions = true,
        description = "Certifies an interval for the largest |nu^T (Xu)_+| over neurons u of penalty at most 1.")
final class NeuronCommand implements Callable<Integer>, Reporting {

    @Mixin
    private ProblemArguments problemArguments;

    @Mixin
    private SearchArguments searchArguments;

    @Option(names = "--nu", required = true, paramLabel = "NU.json", description = "the dual vector, a JSON list of n numbers")
    private Path nuFile;

    @Option(names = "-o", paramLabel = "CERT",
            description = "certificate file (default NAME.neuron.cert.json beside the problem)")
    private Path output;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public boolean json() {
        return json;
    }

    @Override
    public Integer call() {
        Problem problem = problemArguments.read();
        RationalVector nu = VectorFile.read(nuFile, problem.rows());
        long begin = System.nanoTime();
        Proof proof = Prover.neuron(problem, nu, searchArguments.options());
        double seconds = (System.nanoTime() - begin) / 1e9;
        Report[] report = new Report[1];
        int code = CertificateOutput.write(problem, proof,
                output != null ? output : problemArguments.defaultCertificate(".neuron"), report, seconds);
        report[0].nodes(proof.nodes()).print(json);
        return code;
    }
}
