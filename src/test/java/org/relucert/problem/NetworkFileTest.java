package org.relucert.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Network files that are read, and how they are written; what is refused is in the corpus. */
class NetworkFileTest {

    private static final Problem AFFINE = ProblemFile.read(CorpusTest.folder("network").resolve("affine.problem.json"));
    private static final Problem PLAIN = ProblemFile.read(CorpusTest.folder("good").resolve("two-points.problem.json"));

    @TempDir
    Path folder;

    private Network read(String text, Problem problem) throws IOException {
        return NetworkFile.read(Files.writeString(folder.resolve("n.json"), text), problem);
    }

    @Test
    void readsInAnyOrder() throws IOException {
        assertEquals(
                new Network(List.of(new Network.Neuron(RationalVector.of(Rationals.of(1, 2), Rationals.of(3)), Rationals.of(-7))),
                        RationalVector.of(4, 5)),
                read("{\"skip\":[4,\"5\"],\"comment\":\"c\",\"neurons\":[{\"output\":[-7],\"comment\":[\"d\"],\"weight\":[\"0.5\",3]}],"
                        + "\"format\":\"relucert-network/1\"}", AFFINE));
    }

    @Test
    void skipMayBeAbsentWhereThereIsNone() throws IOException {
        Network empty = new Network(List.of(), RationalVector.zero(0));
        assertEquals(empty, read("{\"format\":\"relucert-network/1\",\"neurons\":[]}", PLAIN));
        assertEquals(empty, read("{\"format\":\"relucert-network/1\",\"neurons\":[],\"skip\":[]}", PLAIN));
    }

    @Test
    void written() {
        Network network = new Network(List.of(new Network.Neuron(RationalVector.of(Rationals.of(1, 2), Rationals.of(3)), Rationals.of(-7)),
                new Network.Neuron(RationalVector.of(0, 1), Rationals.ONE)), RationalVector.of(4, 5));
        Path path = folder.resolve("network.json");
        NetworkFile.write(network, path);
        assertEquals(network, NetworkFile.read(path, AFFINE));
    }

    @Test
    void writtenText() throws IOException {
        Path path = folder.resolve("network.json");
        NetworkFile.write(new Network(List.of(), RationalVector.of(4)), path);
        assertEquals("{\n  \"format\": \"relucert-network/1\",\n  \"neurons\": [],\n  \"skip\": [\"4\"]\n}\n", Files.readString(path));
        NetworkFile.write(new Network(List.of(), RationalVector.zero(0)), path);
        assertEquals("{\n  \"format\": \"relucert-network/1\",\n  \"neurons\": []\n}\n", Files.readString(path));
    }
}
