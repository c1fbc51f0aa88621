/**
 * Exact linear algebra over the rationals: vectors, matrices, elimination, LDL^T, the metric, enclosures of square roots.
 * Trusted: integers underneath, no floating point.
 */
package org.relucert.exact;
