/** Decides whether a certificate proves its claims: one class for each claim, each a list of named obligations. Trusted: only exact arithmetic. */
package org.relucert.checker;
