/**
 * Test support for jqwik, published as the jar with the classifier {@code arbitraries}: problems, networks, dual vectors,
 * instances of the families and certificates, all exact, and still exact when they are shrunk. See proofs-notes/arbitraries.md.
 */
package org.relucert.arbitrary;
