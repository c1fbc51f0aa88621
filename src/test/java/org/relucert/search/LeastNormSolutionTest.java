package org.relucert.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the pseudoinverse. */
class LeastNormSolutionTest {

    /** The last equations are sums of the first two. */
    @ParameterizedTest
    @CsvSource({"9,4,0", "9,4,1", "5,5,0", "30,20,3", "3,3,4", "1,1,0", "4,2,5"})
    void solvesConsistentSystems(int unknowns, int equations, int dependent) {
        Random random = new Random(unknowns * 100L + equations);
        DMatrixRMaj a = new DMatrixRMaj(unknowns, equations + dependent);
        double[] solution = random.doubles(unknowns, -1, 1).toArray();
        double[] b = new double[equations + dependent];
        for (int i = 0; i < b.length; i++) {
            for (int k = 0; k < unknowns; k++) {
                a.set(k, i, i < equations ? random.nextGaussian() : a.get(k, 0) + a.get(k, 1));
                b[i] += a.get(k, i) * solution[k];
            }
        }
        DMatrixRMaj transposed = CommonOps_DDRM.transpose(a, null);
        DMatrixRMaj inverse = new DMatrixRMaj(unknowns, b.length);
        CommonOps_DDRM.pinv(transposed, inverse);
        DMatrixRMaj expected = new DMatrixRMaj(unknowns, 1);
        CommonOps_DDRM.mult(inverse, DMatrixRMaj.wrap(b.length, 1, b), expected);
        assertArrayEquals(expected.data, LeastNormSolution.of(a, b), 1e-9);
    }
}
