package org.relucert.problem;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/**
 * Network files, {@code relucert-network/1}: {@code {"format", "neurons": [{"weight": [...], "output": "..."}], "skip": [...]}}.
 *
 * <p>{@code neurons} may be empty; {@code weight} has the dimension of the problem, the bias last; {@code output} is a number,
 * or a list of one; {@code skip} has an entry for each column of the skip matrix, and is absent or empty where there is none.
 */
public final class NetworkFile {

    /** The value of {@code format}. */
    public static final String FORMAT = "relucert-network/1";

    private static final List<String> KEYS = List.of("format", "neurons", "skip");
    private static final List<String> NEURON_KEYS = List.of("weight", "output");

    private NetworkFile() { }

    /**
     * Reads a network file.
     *
     * @param problem what the network is for; its shapes must fit
     * @throws InputException if it is not readable, not a network, or one for another shape of problem
     */
    public static Network read(Path path, Problem problem) {
        try (JsonInput in = JsonInput.open(path, Limits.PROBLEM_BYTES)) {
            Network network = new Draft(in, problem).read();
            in.finish();
            return network;
        }
    }

    /**
     * Reads the network inside another file.
     *
     * @param parser at the start of the object; afterwards at its end
     * @param file the name of the file, for messages
     * @throws InputException if it is not a network for this shape of problem
     */
    public static Network read(JsonParser parser, String file, Problem problem) {
        return new Draft(JsonInput.of(parser, file), problem).read();
    }

    private static final class Draft {

        private final JsonInput in;
        private final int dimension;
        private final int skipColumns;
        private boolean format;
        private List<Network.Neuron> neurons;
        private RationalVector skip;

        private RationalVector weight;
        private Rational output;

        Draft(JsonInput in, Problem problem) {
            this.in = in;
            this.dimension = problem.dimension();
            this.skipColumns = problem.skipMatrix().columns();
        }

        Network read() {
            in.object("", KEYS, this::member);
            if (!format) {
                throw in.complaint("format", "expected \"" + FORMAT + "\", found nothing");
            }
            if (neurons == null) {
                throw in.complaint("neurons", "expected a list of neurons, found nothing");
            }
            if (skip == null) {
                skip = RationalVector.zero(0);
            }
            if (skip.size() != skipColumns) {
                throw in.complaint("skip", "expected " + skipColumns + " numbers, one for each column of the skip matrix, found "
                        + skip.size());
            }
            return new Network(neurons, skip);
        }

        private void member(String key) {
            switch (key) {
                case "format":
                    in.exactly(key, FORMAT);
                    format = true;
                    break;
                case "neurons":
                    neurons();
                    break;
                default:
                    skip = in.vector(key, Limits.NUMBERS);
                    break;
            }
        }

        private void neurons() {
            if (in.token() != JsonToken.START_ARRAY) {
                throw in.unexpected("neurons", "a list of neurons");
            }
            neurons = new ArrayList<>();
            while (in.next() != JsonToken.END_ARRAY) {
                String field = "neurons[" + neurons.size() + "]";
                weight = null;
                output = null;
                in.object(field, NEURON_KEYS, key -> neuronMember(field + "." + key, key));
                if (weight == null) {
                    throw in.complaint(field + ".weight", "expected a list of " + dimension + " numbers, found nothing");
                }
                if (output == null) {
                    throw in.complaint(field + ".output", "expected a number, found nothing");
                }
                neurons.add(new Network.Neuron(weight, output));
            }
        }

        private void neuronMember(String field, String key) {
            if (key.equals("weight")) {
                weight = in.vector(field, Limits.NUMBERS);
                if (weight.size() != dimension) {
                    throw in.complaint(field, "expected " + dimension
                            + " numbers, the dimension of the problem (a bias last), found " + weight.size());
                }
            } else if (in.token() == JsonToken.START_ARRAY) {
                RationalVector outputs = in.vector(field, Limits.NUMBERS);
                if (outputs.size() != 1) {
                    throw in.complaint(field, "expected one number (networks with several outputs are not available in this"
                            + " version), found " + outputs.size());
                }
                output = outputs.get(0);
            } else {
                output = in.number(field);
            }
        }
    }

    /**
     * Writes a network as one JSON value, every number canonical text; {@code skip} left out when empty.
     *
     * @throws IOException if the generator does
     */
    public static void write(Network network, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("format", FORMAT);
        out.writeArrayFieldStart("neurons");
        for (Network.Neuron neuron : network.neurons()) {
            out.writeStartObject();
            out.writeFieldName("weight");
            ProblemFile.writeVector(neuron.weight(), out);
            out.writeStringField("output", Rationals.text(neuron.output()));
            out.writeEndObject();
        }
        out.writeEndArray();
        if (network.skip().size() > 0) {
            out.writeFieldName("skip");
            ProblemFile.writeVector(network.skip(), out);
        }
        out.writeEndObject();
    }

    /**
     * Writes a network file. Whole or not at all.
     *
     * @throws InputException if the place cannot be written
     */
    public static void write(Network network, Path path) {
        ProblemFile.writeFile(path, out -> write(network, out));
    }
}
