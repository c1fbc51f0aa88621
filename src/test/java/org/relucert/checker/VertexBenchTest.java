package org.relucert.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.relucert.checker.Polytopes.Polytope;
import org.relucert.exact.Elimination;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;
import org.relucert.family.Hypersimplex;

/**
 * All vertices of large polytopes, counted and timed beside lrs (Debian package {@code lrslib}), which enumerates by reverse
 * search; with the components at every width. Prints CSV and writes {@code target/vertices.csv}; a run that is kept is copied to {@code proofs-notes/bench/}. Needs lrs:
 * {@code mvn -Pslow test -Dtest=VertexBenchTest}.
 */
@Tag("slow")
class VertexBenchTest {

    /** Cells of an r x c table with given margins, generic ones. */
    private static Polytope transportation(int r, int c) {
        List<RationalVector> columns = new ArrayList<>();
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < c; j++) {
                long[] cell = new long[r + c];
                cell[i] = 1;
                cell[r + j] = 1;
                columns.add(RationalVector.of(cell));
            }
        }
        Random random = new Random(7);
        RationalVector target = RationalVector.zero(r + c);
        for (RationalVector column : columns) {
            target = target.plus(column.times(Rationals.of(50 + random.nextInt(100))));
        }
        return polytope(columns, target);
    }

    /** The hypersimplex of k with y* a generic or, with few weights, a degenerate combination of the features. */
    private static Polytope hypersimplex(int k, int atoms, int weights) {
        RationalMatrix phi = Hypersimplex.of(k).features();
        Random random = new Random(11);
        List<RationalVector> columns = new ArrayList<>();
        RationalVector target = RationalVector.zero(phi.rows());
        for (int a = 0; a < atoms; a++) {
            columns.add(phi.column(a));
        }
        for (int t = 0; t < weights; t++) {
            target = target.plus(columns.get(random.nextInt(atoms)).times(Rationals.of(1 + random.nextInt(1000))));
        }
        return polytope(columns, target);
    }

    private static Polytope polytope(List<RationalVector> columns, RationalVector target) {
        int n = target.size();
        return new Polytope(RationalMatrix.ofColumns(columns, n), RationalMatrix.ofColumns(List.of(), n), target);
    }

    /** A feasible basis, by phase one of the simplex method. */
    private static List<Integer> start(VertexEnumeration.Reduced q) {
        // Artificial columns, not kept (-1 in the basis); the last row has the reduced costs of their sum. Bland's rule.
        int rank = q.rank();
        int atoms = q.a().columns();
        BigInteger[][] rows = VertexEnumeration.system(q.a(), q.b());
        BigInteger[][] work = new BigInteger[rank + 1][];
        work[rank] = new BigInteger[atoms + 1];
        Arrays.fill(work[rank], BigInteger.ZERO);
        int[] basis = new int[rank];
        for (int i = 0; i < rank; i++) {
            work[i] = rows[i].clone();
            basis[i] = -1;
            for (int j = 0; j <= atoms; j++) {
                if (rows[i][atoms].signum() < 0) {
                    work[i][j] = work[i][j].negate();
                }
                work[rank][j] = work[rank][j].subtract(work[i][j]);
            }
        }
        BigInteger pivot = BigInteger.ONE;
        while (true) {
            int entering = -1;
            for (int j = 0; j < atoms && entering < 0; j++) {
                entering = work[rank][j].signum() < 0 ? j : -1;
            }
            if (entering < 0) {
                break;
            }
            int leaving = -1;
            for (int i = 0; i < rank; i++) {
                if (work[i][entering].signum() > 0 && (leaving < 0 || work[i][atoms].multiply(work[leaving][entering])
                        .compareTo(work[leaving][atoms].multiply(work[i][entering])) < 0)) {
                    leaving = i;
                }
            }
            for (int i = 0; i <= rank; i++) {
                BigInteger factor = work[i][entering];
                for (int j = 0; j <= atoms && i != leaving; j++) {
                    work[i][j] = work[leaving][entering].multiply(work[i][j]).subtract(factor.multiply(work[leaving][j]))
                            .divide(pivot);
                }
            }
            pivot = work[leaving][entering];
            basis[leaving] = entering;
        }
        List<Integer> order = new ArrayList<>(Arrays.stream(basis).filter(j -> j >= 0).boxed().toList());
        for (int a = 0; a < atoms; a++) {
            if (!order.contains(a)) {
                order.add(a);
            }
        }
        RationalMatrix ordered = RationalMatrix.ofColumns(order.stream().map(q.a()::column).toList(), rank);
        return Elimination.of(ordered).pivotColumns().stream().map(order::get).toList();
    }

    @Test
    void besideLrs() throws IOException, InterruptedException {
        Assumptions.assumeTrue(hasLrs(), "lrs is not installed");
        Map<String, Polytope> instances = new LinkedHashMap<>();
        instances.put("transportation 3x4", transportation(3, 4));
        instances.put("transportation 4x4", transportation(4, 4));
        instances.put("transportation 3x6", transportation(3, 6));
        instances.put("transportation 4x5", transportation(4, 5));
        instances.put("transportation 3x8", transportation(3, 8));
        instances.put("transportation 5x5", transportation(5, 5));
        instances.put("transportation 4x6", transportation(4, 6));
        instances.put("hypersimplex 3", hypersimplex(3, 20, 40));
        instances.put("hypersimplex 3 degenerate", hypersimplex(3, 20, 3));
        instances.put("hypersimplex 4, 20 atoms", hypersimplex(4, 20, 40));
        instances.put("hypersimplex 4, 28 atoms", hypersimplex(4, 28, 60));
        instances.put("hypersimplex 4, 36 atoms", hypersimplex(4, 36, 80));
        List<String> csv = new ArrayList<>(List.of("instance,atoms,rank,vertices,seconds,lrs seconds,components seconds"));
        for (Map.Entry<String, Polytope> instance : instances.entrySet()) {
            VertexEnumeration.Reduced q = instance.getValue().reduced();
            long begin = System.nanoTime();
            List<Integer> start = start(q);
            Set<List<Integer>> supports = VertexEnumeration.vertices(q.a(), q.b(), start, Integer.MAX_VALUE).keySet();
            int vertices = supports.size();
            double seconds = (System.nanoTime() - begin) / 1e9;
            long componentsBegin = System.nanoTime();
            for (int width = 1; width <= q.rank() + 1; width++) {
                Components.of(supports, width, false);
            }
            double componentsSeconds = (System.nanoTime() - componentsBegin) / 1e9;
            long lrsBegin = System.nanoTime();
            int expected = lrs(instance.getValue());
            double lrsSeconds = (System.nanoTime() - lrsBegin) / 1e9;
            String line = String.format(Locale.ROOT, "\"%s\",%d,%d,%d,%.2f,%.2f,%.2f", instance.getKey(), q.a().columns(), q.rank(),
                    vertices, seconds, lrsSeconds, componentsSeconds);
            System.out.println(line);
            csv.add(line);
            assertEquals(expected, vertices, instance.getKey());
        }
        Files.write(Path.of("target", "vertices.csv"), csv);
    }

    private static boolean hasLrs() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("lrs", "/dev/null").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            process.waitFor(10, TimeUnit.SECONDS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The number of vertices that lrs counts. */
    private static int lrs(Polytope q) throws IOException, InterruptedException {
        VertexEnumeration.Reduced reduced = q.reduced();
        BigInteger[][] system = VertexEnumeration.system(reduced.a(), reduced.b());
        int atoms = q.phi().columns();
        StringBuilder text = new StringBuilder("polytope\nH-representation\nlinearity " + system.length);
        for (int i = 1; i <= system.length; i++) {
            text.append(' ').append(i);
        }
        text.append("\nbegin\n").append(system.length + atoms).append(' ').append(atoms + 1).append(" rational\n");
        for (BigInteger[] row : system) {
            text.append(row[atoms]);
            for (int j = 0; j < atoms; j++) {
                text.append(' ').append(row[j].negate());
            }
            text.append('\n');
        }
        for (int a = 0; a < atoms; a++) {
            text.append('0');
            for (int j = 0; j < atoms; j++) {
                text.append(j == a ? " 1" : " 0");
            }
            text.append('\n');
        }
        text.append("end\n");
        Path input = Files.createTempFile("polytope", ".ine");
        Path output = Files.createTempFile("polytope", ".ext");
        try {
            Files.writeString(input, text);
            Process process = new ProcessBuilder("lrs", input.toString(), output.toString()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            process.waitFor();
            Matcher totals = Pattern.compile("\\bvertices=(\\d+) rays").matcher(Files.readString(output));
            int count = -1;
            while (totals.find()) {
                count = Integer.parseInt(totals.group(1));
            }
            return count;
        } finally {
            Files.delete(input);
            Files.delete(output);
        }
    }
}
