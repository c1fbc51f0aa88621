/**
 * Statements of verified certificates for people: the theorem with its hypotheses, as LaTeX and as Markdown. Exact: no floats.
 */
package org.relucert.report;
