package org.relucert.family;

import java.util.ArrayList;
import java.util.List;
import org.jscience.mathematics.number.Rational;
import org.relucert.exact.RationalVector;
import org.relucert.exact.Rationals;

/** Rational points of the unit circle, and of unit spheres. */
final class Circle {

    private Circle() { }

    /** The point at the angle whose half has the tangent t. */
    static RationalVector point(Rational t) {
        Rational bottom = Rationals.ONE.plus(Rationals.square(t));
        return RationalVector.of(Rationals.ONE.minus(Rationals.square(t)).divide(bottom), t.times(2).divide(bottom));
    }

    /** Points in the order of their angles, from the angle 0 on and below half a turn. */
    static List<RationalVector> halfTurn(int count, Choices choices) {
        List<RationalVector> points = new ArrayList<>();
        Rational t = Rationals.ZERO;
        for (int k = 0; k < count; k++) {
            points.add(point(t));
            t = t.plus(Rationals.of(choices.integer(1, 3), 2));
        }
        return points;
    }

    /** A unit vector with positive entries. */
    static RationalVector positiveUnit(int size, Choices choices) {
        Rational[] entries = new Rational[size];
        Rational squares = Rationals.ZERO;
        for (int i = 0; i + 1 < size; i++) {
            // Each below 1/size, so that the squares sum to less than 1.
            entries[i] = Rationals.of(1, choices.integer(1, 3) + (long) size);
            squares = squares.plus(Rationals.square(entries[i]));
        }
        Rational bottom = Rationals.ONE.plus(squares);
        for (int i = 0; i + 1 < size; i++) {
            entries[i] = entries[i].times(2).divide(bottom);
        }
        entries[size - 1] = Rationals.ONE.minus(squares).divide(bottom);
        return RationalVector.of(entries);
    }
}
