package org.relucert.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.relucert.checker.Checker;
import org.relucert.checker.Verdict;
import org.relucert.problem.InputException;
import org.relucert.problem.Problem;
import org.relucert.prover.Proof;

/** Writes a certificate, has the checker read it back, and only then puts it in its place. */
final class CertificateOutput {

    private CertificateOutput() { }

    /** Writes, checks, reports; returns the exit code. */
    static int write(Problem problem, Proof proof, Path target, Report[] slot, double searchSeconds) {
        String name = target.getFileName().toString();
        Path part = target.resolveSibling("." + ProcessHandle.current().pid() + ".unverified." + name);
        try {
            proof.write(part);
            long begin = System.nanoTime();
            Verdict verdict = Checker.fast().verify(part, Optional.of(problem));
            double checkSeconds = (System.nanoTime() - begin) / 1e9;
            Report report = Report.of(verdict).seconds(searchSeconds, checkSeconds);
            if (verdict.isVerified()) {
                long size = Files.size(part);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                report.certificate(target.toString(), size);
            }
            slot[0] = report;
            return verdict.isVerified() ? Main.DONE : Main.REJECTED;
        } catch (InputException e) {
            // The part's name is of no use to the user.
            throw new InputException(target.toString(), "", e.getMessage().replace(part + ": ", ""));
        } catch (IOException e) {
            throw new InputException(target.toString(), "", "cannot be written: " + e.getMessage());
        } finally {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                Main.complain(part + " is left behind: " + e.getMessage());
            }
        }
    }
}
