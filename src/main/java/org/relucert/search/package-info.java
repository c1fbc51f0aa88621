/**
 * Proposals in floating point and high precision: the neuron branch-and-bound, training by column generation, refinement, rational
 * reconstruction. Not trusted: what it finds becomes a theorem only when the checker accepts the certificate made of it.
 */
package org.relucert.search;
