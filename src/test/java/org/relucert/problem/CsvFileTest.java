package org.relucert.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.Rationals;

/** Tables that are read; most of what is refused is in the corpus. */
class CsvFileTest {

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2\n-3,4\n", "1,2\r\n-3,4", "1,2\r-3,4\r", "\ufeff1,2\n-3,4\n", "x,y\n1,2\n-3,4\n", "\n\n1,2\n \n-3,4\n\n",
        "\"1\",\"2\"\n\"-3\",4\n", " 1 ,\t2\n-3, \"4\" \n", "\"x, y\",\"nanometres\"\n1,2\n-3,4\n", "_,\u03b2\n1,2\n-3,4\n",
        "\ufeffx1,x2\r\n\r\n1.0,2e0\r\n-6/2,+4\r\n", "infinite,e1\n1,2\n-3,4\n", "\"a\nb\",y\n1,2\n-3,4", "\nx,y\n1,2\n-3,4"})
    void reads(String text) throws IOException {
        assertEquals(ProblemTest.matrix(new long[] {1, 2}, new long[] {-3, 4}), CsvFile.read(file("x.csv", text)));
    }

    @Test
    void numbersAreExact() throws IOException {
        RationalMatrix table = CsvFile.read(file("x.csv", "0.1\n1/3\n1e-3\n"));
        assertEquals(Rationals.of(1, 10), table.get(0, 0));
        assertEquals(Rationals.of(1, 3), table.get(1, 0));
        assertEquals(Rationals.of(1, 1000), table.get(2, 0));
    }

    @Test
    void lineNumbersCountBlankAndQuotedLines() throws IOException {
        Path path = file("x.csv", "\"a\nb\"\n\n1\n\nx");
        assertEquals(path + ": line 6, column 1: expected a number such as 3, \"1/3\", \"0.25\" or \"1e-3\", found \"x\"",
                assertThrows(InputException.class, () -> CsvFile.read(path)).getMessage());
    }

    @Test
    void asManyColumnsAsThereMayBe() throws IOException {
        assertEquals(Limits.COLUMNS, CsvFile.read(file("x.csv", "0,".repeat(Limits.COLUMNS - 1) + "0")).columns());
    }

    @Test
    void farTooManyCells() throws IOException {
        Path path = file("x.csv", ",".repeat(Limits.NUMBERS + 1));
        assertEquals(path + ": expected at most 1000000 numbers in a file, found more",
                assertThrows(InputException.class, () -> CsvFile.read(path)).getMessage());
        Path less = file("y.csv", ",".repeat(Limits.NUMBERS));
        assertEquals(less + ": line 1: expected at most 1000 numbers, found 1000001",
                assertThrows(InputException.class, () -> CsvFile.read(less)).getMessage());
    }

    @Test
    void missingFile() {
        Path path = folder.resolve("none.csv");
        assertEquals(path + ": no such file", assertThrows(InputException.class, () -> CsvFile.read(path)).getMessage());
    }

    private Problem problem(String inputs, String labels, long betaSquared, Problem.Bias bias) throws IOException {
        return CsvFile.read(file("x.csv", inputs), file("y.csv", labels), Problem.Loss.SQUARED, Rationals.of(betaSquared), bias,
                Problem.Skip.FREE);
    }

    @Test
    void problems() throws IOException {
        for (Problem.Bias bias : Problem.Bias.values()) {
            int size = bias == Problem.Bias.REGULARIZED ? 2 : 1;
            assertEquals(Problem.of("", ProblemTest.matrix(new long[] {1}, new long[] {2}),
                    ProblemTest.matrix(new long[] {3, 4}, new long[] {5, 6}), Problem.Loss.SQUARED, Rationals.of(4), bias,
                    Problem.Skip.FREE, RationalMatrix.identity(size)), problem("x\n1\n2\n", "3,4\n5,6\n", 4, bias));
        }
    }

    @Test
    void problemsThatDoNotFit() {
        assertEquals(folder.resolve("y.csv") + ": labels: expected 2 rows, as in " + folder.resolve("x.csv") + ", found 1",
                assertThrows(InputException.class, () -> problem("1\n2\n", "3,4\n", 1, Problem.Bias.NONE)).getMessage());
        assertEquals(folder.resolve("x.csv") + ": beta: expected a positive number",
                assertThrows(InputException.class, () -> problem("1\n", "3\n", 0, Problem.Bias.NONE)).getMessage());
    }
}
