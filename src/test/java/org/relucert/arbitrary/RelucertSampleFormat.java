package org.relucert.arbitrary;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.SampleReportingFormat;
import org.relucert.family.Instance;
import org.relucert.problem.Network;
import org.relucert.problem.NetworkFile;
import org.relucert.problem.Problem;
import org.relucert.problem.ProblemFile;
import org.relucert.prover.Proof;

/**
 * Prints problems and certificates of a failed property as their files have them, ready to be saved; jqwik finds it as a service.
 */
public final class RelucertSampleFormat implements SampleReportingFormat {

    @Override
    public boolean appliesTo(Object value) {
        return value instanceof Problem || value instanceof Sample || value instanceof Instance || value instanceof Proof;
    }

    @Override
    public Object report(Object value) {
        if (value instanceof Problem problem) {
            return ProblemFile.canonicalJson(problem);
        }
        if (value instanceof Proof proof) {
            return proof.text();
        }
        Map<String, Object> parts = new LinkedHashMap<>();
        if (value instanceof Sample sample) {
            parts.put("problem", ProblemFile.canonicalJson(sample.problem()));
            parts.put("network", json(sample.network()));
            parts.put("nu", sample.nu().toString());
        } else if (value instanceof Instance instance) {
            parts.put("problem", ProblemFile.canonicalJson(instance.problem()));
            parts.put("nu", instance.nu().map(Object::toString).orElse("not known"));
            instance.networks().forEach((name, network) -> parts.put("network " + name, json(network)));
        }
        return parts;
    }

    private static String json(Network network) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            NetworkFile.write(network, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
