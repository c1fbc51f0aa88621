package org.relucert.search;

/**
 * The neuron maximum by enumeration, for a handful of rows: at a maximiser some set T of at most D-1 rows vanishes and h is
 * linear, with functional g = sum over a pattern of nu_i x_i, on the face; so the maximum is among the directions
 * "projection of g to the null space of T", over all T and all patterns. Every candidate is a lower bound by itself.
 */
final class NeuronBruteForce {

    private NeuronBruteForce() { }

    /** max of h(u)/R(u), at least 0. With a free bias nu sums to zero and T is not empty (b sits at a breakpoint). */
    static double maximum(NeuronProblem problem) {
        int n = problem.rows();
        int dimension = problem.dimension();
        double best = 0;
        for (int kinks = 0; kinks < 1 << n; kinks++) {
            int size = Integer.bitCount(kinks);
            if (size > dimension - 1 || size == 0 && problem.freeBias()) {
                continue;
            }
            double[][] basis = nullSpace(problem, kinks);
            int m = basis.length;
            double[][] quadratic = new double[m][m];
            for (int a = 0; a < m; a++) {
                for (int b = 0; b < m; b++) {
                    quadratic[a][b] = product(problem, basis[a], basis[b]);
                }
            }
            int others = ((1 << n) - 1) & ~kinks;
            for (int pattern = others; ; pattern = (pattern - 1) & others) {
                double[] c = new double[m];
                for (int i = 0; i < n; i++) {
                    if ((pattern >> i & 1) == 1) {
                        for (int a = 0; a < m; a++) {
                            c[a] += problem.nu()[i] * dot(problem.pairing()[i], basis[a]);
                        }
                    }
                }
                double[] z = solve(quadratic, c);
                if (z != null) {
                    double[] u = new double[dimension];
                    for (int a = 0; a < m; a++) {
                        for (int k = 0; k < dimension; k++) {
                            u[k] += z[a] * basis[a][k];
                        }
                    }
                    double norm = problem.norm(u);
                    if (norm > 1e-9) {
                        best = Math.max(best, problem.value(u) / norm);
                    }
                }
                if (pattern == 0) {
                    break;
                }
            }
        }
        return best;
    }

    private static double product(NeuronProblem problem, double[] a, double[] b) {
        int size = problem.freeBias() ? a.length - 1 : a.length;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                sum += a[i] * problem.metric()[i][j] * b[j];
            }
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    /** Orthonormal basis (plain dot product) of the vectors on which the rows of T vanish. */
    private static double[][] nullSpace(NeuronProblem problem, int kinks) {
        int dimension = problem.dimension();
        java.util.List<double[]> all = new java.util.ArrayList<>();
        for (int i = 0; i < problem.rows(); i++) {
            if ((kinks >> i & 1) == 1) {
                orthogonalise(all, problem.pairing()[i]);
            }
        }
        int rank = all.size();
        for (int k = 0; k < dimension; k++) {
            double[] e = new double[dimension];
            e[k] = 1;
            orthogonalise(all, e);
        }
        return all.subList(rank, all.size()).toArray(new double[0][]);
    }

    private static void orthogonalise(java.util.List<double[]> basis, double[] vector) {
        double[] v = vector.clone();
        double before = Math.sqrt(dot(v, v));
        for (int pass = 0; pass < 2; pass++) {
            for (double[] b : basis) {
                double f = dot(b, v);
                for (int k = 0; k < v.length; k++) {
                    v[k] -= f * b[k];
                }
            }
        }
        double length = Math.sqrt(dot(v, v));
        if (length > 1e-9 * before) {
            for (int k = 0; k < v.length; k++) {
                v[k] /= length;
            }
            basis.add(v);
        }
    }

    /** Gaussian elimination; null if singular. */
    private static double[] solve(double[][] matrix, double[] right) {
        int m = right.length;
        double[][] a = new double[m][];
        for (int i = 0; i < m; i++) {
            a[i] = java.util.Arrays.copyOf(matrix[i], m + 1);
            a[i][m] = right[i];
        }
        for (int c = 0; c < m; c++) {
            int pivot = c;
            for (int i = c + 1; i < m; i++) {
                if (Math.abs(a[i][c]) > Math.abs(a[pivot][c])) {
                    pivot = i;
                }
            }
            if (Math.abs(a[pivot][c]) < 1e-12) {
                return null;
            }
            double[] swap = a[c];
            a[c] = a[pivot];
            a[pivot] = swap;
            for (int i = 0; i < m; i++) {
                if (i != c) {
                    double f = a[i][c] / a[c][c];
                    for (int j = c; j <= m; j++) {
                        a[i][j] -= f * a[c][j];
                    }
                }
            }
        }
        double[] x = new double[m];
        for (int i = 0; i < m; i++) {
            x[i] = a[i][m] / a[i][i];
        }
        return x;
    }
}
