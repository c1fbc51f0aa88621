/**
 * SCIP's own C library, called through JNA direct mapping: linear, mixed-integer and quadratic proposals in floating point.
 *
 * <p>{@link org.relucert.scip.ScipLp} is the linear-programming interface (duals, Farkas rays, basis, warm starts);
 * {@link org.relucert.scip.Scip} solves mixed-integer and quadratic programs. {@link org.relucert.scip.NeuronMiqcp} and
 * {@link org.relucert.scip.TrainingQcqp} put the two problems of this project into that form.
 *
 * <p>Nothing in this package is trusted, and its numbers must never be rounded to a claim: a convex quadratic program can
 * come back "optimal" with coordinates wrong in the fourth digit. Take the support, the basis or the pattern from an
 * answer, solve exactly, verify.
 *
 * <p>Where no library loads, {@link org.relucert.scip.Scip#isAvailable()} is false and
 * {@link org.relucert.scip.Scip#unavailableReason()} says why; nothing fails when these classes are loaded.
 * {@code -Drelucert.scip=/path/to/library} names a SCIP 10 of the user's own. On JDK 24 and later the JVM announces native
 * access on standard error unless {@code --enable-native-access=ALL-UNNAMED} is given (or the main jar's manifest says
 * {@code Enable-Native-Access: ALL-UNNAMED}).
 */
package org.relucert.scip;
