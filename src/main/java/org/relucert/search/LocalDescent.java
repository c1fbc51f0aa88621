package org.relucert.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.relucert.search.TrainingResult.Atom;

/**
 * Descent of the training objective itself, which is not convex, in the neurons of a network: they move across the walls of their
 * patterns, where a restricted program ({@link Master}) keeps them in the cones of its columns. What it finds is as good a network as
 * any, and its patterns are columns; whether it is near an optimum is for the pricing to say.
 *
 * <p>Method: Levenberg and Marquardt's. Within some width of a wall (t)_+ is (t + d)^2/(4d) for |t| &lt;= d; what
 * this adds to the matrix is kept where it is convex, and the width shrinks by tenths. Neurons of nearly one direction, into which
 * the cones of a restricted program divide one, are put together first. For squared loss, with at most as many coordinates of
 * neurons as there are rows: where there are more, walls hold neurons before they come far.
 */
final class LocalDescent {

    /** Widths of a wall, in parts of the length of the neuron and the row. */
    private static final double[] WIDTHS = {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6};
    /** Cosine of the angle up to which neurons count as one. */
    private static final double SAME = 0.98;
    /** Neurons below this part of all are idle. */
    private static final double IDLE = 1e-6;
    /** Steps for a width, and the relative decrease below which there are no more. */
    private static final int STEPS = 12;
    private static final double DECREASE = 1e-6;
    /** Multiples of the matrix's diagonal that are added to it: at first and at least; growth after a step that is none; attempts. */
    private static final double DAMPING = 1e-3;
    private static final double LEAST_DAMPING = 1e-6;
    private static final double GROWTH = 8;
    private static final int ATTEMPTS = 8;

    private final TrainingSpace space;
    private final int n;
    private final int size;
    private int[] signs;
    /** Neurons in scaled units. */
    private double[][] neurons;
    private double[] widths;

    private LocalDescent(TrainingSpace space) {
        this.space = space;
        n = space.n;
        size = space.dimension;
    }

    /**
     * A network to which another one descends.
     *
     * @return empty if the network's neurons have more coordinates than there are rows
     */
    static List<Atom> from(List<Atom> network, TrainingSpace space, BooleanSupplier stop) {
        LocalDescent descent = new LocalDescent(space);
        descent.gather(network);
        if (descent.neurons.length * descent.size > space.n) {
            return List.of();
        }
        for (double width : WIDTHS) {
            descent.descend(width, stop);
        }
        List<Atom> result = new ArrayList<>();
        for (int j = 0; j < descent.neurons.length; j++) {
            double[] q = space.neuron(descent.neurons[j]);
            result.add(new Atom(descent.signs[j], q, space.problem.norm(q)));
        }
        return result;
    }

    /** Sums of neurons whose direction is near that of the largest of them. */
    private void gather(List<Atom> network) {
        List<Atom> sorted = new ArrayList<>(network);
        sorted.sort(Comparator.comparingDouble((Atom a) -> -a.weight()));
        List<double[]> sums = new ArrayList<>();
        List<double[]> firsts = new ArrayList<>();
        List<Integer> sides = new ArrayList<>();
        for (Atom a : sorted) {
            double[] z = space.fromInput(a.direction());
            TrainingSpace.scale(z, space.rowScale / space.labelScale);
            double[] unit = z.clone();
            TrainingSpace.scale(unit, 1 / TrainingSpace.norm(z));
            int nearest = -1;
            double most = SAME;
            for (int c = 0; c < sums.size(); c++) {
                double cosine = TrainingSpace.dot(firsts.get(c), unit);
                if (sides.get(c) == a.sign() && cosine > most) {
                    most = cosine;
                    nearest = c;
                }
            }
            if (nearest >= 0) {
                NormalSystem.subtract(-1, z, 0, size, sums.get(nearest));
            } else {
                sums.add(z);
                firsts.add(unit);
                sides.add(a.sign());
            }
        }
        neurons = sums.toArray(new double[0][]);
        signs = sides.stream().mapToInt(Integer::intValue).toArray();
    }

    private void descend(double width, BooleanSupplier stop) {
        leaveOutIdle();
        widths = Arrays.stream(neurons).mapToDouble(z -> width * TrainingSpace.norm(z)).toArray();
        double[] residual = residual(neurons);
        double value = value(residual, neurons);
        double damping = DAMPING;
        double decrease = Double.POSITIVE_INFINITY;
        for (int step = 0; step < STEPS && decrease > DECREASE * value && !stop.getAsBoolean(); step++) {
            double[] gradient = new double[neurons.length * size];
            NormalSystem system = linearise(residual, gradient);
            double[][] next = null;
            double[] left = null;
            double predicted = 0;
            decrease = 0;
            for (int attempt = 0; attempt < ATTEMPTS && !(decrease > 0); attempt++) {
                double[] x = step(system, gradient, damping);
                next = moved(x);
                left = residual(next);
                decrease = value - value(left, next);
                predicted = -0.5 * TrainingSpace.dot(gradient, x);
                damping = decrease > 0.5 * predicted ? damping / 5
                        : decrease > 0.1 * predicted ? damping : Math.max(LEAST_DAMPING, damping) * (decrease > 0 ? 3 : GROWTH);
            }
            if (decrease > 0) {
                neurons = next;
                residual = left;
                value -= decrease;
            }
        }
    }

