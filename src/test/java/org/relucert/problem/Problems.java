package org.relucert.problem;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalMatrix;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Random problems and networks of every variant. */
final class Problems {

    private Problems() { }

    static Arbitrary<Rational> rationals() {
        Arbitrary<Rational> small = Combinators.combine(Arbitraries.longs().between(-9, 9), Arbitraries.longs().between(1, 12))
                .as(Rationals::of);
        Arbitrary<Rational> large = Combinators.combine(Arbitraries.bigIntegers(), Arbitraries.longs().greaterOrEqual(1))
                .as((p, q) -> Rationals.of(p, BigInteger.valueOf(q)));
        return Arbitraries.frequencyOf(Tuple.of(4, small), Tuple.of(1, large));
    }

    static Arbitrary<RationalVector> vectors(int size) {
        return rationals().list().ofSize(size).map(RationalVector::of);
    }

    private static Arbitrary<RationalMatrix> matrices(int rows, int columns) {
        return vectors(columns).list().ofSize(rows).map(list -> RationalMatrix.ofRows(list, columns));
    }

    /** Identity, diagonal, or A^T A + I. */
    private static Arbitrary<RationalMatrix> metrics(int size) {
        Arbitrary<RationalMatrix> diagonal = vectors(size).map(v -> {
            List<Rational> squares = new ArrayList<>();
            for (Rational entry : v.toArray()) {
                squares.add(entry.isZero() ? Rationals.ONE : entry.abs());
            }
            return RationalMatrix.diagonal(RationalVector.of(squares));
        });
        Arbitrary<RationalMatrix> full = matrices(size, size).map(a -> {
            RationalMatrix gram = a.transpose().times(a);
            List<RationalVector> rows = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                rows.add(gram.row(i).plus(RationalVector.unit(size, i)));
            }
            return RationalMatrix.ofRows(rows, size);
        });
        return Arbitraries.oneOf(Arbitraries.just(RationalMatrix.identity(size)), diagonal, full);
    }

    static Arbitrary<Problem> problems() {
        Arbitrary<Problem.Bias> biases = Arbitraries.of(Problem.Bias.class);
        return Combinators.combine(Arbitraries.integers().between(1, 4), Arbitraries.integers().between(0, 3),
                Arbitraries.integers().between(1, 2), biases).as((n, d, c, bias) -> problems(n, d, c, bias)).flatMap(p -> p);
    }

    private static Arbitrary<Problem> problems(int n, int d, int c, Problem.Bias bias) {
        int columns = bias == Problem.Bias.REGULARIZED ? d : Math.max(d, 1);
        int size = bias == Problem.Bias.REGULARIZED ? d + 1 : columns;
        return Combinators.combine(Arbitraries.strings().all().ofMaxLength(8).filter(JsonInput::isWellFormed),
                matrices(n, columns), matrices(n, c), Arbitraries.of(Problem.Loss.class),
                rationals().filter(Rational::isPositive), Arbitraries.of(Problem.Skip.class), metrics(size))
                .as((name, x, y, loss, b, skip, metric) -> Problem.of(name, x, y, loss, b, bias, skip, metric));
    }

    /** A problem and a network of its shape. */
    record Pair(Problem problem, Network network) { }

    static Arbitrary<Pair> pairs() {
        return problems().flatMap(problem -> Combinators.combine(
                Combinators.combine(vectors(problem.dimension()), rationals()).as(Network.Neuron::new).list().ofMaxSize(3),
                vectors(problem.skipMatrix().columns()))
                .as((neurons, skip) -> new Pair(problem, new Network(neurons, skip))));
    }
}