    private void leaveOutIdle() {
        double least = IDLE * Arrays.stream(neurons).mapToDouble(TrainingSpace::norm).sum();
        int kept = 0;
        for (int j = 0; j < neurons.length; j++) {
            if (TrainingSpace.norm(neurons[j]) > least) {
                neurons[kept] = neurons[j];
                signs[kept++] = signs[j];
            }
        }
        neurons = Arrays.copyOf(neurons, kept);
        signs = Arrays.copyOf(signs, kept);
    }

    private double[][] moved(double[] step) {
        double[][] to = new double[neurons.length][];
        for (int j = 0; j < to.length; j++) {
            to[j] = neurons[j].clone();
            for (int k = 0; k < size; k++) {
                to[j][k] += step[j * size + k];
            }
        }
        return to;
    }

    /** Solves with so many parts of the diagonal added to it. */
    private static double[] step(NormalSystem system, double[] gradient, double damping) {
        double[] diagonal = new double[gradient.length];
        for (int a = 0; a < diagonal.length; a++) {
            diagonal[a] = system.matrix[a][a];
            system.matrix[a][a] += damping * (diagonal[a] + 1e-12);
        }
        system.factor();
        for (int a = 0; a < diagonal.length; a++) {
            system.matrix[a][a] = diagonal[a];
        }
        double[] x = gradient.clone();
        TrainingSpace.scale(x, -1);
        system.solve(x);
        return x;
    }

    private double value(double[] residual, double[][] at) {
        return 0.5 * TrainingSpace.dot(residual, residual) + space.beta * Arrays.stream(at).mapToDouble(space::penalty).sum();
    }

    /** What some neurons leave of the labels, and the best skip connection does. */
    private double[] residual(double[][] at) {
        double[] r = space.labels.clone();
        for (int j = 0; j < at.length; j++) {
            for (int i = 0; i < n; i++) {
                double d = widths[j] * space.rowNorms[i];
                double t = TrainingSpace.dot(space.rows[i], at[j]);
                r[i] -= signs[j] * (t >= d ? t : t > -d ? (t + d) * (t + d) / (4 * d) : 0);
            }
        }
        space.removeSkip(r);
        return r;
    }

    /** The Gauss-Newton matrix with the curvature of the norms and of the walls that are convex; the gradient. */
    private NormalSystem linearise(double[] residual, double[] gradient) {
        int unknowns = gradient.length;
        NormalSystem system = new NormalSystem(unknowns);
        double[][] slopes = new double[n][unknowns];
        for (int j = 0; j < neurons.length; j++) {
            int from = j * size;
            for (int i = 0; i < n; i++) {
                double[] row = space.rows[i];
                double d = widths[j] * space.rowNorms[i];
                double t = TrainingSpace.dot(row, neurons[j]);
                double slope = t >= d ? 1 : t > -d ? (t + d) / (2 * d) : 0;
                double bend = slope > 0 && slope < 1 ? Math.max(0, -signs[j] * residual[i] / (2 * d)) : 0;
                for (int k = 0; k < size && slope > 0; k++) {
                    slopes[i][from + k] = signs[j] * slope * row[k];
                    gradient[from + k] -= residual[i] * slopes[i][from + k];
                    for (int l = k; l < size && bend > 0; l++) {
                        system.matrix[from + k][from + l] += bend * row[k] * row[l];
                    }
                }
            }
            double norm = space.penalty(neurons[j]);
            for (int k = 0; k < space.penalised && norm > 0; k++) {
                double unit = neurons[j][k] / norm;
                gradient[from + k] += space.beta * unit;
                system.matrix[from + k][from + k] += space.beta / norm;
                for (int l = k; l < space.penalised; l++) {
                    system.matrix[from + k][from + l] -= space.beta * unit * neurons[j][l] / (norm * norm);
                }
            }
        }
        double[][] skips = new double[space.skipBasis.length][unknowns];
        for (int q = 0; q < skips.length; q++) {
            for (int i = 0; i < n; i++) {
                NormalSystem.subtract(-space.skipBasis[q][i], slopes[i], 0, unknowns, skips[q]);
            }
        }
        for (int a = 0; a < unknowns; a++) {
            NormalSystem.addProducts(1, slopes, 0, n, a, unknowns, system.matrix[a]);
            NormalSystem.addProducts(-1, skips, 0, skips.length, a, unknowns, system.matrix[a]);
        }
        return system;
    }
}
